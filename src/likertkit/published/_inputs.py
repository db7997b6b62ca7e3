"""Published figures as they were printed: how they were rounded, and their checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, SupportsIndex

import attrs

from likertkit._checks import check_count, holds_values
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError, PublishedFigureError

Rounding = Literal["half", "half-up", "half-even", "truncated"]

ROUNDINGS: dict[str, str] = {
    "half": "rounded to nearest, a tie either way",
    "half-up": "rounded to nearest, a tie away from zero",
    "half-even": "rounded to nearest, a tie to the even digit",
    "truncated": "cut off after the last digit shown",
}
"""Each rule in words, for the assumptions of a result."""

# APA style drops the zero before the point; typeset papers have a true minus sign.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_MOST_DIGITS = 100
_MINUS = "\N{MINUS SIGN}"


@attrs.frozen
class Figure:
    """A decimal number as it was printed.

    Attributes
    ----------
    text : str
        The digits as printed, trailing zeros kept.
    value : Fraction
        Their exact value.
    decimals : int
        The number of digits after the point.
    """

    text: str
    value: Fraction
    decimals: int

    @property
    def grid(self) -> int:
        """How many numbers with these decimals lie between two consecutive whole numbers."""
        return int(10**self.decimals)


def read_figure(given: object, name: str) -> Figure:
    """Return a printed decimal number with its digits counted.

    Parameters
    ----------
    given : object
        A str or a Decimal.
    name : str
        What the figure is, for the error.

    Raises
    ------
    ArgumentTypeError
        If it is not a str or a Decimal, because a float loses its trailing zeros.
    PublishedFigureError
        If it is not a plain decimal number.
    """
    if isinstance(given, Decimal):
        text = format(given, "f") if given.is_finite() else str(given)
        plain = given.is_finite() and int(given.as_tuple().exponent) <= 0
    elif isinstance(given, str):
        text = given.strip().replace(_MINUS, "-")
        plain = _DECIMAL.fullmatch(text) is not None
    else:
        raise ArgumentTypeError(
            f"{name} is {given!r}, of type {type(given).__name__}; expected a str or a Decimal.",
            "write the figure as it was printed, for example '1.80': the trailing zeros show the "
            "rounding, and a float loses them.",
        )
    if not plain:
        raise PublishedFigureError(
            f"{name} is {given!r}; expected digits with at most one decimal point.",
            "write it like '1.80' or '.05', without exponent, decimal comma or per cent sign.",
        )
    if len(text) > _MOST_DIGITS:
        raise PublishedFigureError(
            f"{name} has {len(text)} digits; expected at most {_MOST_DIGITS}.",
            "write the figure as it was printed.",
        )
    return Figure(text, Fraction(text), len(text.partition(".")[2]))


@attrs.frozen
class Span:
    """All real numbers between two bounds, which may be included or excluded.

    Attributes
    ----------
    low, high : Fraction
        The bounds.
    has_low, has_high : bool
        Whether the bound is included.
    """

    low: Fraction
    high: Fraction
    has_low: bool
    has_high: bool

    def __contains__(self, value: Fraction) -> bool:
        """Return whether a number lies in the span."""
        above = self.low <= value if self.has_low else self.low < value
        return above and (value <= self.high if self.has_high else value < self.high)

    def totals(self, n: int | Fraction) -> range:
        """Return the whole numbers that, divided by *n*, lie in the span."""
        # Computed with whole numbers, because fractions take ten times as long.
        low, high = self.low, self.high
        below, of_low = low.numerator * n.numerator, low.denominator * n.denominator
        above, of_high = high.numerator * n.numerator, high.denominator * n.denominator
        first = -(-below // of_low) if self.has_low else below // of_low + 1
        last = above // of_high if self.has_high else -(-above // of_high) - 1
        return range(first, last + 1)


def span(figure: Figure, rounding: Rounding) -> Span:
    """Return the exact numbers that are printed as *figure* under a rounding rule."""
    unit = Fraction(1, figure.grid)
    value = figure.value
    if rounding == "truncated":
        # Truncation goes towards zero, so zero is printed for numbers on both sides.
        low = value - unit if value <= 0 else value
        high = value + unit if value >= 0 else value
        return Span(low, high, has_low=value > 0, has_high=value < 0)
    if rounding == "half":
        has_low = has_high = True
    elif rounding == "half-up":
        has_low, has_high = value > 0, value < 0
    else:
        has_low = has_high = (value * figure.grid).numerator % 2 == 0
    return Span(value - unit / 2, value + unit / 2, has_low=has_low, has_high=has_high)


Means = Mapping[str, str | Decimal] | Iterable[str | Decimal]
NumbersByItem = SupportsIndex | Mapping[str, SupportsIndex]


def read_mapping(means: object, name: str) -> dict[str, Figure]:
    """Return a mapping of items to printed means with the means read."""
    if not isinstance(means, Mapping):
        raise ArgumentTypeError(
            f"{name} is {means!r}; expected a mapping of items to printed means.",
            f"write {name}={{'q1': '1.80', 'q2': '2.05'}}.",
        )
    if not means:
        raise ArgumentError(f"{name} is empty.", f"give at least one item in `{name}`.")
    for item in means:
        if not isinstance(item, str):
            raise ArgumentTypeError(
                f"{name} has the key {item!r}, which is not the name of an item.",
                f"write {name}={{'q1': '1.80', 'q2': '2.05'}}.",
            )
    return {item: read_figure(mean, f"{name}[{item!r}]") for item, mean in means.items()}


def check_same_items(first: Mapping[str, Figure], second: Mapping[str, Figure]) -> None:
    """Raise unless two columns of means have the same items."""
    lacking = [
        f"{name} lacks {', '.join(map(repr, missing))}"
        for name, missing in (
            ("second", [item for item in first if item not in second]),
            ("first", [item for item in second if item not in first]),
        )
        if missing
    ]
    if lacking:
        raise MismatchError(
            f"first and second have different items: {'; '.join(lacking)}.",
            "give the same items in both conditions, with the same spelling.",
        )


def read_means(means: object) -> tuple[tuple[str, Figure], ...]:
    """Return printed means with their names: the item, or the mean itself in a sequence."""
    if isinstance(means, Mapping):
        return tuple(read_mapping(means, "means").items())
    if isinstance(means, str | Decimal) or not holds_values(means):
        raise ArgumentTypeError(
            f"means is {means!r}; expected a mapping of items to means, or a sequence of means.",
            "write means=['1.80', '2.05'], or means={'q1': '1.80', 'q2': '2.05'}.",
        )
    figures = [read_figure(mean, f"means[{k}]") for k, mean in enumerate(means)]
    if not figures:
        raise ArgumentError("means is empty.", "give at least one published mean.")
    return tuple((figure.text, figure) for figure in figures)


def read_n(value: object, name: str, items: Iterable[str], *, least: int = 0) -> dict[str, int]:
    """Return the number of raters of each item, given one number for all or a mapping."""
    if not isinstance(value, Mapping):
        number = check_count(value, name, least=least)
        return dict.fromkeys(items, number)
    missing = [item for item in items if item not in value]
    if missing:
        raise MismatchError(
            f"{name} lacks {', '.join(map(repr, missing))}; expected every item.",
            f"give each item in `{name}`, or pass one number for all items.",
        )
    return {item: check_count(value[item], f"{name}[{item!r}]", least=least) for item in items}


def describe_n(name: str, numbers: Mapping[str, int]) -> str:
    """Return the n of every item as words, the most common n first and only once."""
    values = list(numbers.values())
    usual = max(dict.fromkeys(values), key=values.count)
    others = [f"{item}: {n}" for item, n in numbers.items() if n != usual]
    return f"{name} = {usual}" + (f" ({', '.join(others)})" if others else "")
