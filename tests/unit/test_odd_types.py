"""Arguments and cells of types that nothing can be made of: each is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, UnknownLabelError
from likertkit.tally._axes import plain_key

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
TALLY = lk.Responses(pd.DataFrame({"q": [1, 2], "g": ["a", "b"]}), ONE, stratum="g").tally()


def test_a_path_is_a_path() -> None:
    """A number is none."""
    with pytest.raises(ArgumentTypeError, match="path=5 is not the path of a file"):
        lk.Instrument.load(5)  # type: ignore[arg-type]


def test_strata_are_merged_with_a_stratum() -> None:
    """A list cannot be the name of a stratum."""
    merged: Any = {"a": ["b"]}
    with pytest.raises(ArgumentTypeError, match="collapse merges 'a' with a list"):
        lk.means(TALLY.sampled(collapse=merged))


def test_a_bound_is_a_number() -> None:
    """A text is none."""
    low: Any = "1"
    with pytest.raises(ArgumentTypeError, match="low='1' is not a number"):
        lk.Interval(low, 2.0, 0.95)


def test_bytes_that_change_are_a_key() -> None:
    """Spark hands blobs over as such bytes."""
    frame = duckdb.sql("SELECT 1 AS q, '\\x61'::BLOB AS g UNION ALL SELECT 2, '\\x62'::BLOB")
    tally = lk.Responses(frame, ONE).tally(by="g")
    assert tally.groups == ((b"a",), (b"b",))
    assert plain_key(bytearray(b"a")) == b"a"


def test_parts_are_tables() -> None:
    """Nothing is no list of tables."""
    parts: Any = None
    with pytest.raises(ArgumentTypeError, match="parts=None"):
        lk.Tally.sum(parts)


def test_a_condition_is_a_value_of_a_column() -> None:
    """A list is none."""
    frame = pd.DataFrame({"q": [1, 2], "who": [1, 1], "when": ["x", "y"]})
    answers = lk.Responses(frame, ONE, respondent="who", condition="when")
    first: Any = ["x"]
    with pytest.raises(ArgumentTypeError, match="first is a list"):
        answers.pairs(first, "y")


def test_lengths_of_time_are_no_answers() -> None:
    """Not every engine writes them as text, so they are looked at one by one."""
    frame = pl.LazyFrame({"q": [dt.timedelta(days=1), None, dt.timedelta(days=2)]})
    with pytest.raises(UnknownLabelError, match="item 'q' has"):
        lk.Responses(frame, ONE).tally()
