"""Data frames bound to an instrument; the only room that reads data frames."""

from likertkit.responses._answers import RespondentAnswers, respondent_answers
from likertkit.responses._as_tally import as_tally, pooled_conditions, strangers
from likertkit.responses._item_pairs import (
    ItemPairs,
    Respondents,
    as_pairs,
    in_ascending_order,
    item_pairs,
)
from likertkit.responses._margins import MarginCells, margin_cells, stratum_column
from likertkit.responses._participation import ParticipationRow
from likertkit.responses._respondents import RespondentCells, respondent_cells
from likertkit.responses._responses import Responses, noted
from likertkit.responses._units import SampledRows, cluster_column, is_linked, sampled_rows

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
    "noted",
    "pooled_conditions",
    "respondent_answers",
    "respondent_cells",
    "sampled_rows",
    "strangers",
    "stratum_column",
]
