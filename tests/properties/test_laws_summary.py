"""Laws of a summary: what an order, a swap and the way of counting do to it."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import VIEWS, differences, directed, fewer, near, sheets, taken

import likertkit as lk
from likertkit import testing

pairs = testing.pair_tallies(directed(), weighted=False, stratum=False, max_count=9)
views = st.sampled_from(VIEWS)
SIDES = ("n", "answers", "mean", "stratified", "low", "high")


@fewer(0.3)
@given(table=pairs, view=views)
def test_a_swap_turns_every_sign(table, view):
    """Law 6: the other way round all differences change their sign, and nothing else its size."""
    table = table.scored(view)
    one = lk.summarize(table, invited=500)
    other = lk.summarize(table, first=table.second, second=table.first, invited=500)
    for a, b in zip(one, other, strict=True):
        for name in SIDES:
            assert near(getattr(a, f"{name}_first"), getattr(b, f"{name}_second"))
            assert near(getattr(a, f"{name}_second"), getattr(b, f"{name}_first"))
        for name in ("mean_difference", "shift_to_zero", "shift_to_nonsignificant"):
            assert near(getattr(a, name), -getattr(b, name))
        assert near(a.low, -b.high)
        assert near(a.pvalue, b.pvalue)
        assert near(a.superiority, 1 - b.superiority)
        assert (a.n_pairs, a.robust) == (b.n_pairs, b.robust)


@fewer(0.3)
@given(table=pairs, view=views)
def test_bounds_hold_the_means_and_intervals_the_difference(table, view):
    """Whatever the answers are, each figure lies where its neighbours say that it does."""
    for row in lk.summarize(table.scored(view), invited=500):
        for side in ("first", "second"):
            mean, low, high = (getattr(row, f"{name}_{side}") for name in ("mean", "low", "high"))
            assert sum(getattr(row, f"answers_{side}")) == getattr(row, f"n_{side}")
            if not math.isnan(mean):
                assert low - 1e-9 <= mean <= high + 1e-9
        if not math.isnan(row.low):
            assert row.low - 1e-9 <= row.mean_difference <= row.high + 1e-9
        if not math.isnan(row.pvalue):
            assert 0 < row.pvalue <= row.pvalue_adjusted <= 1


@fewer(0.3)
@given(data=st.data(), respondent=st.booleans(), view=views)
def test_rows_in_any_order_and_as_counts(data, respondent, view):
    """Laws 2 and 7: the order of the rows is nothing, and a table says what the rows say."""
    sheet = data.draw(
        sheets(respondent=respondent, condition=True, stratum=False, weight=False, cluster=False)
    )
    rows = sheet.responses().scored(view)
    known = tuple(dict.fromkeys(row.by[0][1] for row in lk.means(rows)))
    assume(known)
    options = dict(zip(("first", "second"), known, strict=False))
    found = lk.summarize(rows, **options)
    moved = taken(sheet, data.draw(st.permutations(range(sheet.n_rows)))).responses()
    assert not differences(found, lk.summarize(moved.scored(view), **options))
    if respondent and len(known) > 1:
        same = lk.summarize(rows.pairs(*known[:2]), **options)
    elif not respondent:
        same = lk.summarize(rows.tally(), **options)
    else:
        same = found
    assert not differences(found, same)
    assert [one.text for one in found.claims] == [one.text for one in same.claims]
