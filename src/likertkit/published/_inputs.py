"""Reading what a paper gives: means by item, and the n of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import SupportsIndex

from likertkit._checks import check_count, holds_values
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.published._rounding import Figure, read_figure

__all__ = [
    "Means",
    "NumbersByItem",
    "check_same_items",
    "describe_n",
    "read_mapping",
    "read_means",
    "read_n",
]

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
    """Raise unless two columns of means are of the same items."""
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
            "give the same items in both conditions, spelled alike.",
        )


def read_means(means: object) -> tuple[tuple[str, Figure], ...]:
    """Return printed means with a name each: the item, or the mean itself in a mere sequence."""
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
            f"{name} says nothing about {', '.join(map(repr, missing))}; expected every item.",
            f"give each item in `{name}`, or pass one number for all.",
        )
    return {item: check_count(value[item], f"{name}[{item!r}]", least=least) for item in items}


def describe_n(name: str, numbers: Mapping[str, int]) -> str:
    """Return the n of every item as words, the commonest first and once."""
    values = list(numbers.values())
    usual = max(dict.fromkeys(values), key=values.count)
    others = [f"{item}: {n}" for item, n in numbers.items() if n != usual]
    return f"{name} = {usual}" + (f" ({', '.join(others)})" if others else "")
