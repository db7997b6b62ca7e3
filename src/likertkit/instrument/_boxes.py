"""Boxes: how many levels, from either end of a scale, are taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import check_count
from likertkit.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from likertkit.instrument._instrument import Instrument
    from likertkit.instrument._item import Item, Scoring


def check_boxes(boxes: object, instrument: Instrument) -> tuple[int, int]:
    """Return the sizes of both boxes; raise if they overlap on some item."""
    if not isinstance(boxes, tuple | list) or len(boxes) != 2:
        raise ArgumentTypeError(
            f"boxes={boxes!r} is not a pair of numbers of levels.",
            "write boxes=(2, 2) for the two best and the two worst levels.",
        )
    top, bottom = (check_count(number, "boxes", least=1) for number in boxes)
    for item in instrument:
        if top + bottom > item.scale.n_levels:
            raise ArgumentError(
                f"item {item.name!r} has {item.scale.n_levels} levels, fewer than the "
                f"{top} + {bottom} of boxes={(top, bottom)!r}; expected boxes that do not overlap.",
                "choose smaller boxes, or describe the items of each scale apart.",
            )
    return top, bottom


def box_note(boxes: tuple[int, int]) -> str:
    """Return which levels are in the boxes."""
    levels = "level" if boxes[0] == 1 else "levels"
    top = f"Top box: {boxes[0]} {levels} from the positive end"
    return f"{top}; bottom box: {boxes[1]} from the other."


def positive_end_is_high(item: Item, view: Scoring) -> bool:
    """Return whether the positive end of the scores lies high in the view."""
    return view == "favourable" or item.scale.positive == "high"


def box_places(
    item: Item, view: Scoring, boxes: tuple[int, int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the levels in the top and in the bottom box, by their place among the codes."""
    scores = item.scores(view)
    places = sorted(range(len(scores)), key=lambda place: scores[place])
    if not positive_end_is_high(item, view):
        places.reverse()
    return tuple(places[len(places) - boxes[0] :]), tuple(places[: boxes[1]])
