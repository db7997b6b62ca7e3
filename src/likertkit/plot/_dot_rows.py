"""Rows of dots with their intervals, the form of most pictures of results."""

from __future__ import annotations

import math

import attrs


@attrs.frozen(kw_only=True)
class Dot:
    """An estimate with its interval.

    Attributes
    ----------
    series : int
        Which of the picture's series it belongs to.
    estimate, low, high : float
        The dot and the ends of the line through it; NaN where there is none.
    band : (float, float)
        The ends of the wide bar behind it, such as bounds; NaN where there is none.
    hollow : bool
        Whether the dot is an outline only.
    figures : tuple of str
        What stands beside it, a text a column; the first is its n.
    note : str
        Why a figure is undefined.
    """

    series: int = 0
    estimate: float
    low: float = math.nan
    high: float = math.nan
    band: tuple[float, float] = (math.nan, math.nan)
    hollow: bool = False
    figures: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_undefined(self) -> bool:
        """Whether there is nothing to draw."""
        return math.isnan(self.estimate) and math.isnan(self.band[0])


@attrs.frozen(kw_only=True)
class Row:
    """The dots of one item, or a heading where there are none."""

    label: str
    dots: tuple[Dot, ...] = ()


@attrs.frozen(kw_only=True)
class DotRows:
    """A picture of rows of dots.

    Attributes
    ----------
    rows : tuple of Row
        From the top.
    series : tuple of str
        The names of the series; the legend has them where there are several.
    title, axis_label : str
        What is shown, and what the axis measures.
    limits : (float, float) or None
        The ends of the axis, which otherwise follow from the figures.
    ticks : tuple of float
        Where the axis has ticks; empty for the usual places.
    reference : float or None
        A line to compare with, such as no difference.
    margin : (float, float) or None
        A region around it that counts as no difference.
    sides : (str, str)
        What the two ends of the axis mean.
    heads : tuple of str
        The heads of the columns of text beside the dots; the first is that of n.
    keys : tuple of (str, str)
        Further entries of the legend: the kind of mark ('dot', 'line', 'band', 'hollow',
        'margin') and its meaning.
    joined : bool
        Whether a line joins the dots of a row.
    notes : tuple of str
        What stands under the picture.
    marked : tuple of str
        The notes of the table, which say whether its data are synthetic.
    """

    rows: tuple[Row, ...]
    series: tuple[str, ...] = ("",)
    title: str
    axis_label: str
    limits: tuple[float, float] | None = None
    ticks: tuple[float, ...] = ()
    reference: float | None = None
    margin: tuple[float, float] | None = None
    sides: tuple[str, str] = ("", "")
    heads: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    joined: bool = False
    notes: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()

    def span(self) -> tuple[float, float]:
        """Return the ends of the axis: those that are set, or around all that is drawn."""
        if self.limits is not None:
            return self.limits
        dots = [dot for row in self.rows for dot in row.dots]
        marks = [
            *(x for dot in dots for x in (dot.estimate, dot.low, dot.high, *dot.band)),
            *([] if self.reference is None else [self.reference]),
            *(self.margin or ()),
        ]
        finite = [x for x in marks if math.isfinite(x)] or [0.0]
        low, high = min(finite), max(finite)
        room = 0.06 * (high - low) or 0.5
        return low - room, high + room
