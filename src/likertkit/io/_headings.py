"""Where an export's headings are, and which tool wrote it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._cells import is_date_text, is_figure
from likertkit.io._tools import IMPORT_ID, NO_TOOL, PLACEHOLDER, UNTICKED, known
from likertkit.io.files._codebook import refuse_codebook
from likertkit.io.files._sheet import as_text, have_row_names, is_blank
from likertkit.io.files._summary import refuse_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io._tools import Dialect, Tool
    from likertkit.io.files._sheet import Cell, Log, Sheet

_LOOKED_AT = 12
_SAMPLE = 200
# A workbook has 16,384 columns.
_MOST_COLUMNS = 20_000
_CODE = re.compile(r"[^\s?]+")
# From here on, a text is rather a question than the code of a column.
_WORDY = 15


@attrs.frozen
class Headings:
    """The headings of an export.

    Attributes
    ----------
    dialect : Dialect
        The tool's habits.
    names : list of str
        The first row of headings, empty where the row is blank or holds a placeholder.
    texts : list of str
        The second row of headings; empty where there is none.
    codes : bool
        Whether the first row holds codes and the second row the texts of the questions, rather
        than questions above their options.
    start : int
        The place of the first row of answers.
    """

    dialect: Dialect
    names: list[str]
    texts: list[str]
    codes: bool
    start: int


def find_headings(sheet: Sheet, tool: Tool | None, log: Log) -> Headings:
    """Return the headings of a sheet.

    Raises
    ------
    FileFormatError
        If the sheet has no row of headings, or holds a summary instead of answers.
    """
    width = max(len(row) for row in sheet.rows[:_SAMPLE])
    if width > _MOST_COLUMNS:
        raise FileFormatError(
            f"the first rows have {width:,} cells, more than a survey has questions.",
            "name the separator, as in separator='tab', or check what the file is.",
        )
    refuse_summary(sheet)
    refuse_codebook(sheet)
    vv = sheet.kind == "vv"
    first = 0 if vv else _first_row(sheet.rows)
    if first:
        log.say("lines above the headings", f"{counted(first, 'row')} set aside")
    if not vv and have_row_names(sheet.rows[first : first + _SAMPLE]):
        sheet.rows[first] = ["", *sheet.rows[first]]
        log.say("row names", "the first cell of each row, above which R writes no heading")
    head = _cells(sheet.rows[first], width)
    above = sheet.rows[first - 1] if first else []
    if above and is_blank(above[0]) and _are_places(above):
        # Above the numbers of the rows, a table that was written out twice has a number too.
        head[0] = ""
    below = [_cells(row, width) for row in sheet.rows[first + 1 : first + 1 + _SAMPLE]]
    if not vv and not any(map(_are_import_ids, below[:3])):
        _refuse_headless(head, below)
    if sheet.kind == "text" and all(head[: len(sheet.rows[first])]):
        # A row of questions above options is as wide as these, and blank here and there.
        _refuse_longer_rows(sheet, first, 1)
    dialect = _recognise(head, below, "limesurvey" if vv and tool is None else tool, log)
    texts, n_heads, codes = (below[0], 2, True) if vv else _read_rows(head, below, dialect)
    log.say("headings", _say_rows(sheet, first, n_heads))
    n_comments = _count_comments(below[n_heads - 1 :])
    if n_comments:
        log.say("lines below the headings", f"{counted(n_comments, 'row')} of comments set aside")
    names = ["" if PLACEHOLDER.fullmatch(name) else name for name in head]
    _refuse_longer_rows(sheet, first, n_heads)
    return Headings(dialect, names, texts, codes, first + n_heads + n_comments)


def _read_rows(
    head: Sequence[str], below: Sequence[list[str]], dialect: Dialect
) -> tuple[list[str], int, bool]:
    """Return the second row of headings, how many rows there are, and whether they are codes."""
    import_ids = next((j for j, row in enumerate(below[:3]) if _are_import_ids(row)), None)
    if import_ids is not None:
        return (below[0] if import_ids else []), import_ids + 2, True
    if not below:
        return [], 1, True
    codes = _repeats_metadata(below[0], dialect)
    if not codes and _is_second_row(head, below):
        if not _is_third_row(head, below):
            return below[0], 2, False
        both = zip(*below[:2], strict=True)
        return [" | ".join(filter(None, pair)) for pair in both], 3, False
    if codes or _are_labels(below) or _are_questions(head, below):
        return below[0], 2, True
    return [], 1, True


def _cells(row: Sequence[Cell], width: int) -> list[str]:
    texts = [as_text(cell) for cell in row]
    return [*(("" if not text.strip() else text) for text in texts), *[""] * (width - len(row))]


def _first_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the place of the first row that is neither blank, a comment, nor a title line."""
    comments = next((j for j, row in enumerate(rows) if not as_text(row[0]).startswith("#")), 0)
    if comments >= _LOOKED_AT:
        return comments + _first_row(rows[comments:])
    filled = [sum(not is_blank(cell) for cell in row) for row in rows[:_LOOKED_AT]]
    most = max(filled, default=0)
    if not most:
        raise FileFormatError(
            "the file has no headings: its first rows are blank.",
            "check that the export finished, and that the answers are on the first sheet.",
        )
    for j, (row, n) in enumerate(zip(rows, filled, strict=False)):
        if n == 0 or _is_comment(as_text(row[0]), n, most):
            continue
        below = rows[j + 1 : j + 3]
        is_title = n <= 2 < most / 2 or _is_title(row, rows[j + 1 : _LOOKED_AT])
        if is_title and not _is_header_like(row, below):
            continue
        if below and (
            (_are_places(row) and not any(is_figure(as_text(cell)) for cell in below[0][1:]))
            or (n <= most / 2 and _n_known(below[0]) > 2 > _n_known(row))
        ):
            # The numbers of the columns, and the titles of groups, stand above the headings.
            continue
        return j
    return 0


def _is_title(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Return whether few cells are written in a row, and a row of words follows that fits."""
    widths = Counter(len(other) for other in below)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    first = next((other for other in below if len(other) == usual), ())
    return 4 <= usual >= 2 * len(row) and not any(
        is_blank(cell) or is_figure(as_text(cell)) for cell in first
    )


def _are_places(row: Sequence[Cell]) -> bool:
    """Return whether cells count the columns from 0 or 1, as a table without headings does."""
    texts = [as_text(cell) for cell in row]
    counted_from = texts[1:] if not texts[0] else texts
    return len(counted_from) > 2 and any(
        counted_from == [str(k) for k in range(start, start + len(counted_from))]
        for start in (0, 1)
    )


def _n_known(row: Sequence[Cell]) -> int:
    """Return how many cells name a column that a tool adds by itself."""
    names = {normalize_label(as_text(cell)) for cell in row}
    return max(sum(map(dialect.adds, names)) for dialect in known().dialects)


def _is_comment(first: str, n: int, most: int) -> bool:
    """Return whether a row with *n* cells is a comment; Typeform heads its first column "#"."""
    return first.startswith("#") and first.strip() != "#" and (n < most or most <= 2)


def _is_header_like(row: Sequence[Cell], later: Sequence[Sequence[Cell]]) -> bool:
    """Return whether a sparse row is a row of questions above a row of options."""
    return (
        any(
            normalize_label(as_text(cell)) in known().subheadings
            for other in later[:1]
            for cell in other
        )
        and sum(not is_blank(cell) for cell in row) > 1
    )


def _refuse_longer_rows(sheet: Sheet, first: int, n_heads: int) -> None:
    """Raise where rows have cells that no heading stands above: a separator is in their text."""
    n = max(len(row) for row in sheet.rows[first : first + n_heads])
    longer = [
        line
        for line, row in zip(sheet.lines, sheet.rows, strict=True)
        if line > sheet.lines[first] and not all(map(is_blank, row[n:]))
    ]
    if longer:
        rows = f"{counted(len(longer), 'row')} of the first {len(sheet.rows):,}"
        raise FileFormatError(
            f"the headings are {counted(n, 'cell')} wide, but {rows} "
            f"{'holds' if len(longer) == 1 else 'hold'} more, the first in line {longer[0]}.",
            "put text that holds the separator into quotes, or name the separator, as in "
            "separator='semicolon'.",
        )


def _say_rows(sheet: Sheet, first: int, n: int) -> str:
    where = "row" if sheet.kind == "workbook" else "line"
    start, end = sheet.lines[first], sheet.lines[first + n - 1]
    return f"{counted(n, 'row')}, from {where} {start} to {end}" if n > 1 else f"{where} {start}"


def _recognise(
    head: Sequence[str], below: Sequence[Sequence[str]], tool: Tool | None, log: Log
) -> Dialect:
    """Return the habits of the tool that wrote the headings."""
    if tool is not None:
        dialect = known().dialect(tool)
        log.say("tool", dialect.title if dialect.tool == tool else tool)
        return dialect
    if any(_are_import_ids(row) for row in below[:2]):
        log.say("tool", "Qualtrics: a row of headings holds ImportIds")
        return known().dialect("qualtrics")
    first = [normalize_label(cell) for cell in head]
    both = [*first, *map(normalize_label, below[0] if below else ())]
    for dialect in known().dialects:
        proof = _proof(dialect, first, both if dialect.tool == "qualtrics" else first)
        if not proof and dialect.tool == "surveymonkey" and below and _is_second_row(head, below):
            proof = "questions in one row, their options in the next"
        if proof:
            log.say("tool", f"{dialect.title}: {proof}")
            return dialect
    log.say("tool", "none that is known: a table with a row of headings")
    return NO_TOOL


def _proof(dialect: Dialect, first: Sequence[str], headings: Sequence[str]) -> str:
    """Return what proves that a tool wrote these headings; empty where nothing does."""
    its = [heading for heading in dict.fromkeys(headings) if dialect.adds(heading)]
    if dialect.least is not None and len(its) >= dialect.least:
        return f"the headings {', '.join(map(repr, its[:4]))}"
    if stamps := [heading for heading in first[:3] if heading in dialect.timestamps]:
        return f"the heading {stamps[0]!r}"
    signs = [h for h in first if h and any(form.fullmatch(h) for form in dialect.signs)]
    if dialect.signs and len(signs) >= dialect.least_signs:
        return f"headings such as {signs[0][:60]!r}"
    return ""


def _are_import_ids(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return bool(filled) and sum(map(bool, map(IMPORT_ID.fullmatch, filled))) > len(filled) / 2


def _repeats_metadata(second: Sequence[str], dialect: Dialect) -> bool:
    """Return whether a row names, in words, columns of the tool that the row above names."""
    its = [cell for cell in second if normalize_label(cell) in dialect.metadata]
    return dialect.tool == "qualtrics" and len(its) >= 4 and not any(map(is_date_text, second))


def _is_second_row(head: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether the row below the headings holds the options of the questions above."""
    second, answers = below[0], below[1:]
    blank = [not name or bool(PLACEHOLDER.fullmatch(name)) for name in head]
    plain = [normalize_label(cell) for cell in second]
    words = known().subheadings
    filled = [j for j, cell in enumerate(plain) if cell]
    # A respondent may have written "Response"; most other cells are then below their headings.
    fitting = [j for j in filled if plain[j] in words or blank[j]]
    if (
        not words.isdisjoint(plain)
        and len(fitting) > len(filled) / 2
        and not any(map(is_date_text, second[:5]))
    ):
        return True
    under = [j for j, empty in enumerate(blank) if empty and second[j]]
    # A third row of headings may follow.
    later = answers[1:] or answers
    always = [j for j, empty in enumerate(blank) if not empty and all(row[j] for row in later)]
    skipped = [j for j in always if not second[j]]
    if under and answers and len(skipped) > 2 and skipped[0] == always[0]:
        # Nobody lacks a respondent's number and all that the tool adds.
        return True
    if len(under) < 2:
        return False
    if len(under) > len(head) / 4 and _names_columns(second, answers):
        return True
    ticked = 0
    for j in under:
        values = {row[j] for row in answers if row[j]}
        ticked += values == {second[j]}
    return ticked >= max(1, len(under) / 3)


def _are_labels(below: Sequence[Sequence[str]]) -> bool:
    """Return whether the row below the headings has words wherever the answers are figures."""
    second, answers = below[0], below[1:]
    labels = []
    for j, label in enumerate(second):
        cells = [row[j] for row in answers if row[j]]
        if len(cells) > 1 and all(map(is_figure, cells)):
            if not label or is_figure(label):
                return False
            labels.append(label)
    return len(labels) > 2 and len({*labels}) > len(labels) / 2


def _names_columns(second: Sequence[str], answers: Sequence[Sequence[str]]) -> bool:
    """Return whether a full row has other words in each column, which hardly anybody answers."""
    filled = [j for j, cell in enumerate(second) if cell]
    columns = [{row[j] for row in answers if row[j]} for j in filled]
    again = [
        j for j, cells in zip(filled, columns, strict=True) if second[j] in cells and len(cells) > 1
    ]
    distinct = len({second[j] for j in filled})
    least = 0.9 * len(second)
    words = not any(is_figure(second[j]) for j in filled)
    return len(answers) > 1 and words and min(len(filled), distinct) >= least and not again


def _is_third_row(head: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a third row belongs to the headings: it is blank where nobody else is."""
    if len(below) < 3:
        return False
    always = [j for j, name in enumerate(head) if name and all(row[j] for row in below[2:])]
    skipped = [j for j in always if not below[1][j]]
    return len(skipped) > 2 and skipped[0] == always[0] and not below[0][skipped[0]]


def _are_questions(head: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds codes, and the row below it questions in words."""
    filled = [j for j, name in enumerate(head) if name]
    codes = [j for j in filled if _CODE.fullmatch(head[j])]
    if len(below) < 3 or len(codes) < 0.7 * len(filled):
        return False
    wordy = [sum(_is_wordy(row[j]) for j in filled) / len(filled) for row in below]
    asked = sum("?" in below[0][j] for j in filled)
    return wordy[0] >= 0.5 and asked > 2 and 2 * sum(wordy[1:]) < wordy[0] * (len(below) - 1)


def _is_wordy(cell: str) -> bool:
    return len(cell) >= _WORDY and " " in cell.strip()


def _refuse_headless(head: Sequence[str], below: Sequence[Sequence[str]]) -> None:
    """Raise where the first row holds answers, as those below it do."""
    filled = [j for j, cell in enumerate(head) if cell]
    columns = {j: [row[j] for row in below if row[j]] for j in filled}
    dates = [j for j in filled if is_date_text(head[j]) and _are_mostly_dates(columns[j])]
    again = [j for j in filled if head[j] in columns[j] and _are_several(head[j], columns[j])]
    if _are_places(head):
        again = []
    answers = dates or (again if len(again) > max(1, len(filled) / 2) else [])
    if answers:
        raise FileFormatError(
            f"the file has no headings: its first row holds answers, such as "
            f"{head[answers[0]][:40]!r}.",
            "put a row with the names of the columns above the answers.",
        )


def _are_several(head: str, cells: Sequence[str]) -> bool:
    """Return whether a column has other answers; beside an option's own name stand none."""
    return not {normalize_label(cell) for cell in cells if cell != head} <= UNTICKED


def _are_mostly_dates(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and sum(is_date_text(cell) for cell in cells) > len(cells) / 2


def _count_comments(body: Sequence[Sequence[str]]) -> int:
    """Return how many sentences stand alone in the first column where all later rows have keys."""
    n = 0
    while n < len(body) and body[n][0].count(" ") >= 2 and not any(body[n][1:]):
        n += 1
    keys = [row[0] for row in body[n:] if any(row)]
    rest = len(body[0]) > 2 and len(keys) > 1 if body else False
    return n if rest and not any(" " in key.strip() or not key for key in keys) else 0


def repeated(names: Sequence[str]) -> dict[str, int]:
    """Return how often each heading stands that several columns have."""
    return {name: n for name, n in Counter(names).items() if name and n > 1}
