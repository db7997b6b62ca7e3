"""What a summary says of one item."""

from __future__ import annotations

import math
from typing import ClassVar

import attrs

from likertkit.results._record import ItemRow, column_names


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SummaryRow(ItemRow):
    """One item under one condition or two, with what could undo its figures.

    What is not known, such as everything about a second condition where there is none, is NaN,
    None or empty.

    Attributes
    ----------
    n_first, n_second : int or None
        Valid answers under each condition; None where a paper does not say.
    answers_first, answers_second : tuple of int
        Valid answers at each score, the lowest first; empty where only means were published.
    mean_first, mean_second : float
        Of all valid answers, weighted where there are weights.
    stratified_first, stratified_second : float
        With each cohort counted by its size.
    low_first, high_first, low_second, high_second : float
        Between these the mean lies if everybody is counted who was asked.
    n_pairs : int or None
        Respondents with a valid answer under both; None where answers are not linked.
    mean_difference, low, high : float
        First minus second, with its interval: of the pairs; where answers are not linked, of all.
    mean_pvalue, mean_pvalue_adjusted : float
        Of the test that the mean difference is 0, by itself and for the number of items.
    n_higher, n_equal, n_lower : int or None
        Respondents who rated the first higher, both alike, or the first lower; None where answers
        are not linked.
    superiority, superiority_low, superiority_high : float
        The proportion of pairs of which the first is higher, plus half of the equal ones, with its
        interval.
    pvalue, pvalue_adjusted : float
        Of the test that as many are higher as lower, by itself and for the number of items; NaN
        where answers are weighted or clustered.
    robust : bool or None
        Whether the sign of the mean difference of these answers holds under every increasing
        scoring.
    robust_pvalue_adjusted : float
        Of the test that it holds beyond these answers; NaN where answers are clustered.
    shift_to_zero, shift_to_nonsignificant : float
        What would have to be added to the second condition for no difference, or no significance,
        to be left; to the first, where the design says that only the first was rated from memory.
    respondents_to_zero : int or None
        How many would have to have chosen the next category of that condition for no difference
        to be left; None where no number of people would do.
    within_low, within_high : float
        Of printed means: between these lies the difference of those who rated both.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {
        "pvalue": "p",
        "pvalue_adjusted": "p",
        "mean_pvalue": "p",
        "mean_pvalue_adjusted": "p",
        "robust_pvalue_adjusted": "p",
    }

    n_first: int | None
    n_second: int | None = None
    answers_first: tuple[int, ...] = ()
    answers_second: tuple[int, ...] = ()
    mean_first: float
    mean_second: float = math.nan
    stratified_first: float = math.nan
    stratified_second: float = math.nan
    low_first: float = math.nan
    high_first: float = math.nan
    low_second: float = math.nan
    high_second: float = math.nan
    n_pairs: int | None = None
    mean_difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    mean_pvalue: float = math.nan
    mean_pvalue_adjusted: float = math.nan
    n_higher: int | None = None
    n_equal: int | None = None
    n_lower: int | None = None
    superiority: float = math.nan
    superiority_low: float = math.nan
    superiority_high: float = math.nan
    pvalue: float = math.nan
    pvalue_adjusted: float = math.nan
    robust: bool | None = None
    robust_pvalue_adjusted: float = math.nan
    shift_to_zero: float = math.nan
    shift_to_nonsignificant: float = math.nan
    respondents_to_zero: int | None = None
    within_low: float = math.nan
    within_high: float = math.nan
    note: str = ""

    def cells(self) -> dict[str, str]:
        """Return the figures by column name, as text for people."""
        spread = {
            name: "/".join(map(str, getattr(self, name))) or "–"
            for name in ("answers_first", "answers_second")
        }
        return {**super().cells(), **spread}


COLUMNS = column_names(SummaryRow)
BOUNDS_NOTE = (
    "low_first and the like: between these the mean lies, whatever those would have said who were "
    "asked and silent."
)
NO_DESIGN_NOTE = "Threats were not judged: no design was given."
