"""Two shares, or two means of a design, compared: elementwise, for one pair or for very many.

Every function takes numbers or arrays, which are broadcast against each other, and returns arrays
of the common shape.  Of estimates of shape (..., n_columns) every two columns are compared by
``x[..., :, None]`` as the first and ``x[..., None, :]`` as the second; a matrix of covariances and
one of degrees of freedom fit beside them as they are.  What is undefined is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.design import uncancelled
from likertkit._kernels.pvalues import normal_pvalues, pvalue_of, t_pvalues
from likertkit._kernels.shares import wilson_bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from likertkit._kernels.pvalues import Alternative

# Two tables are equally likely if their probabilities differ by less than this share, as in R.
_EQUAL = 1e-7


class DifferenceTest(NamedTuple):
    """A test of a difference, elementwise: the first minus the second, its error, and the test."""

    difference: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    statistic: NDArray[np.float64]
    pvalue: NDArray[np.float64]


def _floats(*values: ArrayLike) -> list[NDArray[np.float64]]:
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a statistic: 0 where neither differs from 0, NaN where only the error is 0."""
    ratio = np.where((above == 0) & (below == 0), 0.0, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio


def pooled_shares_test(
    first: ArrayLike,
    second: ArrayLike,
    n_first: ArrayLike,
    n_second: ArrayLike,
    alternative: Alternative,
    shared: ArrayLike = 0.0,
) -> DifferenceTest:
    """Return the asymptotic test of two shares, of simple random samples.

    With p the share of both together, z = (p1 - p2) / sqrt(p (1 - p) (1 / n1 + 1 / n2)), whose
    square is Pearson's chi-square of the 2 x 2 table: R's ``prop.test(correct = FALSE)``.  Where
    all are in the box, or nobody is, z is 0 and the p-value 1.

    Parameters
    ----------
    first, second : array_like
        The shares.
    n_first, n_second : array_like
        The answers that they are of.
    alternative : {'two-sided', 'less', 'greater'}
        What stands against equal shares.
    shared : array_like, optional
        What respondents of both samples take off 1 / n1 + 1 / n2: 2 r n_both / (n1 n2), r being
        the correlation of their two answers (Derrick and others 2015).
    """
    p1, p2, n1, n2, less = _floats(first, second, n_first, n_second, shared)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
        # Of equal shares rounding is not to make another one.
        pooled = np.where(p1 == p2, p1, pooled)
        error = np.sqrt(np.maximum(0.0, pooled * (1 - pooled) * (1 / n1 + 1 / n2 - less)))
    statistic = _ratio(p1 - p2, error)
    return DifferenceTest(p1 - p2, error, statistic, normal_pvalues(statistic, alternative))


def variance_of_difference(
    variance_first: ArrayLike, variance_second: ArrayLike, covariance: ArrayLike = 0.0
) -> NDArray[np.float64]:
    """Return v1 + v2 - 2 c, and 0 where nothing but rounding is left of it."""
    v1, v2, c = _floats(variance_first, variance_second, covariance)
    return uncancelled(v1 + v2 - 2 * c, v1 + v2 + 2 * np.abs(c))


def designed_means_test(
    first: ArrayLike,
    second: ArrayLike,
    variance: ArrayLike,
    df: ArrayLike,
    alternative: Alternative,
) -> DifferenceTest:
    """Return the t of two estimates of a sampling design: their difference over its error.

    It is R's ``svycontrast`` of two domains of ``svyby(..., covmat = TRUE)``.  Where the design
    shows no spread it is NaN, but 0 where there is no difference.

    Parameters
    ----------
    first, second : array_like
        The estimates: means, or shares.
    variance : array_like
        Of the difference: :func:`variance_of_difference` makes it.
    df : array_like
        Degrees of freedom: units with an answer of either domain, minus the strata of these.
    alternative : {'two-sided', 'less', 'greater'}
        What stands against no difference.
    """
    x1, x2, v, freedom = _floats(first, second, variance, df)
    return _by_t(x1 - x2, np.sqrt(v), freedom, alternative)


def _by_t(
    difference: NDArray[np.float64],
    error: NDArray[np.float64],
    df: NDArray[np.float64],
    alternative: Alternative,
) -> DifferenceTest:
    statistic = _ratio(difference, error)
    # Nothing speaks against equal estimates, though no spread can be seen.
    alike = (difference == 0) & (error == 0)
    statistic = np.where((df > 0) | alike, statistic, np.nan)
    pvalue = np.where(alike, 1.0, t_pvalues(statistic, df, alternative))
    return DifferenceTest(difference, error, statistic, pvalue)


def designed_shares_test(
    first: ArrayLike,
    second: ArrayLike,
    variance: ArrayLike,
    df: ArrayLike,
    size_first: ArrayLike,
    size_second: ArrayLike,
    alternative: Alternative,
) -> DifferenceTest:
    """Return the t of two shares of a sampling design.

    It is :func:`designed_means_test`, but where a share is 0 or 1.  The design shows no spread of
    that one, as if it were certain; so the pooled error of two samples of the effective sizes
    stands there, as in :func:`pooled_shares_test`.

    Parameters
    ----------
    first, second, variance, df, alternative
        As for :func:`designed_means_test`.
    size_first, size_second : array_like
        Effective sizes: those of :func:`effective_size` with n - 1 as *df*, so that a p-value does
        not depend on a confidence level.
    """
    p1, p2, v, freedom = _floats(first, second, variance, df)
    pooled = pooled_shares_test(p1, p2, size_first, size_second, alternative)
    at_end = (p1 * (1 - p1) == 0) | (p2 * (1 - p2) == 0)
    return _by_t(p1 - p2, np.where(at_end, pooled.standard_error, np.sqrt(v)), freedom, alternative)


def effective_size(
    spread: ArrayLike,
    variance: ArrayLike,
    n: ArrayLike,
    df: ArrayLike,
    most: ArrayLike,
    confidence_level: float,
) -> NDArray[np.float64]:
    """Return the effective number of answers behind a share (Korn and Graubard 1998).

    n* = (spread / variance) (t(n - 1) / t(df))^2 with the quantiles of Student's t at the level of
    the interval, never above *most*.  NaN where there is no spread, no variance or no *df*.

    Parameters
    ----------
    spread : array_like
        p (1 - p) of a share; of a net the variance of its scores.
    variance : array_like
        The variance of the estimate, by the design.
    n, df : array_like
        Valid answers, and degrees of freedom.
    most : array_like
        The largest size allowed: n, or Kish's size where a stratum shows no spread.
    confidence_level : float
        Level of the interval.
    """
    from scipy.special import stdtrit

    s, v, answers, freedom, ceiling = _floats(spread, variance, n, df, most)
    upper = (1 + confidence_level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        student = stdtrit(answers - 1, upper) / stdtrit(freedom, upper)
        size = np.minimum(s / v * student**2, ceiling)
    return np.where((s > 0) & (v > 0) & (freedom > 0), size, np.nan)


def correlation_of_estimates(
    variance_first: ArrayLike, variance_second: ArrayLike, variance: ArrayLike
) -> NDArray[np.float64]:
    """Return how two estimates correlate, given the variance of their difference.

    It is (v1 + v2 - v) / (2 sqrt(v1 v2)), within -1 and 1, and 0 where either has no variance.
    """
    v1, v2, v = _floats(variance_first, variance_second, variance)
    scale = 2 * np.sqrt(v1 * v2)
    correlation = np.zeros(scale.shape)
    np.divide(v1 + v2 - v, scale, out=correlation, where=scale > 0)
    return np.clip(correlation, -1.0, 1.0)


def newcombe_interval(
    first: ArrayLike,
    second: ArrayLike,
    size_first: ArrayLike,
    size_second: ArrayLike,
    confidence_level: float,
    correlation: ArrayLike = 0.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Newcombe's hybrid score interval of a difference of two shares.

    Each share has Wilson's interval (l, u).  With a = p1 - l1 and b = u2 - p2 the lower bound is
    p1 - p2 - sqrt(a^2 + b^2 - 2 r a b), and the upper one the same with a = u1 - p1, b = p2 - l2
    (Newcombe 1998, method 10; of dependent estimates the paper on paired data).  It does not
    shrink to a point where both shares are 0 or 1.

    Parameters
    ----------
    first, second : array_like
        The shares.
    size_first, size_second : array_like
        The answers; of a design effective sizes, as :func:`effective_size` gives them.
    confidence_level : float
        Level of the interval.
    correlation : array_like, optional
        r, the correlation of the two estimates: 0 for samples that have nobody in common.
    """
    p1, p2, n1, n2, r = _floats(first, second, size_first, size_second, correlation)
    low1, high1 = wilson_bounds(p1, n1, confidence_level)
    low2, high2 = wilson_bounds(p2, n2, confidence_level)
    below = _added(p1 - low1, high2 - p2, r)
    above = _added(high1 - p1, p2 - low2, r)
    return np.maximum(-1.0, p1 - p2 - below), np.minimum(1.0, p1 - p2 + above)


def odds_ratio_interval(
    first: ArrayLike,
    second: ArrayLike,
    size_first: ArrayLike,
    size_second: ArrayLike,
    confidence_level: float,
    correlation: ArrayLike = 0.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the odds ratio of two shares, and its interval from the Wilson interval of each.

    It is :func:`newcombe_interval` on the scale of the log odds (Zou and Donner 2008), with the
    same parameters.  NaN where a share is 0 or 1.
    """
    p1, p2, n1, n2, r = _floats(first, second, size_first, size_second, correlation)
    between = (p1 * (1 - p1) > 0) & (p2 * (1 - p2) > 0)
    p1, p2 = np.where(between, p1, np.nan), np.where(between, p2, np.nan)
    at1, at2 = _log_odds(p1), _log_odds(p2)
    low1, high1 = map(_log_odds, wilson_bounds(p1, n1, confidence_level))
    low2, high2 = map(_log_odds, wilson_bounds(p2, n2, confidence_level))
    below = _added(at1 - low1, high2 - at2, r)
    above = _added(high1 - at1, at2 - low2, r)
    return np.exp(at1 - at2), np.exp(at1 - at2 - below), np.exp(at1 - at2 + above)


def _log_odds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(shares) - np.log1p(-shares)


def _added(
    one: NDArray[np.float64], other: NDArray[np.float64], correlation: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the root of the squares of two errors minus what they have in common."""
    squares = one * one + other * other - 2 * correlation * one * other
    return np.sqrt(np.maximum(0.0, squares))


def least_expected(
    first: ArrayLike, second: ArrayLike, n_first: ArrayLike, n_second: ArrayLike
) -> NDArray[np.float64]:
    """Return the smallest expected count of each 2 x 2 table, if both shares were one.

    Below 5 the asymptotic test is a rough guide (Cochran's rule).
    """
    p1, p2, n1, n2 = _floats(first, second, n_first, n_second)
    with np.errstate(invalid="ignore"):
        pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    return np.minimum(n1, n2) * np.minimum(pooled, 1 - pooled)


def fisher_pvalue(
    first: int, second: int, n_first: int, n_second: int, alternative: Alternative
) -> float:
    """Return Fisher's exact p-value of one 2 x 2 table of counts, given its margins.

    *first* and *second* count those in the box.  The two-sided one adds up the tables that are at
    most as likely as the one found, as R's ``fisher.test`` does.
    """
    from scipy.special import logsumexp

    inside = first + second
    low, high = max(0, inside - n_second), min(inside, n_first)
    counts = np.arange(low, high, dtype=np.float64)
    # The logarithm of each table's probability over that of the table before it.
    steps = np.log((n_first - counts) * (inside - counts))
    steps -= np.log((counts + 1) * (n_second - inside + counts + 1))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    place = first - low
    if alternative == "two-sided":
        tail = logs[logs <= logs[place] + _EQUAL]
    else:
        tail = logs[place:] if alternative == "greater" else logs[: place + 1]
    return pvalue_of(float(logsumexp(tail) - logsumexp(logs)))


def least_fisher_pvalue(
    inside: int, n_first: int, n_second: int, alternative: Alternative
) -> float:
    """Return the least p-value that Fisher's test can give with these margins.

    *inside* is how many are in the box in both samples together.
    """
    ends = max(0, inside - n_second), min(inside, n_first)
    return min(fisher_pvalue(k, inside - k, n_first, n_second, alternative) for k in ends)


def shares_chi_square(
    shares: NDArray[np.float64], sizes: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return Pearson's chi-square of the K x 2 table of several shares.

    0 where all are in the box, or nobody is.  The second figure is Cramer's V, and the third the
    smallest expected count.
    """
    n = float(sizes.sum())
    pooled = float(sizes @ shares) / n
    spread = pooled * (1 - pooled)
    least = float(sizes.min()) * min(pooled, 1 - pooled)
    if not spread > 0:
        return 0.0, 0.0, least
    statistic = float(sizes @ (shares - pooled) ** 2) / spread
    return statistic, min(1.0, float(np.sqrt(statistic / n))), least
