"""What a table of comparisons between groups holds, and what must be known to read it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import counted, format_level
from likertkit.compare._declared_design import plan_notes
from likertkit.compare._options import TEST_FORMATS, family_note
from likertkit.compare._sides import SIDE_FIGURES, SidesRow
from likertkit.compare.groups._effects import (
    GroupEffectInputs,
    GroupEffectRow,
    group_effect_notes,
    with_group_keys,
)
from likertkit.compare.groups._tests import EFFECTS, TEST_NAMES
from likertkit.instrument._views import view_sentence
from likertkit.results import Table
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._sampled_units import lone_strata_sentences
from likertkit.tally._to_frame import weightless_note
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit._text import Grid
    from likertkit.compare._options import Correction
    from likertkit.compare.groups._omnibus_row import OmnibusRow
    from likertkit.compare.groups._source import GroupSource
    from likertkit.compare.groups._tests import GroupTest, GroupTestOptions


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupRow(SidesRow):
    """The answers to one item of two groups of respondents.

    Differences are first minus second, in the scores of the view.

    Attributes
    ----------
    first, second : object
        The two groups.
    n_first, n_second : int
        Their valid answers.
    mean_first, sd_first, mean_second, sd_second : float
        Mean and standard deviation of each side.  No columns of the data frame.
    mean_difference : float
        In scale points, weighted where there are weights.
    low, high : float
        Its t interval, by Welch or by the design, whatever the test.
    statistic : float
        The first's U; Brunner and Munzel's t, Welch's or the design's t; z of the trend.  But for
        U, a positive one says that the first is higher.
    df : float
        Degrees of freedom of a t.
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    superiority, superiority_low, superiority_high : float
        The chance that an answer of the first is higher than one of the second, plus half of
        that of a tie, with its score interval.
    cliffs_delta : float
        Twice the superiority minus 1: between -1 and 1.
    cliffs_delta_low, cliffs_delta_high : float
        Its interval.  No columns of the data frame.
    least_pvalue : float
        The least p-value that an exact test can give, whatever the groups had answered, as long
        as both together answer as they did; NaN for other tests.  No column of the data frame.
    log10_pvalue : float
        The decimal logarithm of the p-value, also where that is too small for a number; NaN
        where it is not of ranks.  No column of the data frame.
    hodges_lehmann : float
        The median of the differences between an answer of the first and one of the second; NaN
        with weights.  No column of the data frame.
    cohen_d, hedges_g : float
        The mean difference over the pooled standard deviation, and the same without its bias; NaN
        with weights.  No columns of the data frame.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = (
        *("mean_difference", "low", "high", "hodges_lehmann"),
        *SIDE_FIGURES,
    )

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    first: object
    second: object
    n_first: int
    n_second: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    superiority: float
    superiority_low: float
    superiority_high: float
    cliffs_delta: float
    least_pvalue: float
    log10_pvalue: float
    hodges_lehmann: float
    cohen_d: float
    hedges_g: float
    method: str
    note: str

    @property
    def cliffs_delta_low(self) -> float:
        """The lower end of the interval of Cliff's delta."""
        return 2 * self.superiority_low - 1

    @property
    def cliffs_delta_high(self) -> float:
        """The upper end of the interval of Cliff's delta."""
        return 2 * self.superiority_high - 1


_PAIR = ("first", "second")
_NO_COLUMNS = {
    *("by", "least_pvalue", "log10_pvalue", "hodges_lehmann", "cohen_d", "hedges_g"),
    *SIDE_FIGURES,
}
GROUP_COLUMNS = tuple(f.name for f in attrs.fields(GroupRow) if f.name not in _NO_COLUMNS)
GROUP_SHOWN: tuple[str, ...] = (
    "item",
    *_PAIR,
    "n_first",
    "n_second",
    "mean_difference",
    "low",
    "high",
    "superiority",
    "statistic",
    "df",
    "pvalue",
    "pvalue_adjusted",
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupTable(Table[GroupRow]):
    """Comparisons of groups two by two, with the test of all groups together.

    Attributes
    ----------
    effects : Table of GroupEffectRow
        How large the differences are, of all rows whichever the table is narrowed to; computed
        when it is first read.
    omnibus : Table of OmnibusRow
        A row an item (and condition), of all groups and items whichever rows the table is
        narrowed to.
    pairs_left_out : bool
        Whether there are no rows, for the groups make too many pairs to compare them unasked.
        ``omnibus`` is printed below then.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 2, 4, 5, 5, 3, 3], "ward": list("aaabbbcc")})
    >>> found = lk.compare_groups(lk.Responses(frame, trial), "ward")
    >>> row = found.omnibus["clear"]
    >>> row.n_groups, row.df, round(row.pvalue, 3)
    (3, 2.0, 0.007)
    """

    _effect_inputs: GroupEffectInputs = attrs.field(alias="_effect_inputs")
    omnibus: Table[OmnibusRow]
    pairs_left_out: bool = False

    @property
    def effects(self) -> Table[GroupEffectRow]:
        """How large the differences are, computed when this is first read."""
        return self._effect_inputs.completed

    def _grid(self) -> Grid:
        """Return the grid, in which the groups are keys as the item is."""
        return with_group_keys(super()._grid(), self.shown)

    def to_text(self, width: int | None = None) -> str:
        """Return the table as text, with that of all groups where no pairs are compared.

        Parameters
        ----------
        width : int, optional
            Columns of text; by default those of the terminal.

        Returns
        -------
        str
            The title, the rows and the notes.
        """
        text = super().to_text(width)
        return f"{text}\n\n{self.omnibus.to_text(width)}" if self.pairs_left_out else text

    def to_html(self) -> str:
        """Return the table as a figure of a page, and all groups at once if no pair is compared.

        Returns
        -------
        str
            As :meth:`likertkit.Table.to_html` has it.
        """
        html = super().to_html()
        return f"{html}\n{self.omnibus.to_html()}" if self.pairs_left_out else html

    def to_markdown(self) -> str:
        """Return the table as Markdown, with that of all groups where no pairs are compared.

        Returns
        -------
        str
            The title, the rounded rows and the notes.
        """
        text = super().to_markdown()
        return f"{text}\n\n{self.omnibus.to_markdown()}" if self.pairs_left_out else text


# So many pairs of groups an item are compared unless they are named: those of 20 groups.
MOST_PAIRS = 190


def group_notes(
    source: GroupSource, options: GroupTestOptions, correction: Correction, rows: Sequence[GroupRow]
) -> tuple[str, ...]:
    """Return how to read the pairs of groups."""
    if not rows and (too_many := pairs_left_out(source)):
        return (*_reading(source), too_many)
    level = format_level(options.confidence_level)
    intervals = (
        f"Intervals: of the mean difference {'t' if source.designed else 'Welch'}, of the "
        f"superiority a score interval on the effective number of answers; {level}, each by itself."
    )
    return (
        *_reading(source),
        _test_note(source, options, rows),
        *_rank_notes(options),
        intervals,
        family_note(correction, rows, "all items and pairs of groups", source.names),
    )


def pairs_left_out(source: GroupSource) -> str:
    """Return why no pairs are compared where none was named; empty where they are few enough."""
    n = len(source.groups)
    n_pairs = n * (n - 1) // 2
    if n_pairs <= MOST_PAIRS:
        return ""
    return (
        f"No pairs are compared: {n} groups make {n_pairs:,} an item, more than {MOST_PAIRS}. "
        "`omnibus` tells whether the groups differ at all; name `first=` to compare one group with "
        "every other, and `second=` too for one pair."
    )


def effect_notes(source: GroupSource, confidence_level: float) -> tuple[str, ...]:
    """Return how to read the effects."""
    return (*_reading(source), *group_effect_notes(confidence_level, designed=source.designed))


def omnibus_notes(
    source: GroupSource, test: GroupTest, correction: Correction, rows: Sequence[OmnibusRow]
) -> tuple[str, ...]:
    """Return how to read the tests of all groups."""
    ordered = ", ".join(map(repr, source.groups))
    return (
        *_reading(source),
        *([f"The groups are taken as ordered: {ordered}."] if test == "linear-by-linear" else []),
        *([f"Test: {methods}."] if (methods := _methods(rows, "")) else []),
        f"Effect: {EFFECTS[test]}.",
        family_note(correction, rows, "all items", source.names),
    )


def _methods(rows: Iterable[GroupRow | OmnibusRow], otherwise: str) -> str:
    """Return the tests, and how their p-values were found."""
    methods = dict.fromkeys(row.method for row in rows if not math.isnan(row.pvalue))
    return " or ".join(methods) or otherwise


def _test_note(source: GroupSource, options: GroupTestOptions, rows: Sequence[GroupRow]) -> str:
    """Return what was tested, how p-values were found, and which way."""
    name = "difference of domain means by the design"
    if not source.designed:
        name = _methods(rows, TEST_NAMES[options.test])
    if options.alternative == "two-sided":
        return f"Test: {name}."
    way = "higher" if options.alternative == "greater" else "lower"
    return f"Test: {name}; one-sided, whether the first tends to be {way}."


def _rank_notes(options: GroupTestOptions) -> list[str]:
    asks = {
        "mann-whitney": "the groups answer alike, given how both together answered",
        "brunner-munzel": "the superiority is 1/2",
    }.get(options.test)
    return [f"A rank test does not compare means: it asks whether {asks}."] if asks else []


def _reading(source: GroupSource) -> list[str]:
    """Return how codes became scores, what is pooled, who is left out."""
    tally = source.tally
    notes = [view_sentence(tally.view)]
    for axis in tally.axes:
        if axis.name in (*source.names, source.axis.name, IN_DOMAIN):
            continue
        if axis.role == "stratum" and source.designed:
            notes.append(f"Standard errors respect the strata of {axis.name!r}.")
        elif axis.role == "stratum":
            notes.append(pooled_sentence(axis.name))
        else:
            notes.append(f"The values of {axis.name!r} are pooled.")
    if source.axis.role == "condition":
        notes.append(
            "The groups are conditions, taken as of different people: where the same answered "
            "under several, compare_paired knows their pairs."
        )
    notes += _sampling_notes(source)
    if source.n_blank:
        rows = counted(source.n_blank, "row")
        notes.append(f"In no group, for want of a value in {source.axis.name!r}: {rows}.")
    return [*notes, *source.notes, *tally.notes]


def _sampling_notes(source: GroupSource) -> list[str]:
    """Return what the standard errors know of the sample: weights, clusters, strata, sizes."""
    tally, notes = source.tally, []
    if tally.weighted:
        notes.append("Weights are sampling weights; n counts respondents.")
        notes += filter(None, [weightless_note(tally)])
    units = "respondents" if tally.clusters is None else f"{tally.clusters.unit}s"
    if units == "clusters":
        notes.append("Clusters were sampled whole: standard errors are those between clusters.")
    elif tally.clusters is not None:
        notes.append(
            "A respondent's answers under several conditions are one sampled unit: standard errors "
            "are those between respondents."
        )
    if source.designed:
        stratified = any(axis.role == "stratum" for axis in tally.axes)
        less = f"the number of strata that hold these {units}" if stratified else "1"
        notes.append(
            f"Degrees of freedom: the {units} with an answer in the groups compared, minus {less}. "
            "R's svyttest has one fewer."
        )
        notes += lone_strata_sentences(source.plan.lone_stratum)
        notes += plan_notes(
            source.plan, clustered=tally.clusters is not None, weighted=tally.weighted
        )
    return notes
