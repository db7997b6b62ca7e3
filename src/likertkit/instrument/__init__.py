"""Instruments: what a valid answer is, and how it is scored."""

from likertkit.instrument._instrument import Instrument
from likertkit.instrument._item import Item, Keying, Scoring
from likertkit.instrument._presets import Orientation, PresetKind, PresetPoints
from likertkit.instrument._scale import LikertScale

__all__ = [
    "Instrument",
    "Item",
    "Keying",
    "LikertScale",
    "Orientation",
    "PresetKind",
    "PresetPoints",
    "Scoring",
]
