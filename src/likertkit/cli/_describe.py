"""Turns the options of the command line into an instrument, and a file into tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import attrs
import click

from likertkit.bias import load_design
from likertkit.compare import compare_groups, compare_overlapping, compare_paired
from likertkit.errors import ArgumentError, UnknownItemError
from likertkit.estimate import describe, frequencies
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.responses import Responses
from likertkit.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from likertkit.cli._csv import Cells
    from likertkit.instrument import Orientation
    from likertkit.results import Table
    from likertkit.summary import Summary


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
    return LikertScale.from_name(full_name, nonsubstantive=[read_reason(text) for text in reasons])


def declare_instrument(
    scale: LikertScale, items: Sequence[str], negative: Sequence[str], cells: Cells
) -> Instrument:
    """Return items on one scale, some of them keyed negatively, named after the file."""
    if not items:
        raise ArgumentError(
            f"no items are named; the file's columns are {', '.join(map(repr, cells.columns))}.",
            "name the columns that hold answers, for example --items q1,q2.",
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
            f"--positive {positive} was given, but every scale of {instrument.name!r} already says "
            "which end is positive.",
            "leave out --positive, or change the instrument's file.",
        )
    items = [
        item
        if item.scale.positive is not None
        else attrs.evolve(item, scale=attrs.evolve(item.scale, positive=positive))
        for item in instrument
    ]
    return attrs.evolve(instrument, items=items)


def as_frame(cells: Cells, *split_by: str | None) -> pd.DataFrame:
    """Return the cells as a frame; the columns that split it keep the order of the file."""
    import pandas as pd

    # As object columns, so that pandas takes no text for a missing value.
    frame = pd.DataFrame(cells.columns, dtype=object)
    for name in split_by:
        if name in cells.columns:
            values = cells.columns[name]
            known = [value for value in dict.fromkeys(values) if value is not None]
            frame[name] = pd.Categorical(values, known, ordered=True)
    return frame


def describe_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    condition: str | None,
    by: tuple[str, ...],
    view: Any,
    tables: Sequence[str],
) -> list[Table[Any]]:
    """Return the requested tables."""
    responses = Responses(as_frame(cells, condition, *by), instrument, condition=condition)
    responses = responses.scored(view)
    groups = (*(() if condition is None else (condition,)), *by) or None
    return [
        describe(responses, by=groups) if name == "describe" else frequencies(responses, by=groups)
        for name in tables
    ]


def compare_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    respondent: str | None,
    condition: str | None,
    conditions: tuple[str | None, str | None],
    groups: str | None,
    test: str | None,
    view: Any,
) -> list[Table[Any]]:
    """Return the tables of a comparison, the main one first."""
    if groups is not None:
        if respondent is not None or condition is not None or test is not None:
            raise click.UsageError(
                "--groups compares independent groups of people; leave out --respondent, "
                "--condition and --test."
            )
        first, second = conditions
        responses = Responses(as_frame(cells, groups), instrument).scored(view)
        table = compare_groups(responses, groups, first=first, second=second)
        return [table, table.omnibus]
    if respondent is None or condition is None:
        raise click.UsageError(
            "name the columns of the pairs, for example --respondent person --condition when, or "
            "--groups COLUMN to compare groups of different people."
        )
    frame = as_frame(cells, condition)
    responses = Responses(frame, instrument, respondent=respondent, condition=condition)
    responses = responses.scored(view)
    first, second = two_conditions(cells.columns[condition], conditions)
    options: dict[str, Any] = {} if test is None else {"test": test}
    pairs = responses.pairs(first, second)
    paired = compare_paired(pairs, first, second, **options)
    if not any(row.n_first_only or row.n_second_only for row in paired):
        return [paired, paired.effects]
    return [paired, paired.effects, compare_overlapping(pairs, first, second)]


def two_conditions(
    column: list[str | None], stated: tuple[str | None, str | None]
) -> tuple[str, str]:
    """Return the conditions to compare: those that are named, else the two in the file."""
    first, second = stated
    known = [name for name in dict.fromkeys(column) if name is not None]
    if first is None and second is None and len(known) == 2:
        return known[0], known[1]
    rest = [name for name in known if name not in stated]
    if first is not None and second is None and len(rest) == 1:
        return first, rest[0]
    if second is not None and first is None and len(rest) == 1:
        return rest[0], second
    if first is None or second is None:
        raise ArgumentError(
            f"the conditions in the file are {', '.join(map(repr, known)) or 'none'}; expected two "
            "to compare.",
            "name them with --first and --second; a difference is first minus second.",
        )
    return first, second


def summarize_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    respondent: str | None,
    condition: str | None,
    conditions: tuple[str | None, str | None],
    cohort: str | None,
    design: Path | None,
    invited: int | None,
    view: Any,
) -> Summary:
    """Return the summary of a file."""
    responses = Responses(
        as_frame(cells, condition, cohort),
        instrument,
        respondent=respondent,
        condition=condition,
        stratum=cohort,
    )
    first, second = conditions
    return summarize(
        responses.scored(view),
        design=None if design is None else load_design(design),
        first=first,
        second=second,
        invited=invited,
    )
