"""Figures of scale scores, from the whole numbers in which they are counted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from likertkit.results._record import ItemRow
from likertkit.results._table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TableT = TypeVar("TableT", bound=Table[ItemRow])
_RowT = TypeVar("_RowT", bound=ItemRow)
_FigureT = TypeVar("_FigureT", "float", "NDArray[np.float64]")

# What one step of an item's codes is in its score, for items whose codes are no scores.
Units = tuple[tuple[str, Fraction], ...]


def times_unit(figure: _FigureT, unit: Fraction) -> _FigureT:
    """Return a figure in steps as one in the score; whole numbers are rounded only once."""
    return figure * unit.numerator / unit.denominator


def in_units(table: TableT, units: Units, on_scale: tuple[str, ...] | None = None) -> TableT:
    """Return a table, and the tables inside it, with figures in the score of each item."""
    unit = dict(units)
    changes: dict[str, Any] = {
        "rows": tuple(
            row_in_units(row, unit.get(row.item, Fraction(1)), on_scale) for row in table.rows
        )
    }
    for field in attrs.fields(type(table)):
        inner = getattr(table, field.name)
        if isinstance(inner, Table):
            changes[field.alias] = in_units(inner, units, on_scale)
    return attrs.evolve(table, **changes)


def row_in_units(row: _RowT, unit: Fraction, on_scale: tuple[str, ...] | None = None) -> _RowT:
    """Return a row with its figures on the scale in the score, a step of which is *unit*."""
    if unit == 1:
        return row
    changes: dict[str, Any] = {}
    for name in row.on_scale if on_scale is None else on_scale:
        figure = getattr(row, name)
        changes[name] = (
            tuple(times_unit(part, unit) for part in figure)
            if isinstance(figure, tuple)
            else times_unit(figure, unit)
        )
    return attrs.evolve(row, **changes)
