"""The numbers of respondents that a published mean allows, found without trying each.

A total t of n answers gives the mean if t / n lies in a span.  How many pairs of an n, from 1 to
N, and a total lie in it is a difference of two sums of floors, and these take no more steps for a
large N than Euclid's algorithm.  Where that number grows, an n fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from likertkit.published._rounding import Span

__all__ = ["greatest_n", "least_n", "nearest_n"]


def _sum_of_floors(n: int, divisor: int, slope: int, start: int) -> int:
    """Return the sum of floor((slope i + start) / divisor) over i = 0, 1, ..., n - 1."""
    total = 0
    while True:
        whole, slope = divmod(slope, divisor)
        rest, start = divmod(start, divisor)
        total += whole * (n * (n - 1) // 2) + rest * n
        top = slope * n + start
        if top < divisor:
            return total
        # The points under the line are counted by rows, where they were counted by columns.
        n, start = divmod(top, divisor)
        divisor, slope = slope, divisor


def _n_pairs(span: Span, most: int, items: int) -> int:
    """Return how many pairs of n, from 1 to *most*, and a total of n × items lie in a span."""
    # Up to a bound that belongs there are floor(high n) totals, else the whole numbers below it.
    above = 0 if span.has_high else -1
    below = -1 if span.has_low else 0
    high, low = span.high * items, span.low * items
    upper = _sum_of_floors(most + 1, high.denominator, high.numerator, above) - above
    lower = _sum_of_floors(most + 1, low.denominator, low.numerator, below) - below
    return upper - lower


def _first_with_more(span: Span, pairs: int, low: int, high: int, items: int) -> int:
    """Return the first n from *low* to *high* up to which there are more than *pairs*."""
    while low < high:
        middle = (low + high) // 2
        if _n_pairs(span, middle, items) > pairs:
            high = middle
        else:
            low = middle + 1
    return low


def least_n(span: Span, start: int, items: int = 1) -> int:
    """Return the least n from *start* on whose n × items answers can have a mean in a span."""
    width = (span.high - span.low) * items
    # A span as wide as 1/n or wider holds a total of n; a point holds totals of its multiples.
    reach = int(1 / width) + 1 if width else (span.low * items).denominator
    before = _n_pairs(span, start - 1, items)
    return _first_with_more(span, before, start, start + reach, items)


def greatest_n(span: Span, end: int, items: int = 1) -> int | None:
    """Return the greatest n up to *end* that fits; None where none does."""
    pairs = _n_pairs(span, end, items)
    return _first_with_more(span, pairs - 1, 1, end, items) if pairs else None


def nearest_n(span: Span, n: int, items: int = 1) -> tuple[int, ...]:
    """Return the nearest n below and the nearest above *n* that fit, where there are any."""
    below = greatest_n(span, n - 1, items)
    above = least_n(span, n + 1, items)
    return (above,) if below is None else (below, above)
