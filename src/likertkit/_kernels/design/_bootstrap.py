"""Bootstraps of a table of counts, whose cost is that of the table and not of the answers."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NORMAL = NormalDist()
# Smaller strata are drawn with one unit fewer, so that no weight falls far below 0.
_FEW = 5
# Replicates this near to the estimate, against their spread, equal it but for rounding.
_NEAR = 1e-10


def draw_shares(
    counts: NDArray[np.int64], factor: float, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return resampled shares of each level of one stratum, a row a resample.

    As many answers are drawn as there are, and Rao and Wu's rescaling of the deviations gives
    their variance the divisor n - 1 and the finite population correction *factor*.  One answer
    fewer needs no divisor, but an even number of answers could then never be split evenly.  A
    share may be a little below 0.
    """
    n = int(counts.sum())
    shares = counts / n
    times = _draws(n)
    drawn = np.zeros((n_resamples, len(counts)))
    # A level that nobody chose is not to be drawn by the rounding of the others' shares.
    used = np.flatnonzero(counts)
    drawn[:, used] = rng.multinomial(times, shares[used], size=n_resamples) / times
    root = math.sqrt(factor * times / (n - 1))
    if root == 1:
        return drawn
    return np.asarray(shares + root * (drawn - shares), dtype=np.float64)


def _draws(n: int) -> int:
    """Return how many units are drawn of so many."""
    return n if n >= _FEW else n - 1


def draw_units(
    n: int, factor: float, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return what each of *n* units' weight is multiplied by, a row a resample.

    Rao and Wu's, with as many draws as :func:`draw_shares` makes.
    """
    draws = _draws(n)
    picked = rng.integers(0, n, size=(n_resamples, draws))
    picked += np.arange(n_resamples)[:, None] * n
    times = np.bincount(picked.reshape(-1), minlength=n_resamples * n).reshape(n_resamples, n)
    root = math.sqrt(factor * draws / (n - 1))
    return np.asarray(1 - root + root * n / draws * times, dtype=np.float64)


def acceleration(
    left_out: NDArray[np.float64],
    held: NDArray[np.int64],
    stratum: NDArray[np.intp],
    sizes: NDArray[np.int64],
    factors: NDArray[np.float64],
) -> float:
    """Return the acceleration of a statistic: a sixth of the skewness of its influences.

    Parameters
    ----------
    left_out : array of shape (n_values,)
        The statistic without one unit; the same for all units that are alike.
    held : array of int, shape (n_values,)
        How many units are alike.
    stratum : array of int, shape (n_values,)
        Their stratum.
    sizes, factors : arrays of shape (n_strata,)
        Units of each stratum, and its finite population correction.

    Returns
    -------
    float
        0 where no unit has any influence.
    """
    second = third = 0.0
    for h, (n, factor) in enumerate(zip(sizes.tolist(), factors.tolist(), strict=True)):
        here = stratum == h
        if n < 2 or not here.any():
            continue
        values, times = left_out[here], held[here]
        influences = (n - 1) / n * (np.average(values, weights=times) - values)
        second += factor * float((times * influences**2).sum())
        third += factor**1.5 * float((times * influences**3).sum())
    return third / (6 * second**1.5) if second > 0 else 0.0


def percentile_interval(
    replicates: NDArray[np.float64],
    confidence_level: float,
    counts: NDArray[np.int64] | None = None,
) -> tuple[float, float]:
    """Return the quantiles of the replicates that leave the same out at both ends.

    With *counts* each of the replicates, in ascending order, stands for so many.
    """
    tail = (1 - confidence_level) / 2
    return _quantiles(replicates, (tail, 1 - tail), counts)


def bca_interval(
    replicates: NDArray[np.float64],
    estimate: float,
    accelerated: float,
    confidence_level: float,
    counts: NDArray[np.int64] | None = None,
) -> tuple[float, float]:
    """Return Efron's bias-corrected and accelerated interval.

    Replicates that equal the estimate count half to either side, as there are many on a scale
    of few levels.
    """
    spread = float(np.ptp(replicates))
    is_below = replicates < estimate - _NEAR * spread
    is_above = replicates > estimate + _NEAR * spread
    if counts is None:
        n = len(replicates)
        below, above = int(np.count_nonzero(is_below)), int(np.count_nonzero(is_above))
    else:
        n, below, above = (int(some.sum()) for some in (counts, counts[is_below], counts[is_above]))
    share = (below + (n - below - above) / 2) / n
    bias = _NORMAL.inv_cdf(min(max(share, 0.5 / n), 1 - 0.5 / n))
    half = _NORMAL.inv_cdf((1 + confidence_level) / 2)
    low, high = (_corrected(bias, accelerated, z) for z in (-half, half))
    return _quantiles(replicates, (low, high), counts)


def _quantiles(
    replicates: NDArray[np.float64],
    shares: tuple[float, float],
    counts: NDArray[np.int64] | None,
) -> tuple[float, float]:
    """Return two quantiles of type 7."""
    if counts is None:
        low, high = np.quantile(replicates, shares)
        return float(low), float(high)
    last = counts.cumsum()
    places = np.array(shares) * float(last[-1] - 1)
    before = np.floor(places)
    lower, upper = (
        replicates[np.searchsorted(last, place, side="right").clip(max=len(last) - 1)]
        for place in (before, np.ceil(places))
    )
    low, high = lower + (places - before) * (upper - lower)
    return float(low), float(high)


def _corrected(bias: float, accelerated: float, z: float) -> float:
    """Return the share of replicates below an end of the interval."""
    shifted = bias + z
    left = 1 - accelerated * shifted
    # Beyond its pole the correction would turn round; what comes before it is all or nothing.
    if left <= 0:
        return 1.0 if shifted > 0 else 0.0
    return _NORMAL.cdf(bias + shifted / left)


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
        """Take in the values of some resamples; a quotient by nothing is not a figure."""
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
