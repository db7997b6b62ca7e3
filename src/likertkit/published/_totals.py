"""The whole-number totals of answers that a published mean allows."""

from __future__ import annotations

import itertools
from math import gcd
from typing import TYPE_CHECKING

import attrs

from likertkit.published._rounding import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from likertkit.instrument import LikertScale
    from likertkit.published._rounding import Figure, Rounding

__all__ = ["Lattice", "nearby_n", "possible_totals"]


def possible_totals(figure: Figure, n: int, rounding: Rounding) -> range:
    """Return every total of *n* whole-number answers whose mean is printed as *figure*."""
    return span(figure, rounding).totals(n)


@attrs.frozen
class Lattice:
    """The totals that answers on one scale can add up to.

    Attributes
    ----------
    low, high : int
        The least and the greatest code.
    step : int
        The greatest common divisor of the distances between codes.
    even : bool
        Whether the codes stand at equal distances; only then is every total on the lattice
        reached by some answers.
    """

    low: int
    high: int
    step: int
    even: bool

    @classmethod
    def of(cls, scale: LikertScale) -> Lattice:
        """Return the lattice of a scale's codes."""
        codes = sorted(scale.codes)
        gaps = {after - before for before, after in itertools.pairwise(codes)}
        return cls(codes[0], codes[-1], gcd(*gaps), len(gaps) == 1)

    def possible_totals(self, figure: Figure, n: int, rounding: Rounding) -> range:
        """Return every total of *n* answers on the scale whose mean is printed as *figure*."""
        loose = possible_totals(figure, n, rounding)
        first = max(loose.start, n * self.low)
        first += -(first - n * self.low) % self.step
        return range(first, min(loose.stop, n * self.high + 1), self.step)

    def part(self, totals: range, n_part: int, n_rest: int) -> tuple[int, int]:
        """Return the least and the greatest total of some raters, given that of all.

        The totals of all are those in *totals*; *n_part* is how many of them are asked about,
        *n_rest* how many others there are.
        """
        least = max(totals[0] - n_rest * self.high, n_part * self.low)
        greatest = min(totals[-1] - n_rest * self.low, n_part * self.high)
        return least, greatest


def nearby_n(n: int, most: int, fits: Callable[[int], bool]) -> tuple[int, ...]:
    """Return the nearest n below and the nearest above *n* that fit, where there are any.

    Parameters
    ----------
    n : int
        The n that does not fit.
    most : int
        How far above *n* to look.
    fits : callable
        Tells whether an n fits.
    """
    below = next((m for m in range(n - 1, 0, -1) if fits(m)), None)
    above = next((m for m in range(n + 1, n + most + 1) if fits(m)), None)
    return tuple(m for m in (below, above) if m is not None)
