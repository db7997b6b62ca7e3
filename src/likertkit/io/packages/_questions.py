"""The question behind a variable of an SPSS or Stata file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from likertkit.io._columns import Column
from likertkit.io._export import Question
from likertkit.io._kinds import kind_of, profile
from likertkit.io.packages._variable import sort_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io._kinds import QuestionKind
    from likertkit.io.packages._columns import ReadColumn
    from likertkit.io.packages._variable import Code, Variable


def make_question(
    column: ReadColumn, *, metadata: bool, ticked: bool, stem: str, part: str
) -> Question:
    """Return the question behind a variable.

    *metadata* says whether a survey tool added the column, *ticked* whether it belongs to a set
    of options of which respondents tick several.
    """
    variable = column.variable
    counts = Counter(value for value in column.codes if value is not None)
    its = profile(column.cells)
    kind = _kind(column, counts, metadata=metadata)
    if ticked and kind not in {"empty", "metadata"}:
        kind = "select-all"
    options = _options(column, counts, kind)
    return Question(
        item=variable.name,
        text=stem,
        part=part,
        kind=kind,
        n=its.n,
        n_blank=its.n_blank,
        n_options=len(its.values),
        options=tuple(column.option(value) for value in options),
        codes=_codes(variable, options),
        missing=tuple(column.option(value) for value in options if variable.is_missing(value)),
        heading=variable.name,
    )


def _kind(column: ReadColumn, counts: Counter[Code], *, metadata: bool) -> QuestionKind:
    variable = column.variable
    if column.is_date and counts:
        return "metadata" if metadata else "date"
    labelled = {value for value, _ in variable.labels}
    answers = {value for value in counts if not variable.is_missing(value)}
    declared = {value for value in labelled if not variable.is_missing(value)}
    if not metadata and counts and declared and answers <= declared:
        return "choice"
    valid = profile([value for value in column.codes if value in answers])
    place = Column(0, variable.name, variable.name, "", "", metadata)
    if counts and not answers:
        return "metadata" if metadata else "choice"
    return kind_of(place, valid, 1)


def _options(column: ReadColumn, counts: Counter[Code], kind: QuestionKind) -> list[Code]:
    """Return the values of a question with options; of other questions the labelled ones."""
    variable = column.variable
    labelled = [value for value, _ in variable.labels]
    if kind in {"date", "metadata", "empty"} or (column.is_date and not labelled):
        return []
    if kind in {"choice", "select-all"}:
        others = [value for value, _ in counts.most_common() if value not in labelled]
    else:
        others = [value for value in counts if value not in labelled and variable.is_missing(value)]
    return [*labelled, *others] if variable.is_text else sort_codes([*labelled, *others])


def _codes(variable: Variable, options: Sequence[Code]) -> tuple[int | None, ...]:
    if variable.is_text or not (variable.labels or variable.missing):
        return ()
    return tuple(value if isinstance(value, int) else None for value in options)
