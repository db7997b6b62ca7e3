"""Which end of a scale is the positive one, where it is said; nobody guesses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import join_words
from likertkit.errors import DirectionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.instrument._item import Item, Scoring
    from likertkit.instrument._scale import LikertScale

__all__ = [
    "check_directions",
    "level_name",
    "no_direction",
    "positive_end_is_high",
]

_MOST_ITEMS = 5


def level_name(scale: LikertScale, code: int) -> str:
    """Return a level as sentences name it: its label in quotes, or its code."""
    label = scale.labels.get(code)
    return str(code) if label is None else repr(label)


def _end(scale: LikertScale, code: int) -> str:
    label = scale.labels.get(code)
    return str(code) if label is None else f"{code} {label!r}"


def no_direction(scale: LikertScale) -> str:
    """Return, for a note, that a scale does not say which of its ends is the positive one."""
    return (
        f"the scale does not say whether {_end(scale, scale.low)} or {_end(scale, scale.high)} is "
        "its positive end (positive=)"
    )


def check_directions(items: Iterable[Item], what: str) -> None:
    """Raise unless the scale of each item says which end is the positive one.

    Raises
    ------
    DirectionError
        It names the items, both ends of the first scale, and how to declare them.
    """
    lacking = [item for item in items if item.scale.positive is None]
    if not lacking:
        return
    scale = lacking[0].scale
    low, high = _end(scale, scale.low), _end(scale, scale.high)
    names = [repr(item.name) for item in lacking]
    more = len(names) - _MOST_ITEMS
    shown = [*names[:_MOST_ITEMS], f"{more} more"] if more > 0 else names
    word, pronoun = ("item", "its") if len(names) == 1 else ("items", "their")
    verb = "does" if len(names) == 1 else "do"
    raise DirectionError(
        f"{what} a direction, and {word} {join_words(shown)} {verb} not say which end of {pronoun} "
        f"scale is the positive one: {low} or {high}.",
        f'write positive="low" in the scale if {low} is the positive end, positive="high" if '
        f"{high} is.",
    )


def positive_end_is_high(item: Item, view: Scoring) -> bool:
    """Return whether the positive end of the scores lies high in the view.

    Raises
    ------
    DirectionError
        If the item's scale does not say which end is the positive one.
    """
    check_directions([item], "Boxes need")
    return view == "favourable" or item.scale.positive == "high"
