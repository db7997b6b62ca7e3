"""Respondents of weight 0: sampled units that are in no cell."""

from __future__ import annotations

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import UnknownItemError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
FRAME = pd.DataFrame(
    {"q": [1, 2, 3, 4], "r": [5, 4, None, 2], "w": [1.0, 0.0, 0.0, 2.0], "g": list("aabb")}
)


def test_they_stand_in_the_frame_and_come_back() -> None:
    """A row of their own for each group and item."""
    tally = lk.Responses(FRAME, ONE, weight="w").tally(by="g")
    frame = tally.to_frame()
    own = frame[frame["kind"] == "weight 0"]
    assert own["count"].tolist() == [1, 1, 1, 1]
    assert own["weighted_count"].sum() == 0
    assert lk.Tally.from_counts(frame, ONE) == tally
    assert "weight 0" not in lk.Responses(FRAME, ONE).tally().to_frame()["kind"].tolist()
    with pytest.raises(UnknownItemError):
        lk.Tally.from_counts(frame.assign(item=frame["item"].replace("r", "s")), ONE)


def test_they_are_named() -> None:
    """In print, and wherever a result is read, under each condition."""
    said = "Weight 0: 2 respondents, who stay in the sampling design and are not counted in n."
    answers = lk.Responses(FRAME, ONE, weight="w")
    assert said in repr(answers.tally())
    assert said in lk.means(answers).notes
    by_condition = lk.Responses(FRAME, ONE, weight="w", condition="g")
    assert any(
        note.startswith("Weight 0: 1 respondent under 'a' and 1 respondent under 'b'")
        for note in lk.means(by_condition).notes
    )
    assert "Weight 0" not in repr(lk.Responses(FRAME.assign(w=1.0), ONE, weight="w").tally())


def test_co_occurrences_without_weight_leave_their_cells() -> None:
    """A cell is of two items, so respondents are counted once and apart from the start."""
    made = lk.Responses(FRAME, ONE, weight="w").cotally()
    assert made.sums is not None
    weightless = attrs.evolve(
        made, sums=np.zeros_like(made.sums), squares=np.zeros_like(made.sums), zeros=[4]
    )
    assert weightless.counts.sum() == 0
    assert weightless.zeros is not None
    assert weightless.zeros.tolist() == [4]


def test_one_item_stands_beside_no_other() -> None:
    """Two of its respondents have the weight 0, and there is no pair of items to show them in."""
    frame = lk.Responses(FRAME, ONE, weight="w").cotally(items=["q"]).to_frame()
    assert len(frame) == 0


def test_counts_whose_weights_add_up_to_0_are_theirs() -> None:
    """However the table came about."""
    counts = pd.DataFrame(
        {
            "item": "q",
            "code": [1, 2],
            "count": [3, 4],
            "weighted_count": [0.0, 2.0],
            "squared_weight": [0.0, 1.0],
        }
    )
    tally = lk.Tally.from_counts(counts, ONE)
    assert tally.counts[0, 0, :2].tolist() == [0, 4]
    assert tally.zeros is not None
    assert tally.zeros.tolist() == [[3, 0]]
    assert tally.n_sampled.tolist() == [[7, 0]]


def test_tables_of_two_answers_show_them_too() -> None:
    """Pairs and co-occurrences: a line in print, and rows of their own in the frame."""
    answers = lk.Responses(FRAME, ONE, weight="w")
    said = "Weight 0: 2 respondents, who stay in the sampling design and are not counted in n."
    co = answers.cotally(by="g")
    assert said in repr(co)
    frame = co.to_frame()
    own = frame[frame["first_kind"] == "weight 0"]
    names = ["g", "first_item", "second_item", "count", "listwise_count"]
    assert own[names].to_numpy().tolist() == [
        ["a", "q", "r", 1, 0],
        ["b", "q", "r", 1, 0],
    ]
    assert frame["count"].sum() == len(FRAME)
    wide = lk.Responses.from_wide(
        FRAME, ONE, columns={"before": {"q": "q"}, "after": {"q": "r"}}, weight="w"
    )
    pairs = wide.pairs("before", "after", by="g")
    assert said in repr(pairs)
    frame = pairs.to_frame()
    own = frame[frame["second_kind"] == "weight 0"]
    # Neither condition asked the second item.
    assert own[["g", "item", "count"]].to_numpy().tolist() == [["a", "q", 1], ["b", "q", 1]]
    assert frame["count"].sum() == len(FRAME)
    assert frame["first_code"].dtype == "Int64"


def test_those_of_both_parts_are_added() -> None:
    """As the counts are."""
    parts = [
        lk.Responses(FRAME.assign(w=weights), ONE, weight="w").tally()
        for weights in ([0.0, 0.0, 1.0, 0.0], [2.0, 0.0, 1.0, 1.0])
    ]
    whole = parts[0] + parts[1]
    assert whole.zeros is not None
    assert whole.zeros.tolist() == [[4, 4]]
    assert whole.n_sampled.tolist() == [[8, 8]]


def test_a_table_without_weights_has_no_weight_of_zero() -> None:
    """What is said of weights of 0 beside plain counts is left out."""
    plain = lk.Tally.from_counts(
        {"q": {1: 2, 5: 1}}, lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
    )
    assert attrs.evolve(plain, zeros=np.ones((1, 1), dtype=np.int64)) == plain
