"""Medians and quantiles of a table of counts, the scores in ascending order."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

# Sums of weights in another order differ in their last bits; a cumulative weight this near to
# the wanted share counts as exactly there.
_NEAR = 1e-9


def _ordered(counts: Sequence[int], scores: Sequence[int], place: int) -> int:
    """Return the answer at a place, from 0, of all answers in ascending order."""
    seen = itertools.accumulate(counts)
    return next(score for below, score in zip(seen, scores, strict=True) if place < below)


def count_quantile(counts: Sequence[int], scores: Sequence[int], share: Fraction) -> float:
    """Return the quantile of Hyndman and Fan's type 7, which pandas and R use; NaN if empty."""
    n = sum(counts)
    if n == 0:
        return math.nan
    position = (n - 1) * share
    below = math.floor(position)
    lower = _ordered(counts, scores, below)
    upper = _ordered(counts, scores, math.ceil(position))
    return float(lower + (position - below) * (upper - lower))


def weighted_quantile(weights: Sequence[float], scores: Sequence[int], share: float) -> float:
    """Return the quantile of type 2: the inverse of the cumulative share, averaged at a step."""
    total = math.fsum(weights)
    if total <= 0:
        return math.nan
    held = [(x, w) for x, w in zip(scores, weights, strict=True) if w > 0]
    cumulative = 0.0
    for (score, weight), (following, _) in itertools.pairwise(held):
        cumulative += weight
        if abs(cumulative - share * total) <= _NEAR * total:
            return (score + following) / 2
        if cumulative > share * total:
            return float(score)
    return float(held[-1][0])


def interpolated_median(weights: Sequence[float], scores: Sequence[int]) -> float:
    """Return the median spread evenly over its level, which is one unit wide.

    Where half of the answers lies exactly between two levels the median is their midpoint.
    """
    middle = weighted_quantile(weights, scores, 0.5)
    # The midpoint of two levels may be a score, at which nobody is.
    if middle not in scores or not weights[at := scores.index(int(middle))]:
        return middle
    half, below = math.fsum(weights) / 2, math.fsum(weights[:at])
    return middle - 0.5 + (half - below) / weights[at]
