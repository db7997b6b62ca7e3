"""Tail probabilities, and their logs where they may underflow."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Alternative = Literal["two-sided", "less", "greater"]

# SciPy takes the log of a tail that has already become 0 (1.17: chi2.logsf(4000, 4) is -inf, where
# the log is -1992.40), so below this its probabilities give way to the continued fractions.
_TINY = 1e-280
# The least number that holds all its digits.
LEAST_PVALUE = sys.float_info.min


def pvalue_of(logged: float) -> float:
    """Return a p-value from its natural logarithm: above 0, at most 1; NaN stays NaN.

    Every p-value of the library is made here, for rounding puts the logarithm of 1 above 0, and
    that of a small one beyond what a number can hold.
    """
    if math.isnan(logged):
        return logged
    return max(math.exp(min(logged, 0.0)), LEAST_PVALUE)


def doubled(pvalue: float) -> float:
    """Return twice a one-sided p-value, at most 1."""
    return min(1.0, 2 * pvalue)


def normal_pvalue(z: float, alternative: Alternative) -> float:
    """Return the p-value of a standard normal statistic; NaN where it is undefined."""
    return math.nan if math.isnan(z) else pvalue_of(log_normal_pvalue(z, alternative))


def t_pvalue(t: float, df: float, alternative: Alternative) -> float:
    """Return the p-value of Student's t; NaN where the statistic or *df* is undefined."""
    if math.isnan(t) or not df > 0:
        return math.nan
    return pvalue_of(log_t_pvalue(t, df, alternative))


def log_normal_pvalue(z: float, alternative: Alternative) -> float:
    """Return the log of the p-value of a standard normal statistic."""
    from scipy.special import log_ndtr

    if alternative == "two-sided":
        return min(0.0, float(log_ndtr(-abs(z))) + math.log(2))
    return float(log_ndtr(-z if alternative == "greater" else z))


def log_t_pvalue(t: float, df: float, alternative: Alternative) -> float:
    """Return the log of the p-value of Student's t."""
    if alternative == "two-sided":
        return min(0.0, _log_t_tail(abs(t), df) + math.log(2))
    return _log_t_tail(t if alternative == "greater" else -t, df)


def _log_t_tail(t: float, df: float) -> float:
    """Return the log of P(T > t)."""
    from scipy.special import betaln, stdtr

    tail = float(stdtr(df, -t))
    if tail > _TINY:
        return math.log(tail)
    # Half of the incomplete beta function of x = df / (df + t^2) with a = df / 2 and b = 1 / 2.
    a, x = df / 2, 1 / (1 + t * t / df)
    front = -a * math.log1p(t * t / df) + 0.5 * math.log1p(-x)
    front -= math.log(a) + float(betaln(a, 0.5)) + math.log(2)
    return front - math.log(_continued(_beta_parts(a, 0.5, x)))


def _beta_parts(a: float, b: float, x: float) -> Iterator[float]:
    """Yield the parts of the fraction (DLMF 8.17.22)."""
    m = 0
    while True:
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        m += 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def chi_square_pvalue(statistic: float, df: int) -> float:
    """Return P(X > statistic) for a chi-square X; 1 without degrees of freedom."""
    return pvalue_of(log_chi_square_pvalue(statistic, df))


def f_pvalue(statistic: float, df: float, df_within: float) -> float:
    """Return P(F > statistic) for an F with so many degrees of freedom above and below the line."""
    from scipy.special import fdtrc

    tail = float(fdtrc(df, df_within, statistic))
    return pvalue_of(math.log(tail) if tail > 0 else -math.inf)


def log_chi_square_pvalue(statistic: float, df: int) -> float:
    """Return the log of P(X > statistic) for a chi-square X; 0 without degrees of freedom."""
    from scipy.special import gammaincc, gammaln

    if df == 0:
        return 0.0
    a, x = df / 2, statistic / 2
    tail = float(gammaincc(a, x))
    if tail > _TINY:
        return math.log(tail)
    front = a * math.log(x) - x - float(gammaln(a))
    return front - math.log(x + 1 - a) - math.log(_continued(_gamma_parts(a, x)))


def _gamma_parts(a: float, x: float) -> Iterator[float]:
    """Yield those of the upper incomplete gamma function (DLMF 8.9.2), over its first term."""
    k, scale = 0, x + 1 - a
    while True:
        k += 1
        following = x + 2 * k + 1 - a
        yield -k * (k - a) / (scale * following)
        scale = following


def _continued(parts: Iterator[float]) -> float:
    """Return the continued fraction 1 + p1 / (1 + p2 / (1 + ...)), by Lentz's method."""
    value = above = 1.0
    below = ratio = 0.0
    while abs(ratio - 1) > 1e-15:
        part = next(parts)
        below = 1 / (1 + part * below)
        above = 1 + part / above
        ratio = above * below
        value *= ratio
    return value
