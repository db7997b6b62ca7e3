"""p-values: tail probabilities, their logarithms, and adjustments for being several."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = [
    "Alternative",
    "adjust_pvalues",
    "chi_square_pvalue",
    "doubled",
    "f_pvalue",
    "log_chi_square_pvalue",
    "log_normal_pvalue",
    "log_t_pvalue",
    "normal_pvalue",
    "normal_pvalues",
    "pvalue_of",
    "step_down_max_t",
    "t_pvalue",
    "t_pvalues",
]

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


def normal_pvalues(z: NDArray[np.float64], alternative: Alternative) -> NDArray[np.float64]:
    """Return the p-values of many standard normal statistics; NaN stays NaN."""
    from scipy.special import ndtr

    return _from_tails(ndtr(-_outward(z, alternative)), alternative)


def t_pvalues(
    t: NDArray[np.float64], df: NDArray[np.float64], alternative: Alternative
) -> NDArray[np.float64]:
    """Return the p-values of many of Student's t; NaN where one or its *df* is undefined."""
    from scipy.special import stdtr

    freedom = np.where(df > 0, df, np.nan)
    return _from_tails(stdtr(freedom, -_outward(t, alternative)), alternative)


def _outward(statistic: NDArray[np.float64], alternative: Alternative) -> NDArray[np.float64]:
    """Return the statistics turned so that large ones speak for the alternative."""
    if alternative == "two-sided":
        return np.abs(statistic)
    return statistic if alternative == "greater" else -statistic


def _from_tails(tails: NDArray[np.float64], alternative: Alternative) -> NDArray[np.float64]:
    """Return p-values as :func:`pvalue_of` does: above 0 and at most 1."""
    pvalues: NDArray[np.float64] = tails * (2.0 if alternative == "two-sided" else 1.0)
    return np.maximum(np.minimum(pvalues, 1.0), LEAST_PVALUE)


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


def adjust_pvalues(pvalues: Sequence[float], correction: str) -> list[float]:
    """Return adjusted p-values, in the order given.

    Parameters
    ----------
    pvalues : sequence of float
        The family; a NaN is not a member of it, and stays NaN.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}
        The first and the third hold the chance of any false rejection; the second the share of
        false ones among all rejections.
    """
    family = [k for k, pvalue in enumerate(pvalues) if not math.isnan(pvalue)]
    adjusted = [float(pvalue) for pvalue in pvalues]
    m = len(family)
    if correction == "bonferroni":
        for k in family:
            adjusted[k] = min(1.0, m * adjusted[k])
    elif correction == "holm":
        least = 0.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__)):
            least = max(least, min(1.0, (m - rank) * adjusted[k]))
            adjusted[k] = least
    elif correction == "benjamini-hochberg":
        most = 1.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__, reverse=True)):
            most = min(most, m / (m - rank) * adjusted[k])
            adjusted[k] = most
    return adjusted


# Numbers that are drawn at a time.
_AT_ONCE = 2_000_000
# Two sums of the same parts in another order differ by less.
_NEAR = 1e-9


def step_down_max_t(
    parts: NDArray[np.float64],
    alternative: str,
    n_resamples: int,
    rng: np.random.Generator,
    report: Callable[[int], None],
) -> tuple[list[float], int]:
    """Return adjusted p-values, and by how many flips; 0 stands for all that there are.

    The statistic of an item is the sum of its parts over the respondents, such as signed ranks,
    against its standard deviation under random signs.  A flip gives each respondent one sign for
    all items together, so that what they have in common stays.

    Parameters
    ----------
    parts : array of shape (n_respondents, n_items)
        What each respondent adds to each item; 0 where there is no pair.
    alternative : {'two-sided', 'less', 'greater'}
        Which sums speak against chance.
    n_resamples : int
        The most flips; where there are no more than these, all are tried.
    rng : numpy.random.Generator
        Where chance comes from.
    report : callable
        Called with the number of flips that are done.

    Notes
    -----
    Random flips count the data themselves as one: (1 + #) / (n_resamples + 1).
    """
    scaled = parts / np.sqrt((parts**2).sum(axis=0))
    turned = {"two-sided": np.abs, "less": np.negative, "greater": np.positive}[alternative]
    observed = turned(scaled.sum(axis=0))
    order = np.argsort(-observed, kind="stable")
    patterns, times = _patterns(scaled[:, order])
    n_signed = int(times.sum())
    complete = n_signed < 63 and 2**n_signed <= n_resamples + 1
    n_flips = 2**n_signed if complete else n_resamples
    chunk = max(1, _AT_ONCE // max(1, len(patterns)))
    draws = _every_sign(times, chunk) if complete else _random_signs(times, n_flips, chunk, rng)
    reached = np.zeros(len(order), dtype=np.int64)
    done = 0
    for signs in draws:
        sums = turned(signs @ patterns)
        # The largest of each item and of those less significant.
        largest = np.maximum.accumulate(sums[:, ::-1], axis=1)[:, ::-1]
        reached += (largest >= observed[order] - _NEAR).sum(axis=0)
        done += len(signs)
        report(done)
    shares = reached / n_flips if complete else (1 + reached) / (n_flips + 1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.maximum.accumulate(shares)
    return adjusted.tolist(), 0 if complete else n_flips


def _patterns(parts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct rows, whatever their sign, and how many respondents have each, ascending.

    Random signs make a row and its opposite one; and rows of nothing but 0 none.
    """
    used = parts[parts.any(axis=1)]
    lead = np.take_along_axis(used, (used != 0).argmax(axis=1)[:, None], axis=1)
    patterns, times = np.unique(used * np.sign(lead), axis=0, return_counts=True)
    rarest_first = np.argsort(times, kind="stable")
    return patterns[rarest_first], times[rarest_first]


def _random_signs(
    times: NDArray[np.int64], n_flips: int, chunk: int, rng: np.random.Generator
) -> Iterator[NDArray[np.float64]]:
    """Yield the sum of the signs of the respondents who are alike, a row a flip.

    *times* ascend: a respondent without a like takes one random bit.
    """
    n_alone = int(np.searchsorted(times, 1, side="right"))
    for start in range(0, n_flips, chunk):
        n_rows = min(chunk, n_flips - start)
        octets = rng.integers(0, 256, (n_rows, -(-n_alone // 8)), dtype=np.uint8)
        ups = np.empty((n_rows, len(times)))
        ups[:, :n_alone] = np.unpackbits(octets, axis=1, count=n_alone)
        ups[:, n_alone:] = rng.binomial(times[n_alone:], 0.5, (n_rows, len(times) - n_alone))
        yield 2 * ups - times


def _every_sign(times: NDArray[np.int64], chunk: int) -> Iterator[NDArray[np.float64]]:
    """Yield the same for every choice of signs there is, each once."""
    n_signed = int(times.sum())
    ends = np.concatenate([[0], np.cumsum(times)])
    for start in range(0, 2**n_signed, chunk):
        numbers = np.arange(start, min(start + chunk, 2**n_signed))
        bits = (numbers[:, None] >> np.arange(n_signed)) & 1
        counted = np.concatenate([np.zeros((len(numbers), 1)), bits.cumsum(axis=1)], axis=1)
        yield np.subtract(2 * np.diff(counted[:, ends], axis=1), times, dtype=np.float64)
