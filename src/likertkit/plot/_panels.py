"""Small panels of bars, all on one scale of proportions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import attrs

from likertkit._text import format_percentage
from likertkit.plot._dot_drawing import MARKERS
from likertkit.plot._palette import FAINT, INK, RULE
from likertkit.plot._sheet import (
    Margins,
    Sheet,
    font,
    foot_lines,
    head_lines,
    height_of,
    lines_of,
    plain_axes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from likertkit.plot._sheet import Line

_PAD, _GUTTER = 6.0, 18.0
# The colours of bars beside each other, from dark to light, so that a grey print tells them apart.
BARS = ("#14406b", "#c1570b", "#2f9e7e", "#d69bc0", "#8fcbee", "#f3cf7c")
# How high bars are, in points; and how wide a panel is at least, in sizes of its text.
_BARS, _LEAST = 46.0, 11.0
_MOST_BARS = 60


@attrs.frozen(kw_only=True)
class Bar:
    """A bar: where it stands in its panel, from 0 to 1; the proportion it shows, as text too."""

    left: float
    right: float
    proportion: float
    series: int = 0
    text: str = ""


@attrs.frozen(kw_only=True)
class Panel:
    """A panel.

    Attributes
    ----------
    title : str
        What it shows, with n.
    bars : tuple of Bar
        The bars.
    ticks : tuple of (float, str)
        The places of texts below the bars, from 0 to 1, with the texts.
    mean : (float, float, float) or None
        A mean with its interval, from 0 to 1.
    series : int
        The series of the mean.
    reason : str
        Why there are no bars.
    """

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    mean: tuple[float, float, float] | None = None
    series: int = 0
    reason: str = ""


@attrs.frozen(kw_only=True)
class Panels:
    """A picture of panels, all on one scale of proportions.

    Attributes
    ----------
    panels : tuple of Panel
        In rows, from the top left.
    series : tuple of str
        The names of the series; the legend has them where there are several.
    title : str
        What is shown.
    notes, marked : tuple of str
        What stands under the picture; and the notes of the table.
    most : int
        The most panels in a row.
    """

    panels: tuple[Panel, ...]
    series: tuple[str, ...]
    title: str
    notes: tuple[str, ...]
    marked: tuple[str, ...]
    most: int = 6

    def draw(self, feature: str, ax: Axes | None, width: float | None) -> Axes:
        """Draw the panels into given Axes, or into a new figure that is as high as they need."""
        sheet = Sheet.open(feature, ax, width)
        wide = sheet.width - 2 * _PAD
        least = _LEAST * font("tick").size
        n = min(self.most, len(self.panels), max(1, int((wide + _GUTTER) // (least + _GUTTER))))
        panel = (wide + _GUTTER) / n - _GUTTER
        heads = [lines_of([one.title], "tick", panel) for one in self.panels]
        rows = [range(k, min(k + n, len(heads))) for k in range(0, len(heads), n)]
        top = font("label").line
        tops = [max(height_of(heads[k]) for k in row) + top for row in rows]
        below = 1.9 * font("label").line
        largest = max((bar.proportion for one in self.panels for bar in one.bars), default=1.0)
        # Either every bar has its text, or none has.
        small = font("label")
        labelled = all(
            small.width(bar.text) <= (bar.right - bar.left) * panel + 1
            for one in self.panels
            for bar in one.bars
        )
        texts = any(bar.text for one in self.panels for bar in one.bars)
        scale = f"Bars of all panels have one scale; the highest is {format_percentage(largest)}."
        percent = "Above bars: percent." if labelled and texts else ""
        foot = foot_lines((scale, percent, *self.notes), wide)
        title = [*head_lines(self.title, self.marked, wide), *self._legend_lines(wide)]
        margins = Margins(_PAD, _PAD, height_of(title) + 2 * _PAD, height_of(foot) + 2 * _PAD)
        ax, height = sheet.place(margins, sum(tops) + len(rows) * (_BARS + below))
        # Given Axes may be higher than needed: the bars are.
        bars = (height - sum(tops)) / len(rows) - below
        plain_axes(ax)
        ax.set(xlim=(0, wide), ylim=(height, 0), xticks=[], yticks=[])
        y = sheet.write_lines(0, -margins.top + _PAD, head_lines(self.title, self.marked, wide))
        self._legend(ax, sheet, y, wide)
        y = 0.0
        for row, high in zip(rows, tops, strict=True):
            for column, k in enumerate(row):
                x = column * (panel + _GUTTER)
                sheet.write_lines(x, y, heads[k])
                _draw_panel(
                    sheet, self.panels[k], (x, y + high, panel, bars), largest, labelled=labelled
                )
            y += high + bars + below
        sheet.write_lines(0, height + _PAD, foot)
        return ax

    def _legend_lines(self, wide: float) -> list[Line]:
        """Return a line for each entry of the legend; one below the other, they always fit."""
        names = self.series if len(self.series) > 1 else ()
        return [line for name in names for line in lines_of([name], "legend", wide - 18)]

    def _legend(self, ax: Axes, sheet: Sheet, y: float, wide: float) -> None:
        names = self.series if len(self.series) > 1 else ()
        for k, name in enumerate(names):
            lines = lines_of([name], "legend", wide - 18)
            size = lines[0].font.size
            _box(ax, (0, y + 0.25 * size, 0.9 * size, 0.75 * size), BARS[k % len(BARS)])
            y = sheet.write_lines(18, y, lines)


def _box(ax: Axes, box: tuple[float, float, float, float], color: str) -> None:
    from matplotlib.patches import Rectangle

    x, y, width, height = box
    ax.add_patch(Rectangle((x, y), width, height, color=color, linewidth=0, clip_on=False))


def _draw_panel(
    sheet: Sheet,
    panel: Panel,
    place: tuple[float, float, float, float],
    largest: float,
    *,
    labelled: bool,
) -> None:
    """Draw a panel into a place: left, top, width and height of its bars."""
    ax = cast("Axes", sheet.ax)
    x, top, width, height = place
    small = font("label")
    ax.plot([x, x + width], [top + height] * 2, color=RULE, linewidth=0.8, clip_on=False)
    if panel.reason:
        words = lines_of([f"undefined: {panel.reason}"], "label", width, color=FAINT)
        sheet.write_lines(x, top + height - height_of(words[:3]) - 2, words[:3])
    for bar in panel.bars:
        high = height * bar.proportion / (largest or 1.0)
        left, wide = x + width * bar.left, width * (bar.right - bar.left)
        _box(ax, (left, top + height - high, wide, high), BARS[bar.series % len(BARS)])
        if bar.text and labelled:
            sheet.write(left + wide / 2, top + height - high - 1, bar.text, small,
                        align="center", valign="bottom")  # fmt: skip
    end = -math.inf
    for share, text in panel.ticks:
        half = small.width(text) / 2
        middle = x + width * share
        if middle - half > end:
            sheet.write(middle, top + height + 2, text, small, color=FAINT, align="center",
                        valign="top")  # fmt: skip
            end = middle + half + 2
    if panel.mean is not None:
        mean, low, high_end = (x + width * share for share in panel.mean)
        y = top - 0.5 * small.line
        if math.isfinite(low):
            ax.plot([low, high_end], [y, y], color=INK, linewidth=1.3, clip_on=False)
        ax.scatter([mean], [y], s=22, color=INK, marker=MARKERS[0], zorder=4, clip_on=False)
