"""The tables of numbers inside a tally."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Sums of the same weights in another order differ by rounding alone.
WEIGHT_TOLERANCE = 1e-12


def frozen_counts(array: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a copy that nobody can write to."""
    array = np.array(array, dtype=np.int64)
    array.flags.writeable = False
    return array


def frozen_sums(array: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    """Return a copy that nobody can write to, or None."""
    if array is not None:
        array = np.array(array, dtype=np.float64)
        array.flags.writeable = False
    return array


def frozen_names(array: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a copy that nobody can write to."""
    array = np.array(array, dtype=np.uint64)
    array.flags.writeable = False
    return array


def added(
    mine: NDArray[np.float64] | None, theirs: NDArray[np.float64] | None
) -> NDArray[np.float64] | None:
    """Return the sum of two tables, or None where there are none."""
    return None if mine is None or theirs is None else mine + theirs


def near(mine: NDArray[np.float64] | None, theirs: NDArray[np.float64] | None) -> bool:
    """Return whether two tables agree but for rounding, or are both None."""
    if mine is None or theirs is None:
        return mine is theirs
    return np.allclose(mine, theirs, rtol=WEIGHT_TOLERANCE, atol=0.0)
