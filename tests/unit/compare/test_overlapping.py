"""compare_overlapping: what its table holds, says and refuses."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.partly_paired import SCALE, pairs_of, two_items

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, OptionError

TABLE = {4: {5: 6, 4: 3}, 5: {5: 4}, "absent": {5: 3, 4: 2}, 3: {"absent": 4}, "blank": {1: 1}}
PAIRS = lk.PairTally.from_table(TABLE, SCALE, first="before", second="after")
COLUMNS = tuple(
    "item n_first_only n_second_only n_both mean_difference low high statistic df pvalue "
    "pvalue_adjusted method note".split()
)
PART_COLUMNS = tuple(
    "item part n_first n_second n_both mean_difference low high statistic df pvalue method "
    "note".split()
)


def compared(table, scale=SCALE, **options: Any):
    """Return the one row of a table's comparison, and its parts by name."""
    found = lk.compare_overlapping(pairs_of(table, scale), "a", "b", **options)
    return found["item"], {row.part: row for row in found.parts}


def test_columns_and_counts():
    """In the order of the contract; blanks beside an answer leave it unpaired."""
    found = lk.compare_overlapping(PAIRS, "before", "after")
    assert found.names == tuple(found.to_frame().columns) == COLUMNS
    assert found.parts.names == tuple(found.parts.to_frame().columns) == PART_COLUMNS
    row = found["item"]
    assert (row.n_first_only, row.n_second_only, row.n_both) == (4, 6, 13)
    # 4 × 9 and 5 × 4 and 3 × 4 under the first; 5 × 13, 4 × 5 and 1 under the second.
    assert row.mean_difference == approx(68 / 17 - 86 / 19, rel=1e-15)
    assert row.method == "partially overlapping t, unequal variances"
    assert row.note == ""


def test_methods_are_named():
    """Each part by the name of its test."""
    names = {
        ("t", False): ["paired t", "Welch's t", "Welch's t"],
        ("t", True): ["paired t", "Student's t", "Student's t"],
        ("proportion", False): ["McNemar's z", "pooled z", "pooled z"],
    }
    whole = {
        ("t", False): "partially overlapping t, unequal variances",
        ("t", True): "partially overlapping t, equal variances",
        ("proportion", False): "partially overlapping z",
    }
    for (test, equal), methods in names.items():
        variances = {"equal_variances": equal} if test == "t" else {}
        row, parts = compared(TABLE, test=test, **variances)
        assert [part.method for part in parts.values()] == [*methods, whole[test, equal]]
        assert row.method == whole[test, equal]


def test_what_must_be_read_stands_below():
    """View, test, intervals, family and the caution; strata that are pooled, and own notes."""
    frame, trial, declared = two_items()
    answers = lk.Responses(frame, trial, stratum="grade", **declared)
    text = lk.compare_overlapping(answers, "a", "b", alternative="less").to_text(200)
    for said in (
        "a minus b, partly paired: trial",
        "Scores are the codes as answered.",
        "The strata of 'grade' are pooled: each counts by its number of answers.",
        "Test: partially overlapping t, unequal variances; one-sided, whether the first is less.",
        "Intervals: t, 95 %, each by itself.",
        "Holm, the family being 2 p-values (all items).",
        "All answers count",
    ):
        assert said in text
    split = lk.compare_overlapping(answers, "a", "b", by="grade", correction="none")
    assert "pooled" not in split.to_text(200)
    assert split.names[0] == split.parts.names[0] == "grade"
    assert "(all items by grade)" in split.to_text(200)
    assert dict(split.options)["correction"] == "none"
    parts = split.parts.to_text(200)
    assert "part by part" in parts
    assert "P-values are not adjusted." in parts
    shares = lk.compare_overlapping(answers, "a", "b", test="proportion", boxes=(2, 1))
    text = shares.to_text(200)
    assert "Shares of the valid answers in the top box.\n" in text
    assert "Top box: 4, 5.\n" in text
    assert "Test: partially overlapping z.\n" in text
    assert "Newcombe's hybrid score, of the pairs alone Tango's; 95 %, each by itself." in text
    assert dict(shares.options)["boxes"] == (2, 1)
    synthetic = lk.studies.balint().synthetic(1).participants
    found = lk.compare_overlapping(synthetic, "virtual", "face-to-face")
    assert any("synthetic" in note.lower() for note in found.notes)
    assert any("synthetic" in note.lower() for note in found.parts.notes)


def test_the_family_is_all_rows():
    """Holm over both items: twice the smaller p-value, the larger as it is or the same."""
    frame, trial, declared = two_items()
    found = lk.compare_overlapping(lk.Responses(frame, trial, **declared), "a", "b")
    small, large = sorted(found, key=lambda row: row.pvalue)
    assert small.pvalue_adjusted == approx(2 * small.pvalue, rel=1e-12)
    assert large.pvalue_adjusted == approx(max(large.pvalue, 2 * small.pvalue), rel=1e-12)
    assert [row.pvalue for row in found.parts.filter(part="overlapping")] == [
        row.pvalue for row in found
    ]


def test_the_paired_part_has_one_variance_whatever_is_said():
    """Differences have one variance: the paired t does not ask whether two are equal."""
    (_, separate), (_, pooled) = (compared(TABLE, equal_variances=equal) for equal in (False, True))
    assert pooled["paired only"] == separate["paired only"]
    assert pooled["unpaired only"] != separate["unpaired only"]


def test_the_family_counts_defined_p_values():
    """An item that nobody answered is no member."""
    frame, trial, declared = two_items()
    answers = lk.Responses(frame.assign(q2=None), trial, **declared)
    for table in (
        lk.compare_overlapping(answers, "a", "b"),
        lk.equivalence(answers, "a", "b", margin=1),
    ):
        assert any("the family being 1 p-value (all items)" in note for note in table.notes)
        assert table["q1"].pvalue_adjusted == table["q1"].pvalue
        assert math.isnan(table["q2"].pvalue_adjusted)


@pytest.mark.parametrize("positive", ["high", "low"])
@pytest.mark.parametrize("size", [1, 2])
def test_boxes_stand_at_the_positive_end(positive, size):
    """4 and 5, or 1 and 2, whichever end is positive."""
    scale = lk.LikertScale(positive=positive)
    row, parts = compared(TABLE, scale, test="proportion", boxes=(size, 1))
    inside = set((5, 4)[:size] if positive == "high" else (1, 2)[:size])
    first = {4: 9, 5: 4, 3: 4}
    second = {5: 13, 4: 5, 1: 1}
    share = [
        sum(n for code, n in some.items() if code in inside) / sum(some.values())
        for some in (first, second)
    ]
    assert row.mean_difference == approx(share[0] - share[1], abs=1e-15)
    assert math.isnan(row.df)
    paired = parts["paired only"]
    assert paired.mean_difference == approx(
        (4 in inside) * 9 / 13
        + (5 in inside) * 4 / 13
        - (4 in inside) * 3 / 13
        - (5 in inside) * 10 / 13
    )


NOBODY = "nobody answered under the "
FEW = "too few answers: no spread can be estimated"
FLAT = "no spread: nothing tells how far the difference could vary"


@pytest.mark.parametrize("test", ["t", "proportion"])
@pytest.mark.parametrize(
    ("table", "whole", "paired", "unpaired"),
    [
        (
            {"absent": {"blank": 3}},
            "no valid answers",
            "nobody answered both",
            f"{NOBODY}first or the second condition only",
        ),
        (
            {3: {"absent": 2}, 4: {"blank": 1}},
            "no valid answers under the second condition",
            "nobody answered both",
            f"{NOBODY}second condition only",
        ),
        (
            {"blank": {5: 2}, "absent": {4: 3}},
            "no valid answers under the first condition",
            "nobody answered both",
            f"{NOBODY}first condition only",
        ),
    ],
)
def test_where_nobody_answered(test, table, whole, paired, unpaired):
    """NaN, and a note that says who is not there."""
    row, parts = compared(table, test=test)
    assert row.note == whole
    assert parts["overlapping"].note == whole
    assert parts["all as if unpaired"].note == whole
    assert parts["paired only"].note == paired
    assert parts["unpaired only"].note == unpaired
    for one in (row, *parts.values()):
        figures = (one.mean_difference, one.low, one.high, one.statistic, one.df, one.pvalue)
        assert all(map(math.isnan, figures))
    assert math.isnan(row.pvalue_adjusted)


def test_too_few_answers():
    """One answer has no spread: the difference stands, and a note for the rest."""
    row, parts = compared({3: {4: 1}})
    assert (row.mean_difference, row.note) == (-1, FEW)
    assert math.isnan(row.pvalue)
    assert math.isnan(row.low)
    assert parts["paired only"].note == FEW
    assert parts["unpaired only"].note == f"{NOBODY}first or the second condition only"
    same, _ = compared({3: {3: 1}})
    assert (same.mean_difference, same.statistic, same.pvalue, same.note) == (0, 0, 1, FEW)
    lone, parts = compared({3: {"absent": 1}, "absent": {2: 1, 4: 2}})
    assert (lone.note, parts["unpaired only"].note) == (FEW, FEW)
    student, _ = compared({3: {"absent": 1}, "absent": {2: 1, 4: 2}}, equal_variances=True)
    assert student.note == ""
    assert student.df == 2


@pytest.mark.parametrize("equal", [False, True])
def test_identical_pairs_beside_others_are_a_test_like_any(equal):
    """That nobody changed does not make those alike who answered once."""
    pairs = {2: {2: 3}, 4: {4: 2}}
    more, _ = compared({**pairs, "absent": {5: 4}}, equal_variances=equal)
    fewer, _ = compared({2: {2: 3, "absent": 1}, 4: {4: 2, "absent": 4}}, equal_variances=equal)
    for row in (more, fewer):
        assert row.statistic == approx(row.mean_difference / error_of(row), rel=1e-9)
        assert row.mean_difference != 0
        assert 0 < row.pvalue < 1


def error_of(row):
    """Return the standard error, out of the interval."""
    return (row.high - row.low) / 2 / stats.t.ppf(0.975, row.df)


def test_no_spread():
    """Where all differences are equal no test is made, unless all of them are 0."""
    shifted, parts = compared({3: {4: 5}, 2: {3: 2}})
    assert shifted.mean_difference == -1
    assert math.isnan(shifted.low)
    assert math.isnan(shifted.high)
    assert (shifted.note, shifted.df) == (FLAT, 6)
    assert math.isnan(shifted.statistic)
    assert math.isnan(shifted.pvalue)
    assert parts["all as if unpaired"].note == ""
    constant, _ = compared({3: {3: 5, "absent": 2}, "absent": {3: 4}})
    assert (constant.mean_difference, constant.statistic, constant.pvalue) == (0, 0, 1)
    assert math.isnan(constant.low)
    assert math.isnan(constant.high)
    assert constant.note == FLAT


def test_shares_that_cannot_vary_keep_an_interval():
    """All in the box under both conditions: p is 1, and the interval is no point."""
    row, parts = compared({5: {5: 8, "absent": 3}, "absent": {5: 4}}, test="proportion")
    assert (row.mean_difference, row.statistic, row.pvalue, row.note) == (0, 0, 1, "")
    for one in (row, *parts.values()):
        assert one.low < 0 < one.high
        assert one.pvalue == 1


def test_weights_are_refused():
    """With the name of what knows them."""
    frame, trial, declared = two_items()
    answers = lk.Responses(frame, trial, weight="weight", **declared)
    with pytest.raises(ArgumentError, match=r"compare_overlapping\(\)(.|\n)*compare_paired"):
        lk.compare_overlapping(answers, "a", "b")


def test_options_are_checked():
    """Each with what was found."""
    for name in ("test", "alternative", "correction"):
        with pytest.raises(OptionError, match=f"{name}='exact'"):
            lk.compare_overlapping(PAIRS, "before", "after", **{name: "exact"})
    with pytest.raises(ArgumentTypeError, match="equal_variances='yes'"):
        lk.compare_overlapping(PAIRS, "before", "after", equal_variances="yes")
    with pytest.raises(ArgumentError, match="confidence_level=95"):
        lk.compare_overlapping(PAIRS, "before", "after", confidence_level=95)
    with pytest.raises(ArgumentError, match="do not overlap"):
        lk.compare_overlapping(PAIRS, "before", "after", test="proportion", boxes=(4, 4))
    with pytest.raises(ArgumentError, match=r"boxes=\(4, 4\) has no effect for test='t'"):
        lk.compare_overlapping(PAIRS, "before", "after", boxes=(4, 4))
    with pytest.raises(AxisError):
        lk.compare_overlapping(PAIRS, "before", "after", by="ward")
    with pytest.raises(ArgumentTypeError, match="expected Responses or a PairTally"):
        lk.compare_overlapping(pd.DataFrame(), "before", "after")
