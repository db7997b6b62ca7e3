"""What a comparison table for print holds: its rows, unrounded, and how they print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import (
    apa_estimate,
    apa_number,
    apa_pvalue,
    apa_statistic,
    format_figure,
    format_level,
    format_percentage,
    percentage_decimals,
)
from likertkit.compare._options import TEST_FORMATS
from likertkit.compare._test_names import named_test
from likertkit.results import Table
from likertkit.results._record import ItemRow
from likertkit.tables._printed_columns import PrintedColumn, mean_sd, with_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._text import Grid

_CORRECTIONS = {
    "holm": "p (Holm)",
    "benjamini-hochberg": "p (BH)",
    "bonferroni": "p (Bonferroni)",
    "max-t": "p (max-T)",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ComparisonRow(ItemRow):
    """Two sides of one item compared, with the figures that a paper prints.

    Attributes
    ----------
    first, second : object
        The two conditions or groups; a difference is the first minus the second.
    n_first, n_second : int
        The answers of each side that the difference is of.
    n_both : int
        Respondents who gave both; 0 of groups.
    mean_first, sd_first, mean_second, sd_second : float
        Mean and standard deviation of each side; of proportions these, and no standard deviation.
    mean_difference, low, high : float
        The difference and its interval.
    statistic, df, pvalue, pvalue_adjusted : float
        The test, as in the comparison.
    effect, effect_low, effect_high : float
        The effect that the table names, and its interval.
    equivalent : bool or None
        Of :func:`equivalence`, whether the sides differ by less than the margin.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined, or what to know of it.
    """

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    first: object
    second: object
    n_first: int
    n_second: int
    n_both: int
    mean_first: float
    sd_first: float
    mean_second: float
    sd_second: float
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    effect: float
    effect_low: float
    effect_high: float
    equivalent: bool | None
    method: str
    note: str


@attrs.frozen
class Measure:
    """An effect of a comparison.

    Attributes
    ----------
    field : str
        The column of the comparison or of its effects.
    head : str
        What it is called above a column.
    words, interval : str
        What it is, and which interval it has, for notes.
    bounded : bool
        Whether it cannot exceed 1, so that it prints without a zero before its point.
    """

    field: str
    head: str
    words: str
    interval: str
    bounded: bool = False


@attrs.frozen(kw_only=True)
class Printing:
    """How the figures of a comparison print.

    Attributes
    ----------
    kind : {'pairs', 'groups', 'overlap'}
        Whose answers are compared.
    proportions : bool
        Whether means are proportions.
    measure : Measure or None
        The effect.
    confidence_level : float
        The level of the intervals.
    significance_level : float
        Which decimals of a p-value must show.
    correction : str
        How p-values are adjusted.
    symbol : str
        The statistic of a test whose method does not name it.
    """

    kind: str
    proportions: bool = False
    measure: Measure | None = None
    confidence_level: float
    significance_level: float
    correction: str
    symbol: str = ""

    @property
    def ci(self) -> str:
        """The interval in a head."""
        return f"[{format_level(self.confidence_level)} CI]"

    def pvalues(self, rows: Sequence[ComparisonRow | SeveralRow], decimals: int) -> PrintedColumn:
        """Return the column of p-values, the adjusted ones where p-values are adjusted."""
        head = _CORRECTIONS.get(self.correction, "p")
        cells = [
            apa_pvalue(row.pvalue_adjusted, "", level=self.significance_level, decimals=decimals)
            for row in rows
        ]
        return PrintedColumn(head, cells)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ComparisonTable(Table[ComparisonRow]):
    """Two sides compared item by item, as a paper prints it.

    In print a cell joins what belongs together: a mean and its standard deviation, an estimate and
    its interval, a statistic and its degrees of freedom.  The data frame has each by itself.

    Attributes
    ----------
    printing : Printing
        How the figures print.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> pairs = lk.PairTally.from_table(table, lk.LikertScale((1, 2, 3)))
    >>> lk.comparison_table(lk.compare_paired(pairs, "first", "second", test="t")).names[-5:]
    ('effect', 'effect_low', 'effect_high', 'method', 'note')
    """

    printing: Printing = attrs.field(repr=False)

    def _grid(self) -> Grid:
        keys = super()._grid()
        return with_columns(keys, [*self._sides(), *self._tests()])

    def _sides(self) -> list[PrintedColumn]:
        """Return the answers and the mean of each side, under its name."""
        printing, rows = self.printing, self.rows
        columns = []
        if printing.kind == "pairs":
            columns.append(PrintedColumn("n", [str(row.n_both) for row in rows]))
        for side in ("first", "second"):
            names = {format_figure(getattr(row, side)) for row in rows}
            # Where rows differ, each names its sides itself.
            span = names.pop() if "first" not in self.shown and len(names) == 1 else side
            figures = [
                (
                    getattr(row, f"n_{side}"),
                    getattr(row, f"mean_{side}"),
                    getattr(row, f"sd_{side}"),
                )
                for row in rows
            ]
            if printing.kind != "pairs":
                columns.append(PrintedColumn("n", [str(n) for n, _, _ in figures], span))
            if printing.proportions:
                shares = [format_percentage(p, self._share_decimals(n)) for n, p, _ in figures]
                columns.append(PrintedColumn("%", shares, span))
            else:
                cells = [mean_sd(mean, sd) for _, mean, sd in figures]
                columns.append(PrintedColumn("M (SD)", cells, span))
        if printing.kind == "overlap":
            columns.append(PrintedColumn("n both", [str(row.n_both) for row in rows]))
        return columns

    def _share_decimals(self, base: int) -> int:
        asked = self.decimals.percentages
        return percentage_decimals(base) if asked is None else asked

    def _tests(self) -> list[PrintedColumn]:
        """Return the difference, the test and the effect."""
        printing, rows = self.printing, self.rows
        difference = [
            apa_estimate(row.mean_difference, row.low, row.high, bounded=printing.proportions)
            for row in rows
        ]
        has_interval = any(not math.isnan(row.low) for row in rows)
        columns = [
            PrintedColumn(f"Difference {printing.ci}" if has_interval else "Difference", difference)
        ]
        if any(not math.isnan(row.statistic) for row in rows):
            symbols = [printing.symbol or named_test(row.method).symbol for row in rows]
            statistics = [
                apa_statistic(symbol, row.statistic, row.df)
                for symbol, row in zip(symbols, rows, strict=True)
            ]
            columns.append(PrintedColumn("Test", statistics))
        columns.append(printing.pvalues(rows, self._pvalue_decimals()))
        if (measure := printing.measure) is not None:
            effects = [
                apa_estimate(row.effect, row.effect_low, row.effect_high, bounded=measure.bounded)
                for row in rows
            ]
            columns.append(PrintedColumn(f"{measure.head} {printing.ci}", effects))
        if "equivalent" in self.names:
            verdicts = [format_figure(row.equivalent) for row in rows]
            columns.append(PrintedColumn("Equivalent", verdicts))
        return columns

    def _pvalue_decimals(self) -> int:
        return self.decimals.pvalues or 3


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SeveralRow(ItemRow):
    """One of several groups or conditions of one item, with the test of them all.

    Attributes
    ----------
    side : object
        The group or the condition.
    n : int
        Its answers.
    mean, sd : float
        Their mean and standard deviation.
    statistic, df, df_within, pvalue, pvalue_adjusted : float
        The test of all sides together, the same in each of its rows.
    effect : float
        The effect that the table names, of all sides together.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined, or what to know of it.
    """

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    side: object
    n: int
    mean: float
    sd: float
    statistic: float
    df: float
    df_within: float
    pvalue: float
    pvalue_adjusted: float
    effect: float
    method: str
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SeveralTable(Table[SeveralRow]):
    """Several groups or conditions compared item by item, as a paper prints it.

    The data frame has a row for each side of each item; in print the sides stand beside each other.

    Attributes
    ----------
    printing : Printing
        How the figures print.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 2, 4, 5, 5, 3, 3], "ward": list("aaabbbcc")})
    >>> found = lk.compare_groups(lk.Responses(frame, trial), "ward")
    >>> [row.side for row in lk.comparison_table(found.omnibus)]
    ['a', 'b', 'c']
    """

    printing: Printing = attrs.field(repr=False)

    def _grid(self) -> Grid:
        """Return the grid of a row an item, of the sides that the table has rows of."""
        items: dict[tuple[object, ...], dict[str, SeveralRow]] = {}
        sides: dict[str, None] = {}
        places = []
        for place, row in enumerate(self.rows):
            name = format_figure(row.side)
            sides[name] = None
            places += [] if (row.by, row.item) in items else [place]
            items.setdefault((row.by, row.item), {})[name] = row
        firsts = [self.rows[place] for place in places]
        whole = super()._grid()
        keys = attrs.evolve(whole, rows=tuple(whole.rows[place] for place in places))
        printing, measure = self.printing, self.printing.measure
        columns = []
        if printing.kind == "pairs":
            columns.append(PrintedColumn("n", [str(row.n) for row in firsts]))
        for side in sides:
            cells = [rows.get(side) for rows in items.values()]
            ns = ["–" if row is None else str(row.n) for row in cells]
            moments = ["–" if row is None else mean_sd(row.mean, row.sd) for row in cells]
            columns += [] if printing.kind == "pairs" else [PrintedColumn("n", ns, side)]
            columns.append(PrintedColumn("M (SD)", moments, side))
        statistics = [
            apa_statistic(
                printing.symbol or named_test(row.method).symbol,
                row.statistic,
                (row.df, row.df_within),
            )
            for row in firsts
        ]
        columns += [
            PrintedColumn("Test", statistics),
            printing.pvalues(firsts, self.decimals.pvalues or 3),
        ]
        if measure is not None:
            effects = [apa_number(row.effect, bounded=measure.bounded) for row in firsts]
            columns.append(PrintedColumn(measure.head, effects))
        return with_columns(keys, columns)
