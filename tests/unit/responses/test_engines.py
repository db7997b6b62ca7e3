from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import (
    BlankKeyError,
    DuplicateRespondentError,
    LabelConflictError,
    MixedCodingError,
    OffScaleError,
    UnknownLabelError,
    WeightError,
)

SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9, "Refused": (97, 98)})
ONE = lk.Instrument("one", [lk.Item("q", SCALE)])
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1, 2)))])
# Levels 1 to 5, blank, N/A, Refused.
EXPECTED = [1, 0, 0, 2, 1, 2, 1, 2]
SPELLINGS = {
    "numbers": [1.0, 4.0, 4.0, 5.0, None, None, 9.0, 97.0, 98.0],
    "whole numbers as text": ["1", "4", "4.0", " 5", None, "  ", "9", "97", "98.0"],
    "labels": [
        "strongly disagree",
        "Agree",
        " AGREE ",
        "4: agree",
        None,
        "",
        "n/a",
        "Refused",
        "refused",
    ],
}


@pytest.mark.parametrize("spelling", ["numbers", "whole numbers as text"])
def test_every_engine_counts_codes_alike(engine, spelling: str) -> None:
    """Levels, blank and each reason stand apart, whatever holds the column."""
    frame = engine(pd.DataFrame({"q": SPELLINGS[spelling]}))
    tally = lk.Responses(frame, ONE).tally()
    assert tally.counts.tolist() == [[EXPECTED]]
    row = lk.describe(tally).to_frame().iloc[0]
    assert row["n_missing"] == 5
    assert row[["n_missing_blank", "n_missing_n_a", "n_missing_refused"]].tolist() == [2, 1, 2]


def test_every_engine_counts_labels_alike(engine) -> None:
    """Case, spacing and a code before the label make no difference anywhere."""
    frame = engine(pd.DataFrame({"q": SPELLINGS["labels"]}))
    assert lk.Responses(frame, ONE).tally().counts.tolist() == [[[1, 0, 0, 3, 0, 2, 1, 2]]]


def test_every_engine_makes_the_groups_and_weights_of_pandas(engine) -> None:
    """Condition, stratum, by and weights in one pass: counts exactly, weights to 1e-12."""
    frame = pd.DataFrame({
        "q": ["Agree", "Disagree", None, "N/A", "Agree", "Agree"],
        "r": [0, 1, 2, 0, None, 2],
        "who": [1, 1, 2, 2, 3, 3],
        "when": ["before", "after"] * 3,
        "grade": ["x", "x", "y", "y", "z", "z"],
        "ward": [1, 2, 1, 2, 1, 2],
        "w": [0.1, 0.2, 0.7, 1.5, 0.0, 3.0],
    })  # fmt: skip
    declared = {"respondent": "who", "condition": "when", "stratum": "grade", "weight": "w"}
    expected = lk.Responses(frame, TWO, **declared).tally(by="ward")
    found = lk.Responses(engine(frame), TWO, **declared).tally(by="ward")
    assert found == expected
    assert found.groups == expected.groups
    assert found.groups[:3] == (("after", "x", 2), ("after", "y", 2), ("after", "z", 2))
    assert found.sums is not None
    assert found.sums[found.groups.index(("before", "x", 1)), 0, 3] == 0.1
    # A respondent of weight 0 is sampled, and in no cell.
    at = found.groups.index(("before", "z", 1))
    assert not found.counts[at].any()
    assert found.zeros.tolist() == [[int(g == at)] * 2 for g in range(len(found.groups))]
    assert found.n_sampled[at].tolist() == [1, 1]


def test_every_engine_reads_wide_frames(engine) -> None:
    """Conditions side by side, one of them without an item."""
    frame = engine(
        pd.DataFrame({"q_after": [4, 5], "q_before": [None, 2], "r_before": [0, 2], "g": [1, 1]})
    )
    answers = lk.Responses.from_wide(
        frame,
        TWO,
        columns={"before": {"q": "q_before", "r": "r_before"}, "after": {"q": "q_after"}},
        stratum="g",
    )
    tally = answers.tally()
    assert tally.groups == (("before", 1), ("after", 1))
    assert tally.counts[0].tolist() == [[0, 1, 0, 0, 0, 1, 0, 0], [1, 0, 1, 0, 0, 0, 0, 0]]
    assert tally.counts[1].tolist() == [[0, 0, 0, 1, 1, 0, 0, 0], [0] * 8]


def test_items_of_a_wide_frame_are_counted_where_they_belong(engine) -> None:
    """A condition that asks the second item alone, and one that names them in another order."""
    frame = engine(pd.DataFrame({"a": [0, 1], "b": [2, 2], "c": [4, 5]}))
    columns = {"before": {"r": "a"}, "after": {"r": "b", "q": "c"}}
    tally = lk.Responses.from_wide(frame, TWO, columns=columns).tally()
    assert tally.counts[0].tolist() == [[0] * 8, [1, 1, 0, 0, 0, 0, 0, 0]]
    assert tally.counts[1].tolist() == [[0, 0, 0, 1, 1, 0, 0, 0], [0, 0, 2, 0, 0, 0, 0, 0]]


def test_every_engine_names_answers_off_the_scale(engine) -> None:
    """Off-scale beside declared-missing beside blank in one column: only the first is wrong."""
    frame = engine(pd.DataFrame({"q": [7, 9, None, 4, 7, -1]}))
    with pytest.raises(OffScaleError) as caught:
        lk.Responses(frame, ONE).tally()
    error = caught.value
    assert error.item == "q"
    assert sorted((one.value, one.n_rows) for one in error.found) == [("-1", 1), ("7", 2)]
    assert "item 'q' has 3 rows" in str(error)
    assert "7 (2 rows" in str(error)
    assert "Expected 1 'Strongly disagree', 2 'Disagree'" in str(error)
    assert "'N/A' (9), 'Refused' (97, 98)" in str(error)
    assert "\nHint: declare a code" in str(error)


@pytest.mark.parametrize(
    ("answers", "error", "said"),
    [
        (["Agree", "Meh", "Meh"], UnknownLabelError, "item 'q' has 2 rows"),
        (["Agree", "NA"], UnknownLabelError, "'NA' (1 row"),
        (["Agree", "None"], UnknownLabelError, "'None' (1 row"),
        (["Agree", "nan"], UnknownLabelError, "'nan' (1 row"),
        (["Agree", "6"], OffScaleError, "'6' (1 row"),
        (["Agree", "1: agree"], LabelConflictError, "'1: agree' (1 row"),
        (["Agree", "2", "2"], MixedCodingError, "'2' (2 rows"),
        ([True, False, None], UnknownLabelError, "item 'q' has 2 rows"),
    ],
)
def test_every_engine_refuses_the_same_answers(engine, answers, error, said: str) -> None:
    """Each error names item, rows and answer; "NA" and "None" are texts like any other."""
    frame = pd.DataFrame({"q": pd.Series(answers, dtype=object)})
    with pytest.raises(error) as caught:
        lk.Responses(engine(frame), ONE).tally()
    assert caught.value.item == "q"
    assert said in str(caught.value)
    assert "\nHint: " in str(caught.value)


def test_na_and_none_are_missing_once_declared(engine) -> None:
    """What the scale declares counts as missing, each for its reason."""
    scale = lk.LikertScale(nonsubstantive={"NA": None, "None": None, "n/a": None})
    instrument = lk.Instrument("one", [lk.Item("q", scale)])
    frame = engine(pd.DataFrame({"q": ["4", "NA", "None", "N/A", None, "n/a"]}))
    counts = lk.Responses(frame, instrument).tally().counts
    assert counts.tolist() == [[[0, 0, 0, 1, 0, 1, 1, 1, 2]]]


@pytest.mark.parametrize("blank", [None, "  ", "\ufeff"])
def test_every_engine_refuses_blank_respondents_and_conditions(engine, blank) -> None:
    """Nobody can be told by a blank, whether it is null or white space."""
    frame = engine(pd.DataFrame({"q": [1, 2, 3], "who": ["a", blank, "c"]}))
    for purpose in ("respondent", "condition"):
        with pytest.raises(BlankKeyError, match=rf"the {purpose} column 'who' has blank \(1 row"):
            lk.Responses(frame, ONE, **{purpose: "who"}).tally()


def test_every_engine_refuses_respondents_without_a_number(engine) -> None:
    """NaN is as blank as null."""
    frame = engine(pd.DataFrame({"q": [1, 2, 3], "who": [1.0, float("nan"), 2.0]}))
    with pytest.raises(BlankKeyError, match="'who' has blank"):
        lk.Responses(frame, ONE, respondent="who").tally()
    # In polars NaN and null are two things.
    both = pl.LazyFrame({"q": [1, 2, 3], "who": [1.0, float("nan"), None]})
    for one in (both, both.collect()):
        with pytest.raises(BlankKeyError, match=r"'who' has blank \(2 rows"):
            lk.Responses(one, ONE, respondent="who").tally()
    for one in (both.head(2), both.head(2).collect()):
        with pytest.raises(BlankKeyError, match=r"'who' has blank \(1 row"):
            lk.Responses(one, ONE, respondent="who").tally()


def test_every_engine_names_duplicate_respondents(engine) -> None:
    """Each with the rows it has; two conditions are two rows and no duplicate."""
    frame = engine(
        pd.DataFrame({"q": [1] * 5, "who": [1, 1, 2, 2, 2], "when": ["a", "b", "a", "a", "b"]})
    )
    with pytest.raises(DuplicateRespondentError) as caught:
        lk.Responses(frame, ONE, respondent="who").tally()
    assert "2 respondents have more than one row (column 'who')" in str(caught.value)
    assert [(one.value, one.n_rows) for one in caught.value.found] == [("1", 2), ("2", 3)]
    with pytest.raises(DuplicateRespondentError, match=r"1 respondent has .* for one value of 'wh"):
        lk.Responses(frame, ONE, respondent="who", condition="when").tally()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1.0, -1.0, 2.0], r"negative, missing.*: -1 \(1 row"),
        ([1.0, None, 2.0], r"negative, missing.*: blank \(1 row"),
        ([1.0, float("inf"), 2.0], r"negative, missing.*: inf \(1 row"),
        ([0.0, 0.0, 0.0], "the weights in column 'w' add up to 0"),
        (["1", "2", "3"], "the weight column 'w' has the type"),
        ([True, True, False], "the weight column 'w' has the type"),
    ],
)
def test_every_engine_refuses_weights_that_are_none(engine, weights, said: str) -> None:
    """Negative, missing, infinite, zero-sum and text: no weight is guessed or dropped."""
    frame = engine(pd.DataFrame({"q": [1, 2, 3], "w": weights}))
    with pytest.raises(WeightError, match=said) as caught:
        lk.Responses(frame, ONE, weight="w").tally()
    assert "'w'" in str(caught.value)
    assert "\nHint: " in str(caught.value)


def test_every_engine_counts_an_empty_frame(engine) -> None:
    """No rows are no error: undefined, with a note."""
    frame = engine(pd.DataFrame({"q": [1.0], "w": [1.0], "g": ["a"]}).iloc[:0])
    for weight in (None, "w"):
        answers = lk.Responses(frame, ONE, weight=weight)
        assert lk.means(answers)["q"].note == "no valid answers"
        assert len(lk.means(answers, by="g")) == 0


def test_every_engine_keeps_the_input_as_it_was(eager_engine) -> None:
    """Frames in memory come out as they went in."""
    frame = eager_engine(pd.DataFrame({"q": ["Agree", None, "N/A"], "w": [1.0, 2.0, 0.5]}))
    before = frame.copy() if hasattr(frame, "copy") else frame
    lk.describe(lk.Responses(frame, ONE, weight="w"))
    assert frame.equals(before)


def test_polars_categories_and_enums_are_text() -> None:
    """Both polars types for categories, eager and lazy."""
    for dtype in (pl.Categorical, pl.Enum(["Agree", "Disagree", "Neither agree nor disagree"])):
        frame = pl.DataFrame({"q": pl.Series(["Agree", None, "Disagree"], dtype=dtype)})
        for one in (frame, frame.lazy()):
            counts = lk.Responses(one, ONE).tally().counts
            assert counts.tolist() == [[[0, 1, 0, 1, 0, 1, 0, 0]]]


def test_pandas_categories_that_nobody_chose_change_nothing() -> None:
    """Unused categories of answers and of groups."""
    frame = pd.DataFrame({
        "q": pd.Categorical(["Agree", None], categories=["Nonsense", "Agree"]),
        "g": pd.Categorical(["a", "b"], categories=["c", "b", "a"]),
    })  # fmt: skip
    tally = lk.Responses(frame, ONE).tally(by="g")
    assert tally.groups == (("a",), ("b",))
    assert tally.counts[:, 0].tolist() == [[0, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0, 0]]


def test_decimals_of_a_database() -> None:
    """DuckDB's DECIMAL in answers and weights."""
    connection = duckdb.connect()
    relation = connection.sql(
        "SELECT 4::DECIMAL(4, 1) AS q, 1.5::DECIMAL(4, 2) AS w UNION ALL SELECT 9, 2"
    )
    tally = lk.Responses(relation, ONE, weight="w").tally()
    assert tally.counts.tolist() == [[[0, 0, 0, 1, 0, 0, 1, 0]]]
    assert tally.sums is not None
    assert tally.sums[0, 0, [3, 6]].tolist() == [1.5, 2.0]
    eager = lk.Responses(relation.to_arrow_table(), ONE, weight="w").tally()
    assert eager == tally


def test_ordered_categories_order_the_groups() -> None:
    """Grades in their own order, whichever engine holds it; others stay sorted."""
    grades = ["senior", "junior", "none"]
    pandas = pd.DataFrame({
        "q": [1, 2, 3, 4],
        "g": pd.Categorical(["none", "senior", "junior", None], grades, ordered=True),
    })  # fmt: skip
    polars = pl.from_pandas(pandas.astype({"g": object})).with_columns(
        pl.col("g").cast(pl.Enum(grades))
    )
    expected = (("senior",), ("junior",), ("none",), (None,))
    indices = pa.array([2, 0, 1, None])
    arrow = pa.table(
        {"q": [1, 2, 3, 4], "g": pa.DictionaryArray.from_arrays(indices, grades, ordered=True)}
    )
    in_pandas = arrow.to_pandas(types_mapper=pd.ArrowDtype)
    parts = pa.concat_tables([arrow.slice(0, 1), arrow.slice(1)])
    for frame in (pandas, polars, polars.lazy(), arrow, in_pandas, parts, arrow.slice(0, 0)):
        found = lk.Responses(frame, ONE).tally(by="g").groups
        assert found == (expected if len(found) else ())
    numbers = pa.DictionaryArray.from_arrays(indices, [30, 10, 20], ordered=True)
    found = lk.Responses(arrow.set_column(1, "g", numbers), ONE).tally(by="g").groups
    assert found == ((10,), (20,), (30,), (None,))
    plain = pa.DictionaryArray.from_arrays(indices, grades)
    found = lk.Responses(arrow.set_column(1, "g", plain), ONE).tally(by="g").groups
    assert found[0] == ("junior",)
    unordered = pandas.assign(g=pandas["g"].cat.as_unordered())
    assert lk.Responses(unordered, ONE).tally(by="g").groups[0] == ("junior",)
