"""Slow and plain intervals of effects: every sign, every draw, derivatives by small steps."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def midranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the rank of each value, ties sharing theirs."""
    return [
        Fraction(2 * sum(other < value for other in values) + values.count(value) + 1, 2)
        for value in values
    ]


def sign_tail(values: Sequence[Fraction]) -> Fraction:
    """Return how probable a sum of positive ranks as large is, every sign as likely."""
    ranks = midranks([abs(value) for value in values])
    found = sum(rank for rank, value in zip(ranks, values, strict=True) if value > 0)
    sums = [
        sum(rank for rank, up in zip(ranks, ups, strict=True) if up)
        for ups in itertools.product((True, False), repeat=len(ranks))
    ]
    return Fraction(sum(one >= found for one in sums), len(sums))


def draw_tail(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction:
    """Return how probable a rank sum of the first as large is, every draw as likely."""
    ranks = midranks([*first, *second])
    found = sum(ranks[: len(first)])
    sums = [sum(drawn) for drawn in itertools.combinations(ranks, len(first))]
    return Fraction(sum(one >= found for one in sums), len(sums))


def tails_beside(
    tail: Callable[[Fraction], Fraction], jumps: Sequence[Fraction], end: float
) -> tuple[Fraction, Fraction]:
    """Return the tail just below and just above an end, between its neighbours among the jumps."""
    ordered = [jumps[0] - 1, *jumps, jumps[-1] + 1]
    place = ordered.index(Fraction(end))
    below, at, above = ordered[place - 1 : place + 2]
    return tail((below + at) / 2), tail((at + above) / 2)


def part_of_ranks(weights: dict[int, Fraction], zeros: str) -> Fraction:
    """Return the part of the ranks of weighted differences that is positive."""
    kept = {d: w for d, w in weights.items() if d or zeros != "wilcoxon"}

    def rank(d: int) -> Fraction:
        below = sum((w for x, w in kept.items() if abs(x) < abs(d)), Fraction(0))
        return below + sum((w for x, w in kept.items() if abs(x) == abs(d)), Fraction(0)) / 2

    up = sum((w * rank(d) for d, w in kept.items() if d > 0), Fraction(0))
    down = sum((w * rank(d) for d, w in kept.items() if d < 0), Fraction(0))
    split = kept.get(0, Fraction(0)) * rank(0) if zeros == "zero-split" else Fraction(0)
    return (up + split / 2) / (up + down + split)


def linearised_variance(weights: dict[int, Fraction], zeros: str) -> float:
    """Return the variance of that part, each difference moving it by its derivative."""
    step = Fraction(1, 10**6)
    moved = {
        d: (
            part_of_ranks({**weights, d: w + step}, zeros)
            - part_of_ranks({**weights, d: w - step}, zeros)
        )
        / (2 * step)
        for d, w in weights.items()
    }
    n = sum(weights.values())
    centre = sum(weights[d] * moved[d] for d in weights)
    return float(sum(weights[d] * moved[d] ** 2 for d in weights) - centre**2 / n)
