"""How much it takes to undo a figure: shifts, steps, confounders, and those who did not answer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._kernels.means._moments import count_mean, count_variance
from likertkit._kernels.means._student import t_quantile
from likertkit._kernels.shares import clopper_pearson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence


def shift_to_nonsignificant(low: float, high: float) -> float:
    """Return what must be taken from a mean for its two-sided t test to be at its level.

    That is the end nearer to 0 of the interval at the same level; 0 where the interval holds 0,
    since the test does not reject in the answers as they are; NaN where there is no interval.
    """
    if math.isnan(low) or math.isnan(high):
        return math.nan
    return low if low > 0 else min(high, 0.0)


def fewest_steps(gains: Sequence[tuple[int, int]], needed: int) -> int | None:
    """Return how few people must take a step for the sum of steps to reach what is needed.

    Parameters
    ----------
    gains : sequence of (int, int)
        The length of a step, and how many people can take one of that length, each only one.
    needed : int
        What the steps must add up to, or exceed.

    Returns
    -------
    int or None
        The number, the longest steps taken first; None where all steps together fall short.
    """
    people = 0
    for length, n in sorted(gains, reverse=True):
        if needed <= 0 or length <= 0:
            break
        taking = min(n, -(-needed // length))
        people += taking
        needed -= taking * length
    return people if needed <= 0 else None


def sign_test_gamma(n_for: int, n_against: int, confidence_level: float) -> float:
    """Return the largest Γ at which the two-sided sign test still rejects; 1 if it never does.

    Under Γ each sign is for with a probability of Γ / (1 + Γ) at the most.  That probability
    solves twice the binomial tail = 1 - confidence level, whose inverse is a quantile of a beta
    distribution: it is the lower Clopper-Pearson bound of the share for.
    """
    from scipy.special import betaincinv

    most, least = max(n_for, n_against), min(n_for, n_against)
    if most == 0:
        return 1.0
    share = float(betaincinv(most, least + 1, (1 - confidence_level) / 2))
    return max(1.0, share / (1 - share))


# ln of an odds ratio is π/√3 = 1.81 standard deviations, and a risk ratio about its root.
_RISK_PER_D = 0.91


def log_risk_ratio(standardized_difference: float) -> float:
    """Return the log of the risk ratio that a standardised difference stands for.

    It is that of a dichotomised outcome.
    """
    return _RISK_PER_D * standardized_difference


def e_value_of(log_ratio: float) -> float:
    """Return the E-value of a risk ratio from its log, on whichever side of 0 that lies.

    The ratio minus 1 is made from the log, for near 1 the difference would be rounding.
    """
    x = abs(log_ratio)
    above = math.exp(x)
    return above + math.sqrt(above) * math.sqrt(math.expm1(x))


def completed_counts(counts: Sequence[int], n_silent: int) -> tuple[list[int], list[int]]:
    """Return the counts with all silent at the lowest level, and with all at the highest."""
    lowest, highest = list(counts), list(counts)
    lowest[0] += n_silent
    highest[-1] += n_silent
    return lowest, highest


def imbens_manski_tail(gap: float, error: float, confidence_level: float) -> float:
    """Return the probability that may lie beyond each of two estimated bounds.

    The interval is to cover a quantity between the bounds.  Far apart, the quantity lies at one
    of them at the most, and the tail is 1 - confidence level; where they meet it is half of that.
    With c the normal quantile of the tail, Φ(c + gap / error) - Φ(-c) is the level, *error* being
    the larger standard error.
    """
    from statistics import NormalDist

    normal = NormalDist()
    # Where nobody answered either bound is an end of the scale, and has no error.
    apart = gap / error if error > 0 else math.inf
    # An interval is no narrower than the bounds, whatever the level.
    too_few = max(0.0, normal.inv_cdf(confidence_level))
    enough = normal.inv_cdf((1 + confidence_level) / 2)
    middle = (too_few + enough) / 2
    # Until no number lies between the two.
    while middle not in {too_few, enough}:
        if normal.cdf(middle + apart) - normal.cdf(-middle) < confidence_level:
            too_few = middle
        else:
            enough = middle
        middle = (too_few + enough) / 2
    return normal.cdf(-enough)


def _with_one_more(
    ends: tuple[Sequence[int], Sequence[int]], scores: Sequence[int]
) -> list[tuple[float, float]]:
    """Return mean and standard error of either end, as if one more had answered there.

    Few answers do not show what few people would answer.  The additional answer stands for these,
    so that the error is never 0, and that of skewed answers is not too small.
    """
    low, high = list(ends[0]), list(ends[1])
    low[0] += 1
    high[-1] += 1
    return [
        (count_mean(end, scores), math.sqrt(count_variance(end, scores) / sum(end)))
        for end in (low, high)
    ]


def bounded_mean_interval(
    ends: tuple[Sequence[int], Sequence[int]], scores: Sequence[int], confidence_level: float
) -> tuple[float, float]:
    """Return the interval of a mean that lies between those of two completed tables.

    Imbens and Manski's, with Student's t and one more answer at each end; NaN for one person.
    """
    n = sum(ends[0])
    if n < 2:
        return math.nan, math.nan
    (low, low_error), (high, high_error) = _with_one_more(ends, scores)
    gap = count_mean(ends[1], scores) - count_mean(ends[0], scores)
    tail = imbens_manski_tail(gap, max(low_error, high_error), confidence_level)
    reach = -t_quantile(tail, n - 1)
    # No mean lies off the scale, whatever its error.
    return max(low - reach * low_error, scores[0]), min(high + reach * high_error, scores[-1])


def bounded_share_interval(
    n_least: int, n_most: int, n: int, confidence_level: float
) -> tuple[float, float]:
    """Return the interval of a share between two estimated shares of *n* people; NaN of nobody.

    Clopper and Pearson's bound of each, at the tail of Imbens and Manski.
    """
    if n == 0:
        return math.nan, math.nan
    ends = ((n - n_least, n_least), (n - n_most, n_most))
    errors = [error for _, error in _with_one_more(ends, (0, 1))]
    tail = imbens_manski_tail((n_most - n_least) / n, max(errors), confidence_level)
    low, _ = clopper_pearson_interval(n_least, n, 1 - 2 * tail)
    _, high = clopper_pearson_interval(n_most, n, 1 - 2 * tail)
    return low, high
