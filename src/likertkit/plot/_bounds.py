"""Bounds on what is not known, beside what was observed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import attrs

from likertkit.bias.sensitivity._bounded_counts import BoundsRow, ProportionBoundsRow
from likertkit.bias.sensitivity._influence_row import InfluenceRow
from likertkit.plot._dot_drawing import draw_rows
from likertkit.plot._dot_rows import Dot, DotRows
from likertkit.plot._estimates import keys_of, place_of, reasons, rows_of, series_of
from likertkit.plot._facts import Facts, check_labels, check_rows, minus
from likertkit.plot._picture import Picture, drawn
from likertkit.published import OverlapBoundsRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from likertkit.bias.sensitivity._bounded_counts import BoundsTable
    from likertkit.plot._facts import Labels
    from likertkit.results import Table
    from likertkit.results._record import ItemRow, Record

BOUNDS_ROWS = (OverlapBoundsRow, BoundsRow, ProportionBoundsRow, InfluenceRow)


@drawn
def bounds(
    result: Table[OverlapBoundsRow]
    | BoundsTable
    | Table[ProportionBoundsRow]
    | Table[InfluenceRow],
    *,
    first: str = "",
    second: str = "",
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
) -> Picture:
    """Draw what can be known as bars, beside what was observed as dots.

    Parameters
    ----------
    result : table
        What :func:`likertkit.published.overlap_bounds` returns;
        :func:`likertkit.bias.nonresponse_bounds` or its ``top_box``; or
        :func:`likertkit.bias.cohort_influence`, whose bars reach over the estimates without one
        cohort.
    first, second : str, optional
        Of :func:`likertkit.published.overlap_bounds`: the names of the two conditions.
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
        The picture.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the table has other rows or none.
    OptionError
        If *labels* is not one of its allowed values.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk
    >>> from likertkit import plot
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"clear": {2: 4, 4: 3}}, trial)
    >>> ax = plot.bounds(lk.bias.nonresponse_bounds(tally, invited=11))
    >>> ax.collections[-1].get_offsets()[:, 0].round(2).tolist()
    [2.86]
    """
    check_labels(labels)
    makers = "lk.published.overlap_bounds() or lk.bias.nonresponse_bounds()"
    table = check_rows(result, BOUNDS_ROWS, "bounds", makers)
    rows = _bounds_rows(table, (first, second), labels)
    return Picture(table, lambda: draw_rows(rows, "plot.bounds", ax, width))


def _bounds_rows(table: Table[Record], names: tuple[str, str], labels: Labels) -> DotRows:
    facts = Facts.from_table(table)
    rows = cast("Sequence[ItemRow]", table.rows)
    items = tuple(dict.fromkeys(row.item for row in rows))
    series_by: str | None = None
    series: list[object] = []
    if isinstance(rows[0], BoundsRow | ProportionBoundsRow):
        series_by, series = series_of(table.by, [row.by for row in rows], facts.condition)
    dots = []
    for row in rows:
        keys = keys_of(row.by, table.by)
        number = place_of(keys, series_by, series)
        group = tuple(key for key in keys if key[0] != series_by)
        dots.append((facts.label(row.item, labels), group, _bounded(row, number)))
    picture = DotRows(
        rows=rows_of(dots),
        series=tuple(str(value) for value in series) or ("",),
        title=table.title,
        axis_label="mean",
        notes=(*facts.notes, *reasons(table)),
        heads=("n", "bounds"),
        marked=table.notes,
    )
    return _told(picture, rows, facts, items, names)


def _told(
    picture: DotRows,
    rows: Sequence[ItemRow],
    facts: Facts,
    items: tuple[str, ...],
    names: tuple[str, str],
) -> DotRows:
    """Return the picture with the words and the axis of its kind of bounds."""
    row = rows[0]
    if isinstance(row, OverlapBoundsRow):
        first, second = names[0] or "the first", names[1] or "the second"
        known = sum(cast("OverlapBoundsRow", row).sign_identified for row in rows)
        title = picture.title if not any(names) else f"{first} − {second}: those who rated both"
        return attrs.evolve(
            picture,
            title=f"{title}. Direction known for {known} of {len(rows)} items",
            axis_label=f"mean difference, {first} − {second}",
            reference=0.0,
            sides=facts.sides(items, first, second),
            keys=(
                ("dot", "difference of the two published means"),
                ("band", "where the mean change of those who rated both can lie"),
            ),
            notes=(f"n: {first} / {second} / at least both.", *picture.notes),
        )
    if isinstance(row, InfluenceRow):
        return attrs.evolve(
            picture,
            axis_label="estimate",
            keys=(("dot", "of all"), ("band", "without one cohort, the least to the greatest")),
        )
    of_shares = isinstance(row, ProportionBoundsRow)
    limits, ticks = ((0.0, 1.0), ()) if of_shares else facts.limits(items)
    level = f", {facts.level}" if facts.level else ""
    interval = any(not math.isnan(getattr(row, "interval_low", math.nan)) for row in rows)
    return attrs.evolve(
        picture,
        axis_label="proportion in the top box" if of_shares else "mean",
        limits=limits,
        ticks=ticks,
        sides=("", "") if of_shares else facts.ends(items),
        keys=(
            *((("dot", "of those who answered"),) if len(picture.series) == 1 else ()),
            ("band", "where that of all invited can lie"),
            *((("line", f"interval for a wider population{level}"),) if interval else ()),
        ),
        notes=("n: valid answers / people invited.", *picture.notes),
    )


def _bounded(row: ItemRow, series: int) -> Dot:
    """Return the dot and the bar of a row."""
    if isinstance(row, OverlapBoundsRow):
        n = f"{row.n_first}/{row.n_second}/{row.n_both}"
        return Dot(
            estimate=row.naive_difference, band=(row.low, row.high),
            figures=(n, _span(row.low, row.high)), note=row.note,
        )  # fmt: skip
    if isinstance(row, InfluenceRow):
        return Dot(
            estimate=row.estimate, band=(row.without_low, row.without_high),
            figures=(str(row.n), _span(row.without_low, row.without_high)), note=row.note,
        )  # fmt: skip
    bounded = cast("BoundsRow | ProportionBoundsRow", row)
    estimate = bounded.mean if isinstance(bounded, BoundsRow) else bounded.top_box
    return Dot(
        series=series,
        estimate=estimate,
        low=bounded.interval_low,
        high=bounded.interval_high,
        band=(bounded.low, bounded.high),
        figures=(f"{bounded.n}/{bounded.invited}", _span(bounded.low, bounded.high)),
        note=bounded.note,
    )


def _span(low: float, high: float) -> str:
    return "" if math.isnan(low) else minus(f"{low:.2f} to {high:.2f}")
