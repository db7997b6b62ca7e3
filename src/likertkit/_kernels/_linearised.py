"""Design-based variance of a linear statistic, from sums within strata."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LoneStratum = Literal["raise", "certainty", "adjust", "average"]

# Below this share left out of the sample a stratum is taken as a census.
_CENSUS = 1e-7
_ROUNDING = 1e-14


def stratified_variance(
    sizes: NDArray[np.int64],
    factors: NDArray[np.float64],
    totals: NDArray[np.float64],
    squares: NDArray[np.float64],
    lone: LoneStratum,
) -> float:
    """Return the variance of a sum over sampled units, strata drawn independently.

    A unit is a respondent or, where these were sampled whole, a cluster.  Whoever did not answer,
    or lies outside the domain, contributes 0 and is counted all the same.

    Parameters
    ----------
    sizes : array of shape (n_strata,)
        Sampled units of each stratum.
    factors : array of shape (n_strata,)
        What each stratum's variance is multiplied by: the finite population correction.
    totals, squares : arrays of shape (n_strata,)
        Sums of the units' contributions and of their squares.
    lone : {'raise', 'certainty', 'adjust', 'average'}
        The rule for strata of one unit, which have no variance of their own: taken as certain to
        be drawn (no variance); their deviation from the whole; the average of the others.
        Under 'raise' there is none but censuses.
    """
    alone = (sizes == 1) & (factors > _CENSUS)
    divisors = np.where(sizes > 1, sizes - 1, 1)
    # A stratum in which all contributions are equal has no spread, and rounding must not make one.
    spread = squares - totals**2 / sizes
    spread = np.where(spread > _ROUNDING * squares, spread, 0.0) * sizes / divisors * factors
    if lone == "adjust":
        spread = np.where(alone, squares * factors, spread)
    variance = math.fsum(spread)
    if lone == "average" and alone.any():
        n_others = int(np.count_nonzero(~alone))
        return variance * len(sizes) / n_others if n_others else math.nan
    return variance


def uncancelled(summed: NDArray[np.float64], gross: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of what each unit adds, 0 where the parts cancel and only rounding is left.

    *gross* is what the same parts add up to without their signs.
    """
    found: NDArray[np.float64] = np.where(summed**2 > _ROUNDING * gross**2, summed, 0.0)
    return found


def is_census(factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which strata were asked as a whole, so that nothing of them is uncertain."""
    return factors <= _CENSUS
