"""The margin within which two conditions count as equivalent."""

from __future__ import annotations

import math

from likertkit._checks import as_float, is_number
from likertkit.errors import ArgumentError, ArgumentTypeError

# (low, high), or one number that is both.
Margin = float | tuple[float, float]


def check_margin(margin: object, most: float, unit: str) -> tuple[float, float]:
    """Return the two ends of a margin, which lie on either side of 0 and below *most*."""
    hint = "write margin=0.5 for a difference of at most half a point, or margin=(-0.5, 1)."
    if is_number(margin):
        ends = (-as_float(margin), as_float(margin))
    elif isinstance(margin, tuple | list) and len(margin) == 2 and all(map(is_number, margin)):
        ends = (as_float(margin[0]), as_float(margin[1]))
    else:
        raise ArgumentTypeError(
            f"margin={margin!r} is neither a number nor a pair of numbers.", hint
        )
    if not -math.inf < ends[0] < 0 < ends[1] < math.inf:
        raise ArgumentError(
            f"margin={margin!r} does not reach to both sides of 0; expected a positive number, or "
            "a negative and a positive one.",
            hint,
        )
    if max(-ends[0], ends[1]) >= most:
        raise ArgumentError(
            f"margin={margin!r} reaches {most:g} or beyond; expected less, in {unit}.",
            "superiority lies between 0 and 1, and is 0.5 where neither condition is; a margin of "
            "0.1 lets it lie between 0.4 and 0.6.",
        )
    return ends


def shown_margin(ends: tuple[float, float]) -> Margin:
    """Return a margin as it is told: one number where it reaches as far to either side."""
    return ends[1] if -ends[0] == ends[1] else ends


def margin_words(ends: tuple[float, float]) -> str:
    """Return a margin as text."""
    low, high = ends
    return f"±{high:g}" if -low == high else f"{low:g} to {high:g}"
