"""How every answer looks and prints."""

from likertkit.results._interval import Interval
from likertkit.results._record import ItemRow, Record
from likertkit.results._table import Table, check_distinct_columns, frame_column

__all__ = ["Interval", "ItemRow", "Record", "Table", "check_distinct_columns", "frame_column"]
