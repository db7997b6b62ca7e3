"""Data frames bound to an instrument; the only room that reads data frames."""

from likertkit.responses._as_tally import as_tally
from likertkit.responses._margins import MarginCells, margin_cells, stratum_column
from likertkit.responses._participation import ParticipationRow
from likertkit.responses._responses import Responses, noted

__all__ = [
    "MarginCells",
    "ParticipationRow",
    "Responses",
    "as_tally",
    "margin_cells",
    "noted",
    "stratum_column",
]
