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
