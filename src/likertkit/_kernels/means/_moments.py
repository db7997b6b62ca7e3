"""Statistics of a table of counts, and of many tables at once: moments, quantiles, agreement."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import NDArray


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
    weighted = [x for w, x in zip(weights, scores, strict=True) if w > 0]
    if len(weighted) == 1:
        # Exactly that score, so that rounding makes no spread where there is none.
        return float(weighted[0])
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
    weighted = [(x, w) for x, w in zip(scores, weights, strict=True) if w > 0]
    cumulative = 0.0
    for (score, weight), (following, _) in itertools.pairwise(weighted):
        cumulative += weight
        if abs(cumulative - share * total) <= _NEAR * total:
            return (score + following) / 2
        if cumulative > share * total:
            return float(score)
    return float(weighted[-1][0])


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


def layer_agreement(used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the agreement of layers in which some levels hold equally many and others none.

    Van der Eijk's definition goes through all triples of levels.  Here they are counted: a level
    that is not used makes a bimodal triple with each pair of used levels on either side of it,
    and a unimodal one with each pair on the same side.

    Parameters
    ----------
    used : array of bool, shape (n_levels, ...)
        Which levels a layer holds; the first axis is that of the levels.
    """
    k = len(used)
    ones = used.astype(np.float64)
    before = np.cumsum(ones, axis=0)
    n_used = before[-1]
    after = n_used - before
    unimodal = ((before * (before - 1) + after * (after - 1)) / 2 * ~used).sum(axis=0)
    bimodal = (before * after * ~used).sum(axis=0)
    triples = unimodal + bimodal
    unimodal_share: NDArray[np.float64] = np.ones(n_used.shape)
    weighed = (k - 2) * unimodal - (k - 1) * bimodal
    np.divide(weighed, (k - 2) * triples, out=unimodal_share, where=triples > 0)
    return np.where(n_used > 0, unimodal_share * (1 - (n_used - 1) / max(k - 1, 1)), 0.0)


def _layers(used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the agreement of layers; of many layers of few levels each kind once."""
    k, n = used.shape
    if n <= 1 << k:
        return layer_agreement(used)
    bits = 1 << np.arange(k)
    kinds = (np.arange(1 << k) & bits[:, None]) > 0
    agreement: NDArray[np.float64] = layer_agreement(kinds)[bits @ used]
    return agreement


def table_van_der_eijk(
    weights: NDArray[np.float64],
    scores: NDArray[np.float64],  # noqa: ARG001 - as every statistic of a table takes them
) -> NDArray[np.float64]:
    """Return van der Eijk's A of many tables, the last axis being that of the levels.

    1 where all answers lie at one level, 0 where they are even, -1 where they are split between
    the two ends; NaN where the weights add up to nothing.
    """
    left = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]).T)
    totals = left.sum(axis=0)
    agreement = np.where(totals > 0, 0.0, np.nan)
    tables = np.flatnonzero(totals > 0)
    left = left[:, tables] / totals[tables]
    # Each layer empties a level at least, and tables that are used up drop out.
    while len(tables):
        used = left > 0
        heights = np.where(used, left, np.inf).min(axis=0)
        agreement[tables] += _layers(used) * heights * used.sum(axis=0)
        left = np.where(used, left - heights, 0.0)
        going = (left > 0).any(axis=0)
        tables, left = tables[going], left[:, going]
    return agreement.reshape(weights.shape[:-1])


def shares_of(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each level."""
    totals = weights.sum(axis=-1, keepdims=True)
    out = np.full(weights.shape, np.nan)
    shares: NDArray[np.float64] = np.divide(weights, totals, out=out, where=totals > 0)
    return shares


def table_mean(weights: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean scores."""
    totals = weights.sum(axis=-1)
    out = np.full(totals.shape, np.nan)
    means: NDArray[np.float64] = np.divide(weights @ scores, totals, out=out, where=totals > 0)
    return means


def table_median(weights: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the medians of type 2: half-way where half is reached exactly."""
    cumulative = shares_of(weights).cumsum(axis=-1)
    low = np.argmax(cumulative >= 0.5 - _NEAR, axis=-1)
    high = np.argmax(cumulative > 0.5 + _NEAR, axis=-1)
    medians = (scores[low] + scores[high]) / 2
    return np.where(np.isnan(cumulative[..., -1]), np.nan, medians)


def table_interpolated_median(
    weights: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the medians, each spread evenly over its level."""
    shares = shares_of(weights)
    cumulative = shares.cumsum(axis=-1)
    median = table_median(weights, scores)
    at = np.argmax(cumulative >= 0.5 - _NEAR, axis=-1)[..., None]
    share = np.take_along_axis(shares, at, axis=-1)[..., 0]
    reached = np.take_along_axis(cumulative, at, axis=-1)[..., 0]
    inside = median - 0.5 + (0.5 - reached + share) / share
    return np.where(np.abs(reached - 0.5) <= _NEAR, median, inside)


def table_leik(weights: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Leik's consensus: 1 all at one level, 0 half at either end."""
    cumulative = shares_of(weights).cumsum(axis=-1)[..., :-1]
    rest = np.minimum(cumulative, 1 - cumulative)
    agreement: NDArray[np.float64] = 1 - 2 * rest.sum(axis=-1) / (len(scores) - 1)
    return agreement


def table_consensus(
    weights: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Tastle and Wierman's consensus: 1 all at one level, 0 half at either end."""
    shares = shares_of(weights)
    levels = np.arange(len(scores), dtype=np.float64)
    distance = np.abs(levels - (shares @ levels)[..., None]) / (len(scores) - 1)
    # A level without answers may lie as far off as there is room, and counts nothing.
    logs = np.log2(1 - distance, out=np.zeros(distance.shape), where=shares > 0)
    consensus: NDArray[np.float64] = 1 + (shares * logs).sum(axis=-1)
    return consensus
