"""Laws of comparisons between groups, and of Friedman's test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference.ranks import rank_sum_pvalue, superiority
from tests.strategies import VIEWS, differences, expanded, fewer, group_rows, outcome, sheets, taken

import likertkit as lk
from likertkit._kernels.ranks import friedman, rank_sum_test, superiority_interval
from likertkit.instrument._item import positive_end_is_high

TESTS = ("mann-whitney", "brunner-munzel", "t", "linear-by-linear", "proportion")
ALTERNATIVES = ("two-sided", "greater", "less")
counts = st.lists(st.integers(0, 12), min_size=5, max_size=5)
filled = counts.filter(any)
tests = st.sampled_from(TESTS)
ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale(positive="high"))])


def of(first, second, *, codes=(1, 2, 3, 4, 5), **options: object) -> lk.Table:
    """Return the comparison of the counts of two groups."""
    instrument = lk.Instrument("one", [lk.Item("clear", lk.LikertScale(codes, positive="high"))])
    cells = [
        {"ward": name, "item": "clear", "code": code, "count": count}
        for name, group in (("a", first), ("b", second))
        for code, count in zip(codes, group, strict=True)
    ]
    tally = lk.Tally.from_counts(pd.DataFrame(cells), instrument)
    return lk.compare_groups(tally, "ward", **options)  # type: ignore[arg-type]


@given(first=filled, second=filled, test=tests)
def test_swapping_flips_the_effects(first, second, test):
    """Law 6: every signed effect changes its sign, and no two-sided p-value changes."""
    one, other = of(first, second, test=test).rows[0], of(second, first, test=test).rows[0]
    assert one.pvalue == approx(other.pvalue, rel=1e-9, nan_ok=True)
    for name in ("mean_difference", "cliffs_delta", "hodges_lehmann", "cohen_d", "hedges_g"):
        assert getattr(one, name) == approx(-getattr(other, name), rel=1e-9, abs=1e-12, nan_ok=True)
    assert (one.low, one.high) == approx((-other.high, -other.low), nan_ok=True)
    assert (one.superiority_low, one.superiority_high) == approx(
        (1 - other.superiority_high, 1 - other.superiority_low)
    )
    if test == "proportion":
        assert (one.proportion_first, one.proportion_second) == (
            other.proportion_second,
            other.proportion_first,
        )
    if test == "mann-whitney":
        assert one.statistic + other.statistic == sum(first) * sum(second)
        assert one.least_pvalue == approx(other.least_pvalue)
    else:
        assert one.statistic == approx(-other.statistic, rel=1e-9, nan_ok=True)
    turned = [
        of(second, first, test=test, alternative=side).rows[0] for side in ("less", "greater")
    ]
    for side, back in zip(("greater", "less"), turned, strict=True):
        row = of(first, second, test=test, alternative=side).rows[0]
        assert row.pvalue == approx(back.pvalue, rel=1e-9, nan_ok=True)


@given(first=filled, second=filled, test=tests, alternative=st.sampled_from(ALTERNATIVES))
def test_figures_stay_within_bounds(first, second, test, alternative):
    """Effects in [-1, 1], p in (0, 1] and never below the least that an exact test can give."""
    found = of(first, second, test=test, alternative=alternative)
    row, whole = found.rows[0], found.omnibus["clear"]
    assert -1 <= row.cliffs_delta <= 1
    assert 0 <= row.superiority_low <= row.superiority <= row.superiority_high <= 1
    assert row.superiority_low < row.superiority_high
    assert math.isnan(row.pvalue) or 0 < row.pvalue <= 1
    assert math.isnan(row.least_pvalue) or 0 < row.least_pvalue <= row.pvalue
    assert math.isnan(whole.effect) or -1 <= whole.effect <= 1
    assert math.isnan(whole.pvalue) or 0 <= whole.pvalue <= 1
    assert (row.note != "") or not math.isnan(row.pvalue + row.low)
    assert (whole.note != "") or not math.isnan(whole.pvalue)
    assert row.mean_difference * (row.cohen_d if row.cohen_d == row.cohen_d else 1) >= 0 or (
        math.isnan(row.cohen_d)
    )


@given(group=filled, test=tests, times=st.integers(1, 3))
def test_groups_that_answer_alike_do_not_differ(group, test, times):
    """Superiority 1/2 and p = 1, where one group has the other's answers several times."""
    row = of(group, [times * count for count in group], test=test).rows[0]
    assert row.superiority == 0.5
    assert row.mean_difference == approx(0.0, abs=1e-12)
    if sum(group) > 1 or test in ("mann-whitney", "linear-by-linear", "proportion"):
        assert row.pvalue == approx(1.0)


@given(
    rows=st.lists(st.integers(0, 4), min_size=2, max_size=9),
    cut=st.integers(1, 8),
    alternative=st.sampled_from(ALTERNATIVES),
)
@fewer(0.5)
def test_exact_p_is_every_choice_of_rows(rows, cut, alternative):
    """Law 8: enumeration that works midranks out itself; superiority by comparing rows."""
    cut = min(cut, len(rows) - 1)
    first, second = rows[:cut], rows[cut:]
    both = [np.bincount(one, minlength=5).tolist() for one in (first, second)]
    row = of(*both, alternative=alternative).rows[0]
    assert row.pvalue == approx(float(rank_sum_pvalue(first, second, alternative)), rel=1e-10)
    assert row.superiority == float(superiority(first, second))


@given(
    first=filled,
    second=filled,
    levels=st.sampled_from([(0.5, 0.8), (0.9, 0.99)]),
    test=st.sampled_from(["t", "proportion"]),
)
def test_a_higher_level_never_narrows(first, second, levels, test):
    """Law 8, of both intervals; each contains its estimate."""
    inner, outer = (
        of(first, second, test=test, confidence_level=level).rows[0] for level in levels
    )
    assert math.isnan(inner.low) or inner.low <= inner.mean_difference <= inner.high
    assert outer.superiority_low <= inner.superiority_low
    assert outer.superiority_high >= inner.superiority_high
    assert math.isnan(outer.low) or outer.low <= inner.low
    assert math.isnan(outer.high) or outer.high >= inner.high


@given(
    first=filled,
    second=filled,
    codes=st.lists(st.integers(-9, 40), min_size=5, max_size=5, unique=True).map(sorted),
    test=st.sampled_from(["mann-whitney", "brunner-munzel"]),
)
def test_increasing_scores_leave_ranks_alone(first, second, codes, test):
    """Whatever the levels count, as long as their order stays; means are another matter."""
    plain, other = of(first, second, test=test), of(first, second, codes=codes, test=test)
    for name in ("statistic", "df", "pvalue", "superiority", "superiority_low", "least_pvalue"):
        assert getattr(other.rows[0], name) == approx(getattr(plain.rows[0], name), nan_ok=True)
    assert other.omnibus["clear"].pvalue == plain.omnibus["clear"].pvalue


@given(first=filled, second=filled)
def test_adding_an_empty_level_changes_nothing(first, second):
    """A level that nobody chose is none of the ranks'."""
    for alternative in ALTERNATIVES:
        one = rank_sum_test(first, second, alternative, "exact")
        other = rank_sum_test([0, *first, 0], [0, *second, 0], alternative, "exact")
        assert one == other
    assert superiority_interval(first, second, 0.9) == approx(
        superiority_interval([*first, 0], [*second, 0], 0.9)
    )


@pytest.mark.parametrize("test", TESTS)
@given(
    sheet=sheets(by="ward", weight=False, cluster=False, min_rows=2),
    view=st.sampled_from(VIEWS),
    data=st.data(),
)
@fewer(0.3)
def test_rows_tally_and_order_agree(test, sheet, view, data):
    """Laws 2 and 7: from the rows in any order, and from the table, the same figures."""
    answers = sheet.responses().scored(view)
    found = outcome(lk.compare_groups, answers, "ward", test=test)
    again = outcome(lk.compare_groups, answers.tally(by="ward"), "ward", test=test)
    assert differences(found, again) == []
    order = data.draw(st.permutations(range(sheet.n_rows)))
    moved = outcome(
        lk.compare_groups, taken(sheet, order).responses().scored(view), "ward", test=test
    )
    assert differences(found, moved) == []
    if isinstance(found, tuple):
        return
    for row in found:
        number = sheet.instrument.names.index(row.item)
        groups = group_rows(sheet, (*found.by, "ward"))
        where = tuple(value for _, value in row.by)
        first, second = (
            expanded(sheet, number, view, groups.get((*where, name), []))
            for name in (row.first, row.second)
        )
        assert (row.n_first, row.n_second) == (len(first), len(second))
        if first and second:
            item = sheet.instrument.items[number]
            if test == "proportion":
                ends = sorted(item.scores(view))
                end = ends[-1 if positive_end_is_high(item, view) else 0]
                assert row.mean_difference == approx(
                    first.count(end) / len(first) - second.count(end) / len(second), abs=1e-12
                )
            else:
                assert row.mean_difference == approx(np.mean(first) - np.mean(second), abs=1e-9)
            assert row.superiority == approx(float(superiority(first, second)))


@given(
    scores=st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=8),
    order=st.permutations(range(3)),
)
def test_friedman_knows_no_order(scores, order):
    """Neither of respondents nor of conditions; W stays within 0 and 1."""
    found = friedman(np.array(scores))
    moved = friedman(np.array(scores)[::-1][:, list(order)])
    assert (moved.statistic, moved.pvalue) == approx((found.statistic, found.pvalue))
    assert moved.mean_ranks == approx([found.mean_ranks[k] for k in order])
    assert 0 <= found.kendall_w <= 1 + 1e-12
    # A respondent who ranks all alike adds nothing to tell conditions apart by.
    more = friedman(np.array([*scores, [2, 2, 2]]))
    assert more.statistic == approx(found.statistic)
