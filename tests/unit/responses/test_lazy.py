from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    MissingColumnError,
    OffScaleError,
    UnknownLabelError,
    WeightError,
)

SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})
ONE = lk.Instrument("one", [lk.Item("q", SCALE)])
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", SCALE)])


def test_a_lazy_frame_is_checked_at_the_first_table() -> None:
    """Columns at once, answers when they are read; making and printing read nothing."""

    def fail(_: object) -> object:
        raise AssertionError

    frame = pl.LazyFrame({"q": [7]})
    answers = lk.Responses(frame, ONE)
    with pytest.raises(OffScaleError):
        answers.tally()
    never = frame.select(pl.col("q").map_batches(fail, return_dtype=pl.Int64))
    assert repr(lk.Responses(never, ONE)) == (
        "Responses to 'one': rows held by polars, 1 item; scores as_answered"
    )
    with pytest.raises(MissingColumnError, match="no column 'q'"):
        lk.Responses(pl.LazyFrame({"Q": [1]}), ONE)
    with pytest.raises(WeightError, match="has the type String"):
        lk.Responses(pl.LazyFrame({"q": [1], "w": ["1"]}), ONE, weight="w")


def test_each_table_reads_the_frame_as_it_is_then() -> None:
    """An engine holds the rows, and may get more of them."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE answers AS SELECT 4 AS q")
    answers = lk.Responses(connection.table("answers"), ONE)
    assert answers.tally().counts.sum() == 1
    connection.execute("INSERT INTO answers VALUES (5), (NULL)")
    assert answers.tally().counts.tolist() == [[[0, 0, 0, 1, 1, 1, 0]]]


def test_no_order_no_rows() -> None:
    """An engine keeps no order, so that the error counts rows and names none."""
    frame = pl.LazyFrame({"q": [7, 7, 4]})
    with pytest.raises(OffScaleError) as caught:
        lk.Responses(frame, ONE).tally()
    assert [(one.value, one.n_rows, one.rows) for one in caught.value.found] == [("7", 2, ())]
    assert "7 (2 rows)." in str(caught.value)


def test_the_column_that_is_wrong_is_the_one_named() -> None:
    """Among several, numbers and text."""
    with pytest.raises(OffScaleError, match=r"item 'r' has 1 row .*8 \(1 row\)"):
        lk.Responses(pl.LazyFrame({"q": [1, 2], "r": [8, 9]}), TWO).tally()
    with pytest.raises(UnknownLabelError, match=r"item 'r' has 1 row .*'Meh' \(1 row\)"):
        lk.Responses(pl.LazyFrame({"q": ["Agree"], "r": ["Meh"]}), TWO).tally()


def test_each_item_of_text_is_read_on_its_own_scale() -> None:
    """One word may be another level of another scale."""
    items = [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale.from_labels(["Agree", "Disagree"]))]
    frame = pl.LazyFrame({"q": ["Agree", "Disagree"], "r": ["Agree", "Agree"]})
    tally = lk.Responses(frame, lk.Instrument("two", items)).tally()
    assert tally.counts[0].tolist() == [[0, 1, 0, 1, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0]]


def test_a_number_and_a_text_column_side_by_side() -> None:
    """One query for numbers, the spellings of text before it."""
    frame = pl.LazyFrame({"q": [4.0, float("nan"), None], "r": ["agree ", "", None]})
    tally = lk.Responses(frame, TWO).tally()
    assert tally.counts[0].tolist() == [[0, 0, 0, 1, 0, 2, 0]] * 2


@pytest.mark.parametrize("n_distinct", [1000, 1001, 1500])
def test_a_column_of_free_text_is_not_fetched(n_distinct: int) -> None:
    """The engine hands over a thousand spellings and no more."""
    frame = pl.LazyFrame({"q": [f"text {k}" for k in range(n_distinct)]})
    said = "1000 rows" if n_distinct == 1000 else "more than 1000 different texts"
    with pytest.raises(UnknownLabelError, match=said):
        lk.Responses(frame, ONE).tally()


def test_a_level_that_has_many_spellings() -> None:
    """Counts are added over them."""
    spellings = ["Agree", "AGREE", " agree", "agree\ufeff", "4: agree", "(4) Agree", "Agree (4)"]
    tally = lk.Responses(pl.LazyFrame({"q": spellings}), ONE).tally()
    assert tally.counts[0, 0].tolist() == [0, 0, 0, 7, 0, 0, 0]


def test_group_columns_may_be_called_like_anything() -> None:
    """Also like the names that the query uses for itself."""
    frame = pl.LazyFrame({"q": [1, 2], "n_rows": [1, 1], "n_0_0_0": ["a", "b"], "group_0": [3, 4]})
    tally = lk.Responses(frame, ONE).tally(by=("group_0", "n_0_0_0", "n_rows"))
    assert tally.groups == ((3, "a", 1), (4, "b", 1))
    assert tally.counts[:, 0, :2].tolist() == [[1, 0], [0, 1]]


def test_null_and_nan_are_one_group() -> None:
    """Two rows of the query, one group of the tally."""
    frame = pl.LazyFrame({"q": [1, 1, 2], "g": [None, float("nan"), 1.0]})
    tally = lk.Responses(frame, ONE).tally(by="g")
    assert tally.groups == ((1,), (None,))
    assert tally.counts[1, 0, 0] == 2


def test_weights_of_whole_numbers_and_null() -> None:
    """Whole numbers are weights; null is a missing one."""
    frame = pl.LazyFrame({"q": [1, 2], "w": [3, 4]})
    tally = lk.Responses(frame, ONE, weight="w").tally()
    assert tally.squares is not None
    assert tally.squares[0, 0, :2].tolist() == [9.0, 16.0]
    many = pl.LazyFrame({"q": [1] * 8, "w": [None] * 7 + [1.0]})
    with pytest.raises(WeightError, match=r"blank, blank, blank, blank, blank \(7 rows\)"):
        lk.Responses(many, ONE, weight="w").tally()


def test_a_stratum_and_a_by_column_in_a_wide_lazy_frame() -> None:
    """As in a frame in memory."""
    frame = pd.DataFrame(
        {"a": [1, 2, None], "b": [5, 5, 4], "grade": [1, 1, 2], "ward": list("xyx")}
    )
    columns = {"before": {"q": "a"}, "after": {"q": "b"}}
    eager, lazy = (
        lk.Responses.from_wide(one, ONE, columns=columns, stratum="grade").tally(by="ward")
        for one in (frame, pl.from_pandas(frame).lazy())
    )
    assert lazy == eager
    assert lazy.groups == eager.groups
