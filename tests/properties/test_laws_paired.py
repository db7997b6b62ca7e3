"""Laws of paired comparisons."""

from __future__ import annotations

import math
from typing import Any, get_args

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.reference.paired import ABSENT, answers_of, row_of, sum_of_signs_pvalue, tally_of
from tests.reference.signed_ranks import signed_rank_pvalue
from tests.strategies import VIEWS, differences, directed, fewer, outcome

import likertkit as lk
from likertkit import testing
from likertkit._kernels.ranks import Zeros
from likertkit.compare.paired._paired import PairedCorrection
from likertkit.compare.paired._tests import PairedTest
from likertkit.errors import StratumError

TESTS = get_args(PairedTest)
DESIGNED = ("t", "sign")
SIGNED = ("mean_difference", "rank_biserial")
SIGNED_EFFECTS = ("hodges_lehmann", "cohen_d", "hedges_g", "rank_biserial")
CORRECTIONS = [one for one in get_args(PairedCorrection) if one != "max-t"]
TESTED = st.sampled_from(TESTS)
ZEROS = st.sampled_from(get_args(Zeros))
ANSWERS = st.sampled_from([1, 2, 3, 4, 5, None, ABSENT])
PAIRS = testing.pair_tallies(directed(), by="ward", max_count=12)


def suited(pairs: lk.PairTally, test: str) -> Any:
    """Return a test that the pairs can have."""
    return test if not pairs.weighted else DESIGNED[TESTS.index(test) % 2]


def ruled(pairs: lk.PairTally, rule: Any = "certainty") -> lk.PairTally:
    """Return the pairs with a rule for lone strata, where it means something for them."""
    stratified = any(axis.role == "stratum" for axis in pairs.axes)
    return pairs.sampled(lone_stratum=rule) if pairs.weighted and stratified else pairs


def meant(pairs: lk.PairTally, options: Any) -> dict[str, Any]:
    """Return the options that mean something for the pairs."""
    return {name: value for name, value in options.items() if name != "zeros" or not pairs.weighted}


def compared(pairs: Any, rule: Any = "certainty", **options: Any) -> Any:
    """Return the comparison of the two conditions in their order."""
    return lk.compare_paired(ruled(pairs, rule), pairs.first, pairs.second, **meant(pairs, options))


def same(one: float, other: float, *, rel: float = 1e-9) -> bool:
    """Return whether two figures agree, undefined with undefined."""
    return one == pytest.approx(other, rel=rel, abs=1e-12, nan_ok=True)


def swapped(pairs: lk.PairTally, options: Any) -> Any:
    """Return the comparison with the conditions the other way round."""
    return lk.compare_paired(ruled(pairs), pairs.second, pairs.first, **meant(pairs, options))


@fewer(0.6)
@given(pairs=PAIRS, test=TESTED, zeros=ZEROS, by=st.sampled_from([(), "ward"]))
def test_swapping_the_conditions(pairs: Any, test: str, zeros: Any, by: Any) -> None:
    """Law 6: every signed effect turns, every two-sided p-value stays; so for each direction."""
    options: dict[str, Any] = {"test": suited(pairs, test), "zeros": zeros, "by": by}
    there, back = compared(pairs, **options), swapped(pairs, options)
    for one, other in zip(there, back, strict=True):
        assert (one.by, one.item, one.n_pairs) == (other.by, other.item, other.n_pairs)
        assert (one.n_first_only, one.n_higher) == (other.n_second_only, other.n_lower)
        for name in SIGNED:
            assert same(getattr(one, name), -getattr(other, name))
        assert same(one.low, -other.high)
        assert same(one.superiority, 1 - other.superiority)
        assert same(one.superiority_low, 1 - other.superiority_high)
        assert same(one.pvalue, other.pvalue)
        assert same(one.pvalue_adjusted, other.pvalue_adjusted)
        if options["test"] in {"t", "ordered-marginal"}:
            assert same(one.statistic, -other.statistic)
    for one, other in zip(there.effects, back.effects, strict=True):
        for name in SIGNED_EFFECTS:
            assert same(getattr(one, name), -getattr(other, name))
        for name in ("rank_biserial", "hodges_lehmann", "cohen_d", "hedges_g"):
            # The ends of a noncentral t are found within 1e-10.
            assert getattr(one, f"{name}_low") == pytest.approx(
                -getattr(other, f"{name}_high"), rel=1e-7, abs=1e-9, nan_ok=True
            )
            ends = getattr(one, f"{name}_low"), getattr(one, f"{name}_high")
            assert math.isnan(ends[0]) or ends[0] - 1e-9 <= getattr(one, name) <= ends[1] + 1e-9
        assert same(one.marginal_superiority, 1 - other.marginal_superiority)
        assert same(one.proportion_higher, other.proportion_lower)
    if test not in {"bowker", "stuart-maxwell"}:
        less = compared(pairs, **options, alternative="less")
        greater = swapped(pairs, {**options, "alternative": "greater"})
        for one, other in zip(less, greater, strict=True):
            assert same(one.pvalue, other.pvalue)


@fewer(0.6)
@given(pairs=PAIRS, test=TESTED, zeros=ZEROS, correction=st.sampled_from(CORRECTIONS))
def test_figures_keep_their_bounds(pairs: Any, test: str, zeros: Any, correction: Any) -> None:
    """Law 6: effects within bounds, 0 and ½ where nothing changed; p-values in (0, 1]."""
    options: dict[str, Any] = {"test": suited(pairs, test), "zeros": zeros}
    table = compared(pairs, **options, correction=correction, by="ward")
    for row in table:
        if math.isnan(row.superiority):
            assert row.note
            continue
        assert -1 <= row.rank_biserial <= 1 or math.isnan(row.rank_biserial)
        assert 0 <= row.superiority_low <= row.superiority + 1e-12
        assert row.superiority <= row.superiority_high + 1e-12 <= 1 + 2e-12
        if not math.isnan(row.low):
            assert row.low <= row.mean_difference + 1e-12
            assert row.mean_difference <= row.high + 1e-12
        if math.isnan(row.pvalue):
            assert row.note
            assert math.isnan(row.pvalue_adjusted)
        else:
            assert 0 < row.pvalue <= row.pvalue_adjusted <= 1
            assert row.log10_pvalue == pytest.approx(math.log10(row.pvalue), abs=1e-9)
        if not math.isnan(row.least_pvalue):
            assert row.least_pvalue <= row.pvalue * (1 + 1e-12)
        if row.n_higher == row.n_lower == 0:
            assert (row.pvalue, row.superiority, row.mean_difference) == (1, 0.5, 0)
            assert row.rank_biserial == 0 or pairs.weighted
    for row in table.effects:
        if not math.isnan(row.superiority):
            assert 0 <= row.marginal_superiority <= 1 + 1e-12
            assert (
                row.proportion_higher + row.proportion_equal + row.proportion_lower
                == pytest.approx(1)
            )
            assert row.superiority == pytest.approx(
                row.proportion_higher + row.proportion_equal / 2
            )


@fewer(0.4)
@given(
    answers=testing.responses(respondent=True, condition=True, cluster=False, max_rows=16),
    test=TESTED,
    data=st.data(),
)
def test_rows_are_their_table(answers: Any, test: str, data: Any) -> None:
    """Law 7: the same table, or the same error."""
    tally = answers.tally()
    place = [axis.role for axis in tally.axes].index("condition")
    known = list(dict.fromkeys(group[place] for group in tally.groups))
    assume(len(known) > 1)
    first, second = data.draw(st.permutations(known))[:2]
    pairs = outcome(answers.pairs, first, second)
    options: dict[str, Any] = {"test": test}
    found = outcome(lk.compare_paired, answers, first, second, **options)
    if isinstance(pairs, tuple):
        assert found == pairs
        return
    expected = outcome(lk.compare_paired, pairs, first, second, **options)
    assert not differences(found, expected)
    if not isinstance(found, tuple):
        assert not differences(found.effects, expected.effects)
        assert found.notes == expected.notes


@fewer(0.5)
@given(pairs=PAIRS, test=TESTED, levels=st.lists(st.floats(0.01, 0.999), min_size=2, max_size=2))
def test_a_higher_level_never_narrows(pairs: Any, test: str, levels: Any) -> None:
    """Law 8, of either interval; p-values do not change."""
    options: dict[str, Any] = {"test": suited(pairs, test)}
    narrow, wide = (compared(pairs, confidence_level=level, **options) for level in sorted(levels))
    for one, other in zip(narrow, wide, strict=True):
        assert same(one.pvalue, other.pvalue)
        if not math.isnan(one.low):
            assert other.low <= one.low <= one.high <= other.high
        if not math.isnan(one.superiority):
            assert other.superiority_low <= one.superiority_low + 1e-12
            assert one.superiority_high <= other.superiority_high + 1e-12


@fewer(0.6)
@given(
    drawn=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=8),
    zeros=ZEROS,
    side=st.sampled_from(["two-sided", "less", "greater"]),
)
def test_exact_p_values_are_enumerations(drawn: Any, zeros: Any, side: Any) -> None:
    """Law 8: every choice of up to eight signs."""
    found = [one - other for one, other in drawn]
    answers = answers_of({"q": drawn})
    options: dict[str, Any] = {"alternative": side, "zeros": zeros}
    row = lk.compare_paired(answers, "before", "after", **options)["q"]
    expected = signed_rank_pvalue(found, zeros, side)
    assert row.pvalue == pytest.approx(float(expected), rel=1e-12)
    options = {"alternative": side, "test": "ordered-marginal", "method": "exact"}
    row = lk.compare_paired(answers, "before", "after", **options)["q"]
    assert row.pvalue == pytest.approx(float(sum_of_signs_pvalue(found, side)), rel=1e-12)
    options = {"alternative": side, "test": "sign"}
    row = lk.compare_paired(answers, "before", "after", **options)["q"]
    signs = [(one > 0) - (one < 0) for one in found]
    assert row.pvalue == pytest.approx(float(sum_of_signs_pvalue(signs, side)), rel=1e-12)


@fewer(0.5)
@given(pairs=PAIRS, test=TESTED, zeros=ZEROS)
def test_reversing_turns_the_signs(pairs: Any, test: str, zeros: Any) -> None:
    """A view that reverses an item flips its signed effects, and keeps its two-sided p-values."""
    options: dict[str, Any] = {"test": suited(pairs, test), "zeros": zeros, "by": "ward"}
    tables = {view: compared(pairs.scored(view), **options) for view in VIEWS}
    scores = {
        view: {item.name: item.scores(view)[0] for item in pairs.instrument} for view in VIEWS
    }
    for view in VIEWS[1:]:
        for one, other in zip(tables["as_answered"], tables[view], strict=True):
            side = 1 if scores[view][one.item] == scores["as_answered"][one.item] else -1
            for name in SIGNED:
                assert same(getattr(one, name), side * getattr(other, name))
            assert same(one.superiority - 0.5, side * (other.superiority - 0.5))
            assert same(one.pvalue, other.pvalue)


@fewer(0.4)
@given(
    drawn=st.lists(
        st.tuples(ANSWERS, ANSWERS).filter(lambda pair: pair != (ABSENT, ABSENT)), max_size=12
    ),
    test=TESTED,
    at=st.integers(0, 12),
)
def test_tables_add(drawn: Any, test: Any, at: int) -> None:
    """The pairs of two parts, added, compare as those of all respondents together."""
    parts = tally_of(drawn[:at]) + tally_of(drawn[at:])
    expected = row_of(tally_of(drawn), test=test)
    assert row_of(parts, test=test) == expected
    seen = {side for pair in drawn for side, one in enumerate(pair) if one != ABSENT}
    if len(seen) == 2:
        assert row_of(answers_of({"item": drawn}), test=test) == expected


@fewer(0.5)
@given(
    pairs=testing.pair_tallies(directed(), by="ward", max_count=12, weighted=True),
    test=st.sampled_from(DESIGNED),
    factor=st.sampled_from([1e-6, 0.3, 7.0, 1e5]),
    rule=st.sampled_from(["raise", "certainty", "adjust", "average"]),
)
def test_scaled_weights_change_nothing(pairs: Any, test: Any, factor: float, rule: Any) -> None:
    """Law 4: no estimate, no error, no p-value."""
    scaled = attrs.evolve(pairs, sums=factor * pairs.sums, squares=factor**2 * pairs.squares)
    options = {"test": test, "by": "ward", "rule": rule}
    one, other = (outcome(compared, data, **options) for data in (pairs, scaled))
    assert not differences(one, other)
    if isinstance(one, tuple):
        assert one[0] is StratumError
    else:
        assert not differences(one.effects, other.effects)


@fewer(0.3)
@given(
    drawn=st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=8
    ),
    seed=st.integers(0, 5),
)
def test_the_order_of_rows_changes_nothing(drawn: Any, seed: int) -> None:
    """Law 2, with weights, and copies for whole weights where means are concerned."""
    order = np.random.default_rng(seed).permutation(len(drawn))
    tables = [
        lk.compare_paired(
            answers_of({"q": [one[:2] for one in rows]}, weight=[one[2] for one in rows]),
            "before",
            "after",
            test="t",
        )
        for rows in (drawn, [drawn[k] for k in order])
    ]
    assert not differences(*tables)
    copies = [one[:2] for one in drawn for _ in range(one[2])]
    row = lk.compare_paired(answers_of({"q": copies}), "before", "after")["q"]
    assert same(tables[0]["q"].mean_difference, row.mean_difference)
    assert same(tables[0]["q"].superiority, row.superiority)
