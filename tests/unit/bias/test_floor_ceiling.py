"""Floors and ceilings: proportions of items, flags of totals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.bias import floor_ceiling
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, UnknownItemError

FIVE = lk.LikertScale()
EASE = lk.Instrument(
    "ease",
    [
        lk.Item("a", FIVE, subscale="one"),
        lk.Item("b", FIVE, keyed="negative", subscale="one"),
        lk.Item("c", FIVE, subscale="two"),
        lk.Item("d", FIVE),
    ],
)
# Totals of "one": 5 + keyed 5, 1 + keyed 1, 5 + keyed 1, incomplete.
FRAME = pd.DataFrame(
    {"a": [5, 1, 5, 5], "b": [1, 5, 5, None], "c": [3, 3, 1, 5], "d": 4, "ward": list("xxyy")}
)
ANSWERS = lk.Responses(FRAME, EASE)


def test_items_have_proportions_and_totals_flags() -> None:
    """A total stands at its end where every keyed item does; single items are never flagged."""
    found = floor_ceiling(ANSWERS)
    assert [row.item for row in found] == ["a", "b", "c", "d", "one"]
    item = found["a"]
    assert (item.kind, item.n_items, item.n, item.n_missing) == ("item", 1, 4, 0)
    assert (item.floor, item.ceiling) == (0.25, 0.75)
    assert (item.floor_effect, item.ceiling_effect) == (None, None)
    total = found["one"]
    assert (total.kind, total.n_items, total.n, total.n_missing) == ("scale", 2, 3, 1)
    assert (total.floor, total.ceiling) == approx((1 / 3, 1 / 3))
    assert (total.floor_effect, total.ceiling_effect) == (True, True)
    assert "the threshold is for totals" in found.notes[0]
    assert "sums of scores with negatively keyed items reversed" in found.notes[1]
    assert "An effect is a proportion above 15 % (Terwee 2007)." in found.notes[1]


def test_more_than_the_threshold() -> None:
    """Just at it there is no effect; the ends are told apart."""
    two = lk.Instrument("two", [lk.Item("a", FIVE), lk.Item("b", FIVE)])
    frame = pd.DataFrame({"a": [1] * 3 + [5] * 4 + [3] * 13, "b": [1] * 3 + [5] * 4 + [3] * 13})
    row = floor_ceiling(lk.Responses(frame, two))["two"]
    assert (row.floor, row.ceiling) == (0.15, 0.2)
    assert (row.floor_effect, row.ceiling_effect) == (False, True)
    row = floor_ceiling(lk.Responses(frame, two), threshold=0.25)["two"]
    assert (row.floor_effect, row.ceiling_effect) == (False, False)


def test_views() -> None:
    """Items follow the view; totals are keyed at the least."""
    found = floor_ceiling(ANSWERS.scored("keyed"))
    assert (found["b"].floor, found["b"].ceiling) == approx((2 / 3, 1 / 3))
    low = lk.Instrument("low", [lk.Item(n, lk.LikertScale(positive="low")) for n in ("a", "b")])
    answers = lk.Responses(pd.DataFrame({"a": [1, 1, 2], "b": [1, 1, 5]}), low)
    assert floor_ceiling(answers)["low"].floor == approx(2 / 3)
    assert floor_ceiling(answers.scored("favourable"))["low"].ceiling == approx(2 / 3)


def test_the_ends_that_could_be_reached() -> None:
    """Nobody chose 5, so nobody is at the ceiling, though some have the highest total here."""
    two = lk.Instrument("two", [lk.Item("a", FIVE), lk.Item("b", FIVE)])
    row = floor_ceiling(lk.Responses(pd.DataFrame({"a": [4, 4], "b": [4, 2]}), two))["two"]
    assert (row.ceiling, row.ceiling_effect) == (0, False)


def test_groups() -> None:
    """By a column, by condition where there is one, or pooled."""
    found = floor_ceiling(ANSWERS, by="ward")
    assert found.names[0] == "ward"
    assert found.filter(ward="x", item="one").rows[0].ceiling == 0.5
    assert found.filter(ward="y", item="one").rows[0].n == 1
    answers = lk.Responses(FRAME, EASE, condition="ward")
    assert floor_ceiling(answers).by == ("ward",)
    assert floor_ceiling(answers, by=())["one"] == floor_ceiling(ANSWERS)["one"]


def test_a_condition_without_an_item_has_no_total() -> None:
    """What was not asked cannot be answered in full."""
    columns = {"old": {"a": "a", "b": "b"}, "new": {"a": "c"}}
    found = floor_ceiling(lk.Responses.from_wide(FRAME, EASE, columns=columns), subscale="one")
    row = found.filter(condition="new", item="one").rows[0]
    assert (row.n, row.n_missing, row.floor_effect) == (0, 4, None)
    assert math.isnan(row.floor)
    assert row.note == "nobody answered every item"
    assert found.filter(condition="new", item="b").rows[0].note == "no valid answers"
    assert found.filter(condition="old", item="one").rows[0].n == 3
    assert "new / one: nobody answered every item" in str(found)


def test_one_subscale() -> None:
    """Its items and its total; a subscale of one item has no total."""
    assert [row.item for row in floor_ceiling(ANSWERS, subscale="one")] == ["a", "b", "one"]
    found = floor_ceiling(ANSWERS, subscale="two")
    assert [row.item for row in found] == ["c"]
    assert "No scale has two or more items, so there is no total." in found.notes
    single = lk.Instrument("single", [lk.Item("a", FIVE)])
    assert [row.kind for row in floor_ceiling(lk.Responses(FRAME, single))] == ["item"]
    with pytest.raises(UnknownItemError, match="three"):
        floor_ceiling(ANSWERS, subscale="three")


def test_a_tally_has_items_only() -> None:
    """And says what totals need."""
    found = floor_ceiling(ANSWERS.tally())
    assert found.rows == floor_ceiling(ANSWERS).filter(kind="item").rows
    assert "Totals need the answers of each respondent: pass Responses in memory." in found.notes
    with pytest.raises(AxisError):
        floor_ceiling(ANSWERS.tally(), by="ward")
    lazy = lk.Responses(pl.from_pandas(FRAME).lazy(), EASE)
    with pytest.raises(ArgumentError, match="in a database or lazy frame"):
        floor_ceiling(lazy)
    assert floor_ceiling(lazy.tally()) == found


def test_weights() -> None:
    """Proportions are of weights; where these are 0 there is none."""
    frame = FRAME.assign(w=[3.0, 1.0, 0.0, 1.0])
    found = floor_ceiling(lk.Responses(frame, EASE, weight="w"))
    assert found["a"].ceiling == 0.8
    assert found["one"].ceiling == 0.75
    assert found["one"].n == 2
    none = floor_ceiling(lk.Responses(frame, EASE, weight="w"), by="ward")
    row = none.filter(ward="y", item="one").rows[0]
    assert (row.n, row.note) == (0, "nobody answered every item: 1 respondent of weight 0")
    assert math.isnan(row.ceiling)
    assert row.ceiling_effect is None


def test_calibrated_weights() -> None:
    """Items and totals go by the same weights."""
    frame = pd.DataFrame({"a": [5, 5, 1], "b": [1, 1, 5], "c": 3, "d": 3, "ward": list("xxy")})
    answers = lk.Responses(frame, EASE)
    weighting = lk.poststratify(answers, {"x": 10, "y": 30}, by="ward")
    found = floor_ceiling(answers.weighted(weighting))
    assert found["a"].ceiling == approx(0.25)
    assert found["one"].ceiling == approx(0.25)


def test_the_options_are_checked_and_shown() -> None:
    """A threshold is a proportion; notes of the answers come along."""
    with pytest.raises(ArgumentError, match="threshold=15 is not between 0 and 1"):
        floor_ceiling(ANSWERS, threshold=15)
    with pytest.raises(ArgumentTypeError, match="threshold=None is not a number"):
        floor_ceiling(ANSWERS, threshold=None)  # type: ignore[arg-type]
    with pytest.raises(ArgumentTypeError, match="expected Responses or a Tally"):
        floor_ceiling(FRAME)  # type: ignore[arg-type]
    found = floor_ceiling(ANSWERS, subscale="one", threshold=np.float64(0.2))
    assert dict(found.options) == {
        "by": (),
        "subscale": "one",
        "threshold": 0.2,
        "view": "as_answered",
    }
    synthetic = lk.studies.balint().synthetic(3).participants
    assert set(synthetic.tally().notes) <= set(floor_ceiling(synthetic).notes)
