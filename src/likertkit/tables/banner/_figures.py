"""The figures of a banner: what each row shows of an item, and its value and bases in a column."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._kernels.means import count_mean, count_variance, weighted_mean, weighted_variance
from likertkit._text import PERCENTAGE
from likertkit.estimate._proportions import Proportions
from likertkit.estimate.design._cells import item_cells
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import level_label
from likertkit.instrument._views import box_places

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from likertkit.estimate.design._cells import ItemCells
    from likertkit.instrument import Item, Scoring
    from likertkit.tables.banner._spans import Span

BannerRows = Literal["boxes", "levels", "means"]


@attrs.frozen
class Figure:
    """What a row shows of an item.

    Attributes
    ----------
    label : str
        The name of the row.
    values : tuple of int
        What an answer at each level counts, in ascending order of code: the figure is the mean of
        these.
    kind : {'share', 'net', 'mean', 'sd'}
        The share of the answers whose value is 1; one share minus another; the mean, or the
        standard deviation, of the scores.
    """

    label: str
    values: tuple[int, ...]
    kind: Literal["share", "net", "mean", "sd"] = "share"

    @property
    def form(self) -> str:
        """How the figure prints."""
        return PERCENTAGE if self.kind in {"share", "net"} else ".2f"

    def value(self, cells: ItemCells) -> float:
        """Return the figure of an item in a column."""
        if self.kind == "share":
            places = [place for place, value in enumerate(self.values) if value]
            return Proportions(cells=cells, base="valid").share(places)[1]
        unit = float(cells.item.unit) if self.kind != "net" else 1.0
        if self.kind == "sd":
            variance = (
                count_variance(cells.counts, self.values)
                if cells.domain is None
                else weighted_variance(cells.weights, self.values, cells.n)
            )
            return math.sqrt(variance) * unit
        if cells.domain is None:
            return count_mean(cells.counts, self.values) * unit
        return weighted_mean(cells.weights, self.values) * unit


def figures_of(
    item: Item, view: Scoring, rows: BannerRows, boxes: tuple[int, int]
) -> tuple[Figure, ...]:
    """Return the rows of an item."""
    codes = item.scale.codes
    if rows == "levels":
        return tuple(
            Figure(level_label(item, code), tuple(int(other == code) for other in codes))
            for code in codes
        )
    if rows == "means":
        scores = item.scores(view)
        return (
            Figure("Mean", scores, "mean"),
            Figure("SD", scores, "sd"),
        )
    top, bottom = (
        tuple(int(place in box) for place in range(len(codes)))
        for box in box_places(item, view, boxes)
    )
    net = tuple(above - below for above, below in zip(top, bottom, strict=True))
    return (
        Figure("Top box", top),
        Figure("Bottom box", bottom),
        Figure("Net", net, "net"),
    )


@attrs.frozen(kw_only=True)
class ColumnFigures:
    """The figures of an item in a column.

    Attributes
    ----------
    values : tuple of float
        One a row.
    base : int
        Valid answers.
    weighted_base, effective_base : float
        Their sum of weights, and Kish's effective number.
    note : str
        Why nothing is known; empty where something is.
    """

    values: tuple[float, ...]
    base: int
    weighted_base: float
    effective_base: float
    note: str


Part = tuple[tuple[str, object], ...]


def column_figures(
    span: Span, by: tuple[str, ...], figures: Sequence[Sequence[Figure]]
) -> dict[tuple[Part, int, Hashable], ColumnFigures]:
    """Return the figures by part of the table, item and column."""
    names = by if span.axis is None else (span.axis, *by)
    sample = SurveySample.from_data(span.tally, names, "population")
    found: dict[tuple[Part, int, Hashable], ColumnFigures] = {}
    for cells in item_cells(sample):
        values = dict(cells.by)
        column: Hashable = span.columns[0] if span.axis is None else values.pop(span.axis)
        problem = "" if cells.domain is None else cells.domain.problem
        found[tuple(values.items()), cells.number, column] = ColumnFigures(
            values=tuple(figure.value(cells) for figure in figures[cells.number]),
            base=cells.n,
            weighted_base=cells.weighted_n,
            effective_base=cells.effective_n,
            note=cells.problem if cells.n == 0 else problem,
        )
    return found
