"""Bounds of measures of agreement by a blind search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


def likelihood_bounds(
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    counts: Sequence[int],
    limit: float,
    seed: int,
) -> tuple[float, float]:
    """Return the least and the largest value of a statistic where 2 Σ n log(s/p) <= limit.

    Shares are drawn, first anywhere, then ever nearer to the best twenty that are in reach: so
    each value is that of shares in reach, and may lie inside the bounds, never outside.
    """
    given = np.array(counts, dtype=np.float64)
    sample = given / given.sum()
    used = given > 0
    rng = np.random.default_rng(seed)
    found = []
    for sign in (1.0, -1.0):
        best = sample[None]
        for spread in np.geomspace(1.0, 1e-7, 45):
            aims = rng.dirichlet(np.full(len(given), 0.4), size=4000)
            starts = best[rng.integers(0, len(best), size=4000)]
            move = rng.normal(size=aims.shape) * spread * rng.random((4000, 1))
            moved = np.abs(starts + (move - move.mean(axis=1, keepdims=True)) * 0.3)
            mixed = starts + spread * rng.random((4000, 1)) * (aims - starts)
            tried = np.vstack([best, mixed, moved / moved.sum(axis=1, keepdims=True)])
            tried[:, used] = np.maximum(tried[:, used], 1e-300)
            ratio = 2 * (np.log(sample[used] / tried[:, used]) @ given[used])
            tried = tried[ratio <= limit]
            best = tried[np.argsort(sign * statistic(tried))[:20]]
        found.append(float(statistic(best)[0]))
    return found[0], found[1]
