"""Numbers and names as they stand in a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import format_figure, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.summary._row import SummaryRow

_MOST_NAMED = 4
_MOST_DECIMALS = 12
_LEAST_PVALUE = 0.001
_SAME = 1e-9


def figure(value: float, apart_from: float = 0.0) -> str:
    """Return a figure with two decimals, or as many as show on which side of another it lies."""
    for decimals in range(2, _MOST_DECIMALS):
        text = format_figure(float(value), f".{decimals}f")
        # Nearer than that it is the same number but for the last digits.
        if abs(value - apart_from) < _SAME or float(text) != apart_from:
            break
    return text


def both(low: float, high: float) -> tuple[str, str]:
    """Return two means with two decimals, or as many as tell unequal ones apart."""
    for decimals in range(2, _MOST_DECIMALS):
        texts = format(low, f".{decimals}f"), format(high, f".{decimals}f")
        if low == high or texts[0] != texts[1]:
            break
    return texts


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
    for decimals in range(3, _MOST_DECIMALS):
        text = format(value, f".{decimals}f")
        if (float(text) < level) == (value < level):
            break
    return f"p = {text.removeprefix('0')}"


def interval(low: float, high: float, apart_from: float = 0.0) -> str:
    """Return the ends of an interval, where it has some."""
    if not low < high:
        return "not defined"
    return f"{figure(low, apart_from)} to {figure(high, apart_from)}"


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
