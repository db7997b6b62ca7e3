from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import MismatchError

SCALE = lk.LikertScale((1, 2), {1: "No"}, nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument(
    "trial", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1))), lk.Item("s", SCALE)]
)
FRAME = pd.DataFrame({
    "q": [1, 2, 9, 1, None],
    "r": [0, 1, 1, None, 0],
    "s": [2, 2, 1, 2, 1],
    "ward": list("xxyyy"),
    "w": [2.0, 0.5, 1.0, 4.0, 3.0],
})  # fmt: skip


def made(frame=FRAME, *, by="ward", **options: Any):
    """Return the co-occurrences in FRAME by ward."""
    return lk.Responses(frame, TRIAL, **options).cotally(by=by)


def test_two_items_and_two_answers_of_a_row():
    """All rows, then those with a valid answer to each item of the set."""
    co = made(by=(), weight="w")
    assert co.counts.shape == (1, 2, 3, 3, 4, 4)
    no, yes, blank, na = range(4)
    assert np.argwhere(co.pairwise[0, 0, 1]).tolist() == [
        [no, 0],
        [no, 2],
        [yes, 1],
        [blank, 0],
        [na, 1],
    ]
    assert np.argwhere(co.listwise[0, 0, 1]).tolist() == [[no, 0], [yes, 1]]
    assert np.argwhere(co.pairwise[0, 0, 2]).tolist() == [
        [no, yes],
        [yes, yes],
        [blank, no],
        [na, no],
    ]
    assert co.pairwise[0, 0, 2, no, yes] == 2
    assert co.sums[0, 0, 0, 2, no, yes] == 6.0
    assert co.squares[0, 0, 0, 2, no, yes] == 20.0
    assert co.sums[0, 1, 0, 2, no, yes] == 2.0


def test_an_item_stands_against_itself():
    """Its own counts on the diagonal, and nobody beside it."""
    co = made(by=())
    assert co.pairwise[0, 0, 0].tolist() == np.diag([2, 1, 1, 1]).tolist()
    assert co.listwise[0, 0, 0].tolist() == np.diag([1, 1, 0, 0]).tolist()
    assert co.pairwise[0, 1, 0].tolist() == co.pairwise[0, 0, 1].T.tolist()


@pytest.mark.parametrize("copied", [lambda t: t, copy.copy, copy.deepcopy])
def test_arrays_are_read_only(copied):
    """Nobody edits a count, not in a copy, nor through a half of the table."""
    co = copied(made(weight="w"))
    for array in (co.counts, co.pairwise, co.listwise, co.sums, co.squares):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        co.view = "keyed"
    with pytest.raises(TypeError, match="unhashable"):
        hash(co)


def test_a_pickle_is_equal_and_read_only_too():
    """NumPy drops the flag; the table puts it back."""
    co = made(weight="w")
    again = pickle.loads(pickle.dumps(co))
    assert again == co
    assert not again.counts.flags.writeable


def test_tables_of_one_set_add():
    """Rows of any parts; another set of items is another table."""
    assert made(FRAME[:2]) + made(FRAME[2:]) == made()
    assert lk.CoTally.sum([made(FRAME[3:]), made(FRAME[:3])]) == made()
    one = lk.Responses(FRAME, TRIAL).cotally(items=["q", "r"], by="ward")
    with pytest.raises(MismatchError, match="different instruments"):
        made() + one
    with pytest.raises(MismatchError, match="different weightedness"):
        made() + made(weight="w")
    with pytest.raises(TypeError, match="unsupported operand"):
        made() + lk.Responses(FRAME, TRIAL).tally(by="ward")


def test_a_marginal_sums_over_the_other_axes():
    """Both halves of the table, weights with them."""
    assert made(weight="w").marginal(()) == made(weight="w", by=())
    assert made(condition="ward", by=()).names(None) == ("ward",)


def test_a_frame_has_every_two_items_once():
    """In the order of the instrument, with both halves side by side."""
    frame = made(weight="w").to_frame()
    assert list(frame.columns) == [
        "ward",
        "first_item",
        "second_item",
        "first_code",
        "first_label",
        "first_kind",
        "second_code",
        "second_label",
        "second_kind",
        "count",
        "listwise_count",
        "weighted_count",
        "listwise_weighted_count",
        "squared_weight",
        "listwise_squared_weight",
    ]
    assert len(frame) == 2 * (4 * 3 + 4 * 4 + 3 * 4)
    here = frame[
        (frame["count"] > 0) & (frame["first_item"] == "q") & (frame["second_item"] == "r")
    ]
    assert here.astype(object).where(here.notna(), None).to_numpy().tolist() == [
        ["x", "q", "r", 1, "No", "level", 0, "0", "level", 1, 1, 2.0, 2.0, 4.0, 4.0],
        ["x", "q", "r", 2, "2", "level", 1, "1", "level", 1, 1, 0.5, 0.5, 0.25, 0.25],
        ["y", "q", "r", 1, "No", "level", None, "blank", "missing", 1, 0, 4.0, 0.0, 16.0, 0.0],
        ["y", "q", "r", None, "blank", "missing", 0, "0", "level", 1, 0, 3.0, 0.0, 9.0, 0.0],
        ["y", "q", "r", 9, "N/A", "missing", 1, "1", "level", 1, 0, 1.0, 0.0, 1.0, 0.0],
    ]
    assert "weighted_count" not in made().to_frame().columns
    assert frame["first_code"].dtype == frame["second_code"].dtype == "Int64"


def test_a_frame_of_one_item_has_no_rows():
    """There is no second; the columns are there."""
    frame = lk.Responses(FRAME, TRIAL).cotally(items="q").to_frame()
    assert (len(frame), list(frame.columns)[:2]) == (0, ["first_item", "second_item"])


def test_a_co_tally_prints_how_many_rows_are_complete():
    """A row a group, then the set of items and the notes."""
    co = attrs.evolve(made(weight="w").scored("keyed"), notes=("By hand.",))
    lines = repr(co).splitlines()
    assert lines[0] == "Co-occurrences of 'trial': 3 items by ward, weighted; scores keyed"
    assert lines[1].split() == ["ward", "rows", "complete"]
    assert [line.split() for line in lines[3:5]] == [["x", "2", "2"], ["y", "3", "0"]]
    assert lines[5:] == ["Items: q, r, s", "By hand."]
    assert repr(made(by=())).splitlines()[0].endswith("3 items; scores as_answered")
    assert "Items: q, r, s" in repr(made(FRAME[:0]))


def test_rows_are_counted_where_an_item_was_not_asked():
    """A condition that left an item out has rows all the same, of which none is complete."""
    columns = {"before": {"q": "q", "r": "r", "s": "s"}, "after": {"q": "t"}}
    frame = FRAME.assign(t=1)
    lines = repr(lk.Responses.from_wide(frame, TRIAL, columns=columns).cotally()).splitlines()
    assert [line.split() for line in lines[3:5]] == [["before", "5", "2"], ["after", "5", "0"]]
