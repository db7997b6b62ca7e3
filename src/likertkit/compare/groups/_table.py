"""What a table of comparisons between groups holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import PERCENTAGE, percentage_decimals
from likertkit.compare._options import TEST_FORMATS
from likertkit.compare._sides import SIDE_FIGURES, SidesRow
from likertkit.compare.groups._effects import (
    GroupEffectInputs,
    GroupEffectRow,
    with_group_keys,
)
from likertkit.results import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit._text import Grid
    from likertkit.compare.groups._figures import GroupTest
    from likertkit.compare.groups._omnibus_row import OmnibusRow
    from likertkit.results._record import Decimals
    from likertkit.results.documents._printed import PrintedTable


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
        Mean and standard deviation of each side; of 'proportion' the mean is the proportion, and
        has no standard deviation.  No columns of the data frame.
    proportion_first, proportion_second : float
        Their proportions in the top box, weighted where there are weights; NaN for other tests than
        'proportion', whose tables alone have these columns.
    mean_difference : float
        In scale points, weighted where there are weights; of 'proportion' the difference of the two
        proportions.
    low, high : float
        Its t interval, by Welch or by the design, whatever the test of the scores; of 'proportion'
        Newcombe's score interval.
    statistic : float
        The first's U; Brunner and Munzel's t, Welch's or the design's t; z of the trend or of the
        proportions.  But for U, a positive one says that the first is higher.
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
        with weights, and of 'proportion'.  No column of the data frame.
    cohen_d, hedges_g : float
        The mean difference over the pooled standard deviation, and the same without its bias; NaN
        with weights, and of 'proportion'.  No columns of the data frame.
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
    proportion_first: float
    proportion_second: float
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


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoxRow(GroupRow):
    """A row whose differences are of proportions, and print as these do."""

    # Proportions are on no scale.
    on_scale: ClassVar[tuple[str, ...]] = ()

    formats: ClassVar[dict[str, str]] = {
        **TEST_FORMATS,
        **dict.fromkeys(
            ("proportion_first", "proportion_second", "mean_difference", "low", "high"), PERCENTAGE
        ),
    }

    def as_text(self, decimals: Decimals, names: Iterable[str] | None = None) -> dict[str, str]:
        """Return figures as text: percentages with what the smaller group allows."""
        if decimals.percentages is None:
            allowed = percentage_decimals(min(self.n_first, self.n_second))
            decimals = attrs.evolve(decimals, percentages=allowed)
        return super().as_text(decimals, names)


_PAIR = ("first", "second")
_NO_COLUMNS = {
    *("by", "least_pvalue", "log10_pvalue", "hodges_lehmann", "cohen_d", "hedges_g"),
    *SIDE_FIGURES,
}
_SHARES = ("proportion_first", "proportion_second")


def group_columns(test: GroupTest) -> tuple[str, ...]:
    """Return the columns of a comparison by this test."""
    left_out = _NO_COLUMNS if test == "proportion" else {*_NO_COLUMNS, *_SHARES}
    return tuple(f.name for f in attrs.fields(GroupRow) if f.name not in left_out)


def groups_shown(test: GroupTest, *, designed: bool) -> tuple[str, ...]:
    """Return the columns that are printed.

    A t is shown with its degrees of freedom; of ranks and counts the p-value says it all.
    """
    tested = ("statistic", "df") if test == "t" or designed else ()
    effect = _SHARES if test == "proportion" else ("superiority",)
    counts = ("item", *_PAIR, "n_first", "n_second")
    pvalues = ("pvalue", "pvalue_adjusted")
    if test == "proportion":
        return (*counts, *effect, "mean_difference", "low", "high", *tested, *pvalues)
    return (*counts, "mean_difference", "low", "high", *effect, *tested, *pvalues)


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

    def _printed(self) -> tuple[PrintedTable, ...]:
        beside = self.omnibus._printed() if self.pairs_left_out else ()  # noqa: SLF001 - of one class
        return (*super()._printed(), *beside)

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
