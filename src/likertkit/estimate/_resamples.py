"""What was resampled of one item in one group, and the intervals that come of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from likertkit._kernels import acceleration, bca_interval, percentile_interval

BootstrapInterval = Literal["bootstrap", "bca"]
TableStatistic = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]

INTERVAL_NAMES = {"bootstrap": "percentile bootstrap", "bca": "BCa bootstrap"}
# A spread this small against the estimate is that of rounding.
_ROUNDING = 1e-12


@attrs.frozen
class Bootstrapped:
    """A statistic with its bootstrap standard error and interval."""

    estimate: float
    se: float
    low: float
    high: float
    note: str


@attrs.frozen(eq=False, kw_only=True)
class Resamples:
    """The weights at each level of an item, again and again.

    Attributes
    ----------
    drawn : array of shape (n_resamples, n_levels)
        The weights of each resample.
    left_out : array of shape (n_values, n_levels)
        The weights without one unit, those of its stratum standing in for it.
    held : array of int, shape (n_values,)
        How many units are alike.
    stratum : array of int, shape (n_values,)
        Their stratum.
    sizes, factors : arrays of shape (n_strata,)
        Units of each stratum, and its finite population correction.
    """

    drawn: NDArray[np.float64]
    left_out: NDArray[np.float64]
    held: NDArray[np.int64]
    stratum: NDArray[np.intp]
    sizes: NDArray[np.int64]
    factors: NDArray[np.float64]

    def mirrored(self) -> Resamples:
        """Return the same with the levels in the opposite order."""
        return attrs.evolve(self, drawn=self.drawn[:, ::-1], left_out=self.left_out[:, ::-1])

    def interval(
        self,
        statistic: TableStatistic,
        scores: NDArray[np.float64],
        estimate: float,
        interval: BootstrapInterval,
        confidence_level: float,
    ) -> Bootstrapped:
        """Return the bootstrap interval of a statistic."""
        replicates = statistic(self.drawn, scores)
        # A quotient by nothing is no figure either, be it infinite.
        defined = replicates[np.isfinite(replicates)]
        if not math.isfinite(estimate):
            return Bootstrapped(math.nan, math.nan, math.nan, math.nan, "the estimate is undefined")
        if not len(defined):
            why = "undefined in every resample"
            return Bootstrapped(estimate, math.nan, math.nan, math.nan, why)
        if len(defined) == 1:
            why = "one resample with a figure: no spread can be seen"
            return Bootstrapped(estimate, math.nan, math.nan, math.nan, why)
        lost = len(replicates) - len(defined)
        notes = [f"undefined in {lost} resamples, which are left out"] if lost else []
        spread = float(np.ptp(defined))
        if spread <= _ROUNDING * max(1.0, abs(estimate)):
            notes.insert(0, "no resample differs: the interval is the point")
            return Bootstrapped(estimate, 0.0, estimate, estimate, "; ".join(notes))
        se = float(defined.std(ddof=1))
        if interval == "bootstrap":
            low, high = percentile_interval(defined, confidence_level)
            return Bootstrapped(estimate, se, low, high, "; ".join(notes))
        values = statistic(self.left_out, scores)
        told = np.isfinite(values)
        accelerated = acceleration(
            values[told], self.held[told], self.stratum[told], self.sizes, self.factors
        )
        low, high = bca_interval(defined, estimate, accelerated, confidence_level)
        return Bootstrapped(estimate, se, low, high, "; ".join(notes))
