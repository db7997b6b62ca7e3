"""How often a random table of means would fit as well.

A random mean is one whose digits after the point are uniformly random.  Which endings an n allows
does not depend on the whole number before the point, and is mirrored below zero, so the endings
of 0 to 1 stand for all.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.published._rounding import Rounding

__all__ = ["chance_of_fits", "chance_within", "endings", "n_endings"]


def n_endings(n: int, decimals: int, rounding: Rounding) -> int:
    """Return how many of the endings with so many decimals some total over *n* gives."""
    grid = int(10**decimals)
    if n >= grid:
        return grid
    # Below the grid no two totals share an ending, and a tie reaches two where it may go either
    # way.  The remainders of total x grid over n are the multiples of d, each of them d times.
    d = gcd(grid, n)
    ties = d if rounding == "half" and n % (2 * d) == 0 else 0
    return n + ties


def endings(n: int, decimals: int, rounding: Rounding) -> set[int]:
    """Return the endings, as whole numbers, that some total over *n* gives."""
    grid = int(10**decimals)
    if n >= grid:
        return set(range(grid))
    found: set[int] = set()
    for total in range(n):
        ending, rest = divmod(total * grid, n)
        if rounding == "truncated" or 2 * rest < n:
            found.add(ending)
        elif 2 * rest > n or rounding == "half-up":
            found.add((ending + 1) % grid)
        elif rounding == "half-even":
            found.add((ending + ending % 2) % grid)
        else:
            found |= {ending, (ending + 1) % grid}
    return found


def chance_of_fits(chances: Sequence[Fraction], at_least: int) -> Fraction:
    """Return the probability that so many of independent events happen, or more."""
    # Whole numbers, over the product of the denominators, keep the sum exact and quick.
    weights = [1]
    whole = 1
    for chance in chances:
        hit, of = chance.numerator, chance.denominator
        grown = [weight * (of - hit) for weight in weights] + [0]
        for k, weight in enumerate(weights):
            grown[k + 1] += weight * hit
        weights = grown
        whole *= of
    return Fraction(sum(weights[at_least:]), whole)


def chance_within(first_fits: Sequence[Sequence[Fraction]], most: int) -> Fraction:
    """Return the probability that independent counts add up to at most *most*.

    Parameters
    ----------
    first_fits : sequence of sequence of Fraction
        For each item the probabilities of the counts 0, 1, ..., *most*; what they lack to 1 is
        the probability of more.
    most : int
        The greatest sum.
    """
    # Whole numbers, over the product of the denominators, keep the sum exact and quick.
    sums, whole = [1] + [0] * most, 1
    for counts in first_fits:
        of = lcm(*(count.denominator for count in counts))
        ways = [count.numerator * (of // count.denominator) for count in counts[: most + 1]]
        used = [(k, way) for k, way in enumerate(ways) if way]
        sums = [
            sum(sums[total - k] * way for k, way in used if k <= total) for total in range(most + 1)
        ]
        whole *= of
    return Fraction(sum(sums), whole)
