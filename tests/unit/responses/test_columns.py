from __future__ import annotations

import pickle
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    LabelConflictError,
    LikertkitError,
    MixedCodingError,
    OffScaleError,
    UnknownLabelError,
)

SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9, "Refused": (97, 98)})
ONE = lk.Instrument("one", [lk.Item("q", SCALE)])


def counts_of(answers: object, instrument: lk.Instrument = ONE) -> list[int]:
    """Return the cells of one column in a pandas frame."""
    return lk.Responses(pd.DataFrame({"q": answers}), instrument).tally().counts[0, 0].tolist()


@pytest.mark.parametrize(
    "dtype",
    ["int8", "uint8", "int16", "int64", "uint64", "float16", "float32", "float64", "Int8", "UInt32",
     "Float64", "object", "int64[pyarrow]", "category"],
)  # fmt: skip
def test_numbers_of_every_type(dtype: str) -> None:
    """From one byte to eight, whole or not, nullable or not, and categories of numbers."""
    answers = pd.Series([1, 4, 4, 9, 97, 98, 5]).astype(dtype)
    assert counts_of(answers) == [1, 0, 0, 2, 1, 0, 1, 2]


@pytest.mark.parametrize("dtype", ["float64", "Int8", "Float32", "object", "int8[pyarrow]"])
def test_blanks_of_every_type(dtype: str) -> None:
    """None, NaN and NA are blank and no answer."""
    answers = pd.Series([1, None, 4, None], dtype=object).astype(dtype)
    assert counts_of(answers) == [1, 0, 0, 1, 0, 2, 0, 0]


def test_decimals_and_text_of_numbers() -> None:
    """Decimals from a database, digits from a file."""
    assert counts_of([Decimal("4.0"), Decimal(1), None]) == [1, 0, 0, 1, 0, 1, 0, 0]
    assert counts_of(["4.0", " 1", "", "  ", None, "98"]) == [1, 0, 0, 1, 0, 3, 0, 1]
    polars = pl.DataFrame({"q": [Decimal("4.0"), Decimal("9.0"), None]})
    assert lk.Responses(polars, ONE).tally().counts[0, 0].tolist() == [0, 0, 0, 1, 0, 1, 1, 0]


@pytest.mark.parametrize("hold", [lambda frame: frame, lambda frame: frame.lazy()])
def test_whole_numbers_of_sixteen_bytes(hold) -> None:
    """What an engine makes of a sum, in answers and weights; NumPy has no such type."""
    frame = pl.DataFrame(
        {"q": [1, None, 5], "w": [1, 2, 3]}, schema={"q": pl.Int128, "w": pl.Int128}
    )
    tally = lk.Responses(hold(frame), ONE, weight="w").tally()
    assert tally.counts[0, 0].tolist() == [1, 0, 0, 0, 1, 1, 0, 0]
    assert tally.sums is not None
    assert tally.sums[0, 0].tolist() == [1, 0, 0, 0, 3, 2, 0, 0]
    with pytest.raises(OffScaleError, match=r"5 \(1 row"):
        lk.Responses(
            hold(frame), lk.Instrument("one", [lk.Item("q", lk.LikertScale((1, 2)))])
        ).tally()


def test_half_precision_beside_a_code_that_it_cannot_hold() -> None:
    """A reason coded 99999 does not overflow."""
    scale = lk.LikertScale((1, 2), nonsubstantive={"N/A": 99999})
    answers = np.array([1, 2, np.nan], dtype=np.float16)
    assert counts_of(answers, lk.Instrument("one", [lk.Item("q", scale)])) == [1, 1, 1, 0]


@pytest.mark.parametrize("answers", [[1, True, 2], [True, 1, 2], [False, 1]])
def test_a_boolean_is_not_taken_for_a_number(answers: list[object]) -> None:
    """Python says that True equals 1; a respondent did not."""
    with pytest.raises(UnknownLabelError, match=r"item 'q' has 1 row"):
        counts_of(pd.Series(answers, dtype=object))


def test_codes_that_no_byte_holds() -> None:
    """Codes past 127 take the other way of counting and give the same."""
    scale = lk.LikertScale((100, 200, 300), nonsubstantive={"N/A": -999})
    instrument = lk.Instrument("one", [lk.Item("q", scale)])
    assert counts_of([100, 300, 300, -999, None], instrument) == [1, 0, 2, 1, 1]
    with pytest.raises(OffScaleError, match=r"44 \(1 row: 0\)"):
        counts_of([44, 100], instrument)  # 300 - 256


def test_a_value_that_a_byte_would_wrap_is_off_the_scale() -> None:
    """257 is not 1, and 1e300 is no answer either."""
    frame = pd.DataFrame({"q": [257, 1], "w": [1.0, 2.0], "g": [1, 2]})
    for weight in (None, "w"):
        with pytest.raises(OffScaleError, match=r"257 \(1 row: 0\)"):
            lk.Responses(frame, ONE, weight=weight)
    with pytest.raises(OffScaleError, match=r"off its scale: 10{9}.*… \(1 row: 1\)"):
        counts_of([1, 1e300])
    with pytest.raises(OffScaleError, match=r"inf \(1 row: 1\)"):
        counts_of([1, np.inf])


def test_off_scale_beside_declared_missing_beside_blank() -> None:
    """Only the first is wrong; the error names how many rows, and the first five."""
    answers = [7, 9, None, 4, 7, 3.5, 7, 7, 7, 7, 97]
    with pytest.raises(OffScaleError) as caught:
        counts_of(answers)
    said = str(caught.value)
    assert said.startswith("item 'q' has 7 rows")
    assert "7 (6 rows: 0, 4, 6, 7, 8, …), 3.5 (1 row: 5), counting from row 0." in said
    assert "Expected 1 'Strongly disagree', 2 'Disagree'" in said
    assert "; or, counted as missing, 'N/A' (9), 'Refused' (97, 98)." in said
    assert "\nHint: declare a code that means no answer in `nonsubstantive=`" in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == said
    assert isinstance(caught.value, ValueError)


def test_the_same_column_as_text() -> None:
    """Off-scale digits beside a declared label beside white space."""
    with pytest.raises(OffScaleError) as caught:
        counts_of(["7", "n/a", " ", "4", "7.0"])
    assert [(one.value, one.n_rows, one.rows) for one in caught.value.found] == [
        ("'7'", 1, (0,)),
        ("'7.0'", 1, (4,)),
    ]


def test_every_stray_number_is_counted_though_few_are_named() -> None:
    """Five are shown, in the order they come, and the others counted."""
    with pytest.raises(OffScaleError) as caught:
        counts_of([11, 12, 13, 14, 15, 16, 17, 17])
    said = str(caught.value)
    assert said.startswith("item 'q' has 8 rows")
    assert "11 (1 row: 0), 12 (1 row: 1)" in said
    assert "15 (1 row: 4) and 2 more" in said


def test_unknown_labels_are_named_with_their_rows() -> None:
    """A label of another scale, and a near miss, whose hint is the one that fits."""
    with pytest.raises(UnknownLabelError) as caught:
        counts_of(["Agree", "Agre", None, "Agre", "Often"])
    said = str(caught.value)
    assert said.startswith("item 'q' has 3 rows")
    assert "'Agre' (2 rows: 1, 3), 'Often' (1 row: 4)" in said
    assert "\nHint: 'Agre' is close to the label 'Agree': if both mean the same, correct" in said
    with pytest.raises(UnknownLabelError) as caught:
        counts_of(["Agree", "Often"])
    assert (
        "\nHint: add the text to `labels=`, or, if it means no answer, to `nonsubstantive=`"
        in str(caught.value)
    )


@pytest.mark.parametrize("text", ["NA", "None", "nan", "null", "-", "<NA>", "NaN"])
def test_text_for_nothing_is_an_answer_until_declared(text: str) -> None:
    """Only the scale says what counts as missing."""
    with pytest.raises(UnknownLabelError, match=rf"'{text}' \(1 row: 1\)"):
        counts_of(["Agree", text])
    scale = lk.LikertScale(labels={4: "Agree"}, nonsubstantive={text: None})
    assert counts_of(["Agree", text, None], lk.Instrument("one", [lk.Item("q", scale)])) == [
        0, 0, 0, 1, 0, 1, 1,
    ]  # fmt: skip


def test_mixed_coding_is_refused() -> None:
    """Labels beside bare numbers for levels that have labels: nobody knows who coded those."""
    with pytest.raises(MixedCodingError) as caught:
        counts_of(["Agree", "2", None, "2", "Disagree"])
    said = str(caught.value)
    assert said.startswith("item 'q' has 2 rows")
    assert "'2' (2 rows: 1, 3)" in said
    assert "only numbers, but the column also has 'Agree', 'Disagree'" in said
    assert "\nHint: find out what the numbers mean" in said


def test_numbers_between_labelled_ends_are_not_mixed() -> None:
    """Only the ends have labels; the code of a missing answer never counts either."""
    scale = lk.LikertScale(labels={1: "Never", 5: "Always"}, nonsubstantive={"N/A": 9})
    instrument = lk.Instrument("one", [lk.Item("q", scale)])
    assert counts_of(["Never", "2", "4", "Always", "9"], instrument) == [1, 1, 0, 1, 1, 0, 1]
    with pytest.raises(MixedCodingError):
        counts_of(["Never", "2", "5"], instrument)


def test_a_code_beside_the_label_of_another_is_a_conflict() -> None:
    """Somebody turned the scale."""
    with pytest.raises(LabelConflictError, match=r"'5: Strongly disagree' \(1 row: 1\)") as caught:
        counts_of(["Agree", "5: Strongly disagree"])
    assert "\nHint: check which end of the scale is 1" in str(caught.value)


def test_booleans_dates_and_complex_numbers_are_no_answers() -> None:
    """Each is an unknown answer rather than 1."""
    for answers in ([True, False], pd.to_datetime(["2024-01-01"]), [1j]):
        with pytest.raises(UnknownLabelError, match="item 'q' has"):
            counts_of(answers)


def test_a_column_of_free_text_is_not_listed() -> None:
    """Over 1,000 distinct answers is no Likert column; 1,000 labels are."""
    with pytest.raises(UnknownLabelError, match="more than 1000 different texts"):
        counts_of([f"text {k}" for k in range(1001)])
    many = lk.LikertScale(range(1000), {k: f"level {k}" for k in range(1000)})
    instrument = lk.Instrument("one", [lk.Item("q", many)])
    counts = counts_of([f"LEVEL {k}" for k in range(1000)] + ["LEVEL 7"], instrument)
    assert counts == [1] * 7 + [2] + [1] * 992 + [0]


@pytest.mark.parametrize("n_levels", [126, 127, 128, 200])
def test_as_many_spellings_as_a_byte_has_numbers(n_levels: int) -> None:
    """The numbers of the distinct texts fit whatever type holds them."""
    scale = lk.LikertScale(range(n_levels), {k: f"level {k}" for k in range(n_levels)})
    answers = [f"level {k}" for k in range(n_levels)] + [None, None]
    counts = counts_of(answers, lk.Instrument("one", [lk.Item("q", scale)]))
    assert counts == [1] * n_levels + [2]


@pytest.mark.parametrize(
    "answers", [[7], ["Meh"], ["1: agree"], ["Agree", "2"], [f"t{k}" for k in range(1001)]]
)
def test_every_error_is_a_likertkit_error_and_pickles(answers: list[object]) -> None:
    """One base for all, and what a worker raises arrives."""
    with pytest.raises(LikertkitError) as caught:
        counts_of(answers)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value)
    assert (again.item, again.found, again.expected) == (
        caught.value.item, caught.value.found, caught.value.expected,
    )  # fmt: skip
