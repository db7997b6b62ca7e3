"""Two conditions, or groups, compared item by item."""

from likertkit.compare._conditions import (
    ConditionRankRow,
    ConditionsRow,
    ConditionsTable,
    compare_conditions,
)
from likertkit.compare._correction import Correction
from likertkit.compare._equivalence import EquivalenceRow, equivalence
from likertkit.compare._group_rows import GroupRow, GroupTable, OmnibusRow
from likertkit.compare._groups import compare_groups
from likertkit.compare._overlap_rows import OverlapPartRow, OverlapRow, OverlapTable
from likertkit.compare._overlapping import compare_overlapping
from likertkit.compare._paired import compare_paired
from likertkit.compare._paired_row import PairedEffectRow, PairedRow, PairedTable
from likertkit.compare._paired_tests import PairedTest

__all__ = [
    "ConditionRankRow",
    "ConditionsRow",
    "ConditionsTable",
    "Correction",
    "EquivalenceRow",
    "GroupRow",
    "GroupTable",
    "OmnibusRow",
    "OverlapPartRow",
    "OverlapRow",
    "OverlapTable",
    "PairedEffectRow",
    "PairedRow",
    "PairedTable",
    "PairedTest",
    "compare_conditions",
    "compare_groups",
    "compare_overlapping",
    "compare_paired",
    "equivalence",
]
