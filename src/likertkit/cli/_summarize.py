"""The summary that the command line asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit.bias import load_design
from likertkit.responses import Responses
from likertkit.summary import summarize

if TYPE_CHECKING:
    from pathlib import Path

    from likertkit.cli._csv import Cells
    from likertkit.instrument import Instrument
    from likertkit.summary import Summary


def summarize_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    respondent: str | None,
    condition: str | None,
    conditions: tuple[str | None, str | None],
    cohort: str | None,
    design: Path | None,
    invited: int | None,
    view: Any,
) -> Summary:
    """Return the summary of a file."""
    import pandas as pd

    # As object columns, so that pandas takes no text for a missing value.
    frame = pd.DataFrame(cells.columns, dtype=object)
    responses = Responses(
        frame, instrument, respondent=respondent, condition=condition, stratum=cohort
    )
    first, second = conditions
    return summarize(
        responses.scored(view),
        design=None if design is None else load_design(design),
        first=first,
        second=second,
        invited=invited,
    )
