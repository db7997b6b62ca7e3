"""Design-based variance of a weighted mean, from the sums of each stratum's cells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def linearised_variance(
    sizes: NDArray[np.int64],
    weights: NDArray[np.float64],
    squared_weights: NDArray[np.float64],
    scores: NDArray[np.float64],
    mean: float,
) -> float:
    """Return the Taylor-linearised variance of a weighted mean, strata drawn independently.

    Each answer contributes z = w (y - mean) / Σw; whoever did not answer, or lies outside the
    domain, contributes 0 and is counted all the same.

    Parameters
    ----------
    sizes : array of shape (n_strata,)
        Sampled units of each stratum, whether they answered or not; no stratum of one unit.
    weights, squared_weights : arrays of shape (n_strata, n_levels)
        Sums over the valid answers of the domain.
    scores : array of shape (n_levels,)
        The score of each level.
    mean : float
        The weighted mean.
    """
    total = float(weights.sum())
    deviations = scores - mean
    sums = weights @ deviations / total
    squares = squared_weights @ deviations**2 / total**2
    spread = squares - sums**2 / sizes
    # A stratum in which all z are equal has none; rounding must not make that negative.
    return math.fsum(np.maximum(spread, 0.0) * sizes / (sizes - 1))
