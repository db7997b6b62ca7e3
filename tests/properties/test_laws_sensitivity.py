"""Laws of sensitivity: what a swap, a view, the rows and more of anything do to its figures."""

from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import VIEWS, directed, fewer, near

import likertkit as lk
from likertkit import testing
from likertkit.bias import (
    cohort_influence,
    e_value,
    nonresponse_bounds,
    order_robustness,
    tipping_point,
)

views = st.sampled_from(VIEWS)
pairs = testing.pair_tallies(directed(), weighted=False, stratum=False, max_count=20)
small = testing.tallies(directed(), weighted=False, condition=False, stratum=False, max_count=20)
# A unit with signs: exact in floating point as far as tables of so few people go.
EPS = 1e-12


def asked(tally, more=0):
    """Return how many are in the largest item of a tally, and so many more."""
    return int(tally.counts.sum(axis=2).max(initial=0)) + more


def invited_rows(tally, **options: Any):
    """Return the bounds of a tally without axes."""
    return nonresponse_bounds(tally.marginal(()), **options)


@fewer(0.5)
@given(tally=small, more=st.integers(0, 9), view=views)
def test_bounds_hold_the_mean_and_grow_with_the_silent(tally, more, view):
    """One more silent person never narrows a bound; with nobody silent it is the mean."""
    tally = tally.marginal(()).scored(view)
    base = asked(tally)
    one, two = (invited_rows(tally, invited=base + m, structural=()) for m in (more, more + 1))
    for a, b in zip(one, two, strict=True):
        if math.isnan(a.low):
            assert a.note
            continue
        assert b.low <= a.low + EPS
        assert a.high <= b.high + EPS
        if a.n:
            assert a.low - EPS <= a.mean <= a.high + EPS
            assert a.median_low <= a.median <= a.median_high
        if not math.isnan(a.interval_low):
            assert a.interval_low <= a.low + EPS
            assert a.high <= a.interval_high + EPS
        if a.n == a.invited:
            assert a.low == a.high == a.mean


@fewer(0.5)
@given(tally=small, more=st.integers(0, 9))
def test_turned_scores_turn_bounds(tally, more):
    """Where a view mirrors an item, low and high change places."""
    invited = asked(tally) + more
    one = invited_rows(tally.scored("as_answered"), invited=invited)
    other = invited_rows(tally.scored("favourable"), invited=invited)
    for item, a, b in zip(tally.instrument, one, other, strict=True):
        scale = item.scale
        if (item.keyed == "negative") == (scale.positive == "low"):
            assert near(a.low, b.low)
            continue
        both = scale.low + scale.high
        for figure, mirrored in (
            ("low", "high"),
            ("high", "low"),
            ("median_low", "median_high"),
            ("interval_low", "interval_high"),
        ):
            assert near(getattr(a, figure), both - getattr(b, mirrored))
    for a, b in zip(one.top_box, other.top_box, strict=True):
        item = tally.instrument[a.item]
        if item.keyed == "positive":
            # The top box is the scale's good end, in whichever view.
            assert near(a.low, b.low)
            assert near(a.high, b.high)


@fewer(0.5)
@given(tally=small, levels=st.lists(st.floats(0.5, 0.99), min_size=2, max_size=2))
def test_a_higher_level_never_narrows(tally, levels):
    """Law 8, for the interval on the bounds."""
    found = [
        invited_rows(tally, invited=asked(tally, 3), confidence_level=level)
        for level in sorted(levels)
    ]
    for a, b in zip(*found, strict=True):
        if not math.isnan(a.interval_low):
            assert b.interval_low <= a.interval_low + EPS
            assert a.interval_high <= b.interval_high + EPS


@fewer(0.5)
@given(
    tally=testing.tallies(directed(), weighted=False, condition=True, stratum=True, max_count=20),
    more=st.integers(0, 5),
)
def test_cohorts_add_up_to_all(tally, more):
    """Bounds by cohort, weighted by the people in each, are the bounds of all."""
    assume(tally.groups)
    sizes = {}
    for (condition, cohort), counts in zip(tally.groups, tally.counts, strict=True):
        sizes.setdefault(condition, {})[cohort] = int(counts.sum(axis=1).max()) + more
    by = tuple(axis.name for axis in tally.axes)
    apart = nonresponse_bounds(tally, invited=sizes, by=by)
    whole = nonresponse_bounds(
        tally, invited={condition: sum(cohorts.values()) for condition, cohorts in sizes.items()}
    )
    same = nonresponse_bounds(tally, invited=sizes)
    for row, other in zip(whole, same, strict=True):
        assert row == other
        parts = [one for one in apart if one.by[0] == row.by[0] and one.item == row.item]
        people = [one.invited - one.n_structural for one in parts]
        for figure in ("low", "high"):
            held = [n * getattr(one, figure) for n, one in zip(people, parts, strict=True) if n > 0]
            total = math.fsum(held) / sum(people) if sum(people) else math.nan
            assert near(total, getattr(row, figure))


@fewer(0.5)
@given(table=pairs, view=views)
def test_swapped_conditions_flip_the_shift(table, view):
    """Law 6: signs flip, Γ and p-values stay, and the same condition lies higher."""
    table = table.scored(view)
    for one, other in zip(
        tipping_point(table, table.first, table.second),
        tipping_point(table, table.second, table.first),
        strict=True,
    ):
        assert near(one.shift_to_zero, -other.shift_to_zero)
        assert near(one.shift_to_nonsignificant, -other.shift_to_nonsignificant)
        assert near(one.rosenbaum_gamma, other.rosenbaum_gamma)
        assert one.n_pairs == other.n_pairs
    for respondents in ("matched", "all"):
        for one, other in zip(
            order_robustness(table, table.first, table.second, respondents=respondents),
            order_robustness(table, table.second, table.first, respondents=respondents),
            strict=True,
        ):
            assert (one.robust, one.dominates) == (other.robust, other.dominates)
            assert near(one.pvalue, other.pvalue)
            assert near(one.mean_difference, -other.mean_difference)
            assert near(one.stretch, other.stretch)
            if one.mean_difference:
                assert one.turning_scores == other.turning_scores


@fewer(0.5)
@given(table=pairs)
def test_turned_scores_turn_directions(table):
    """A mirrored item has the opposite shift, the other condition higher, and one Γ."""
    first, second = table.first, table.second
    turned = table.scored("favourable")
    table = table.scored("as_answered")
    tips = zip(
        table.instrument,
        tipping_point(table, first, second),
        tipping_point(turned, first, second),
        order_robustness(table, first, second),
        order_robustness(turned, first, second),
        strict=True,
    )
    for item, a, b, one, other in tips:
        mirrored = (item.keyed == "negative") != (item.scale.positive == "low")
        sign = -1 if mirrored else 1
        assert near(a.shift_to_zero, sign * b.shift_to_zero)
        assert near(a.shift_to_nonsignificant, sign * b.shift_to_nonsignificant)
        assert a.respondents_to_zero == b.respondents_to_zero
        assert near(a.rosenbaum_gamma, b.rosenbaum_gamma)
        assert one.robust == other.robust
        assert near(one.pvalue, other.pvalue)
        if one.dominates is not None:
            assert (one.dominates == other.dominates) != mirrored


@fewer(0.5)
@given(table=pairs, levels=st.lists(st.floats(0.5, 0.99), min_size=2, max_size=2))
def test_a_stricter_level_needs_less_bias(table, levels):
    """A higher level leaves less to undo; no shift goes past the difference, and Γ is 1 or more."""
    found = [
        tipping_point(table, table.first, table.second, confidence_level=level)
        for level in sorted(levels)
    ]
    for a, b in zip(*found, strict=True):
        if not a.n_pairs:
            continue
        assert a.rosenbaum_gamma >= b.rosenbaum_gamma >= 1
        if not math.isnan(a.shift_to_nonsignificant):
            assert abs(b.shift_to_nonsignificant) <= abs(a.shift_to_nonsignificant)
            assert abs(a.shift_to_nonsignificant) <= abs(a.shift_to_zero)
            assert a.shift_to_nonsignificant * a.shift_to_zero >= 0
        if a.respondents_to_zero is not None:
            assert a.respondents_to_zero <= a.n_pairs


@fewer(0.5)
@given(table=pairs)
def test_identical_answers_need_nothing(table):
    """Only the diagonal: no shift, nobody, Γ = 1, equal under every scoring."""
    counts = table.counts * np.eye(table.counts.shape[-1], dtype=np.int64)
    same = attrs.evolve(table, counts=counts)
    for row in tipping_point(same, table.first, table.second):
        if row.n_pairs:
            assert (row.shift_to_zero, row.respondents_to_zero, row.rosenbaum_gamma) == (0, 0, 1)
    for one in order_robustness(same, table.first, table.second):
        if one.n_first:
            assert (one.robust, one.dominates, one.pvalue) == (True, None, 1.0)


@fewer(0.5)
@given(table=pairs)
def test_turning_scores_turn_the_sign(table):
    """The scores that are given increase, and the difference that they give is of other sign."""
    for row in order_robustness(table, table.first, table.second, respondents="all"):
        if row.robust is not False:
            continue
        i = table.instrument.names.index(row.item)
        k = table.instrument[row.item].scale.n_levels
        counts = table.counts.sum(axis=0)[i]
        sides = [
            counts[:k].sum(axis=1) - counts[:k, k:][:, :0].sum(axis=1),
            counts[:, :k].sum(axis=0),
        ]
        own = table.instrument[row.item].scores(table.view)
        order = np.argsort(own)
        scores = np.array(row.turning_scores, dtype=float)
        assert (np.diff(scores) > 0).all()
        first, second = (side[order] @ scores / side.sum() for side in sides)
        if row.mean_difference:
            assert (first - second) * row.mean_difference < 0
        else:
            assert first - second > 0
        assert row.stretch >= 1


answer = st.sampled_from([None, 1, 2, 3, 9])
people = st.lists(
    st.tuples(st.sampled_from("abc"), st.tuples(answer, answer), st.tuples(answer, answer)),
    min_size=1,
    max_size=12,
)


@fewer(0.5)
@given(people=people, view=views)
def test_rows_and_tables_give_the_same(people, view):
    """Law 7: bounds and influence from responses as from their tally, differences from pairs."""
    scale = lk.LikertScale((1, 2, 3), positive="low", nonsubstantive={"Not applicable": 9})
    items = [lk.Item("q1", scale), lk.Item("q2", scale, keyed="negative")]
    frame = pd.DataFrame(
        [
            (who, condition, grade, *answers)
            for who, (grade, *both) in enumerate(people)
            for condition, answers in zip(("now", "then"), both, strict=True)
        ],
        columns=["who", "when", "grade", "q1", "q2"],
    )
    answers = lk.Responses(
        frame,
        lk.Instrument("trial", items),
        respondent="who",
        condition="when",
        stratum="grade",
    ).scored(view)
    tally, table = answers.tally(), answers.pairs("now", "then")
    assert nonresponse_bounds(answers, invited=20) == nonresponse_bounds(tally, invited=20)
    assert cohort_influence(answers) == cohort_influence(tally)
    for function in (tipping_point, order_robustness, cohort_influence):
        assert function(answers, "now", "then") == function(table, "now", "then")
    one = order_robustness(answers, "now", "then", respondents="all")
    other = order_robustness(tally, "now", "then")
    for a, b in zip(one, other, strict=True):
        # Only the test knows who is paired.
        assert attrs.evolve(a, pvalue=0.0) == attrs.evolve(b, pvalue=0.0)


@fewer(0.5)
@given(
    difference=st.floats(-5, 5),
    sd=st.floats(0.1, 5),
    widths=st.lists(st.floats(0, 3), min_size=2, max_size=2),
)
def test_e_value_needs_less_for_the_limit(difference, sd, widths):
    """The end of the interval is no harder to explain than the difference; both are at least 1."""
    found = e_value(difference, sd=sd, low=difference - widths[0], high=difference + widths[1])
    assert 1 <= found.limit <= found.e_value * (1 + EPS)
    mirrored = e_value(
        -difference, sd=sd, low=-difference - widths[1], high=-difference + widths[0]
    )
    assert near(found.e_value, mirrored.e_value)
    assert near(found.limit, mirrored.limit)
