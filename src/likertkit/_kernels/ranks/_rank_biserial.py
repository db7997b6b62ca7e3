"""The interval of the rank-biserial correlation of matched pairs."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels.means._student import t_quantile
from likertkit._kernels.shares import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.ranks._sign_flip_test import Zeros


def rank_biserial_interval(
    differences: Sequence[int],
    counts: Sequence[int],
    zeros: Zeros,
    rank_biserial: float,
    confidence_level: float,
) -> tuple[float, float]:
    """Return the interval of (T₊ - T₋) / (T₊ + T₋), within -1 and 1 and never a point.

    The part of the ranks that is positive, (1 + r) / 2, has Wilson's interval on the number of
    coin tosses that would know it as well.  The variance that says so is linearised, the
    proportions of the distinct differences being multinomial, after one more changed pair was
    added, spread over the magnitudes as the others are, one half of it up and one half down: it
    does not vanish where all changed one way.  NaN where nothing changed.

    Parameters
    ----------
    differences, counts : sequence of int
        Distinct differences, and how often each occurs.
    zeros : {'pratt', 'wilcoxon', 'zero-split'}
        What becomes of differences of 0.
    rank_biserial : float
        The estimate.
    confidence_level : float
        The level.

    References
    ----------
    .. [1] Kerby (2014), The simple difference formula: an approach to teaching nonparametric
       correlation, Comprehensive Psychology 3, 11.IT.3.1.
    .. [2] Wilson (1927), Probable inference, the law of succession, and statistical inference,
       Journal of the American Statistical Association 22, 209-212.
    .. [3] Jaeckel (1972), The infinitesimal jackknife, Bell Laboratories Memorandum MM 72-1215-11.
    """
    held = {d: int(c) for d, c in zip(differences, counts, strict=True) if c}
    n_zero = held.pop(0, 0)
    changed = sum(held.values())
    if not changed:
        return math.nan, math.nan
    sizes = sorted({abs(d) for d in held})
    up = np.array([held.get(size, 0) for size in sizes], dtype=np.float64)
    down = np.array([held.get(-size, 0) for size in sizes], dtype=np.float64)
    more = (up + down) / (2 * changed)
    up, down = up + more, down + more
    n_kept = 0.0 if zeros == "wilcoxon" else float(n_zero)
    share, variance = _positive_part(up, down, n_kept, split=zeros == "zero-split")
    effective = share * (1 - share) / variance
    level = (1 + confidence_level) / 2
    n = changed + n_kept
    # With the quantile of t in place of the normal one.
    effective *= (NormalDist().inv_cdf(level) / t_quantile(level, n)) ** 2
    found = (1 + rank_biserial) / 2
    low, high = wilson_interval(found * effective, effective, confidence_level)
    return 2 * low - 1, 2 * high - 1


def _positive_part(
    up: NDArray[np.float64], down: NDArray[np.float64], n_zero: float, *, split: bool
) -> tuple[float, float]:
    """Return the part of the ranks that is positive, and its linearised variance.

    *up* and *down* are the changes of each magnitude, ascending.
    """
    both, apart = up + down, up - down
    n = float(both.sum()) + n_zero
    below = n_zero + np.cumsum(both) - both
    # The ranks, but for the half that vanishes as n grows.
    ranks = below + both / 2
    whole = float(both @ ranks) + (n_zero**2 / 2 if split else 0.0)
    r = float(apart @ ranks) / whole
    # What one more change of a magnitude, or one more zero, adds to both sums: its own rank, and
    # the ranks that it moves.
    above = np.cumsum(apart[::-1])[::-1] - apart / 2
    beyond = np.cumsum(both[::-1])[::-1] - both / 2
    total = ranks + beyond
    moves_up = (ranks + above - r * total) / whole
    moves_down = (-ranks + above - r * total) / whole
    move_zero = (float(apart.sum()) - r * (float(both.sum()) + (n_zero if split else 0.0))) / whole
    squares = up @ moves_up**2 + down @ moves_down**2 + n_zero * move_zero**2
    centre = up @ moves_up + down @ moves_down + n_zero * move_zero
    variance = float(squares - centre**2 / n)
    return (1 + r) / 2, variance / 4
