"""Means, and reliability: a dot with an interval each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from likertkit.estimate._describe import DescribeRow
from likertkit.estimate._mean_row import MeanRow
from likertkit.estimate._means import means as estimate_means
from likertkit.measurement._alpha import ReliabilityRow
from likertkit.measurement._item_analysis import ItemAnalysisRow, item_analysis
from likertkit.measurement._reliability import AlphaOmegaRow
from likertkit.measurement._reliability import reliability as estimate_reliability
from likertkit.plot._dot_drawing import draw_rows
from likertkit.plot._dot_rows import Dot, DotRows, Row
from likertkit.plot._facts import (
    Facts,
    check_labels,
    check_no_options,
    check_rows,
    figure_text,
    n_range,
)
from likertkit.plot._palette import DISTINCT
from likertkit.plot._picture import Picture, drawn
from likertkit.results import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from matplotlib.axes import Axes

    from likertkit.estimate._means import MeanInterval
    from likertkit.estimate.design._options import Standardize, StratifiedVariance
    from likertkit.measurement._intervals import AlphaInterval
    from likertkit.measurement._scales import ItemSets
    from likertkit.plot._facts import Labels
    from likertkit.responses import Responses
    from likertkit.results._record import Record
    from likertkit.tally import CoTally, Tally


Group = tuple[tuple[str, object], ...]


class MeansOptions(TypedDict, total=False):
    """The options of :func:`likertkit.means`."""

    by: str | Iterable[str] | None
    standardize: Standardize
    variance: StratifiedVariance
    interval: MeanInterval
    n_resamples: int
    rng: int | np.random.Generator | None
    confidence_level: float


class ReliabilityOptions(TypedDict, total=False):
    """The options of :func:`likertkit.reliability`."""

    items: ItemSets | None
    interval: AlphaInterval
    n_resamples: int
    rng: int | np.random.Generator | None
    confidence_level: float


@drawn
def means(
    data: Responses | Tally | Table[MeanRow] | Table[DescribeRow],
    *,
    joined: bool | None = None,
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
    **options: Unpack[MeansOptions],
) -> Picture:
    """Draw the mean of each item with its interval.

    Conditions, or groups of up to six values, stand beside each other in the row of an item, each
    with a colour and a marker; more groups have a row each.

    Parameters
    ----------
    data : Responses, Tally, or the result of means or describe
        The answers, or their means.
    joined : bool, optional
        Whether a line joins the dots of a row.  By default it joins conditions, and no groups.
    labels : {'text', 'name'}, optional
        What stands at the rows: the texts of the items, or their names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the Axes become smaller, so that all text stays in their place.  By default
        a new figure, as high as the rows need.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.
    **options
        Of :func:`likertkit.means`, where answers are drawn.

    Returns
    -------
    matplotlib.axes.Axes
        The picture, with n, the level of the intervals and the notes that matter.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the table has other rows or none, or options are passed with a table.
    OptionError
        If *labels* is not one of its allowed values.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk
    >>> from likertkit import plot
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> ax = plot.means(lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial))
    >>> ax.collections[-1].get_offsets()[:, 0].round(2).tolist()
    [4.1]
    """
    check_labels(labels)
    table = _mean_table(data, options)
    rows = _mean_rows(table, joined=joined, labels=labels)
    return Picture(table, lambda: draw_rows(rows, "plot.means", ax, width))


def _mean_table(data: object, options: MeansOptions) -> Table[Record]:
    if not isinstance(data, Table):
        return cast("Table[Record]", estimate_means(cast("Tally", data), **options))
    check_no_options(options, "lk.means")
    return check_rows(data, (MeanRow, DescribeRow), "means", "lk.means()")


def _mean_rows(table: Table[Record], *, joined: bool | None, labels: Labels) -> DotRows:
    facts = Facts.from_table(table)
    rows = cast("Sequence[MeanRow]", table.rows)
    items = tuple(dict.fromkeys(row.item for row in rows))
    series_by, series = series_of(table.by, [row.by for row in rows], facts.condition)
    limits, ticks = facts.limits(items)
    head = f"mean [{facts.level} CI]"
    dots = [
        (
            facts.label(row.item, labels),
            tuple((name, value) for name, value in keys_of(row.by, table.by) if name != series_by),
            Dot(
                series=place_of(keys_of(row.by, table.by), series_by, series),
                estimate=row.mean,
                low=row.low,
                high=row.high,
                figures=(str(row.n), figure_text(row.mean, row.low, row.high)),
                note=row.note,
            ),
        )
        for row in rows
    ]
    found = [x for row in rows for x in (row.low, row.high) if math.isfinite(x)]
    if limits is not None and found:
        limits = min(limits[0], *found), max(limits[1], *found)
    conditions = series_by is not None and series_by == facts.condition
    return DotRows(
        rows=rows_of(dots),
        series=series_names(series, [dot for _, _, dot in dots]),
        title=table.title,
        axis_label="mean",
        limits=limits,
        ticks=ticks,
        sides=facts.ends(items),
        heads=("n", head),
        joined=conditions if joined is None else joined,
        notes=(*facts.notes, *reasons(table)),
        marked=table.notes,
    )


def keys_of(by: Sequence[tuple[str, object]], names: Sequence[str]) -> Group:
    """Return the group of a row under the names that the table has for its columns."""
    return tuple((name, value) for name, (_, value) in zip(names, by, strict=True))


def series_of(
    names: Sequence[str], groups: Sequence[Group], condition: str | None
) -> tuple[str | None, list[object]]:
    """Return the column whose values stand beside each other, and these; None for no column."""
    if not names:
        return None, []
    name = names[-1] if condition is None or condition not in names else condition
    values = list(dict.fromkeys(dict(keys_of(by, names))[name] for by in groups))
    return (name, values) if len(values) <= len(DISTINCT) else (None, [])


def place_of(group: Group, series_by: str | None, series: list[object]) -> int:
    """Return which of the series a row of a group belongs to."""
    return 0 if series_by is None else series.index(dict(group)[series_by])


def series_names(series: Sequence[object], dots: Sequence[Dot]) -> tuple[str, ...]:
    """Return the names of the series, each with its n."""
    if not series:
        return ("",)
    numbers = [[int(dot.figures[0]) for dot in dots if dot.series == k] for k in range(len(series))]
    return tuple(f"{name} ({n_range(n)})" for name, n in zip(series, numbers, strict=True))


def rows_of(dots: Sequence[tuple[str, Group, Dot]]) -> tuple[Row, ...]:
    """Return rows of dots, each with its label and the group whose row it is in.

    Where there are groups, the label is a heading and each group has a row.
    """
    by_label: dict[str, dict[Group, list[Dot]]] = {}
    for label, group, dot in dots:
        by_label.setdefault(label, {}).setdefault(group, []).append(dot)
    rows: list[Row] = []
    for label, groups in by_label.items():
        if set(groups) == {()}:
            rows.append(Row(label=label, dots=tuple(groups[()])))
            continue
        rows.append(Row(label=label))
        for group, its in groups.items():
            name = ", ".join("blank" if value is None else str(value) for _, value in group)
            rows.append(Row(label=name, dots=tuple(its)))
    return tuple(rows)


def reasons(table: Table[Record]) -> tuple[str, ...]:
    """Return why figures are undefined where the estimate itself is defined and is drawn."""
    places: dict[str, list[str]] = {}
    for row in table.rows:
        columns = row.columns()
        note = str(columns.get("note") or "")
        if note and _is_drawn(columns):
            name = " / ".join(str(columns[key]) for key in (*table.by, table.key))
            places.setdefault(note, []).append(name)
    return tuple(
        f"{', '.join(dict.fromkeys(names))}: {note.rstrip('.')}." for note, names in places.items()
    )


_DRAWN = ("mean", "mean_difference", "naive_difference", "top_box", "estimate", "alpha")


def _is_drawn(columns: dict[str, object]) -> bool:
    value = next((columns[name] for name in _DRAWN if name in columns), math.nan)
    return isinstance(value, float) and math.isfinite(value)


@drawn
def reliability(
    data: Responses
    | CoTally
    | Table[AlphaOmegaRow]
    | Table[ReliabilityRow]
    | Table[ItemAnalysisRow],
    *,
    item_rest: bool = False,
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
    **options: Unpack[ReliabilityOptions],
) -> Picture:
    """Draw alpha and omega of each scale with their intervals, or each item's correlation.

    Parameters
    ----------
    data : Responses, CoTally, or a result of the reliability functions
        The answers; or what :func:`likertkit.reliability`, :func:`likertkit.cronbach_alpha` or
        another coefficient of scales returns; or :func:`likertkit.item_analysis`.
    item_rest : bool, optional
        Of answers: draw the correlation of each item with the rest of its scale.
    labels : {'text', 'name'}, optional
        What stands at the rows of items: their texts, or their names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the Axes become smaller, so that all text stays in their place.  By default
        a new figure, as high as the rows need.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.
    **options
        Of :func:`likertkit.reliability`, where answers are drawn.  Correlations take ``items=``
        alone.

    Returns
    -------
    matplotlib.axes.Axes
        The picture.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the table has other rows or none, or options are passed with a table.
    OptionError
        If *labels* is not one of its allowed values.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> from likertkit import plot
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame({"a": [1, 2, 4, 5, 3], "b": [1, 3, 4, 4, 4], "c": [2, 1, 3, 5, 4]})
    >>> ax = plot.reliability(lk.Responses(frame, lk.Instrument("trial", items)))
    >>> [dots.get_offsets()[:, 0].round(2).tolist() for dots in ax.collections[1::2]]
    [[0.9], [0.9]]
    """
    check_labels(labels)
    table = _reliability_table(data, options, item_rest=item_rest)
    rows = _reliability_rows(table, labels)
    return Picture(table, lambda: draw_rows(rows, "plot.reliability", ax, width))


def _reliability_table(
    data: object, options: ReliabilityOptions, *, item_rest: bool
) -> Table[Record]:
    if isinstance(data, Table):
        check_no_options(
            {**options, **({"item_rest": True} if item_rest else {})}, "lk.reliability"
        )
        kinds = (AlphaOmegaRow, ReliabilityRow, ItemAnalysisRow)
        return check_rows(data, kinds, "reliability", "lk.reliability()")
    answers = cast("CoTally", data)
    if item_rest:
        items = options.get("items")
        check_no_options({k: v for k, v in options.items() if k != "items"}, "lk.reliability")
        return cast("Table[Record]", item_analysis(answers, items=items))
    return cast("Table[Record]", estimate_reliability(answers, **options))


def _reliability_rows(table: Table[Record], labels: Labels) -> DotRows:
    facts = Facts.from_table(table)
    series: tuple[str, ...] = ("",)
    dots: list[tuple[str, Group, Dot]] = []
    for row in table.rows:
        if isinstance(row, ItemAnalysisRow):
            group = (*keys_of(row.by, table.by), ("item", facts.label(row.item, labels)))
            dot = Dot(
                estimate=row.item_rest, note=row.note,
                figures=(str(row.n), figure_text(row.item_rest, math.nan, math.nan)),
            )  # fmt: skip
            dots.append((row.subscale, group, dot))
            continue
        assert_row = cast("AlphaOmegaRow", row)
        label = f"{assert_row.subscale} ({assert_row.n_items} items)"
        for name, estimate, low, high in _coefficients(row):
            series = ("alpha", "omega") if name else series
            dot = Dot(
                series=int(name == "omega"), estimate=estimate, low=low, high=high,
                figures=(str(assert_row.n_respondents), figure_text(estimate, low, high)),
                note=assert_row.note,
            )  # fmt: skip
            dots.append((label, keys_of(assert_row.by, table.by), dot))
    of_items = isinstance(table.rows[0], ItemAnalysisRow)
    numbers = [int(dot.figures[0]) for _, _, dot in dots]
    names = tuple(f"{name} ({n_range(numbers)})" if name else "" for name in series)
    drawn = [x for *_, dot in dots for x in (dot.estimate, dot.low) if math.isfinite(x)]
    return DotRows(
        rows=rows_of(dots),
        series=names,
        title=table.title,
        axis_label="correlation with the rest of the scale" if of_items else "reliability",
        limits=(min([0.0, *drawn]), 1.0),
        reference=0.0 if any(x < 0 for x in drawn) else None,
        heads=("n", "correlation" if of_items else f"estimate [{facts.level} CI]"),
        notes=(*facts.notes, *reasons(table)),
        marked=table.notes,
    )


def _coefficients(row: Record) -> list[tuple[str, float, float, float]]:
    """Return each coefficient of a row with its interval."""
    if isinstance(row, AlphaOmegaRow):
        return [
            ("alpha", row.alpha, row.alpha_low, row.alpha_high),
            ("omega", row.omega, row.omega_low, row.omega_high),
        ]
    coefficient = cast("ReliabilityRow", row)
    return [("", coefficient.estimate, coefficient.low, coefficient.high)]
