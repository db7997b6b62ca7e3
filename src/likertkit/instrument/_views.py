"""What a view of the scores means, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import check_choice
from likertkit.instrument._direction import check_directions
from likertkit.instrument._item import Scoring

if TYPE_CHECKING:
    from likertkit.instrument._instrument import Instrument

_VIEWS: dict[Scoring, str] = {
    "as_answered": "Scores are the codes as answered.",
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Scores are favourable: every item is turned so that higher is better.",
}


def view_sentence(view: Scoring) -> str:
    """Return how codes became scores."""
    return _VIEWS[view]


def check_view(view: Scoring, instrument: Instrument) -> None:
    """Raise unless *view* is a view of the scores that every item of an instrument has.

    Raises
    ------
    OptionError
        If it is none of the three.
    DirectionError
        If it is ``'favourable'`` and some scale does not say which end is the positive one.
    """
    check_choice(view, "view", Scoring)
    if view == "favourable":
        check_directions(instrument, "The favourable view needs")
