"""The interval of a difference between two shares of the same answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def tango_interval(
    first_only: float, second_only: float, n: float, confidence_level: float
) -> tuple[float, float]:
    """Return Tango's score interval of ``(first_only - second_only) / n``.

    The counts exclude each other: answers in the top and in the bottom box, or pairs that differ
    one way and the other.  They need not be whole.  Where *n* is 0 both bounds are NaN.
    """
    from statistics import NormalDist

    if not n > 0:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + confidence_level) / 2)
    difference = (first_only - second_only) / n

    def beyond(candidate: float) -> bool:
        """Return whether the data refuse a difference."""
        variance = _restricted_variance(first_only, second_only, n, candidate)
        return (difference - candidate) ** 2 * n > z * z * variance

    return _edge(beyond, difference, -1.0), _edge(beyond, difference, 1.0)


def tango_statistic(first_only: float, second_only: float, n: float, difference: float) -> float:
    """Return Tango's score statistic, standard normal where the true difference is as given.

    A difference strictly between -1 and 1 lies in the interval of a level where the statistic is
    within that level's quantiles.  It is NaN where *n* is 0, and where nothing differs and no
    difference is asked for.
    """
    if not n > 0:
        return math.nan
    variance = _restricted_variance(first_only, second_only, n, difference)
    distance = first_only - second_only - n * difference
    return distance / math.sqrt(n * variance) if variance > 0 else math.nan


def _restricted_variance(b: float, c: float, n: float, difference: float) -> float:
    """Return n times the variance of the difference where it is as given.

    The share of the second is its maximum likelihood estimate under that difference: the larger
    root of a quadratic equation.
    """
    half = b + c - (2 * n - b + c) * difference
    root = math.sqrt(max(0.0, half * half + 8 * n * c * difference * (1 - difference)))
    if half >= 0:
        second = (half + root) / (4 * n)
    else:
        # The same root without a difference of two like numbers.
        second = 2 * c * difference * (1 - difference) / (root - half)
    second = max(0.0, -difference, second)
    return max(0.0, 2 * second + difference * (1 - difference))


def _edge(beyond: Callable[[float], bool], inside: float, outside: float) -> float:
    """Return where a condition begins to hold between two numbers; the second if nowhere."""
    if not beyond(outside):
        return outside
    middle = (inside + outside) / 2
    # Until no number lies between the two.
    while middle not in {inside, outside}:
        if beyond(middle):
            outside = middle
        else:
            inside = middle
        middle = (inside + outside) / 2
    return inside
