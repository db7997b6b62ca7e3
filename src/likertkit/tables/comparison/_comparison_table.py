"""comparison_table: what a paper prints of a comparison."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast, overload

import attrs

from likertkit._text import format_figure, format_level
from likertkit.compare._conditions import ConditionsRow, ConditionsTable
from likertkit.compare._sides import SIDE_FIGURES
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._table import GroupRow, GroupTable
from likertkit.compare.overlapping._equivalence import EquivalenceRow
from likertkit.compare.overlapping._table import OverlapRow
from likertkit.compare.paired._table import PairedRow
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results import Table
from likertkit.results._record import column_names
from likertkit.tables.comparison._measures import KENDALL, OF_ALL, with_effects
from likertkit.tables.comparison._rows import (
    ComparisonRow,
    ComparisonTable,
    Printing,
    SeveralRow,
    SeveralTable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.results._record import ItemRow
    from likertkit.tables.comparison._measures import ComparisonEffect, Sides

_COLUMNS = column_names(ComparisonRow)

# What a figure in the head of a column is of.
_SHARES = "n: valid answers of each side; %: how many of them are in the top box."
_READING = {
    "pairs": "n: respondents who answered under both conditions; M and SD are of their answers.",
    "groups": "n: valid answers of each group; M and SD are of these.",
    "overlap": "n: valid answers under each condition; M and SD are of these. "
    "n both: respondents who answered under both.",
}


@overload
def comparison_table(
    result: ConditionsTable | Table[OmnibusRow], *, effect: None = None
) -> SeveralTable: ...
@overload
def comparison_table(
    result: Table[PairedRow] | Table[GroupRow] | Table[OverlapRow] | Table[EquivalenceRow],
    *,
    effect: ComparisonEffect | None = None,
) -> ComparisonTable: ...
def comparison_table(
    result: Table[Any], *, effect: ComparisonEffect | None = None
) -> ComparisonTable | SeveralTable:
    """Return what a paper prints of a comparison.

    The means and standard deviations of both sides, the difference with its interval, the
    statistic with its degrees of freedom, the p-value in APA form, and an effect with its
    interval.  All figures are those of the result; the notes name the tests, the correction and
    its family.

    Parameters
    ----------
    result : Table
        What :func:`compare_paired`, :func:`compare_groups`, :func:`compare_conditions`,
        :func:`compare_overlapping` or :func:`equivalence` returned, narrowed by ``filter()`` or
        not; or the ``omnibus`` of groups, the ``pairs`` of conditions.
    effect : str, optional
        Which effect: 'rank_biserial' or 'cliffs_delta', 'superiority', 'cohen_d', 'hedges_g' or
        'hodges_lehmann', as ``effects`` of the result has them.  By default that of the test: the
        rank-biserial correlation of ranks, Cohen's d of means, else the superiority, and the
        superiority in a sampling design, which has neither.  Where answers partly overlap, and of
        proportions, there is none beside the difference.

    Returns
    -------
    ComparisonTable or SeveralTable
        A row an item (and group, and pair of groups).  Of several groups or conditions together a
        row an item and side, which stand beside each other in print.

    Raises
    ------
    ArgumentTypeError
        If *result* is not a comparison.
    OptionError
        If the result has no such effect.
    ArgumentError
        If an effect is asked for where the table has its own; or the result has too many groups
        to compare them two by two.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> scale = lk.LikertScale((1, 2, 3))
    >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    >>> row = lk.comparison_table(lk.compare_paired(pairs, "before", "after", test="t"))["item"]
    >>> round(row.mean_first, 2), round(row.sd_first, 2), round(row.statistic, 2), row.df
    (2.21, 0.73, 3.07, 33.0)
    """
    kind = _kind(result)
    options = dict(result.options)
    if kind in {OmnibusRow, ConditionsRow}:
        if effect is not None:
            raise ArgumentError(
                f"effect={effect!r} is of two sides, and the result compares several together.",
                "leave `effect=` out, or pass the comparisons two by two.",
            )
        return _of_conditions(result) if isinstance(result, ConditionsTable) else _of_groups(result)
    sides, printing = _READERS[kind](result, options)
    rows, measure = with_effects(sides, result, effect, str(options.get("test", "wilcoxon")))
    printing = attrs.evolve(printing, measure=measure)
    by = tuple(name for name, _ in rows[0].by)
    hidden = {"by"} | ({"equivalent"} if kind is not EquivalenceRow else set())
    hidden |= {"effect", "effect_low", "effect_high"} if measure is None else set()
    many = len({(row.first, row.second) for row in rows}) > 1
    return ComparisonTable(
        title=result.title,
        names=(*by, *(name for name in _COLUMNS if name not in hidden)),
        rows=rows,
        by=by,
        shown=(*by, "item", *(("first", "second") if many else ())),
        options=(*result.options, ("effect", None if measure is None else measure.field)),
        notes=_notes(result, rows, printing, many=many),
        decimals=result.decimals,
        printing=printing,
    )


def _kind(result: object) -> type[ItemRow]:
    """Return the kind of the rows of a comparison; raise if it is not one, or has none."""
    if isinstance(result, GroupTable) and result.pairs_left_out:
        raise ArgumentError(
            "the result has no rows: its groups make too many pairs.",
            "pass its `omnibus`, or compare one group with the others by `first=`.",
        )
    kinds = (PairedRow, GroupRow, OverlapRow, EquivalenceRow, OmnibusRow, ConditionsRow)
    if isinstance(result, Table):
        if not result.rows:
            raise ArgumentError(
                "the result has no rows.", "narrow it by `filter()` to rows that there are."
            )
        for kind in kinds:
            if isinstance(result.rows[0], kind):
                return kind
    raise ArgumentTypeError(
        f"result of type {type(result).__name__} is not a comparison.",
        "pass what compare_paired(), compare_groups(), compare_conditions(), "
        "compare_overlapping() or equivalence() returned.",
    )


def _shared(row: Any, **figures: object) -> dict[str, Any]:
    """Return the figures that a row of a comparison has under the same names."""
    names = (
        *("by", "item", "mean_difference", "low", "high", "statistic", "df"),
        *("pvalue", "pvalue_adjusted", "method", "note", *SIDE_FIGURES),
    )
    return {name: getattr(row, name) for name in names} | {"equivalent": None} | figures


def _printing(kind: str, options: dict[str, object]) -> Printing:
    level = cast("float", options["confidence_level"])
    return Printing(
        kind=kind,
        confidence_level=level,
        significance_level=1 - level,
        correction=str(options["correction"]),
    )


def _of_pairs(result: Table[PairedRow], options: dict[str, object]) -> tuple[Sides, Printing]:
    named = "first" in options
    sides = []
    for row in result.rows:
        # Of several conditions each row names its two.
        by = dict(row.by)
        first, second = (
            (options["first"], options["second"]) if named else (by.pop("first"), by.pop("second"))
        )
        n = dict.fromkeys(("n_first", "n_second", "n_both"), row.n_pairs)
        sides.append(_shared(row, first=first, second=second, **n) | {"by": tuple(by.items())})
    return sides, _printing("pairs", options)


def _of_two_groups(result: Table[GroupRow], options: dict[str, object]) -> tuple[Sides, Printing]:
    sides = [
        _shared(
            row,
            first=row.first,
            second=row.second,
            n_first=row.n_first,
            n_second=row.n_second,
            n_both=0,
        )
        for row in result.rows
    ]
    proportions = options["test"] == "proportion"
    return sides, attrs.evolve(_printing("groups", options), proportions=proportions)


def _of_overlap(
    result: Table[OverlapRow] | Table[EquivalenceRow], options: dict[str, object]
) -> tuple[Sides, Printing]:
    sides = [
        _shared(
            row,
            first=options["first"],
            second=options["second"],
            n_first=row.n_first_only + row.n_both,
            n_second=row.n_second_only + row.n_both,
            n_both=row.n_both,
        )
        for row in result.rows
    ]
    proportions = options["test"] == "proportion"
    return sides, attrs.evolve(_printing("overlap", options), proportions=proportions)


def _of_equivalence(
    result: Table[EquivalenceRow], options: dict[str, object]
) -> tuple[Sides, Printing]:
    sides, printing = _of_overlap(result, options)
    superiority = options["test"] == "superiority"
    if superiority or options.get("respondents") == "matched":
        printing = attrs.evolve(printing, kind="pairs")
    for figures, row in zip(sides, result.rows, strict=True):
        figures["equivalent"] = row.equivalent
        if superiority:
            # The interval of the row is that of the superiority.
            figures |= {"effect": row.superiority, "low": math.nan, "high": math.nan}
            figures |= {"effect_low": row.low, "effect_high": row.high}
    # Two one-sided tests at 5 % go with an interval of 90 %.
    level = 2 * printing.confidence_level - 1
    return sides, attrs.evolve(printing, confidence_level=level)


_READERS: dict[type[ItemRow], Callable[..., tuple[Sides, Printing]]] = {
    PairedRow: _of_pairs,
    GroupRow: _of_two_groups,
    OverlapRow: _of_overlap,
    EquivalenceRow: _of_equivalence,
}


def _notes(
    result: Table[Any], rows: Sequence[ComparisonRow], printing: Printing, *, many: bool
) -> tuple[str, ...]:
    """Return what the columns are, then the notes of the comparison."""
    level, measure = format_level(printing.confidence_level), printing.measure
    reading = _SHARES if printing.proportions else _READING[printing.kind]
    if any(note.startswith("Weights are sampling weights") for note in result.notes):
        reading = reading.replace("M and SD are", "M and SD, weighted, are")
    what = "first minus second"
    if not many:
        what = f"{format_figure(rows[0].first)} minus {format_figure(rows[0].second)}"
    notes = [reading, f"Difference: {what}."]
    if measure is not None:
        notes.append(f"{measure.head}: {measure.words}.")
    own = isinstance(result.rows[0], PairedRow | GroupRow) and not printing.proportions
    if not own:
        return (*notes, *result.notes)
    kind = "t"
    if printing.kind == "groups" and not rows[0].method.startswith("design"):
        kind = "Welch's t"
    intervals = [f"of the difference {kind}"]
    if measure is not None and any(not math.isnan(row.effect_low) for row in rows):
        intervals.append(f"of {measure.head} {measure.interval}")
    theirs = (note for note in result.notes if not note.startswith("Intervals: "))
    brackets = f"Intervals in brackets, {level}, each by itself: {'; '.join(intervals)}."
    return (*notes, brackets, *theirs)


def _of_groups(result: Table[OmnibusRow]) -> SeveralTable:
    """Return the table of the test of all groups together."""
    options = dict(result.options)
    test = str(options["test"])
    printing = attrs.evolve(
        _printing("groups", options),
        measure=OF_ALL.get(test),
        symbol="M²" if test == "linear-by-linear" else "",
    )
    rows = [
        SeveralRow(
            side=side,
            n=n,
            mean=mean,
            sd=sd,
            effect=row.effect,
            df_within=row.df_within,
            **_test_of(row),
        )
        for row in result.rows
        for side, n, mean, sd in zip(row.groups, row.n_of_groups, row.means, row.sds, strict=True)
    ]
    return _several(result, rows, printing, _READING["groups"])


def _of_conditions(result: ConditionsTable) -> SeveralTable:
    """Return the table of the test of all conditions together."""
    by_item = {(row.by, row.item): row for row in result.rows}
    rows = [
        SeveralRow(
            side=rank.condition,
            n=rank.n,
            mean=rank.mean,
            sd=rank.sd,
            effect=row.kendall_w,
            df_within=math.nan,
            **_test_of(row),
        )
        for rank in result.ranks.rows
        if (row := by_item.get((rank.by, rank.item))) is not None
    ]
    printing = attrs.evolve(_printing("pairs", dict(result.options)), measure=KENDALL)
    reading = (
        "n: respondents who answered under every condition; M and SD are of their answers. W: "
        "Kendall's W."
    )
    return _several(result, rows, printing, reading)


def _test_of(row: OmnibusRow | ConditionsRow) -> dict[str, Any]:
    names = ("by", "item", "statistic", "df", "pvalue", "pvalue_adjusted", "method", "note")
    return {name: getattr(row, name) for name in names}


def _several(
    result: Table[Any], rows: Sequence[SeveralRow], printing: Printing, reading: str
) -> SeveralTable:
    by = tuple(name for name, _ in result.rows[0].by)
    measure = printing.measure
    notes = [reading]
    for note in result.notes:
        # The result says what its effect is.
        head = "Effect" if measure is None else measure.head
        notes.append(
            f"{head}: {words}" if (words := note.removeprefix("Effect: ")) != note else note
        )
    return SeveralTable(
        title=result.title,
        names=(*by, *(name for name in column_names(SeveralRow))),
        rows=tuple(rows),
        by=by,
        shown=(*by, "item"),
        options=result.options,
        notes=tuple(notes),
        decimals=result.decimals,
        printing=printing,
    )
