"""The layout of diverging bars: which rows stand under which headings, and how high they are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit.plot._bars._rows import DivergingRow, levels_in_order, panel_key
from likertkit.plot._palette import diverging_colors
from likertkit.plot._sheet import Font, Line, font, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from likertkit.instrument import Item, Scoring
    from likertkit.results import Table
    from likertkit.tally import Tally

MIDDLE = "Middle level"
"""The column of the middle levels of several scales."""
# How much of the width names may take; less where bars would have less than they need.
_MOST_LABEL = (0.4, 0.33, 0.26, 0.2)
_LEAST_BARS = 0.3
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)


@attrs.frozen
class Fonts:
    """The fonts of the picture."""

    tick: Font
    label: Font
    legend: Font
    axis: Font

    @classmethod
    def of_user(cls) -> Fonts:
        """Return those that rcParams ask for."""
        return cls(font("tick"), font("label"), font("legend"), font("axis"))

    @property
    def bar(self) -> float:
        """How high a bar is."""
        return self.label.line * 1.35


@attrs.frozen(eq=False)
class Bar:
    """A bar, with what stands at its left and above it.

    Attributes
    ----------
    levels : sequence of DivergingRow
        Its levels and reasons, from left to right.
    item : Item
        The item.
    label : str
        What stands at its left.
    above : list of Line
        Headings over it: a facet, or the item where it has several bars.
    legend : bool
        Whether its scale is explained above it.
    gap : float
        The distance from the bar before.
    """

    levels: Sequence[DivergingRow]
    item: Item
    label: str
    above: list[Line]
    legend: bool
    gap: float

    @property
    def n(self) -> int:
        """Valid answers."""
        return self.levels[0].n

    def inside(self) -> list[DivergingRow]:
        """Return the levels of the centred bar that somebody chose."""
        return [row for row in self.levels if row.place == "bars" and row.proportion > 0]

    def aside(self) -> dict[str, DivergingRow]:
        """Return what is drawn at the side, by its column."""
        return {
            MIDDLE if row.side == "middle" else row.label: row
            for row in self.levels
            if row.place == "aside"
        }


def bars_of(
    tally: Tally, table: Table[DivergingRow], facet: str | None, names: str, width: float
) -> list[Bar]:
    """Return the bars from top to bottom: scale, facet, item, group."""
    fonts = Fonts.of_user()
    by_bar: dict[tuple[str, tuple[tuple[str, object], ...]], list[DivergingRow]] = {}
    for row in table:
        by_bar.setdefault((row.item, row.by), []).append(row)
    where = None if facet is None else table.by.index(facet)
    items = {item.name: item for item in tally.instrument}
    several = len({by for _, by in by_bar}) > len(
        {None if where is None else by[where][1] for _, by in by_bar}
    )
    panels: dict[object, dict[object, list[list[DivergingRow]]]] = {}
    for (name, by), rows in by_bar.items():
        panel = panels.setdefault(panel_key(items[name], tally.view), {})
        panel.setdefault(None if where is None else by[where][1], []).append(rows)
    bars: list[Bar] = []
    for panel in panels.values():
        legend = True
        for value, found in panel.items():
            previous = None
            for rows in found:
                item = items[rows[0].item]
                above: list[Line] = []
                if previous is None and where is not None:
                    above += lines_of([_value_text(facet, value)], "tick", width, bold=True)
                text = item.text if names == "text" and item.text else item.name
                if several and item.name != previous:
                    above += lines_of([text], "tick", width)
                if several:
                    own = [value for k, (_, value) in enumerate(rows[0].by) if k != where]
                    text = ", ".join("blank" if v is None else str(v) for v in own)
                label = f"{text} {_n_text(rows[0])}"
                gap = fonts.label.size * (0.35 if several and item.name == previous else 0.9)
                bars.append(Bar(rows, item, label, above, legend, gap))
                legend, previous = False, item.name
    return bars


def _value_text(name: str | None, value: object) -> str:
    return f"{name}: {'blank' if value is None else value}"


def _n_text(row: DivergingRow) -> str:
    missing = f", {row.n_missing} missing" if row.n_missing else ""
    return f"(n = {row.n}{missing})"


@attrs.frozen
class AsideColumn:
    """A column at the side, by the name of what stands in it; where it begins, and its width."""

    name: str
    heading: str
    x: float
    width: float


@attrs.frozen
class Columns:
    """The columns of the picture, in points; bars are ``unit`` points for each proportion of 1.

    Attributes
    ----------
    names, width : float
        The width of the labels at the left of the Axes, and of the Axes.
    total : float
        The width of each column of sums.
    unit : float
        Points for a proportion of 1.
    limit : float
        The proportion at both ends of the centred bars.
    aside : tuple of AsideColumn
        The columns at the side.
    """

    names: float
    width: float
    total: float
    unit: float
    limit: float
    aside: tuple[AsideColumn, ...]

    @property
    def bars(self) -> float:
        """The width of the centred bars."""
        return 2 * self.limit * self.unit

    @property
    def zero(self) -> float:
        """Where the centre line is, from the left of the Axes."""
        return self.total + self.limit * self.unit

    @property
    def ends(self) -> tuple[float, float]:
        """Where centred bars may begin and end, from the left of the Axes."""
        return self.total, self.zero + self.limit * self.unit


def limit_of(bars: Iterable[Bar]) -> float:
    """Return the symmetric limit: the longest side of a bar, rounded up."""
    ends = [abs(x) for bar in bars for row in bar.inside() for x in (row.start, row.end)]
    # Rounding must not push 70 % to 75.
    return min(max(math.ceil(round(max(ends, default=0.5) / 0.05, 6)) * 0.05, 0.1), 1.0)


def columns_of(
    bars: Sequence[Bar],
    width: float,
    fonts: Fonts,
    totals: Sequence[str],
    text_of: Callable[[DivergingRow], str],
) -> Columns:
    """Return the columns that fit into a width."""
    longest = max(fonts.tick.width(bar.label) for bar in bars)
    found = [
        _columns(bars, width, min(longest, most * width) + 7, fonts, (totals, text_of))
        for most in _MOST_LABEL
    ]
    return next((columns for columns in found if columns.bars >= _LEAST_BARS * width), found[-1])


def _columns(
    bars: Sequence[Bar],
    width: float,
    names: float,
    fonts: Fonts,
    texts_of: tuple[Sequence[str], Callable[[DivergingRow], str]],
) -> Columns:
    """Return the columns beside names of a width."""
    totals, text_of = texts_of
    total = max((fonts.label.width(text) for text in totals), default=-5.0) + 8
    total = max(total, 3.0)
    asides: dict[str, list[DivergingRow]] = {}
    for bar in bars:
        for label, row in bar.aside().items():
            asides.setdefault(label, []).append(row)
    limit = limit_of(bars)
    gap = 1.2 * fonts.label.size
    texts = {
        name: max(fonts.label.width(text_of(row)) for row in rows) + 4 + gap
        for name, rows in asides.items()
    }
    heads = {
        name: min(fonts.label.width(heading(name, rows)), 7 * fonts.label.size) + gap
        for name, rows in asides.items()
    }
    shares = {name: _longest(rows) for name, rows in asides.items()}
    room = width - names - 2 * total
    unit = (room - sum(texts.values())) / (2 * limit + sum(shares.values()))
    # A column may have to be as wide as its heading.
    wide = {name for name in asides if heads[name] > texts[name] + shares[name] * unit}
    fixed = sum(heads[name] if name in wide else texts[name] for name in asides)
    unit = (room - fixed) / (2 * limit + sum(shares[name] for name in asides if name not in wide))
    x = 2 * total + 2 * limit * unit + gap
    found: list[AsideColumn] = []
    for name, rows in asides.items():
        column = heads[name] if name in wide else texts[name] + shares[name] * unit
        found.append(AsideColumn(name, heading(name, rows), x, column - gap))
        x += column
    return Columns(names, width - names, total, unit, limit, tuple(found))


def heading(name: str, rows: Sequence[DivergingRow]) -> str:
    """Return the heading of a column: the level's label, where all scales have it in words."""
    labels = {row.label for row in rows}
    if len(labels) > 1 or rows[0].label == str(rows[0].code):
        return name
    return rows[0].label


def _longest(rows: Iterable[DivergingRow]) -> float:
    return max((row.proportion for row in rows if row.proportion > 0), default=0.0)


def ticks_of(columns: Columns, fonts: Fonts) -> list[float]:
    """Return the ticks of the axis on one side, 0 first, as proportions."""
    room = 1.4 * fonts.label.width("100 %")
    fitting = [step for step in _STEPS if step * columns.unit >= room and step <= columns.limit]
    # Where nothing fits, the ends alone are named.
    step = fitting[0] if fitting else columns.limit
    n = math.floor(columns.limit / step + 1e-9)
    return [k * step for k in range(n + 1)]


@attrs.frozen
class Entry:
    """An entry of a legend: the place of its patch and its text."""

    x: float
    y: float
    color: str
    text: str
    inside: bool = False


def legend_of(
    item: Item, view: Scoring, fonts: Fonts, width: float, hidden: Container[str]
) -> tuple[list[Entry], float]:
    """Return the entries of the legend of a scale, and how high it is.

    Where only the ends have labels, they stand at both sides of patches with the codes.
    """
    codes, _ = levels_in_order(item, view)
    colors = diverging_colors(len(codes))
    labels = item.scale.labels
    size = fonts.legend.size
    patch = 1.5 * size
    ends = [labels.get(codes[0]), labels.get(codes[-1])]
    if all(ends) and len(labels) == 2 and len(codes) > 2:
        first, last = str(ends[0]), str(ends[1])
        texts = [str(code) for code in codes]
        wide = max(patch, max(fonts.label.width(text) for text in texts) + 4)
        used = fonts.legend.width(first) + len(codes) * wide + 12 + fonts.legend.width(last)
        if used <= width:
            x = fonts.legend.width(first) + 6
            y = fonts.legend.line / 2
            entries = [Entry(0, y, "", first)]
            entries += [
                Entry(x + k * wide, y, colors[k], texts[k], inside=True) for k in range(len(codes))
            ]
            return [
                *entries,
                Entry(x + len(codes) * wide + 6, y, "", last),
            ], fonts.legend.line * 1.2
    entries, x, y = [], 0.0, fonts.legend.line / 2
    for k, code in enumerate(codes):
        text = labels.get(code, str(code))
        if text in hidden:
            continue
        for number, line in enumerate(fonts.legend.wrap(text, width - patch - 4)):
            wide = patch + 4 + fonts.legend.width(line)
            if x > 0 and (x + wide > width or number):
                x, y = 0.0, y + fonts.legend.line * 1.1
            entries.append(Entry(x, y, "" if number else colors[k], line))
            x += wide + 1.2 * size
    return entries, y + fonts.legend.line * 0.6
