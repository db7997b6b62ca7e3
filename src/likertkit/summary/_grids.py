"""The columns of a summary that are printed, in several grids."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.summary._row import SummaryRow

# A grid each: the answers, each condition, the means, the numbers of people, their superiority,
# and what could undo it.
_GRIDS = (
    ("answers_first", "answers_second"),
    ("n_first", "mean_first", "stratified_first", "low_first", "high_first"),
    ("n_second", "mean_second", "stratified_second", "low_second", "high_second"),
    ("n_pairs", "mean_difference", "low", "high", "mean_pvalue_adjusted"),
    ("n_higher", "n_equal", "n_lower"),
    ("superiority", "superiority_low", "superiority_high", "pvalue_adjusted"),
    ("robust", "shift_to_nonsignificant", "respondents_to_zero", "within_low", "within_high"),
)


def grids(rows: Sequence[SummaryRow]) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each grid in which some row has something."""
    filled = [
        [name for name in names if any(_there(row, name) for row in rows)] for names in _GRIDS
    ]
    return tuple(("item", *names) for names in filled if names)


def _there(row: SummaryRow, name: str) -> bool:
    value = getattr(row, name)
    if name == "respondents_to_zero":
        # A dash says that no number of people would do.
        return not math.isnan(row.shift_to_zero)
    return not (value in (None, ()) or (isinstance(value, float) and math.isnan(value)))
