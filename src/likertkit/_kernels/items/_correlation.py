"""Correlations of two items, from tables of their levels, with standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]


class FisherInterval(NamedTuple):
    """A standard error and an interval, NaN where there is none."""

    se: _Floats
    low: _Floats
    high: _Floats


def rank_correlations(tables: _Floats) -> _Floats:
    """Return Spearman's correlations of tables of shape (n_tables, n_rows, n_columns).

    That is Pearson's of midranks; NaN where a margin has one level.
    """
    first, second = tables.sum(axis=2), tables.sum(axis=1)
    a = np.cumsum(first, axis=1) - first / 2
    b = np.cumsum(second, axis=1) - second / 2
    n = tables.sum(axis=(1, 2))
    half = n[:, None] / 2
    a, b = a - half, b - half
    shared = np.einsum("tab,ta,tb->t", tables, a, b)
    own = (first * a**2).sum(axis=1) * (second * b**2).sum(axis=1)
    varies = ((first > 0).sum(axis=1) > 1) & ((second > 0).sum(axis=1) > 1)
    r: _Floats = shared / np.sqrt(np.where(varies & (own > 0), own, np.nan))
    return np.clip(r, -1, 1)


def fisher_interval(r: _Floats, se_of_z: _Floats, confidence_level: float) -> FisherInterval:
    """Return intervals by Fisher's z; none where a correlation is -1 or 1 or has no error."""
    from scipy.special import ndtri

    inside = (np.abs(r) < 1) & (se_of_z > 0)
    z = np.arctanh(np.where(inside, r, 0))
    reach = float(ndtri((1 + confidence_level) / 2)) * np.where(inside, se_of_z, np.nan)
    # The error of the correlation is that of z, times what a step of z moves the correlation.
    se = np.where(inside, (1 - r**2) * se_of_z, np.nan)
    return FisherInterval(se, np.tanh(z - reach), np.tanh(z + reach))
