"""How every answer looks and prints."""

from likertkit.results._record import Interval, ItemRow, Record, beside_figures, group_names
from likertkit.results._table import Table, check_distinct_columns, frame_column, line_width
from likertkit.results._weighting import WeightCell, Weighting, kish

__all__ = [
    "Interval",
    "ItemRow",
    "Record",
    "Table",
    "WeightCell",
    "Weighting",
    "beside_figures",
    "check_distinct_columns",
    "frame_column",
    "group_names",
    "kish",
    "line_width",
]
