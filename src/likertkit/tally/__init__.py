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
from likertkit.tally._count_table import with_design
from likertkit.tally._design import (
    ConditionT,
    Design,
    Population,
    StratumT,
    design_notes,
    word_of,
)
from likertkit.tally._domains import (
    Held,
    answering_units,
    cluster_status,
    collapse_strata,
    held_cells,
    merge_strata,
)
from likertkit.tally._pair_tally import PairTally, check_conditions
from likertkit.tally._population import (
    KnownSizes,
    check_filled,
    check_sizes,
    read_sizes,
    sizes_table,
)
from likertkit.tally._sampled_units import (
    SampledUnits,
    check_lone_stratum,
    lone_strata_sentences,
)
from likertkit.tally._tables import fingerprints
from likertkit.tally._tally import Tally
from likertkit.tally._to_frame import check_unweighted, pair_notes, pooled_sentence, weightless_note
from likertkit.tally._where import (
    IN_DOMAIN,
    DomainValues,
    Selection,
    has_value,
    in_domain,
    inside,
    only_conditions,
    whole_sample,
    with_whole,
)

__all__ = [
    "BLANK_CHARACTERS",
    "IN_DOMAIN",
    "Axis",
    "Calibration",
    "Clusters",
    "CoTally",
    "ConditionT",
    "Design",
    "DomainValues",
    "Group",
    "Held",
    "KnownSizes",
    "PairTally",
    "Population",
    "Role",
    "SampledUnits",
    "Selection",
    "StratumT",
    "Tally",
    "answering_units",
    "check_conditions",
    "check_filled",
    "check_lone_stratum",
    "check_sizes",
    "check_unweighted",
    "cluster_status",
    "collapse_strata",
    "design_notes",
    "fingerprints",
    "has_value",
    "held_cells",
    "in_domain",
    "inside",
    "lone_strata_sentences",
    "merge_strata",
    "named_axes",
    "only_conditions",
    "pair_notes",
    "plain_key",
    "pooled_sentence",
    "read_sizes",
    "sizes_table",
    "sorted_groups",
    "weightless_note",
    "whole_sample",
    "with_design",
    "with_whole",
    "word_of",
]
