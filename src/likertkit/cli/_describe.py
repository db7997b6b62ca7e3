"""Turns the words of the command line into an instrument, and a file into tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.errors import ArgumentError, UnknownItemError
from likertkit.estimate import describe, frequencies
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.responses import Responses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.cli._csv import Cells
    from likertkit.instrument import Orientation
    from likertkit.results import Table


def split_names(values: Sequence[str]) -> tuple[str, ...]:
    """Return the names in comma-separated lists; a name with a comma stands in quotes."""
    return tuple(
        name.strip()
        for row in csv.reader(values, skipinitialspace=True)
        for name in row
        if name.strip()
    )


def read_reason(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return an answer without substance, written as "label" or "label=code,code"."""
    label, sign, listed = text.rpartition("=")
    try:
        codes = tuple(int(code) for code in listed.split(","))
    except ValueError:
        return text, None
    return (label, codes) if sign else (text, None)


def declare_scale(name: str, positive: str | None, reasons: Sequence[str]) -> LikertScale:
    """Return a preset scale with its positive end and its answers without substance."""
    full_name = name if positive is None else f"{name}-{positive}"
    return LikertScale.from_name(full_name, nonsubstantive=[read_reason(one) for one in reasons])


def declare_instrument(
    scale: LikertScale, items: Sequence[str], negative: Sequence[str], cells: Cells
) -> Instrument:
    """Return items on one scale, some of them keyed negatively, named after the file."""
    if not items:
        raise ArgumentError(
            f"no items are named; the file's columns are {', '.join(map(repr, cells.columns))}.",
            "name the columns that hold answers, as in --items q1,q2.",
        )
    for name in negative:
        if name not in items:
            raise UnknownItemError(name, tuple(items))
    return Instrument(
        cells.name,
        [Item(name, scale, keyed="negative" if name in negative else "positive") for name in items],
    )


def with_direction(instrument: Instrument, positive: Orientation | None) -> Instrument:
    """Return an instrument whose scales that leave their direction open have this one."""
    if positive is None:
        return instrument
    if all(item.scale.positive is not None for item in instrument):
        raise ArgumentError(
            f"--positive {positive} was given, and every scale of {instrument.name!r} already says "
            "which end is its positive one.",
            "leave out --positive, or change the instrument's file.",
        )
    items = [
        item
        if item.scale.positive is not None
        else attrs.evolve(item, scale=attrs.evolve(item.scale, positive=positive))
        for item in instrument
    ]
    return attrs.evolve(instrument, items=items)


def describe_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    condition: str | None,
    by: tuple[str, ...],
    view: Any,
    tables: Sequence[str],
) -> list[Table[Any]]:
    """Return the tables that were asked for."""
    import pandas as pd

    # As object columns, so that pandas takes no text for a missing value.
    frame = pd.DataFrame(cells.columns, dtype=object)
    responses = Responses(frame, instrument, condition=condition).scored(view)
    groups = (*(() if condition is None else (condition,)), *by) or None
    return [
        describe(responses, by=groups) if name == "describe" else frequencies(responses, by=groups)
        for name in tables
    ]
