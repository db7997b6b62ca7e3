from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import BlankKeyError, DuplicateRespondentError, WeightError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])


def test_blank_keys_are_counted_and_the_first_rows_named() -> None:
    """How many rows, the first five of them, and what to do."""
    frame = pd.DataFrame({"q": [1] * 8, "who": [None, "a", " ", "\u00a0", "b", "", None, "\u200b"]})
    with pytest.raises(BlankKeyError) as caught:
        lk.Responses(frame, ONE, respondent="who")
    said = str(caught.value)
    assert said.startswith("the respondent column 'who' has blank (6 rows: 0, 2, 3, 5, 6, …)")
    assert "expected a value in every row" in said
    assert said.endswith("Hint: fill in the respondent, or remove these rows from the data.")
    assert str(pickle.loads(pickle.dumps(caught.value))) == said


def test_a_blank_condition_is_an_error_and_a_blank_group_is_a_group() -> None:
    """Only respondents and conditions have to be told apart."""
    frame = pd.DataFrame({"q": [1, 2, 3], "g": ["a", None, float("nan")]})
    with pytest.raises(BlankKeyError, match=r"condition column 'g' has blank \(2 rows: 1, 2\)"):
        lk.Responses(frame, ONE, condition="g")
    assert lk.Responses(frame, ONE).tally(by="g").groups == (("a",), (None,))


def test_duplicates_are_named_with_their_rows() -> None:
    """The first five, and how many more there are."""
    frame = pd.DataFrame({"q": [1] * 14, "who": [*"aabbccddeeff", "g", "a"]})
    with pytest.raises(DuplicateRespondentError) as caught:
        lk.Responses(frame, ONE, respondent="who")
    said = str(caught.value)
    assert said.startswith("6 respondents have more than one row (column 'who'): ")
    assert "'a' (3 rows: 0, 1, 13), 'b' (2 rows: 2, 3)" in said
    assert "'e' (2 rows: 8, 9) and 1 more. Expected one row each." in said
    assert "\nHint: declare the column of conditions" in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == said


def test_a_respondent_has_a_row_in_each_condition() -> None:
    """Two rows under one condition are named with it."""
    frame = pd.DataFrame({"q": [1] * 4, "who": [1, 1, 1, 2], "when": ["a", "b", "b", "b"]})
    lk.Responses(frame.drop(index=2), ONE, respondent="who", condition="when")
    with pytest.raises(DuplicateRespondentError) as caught:
        lk.Responses(frame, ONE, respondent="who", condition="when")
    assert "1 respondent has more than one row for one value of 'when'" in str(caught.value)
    assert "1 under 'b' (2 rows: 1, 2)" in str(caught.value)


def test_a_wide_frame_has_a_row_for_each_respondent() -> None:
    """Conditions stand side by side there, so that a second row is a duplicate."""
    frame = pd.DataFrame({"x": [1, 2], "y": [1, 2], "who": [5, 5]})
    columns = {"a": {"q": "x"}, "b": {"q": "y"}}
    with pytest.raises(DuplicateRespondentError, match=r"5 \(2 rows: 0, 1\)"):
        lk.Responses.from_wide(frame, ONE, columns=columns, respondent="who")


def test_bad_weights_are_counted_and_the_first_named() -> None:
    """Each value as it is, and the rows."""
    weights = [1.0, -0.5, np.nan, np.inf, -2.0, -3.0, -4.0]
    with pytest.raises(WeightError) as caught:
        lk.Responses(pd.DataFrame({"q": [1] * 7, "w": weights}), ONE, weight="w")
    said = str(caught.value)
    assert said.startswith("the weight column 'w' has weights that are negative, missing")
    assert "-0.5, blank, inf, -2, -3 (6 rows: 1, 2, 3, 4, 5, …)" in said
    assert "\nHint: give respondents outside the sample the weight 0" in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == said


@pytest.mark.parametrize("weight", [1e200, 1e-200])
def test_weights_whose_squares_no_float_holds_are_refused(weight: float) -> None:
    """Rather than a sum that is infinite or 0."""
    frame = pd.DataFrame({"q": [1, 2], "w": [weight, 1.0]})
    with pytest.raises(WeightError, match=r"out of range: 1e[+-]200 \(1 row: 0\)"):
        lk.Responses(frame, ONE, weight="w")


def test_weights_may_be_zero_but_not_all() -> None:
    """Respondents of weight 0 were sampled, but stand for nobody: no n counts them."""
    frame = pd.DataFrame({"q": [1, 5], "w": [0, 2]})
    row = lk.means(lk.Responses(frame, ONE, weight="w"))["q"]
    assert (row.n, row.weighted_n, row.mean) == (1, 2.0, 5.0)
    with pytest.raises(WeightError, match="the weights in column 'w' add up to 0") as caught:
        lk.Responses(frame.assign(w=0), ONE, weight="w")
    assert "\nHint: check that the decimals of the column were read" in str(caught.value)


@pytest.mark.parametrize("dtype", ["object", "str", "bool", "complex", "datetime64[ns]"])
def test_weights_are_numbers(dtype: str) -> None:
    """Text, booleans and dates are converted by whoever knows how."""
    frame = pd.DataFrame({"q": [1, 2], "w": pd.Series([1, 1]).astype(dtype)})
    with pytest.raises(WeightError, match=r"column 'w' has the type .*; expected numbers"):
        lk.Responses(frame, ONE, weight="w")


@pytest.mark.parametrize("dtype", ["int8", "uint64", "float32", "Int64", "Float64"])
def test_weights_are_numbers_of_any_kind(dtype: str) -> None:
    """NumPy's and the nullable ones."""
    frame = pd.DataFrame({"q": [1, 2, 2], "w": pd.Series([1, 2, 3]).astype(dtype)})
    tally = lk.Responses(frame, ONE, weight="w").tally()
    assert tally.sums is not None
    assert tally.sums[0, 0].tolist() == [1.0, 5.0, 0.0, 0.0, 0.0, 0.0]


def test_groups_of_three_columns_that_do_not_all_occur_together() -> None:
    """Only the groups that somebody is in, each with its own rows, blanks too."""
    frame = pd.DataFrame({
        "q": [1, 2, 3, 4, 5, 1],
        "a": ["x", "y", "x", "y", None, "x"],
        "b": [1, 2, 2, 2, 1, 1],
        "c": [True, True, False, None, True, True],
    })  # fmt: skip
    tally = lk.Responses(frame, ONE).tally(by=("a", "b", "c"))
    assert tally.groups == (
        ("x", 1, True), ("x", 2, False), ("y", 2, True), ("y", 2, None), (None, 1, True),
    )  # fmt: skip
    assert tally.counts[:, 0].argmax(axis=1).tolist() == [0, 2, 1, 3, 4]
    assert tally.counts.sum() == 6
