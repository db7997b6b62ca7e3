"""One factor by minimum residuals, and omega."""

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


class OneFactor(NamedTuple):
    """A factor behind the correlations of items.

    Attributes
    ----------
    loadings : array of shape (n_items,)
        Their sum is positive.
    uniqueness : array of shape (n_items,)
        The share of each item's variance that is its own.
    heywood : array of bool, shape (n_items,)
        The items whose uniqueness would lie below 0.005, and is set to it.
    converged : bool
        Whether the residuals came to a minimum.
    """

    loadings: _Floats
    uniqueness: _Floats
    heywood: NDArray[np.bool_]
    converged: bool


def one_factor(correlation: _Floats) -> OneFactor:
    """Return the loadings that leave the least squared residuals off the diagonal.

    Damped Gauss-Newton steps from the first principal axis (Harman & Jones 1966, minres).
    A loading whose item would have no variance of its own is held at the limit.
    """
    k = len(correlation)
    limit = math.sqrt(1 - LEAST_UNIQUENESS)
    values, vectors = np.linalg.eigh(correlation)
    loadings = np.clip(vectors[:, -1] * math.sqrt(values[-1]), -limit, limit)
    rows, columns = np.triu_indices(k, 1)
    wanted = correlation[rows, columns]
    pairs = np.arange(len(rows))
    damping = 1e-3
    residual = wanted - loadings[rows] * loadings[columns]
    converged = False
    for _ in range(_MOST_STEPS):
        by = np.zeros((len(rows), k))
        by[pairs, rows] = loadings[columns]
        by[pairs, columns] = loadings[rows]
        slope = by.T @ residual
        held = (np.abs(loadings) >= limit) & (slope * loadings > 0)
        free = ~held
        square = by[:, free].T @ by[:, free]
        square += damping * np.eye(len(square))
        step = np.zeros(k)
        step[free] = np.linalg.solve(square, slope[free])
        moved = np.clip(loadings + step, -limit, limit)
        new = wanted - moved[rows] * moved[columns]
        if new @ new <= residual @ residual:
            size = float(np.abs(moved - loadings).max())
            loadings, residual, damping = moved, new, damping / 10
            if size < _TOLERANCE:
                converged = True
                break
        else:
            damping *= 10
    if loadings.sum() < 0:
        loadings = -loadings
    return OneFactor(loadings, 1 - loadings**2, np.abs(loadings) >= limit, converged)


def omega(factor: OneFactor) -> float:
    """Return omega as the model has it: (Σλ)² / ((Σλ)² + Σψ) (McDonald 1999)."""
    common = float(factor.loadings.sum()) ** 2
    return common / (common + float(factor.uniqueness.sum()))


def omega_observed(factor: OneFactor, correlation: _Floats) -> float:
    """Return omega over the variance that was observed: (ΣR - Σψ) / ΣR, psych's omega total."""
    total = float(correlation.sum())
    return (total - float(factor.uniqueness.sum())) / total if total > 0 else math.nan
