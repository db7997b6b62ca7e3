"""How every answer looks and prints."""

from likertkit.results._frame import FrameBackend
from likertkit.results._record import Interval
from likertkit.results._table import Table
from likertkit.results._weighting import WeightCell, Weighting

__all__ = [
    "FrameBackend",
    "Interval",
    "Table",
    "WeightCell",
    "Weighting",
]
