"""One factor by minimum residuals, and omega.

Arrays may have axes before those of the items: a factor for each, such as for each resample.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

# The least share of an item's variance that is its own, as psych has it.
LEAST_UNIQUENESS = 0.005
_MOST_STEPS = 500
_TOLERANCE = 1e-12
# So that loadings that are open do not make the steps infinite.
_LEAST_DAMPING = 1e-12
# Correlations below this are rounding, and leave nothing in common.
_NOTHING = 1e-10
# Curvature below this share of the largest leaves the loadings open.
_FLAT = 1e-8


class OneFactor(NamedTuple):
    """A factor behind the correlations of items.

    Attributes
    ----------
    loadings : array of shape (..., n_items)
        Their sum is positive.
    uniqueness : array of shape (..., n_items)
        The share of each item's variance that is its own.
    heywood : array of bool, shape (..., n_items)
        The items whose uniqueness would lie below 0.005, and is set to it.
    converged : array of bool, shape (...)
        Whether the residuals came to a minimum.
    common : array of bool, shape (...)
        Whether any two items correlate: else there is nothing for a factor to explain.
    unique : array of bool, shape (...)
        Whether one set of loadings has the least residuals; two items, and items of which only
        two correlate, leave the loadings open.
    """

    loadings: _Floats
    uniqueness: _Floats
    heywood: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    common: NDArray[np.bool_]
    unique: NDArray[np.bool_]

    @property
    def defined(self) -> NDArray[np.bool_]:
        """Whether omega can be made of the loadings."""
        defined: NDArray[np.bool_] = self.converged & self.common & self.unique
        return defined


def _fits(residuals: _Floats) -> _Floats:
    """Return the sums of squared residuals."""
    fit: _Floats = (residuals**2).sum(axis=(-2, -1))
    return fit


def _residuals(apart: _Floats, loadings: _Floats) -> _Floats:
    """Return what a factor leaves of the correlations off the diagonal."""
    places = np.arange(loadings.shape[-1])
    left: _Floats = apart - loadings[..., :, None] * loadings[..., None, :]
    left[..., places, places] = 0
    return left


def _curvature(loadings: _Floats) -> _Floats:
    """Return the Gauss-Newton matrix of the squared residuals."""
    places = np.arange(loadings.shape[-1])
    square: _Floats = loadings[..., :, None] * loadings[..., None, :]
    squares = loadings**2
    square[..., places, places] = squares.sum(axis=-1, keepdims=True) - squares
    return square


def one_factor(correlation: _Floats) -> OneFactor:
    """Return the loadings that leave the least squared residuals off the diagonal.

    Damped Gauss-Newton steps from the first principal axis (Harman & Jones 1966, minres).
    A loading whose item would have no variance of its own is held at the limit.
    """
    before, k = correlation.shape[:-2], correlation.shape[-1]
    correlation = correlation.reshape(-1, k, k)
    limit = math.sqrt(1 - LEAST_UNIQUENESS)
    places = np.arange(k)
    apart = correlation.copy()
    apart[:, places, places] = 0
    values, vectors = np.linalg.eigh(correlation)
    loadings = np.clip(vectors[:, :, -1] * np.sqrt(values[:, -1:]), -limit, limit)
    damping = np.full(len(apart), 1e-3)
    residuals = _residuals(apart, loadings)
    converged = np.zeros(len(apart), dtype=np.bool_)
    open_ = np.arange(len(apart))
    for _ in range(_MOST_STEPS):
        its = loadings[open_]
        slope = np.einsum("tij,tj->ti", residuals[open_], its)
        held = (np.abs(its) >= limit) & (slope * its > 0)
        square = _curvature(its)
        square[:, places, places] += damping[open_, None]
        # A loading that is held takes no part: its row and column are those of the identity.
        square[held[:, :, None] | held[:, None, :]] = 0
        square[:, places, places] += held
        step = np.linalg.solve(square, np.where(held, 0.0, slope)[..., None])[..., 0]
        moved: _Floats = np.minimum(np.maximum(its + step, -limit), limit)
        new = _residuals(apart[open_], moved)
        better = _fits(new) <= _fits(residuals[open_])
        size = np.abs(moved - its).max(axis=-1)
        taken = open_[better]
        loadings[taken], residuals[taken] = moved[better], new[better]
        damping[open_] = np.maximum(damping[open_] * np.where(better, 0.1, 10), _LEAST_DAMPING)
        # A step that rounding alone keeps from lowering the residuals is as good as none.
        done = size < _TOLERANCE
        converged[open_[done]] = True
        open_ = open_[~done]
        if not len(open_):
            break
    loadings *= np.where(loadings.sum(axis=-1) < 0, -1, 1)[:, None]
    heywood = np.abs(loadings) >= limit
    square = _curvature(loadings)
    square[heywood[:, :, None] | heywood[:, None, :]] = 0
    square[:, places, places] += heywood
    spread = np.linalg.eigvalsh(square)
    common = np.abs(apart).max(axis=(1, 2), initial=0) > _NOTHING
    unique = spread[:, 0] > _FLAT * np.abs(spread[:, -1])
    loadings = loadings.reshape((*before, k))
    return OneFactor(
        loadings,
        1 - loadings**2,
        heywood.reshape((*before, k)),
        converged.reshape(before),
        common.reshape(before),
        unique.reshape(before),
    )


def omega(factor: OneFactor) -> _Floats:
    """Return omega as the model has it: (Σλ)² / ((Σλ)² + Σψ) (McDonald 1999)."""
    common = factor.loadings.sum(axis=-1) ** 2
    estimate = common / (common + factor.uniqueness.sum(axis=-1))
    model: _Floats = np.where(factor.defined, estimate, np.nan)
    return model


def omega_observed(factor: OneFactor, correlation: _Floats) -> _Floats:
    """Return omega over the variance that was observed: (ΣR - Σψ) / ΣR, psych's omega total."""
    total = correlation.sum(axis=(-2, -1))
    estimate = 1 - factor.uniqueness.sum(axis=-1) / np.where(total > 0, total, np.nan)
    observed: _Floats = np.where(factor.defined, estimate, np.nan)
    return observed
