"""The rows of cohort_influence, and the table of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit.results import Table
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from collections.abc import Hashable


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CohortRow(ItemRow):
    """What one cohort does to an item's estimate.

    Attributes
    ----------
    cohort : hashable
        The cohort.
    n : int
        Its answers, or its pairs.
    estimate : float
        The mean, or mean difference, of the cohort alone.
    without : float
        That of everybody else.
    influence : float
        The estimate of all less that without the cohort.
    note : str
        Why a figure is undefined.
    """

    cohort: Hashable
    n: int
    estimate: float
    without: float
    influence: float
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class InfluenceRow(ItemRow):
    """How far an item's estimate hangs on single cohorts.

    Attributes
    ----------
    n : int
        Valid answers, or pairs.
    estimate : float
        The mean, or mean difference, of all.
    most_influential : hashable or None
        The cohort without which it differs most; the first of several.
    without : float
        The estimate without that cohort.
    influence : float
        The estimate less that without the cohort.
    without_low, without_high : float
        The least and the greatest estimate without one cohort.
    equal : float
        The estimate in which every cohort counts the same.
    population : float
        The estimate in which cohorts count by their people, a group's by the group's proportion of
        them; NaN where no numbers were given.
    note : str
        Why a figure is undefined.
    """

    n: int
    estimate: float
    most_influential: Hashable | None = None
    without: float = math.nan
    influence: float = math.nan
    without_low: float = math.nan
    without_high: float = math.nan
    equal: float = math.nan
    population: float = math.nan
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class InfluenceTable(Table[InfluenceRow]):
    """How far estimates hang on single cohorts.

    Attributes
    ----------
    cohorts : Table of CohortRow
        A row a group, item and cohort.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5, 5], "grade": ["a", "a", "b", "b", "b"]})
    >>> answers = lk.Responses(frame, trial, stratum="grade")
    >>> [(row.cohort, row.without) for row in lk.bias.cohort_influence(answers).cohorts]
    [('a', 4.666666666666667), ('b', 1.5)]
    """

    cohorts: Table[CohortRow]
