"""Figures of scale scores, from the whole numbers in which they are counted."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from likertkit.results._record import ItemRow
from likertkit.results._table import Table

TableT = TypeVar("TableT", bound=Table[ItemRow])
_RowT = TypeVar("_RowT", bound=ItemRow)


Units = tuple[tuple[str, float], ...]


def in_units(table: TableT, units: Units) -> TableT:
    """Return a table, and the tables inside it, with figures in the score of each item.

    *units* gives what one step of an item's codes is in its score; other items stay.
    """
    unit = dict(units)
    changes: dict[str, Any] = {
        "rows": tuple(row_in_units(row, unit.get(row.item, 1)) for row in table.rows)
    }
    for field in attrs.fields(type(table)):
        inner = getattr(table, field.name)
        if isinstance(inner, Table):
            changes[field.alias] = in_units(inner, units)
    return attrs.evolve(table, **changes)


def row_in_units(row: _RowT, unit: float) -> _RowT:
    """Return a row whose figures on the scale are multiples of *unit*."""
    if unit == 1:
        return row
    changes: dict[str, Any] = {}
    for name in row.on_scale:
        figure = getattr(row, name)
        several = isinstance(figure, tuple)
        changes[name] = tuple(one * unit for one in figure) if several else figure * unit
    return attrs.evolve(row, **changes)
