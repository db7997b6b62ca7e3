from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    BlankKeyError,
    DuplicateRespondentError,
    MismatchError,
    OffScaleError,
    WeightError,
)

SCALE = lk.LikertScale((1, 2), {1: "No", 2: "Yes"}, nonsubstantive={"N/A": 9, "Refused": (7, 8)})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1)))])
NO, YES, BLANK, NA, REFUSED, ABSENT = range(6)
WIDE = {"x": {"q": "qx", "r": "rx"}, "y": {"q": "qy"}}
SIDE_BY_SIDE = pd.DataFrame({
    "qx": [1, 2, None, 9],
    "qy": [1, None, 2, 7],
    "rx": [0, 1, 0, None],
    "who": ["a", "b", "c", "d"],
    "ward": [1, 1, 3, 2],
    "w": [1.0, 2.0, 0.0, 4.0],
})  # fmt: skip


def cells(pairs, item=0, group=0):
    """Return the pairs of cells of an item that somebody has, with how many."""
    table = pairs.counts[group, item]
    return {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}


@pytest.mark.parametrize("respondent", [None, "who"])
def test_a_row_of_a_wide_frame_is_a_pair(engine, respondent):
    """With or without names; what was not asked is absent, what was left empty is blank."""
    answers = lk.Responses.from_wide(
        engine(SIDE_BY_SIDE), TRIAL, columns=WIDE, respondent=respondent
    )
    pairs = answers.pairs("x", "y")
    assert cells(pairs) == {(NO, NO): 1, (YES, BLANK): 1, (BLANK, YES): 1, (NA, REFUSED): 1}
    assert cells(pairs, 1) == {(0, ABSENT): 2, (1, ABSENT): 1, (2, ABSENT): 1}
    assert cells(answers.pairs("y", "x"), 1) == {(ABSENT, 0): 2, (ABSENT, 1): 1, (ABSENT, 2): 1}
    assert len(pairs.respondents) == (4 if respondent else 0)
    assert len(answers.pairs("x", "y", disjoint=True).respondents) == 0
    if respondent:
        with pytest.raises(MismatchError, match="share 4 respondents"):
            pairs + pairs
    else:
        assert (pairs + pairs).counts.sum() == 2 * pairs.counts.sum()


def test_a_wide_frame_has_axes_and_weights(engine):
    """A row has one of each."""
    answers = lk.Responses.from_wide(
        engine(SIDE_BY_SIDE), TRIAL, columns=WIDE, stratum="ward", weight="w"
    )
    pairs = answers.pairs("x", "y")
    assert [(axis.name, axis.role) for axis in pairs.axes] == [("ward", "stratum")]
    assert pairs.groups == ((1,), (2,), (3,))
    assert pairs.sums[0, 0, YES, BLANK] == 2.0
    assert pairs.squares[1, 0, NA, REFUSED] == 16.0
    # A row of weight 0 is sampled, and no pair.
    assert cells(pairs, 0, 2) == {}
    assert pairs.zeros[:, 0].tolist() == [0, 0, 1]


def test_an_item_that_neither_condition_asks(engine):
    """Nobody is in any cell of it, not even as absent."""
    columns = {"x": {"q": "qx"}, "y": {"q": "qy"}, "z": {"r": "rx"}}
    answers = lk.Responses.from_wide(engine(SIDE_BY_SIDE), TRIAL, columns=columns)
    assert cells(answers.pairs("x", "y"), 1) == {}
    assert cells(answers.pairs("x", "z")) == {
        (NO, ABSENT): 1,
        (YES, ABSENT): 1,
        (BLANK, ABSENT): 1,
        (NA, ABSENT): 1,
    }
    with pytest.raises(
        ArgumentError, match="'v' is not one of the conditions, which are 'x', 'y' and 'z'"
    ):
        answers.pairs("x", "v")
    with pytest.raises(ArgumentError, match="contains the condition"):
        answers.pairs("x", "y", by="condition")


def test_a_wide_frame_is_checked(engine):
    """Answers, weights and names, when the table is asked for if not before."""

    def pairs(**columns: list[object]) -> lk.PairTally:
        frame = engine(SIDE_BY_SIDE.assign(**columns))
        return lk.Responses.from_wide(
            frame, TRIAL, columns=WIDE, respondent="who", weight="w"
        ).pairs("x", "y")

    with pytest.raises(OffScaleError, match="item 'q' has 1 row off its scale: 5"):
        pairs(qy=[1, 5, 2, 1])
    with pytest.raises(OffScaleError, match="item 'r' has 1 row off its scale: 2"):
        pairs(rx=[1, 1, 2, 1])
    with pytest.raises(WeightError, match="negative"):
        pairs(w=[1.0, -2.0, 1.0, 1.0])
    with pytest.raises(WeightError, match="add up to 0"):
        pairs(w=[0.0] * 4)
    with pytest.raises(DuplicateRespondentError, match="'a'"):
        pairs(who=["a", "a", "b", "c"])
    with pytest.raises(BlankKeyError, match="respondent"):
        pairs(who=["a", None, "b", "c"])


def test_an_empty_wide_frame(engine):
    """Of whatever type an empty column is."""
    answers = lk.Responses.from_wide(
        engine(SIDE_BY_SIDE.iloc[:0].astype({"who": "string"})),
        TRIAL,
        columns=WIDE,
        respondent="who",
    )
    assert answers.pairs("x", "y").counts.sum() == 0
    assert answers.pairs("x", "y", by="ward").groups == ()
