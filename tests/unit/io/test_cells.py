"""The different cells of a column, and how often each stands."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from likertkit.io._cells import Cells
from likertkit.io.files._coding import code_cells
from likertkit.io.files._sheet import as_text, is_blank

MADE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(["1", "True", "", " ", "\xa0", "\u200b", "a", "A"]),
    st.dates(),
    st.datetimes(),
)


def of(cells):
    """Return the cells of a column."""
    return Cells.from_coded(code_cells(cells))


@given(st.lists(MADE, max_size=12))
def test_nothing_is_lost(cells):
    """Every cell comes back as it was, a blank as None and 2.0 as the 2 that is shown."""
    its = of(cells)
    expected = [None if is_blank(cell) else cell for cell in cells]
    for found, cell in zip(its.to_array().tolist(), expected, strict=True):
        assert found == cell
        assert isinstance(found, bool) == isinstance(cell, bool)
    assert its.n == sum(cell is not None for cell in expected)
    assert sum(n for _, n in its.counts) == sum(its.texts.values()) == its.n
    assert its.given.tolist() == [cell is not None for cell in expected]


def test_counts():
    """True and 1 are two; 1 and 1.0 are one; the most frequent comes first."""
    its = of([1, True, 1.0, False, 1, 0, None, "1"])
    assert [(repr(cell), n) for cell, n in its.counts] == [
        ("1", 3), ("True", 1), ("False", 1), ("0", 1), ("'1'", 1),
    ]  # fmt: skip
    assert its.texts == {"1": 4, "true": 1, "false": 1, "0": 1}


def test_some_rows():
    """Cells that stand in none of them are not counted."""
    its = of(["a", "b", None, "A "]).at(np.array([0, 2, 3]))
    assert its.counts == (("a", 1), ("A ", 1))
    assert its.texts == {"a": 2}
    assert its.among(frozenset({"a"})).tolist() == [True, False, True]
    assert its.among(frozenset({"b"})).tolist() == [False, False, False]


def test_missing_floats_are_blank():
    """What pandas holds for a blank cell is one."""
    assert of([np.nan, 1.5, None, pd.NaT]).to_array().tolist() == [None, 1.5, None, None]


def test_text():
    """Whole numbers have no decimals; dates are written as Python writes them."""
    assert [as_text(cell) for cell in (None, 2.0, 2.5, True, "x", date(2026, 1, 2))] == [
        "", "2", "2.5", "True", "x", "2026-01-02",
    ]  # fmt: skip
    assert as_text(datetime(2026, 1, 2, 3, 4, 5)) == "2026-01-02 03:04:05"  # noqa: DTZ001
    assert as_text(float("inf")) == "inf"
