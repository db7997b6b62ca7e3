"""The question behind a variable of an SPSS or Stata file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from likertkit.io._cells import Cells
from likertkit.io._columns import Column
from likertkit.io._export import Question
from likertkit.io._kinds import kind_of
from likertkit.io.packages._variable import sort_codes

if TYPE_CHECKING:
    from likertkit.io._kinds import QuestionKind
    from likertkit.io.packages._columns import ReadColumn
    from likertkit.io.packages._variable import Code


def make_question(
    column: ReadColumn, *, metadata: bool, ticked: bool, stem: str, part: str
) -> Question:
    """Return the question behind a variable.

    *metadata* says whether a survey tool added the column, *ticked* whether it belongs to a set
    of options of which respondents tick several.
    """
    variable = column.variable
    counts = Counter(value for value in column.codes if value is not None)
    kind = _kind(column, counts, metadata=metadata)
    if ticked and kind not in {"empty", "metadata"}:
        kind = "select-all"
    options = _options(column, counts, kind)
    declares = bool(variable.labels or variable.missing)
    return Question(
        item=variable.name,
        text=stem,
        part=part,
        kind=kind,
        n=counts.total(),
        n_blank=len(column.codes) - counts.total(),
        n_options=len(counts),
        options=tuple(column.option(value) for value in options),
        codes=tuple(map(_code, options)) if declares else (),
        missing=tuple(column.option(value) for value in options if variable.is_missing(value)),
        heading=variable.name,
    )


def _code(value: Code) -> int | str:
    return value if isinstance(value, int) else str(value)


def _kind(column: ReadColumn, counts: Counter[Code], *, metadata: bool) -> QuestionKind:
    import pandas as pd

    variable = column.variable
    if metadata or not counts:
        return "metadata" if metadata else "empty"
    if column.is_date:
        return "date"
    labelled = {value for value, _ in variable.labels}
    answers = {value for value in counts if not variable.is_missing(value)}
    declared = {value for value in labelled if not variable.is_missing(value)}
    if not answers or (declared and answers <= declared):
        return "choice"
    valid = pd.Series([value for value in column.codes if value in answers], dtype=object)
    place = Column(0, variable.name, variable.name, "", "", metadata=False)
    return kind_of(place, Cells.from_series(valid), 1)


def _options(column: ReadColumn, counts: Counter[Code], kind: QuestionKind) -> list[Code]:
    """Return the values of a question with options; of a number the labelled ones."""
    variable = column.variable
    labelled = [value for value, _ in variable.labels]
    if kind in {"choice", "select-all"}:
        others = [value for value, _ in counts.most_common() if value not in labelled]
    elif kind == "number":
        others = [value for value in counts if value not in labelled and variable.is_missing(value)]
    else:
        return []
    return [*labelled, *others] if variable.is_text else sort_codes([*labelled, *others])
