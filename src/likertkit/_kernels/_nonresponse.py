"""What the silent can have answered: counts completed at either end, and an interval around."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def completed_counts(counts: Sequence[int], n_silent: int) -> tuple[list[int], list[int]]:
    """Return the counts with all silent at the lowest level, and with all at the highest."""
    lowest, highest = list(counts), list(counts)
    lowest[0] += n_silent
    highest[-1] += n_silent
    return lowest, highest


def imbens_manski_interval(
    low: float, high: float, se_low: float, se_high: float, confidence_level: float
) -> tuple[float, float]:
    """Return the interval that covers a quantity between two estimated bounds.

    Each bound is moved by c standard errors, with c from one-sided, where the bounds lie far
    apart, to two-sided, where they meet: Φ(c + (high - low) / max(se)) - Φ(-c) is the level.
    """
    from statistics import NormalDist

    largest = max(se_low, se_high)
    if not largest > 0:
        return low, high
    normal = NormalDist()
    apart = (high - low) / largest
    too_few = normal.inv_cdf(confidence_level)
    enough = normal.inv_cdf((1 + confidence_level) / 2)
    middle = (too_few + enough) / 2
    # Until no number lies between the two.
    while middle not in {too_few, enough}:
        if normal.cdf(middle + apart) - normal.cdf(-middle) < confidence_level:
            too_few = middle
        else:
            enough = middle
        middle = (too_few + enough) / 2
    return low - enough * se_low, high + enough * se_high
