"""The figures of a survey from its people, one by one: nothing here is likertkit's."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Answers = dict[str, int]


class Person(NamedTuple):
    """Somebody's answers under both conditions; those that are not there are left out."""

    first: Answers
    second: Answers
    weight: float = 1.0
    cluster: int | None = None
    times: int = 1


class Survey(NamedTuple):
    """All people, and how they are bound.

    Scores are those of the view.  *kinds* says which items may be ranked together.
    """

    people: Sequence[Person]
    kinds: dict[str, str]
    linked: bool
    weighted: bool
    clustered: bool
    level: float
    correction: str
    bounds: tuple[int, int]
    invited: int | None = None
    names: tuple[str, str] = ("A", "B")

    def pairs(self, item: str) -> list[tuple[int, int, float, int]]:
        """Return both answers of whoever gave two, with their weight and their number."""
        return [
            (one.first[item], one.second[item], one.weight, one.times)
            for one in self.people
            if item in one.first and item in one.second
        ]

    def side(self, item: str, k: int) -> list[tuple[int, float, int]]:
        """Return the answers under one condition, with their weight and their number."""
        return [
            ((one.first, one.second)[k][item], one.weight, one.times)
            for one in self.people
            if item in (one.first, one.second)[k]
        ]


class Figures(NamedTuple):
    """What is known of one item."""

    difference: float
    low: float
    high: float
    mean_p: float
    up: int
    alike: int
    down: int
    superiority: float
    superiority_low: float
    superiority_high: float
    people_p: float


NAN = math.nan
MOST_RANKED = 60


def adjust(pvalues: dict[str, float], correction: str) -> dict[str, float]:
    """Return p-values adjusted for one another."""
    known = sorted((p, name) for name, p in pvalues.items() if not math.isnan(p))
    m, found = len(known), dict.fromkeys(pvalues, NAN)
    for k, (p, name) in enumerate(known):
        found[name] = {
            "none": p,
            "bonferroni": min(1.0, m * p),
            "holm": min(1.0, max((m - j) * q for j, (q, _) in enumerate(known[: k + 1]))),
            "benjamini-hochberg": min(
                1.0, *(m * q / (j + 1) for j, (q, _) in enumerate(known) if j >= k)
            ),
        }[correction]
    return found


def mean_of(answers: Iterable[tuple[float, float, int]]) -> float:
    """Return the weighted mean of values, each there a number of times."""
    known = list(answers)
    total = math.fsum(w * n for _, w, n in known)
    return math.fsum(x * w * n for x, w, n in known) / total if total else NAN


def spread_of(answers: Iterable[tuple[float, int]]) -> float:
    """Return the variance with n - 1 below."""
    known = list(answers)
    n = sum(times for _, times in known)
    centre = sum(x * times for x, times in known) / n
    return math.fsum((x - centre) ** 2 * times for x, times in known) / (n - 1) if n > 1 else NAN


def t_figures(difference: float, error: float, df: float, level: float) -> tuple[float, ...]:
    """Return the interval and the p-value of a t test; NaN without an error."""
    if not (error > 1e-12 and df > 0):
        return NAN, NAN, NAN
    half = float(stats.t.isf(level / 2, df)) * error
    pvalue = float(2 * stats.t.sf(abs(difference) / error, df))
    return difference - half, difference + half, pvalue


def tango(up: int, down: int, n: int, level: float) -> tuple[float, float]:
    """Return the score interval of the superiority of pairs, end by end."""
    z = float(stats.norm.isf(level / 2))
    found = (up - down) / n

    def score(delta: float) -> float:
        # The share that goes down if the difference is delta, by maximum likelihood.
        b = (2 * n - up + down) * delta - up - down
        c = -down * delta * (1 - delta)
        share = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
        variance = n * (2 * share + delta * (1 - delta))
        return (n * found - n * delta) ** 2 - z * z * variance

    def end(limit: float) -> float:
        if score(limit) <= 0:
            return limit
        inside, outside = found, limit
        for _ in range(80):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if score(middle) <= 0 else (inside, middle)
        return inside

    return (1 + end(-1.0)) / 2, (1 + end(1.0)) / 2


def effect(first: dict[int, float], second: dict[int, float]) -> tuple[float, float, float]:
    """Return the superiority, its variance and degrees of freedom by Brunner and Munzel."""
    sizes = sum(first.values()), sum(second.values())
    shares, parts = [], []
    for own, other, n in ((first, second, sizes[1]), (second, first, sizes[0])):
        placed = {x: sum(c * ((y < x) + (y == x) / 2) for y, c in other.items()) / n for x in own}
        m = sum(own.values())
        centre = sum(c * placed[x] for x, c in own.items()) / m
        shares.append(centre)
        squares = sum(c * (placed[x] - centre) ** 2 for x, c in own.items())
        parts.append(squares / (m * (m - 1)) if m > 1 else NAN)
    variance = sum(parts)
    below = sum(part * part / (n - 1) for part, n in zip(parts, sizes, strict=True) if n > 1)
    return shares[0], variance, variance**2 / below if below > 0 else NAN


def wilson(share: float, n: float, level: float) -> tuple[float, float]:
    """Return Wilson's interval of a share of n tosses."""
    z = float(stats.norm.isf(level / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def loose_superiority(
    first: dict[int, int], second: dict[int, int], level: float
) -> tuple[float, float, float]:
    """Return the superiority of two groups, and Wilson's interval on its effective number."""
    n_first, n_second = sum(first.values()), sum(second.values())
    n = n_first + n_second
    whole = {x: first.get(x, 0) + second.get(x, 0) for x in {*first, *second}}
    one, other = (
        {x: group.get(x, 0) + c / n for x, c in whole.items()} for group in (first, second)
    )
    share, variance, df = effect(one, other)
    tosses = float(min(n_first, n_second))
    if variance > 1e-14:
        tosses = share * (1 - share) / variance
    else:
        df = float(n)
    tosses *= (stats.norm.isf(level / 2) / stats.t.isf(level / 2, df)) ** 2
    found, _, _ = effect({**first}, {**second})
    return (found, *wilson(found, tosses, level))


def rank_sum(first: dict[int, int], second: dict[int, int]) -> float:
    """Return the exact p of Mann and Whitney from the ways to fill the first group.

    Of more answers than can be gone through, the normal one with ties.
    """
    n_first, total = sum(first.values()), sum(first.values()) + sum(second.values())
    if total > MOST_RANKED:
        n_second = total - n_first
        share, _, _ = effect({**first}, {**second})
        ties = sum((t := first.get(x, 0) + second.get(x, 0)) ** 3 - t for x in {*first, *second})
        variance = n_first * n_second / 12 * (total + 1 - ties / (total * (total - 1)))
        z = (share - 0.5) * n_first * n_second / math.sqrt(variance) if variance > 0 else 0.0
        return float(2 * stats.norm.sf(abs(z)))
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    below, observed = 0, 0
    for x in sorted({*first, *second}):
        at = first.get(x, 0) + second.get(x, 0)
        rank = 2 * below + at + 1
        observed += rank * first.get(x, 0)
        below += at
        more: dict[tuple[int, int], int] = {}
        for ((taken, ranks), number), k in product(ways.items(), range(at + 1)):
            key = taken + k, ranks + k * rank
            more[key] = more.get(key, 0) + number * math.comb(at, k)
        ways = more
    centre = n_first * (total + 1)
    kept = {ranks: number for (taken, ranks), number in ways.items() if taken == n_first}
    extreme = sum(c for ranks, c in kept.items() if abs(ranks - centre) >= abs(observed - centre))
    return extreme / math.comb(total, n_first)


def sign_test(up: int, down: int) -> float:
    """Return the exact two-sided p of as many one way as the other; from SciPy where many."""
    n = up + down
    if n > 2000:
        return float(stats.binomtest(up, n).pvalue)
    tail = sum(math.comb(n, k) for k in range(min(up, down) + 1))
    return float(min(1.0, 2 * tail / 2**n)) if n else 1.0


def linked_figures(survey: Survey, item: str) -> Figures | None:
    """Return the figures of whoever rated both."""
    pairs = [one for one in survey.pairs(item) if one[2] > 0]
    if not pairs:
        return None
    n = sum(times for *_, times in pairs)
    up, alike, down = (
        sum(times for a, b, _, times in pairs if (a > b) - (a < b) == sign) for sign in (1, 0, -1)
    )
    difference = mean_of((a - b, w, times) for a, b, w, times in pairs)
    if survey.weighted or survey.clustered:
        total = math.fsum(w * times for *_, w, times in pairs)
        units: dict[object, float] = {}
        held = set()
        for k, one in enumerate(survey.people):
            unit = one.cluster if survey.clustered else k
            units.setdefault(unit, 0.0)
            if item in one.first and item in one.second and one.weight > 0:
                held.add(unit)
                gap = one.first[item] - one.second[item] - difference
                units[unit] += one.weight * gap / total
        size = len(units)
        square = math.fsum(value**2 for value in units.values())
        error = math.sqrt(size / (size - 1) * square) if size > 1 else NAN
        low, high, mean_p = t_figures(difference, error, len(held) - 1, survey.level)
        people: tuple[float, ...] = (NAN, NAN, NAN, NAN)
    else:
        error = math.sqrt(spread_of((a - b, times) for a, b, _, times in pairs) / n)
        low, high, mean_p = t_figures(difference, error, n - 1, survey.level)
        share = (up + alike / 2) / n
        people = (share, *tango(up, down, n, survey.level), sign_test(up, down))
    if up == down == 0:
        mean_p = 1.0
    return Figures(difference, low, high, mean_p, up, alike, down, *people)


def loose_error(survey: Survey, item: str, means: Sequence[float]) -> tuple[float, float]:
    """Return the linearised error of a difference of means, and its degrees of freedom."""
    totals = [math.fsum(w * times for _, w, times in survey.side(item, k)) for k in (0, 1)]
    units: dict[object, float] = {}
    held = set()
    for j, one in enumerate(survey.people):
        for k, answers in enumerate((one.first, one.second)):
            if not answers:
                continue
            unit = one.cluster if survey.clustered else (j, k)
            units.setdefault(unit, 0.0)
            if item in answers:
                held.add(unit)
                moved = one.weight * (answers[item] - means[k]) / totals[k]
                units[unit] += moved if k == 0 else -moved
    size = len(units)
    square = math.fsum(value**2 for value in units.values())
    return math.sqrt(size / (size - 1) * square) if size > 1 else NAN, len(held) - 1


def loose_figures(survey: Survey, item: str) -> Figures | None:
    """Return the figures of two groups of people."""
    sides = [[one for one in survey.side(item, k) if one[1] > 0] for k in (0, 1)]
    if not all(sides):
        return None
    counts: list[dict[int, int]] = [{}, {}]
    for k in (0, 1):
        for x, _, times in sides[k]:
            counts[k][x] = counts[k].get(x, 0) + times
    means = [mean_of(side) for side in sides]
    difference = means[0] - means[1]
    every = [(a > b) - (a < b) for a in counts[0] for b in counts[1]]
    numbers = [counts[0][a] * counts[1][b] for a in counts[0] for b in counts[1]]
    up, alike, down = (
        sum(n for sign, n in zip(every, numbers, strict=True) if sign == which)
        for which in (1, 0, -1)
    )
    people: tuple[float, ...]
    if survey.weighted or survey.clustered:
        error, df = loose_error(survey, item, means)
        low, high, mean_p = t_figures(difference, error, df, survey.level)
        people = (NAN, NAN, NAN, NAN)
    else:
        sizes = [sum(side.values()) for side in counts]
        parts = [spread_of(side.items()) / n for side, n in zip(counts, sizes, strict=True)]
        square = sum(parts)
        df = NAN
        if square > 0:
            df = square**2 / sum(p * p / (n - 1) for p, n in zip(parts, sizes, strict=True))
        low, high, mean_p = t_figures(difference, math.sqrt(square), df, survey.level)
        people = (*loose_superiority(*counts, survey.level), rank_sum(*counts))
    if len({*counts[0], *counts[1]}) == 1:
        mean_p = 1.0
    return Figures(difference, low, high, mean_p, up, alike, down, *people)
