"""Slow and plain ways to the figures of likertkit._kernels: row by row, in exact fractions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product

HALF = Fraction(1, 2)


def spread_out(counts: Sequence[int], scores: Sequence[int]) -> list[int]:
    """Return a row an answer, in ascending order."""
    return sorted(x for c, x in zip(counts, scores, strict=True) for _ in range(c))


def central_moment(rows: Sequence[int], power: int) -> Fraction:
    """Return the mean power of the deviations from the mean."""
    mean = Fraction(sum(rows), len(rows))
    return sum((x - mean) ** power for x in rows) / Fraction(len(rows))


def skewness(rows: Sequence[int]) -> float:
    """Return g1 √(n (n - 1)) / (n - 2), from its definition."""
    n = len(rows)
    g1 = float(central_moment(rows, 3)) / float(central_moment(rows, 2)) ** 1.5
    return g1 * math.sqrt(n * (n - 1)) / (n - 2)


def quantile_7(rows: Sequence[int], share: Fraction) -> Fraction:
    """Return Hyndman and Fan's type 7: 1 + (n - 1) p is a place between two order statistics."""
    place = 1 + (len(rows) - 1) * share
    low, high = rows[math.floor(place) - 1], rows[math.ceil(place) - 1]
    return low + (place - math.floor(place)) * (high - low)


def quantile_2(rows: Sequence[int], share: Fraction) -> Fraction:
    """Return Hyndman and Fan's type 2: the inverse of F, averaged where F is flat at p."""
    n = len(rows)
    place = n * share
    at = math.floor(place)
    if place > at:
        return Fraction(rows[at])
    return Fraction(rows[max(at, 1) - 1] + rows[min(at + 1, n) - 1], 2)


def interpolated_median(rows: Sequence[int]) -> Fraction:
    """Return where half of the answers lie below, each level spread over one unit around it."""
    n = len(rows)
    middle = quantile_2(rows, HALF)
    if n % 2 == 0 and rows[n // 2 - 1] != rows[n // 2]:
        return middle
    below = sum(x < middle for x in rows)
    return middle - HALF + (Fraction(n, 2) - below) / rows.count(int(middle))


def pattern_agreement(pattern: Sequence[int]) -> Fraction:
    """Return van der Eijk's agreement of a pattern of 0s and 1s."""
    k, s = len(pattern), sum(pattern)
    if s == 1:
        return Fraction(1)
    triples = Counter(combinations(pattern, 3))
    tu, tdu = triples[1, 1, 0] + triples[0, 1, 1], triples[1, 0, 1]
    u = Fraction((k - 2) * tu - (k - 1) * tdu, (k - 2) * (tu + tdu)) if tu + tdu else Fraction(1)
    return u * (1 - Fraction(s - 1, k - 1))


def van_der_eijk(counts: Sequence[int]) -> Fraction:
    """Return A: the mean agreement of the layers that the frequencies are cut into."""
    heights = sorted({0, *counts})
    layers = [([int(c >= top) for c in counts], top - bottom) for bottom, top in pairwise(heights)]
    return sum((pattern_agreement(p) * sum(p) * height for p, height in layers), Fraction(0)) / sum(
        counts
    )


# Stratum, weight, answer.
Unit = tuple[str, float, int | None]


def linearised_variance(units: Sequence[Unit]) -> float:
    """Return the variance of a weighted mean from every sampled unit: stratum, weight, answer.

    A unit that did not answer, or is not of the domain, has None.
    """
    total = math.fsum(w for _, w, y in units if y is not None)
    mean = math.fsum(w * y for _, w, y in units if y is not None) / total
    variance = 0.0
    for stratum in {h for h, _, _ in units}:
        z = [0.0 if y is None else w * (y - mean) / total for h, w, y in units if h == stratum]
        n = len(z)
        centre = math.fsum(z) / n
        variance += n / (n - 1) * math.fsum((one - centre) ** 2 for one in z)
    return variance


# Each value with its cell.
Places = Sequence[tuple[float, int]]


def cells(
    columns: Sequence[Sequence[float]],
    places: Sequence[Places],
    blanks: Sequence[int],
    n_cells: int,
    *,
    groups: Sequence[int],
    summands: Sequence[Sequence[float]] = (),
) -> dict[tuple[int, int, int, int], float]:
    """Return count (0) and sums (1, 2, ...) by group, column and cell; what is not there is 0."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    for j, (column, place, blank) in enumerate(zip(columns, places, blanks, strict=True)):
        cell_of = dict(place)
        for row, value in enumerate(column):
            cell = blank if math.isnan(value) else cell_of.get(value, n_cells)
            found[0, groups[row], j, cell] += 1
            for s, summand in enumerate(summands, start=1):
                found[s, groups[row], j, cell] += summand[row]
    return dict(found)


def nearest_apportionments(amounts: Sequence[float], parts: int) -> set[tuple[int, ...]]:
    """Return all whole numbers that add up to the parts and lie nearest to the quotas.

    Nearest in the sum of absolute differences, which is what largest remainders make least.
    """
    total = sum(map(Fraction, amounts))
    quotas = [Fraction(amount) * parts / total for amount in amounts]
    candidates = [
        found for found in product(range(parts + 1), repeat=len(amounts)) if sum(found) == parts
    ]
    distances = [
        sum(abs(one - quota) for one, quota in zip(found, quotas, strict=True))
        for found in candidates
    ]
    return {f for f, d in zip(candidates, distances, strict=True) if d == min(distances)}
