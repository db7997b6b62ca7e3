"""What a view of the scores means, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from likertkit.instrument._item import Scoring

_VIEWS: dict[Scoring, str] = {
    "as_answered": "Scores are the codes as answered.",
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Scores are favourable: every item is turned so that higher is better.",
}


def view_sentence(view: Scoring) -> str:
    """Return how codes became scores."""
    return _VIEWS[view]
