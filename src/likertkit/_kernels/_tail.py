"""Tails of Student's t and of the normal distribution."""

from __future__ import annotations

import math


def t_pvalue(statistic: float, df: float, alternative: str) -> float:
    """Return the p-value of a t; NaN where the statistic or *df* is undefined.

    *alternative* is 'two-sided', 'less' or 'greater'.  The smaller tail is never made from the
    larger, so that a small p-value keeps its digits.
    """
    from scipy.special import stdtr

    if alternative == "two-sided":
        return 2 * float(stdtr(df, -abs(statistic)))
    return float(stdtr(df, statistic if alternative == "less" else -statistic))


def normal_pvalue(statistic: float, alternative: str) -> float:
    """Return the p-value of a standard normal statistic; NaN where it is undefined."""
    if alternative == "two-sided":
        return math.erfc(abs(statistic) / math.sqrt(2))
    return math.erfc((statistic if alternative == "greater" else -statistic) / math.sqrt(2)) / 2
