"""How large the differences between two groups are, told in several ways, with intervals."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._kernels.means import hedges_correction, standardized_interval
from likertkit._kernels.ranks import unpaired_shift_interval
from likertkit._text import format_level
from likertkit.compare._options import NO_ENDS, effect_ends, shared_figures
from likertkit.compare.groups._shares import NO_ODDS
from likertkit.results import Table
from likertkit.results._record import ItemRow, Record, column_names
from likertkit.results._units import Units, in_units

if TYPE_CHECKING:
    from likertkit._text import Grid
    from likertkit.compare.groups._figures import GroupFigures, GroupTest
    from likertkit.compare.groups._source import ItemGroups


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupEffectRow(ItemRow):
    """How large the difference between two groups is, told in several ways.

    Attributes
    ----------
    first, second : object
        The two groups.
    n_first, n_second : int
        Their valid answers.
    superiority, superiority_low, superiority_high : float
        The chance that an answer of the first is higher than one of the second, plus half of
        that of a tie.
    cliffs_delta, cliffs_delta_low, cliffs_delta_high : float
        Twice the superiority minus 1, and so its interval: the rank-biserial correlation of two
        groups is the same number.
    hodges_lehmann, hodges_lehmann_low, hodges_lehmann_high : float
        The median of the differences between an answer of the first and one of the second, with
        the shifts that the rank-sum test does not reject; NaN in a sampling design.
    cohen_d, cohen_d_low, cohen_d_high : float
        The mean difference over the pooled standard deviation, with the interval of the
        noncentral t, for groups of one variance; NaN in a sampling design.
    hedges_g, hedges_g_low, hedges_g_high : float
        The same with Hedges' correction for few answers.
    odds_ratio, odds_ratio_low, odds_ratio_high : float
        The odds to be in the top box in the first group over those in the second; NaN where a
        proportion is 0 or 1, and for other tests than 'proportion', whose tables have these
        columns in place of the shift, d and g.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = (
        "hodges_lehmann",
        "hodges_lehmann_low",
        "hodges_lehmann_high",
    )

    first: object
    second: object
    n_first: int
    n_second: int
    superiority: float
    superiority_low: float
    superiority_high: float
    cliffs_delta: float
    cliffs_delta_low: float
    cliffs_delta_high: float
    hodges_lehmann: float
    hodges_lehmann_low: float
    hodges_lehmann_high: float
    cohen_d: float
    cohen_d_low: float
    cohen_d_high: float
    hedges_g: float
    hedges_g_low: float
    hedges_g_high: float
    odds_ratio: float
    odds_ratio_low: float
    odds_ratio_high: float
    note: str


_OF_SCORES = ("hodges_lehmann", "cohen_d", "hedges_g")
_OF_SHARES = ("odds_ratio",)


def effect_columns(test: GroupTest) -> tuple[str, ...]:
    """Return the columns of the effects beside a test."""
    others = _OF_SCORES if test == "proportion" else _OF_SHARES
    return tuple(name for name in column_names(GroupEffectRow) if not name.startswith(others))


def effects_shown(test: GroupTest) -> tuple[str, ...]:
    """Return the columns that are printed."""
    return tuple(
        name
        for name in effect_columns(test)
        if name not in {"note", "hedges_g_low", "hedges_g_high"}
        and not name.startswith("superiority")
    )


def with_group_keys(grid: Grid, shown: tuple[str, ...]) -> Grid:
    """Return a grid in which the groups are keys, as the item is, and stand in every part of it."""
    return attrs.evolve(grid, n_keys=grid.n_keys + len({"first", "second"} & set(shown)))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupEffectTable(Table[GroupEffectRow]):
    """The effects of pairs of groups."""

    def _grid(self) -> Grid:
        return with_group_keys(super()._grid(), self.shown)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class TwoGroups(Record):
    """The answers of two groups to an item.

    Attributes
    ----------
    scores : tuple of int
        The scores, ascending.
    first, second : tuple of int
        Answers of each group at each score.
    """

    scores: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupEffectInputs(Record):
    """What the effects are computed from; their intervals take longer than the comparison.

    Attributes
    ----------
    plain : GroupEffectTable
        The effects without the intervals of the shift, of d and of g.
    answers : tuple of TwoGroups or None
        The answers of each row; None where there are no such intervals.
    confidence_level : float
        Level of the intervals.
    units : tuple of (str, float)
        What one step of an item's codes is in its score, where they differ.
    """

    plain: GroupEffectTable
    answers: tuple[TwoGroups | None, ...]
    confidence_level: float
    units: Units

    @cached_property
    def completed(self) -> GroupEffectTable:
        """The effects with all intervals, computed once."""
        rows = tuple(
            row if answers is None else _with_intervals(row, answers, self.confidence_level)
            for row, answers in zip(self.plain.rows, self.answers, strict=True)
        )
        return in_units(attrs.evolve(self.plain, rows=rows), self.units)


def plain_effects(
    answers: ItemGroups, first: int, second: int, figures: GroupFigures, names: tuple[object, ...]
) -> tuple[GroupEffectRow, TwoGroups | None]:
    """Return the effects of two groups without the intervals of the shift, of d and of g.

    *names* are all groups'.  The answers are those that these intervals are computed from.
    """
    note = figures.note if math.isnan(figures.superiority) else ""
    shares = not math.isnan(figures.proportion_first)
    if shares:
        note = note or (NO_ODDS if math.isnan(figures.odds_ratio) else "")
    elif answers.design is not None:
        note = note or "in a sampling design no effects of ranks but the superiority, and no d"
    row = GroupEffectRow(
        by=answers.by,
        item=answers.item.name,
        first=names[first],
        second=names[second],
        cliffs_delta=figures.cliffs_delta,
        cliffs_delta_low=2 * figures.superiority_low - 1,
        cliffs_delta_high=2 * figures.superiority_high - 1,
        **NO_ENDS,
        **shared_figures(attrs.evolve(figures, note=note), GroupEffectRow),
    )
    if note or shares:
        return row, None
    return row, TwoGroups(
        scores=answers.scores, first=answers.counts[first], second=answers.counts[second]
    )


def _with_intervals(
    row: GroupEffectRow, answers: TwoGroups, confidence_level: float
) -> GroupEffectRow:
    """Return the effects of two groups with all intervals."""
    d = (math.nan, math.nan)
    df = row.n_first + row.n_second - 2
    shift = unpaired_shift_interval(answers.scores, answers.first, answers.second, confidence_level)
    note = ""
    # Where all answers of each group are alike nothing tells how far d could be off.
    if any(sum(count > 0 for count in counts) > 1 for counts in (answers.first, answers.second)):
        n = row.n_first * row.n_second / (df + 2)
        d = standardized_interval(row.cohen_d, n, df, confidence_level)
    else:
        note = "no spread in the groups: no interval of d"
    ends, why = effect_ends(shift, d, hedges_correction(df), "answers")
    return attrs.evolve(row, **ends, note="; ".join(filter(None, [why, note])))


def group_effect_notes(
    test: GroupTest, confidence_level: float, *, designed: bool
) -> tuple[str, ...]:
    """Return which intervals effects have."""
    level = format_level(confidence_level)
    more = "; of Hodges and Lehmann's shift the rank-sum test inverted; of d and g the noncentral t"
    if test == "proportion":
        more = "; of the odds ratio the Wilson intervals of both proportions, on the log odds"
    elif designed:
        more = ""
    intervals = (
        "Intervals: of Cliff's delta, which is the rank-biserial correlation, a score interval"
    )
    return (f"{intervals} on the effective number of answers{more}; {level}, each by itself.",)
