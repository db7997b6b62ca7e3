"""Shares as whole parts: rounded each by itself, or so that they add up."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def round_parts(amounts: Sequence[int | float], parts: int) -> list[int]:
    """Return each amount as the nearest number of *parts* of the total, halves upward."""
    total = sum(map(Fraction, amounts))
    return [math.floor(Fraction(amount) * parts / total + Fraction(1, 2)) for amount in amounts]


def apportion(amounts: Sequence[int | float], parts: int) -> list[int]:
    """Return whole numbers of *parts* that add up to all of them, by largest remainder.

    Each amount gets its quota rounded down; the parts that are left go to the largest
    remainders, and among equal ones to the larger amount, then to the earlier one.
    """
    total = sum(map(Fraction, amounts))
    quotas = [Fraction(amount) * parts / total for amount in amounts]
    given = [math.floor(quota) for quota in quotas]
    order = sorted(
        range(len(amounts)),
        key=lambda k: (given[k] - quotas[k], -amounts[k], k),
    )
    for k in order[: parts - sum(given)]:
        given[k] += 1
    return given
