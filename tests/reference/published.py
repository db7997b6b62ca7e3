"""Slow and plain ways to the figures of likertkit.published: try everything, and count."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HALF = Fraction(1, 2)


def as_text(units: int, decimals: int) -> str:
    """Write so many units of the last decimal as a number."""
    digits = str(abs(units)).rjust(decimals + 1, "0")
    whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return ("-" if units < 0 else "") + whole + ("." + rest if decimals else "")


def printed(total: int, n: int, decimals: int, rounding: str) -> set[str]:
    """Return every way in which total / n may be printed."""
    exact = Fraction(total, n) * 10**decimals
    sign = -1 if exact < 0 else 1
    units = {
        "half": {math.floor(exact + HALF), math.ceil(exact - HALF)},
        "half-up": {sign * math.floor(abs(exact) + HALF)},
        "half-even": {round(exact)},
        "truncated": {math.trunc(exact)},
    }
    return {as_text(one, decimals) for one in units[rounding]}


def totals(mean: str, n: int, rounding: str, low: int, high: int) -> tuple[int, ...]:
    """Return the totals from n * low to n * high that may be printed as the mean."""
    decimals = len(mean.partition(".")[2])
    return tuple(
        total
        for total in range(n * low, n * high + 1)
        if mean in printed(total, n, decimals, rounding)
    )


def random_tables(decimals: int, n_means: int) -> Iterator[tuple[str, ...]]:
    """Return every table of so many means from 0 to 1."""
    return product([as_text(units, decimals) for units in range(10**decimals)], repeat=n_means)


def chance(decimals: int, n_means: int, n: int, rounding: str, at_least: int) -> Fraction:
    """Return the share of all tables in which at least so many means are possible at n."""
    # Up to 1: an ending just below a whole number may come from it.
    fits = {
        text[-decimals:] for total in range(n + 1) for text in printed(total, n, decimals, rounding)
    }
    found = [
        sum(mean[-decimals:] in fits for mean in table) >= at_least
        for table in random_tables(decimals, n_means)
    ]
    return Fraction(sum(found), len(found))


def chance_of_skips(decimals: int, n_means: int, n: int, rounding: str, most: int) -> Fraction:
    """Return the share of all tables that at most so many skipped answers explain."""
    needed: dict[str, int] = {}
    for skipped in range(n):
        for total in range(n - skipped + 1):
            for text in printed(total, n - skipped, decimals, rounding):
                needed.setdefault(text[-decimals:], skipped)
    found = [
        sum(needed.get(mean[-decimals:], most + 1) for mean in table) <= most
        for table in random_tables(decimals, n_means)
    ]
    return Fraction(sum(found), len(found))


def paired_differences(
    means: tuple[str, str],
    numbers: tuple[int, int, int],
    codes: Sequence[int],
    rounding: str = "half",
) -> set[Fraction]:
    """Return the mean difference of those who rated both in every data set with these means.

    Each data set is every answer of every respondent; the first so many rated both conditions.
    """
    n_first, n_second, n_both = numbers
    decimals = [len(mean.partition(".")[2]) for mean in means]
    columns = [
        {
            sum(answers[:n_both])
            for answers in product(codes, repeat=n)
            if mean in printed(sum(answers), n, places, rounding)
        }
        for mean, n, places in zip(means, (n_first, n_second), decimals, strict=True)
    ]
    return {Fraction(one - other, n_both) for one in columns[0] for other in columns[1]}
