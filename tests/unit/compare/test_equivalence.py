"""equivalence: what its table holds, says and refuses."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.partly_paired import pairs_of, two_items

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

TABLE = {1: {1: 20, 2: 3}, 2: {1: 2, 2: 30, 3: 4, "absent": 5}, 3: {2: 3, 3: 18}}
SCALE = lk.LikertScale((1, 2, 3))
FEW = "too few answers: no spread can be estimated"
FLAT = "no spread: nothing tells how far the difference could vary"
COLUMNS = tuple(
    "item n_first_only n_second_only n_both mean_difference low high statistic df pvalue "
    "pvalue_adjusted method note margin equivalent superiority".split()
)


def judged(table, scale=SCALE, **options: Any):
    """Return the one row of a table."""
    return lk.equivalence(pairs_of(table, scale), "a", "b", **options)["item"]


def test_columns():
    """Those of a partly paired comparison, then the margin and the verdict."""
    found = lk.equivalence(pairs_of(TABLE, SCALE), "a", "b", margin=0.25)
    assert found.names == tuple(found.to_frame().columns) == COLUMNS
    row = found["item"]
    assert (row.n_first_only, row.n_second_only, row.n_both) == (5, 0, 80)
    assert (row.margin, row.equivalent, row.note) == (0.25, True, "")
    assert row.superiority == (5 + 68 / 2) / 80


def test_an_asymmetric_margin_is_a_pair():
    """The side that is nearer decides."""
    row = judged(TABLE, margin=(-0.02, 1))
    assert row.margin == (-0.02, 1.0)
    assert not row.equivalent
    assert judged(TABLE, margin=[-0.02, 0.02]).margin == 0.02
    text = lk.equivalence(pairs_of(TABLE, SCALE), "a", "b", margin=(-0.02, 1)).to_text(200)
    assert "a and b, equivalent within -0.02 to 1: item" in text
    assert "Margin: -0.02 to 1 scale points. Equivalent: adjusted p-value below 0.05." in text
    assert "Interval: of the mean difference, t, 90 %." in text
    assert "larger p-value stands" in text


def test_superiority_is_of_the_pairs():
    """The interval is Tango's, halved and moved to ½; the mean difference is the pairs' own."""
    found = lk.equivalence(
        pairs_of(TABLE, SCALE), "a", "b", margin=0.1, test="superiority", confidence_level=0.975
    )
    row = found["item"]
    assert row.mean_difference == approx(-2 / 80)
    assert math.isnan(row.df)
    assert row.low < row.superiority < row.high
    # A net score has the same interval.
    scale = lk.LikertScale((-1, 0, 1), positive="high")
    shop = lk.Instrument("shop", [lk.Item("net", scale)])
    net = lk.box_scores(lk.Tally.from_counts({"net": {1: 5, 0: 68, -1: 7}}, shop))
    assert (2 * row.low - 1, 2 * row.high - 1) == approx((net["net"].net_low, net["net"].net_high))
    text = found.to_text(200)
    assert "Margin: ±0.1 superiority, around 0.5. Equivalent: adjusted p-value below 0.025." in text
    assert "Interval: of the superiority, Tango's score interval, 95 %." in text
    assert "not thereby shown to differ" in text


def test_a_higher_difference_needs_the_other_side():
    """The statistic is that of the side with the larger p-value."""
    up = judged({3: {1: 6, 2: 8, 3: 9}}, margin=1.5)
    down = judged({1: {3: 6, 2: 8, 1: 9}}, margin=1.5)
    assert up.mean_difference == -down.mean_difference > 0
    assert up.statistic == -down.statistic < 0
    assert up.pvalue == down.pvalue


def test_undefined_is_no_verdict():
    """Neither yes nor no: None, with the reason."""
    few = judged({3: {2: 1}}, margin=1)
    assert (few.equivalent, few.note, few.mean_difference) == (None, FEW, 1)
    assert math.isnan(few.pvalue_adjusted)
    flat = judged({2: {2: 40}}, margin=1)
    assert (flat.equivalent, flat.note) == (None, FLAT)
    assert judged({2: {2: 40}}, margin=0.1, test="superiority").equivalent
    assert not judged({2: {2: 4}}, margin=0.1, test="superiority").equivalent
    none = judged({2: {"absent": 4}, "absent": {1: 3}}, margin=0.1, test="superiority")
    assert (none.equivalent, none.note) == (None, "nobody answered both")
    assert math.isnan(none.superiority)
    empty = judged({2: {"absent": 4}}, margin=1)
    assert (empty.equivalent, empty.note) == (None, "no valid answers under the second condition")


def test_the_verdict_follows_the_adjusted_p():
    """Two items: Holm doubles the smaller p-value."""
    frame, trial, declared = two_items()
    answers = lk.Responses(frame, trial, **declared)
    one, other = lk.equivalence(answers, "a", "b", margin=2.5)
    assert one.pvalue_adjusted == other.pvalue_adjusted or one.pvalue != other.pvalue
    least = min(one.pvalue, other.pvalue)
    level = 1 - 1.5 * least
    strict, lenient = (
        lk.equivalence(answers, "a", "b", margin=2.5, correction=correction, confidence_level=level)
        for correction in ("holm", "none")
    )
    assert not any(row.equivalent for row in strict)
    assert any(row.equivalent for row in lenient)
    split = lk.equivalence(answers, "a", "b", margin=2.5, by="grade")
    assert split.names[0] == "grade"
    assert [row.item for row in split] == ["q1", "q2"] * 2


@pytest.mark.parametrize(
    "margin", [0, -0.5, (0.1, 0.5), (-1, 0), math.inf, math.nan, (-1, math.inf), (-math.inf, 1)]
)
def test_margins_reach_to_both_sides(margin):
    """Of 0, and not for ever."""
    with pytest.raises(ArgumentError, match="both sides of 0"):
        judged(TABLE, margin=margin)


@pytest.mark.parametrize("margin", ["0.5", True, None, (1, 2, 3), (-1, "1")])
def test_margins_are_numbers(margin):
    """A number or two."""
    with pytest.raises(ArgumentTypeError, match="not a number and not a pair"):
        judged(TABLE, margin=margin)


def test_margins_of_superiority_stay_below_a_half():
    """Superiority lies between 0 and 1."""
    with pytest.raises(ArgumentError, match=r"0\.5 or more"):
        judged(TABLE, margin=0.5, test="superiority")
    with pytest.raises(ArgumentError, match=r"0\.5 or more"):
        judged(TABLE, margin=(-0.7, 0.1), test="superiority")
    assert judged(TABLE, margin=0.499, test="superiority").equivalent


def test_options_are_checked():
    """Each with what was found."""
    for name in ("test", "correction"):
        with pytest.raises(OptionError, match=f"{name}='exact'"):
            judged(TABLE, margin=1, **{name: "exact"})
    with pytest.raises(ArgumentError, match=r"confidence_level=0\.5 is too low"):
        judged(TABLE, margin=1, confidence_level=0.5)
    frame, trial, declared = two_items()
    answers = lk.Responses(frame, trial, weight="weight", **declared)
    with pytest.raises(ArgumentError, match=r"equivalence\(\)"):
        lk.equivalence(answers, "a", "b", margin=1)


def test_the_matched_alone_are_a_paired_t():
    """SciPy's paired tests of the shifted answers; who answered once is counted, and not used."""
    table = {1: {1: 6, 2: 3}, 2: {1: 2, 2: 7, 3: 4, "absent": 9}, 3: {2: 3, 3: 8, 1: 1}}
    found = lk.equivalence(
        pairs_of(table, SCALE), "a", "b", margin=0.5, respondents="matched", correction="none"
    )
    row = found["item"]
    first, second = (
        np.array([pair[side] for pair, n in cells(table) for _ in range(n)]) for side in (0, 1)
    )
    above = stats.ttest_rel(first + 0.5, second, alternative="greater")
    below = stats.ttest_rel(first - 0.5, second, alternative="less")
    assert row.pvalue == approx(max(above.pvalue, below.pvalue), rel=1e-12)
    assert row.df == len(first) - 1
    assert row.mean_difference == approx((first - second).mean(), rel=1e-12)
    assert (row.n_first_only, row.n_second_only, row.n_both) == (9, 0, len(first))
    assert row.method == "two one-sided paired t"
    assert "Test: two one-sided paired t; the larger p-value stands." in found.notes
    assert ("respondents", "matched") in found.options
    everybody = lk.equivalence(pairs_of(table, SCALE), "a", "b", margin=0.5)["item"]
    assert everybody.mean_difference != row.mean_difference


def cells(table) -> list[tuple[tuple[int, int], int]]:
    """Return the pairs of two answers, and how many gave each."""
    return [
        ((one, other), n)
        for one, row in table.items()
        for other, n in row.items()
        if "absent" not in {one, other}
    ]


def test_superiority_is_of_the_matched_anyway():
    """The test of superiority has no other respondents."""
    for who in ("matched", "all"):
        said = f"respondents='{who}' has no effect for test='superiority'"
        with pytest.raises(ArgumentError, match=said):
            judged(TABLE, margin=0.1, test="superiority", respondents=who)


def test_respondents_are_one_of_two_words():
    """Anything else is an error that shows them."""
    with pytest.raises(OptionError, match="respondents='pairs'"):
        judged(TABLE, margin=0.1, respondents="pairs")
