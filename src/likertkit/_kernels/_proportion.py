"""Intervals of one proportion."""

from __future__ import annotations

import math


def wilson_interval(count: float, n: float, confidence_level: float) -> tuple[float, float]:
    """Return Wilson's score interval of ``count / n``.

    *count* and *n* need not be whole: with weights they are effective numbers.  Where *n* is 0
    both bounds are NaN.  At a count of 0 or *n* the bound there is exactly 0 or 1.
    """
    from statistics import NormalDist

    if not n > 0:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + confidence_level) / 2)
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high
