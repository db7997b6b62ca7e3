"""Values of a statistic in a bootstrap, however many resamples are drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Values that are kept one by one, and different values that are kept apart.
_KEPT = 1 << 22
_APART = 1 << 21
# More different values than that are moved to a grid of so many steps, which is far finer than the
# chance in their quantiles.
_STEPS = 1 << 20


class Replicates:
    """Values of a statistic, kept one by one and, where they are very many, counted.

    Attributes
    ----------
    estimate : float
        The statistic of the sample, which stays apart from its neighbours.
    n, n_lost : int
        Values, and those that are undefined.
    """

    def __init__(self, estimate: float) -> None:
        self.estimate = estimate
        self.n = self.n_lost = 0
        self._fresh: list[NDArray[np.float64]] = []
        self._n_fresh = 0
        self._values = np.empty(0)
        self._counts: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(self, values: NDArray[np.float64]) -> None:
        """Take in the values of some resamples; a quotient by nothing is no figure."""
        defined = values[np.isfinite(values)]
        self.n += len(defined)
        self.n_lost += len(values) - len(defined)
        self._fresh.append(defined)
        self._n_fresh += len(defined)
        if self._n_fresh > _KEPT:
            self._count()

    def values(self) -> tuple[NDArray[np.float64], NDArray[np.int64] | None]:
        """Return the values, and where they are counted how many of each; then in order."""
        if not len(self._values):
            return np.concatenate([np.empty(0), *self._fresh]), None
        self._count()
        return self._values, self._counts

    def _count(self) -> None:
        values = np.concatenate([self._values, *self._fresh])
        counts = np.concatenate([self._counts, np.ones(self._n_fresh, dtype=np.int64)])
        self._fresh, self._n_fresh = [], 0
        self._values, self._counts = _different(values, counts)
        if len(self._values) > _APART:
            step = float(np.ptp(self._values)) / _STEPS
            moved = self.estimate + np.round((self._values - self.estimate) / step) * step
            self._values, self._counts = _different(moved, self._counts)


def _different(
    values: NDArray[np.float64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return each value once, in order, with how many it stands for."""
    order = np.argsort(values)
    values, counts = values[order], counts[order]
    first = np.flatnonzero(np.diff(values, prepend=-math.inf) > 0)
    return values[first], np.add.reduceat(counts, first)
