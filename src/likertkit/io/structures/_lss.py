"""LimeSurvey's files in XML: the structure of a survey (.lss), and queXML, a form for print."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._labels import normalize_label
from likertkit.io._columns import plain_text
from likertkit.io.structures._facts import Facts, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from likertkit.io._kinds import QuestionKind
    from likertkit.io.structures._facts import Code, Option

_Row = dict[str, str]
_FIVE: tuple[Option, ...] = tuple((k, str(k)) for k in range(1, 6))
_TEN: tuple[Option, ...] = tuple((k, str(k)) for k in range(1, 11))
# Types of questions whose options are the same in every survey, an order included.
_FIXED: dict[str, tuple[Option, ...]] = {
    "5": _FIVE,
    "A": _FIVE,
    "B": _TEN,
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
    "G": (("F", "Female"), ("M", "Male")),
    "Y": (("Y", "Yes"), ("N", "No")),
}
_KINDS: dict[str, QuestionKind] = {
    **dict.fromkeys("MP", "select-all"),
    **dict.fromkeys("STUQ;|", "text"),
    **dict.fromkeys("NK:", "number"),
    "D": "date",
    **dict.fromkeys("!LOFHR15ABCEYG", "choice"),
}
# A text that is shown has no column.
_SHOWN = "X"
_DUAL = "1"
_RANKING = "R"
_WITH_COMMENT = "O"
_WITH_COMMENTS = "P"
_OF_FILES = "|"
_OF_TWO_AXES = frozenset(":;")
_WITH_OTHER = frozenset("!LMP")
_OTHER: Option = ("-oth-", "Other")
# The language of the survey stands in this table; the languages of its texts in the rows.
_SURVEY = "surveys"


@attrs.frozen
class _Labelled:
    """An option of a question: its place, its code, and its label in each language."""

    place: int
    code: Code
    labels: tuple[str, ...]


class _Tables:
    """The tables of a survey, the texts in the survey's first language."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.language = next((row.get("language", "") for row in self.rows(_SURVEY)), "")
        texts = {row.get("qid"): row for row in self.first(self.rows("question_l10ns"), ("qid",))}
        self.questions = self.first(self.rows("questions"), ("qid",))
        parts = self.first(self.rows("subquestions"), ("qid",))
        if root.find("subquestions") is None:
            # Before version 1.91 the rows of a grid stood among the questions.
            parts = [row for row in self.questions if _is_part(row)]
        self.questions = [row for row in self.questions if not _is_part(row)]
        self.parts: dict[str, list[_Row]] = defaultdict(list)
        for row in parts:
            self.parts[row.get("parent_qid", "")].append(row)
        for row in [*self.questions, *parts]:
            row.setdefault("question", texts.get(row.get("qid"), {}).get("question", ""))
        self.options = self._options()
        self.attributes: dict[tuple[str, str], str] = {}
        for row in self.first(self.rows("question_attributes"), ("qid", "attribute")):
            self.attributes[row.get("qid", ""), row.get("attribute", "")] = row.get("value", "")

    def rows(self, table: str) -> list[_Row]:
        rows = self.root.find(f"{table}/rows")
        found = rows if rows is not None else ()
        return [{field.tag: field.text or "" for field in row} for row in found]

    def first(self, rows: Iterable[_Row], key: tuple[str, ...]) -> list[_Row]:
        """Return one row for each key: in the survey's language, else the first."""
        chosen: dict[tuple[str, ...], _Row] = {}
        for row in rows:
            its = tuple(row.get(name, "") for name in key)
            known = chosen.setdefault(its, row)
            if known.get("language") != self.language == row.get("language"):
                chosen[its] = row
        return list(chosen.values())

    def _options(self) -> dict[tuple[str, int], list[_Labelled]]:
        """Return the options of each question and scale in the questionnaire's order."""
        apart: dict[str, list[_Row]] = defaultdict(list)
        for row in self.rows("answer_l10ns"):
            apart[row.get("aid", "")].append(row)
        languages: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
        for row in self.rows("answers"):
            languages[tuple(row.get(name, "") for name in ("qid", "code", "scale_id"))].append(row)
        options: dict[tuple[str, int], list[_Labelled]] = defaultdict(list)
        for (qid, code, scale), rows in languages.items():
            its = [row for row in rows if "answer" in row] or apart[rows[0].get("aid", "")]
            # The survey's language first; a sort is stable.
            its = sorted(its, key=lambda row: row.get("language") != self.language)
            texts = [plain_text(row.get("answer", "")) for row in its] or [""]
            different = {normalize_label(text): text for text in reversed(texts)}
            labels = tuple(reversed(different.values()))
            number = read_code(rows[0].get("sortorder", ""))
            place = number if isinstance(number, int) else 0
            options[qid, int(scale == "1")].append(_Labelled(place, read_code(code), labels))
        for both in options.values():
            both.sort(key=lambda option: option.place)
        return options


def _is_part(row: _Row) -> bool:
    return row.get("parent_qid", "0") not in {"", "0"}


def read_lss(root: Element) -> Iterator[tuple[str, Facts]]:
    """Yield the columns that the answers to a survey have."""
    tables = _Tables(root)
    for question in tables.questions:
        title, kind = question.get("title", ""), question.get("type", "")
        if title and kind != _SHOWN:
            for part, facts in _columns(question, kind, tables):
                yield f"{title}{part}", facts


def _columns(question: _Row, kind: str, tables: _Tables) -> Iterator[tuple[str, Facts]]:
    """Yield what follows a question's code in each of its columns, and the facts."""
    qid, text = question.get("qid", ""), plain_text(question.get("question", ""))
    parts = tables.parts.get(qid, [])
    options = tables.options.get((qid, 0), [])
    has_other = question.get("other") == "Y" and kind in _WITH_OTHER
    whole = _facts(text, "", kind, options)
    if has_other and whole.kind == "choice":
        wordings = (*whole.wordings, ()) if whole.wordings else ()
        whole = attrs.evolve(whole, options=(*whole.options, _OTHER), wordings=wordings)
    if kind == _DUAL:
        yield from _dual(qid, text, parts, tables)
    elif kind in _OF_TWO_AXES:
        yield from _two_axes(text, kind, parts)
    elif kind == _RANKING:
        for rank in range(1, len(options) + 1):
            yield f"[{rank}]", attrs.evolve(whole, part=f"Rank {rank}")
    else:
        yield from _rows(whole, kind, parts)
    yield from _beside(text, kind, has_other=has_other)


def _rows(whole: Facts, kind: str, parts: Sequence[_Row]) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of the rows of a grid; a question without rows has one column."""
    if not parts:
        yield "", whole
    for part in parts:
        code, words = part.get("title", ""), plain_text(part.get("question", ""))
        yield f"[{code}]", attrs.evolve(whole, part=words)
        if kind == _WITH_COMMENTS:
            yield f"[{code}comment]", Facts(whole.text, f"{words} (comment)", "text")


def _beside(text: str, kind: str, *, has_other: bool) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of text beside the options."""
    if has_other:
        yield "[other]", Facts(text, "Other", "text")
    if has_other and kind == _WITH_COMMENTS:
        yield "[othercomment]", Facts(text, "Other (comment)", "text")
    if kind == _WITH_COMMENT:
        yield "[comment]", Facts(text, "Comment", "text")
    if kind == _OF_FILES:
        yield "[filecount]", Facts(text, "Number of files", "number")


def _facts(text: str, part: str, kind: str, options: Sequence[_Labelled]) -> Facts:
    fixed = _FIXED.get(kind)
    if fixed is not None:
        return Facts(text, part, _KINDS.get(kind), fixed)
    wordings = tuple(option.labels[1:] for option in options)
    return Facts(
        text,
        part,
        _KINDS.get(kind),
        tuple((option.code, option.labels[0]) for option in options),
        wordings if any(wordings) else (),
    )


def _dual(
    qid: str, text: str, parts: Sequence[_Row], tables: _Tables
) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a grid with two scales: the number of the scale stands behind "#"."""
    for part in parts:
        words = plain_text(part.get("question", ""))
        for scale, letter in enumerate("AB"):
            header = tables.attributes.get((qid, f"dualscale_header{letter}"), "")
            its = f"{words} [{plain_text(header) or f'Scale {scale + 1}'}]"
            facts = _facts(text, its, _DUAL, tables.options.get((qid, scale), []))
            yield f"[{part.get('title', '')}#{scale}]", facts


def _two_axes(text: str, kind: str, parts: Sequence[_Row]) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a grid whose every cell is a box of its own."""
    rows = [part for part in parts if part.get("scale_id", "0") != "1"]
    columns = [part for part in parts if part.get("scale_id", "0") == "1"]
    for row in rows:
        for column in columns:
            words = [plain_text(part.get("question", "")) for part in (row, column)]
            code = f"[{row.get('title', '')}_{column.get('title', '')}]"
            yield code, Facts(text, " – ".join(filter(None, words)), _KINDS[kind])


def read_quexml(root: Element) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a questionnaire."""
    for question in root.iter("question"):
        text = plain_text(" ".join(found.text or "" for found in question.findall("text")))
        rows = {
            row.get("varName", ""): plain_text(row.findtext("text") or "")
            for row in question.findall("subQuestion")
        }
        for response in question.findall("response"):
            options = tuple(
                (
                    read_code(category.findtext("value") or ""),
                    plain_text(category.findtext("label") or ""),
                )
                for category in response.iter("category")
            )
            name = response.get("varName", "")
            boxes = list(response.iter("contingentQuestion"))
            for box in boxes:
                code = box.get("varName", "").removesuffix("other")
                yield f"{code}[other]", Facts(text, plain_text(box.findtext("text") or ""), "text")
            if boxes and len(options) == 1:
                # The tick beside the box for another option is on paper only.
                continue
            if rows:
                for row, words in rows.items():
                    yield _bracketed(row), Facts(text, words, "choice", options)
            elif len(options) == 1:
                yield _bracketed(name), Facts(text, options[0][1], "select-all", options)
            else:
                yield _bracketed(name), Facts(text, "", "choice" if options else None, options)


def _bracketed(name: str) -> str:
    """Return a name such as E1_SQ001 as it heads a column: E1[SQ001]."""
    code, sign, part = name.partition("_")
    return f"{code}[{part}]" if sign else code
