"""The rows of cohort_influence, and the table of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit.results import Table
from likertkit.results._record import ItemRow
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from fractions import Fraction


@attrs.frozen(kw_only=True, eq=False, repr=False)
class InfluenceRow(ItemRow):
    """How far an item's estimate depends on single cohorts.

    Attributes
    ----------
    n : int
        Valid answers, or pairs.
    estimate : float
        The mean, or mean difference, of all.
    most_influential : hashable or None
        The cohort whose removal changes the estimate most; the first of several.
    without : float
        The estimate without that cohort.
    influence : float
        The estimate minus the estimate without this cohort.
    without_low, without_high : float
        The smallest and the largest estimate without one cohort.
    equal : float
        The estimate in which every cohort counts the same.
    population : float
        The estimate in which cohorts count by their numbers of people, in a group by the group's
        part of them; NaN if no population was declared.
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
    """How far estimates depend on single cohorts.

    Attributes
    ----------
    cohorts : Table of CohortRow
        A row for each group, item and cohort.

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


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CohortRow(ItemRow):
    """How much one cohort changes an item's estimate.

    Attributes
    ----------
    cohort : hashable
        The cohort.
    n : int
        Its answers or pairs.
    estimate : float
        The mean, or mean difference, of the cohort alone.
    without : float
        The mean, or mean difference, of everybody else.
    influence : float
        The estimate of all minus the estimate without the cohort.
    note : str
        Why a figure is undefined.
    """

    cohort: Hashable
    n: int
    estimate: float
    without: float
    influence: float
    note: str = ""


@attrs.frozen(kw_only=True)
class CohortTotals:
    """The total and the number of answers of each cohort, in one group and item.

    Totals are whole numbers of *unit*; means are in the score.
    """

    by: tuple[tuple[str, object], ...]
    item: str
    unit: Fraction
    cohorts: dict[Hashable, tuple[int, int]]

    def add(self, cohort: Hashable, total: int, n: int) -> None:
        """Add answers of a cohort, or of a part of it."""
        total_before, n_before = self.cohorts.get(cohort, (0, 0))
        self.cohorts[cohort] = (total_before + total, n_before + n)

    @property
    def n(self) -> int:
        return sum(n for _, n in self.cohorts.values())

    def mean(self, without: object = ...) -> float:
        """Return the mean of all, or of all but one cohort."""
        kept = [part for cohort, part in self.cohorts.items() if cohort != without]
        n = sum(n for _, n in kept)
        return self._mean(sum(total for total, _ in kept), n)

    def _mean(self, total: float, n: float) -> float:
        return times_unit(total / n, self.unit) if n else math.nan

    def rows(self) -> list[CohortRow]:
        """Return how much each cohort changes the estimate; 0 without answers."""
        whole = self.mean()
        rows = []
        for cohort, (total, n) in self.cohorts.items():
            without = self.mean(cohort)
            rows.append(
                CohortRow(
                    by=self.by,
                    item=self.item,
                    cohort=cohort,
                    n=n,
                    estimate=self._mean(total, n),
                    without=without,
                    influence=whole - without,
                    note="" if n and not math.isnan(without) else _lacking(n),
                )
            )
        return rows

    def standardized(self, weights: Mapping[Hashable, float]) -> float:
        """Return the mean in which each answer of a cohort has a weight."""
        weighted = [
            (total * weights[cohort], n * weights[cohort])
            for cohort, (total, n) in self.cohorts.items()
            if n
        ]
        weight = math.fsum(n for _, n in weighted)
        return self._mean(math.fsum(total for total, _ in weighted), weight)

    def equal_mean(self) -> float:
        """Return the mean in which every cohort with answers counts the same."""
        return self.standardized({cohort: 1 / n for cohort, (_, n) in self.cohorts.items() if n})


def _lacking(n: int) -> str:
    return "no respondents are left without this cohort" if n else "no answers"
