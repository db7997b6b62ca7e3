"""Intervals of one proportion; counts need not be whole, for with weights they are effective."""

from __future__ import annotations

import math


def _normal_quantile(confidence_level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + confidence_level) / 2)


def wilson_interval(count: float, n: float, confidence_level: float) -> tuple[float, float]:
    """Return Wilson's score interval of ``count / n``.

    *count* and *n* need not be whole: with weights they are effective numbers.  Where *n* is 0
    both bounds are NaN.  At a count of 0 or *n* the bound there is exactly 0 or 1.
    """
    if not n > 0:
        return math.nan, math.nan
    z = _normal_quantile(confidence_level)
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high


def _beta_interval(
    count: float, n: float, confidence_level: float, low: float, high: float
) -> tuple[float, float]:
    """Return quantiles of two beta distributions, and exactly 0 or 1 where there is no room.

    *low* is what the lower one adds to the successes, and *high* to the failures; the rest of
    each comes to 1.
    """
    from scipy.special import betaincinv

    if not n > 0:
        return math.nan, math.nan
    tail = (1 - confidence_level) / 2
    failures = n - count
    return (
        float(betaincinv(count + low, failures + 1 - low, tail)) if count > 0 else 0.0,
        float(betaincinv(count + 1 - high, failures + high, 1 - tail)) if failures > 0 else 1.0,
    )


def clopper_pearson_interval(
    count: float, n: float, confidence_level: float
) -> tuple[float, float]:
    """Return the interval of ``count / n`` that inverts two exact binomial tests."""
    return _beta_interval(count, n, confidence_level, 0.0, 0.0)


def jeffreys_interval(count: float, n: float, confidence_level: float) -> tuple[float, float]:
    """Return the equal-tailed interval of ``count / n`` under Jeffreys' prior.

    At a count of 0 or *n* the bound there is 0 or 1, as Brown, Cai and DasGupta set it.
    """
    return _beta_interval(count, n, confidence_level, 0.5, 0.5)


def logit_interval(
    count: float, n: float, confidence_level: float, quantile: float | None = None
) -> tuple[float, float]:
    """Return Wald's interval of the logit of ``count / n``, turned back.

    The logit of 0 and of 1 is infinite; there the interval is that of Clopper and Pearson.
    *quantile* replaces the normal distribution's.
    """
    from scipy.special import expit

    if not 0 < count < n:
        return clopper_pearson_interval(count, n, confidence_level)
    z = _normal_quantile(confidence_level) if quantile is None else quantile
    centre = math.log(count / (n - count))
    half = z * math.sqrt(1 / count + 1 / (n - count))
    return float(expit(centre - half)), float(expit(centre + half))
