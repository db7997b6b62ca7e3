"""The hint of an error fits what came instead of an answer."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import LabelConflictError, OffScaleError, UnknownLabelError

BARE = lk.LikertScale()
TURKISH = lk.LikertScale.from_labels(
    ["Kat\u0131lm\u0131yorum", "Karars\u0131z\u0131m", "Kat\u0131l\u0131yorum"],
    nonsubstantive={"Pas d\u2019accord du tout": 9},
)
AGREEMENT = lk.LikertScale.preset("agreement", 5)
DEFAULT = "add the text to `labels=`"


def hint(values, scale=BARE, item="q"):
    """Return the hint for a column."""
    with pytest.raises(UnknownLabelError) as caught:
        scale.encode(values, item=item)
    assert str(caught.value).count("\n") == 1
    return caught.value.remedy()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["3,0", "4,0"], "read the file with its decimal comma: pd.read_csv(path, dec"),
        (["3,5", "4"], "if the comma is a decimal comma"),
        ([True, False], "True and False are not answers on a scale of 5 levels"),
        (["true", "false"], "True and False are not answers on a scale of 5 levels"),
        ([np.True_], "True and False are not answers on a scale of 5 levels"),
        ([b"3"], "decode the bytes to text first, as in frame['q'].str.decode('utf-8')"),
        ([pd.Timestamp("2024-02-01")], "dates and times are not answers: check which column"),
        ([dt.date(2024, 2, 1)], "dates and times are not answers"),
        ([dt.timedelta(3)], "dates and times are not answers"),
        (np.array(["2024-02-01"], "datetime64[D]"), "dates and times are not answers"),
        (["2024-02-01"], "this looks like a date"),
        (["2024-02-01 10:15:00"], "this looks like a date"),
        (["01.02.2024"], "this looks like a date"),
        (["02-Jan"], "this looks like a date"),
        (["q", "3"], "leave the second header row out"),
        (["Q1 how", '{"ImportId":"QID1"}', "3"], "the data begin with the header rows of Qual"),
        (["How often?", "3"], "if row 0 holds headings"),
        (["3", "see comment"], DEFAULT),
        (["3", "q"], DEFAULT),
        (["3", "q", "q"], DEFAULT),
        (["3", "2 - Often"], DEFAULT),
    ],
)
def test_what_came(values, expected):
    """Each has one sentence of its own; anything else has the common one."""
    assert hint(values).startswith(expected)


def test_truth_values_on_two_levels():
    """The hint has the codes of the scale."""
    recoded = (
        "turn True and False into codes first, for example frame['ok'].map({False: 0, True: 1})."
    )
    assert hint([True, False], lk.LikertScale((0, 1)), "ok") == recoded


@pytest.mark.parametrize(
    ("text", "scale", "label"),
    [
        ("Kat\u0131lyorum", TURKISH, "Kat\u0131l\u0131yorum"),
        ("Kat\ufffdl\ufffdyorum", TURKISH, "Kat\u0131l\u0131yorum"),
        ("Agre", AGREEMENT, "Agree"),
        ("Strongly dsagree", AGREEMENT, "Strongly disagree"),
        ("Pas daccord du tout", TURKISH, "Pas d\u2019accord du tout"),
    ],
)
def test_a_near_miss_names_its_label(text, scale, label):
    """Of a level or of a reason."""
    assert hint([1, text], scale).startswith(f"{text!r} is close to the label {label!r}: if ")


@pytest.mark.parametrize(
    ("label", "how"),
    [
        ("Kat\u0131l\u0131yorum", "cp1252"),
        ("Pas d\u2019accord du tout", "cp1252"),
        ("Pas d\u2019accord du tout", "latin-1"),
    ],
)
def test_the_wrong_encoding_names_the_label(label, how):
    """UTF-8 that was read as Windows-1252 or as Latin-1, whatever the length of the label."""
    read = label.encode("utf-8").decode(how)
    assert hint([read], TURKISH) == (
        f"{read!r} is {label!r} read in the wrong encoding: read the file with encoding='utf-8'."
    )


def test_the_wrong_encoding_of_something_else():
    """No label is made up."""
    assert hint([1, "gr\u00fcn".encode().decode("cp1252")], TURKISH).startswith(DEFAULT)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Strongly disagree", {5: "Strongly agree"}),
        ("Unsatisfied", {5: "Satisfied"}),
        ("Kat\u0131lm\u0131yorum", {5: "Kat\u0131l\u0131yorum"}),
        ("stimme nicht voll zu", {5: "stimme voll zu"}),
        ("Level three", {1: "Level thrxe", 2: "Level thrye"}),
        ("no", {5: "now"}),
    ],
)
def test_no_label_is_named_in_doubt(text, labels):
    """Not its opposite, not two that are equally near, not for a word of few letters."""
    assert hint([1, text], lk.LikertScale(labels=labels)).startswith(DEFAULT)


def test_the_other_errors_keep_their_hints():
    """A number off the scale, and a code beside the label of another."""
    with pytest.raises(OffScaleError, match="declare a code that means no answer"):
        BARE.encode([7])
    with pytest.raises(LabelConflictError, match="labels or the codes of the scale are reversed"):
        AGREEMENT.encode(["2 - Agree"])


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([True, False], "True and False are not answers on a scale of"),
        ([dt.date(2024, 2, 1)], "check which column belongs to"),
        (["q", "3"], "second header row"),
        (["3,0"], "decimal comma"),
    ],
)
def test_columns_of_frames_have_the_same_hints(make, column, expected):
    """The engine does not matter."""
    instrument = lk.Instrument("i", [lk.Item("q", BARE)])
    with pytest.raises(UnknownLabelError, match=expected):
        lk.Responses(make({"q": column}), instrument).tally()
