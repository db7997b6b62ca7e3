"""Design-based variance of a linear statistic, from sums within strata."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def left_by_parts(
    deviations: NDArray[np.float64], weights: NDArray[np.float64], parts: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return what the means of parts leave of deviations.

    It is the residual of a regression on indicators of the parts, of which each cell lies in one,
    so that nothing has to be solved.

    Parameters
    ----------
    deviations, weights : arrays of shape (n_rows, n_cells)
        The deviation of each cell, and its weight in the regression.
    parts : array of int, shape (n_rows,)
        The part that each row lies in.
    """
    weight = np.bincount(parts, weights.sum(axis=1))
    total = np.bincount(parts, (weights * deviations).sum(axis=1))
    means = np.divide(total, weight, out=np.zeros(len(weight)), where=weight > 0)
    left: NDArray[np.float64] = deviations - means[parts][:, None]
    return left


def left_by_margins(
    deviations: NDArray[np.float64],
    weights: NDArray[np.float64],
    margins: Sequence[NDArray[np.intp]],
) -> NDArray[np.float64]:
    """Return what a regression on several margins leaves of deviations.

    The margins' levels are few, however many joint cells they have; only these are solved for.

    Parameters
    ----------
    deviations, weights : arrays of shape (n_rows, n_cells)
        The deviation of each cell, and its weight in the regression.
    margins : sequence of arrays of int, shape (n_rows,)
        The level of each margin that a row is at, numbered through all margins.
    """
    levels = np.unique(np.concatenate(margins))
    places = [np.searchsorted(levels, margin) for margin in margins]
    weight, explained = weights.sum(axis=1), (weights * deviations).sum(axis=1)
    crossed, known = np.zeros((len(levels), len(levels))), np.zeros(len(levels))
    for one in places:
        np.add.at(known, one, explained)
        for other in places:
            np.add.at(crossed, (one, other), weight)
    slopes = np.linalg.lstsq(crossed, known, rcond=None)[0]
    fitted = sum(slopes[one] for one in places)
    left: NDArray[np.float64] = deviations - np.asarray(fitted)[:, None]
    return left


def is_census(factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which strata were asked as a whole, so that nothing of them is uncertain."""
    return factors <= _CENSUS
