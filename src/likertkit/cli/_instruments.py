"""The instrument of a command: a file, or items on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.cli._columns import match_items
from likertkit.cli._messages import say_note
from likertkit.cli._scales import declare_scale
from likertkit.errors import ArgumentError
from likertkit.instrument import Instrument, Item

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from likertkit.cli._columns import Columns
    from likertkit.instrument import Orientation


@attrs.frozen(kw_only=True)
class Declared:
    """The options that say what the columns of a file are.

    Attributes
    ----------
    instrument : Path or None
        The file that describes the items, in place of the next six.
    scale_name, labels, negative, positive, nonsubstantive : optional
        What makes the scale, and how the items are keyed.
    items : tuple of str
        Names and patterns.
    wide : tuple of str
        For each condition that has columns of its own, its name and what they are called.
    respondent, condition, cohort, weight, groups : str or None
        Columns.
    by : tuple of str
        Columns that split the rows.
    """

    instrument: Path | None
    scale_name: str | None
    labels: tuple[str, ...]
    items: tuple[str, ...]
    negative: tuple[str, ...]
    positive: Orientation | None
    nonsubstantive: tuple[str, ...]
    wide: tuple[str, ...]
    respondent: str | None = None
    condition: str | None = None
    cohort: str | None = None
    weight: str | None = None
    groups: str | None = None
    by: tuple[str, ...] = ()


def make_instrument(
    declared: Declared, texts: Mapping[str, str], negative: Collection[str], title: str
) -> Instrument:
    """Return items on the scale of the options, some of them keyed negatively.

    *texts* has the text of each item by its name.
    """
    scale = declare_scale(
        declared.scale_name, declared.labels, declared.positive, declared.nonsubstantive
    )
    return Instrument(
        title,
        [
            Item(name, scale, text=text, keyed="negative" if name in negative else "positive")
            for name, text in texts.items()
        ],
    )


def load_instrument(path: Path, declared: Declared, columns: Columns) -> Instrument:
    """Return the instrument of a file, or the items of it that are named as in *columns*.

    Raises
    ------
    LikertkitError
        If the file does not hold an instrument, or has no such item.
    """
    instrument = Instrument.load(path)
    if instrument.to_review:
        say_note(
            f"{path.name} is a draft with {counted(len(instrument.to_review), 'point')} that "
            f"somebody must look at; when they are settled, delete them from to_review there."
        )
        for point in instrument.to_review:
            say_note(point, "- ")
        instrument = attrs.evolve(instrument, to_review=())
    instrument = with_direction(instrument, declared.positive)
    names = match_items(declared.items, instrument.names, "--items", columns)
    return instrument.select(names) if names else instrument


def with_direction(instrument: Instrument, positive: Orientation | None) -> Instrument:
    """Return an instrument whose scales that leave their direction open have this one.

    Raises
    ------
    ArgumentError
        If no scale leaves it open.
    """
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
