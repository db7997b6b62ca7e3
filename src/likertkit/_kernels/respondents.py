"""Whole respondents: straight lines, contradictions, distances and response styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import LEAST_PVALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "FEWEST_POINTS",
    "agreement_steps",
    "chi_square_quantile",
    "chi_square_tail",
    "column_mean",
    "correlated_pairs",
    "even_odd_consistency",
    "longest_run",
    "mahalanobis_distances",
    "row_correlation",
    "row_mean",
    "row_sd",
    "weighted_column_means",
]

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
    deviation: NDArray[np.float64] = np.sqrt(variance)
    return deviation


def row_correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation of each row of two arrays over the columns where both have a figure.

    NaN with fewer than three such columns, or where one of the two does not vary.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    x, y = np.where(both, first, np.nan), np.where(both, second, np.nan)
    x, y = x - row_mean(x)[:, None], y - row_mean(y)[:, None]
    enough = np.count_nonzero(both, axis=1) >= FEWEST_POINTS
    for centred in (x, y):
        enough &= np.nanmax(np.abs(centred), axis=1, initial=0.0) > _NEAR
    products = np.nansum(x * y, axis=1)
    scale = np.sqrt(np.nansum(x**2, axis=1) * np.nansum(y**2, axis=1))
    correlation: NDArray[np.float64] = np.full(len(x), np.nan)
    np.divide(products, scale, out=correlation, where=enough)
    return correlation.clip(-1.0, 1.0)


def even_odd_consistency(
    scores: NDArray[np.float64], halves: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> NDArray[np.float64]:
    """Return how well the even items of each row's subscales agree with the odd ones.

    Jackson's coefficient: the correlation over the subscales of the means of the two halves,
    stepped up by Spearman and Brown to the length of both; -1 where that would be less.

    *halves* holds the columns of the odd and of the even items, subscale by subscale.
    """
    odd, even = (
        np.column_stack(
            [np.empty((len(scores), 0)), *(row_mean(scores[:, columns]) for columns in half)]
        )
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
    known = varies & varies.T & (n >= FEWEST_POINTS)
    scale = np.sqrt(np.where(known, spread * spread.T, 1.0))
    correlation = np.where(known, products / scale, np.nan)
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
    means: NDArray[np.float64] = np.full(n_rows, np.nan)
    np.divide(total, n, out=means, where=n > 0)
    return means


def row_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row's figures, those that are NaN left out; NaN where all are."""
    return column_mean(values.T, len(values))


def weighted_column_means(
    values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted mean of each column's figures, those that are NaN left out."""
    given = ~np.isnan(values)
    weight = weights @ given
    total = weights @ np.where(given, values, 0.0)
    means: NDArray[np.float64] = np.divide(
        total, weight, out=np.full(values.shape[1], np.nan), where=weight > 0
    )
    return means


# Eigenvalues of a correlation matrix below this are rounding.
_SINGULAR = 1e-10
# With gaps, correlations as near to dependence as this are not told well enough by the rows.
_UNTOLD = 1e-4
_TOLERANCE = 1e-10
_MOST_STEPS = 1000
# Numbers in a stack of matrices that is worked on at a time.
_AT_ONCE = 2_000_000


class Distances(NamedTuple):
    """Squared distances, their degrees of freedom, and whether the rows tell the covariances."""

    squared: NDArray[np.float64]
    df: NDArray[np.int64]
    told: bool


class _Patterns(NamedTuple):
    """Rows by which of their figures are there."""

    given: NDArray[np.bool_]
    of_row: NDArray[np.intp]
    n: NDArray[np.int64]
    sums: NDArray[np.float64]
    products: NDArray[np.float64]


def _patterns(values: NDArray[np.float64]) -> _Patterns:
    there = ~np.isnan(values)
    bits = np.packbits(there, axis=1)
    words = np.zeros((len(bits), -(-bits.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : bits.shape[1]] = bits
    packed = words.view(np.uint64)
    if packed.shape[1] == 1:
        _, first, of_row = np.unique(packed[:, 0], return_index=True, return_inverse=True)
    else:
        _, first, of_row = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    of_row = of_row.reshape(-1)
    given = there[first]
    n = np.bincount(of_row, minlength=len(given))
    order = np.argsort(of_row, kind="stable")
    filled = np.nan_to_num(values)[order]
    ends = np.cumsum(n)
    k = values.shape[1]
    sums, products = np.empty((len(given), k)), np.empty((len(given), k, k))
    for p, (start, end) in enumerate(zip((ends - n).tolist(), ends.tolist(), strict=True)):
        members = filled[start:end]
        sums[p], products[p] = members.sum(axis=0), members.T @ members
    return _Patterns(given, of_row, n, sums, products)


def _inverses(
    covariance: NDArray[np.float64], given: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the inverse of each pattern's part of a covariance matrix, 0 elsewhere, and its rank.

    A generalised inverse where the matrix is singular.
    """
    both = given[:, :, None] & given[:, None, :]
    part = np.where(both, covariance, 0.0)
    # A part's least eigenvalue is no less than the whole's.
    if np.linalg.eigvalsh(covariance)[0] > _SINGULAR:
        part += np.eye(len(covariance)) * ~given[:, :, None]
        return np.where(both, np.linalg.inv(part), 0.0), given.sum(axis=1)
    eigenvalues, vectors = np.linalg.eigh(part)
    kept = eigenvalues > _SINGULAR
    inverted = np.divide(1.0, eigenvalues, out=np.zeros_like(eigenvalues), where=kept)
    return (vectors * inverted[:, None, :]) @ vectors.swapaxes(1, 2), kept.sum(axis=1)


def _step(
    patterns: _Patterns, mean: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the moments once the gaps are filled as these moments expect."""
    k, n_rows = len(mean), patterns.n.sum()
    moved, spread = np.zeros(k), np.zeros((k, k))
    size = max(1, _AT_ONCE // k**2)
    for start in range(0, len(patterns.n), size):
        here = slice(start, start + size)
        given, n = patterns.given[here], patterns.n[here, None, None]
        inverse, _ = _inverses(covariance, given)
        slopes = covariance @ inverse
        own_mean = np.where(given, mean, 0.0)
        sums = patterns.sums[here]
        deviations = sums - n[:, 0] * own_mean
        cross = sums[:, :, None] * own_mean[:, None, :]
        squares = patterns.products[here] - cross - cross.swapaxes(1, 2)
        squares = squares + n * own_mean[:, :, None] * own_mean[:, None, :]
        moved += (slopes @ deviations[:, :, None]).sum(axis=0)[:, 0]
        gaps = ~given[:, :, None] & ~given[:, None, :]
        left = np.where(gaps, covariance - slopes @ covariance, 0.0)
        spread += (slopes @ squares @ slopes.swapaxes(1, 2) + n * left).sum(axis=0)
    shift = moved / n_rows
    return mean + shift, spread / n_rows - np.outer(shift, shift)


def _moments(patterns: _Patterns) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return mean and covariance of maximum likelihood; None where the rows do not tell them."""
    k = patterns.given.shape[1]
    mean, covariance = np.zeros(k), np.eye(k)
    if patterns.given.all():
        return _step(patterns, mean, covariance)
    for _ in range(_MOST_STEPS):
        last = (mean, covariance)
        mean, covariance = _step(patterns, *last)
        # With few rows the likelihood grows without a bound as the columns become dependent.
        if np.linalg.eigvalsh(covariance)[0] < _UNTOLD:
            return None
        change = max(np.abs(mean - last[0]).max(), np.abs(covariance - last[1]).max())
        if change < _TOLERANCE:
            return mean, covariance
    return None


def mahalanobis_distances(values: NDArray[np.float64]) -> Distances:
    """Return the squared Mahalanobis distance of each row from the mean of all.

    Mean and covariance are those of maximum likelihood under a normal distribution, by the EM
    algorithm where there are gaps, the covariance with the divisor n - 1; a row's distance goes
    by the figures that it has.  NaN where it has none that varies, and everywhere where there are
    gaps and the rows are too few, or the columns too dependent, to tell the covariance.
    """
    squared, df = np.full(len(values), np.nan), np.zeros(len(values), dtype=np.int64)
    low = np.min(values, axis=0, initial=np.inf, where=~np.isnan(values))
    high = np.max(values, axis=0, initial=-np.inf, where=~np.isnan(values))
    varying = values[:, high > low]
    used = np.flatnonzero(~np.isnan(varying).all(axis=1))
    if not varying.shape[1]:
        return Distances(squared, df, told=True)
    # Distances do not depend on the units, and rounding does.
    standard = varying[used]
    standard = (standard - np.nanmean(standard, axis=0)) / np.nanstd(standard, axis=0)
    patterns = _patterns(standard)
    moments = _moments(patterns)
    if moments is None:
        return Distances(squared, df, told=False)
    mean, covariance = moments
    covariance = covariance * (len(used) / (len(used) - 1))
    size = max(1, _AT_ONCE // standard.shape[1] ** 2)
    order = np.argsort(patterns.of_row, kind="stable")
    ends = np.cumsum(patterns.n)
    centred = np.nan_to_num(standard - mean)
    for start in range(0, len(patterns.n), size):
        inverse, rank = _inverses(covariance, patterns.given[start : start + size])
        for p, one in enumerate(inverse, start=start):
            rows = order[ends[p] - patterns.n[p] : ends[p]]
            x = centred[rows]
            squared[used[rows]] = np.einsum("ij,ij->i", x @ one, x)
            df[used[rows]] = rank[p - start]
    return Distances(squared, df, told=True)


def chi_square_tail(squared: NDArray[np.float64], df: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability that a χ² exceeds each figure; NaN without degrees of freedom."""
    from scipy.special import chdtrc

    tails = np.clip(chdtrc(np.maximum(df, 1), squared), LEAST_PVALUE, 1.0)
    pvalues: NDArray[np.float64] = np.where(df > 0, tails, np.nan)
    return pvalues


def chi_square_quantile(tail: float, df: int) -> float:
    """Return the figure that a χ² exceeds with the probability *tail*."""
    from scipy.special import chdtri

    return float(chdtri(df, tail))
