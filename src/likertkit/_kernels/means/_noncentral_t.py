"""Intervals of a standardized mean difference, by the noncentral t distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# How near to its end an interval is found, in standard errors of the standardized difference.
_NEAR = 1e-10
# Beyond so many degrees of freedom the noncentral t takes long, and is normal to five digits.
_MANY = 2000


def standardized_interval(
    d: float, n: float, df: float, confidence_level: float
) -> tuple[float, float]:
    """Return the interval of a standardized mean difference of normal answers of one variance.

    The t of the difference, d √n, is noncentral with the parameter δ √n; each end is the δ under
    which a t as far off has the probability that the level leaves.  Beyond 2,000 degrees of freedom
    it is d ± z √(1 / n + d² / (2 df)), of which it differs no more.  NaN where d is.

    Parameters
    ----------
    d : float
        The standardized difference: d_z of pairs, Cohen's d of two groups.
    n : float
        Pairs; of two groups n₁ n₂ / (n₁ + n₂).
    df : float
        Degrees of freedom of the standard deviation.
    confidence_level : float
        The level.

    References
    ----------
    .. [1] Steiger and Fouladi (1997), Noncentrality interval estimation and the evaluation of
       statistical models, in: Harlow, Mulaik and Steiger (eds.), What if there were no
       significance tests?, 221-257.
    .. [2] Cumming and Finch (2001), A primer on the understanding, use, and calculation of
       confidence intervals that are based on central and noncentral distributions, Educational
       and Psychological Measurement 61, 532-574.
    .. [3] Hedges and Olkin (1985), Statistical methods for meta-analysis, Academic Press.
    """
    if math.isnan(d):
        return math.nan, math.nan
    # SciPy is loaded when the first interval is asked for.
    from scipy.special import nctdtr, ndtri

    t, tail = d * math.sqrt(n), (1 - confidence_level) / 2
    spread = -float(ndtri(tail)) * math.sqrt(1 + t * t / (2 * df))
    if df > _MANY:
        return (t - spread) / math.sqrt(n), (t + spread) / math.sqrt(n)

    def beyond(delta: float, target: float) -> float:
        """Return how much too probable a t of this size, or less, is under a parameter."""
        probability = float(nctdtr(df, delta, t))
        if math.isnan(probability):
            # Far from t there is no number.
            probability = float(delta < t)
        return probability - target

    # Three times as wide as a normal interval, whose variance grows with t: half as wide again was
    # wide enough for every t, from one degree of freedom on, up to a level of 1 - 1e-9.
    reach = 3 * spread + 2
    ends = (
        _root(lambda delta: beyond(delta, 1 - tail), t, reach),
        _root(lambda delta: beyond(delta, tail), t, reach),
    )
    return ends[0] / math.sqrt(n), ends[1] / math.sqrt(n)


def _root(function: Callable[[float], float], start: float, reach: float) -> float:
    """Return where a function that falls is 0, no further than *reach* from a start."""
    low, high = start - reach, start + reach
    while high - low > _NEAR * max(1.0, abs(start)):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2
