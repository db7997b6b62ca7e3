"""Student's t: intervals, paired differences, and independent groups of unequal variances."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.means._moments import count_mean, count_variance
from likertkit._kernels.pvalues import f_pvalue, log_t_pvalue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from likertkit._kernels.pvalues import Alternative


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


class PairedT(NamedTuple):
    """What the t test says of n differences; what they do not define is NaN.

    `d_z` is the mean over the standard deviation of the differences, `g_z` the same with Hedges'
    correction.
    """

    n: int
    mean: float
    sd: float
    t: float
    df: int
    log_pvalue: float
    d_z: float
    g_z: float
    low: float
    high: float


def paired_t(
    differences: Sequence[float],
    counts: Sequence[int],
    alternative: Alternative,
    confidence_level: float,
) -> PairedT:
    """Return the t test of a mean difference of 0, from the counts of distinct differences.

    The sums are exact.  Where nothing changed the p-value is 1 and the effect 0, for however few
    pairs; where all changed alike, by something else than 0, there is no spread to compare with:
    t, p and the effect are NaN.  Without spread there is no interval either.
    """
    exact = [(Fraction(d), c) for d, c in zip(differences, counts, strict=True) if c]
    n = sum(c for _, c in exact)
    if n == 0:
        nan = math.nan
        return PairedT(0, nan, nan, nan, 0, nan, nan, nan, nan, nan)
    mean = sum(d * c for d, c in exact) / Fraction(n)
    squares = sum((d - mean) ** 2 * c for d, c in exact)
    df = n - 1
    sd = math.sqrt(squares / df) if df else math.nan
    if not squares:
        # 0 is the log of a p-value of 1 as well.
        none = math.nan if mean else 0.0
        return PairedT(n, float(mean), sd, none, df, none, none, none, math.nan, math.nan)
    standard_error = sd / math.sqrt(n)
    d_z = float(mean) / sd
    return PairedT(
        n,
        float(mean),
        sd,
        float(mean) / standard_error,
        df,
        log_t_pvalue(float(mean) / standard_error, df, alternative),
        d_z,
        d_z * hedges_correction(df),
        *spread_interval(float(mean), standard_error, df, confidence_level),
    )


class WelchDifference(NamedTuple):
    """The difference of two means, its standard error and Satterthwaite's degrees of freedom."""

    difference: float
    standard_error: float
    df: float


class WelchRatio(NamedTuple):
    """The F of several means, its two degrees of freedom, its p-value, and eta squared."""

    statistic: float
    df: float
    df_within: float
    pvalue: float
    eta_squared: float


def welch_difference(
    first: Sequence[int], second: Sequence[int], scores: Sequence[int]
) -> WelchDifference:
    """Return the first mean minus the second; NaN where a group is empty, or its error unknown."""
    sizes = sum(first), sum(second)
    if 0 in sizes:
        return WelchDifference(math.nan, math.nan, math.nan)
    totals = [sum(c * x for c, x in zip(g, scores, strict=True)) for g in (first, second)]
    difference = (totals[0] * sizes[1] - totals[1] * sizes[0]) / (sizes[0] * sizes[1])
    spreads = count_variance(first, scores), count_variance(second, scores)
    variance, df = welch_variance(*spreads, *sizes)
    return WelchDifference(difference, math.sqrt(variance), float(df))


def welch_variance(
    variance_first: ArrayLike, variance_second: ArrayLike, n_first: ArrayLike, n_second: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the variance of a difference of means, and Satterthwaite's df, elementwise.

    The degrees of freedom are NaN where nothing varies, or a variance is undefined.

    Parameters
    ----------
    variance_first, variance_second : array_like
        The variances of the answers of both groups.
    n_first, n_second : array_like
        Their numbers of answers.
    """
    n1, n2 = (np.asarray(n, dtype=np.float64) for n in (n_first, n_second))
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = np.asarray(variance_first) / n1, np.asarray(variance_second) / n2
        variance: NDArray[np.float64] = first + second
        below = (first / variance) ** 2 / (n1 - 1) + (second / variance) ** 2 / (n2 - 1)
        df = np.where(variance > 0, 1 / below, np.nan)
    return variance, df


def standardized_difference(
    first: Sequence[int], second: Sequence[int], scores: Sequence[int]
) -> tuple[float, float]:
    """Return Cohen's d by the pooled standard deviation, and Hedges' g, d without its bias.

    The correction is the exact one, of gamma functions.  Both are 0 where all answers are equal,
    and NaN where no spread can be estimated.
    """
    df = sum(first) + sum(second) - 2
    if min(sum(first), sum(second)) == 0 or df < 1:
        return math.nan, math.nan
    difference = welch_difference(first, second, scores).difference
    if difference == 0:
        return 0.0, 0.0
    inside = sum((sum(g) - 1) * count_variance(g, scores) for g in (first, second) if sum(g) > 1)
    if inside == 0:
        return math.nan, math.nan
    d = difference / math.sqrt(inside / df)
    return d, d * hedges_correction(df)


def welch_ratio(groups: Sequence[Sequence[int]], scores: Sequence[int]) -> WelchRatio:
    """Return Welch's F of two or more groups with answers; NaN where a spread cannot be estimated.

    Where all answers are equal, nothing differs: F is 0 and p is 1.

    References
    ----------
    .. [1] Welch (1951), On the comparison of several mean values: an alternative approach,
       Biometrika 38, 330-336.
    """
    k = len(groups)
    sizes = [sum(group) for group in groups]
    means = [count_mean(group, scores) for group in groups]
    variances = [count_variance(group, scores) for group in groups]
    together = [sum(level) for level in zip(*groups, strict=True)]
    n = sum(sizes)
    whole = count_variance(together, scores) * (n - 1)
    if whole == 0:
        return WelchRatio(0.0, k - 1.0, math.nan, 1.0, 0.0)
    centre = count_mean(together, scores)
    between = math.fsum(m * (x - centre) ** 2 for m, x in zip(sizes, means, strict=True))
    eta = min(1.0, between / whole)
    if not all(variance > 0 for variance in variances):
        return WelchRatio(math.nan, k - 1.0, math.nan, math.nan, eta)
    weights = [m / v for m, v in zip(sizes, variances, strict=True)]
    total = math.fsum(weights)
    mean = math.fsum(w * x for w, x in zip(weights, means, strict=True)) / total
    unevenness = math.fsum(
        (1 - w / total) ** 2 / (m - 1) for w, m in zip(weights, sizes, strict=True)
    ) / (k * k - 1)
    above = math.fsum(w * (x - mean) ** 2 for w, x in zip(weights, means, strict=True)) / (k - 1)
    statistic = above / (1 + 2 * (k - 2) * unevenness)
    df_within = 1 / (3 * unevenness)
    pvalue = f_pvalue(statistic, k - 1, df_within)
    return WelchRatio(statistic, k - 1.0, df_within, pvalue, eta)
