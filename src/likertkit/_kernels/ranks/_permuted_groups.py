"""Several groups' answers handed out anew: every table with the same margins, or random ones.

Under the null hypothesis every way to hand the answers out to the groups is equally likely, given
how many answers there are at each level and in each group.  A statistic is made of each group's
sum of some whole numbers, such as ranks, that add up to 0 over all answers; so no tie is missed
by rounding.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import pvalue_of
from likertkit._kernels.ranks._mann_whitney import merge_equal
from likertkit._kernels.ranks._mann_whitney_tails import log_sum

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Sums = NDArray[np.int64]

# Beyond, whole numbers of 64 bits may not hold a statistic.
_MOST_WHOLE = 2**62
# Tables that are drawn at a time, times their cells.
_AT_ONCE = 2_000_000
# Sums of the same squares in another order differ by less.
_NEAR = 1e-12


class GroupStatistic(NamedTuple):
    """A statistic that is a sum over the groups of a function of their sums of ranks.

    Attributes
    ----------
    ranks : sequence of int
        The number of each level; over all answers they add up to 0.
    part : callable
        What a group, by its place, adds for each sum.
    extreme : callable
        Which totals are at least as extreme as the observed one.
    whole : bool
        Whether the parts are whole numbers that never overflow.
    """

    ranks: Sequence[int]
    part: Callable[[int, Sums], NDArray[Any]]
    extreme: Callable[[NDArray[Any]], NDArray[np.bool_]]
    whole: bool


def between_groups(groups: Sequence[Sequence[int]], ranks: Sequence[int]) -> GroupStatistic:
    """Return the sum of squares between the groups, that of Kruskal and Wallis."""
    sizes = [sum(group) for group in groups]
    common = math.lcm(*sizes)
    totals = [sum(level) for level in zip(*groups, strict=True)]
    # No table has more between its groups than all answers have among them.
    most = common * sum(t * r * r for t, r in zip(totals, ranks, strict=True))
    sums = [sum(c * r for c, r in zip(group, ranks, strict=True)) for group in groups]
    if most < _MOST_WHOLE:
        observed = sum(common // n * s * s for n, s in zip(sizes, sums, strict=True))
        return GroupStatistic(
            ranks, lambda g, s: common // sizes[g] * s * s, lambda v: v >= observed, whole=True
        )
    near = math.fsum(s * s / n for n, s in zip(sizes, sums, strict=True)) * (1 - _NEAR)
    return GroupStatistic(
        ranks, lambda g, s: s.astype(np.float64) ** 2 / sizes[g], lambda v: v >= near, whole=False
    )


def along_groups(
    groups: Sequence[Sequence[int]],
    group_scores: Sequence[int],
    ranks: Sequence[int],
    alternative: str,
) -> GroupStatistic:
    """Return the sum of products of the groups' scores with their sums, that of a trend."""
    sizes = [sum(group) for group in groups]
    sums = [sum(c * r for c, r in zip(group, ranks, strict=True)) for group in groups]
    observed = sum(u * s for u, s in zip(group_scores, sums, strict=True))
    extreme = {
        "two-sided": lambda v: np.abs(v) >= abs(observed),
        "greater": lambda v: v >= observed,
        "less": lambda v: v <= observed,
    }[alternative]
    most = sum(abs(u) * n for u, n in zip(group_scores, sizes, strict=True)) * max(map(abs, ranks))
    return GroupStatistic(
        ranks, lambda g, s: group_scores[g] * s, extreme, whole=most < _MOST_WHOLE
    )


def permuted_exact(
    groups: Sequence[Sequence[int]], statistic: GroupStatistic, most_steps: int
) -> float | None:
    """Return the logarithm of the exact p-value; None where it takes more than so many steps.

    Tables are built up group by group; those that leave the same answers and have the same total
    so far are one.
    """
    totals = np.array([sum(level) for level in zip(*groups, strict=True)], dtype=np.int64)
    sizes = [sum(group) for group in groups]
    # The largest group gets what the others leave.
    *order, last = sorted(range(len(groups)), key=sizes.__getitem__)
    radix = [1]
    for total in totals.tolist():
        radix.append(radix[-1] * (total + 1))
    if not statistic.whole or radix[-1] >= _MOST_WHOLE:
        return None
    ranks = np.array(statistic.ranks, dtype=np.int64)
    places = np.array(radix[:-1], dtype=np.int64)
    states = _States(
        np.array([int(totals @ places)]), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.float64)
    )
    steps = 0
    for g in order:
        handed = _handed(states, sizes[g], totals, places, ranks, most_steps - steps)
        if handed is None:
            return None
        more, sums = handed
        steps += len(sums)
        states = _merged(more._replace(value=more.value + statistic.part(g, sums)))
    left = (states.key[:, None] // places) % (totals + 1)
    value = states.value + statistic.part(last, left @ ranks)
    ways = math.lgamma(sum(sizes) + 1) - math.fsum(math.lgamma(n + 1) for n in sizes)
    extreme = statistic.extreme(value)
    return 0.0 if extreme.all() else min(0.0, log_sum(states.log_ways[extreme]) - ways)


class _States(NamedTuple):
    """What answers are left (as one number), the statistic so far, and in how many ways."""

    key: NDArray[np.int64]
    value: NDArray[np.int64]
    log_ways: NDArray[np.float64]


def _handed(
    states: _States,
    size: int,
    totals: NDArray[np.int64],
    places: NDArray[np.int64],
    ranks: NDArray[np.int64],
    most_steps: int,
) -> tuple[_States, Sums] | None:
    """Return the states after a group took its answers in every way, and its sum in each."""
    from scipy.special import gammaln

    left = (states.key[:, None] // places) % (totals + 1)
    later = np.zeros((len(left), len(totals) + 1), dtype=np.int64)
    later[:, :-1] = left[:, ::-1].cumsum(axis=1)[:, ::-1]
    row = np.arange(len(left))
    drawn, sums, key = np.zeros((3, len(left)), dtype=np.int64)
    log_ways = states.log_ways
    for k in range(len(totals)):
        there = left[row, k]
        # At least so many that the later levels have the others.
        least = np.maximum(0, size - drawn - later[row, k + 1])
        n_ways = np.minimum(there, size - drawn) - least + 1
        if int(n_ways.sum()) > most_steps:
            return None
        x = np.arange(int(n_ways.sum())) - np.repeat(np.cumsum(n_ways) - n_ways - least, n_ways)
        row, there = np.repeat(row, n_ways), np.repeat(there, n_ways)
        drawn, sums = np.repeat(drawn, n_ways) + x, np.repeat(sums, n_ways) + x * ranks[k]
        key = np.repeat(key, n_ways) + x * places[k]
        log_multiplicity = gammaln(there + 1) - gammaln(x + 1) - gammaln(there - x + 1)
        log_ways = np.repeat(log_ways, n_ways) + log_multiplicity
    return _States(states.key[row] - key, states.value[row], log_ways), sums


def _merged(states: _States) -> _States:
    return _States(*merge_equal(states.key, states.value, states.log_ways))


def permuted_drawn(
    groups: Sequence[Sequence[int]],
    statistic: GroupStatistic,
    n_resamples: int,
    rng: np.random.Generator,
) -> float:
    """Return the p-value from random tables; the observed one is one of them."""
    totals = [sum(level) for level in zip(*groups, strict=True)]
    sizes = [sum(group) for group in groups]
    ranks = np.array(statistic.ranks, dtype=np.int64)
    block = max(1, _AT_ONCE // (len(sizes) * len(totals)))
    reached = 0
    for start in range(0, n_resamples, block):
        left = np.tile(np.array(totals, dtype=np.int64), (min(block, n_resamples - start), 1))
        value: NDArray[Any] = np.zeros(len(left), dtype=np.int64)
        for g, size in enumerate(sizes[:-1]):
            drawn = _drawn(left, size, rng)
            left -= drawn
            value = value + statistic.part(g, drawn @ ranks)
        value = value + statistic.part(len(sizes) - 1, left @ ranks)
        reached += int(np.count_nonzero(statistic.extreme(value)))
    return pvalue_of(math.log((1 + reached) / (1 + n_resamples)))


def _drawn(left: NDArray[np.int64], size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return so many answers drawn from what is left in each table, level by level."""
    drawn = np.empty_like(left)
    wanted = np.full(len(left), size, dtype=np.int64)
    later = left.sum(axis=1)
    for k in range(left.shape[1] - 1):
        later -= left[:, k]
        drawn[:, k] = rng.hypergeometric(left[:, k], later, wanted)
        wanted -= drawn[:, k]
    drawn[:, -1] = wanted
    return drawn
