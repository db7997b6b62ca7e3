"""Explanations of how many people answered behind a column of published means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.published import feasible_n, grim, overlap_bounds, skipped_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likertkit.published import FeasibleTable, OverlapBoundsRow, SkippedTable
    from likertkit.results import Table
    from likertkit.studies._panel import Panel


@attrs.frozen(kw_only=True)
class Column:
    """One condition's means and the n that explains most of them.

    Attributes
    ----------
    condition : str
        The condition.
    means : dict of str to str
        The means as printed, by item.
    table : FeasibleTable
        Every n that could be, and what it explains.
    n : int
        The n that explains most; that of all respondents wherever it explains everything.
    """

    condition: str
    means: Mapping[str, str]
    table: FeasibleTable
    n: int

    @property
    def left_out(self) -> tuple[str, ...]:
        """The items that the n does not explain."""
        return self.table[self.n].inconsistent

    def alternatives(self, item: str, most: int) -> tuple[int, ...]:
        """Return the n up to *most* that explain an item and lie nearest to that of the column."""
        fitting = [m for m in range(1, most + 1) if grim(self.means[item], m).consistent]
        nearest = min((abs(m - self.n) for m in fitting), default=0)
        return tuple(m for m in fitting if abs(m - self.n) == nearest)


def read_column(panel: Panel, condition: str) -> Column:
    """Find the n that explains most of a condition's means."""
    means = {item: str(mean) for item, mean in panel.published.means[condition].items()}
    asked, answered = panel.design.invited or 0, panel.design.responded or 0
    table = feasible_n(means, range(1, asked + 1))
    if answered in table.fits_all:
        best = answered
    else:
        best = min(table, key=lambda row: (-row.n_consistent, row.chance)).n
    return Column(condition=condition, means=means, table=table, n=best)


@attrs.frozen(kw_only=True)
class FewerPeople:
    """Reading A: fewer people rated the second condition than the first.

    Attributes
    ----------
    n : dict of str to int
        How many rated the second condition, by item.
    others : dict of str to tuple of int
        For the items that the column's n leaves out, every n that is as near.
    bounds : Table of OverlapBoundsRow
        What those who rated both can have changed.
    """

    n: Mapping[str, int]
    others: Mapping[str, tuple[int, ...]]
    bounds: Table[OverlapBoundsRow]


@attrs.frozen(kw_only=True)
class SkippedAnswers:
    """Reading B: everyone rated the second condition, and some skipped single items.

    Attributes
    ----------
    n : dict of str to int
        How many rated the second condition, by item.
    table : SkippedTable
        How few answers must have been skipped.
    bounds : Table of OverlapBoundsRow
        What those who rated both can have changed.
    """

    n: Mapping[str, int]
    table: SkippedTable
    bounds: Table[OverlapBoundsRow]


def bound(
    panel: Panel, first: Column, second: Column, n_second: Mapping[str, int]
) -> Table[OverlapBoundsRow]:
    """Bound the change of those who rated both, as few as they can have been."""
    return overlap_bounds(
        first.means,
        second.means,
        n_first=first.n,
        n_second=n_second,
        n_respondents=panel.design.responded,
        scale=panel.instrument,
    )


def fewer_people(panel: Panel, first: Column, second: Column) -> FewerPeople:
    """Return reading A, with the most raters that the design allows where several n are as near."""
    eligible = panel.design.eligible(second.condition)
    most = (panel.design.responded or 0) if eligible is None else eligible
    others = {item: second.alternatives(item, most) for item in second.left_out}
    n = {item: max(others.get(item) or (second.n,)) for item in second.means}
    return FewerPeople(n=n, others=others, bounds=bound(panel, first, second, n))


def everyone_rated(panel: Panel, first: Column, second: Column) -> SkippedAnswers:
    """Return reading B, with the fewest skipped answers."""
    table = skipped_answers(second.means, panel.design.responded or 0)
    n = {row.item: int(row.n_answered) for row in table}
    return SkippedAnswers(n=n, table=table, bounds=bound(panel, first, second, n))
