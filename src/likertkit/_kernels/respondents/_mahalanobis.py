"""Mahalanobis distances of rows with gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues._tails import LEAST_PVALUE

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
        own = filled[start:end]
        sums[p], products[p] = own.sum(axis=0), own.T @ own
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
    own = varying[used]
    own = (own - np.nanmean(own, axis=0)) / np.nanstd(own, axis=0)
    patterns = _patterns(own)
    moments = _moments(patterns)
    if moments is None:
        return Distances(squared, df, told=False)
    mean, covariance = moments
    covariance = covariance * (len(used) / (len(used) - 1))
    size = max(1, _AT_ONCE // own.shape[1] ** 2)
    order = np.argsort(patterns.of_row, kind="stable")
    ends = np.cumsum(patterns.n)
    centred = np.nan_to_num(own - mean)
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
    found: NDArray[np.float64] = np.where(df > 0, tails, np.nan)
    return found


def chi_square_quantile(tail: float, df: int) -> float:
    """Return the figure that a χ² exceeds with the probability *tail*."""
    from scipy.special import chdtri

    return float(chdtri(df, tail))
