"""What was resampled of one item in one group, and the intervals that come of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from likertkit._kernels.design import Replicates, acceleration, bca_interval, percentile_interval
from likertkit._text import Progress
from likertkit.estimate.design._options import EVERYBODY, ONE_VALUE

BootstrapInterval = Literal["bootstrap", "bca"]
TableStatistic = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]

INTERVAL_NAMES = {"bootstrap": "percentile bootstrap", "bca": "BCa bootstrap"}
# A spread this small against the estimate is that of rounding.
_ROUNDING = 1e-12
# Numbers that are drawn at a time.
_AT_ONCE = 1_000_000


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
    blocks : callable
        Gives the weights of some resamples after the other, arrays of shape
        (n_some, n_levels), so that memory does not grow with their number.
    left_out : array of shape (n_values, n_levels)
        The weights without one unit, those of its stratum standing in for it.
    held : array of int, shape (n_values,)
        How many units are alike.
    stratum : array of int, shape (n_values,)
        Their stratum.
    sizes, factors : arrays of shape (n_strata,)
        Units of each stratum, and its finite population correction.
    census : bool
        Whether everybody was asked, so that no resample can differ.
    turned : bool
        Whether the levels are to be read in the opposite order.
    n_levels : int, optional
        The first columns that are levels; None for all of them.
    """

    blocks: Callable[[], Iterator[NDArray[np.float64]]]
    left_out: NDArray[np.float64]
    held: NDArray[np.int64]
    stratum: NDArray[np.intp]
    sizes: NDArray[np.int64]
    factors: NDArray[np.float64]
    census: bool
    turned: bool = False
    n_levels: int | None = None

    def intervals(
        self,
        statistics: Sequence[TableStatistic],
        scores: NDArray[np.float64],
        estimates: Sequence[float],
        interval: BootstrapInterval,
        confidence_level: float,
    ) -> tuple[Bootstrapped, ...]:
        """Return the bootstrap intervals of statistics, from the same resamples."""
        step = -1 if self.turned else 1
        kept = [Replicates(estimate) for estimate in estimates]
        for weights in self.blocks():
            for statistic, replicates in zip(statistics, kept, strict=True):
                replicates.add(statistic(weights[:, : self.n_levels][:, ::step], scores))
        left_out = self.left_out[:, : self.n_levels][:, ::step]
        return tuple(
            self._interval(
                replicates, partial(statistic, left_out, scores), interval, confidence_level
            )
            for statistic, replicates in zip(statistics, kept, strict=True)
        )

    def _interval(
        self,
        replicates: Replicates,
        influences: Callable[[], NDArray[np.float64]],
        interval: BootstrapInterval,
        confidence_level: float,
    ) -> Bootstrapped:
        estimate, lost = replicates.estimate, replicates.n_lost
        if not math.isfinite(estimate):
            return Bootstrapped(math.nan, math.nan, math.nan, math.nan, "the estimate is undefined")
        if replicates.n < 2:
            why = "one resample with a figure: no spread can be seen"
            if not replicates.n:
                why = "undefined in every resample"
            return Bootstrapped(estimate, math.nan, math.nan, math.nan, why)
        notes = [f"undefined in {lost} resamples, which are left out"] if lost else []
        values, counts = replicates.values()
        if np.ptp(values) <= _ROUNDING * max(1.0, abs(estimate)):
            if self.census:
                notes.insert(0, EVERYBODY)
                return Bootstrapped(estimate, 0.0, estimate, estimate, "; ".join(notes))
            notes.insert(0, "no resample differs: the interval is undefined")
            return Bootstrapped(estimate, 0.0, math.nan, math.nan, "; ".join(notes))
        se = _spread(values, counts)
        near = _ROUNDING * float(np.ptp(values))
        edge = estimate <= values.min() + near or estimate >= values.max() - near
        if edge and interval == "bca":
            notes.append("no resample lies beyond the estimate: percentiles, as BCa is undefined")
        if edge or interval == "bootstrap":
            low, high = percentile_interval(values, confidence_level, counts)
        else:
            without = influences()
            defined = np.isfinite(without)
            accelerated = acceleration(
                without[defined],
                self.held[defined],
                self.stratum[defined],
                self.sizes,
                self.factors,
            )
            low, high = bca_interval(values, estimate, accelerated, confidence_level, counts)
        if low > estimate + near or high < estimate - near:
            notes.append("the interval left out the estimate, and is widened to hold it")
        low, high = min(low, estimate), max(high, estimate)
        if high - low <= near:
            notes.append(ONE_VALUE)
            low = high = math.nan
        return Bootstrapped(estimate, se, low, high, "; ".join(notes))


def in_blocks(
    draw: Callable[[int], NDArray[np.float64]], n_resamples: int, width: int
) -> Iterator[NDArray[np.float64]]:
    """Yield resamples, so many at a time that each block takes a moment and little memory."""
    size = max(1, _AT_ONCE // max(width, 1))
    with Progress("Bootstrap") as progress:
        for begin in range(0, n_resamples, size):
            yield draw(min(size, n_resamples - begin))
            if n_resamples > size:
                progress.say(f"{min(begin + size, n_resamples)} of {n_resamples} resamples")


def _spread(values: NDArray[np.float64], counts: NDArray[np.int64] | None) -> float:
    """Return the standard deviation of replicates."""
    if counts is None:
        return float(values.std(ddof=1))
    mean = np.average(values, weights=counts)
    return math.sqrt(float(counts @ (values - mean) ** 2) / float(counts.sum() - 1))
