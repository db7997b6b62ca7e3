from __future__ import annotations

import datetime as dt
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
    MissingColumnError,
    RespondentError,
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
        (["x", "y"], "y", "X", "'X' is not one of the conditions, which are 'x' and 'y'"),
        (["x", "y"], "x", "z", "'z' is not one"),
        (["x", "y"], "x", 1, "1 is not one"),
        (["x", "y"], "x", None, "None is not one"),
        ([1, 2], 2, "1", "'1' is not one of the conditions, which are 1 and 2"),
        ([1, 2], 2, True, "True is not one"),
        ([1, 2], 2, 10**30, "10{30} is not one"),
        ([1.5, 2.0], 2, float("nan"), "None is not one of the conditions, which are 1.5 and 2"),
        ([True, False], False, 1, "1 is not one of the conditions, which are (True|False) and"),
        (
            [dt.date(2024, 1, 1), dt.date(2024, 1, 2)],
            dt.date(2024, 1, 1),
            "x",
            "'x' is not one",
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
    with pytest.raises(
        ArgumentError, match="1 is not one of the conditions, which are 'x' and 'y'"
    ):
        answers.pairs(1, 2)
    with pytest.raises(
        ArgumentError, match="'z' is not one of the conditions, which are 'x' and 'y'"
    ):
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
        ArgumentError, match="'z' is not one of the conditions, which are 'x', 'y' and 'later'"
    ):
        answers.pairs("x", "z")


def test_a_condition_is_no_pair():
    """Two are wanted, of responses that have conditions and respondents."""
    answers = lk.Responses(FRAME, TRIAL, **LONG)
    with pytest.raises(ArgumentError, match="first='x' and second='x' are the same condition"):
        answers.pairs("x", "x")
    with pytest.raises(ArgumentError, match=r"first=1 and second=1(\.0)? are the same condition"):
        answers.pairs(1, 1.0)
    with pytest.raises(ArgumentError, match=r"the responses have no condition; .*\n.*`condition=`"):
        lk.Responses(FRAME.drop_duplicates("who"), TRIAL, respondent="who").pairs("x", "y")
    with pytest.raises(ArgumentError, match="the responses have no respondents;"):
        lk.Responses(FRAME, TRIAL, condition="when").pairs("x", "y")
    with pytest.raises(ArgumentError, match=r"by=\('ward', 'when'\) contains the condition"):
        answers.pairs("x", "y", by=["ward", "when"])
    with pytest.raises(MissingColumnError, match="no column 'nurse'"):
        answers.pairs("x", "y", by="nurse")


@pytest.mark.parametrize(
    ("column", "values", "who"),
    [
        ("ward", [5, 6, 6, 6, 5, 7], r"2 respondents \('a', 'd'\)"),
        ("grade", [1, 1, 1, 1, 1, 2], r"1 respondent \('d'\)"),
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
