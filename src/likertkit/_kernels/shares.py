"""Shares: their intervals, and their rounding."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_Number = TypeVar("_Number", float, "NDArray[np.float64]")

__all__ = [
    "apportion",
    "clopper_pearson_interval",
    "jeffreys_interval",
    "logit_interval",
    "round_parts",
    "sison_glaz_intervals",
    "tango_interval",
    "tango_statistic",
    "wilson_bounds",
    "wilson_interval",
]


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
    centre, spread = _wilson(count / n, n, z)
    half = z / (1 + z * z / n) * math.sqrt(spread)
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high


def _wilson(share: _Number, n: _Number, z: float) -> tuple[_Number, _Number]:
    """Return the middle of Wilson's interval, and the variance that its half is made of."""
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    return centre, share * (1 - share) / n + z * z / (4 * n * n)


def wilson_bounds(
    shares: NDArray[np.float64], sizes: NDArray[np.float64], confidence_level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Wilson's score interval of many shares of so many answers each, elementwise.

    NaN where a size is 0 or undefined; exactly 0 or 1 where the share is.
    """
    z = _normal_quantile(confidence_level)
    n = np.where(sizes > 0, sizes, np.nan)
    centre, spread = _wilson(shares, n, z)
    half = z / (1 + z * z / n) * np.sqrt(spread)
    low = np.where((shares == 0) & (n > 0), 0.0, np.maximum(0.0, centre - half))
    high = np.where((shares == 1) & (n > 0), 1.0, np.minimum(1.0, centre + half))
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


def sison_glaz_intervals(
    counts: Sequence[int], confidence_level: float
) -> list[tuple[float, float]]:
    """Return simultaneous intervals of multinomial shares; NaN where nobody answered.

    All counts are given the same room c, the widest that holds a multinomial count with less
    than the confidence level, and the upper bounds what is left of it by interpolation.  The
    probability is exact, where Sison and Glaz approximate it.
    """
    n = sum(counts)
    if n == 0:
        return [(math.nan, math.nan)] * len(counts)
    within, beyond = 0, 1
    while _probability_within(counts, beyond) <= confidence_level and beyond < n:
        within, beyond = beyond, min(2 * beyond, n)
    while beyond - within > 1:
        middle = (within + beyond) // 2
        if _probability_within(counts, middle) <= confidence_level:
            within = middle
        else:
            beyond = middle
    held, more = (_probability_within(counts, room) for room in (within, beyond))
    # With one level used, no room at all holds everything.
    extra = (confidence_level - held) / (more - held) if more > held else 0.0
    extra = max(0.0, extra)
    return [
        (max(0.0, (count - within) / n), min(1.0, (count + within + 2 * extra) / n))
        for count in counts
    ]


def _probability_within(counts: Sequence[int], room: int) -> float:
    """Return the probability that each multinomial count lies within *room* of those found.

    Independent Poisson counts, given their sum, are multinomial: so it is the probability that
    truncated Poisson counts add up to n, over that of a Poisson count of n.
    """
    from scipy.special import gammaln, xlogy

    n = sum(counts)
    width = 2 * room + 1
    length = 1 << (width * len(counts)).bit_length()
    spectrum = np.ones(length // 2 + 1, dtype=np.complex128)
    least = 0
    for count in counts:
        first = max(0, count - room)
        values = np.arange(first, count + room + 1)
        probabilities = np.exp(xlogy(values, count) - count - gammaln(values + 1))
        spectrum *= np.fft.rfft(probabilities, length)
        least += first
    together = np.fft.irfft(spectrum, length)[n - least]
    whole = math.exp(n * math.log(n) - n - math.lgamma(n + 1))
    return float(min(1.0, max(0.0, together / whole)))


def tango_interval(
    first_only: float, second_only: float, n: float, confidence_level: float
) -> tuple[float, float]:
    """Return Tango's score interval of ``(first_only - second_only) / n``.

    The counts exclude each other: answers in the top and in the bottom box, or pairs that differ
    one way and the other.  They need not be whole.  Where *n* is 0 both bounds are NaN.
    """
    from statistics import NormalDist

    if not n > 0:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + confidence_level) / 2)
    difference = (first_only - second_only) / n

    def beyond(candidate: float) -> bool:
        """Return whether the data refuse a difference."""
        variance = _restricted_variance(first_only, second_only, n, candidate)
        return (difference - candidate) ** 2 * n > z * z * variance

    return _edge(beyond, difference, -1.0), _edge(beyond, difference, 1.0)


def tango_statistic(first_only: float, second_only: float, n: float, difference: float) -> float:
    """Return Tango's score statistic, standard normal where the true difference is as given.

    A difference strictly between -1 and 1 lies in the interval of a level where the statistic is
    within that level's quantiles.  It is NaN where *n* is 0, and where nothing differs and no
    difference is asked for.
    """
    if not n > 0:
        return math.nan
    variance = _restricted_variance(first_only, second_only, n, difference)
    distance = first_only - second_only - n * difference
    return distance / math.sqrt(n * variance) if variance > 0 else math.nan


def _restricted_variance(b: float, c: float, n: float, difference: float) -> float:
    """Return n times the variance of the difference where it is as given.

    The share of the second is its maximum likelihood estimate under that difference: the larger
    root of a quadratic equation.
    """
    half = b + c - (2 * n - b + c) * difference
    root = math.sqrt(max(0.0, half * half + 8 * n * c * difference * (1 - difference)))
    if half >= 0:
        second = (half + root) / (4 * n)
    else:
        # The same root without a difference of two like numbers.
        second = 2 * c * difference * (1 - difference) / (root - half)
    second = max(0.0, -difference, second)
    return max(0.0, 2 * second + difference * (1 - difference))


def _edge(beyond: Callable[[float], bool], inside: float, outside: float) -> float:
    """Return where a condition begins to hold between two numbers; the second if nowhere."""
    if not beyond(outside):
        return outside
    middle = (inside + outside) / 2
    # Until no number lies between the two.
    while middle not in {inside, outside}:
        if beyond(middle):
            outside = middle
        else:
            inside = middle
        middle = (inside + outside) / 2
    return inside


def round_parts(amounts: Sequence[int | float], parts: int) -> list[int]:
    """Return each amount as the nearest number of *parts* of the total, halves upward."""
    total = sum(map(Fraction, amounts))
    return [math.floor(Fraction(amount) * parts / total + Fraction(1, 2)) for amount in amounts]


def apportion(amounts: Sequence[int | float], parts: int) -> list[int]:
    """Return whole numbers of *parts* that add up to all of them, by largest remainder.

    Each amount gets its quota rounded down; the parts that are left go to the largest
    remainders, and among equal ones to the larger amount, then to the earlier one.
    """
    total = sum(map(Fraction, amounts))
    quotas = [Fraction(amount) * parts / total for amount in amounts]
    given = [math.floor(quota) for quota in quotas]
    order = sorted(
        range(len(amounts)),
        key=lambda k: (given[k] - quotas[k], -amounts[k], k),
    )
    for k in order[: parts - sum(given)]:
        given[k] += 1
    return given
