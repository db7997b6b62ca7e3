from __future__ import annotations

import pandas as pd
import pytest

import likertkit as lk

SCALE = lk.LikertScale(
    (1, 2, 3), {1: "No", 3: "Yes"}, nonsubstantive={"N/A": 9, "Refused": (97, 98), "Other": None}
)
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1)))])
FRAME = pd.DataFrame({
    "q": [1, 2, 97, 9, None, 98],
    "r": [0, 1, 1, None, 0, 0],
    "when": ["b", "a", "b", "a", "b", "a"],
    "ward": ["x", "x", None, "y", "y", "y"],
    "w": [1.0, 0.5, 2.0, 4.0, 0.25, 3.0],
})  # fmt: skip


def test_a_row_for_each_group_item_and_cell() -> None:
    """Unused levels too, and no row for the cells that an item does not have."""
    frame = lk.Responses(FRAME, TRIAL).tally().to_frame()
    assert list(frame.columns) == ["item", "code", "label", "kind", "count"]
    assert frame["item"].tolist() == ["q"] * 7 + ["r"] * 3
    assert frame["code"].dtype == "Int64"
    assert frame["code"].tolist() == [1, 2, 3, pd.NA, 9, pd.NA, pd.NA, 0, 1, pd.NA]
    assert frame["label"].tolist() == [
        "No", "2", "Yes", "blank", "N/A", "Refused", "Other", "0", "1", "blank"
    ]  # fmt: skip
    assert frame["kind"].tolist() == ["level"] * 3 + ["missing"] * 4 + ["level"] * 2 + ["missing"]
    assert frame["count"].tolist() == [1, 1, 0, 1, 1, 2, 0, 3, 2, 1]


def test_axes_stand_first_and_weights_last() -> None:
    """A column an axis, then the cell, then what it holds."""
    frame = lk.Responses(FRAME, TRIAL, condition="when", weight="w").tally(by="ward").to_frame()
    assert list(frame.columns) == [
        "when", "ward", "item", "code", "label", "kind", "count", "weighted_count",
        "squared_weight",
    ]  # fmt: skip
    cell = frame[(frame["when"] == "a") & (frame["ward"] == "y") & (frame["label"] == "Refused")]
    assert cell[["count", "weighted_count", "squared_weight"]].to_numpy().tolist() == [[1, 3, 9]]


@pytest.mark.parametrize("weight", [None, "w"])
def test_from_counts_takes_it_back(weight: str | None) -> None:
    """The table goes round without loss, blank groups and answers without a code included."""
    tally = lk.Responses(FRAME, TRIAL, condition="when", weight=weight).tally(by="ward")
    assert lk.Tally.from_counts(tally.to_frame(), TRIAL, condition="when") == tally


def test_a_group_called_like_a_figure_stands_apart() -> None:
    """Its column has another name."""
    for name in ("item", "code", "label", "kind", "count", "weighted_count", "squared_weight"):
        tally = lk.Responses(FRAME.assign(**{name: 1}), TRIAL).tally(by=name)
        frame = tally.to_frame()
        assert frame.columns[0] == f"by_{name}"
        assert set(frame[f"by_{name}"]) == {1}
        assert lk.Tally.from_counts(frame, TRIAL).counts.tolist() == tally.counts.tolist()


def test_a_tally_of_nobody_has_no_rows_along_an_axis() -> None:
    """The columns are there all the same."""
    frame = lk.Responses(FRAME.iloc[:0], TRIAL).tally(by="ward").to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == ["ward", "item", "code", "label", "kind", "count"]
