"""Effects of ordered answers: superiority, relative effects, shifts, and dominance."""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from likertkit._kernels.means._student import t_quantile
from likertkit._kernels.shares import tango_interval, wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class RelativeEffect(NamedTuple):
    """How often the first is higher, ties half, with what Brunner and Munzel make of it."""

    superiority: float
    standard_error: float
    df: float

    @property
    def statistic(self) -> float:
        """The distance from 1/2 in standard errors; NaN without one."""
        if not self.standard_error > 0:
            return math.nan
        return (self.superiority - 0.5) / self.standard_error


def _placements(others: Sequence[float]) -> list[float]:
    """Return twice how many others are lower than each level, or half of them at it."""
    placements: list[float] = []
    below: float = 0
    for count in others:
        placements.append(2 * below + count)
        below += count
    return placements


def _spread(counts: Sequence[float], values: Sequence[float]) -> float:
    """Return the variance with divisor n, exactly where counts are whole."""
    n = sum(counts)
    total = sum(c * x for c, x in zip(counts, values, strict=True))
    squares = sum(c * x * x for c, x in zip(counts, values, strict=True))
    return (n * squares - total * total) / (n * n)


def _effect(
    first: Sequence[float], second: Sequence[float], sizes: tuple[float, float]
) -> tuple[float, float, float]:
    """Return the share, its variance and the degrees of freedom of groups of given sizes.

    The counts may be multiples of the answers.
    """
    among_second, among_first = _placements(second), _placements(first)
    n_first, n_second = sum(first), sum(second)
    share = sum(c * x for c, x in zip(first, among_second, strict=True)) / (2 * n_first * n_second)
    spreads = (
        _spread(first, among_second) / (4 * n_second**2),
        _spread(second, among_first) / (4 * n_first**2),
    )
    if min(sizes) < 2:
        return share, math.nan, math.nan
    parts = [spread / (size - 1) for spread, size in zip(spreads, sizes, strict=True)]
    variance = sum(parts)
    if variance == 0:
        return share, 0.0, math.nan
    # As shares, whose squares cannot underflow.
    below = sum((part / variance) ** 2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    return share, variance, 1 / below


def relative_effect(first: Sequence[int], second: Sequence[int]) -> RelativeEffect:
    """Return how often the first of two groups that both have answers is higher.

    The standard error, NaN with one answer in a group, is 0 where all are tied or the groups do
    not overlap; the degrees of freedom are Satterthwaite's.

    References
    ----------
    .. [1] Brunner and Munzel (2000), The nonparametric Behrens-Fisher problem: asymptotic theory
       and a small-sample approximation, Biometrical Journal 42, 17-25.
    """
    share, variance, df = _effect(first, second, (sum(first), sum(second)))
    return RelativeEffect(share, math.sqrt(variance), df)


def superiority_interval(
    first: Sequence[float],
    second: Sequence[float],
    confidence_level: float,
    *,
    inflation: float = 1.0,
    most_df: float = math.inf,
) -> tuple[float, float]:
    """Return the interval of how often the first is higher, within 0 and 1 and never a point.

    Wilson's interval on the effective number of answers: how many coin tosses would know the
    share as well.  The variance that says so is Brunner and Munzel's after one more answer was
    added to each group, spread over the levels as all answers are, so that it does not vanish
    where the groups hardly overlap; and where all answers are tied, the effective number is the
    smaller group's, below which it cannot be.

    Parameters
    ----------
    first, second : sequence of float
        Answers at each level; of a design as many as its weights are worth.
    confidence_level : float
        The level.
    inflation : float
        By how much a design makes the variance larger than that of so many answers.
    most_df : float
        The degrees of freedom that a design leaves at the most.
    """
    n_first, n_second = sum(first), sum(second)
    n = n_first + n_second
    together = [a + b for a, b in zip(first, second, strict=True)]
    # n times the counts, which are whole again where they were.
    more_first, more_second = (
        [n * c + t for c, t in zip(counts, together, strict=True)] for counts in (first, second)
    )
    share, variance, df = _effect(more_first, more_second, (n_first + 1, n_second + 1))
    if sum(t > 0 for t in together) > 1:
        effective = share * (1 - share) / (variance * inflation)
    else:
        effective, df = float(min(n_first, n_second)) / inflation, float(n)
    upper = (1 + confidence_level) / 2
    # With the quantile of t in place of the normal one.
    effective *= (NormalDist().inv_cdf(upper) / t_quantile(upper, min(df, most_df))) ** 2
    superiority = min(1.0, _effect(first, second, (n_first, n_second))[0])
    return wilson_interval(superiority * effective, effective, confidence_level)


class PairedSuperiority(NamedTuple):
    """Proportions of pairs, each with its interval.

    `delta` is P(>) - P(<), `superiority` is P(>) + P(=) / 2.
    """

    delta: float
    delta_low: float
    delta_high: float
    superiority: float
    superiority_low: float
    superiority_high: float


def paired_superiority(
    higher: int, equal: int, lower: int, confidence_level: float
) -> PairedSuperiority:
    """Return how much more often the first is higher, with Tango's score interval; NaN if empty."""
    n = higher + equal + lower
    delta = (higher - lower) / n if n else math.nan
    low, high = tango_interval(higher, lower, n, confidence_level)
    return PairedSuperiority(delta, low, high, (1 + delta) / 2, (1 + low) / 2, (1 + high) / 2)


def paired_shift(differences: Sequence[float], counts: Sequence[int]) -> float:
    """Return the median of the means of every two differences, each with itself too.

    From the counts of distinct differences, zero among them; NaN where there is none.
    """
    values, n = _held(differences, counts)
    row, column = np.triu_indices(len(values))
    # A value meets itself and its equals n (n + 1) / 2 times.
    weights = np.where(row == column, n[row] * (n[row] + 1) // 2, n[row] * n[column])
    return _median(values[row] + values[column], weights) / 2


def unpaired_shift(scores: Sequence[float], first: Sequence[int], second: Sequence[int]) -> float:
    """Return the median of the differences of every first from every second answer.

    From the counts of two groups at the same scores; NaN where a group is empty.
    """
    ours, n = _held(scores, first)
    theirs, m = _held(scores, second)
    return _median(np.subtract.outer(ours, theirs).reshape(-1), np.outer(n, m).reshape(-1))


def _held(
    values: Sequence[float], counts: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[Any]]:
    # As whole numbers of Python: the pairs of two large counts are more than 2 to the 63.
    n = np.array([int(count) for count in counts], dtype=object)
    return np.array(values, dtype=np.float64)[n > 0], n[n > 0]


def _median(values: NDArray[np.float64], counts: NDArray[Any]) -> float:
    """Return the median of values that occur so often."""
    if not len(values):
        return math.nan
    order = np.argsort(values)
    reached = np.cumsum(counts[order])
    n = int(reached[-1])
    low, high = np.searchsorted(reached, [(n - 1) // 2, n // 2], side="right")
    return float(values[order[low]] + values[order[high]]) / 2


def cut_differences(first: Sequence[int], second: Sequence[int]) -> list[int]:
    """Return how much less of the first lies at or below each cut, times both totals.

    The whole number at cut k is n₁ n₂ (F₂(k) - F₁(k)): positive where the first lies higher.
    The levels are in ascending order, and there is a cut between any two neighbours.
    """
    n_first, n_second = sum(first), sum(second)
    below = zip(itertools.accumulate(first), itertools.accumulate(second), strict=True)
    return [n_first * b - n_second * a for a, b in below][:-1]


def informative_cuts(first: Sequence[int], second: Sequence[int]) -> list[bool]:
    """Return whether some answers lie below and some above each cut."""
    both = [a + b for a, b in zip(first, second, strict=True)]
    total = sum(both)
    return [0 < below < total for below in itertools.accumulate(both)][:-1]


def turning_stretch(differences: Sequence[int], gaps: Sequence[int]) -> tuple[int, int]:
    """Return what speaks for the sign of a mean difference, and what speaks against it.

    The mean difference is the sum over the cuts of the gap between the scores on both sides
    times the difference there.  Once the gaps of all cuts against it are wider by more than the
    quotient of the two numbers, the sign turns.  Where the sum is 0, the second counts as for.
    """
    parts = [d * gap for d, gap in zip(differences, gaps, strict=True)]
    up = sum(part for part in parts if part > 0)
    down = -sum(part for part in parts if part < 0)
    return (up, down) if up > down else (down, up)
