"""Draws diverging bars: headings, bars, labels, sums, an axis and notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._text import format_percentage
from likertkit.errors import ArgumentError
from likertkit.estimate.design._options import BASE_NOTES
from likertkit.plot._bars._labels import Label, label_text, placed
from likertkit.plot._bars._layout import (
    Bar,
    Entry,
    Fonts,
    bars_of,
    columns_of,
    legend_of,
    ticks_of,
)
from likertkit.plot._bars._rows import Interval, Neutral, base_words
from likertkit.plot._palette import (
    ASIDE,
    FAINT,
    INK,
    PAPER,
    RULE,
    diverging_colors,
    text_color,
)
from likertkit.plot._sheet import (
    Line,
    Margins,
    Sheet,
    foot_lines,
    from_top_left,
    head_lines,
    height_of,
    lines_of,
    plain_axes,
)
from likertkit.responses._countable import SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from likertkit.estimate.design._options import Base
    from likertkit.plot._bars._layout import Columns
    from likertkit.plot._bars._rows import DivergingRow
    from likertkit.results import Table
    from likertkit.tally import Tally

# Kept free at both sides.
_EDGE = 3.0
_NOBODY = "no answers"
_ROUNDED = "Percentages are rounded after they are added up."


@attrs.frozen(kw_only=True)
class Look:
    """How the picture is to look, checked."""

    facet: str | None
    names: str
    labels: str
    decimals: int
    totals: bool
    legend: bool
    interval: Interval
    neutral: Neutral
    base: Base
    title: str


@attrs.define
class _Row:
    """A bar with its place: what stands left, its labels, and where it is from the top."""

    bar: Bar
    columns: Columns
    lines: list[Line]
    labels: list[Label]
    legend: list[Entry]
    legend_height: float
    aside: list[tuple[float, str]]
    colors: dict[float | None, str]
    up: float
    down: float
    y: float = 0.0


@attrs.frozen
class _Pen:
    """What draws: the Axes, the sheet around them, the fonts, and how it is to look."""

    ax: Axes
    sheet: Sheet
    fonts: Fonts
    look: Look
    columns: Columns


def draw(tally: Tally, table: Table[DivergingRow], look: Look, sheet: Sheet) -> Axes:
    """Draw the rows of a table, and return the Axes."""
    fonts = Fonts.of_user()
    bars = bars_of(tally, table, look.facet, look.names, sheet.width - 2 * _EDGE)
    totals = _totals(bars, look)
    columns = columns_of(
        bars,
        sheet.width - 2 * _EDGE,
        fonts,
        [text for pair in totals for text in pair],
        lambda row: label_text(row.proportion, row.count, look.labels, look.decimals),
    )
    if columns.bars < sheet.width * 0.15:
        raise ArgumentError(
            f"the picture is {sheet.width / 72:.1f} inches wide, and the labels leave no room for "
            "bars at this font size.",
            "make it wider (`width=`), take a smaller font, or name items by their short names: "
            "names='name'.",
        )
    rows = [_row(bar, columns, fonts, look, tally) for bar in bars]
    notes = [note for note in table.notes if note not in (SYNTHETIC, BASE_NOTES[look.base])]
    if _is_rounded(bars, look):
        notes.append(_ROUNDED)
    head = head_lines(look.title, table.notes, sheet.width - 2 * _EDGE)
    foot = foot_lines(notes, sheet.width - 2 * _EDGE)
    heads = _column_heads(columns)
    top = height_of(head) + (6 if head else 0)
    above = max((height_of(lines) for lines in heads), default=0.0) + (2 if heads else 0)
    height = above + sum(row.up + row.down for row in rows) + 4
    axis = fonts.tick.line + fonts.axis.line + 8
    margins = Margins(columns.names + _EDGE, _EDGE, top + 3, axis + height_of(foot) + 4)
    ax, given = sheet.place(margins, height)
    _stretch(rows, above, (given - height) / len(rows))
    pen = _Pen(ax, sheet, fonts, look, columns)
    _axis(pen, rows, given)
    sheet.write_lines(-columns.names, -top - 1, head)
    sheet.write_lines(-columns.names, given + axis, foot)
    for column, lines in zip(columns.aside, heads, strict=True):
        sheet.write_lines(column.x, above - 2 - height_of(lines), lines)
    _bars(pen, rows)
    for row, pair in zip(rows, totals, strict=True):
        _words(pen, row, pair)
        _labels(pen, row)
        if look.interval != "none":
            _whisker(pen, row)
    return ax


def _totals(bars: Sequence[Bar], look: Look) -> list[tuple[str, str]]:
    """Return the sums of both sides of each bar, as text."""
    if not look.totals:
        return [("", "")] * len(bars)
    rows = [bar.levels[0] for bar in bars]
    return [
        (
            format_percentage(row.negative, look.decimals),
            format_percentage(row.positive, look.decimals),
        )
        if row.n
        else ("", "")
        for row in rows
    ]


def _is_rounded(bars: Sequence[Bar], look: Look) -> bool:
    """Return whether some printed labels do not add up to the printed sum beside them."""
    if not look.totals or look.labels != "percentage":
        return False

    def text(value: float) -> float:
        return float(format_percentage(value, look.decimals).removesuffix(" %"))

    for bar in bars:
        for side in ("negative", "positive") if bar.n else ():
            parts = sum(text(row.proportion) for row in bar.levels if row.side == side)
            if abs(parts - text(getattr(bar.levels[0], side))) > 10**-look.decimals / 2:
                return True
    return False


def _row(bar: Bar, columns: Columns, fonts: Fonts, look: Look, tally: Tally) -> _Row:
    """Return a bar with its labels, and how far it reaches up and down from its middle."""
    levels = []
    for row in bar.inside() if look.labels != "none" else ():
        text = label_text(row.proportion, row.count, look.labels, look.decimals)
        start, end = (columns.zero + x * columns.unit for x in (row.start, row.end))
        levels.append((text, fonts.label.width(text), start, end))
    labels = placed(levels, *columns.ends)
    n_lanes = max((label.lane for label in labels), default=0)
    lines = lines_of([bar.label], "tick", columns.names - 6)
    codes = [row.code for row in bar.levels if row.code is not None]
    colors = diverging_colors(len(codes))
    legend: list[Entry] = []
    legend_height = 0.0
    if bar.legend and look.legend:
        hidden = {row.label for row in bar.levels if row.place == "out"}
        width = columns.names + columns.width
        legend, legend_height = legend_of(bar.item, tally.view, fonts, width, hidden)
        legend_height += 5
    aside = bar.aside()
    text_half = height_of(lines) / 2
    under = _under(look) + (n_lanes * fonts.label.line if n_lanes else -4.0)
    heads = legend_height + height_of(bar.above) + (2 if bar.above else 0)
    return _Row(
        bar=bar,
        columns=columns,
        lines=lines,
        labels=labels,
        legend=legend,
        legend_height=legend_height,
        aside=[
            (
                column.x + level.proportion * columns.unit + 2,
                label_text(level.proportion, level.count, look.labels, look.decimals),
            )
            for column in columns.aside
            if (level := aside.get(column.name)) and level.base and look.labels != "none"
        ],
        colors={None: ASIDE, **dict(zip(codes, colors, strict=True))},
        up=bar.gap + heads + max(fonts.bar / 2, text_half),
        down=max(fonts.bar / 2 + under, text_half),
    )


def _stretch(rows: Sequence[_Row], top: float, more: float) -> None:
    """Give each row its middle, counted from the top; what is left goes between the rows."""
    for row in rows:
        row.y = top + row.up + more / 2
        top = row.y + row.down + more / 2


def _column_heads(columns: Columns) -> list[list[Line]]:
    return [
        lines_of([column.heading], "label", column.width, color=FAINT) for column in columns.aside
    ]


def _axis(pen: _Pen, rows: Sequence[_Row], height: float) -> None:
    """Give the Axes their limits, ticks and the name of the axis."""
    ax, columns, fonts = pen.ax, pen.columns, pen.fonts
    plain_axes(ax)
    left = -columns.zero / columns.unit
    ax.set_xlim(100 * left, 100 * (left + columns.width / columns.unit))
    ax.set_ylim(height, 0)
    ax.set_yticks([])
    side = ticks_of(columns, fonts)
    ticks = [*(-x for x in reversed(side[1:])), *side]
    ax.set_xticks([100 * x for x in ticks], labels=[])
    # Lines stop at headings, which go across the picture, and at labels under a bar.
    tops = [row.y - row.up + (_heading(row) or -row.bar.gap) + row.bar.gap for row in rows]
    ends = [row.y + (fonts.bar / 2 if _lanes(row) else row.down) for row in rows]
    for x in ticks:
        at = columns.zero + x * columns.unit
        color, line = (FAINT, 0.8) if x == 0 else (RULE, 0.5)
        ax.vlines([100 * x] * len(rows), tops, ends, color=color, linewidth=line, zorder=0.5)
        text = f"{100 * abs(x):g} %"
        y = height + 3 + fonts.label.line / 2
        pen.sheet.write(at, y, text, fonts.label, color=FAINT, align="center")
    name = base_words(pen.look.base)
    half = fonts.axis.width(name) / 2
    at = min(max(columns.zero, half - columns.names), columns.width - half)
    y = height + 4 + fonts.tick.line + fonts.axis.line / 2
    pen.sheet.write(at, y, name, fonts.axis, align="center")


def _heading(row: _Row) -> float:
    """Return how high what stands above a bar is."""
    return row.legend_height + height_of(row.bar.above)


def _bars(pen: _Pen, rows: Sequence[_Row]) -> None:
    """Draw the bars, those of a level in one container."""
    levels: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for row in rows:
        for level in row.bar.inside():
            places = levels.setdefault((row.colors[level.code], level.label), [])
            places.append((row.y, 100 * level.start, 100 * level.proportion))
        aside = row.bar.aside()
        for column in row.columns.aside:
            beside = aside.get(column.name)
            if beside is not None and beside.proportion > 0:
                start = (column.x - row.columns.zero) / row.columns.unit
                places = levels.setdefault((row.colors[beside.code], beside.label), [])
                places.append((row.y, 100 * start, 100 * beside.proportion))
    for (color, label), places in levels.items():
        ys, starts, widths = zip(*places, strict=True)
        pen.ax.barh(
            ys, widths, left=starts, height=pen.fonts.bar, color=color, label=label,
            edgecolor=PAPER, linewidth=0.5,
        )  # fmt: skip


def _words(pen: _Pen, row: _Row, totals: tuple[str, str]) -> None:
    """Write what belongs to a bar: its headings, its name and its sums."""
    bar, columns, sheet, fonts = row.bar, row.columns, pen.sheet, pen.fonts
    top = row.y - row.up + bar.gap
    _legend(pen, row, top)
    sheet.write_lines(-columns.names, top + row.legend_height, bar.above)
    sheet.write_lines(-6, row.y - height_of(row.lines) / 2, row.lines, align="right")
    if not bar.n and not bar.inside():
        sheet.write(columns.zero + 4, row.y, _NOBODY, fonts.label, color=FAINT)
    left, right = columns.ends
    for text, x, align in ((totals[0], left - 4, "right"), (totals[1], right + 4, "left")):
        if text:
            sheet.write(x, row.y, text, fonts.label, align=align)  # type: ignore[arg-type]
    for x, text in row.aside:
        sheet.write(x, row.y, text, fonts.label)


def _labels(pen: _Pen, row: _Row) -> None:
    """Write the labels of the levels, those under the bar with a line to their level."""
    bottom = row.y + pen.fonts.bar / 2
    label_font = pen.fonts.label
    levels = row.bar.inside()
    for label in row.labels:
        if label.lane == 0:
            color = text_color(row.colors[levels[label.number].code])
            pen.sheet.write(label.x, row.y, label.text, label_font, color=color, align="center")
            continue
        y = bottom + _under(pen.look) + (label.lane - 0.5) * label_font.line
        pen.sheet.write(label.x, y, label.text, label_font, align="center")
        pen.ax.plot(
            [label.middle, label.middle, label.x],
            [bottom - 1.5, bottom + 1, y - label_font.size / 2],
            transform=from_top_left(pen.ax), color=FAINT, linewidth=0.5, clip_on=False,
            solid_capstyle="butt",
        )  # fmt: skip


def _under(look: Look) -> float:
    """Return how far under a bar its first lane of labels begins."""
    return 4.0 if look.interval == "none" else 7.5


def _lanes(row: _Row) -> int:
    """Return how many lanes of labels are under a bar."""
    return max((label.lane for label in row.labels), default=0)


def _legend(pen: _Pen, row: _Row, top: float) -> None:
    """Draw the legend of a scale above its first bar."""
    from matplotlib.patches import Rectangle

    ax, fonts, sheet = pen.ax, pen.fonts, pen.sheet

    side = 1.15 * fonts.legend.size
    left = -row.columns.names
    patches = [entry.x for entry in row.legend if entry.inside]
    wide = patches[1] - patches[0] if patches else 1.5 * fonts.legend.size
    for entry in row.legend:
        x, y = left + entry.x, top + entry.y
        if entry.color:
            ax.add_patch(
                Rectangle(
                    (x, y - side / 2), wide, side, facecolor=entry.color, edgecolor=PAPER,
                    linewidth=0.5, transform=from_top_left(ax), clip_on=False,
                )
            )  # fmt: skip
        if entry.inside:
            color = text_color(entry.color)
            sheet.write(x + wide / 2, y, entry.text, fonts.label, color=color, align="center")
        else:
            indent = 0 if patches else wide + 4
            sheet.write(x + indent, y, entry.text, fonts.legend)


def _whisker(pen: _Pen, row: _Row) -> None:
    """Draw the interval of the positive sum under its bar, from where the sum begins."""
    ax = pen.ax
    first = row.bar.levels[0]
    if math.isnan(first.low):
        return
    middle = next((level for level in row.bar.levels if level.side == "middle"), None)
    start = middle.end if middle is not None and middle.place == "bars" else 0.0
    y = row.y + pen.fonts.bar / 2 + 1.8
    low, high = (100 * (start + x) for x in (first.low, first.high))
    ax.plot([low, high], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt", zorder=3)
    ax.plot([100 * (start + first.positive)], [y], marker="|", color=INK, markersize=4, zorder=3)
