"""Bootstraps of a table of counts, whose cost is that of the table and not of the answers."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NORMAL = NormalDist()
# Replicates this near to the estimate, against their spread, equal it but for rounding.
_NEAR = 1e-10


def draw_shares(
    counts: NDArray[np.int64], factor: float, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return resampled shares of each level of one stratum, a row a resample.

    One answer fewer is drawn than there are, so that the variance has the divisor n - 1; and
    the deviations are shrunk by the root of *factor*, the finite population correction.
    """
    n = int(counts.sum())
    shares = counts / n
    drawn = np.zeros((n_resamples, len(counts)))
    # A level that nobody chose is not to be drawn by the rounding of the others' shares.
    used = np.flatnonzero(counts)
    drawn[:, used] = rng.multinomial(n - 1, shares[used], size=n_resamples) / (n - 1)
    if factor == 1:
        return drawn
    return np.asarray(shares + math.sqrt(factor) * (drawn - shares), dtype=np.float64)


def draw_units(
    n: int, factor: float, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return what each of *n* units' weight is multiplied by, a row a resample.

    Rao and Wu's: n - 1 units are drawn with replacement.
    """
    picked = rng.integers(0, n, size=(n_resamples, n - 1))
    picked += np.arange(n_resamples)[:, None] * n
    times = np.bincount(picked.reshape(-1), minlength=n_resamples * n).reshape(n_resamples, n)
    root = math.sqrt(factor)
    return np.asarray(1 - root + root * n / (n - 1) * times, dtype=np.float64)


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
    replicates: NDArray[np.float64], confidence_level: float
) -> tuple[float, float]:
    """Return the quantiles of the replicates that leave the same out at both ends."""
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(replicates, (tail, 1 - tail))
    return float(low), float(high)


def bca_interval(
    replicates: NDArray[np.float64],
    estimate: float,
    accelerated: float,
    confidence_level: float,
) -> tuple[float, float]:
    """Return Efron's bias-corrected and accelerated interval.

    Replicates that equal the estimate count half to either side, as there are many on a scale
    of few levels.
    """
    n = len(replicates)
    spread = float(np.ptp(replicates))
    below = int(np.count_nonzero(replicates < estimate - _NEAR * spread))
    above = int(np.count_nonzero(replicates > estimate + _NEAR * spread))
    share = (below + (n - below - above) / 2) / n
    bias = _NORMAL.inv_cdf(min(max(share, 0.5 / n), 1 - 0.5 / n))
    half = _NORMAL.inv_cdf((1 + confidence_level) / 2)
    ends = [_corrected(bias, accelerated, z) for z in (-half, half)]
    low, high = np.quantile(replicates, ends)
    return float(low), float(high)


def _corrected(bias: float, accelerated: float, z: float) -> float:
    """Return the share of replicates below an end of the interval."""
    shifted = bias + z
    left = 1 - accelerated * shifted
    # Beyond its pole the correction would turn round; what comes before it is all or nothing.
    if left <= 0:
        return 1.0 if shifted > 0 else 0.0
    return _NORMAL.cdf(bias + shifted / left)
