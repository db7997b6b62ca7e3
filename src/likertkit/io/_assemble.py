"""Columns and rows, made into an export."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._columns import name_columns
from likertkit.io._export import Export, log_table
from likertkit.io._fold import Field, fold_options
from likertkit.io._kinds import kind_of
from likertkit.io._order import are_levels
from likertkit.io._question import Question, question_table
from likertkit.io._rows import (
    RowPlaces,
    find_footers,
    n_named,
    say_numbered_headings,
    say_short_rows,
    say_totals,
)
from likertkit.io._tools import NO_TOOL
from likertkit.io.files._sheet import as_text
from likertkit.io.structures._check import Options, options_of, say_unknown_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.io._cells import Cells
    from likertkit.io._columns import Column
    from likertkit.io._headings import Headings
    from likertkit.io._kinds import QuestionKind
    from likertkit.io.files._sheet import Log, Sheet
    from likertkit.io.structures._facts import Facts

_SHOWN = 6
_LONGEST_SHOWN = 60
# "q4_2" and "q4_3" are two columns of one question.
_ROW_CODE = re.compile(r"(?P<code>.*[A-Za-z].*?)(?:_+|\[|___)\w+\]?")
# Longer names are no codes; the pattern would take long on them.
_LONGEST_CODE = 200
_SAID = {
    "choice": "questions with options",
    "select-all": "select all that apply",
    "number": "numbers",
    "text": "open text",
    "date": "dates",
    "metadata": "the tool's own columns",
    "empty": "columns without any answer",
}


class Rows(NamedTuple):
    """Which rows of the body of a file are what.

    Attributes
    ----------
    respondents : array of int
        The places of the rows that are respondents' answers.
    aside : array of int
        The places of the rows that are set aside.
    reasons : list of str
        Why each of these is set aside.
    lines : list of int
        The line of the file, or the row of the sheet, at which each of these begins.
    """

    respondents: NDArray[np.intp]
    aside: NDArray[np.intp]
    reasons: list[str]
    lines: list[int]


def sort_rows(
    cells: Sequence[Cells],
    headings: Headings,
    columns: Sequence[Column],
    reasons: frozenset[str],
    log: Log,
    *,
    sheet: Sheet,
) -> Rows:
    """Return which rows are respondents' answers, and which are set aside and why.

    Raises
    ------
    FileFormatError
        If there are none, and no tool is known that may have written headings alone.
    """
    filled = np.logical_or.reduce([its.given for its in cells])
    n_blank = int(np.count_nonzero(~filled))
    if n_blank:
        log.say("blank rows", f"{counted(n_blank, 'row')} without any answer left out")
    places, width = RowPlaces(sheet, headings.start), n_named(columns)
    filled[find_footers(cells, filled, places, width, log)] = False
    say_short_rows(cells, filled, places, width, log)
    say_numbered_headings(columns, log)
    say_totals(cells, filled, places, log)
    why: NDArray[np.object_] = np.full(len(filled), "", dtype=object)
    for rule in reversed(headings.dialect.rules):
        for its, column in zip(cells, columns, strict=True):
            names = map(normalize_label, (column.code, column.stem, column.heading))
            if rule.reason in reasons and rule.heading in names:
                why[its.among(rule.values)] = rule.reason
    kept, aside = filled & (why == ""), np.flatnonzero(filled & (why != ""))
    if len(aside) and not kept.any():
        log.say("rows set aside", f"none: every row is a {why[aside[0]]}, and all are kept")
        kept, aside = filled, aside[:0]
    for reason, n in Counter(why[aside].tolist()).items():
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    respondents = np.flatnonzero(kept)
    if not len(respondents) and headings.dialect is NO_TOOL:
        raise FileFormatError(
            f"the file holds no answers: nothing follows its first "
            f"{'row' if sheet.kind == 'workbook' else 'line'}, "
            f"{columns[0].heading[:_LONGEST_SHOWN]!r}{' and so on' if width > 1 else ''}.",
            "check that the export finished, and that the file is the one with the answers.",
        )
    none = ": the file has headings, and no answers below them"
    log.say("respondents", f"{counted(len(respondents), 'row')}{'' if len(respondents) else none}")
    lines = places.lines[aside].tolist() if len(aside) else []
    return Rows(respondents, aside, why[aside].tolist(), lines)


def assemble(
    cells: Sequence[Cells],
    rows: Rows,
    columns: Sequence[Column],
    headings: Headings,
    *,
    facts: Mapping[int, Facts],
    log: Log,
    name: str,
) -> Export:
    """Return the export that the cells, rows and columns of a file make."""
    import pandas as pd

    fields = [
        Field(column, its.at(rows.respondents)) for column, its in zip(columns, cells, strict=True)
    ]
    nameless = [
        field
        for field in fields
        if not field.column.heading and not cells[field.column.place].given.any()
    ]
    if nameless:
        log.say("columns left out", f"{counted(len(nameless), 'column')} without heading or cell")
    fields = [field for field in fields if field not in nameless]
    fields = fold_options(fields, are_levels, log)
    names = name_columns([field.column for field in fields])
    siblings = Counter(_family(field.column) for field in fields)
    questions = _with_lists(
        _question(field, item, facts.get(field.column.place), siblings[_family(field.column)])
        for field, item in zip(fields, names, strict=True)
    )
    say_unknown_answers(
        [
            (question, field.its)
            for question, field in zip(questions, fields, strict=True)
            if question.codes and field.column.place in facts
        ],
        log,
    )
    for kind, what in _SAID.items():
        if its_kind := [question.item for question in questions if question.kind == kind]:
            rest = len(its_kind) - _SHOWN
            more = f" and {rest} more" if rest > 0 else ""
            shown = ", ".join(its_kind[:_SHOWN])
            log.say(what, f"{counted(len(its_kind), 'column')}: {shown}{more}")
    frame = pd.DataFrame(
        {item: field.its.to_array() for field, item in zip(fields, names, strict=True)},
        dtype=object,
    )
    aside = {
        "row": rows.lines,
        "reason": rows.reasons,
        **{item: field.aside(cells, rows.aside) for field, item in zip(fields, names, strict=True)},
    }
    return Export(
        name,
        headings.dialect.tool,
        frame,
        question_table(questions, name),
        pd.DataFrame(aside, dtype=object).astype({"row": int}),
        log_table(tuple(log.decisions), name),
    )


def _with_lists(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions; a column of lists before a column for each option is one of them."""
    made = list(questions)
    for j, question in enumerate(made[:-2]):
        options = [its for its in made[j + 1 : j + 3] if its.text == question.text and its.part]
        ticks = len(options) > 1 and all(its.kind == "select-all" for its in options)
        if question.text and not question.part and question.kind in {"choice", "text"} and ticks:
            made[j] = attrs.evolve(question, kind="select-all")
    return tuple(made)


def _family(column: Column) -> tuple[str, str]:
    """Return what columns of one question have in common."""
    if column.stem:
        return "stem", column.stem
    found = _ROW_CODE.fullmatch(column.code) if len(column.code) <= _LONGEST_CODE else None
    return "code", found["code"] if found else column.code


def _question(field: Field, item: str, facts: Facts | None, n_siblings: int) -> Question:
    column, its = field.column, field.its
    kind: QuestionKind = "choice" if field.options else kind_of(column, its, n_siblings)
    if facts is not None and facts.kind is not None and kind not in {"empty", "metadata"}:
        # A file of labels holds words where the survey has numbers.
        words = facts.kind == "number" and any(read_number(text) is None for text in its.texts)
        kind = kind if words else facts.kind
    options: Sequence[str] = field.options
    if not options and kind in {"choice", "select-all"}:
        options = tuple(as_text(value) for value, _ in its.counts)
    declared = Options((), options, ())
    if facts is not None and (facts.options or facts.missing) and kind == "choice":
        declared = options_of(facts, its, options)
    return Question(
        item=item,
        text=column.stem,
        part=column.part,
        kind=kind,
        n=its.n,
        n_blank=len(its.places) - its.n,
        n_options=len(its.counts),
        options=tuple(declared.labels),
        codes=tuple(declared.codes),
        missing=tuple(declared.missing),
        wordings=declared.wordings,
        heading=column.heading,
    )
