"""Where the labels of a bar have room: inside their level, or in a lane under the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import format_percentage

if TYPE_CHECKING:
    from collections.abc import Sequence

# What stays free at both sides of a label inside its bar, and between labels of a lane.
_PAD = 1.5
_GAP = 3.5


@attrs.frozen
class Label:
    """The label of a level, in points from the left of the Axes.

    Attributes
    ----------
    number : int
        The number of the level among those that are drawn.
    text : str
        What it says.
    middle : float
        The middle of its level.
    width : float
        How wide the text is.
    x : float
        The middle of the text.
    lane : int
        0 inside the bar, 1 in the first lane under it, and so on.
    """

    number: int
    text: str
    middle: float
    width: float
    x: float
    lane: int = 0


def label_text(proportion: float, count: int, kind: str, decimals: int) -> str:
    """Return a label: a count, or a percentage without its sign.

    A percentage that rounds to 0 is not 0: "<1".
    """
    if kind == "count":
        return str(count)
    text = format_percentage(proportion, decimals).removesuffix(" %")
    if proportion > 0 and not text.strip("0."):
        return f"<{10**-decimals:.{decimals}f}"
    return text


def placed(
    levels: Sequence[tuple[str, float, float, float]], left: float, right: float
) -> list[Label]:
    """Return the labels of a bar, none over another.

    Parameters
    ----------
    levels : sequence of (str, float, float, float)
        Of each level: the text, its width, and where the level begins and ends.
    left, right : float
        Between which points labels may stand under the bar.
    """
    inside: list[Label] = []
    outside: list[Label] = []
    for number, (text, width, start, end) in enumerate(levels):
        middle = (start + end) / 2
        fits = end - start >= width + 2 * _PAD
        (inside if fits else outside).append(Label(number, text, middle, width, middle))
    room = right - left + _GAP
    options = ([outside[k::n] for k in range(n)] for n in range(1, len(outside) + 1))
    lanes = next(
        (
            lanes
            for lanes in options
            if all(sum(label.width + _GAP for label in lane) <= room for lane in lanes)
        ),
        [[label] for label in outside],
    )
    return [
        *inside,
        *(
            label
            for number, lane in enumerate(lanes, start=1)
            for label in _spread(lane, number, left, right)
        ),
    ]


def _spread(labels: Sequence[Label], lane: int, left: float, right: float) -> list[Label]:
    """Return labels moved as little as keeps them apart: least squares, in their order."""
    offsets, used = [], 0.0
    for label in labels:
        offsets.append(used + label.width / 2)
        used += label.width + _GAP
    blocks: list[tuple[float, int]] = []
    for label, offset in zip(labels, offsets, strict=True):
        mean, n = label.middle - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, m = blocks.pop()
            mean, n = (before * m + mean * n) / (m + n), m + n
        blocks.append((mean, n))
    starts = [mean for mean, n in blocks for _ in range(n)]
    last = right - (used - _GAP)
    return [
        attrs.evolve(label, x=min(max(start, left), max(last, left)) + offset, lane=lane)
        for label, start, offset in zip(labels, starts, offsets, strict=True)
    ]
