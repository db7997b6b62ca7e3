"""The tables of numbers inside a tally."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from likertkit.errors import CountOverflowError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)
# Group, item and the cells under two conditions.
_MOST_AXES = 4
# Sums of the same weights in another order differ by rounding alone.
WEIGHT_TOLERANCE = 1e-12
# 64 bits hold less than that.
MOST_COUNTED = 2.0**63


def frozen_counts(array: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a copy that nobody can write to."""
    array = np.array(array, dtype=np.int64)
    array.flags.writeable = False
    check_total(float(array.sum(dtype=np.float64)))
    return array


def check_total(total: float) -> None:
    """Raise if counts add up to more than whole numbers of 64 bits hold.

    Raises
    ------
    CountOverflowError
        If they do.
    """
    if total >= MOST_COUNTED:
        raise CountOverflowError(
            "the counts of a table add up to 2^63 or more, about 9.2e18; expected less.",
            "look for a table that was added to itself again and again, or for a wrong count.",
        )


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


def without_weight(
    counts: NDArray[np.int64],
    sums: NDArray[np.float64] | None,
    zeros: NDArray[np.int64] | None,
) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
    """Return counts of positive weight alone, and how many have the weight 0.

    A table of two items each, whose cells share respondents, has these apart from the start.
    """
    if sums is None:
        return counts, None
    apart = counts.ndim > _MOST_AXES
    total = np.zeros(counts.shape[: 1 if apart else 2], dtype=np.int64)
    if zeros is not None:
        total += zeros
    weightless = (counts > 0) & (sums == 0)
    if weightless.any():
        if not apart:
            lost = np.where(weightless, counts, 0)
            total += lost.sum(axis=tuple(range(2, counts.ndim)))
        counts = frozen_counts(np.where(weightless, 0, counts))
    return counts, frozen_counts(total)


def added(
    mine: NDArray[_Number] | None, theirs: NDArray[_Number] | None
) -> NDArray[_Number] | None:
    """Return the sum of two tables, or None where there are none."""
    if mine is None or theirs is None:
        return None
    total: NDArray[_Number] = np.add(mine, theirs)
    return total


def near(mine: NDArray[_Number] | None, theirs: NDArray[_Number] | None) -> bool:
    """Return whether two tables agree but for rounding, or are both None."""
    if mine is None or theirs is None:
        return mine is theirs
    return np.allclose(mine, theirs, rtol=WEIGHT_TOLERANCE, atol=0.0)
