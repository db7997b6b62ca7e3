"""A column as an SPSS file will hold it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from likertkit._text import join_words
from likertkit.errors import ArgumentError
from likertkit.io.packages._dates import as_seconds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from likertkit.io.packages._variable import Code, Measure

# SPSS takes three single values, or a range and one value beside it.
_MOST_SINGLE = 3
_MOST_WIDTH = 40
# The longest time of day is 23:59:59, and SPSS shows hours beyond.
_DATES = "DATE11"
_MOMENTS = "DATETIME20"
_TIMES = "TIME8"

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

    Numbers stay numbers and dates dates, where all cells are; anything else is text.
    """
    filled = [cell for cell in cells if cell is not None]
    if not filled or all(isinstance(cell, int | float) for cell in filled):
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


def new_codes(labels: Iterable[str], known: Collection[float]) -> dict[str, int]:
    """Return codes for reasons that have none: whole numbers below all that are known, and below 0.

    >>> new_codes(["Refused", "Don't know"], [1, 2, 3])
    {'Refused': -1, "Don't know": -2}
    """
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
