"""Count tables, which are all that most statistics of a survey need, and which add."""

from likertkit.tally._axes import (
    BLANK_CHARACTERS,
    Axis,
    Group,
    Role,
    named_axes,
    plain_key,
    sorted_groups,
)
from likertkit.tally._clusters import Calibration, Clusters
from likertkit.tally._co_tally import CoTally
from likertkit.tally._domains import (
    Held,
    answering_units,
    cluster_status,
    collapse_strata,
    held_cells,
)
from likertkit.tally._pair_tally import PairTally, check_conditions
from likertkit.tally._sampled_units import (
    SampledUnits,
    check_lone_stratum,
    lone_strata_sentences,
)
from likertkit.tally._tables import fingerprints
from likertkit.tally._tally import Tally
from likertkit.tally._to_frame import check_unweighted, pair_notes, pooled_sentence, weightless_note

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
    "SampledUnits",
    "Tally",
    "answering_units",
    "check_conditions",
    "check_lone_stratum",
    "check_unweighted",
    "cluster_status",
    "collapse_strata",
    "fingerprints",
    "held_cells",
    "lone_strata_sentences",
    "named_axes",
    "pair_notes",
    "plain_key",
    "pooled_sentence",
    "sorted_groups",
    "weightless_note",
]
