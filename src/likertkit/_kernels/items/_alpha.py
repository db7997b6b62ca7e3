"""Alpha and its kin, from the covariances of items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]


def alpha(covariance: _Floats) -> float:
    """Return Cronbach's alpha; NaN for fewer than two items or a total that does not vary."""
    k = len(covariance)
    total = float(covariance.sum())
    if k < 2 or not total > 0:
        return math.nan
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)


def feldt_interval(
    estimate: float, n: float, k: int, confidence_level: float
) -> tuple[float, float]:
    """Return the interval of alpha for normal scores (Feldt 1965).

    NaN for fewer than two respondents or two items.
    """
    from scipy.special import fdtri

    if not (n > 1 and k > 1) or math.isnan(estimate):
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
    """

    item_rest: _Floats
    alpha_if_dropped: _Floats


def item_rest(covariance: _Floats) -> ItemRest:
    """Return the item-rest correlations and alpha without each item."""
    k = len(covariance)
    variance = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - variance
    rest = covariance.sum() - 2 * with_rest - variance
    rest = np.where(rest > 0, rest, np.nan)
    root = np.sqrt(np.where(variance > 0, variance, np.nan) * rest)
    if k < 3:
        dropped = np.full(k, np.nan)
    else:
        dropped = (k - 1) / (k - 2) * (1 - (variance.sum() - variance) / rest)
    return ItemRest(with_rest / root, dropped)


def correlations_of(covariance: _Floats) -> _Floats:
    """Return the correlations; NaN where an item does not vary."""
    variance = np.diag(covariance)
    root = np.sqrt(np.where(variance > 0, variance, np.nan))
    correlation: _Floats = covariance / np.outer(root, root)
    np.fill_diagonal(correlation, np.where(variance > 0, 1.0, np.nan))
    return correlation


def guttman_lambda_2(covariance: _Floats) -> float:
    """Return Guttman's λ2, which is at least alpha."""
    k = len(covariance)
    total = float(covariance.sum())
    if k < 2 or not total > 0:
        return math.nan
    apart = covariance - np.diag(np.diag(covariance))
    return (float(apart.sum()) + math.sqrt(k / (k - 1) * float((apart**2).sum()))) / total
