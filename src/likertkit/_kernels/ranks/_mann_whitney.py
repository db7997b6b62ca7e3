"""The rank sum of one of two groups (Wilcoxon, Mann and Whitney) where answers are tied.

Given how many answers there are at each level and in each group, the first group's answers at
the levels are multivariate hypergeometric under the null hypothesis, and the rank sum is a linear
function of them.  Doubled midranks are whole numbers, so that no tie is ever missed by rounding.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import pvalue_of
from likertkit._kernels.ranks._mann_whitney_tails import (
    RankLattice,
    log_sum,
    normal_log_pvalue,
    saddlepoint_log_tail,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# States of both halves together, a tenth of a second or a few; five levels reach it beyond 300
# answers a group.
MOST_STATES = 2_000_000
# How many times fewer states must be different for it to pay to merge the equal ones.
_MERGING = 2


class RankSum(NamedTuple):
    """A rank-sum test: the first group's U, the logarithm of p, and how p was found.

    `log_least` is the logarithm of the least p that answers with these margins can have, however
    they lie in the groups; NaN unless p is exact.
    """

    statistic: float
    log_pvalue: float
    method: str
    log_least: float = math.nan

    @property
    def pvalue(self) -> float:
        """The p-value."""
        return pvalue_of(self.log_pvalue)


class _States(NamedTuple):
    """Ways to draw some of the first group's answers from some of the levels."""

    drawn: NDArray[np.int64]
    total: NDArray[np.int64]
    log_ways: NDArray[np.float64]


def rank_sum_test(
    first: Sequence[int], second: Sequence[int], alternative: str, method: str
) -> RankSum:
    """Return the rank-sum test of two groups that both have answers.

    Parameters
    ----------
    first, second : sequence of int
        Answers at each level, the lowest score first.
    alternative : {'two-sided', 'greater', 'less'}
        'greater': answers of the first tend to be higher.  Two-sided, p is the chance of a rank
        sum at least as far from its mean.
    method : {'auto', 'exact', 'saddlepoint', 'asymptotic'}
        'auto' is exact up to ``MOST_STATES`` states, else by saddlepoint.

    References
    ----------
    .. [1] Mehta, Patel and Tsiatis (1984), Exact significance testing to establish treatment
       equivalence with ordered categorical data, Biometrics 40, 819-825.
    .. [2] Skovgaard (1987), Saddlepoint expansions for conditional distributions, Journal of
       Applied Probability 24, 875-887.
    """
    lattice = RankLattice.from_counts(first, second)
    if method == "auto":
        method = "exact" if rank_sum_states(first, second) <= MOST_STATES else "saddlepoint"
    least = least_log_pvalue(lattice, alternative) if method == "exact" else math.nan
    if len(lattice.totals) == 1:
        return RankSum(lattice.statistic, 0.0, method, least)
    if method == "asymptotic":
        return RankSum(lattice.statistic, normal_log_pvalue(lattice, alternative), method)
    low, high = lattice.tails(alternative)
    # No rank sum is both: where the tails touch, they hold everything.
    if low is not None and high is not None and high <= low + 1:
        return RankSum(lattice.statistic, 0.0, method, least)
    if method == "exact":
        logs = _exact_log_tails(*lattice.of_smaller_tails(low, high))
        # Two ways to one number, and rounding must not put p below what it can be.
        logged = max(least, min(0.0, log_sum(logs)))
        return RankSum(lattice.statistic, logged, method, least)
    logs = [
        *([] if high is None else [saddlepoint_log_tail(lattice, high)]),
        *([] if low is None else [saddlepoint_log_tail(*lattice.turned(low))]),
    ]
    return RankSum(lattice.statistic, min(0.0, log_sum(logs)), method)


def rank_sum_states(first: Sequence[int], second: Sequence[int]) -> int:
    """Return about how many states an exact test goes through: its time, and its memory."""
    return sum(_cut(RankLattice.from_counts(first, second).of_smaller())[1:])


def least_log_pvalue(lattice: RankLattice, alternative: str) -> float:
    """Return the logarithm of the least p-value that any answers with these margins can have."""
    ends = {
        "greater": lattice.log_most(),
        "less": lattice.turned(0)[0].log_most(),
    }
    if alternative != "two-sided":
        return ends[alternative]
    most, least = lattice.ends()
    far = {"greater": lattice.deviation(most), "less": -lattice.deviation(least)}
    farthest = max(far.values())
    logs = [ends[side] for side in far if far[side] == farthest]
    return min(0.0, log_sum(logs)) if most > least else 0.0


def score_sum_exact(
    first: Sequence[int],
    second: Sequence[int],
    scores: Sequence[int],
    alternative: str,
    most_states: int,
) -> tuple[float, float] | None:
    """Return the logarithm of the exact p-value of the first group's sum of scores, and the least.

    It is the test of a rank sum with the scores in place of ranks; *scores* ascend.  Two-sided, p
    is the chance of a sum at least as far from its mean.  None where it goes through more states.
    """
    levels = [(a, a + b, x) for a, b, x in zip(first, second, scores, strict=True) if a + b]
    if len(levels) == 1:
        return 0.0, 0.0
    step = math.gcd(*(x - levels[0][2] for _, _, x in levels))
    ranks = tuple((x - levels[0][2]) // step for _, _, x in levels)
    total = sum(a * r for (a, _, _), r in zip(levels, ranks, strict=True))
    lattice = RankLattice(
        totals=tuple(t for _, t, _ in levels),
        ranks=ranks,
        n_first=sum(first),
        step=step,
        total=total,
        statistic=math.nan,
    )
    if sum(_cut(lattice.of_smaller())[1:]) > most_states:
        return None
    n, whole = sum(lattice.totals), sum(t * r for t, r in zip(lattice.totals, ranks, strict=True))

    def far(sum_of_scores: int) -> int:
        """Return n times how far a total lies from its mean."""
        return n * sum_of_scores - lattice.n_first * whole

    low: int | None = total
    high: int | None = total
    most, end = lattice.ends()
    ends = {
        "greater": (far(most), lattice.log_most()),
        "less": (-far(end), lattice.turned(0)[0].log_most()),
    }
    if alternative == "two-sided":
        farthest = max(distance for distance, _ in ends.values())
        least = min(0.0, log_sum([log for distance, log in ends.values() if distance == farthest]))
        beyond = abs(far(total))
        if beyond == 0:
            return 0.0, least
        low = (lattice.n_first * whole - beyond) // n
        high = -((-lattice.n_first * whole - beyond) // n)
    else:
        least = ends[alternative][1]
        low, high = (None, total) if alternative == "greater" else (total, None)
    logged = log_sum(_exact_log_tails(*lattice.of_smaller_tails(low, high)))
    return max(least, min(0.0, logged)), least


def _different(totals: Sequence[int], ranks: Sequence[int], most: int) -> int:
    """Return how many different states levels can have at the most, *most* answers being drawn."""
    spread = max(ranks) - min(ranks)
    furthest = sum(min(t, most) * abs(r - ranks[0]) for t, r in zip(totals, ranks, strict=True))
    return (min(sum(totals), most) + 1) * (min(most * spread, furthest) + 1)


def _sizes(totals: Sequence[int], ranks: Sequence[int], most: int) -> list[int]:
    """Return how many states there are after each level, equal ones merged where that pays."""
    sizes, ways = [], 1
    for k, t in enumerate(totals, start=1):
        ways *= min(t, most) + 1
        different = _different(totals[:k], ranks[:k], most)
        if ways > _MERGING * different:
            ways = different
        sizes.append(ways)
    return sizes


def _cut(lattice: RankLattice) -> tuple[int, int, int]:
    """Return before which level the halves part, and how many states each has."""
    totals, ranks, most = lattice.totals, lattice.ranks, lattice.n_first
    if len(totals) == 1:
        return 1, 1, 0
    upward, downward = _sizes(totals, ranks, most), _sizes(totals[::-1], ranks[::-1], most)
    cuts = [(k, upward[k - 1], downward[len(totals) - k - 1]) for k in range(1, len(totals))]
    return min(cuts, key=lambda cut: cut[1] + cut[2])


def _log_ways(total: int, most: int) -> NDArray[np.float64]:
    """Return the logarithms of the ways to draw none, one and up to *most* of some answers."""
    from scipy.special import gammaln

    x = np.arange(min(total, most) + 1)
    log_ways: NDArray[np.float64] = gammaln(total + 1) - gammaln(x + 1) - gammaln(total - x + 1)
    return log_ways


def _joined(states: _States, total: int, rank: int, most: int) -> _States:
    """Return the states with another level, at *most* so many answers being drawn."""
    log_ways = _log_ways(total, most)
    x = np.arange(len(log_ways))
    drawn = states.drawn[:, None] + x
    there = drawn <= most
    return _States(
        drawn[there],
        (states.total[:, None] + x * rank)[there],
        (states.log_ways[:, None] + log_ways)[there],
    )


def merge_equal(
    first: NDArray[np.int64], second: NDArray[np.int64], log_ways: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return states of two numbers in the order of the first and the second, equal ones as one."""
    order = np.lexsort((second, first))
    first, second, log_ways = first[order], second[order], log_ways[order]
    new = np.ones(len(first), dtype=np.bool_)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    starts = np.flatnonzero(new)
    most = np.maximum.reduceat(log_ways, starts)
    place = np.cumsum(new) - 1
    ways = np.add.reduceat(np.exp(log_ways - most[place]), starts)
    return first[starts], second[starts], most + np.log(ways)


def _merged(states: _States) -> _States:
    return _States(*merge_equal(states.drawn, states.total, states.log_ways))


def _half(totals: Sequence[int], ranks: Sequence[int], most: int) -> _States:
    """Return the states of some levels."""
    states = _States(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1))
    for k, (t, r) in enumerate(zip(totals, ranks, strict=True), start=1):
        states = _joined(states, t, r, most)
        if len(states.drawn) > _MERGING * _different(totals[:k], ranks[:k], most):
            states = _merged(states)
    return states


def _exact_log_tails(lattice: RankLattice, low: int | None, high: int | None) -> list[float]:
    """Return log P(S <= low) and log P(S >= high), of those that are asked for."""
    most = lattice.n_first
    cut, n_lower, n_upper = _cut(lattice)
    lower = lattice.totals[:cut], lattice.ranks[:cut]
    upper = lattice.totals[cut:], lattice.ranks[cut:]
    small, (totals, ranks) = (lower, upper) if n_lower < n_upper else (upper, lower)
    table = _CumulativeTable(_merged(_half(*small, most)))
    # The largest level of the other half is gone through one by one, which saves the memory.
    k = max(range(len(totals)), key=totals.__getitem__)
    rest = _half((*totals[:k], *totals[k + 1 :]), (*ranks[:k], *ranks[k + 1 :]), most)
    logs = []
    for x, log_ways in enumerate(_log_ways(totals[k], most).tolist()):
        left = most - x - rest.drawn
        there = (left >= 0) & (left <= table.most)
        left, total = left[there], rest.total[there] + x * ranks[k]
        log_chances = rest.log_ways[there] + log_ways
        logs += [] if high is None else [log_sum(log_chances + table.at_least(left, high - total))]
        logs += [] if low is None else [log_sum(log_chances + table.at_most(left, low - total))]
    return [log_sum(logs) - float(_log_ways(sum(lattice.totals), most)[most])]


class _CumulativeTable:
    """How many ways there are to a count with at least, and with at most, some total."""

    def __init__(self, states: _States) -> None:
        self.most = int(states.drawn[-1])
        self._stride = int(states.total.max()) + 2
        self._keys = states.drawn * self._stride + states.total
        # Behind the states of a count stands nothing, and before them neither.
        self._bounds = np.searchsorted(states.drawn, np.arange(self.most + 2))
        self._above = np.empty(len(states.drawn))
        self._below = np.empty(len(states.drawn))
        for start, end in zip(self._bounds[:-1], self._bounds[1:], strict=True):
            ways = states.log_ways[start:end]
            self._below[start:end] = np.logaddexp.accumulate(ways)
            self._above[start:end] = np.logaddexp.accumulate(ways[::-1])[::-1]

    def at_least(self, count: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float64]:
        keys = count * self._stride + np.clip(total, 0, self._stride - 1)
        place = np.searchsorted(self._keys, keys)
        none = place == self._bounds[count + 1]
        return np.where(none, -np.inf, self._above[place - none])

    def at_most(self, count: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float64]:
        keys = count * self._stride + np.clip(total, -1, self._stride - 2)
        place = np.searchsorted(self._keys, keys, side="right")
        none = place == self._bounds[count]
        return np.where(none, -np.inf, self._below[place - 1 + none])
