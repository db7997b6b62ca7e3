"""Data frames bound to an instrument; the only room that reads data frames."""

from likertkit.responses._as_tables import Respondents
from likertkit.responses._responses import Responses
from likertkit.responses._to_tally import ParticipationRow
from likertkit.responses.scores._scores import Scores, scale_scores

__all__ = [
    "ParticipationRow",
    "Respondents",
    "Responses",
    "Scores",
    "scale_scores",
]
