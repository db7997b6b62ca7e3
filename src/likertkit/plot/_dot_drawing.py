"""How rows of dots are drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.plot._palette import DISTINCT, FAINT, INK, PAPER, RULE
from likertkit.plot._sheet import (
    Margins,
    Sheet,
    font,
    foot_lines,
    from_top_left,
    head_lines,
    height_of,
    lines_of,
    plain_axes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from likertkit.plot._dot_rows import Dot, DotRows, Row
    from likertkit.plot._sheet import Line

MARKERS = ("o", "s", "D", "^", "P", "v")
"""A marker for each of the distinct colours, so that a grey print shows the series too."""

# In lines of text: a dot without text beside it, the gap between rows, and below a heading.
_LANE, _GAP, _TIGHT = 0.85, 0.5, 0.15
# Proportions of the width: the most that labels take, and the least that is left for the dots.
_LABELS, _DOTS = 0.38, 0.33
# In points: around the picture, between columns of text, and the handle of a legend.
_PAD, _COLUMN, _HANDLE = 6.0, 9.0, 30.0
_PALE = 0.6


def pale(color: str, share: float = _PALE) -> tuple[float, float, float]:
    """Return a colour mixed with that of the paper."""
    from matplotlib.colors import to_rgb

    (red, green, blue), paper = to_rgb(color), to_rgb(PAPER)
    r, g, b = ((1 - share) * a + share * p for a, p in zip((red, green, blue), paper, strict=True))
    return r, g, b


def draw_rows(rows: DotRows, feature: str, ax: Axes | None, width: float | None) -> Axes:
    """Draw rows of dots into given Axes, or into a new figure that is as high as they need."""
    return _Drawing.from_rows(rows, Sheet.open(feature, ax, width)).draw()


@attrs.define(kw_only=True)
class _Lane:
    """Where a dot stands, in points from the top, and the lines of its reason."""

    dot: Dot
    y: float
    words: list[Line]


@attrs.define(kw_only=True)
class _Drawing:
    """The rows with their places on a sheet, in points from the top of the Axes.

    Attributes
    ----------
    columns : list of (int, float)
        The columns of text that are shown, and how wide each is.
    labels : list of (float, list of Line)
        The middle of each row, and the lines of its label.
    headings : list of (float, list of Line)
        The top of each heading, and its lines.
    """

    rows: DotRows
    sheet: Sheet
    columns: list[tuple[int, float]]
    left: float
    labels: list[tuple[float, list[Line]]] = attrs.field(factory=list)
    headings: list[tuple[float, list[Line]]] = attrs.field(factory=list)
    lanes: list[list[_Lane]] = attrs.field(factory=list)
    height: float = 0.0

    @classmethod
    def from_rows(cls, rows: DotRows, sheet: Sheet) -> _Drawing:
        """Find which columns of text fit, and the place of everything."""
        own = font("tick")
        dots = [dot for row in rows.rows for dot in row.dots]
        widths = [
            max(own.width(text) for text in (head, *(dot.figures[k] for dot in dots)))
            for k, head in enumerate(rows.heads)
        ]
        # Headings stand across the picture.
        texts = [row.label if row.dots else "" for row in rows.rows]
        wanted = min(max(map(own.width, texts)), _LABELS * sheet.width)
        room = sheet.width * (1 - _DOTS) - wanted - 2 * _PAD
        columns: list[tuple[int, float]] = []
        # n and the p-value are narrow; figures that the dots show too stand where there is room.
        for k in sorted(range(len(widths)), key=lambda k: (widths[k] > _LABELS * room, k)):
            if widths[k] + _COLUMN <= room:
                columns.append((k, widths[k]))
                room -= widths[k] + _COLUMN
        columns.sort()
        if 0 not in dict(columns):
            texts = [_with_n(row, rows) if row.dots else "" for row in rows.rows]
            wanted = min(max(map(own.width, texts)), _LABELS * sheet.width)
        made = cls(rows=rows, sheet=sheet, columns=columns, left=wanted + 2 * _PAD)
        made._place(texts)
        return made

    @property
    def right(self) -> float:
        """The room right of the dots."""
        return sum(width + _COLUMN for _, width in self.columns) + 1.5 * _PAD

    @property
    def inside(self) -> float:
        """The width of the dots."""
        return self.sheet.width - self.left - self.right

    def _place(self, texts: list[str]) -> None:
        """Find the place of each label, heading and dot, downwards."""
        own = font("tick")
        y = gap = _GAP * own.line
        after = 0.0
        for row, text in zip(self.rows.rows, texts, strict=True):
            y += after
            after = gap
            if not row.dots:
                wide = self.sheet.width - 2 * _PAD
                head = lines_of([row.label], "tick", wide, bold=True)
                self.headings.append((y, head))
                y += height_of(head)
                after = _TIGHT * own.line
                continue
            words = lines_of([text], "tick", self.left - 2 * _PAD + 0.5)
            lanes, depth = [], 0.0
            for dot in row.dots:
                why = f"undefined: {dot.note}" if dot.is_undefined else ""
                lines = lines_of([why], "tick", self.inside - _PAD, color=FAINT)
                height = max((1.0 if self.columns else _LANE) * own.line, height_of(lines))
                lanes.append(_Lane(dot=dot, y=y + depth + height / 2, words=lines))
                depth += height
            height = max(height_of(words), depth)
            for lane in lanes:
                lane.y += (height - depth) / 2
            self.labels.append((y + height / 2, words))
            self.lanes.append(lanes)
            y += height
        self.height = y + gap

    def draw(self) -> Axes:
        """Draw all of it."""
        rows, sheet = self.rows, self.sheet
        wide = sheet.width - 2 * _PAD
        title = head_lines(rows.title, rows.marked, wide)
        legend = list(self._legend_rows(wide))
        head = font("tick").line if self.columns else 0.0
        own = font("label")
        ticks = 0.4 * own.size + own.line
        # The words of a side may reach past the dots, as far as there is room on both sides.
        past = max(0.0, min(self.left, self.right) - 1.5 * _PAD)
        label = lines_of([rows.axis_label], "axis", self.inside + 2 * past)
        sides = [lines_of([side], "label", 0.48 * self.inside) for side in rows.sides]
        longer = [lines_of([side], "label", 0.48 * self.inside + past) for side in rows.sides]
        if max(map(len, longer)) < max(map(len, sides)):
            sides = longer
        else:
            past = 0.0
        foot = foot_lines(rows.notes, wide)
        deep = max(map(height_of, sides))
        keys = sum(self._row_height() for _ in legend)
        above = height_of(title) + keys + head + 2.5 * _PAD
        below = ticks + deep + height_of(label) + height_of(foot) + 2.5 * _PAD
        ax, height = sheet.place(Margins(self.left, self.right, above, below), self.height)
        stretch = height / self.height
        self._axis(ax, stretch)
        self._dots(ax)
        self._texts(stretch)
        y = sheet.write_lines(_PAD - self.left, _PAD - above, title) + 0.5 * _PAD
        self._legend(ax, y, legend)
        y = height + ticks
        for x, align, lines in zip(
            (-past, self.inside + past), ("left", "right"), sides, strict=True
        ):
            sheet.write_lines(x, y, lines, align=align)  # type: ignore[arg-type]
        y = sheet.write_lines(self.inside / 2, y + deep + 2, label, align="center")
        sheet.write_lines(_PAD - self.left, y + _PAD, foot)
        return ax

    def _axis(self, ax: Axes, stretch: float) -> None:
        rows = self.rows
        ax.set_xlim(*rows.span())
        ax.set_ylim(self.height, 0)
        self._ticks(ax)
        plain_axes(ax)
        small = font("label")
        for tick in ax.get_xticklabels():
            tick.set_fontproperties(small.properties)
        ax.tick_params(axis="x", pad=0.4 * small.size)
        ax.grid(visible=True, axis="x", color=RULE, linewidth=0.6, zorder=0)
        ax.set_axisbelow(True)
        ax.set_yticks([])
        if rows.margin is not None:
            ax.axvspan(*rows.margin, color=RULE, alpha=0.55, linewidth=0, zorder=0.5)
        if rows.reference is not None:
            ax.axvline(rows.reference, color=INK, linewidth=0.8, zorder=1)
        for y, lines in self.labels:
            top = y * stretch - height_of(lines) / 2
            self.sheet.write_lines(-_PAD, top, lines, align="right")
        for y, lines in self.headings:
            # No line of the grid crosses the words.
            for k, line in enumerate(lines):
                middle = y * stretch + (k + 0.5) * line.font.line
                text = self.sheet.write(_PAD - self.left, middle, line.text, line.font)
                text.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1})

    def _ticks(self, ax: Axes) -> None:
        """Put ticks where their labels have room."""
        from matplotlib.ticker import MaxNLocator

        ticks, (low, high) = self.rows.ticks, self.rows.span()
        # A label of a figure such as −0.25, and the gap to the next.
        room = font("label").width("−0.25") + 4
        if not ticks:
            most = max(1, int(self.inside // room))
            ax.xaxis.set_major_locator(MaxNLocator(min(most, 8), min_n_ticks=1))
            return
        widest = font("label").width(f" {ticks[-1]:g} ")
        apart = self.inside * (ticks[-1] - ticks[0]) / (high - low) / (len(ticks) - 1)
        ax.set_xticks(ticks if apart >= widest else (ticks[0], ticks[-1]))

    def _dots(self, ax: Axes) -> None:
        size = font("tick").size
        every = [lane for lanes in self.lanes for lane in lanes]
        if self.rows.joined:
            for lanes in self.lanes:
                shown = [lane for lane in lanes if math.isfinite(lane.dot.estimate)]
                ax.plot(
                    [lane.dot.estimate for lane in shown],
                    [lane.y for lane in shown],
                    color=FAINT, linewidth=1.0, zorder=2,
                )  # fmt: skip
        for k in range(len(self.rows.series)):
            colour = DISTINCT[k % len(DISTINCT)]
            mine = [lane for lane in every if lane.dot.series == k]
            bands = [lane for lane in mine if math.isfinite(lane.dot.band[0])]
            ax.barh(
                [lane.y for lane in bands],
                [lane.dot.band[1] - lane.dot.band[0] for lane in bands],
                left=[lane.dot.band[0] for lane in bands],
                height=0.75 * size, color=pale(colour), linewidth=0, zorder=2,
            )  # fmt: skip
            lines = [lane for lane in mine if math.isfinite(lane.dot.low + lane.dot.high)]
            ax.hlines(
                [lane.y for lane in lines],
                [lane.dot.low for lane in lines],
                [lane.dot.high for lane in lines],
                colors=colour, linewidth=0.16 * size, zorder=3,
            )  # fmt: skip
            shown = [lane for lane in mine if math.isfinite(lane.dot.estimate)]
            ax.scatter(
                [lane.dot.estimate for lane in shown],
                [lane.y for lane in shown],
                s=(0.6 * size) ** 2, marker=MARKERS[k % len(MARKERS)], edgecolors=colour,
                facecolors=[PAPER if lane.dot.hollow else colour for lane in shown],
                linewidths=0.12 * size, zorder=4, clip_on=False,
            )  # fmt: skip

    def _texts(self, stretch: float) -> None:
        own, sheet = font("tick"), self.sheet
        for lane in (lane for lanes in self.lanes for lane in lanes):
            top = lane.y * stretch - height_of(lane.words) / 2
            sheet.write_lines(0.5 * _PAD, top, lane.words)
            x = self.inside
            for k, width in self.columns:
                x += _COLUMN + width
                sheet.write(x, lane.y * stretch, lane.dot.figures[k], own, align="right")
        x = self.inside
        for k, width in self.columns:
            x += _COLUMN + width
            head = self.rows.heads[k]
            sheet.write(x, -0.5 * own.line, head, own, color=FAINT, align="right")

    def _entries(self) -> list[tuple[str, int, str]]:
        names = self.rows.series
        series = [("dot", k, name) for k, name in enumerate(names)] if len(names) > 1 else []
        return [*series, *((kind, 0, words) for kind, words in self.rows.keys)]

    def _row_height(self) -> float:
        return 1.15 * font("legend").line

    def _legend_rows(self, wide: float) -> Iterator[list[tuple[str, int, str]]]:
        """Yield the entries of each row of the legend, as many as fit."""
        own = font("legend")
        row: list[tuple[str, int, str]] = []
        x = 0.0
        for kind, k, words in self._entries():
            for number, part in enumerate(own.wrap(words, wide - _HANDLE)):
                width = own.width(part) + _HANDLE
                if row and (x + width > wide or number):
                    yield row
                    row, x = [], 0.0
                row.append((kind if not number else "", k, part))
                x += width
        if row:
            yield row

    def _legend(self, ax: Axes, top: float, rows: list[list[tuple[str, int, str]]]) -> None:
        """Draw the legend, each mark as it is among the dots."""
        from matplotlib.lines import Line2D

        own, place = font("legend"), from_top_left(ax)
        for number, row in enumerate(rows):
            x, y = _PAD - self.left, top + (number + 0.5) * self._row_height()
            for kind, k, words in row:
                if kind:
                    ax.add_line(Line2D(transform=place, **_key(kind, k, x, y, own.size)))
                self.sheet.write(x + 18, y, words, own)
                x += own.width(words) + _HANDLE


def _key(kind: str, k: int, x: float, y: float, size: float) -> dict[str, Any]:
    """Return how the mark of a legend is drawn."""
    colour = DISTINCT[k % len(DISTINCT)]
    base = {"clip_on": False, "zorder": 4, "color": colour}
    if kind in {"dot", "hollow"}:
        return base | {
            "xdata": [x + 7],
            "ydata": [y],
            "marker": MARKERS[k % len(MARKERS)],
            "markersize": 0.62 * size,
            "markerfacecolor": PAPER if kind == "hollow" else colour,
        }
    line = base | {"xdata": [x + 1, x + 13], "ydata": [y, y], "solid_capstyle": "butt"}
    if kind == "line":
        return line | {"linewidth": 0.16 * size}
    fill = RULE if kind == "margin" else pale(colour)
    return line | {"color": fill, "linewidth": 0.75 * size}


def _with_n(row: Row, rows: DotRows) -> str:
    """Return a label with the n of each dot, unless the legend has them."""
    if any("n = " in name for name in rows.series):
        return row.label
    return f"{row.label} (n = {', '.join(dot.figures[0] for dot in row.dots)})"
