"""Careless answers and response styles: lines, spread, contradictions, leanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

# A correlation of fewer points is 1 or -1 whatever they are.
FEWEST_POINTS = 3
# Means of equal scores can differ in their last bits.
_NEAR = 1e-9


def longest_run(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the length of each row's longest run of equal values.

    A NaN neither breaks nor lengthens a run.
    """
    n_rows = len(values)
    last = np.full(n_rows, np.nan)
    run, longest = np.zeros(n_rows, dtype=np.int64), np.zeros(n_rows, dtype=np.int64)
    for column in values.T:
        given = ~np.isnan(column)
        run = np.where(column == last, run + 1, np.where(given, 1, run))
        last = np.where(given, column, last)
        np.maximum(longest, run, out=longest)
    return longest


def row_sd(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation (divisor n - 1) of each row's whole numbers, NaN left out."""
    n = np.count_nonzero(~np.isnan(values), axis=1)
    # From its own least figure, so that a row without spread has exactly none.
    near = values - np.fmin.reduce(values, axis=1, initial=np.inf)[:, None]
    total, squares = np.nansum(near, axis=1), np.nansum(near**2, axis=1)
    spread = n * squares - total**2
    variance = np.full(len(values), np.nan)
    np.divide(spread, n * (n - 1), out=variance, where=n > 1)
    found: NDArray[np.float64] = np.sqrt(variance)
    return found


def row_correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation of each row of two arrays over the columns where both have a figure.

    NaN with fewer than three such columns, or where one of the two does not vary.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    x, y = np.where(both, first, np.nan), np.where(both, second, np.nan)
    x, y = x - row_mean(x)[:, None], y - row_mean(y)[:, None]
    enough = np.count_nonzero(both, axis=1) >= FEWEST_POINTS
    for one in (x, y):
        enough &= np.nanmax(np.abs(one), axis=1, initial=0.0) > _NEAR
    products = np.nansum(x * y, axis=1)
    scale = np.sqrt(np.nansum(x**2, axis=1) * np.nansum(y**2, axis=1))
    found: NDArray[np.float64] = np.full(len(x), np.nan)
    np.divide(products, scale, out=found, where=enough)
    return found.clip(-1.0, 1.0)


def even_odd_consistency(
    scores: NDArray[np.float64], halves: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> NDArray[np.float64]:
    """Return how well the even items of each row's subscales agree with the odd ones.

    Jackson's coefficient: the correlation over the subscales of the means of the two halves,
    stepped up by Spearman and Brown to the length of both; -1 where that would be less.

    *halves* holds the columns of the odd and of the even items, subscale by subscale.
    """
    odd, even = (
        np.column_stack([np.empty((len(scores), 0)), *(row_mean(scores[:, one]) for one in half)])
        for half in (
            [list(first) for first, _ in halves],
            [list(second) for _, second in halves],
        )
    )
    r = row_correlation(odd, even)
    # 2r / (1 + r) falls below -1 there, without a bound.
    bounded: NDArray[np.float64] = np.maximum(r, -1 / 3)
    return 2 * bounded / (1 + bounded)


def correlated_pairs(values: NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """Return the pairs of columns that correlate by more than *least* over the rows of both."""
    given = (~np.isnan(values)).astype(np.float64)
    total = given.sum(axis=0)
    mean = np.divide(np.nansum(values, axis=0), total, out=np.zeros(len(total)), where=total > 0)
    near = np.where(given > 0, values - mean, 0.0)
    n, sums, squares = given.T @ given, near.T @ given, (near**2).T @ given
    products = n * (near.T @ near) - sums * sums.T
    spread = n * squares - sums**2
    # Spreads of sums of squares this small are rounding: the column does not vary.
    varies = spread > _NEAR * np.maximum(n * squares, 1.0)
    told = varies & varies.T & (n >= FEWEST_POINTS)
    scale = np.sqrt(np.where(told, spread * spread.T, 1.0))
    correlation = np.where(told, products / scale, np.nan)
    rows, columns = np.nonzero(np.triu(correlation > least, k=1))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def agreement_steps(n_levels: int) -> NDArray[np.int64]:
    """Return the steps of agreement of each level, least agreement first; below 0 disagreement.

    Both middle levels of an even scale are one step from a middle that nobody could choose:
    -2, -1, 0, 1, 2 of five levels, -2, -1, 1, 2 of four.
    """
    side = np.arange(1, n_levels // 2 + 1)
    return np.concatenate([-side[::-1], [0] * (n_levels % 2), side]).astype(np.int64)


def column_mean(columns: Iterable[NDArray[np.float64]], n_rows: int) -> NDArray[np.float64]:
    """Return the mean of each row's figures in some columns of *n_rows*; NaN is left out."""
    n, total = np.zeros(n_rows, dtype=np.int64), np.zeros(n_rows)
    for column in columns:
        given = ~np.isnan(column)
        n += given
        total += np.where(given, column, 0.0)
    found: NDArray[np.float64] = np.full(n_rows, np.nan)
    np.divide(total, n, out=found, where=n > 0)
    return found


def row_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row's figures, those that are NaN left out; NaN where all are."""
    return column_mean(values.T, len(values))


def weighted_column_means(
    values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted mean of each column's figures, those that are NaN left out."""
    given = ~np.isnan(values)
    held = weights @ given
    total = weights @ np.where(given, values, 0.0)
    found: NDArray[np.float64] = np.divide(
        total, held, out=np.full(values.shape[1], np.nan), where=held > 0
    )
    return found
