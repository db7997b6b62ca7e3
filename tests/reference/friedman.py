"""Friedman's test by every order that each respondent's answers could stand in."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def midranks(scores: Sequence[int]) -> list[Fraction]:
    """Return the rank of each score, ties sharing theirs."""
    return [
        Fraction(1 + sum(one < score for one in scores) + sum(one <= score for one in scores), 2)
        for score in scores
    ]


def spread(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return the squares of the conditions' sums of ranks: χ² and W rise with it."""
    return sum((sum(column) ** 2 for column in zip(*rows, strict=True)), Fraction(0))


def friedman_pvalues(scores: Sequence[Sequence[int]]) -> tuple[Fraction, Fraction]:
    """Return the p-value, and the least that any orders of the same ranks have."""
    rows = [midranks(row) for row in scores]
    observed = spread(rows)
    found = [spread(orders) for orders in product(*(list(permutations(row)) for row in rows))]
    most = max(found)
    n = len(found)
    return (
        Fraction(sum(one >= observed for one in found), n),
        Fraction(sum(one == most for one in found), n),
    )
