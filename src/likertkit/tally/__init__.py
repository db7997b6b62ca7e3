"""Count tables, which are all that most statistics of a survey need, and which add."""

from likertkit.tally._answering import (
    Held,
    answering_units,
    cluster_status,
    held_cells,
)
from likertkit.tally._axes import (
    BLANK_CHARACTERS,
    Axis,
    Group,
    Role,
    named_axes,
    plain_key,
    sorted_groups,
)
from likertkit.tally._calibration import Calibration
from likertkit.tally._clusters import Clusters
from likertkit.tally._co_tally import CoTally
from likertkit.tally._collapse import collapse_strata
from likertkit.tally._fingerprints import fingerprints
from likertkit.tally._pair_tally import PairTally, check_conditions
from likertkit.tally._tally import Tally
from likertkit.tally._to_frame import weightless_note

__all__ = [
    "BLANK_CHARACTERS",
    "Axis",
    "Calibration",
    "Clusters",
    "CoTally",
    "Group",
    "Held",
    "PairTally",
    "Role",
    "Tally",
    "answering_units",
    "check_conditions",
    "cluster_status",
    "collapse_strata",
    "fingerprints",
    "held_cells",
    "named_axes",
    "plain_key",
    "sorted_groups",
    "weightless_note",
]
