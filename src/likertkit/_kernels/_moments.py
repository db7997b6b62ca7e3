"""Means, variances and skewness of a table of counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def count_mean(counts: Sequence[int], scores: Sequence[int]) -> float:
    """Return the mean score: a quotient of two exact integers, NaN where nobody answered."""
    n = sum(counts)
    if n == 0:
        return math.nan
    return sum(c * x for c, x in zip(counts, scores, strict=True)) / n


def count_variance(counts: Sequence[int], scores: Sequence[int]) -> float:
    """Return the variance with divisor n - 1, from exact integers; NaN below two answers."""
    n = sum(counts)
    if n < 2:
        return math.nan
    total = sum(c * x for c, x in zip(counts, scores, strict=True))
    squares = sum(c * x * x for c, x in zip(counts, scores, strict=True))
    return (n * squares - total * total) / (n * (n - 1))


def count_skewness(counts: Sequence[int], scores: Sequence[int]) -> float:
    """Return the adjusted Fisher-Pearson skewness; NaN below three answers or without spread."""
    n = sum(counts)
    total = sum(c * x for c, x in zip(counts, scores, strict=True))
    # n times each deviation from the mean is a whole number, so both sums are exact.
    second = sum(c * (n * x - total) ** 2 for c, x in zip(counts, scores, strict=True))
    third = sum(c * (n * x - total) ** 3 for c, x in zip(counts, scores, strict=True))
    if n < 3 or second == 0:
        return math.nan
    moment = math.sqrt(n) * third / second / math.sqrt(second)
    return math.sqrt(n * (n - 1)) / (n - 2) * moment


def weighted_mean(weights: Sequence[float], scores: Sequence[int]) -> float:
    """Return the weighted mean score; NaN where the weights add up to nothing."""
    total = math.fsum(weights)
    if total <= 0:
        return math.nan
    held = [x for w, x in zip(weights, scores, strict=True) if w > 0]
    if len(held) == 1:
        # Exactly that score, so that rounding makes no spread where there is none.
        return float(held[0])
    return math.fsum(w * x for w, x in zip(weights, scores, strict=True)) / total


def weighted_variance(weights: Sequence[float], scores: Sequence[int], n: int) -> float:
    """Return the weighted variance times n / (n - 1), n the number of answers."""
    total = math.fsum(weights)
    if n < 2 or total <= 0:
        return math.nan
    mean = weighted_mean(weights, scores)
    spread = math.fsum(w * (x - mean) ** 2 for w, x in zip(weights, scores, strict=True))
    return spread / total * n / (n - 1)


def weighted_skewness(weights: Sequence[float], scores: Sequence[int], n: int) -> float:
    """Return the weighted skewness with the adjustment for n answers."""
    total = math.fsum(weights)
    mean = weighted_mean(weights, scores)
    deviations = [x - mean for x in scores]
    second = math.fsum(w * d**2 for w, d in zip(weights, deviations, strict=True))
    third = math.fsum(w * d**3 for w, d in zip(weights, deviations, strict=True))
    if n < 3 or sum(w > 0 for w in weights) < 2:
        return math.nan
    moment = math.sqrt(total) * third / second / math.sqrt(second)
    return math.sqrt(n * (n - 1)) / (n - 2) * moment
