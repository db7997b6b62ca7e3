"""What a table of partly paired comparisons holds, and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit.compare._options import TEST_FORMATS
from likertkit.compare._sides import SIDE_FIGURES, SidesRow
from likertkit.compare.overlapping._samples import (
    PartlyPaired,
    TestFigures,
    changed_figures,
    proportion_figures,
    t_figures,
)
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from likertkit._kernels.pvalues import Alternative

OverlapPart = Literal["paired only", "unpaired only", "all as if unpaired", "overlapping"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PartlyPairedRow(SidesRow):
    """What the comparisons of partly paired answers have in common."""

    on_scale: ClassVar[tuple[str, ...]] = ("mean_difference", "low", "high", *SIDE_FIGURES)
    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    n_first_only: int
    n_second_only: int
    n_both: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    method: str
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapRow(PartlyPairedRow):
    """The answers to one item under two conditions, of whoever answered.

    Differences are first minus second, in the scores of the view or in proportions.

    Attributes
    ----------
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only.
    n_both : int
        Respondents with a valid answer under both.
    mean_first, sd_first, mean_second, sd_second : float
        Mean and standard deviation of all answers under each condition; of proportions these, and
        no standard deviation.  No columns of the data frame.
    mean_difference : float
        The mean of all answers under the first condition minus that of all under the second; of
        proportions, their difference.
    low, high : float
        Its interval, two-sided whatever the alternative.
    statistic, df : float
        The partially overlapping t and its degrees of freedom; of proportions, z, which has none.
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    """


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapPartRow(ItemRow):
    """What a part of the answers to one item says by itself.

    Attributes
    ----------
    part : {'paired only', 'unpaired only', 'all as if unpaired', 'overlapping'}
        Those who answered both; those who answered one; all, without asking who they are; all,
        each known for who they are.
    n_first, n_second : int
        Answers of the part under each condition.
    n_both : int
        Respondents who are known to have given one of each.
    mean_difference, low, high : float
        The difference of the part and its interval.
    statistic, df, pvalue : float
        Its test; the p-value is not adjusted.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean_difference", "low", "high")

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    part: OverlapPart
    n_first: int
    n_second: int
    n_both: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    method: str
    note: str


OVERLAP_COLUMNS = tuple(name for name in column_names(OverlapRow) if name not in SIDE_FIGURES)
OVERLAP_SHOWN = (
    "item",
    "n_first_only",
    "n_second_only",
    "n_both",
    "mean_difference",
    "low",
    "high",
    "pvalue",
    "pvalue_adjusted",
)
PART_COLUMNS = column_names(OverlapPartRow)
PART_SHOWN = tuple(
    name for name in PART_COLUMNS if name not in {"statistic", "df", "method", "note"}
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapTable(Table[OverlapRow]):
    """Partly paired comparisons, with what each part of the answers says by itself.

    Attributes
    ----------
    parts : Table of OverlapPartRow
        Four rows a group and item, of all items whichever rows the table is narrowed to.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale()
    >>> table = {4: {5: 6, 4: 3}, 5: {5: 4}, "absent": {2: 3, 1: 2}, 3: {"absent": 4}}
    >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    >>> found = lk.compare_overlapping(pairs, "before", "after")
    >>> [(row.part, round(row.mean_difference, 2)) for row in found.parts][:3]
    [('paired only', -0.46), ('unpaired only', 1.4), ('all as if unpaired', 0.11)]
    """

    parts: Table[OverlapPartRow]


OverlapTest = Literal["t", "proportion"]


@attrs.frozen(kw_only=True)
class PartFigures:
    """What one part of the answers says."""

    part: OverlapPart
    n_first: int
    n_second: int
    n_both: int
    method: str
    figures: TestFigures


@attrs.frozen(kw_only=True)
class PartTests:
    """The four tests, as they were asked for.

    Attributes
    ----------
    test : {'t', 'proportion'}
        Of means, or of the share of the top box.
    equal_variances : bool
        Whether one variance is taken for both conditions.
    alternative : {'two-sided', 'less', 'greater'}
        What stands against equality.
    confidence_level : float
        Level of the intervals.
    """

    test: OverlapTest
    equal_variances: bool
    alternative: Alternative
    confidence_level: float

    def run(self, samples: PartlyPaired) -> tuple[PartFigures, ...]:
        """Return what each part of two samples says; the whole, overlapping, comes last."""
        return (
            self._paired(samples.paired_only),
            self._made("unpaired only", samples.unpaired_only),
            self._made("all as if unpaired", samples.as_unpaired),
            self._made("overlapping", samples),
        )

    def _paired(self, samples: PartlyPaired) -> PartFigures:
        if self.test == "t":
            # The differences have one variance, so that there are no two to be equal.
            figures = self._t(samples, equal_variances=False)
        else:
            figures = changed_figures(samples, self.alternative, self.confidence_level)
        if samples.n_both == 0:
            figures = attrs.evolve(figures, note="nobody answered both")
        method = "paired t" if self.test == "t" else "McNemar's z"
        return self._with("paired only", samples, method, figures)

    def _made(self, part: OverlapPart, samples: PartlyPaired) -> PartFigures:
        if self.test == "t":
            figures = self._t(samples, equal_variances=self.equal_variances)
        else:
            figures = proportion_figures(samples, self.alternative, self.confidence_level)
        if part == "unpaired only" and samples.problem:
            figures = attrs.evolve(figures, note=_nobody(samples))
        return self._with(part, samples, self.method(overlapping=part == "overlapping"), figures)

    def _t(self, samples: PartlyPaired, *, equal_variances: bool) -> TestFigures:
        return t_figures(
            samples, self.alternative, self.confidence_level, equal_variances=equal_variances
        )

    def method(self, *, overlapping: bool = True) -> str:
        """Return what the test is called."""
        if self.test == "proportion":
            return "partially overlapping z" if overlapping else "pooled z"
        if overlapping:
            variances = "equal" if self.equal_variances else "unequal"
            return f"partially overlapping t, {variances} variances"
        return "Student's t" if self.equal_variances else "Welch's t"

    def _with(
        self, part: OverlapPart, samples: PartlyPaired, method: str, figures: TestFigures
    ) -> PartFigures:
        return PartFigures(
            part=part,
            n_first=samples.n_first,
            n_second=samples.n_second,
            n_both=samples.n_both,
            method=method,
            figures=figures,
        )


def _nobody(samples: PartlyPaired) -> str:
    """Return under which condition only nobody answered."""
    names = [
        name for name, n in (("first", samples.n_first), ("second", samples.n_second)) if n == 0
    ]
    return f"nobody answered under the {' or the '.join(names)} condition only"
