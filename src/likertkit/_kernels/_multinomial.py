"""Simultaneous intervals of the shares of all levels of an item."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def sison_glaz_intervals(
    counts: Sequence[int], confidence_level: float
) -> list[tuple[float, float]]:
    """Return simultaneous intervals of multinomial shares; NaN where nobody answered.

    All counts are given the same room c, the widest that holds a multinomial count with less
    than the confidence level, and the upper bounds what is left of it by interpolation.  The
    probability is exact, where Sison and Glaz approximate it.
    """
    n = sum(counts)
    if n == 0:
        return [(math.nan, math.nan)] * len(counts)
    within, beyond = 0, 1
    while _probability_within(counts, beyond) <= confidence_level and beyond < n:
        within, beyond = beyond, min(2 * beyond, n)
    while beyond - within > 1:
        middle = (within + beyond) // 2
        if _probability_within(counts, middle) <= confidence_level:
            within = middle
        else:
            beyond = middle
    held, more = (_probability_within(counts, room) for room in (within, beyond))
    # With one level used, no room at all holds everything.
    extra = (confidence_level - held) / (more - held) if more > held else 0.0
    extra = max(0.0, extra)
    return [
        (max(0.0, (count - within) / n), min(1.0, (count + within + 2 * extra) / n))
        for count in counts
    ]


def _probability_within(counts: Sequence[int], room: int) -> float:
    """Return the probability that each multinomial count lies within *room* of those found.

    Independent Poisson counts, given their sum, are multinomial: so it is the probability that
    truncated Poisson counts add up to n, over that of a Poisson count of n.
    """
    from scipy.special import gammaln, xlogy

    n = sum(counts)
    width = 2 * room + 1
    length = 1 << (width * len(counts)).bit_length()
    spectrum = np.ones(length // 2 + 1, dtype=np.complex128)
    least = 0
    for count in counts:
        first = max(0, count - room)
        values = np.arange(first, count + room + 1)
        probabilities = np.exp(xlogy(values, count) - count - gammaln(values + 1))
        spectrum *= np.fft.rfft(probabilities, length)
        least += first
    together = np.fft.irfft(spectrum, length)[n - least]
    whole = math.exp(n * math.log(n) - n - math.lgamma(n + 1))
    return float(min(1.0, max(0.0, together / whole)))
