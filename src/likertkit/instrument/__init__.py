"""Instruments: what a valid answer is, and how it is scored.

:class:`LikertScale`, :class:`Item` and :class:`Instrument` are for users.  The rest serves the
rooms above, which read whole columns of any engine: they take a column's distinct values, ask
:func:`place` for the cell of each, let :func:`check_spellings` raise the one error that is due,
and count the cells.
"""

from likertkit.instrument._instrument import Instrument, check_instrument
from likertkit.instrument._item import (
    Item,
    Keying,
    Scoring,
    check_directions,
    level_name,
    no_direction,
    positive_end_is_high,
)
from likertkit.instrument._layout import Placement, Spelling
from likertkit.instrument._placing import check_spellings, expected_answers, place, place_values
from likertkit.instrument._presets import Orientation, PresetKind, PresetPoints
from likertkit.instrument._scale import LikertScale
from likertkit.instrument._spellings import shown_value
from likertkit.instrument._views import (
    box_notes,
    box_places,
    check_boxes,
    check_view,
    view_sentence,
)

__all__ = [
    "Instrument",
    "Item",
    "Keying",
    "LikertScale",
    "Orientation",
    "Placement",
    "PresetKind",
    "PresetPoints",
    "Scoring",
    "Spelling",
    "box_notes",
    "box_places",
    "check_boxes",
    "check_directions",
    "check_instrument",
    "check_spellings",
    "check_view",
    "expected_answers",
    "level_name",
    "no_direction",
    "place",
    "place_values",
    "positive_end_is_high",
    "shown_value",
    "view_sentence",
]
