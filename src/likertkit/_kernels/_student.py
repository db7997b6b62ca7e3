"""Student's t."""

from __future__ import annotations

import math


def t_quantile(share: float, df: float) -> float:
    """Return the quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(df, share))


def t_interval(
    estimate: float, standard_error: float, df: float, confidence_level: float
) -> tuple[float, float]:
    """Return the symmetric t interval of an estimate; NaN where its error or *df* is undefined."""
    if not df > 0:
        return math.nan, math.nan
    half = t_quantile((1 + confidence_level) / 2, df) * standard_error
    return estimate - half, estimate + half


def spread_interval(
    estimate: float, standard_error: float, df: float, confidence_level: float
) -> tuple[float, float]:
    """Return the t interval of an estimate from a sample; NaN where nothing varied in it.

    A standard error of 0 tells nothing of how far the estimate could lie from the truth.
    """
    if not standard_error > 0:
        return math.nan, math.nan
    return t_interval(estimate, standard_error, df, confidence_level)


def hedges_correction(df: float) -> float:
    """Return the factor that frees a standardised mean of its bias; NaN below 2 df.

    It is Γ(df/2) / (√(df/2) Γ((df − 1)/2)), where 1 − 3/(4 df − 1) is only near.
    """
    from scipy.special import poch

    if df < 2:
        return math.nan
    return float(poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)
