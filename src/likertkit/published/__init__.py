"""Figures read from papers: what they can and cannot be, on exact whole numbers.

A mean of whole-number answers is a total over their number. That alone says which means are
possible, which numbers of respondents a table of means allows, and within which bounds the
difference of two conditions lies for those who rated both.
"""

from likertkit.published._feasible import FeasibleRow, FeasibleTable, feasible_n
from likertkit.published._grim import GrimResult, grim
from likertkit.published._inputs import Rounding
from likertkit.published._overlap import OverlapBoundsRow, overlap_bounds
from likertkit.published._percentages import PercentageRow, check_percentages
from likertkit.published._skipped import SkippedRow, SkippedTable, skipped_answers
from likertkit.published._table import DifferenceRow, PublishedTable

__all__ = [
    "DifferenceRow",
    "FeasibleRow",
    "FeasibleTable",
    "GrimResult",
    "OverlapBoundsRow",
    "PercentageRow",
    "PublishedTable",
    "Rounding",
    "SkippedRow",
    "SkippedTable",
    "check_percentages",
    "feasible_n",
    "grim",
    "overlap_bounds",
    "skipped_answers",
]
