"""The cells of a table for print."""

from __future__ import annotations

import pytest

from likertkit.errors import AmbiguousRowError, UnknownItemError
from likertkit.tables import CellRow, CellTable
from likertkit.tables._cell_row import CELL_COLUMNS


def cell(column: str, value: float, row: str = "Top box") -> CellRow:
    """Return a cell of the span `sex`."""
    return CellRow(
        item="q1",
        row=row,
        span="sex",
        column=column,
        value=value,
        base=50,
        weighted_base=50.0,
        effective_base=41.7,
    )


def test_a_cell_is_found_by_its_whole_address() -> None:
    """The item alone names several, and the error says how to name a cell."""
    table = CellTable(title="t", names=CELL_COLUMNS, rows=(cell("f", 0.5), cell("m", 0.25)))
    assert table["q1", "Top box", "sex", "m"].value == 0.25
    with pytest.raises(AmbiguousRowError, match="'q1', 'Top box', 'sex', 'f'"):
        table["q1"]
    with pytest.raises(UnknownItemError, match="'x'"):
        table["q1", "Top box", "sex", "x"]
    assert [row.value for row in table.filter(column="m")] == [0.25]
    with pytest.raises(UnknownItemError, match="'region'"):
        table.filter(span="region")


def test_the_frame_of_cells_is_tidy() -> None:
    """Its columns are those of the contract; how a value prints is no column."""
    table = CellTable(title="t", names=CELL_COLUMNS, rows=(cell("f", 0.5),))
    assert tuple(table.to_frame().columns) == (
        *("item", "row", "span", "column", "value", "base", "weighted_base", "effective_base"),
        *("letters", "note"),
    )
    assert cell("f", 0.5).value_text() == "50 %"
    assert cell("f", 0.5).cells()["effective_base"] == "41.7"
    assert "50 %" in table.to_text(120)
    assert table.to_text(120).splitlines()[0] == "t"
