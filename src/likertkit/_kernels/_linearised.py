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
# Sums that are 0 but for rounding are less than this share of what was added.
_CANCELLED = 1e-13


def stratified_variance(
    sizes: NDArray[np.int64],
    factors: NDArray[np.float64],
    totals: NDArray[np.float64],
    squares: NDArray[np.float64],
    lone: LoneStratum,
    gross: NDArray[np.float64] | None = None,
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
    gross : array of shape (n_strata,), optional
        Sums of the squares that the contributions would have if nothing in a unit cancelled: what
        rounding is measured by.  By default *squares*, as nothing cancels in a respondent.
    """
    alone = (sizes == 1) & (factors > _CENSUS)
    divisors = np.where(sizes > 1, sizes - 1, 1)
    # A stratum in which all contributions are equal has no spread, and rounding must not make one.
    spread = squares - totals**2 / sizes
    rounding = _ROUNDING * squares if gross is None else _CANCELLED * gross
    spread = np.where(spread > rounding, spread, 0.0) * sizes / divisors * factors
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


def cluster_squares(
    contributions: NDArray[np.float64],
    pairs: NDArray[np.intp],
    products: NDArray[np.float64],
    stratum: NDArray[np.intp],
    n_strata: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return, stratum by stratum, the sum over the clusters of their squared contributions.

    Contributions that cancel in every cluster leave nothing, and rounding makes none of it.  The
    second array are the sums of squares if nothing cancelled.

    Parameters
    ----------
    contributions : array of shape (n_rows, n_cells)
        What a unit of weight in a cell of a row contributes.
    pairs : array of shape (n_pairs, 2)
        Rows that have a cluster in common, each pair in one order.
    products : array of shape (n_pairs, n_cells, n_cells)
        The sum over the clusters of the products of their totals in both.
    stratum : array of shape (n_rows,)
        The stratum of each row.
    n_strata : int
        How many there are.
    """
    one, other = pairs.T
    # A pair of two rows stands for both orders.
    times = np.where(one == other, 1.0, 2.0)

    def summed(each: NDArray[np.float64]) -> NDArray[np.float64]:
        squares = np.zeros(n_strata)
        crossed = np.einsum("pk,pkl,pl->p", each[one], products, each[other])
        np.add.at(squares, stratum[one], times * crossed)
        return squares

    squares, gross = summed(contributions), summed(np.abs(contributions))
    return np.where(squares > _CANCELLED * gross, squares, 0.0), gross


def uncancelled(summed: NDArray[np.float64], gross: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of what each unit adds, 0 where the parts cancel and only rounding is left.

    *gross* is what the same parts add up to without their signs.
    """
    found: NDArray[np.float64] = np.where(summed**2 > _ROUNDING * gross**2, summed, 0.0)
    return found


def is_census(factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which strata were asked as a whole, so that nothing of them is uncertain."""
    return factors <= _CENSUS
