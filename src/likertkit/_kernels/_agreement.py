"""Agreement of ordered answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def layer_agreement(used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the agreement of layers in which some levels hold equally many and others none.

    Van der Eijk's definition goes through all triples of levels.  Here they are counted: a level
    that is not used makes a bimodal triple with each pair of used levels on either side of it,
    and a unimodal one with each pair on the same side.

    Parameters
    ----------
    used : array of bool, shape (n_levels, ...)
        Which levels a layer holds; the first axis is that of the levels.
    """
    k = len(used)
    ones = used.astype(np.float64)
    before = np.cumsum(ones, axis=0)
    n_used = before[-1]
    after = n_used - before
    unimodal = ((before * (before - 1) + after * (after - 1)) / 2 * ~used).sum(axis=0)
    bimodal = (before * after * ~used).sum(axis=0)
    triples = unimodal + bimodal
    found: NDArray[np.float64] = np.ones(n_used.shape)
    weighed = (k - 2) * unimodal - (k - 1) * bimodal
    np.divide(weighed, (k - 2) * triples, out=found, where=triples > 0)
    return np.where(n_used > 0, found * (1 - (n_used - 1) / max(k - 1, 1)), 0.0)


def _layers(used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the agreement of layers; of many layers of few levels each kind once."""
    k, n = used.shape
    if n <= 1 << k:
        return layer_agreement(used)
    bits = 1 << np.arange(k)
    kinds = (np.arange(1 << k) & bits[:, None]) > 0
    found: NDArray[np.float64] = layer_agreement(kinds)[bits @ used]
    return found


def table_van_der_eijk(
    weights: NDArray[np.float64],
    scores: NDArray[np.float64],  # noqa: ARG001 - as every statistic of a table takes them
) -> NDArray[np.float64]:
    """Return van der Eijk's A of many tables, the last axis being that of the levels.

    1 where all answers lie at one level, 0 where they are even, -1 where they are split between
    the two ends; NaN where the weights add up to nothing.
    """
    left = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]).T)
    totals = left.sum(axis=0)
    agreement = np.where(totals > 0, 0.0, np.nan)
    tables = np.flatnonzero(totals > 0)
    left = left[:, tables] / totals[tables]
    # Each layer empties a level at least, and tables that are used up drop out.
    while len(tables):
        used = left > 0
        heights = np.where(used, left, np.inf).min(axis=0)
        agreement[tables] += _layers(used) * heights * used.sum(axis=0)
        left = np.where(used, left - heights, 0.0)
        going = (left > 0).any(axis=0)
        tables, left = tables[going], left[:, going]
    return agreement.reshape(weights.shape[:-1])


def van_der_eijk(weights: Sequence[float]) -> float:
    """Return van der Eijk's A of a frequency vector, lowest level first; NaN if empty."""
    if not len(weights):
        return math.nan
    table = np.array(weights, dtype=np.float64)
    return float(table_van_der_eijk(table, table))
