"""Views of the scores, and the boxes at either end of a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import check_choice, check_count
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import Scoring, check_directions, level_name, positive_end_is_high
from likertkit.instrument._score_item import ScoreItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.instrument._instrument import Instrument
    from likertkit.instrument._item import Item

VIEW_SENTENCES: dict[Scoring, str] = {
    "as_answered": "Scores are the codes as answered.",
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Scores are favourable: every item is turned so that higher is better.",
}


def view_sentence(view: Scoring) -> str:
    """Return how codes became scores."""
    return VIEW_SENTENCES[view]


def check_view(view: Scoring, instrument: Instrument) -> None:
    """Raise unless *view* is a view of the scores that every item of an instrument has.

    Raises
    ------
    OptionError
        If it is not one of the three.
    DirectionError
        If it is ``'favourable'`` and some scale does not say which end is the positive one.
    """
    check_choice(view, "view", Scoring)
    for item in instrument:
        if isinstance(item, ScoreItem):
            item.scores(view)
    if view == "favourable":
        check_directions(instrument, "The favourable view needs")


_MOST_NAMED = 4


def check_boxes(boxes: object, instrument: Instrument) -> tuple[int, int]:
    """Return the sizes of both boxes; raise if they overlap on some item."""
    if not isinstance(boxes, tuple | list) or len(boxes) != 2:
        raise ArgumentTypeError(
            f"boxes={boxes!r} is not a pair of numbers of levels.",
            "write boxes=(2, 2) for the two most positive and the two most negative levels.",
        )
    top, bottom = (check_count(number, "boxes", least=1) for number in boxes)
    for item in instrument:
        if max(top, bottom) > 1 and not item.every_level:
            raise ArgumentError(
                f"the levels of the score {item.name!r} are those that occurred, since some "
                f"respondents left items out; expected boxes of 1 level, not {(top, bottom)!r}.",
                "keep boxes=(1, 1), the ends of the score, or score complete answers alone: "
                "lk.scale_scores(responses, min_answered=1.0).",
            )
        if top + bottom > item.scale.n_levels:
            raise ArgumentError(
                f"item {item.name!r} has {item.scale.n_levels} levels, fewer than the {top} + "
                f"{bottom} levels of boxes={(top, bottom)!r}; expected boxes that do not overlap.",
                "choose smaller boxes, or describe the items of each scale separately.",
            )
    return top, bottom


def box_places(
    item: Item, view: Scoring, boxes: tuple[int, int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the levels in the top and in the bottom box, by their place among the codes.

    Raises
    ------
    DirectionError
        If the item's scale does not say which end is the positive one.
    """
    scores = item.scores(view)
    places = sorted(range(len(scores)), key=lambda place: scores[place])
    if not positive_end_is_high(item, view):
        places.reverse()
    return tuple(places[len(places) - boxes[0] :]), tuple(places[: boxes[1]])


def _levels(item: Item, places: Sequence[int]) -> str:
    names = [level_name(item, item.scale.codes[place]) for place in sorted(places)]
    return ", ".join(names) if len(names) <= _MOST_NAMED else f"{names[0]} to {names[-1]}"


def box_notes(
    instrument: Instrument, view: Scoring, boxes: tuple[int, int], *, top_only: bool = False
) -> tuple[str, ...]:
    """Return which levels are in the boxes: a note, or a note for each scale and direction.

    Items whose scale does not say its direction have no boxes and no note.
    """
    owners: dict[str, list[str]] = {}
    for item in instrument:
        if item.scale.positive is not None:
            top, bottom = (_levels(item, box) for box in box_places(item, view, boxes))
            levels = top if top_only else f"{top}; bottom box: {bottom}"
            owners.setdefault(levels, []).append(item.name)
    if len(owners) == 1 and len(*owners.values()) == len(instrument):
        return tuple(f"Top box: {levels}." for levels in owners)
    return tuple(f"Top box of {join_words(names)}: {levels}." for levels, names in owners.items())
