"""Laws of partly paired comparisons and of equivalence."""

from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.strategies import VIEWS, cells_of, differences, directed, fewer, outcome, sheets, taken

import likertkit as lk
from likertkit import testing

CORRECTIONS = ("holm", "benjamini-hochberg", "bonferroni", "none")
TURNED = {"two-sided": "two-sided", "less": "greater", "greater": "less"}
pair_tallies = testing.pair_tallies(directed(), weighted=False, max_count=12)
levels = st.floats(0.51, 0.99)


@st.composite
def overlap_options(draw):
    """Draw the options of a partly paired comparison."""
    test = draw(st.sampled_from(("t", "proportion")))
    return {
        "test": test,
        # Shares have no variance of their own to be equal.
        **({"equal_variances": draw(st.booleans())} if test == "t" else {}),
        "alternative": draw(st.sampled_from(tuple(TURNED))),
        "correction": draw(st.sampled_from(CORRECTIONS)),
        "confidence_level": draw(levels),
    }


@st.composite
def margin_options(draw):
    """Draw the options of a test of equivalence."""
    test = draw(st.sampled_from(("t", "superiority")))
    most = 3.0 if test == "t" else 0.45
    ends = st.floats(0.01, most)
    return {
        "test": test,
        "margin": (-draw(ends), draw(ends)),
        "correction": draw(st.sampled_from(CORRECTIONS)),
        "confidence_level": draw(levels),
    }


def overlapping(pairs, **options: Any):
    """Return the comparison, of the pairs' own conditions."""
    return lk.compare_overlapping(pairs, pairs.first, pairs.second, **options)


def equivalent(pairs, **options: Any):
    """Return the test of equivalence, of the pairs' own conditions."""
    return lk.equivalence(pairs, pairs.first, pairs.second, **options)


def same(one, other):
    """Return whether figures agree, undefined with undefined."""
    return one == approx(other, rel=1e-9, abs=1e-9, nan_ok=True)


@fewer(0.5)
@given(pairs=pair_tallies, options=overlap_options())
def test_law_6_swapping_mirrors(pairs, options):
    """The second less the first: differences and bounds change sign, p-values do not move."""
    mirrored = {**options, "alternative": TURNED[options["alternative"]]}
    found = overlapping(pairs, **options)
    other = lk.compare_overlapping(pairs, pairs.second, pairs.first, **mirrored)
    for one, two in zip((*found, *found.parts), (*other, *other.parts), strict=True):
        assert one.n_both == two.n_both
        assert same(one.mean_difference, -two.mean_difference)
        assert same((one.low, one.high), (-two.high, -two.low))
        assert same((one.statistic, one.df), (-two.statistic, two.df))
        assert same(one.pvalue, two.pvalue)
    for one, two in zip(found, other, strict=True):
        assert (one.n_first_only, one.n_second_only) == (two.n_second_only, two.n_first_only)
        assert same(one.pvalue_adjusted, two.pvalue_adjusted)


@fewer(0.5)
@given(pairs=pair_tallies, options=margin_options())
def test_law_6_equivalence_mirrors(pairs, options):
    """So do margins; superiority is that of the other."""
    low, high = options["margin"]
    found = equivalent(pairs, **options)
    mirrored = {**options, "margin": (-high, -low)}
    other = lk.equivalence(pairs, pairs.second, pairs.first, **mirrored)
    middle = 0 if options["test"] == "t" else 1
    for one, two in zip(found, other, strict=True):
        assert same((one.low, one.high), (middle - two.high, middle - two.low))
        assert same((one.pvalue, one.pvalue_adjusted), (two.pvalue, two.pvalue_adjusted))
        assert same(one.superiority, 1 - two.superiority)
        assert same(one.mean_difference, -two.mean_difference)


@fewer(0.5)
@given(pairs=pair_tallies, options=overlap_options(), view=st.sampled_from(VIEWS))
def test_means_turn_with_the_view_and_boxes_stay_at_the_positive_end(pairs, options, view):
    """A reversed item has its difference of means with the other sign, and its box where it was."""
    assume(options["alternative"] == "two-sided")
    plain, viewed = (overlapping(some, **options) for some in (pairs, pairs.scored(view)))
    items = pairs.instrument.items
    for k, (one, other) in enumerate(zip(plain, viewed, strict=True)):
        item = items[k % len(items)]
        turned = item.scores(pairs.view) != item.scores(view)
        if options["test"] == "t":
            sign = -1 if turned else 1
            assert same(one.mean_difference, sign * other.mean_difference)
            assert same(one.pvalue, other.pvalue)
        elif item.keyed == "positive":
            assert same(one.mean_difference, other.mean_difference)


@fewer(0.4)
@given(pairs=pair_tallies, options=overlap_options(), more=st.floats(0.0, 0.009))
def test_law_8_a_higher_level_never_narrows(pairs, options, more):
    """Nor moves anything else."""
    wider = {**options, "confidence_level": options["confidence_level"] + more}
    one, other = (overlapping(pairs, **some) for some in (options, wider))
    assert differences(one, other, leave_out=("low", "high")) == []
    for narrow, wide in zip((*one, *one.parts), (*other, *other.parts), strict=True):
        if not math.isnan(narrow.low):
            assert wide.low <= narrow.low + 1e-12
            assert narrow.low - 1e-12 <= narrow.mean_difference <= narrow.high + 1e-12
            assert wide.high >= narrow.high - 1e-12
        assert math.isnan(narrow.pvalue) or 0 <= narrow.pvalue <= 1
        assert bool(narrow.note) or not math.isnan(narrow.pvalue)


@fewer(0.5)
@given(pairs=pair_tallies, options=margin_options())
def test_equivalent_where_the_interval_lies_inside(pairs, options):
    """Before correction, but for ties that rounding decides."""
    low, high = options["margin"]
    middle = 0 if options["test"] == "t" else 0.5
    for row in equivalent(pairs, **{**options, "correction": "none"}):
        if math.isnan(row.pvalue):
            assert row.equivalent is None
            assert row.note
            continue
        ends = (row.low - middle - low, high - row.high + middle)
        assert 0 <= row.pvalue <= 1
        if min(map(abs, ends)) > 1e-9:
            assert row.equivalent == (min(ends) > 0)
        assert row.margin == (high if -low == high else (low, high))


@fewer(0.4)
@given(pairs=pair_tallies, options=overlap_options())
def test_the_limits_are_the_parts(pairs, options):
    """Pairs alone are the paired t, strangers alone Welch's or Student's: to the last digit."""
    counts = pairs.counts.copy()
    alone, together = counts.copy(), counts.copy()
    for i, item in enumerate(pairs.instrument):
        k = item.scale.n_levels
        alone[:, i, :k, :k] = 0
        together[:, i, :k, k:] = together[:, i, k:, :k] = 0
    apart = overlapping(attrs.evolve(pairs, counts=alone), **options)
    for row, part in zip(apart, apart.parts.filter(part="unpaired only"), strict=True):
        assert figures(row) == figures(part)
    for row, part in zip(apart, apart.parts.filter(part="all as if unpaired"), strict=True):
        assert figures(row) == figures(part)
    if options["test"] == "t" and not options["equal_variances"]:
        matched = overlapping(attrs.evolve(pairs, counts=together), **options)
        for row, part in zip(matched, matched.parts.filter(part="paired only"), strict=True):
            assert figures(row) == figures(part)


def figures(row):
    """Return what a test says, undefined with undefined."""
    found = (row.mean_difference, row.low, row.high, row.statistic, row.df, row.pvalue)
    return tuple("-" if math.isnan(one) else one for one in found)


@fewer(0.4)
@given(pairs=pair_tallies, options=overlap_options())
def test_the_whole_is_the_last_part(pairs, options):
    """A row of the table stands among its parts, and parts hold who they say."""
    found = overlapping(pairs, **options)
    parts = found.parts.rows
    assert len(parts) == 4 * len(found)
    for k, row in enumerate(found):
        paired, unpaired, everybody, whole = parts[4 * k : 4 * k + 4]
        assert figures(row) == figures(whole)
        assert (paired.n_first, paired.n_second, paired.n_both) == (row.n_both,) * 3
        own = (row.n_first_only, row.n_second_only)
        assert (unpaired.n_first, unpaired.n_second, unpaired.n_both) == (*own, 0)
        n = (row.n_first_only + row.n_both, row.n_second_only + row.n_both)
        assert (everybody.n_first, everybody.n_second, everybody.n_both) == (*n, 0)
        assert (whole.n_first, whole.n_second, whole.n_both) == (*n, row.n_both)
        assert same(everybody.mean_difference, whole.mean_difference)


@fewer(0.3)
@given(pairs=pair_tallies, options=overlap_options(), factor=st.integers(2, 5))
def test_corrections_only_raise(pairs, options, factor):
    """Adjusted p-values are no smaller, and those without a correction the same."""
    repeated = attrs.evolve(pairs, counts=factor * pairs.counts)
    for row in overlapping(repeated, **options):
        if not math.isnan(row.pvalue):
            assert row.pvalue <= row.pvalue_adjusted <= 1
            assert options["correction"] != "none" or row.pvalue_adjusted == row.pvalue
        else:
            assert math.isnan(row.pvalue_adjusted)


@pytest.mark.parametrize("n", [1, 2, 3, 50, 1000])
@fewer(0.2)
@given(st.data())
def test_identical_answers_have_p_1_and_effect_0(n, data):
    """At every n, by every test, whatever the alternative."""
    scale = lk.LikertScale(positive="high")
    spread = data.draw(st.lists(st.sampled_from(scale.codes), min_size=1, max_size=n))
    table = np.diag([spread.count(code) for code in scale.codes])
    pairs = lk.PairTally.from_table(table, scale)
    for options in ({"test": "t"}, {"test": "t", "equal_variances": True}, {"test": "proportion"}):
        for alternative in TURNED:
            row = overlapping(pairs, alternative=alternative, **options)["item"]
            assert (row.mean_difference, row.statistic, row.pvalue) == (0, 0, 1)
            assert math.isnan(row.low) or row.low <= 0 <= row.high
    if n == 1000 and len(spread) > 30:
        assert equivalent(pairs, margin=0.2, test="superiority")["item"].equivalent


@fewer(0.2)
@given(
    sheet=sheets(respondent=True, condition=True, weight=False, stratum=False, cluster=False),
    options=overlap_options(),
    tost=margin_options(),
    data=st.data(),
)
def test_laws_2_and_7(sheet, options, tost, data):
    """From the rows, in any order, and from the table: the same figures."""
    conditions = list(dict.fromkeys(cells_of(sheet, "condition")))
    assume(len(conditions) > 1)
    first, second = conditions[:2]
    answers = sheet.responses()
    moved = taken(sheet, data.draw(st.permutations(range(sheet.n_rows)))).responses()
    pairs = answers.pairs(first, second)
    for function, some in ((lk.compare_overlapping, options), (lk.equivalence, tost)):
        found = [outcome(function, one, first, second, **some) for one in (answers, moved, pairs)]
        assert found[0] == found[1] == found[2]
