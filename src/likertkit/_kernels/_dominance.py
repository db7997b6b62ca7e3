"""Whether one distribution lies above another at every cut of an ordered scale."""

from __future__ import annotations

import itertools
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
