"""Slow and plain ways to the figures of sensitivity: every completion, every subset, every root."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, stats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ALL = dict[str, tuple[Any, Any]]


def completions(answers: Sequence[int], n_silent: int, scores: Sequence[int]) -> list[list[int]]:
    """Return the answers with those of the silent, whatever these may have been."""
    return [
        [*answers, *some]
        for some in itertools.combinations_with_replacement(sorted(scores), n_silent)
    ]


def extremes(sets: Sequence[Sequence[int]], figure: Callable[[Sequence[int]], Any]) -> Any:
    """Return the least and the greatest value of a figure over sets of answers."""
    values = [figure(one) for one in sets]
    return min(values), max(values)


def bounds(answers: Sequence[int], n_silent: int, scores: Sequence[int], top: set[int]) -> ALL:
    """Return the bounds of mean, median, top box and cumulative shares, by enumeration."""
    sets = completions(answers, n_silent, scores)
    found: ALL = {
        "mean": extremes(sets, lambda one: Fraction(sum(one), len(one))),
        "median": extremes(sets, median),
        "top": extremes(sets, lambda one: Fraction(sum(x in top for x in one), len(one))),
    }
    for score in scores:
        found[f"at most {score}"] = extremes(
            sets, lambda one, score=score: Fraction(sum(x <= score for x in one), len(one))
        )
    return found


def imbens_manski_tail(gap: float, error: float, level: float) -> float:
    """Return the tail of Imbens and Manski with its critical value found by Brent's method."""

    def short(c: float) -> float:
        return float(stats.norm.cdf(c + gap / error) - stats.norm.cdf(-c) - level)

    return float(stats.norm.sf(optimize.brentq(short, 0, 10, xtol=1e-14)))


def bounded_mean(rows: Sequence[int], silent: int, scores: Sequence[int], level: float) -> Any:
    """Return the interval of a mean from rows: one more answer at each end, and SciPy's t."""
    lows, highs = [*rows, *[scores[0]] * silent], [*rows, *[scores[-1]] * silent]
    more = [*lows, scores[0]], [*highs, scores[-1]]
    errors = [stats.sem(end) for end in more]
    tail = imbens_manski_tail(np.mean(highs) - np.mean(lows), max(errors), level)
    reach = stats.t.isf(tail, len(lows) - 1)
    low, high = np.mean(more[0]) - reach * errors[0], np.mean(more[1]) + reach * errors[1]
    return max(low, scores[0]), min(high, scores[-1])


def bounded_share(chosen: int, n: int, silent: int, level: float) -> Any:
    """Return the interval of a share: SciPy's exact binomial tests at the tail of either end."""
    total = n + silent
    errors = [
        stats.sem([1] * yes + [0] * (total + 1 - yes)) for yes in (chosen, chosen + silent + 1)
    ]
    tail = imbens_manski_tail(silent / total, max(errors), level)
    low = stats.binomtest(chosen, total).proportion_ci(1 - 2 * tail).low
    return low, stats.binomtest(chosen + silent, total).proportion_ci(1 - 2 * tail).high


def sign_range(first: Sequence[int], second: Sequence[int]) -> tuple[float, float]:
    """Return the least and the greatest mean difference over scorings with a range of 1.

    Linear programming over the scores themselves: never decreasing, from 0 to 1.
    """
    k = len(first)
    gain = np.array(first) / sum(first) - np.array(second) / sum(second)
    order = np.zeros((k - 1, k))
    for place in range(k - 1):
        order[place, place], order[place, place + 1] = 1, -1
    ends = [(0, 0), *([(0, 1)] * (k - 2)), (1, 1)]
    least, most = (
        optimize.linprog(sign * gain, A_ub=order, b_ub=np.zeros(k - 1), bounds=ends).fun
        for sign in (1, -1)
    )
    return float(least), float(-most)


def mean_difference(first: Sequence[int], second: Sequence[int], scores: Sequence[int]) -> Fraction:
    """Return the mean of one table of counts less that of another, exactly."""
    means = [
        Fraction(sum(c * x for c, x in zip(one, scores, strict=True)), sum(one))
        for one in (first, second)
    ]
    return means[0] - means[1]


def cut_pvalue(pairs: Sequence[tuple[int, int]]) -> float:
    """Return the p-value of dominance from rows: SciPy's sign test at each cut, the largest."""
    levels = sorted({answer for pair in pairs for answer in pair})
    found = []
    for cut in levels[:-1]:
        up = sum(one > cut >= other for one, other in pairs)
        down = sum(other > cut >= one for one, other in pairs)
        n = up + down
        tails = [
            min(1.0, 2 * stats.binomtest(x, n, alternative="greater").pvalue) if n else 1.0
            for x in (up, down)
        ]
        found.append(tails)
    return min((max(column) for column in zip(*found, strict=True)), default=1.0)


def overlapping_pvalue(
    both: Sequence[tuple[int, int]], only_first: Sequence[int], only_second: Sequence[int]
) -> float:
    """Return the two-sided normal p-value of two overlapping shares, from rows of 0 and 1."""
    one = [a for a, _ in both] + list(only_first)
    other = [b for _, b in both] + list(only_second)
    pooled = np.mean(one + other)
    columns = np.array(both).T if both else np.zeros((2, 0))
    varied = len(both) > 1 and all(np.ptp(column) > 0 for column in columns)
    r = np.corrcoef(columns)[0, 1] if varied else 0.0
    n1, n2 = len(one), len(other)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2 - 2 * r * len(both) / (n1 * n2))
    return float(2 * stats.norm.sf(abs(np.mean(one) - np.mean(other)) / math.sqrt(variance)))


def gamma(n_for: int, n_against: int, level: float) -> float:
    """Return the largest Γ of the sign test, by bisection on the exact binomial tail."""
    n, most = n_for + n_against, max(n_for, n_against)

    def rejects(big: Fraction) -> bool:
        p = big / (1 + big)
        tail = sum(math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(most, n + 1))
        return 2 * tail <= 1 - Fraction(str(level))

    low, high = Fraction(1), Fraction(1)
    if n == 0 or not rejects(low):
        return 1.0
    while rejects(high):
        high *= 2
    for _ in range(40):
        middle = Fraction(round((low + high) / 2 * 2**40), 2**40)
        low, high = (middle, high) if rejects(middle) else (low, middle)
    return float(low)


def fewest_moves(pairs: Sequence[tuple[int, int]], scores: Sequence[int]) -> int | None:
    """Return the least size of a set of people whose next category ends the difference."""
    total = sum(a - b for a, b in pairs)
    way = 1 if total > 0 else -1
    places = {score: place for place, score in enumerate(scores)}
    steps = []
    for _, b in pairs:
        to = places[b] + way
        steps.append(abs(scores[to] - b) if 0 <= to < len(scores) else 0)
    for size in range(len(pairs) + 1):
        if any(sum(some) >= abs(total) for some in itertools.combinations(steps, size)):
            return size
    return None
