"""A weighting as a record: how it prints, compares, travels and is read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError
from likertkit.results import WeightCell, Weighting
from likertkit.results._weighting import kish_design_effect, kish_effective_n

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
FRAME = pd.DataFrame({
    "q": [1, 2, 5, 4],
    "ward": ["w", "e", "e", "e"],
    "age": [2, 1, 1, 2],
    "when": ["b", "a", "b", "a"],
})  # fmt: skip


def record(**changed: Any) -> Weighting:
    """Return a weighting of three rows in two cells."""
    values: dict[str, Any] = {
        "method": "raked (exponential)",
        "columns": ("ward", "age"),
        "margins": (("ward",), ("ward", "age")),
        "cells": (
            WeightCell(condition=None, levels=("e", 1), factor=0.123456),
            WeightCell(condition=None, levels=("w", 2), factor=12.0),
        ),
        "n_rows": 3,
        "effective_n": 2.6666,
        "design_effect": 1.125,
        "converged": True,
        "iterations": 4,
        "error": 1e-12,
        "rows": np.array([1.0, 1.0, 2.0]),
    }
    return Weighting(**{**values, **changed})


def test_how_it_prints() -> None:
    """What was met, how, at what cost; notes below."""
    note = "Raking did not converge: a margin's level is off by 0.2 of the total, where 1e-10 was."
    assert repr(record(notes=(note,))).splitlines() == [
        "Weights: raked (exponential)",
        "figure         value",
        "─────────────  ────────────────────────────",
        "margins        ward and ward × age",
        "rows           3",
        "effective n    2.7",
        f"design effect  {1.125:.2f}",
        "margins met    converged after 4 iterations",
        "factors        0.123 to 12",
        "Raking did not converge: a margin's level is off by 0.2 of the total, where",
        "  1e-10 was.",
    ]
    assert "NOT converged after 1 iteration\n" in repr(record(converged=False, iterations=1))
    # Trimmed row by row they meet no margins.
    assert "factors" not in repr(record(cells=()))
    assert "margins met" not in repr(record(cells=()))
    # At either number of steps, converged or not.
    assert "converged after 0 iterations" in repr(record(iterations=0))


def test_how_a_notebook_shows_it() -> None:
    """The same figures in a table; text is escaped."""
    html = record(method="a < b")._repr_html_()
    assert "<table" in html
    assert "a &lt; b" in html
    assert "ward and ward × age" in html
    assert "0.123 to 12" in html


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "raked"},
        {"columns": ("ward", "year")},
        {"margins": (("ward",),)},
        {"cells": ()},
        {"n_rows": 4},
        {"effective_n": 2.5},
        {"design_effect": 1.5},
        {"converged": False},
        {"iterations": 5},
        {"error": 0.0},
        {"notes": ("Said.",)},
        {"rows": np.array([1.0, 2.0, 1.0])},
        {"rows": np.array([1.0, 1.0])},
        {"rows": None},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_equality_looks_at_everything(changed: dict[str, Any]) -> None:
    """Both ways."""
    assert record() == record()
    assert record() != record(**changed)
    assert record(**changed) != record()
    assert record(**changed) == record(**changed)


def test_a_weighting_equals_no_other_thing_and_has_no_hash() -> None:
    """It holds an array."""
    assert record() != "weights"
    assert record().__eq__(3) is NotImplemented
    with pytest.raises(TypeError, match="unhashable"):
        hash(record())


def test_it_travels() -> None:
    """Pickled, copied, with rows or without."""
    for one in (record(notes=("Said.",)), record(rows=None)):
        for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
            assert other == one
            assert repr(other) == repr(one)
    assert pickle.loads(pickle.dumps(record())).weights.tolist() == [1.0, 1.0, 2.0]


def test_nothing_can_be_changed() -> None:
    """Neither a field nor a weight; the array that was given stays its owner's."""
    rows = np.array([1.0, 1.0, 2.0])
    weighting = record(rows=rows)
    rows[0] = 9
    assert weighting.weights.tolist() == [1.0, 1.0, 2.0]
    assert weighting.weights.dtype == np.float64
    assert rows.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        weighting.weights[0] = 5
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        weighting.method = "mine"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        weighting.cells[0].factor = 1.0  # type: ignore[misc]


def test_an_engines_rows_have_no_order() -> None:
    """So there are no weights, and the error says what there is."""
    with pytest.raises(ArgumentError) as caught:
        _ = record(rows=None).weights
    assert "the responses are in an engine" in str(caught.value)
    assert "weighting.to_frame()" in str(caught.value)


def test_factors_as_a_frame() -> None:
    """A row a cell, in the order of the cells; types as they were; joined, they are the weights."""
    data = lk.Responses(FRAME, ONE)
    sizes = {("e", 1): 20, ("e", 2): 7, ("w", 2): 8}
    weighting = lk.poststratify(data, sizes, by=("ward", "age"))
    found = weighting.to_frame()
    assert found.to_dict("list") == {
        "ward": ["e", "e", "w"], "age": [1, 2, 2], "factor": [10.0, 7.0, 8.0]
    }  # fmt: skip
    assert found["age"].dtype == "int64"
    joined = FRAME.merge(found, on=["ward", "age"], how="left")
    assert joined["factor"].tolist() == weighting.weights.tolist()
    lazy = lk.Responses(pl.from_pandas(FRAME).lazy(), ONE)
    pd.testing.assert_frame_equal(
        lk.poststratify(lazy, sizes, by=("ward", "age")).to_frame(), found
    )


def test_factors_under_conditions_as_a_frame() -> None:
    """The condition comes first."""
    data = lk.Responses(FRAME, ONE, condition="when")
    found = lk.poststratify(data, {"a": {1: 3, 2: 4}, "b": {1: 5, 2: 6}}, by="age").to_frame()
    assert found.to_dict("list") == {
        "condition": ["a", "a", "b", "b"], "age": [1, 2, 1, 2], "factor": [3.0, 4.0, 5.0, 6.0]
    }  # fmt: skip


def test_trimmed_weights_have_no_factors() -> None:
    """The frame has its columns, and no row."""
    weighting = lk.poststratify(lk.Responses(FRAME, ONE), {"e": 3, "w": 3}, by="ward")
    assert list(lk.trim(weighting, low=1.1).to_frame().columns) == ["ward", "factor"]
    assert lk.trim(weighting, low=1.1).to_frame().empty


def test_kish() -> None:
    """Sum 4, sum of squares 6, of three rows."""
    assert kish_effective_n(4.0, 6.0) == 16 / 6
    assert kish_design_effect(4.0, 6.0, 3) == 3 * 6 / 16
