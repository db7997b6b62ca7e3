"""Responses and exports as the columns of an SPSS file."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import join_words
from likertkit.errors import ArgumentError
from likertkit.instrument._labels import normalize_label
from likertkit.instrument._layout import is_blank
from likertkit.io.files._sheet import as_text
from likertkit.io.packages._dates import as_seconds
from likertkit.io.packages._variable import LARGEST_WHOLE
from likertkit.responses._answers import frame_columns, left_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from likertkit.instrument import Item, LikertScale
    from likertkit.io._export import Export
    from likertkit.io._question import Question
    from likertkit.io.files._sheet import Cell
    from likertkit.io.packages._variable import Code, Measure, Variable
    from likertkit.responses import Responses
    from likertkit.responses._answers import FrameColumn

# SPSS takes three single values, or a range and one value beside it.
_MOST_SINGLE = 3
_MOST_WIDTH = 40
# The longest time of day is 23:59:59, and SPSS shows hours beyond.
_DATES = "DATE11"
_MOMENTS = "DATETIME20"
_TIMES = "TIME8"
_NUMERIC = frozenset({"number", "choice", "select-all"})
_TAG = re.compile(r"\.[a-z]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")

Ranges = tuple[tuple["Code", "Code"], ...]


@attrs.frozen(eq=False)
class WrittenColumn:
    """A column as an SPSS file will hold it.

    Attributes
    ----------
    name : str
        The name of the column in the frame.
    cells : sequence
        All numbers or all texts; a blank is None.
    label : str
        The question.
    labels : mapping of int, float or str to str
        The labels of values.
    missing : tuple of (value, value)
        The ranges of values that are declared as missing.
    measure : str
        The level of measurement.
    format : str
        How SPSS shows the values; empty for its own choice.
    is_text : bool
        Whether the values are texts.
    """

    name: str
    cells: Sequence[float | str | None]
    label: str = ""
    labels: Mapping[Code, str] = attrs.field(factory=dict)
    missing: Ranges = ()
    measure: Measure = "unknown"
    format: str = ""
    is_text: bool = False


def plain_column(name: str, cells: Sequence[object], label: str) -> WrittenColumn:
    """Return a column of which no more is known than its cells.

    Numbers stay numbers and dates dates, where all cells are; anything else is text, also whole
    numbers of more digits than a number in SPSS keeps, which are the names of something.
    """
    filled = [cell for cell in cells if cell is not None]
    if not filled or all(map(_is_number, filled)):
        numbers = [None if cell is None else float(cell) for cell in cells]  # type: ignore[arg-type]
        return WrittenColumn(name, numbers, label, measure="scale" if filled else "unknown")
    for kinds, form in (
        ((datetime, date), _MOMENTS),
        ((time, timedelta), _TIMES),
    ):
        if all(isinstance(cell, kinds) for cell in filled):
            if not any(isinstance(cell, datetime | time | timedelta) for cell in filled):
                form = _DATES  # noqa: PLW2901 - days only
            seconds = [None if cell is None else as_seconds(cell) for cell in cells]  # type: ignore[arg-type]
            return WrittenColumn(name, seconds, label, measure="scale", format=form)
    texts = [None if cell is None else str(cell) for cell in cells]
    return WrittenColumn(name, texts, label, measure="nominal", is_text=True)


def _is_number(cell: object) -> bool:
    """Return whether SPSS keeps a cell as a number."""
    if isinstance(cell, int):
        return abs(cell) <= LARGEST_WHOLE
    return isinstance(cell, float)


def new_codes(labels: Iterable[str], known: Collection[float]) -> dict[str, int]:
    """Return codes for reasons without a code: the next below all known codes and below 0."""
    lowest = int(min([0, *known]))
    return {label: lowest - place for place, label in enumerate(labels, 1)}


def missing_ranges(name: str, codes: Collection[int], valid: Collection[float]) -> Ranges:
    """Return the declaration of missing codes in the form that SPSS takes.

    Raises
    ------
    ArgumentError
        If there are more than three, and valid codes lie between them.
    """
    ordered = sorted(codes)
    if len(ordered) <= _MOST_SINGLE:
        return tuple((code, code) for code in ordered)
    for low, high, alone in ((0, -1, ()), (1, -1, (0,)), (0, -2, (-1,))):
        ends = ordered[low], ordered[high]
        if not any(ends[0] <= code <= ends[1] for code in valid):
            return (ends, *((ordered[place], ordered[place]) for place in alone))
    raise ArgumentError(
        f"item {name!r} has the missing codes {join_words([*map(str, ordered)])}, and SPSS takes "
        f"three, or a range without a valid code and one more.",
        "give the reasons codes that lie side by side, for example 96 to 99.",
    )


def number_format(values: Iterable[float]) -> str:
    """Return the SPSS format of whole numbers, as wide as the widest of them."""
    width = max((len(str(int(value))) for value in values), default=1)
    return f"F{min(width, _MOST_WIDTH)}.0"


def columns_of_responses(responses: Responses) -> tuple[list[WrittenColumn], list[str]]:
    """Return the columns of responses, and what must be said of them."""
    added = {item.name: _added_codes(item.scale) for item in responses.instrument}
    columns = [
        plain_column(column.name, list(map(_plain, column.values)), "")
        if column.item is None
        else _item_column(column, column.item, added[column.item.name])
        for column in frame_columns(responses, added)
    ]
    given = {(label, code): None for codes in added.values() for label, code in codes.items()}
    said = left_out(responses)
    if given:
        shown = join_words([f"{label!r} is {code}" for label, code in given])
        said.append(f"reasons without a code were given codes: {shown}")
    return columns, said


def _added_codes(scale: LikertScale) -> dict[str, int]:
    """Return codes for the reasons of a scale that have no code."""
    declared = [code for codes in scale.nonsubstantive.values() for code in codes]
    without = [label for label, codes in scale.nonsubstantive.items() if not codes]
    return new_codes(without, [*scale.codes, *declared])


def _item_column(column: FrameColumn, item: Item, added: dict[str, int]) -> WrittenColumn:
    scale = item.scale
    reasons = {
        code: label
        for label, codes in scale.nonsubstantive.items()
        for code in (codes or (added[label],))
    }
    label = item.text or (item.name if item.name != column.name else "")
    if column.condition is not None:
        label = f"{label} ({column.condition})" if label else str(column.condition)
    return WrittenColumn(
        column.name,
        column.values,  # type: ignore[arg-type]
        label,
        dict([*scale.labels.items(), *reasons.items()]),
        missing_ranges(item.name, reasons, scale.codes),
        "ordinal",
        number_format([*scale.codes, *reasons]),
    )


def _plain(value: object) -> object:
    """Return a value of a frame as Python's own; a blank as None."""
    if is_blank(value) or (isinstance(value, str) and not value.strip()):
        return None
    return value.item() if isinstance(value, np.generic) else value


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
    said += [
        f"the weighting is not written: {decision.decision.partition(': ')[0]}"
        for decision in export.log
        if decision.about == "weight"
    ]
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
    distinct = list(dict.fromkeys(cells))
    texts = variable.tag_texts()
    tags = [*texts.values(), *(cell for cell in distinct if _is_tag(cell))]
    known = [value for value, _ in variable.labels if not isinstance(value, str)]
    known += [cell for cell in distinct if isinstance(cell, int | float)]
    codes = new_codes(dict.fromkeys(tags), known)  # type: ignore[arg-type]
    numbers = {cell: _number(cell, codes) for cell in distinct}
    if any(number is None and cell is not None for cell, number in numbers.items()):
        # The frame was changed after it was read: words stand among the numbers.
        return plain_column(variable.name, cells, variable.label), {}
    values = [numbers[cell] for cell in cells]
    labels: dict[Code, str] = {
        value: label for value, label in variable.labels if not isinstance(value, str)
    }
    declared = dict(variable.labels)
    # A label that another answer has too stands in the frame as its letter: both are kept.
    labels |= {
        code: f"{tag} ({declared[tag]})" if texts.get(tag) == tag else tag
        for tag, code in codes.items()
    }
    dates = [cell for cell in distinct if isinstance(cell, date | time | timedelta)]
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
    """Return a column as the codes of its options; None if some options have no code."""
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
