"""Two conditions, or groups, compared item by item."""

from likertkit.compare import _sentences as _sentences
from likertkit.compare._conditions import (
    ConditionRankRow,
    ConditionsRow,
    ConditionsTable,
    compare_conditions,
)
from likertkit.compare._options import Correction
from likertkit.compare.groups._effects import GroupEffectRow
from likertkit.compare.groups._groups import compare_groups
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._table import GroupRow, GroupTable
from likertkit.compare.overlapping._equivalence import EquivalenceRow, equivalence
from likertkit.compare.overlapping._overlapping import compare_overlapping
from likertkit.compare.overlapping._table import OverlapPartRow, OverlapRow, OverlapTable
from likertkit.compare.paired._effects import PairedEffectRow
from likertkit.compare.paired._paired import compare_paired
from likertkit.compare.paired._table import PairedRow, PairedTable
from likertkit.compare.paired._tests import PairedTest

__all__ = [
    "ConditionRankRow",
    "ConditionsRow",
    "ConditionsTable",
    "Correction",
    "EquivalenceRow",
    "GroupEffectRow",
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
