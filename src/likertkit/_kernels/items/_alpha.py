"""Alpha and its kin, from the covariances of items.

Arrays may have axes before those of the items: a coefficient for each, such as for each resample.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

# A variance below this share of the square that it is a difference from is rounding.
_ROUNDING = 1e-12


class Moments(NamedTuple):
    """Sums over the respondents that answered both of every two items.

    Attributes
    ----------
    n : array of shape (..., n_items, n_items)
        How many they are.
    weight : array of the same shape
        The sum of their weights.
    first : array of the same shape
        The weighted sum of the scores of the first item.
    product : array of the same shape
        The weighted sum of the products of both scores.
    """

    n: _Floats
    weight: _Floats
    first: _Floats
    product: _Floats


def moments_of_tables(counts: _Floats, weights: _Floats, scores: _Floats) -> Moments:
    """Return the moments of co-occurrences.

    Parameters
    ----------
    counts, weights : array of shape (n_items, n_items, n_levels, n_levels)
        How often each two levels were chosen together, and the sums of the weights.
    scores : array of shape (n_items, n_levels)
        The score of each level, 0 where an item has no such level.
    """
    first = np.einsum("ijab,ia->ij", weights, scores)
    product = np.einsum("ijab,ia,jb->ij", weights, scores, scores)
    return Moments(counts.sum(axis=(2, 3)), weights.sum(axis=(2, 3)), first, product)


def moments_of_rows(often: _Floats, weights: _Floats, scores: _Floats) -> Moments:
    """Return the moments of rows, each of which stands for some respondents.

    Parameters
    ----------
    often, weights : array of shape (n_sets, n_rows)
        How many respondents a row stands for in each set, and the sum of their weights.
    scores : array of shape (n_rows, n_items)
        NaN where there is no answer.
    """
    valid = ~np.isnan(scores)
    known = np.where(valid, scores, 0.0)
    shape = (len(often), scores.shape[1], scores.shape[1])

    def sums(by: _Floats, left: _Floats, right: _Floats) -> _Floats:
        products = (left[:, :, None] * right[:, None, :]).reshape(len(scores), -1)
        total: _Floats = (by @ products).reshape(shape)
        return total

    there = valid.astype(np.float64)
    return Moments(
        sums(often, there, there),
        sums(weights, there, there),
        sums(weights, known, there),
        sums(weights, known, known),
    )


# Whole numbers up to here are exact in 32 bits.
_EXACT = 1 << 24


def moments_of_complete_rows(
    cells: Sequence[NDArray[np.integer]], scores: Sequence[_Floats], sets: Sequence[Sequence[int]]
) -> list[Moments]:
    """Return the moments of the rows that have a level in each column of a set, for each set.

    Parameters
    ----------
    cells : sequence of arrays, each of shape (n_rows,)
        The cell of each row, column by column; the first cells of a column are its levels.
    scores : sequence of arrays, each of shape (n_levels,)
        The score of each level of a column, a whole number.
    sets : sequence of sequences of int
        The columns of each set.
    """
    n_rows = len(cells[0])
    largest = max(float(np.abs(its).max()) for its in scores)
    # So small that every sum of products is exact.
    kind = np.float32 if n_rows * max(largest, 1.0) ** 2 < _EXACT else np.float64
    values = np.empty((len(cells) + 1, n_rows), dtype=kind)
    values[-1] = 1
    for value, cell, its in zip(values, cells, scores, strict=False):
        steps = np.diff(its)
        if (steps == steps[:1]).all():
            # Faster than to look each score up.
            np.multiply(cell, kind(steps[0]), out=value, casting="unsafe")
            np.add(value, kind(its[0]), out=value)
        else:
            value[:] = np.append(its, 0.0)[np.minimum(cell, len(its))]
    valid = [cell < len(its) for cell, its in zip(cells, scores, strict=True)]
    found = []
    for places in sets:
        complete = np.logical_and.reduce([valid[i] for i in places])
        some = values[[*places, -1]]
        if not complete.all():
            some *= complete
        sums = (some @ some.T).astype(np.float64)
        n = np.full((len(places), len(places)), sums[-1, -1])
        first = np.repeat(sums[:-1, -1:], len(places), axis=1)
        found.append(Moments(n, n, first, sums[:-1, :-1]))
    return found


def covariances(moments: Moments) -> _Floats:
    """Return the covariances (divisor n - 1); NaN where fewer than two answered both items.

    With weights the mean square is multiplied by n / (n - 1), so that equal weights change
    nothing.
    """
    n, weight, first, product = moments
    enough = (n > 1) & (weight > 0)
    n, weight = np.where(enough, n, 2.0), np.where(enough, weight, 1.0)
    spread = product - first * np.swapaxes(first, -1, -2) / weight
    covariance = np.where(enough, spread / weight * (n / (n - 1)), np.nan)
    own = np.diagonal(product, axis1=-2, axis2=-1)
    fixed = np.diagonal(spread, axis1=-2, axis2=-1) <= _ROUNDING * np.abs(own)
    known = ~np.isnan(covariance)
    covariance[(fixed[..., :, None] | fixed[..., None, :]) & known] = 0.0
    return covariance


def total_variance(covariance: _Floats) -> _Floats:
    """Return the variance of the sum of all items; NaN where the sum does not vary."""
    total = covariance.sum(axis=(-2, -1))
    apart = np.trace(covariance, axis1=-2, axis2=-1)
    variance: _Floats = np.where(total > _ROUNDING * apart, total, np.nan)
    return variance


def alpha(covariance: _Floats) -> _Floats:
    """Return Cronbach's alpha; NaN for fewer than two items or a total that does not vary."""
    k = covariance.shape[-1]
    if k < 2:
        return np.full(covariance.shape[:-2], np.nan)
    own = np.trace(covariance, axis1=-2, axis2=-1)
    estimate: _Floats = k / (k - 1) * (1 - own / total_variance(covariance))
    return estimate


def feldt_interval(
    estimate: float, n: float, k: int, confidence_level: float
) -> tuple[float, float]:
    """Return the interval of alpha for normal scores (Feldt 1965).

    NaN for fewer than two respondents or two items, and for an alpha of 1.
    """
    from scipy.special import fdtri

    if not (n > 1 and k > 1 and estimate < 1):
        return math.nan, math.nan
    tail = (1 - confidence_level) / 2
    df = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - estimate) * float(fdtri(*df, 1 - tail))
    high = 1 - (1 - estimate) * float(fdtri(*df, tail))
    return low, high


class ItemRest(NamedTuple):
    """What each item does for its scale.

    Attributes
    ----------
    item_rest : array of shape (n_items,)
        The correlation of each item with the sum of the others; NaN where either does not vary.
    alpha_if_dropped : array of shape (n_items,)
        Alpha of the others.
    alpha_if_reversed : array of shape (n_items,)
        Alpha of all, this item's scores turned.
    """

    item_rest: _Floats
    alpha_if_dropped: _Floats
    alpha_if_reversed: _Floats


def item_rest(covariance: _Floats) -> ItemRest:
    """Return the item-rest correlations, and alpha without each item or with the item reversed."""
    k = len(covariance)
    variance = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - variance
    places = np.arange(k)
    without = [np.delete(np.delete(covariance, i, 0), i, 1) for i in places]
    rest = np.array([float(total_variance(other)) for other in without])
    root = np.sqrt(np.where(variance > 0, variance, np.nan) * rest)
    turned = []
    for i in places:
        sign = np.where(places == i, -1.0, 1.0)
        turned.append(float(alpha(covariance * np.outer(sign, sign))))
    dropped = np.array([float(alpha(other)) for other in without])
    return ItemRest(with_rest / root, dropped, np.array(turned))


def correlations_of(covariance: _Floats) -> _Floats:
    """Return the correlations; NaN where an item does not vary."""
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    root = np.sqrt(np.where(variance > 0, variance, np.nan))
    correlation: _Floats = covariance / (root[..., :, None] * root[..., None, :])
    places = np.arange(covariance.shape[-1])
    correlation[..., places, places] = np.where(variance > 0, 1.0, np.nan)
    return correlation


def guttman_lambda_2(covariance: _Floats) -> float:
    """Return Guttman's λ2, which is at least alpha."""
    k = len(covariance)
    total = float(total_variance(covariance))
    if k < 2:
        return math.nan
    apart = covariance - np.diag(np.diag(covariance))
    return (float(apart.sum()) + math.sqrt(k / (k - 1) * float((apart**2).sum()))) / total


def n_halvings(k: int) -> int:
    """Return in how many ways *k* items fall into two halves; one may have an item more."""
    return math.comb(k, k // 2) // (1 if k % 2 else 2)


def halvings(k: int, most: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return which items lie in the first half, of shape (n_halvings, k).

    All ways to halve the items where they are *most* at the most; else *most* of them by chance.
    """
    first = np.zeros((min(n_halvings(k), most), k), dtype=np.bool_)
    if n_halvings(k) <= most:
        # Of an even number the first item lies in the first half: no halving stands twice.
        sets = (
            combinations(range(k), k // 2)
            if k % 2
            else ((0, *others) for others in combinations(range(1, k), k // 2 - 1))
        )
        for row, chosen in zip(first, sets, strict=True):
            row[list(chosen)] = True
        return first
    order = rng.permuted(np.tile(np.arange(k), (most, 1)), axis=1)
    first[np.arange(most)[:, None], order[:, : k // 2]] = True
    return first


class HalfReliability(NamedTuple):
    """Coefficients of each halving, of shape (..., n_halvings).

    Attributes
    ----------
    spearman_brown : array
        The correlation of both halves, stepped up to the length of the scale.
    lambda_4 : array
        Four times their covariance over the variance of the total (Guttman 1945; Rulon 1939).
    """

    spearman_brown: _Floats
    lambda_4: _Floats


def half_reliability(covariance: _Floats, first: NDArray[np.bool_]) -> HalfReliability:
    """Return the reliability of each halving; NaN where a half or the total does not vary."""
    here, there = first.astype(np.float64), (~first).astype(np.float64)
    with_here = here @ covariance
    within = (with_here * here).sum(axis=-1)
    between = (with_here * there).sum(axis=-1)
    others = ((there @ covariance) * there).sum(axis=-1)
    root = np.sqrt(np.maximum(within, 0) * np.maximum(others, 0))
    r = between / np.where(root > 0, root, np.nan)
    return HalfReliability(
        2 * r / np.where(r > -1 + _ROUNDING, 1 + r, np.nan),
        4 * between / total_variance(covariance)[..., None],
    )
