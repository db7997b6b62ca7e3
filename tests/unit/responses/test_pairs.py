from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    BlankKeyError,
    DuplicateRespondentError,
    FrameError,
    MismatchError,
    MissingColumnError,
    OffScaleError,
    RespondentError,
    UnknownLabelError,
    WeightError,
)

SCALE = lk.LikertScale((1, 2), {1: "No", 2: "Yes"}, nonsubstantive={"N/A": 9, "Refused": (7, 8)})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1)))])
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
WIDE = {"x": {"q": "qx", "r": "rx"}, "y": {"q": "qy"}}


def cells(pairs, item=0, group=0):
    """Return the pairs of cells of an item that somebody has, with how many."""
    table = pairs.counts[group, item]
    return {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}


def of(engine, **columns: Any):
    """Return a frame of an engine; q is 1 everywhere unless told."""
    n_rows = len(next(iter(columns.values())))
    frame = pd.DataFrame({"q": [1] * n_rows, **columns})
    if engine.__name__ == "_dask":
        # Of Python objects Dask makes text, but not of Arrow's types.
        for name in frame.columns[[dtype.kind == "O" for dtype in frame.dtypes]]:
            array = pa.array(frame[name], from_pandas=True)
            frame[name] = pd.Series(array, dtype=pd.ArrowDtype(array.type))
    return engine(frame)


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
    frame = FRAME.assign(grade=["k", "k", None, "k", "l", "l"])
    answers = lk.Responses(engine(frame), TRIAL, **LONG, stratum="grade", weight="w")
    pairs = answers.pairs("y", "x", by="ward")
    assert [(axis.name, axis.role) for axis in pairs.axes] == [
        ("grade", "stratum"),
        ("ward", "by"),
    ]
    assert pairs.groups == (("k", 5), ("k", 6), ("l", 5), (None, 6))
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


@pytest.mark.parametrize(
    ("conditions", "first", "second"),
    [
        (["x", "y", "y"], "y", "x"),
        ([2, 1, 1], 1, 2.0),
        ([2.5, 0.5, 0.5], np.float32(0.5), 2.5),
        ([True, False, False], False, np.bool_(True)),  # noqa: FBT003 - a condition
        ([dt.date(2024, 1, 2), dt.date(2024, 1, 1), dt.date(2024, 1, 1)],
         dt.date(2024, 1, 1), dt.date(2024, 1, 2)),
        ([pd.Timestamp("2024-01-02 10:00"), *[pd.Timestamp("2024-01-01")] * 2],
         dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 2, 10)),  # noqa: DTZ001 - as data are
        ([Decimal("2.5"), Decimal("1.0"), Decimal("1.0")], 1, Decimal("2.50")),
    ],
)  # fmt: skip
def test_conditions_of_every_type(engine, conditions, first, second):
    """Text, numbers, truth values, dates; however the value is held."""
    frame = of(engine, who=[1, 1, 2], when=conditions, q=[1, 2, 2])
    pairs = lk.Responses(frame, ONE, **LONG).pairs(first, second)
    assert cells(pairs) == {(YES, NO): 1, (YES, ABSENT): 1}


@pytest.mark.parametrize(
    ("conditions", "known", "unknown", "said"),
    [
        (["x", "y"], "y", "X", "'X' is none of the conditions, which are 'x' and 'y'"),
        (["x", "y"], "x", "z", "'z' is none"),
        (["x", "y"], "x", 1, "1 is none"),
        (["x", "y"], "x", None, "None is none"),
        ([1, 2], 2, "1", "'1' is none of the conditions, which are 1 and 2"),
        ([1, 2], 2, True, "True is none"),
        ([1, 2], 2, 10**30, "10{30} is none"),
        ([1.5, 2.0], 2, float("nan"), "None is none of the conditions, which are 1.5 and 2"),
        ([True, False], False, 1, "1 is none of the conditions, which are (True|False) and"),
        (
            [dt.date(2024, 1, 1), dt.date(2024, 1, 2)],
            dt.date(2024, 1, 1),
            "x",
            "'x' is none",
        ),
        ([pd.Timestamp(0), pd.Timestamp(1000)], pd.Timestamp(0), dt.date(1970, 1, 1), "date.1970"),
    ],
)
def test_an_unknown_condition_is_an_error(engine, conditions, known, unknown, said):
    """Also one of another type than the column; the message says which there are."""
    answers = lk.Responses(of(engine, who=[1, 2], when=conditions), ONE, **LONG)
    with pytest.raises(ArgumentError, match=said):
        answers.pairs(unknown, known)
    assert cells(answers.pairs(known, unknown, disjoint=True)) == {(NO, ABSENT): 1}


def test_two_unknown_conditions(engine):
    """The first is named; a part may lack both."""
    answers = lk.Responses(of(engine, who=[1, 2], when=["x", "y"]), ONE, **LONG)
    with pytest.raises(ArgumentError, match="1 is none of the conditions, which are 'x' and 'y'"):
        answers.pairs(1, 2)
    with pytest.raises(ArgumentError, match="'z' is none of the conditions, which are 'x' and 'y'"):
        answers.pairs("x", "z")
    assert cells(answers.pairs(1, "z", disjoint=True)) == {}


@pytest.mark.parametrize("hold", ["pandas", "polars", "polars lazy", "duckdb"])
def test_a_declared_condition_may_have_nobody(hold):
    """A type that lists its values knows it: everybody is absent from it."""
    values = ["x", "y", "later"]
    frame = pd.DataFrame({"who": [1, 1, 2], "when": ["x", "y", "x"], "q": [1, 2, 2]})
    frames = {
        "pandas": lambda: frame.assign(when=pd.Categorical(frame["when"], values, ordered=True)),
        "polars": lambda: pl.from_pandas(frame).cast({"when": pl.Enum(values)}),
        "polars lazy": lambda: pl.from_pandas(frame).cast({"when": pl.Enum(values)}).lazy(),
        "duckdb": lambda: duckdb.connect().sql(
            "SELECT who, c::ENUM('x', 'y', 'later') AS \"when\", q "
            "FROM (VALUES (1, 'x', 1), (1, 'y', 2), (2, 'x', 2)) AS t(who, c, q)"
        ),
    }
    answers = lk.Responses(frames[hold](), ONE, **LONG)
    assert cells(answers.pairs("x", "later")) == {(NO, ABSENT): 1, (YES, ABSENT): 1}
    assert cells(answers.pairs("y", "x")) == {(YES, NO): 1, (ABSENT, YES): 1}
    with pytest.raises(
        ArgumentError, match="'z' is none of the conditions, which are 'x', 'y' and 'later'"
    ):
        answers.pairs("x", "z")


def test_a_part_may_lack_a_condition(engine):
    """Declared disjoint, it has no names, and adds to any other part."""
    answers = lk.Responses(of(engine, who=[1, 2], when=["x", "x"]), ONE, **LONG)
    with pytest.raises(ArgumentError, match="'y' is none of the conditions, which are 'x'"):
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


def test_a_condition_is_no_pair():
    """Two are wanted, of responses that have conditions and respondents."""
    answers = lk.Responses(FRAME, TRIAL, **LONG)
    with pytest.raises(ArgumentError, match="first='x' and second='x' are one condition"):
        answers.pairs("x", "x")
    with pytest.raises(ArgumentError, match=r"first=1 and second=1(\.0)? are one condition"):
        answers.pairs(1, 1.0)
    with pytest.raises(ArgumentError, match=r"the responses have no condition; .*\n.*`condition=`"):
        lk.Responses(FRAME.drop_duplicates("who"), TRIAL, respondent="who").pairs("x", "y")
    with pytest.raises(ArgumentError, match="the responses have no respondents;"):
        lk.Responses(FRAME, TRIAL, condition="when").pairs("x", "y")
    with pytest.raises(ArgumentError, match=r"by=\('ward', 'when'\) holds the condition"):
        answers.pairs("x", "y", by=["ward", "when"])
    with pytest.raises(MissingColumnError, match="no column 'nurse'"):
        answers.pairs("x", "y", by="nurse")


@pytest.mark.parametrize(
    ("column", "values", "who"),
    [
        ("ward", [5, 6, 6, 6, 5, 7], r"2 respondents \('a', 'd'\)"),
        ("grade", [1, 1, 1, 1, 1, None], r"1 respondent \('d'\)"),
        ("w", [2.0, 2.0, 1.0, 1.0, 4.0, 4.5], r"1 respondent \('d'\)"),
    ],
)
@pytest.mark.parametrize("disjoint", [False, True])
def test_a_respondent_has_one_of_each(engine, column, values, who, disjoint):
    """A stratum, a value of by, a weight: rows that differ are named, not counted twice."""
    frame = FRAME.assign(grade=1).assign(**{column: values})
    answers = lk.Responses(engine(frame), TRIAL, **LONG, stratum="grade", weight="w")
    with pytest.raises(RespondentError, match=f"{who} differ .* in 'grade', 'ward' and 'w'; exp"):
        answers.pairs("x", "y", by="ward", disjoint=disjoint)


def test_many_torn_respondents_are_counted(engine):
    """The first few are named."""
    people = [f"p{k}" for k in range(8)] * 2
    frame = of(engine, who=people, when=["x"] * 8 + ["y"] * 8, ward=[1] * 8 + [2] * 8)
    said = r"8 respondents \('p0', 'p1', 'p2', 'p3', 'p4' and 3 more\) differ .* in 'ward'"
    with pytest.raises(RespondentError, match=said):
        lk.Responses(frame, ONE, **LONG).pairs("x", "y", by="ward")


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
    """Its bearer is counted."""
    frame = of(engine, who=["a", "a", "b"], when=["x", "y", "x"], w=[0, 0, 3])
    pairs = lk.Responses(frame, ONE, **LONG, weight="w").pairs("x", "y")
    assert cells(pairs) == {(NO, NO): 1, (NO, ABSENT): 1}
    assert pairs.sums.sum() == 3


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


# -- conditions side by side ---------------------------------------------------------------------

SIDE_BY_SIDE = pd.DataFrame({
    "qx": [1, 2, None, 9],
    "qy": [1, None, 2, 7],
    "rx": [0, 1, 0, None],
    "who": ["a", "b", "c", "d"],
    "ward": [1, 1, None, 2],
    "w": [1.0, 2.0, 0.0, 4.0],
})  # fmt: skip


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
    assert pairs.groups == ((1,), (2,), (None,))
    assert pairs.sums[0, 0, YES, BLANK] == 2.0
    assert pairs.squares[1, 0, NA, REFUSED] == 16.0
    assert cells(pairs, 0, 2) == {(BLANK, YES): 1}


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
        ArgumentError, match="'v' is none of the conditions, which are 'x', 'y' and 'z'"
    ):
        answers.pairs("x", "v")
    with pytest.raises(ArgumentError, match="holds the condition"):
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


# -- frames that change, and many at once --------------------------------------------------------


def test_lists_split_nothing():
    """A column of several values a cell is no group, in an engine either."""
    frame = pl.LazyFrame({"who": [1], "when": ["x"], "q": [1], "some": [["a", "b"]]})
    with pytest.raises(FrameError, match="column 'some' has cells that hold several values"):
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
