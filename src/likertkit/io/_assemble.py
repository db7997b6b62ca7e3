"""Columns and rows, made into an export."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.io._columns import name_columns
from likertkit.io._export import Export, Question, log_table, question_table
from likertkit.io._fold import Field, fold_options
from likertkit.io._kinds import kind_of
from likertkit.io._order import are_levels
from likertkit.io._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.io._cells import Cells
    from likertkit.io._columns import Column
    from likertkit.io._headings import Headings
    from likertkit.io._kinds import QuestionKind
    from likertkit.io._rows import Rows
    from likertkit.io._sheet import Log
    from likertkit.io._structure import Facts

_SHOWN = 6
# "q4_2" and "q4_3" are two columns of one question.
_ROW_CODE = re.compile(r"(?P<code>.*[A-Za-z].*?)(?:_+|\[|___)\w+\]?")
_SAID = {
    "choice": "questions with options",
    "select-all": "select all that apply",
    "number": "numbers",
    "text": "open text",
    "date": "dates",
    "metadata": "the tool's own columns",
    "empty": "columns without any answer",
}


def describe_columns(
    columns: Sequence[Column], facts: Mapping[str, Facts], name: str, log: Log
) -> list[Column]:
    """Return the columns with the texts that the survey's structure gives them."""
    made = []
    n_described = 0
    for column in columns:
        its = facts.get(column.code)
        n_described += its is not None
        made.append(attrs.evolve(column, stem=its.text, part=its.part) if its else column)
    if facts:
        log.say("structure", f"{name} describes {n_described} of {counted(len(made), 'column')}")
    return made


def assemble(
    cells: Sequence[Cells],
    rows: Rows,
    columns: Sequence[Column],
    headings: Headings,
    *,
    facts: Mapping[str, Facts],
    log: Log,
    name: str,
) -> Export:
    """Return the export that the cells, rows and columns of a file make."""
    import pandas as pd

    fields = [
        Field(column, its.at(rows.respondents)) for column, its in zip(columns, cells, strict=True)
    ]
    nameless = [field for field in fields if not field.column.heading and not field.its.n]
    if nameless:
        log.say("columns left out", f"{counted(len(nameless), 'column')} without heading or cell")
    fields = [field for field in fields if field not in nameless]
    fields = fold_options(fields, are_levels, log)
    names = name_columns([field.column for field in fields])
    siblings = Counter(_family(field.column) for field in fields)
    questions = tuple(
        _question(field, item, facts.get(field.column.code), siblings[_family(field.column)])
        for field, item in zip(fields, names, strict=True)
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
        "row": rows.aside + headings.start + 1,
        "reason": rows.reasons,
        **{
            item: cells[field.column.place].at(rows.aside).to_array()
            for field, item in zip(fields, names, strict=True)
        },
    }
    return Export(
        name,
        headings.dialect.tool,
        frame,
        question_table(questions, name),
        pd.DataFrame(aside).astype({"reason": object}),
        log_table(tuple(log.decisions), name),
    )


def _family(column: Column) -> tuple[str, str]:
    """Return what columns of one question have in common."""
    if column.stem:
        return "stem", column.stem
    found = _ROW_CODE.fullmatch(column.code)
    return "code", found["code"] if found else column.code


def _question(field: Field, item: str, facts: Facts | None, n_siblings: int) -> Question:
    column, its = field.column, field.its
    kind: QuestionKind = "choice" if field.options else kind_of(column, its, n_siblings)
    if facts is not None and facts.kind is not None and kind not in {"empty", "metadata"}:
        kind = facts.kind
    options = field.options
    if not options and kind in {"choice", "select-all"}:
        options = tuple(as_text(value) for value, _ in its.counts.most_common())
    codes: tuple[int | str, ...] = ()
    if facts is not None and facts.options and kind == "choice":
        codes = tuple(code for code, _ in facts.options)
        options = tuple(label for _, label in facts.options)
    return Question(
        item=item,
        text=column.stem,
        part=column.part,
        kind=kind,
        n=its.n,
        n_blank=len(its.places) - its.n,
        n_options=len(its.counts),
        options=options,
        codes=codes,
        heading=column.heading,
    )
