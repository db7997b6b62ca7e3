from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    CountsError,
    FrameError,
    LabelConflictError,
    MissingColumnError,
    OffScaleError,
    UnknownItemError,
    UnknownLabelError,
)

SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9, "Refused": (97, 98)})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1)))])


def test_published_counts_give_an_exact_mean() -> None:
    """The study's item: 20, 22, 6, 2 and 1 answers have the mean 95/51."""
    study = lk.Instrument("study", [lk.Item("heard", lk.LikertScale())])
    tally = lk.Tally.from_counts({"heard": {1: 20, 2: 22, 3: 6, 4: 2, 5: 1}}, study)
    row = lk.means(tally)["heard"]
    assert row.n == 51
    assert row.mean == 95 / 51
    assert Fraction(row.mean).limit_denominator(1000) == Fraction(95, 51)


def test_answers_are_codes_labels_reasons_or_none() -> None:
    """Whatever an answer may be in a column, and None for blank."""
    counts = {"q": {1: 2, "agree": 3, "5: Strongly agree": 1, None: 4, "n/a": 5}}
    tally = lk.Tally.from_counts(counts, TRIAL)
    assert tally.counts.tolist() == [[[2, 0, 0, 3, 1, 4, 5, 0], [0] * 8]]
    assert tally.axes == ()


def test_the_codes_of_one_reason_add_up() -> None:
    """97 and 98 are both a refusal."""
    assert lk.Tally.from_counts({"q": {97: 2, 98: 1}}, TRIAL).counts[0, 0, 7] == 3


@pytest.mark.parametrize(
    "answers",
    [
        {1: 2, "Strongly disagree": 1},
        {9: 1, "N/A": 1},
        {"N/A": 1, "n/a": 1},
        {97: 1, "Refused": 1},
        {None: 1, " ": 2},
    ],
)
def test_two_counts_of_one_answer_are_an_error(answers: dict[object, int]) -> None:
    """Nobody knows whether the second corrects the first or adds to it."""
    with pytest.raises(CountsError, match="item 'q' has two counts for the answer"):
        lk.Tally.from_counts({"q": answers}, TRIAL)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_every_other_column_of_a_frame_is_an_axis(make) -> None:
    """Condition and stratum by their names, the rest as by."""
    frame = make({
        "ward": ["x", "x", "y"], "condition": ["b", "a", "a"], "stratum": [2, 1, 1],
        "item": ["q", "q", "r"], "code": [4, 9, 1], "count": [3, 2, 7],
    })  # fmt: skip
    tally = lk.Tally.from_counts(frame, TRIAL)
    assert [(axis.name, axis.role) for axis in tally.axes] == [
        ("ward", "by"), ("condition", "condition"), ("stratum", "stratum"),
    ]  # fmt: skip
    assert tally.groups == (("x", "a", 1), ("x", "b", 2), ("y", "a", 1))
    assert tally.counts[:, 0, [3, 6]].tolist() == [[0, 2], [3, 0], [0, 0]]
    assert tally.counts[2, 1, 1] == 7
    assert not tally.weighted


def test_axes_can_be_named() -> None:
    """A column of another name, and one called condition that is none."""
    frame = pd.DataFrame(
        {"when": [1], "grade": ["a"], "condition": ["x"], "item": "q", "code": 4, "count": [3.0]}
    )
    tally = lk.Tally.from_counts(frame, TRIAL, condition="when", stratum="grade")
    assert [(axis.name, axis.role) for axis in tally.axes] == [
        ("when", "condition"), ("grade", "stratum"), ("condition", "by"),
    ]  # fmt: skip
    assert tally.counts.sum() == 3


def test_a_row_without_a_code_is_what_its_label_says() -> None:
    """As to_frame writes blanks and answers that have no code or several."""
    frame = pd.DataFrame({
        "item": "q",
        "code": pd.array([4, None, None, None], dtype="Int64"),
        "label": ["Agree", "blank", "Refused", None],
        "kind": ["level", "missing", "missing", "missing"],
        "count": [1, 2, 3, 0],
    })  # fmt: skip
    with pytest.raises(CountsError, match="two counts for the answer None"):
        lk.Tally.from_counts(frame, TRIAL)
    tally = lk.Tally.from_counts(frame.iloc[:3], TRIAL)
    assert tally.counts[0, 0].tolist() == [0, 0, 0, 1, 0, 2, 0, 3]


def test_weights_come_with_their_squares() -> None:
    """Both sums of a cell, or neither."""
    frame = pd.DataFrame({
        "item": "q", "code": [4, 5], "count": [2, 1],
        "weighted_count": [3.5, 1.0], "squared_weight": [7.25, 1.0],
    })  # fmt: skip
    tally = lk.Tally.from_counts(frame, TRIAL)
    assert tally.weighted
    assert tally.sums is not None
    assert tally.squares is not None
    assert tally.sums[0, 0, 3:5].tolist() == [3.5, 1.0]
    assert tally.squares[0, 0, 3:5].tolist() == [7.25, 1.0]
    for absent in ("weighted_count", "squared_weight"):
        with pytest.raises(MissingColumnError, match=f"no column '{absent}'"):
            lk.Tally.from_counts(frame.drop(columns=absent), TRIAL)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), None, "much"])
def test_a_sum_of_weights_is_finite_and_not_negative(weight: object) -> None:
    """Neither a sum of weights nor one of squares is guessed."""
    frame = pd.DataFrame({
        "item": ["q"], "code": [4], "count": [2],
        "weighted_count": pd.Series([weight], dtype=object), "squared_weight": [7.25],
    })  # fmt: skip
    swapped = {"weighted_count": "squared_weight", "squared_weight": "weighted_count"}
    for one in (frame, frame.rename(columns=swapped)):
        with pytest.raises(CountsError, match="item 'q' has the weight sum") as caught:
            lk.Tally.from_counts(one, TRIAL)
        assert "for the answer 4" in str(caught.value)


@pytest.mark.parametrize("count", [-1, 2.5, float("nan"), None, True, "3", np.float64(0.5)])
def test_a_count_is_a_whole_number_of_people(count: object) -> None:
    """Percentages and negative numbers are none."""
    with pytest.raises(CountsError, match=r"item 'q' has the count .* for the answer 4") as caught:
        lk.Tally.from_counts({"q": {4: count}}, TRIAL)
    assert "\nHint: pass counts, not percentages" in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("count", [3, 3.0, np.int8(3), np.float32(3), np.uint64(3)])
def test_a_whole_number_may_be_of_any_type(count: object) -> None:
    """NumPy's and those that a gap in the column made floats."""
    assert lk.Tally.from_counts({"q": {4: count}}, TRIAL).counts[0, 0, 3] == 3


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (7, OffScaleError, r"7 \(3 rows\)"),
        (2.5, OffScaleError, r"2.5 \(3 rows\)"),
        ("Meh", UnknownLabelError, r"'Meh' \(3 rows\)"),
        ("NA", UnknownLabelError, r"'NA' \(3 rows\)"),
        ("1: agree", LabelConflictError, r"'1: agree' \(3 rows\)"),
    ],
)
def test_an_answer_must_be_one_of_the_item(answer: object, error, said: str) -> None:
    """The same errors as in a column, which name the item and how many gave the answer."""
    with pytest.raises(error, match=said) as caught:
        lk.Tally.from_counts({"q": {answer: 3}}, TRIAL)
    assert caught.value.item == "q"


def test_items_must_be_of_the_instrument() -> None:
    """An item without counts has none; one that is not there is an error."""
    with pytest.raises(UnknownItemError, match=r"no item 'x' here; expected one of 'q', 'r'"):
        lk.Tally.from_counts({"x": {1: 1}}, TRIAL)
    assert lk.Tally.from_counts({}, TRIAL).counts.sum() == 0


def test_counts_of_an_item_are_a_mapping() -> None:
    """A list of counts leaves open which code is which."""
    with pytest.raises(CountsError, match=r"item 'q' has \[1, 2\] instead of a mapping"):
        lk.Tally.from_counts({"q": [1, 2]}, TRIAL)  # type: ignore[dict-item]


@pytest.mark.parametrize("counts", [3, "q", [("q", {1: 1})], pl.LazyFrame({"item": ["q"]})])
def test_counts_are_a_mapping_or_a_frame(counts: object) -> None:
    """Nothing else, and a lazy frame has to be collected first."""
    with pytest.raises(FrameError, match="expected a mapping or a data frame"):
        lk.Tally.from_counts(counts, TRIAL)  # type: ignore[arg-type]


def test_a_frame_needs_item_code_and_count() -> None:
    """What is missing is named, with what there is."""
    frame = pd.DataFrame({"item": ["q"], "n": [1]})
    with pytest.raises(MissingColumnError, match=r"no column 'code', 'count' .* 'item', 'n'"):
        lk.Tally.from_counts(frame, TRIAL)
    frame = pd.DataFrame({"item": ["q"], "code": [1], "count": [1], "g": [1]})
    for role in ("condition", "stratum"):
        with pytest.raises(MissingColumnError, match=rf"no column 'h' \({role}\)"):
            lk.Tally.from_counts(frame, TRIAL, **{role: "h"})
    with pytest.raises(ArgumentError, match="'g' is declared as the condition and as the stratum"):
        lk.Tally.from_counts(frame, TRIAL, condition="g", stratum="g")


@pytest.mark.parametrize(
    "names", [["item", "code", "count", "count"], ["item", "code", "count", 7]]
)
def test_columns_of_a_frame_have_distinct_texts_for_names(names: list[object]) -> None:
    """As the frames of answers do."""
    with pytest.raises(
        FrameError, match=r"column names that are not text|several columns with the same name"
    ):
        lk.Tally.from_counts(pd.DataFrame([["q", 1, 2, 3]], columns=names), TRIAL)


def test_the_instrument_must_be_one() -> None:
    """A scale alone does not say which items there are."""
    with pytest.raises(ArgumentTypeError, match="expected an Instrument"):
        lk.Tally.from_counts({"q": {1: 1}}, SCALE)  # type: ignore[arg-type]


def test_counts_equal_the_tally_of_the_rows() -> None:
    """From the table and from the rows: the same tally."""
    frame = pd.DataFrame({"q": [4, 4, 9, None, 98], "r": [0, 1, 1, 1, None]})
    counts = {"q": {4: 2, 9: 1, None: 1, 98: 1}, "r": {0: 1, 1: 3, None: 1}}
    assert lk.Tally.from_counts(counts, TRIAL) == lk.Responses(frame, TRIAL).tally()


def test_answers_prove_one_another_as_in_a_column() -> None:
    """Numbers beside words on levels without labels count where every level has its wording."""
    counts = {"q": {"agree": 1}, "r": {"0 - Never": 3, "1 - Often": 4, None: 2}}
    tally = lk.Tally.from_counts(counts, TRIAL)
    assert tally.counts[0, 1].tolist()[:3] == [3, 4, 2]
    frame = pd.DataFrame({
        "item": "r", "code": ["0 - Never", "1 - Often"] * 2, "count": [1, 2, 3, 4],
        "ward": ["x", "x", "y", "y"],
    })  # fmt: skip
    assert lk.Tally.from_counts(frame, TRIAL).counts[:, 1, :2].tolist() == [[1, 2], [3, 4]]
    with pytest.raises(UnknownLabelError, match=r"'1 - other: see below' \(4 rows\)"):
        lk.Tally.from_counts({"r": {"0 - Never": 3, "1 - other: see below": 4}}, TRIAL)


@pytest.mark.parametrize("blank", [None, "", " ", float("nan")])
@pytest.mark.parametrize("role", ["stratum", "condition"])
def test_a_blank_stratum_or_condition_is_refused(blank: object, role: str) -> None:
    """As it is of responses; a blank group may stand."""
    frame = pd.DataFrame({"item": "q", "code": [1, 2, 1], "count": 2, "where": ["a", "a", blank]})
    one = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
    with pytest.raises(lk.errors.BlankKeyError, match=f"the {role} column 'where' has"):
        lk.Tally.from_counts(frame, one, **{role: "where"})
    assert lk.Tally.from_counts(frame, one).groups == (("a",), (None,))
