"""Responses as columns of an SPSS file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import join_words
from likertkit.instrument._layout import is_blank
from likertkit.io.packages._written import (
    WrittenColumn,
    missing_ranges,
    new_codes,
    number_format,
    plain_column,
)
from likertkit.responses._frame_columns import frame_columns, left_out

if TYPE_CHECKING:
    from likertkit.instrument import Item, LikertScale
    from likertkit.responses import Responses
    from likertkit.responses._frame_columns import FrameColumn


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
    """Return codes for the reasons of a scale that have none."""
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
