"""Conditions and groups compared, item by item."""

from likertkit.compare._equivalence import EquivalenceRow, equivalence
from likertkit.compare._overlap_rows import OverlapPartRow, OverlapRow, OverlapTable
from likertkit.compare._overlapping import compare_overlapping
from likertkit.compare._paired import compare_paired
from likertkit.compare._paired_row import PairedEffectRow, PairedRow, PairedTable

__all__ = [
    "EquivalenceRow",
    "OverlapPartRow",
    "OverlapRow",
    "OverlapTable",
    "PairedEffectRow",
    "PairedRow",
    "PairedTable",
    "compare_overlapping",
    "compare_paired",
    "equivalence",
]
