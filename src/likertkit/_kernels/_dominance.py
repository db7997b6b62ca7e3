"""Whether one distribution lies above another at every cut of an ordered scale."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def cut_differences(first: Sequence[int], second: Sequence[int]) -> list[int]:
    """Return how much less of the first lies at or below each cut, times both totals.

    The whole number at cut k is n₁ n₂ (F₂(k) - F₁(k)): positive where the first lies higher.
    The levels are in ascending order, and there is a cut between any two neighbours.
    """
    n_first, n_second = sum(first), sum(second)
    below = zip(itertools.accumulate(first), itertools.accumulate(second), strict=True)
    return [n_first * b - n_second * a for a, b in below][:-1]


def informative_cuts(first: Sequence[int], second: Sequence[int]) -> list[bool]:
    """Return whether some answers lie below and some above each cut."""
    both = [a + b for a, b in zip(first, second, strict=True)]
    total = sum(both)
    return [0 < below < total for below in itertools.accumulate(both)][:-1]


def turning_stretch(differences: Sequence[int], gaps: Sequence[int]) -> tuple[int, int]:
    """Return what speaks for the sign of a mean difference, and what speaks against it.

    The mean difference is the sum over the cuts of the gap between the scores on both sides
    times the difference there.  Once the gaps of all cuts against it are wider by more than the
    quotient of the two numbers, the sign turns.  Where the sum is 0, the second counts as for.
    """
    parts = [d * gap for d, gap in zip(differences, gaps, strict=True)]
    up = sum(part for part in parts if part > 0)
    down = -sum(part for part in parts if part < 0)
    return (up, down) if up > down else (down, up)


def sign_test_pvalue(n_for: int, n_against: int) -> float:
    """Return twice the probability of so many signs for, or more, at a fair coin; at most 1."""
    from scipy.special import betainc

    if n_for == 0:
        return 1.0
    return min(1.0, 2 * float(betainc(n_for, n_against + 1, 0.5)))


def overlapping_shares_pvalue(
    first: tuple[int, int], second: tuple[int, int], both: tuple[int, int, int, int]
) -> float:
    """Return twice the normal probability that a share exceeds another by so much; at most 1.

    Parameters
    ----------
    first, second : (int, int)
        How many are above the cut, of how many, under each condition.
    both : (int, int, int, int)
        Those who are in both: above under both, under the first only, the second only, neither.
    """
    above = first[0] + second[0]
    n_first, n_second = first[1], second[1]
    share = above / (n_first + n_second)
    variance = share * (1 - share)
    overlap = sum(both) * _phi(*both)
    # Times both totals, of which the quotient needs the root only.
    spread = variance * (n_first + n_second - 2 * overlap) * n_first * n_second
    difference = first[0] * n_second - second[0] * n_first
    if difference <= 0:
        return 1.0
    return min(1.0, math.erfc(difference / math.sqrt(2 * spread)))


def _phi(high_high: int, high_low: int, low_high: int, low_low: int) -> float:
    """Return the correlation of two answers that are high or low; 0 where one does not vary."""
    margins = (
        (high_high + high_low)
        * (low_high + low_low)
        * (high_high + low_high)
        * (high_low + low_low)
    )
    if margins == 0:
        return 0.0
    return (high_high * low_low - high_low * low_high) / math.sqrt(margins)
