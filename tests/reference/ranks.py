"""Slow and plain ways to tests of ranks: every way to hand the answers out, in whole numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def midranks(rows: Sequence[int]) -> list[Fraction]:
    """Return the rank of each row: the mean of the places that it could have, sorted."""
    return [Fraction(2 * sum(y < x for y in rows) + sum(y == x for y in rows) + 1, 2) for x in rows]


def _extreme(alternative: str, found: Fraction, mean: Fraction) -> Callable[[Fraction], bool]:
    return {
        "greater": lambda w: w >= found,
        "less": lambda w: w <= found,
        "two-sided": lambda w: abs(w - mean) >= abs(found - mean),
    }[alternative]


def rank_sum_pvalue(first: Sequence[int], second: Sequence[int], alternative: str) -> Fraction:
    """Return p from every choice of the first group's rows among all."""
    rows = [*first, *second]
    ranks = midranks(rows)
    sums = [
        sum((ranks[k] for k in chosen), Fraction(0))
        for chosen in combinations(range(len(rows)), len(first))
    ]
    mean = sum(sums, Fraction(0)) / len(sums)
    extreme = _extreme(alternative, sum(ranks[: len(first)], Fraction(0)), mean)
    return Fraction(sum(extreme(w) for w in sums), len(sums))


def rank_sum_ways(first: Sequence[int], second: Sequence[int]) -> dict[int, int]:
    """Return in how many ways each doubled rank sum comes about, from counts, level by level."""
    n_first, below = sum(first), 0
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    for total in (a + b for a, b in zip(first, second, strict=True)):
        rank = 2 * below + total + 1
        below += total
        more: dict[tuple[int, int], int] = {}
        for (drawn, w), number in ways.items():
            for x in range(min(total, n_first - drawn) + 1):
                key = drawn + x, w + x * rank
                more[key] = more.get(key, 0) + number * math.comb(total, x)
        ways = more
    return {w: number for (drawn, w), number in ways.items() if drawn == n_first}


def rank_sum_of_counts(first: Sequence[int], second: Sequence[int]) -> Fraction:
    """Return the rank sum of the first group, from counts."""
    rows = [k for k, (a, b) in enumerate(zip(first, second, strict=True)) for _ in range(a + b)]
    ranks = dict(zip(rows, midranks(rows), strict=True))
    return sum((a * ranks[k] for k, a in enumerate(first) if a), Fraction(0))


def log_pvalue_of_counts(first: Sequence[int], second: Sequence[int], alternative: str) -> float:
    """Return log p from the number of ways, which may have hundreds of digits."""
    ways = rank_sum_ways(first, second)
    mean = sum(first) * (sum(first) + sum(second) + 1)
    extreme = _extreme(alternative, 2 * rank_sum_of_counts(first, second), Fraction(mean))
    number = sum(c for w, c in ways.items() if extreme(Fraction(w)))
    return math.log(number) - math.log(sum(ways.values()))


def least_log_pvalue(first: Sequence[int], second: Sequence[int], alternative: str) -> float:
    """Return the logarithm of the least p that any rank sum with these margins has."""
    ways = rank_sum_ways(first, second)
    mean = sum(first) * (sum(first) + sum(second) + 1)
    most, least = max(ways), min(ways)
    far = max(most - mean, mean - least)
    ends = {
        "greater": {most},
        "less": {least},
        "two-sided": {w for w in (most, least) if abs(w - mean) == far},
    }[alternative]
    return math.log(sum(ways[w] for w in ends)) - math.log(sum(ways.values()))


def superiority(first: Sequence[int], second: Sequence[int]) -> Fraction:
    """Return how often a row of the first is higher than one of the second, ties half."""
    wins = sum(Fraction((x > y) + (x >= y), 2) for x in first for y in second)
    return Fraction(wins) / (len(first) * len(second))


def _hands(groups: Sequence[Sequence[int]]) -> list[list[tuple[int, ...]]]:
    """Return every way to hand the rows out to groups of the same sizes, by their numbers."""
    n = sum(map(len, groups))
    ends = [sum(map(len, groups[: g + 1])) for g in range(len(groups))]
    starts = [0, *ends[:-1]]
    found = {
        tuple(tuple(sorted(one[a:b])) for a, b in zip(starts, ends, strict=True))
        for one in permutations(range(n))
    }
    return [list(one) for one in found]


def several_ranks_pvalue(groups: Sequence[Sequence[int]]) -> Fraction:
    """Return p of Kruskal and Wallis's test: of as much between the groups' mean ranks."""
    ranks = midranks([row for group in groups for row in group])

    def between(hand: Sequence[Sequence[int]]) -> Fraction:
        return sum((sum(ranks[k] for k in own) ** 2 / len(own) for own in hand), Fraction(0))

    hands = _hands(groups)
    ends = [sum(map(len, groups[: g + 1])) for g in range(len(groups))]
    least = between([range(end - len(own), end) for own, end in zip(groups, ends, strict=True)])
    return Fraction(sum(between(hand) >= least for hand in hands), len(hands))


def trend_pvalue(
    groups: Sequence[Sequence[int]], places: Sequence[int], alternative: str
) -> Fraction:
    """Return p of the sum over the answers of the place of their group times their score."""
    rows = [row for group in groups for row in group]
    totals = [
        Fraction(sum(u * sum(rows[k] for k in own) for u, own in zip(places, hand, strict=True)))
        for hand in _hands(groups)
    ]
    found = Fraction(sum(u * sum(group) for u, group in zip(places, groups, strict=True)))
    mean = sum(totals, Fraction(0)) / len(totals)
    extreme = _extreme(alternative, found, mean)
    return Fraction(sum(extreme(one) for one in totals), len(totals))
