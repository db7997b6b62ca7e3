"""An export as columns of an SPSS file."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import attrs

from likertkit._text import join_words
from likertkit.instrument._labels import normalize_label
from likertkit.io._sheet import as_text
from likertkit.io.packages._dates import as_seconds
from likertkit.io.packages._written import (
    WrittenColumn,
    missing_ranges,
    new_codes,
    number_format,
    plain_column,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.io._export import Export, Question
    from likertkit.io._sheet import Cell
    from likertkit.io.packages._variable import Code, Variable

_NUMERIC = frozenset({"number", "choice", "select-all"})
_TAG = re.compile(r"\.[a-z]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")


def columns_of_export(export: Export) -> tuple[list[WrittenColumn], list[str]]:
    """Return the columns of an export, and what must be said of them."""
    columns = []
    given: dict[str, None] = {}
    for question in export.questions:
        cells = export.frame[question.item].tolist()
        variable = export.variables.get(question.item)
        if variable is None:
            columns.append(_of_question(question, cells))
        else:
            column, codes = _of_variable(variable, cells, stata=export.tool == "stata")
            columns.append(column)
            given |= dict.fromkeys(f"{label!r} is {code}" for label, code in codes.items())
    said = []
    if given:
        said.append(f"extended missing values were given codes: {join_words(list(given))}")
    if len(export.rows_set_aside):
        said.append(f"rows that were set aside are not written: {len(export.rows_set_aside)}")
    if any(decision.about == "multiple responses" for decision in export.log):
        said.append("sets of multiple responses are not written")
    return columns, said


def _of_variable(
    variable: Variable, cells: Sequence[object], *, stata: bool
) -> tuple[WrittenColumn, dict[str, int]]:
    """Return a column as the file that was read declares it, and new codes of missing values."""
    if variable.is_text:
        plain = plain_column(variable.name, cells, variable.label)
        return attrs.evolve(
            plain,
            cells=[None if cell is None else str(cell) for cell in cells],
            labels=dict(variable.labels),
            missing=variable.missing,
            measure=variable.measure,
            format="",
            is_text=True,
        ), {}
    texts = variable.tag_texts()
    tags = [*texts.values(), *(cell for cell in cells if _is_tag(cell))]
    known = [value for value, _ in variable.labels if not isinstance(value, str)]
    known += [cell for cell in cells if isinstance(cell, int | float)]
    codes = new_codes(dict.fromkeys(tags), known)  # type: ignore[arg-type]
    values = [_number(cell, codes) for cell in cells]
    if any(value is None and cell is not None for value, cell in zip(values, cells, strict=True)):
        # The frame was changed after it was read: words stand among the numbers.
        return plain_column(variable.name, cells, variable.label), {}
    labels: dict[Code, str] = {
        value: label for value, label in variable.labels if not isinstance(value, str)
    }
    labels |= {code: text for text, code in codes.items()}
    dates = [cell for cell in cells if isinstance(cell, date | time | timedelta)]
    return WrittenColumn(
        variable.name,
        values,
        variable.label,
        labels,
        variable.missing or missing_ranges(variable.name, codes.values(), known),
        variable.measure,
        plain_column(variable.name, dates, "").format if stata else variable.format,
    ), codes


def _is_tag(cell: object) -> bool:
    return isinstance(cell, str) and _TAG.fullmatch(cell) is not None


def _number(cell: object, codes: Mapping[str, int]) -> float | None:
    """Return the number of a cell in SPSS; None for words that are not among *codes*."""
    if isinstance(cell, date | time | timedelta):
        return as_seconds(cell)
    if isinstance(cell, str):
        return codes.get(cell)
    return None if cell is None else float(cell)  # type: ignore[arg-type]


def _of_question(question: Question, cells: Sequence[Cell]) -> WrittenColumn:
    """Return a column of a file without a dictionary, as far as its questions declare codes."""
    label = " – ".join(part for part in (question.text, question.part) if part)
    if (coded := _coded(question, cells, label)) is not None:
        return coded
    filled = [cell for cell in cells if cell is not None]
    if question.kind in _NUMERIC and all(
        isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) for cell in filled
    ):
        cells = [None if cell is None else float(cell) for cell in cells]  # type: ignore[arg-type]
    column = plain_column(question.item, cells, label)
    if question.kind == "choice" and not column.is_text:
        return attrs.evolve(column, measure="ordinal")
    return column


def _coded(question: Question, cells: Sequence[Cell], label: str) -> WrittenColumn | None:
    """Return a column as the codes that are declared for its options; None if some have none."""
    options = {
        option: code
        for option, code in zip(question.options, question.codes, strict=False)
        if isinstance(code, int)
    }
    by_text = {normalize_label(option): code for option, code in options.items()}
    if not options or len(by_text) < len(question.options):
        return None
    by_text |= {str(code): code for code in options.values()}
    texts = [normalize_label(as_text(cell)) for cell in cells]
    if any(text and text not in by_text for text in texts):
        return None
    missing = {code for option, code in options.items() if option in question.missing}
    valid = set(options.values()) - missing
    return WrittenColumn(
        question.item,
        [by_text.get(text) for text in texts],
        label,
        {code: option for option, code in options.items()},
        missing_ranges(question.item, missing, valid),
        "ordinal" if question.kind == "choice" else "nominal",
        number_format(options.values()),
    )
