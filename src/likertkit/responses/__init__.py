"""Data frames bound to an instrument; the only room that reads data frames."""

from likertkit.responses._answers import RespondentAnswers, respondent_answers
from likertkit.responses._as_tables import (
    ItemPairs,
    Respondents,
    as_pairs,
    as_tally,
    in_ascending_order,
    item_pairs,
    pooled_conditions,
    strangers,
    without_clusters,
)
from likertkit.responses._countable import with_notes, without_design
from likertkit.responses._margins import MarginCells, margin_cells, stratum_column
from likertkit.responses._respondents import (
    RespondentCells,
    SampledRows,
    cluster_column,
    is_linked,
    respondent_cells,
    sampled_rows,
)
from likertkit.responses._responses import Responses
from likertkit.responses._to_tally import ParticipationRow

__all__ = [
    "ItemPairs",
    "MarginCells",
    "ParticipationRow",
    "RespondentAnswers",
    "RespondentCells",
    "Respondents",
    "Responses",
    "SampledRows",
    "as_pairs",
    "as_tally",
    "cluster_column",
    "in_ascending_order",
    "is_linked",
    "item_pairs",
    "margin_cells",
    "pooled_conditions",
    "respondent_answers",
    "respondent_cells",
    "sampled_rows",
    "strangers",
    "stratum_column",
    "with_notes",
    "without_clusters",
    "without_design",
]
