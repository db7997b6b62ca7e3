from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    BlankKeyError,
    DuplicateRespondentError,
    FrameError,
    MissingColumnError,
    OffScaleError,
    UnknownItemError,
    UnknownLabelError,
    WeightError,
)

SCALE = lk.LikertScale((1, 2), {1: "No", 2: "Yes"}, nonsubstantive={"N/A": 9, "Refused": (7, 8)})
TRIAL = lk.Instrument(
    "trial",
    [
        lk.Item("q", SCALE, subscale="mood"),
        lk.Item("r", lk.LikertScale((0, 1)), subscale="mood"),
        lk.Item("s", SCALE, subscale="sleep"),
        lk.Item("t", SCALE, subscale="sleep"),
        lk.Item("u", SCALE, subscale="sleep"),
    ],
)
PAIR = TRIAL.select(["q", "s"])
NO, YES, BLANK, NA, REFUSED = range(5)
FRAME = pd.DataFrame({
    "q": [1, 2, 9, 7, None, 1],
    "r": [0, 1, 1, None, 0, 0],
    "s": [1, 1, 2, 2, 8, 2],
    "t": [2, 2, 2, 1, 1, None],
    "u": [1, 2, 1, 2, 1, 2],
    "when": list("xxyyyx"),
    "ward": [5, 5, 6, 6, None, 5],
    "w": [2.0, 0.5, 1.0, 4.0, 3.0, 0.0],
})  # fmt: skip
WIDE = {"x": {"q": "q", "r": "r", "s": "s"}, "y": {"q": "t", "s": "u"}}


def cells(table):
    """Return the pairs of cells that somebody has, with how many."""
    return {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}


def test_every_reason_is_told_from_every_other(engine):
    """Levels, blank and each nonsubstantive answer of both items; complete rows apart."""
    every = [1.0, 2.0, np.nan, 9.0, 8.0]
    frame = pd.DataFrame([(a, b) for a in every for b in every], columns=["q", "s"])
    co = lk.Responses(engine(frame), PAIR).cotally()
    assert co.pairwise[0, 0, 1].tolist() == np.ones((5, 5)).tolist()
    assert cells(co.listwise[0, 0, 1]) == {(a, b): 1 for a in (NO, YES) for b in (NO, YES)}


def test_the_first_item_is_the_first_axis(engine):
    """And the item order is the instrument's, whatever the number of items."""
    co = lk.Responses(engine(FRAME), TRIAL).cotally()
    assert cells(co.pairwise[0, 0, 2]) == {
        (NO, NO): 1,
        (NO, YES): 1,
        (YES, NO): 1,
        (NA, YES): 1,
        (REFUSED, YES): 1,
        (BLANK, REFUSED): 1,
    }
    assert cells(co.listwise[0, 0, 2]) == {(NO, NO): 1, (YES, NO): 1}
    assert cells(co.pairwise[0, 1, 4]) == {
        (0, NO): 2,
        (1, YES): 1,
        (1, NO): 1,
        (2, YES): 1,
        (0, YES): 1,
    }
    assert co.counts[:, :, 4, 1].tolist() == co.counts[:, :, 1, 4].swapaxes(2, 3).tolist()
    assert co.instrument == TRIAL
    assert co.groups == ((),)


def test_a_row_is_complete_in_the_stated_set(engine):
    """Items outside it are not asked about."""
    answers = lk.Responses(engine(FRAME), TRIAL)
    mood, sleep = answers.cotally(subscale="mood"), answers.cotally(items=["s", "t"])
    assert mood.instrument.names == ("q", "r")
    assert cells(mood.listwise[0, 0, 1]) == {(NO, 0): 2, (YES, 1): 1}
    assert cells(sleep.listwise[0, 0, 1]) == {(NO, YES): 2, (YES, YES): 1, (YES, NO): 1}
    assert answers.cotally(items="s").counts.shape == (1, 2, 1, 1, 5, 5)
    assert cells(answers.cotally(items="s").listwise[0, 0, 0]) == {(NO, NO): 2, (YES, YES): 3}


def test_an_odd_number_of_items(engine):
    """Five, four, three, two, one: each two of them, whatever they are counted with."""
    answers = lk.Responses(engine(FRAME), TRIAL, weight="w")
    plain = lk.Responses(FRAME, TRIAL, weight="w")
    for n in range(1, 6):
        names = TRIAL.names[:n]
        co = answers.cotally(items=names)
        assert co == plain.cotally(items=names)
        for i in range(n):
            for j in range(n):
                two = plain.cotally(items=[names[k] for k in sorted({i, j})])
                places = (0, -1) if i < j else (-1, 0)
                width = two.counts.shape[-1]
                found = co.pairwise[0, i, j, :width, :width]
                assert found.tolist() == two.pairwise[0, places[0], places[1]].tolist()


def test_axes_and_weights(engine):
    """Condition, stratum, then by; weights and their squares in both halves."""
    answers = lk.Responses(
        engine(FRAME.assign(grade=list("kkkkll"))),
        TRIAL,
        condition="when",
        stratum="grade",
        weight="w",
    )
    co = answers.cotally(items=["q", "r"], by="ward")
    assert [(axis.name, axis.role) for axis in co.axes] == [
        ("when", "condition"),
        ("grade", "stratum"),
        ("ward", "by"),
    ]
    assert co.groups == (("x", "k", 5), ("x", "l", 5), ("y", "k", 6), ("y", "l", None))
    assert co.sums[0, 0, 0, 1, NO, 0] == co.sums[0, 1, 0, 1, NO, 0] == 2.0
    assert co.squares[2, 0, 0, 1, REFUSED, 2] == 16.0
    assert co.sums[:, 1].sum() == 4 * 2.5
    # Whoever weighs nothing is sampled, and in no cell.
    assert cells(co.pairwise[1, 0, 1]) == {}
    assert co.zeros.tolist() == [0, 1, 0, 0]
    assert (co + co).zeros.tolist() == [0, 2, 0, 0]
    assert co.marginal(["when"]).zeros.tolist() == [1, 0]
    assert answers.cotally(items=["q", "r"], by=["ward", "when"]) == co


@pytest.mark.parametrize("texts", [["", None], [None, None], ["N/A", ""]])
def test_text_without_a_level(engine, texts):
    """A column of words of which none is a level: no row is complete."""
    frame = pd.DataFrame({"q": pd.Series(texts, dtype=object), "s": ["Yes", "no"]})
    co = lk.Responses(engine(frame), PAIR).cotally()
    assert co.pairwise[0, 0, 1].sum() == 2
    assert co.listwise.sum() == 0


def test_words_count_as_numbers_do(engine):
    """Each spelling of an answer."""
    frame = pd.DataFrame({"q": ["no", " YES ", "n/a"], "s": ["2 - Yes", "refused", None]})
    numbers = pd.DataFrame({"q": [1, 2, 9], "s": [2, 7, None]})
    assert lk.Responses(engine(frame), PAIR).cotally() == lk.Responses(numbers, PAIR).cotally()


def test_an_empty_frame(engine):
    """The whole is a group, an axis has none."""
    answers = lk.Responses(engine(FRAME.iloc[:0].astype({"when": "string"})), TRIAL, weight="w")
    assert (answers.cotally().groups, answers.cotally().counts.sum()) == (((),), 0)
    assert answers.cotally(by="when").groups == ()
    assert answers.cotally(by="when").counts.shape == (0, 2, 5, 5, 5, 5)


def test_null_and_nan_are_one_group(engine):
    """A blank of any kind."""
    frame = pd.DataFrame({"q": [1, 1, 2], "s": 1, "g": [None, float("nan"), 1.0]})
    co = lk.Responses(engine(frame), PAIR).cotally(by="g")
    assert co.groups == ((1,), (None,))
    assert cells(co.pairwise[1, 0, 1]) == {(NO, NO): 2}


def test_wide_frames(engine):
    """Each condition has its own answers; what it did not ask makes no row complete."""
    answers = lk.Responses.from_wide(engine(FRAME), TRIAL.select(["q", "r", "s"]), columns=WIDE)
    co = answers.cotally()
    assert co.groups == (("x",), ("y",))
    assert cells(co.listwise[0, 0, 2]) == {(NO, NO): 1, (YES, NO): 1, (NO, YES): 1}
    assert cells(co.pairwise[1, 0, 2]) == {
        (YES, NO): 2,
        (YES, YES): 1,
        (NO, YES): 1,
        (NO, NO): 1,
        (BLANK, YES): 1,
    }
    assert co.listwise[1].sum() == co.pairwise[1, 1].sum() == 0
    asked = answers.cotally(items=["q", "s"])
    assert cells(asked.listwise[1, 0, 1]) == {
        (YES, NO): 2,
        (YES, YES): 1,
        (NO, YES): 1,
        (NO, NO): 1,
    }


@pytest.mark.parametrize("by", [(), "ward"])
def test_a_condition_that_asks_nothing_of_the_set_is_a_group(engine, by):
    """Nobody is in any cell there, as in a tally; in every engine."""
    answers = lk.Responses.from_wide(
        engine(FRAME), TRIAL.select(["q", "r", "s"]), columns=WIDE, weight="w"
    )
    co = answers.cotally(items="r", by=by)
    assert co.groups == answers.tally(by=by).groups
    # One of the six weighs nothing.
    assert co.pairwise[: len(co.groups) // 2].sum() == 5
    assert co.counts[len(co.groups) // 2 :].sum() == 0
    one = lk.Responses.from_wide(engine(FRAME), TRIAL.select(["q", "r"]), columns={"x": {"q": "q"}})
    assert one.cotally(items="r", by=by).groups == one.tally(by=by).groups
    assert one.cotally(items="r", by=by).counts.sum() == 0


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"q": [1, 1, 6, 2, 6, 1]}, OffScaleError, "item 'q' has 2 rows off its scale: 6"),
        ({"u": [1, 1, 1, 2, 258, 1]}, OffScaleError, "item 'u' has 1 row off its scale: 258"),
        ({"s": ["Meh", "No", "Yes", "No", "No", "No"]}, UnknownLabelError, "'Meh'"),
        ({"w": [1.0, -2.0, 1.0, 1.0, 1.0, 1.0]}, WeightError, "negative"),
        ({"w": [0.0] * 6}, WeightError, "add up to 0"),
        ({"when": ["x", None, "y", "y", "y", "y"]}, BlankKeyError, "condition column 'when'"),
        ({"who": ["a", "a", "b", "c", "d", "e"]}, DuplicateRespondentError, "'a' under 'x'"),
        ({"who": ["a", None, "b", "c", "d", "e"]}, BlankKeyError, "respondent column 'who'"),
    ],
)
def test_a_frame_is_checked(engine, change, error, said):
    """When the table is asked for, if not before."""
    frame = engine(FRAME.assign(**{"who": list("abcdef"), **change}))
    with pytest.raises(error, match=said):
        lk.Responses(frame, TRIAL, respondent="who", condition="when", weight="w").cotally()


def test_a_wide_frame_is_checked(engine):
    """Each condition's columns."""
    frame = engine(FRAME.assign(u=[1, 1, 5, 1, 1, 1]))
    with pytest.raises(OffScaleError, match="item 's' has 1 row off its scale: 5"):
        lk.Responses.from_wide(frame, TRIAL.select(["q", "r", "s"]), columns=WIDE).cotally()


def test_the_set_is_stated_once():
    """A subscale, or items, that there are."""
    answers = lk.Responses(FRAME, TRIAL)
    with pytest.raises(ArgumentError, match="subscale='mood' and items='q' both select items"):
        answers.cotally(subscale="mood", items="q")
    with pytest.raises(UnknownItemError, match="'z'"):
        answers.cotally(items=["q", "z"])
    with pytest.raises(UnknownItemError, match="anger"):
        answers.cotally(subscale="anger")
    with pytest.raises(ArgumentError, match="items is empty; expected at least one item"):
        answers.cotally(items=[])
    assert answers.cotally(items=iter(["r", "q"])) == answers.cotally(items=["r", "q"])
    with pytest.raises(MissingColumnError, match="no column 'nurse'"):
        answers.cotally(by="nurse")


def test_lists_split_nothing():
    """A column of several values a cell is no group, in an engine either."""
    frame = pl.LazyFrame({"q": [1], "s": [1], "some": [["a", "b"]]})
    with pytest.raises(FrameError, match="column 'some' has cells with several values"):
        lk.Responses(frame, PAIR).cotally(by="some")


def test_memory_that_was_written_to_is_found():
    """A frame of arrays can change under the responses; a stray answer is still an error."""
    answers = lk.Responses(pd.DataFrame({"q": [1, 2], "s": [1, 1]}, dtype="int8"), PAIR)
    column = answers._source.blocks[0][0][2]
    column.numbers.setflags(write=True)
    column.numbers[1] = 6
    with pytest.raises(OffScaleError, match="6"):
        answers.cotally()


def test_more_rows_than_stand_in_memory_at_one_time(monkeypatch):
    """Chunks of rows leave nothing out, weights and groups with them."""
    answers = lk.Responses(FRAME, TRIAL, weight="w")
    expected = answers.cotally(by="ward")
    for size in (1, 4, 5, 6):
        monkeypatch.setattr("likertkit.responses._co_occurring._CHUNK", size)
        assert answers.cotally(by="ward") == expected


def test_threads_agree(eager_engine):
    """Several tables of the same responses at once are equal."""
    for frame in (eager_engine(FRAME), pl.from_pandas(FRAME).lazy()):
        answers = lk.Responses(frame, TRIAL, weight="w")
        expected = answers.cotally(by="ward")
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _, a=answers: a.cotally(by="ward"), range(8)))
        assert [one for one in made if one != expected] == []


def test_scoring_comes_along(engine):
    """The view of the responses is that of their co-tally."""
    assert lk.Responses(engine(FRAME), TRIAL).scored("keyed").cotally().view == "keyed"
