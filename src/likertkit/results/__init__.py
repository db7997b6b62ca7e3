"""How every answer looks and prints."""

from likertkit.results._arrays import FrozenArrays, frozen_array, frozen_floats, frozen_integers
from likertkit.results._frame import FrameBackend, frame_column
from likertkit.results._record import (
    Interval,
    ItemRow,
    Record,
    beside_figures,
    column_names,
    group_names,
)
from likertkit.results._table import Table, check_distinct_columns, line_width
from likertkit.results._weighting import WeightCell, Weighting, kish_design_effect, kish_effective_n

__all__ = [
    "FrameBackend",
    "FrozenArrays",
    "Interval",
    "ItemRow",
    "Record",
    "Table",
    "WeightCell",
    "Weighting",
    "beside_figures",
    "check_distinct_columns",
    "column_names",
    "frame_column",
    "frozen_array",
    "frozen_floats",
    "frozen_integers",
    "group_names",
    "kish_design_effect",
    "kish_effective_n",
    "line_width",
]
