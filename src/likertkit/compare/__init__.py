"""Two conditions, or groups, compared item by item."""

from likertkit.compare._equivalence import EquivalenceRow, equivalence
from likertkit.compare._overlap_rows import OverlapPartRow, OverlapRow, OverlapTable
from likertkit.compare._overlapping import compare_overlapping

__all__ = [
    "EquivalenceRow",
    "OverlapPartRow",
    "OverlapRow",
    "OverlapTable",
    "compare_overlapping",
    "equivalence",
]
