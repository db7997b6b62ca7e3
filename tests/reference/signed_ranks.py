"""Tests of paired answers from every sign that the differences could have had."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HALF = Fraction(1, 2)


def midranks(values: Sequence[float]) -> list[Fraction]:
    """Return the rank of each value, the mean of those that tied values share."""
    return [
        sum(w < v for w in values) + Fraction(sum(w == v for w in values) + 1, 2) for v in values
    ]


def ranked(differences: Sequence[float], zeros: str) -> tuple[list[Fraction], list[int], Fraction]:
    """Return the ranks of the differences that are not zero, their signs, and the zeros' ranks."""
    used = [d for d in differences if d or zeros != "wilcoxon"]
    ranks = midranks([abs(d) for d in used])
    moved = [(rank, 1 if d > 0 else -1) for rank, d in zip(ranks, used, strict=True) if d]
    still = sum((rank for rank, d in zip(ranks, used, strict=True) if not d), Fraction(0))
    return (
        [r for r, _ in moved],
        [s for _, s in moved],
        still if zeros == "zero-split" else 0 * still,
    )


def plus_and_minus(differences: Sequence[float], zeros: str) -> tuple[Fraction, Fraction]:
    """Return the rank sums of the positive and of the negative differences."""
    ranks, signs, split = ranked(differences, zeros)
    plus = sum((r for r, s in zip(ranks, signs, strict=True) if s > 0), split / 2)
    return plus, sum(ranks, split) - plus


def every_sum(steps: Sequence[Fraction]) -> list[Fraction]:
    """Return the sum of the positive steps for every choice of signs."""
    return [
        sum((step for step, up in zip(steps, chosen, strict=True) if up), Fraction(0))
        for chosen in product((False, True), repeat=len(steps))
    ]


def flip_pvalue(steps: Sequence[Fraction], found: Fraction, alternative: str) -> Fraction:
    """Return the share of all choices of signs that are as extreme as one found."""
    sums = every_sum(steps)
    middle = sum(steps, Fraction(0)) / 2
    as_extreme = {
        "two-sided": lambda one: abs(one - middle) >= abs(found - middle),
        "greater": lambda one: one >= found,
        "less": lambda one: one <= found,
    }[alternative]
    return Fraction(sum(map(as_extreme, sums)), len(sums))


def signed_rank_pvalue(differences: Sequence[float], zeros: str, alternative: str) -> Fraction:
    """Return the exact p-value of the signed-rank test by enumeration."""
    ranks, signs, _ = ranked(differences, zeros)
    plus = sum((r for r, s in zip(ranks, signs, strict=True) if s > 0), Fraction(0))
    return flip_pvalue(ranks, plus, alternative)


def upper_tail(steps: Sequence[int], sizes: Sequence[int], start: int) -> Fraction:
    """Return P(S >= start) in whole numbers: a tail of the largest group for all of the others."""
    largest = max(range(len(sizes)), key=lambda g: sizes[g])
    others = [g for g in range(len(sizes)) if g != largest]
    ways: Counter[int] = Counter({0: 1})
    for g in others:
        more: Counter[int] = Counter()
        for value, count in ways.items():
            for k in range(sizes[g] + 1):
                more[value + k * steps[g]] += count * math.comb(sizes[g], k)
        ways = more
    n = sizes[largest]
    tail = [0] * (n + 2)
    for k in range(n, -1, -1):
        tail[k] = tail[k + 1] + math.comb(n, k)
    total = 0
    for value, count in ways.items():
        needed = max(0, -((value - start) // steps[largest]))
        if needed <= n:
            total += count * tail[needed]
    return Fraction(total, 2 ** sum(sizes))


def log(share: Fraction) -> float:
    """Return the natural log of a fraction, however small."""
    shift = share.denominator.bit_length() - share.numerator.bit_length()
    return math.log(share * 2**shift) - shift * math.log(2)


def walsh_median(differences: Sequence[float]) -> float:
    """Return the median of the means of every two differences, each with itself too."""
    means = [(one + other) / 2 for i, one in enumerate(differences) for other in differences[i:]]
    return _median(means)


def shift(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the median of the differences of every first from every second."""
    return _median([x - y for x in first for y in second])


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
