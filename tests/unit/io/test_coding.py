"""Columns of cells, each different cell held once."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.survey_files import columns, delimited, read, xlsx

from likertkit.io._cells import Cells
from likertkit.io.files import _coding
from likertkit.io.files._coding import code_rows

CELL = st.one_of(
    st.sampled_from(["", " ", "Agree", "agree", "1", True, False, 0, 1, 1.0, 0.0, 2.5, None]),
    st.floats(),
)


@given(st.lists(st.tuples(CELL, CELL), max_size=40))
def test_every_cell_comes_back(rows):
    """However many rows are coded at once; True is not 1, whole numbers are whole."""
    told = []
    coded = code_rows(iter(rows * 30), 2, told.append)
    assert told == [*range(200, 30 * len(rows), 200), *([30 * len(rows)] if rows else [])]
    for place, column in enumerate(coded):
        cells = Cells.from_coded(column)
        distinct = [(type(value), value) for value in cells.values]
        assert len(set(distinct)) == len(distinct)
        for found, row in zip(cells.to_array(), rows * 30, strict=True):
            cell = row[place]
            if cell is None or cell != cell or (isinstance(cell, str) and not cell.strip()):  # noqa: PLR0124 - NaN
                assert found is None
            else:
                assert found == cell
                assert isinstance(found, bool) == isinstance(cell, bool)
                assert not (isinstance(found, float) and found.is_integer())


def test_truth_below_many_numbers(tmp_path):
    """A column of a workbook that begins with numbers and goes on with True."""
    cells = [["n", "x"], *([j % 3, "a"] for j in range(250)), [True, "b"], [1, "c"]]
    found = columns(read(tmp_path, xlsx({"Sheet1": cells}), "book.xlsx"))["n"]
    assert found[249:] == [0, True, 1]
    assert [type(cell) for cell in found[249:]] == [int, bool, int]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_reading_says_how_far_it_is(tmp_path, monkeypatch, kind):
    """In a terminal, after two seconds; here every look at the clock takes one."""
    rows = [["a", "b", "c"], *([j, j % 5, "x"] for j in range(9))]
    content = xlsx({"Sheet1": rows}) if kind == "xlsx" else delimited(rows)
    written = []
    now = iter(range(10_000))
    monkeypatch.setattr(_coding, "_AT_ONCE", 2)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "write", written.append)
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    read(tmp_path, content, f"answers.{kind}")
    shown = "".join(written)
    assert f"Reading answers.{kind}: " in shown
    assert "column 3 of 3" in shown
    assert ("of 10 rows" if kind == "xlsx" else "of the text") in shown
    # No line stays behind.
    assert written[-1].strip() == ""
