"""Every way of writing an answer ends at its code; whatever is no answer is an error."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    LabelConflictError,
    OffScaleError,
    UnknownLabelError,
)
from likertkit.instrument import LikertScale

NAN = float("nan")
SCALE = LikertScale(
    labels={1: "Strongly agree", 5: "Strongly disagree"},
    positive="low",
    nonsubstantive={"Not applicable": 9, "Refused": (97, 98), "Don't know": None},
)
FULL = LikertScale.preset("agreement", 5)
GAPS = LikertScale((-2, -1, 1, 2), {-2: "Much worse", 2: "Much better"})


class Answer(enum.IntEnum):
    """Answers as some programs keep them."""

    YES = 1


def encoded(values, scale=SCALE):
    """Return codes, with None for NaN."""
    found = scale.encode(values)
    assert found.dtype == np.float64
    return [None if np.isnan(code) else code for code in found]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Strongly agree", 1),
        ("strongly  AGREE ", 1),
        ("\ufeffStrongly\xa0agree", 1),
        ("Stron\u200bgly agree", 1),
        ("4", 4),
        ("4.0", 4),
        (" 4 ", 4),
        ("+4", 4),
        ("4.", 4),
        (4, 4),
        (4.0, 4),
        (Decimal("4.0"), 4),
        (Fraction(8, 2), 4),
        (np.int8(4), 4),
        (np.float32(4), 4),
        (np.str_("4"), 4),
        (Answer.YES, 1),
        (pa.scalar(4), 4),
        (pa.scalar("strongly agree"), 1),
        ("1: strongly agree", 1),
        ("(5) Strongly disagree", 5),
        ("5 - Strongly\u00a0disagree", 5),
        ("5 \u2013 strongly disagree", 5),
        ("5. Strongly disagree", 5),
        ("5 = Strongly disagree", 5),
        ("5) Strongly disagree", 5),
        ("[5] Strongly disagree", 5),
        ("Strongly disagree (5)", 5),
        ("5 strongly disagree", 5),
        (9, None),
        ("9", None),
        (97.0, None),
        ("not applicable", None),
        ("9: Not applicable", None),
        ("98 - refused", None),
        ("Don\u2019t know", None),
        (None, None),
        (NAN, None),
        (np.float32("nan"), None),
        (Decimal("NaN"), None),
        (Decimal("sNaN"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (np.datetime64("NaT", "ns"), None),
        (pa.scalar(None, pa.int8()), None),
        ("", None),
        (" \xa0\ufeff\u200b\u2060", None),
    ],
)
def test_answers(value, code):
    """Labels, numbers and both together; blanks and nonsubstantive answers are missing."""
    assert encoded([value]) == [code]


def test_negative_codes_and_gaps():
    """Codes need not start at 1 nor follow one another."""
    assert encoded(["-2", "\u22121", "-2: much worse", "Much better (2)", 1], GAPS) == [
        -2,
        -1,
        -2,
        2,
        1,
    ]
    with pytest.raises(OffScaleError, match=r"'0' \(1 row: 1\)"):
        GAPS.encode(["1", "0"])


def test_exact_label_wins_over_parsing():
    """A label may itself begin with a number, even with that of another code."""
    scale = LikertScale.from_labels(["Never", "1-2 times", "3 - 4 times", "3: more"])
    assert encoded(["1\u20132 times", "3 - 4 TIMES", "3: more", "2: 1-2 times"], scale) == [
        2,
        3,
        4,
        2,
    ]


def test_labels_with_their_own_number():
    """Where labels hold their codes, the mark between the two does not matter."""
    scale = LikertScale.from_labels(["1 - Bad", "2 - Bad or good", "3 - Good"])
    assert encoded(["1 - bad", "3: Good", "(2) Bad or good", "3", "1 = 1 - bad"], scale) == [
        1,
        3,
        2,
        3,
        1,
    ]
    with pytest.raises(LabelConflictError):
        scale.encode(["1: good"])


def test_words_that_two_levels_share():
    """Words that stand beside two codes mean whichever stands there."""
    scale = LikertScale((1, 2, 3), {1: "1 - Never", 2: "2 - Never"})
    assert encoded(["1: never", "2: never", "3"], scale) == [1, 2, 3]
    with pytest.raises(LabelConflictError):
        scale.encode(["3: never"])


@pytest.mark.parametrize(
    "value",
    [
        "Agree",
        "NA",
        "None",
        "n/a",
        "nan",
        "inf",
        "four",
        "4,0",
        "3-4 days",
        "4 days",
        "2020-01-02",
        b"4",
        True,
        np.True_,
        [4],
        4j,
        dt.date(2020, 1, 1),
        pd.Timestamp("2020-01-01"),
        np.datetime64(4, "ns"),
        pa.scalar(value=True),
    ],
)
def test_unknown(value):
    """Text is never guessed at, "NA" and "None" least of all; nor are booleans and dates."""
    with pytest.raises(UnknownLabelError, match=r"(?s)item 'q1' has 1 row .*\nHint: "):
        SCALE.encode([1, value], item="q1")


@pytest.mark.parametrize("text", ["NA", "None", "n/a", "nan"])
def test_missing_words_once_declared(text):
    """Such text is a reason as soon as the scale says so."""
    scale = LikertScale(nonsubstantive={text.upper(): None})
    assert encoded([text, 3], scale) == [None, 3]


@pytest.mark.parametrize(
    "value",
    [0, 6, 4.5, 99, -1, "7", "4.5", np.inf, Decimal("4.5"), 10**400, "7: agree", "99: refused"],
)
def test_off_scale(value):
    """A number that is no code is an error, also beside a word."""
    with pytest.raises(OffScaleError, match=r"(?s)item 'q1' has 1 row .*\nHint: "):
        SCALE.encode([1, value, "Strongly agree"], item="q1")


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        ("1: agree", FULL),
        ("1: no such words", FULL),
        ("5 strongly disagree", FULL),
        ("1: strongly disagree", SCALE),
        ("2: strongly agree", SCALE),
        ("2: refused", SCALE),
        ("9: refused", SCALE),
        ("9: strongly agree", SCALE),
        ("9: no such words", SCALE),
        ("9: no such words", LikertScale(nonsubstantive={"Refused": 9})),
        ("Strongly agree (5)", SCALE),
    ],
)
def test_conflict(value, scale):
    """A code beside the label of another is an error: labels flipped under their numbers."""
    with pytest.raises(LabelConflictError, match=r"(?s)item 'q1' has 2 rows .*\nHint: "):
        scale.encode([value, 3, value], item="q1")


COLUMNS = {
    "list": lambda values: values,
    "tuple": tuple,
    "generator": iter,
    "object array": lambda values: np.array(values, dtype=object),
    "object series": lambda values: pd.Series(values, dtype=object),
    "index": lambda values: pd.Index(values, dtype=object),
}
NUMBERS = {
    "float array": lambda v: np.array([np.nan if x is None else x for x in v]),
    "masked array": lambda v: np.ma.masked_invalid(
        np.array([np.nan if x is None else x for x in v])
    ),
    "masked ints": lambda v: np.ma.array(
        [4 if x is None else x for x in v], mask=[x is None for x in v]
    ),
    "float series": lambda v: pd.Series(v, dtype=float),
    "Int8 series": lambda v: pd.Series(v, dtype="Int8"),
    "Float64 array": lambda v: pd.array(v, dtype="Float64"),
    "arrow series": lambda v: pd.Series(v, dtype="int64[pyarrow]"),
    "categorical": pd.Categorical,
    "polars": lambda v: pl.Series(v, dtype=pl.Int8),
    "polars float": lambda v: pl.Series(v, dtype=pl.Float32),
    "polars decimal": lambda v: pl.Series(v, dtype=pl.Decimal(4, 1)),
    "pyarrow": pa.array,
    "chunked": lambda v: pa.chunked_array([v[:2], v[2:]]),
}
TEXTS = {
    "str array": lambda v: np.array(["" if x is None else x for x in v]),
    "str series": lambda v: pd.Series(v, dtype="str"),
    "string series": lambda v: pd.Series(v, dtype="string"),
    "arrow series": lambda v: pd.Series(v, dtype="string[pyarrow]"),
    "category series": lambda v: pd.Series(v, dtype="category"),
    "unused categories": lambda v: pd.Series(
        pd.Categorical(v, categories=["zz", "5", "Strongly agree", "9"])
    ),
    "polars": pl.Series,
    "polars categorical": lambda v: pl.Series(v, dtype=pl.Categorical),
    "polars enum": lambda v: pl.Series(v, dtype=pl.Enum(["9", "5", "Strongly agree"])),
    "pyarrow": pa.array,
    "dictionary": lambda v: pa.array(v).dictionary_encode(),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_mixed_columns(column):
    """A column of anything goes value by value."""
    values = ["Strongly agree", 5, "2", None, 9, 3.0, NAN]
    assert encoded(column(values)) == [1, 5, 2, None, None, 3, None]


@pytest.mark.parametrize("column", (COLUMNS | NUMBERS).values(), ids=COLUMNS | NUMBERS)
def test_columns_of_numbers(column):
    """Numbers of every engine, with its own kind of blank."""
    assert encoded(column([1, None, 9, 5])) == [1, None, None, 5]


@pytest.mark.parametrize("column", (COLUMNS | TEXTS).values(), ids=COLUMNS | TEXTS)
def test_columns_of_text(column):
    """Text of every engine, with its own kind of blank; unused categories mean nothing."""
    assert encoded(column(["Strongly agree", None, "9", "5"])) == [1, None, None, 5]


@pytest.mark.parametrize("column", [np.int8, np.uint8, np.int64, np.float16, np.longdouble])
def test_numeric_arrays(column):
    """Every width of number."""
    values = np.array([1, 5, 9], dtype=column)
    before = values.copy()
    assert encoded(values) == [1, 5, None]
    assert np.array_equal(values, before)


@pytest.mark.parametrize(
    "column", [pd.Series([True]), np.array([True]), pl.Series([True]), pa.array([True])]
)
def test_columns_of_booleans(column):
    """A column of booleans is no column of ones."""
    with pytest.raises(UnknownLabelError, match="True"):
        SCALE.encode(column)


def test_booleans_beside_ones():
    """True equals 1 in Python, and still is no answer."""
    with pytest.raises(UnknownLabelError, match=r"True \(1 row: 1\)"):
        SCALE.encode([1, True, 1])


def test_dates_are_not_numbers():
    """A date four nanoseconds after 1970 is not the code 4."""
    with pytest.raises(UnknownLabelError):
        SCALE.encode(np.array([4], dtype="datetime64[ns]"))


def test_result_is_new():
    """The caller's array is neither returned nor changed."""
    values = np.array([1.0, 9.0])
    SCALE.encode(values)[0] = 77
    assert values.tolist() == [1, 9]


@pytest.mark.parametrize("empty", [[], np.array([]), pd.Series([], dtype=object), pl.Series([])])
def test_empty(empty):
    """No answers are no codes."""
    assert SCALE.encode(empty).shape == (0,)


@pytest.mark.parametrize("value", ["Agree", b"Agree", 4, None, {1: 2}])
def test_not_a_column(value):
    """A text is not a column of letters, a mapping no column of keys."""
    with pytest.raises(ArgumentTypeError, match=r"(?s)not a column.*\nHint: "):
        SCALE.encode(value)


@pytest.mark.parametrize(
    "value", [np.zeros((2, 2)), np.array(1), pd.DataFrame({"q1": [1]}), pl.DataFrame({"q1": [1]})]
)
def test_not_one_dimension(value):
    """One column at a time: a frame would be read as its column names."""
    with pytest.raises(ArgumentError, match="one dimension"):
        SCALE.encode(value)


def test_error_counts_rows():
    """Each offending value comes with its number of rows and the first five of them."""
    values = ["Agree"] * 7 + ["Strongly agree", "Agree ", "Often"]
    with pytest.raises(UnknownLabelError) as caught:
        SCALE.encode(values, item="q1")
    assert caught.value.item == "q1"
    assert [(s.value, s.n_rows, s.rows) for s in caught.value.found] == [
        ("'Agree'", 7, (0, 1, 2, 3, 4)),
        ("'Agree '", 1, (8,)),
        ("'Often'", 1, (9,)),
    ]


@pytest.mark.parametrize("column", [list, np.array, pl.Series])
def test_off_scale_counts_rows(column):
    """The same for numbers, in the order in which they come; whole numbers show as such."""
    values = [7.0, 1.0, 6.5, 7.0, 0.0, 7.0, 7.0, 7.0, 7.0, NAN, 11.0, 12.0, 13.0]
    with pytest.raises(OffScaleError) as caught:
        SCALE.encode(column(values))
    found = caught.value.found
    assert [(s.value, s.n_rows) for s in found] == [
        ("7", 6),
        ("6.5", 1),
        ("0", 1),
        ("11", 1),
        ("12", 1),
        ("13", 1),
    ]
    assert [s.rows for s in found[:5]] == [(0, 3, 5, 6, 7), (2,), (4,), (10,), (11,)]


def test_off_scale_beside_missing_beside_blank():
    """Declared missing and blank answers stay missing; only the stray code is spoken of."""
    with pytest.raises(OffScaleError, match=r"has 1 row .*: 99 \(1 row: 3\)"):
        SCALE.encode([1, 9, None, 99, "Don't know", ""])


def test_unhashable_values_keep_rows():
    """A value that is no scalar does not hide the others."""
    with pytest.raises(UnknownLabelError, match=r"\[1\] \(2 rows: 0, 2\)"):
        SCALE.encode([[1], 1, [1]])
    with pytest.raises(UnknownLabelError, match=r"\[1\] \(1 row: 0\), \[2\] \(1 row: 1\)"):
        SCALE.encode([[1], [2]])


def test_long_text_is_cut():
    """An essay in a column of answers does not fill the screen."""
    with pytest.raises(UnknownLabelError) as caught:
        SCALE.encode(["a" * 500])
    assert len(caught.value.found[0].value) == 80
