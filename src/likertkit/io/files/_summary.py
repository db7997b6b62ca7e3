"""Summaries: tables of counts, shares or means, whose rows are not respondents.

Each rule asks for a proof that answers never give: answers that are refused are worse than a
summary that is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._order import are_levels
from likertkit.io.files._sheet import as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.io.files._sheet import Sheet

_MOST_ROWS = 300
_MOST_COLUMNS = 40
_SHARE = re.compile(
    r"<?\s*\d{1,3}(?:[.,]\d+)?\s*%(?:\s*\(\s*n?\s*=?\s*[\d.,]+\s*\))?"
    r"|[\d.,]+\s*\(\s*<?\d{1,3}(?:[.,]\d+)?\s*%\s*\)"
)
_FIGURE = re.compile(r"[-+]?[\d.,]*\d[\d.,]*\s*%?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2}:\d{2}.*")
_QUESTION = re.compile(r"q\d+[.:] .+", re.DOTALL)
_CHOICES = frozenset(
    ("answer choices", "antwortoptionen", "choix de réponses", "opciones de respuesta",
     "opções de resposta", "opzioni di risposta", "antwoordkeuzen")
)  # fmt: skip
_RESPONSES = frozenset(
    ("responses", "beantwortungen", "réponses", "respuestas", "respostas", "risposte", "reacties")
)
_ANSWERED = frozenset(
    ("answered", "beantwortet", "réponses obtenues", "respondidas", "respondido",
     "risposte ottenute", "beantwoord", "answered question")
)  # fmt: skip
_SKIPPED = frozenset(
    ("skipped", "übersprungen", "question(s) ignorée(s)", "omitidas", "ignorado", "saltate",
     "overgeslagen", "skipped question")
)  # fmt: skip
_COUNTS = frozenset(
    ("count", "counts", "frequency", "freq", "freq.", "n", "number", "responses", "choice count",
     "anzahl", "häufigkeit", "effectif", "nombre", "frecuencia", "aantal", "total", "# responses")
)  # fmt: skip
_SHARES = frozenset(
    ("%", "percent", "percentage", "valid percent", "cumulative percent", "cum. %", "prozent",
     "pourcentage", "porcentaje", "share", "proportion", "cumulative %", "valid %",
     "response percent")
)  # fmt: skip
_STATISTICS = frozenset(
    ("mean", "average", "median", "mode", "minimum", "maximum", "min", "max", "std deviation",
     "std", "25%", "50%", "75%", "std. deviation", "std dev", "std. dev.",
     "standard deviation", "sd", "variance", "skewness",
     "kurtosis", "std. error", "se", "sum", "top box", "bottom box", "weighted average",
     "mittelwert", "standardabweichung", "moyenne", "écart type")
)  # fmt: skip
_LABELS = frozenset(
    ("#", "answer", "answers", "answer choices", "option", "options", "response", "field",
     "question", "value", "label", "category", "item", "variable", "choice", "valid", "no", "no.",
     "antwort", "var1")
)  # fmt: skip
_ASKED = frozenset(
    ("answer", "answers", "answer choices", "option", "options", "response", "choice", "category",
     "row labels", "antwort", "réponse", "respuesta")
)  # fmt: skip
_PIVOT = re.compile(
    r"(row labels|column labels|zeilenbeschriftungen|étiquettes de lignes|etiquetas de fila"
    r"|(count|counta|countunique|sum|average|anzahl|nombre) (of|von|de) .+)",
    re.DOTALL,
)
_TOTALS = frozenset(
    ("total", "totals", "grand total", "total result", "sum", "all", "gesamt", "gesamtergebnis",
     "summe", "insgesamt", "total général", "total general", "totaal", "eindtotaal", "totale")
)  # fmt: skip
_BASES = frozenset(
    ("base", "n", "n=", "unweighted base", "weighted base", "unweighted n", "weighted n", "basis")
)
_GRAND = frozenset(
    (
        "grand total",
        "total result",
        "gesamtergebnis",
        "total général",
        "total general",
        "eindtotaal",
    )
)
# No code of an answer is so large, so that larger whole numbers are counts.
_LARGEST_CODE = 11


class _Line(NamedTuple):
    """A row of the table: its label, normalised, and its figures by column."""

    label: str
    figures: dict[int, float]


def refuse_summary(sheet: Sheet) -> None:
    """Raise where a table is proved to hold counts, shares or means instead of answers.

    Raises
    ------
    FileFormatError
        If it is; it says by what it is proved.
    """
    rows = [
        ["" if is_blank(cell) else as_text(cell).strip() for cell in row[:_MOST_COLUMNS]]
        for row in sheet.rows[:_MOST_ROWS]
    ]
    # Text of which nothing can be seen is a blank cell too.
    rows = [row for row in rows if any(map(normalize_label, row))]
    proof = _words(rows) or _shares(rows) or _sums(rows)
    if proof:
        another = (
            f"; or name the sheet with the answers, as in sheet={sheet.other_sheets[0]!r}"
            if sheet.other_sheets
            else ""
        )
        raise FileFormatError(
            f"the file is a summary: {proof}; its rows are not respondents.",
            "export the single responses (SurveyMonkey: 'All individual responses'); a table of "
            f"counts goes into Tally.from_counts{another}.",
        )


def _words(rows: Sequence[Sequence[str]]) -> str:
    """Return what words of a summary a table has; empty where they prove nothing."""
    plain = [[normalize_label(cell) for cell in row] for row in rows]
    short = [[cell for cell in row if cell] for row in plain]
    # A row may hold invisible characters alone.
    firsts = [row[0] for row in short if row]
    for k, row in enumerate(plain):
        if words := _heads(row, plain[k + 1 :]):
            return f"its headings are {words}"
    if len(firsts) > 3 and {*firsts[-3:]} <= _STATISTICS | _COUNTS and "mean" in firsts:
        return f"its rows are {', '.join(map(repr, firsts[1:5]))}"
    # Rows such as "Answered, 211": a word and a figure.
    pairs = [row for row in short if len(row) == 2 and _number(row[1]) is not None]
    n_pairs = [sum(row[0] in words for row in pairs) for words in (_ANSWERED, _SKIPPED)]
    if all(n_pairs) and any(map(_QUESTION.fullmatch, firsts)):
        return "it says for each question how many answered and how many skipped it"
    if any(cell.startswith("field summary for ") for cell in firsts):
        return "it has a 'Field summary' for each question, as LimeSurvey's statistics have"
    if any(map(_PIVOT.fullmatch, firsts[:5])) and not _GRAND.isdisjoint(firsts):
        return "it is a pivot table with a grand total"
    return ""


def _heads(row: Sequence[str], below: Sequence[Sequence[str]]) -> str:
    """Return the headings of a summary that a row holds; empty where it is another row."""
    filled = {place: cell for place, cell in enumerate(row) if cell}
    words = [*filled.values()]
    shown = ", ".join(map(repr, words[:4]))
    if words[0] in _CHOICES and not _RESPONSES.isdisjoint(words):
        return shown
    counts = {place for place, cell in filled.items() if cell in _COUNTS}
    shares = {place for place, cell in filled.items() if cell in _SHARES}
    statistics = {place for place, cell in filled.items() if cell in _STATISTICS}
    known = counts | shares | statistics
    first = below[0] if below else ()
    figures = {place for place, cell in enumerate(first) if _number(cell) is not None}
    if not known or not known <= figures:
        return ""
    others = [cell for place, cell in filled.items() if place not in known and cell not in _LABELS]
    whole = len(others) == 1 and any(_adds_up(place, below) for place in shares)
    if counts and shares and (not others or whole):
        return shown
    if len(statistics) > 2 and not others:
        return shown
    return shown if counts and len(words) == 2 and words[0] in _ASKED else ""


def _adds_up(place: int, rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a column of percentages adds up to 100 somewhere."""
    total = 0.0
    for row in rows:
        number = _number(row[place]) if place < len(row) else None
        if number is None:
            return False
        total += number
        if _is_whole(total) and number < total:
            return True
    return False


def _shares(rows: Sequence[Sequence[str]]) -> str:
    """Return how many figures are percentages, where most are and words name the rows."""
    body = rows[1:]
    filled = [cell for row in body for cell in row[1:] if cell]
    shares = sum(bool(_SHARE.fullmatch(cell)) for cell in filled)
    if shares * 2 <= len(filled) or not filled:
        return ""
    labels = [next(cell for cell in row if cell) for row in body]
    named = sum(_number(label) is None and not _DATE.fullmatch(label) for label in labels)
    if named * 2 <= len(labels):
        return ""
    return f"{shares} of its first {len(filled)} figures are percentages"


def _sums(rows: Sequence[Sequence[str]]) -> str:
    """Return which sums prove that figures are counts or percentages of options."""
    if len(rows) < 3:
        return ""
    heads = [normalize_label(cell) for cell in rows[0]]
    blocks = list(_blocks(rows[1:]))
    if not blocks:
        return ""
    if all(_has_total(block, heads) for block in blocks):
        return "its last rows are totals of the rows above, which name the options"
    parts = [[line for line in block if line.label not in _TOTALS] for block in blocks]
    columns = [
        [line.figures[place] for line in part]
        for part in parts
        if len(part) > 1
        for place in part[0].figures
        if all(place in line.figures for line in part)
    ]
    whole = sum(map(_are_shares, columns))
    if len(columns) > 1 and whole * 2 > len(columns) and whole > 1:
        return "its columns are percentages of options, which add up to 100"
    return ""


def _are_shares(figures: Sequence[float]) -> bool:
    """Return whether figures add up to 100 or to 1 and cannot be codes of answers."""
    if max(figures) > _LARGEST_CODE:
        return 98 <= sum(figures) <= 102
    return 0.98 <= sum(figures) <= 1.02 and not all(figure.is_integer() for figure in figures)


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[list[_Line]]:
    """Yield the rows of figures between rows without any; nothing where other cells hold words."""
    made: list[list[_Line]] = [[]]
    for row in rows:
        words = [(place, cell) for place, cell in enumerate(row) if cell and _number(cell) is None]
        figures = {k: n for k, cell in enumerate(row) if cell and (n := _number(cell)) is not None}
        if not figures:
            made.append([])
            continue
        if not words or words[-1][0] > 1 or _DATE.fullmatch(words[-1][1]):
            return
        label = normalize_label(words[-1][1])
        if label in _BASES:
            made.append([])
            continue
        if any(line.label == label for line in made[-1]):
            return
        made[-1].append(_Line(label, {k: n for k, n in figures.items() if k > words[-1][0]}))
        if label in _TOTALS:
            made.append([])
    blocks = [block for block in made if block]
    if all(len(block) > 1 and block[0].figures for block in blocks):
        yield from blocks


def _has_total(block: Sequence[_Line], heads: Sequence[str]) -> bool:
    """Return whether the last row of a block holds the sums of the rows of a cross-table."""
    *lines, total = block
    if total.label not in _TOTALS or len(lines) < 2:
        return False
    for place, figure in total.figures.items():
        if abs(sum(line.figures.get(place, 0) for line in lines) - figure) > 0.5:
            return False
    places = [k for k in total.figures if k < len(heads) and heads[k] not in _TOTALS]
    last = [k for k in total.figures if k < len(heads) and heads[k] in _TOTALS]
    if are_levels([line.label for line in lines]) or are_levels([heads[k] for k in places]):
        return True
    crossed = len(places) > 1 and any(
        all(
            abs(sum(line.figures.get(k, 0) for k in places) - line.figures.get(margin, -1)) < 0.5
            for line in lines
        )
        for margin in last
    )
    return crossed and any(n > _LARGEST_CODE for line in lines for n in line.figures.values())


def _is_whole(total: float) -> bool:
    return 98 <= total <= 102 or 0.98 <= total <= 1.02


def _number(cell: str) -> float | None:
    """Return the figure that a cell holds, with or without a percent sign."""
    if not _FIGURE.fullmatch(cell):
        return None
    plain = _THOUSANDS.sub("", cell.rstrip("% ")).replace(",", ".")
    number = read_number(plain)
    return None if number is None else float(number)
