"""Groups of a few people: what an exact test says, and what is said where there is none."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.reference.ranks import several_ranks_pvalue, trend_pvalue

import likertkit as lk
from likertkit.errors import ArgumentError

SCALE = lk.LikertScale()
ONE = lk.Instrument("one", [lk.Item("clear", SCALE)])


def people(**groups: list[int]) -> lk.Responses:
    """Return the answers of groups, an answer a person."""
    answers = [one for group in groups.values() for one in group]
    wards = [name for name, group in groups.items() for _ in group]
    return lk.Responses(pd.DataFrame({"clear": answers, "ward": wards}), ONE)


def test_one_against_one_is_certain_to_be_as_extreme():
    """Either way of handing two answers out is as far from the mean: p is 1, and not above."""
    row = lk.compare_groups(people(a=[5], b=[1]), "ward").rows[0]
    assert row.pvalue == row.least_pvalue == row.pvalue_adjusted == 1.0
    assert stats.false_discovery_control([row.pvalue, 0.5]).tolist() == [1.0, 1.0]


def test_ranks_of_few_in_several_groups_are_exact():
    """Two, two and two that do not overlap: 6 of 90 ways to hand the answers out."""
    found = lk.compare_groups(people(a=[1, 1], b=[3, 3], c=[5, 5]), "ward")
    whole = found.omnibus["clear"]
    assert whole.pvalue == approx(6 / 90, rel=1e-12)
    assert whole.method == "Kruskal-Wallis, exact"
    smooth = lk.compare_groups(
        people(a=[1, 1], b=[3, 3], c=[5, 5]), "ward", method="asymptotic"
    ).omnibus["clear"]
    assert smooth.pvalue == approx(stats.chi2.sf(whole.statistic, 2))
    assert smooth.note == "few answers in a group: χ² is a rough guide"
    assert smooth.method == "Kruskal-Wallis, asymptotic (chi-square)"


def test_a_trend_of_few_is_exact():
    """Two and two: 2 of 6 ways, where M² as a chi-square gives .10."""
    found = lk.compare_groups(people(a=[1, 2], b=[4, 5]), "ward", test="linear-by-linear")
    assert found.rows[0].pvalue == approx(2 / 6, rel=1e-12)
    assert found.rows[0].least_pvalue == found.rows[0].pvalue
    assert found.omnibus["clear"].pvalue == approx(2 / 6, rel=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_every_way_to_hand_answers_out(seed):
    """Kruskal and Wallis's H, and the trend, over every choice of rows in whole numbers."""
    rng = np.random.default_rng(seed)
    sizes = [*rng.integers(1, 4, 2).tolist(), 2]
    groups = [rng.integers(1, 6, size).tolist() for size in sizes]
    answers = people(**dict(zip("abc", groups, strict=True)))
    ranks = lk.compare_groups(answers, "ward").omnibus["clear"]
    assert ranks.pvalue == approx(float(several_ranks_pvalue(groups)), rel=1e-12)
    trend = lk.compare_groups(answers, "ward", test="linear-by-linear")
    expected = trend_pvalue(groups, [0, 1, 2], "two-sided")
    assert trend.omnibus["clear"].pvalue == approx(float(expected), rel=1e-12)
    for alternative in ("two-sided", "greater", "less"):
        row = lk.compare_groups(
            answers, "ward", first="a", second="b", test="linear-by-linear", alternative=alternative
        )["clear"]
        expected = trend_pvalue(groups[1::-1], [0, 1], alternative)
        assert isinstance(expected, Fraction)
        assert row.pvalue == approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("test", ["mann-whitney", "linear-by-linear"])
def test_random_tables_come_near(test):
    """Within four standard errors of the exact p-values; the same seed draws the same."""
    answers = people(a=[1, 2, 2, 4, 5], b=[2, 4, 4, 5, 5, 5], c=[1, 1, 2, 3])
    exact = lk.compare_groups(answers, "ward", test=test, method="exact")
    options = {"test": test, "method": "monte-carlo", "n_resamples": 20_000}
    drawn = lk.compare_groups(answers, "ward", rng=1, **options)
    for one, other in zip((*exact, *exact.omnibus), (*drawn, *drawn.omnibus), strict=True):
        error = math.sqrt(one.pvalue * (1 - one.pvalue) / 20_000)
        assert other.pvalue == approx(one.pvalue, abs=4 * error + 1 / 20_000)
        assert other.statistic == approx(one.statistic)
        assert other.method.endswith("Monte Carlo")
    again = lk.compare_groups(answers, "ward", rng=1, **options)
    assert again.rows == drawn.rows
    assert dict(drawn.options)["n_resamples"] == 20_000
    assert dict(drawn.options)["rng"] == 1
    assert "rng" not in dict(exact.options)


def test_sizes_without_a_small_common_multiple_are_drawn():
    """Where whole numbers would overflow, squares are compared as near as they are."""
    sizes = (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
    rng = np.random.default_rng(2)
    groups = {f"g{n}": rng.integers(1, 6, n).tolist() for n in sizes}
    found = lk.compare_groups(people(**groups), "ward", first="g7", second="g11")
    whole = found.omnibus["clear"]
    assert whole.method == "Kruskal-Wallis, asymptotic (chi-square)"
    assert whole.note == ""
    drawn = lk.compare_groups(
        people(**groups), "ward", first="g7", method="monte-carlo", n_resamples=4000, rng=3
    ).omnibus["clear"]
    error = math.sqrt(whole.pvalue * (1 - whole.pvalue) / 4000)
    assert drawn.pvalue == approx(whole.pvalue, abs=4 * error + 0.01)


def test_too_many_tables():
    """'exact' says so of all groups together, and 'auto' where chi-square is rough."""
    rng = np.random.default_rng(4)
    groups = {name: rng.integers(1, 6, 40).tolist() for name in "abcd"} | {"e": [1, 5]}
    exact = lk.compare_groups(people(**groups), "ward", first="a", second="e", method="exact")
    assert exact.rows[0].pvalue > 0
    assert math.isnan(exact.omnibus["clear"].pvalue)
    assert "too many tables" in exact.omnibus["clear"].note
    auto = lk.compare_groups(people(**groups), "ward").omnibus["clear"]
    assert auto.note == (
        "few answers in a group: χ² is a rough guide, method='monte-carlo' needs no large numbers"
    )


def test_a_trend_on_many_levels_is_smooth():
    """Where the exact distribution is too wide, the normal one, and it is named."""
    scale = lk.LikertScale(range(1, 101))
    item = lk.Instrument("one", [lk.Item("clear", scale)])
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"clear": rng.integers(1, 101, 900), "ward": ["a", "b", "c"] * 300})
    row = lk.compare_groups(lk.Responses(frame, item), "ward", test="linear-by-linear").rows[0]
    assert row.method == "linear-by-linear, asymptotic (normal, ties corrected)"
    assert row.pvalue == approx(2 * stats.norm.sf(abs(row.statistic)))


@pytest.mark.parametrize(
    ("test", "method"),
    [
        ("mann-whitney", "saddlepoint"),
        ("mann-whitney", "asymptotic"),
        ("linear-by-linear", "asymptotic"),
    ],
)
def test_a_forced_method_tells_of_the_exact_p(test, method):
    """Few answers have few rank sums, and what is smooth is far from them."""
    answers = people(a=[1, 2, 3], b=[2, 2, 3])
    exact = lk.compare_groups(answers, "ward", test=test).rows[0]
    row = lk.compare_groups(answers, "ward", test=test, method=method).rows[0]
    assert row.pvalue != approx(exact.pvalue, rel=0.01)
    told = f"{exact.pvalue:.3g}".removeprefix("0")
    assert row.note == f"few answers: the exact p-value is {told}, which method='exact' gives"
    alike = lk.compare_groups(people(a=[1, 2], b=[1, 2]), "ward", test=test, method=method)
    assert alike.rows[0].note == ""


def test_options_of_chance_are_for_chance():
    """A seed without random tables has no effect, and not every test has every method."""
    answers = people(a=[1, 2], b=[4, 5])
    for options in ({"rng": 1}, {"n_resamples": 99}, {"method": "exact", "rng": 1}):
        with pytest.raises(ArgumentError, match="no effect without method='monte-carlo'"):
            lk.compare_groups(answers, "ward", **options)
    with pytest.raises(ArgumentError, match="n_resamples"):
        lk.compare_groups(answers, "ward", method="monte-carlo", n_resamples=0)
    with pytest.raises(
        ArgumentError, match="'saddlepoint' is not a method of test='linear-by-linear'"
    ):
        lk.compare_groups(answers, "ward", test="linear-by-linear", method="saddlepoint")


def test_many_groups_are_compared_on_request():
    """Twenty-one groups make 210 pairs: none unasked, and the test of all is printed."""
    groups = {f"g{k:02}": [1 + k % 5, 3, 1 + (k * k) % 5] for k in range(21)}
    answers = people(**groups)
    found = lk.compare_groups(answers, "ward")
    assert len(found) == len(found.to_frame()) == 0
    assert found.pairs_left_out
    assert found.notes[-1].startswith(
        "No pairs are compared: 21 groups make 210 an item, more than 190."
    )
    assert found.omnibus["clear"].n_groups == 21
    for printed in (found.to_text(100), found.to_markdown(), found.to_html()):
        assert "All groups of ward: one" in printed
        assert "No pairs are compared" in printed
    assert len(lk.compare_groups(answers, "ward", first="g00")) == 20
    del groups["g20"]
    few = lk.compare_groups(people(**groups), "ward")
    assert len(few) == 190
    assert not few.pairs_left_out
    assert "All groups of ward" not in few.to_text(100)


def test_brunner_and_munzel_need_ten():
    """Fewer answers in a group, and their t is said to be rough."""
    few = lk.compare_groups(people(a=[1, 2, 4], b=[2, 3, 5] * 4), "ward", test="brunner-munzel")
    assert few.rows[0].note == "few answers: the t of Brunner and Munzel is a rough guide"
    enough = lk.compare_groups(
        people(a=[1, 2, 4, 4, 5] * 2, b=[2, 3, 5, 5] * 3), "ward", test="brunner-munzel"
    )
    assert enough.rows[0].note == ""


def test_clusters_without_spread_are_worth_their_number():
    """Each group gave one answer: nothing tells how like the clusters are, so each counts once."""
    frame = pd.DataFrame(
        [(5 if ward == "a" else 1, ward, school) for school in range(6) for ward in "aaaabbbb"],
        columns=["clear", "ward", "school"],
    )
    clustered = lk.compare_groups(lk.Responses(frame, ONE, cluster="school"), "ward", test="t")
    single = frame.drop_duplicates().assign(w=1.0)
    alone = lk.compare_groups(lk.Responses(single, ONE, weight="w"), "ward", test="t")
    row, other = clustered.rows[0], alone.rows[0]
    assert row.superiority == row.superiority_high == 1.0
    # Six clusters leave five degrees of freedom, and twelve people eleven.
    assert row.df == 5
    assert 0 < row.superiority_low <= other.superiority_low


def test_notes_say_how_pvalues_were_found():
    """Of pairs and of all groups; where there is none, only which test it is."""
    groups = people(a=[1, 1, 2], b=[3, 3, 4], c=[5, 5, 4])
    table = lk.compare_groups(groups, "ward")
    assert "Test: Mann-Whitney, exact." in table.notes
    assert "Test: Kruskal-Wallis, exact." in table.omnibus.notes
    smooth = lk.compare_groups(groups, "ward", method="asymptotic")
    assert "Test: Mann-Whitney, asymptotic (normal, ties corrected)." in smooth.notes
    assert "Test: Kruskal-Wallis, asymptotic (chi-square)." in smooth.omnibus.notes
    one_side = lk.compare_groups(groups, "ward", alternative="less")
    assert "Test: Mann-Whitney, exact; one-sided, whether the first tends to be lower." in (
        one_side.notes
    )
    apart = lk.compare_groups(people(a=[1, 1], b=[3, 3]), "ward", test="t")
    assert "Test: Welch's t." in apart.notes
    assert not any(note.startswith("Test:") for note in apart.omnibus.notes)
