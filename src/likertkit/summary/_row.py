"""The row of a summary: one item."""

from __future__ import annotations

import math
from typing import ClassVar

import attrs

from likertkit.results._record import ItemRow, column_names


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SummaryRow(ItemRow):
    """One item under one condition or two, with what could undo its figures.

    A figure that is unknown is NaN, None or empty, for example the second condition if there is
    only one.

    Attributes
    ----------
    n_first, n_second : int or None
        Valid answers under each condition; None if a paper does not state it.
    answers_first, answers_second : tuple of int
        Valid answers at each score, lowest score first; empty for published means.
    mean_first, mean_second : float
        Mean of all valid answers, weighted if there are weights.
    stratified_first, stratified_second : float
        Mean in which each cohort counts by its number of people.
    low_first, high_first, low_second, high_second : float
        Bounds on the mean of everybody who was asked.
    n_pairs : int or None
        Respondents with a valid answer under both conditions; None if answers are not linked.
    n_first_only, n_second_only : int or None
        Respondents with a valid answer under only one condition; None if answers are not linked.
    mean_difference, low, high : float
        First minus second, with its interval: of the pairs, or of all answers if these are not
        linked.
    mean_pvalue, mean_pvalue_adjusted : float
        Of the test that the mean difference is 0, unadjusted and adjusted for all items.
    n_higher, n_equal, n_lower : int or None
        Respondents who rated the first condition higher, both the same, or the first lower; None
        if answers are not linked.
    superiority, superiority_low, superiority_high : float
        The proportion of pairs in which the first is higher, plus half of the equal pairs, with
        its interval.
    pvalue, pvalue_adjusted : float
        Of the test that as many are higher as lower, unadjusted and adjusted for all items; NaN
        if answers are weighted or clustered.
    robust : bool or None
        Whether the sign of the mean difference of these answers is the same under every increasing
        scoring.
    robust_pvalue_adjusted : float
        Of the test that this holds beyond these answers; NaN if answers are clustered.
    shift_to_zero, shift_to_nonsignificant : float
        Points to add to the second condition for the difference to be 0, or for the test not to
        reject; to the first condition if the design says that only it was rated from memory.
    respondents_to_zero : int or None
        Respondents who would have to move one category under that condition for the mean
        difference to be 0 or change its sign; None if no number of respondents is enough.
    within_low, within_high : float
        For published means: bounds on the mean difference among people who rated both.
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
    n_first_only: int | None = None
    n_second_only: int | None = None
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
NO_BOUNDS = "Bounds on the means of everybody who was asked are not shown: "
BOUNDS_NOTE = (
    "low_first and high_first, low_second and high_second: bounds on the mean of everybody who was "
    "asked, whatever the people without an answer would have answered."
)
