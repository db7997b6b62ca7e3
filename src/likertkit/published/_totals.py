"""The whole-number totals of answers that a published mean allows."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import attrs

from likertkit.published._rounding import Span, span

if TYPE_CHECKING:
    from likertkit.instrument import LikertScale
    from likertkit.published._rounding import Figure, Rounding

__all__ = ["Lattice", "possible_totals"]


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

    def steps(self, figure: Figure, rounding: Rounding) -> Span | None:
        """Return the mean steps above the lowest code that are printed as *figure*.

        A total of n answers is n times the lowest code and a whole number of steps.  None where
        no answers on the scale can have the mean, however many they are.
        """
        loose = span(figure, rounding)
        # Of two lower bounds at one place that which does not belong is the higher.
        low, lacks_low = max((loose.low, not loose.has_low), (Fraction(self.low), False))
        high, has_high = min((loose.high, loose.has_high), (Fraction(self.high), True))
        if low > high or (low == high and (lacks_low or not has_high)):
            return None
        return Span(
            (low - self.low) / self.step,
            (high - self.low) / self.step,
            has_low=not lacks_low,
            has_high=has_high,
        )

    def totals(self, within: Span, n: int) -> range:
        """Return every total of *n* answers on the scale whose mean steps lie in a span."""
        steps, lowest = within.totals(n), n * self.low
        return range(lowest + self.step * steps.start, lowest + self.step * steps.stop, self.step)

    def part(self, totals: range, n_part: int, n_rest: int) -> tuple[int, int]:
        """Return the least and the greatest total of some raters, given that of all.

        The totals of all are those in *totals*; *n_part* is how many of them are asked about,
        *n_rest* how many others there are.
        """
        least = max(totals[0] - n_rest * self.high, n_part * self.low)
        greatest = min(totals[-1] - n_rest * self.low, n_part * self.high)
        return least, greatest
