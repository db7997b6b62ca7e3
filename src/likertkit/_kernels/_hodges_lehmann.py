"""Hodges and Lehmann's shifts, from counts of distinct values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def paired_shift(differences: Sequence[float], counts: Sequence[int]) -> float:
    """Return the median of the means of every two differences, each with itself too.

    From the counts of distinct differences, zero among them; NaN where there is none.
    """
    values, n = _held(differences, counts)
    one, other = np.triu_indices(len(values))
    # A value meets itself and its equals n (n + 1) / 2 times.
    weights = np.where(one == other, n[one] * (n[one] + 1) // 2, n[one] * n[other])
    return _median(values[one] + values[other], weights) / 2


def unpaired_shift(scores: Sequence[float], first: Sequence[int], second: Sequence[int]) -> float:
    """Return the median of the differences of every first from every second answer.

    From the counts of two groups at the same scores; NaN where a group is empty.
    """
    ours, n = _held(scores, first)
    theirs, m = _held(scores, second)
    return _median(np.subtract.outer(ours, theirs).reshape(-1), np.outer(n, m).reshape(-1))


def _held(
    values: Sequence[float], counts: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[Any]]:
    # As whole numbers of Python: the pairs of two large counts are more than 2 to the 63.
    n = np.array([int(count) for count in counts], dtype=object)
    return np.array(values, dtype=np.float64)[n > 0], n[n > 0]


def _median(values: NDArray[np.float64], counts: NDArray[Any]) -> float:
    """Return the median of values that occur so often."""
    if not len(values):
        return math.nan
    order = np.argsort(values)
    reached = np.cumsum(counts[order])
    n = int(reached[-1])
    low, high = np.searchsorted(reached, [(n - 1) // 2, n // 2], side="right")
    return float(values[order[low]] + values[order[high]]) / 2
