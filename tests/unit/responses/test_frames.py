from __future__ import annotations

import pickle

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import FrameError, LikertkitError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale(labels={4: "Agree"}))])


@pytest.mark.parametrize(
    "frame", [{"q": [1]}, [1, 2], pd.Series([1], name="q"), np.array([[1]]), "answers.csv", None]
)
def test_what_is_no_data_frame_is_said_to_be_none(frame: object) -> None:
    """The error names the type, and is a TypeError as well."""
    with pytest.raises(FrameError, match="are not a data frame; expected a") as caught:
        lk.Responses(frame, ONE)
    assert type(frame).__name__ in str(caught.value)
    assert "\nHint: put the answers into a data frame" in str(caught.value)
    assert isinstance(caught.value, LikertkitError)
    assert isinstance(caught.value, TypeError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_polars_column_is_no_frame_either() -> None:
    """As with pandas."""
    with pytest.raises(FrameError, match="not a data frame"):
        lk.Responses(pl.Series("q", [1]), ONE)


def test_column_names_are_text() -> None:
    """Numbers and tuples would not be found by the name of an item."""
    for names in ([0, 1], [("q", "a"), ("q", "b")]):
        frame = pd.DataFrame([[1, 2]])
        frame.columns = pd.Index(names)
        with pytest.raises(FrameError, match="column names that are not text") as caught:
            lk.Responses(frame, ONE)
        assert repr(names[0]) in str(caught.value)
        assert "expected different texts" in str(caught.value)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[1, 2, 3]], columns=["q", "x", "q"]),
        pa.table([[1], [2], [3]], names=["q", "x", "q"]),
        duckdb.sql("SELECT 1 AS q, 2 AS x, 3 AS q"),
        pytest.param("dask", id="dask"),
    ],
    ids=["pandas", "pyarrow", "duckdb", None],
)
def test_repeated_column_names_are_refused(frame: object) -> None:
    """Nobody knows which of the two is meant."""
    if isinstance(frame, str):
        frame = pytest.importorskip("dask.dataframe").from_pandas(
            pd.DataFrame([[1, 2, 3]], columns=["q", "x", "q"]), npartitions=1
        )
    with pytest.raises(FrameError, match="several columns with the same name"):
        lk.Responses(frame, ONE)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[1, 5, "x", 5], [2, 5, "y", 5]], columns=["q", "a", "g", "a"]),
        pa.table([[1, 2], [5, 5], ["x", "y"], [5, 5]], names=["q", "a", "g", "a"]),
    ],
    ids=["pandas", "pyarrow"],
)
def test_a_name_that_nobody_uses_may_be_repeated(frame: object) -> None:
    """It is refused as soon as it is named."""
    answers = lk.Responses(frame, ONE)
    assert [row.mean for row in lk.means(answers, by="g")] == [1, 2]
    with pytest.raises(FrameError, match=r"several columns with the same name: \['a'\]"):
        answers.tally(by="a")
    with pytest.raises(FrameError, match="several columns with the same name"):
        lk.Responses(frame, ONE, weight="a")


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"q": [[1], [2]]}),
        pl.DataFrame({"q": [[1], [2]]}),
        pl.LazyFrame({"q": [[1], [2]]}),
        pl.LazyFrame({"q": [{"a": 1}]}),
        duckdb.sql("SELECT [1, 2] AS q"),
        pa.table({"q": [[1], [2]]}),
    ],
    ids=["pandas", "polars", "polars lazy", "polars struct", "duckdb", "pyarrow"],
)
def test_a_cell_holds_one_answer(frame: object) -> None:
    """A select-all-that-apply column is no item."""
    with pytest.raises(FrameError, match="column 'q' has cells with several values"):
        lk.Responses(frame, ONE).tally()


def test_responses_keep_their_own_copy() -> None:
    """What is done to the frame afterwards changes no table made later."""
    frame = pd.DataFrame({"q": ["Agree", "4", None], "ward": ["x", "y", "y"]})
    frame = frame.assign(q=["Agree", "Agree", None])
    answers = lk.Responses(frame, ONE)
    expected = answers.tally(by="ward")
    frame.loc[0, "ward"] = "z"
    frame["q"] = None
    del frame["ward"]
    assert answers.tally(by="ward") == expected


@pytest.mark.parametrize("index", [[7, 7, 7], pd.MultiIndex.from_tuples([(1, 2), (1, 3), (0, 0)])])
def test_the_index_means_nothing(index: object) -> None:
    """A repeated or nested index of a pandas frame moves no answer."""
    frame = pd.DataFrame({"q": [1, 4, None], "w": [1.0, 2.0, 3.0], "g": [1, 2, 1]})
    expected = lk.Responses(frame, ONE, weight="w").tally(by="g")
    assert lk.Responses(frame.set_axis(index), ONE, weight="w").tally(by="g") == expected


def test_order_of_rows_and_columns_changes_nothing() -> None:
    """Law 2."""
    frame = pd.DataFrame({"q": [1, 4, None, 2], "w": [1.0, 2.0, 3.0, 0.1], "g": [1, 2, 1, 2]})
    expected = lk.Responses(frame, ONE, weight="w").tally(by="g")
    moved = frame.iloc[::-1, ::-1]
    assert lk.Responses(moved, ONE, weight="w").tally(by="g") == expected
