"""Design-based variance of a linear statistic, from sums within strata."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LoneStratum = Literal["raise", "certainty", "adjust", "average"]

# Below this share left out of the sample a stratum is taken as a census.
_CENSUS = 1e-7
# Sums of squares that are 0 but for rounding are less than this share of what was added.
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
        Under 'raise' there are censuses only.
    gross : array of shape (n_strata,), optional
        Sums of the squares that the contributions would have if nothing in a unit cancelled: what
        rounding is measured by.  By default *squares*, as nothing cancels in a respondent.
    """
    outer, centred = _terms(sizes, factors, lone)
    # A stratum in which all contributions are equal has no spread, and rounding must not make one.
    spread = squares - centred * totals**2 / sizes
    return math.fsum(uncancelled(spread, squares if gross is None else gross) * outer)


def _terms(
    sizes: NDArray[np.int64], factors: NDArray[np.float64], lone: LoneStratum
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what multiplies each stratum's squares about its mean, and 1 where there is a mean.

    About 0, which is the whole, and not about its own mean goes a unit that is alone and adjusted.
    """
    alone = (sizes == 1) & ~is_census(factors)
    outer = sizes / np.maximum(sizes - 1, 1) * factors
    centred = np.ones(len(sizes))
    if lone == "adjust":
        centred[alone] = 0.0
    else:
        outer[alone] = 0.0
    if lone == "average" and alone.any():
        n_others = int(np.count_nonzero(~alone))
        outer *= len(sizes) / n_others if n_others else math.nan
    return outer, centred


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
    for column in places:
        np.add.at(known, column, explained)
        for other in places:
            np.add.at(crossed, (column, other), weight)
    slopes = np.linalg.lstsq(crossed, known, rcond=None)[0]
    fitted = sum(slopes[column] for column in places)
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
    return uncancelled(squares, gross), gross


def uncancelled(squares: NDArray[np.float64], gross: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of squares, 0 where the parts cancel in each unit and only rounding is left.

    *gross* is what they would be if nothing cancelled.
    """
    kept: NDArray[np.float64] = np.where(squares > _CANCELLED * gross, squares, 0.0)
    return kept


class StratumRows(NamedTuple):
    """Rows of cells of sampled units, each row of one stratum.

    Attributes
    ----------
    stratum : array of int, shape (n_rows,)
        The stratum of each row.
    sums, squares : arrays of shape (n_rows, n_cells)
        Sums of weights and of squared weights.
    pairs, products : arrays or None
        As :func:`cluster_squares` takes them; None where respondents are the units.
    """

    stratum: NDArray[np.intp]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    pairs: NDArray[np.intp] | None
    products: NDArray[np.float64] | None


def alike_somewhere(
    rows: StratumRows,
    inside: NDArray[np.bool_],
    scores: NDArray[np.float64],
    factors: NDArray[np.float64],
) -> bool:
    """Return whether one of several strata that were not asked as a whole shows no spread.

    Parameters
    ----------
    rows : StratumRows
        The rows.
    inside : array of bool, shape (n_rows, n_cells)
        The cells of the domain.
    scores : array of shape (n_cells,)
        The score of each cell.
    factors : array of shape (n_strata,)
        The finite population correction of each stratum.
    """
    answering = inside & (rows.sums > 0)
    least, most = np.full(len(factors), np.inf), np.full(len(factors), -np.inf)
    np.minimum.at(least, rows.stratum, np.where(answering, scores, np.inf).min(axis=1))
    np.maximum.at(most, rows.stratum, np.where(answering, scores, -np.inf).max(axis=1))
    with_answers = least <= most
    return bool(
        with_answers.sum() > 1 and (with_answers & (least == most) & ~is_census(factors)).any()
    )


def effective_units(rows: StratumRows, inside: NDArray[np.bool_], n_strata: int) -> float:
    """Return Kish's number of the sampled units of a domain, by the weight of their answers.

    Parameters
    ----------
    rows : StratumRows
        The rows.
    inside : array of bool, shape (n_rows, n_cells)
        The cells of the domain.
    n_strata : int
        How many strata there are.
    """
    squares = float(rows.squares[inside].sum())
    if rows.pairs is not None and rows.products is not None:
        each = inside.astype(np.float64)
        squares = float(
            cluster_squares(each, rows.pairs, rows.products, rows.stratum, n_strata)[0].sum()
        )
    return float(np.where(inside, rows.sums, 0.0).sum()) ** 2 / squares


def sums_of_units(
    rows: StratumRows, moves: NDArray[np.float64], n_strata: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return, stratum by stratum, the sum of what the units add, and that of its square.

    The third array are the sums of squares if nothing in a unit cancelled.

    Parameters
    ----------
    rows : StratumRows
        The rows.
    moves : array of shape (n_rows, n_cells)
        What a unit of weight in a cell adds.
    n_strata : int
        How many strata there are.
    """
    totals, squares = np.zeros((2, n_strata))
    np.add.at(totals, rows.stratum, (rows.sums * moves).sum(axis=1))
    if rows.pairs is not None and rows.products is not None:
        return totals, *cluster_squares(moves, rows.pairs, rows.products, rows.stratum, n_strata)
    np.add.at(squares, rows.stratum, (rows.squares * moves**2).sum(axis=1))
    return totals, squares, squares


def covariance_with_last(
    rows: StratumRows,
    owner: NDArray[np.intp],
    moves: NDArray[np.float64],
    sizes: NDArray[np.int64],
    factors: NDArray[np.float64],
    touched: NDArray[np.bool_],
    lone: LoneStratum,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the covariance of what each group is more than the last, in one pass.

    Parameters
    ----------
    rows : StratumRows
        The rows.
    owner : array of int, shape (n_rows,)
        The group of each row, -1 for none.
    moves : array of shape (n_groups, n_cells)
        By what a unit of weight in a cell moves the figure of its group.
    sizes, factors : arrays of shape (n_strata,)
        Sampled units of each stratum, and its finite population correction.
    touched : array of bool, shape (n_strata,)
        The strata that hold an answer of the groups.
    lone : {'raise', 'certainty', 'adjust', 'average'}
        As for :func:`stratified_variance`.

    Returns
    -------
    covariance : array of shape (n_groups - 1, n_groups - 1)
        Its diagonal is 0 where nothing but rounding is left.
    gross : array of shape (n_groups - 1,)
        The diagonal if nothing cancelled.
    """
    n_groups = len(moves)
    # Rows of no group go into one group more, which is dropped.
    shape = (n_groups + 1, n_groups + 1)
    outer, centred = np.zeros((2, len(sizes)))
    outer[touched], centred[touched] = _terms(sizes[touched], factors[touched], lone)
    move = np.concatenate([moves, np.zeros((1, moves.shape[1]))])[owner]
    totals = np.zeros((len(sizes), n_groups + 1))
    np.add.at(totals, (rows.stratum, owner), (rows.sums * move).sum(axis=1))
    within, gross = np.zeros(shape), np.zeros(shape)
    if rows.pairs is None or rows.products is None:
        added = outer[rows.stratum] * (rows.squares * move**2).sum(axis=1)
        np.add.at(within, (owner, owner), added)
        gross = within
    else:
        one, other = rows.pairs.T
        apart = one != other
        for target, each in ((within, move), (gross, np.abs(move))):
            crossed = np.einsum("pk,pkl,pl->p", each[one], rows.products, each[other])
            crossed *= outer[rows.stratum[one]]
            np.add.at(target, (owner[one], owner[other]), crossed)
            # A pair of two rows stands for both orders.
            np.add.at(target, (owner[other][apart], owner[one][apart]), crossed[apart])
    between = totals * np.sqrt(outer * centred / np.maximum(sizes, 1))[:, None]
    whole = (within - between.T @ between)[:n_groups, :n_groups]
    last = n_groups - 1
    covariance = whole[:last, :last] - whole[:last, last:] - whole[last:, :last] + whole[last, last]
    most = gross.diagonal()[:last] + 2 * gross[:last, last] + gross[last, last]
    np.fill_diagonal(covariance, uncancelled(covariance.diagonal(), most))
    return covariance, most


def is_census(factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which strata were asked as a whole, so that nothing of them is uncertain."""
    return factors <= _CENSUS
