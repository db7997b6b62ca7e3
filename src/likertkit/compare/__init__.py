"""Conditions and groups compared, item by item."""

from likertkit.compare._overlap_rows import OverlapPartRow, OverlapRow, OverlapTable
from likertkit.compare._overlapping import compare_overlapping

__all__ = [
    "OverlapPartRow",
    "OverlapRow",
    "OverlapTable",
    "compare_overlapping",
]
