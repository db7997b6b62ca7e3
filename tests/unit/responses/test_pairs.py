from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

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
    MismatchError,
    OffScaleError,
    UnknownLabelError,
    WeightError,
)

SCALE = lk.LikertScale(
    (1, 2), {1: "No", 2: "Yes"}, positive="high", nonsubstantive={"N/A": 9, "Refused": (7, 8)}
)
OTHER = lk.LikertScale((0, 1), positive="high")
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", OTHER)])
ONE = TRIAL.select(["q"])
NO, YES, BLANK, NA, REFUSED, ABSENT = range(6)
LONG = {"respondent": "who", "condition": "when"}
FRAME = pd.DataFrame({
    "who": ["a", "a", "b", "c", "d", "d"],
    "when": ["x", "y", "x", "y", "y", "x"],
    "q": [1, 2, 2, 1, 9, 7],
    "r": [0, 0, 1, 1, 0, 1],
    "ward": [5, 5, 6, 6, 5, 5],
    "w": [2.0, 2.0, 0.5, 1.0, 4.0, 4.0],
})  # fmt: skip


def cells(pairs, item=0, group=0):
    """Return the pairs of cells of an item that somebody has, with how many."""
    table = pairs.counts[group, item]
    return {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}


def of(engine, **columns: Any):
    """Return a frame of an engine; q is 1 everywhere unless told."""
    n_rows = len(next(iter(columns.values())))
    return engine(pd.DataFrame({"q": [1] * n_rows, **columns}))


def test_nobody_is_lost(engine):
    """Who is absent from one condition keeps the answer under the other."""
    pairs = lk.Responses(engine(FRAME), TRIAL, **LONG).pairs("x", "y")
    assert cells(pairs) == {(NO, YES): 1, (YES, ABSENT): 1, (ABSENT, NO): 1, (REFUSED, NA): 1}
    assert cells(pairs, 1) == {(0, 0): 1, (1, ABSENT): 1, (ABSENT, 1): 1, (1, 0): 1}
    assert (pairs.first, pairs.second, pairs.axes, pairs.groups) == ("x", "y", (), ((),))
    assert not pairs.weighted
    assert len(pairs.respondents) == 4


def test_every_reason_is_told_from_every_other(engine):
    """Levels, blank, each nonsubstantive answer and absence, on both sides."""
    every = [1.0, 2.0, np.nan, 9.0, 8.0]
    rows = [
        (f"{a}{b}", when, answer)
        for a, one in enumerate([*every, None])
        for b, other in enumerate([*every, None])
        for when, answer, place in (("x", one, a), ("y", other, b))
        if place < 5
    ]
    frame = pd.DataFrame(rows, columns=["who", "when", "q"])
    pairs = lk.Responses(engine(frame), ONE, **LONG).pairs("x", "y")
    expected = np.ones((6, 6), dtype=int)
    expected[ABSENT, ABSENT] = 0
    assert pairs.counts[0, 0].tolist() == expected.tolist()


def test_words_pair_as_numbers_do(engine):
    """Each spelling of an answer."""
    frame = FRAME.assign(q=["no", " YES ", "2 - Yes", "NO", "n/a", "refused"])
    pairs = lk.Responses(engine(frame), ONE, **LONG).pairs("x", "y")
    assert pairs == lk.Responses(FRAME, ONE, **LONG).pairs("x", "y")


def test_axes_and_weights_are_the_respondents_own(engine):
    """The stratum first, then by; one weight for a pair."""
    frame = FRAME.assign(grade=["k", "k", "m", "k", "l", "l"])
    answers = lk.Responses(engine(frame), TRIAL, **LONG, stratum="grade", weight="w")
    pairs = answers.pairs("y", "x", by="ward")
    assert [(axis.name, axis.role) for axis in pairs.axes] == [
        ("grade", "stratum"),
        ("ward", "by"),
    ]
    assert pairs.groups == (("k", 5), ("k", 6), ("l", 5), ("m", 6))
    assert [cells(pairs, 0, g) for g in range(4)] == [
        {(YES, NO): 1},
        {(NO, ABSENT): 1},
        {(NA, REFUSED): 1},
        {(ABSENT, YES): 1},
    ]
    assert pairs.sums[0, 0, YES, NO] == 2.0
    assert pairs.squares[2, 0, NA, REFUSED] == 16.0
    assert pairs.sums.sum() == pairs.sums[:, 0].sum() * 2 == 2 * 7.5
    assert answers.pairs("y", "x", by=["ward", "grade"]) == pairs


def test_a_third_condition_is_left_aside(engine):
    """Its rows, its respondents, and what it says of their ward and weight."""
    third = pd.DataFrame({
        "who": ["a", "e", "b"],
        "when": ["z", "z", "z"],
        "q": [2, 2, 2],
        "r": [1, 1, 1],
        "ward": [9, 9, 9],
        "w": [9.0, 9.0, 9.0],
    })  # fmt: skip
    frame = pd.concat([third, FRAME], ignore_index=True)
    made = [
        lk.Responses(engine(some), TRIAL, **LONG, weight="w").pairs("x", "y", by="ward")
        for some in (frame, FRAME)
    ]
    assert made[0] == made[1]
    assert made[0].groups == made[1].groups == ((5,), (6,))
    assert made[0].respondents.tolist() == made[1].respondents.tolist()


def test_a_part_may_lack_a_condition(engine):
    """Declared disjoint, it has no names, and adds to any other part."""
    answers = lk.Responses(of(engine, who=[1, 2], when=["x", "x"]), ONE, **LONG)
    with pytest.raises(ArgumentError, match="'y' is not one of the conditions, which are 'x'"):
        answers.pairs("x", "y")
    part = answers.pairs("x", "y", disjoint=True)
    assert cells(part) == {(NO, ABSENT): 2}
    assert len(part.respondents) == 0
    whole = lk.Responses(engine(FRAME), ONE, **LONG).pairs("x", "y")
    assert cells(part + whole)[YES, ABSENT] == 1
    assert cells(part + part) == {(NO, ABSENT): 4}


def test_parts_that_share_a_respondent_do_not_add(engine):
    """A respondent whose rows were torn apart would stand there as two, each absent once."""
    parts, disjoint = [], []
    for people in ("abc", "ad"):
        answers = lk.Responses(engine(FRAME[FRAME["who"].isin(list(people))]), ONE, **LONG)
        parts.append(answers.pairs("x", "y"))
        disjoint.append(answers.pairs("x", "y", disjoint=True))
    with pytest.raises(MismatchError, match="share 1 respondent;"):
        parts[0] + parts[1]
    both = lk.PairTally.sum(parts, disjoint=True)
    assert cells(both)[NO, YES] == 2
    assert disjoint[0] + disjoint[1] == both


@pytest.mark.parametrize("people", [[1, 2, 3], [1.0, 2.0, 3.0], ["1", "2", "3"]])
def test_respondents_have_one_fingerprint_in_every_engine(engine, people):
    """Numbers as whole numbers or floats alike, text apart from them."""
    pairs = lk.Responses(of(engine, who=people, when=["x", "y", "x"]), ONE, **LONG).pairs("x", "y")
    plain = pd.DataFrame({"who": [3, 1, 2], "when": ["x", "y", "x"], "q": 1})
    numbers = lk.Responses(plain, ONE, **LONG).pairs("x", "y")
    assert (pairs.respondents.tolist() == numbers.respondents.tolist()) == (people[0] == 1)
    if people[0] == "1":
        assert (pairs + numbers).counts.sum() == 6


def test_duplicates_are_named(engine):
    """Two rows of one respondent under one condition, also under a third."""
    for when in (["x", "x", "y"], ["z", "z", "y"]):
        frame = of(engine, who=["a", "a", "b"], when=when)
        with pytest.raises(DuplicateRespondentError, match=f"'a' under '{when[0]}'"):
            lk.Responses(frame, ONE, **LONG).pairs("x", "y")


@pytest.mark.parametrize(
    ("column", "values"),
    [("who", ["a", None, "b"]), ("when", ["x", None, "y"]), ("when", ["x", " ", "y"])],
)
def test_blank_keys_are_refused(engine, column, values):
    """Nobody knows whose rows these are, or what was rated."""
    frame = {"who": ["a", "b", "c"], "when": ["x", "y", "x"], column: values}
    purpose = {"who": "respondent", "when": "condition"}[column]
    with pytest.raises(BlankKeyError, match=f"the {purpose} column '{column}' has blank .1 row"):
        lk.Responses(of(engine, **frame), ONE, **LONG).pairs("x", "y")


@pytest.mark.parametrize(
    ("answers", "error", "said"),
    [
        ([1, 2, 6], OffScaleError, "1 row off its scale: 6"),
        ([6, 6, 1], OffScaleError, "2 rows off its scale: 6"),
        ([1, 258, 1], OffScaleError, "258"),
        (["Yes", "Meh", "No"], UnknownLabelError, "'Meh'"),
    ],
)
def test_answers_are_checked(engine, answers, error, said):
    """When the table is asked for, if not before; under either condition."""
    frame = of(engine, who=["a", "a", "b"], when=["x", "y", "x"], q=answers)
    with pytest.raises(error, match=said):
        lk.Responses(frame, ONE, **LONG).pairs("x", "y")


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1.0, -1.0, 2.0], "negative, missing, not finite"),
        ([1.0, None, 2.0], r"blank \(1 row"),
        (pd.array([1, None, 2], dtype="Int64"), r"blank \(1 row"),
        ([1.0, float("inf"), 2.0], r"inf \(1 row"),
        ([0.0, 0.0, 0.0], "add up to 0"),
    ],
)
def test_weights_are_checked(engine, weights, said):
    """Before they are compared between a respondent's rows."""
    frame = of(engine, who=["a", "a", "b"], when=["x", "y", "x"], w=weights)
    with pytest.raises(WeightError, match=said):
        lk.Responses(frame, ONE, **LONG, weight="w").pairs("x", "y")


def test_a_weight_of_0_is_a_weight(engine):
    """Its bearer is a sampled unit, and no pair."""
    frame = of(engine, who=["a", "a", "b"], when=["x", "y", "x"], w=[0, 0, 3])
    pairs = lk.Responses(frame, ONE, **LONG, weight="w").pairs("x", "y")
    assert cells(pairs) == {(NO, ABSENT): 1}
    assert pairs.zeros.tolist() == [[1]]
    assert pairs.n_sampled.tolist() == [[2]]
    assert pairs.sums.sum() == 3


def test_a_group_of_weight_0_alone_is_a_group(engine):
    """And who has a row under neither condition is in none, whatever the weight."""
    frame = of(
        engine,
        who=["a", "a", "b", "c", "d"],
        when=["x", "y", "x", "z", "x"],
        w=[0, 0, 3, 0, 1],
        ward=["n", "n", "s", "w", "s"],
    )
    pairs = lk.Responses(frame, ONE, **LONG, weight="w").pairs("x", "y", by="ward")
    assert pairs.groups == (("n",), ("s",))
    assert pairs.zeros.tolist() == [[1], [0]]


def test_an_empty_frame_has_no_pairs(engine):
    """Whatever the conditions are called: the whole is a group, an axis has none."""
    frame = FRAME.iloc[:0].astype({"who": "string", "when": "string"})
    answers = lk.Responses(engine(frame), TRIAL, **LONG, weight="w")
    whole = answers.pairs("x", "y")
    assert (whole.groups, whole.counts.sum()) == (((),), 0)
    split = answers.pairs("x", "y", by="ward")
    assert (split.groups, split.counts.shape) == ((), (0, 2, 6, 6))
    assert len(split.respondents) == 0
    assert split.marginal(()) == whole


def test_groups_named_like_the_query_s_own(engine):
    """Columns called as the query calls its sums."""
    frame = FRAME.rename(columns={"ward": "group_0", "w": "first_0", "who": "person"})
    answers = lk.Responses(
        engine(frame), TRIAL, respondent="person", condition="when", weight="first_0"
    )
    plain = lk.Responses(FRAME, TRIAL, **LONG, weight="w").pairs("x", "y", by="ward")
    found = answers.pairs("x", "y", by="group_0")
    assert found.groups == plain.groups
    assert found.counts.tolist() == plain.counts.tolist()


def test_lists_split_nothing():
    """A column of several values a cell is no group, in an engine either."""
    frame = pl.LazyFrame({"who": [1], "when": ["x"], "q": [1], "some": [["a", "b"]]})
    with pytest.raises(FrameError, match="column 'some' has cells with several values"):
        lk.Responses(frame, ONE, **LONG).pairs("x", "y", by="some")


def test_memory_that_was_written_to_is_found():
    """A frame of arrays can change under the responses; a stray answer is still an error."""
    codes = np.array([1, 2, 1], dtype=np.int8)
    table = pl.DataFrame({"who": [1, 1, 2], "when": ["x", "y", "x"]})
    frame = pd.DataFrame({"q": codes, **table.to_dict(as_series=False)}, copy=False)
    answers = lk.Responses(frame, ONE, **LONG)
    column = answers._source.blocks[0][0][2]
    column.numbers.setflags(write=True)
    column.numbers[1] = 6
    with pytest.raises(OffScaleError, match="6"):
        answers.pairs("x", "y")


def test_threads_agree(eager_engine):
    """Several tables of the same responses at once are equal."""
    lazy = pl.from_pandas(FRAME).lazy()
    for frame in (eager_engine(FRAME), lazy):
        answers = lk.Responses(frame, TRIAL, **LONG, weight="w")
        expected = answers.pairs("x", "y", by="ward")
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _, a=answers: a.pairs("x", "y", by="ward"), range(8)))
        assert [one for one in made if one != expected] == []


def test_scoring_and_notes_come_along(engine):
    """The view of the responses is that of their pairs."""
    pairs = lk.Responses(engine(FRAME), TRIAL, **LONG).scored("favourable").pairs("x", "y")
    assert pairs.view == "favourable"
    assert pairs.scored("as_answered") == lk.Responses(FRAME, TRIAL, **LONG).pairs("x", "y")
