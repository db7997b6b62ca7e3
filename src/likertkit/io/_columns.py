"""What the headings of a column say: its code, the question, and the row or option beside it."""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._labels import normalize_label
from likertkit.io._tools import known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io._headings import Headings

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,400}|!--.{0,400}?--)>", re.DOTALL)
# Tags that stand inside a line part no words.
_INLINE = re.compile(
    r"</?(?:a|b|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,400}>", re.IGNORECASE
)
_LIME_CODE = r"(?P<code>[A-Za-z]\w*(?:\[[^\[\]]*\])*)"
# Headings that say more than a text, by tool; an empty tool is any.
_FORMS = tuple(
    (tool, re.compile(form, re.DOTALL | re.ASCII))
    for tool, form in (
        ("limesurvey", rf"{_LIME_CODE}(?:\.[ \xa0]+|\._\.[ \xa0]*)(?P<stem>.*)"),
        ("limesurvey", r"(?P<code>[A-Za-z]\w*)\[(?P<part>[^\[\]]*)\](?:\[[^\[\]]*\])*"),
        ("redcap", r"(?P<stem>.*) \(choice=(?P<part>.*)\)"),
        ("redcap", r"(?P<code>.+)___(?P<part>[^_].*)"),
        ("canvas", r"(?P<code>\d{5,}): (?P<stem>.*)"),
        ("kobotoolbox", r"(?:[\w.-]+/)+(?P<stem>[^/]*\s.*)"),
        ("", r"\[(?P<code>[A-Za-z]{1,3}\d[\w.-]*)\]\s*(?P<stem>.+)"),
        ("", r"(?P<code>[A-Za-z][\w.@#$]*)"),
    )
)
_GRID_HEADING = re.compile(r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]*)\]\s*", re.DOTALL)
# Where a heading may be cut into a question and its row, the surest sign first.
_CUTS = (" [", ": ", " - ", " – ", " | ", " >> ", "->", " > ", ":", "-")
# A short question too may stand before these.
_SURE_CUTS = frozenset({" [", " >> ", "->"})
_FOLLOWING = (" - ", "/", ": ", " [")
# Where the row stands before the question.
_ROW_FIRST = (":", " | ", " - ")
# What a form puts in from an answer before: "{{field:1a2b}}", "{{hidden:name}}".
_PIPED = re.compile(r"\{\{[^{}]{0,200}\}\}")
# A short heading is a name that can be typed.
_SHORT = 32
_LONG_STEM = 20
# "Q2_1", "Q2_2": the tool says itself that the columns are rows of one question.
_NUMBERED = re.compile(r"\w+_\d+")


@attrs.frozen
class Column:
    """A column of an export.

    Attributes
    ----------
    place : int
        Its place in the file, from 0.
    heading : str
        The headings, as they stand in the file, joined by " | ".
    code : str
        The tool's name for it; empty where the file has none.
    stem : str
        The question, as plain text.
    part : str
        The row of the grid, or the option, beside the question; empty where there is none.
    metadata : bool
        Whether the tool added the column itself.
    is_open : bool
        Whether the headings say that the question is open.
    """

    place: int
    heading: str
    code: str
    stem: str
    part: str
    metadata: bool
    is_open: bool = False


def plain_text(text: str) -> str:
    """Return the text of a heading without markup, entities and runs of white space."""
    bare = _TAG.sub(" ", _INLINE.sub("", _PIPED.sub("…", html.unescape(text))))
    return " ".join(html.unescape(bare).split())


def read_columns(headings: Headings) -> list[Column]:
    """Return what the headings say of each column."""
    names, texts = headings.names, headings.texts
    columns = []
    stem = ""
    for place, name in enumerate(names):
        text = texts[place] if texts else ""
        heading = " | ".join(part for part in (name, text) if part)
        metadata = any(map(headings.dialect.adds, map(normalize_label, (name, text))))
        if texts and not headings.codes:
            stem = name or stem
            part = "" if normalize_label(text) in known().subheadings and name else text
            is_open = normalize_label(text) in known().open
            columns.append(Column(place, heading, "", stem, part, metadata, is_open))
            continue
        code, whole, part = _split(name.strip(), text, headings.dialect.tool)
        columns.append(Column(place, heading, code, whole, part, metadata))
    columns = [
        attrs.evolve(column, stem=plain_text(column.stem), part=plain_text(column.part))
        for column in columns
    ]
    return cut_stems(columns) if headings.codes else columns


def _split(name: str, text: str, tool: str) -> tuple[str, str, str]:
    """Return the code, the question and the row or option that one or two headings name."""
    if text:
        return name, text, ""
    for its_tool, form in _FORMS:
        if its_tool in {"", tool} and (found := form.fullmatch(name)):
            parts = {"code": "", "stem": "", "part": "", **found.groupdict()}
            if parts["code"] and not parts["stem"]:
                parts["code"] = name
            if not parts["part"] and (grid := _GRID_HEADING.fullmatch(parts["stem"])):
                parts |= grid.groupdict()
            return parts["code"], parts["stem"], parts["part"]
    return "", name, ""


def cut_stems(columns: Sequence[Column]) -> list[Column]:
    """Cut headings that several neighbours begin alike into the question and its rows."""
    made = list(columns)
    for cut in _CUTS:
        runs: list[list[int]] = []
        last = ""
        for j, column in enumerate(made):
            stem, sign, part = (
                column.stem.partition(cut) if cut == " [" else _rpartition(column.stem, cut)
            )
            sure = cut in _SURE_CUTS or bool(_NUMBERED.fullmatch(column.code))
            least = 1 if sure else _LONG_STEM
            whole = bool(sign) and not column.part and len(stem.strip()) >= least and bool(part)
            if whole and stem == last:
                runs[-1].append(j)
            elif whole:
                runs.append([j])
            last = stem if whole else ""
        for run in runs:
            if len(run) < 2:
                continue
            for j in run:
                stem, _, part = (
                    made[j].stem.partition(cut) if cut == " [" else _rpartition(made[j].stem, cut)
                )
                part = _without_brackets(part.strip(), cut)
                made[j] = attrs.evolve(made[j], stem=stem.strip(), part=part)
    return _cut_rows(_cut_followers(made))


def _without_brackets(part: str, sign: str) -> str:
    """Return what stands in brackets, as in "[row][Scale 2]", the sign " [" cut off before."""
    return part.removesuffix("]").replace("][", " | ").strip() if sign == " [" else part


def _cut_followers(columns: Sequence[Column]) -> list[Column]:
    """Cut what a heading says beyond the whole heading before it: its option, or a text beside."""
    made: list[Column] = []
    stem = ""
    for column in columns:
        rest = column.stem[len(stem) :]
        sign = next((sign for sign in _FOLLOWING if rest.startswith(sign)), "")
        if stem and not column.part and column.stem.startswith(stem) and sign:
            part = _without_brackets(rest[len(sign) :].strip(), sign)
            is_open = normalize_label(part) in known().open
            made.append(attrs.evolve(column, stem=stem, part=part, is_open=is_open))
            continue
        stem = "" if column.part or column.metadata else column.stem
        made.append(column)
    return made


def _cut_rows(columns: Sequence[Column]) -> list[Column]:
    """Cut headings that several neighbours end alike into the row before and the question."""
    made = list(columns)
    for sign in _ROW_FIRST:
        runs = itertools.groupby(
            range(len(made)),
            key=lambda j: (
                "" if made[j].part or made[j].metadata else made[j].stem.partition(sign)[2].strip()
            ),
        )
        for stem, places in runs:
            its = list(places)
            if len(its) < 2 or len(stem) < _LONG_STEM:
                continue
            for j in its:
                made[j] = attrs.evolve(
                    made[j], stem=stem, part=made[j].stem.partition(sign)[0].strip()
                )
    return made


def _rpartition(text: str, sign: str) -> tuple[str, str, str]:
    # A colon ends the question; a dash may stand in the question, so that the last one counts.
    return text.partition(sign) if sign.strip() == ":" else text.rpartition(sign)


def name_columns(columns: Sequence[Column]) -> list[str]:
    """Return a short name for each column, all different: its code, its short heading, or q1, q2.

    A further respondent, or another order of the rows, changes no name.
    """
    counted = Counter((column.stem, column.code) for column in columns if not column.metadata)
    names: list[str] = []
    number = 0
    row = 0
    last: tuple[str, str] | None = None
    for column in columns:
        name = column.code or _short(column)
        its = (column.stem, column.code)
        if not column.metadata and not name:
            if its != last or not column.stem:
                number, row = number + 1, 0
            row += 1
            last = its
            name = f"q{number}_{row}" if counted[its] > 1 and column.stem else f"q{number}"
        names.append(name or f"column_{column.place + 1}")
    return _apart(names)


def _short(column: Column) -> str:
    """Return a heading that can be typed; empty where it is a sentence."""
    if column.part and not column.metadata:
        return ""
    stem = column.stem
    return stem if column.metadata or (len(stem) <= _SHORT and "?" not in stem) else ""


def _apart(names: Sequence[str]) -> list[str]:
    given = frozenset(names)
    taken: set[str] = set()
    number: Counter[str] = Counter()
    apart = []
    for name in names:
        new = name
        while new in taken or (new != name and new in given):
            number[name] += 1
            new = f"{name}_{number[name] + 1}"
        taken.add(new)
        apart.append(new)
    return apart
