"""How often each level, or each value of a score, was given."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from likertkit._text import format_percentage
from likertkit.errors import ArgumentError
from likertkit.estimate._frequencies import FrequencyRow, FrequencyTable
from likertkit.estimate._frequencies import frequencies as estimate_frequencies
from likertkit.estimate._means import means as estimate_means
from likertkit.instrument._score_item import ScoreItem
from likertkit.plot._estimates import keys_of, place_of, series_of
from likertkit.plot._facts import Facts, check_labels, check_no_options, check_rows, minus
from likertkit.plot._picture import Picture, drawn
from likertkit.results import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from likertkit.plot._facts import Labels
    from likertkit.responses import Responses
    from likertkit.results._record import Record
    from likertkit.tally import Tally

from likertkit.plot._panels import Bar, Panel, Panels

_MOST_BARS = 60
_MOST_TICKS = 11


@drawn
def distributions(
    data: Responses | Tally | FrequencyTable,
    *,
    by: str | Iterable[str] | None = None,
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
) -> Picture:
    """Draw how often each level of each item was given, in small panels.

    Conditions, or groups of up to six values, stand beside each other in a panel, each with a
    colour; more groups have a panel each.

    Parameters
    ----------
    data : Responses, Tally, or the result of frequencies
        The answers, counts that were published, or their proportions.
    by : str or sequence of str, optional
        Of answers: columns (of a tally: axes) to split by.
    labels : {'text', 'name'}, optional
        What stands above a panel: the text of the item, or its name.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure, as high as the panels need.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.

    Returns
    -------
    matplotlib.axes.Axes
        The picture, with the n of each panel or series.

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
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale.preset("agreement", 5))])
    >>> ax = plot.distributions(lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial))
    >>> len(ax.patches)
    5
    """
    check_labels(labels)
    if isinstance(data, Table):
        check_no_options({} if by is None else {"by": by}, "lk.frequencies")
        checked = check_rows(data, (FrequencyRow,), "distributions", "lk.frequencies()")
        table = cast("FrequencyTable", checked)
    else:
        table = estimate_frequencies(data, by=by)
    panels = _level_panels(table, labels)
    return Picture(
        cast("Table[Record]", table), lambda: panels.draw("plot.distributions", ax, width)
    )


_Cells = dict[tuple[object, ...], list[FrequencyRow]]


def _cells(table: FrequencyTable) -> _Cells:
    """Return the rows of each item and group."""
    cells: _Cells = {}
    for row in table:
        cells.setdefault((row.item, row.by), []).append(row)
    return cells


def _level_panels(table: FrequencyTable, labels: Labels) -> Panels:
    facts = Facts.from_table(cast("Table[Record]", table))
    cells = _cells(table)
    series_by, series = series_of(table.by, [row.by for row in table], facts.condition)
    grouped: dict[tuple[object, ...], list[tuple[int, list[FrequencyRow]]]] = {}
    for rows in cells.values():
        keys = keys_of(rows[0].by, table.by)
        rest = tuple(value for name, value in keys if name != series_by)
        place = place_of(keys, series_by, series)
        grouped.setdefault((rows[0].item, *rest), []).append((place, rows))
    n_series = max(len(series), 1)
    panels = []
    for (item, *group), parts in grouped.items():
        numbers = "/".join(str(rows[0].n) for _, rows in parts)
        name = " · ".join([facts.label(str(item), labels), *map(str, group)])
        k = len(parts[0][1])
        slot = 0.84 / k / n_series
        panels.append(
            Panel(
                title=f"{name} (n\u00a0=\u00a0{numbers})",
                bars=tuple(
                    Bar(
                        left=(level + 0.08) / k + place * slot,
                        right=(level + 0.08) / k + (place + 1) * slot,
                        proportion=row.proportion,
                        series=place,
                        text=_percent(row.proportion),
                    )
                    for place, rows in parts
                    for level, row in enumerate(rows)
                    if math.isfinite(row.proportion)
                ),
                ticks=tuple(
                    ((level + 0.5) / k, minus(f"{row.code:g}"))
                    for level, row in enumerate(parts[0][1])
                ),
                reason="; ".join(
                    dict.fromkeys(
                        rows[0].note for _, rows in parts if math.isnan(rows[0].proportion)
                    )
                ),
            )
        )
    return Panels(
        panels=tuple(panels),
        series=tuple(map(str, series)) or ("",),
        title=table.title,
        notes=(*_levels(table), *facts.without_intervals),
        marked=table.notes,
    )


def _percent(proportion: float) -> str:
    """Return a percentage without its sign; few are not none, and none has no text."""
    text = format_percentage(proportion).removesuffix(" %")
    return ("< 1" if proportion else "") if text == "0" else text


def _levels(table: FrequencyTable) -> tuple[str, ...]:
    """Return the labels of the levels, where they are those of all items."""
    named = {
        tuple((row.code, row.label) for row in rows if row.label != f"{row.code:g}")
        for rows in _cells(table).values()
    }
    if len(named) != 1 or not (levels := named.pop()):
        return ()
    return (f"Levels: {', '.join(f'{code:g} {label}' for code, label in levels)}.",)


@drawn
def scores(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    confidence_level: float = 0.95,
    ax: Axes | None = None,
    width: float | None = None,
) -> Picture:
    """Draw the distribution of each scale score, with its mean and interval above.

    The bars are of the values that the score has; nothing is smoothed, so nothing lies beyond
    the ends of the scale.  Of more than 60 values, neighbours share a bar.

    Parameters
    ----------
    data : Scores or Tally
        What :func:`likertkit.scale_scores` returns, or a tally of it.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by; a declared condition always splits.
    confidence_level : float, optional
        Level of the interval of the mean.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure, as high as the panels need.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.

    Returns
    -------
    matplotlib.axes.Axes
        The picture, a panel a score and group.

    Raises
    ------
    ArgumentError
        If the data are answers to items, and not scores.
    LikertkitError
        As :func:`likertkit.means`.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> from likertkit import plot
    >>> trial = lk.Instrument("trial", [lk.Item(name, lk.LikertScale()) for name in ("a", "b")])
    >>> answers = lk.Responses(pd.DataFrame({"a": [1, 2, 4, 5], "b": [1, 3, 4, 4]}), trial)
    >>> ax = plot.scores(lk.scale_scores(answers))
    >>> len(ax.patches)
    9
    """
    if not all(isinstance(item, ScoreItem) for item in data.instrument):
        raise ArgumentError(
            f"the data are answers to items of {data.instrument.name!r}; expected scale scores.",
            "score them first: lk.scale_scores(responses); plot.distributions() draws answers.",
        )
    table = estimate_frequencies(data, by=by)
    means = estimate_means(data, by=by, confidence_level=confidence_level)
    facts = Facts.from_table(cast("Table[Record]", means))
    series_by, series = series_of(table.by, [row.by for row in table], facts.condition)
    panels = []
    for rows, mean in zip(_cells(table).values(), means, strict=True):
        keys = keys_of(mean.by, means.by)
        name = " · ".join([mean.item, *(str(value) for _, value in keys)])
        place = place_of(keys, series_by, series)
        low, high = rows[0].code, rows[-1].code
        figures = f"n\u00a0=\u00a0{mean.n}, mean {minus(f'{mean.mean:.2f}')}"
        if math.isfinite(mean.low):
            figures += minus(f" [{mean.low:.2f}, {mean.high:.2f}]")
        span = (high - low) or 1.0
        # A bar stands around its value: half a bar is left at either end.
        half = min((b.code - a.code for a, b in pairwise(rows)), default=1.0) / 2
        full = span + 2 * half
        at = [(x - low + half) / full for x in (mean.mean, mean.low, mean.high)]
        panels.append(
            Panel(
                title=f"{name} ({figures})" if mean.n else f"{name} (n\u00a0=\u00a00)",
                bars=_score_bars(rows, low - half, full, half, place),
                ticks=tuple(((x - low + half) / full, f"{x:.3g}") for x in _ticks(low, high)),
                mean=(at[0], at[1], at[2]) if mean.n else None,
                series=place,
                reason="" if mean.n else mean.note,
            )
        )
    picture = Panels(
        panels=tuple(panels),
        series=("",),
        title=f"Scores of {data.instrument.name}",
        notes=(f"Dot and line: mean and its {facts.level} interval.", *facts.notes),
        marked=means.notes,
        most=1,
    )
    return Picture(cast("Table[Record]", table), lambda: picture.draw("plot.scores", ax, width))


def _ticks(low: float, high: float) -> list[float]:
    """Return the whole numbers of a score, where they are few; else five places."""
    whole = range(math.ceil(low), math.floor(high) + 1)
    if 1 < len(whole) <= _MOST_TICKS:
        return [float(x) for x in whole]
    return [low + k * (high - low) / 4 for k in range(5)]


def _score_bars(
    rows: Sequence[FrequencyRow], start: float, full: float, half: float, series: int
) -> tuple[Bar, ...]:
    """Return a bar for each value of a score; of many values, for as many as stand together."""
    together = math.ceil(len(rows) / _MOST_BARS)
    bars = []
    for k in range(0, len(rows), together):
        part = rows[k : k + together]
        if math.isfinite(part[0].proportion):
            left, right = part[0].code - 0.86 * half, part[-1].code + 0.86 * half
            bars.append(
                Bar(
                    left=(left - start) / full,
                    right=(right - start) / full,
                    proportion=math.fsum(row.proportion for row in part),
                    series=series,
                )
            )
    return tuple(bars)
