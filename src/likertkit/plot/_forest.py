"""Differences with their intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, cast

from likertkit._checks import check_choice
from likertkit._text import format_level, format_pvalue
from likertkit.compare.groups._table import GroupRow
from likertkit.compare.overlapping._equivalence import EquivalenceRow
from likertkit.compare.overlapping._table import OverlapPartRow, OverlapRow
from likertkit.compare.paired._table import PairedRow
from likertkit.errors import ArgumentError
from likertkit.plot._dot_drawing import draw_rows
from likertkit.plot._dot_rows import Dot, DotRows
from likertkit.plot._estimates import keys_of, reasons, rows_of
from likertkit.plot._facts import Facts, check_labels, check_rows, figure_text, minus
from likertkit.plot._picture import Picture, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from likertkit.plot._estimates import Group
    from likertkit.plot._facts import Labels
    from likertkit.results import Table
    from likertkit.results._record import Record

Effect = Literal["mean_difference", "superiority"]

FOREST_ROWS = (PairedRow, GroupRow, OverlapRow, EquivalenceRow, OverlapPartRow)
_Comparison = PairedRow | GroupRow | OverlapRow | EquivalenceRow | OverlapPartRow


@drawn
def forest(
    result: Table[PairedRow]
    | Table[GroupRow]
    | Table[OverlapRow]
    | Table[EquivalenceRow]
    | Table[OverlapPartRow],
    *,
    effect: Effect = "mean_difference",
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
) -> Picture:
    """Draw the differences of a comparison with their intervals.

    Parameters
    ----------
    result : table
        What :func:`likertkit.compare_paired`, :func:`likertkit.compare_groups`,
        :func:`likertkit.compare_overlapping` (or its ``parts``), :func:`likertkit.equivalence`
        or the ``pairs`` of :func:`likertkit.compare_conditions` returns.
    effect : {'mean_difference', 'superiority'}, optional
        The difference of the means; or the probability that the first is higher, plus half of
        that of a tie, of paired answers and of groups.
    labels : {'text', 'name'}, optional
        What stands at the rows: the texts of the items, or their names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the Axes become smaller, so that all text stays in their place.  By default
        a new figure, as high as the rows need.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.

    Returns
    -------
    matplotlib.axes.Axes
        The picture: a line at no difference, the margin of an equivalence as a region, which side
        is closer to the positive end of the scale, n, and how p-values were adjusted.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the table has other rows or none, or its rows have no such effect.
    OptionError
        If an option is not one of its allowed values.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk
    >>> from likertkit import plot
    >>> scale = lk.LikertScale((1, 2, 3), positive="high")
    >>> pairs = lk.PairTally.from_table([[4, 2, 0], [6, 8, 1], [3, 5, 5]], scale)
    >>> ax = plot.forest(lk.compare_paired(pairs, "first", "second"))
    >>> ax.collections[-1].get_offsets()[:, 0].round(2).tolist()
    [0.41]
    """
    check_choice(effect, "effect", Effect)
    check_labels(labels)
    makers = "a comparison, such as lk.compare_paired() or lk.compare_groups(),"
    table = check_rows(result, FOREST_ROWS, "forest", makers)
    rows = _forest_rows(table, effect, labels)
    return Picture(table, lambda: draw_rows(rows, "plot.forest", ax, width))


def _forest_rows(table: Table[Record], effect: Effect, labels: Labels) -> DotRows:
    rows = cast("Sequence[_Comparison]", table.rows)
    facts = Facts.from_table(table)
    options = dict(table.options)
    equivalence = isinstance(rows[0], EquivalenceRow)
    if equivalence and options.get("test") == "superiority":
        effect = "superiority"
    if effect == "superiority" and not hasattr(rows[0], "superiority"):
        raise ArgumentError(
            "effect='superiority': the rows of the table have no superiority.",
            "leave `effect=` out, or compare with lk.compare_paired() or lk.compare_groups().",
        )
    level = facts.level
    if equivalence:
        level = format_level(2 * cast("float", options["confidence_level"]) - 1)
    compared = list(dict.fromkeys(_compared(row, options) for row in rows))
    first, second = compared[0] if len(compared) == 1 else ("the first", "the second")
    names = tuple(dict.fromkeys(row.item for row in rows))
    margin = _margin(rows[0], effect) if isinstance(rows[0], EquivalenceRow) else None
    unadjusted = isinstance(rows[0], OverlapPartRow) or options.get("correction") == "none"
    of_shares = options.get("test") == "proportion"
    what = "difference of proportions" if of_shares else "mean difference"
    short = "superiority" if effect == "superiority" else "difference"
    words = (
        f"P({first} higher) + ½ P(equal)"
        if effect == "superiority"
        else (f"{what}, {first} − {second}")
    )
    return DotRows(
        rows=rows_of(
            [
                (
                    facts.label(row.item, labels),
                    _group(row, table, many=len(compared) > 1),
                    _comparison(row, effect),
                )
                for row in rows
            ]
        ),
        title=table.title,
        axis_label=words,
        reference=0.5 if effect == "superiority" else 0.0,
        margin=margin,
        sides=facts.sides(names, str(first), str(second)),
        heads=("n", f"{short} [{level} CI]", "p" if unadjusted else "p adj."),
        keys=_equivalence_keys(rows, margin) if equivalence else (),
        notes=(_n_note(rows[0], str(first), str(second)), *facts.notes, *reasons(table)),
        marked=table.notes,
    )


def _compared(row: _Comparison, options: dict[str, object]) -> tuple[object, object]:
    """Return what is compared in a row: two groups, or two conditions."""
    by = dict(row.by)
    if isinstance(row, GroupRow):
        return row.first, row.second
    if "first" in by and "second" in by and "first" not in options:
        return by["first"], by["second"]
    return options.get("first", "first"), options.get("second", "second")


def _group(row: _Comparison, table: Table[Record], *, many: bool) -> Group:
    """Return the group of a row; where many are compared, also which."""
    group = keys_of(row.by, table.by)
    if isinstance(row, OverlapPartRow):
        return (*group, ("part", row.part))
    first, second = _compared(row, dict(table.options))
    if not many:
        return group
    others = tuple((name, value) for name, value in group if name not in {"first", "second"})
    return (*others, ("compared", f"{first} minus {second}"))


def _comparison(row: _Comparison, effect: Effect) -> Dot:
    """Return the dot of a row."""
    estimate, low, high = row.mean_difference, row.low, row.high
    if effect == "superiority" and not isinstance(row, OverlapRow | OverlapPartRow):
        estimate = row.superiority
        if not isinstance(row, EquivalenceRow):
            low, high = row.superiority_low, row.superiority_high
    pvalue = row.pvalue if isinstance(row, OverlapPartRow) else row.pvalue_adjusted
    return Dot(
        estimate=estimate,
        low=low,
        high=high,
        hollow=isinstance(row, EquivalenceRow) and row.equivalent is not True,
        figures=(_n(row), figure_text(estimate, low, high), format_pvalue(pvalue)),
        note=row.note,
    )


def _n(row: _Comparison) -> str:
    """Return how many answers a comparison has."""
    if isinstance(row, PairedRow):
        return str(row.n_pairs)
    if isinstance(row, GroupRow | OverlapPartRow):
        return f"{row.n_first}/{row.n_second}"
    return f"{row.n_both}+{row.n_first_only}+{row.n_second_only}"


def _n_note(row: _Comparison, first: str, second: str) -> str:
    if isinstance(row, PairedRow):
        return "n: pairs, respondents with a valid answer under both conditions."
    if isinstance(row, GroupRow | OverlapPartRow):
        return f"n: valid answers of {first} / {second}."
    return f"n: respondents with answers under both + {first} only + {second} only."


def _margin(row: EquivalenceRow, effect: Effect) -> tuple[float, float]:
    """Return the two ends of the margin on the axis."""
    ends = row.margin if isinstance(row.margin, tuple) else (-row.margin, row.margin)
    middle = 0.5 if effect == "superiority" else 0.0
    return middle + ends[0], middle + ends[1]


def _equivalence_keys(
    rows: Sequence[_Comparison], margin: tuple[float, float] | None
) -> tuple[tuple[str, str], ...]:
    verdicts = [cast("EquivalenceRow", row).equivalent is True for row in rows]
    low, high = margin or (math.nan, math.nan)
    return (
        *((("dot", "equivalent"),) if any(verdicts) else ()),
        *((("hollow", "not shown to be equivalent"),) if not all(verdicts) else ()),
        ("margin", minus(f"margin {low:g} to {high:g}")),
    )
