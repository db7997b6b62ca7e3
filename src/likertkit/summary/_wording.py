"""Numbers and names as they stand in a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import format_figure, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.summary._row import SummaryRow

_MOST_NAMED = 4
_LEAST_PVALUE = 0.001
_SAME = 1e-9
_DECIMALS = 2


def _rounded(value: float, decimals: int) -> str:
    return format_figure(float(value), f".{decimals}f")


def figure(value: float, apart_from: float = 0.0) -> str:
    """Return a figure with two decimals, or as many as show on which side of another it lies."""
    decimals = _DECIMALS
    # Nearer than that it is the same number but for the last digits.
    while abs(value - apart_from) > _SAME and float(_rounded(value, decimals)) == apart_from:
        decimals += 1
    # A single digit that counts could be half as much again.
    return _rounded(value, decimals + (decimals > _DECIMALS))


def both(low: float, high: float) -> tuple[str, str]:
    """Return two means with two decimals, or as many as tell unequal ones apart."""
    decimals = _DECIMALS
    while high - low > _SAME and _rounded(low, decimals) == _rounded(high, decimals):
        decimals += 1
    return _rounded(low, decimals), _rounded(high, decimals)


def points(value: float) -> str:
    """Return the size of a difference: "0.67 points"."""
    size = figure(abs(value))
    return f"{size} point" if size == "1.00" else f"{size} points"


def pvalue(value: float, level: float) -> str:
    """Return a p-value as papers print it: "p = .016", "p < .001".

    Three decimals, or as many as show on which side of the level it lies.
    """
    if value < _LEAST_PVALUE:
        return "p < .001"
    decimals, apart = 3, abs(value - level) > _SAME
    while apart and (float(_rounded(value, decimals)) < level) != (value < level):
        decimals += 1
    text = _rounded(value, decimals)
    return f"p = {text.removeprefix('0')}"


def interval(low: float, high: float, apart_from: float = 0.0) -> str:
    """Return the ends of an interval, where it has some."""
    if not low < high:
        return "not defined"
    ends = figure(low, apart_from), figure(high, apart_from)
    if ends[0] == ends[1]:
        ends = both(low, high)
    return f"{ends[0]} to {ends[1]}"


def named(rows: Sequence[SummaryRow]) -> str:
    """Return the items' names; the first of them and how many where they are too many to read."""
    if len(rows) > _MOST_NAMED:
        first = ", ".join(repr(row.item) for row in rows[:_MOST_NAMED])
        return f"{len(rows)} items ({first}, …)"
    return join_words([repr(row.item) for row in rows])


def people(numbers: Sequence[int]) -> str:
    """Return how many people: "41 to 42 people", "1 person"."""
    least, most = min(numbers), max(numbers)
    if least == most == 1:
        return "1 person"
    return f"{least} to {most} people" if least < most else f"{most} people"


def under(condition: str) -> str:
    """Return where a figure is from; nothing where the data have no conditions."""
    return f" under {condition!r}" if condition else ""
