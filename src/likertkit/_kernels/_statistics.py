"""Statistics of many weighted tables at once: the last axis is that of the levels.

Each takes the weight at each level, and scores in ascending order, and gives NaN where the weights
add up to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEAR = 1e-9


def shares_of(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each level."""
    totals = weights.sum(axis=-1, keepdims=True)
    out = np.full(weights.shape, np.nan)
    found: NDArray[np.float64] = np.divide(weights, totals, out=out, where=totals > 0)
    return found


def table_mean(weights: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean scores."""
    totals = weights.sum(axis=-1)
    out = np.full(totals.shape, np.nan)
    found: NDArray[np.float64] = np.divide(weights @ scores, totals, out=out, where=totals > 0)
    return found


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
    found: NDArray[np.float64] = 1 - 2 * rest.sum(axis=-1) / (len(scores) - 1)
    return found


def table_consensus(
    weights: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Tastle and Wierman's consensus: 1 all at one level, 0 half at either end."""
    shares = shares_of(weights)
    levels = np.arange(len(scores), dtype=np.float64)
    distance = np.abs(levels - (shares @ levels)[..., None]) / (len(scores) - 1)
    # A level without answers may lie as far off as there is room, and counts nothing.
    logs = np.log2(1 - distance, out=np.zeros(distance.shape), where=shares > 0)
    found: NDArray[np.float64] = 1 + (shares * logs).sum(axis=-1)
    return found
