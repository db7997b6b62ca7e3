"""Where nothing varies no interval is a point, a census apart; a note says why."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import likertkit as lk
from likertkit._kernels.shares import wilson_interval

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale(positive="high"))])


def test_means_of_equal_answers() -> None:
    """The mean stands, and nobody can tell how far off it is."""
    row = lk.means(lk.Tally.from_counts({"q": {5: 2}}, TRIAL))["q"]
    assert (row.mean, row.se) == (5.0, 0.0)
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert row.note == "no spread: the interval is undefined"


def test_means_of_strata_that_agree_within() -> None:
    """Two strata of all-1 and all-5: the design's error is 0, which is no certainty."""
    frame = pd.DataFrame({"q": [1, 1, 5, 5], "s": ["a", "a", "b", "b"], "w": 1.0})
    answers = lk.Responses(frame, TRIAL, stratum="s", weight="w")
    row = lk.means(answers)["q"]
    assert (row.mean, row.se, row.design_effect) == (3.0, 0.0, 0.0)
    assert math.isnan(row.low)
    assert row.note == "no spread: the interval is undefined"


def test_clusters_that_are_alike() -> None:
    """The mean of each cluster is 3: no spread between them."""
    frame = pd.DataFrame({"q": [1, 5] * 4, "c": [1, 1, 2, 2, 3, 3, 4, 4]})
    row = lk.means(lk.Responses(frame, TRIAL, cluster="c"))["q"]
    assert math.isnan(row.low)
    assert row.note.startswith("no spread")


@pytest.mark.parametrize("finite", [True, False])
def test_a_census_keeps_its_point(finite: bool) -> None:  # noqa: FBT001 - a parameter
    """Everybody was asked: no interval is needed, as long as these people are all."""
    tally = lk.Tally.from_counts({"q": {5: 4}}, TRIAL)
    row = lk.means(tally.sampled(population=4, finite_population=finite))["q"]
    assert row.mean == 5.0
    assert (row.low == row.high == 5.0) is finite
    assert row.note.startswith("no spread: the design effect" if finite else "no spread: the inter")
    described = lk.describe(tally.sampled(population=4, finite_population=finite))["q"]
    assert (described.low == described.high == 5.0) is finite


def test_describe_says_why() -> None:
    """The interval and the skewness."""
    row = lk.describe(lk.Tally.from_counts({"q": {5: 3}}, TRIAL))["q"]
    assert math.isnan(row.low)
    assert row.note == (
        "no spread: the interval is undefined; no spread: the skewness is undefined"
    )


@pytest.mark.parametrize("n", [1, 4])
def test_sison_and_glaz_hand_over_to_goodman(n: int) -> None:
    """With one level used theirs are points from any number of answers; Goodman's are not.

    Goodman's are Wilson's at the level that Bonferroni gives each of the five.
    """
    table = lk.frequencies(lk.Tally.from_counts({"q": {5: n}}, TRIAL), interval="sison-glaz")
    for row in table:
        assert (row.low, row.high) == wilson_interval(row.count, n, 1 - 0.05 / 5)
        assert row.low < row.high
        assert "Sison and Glaz's intervals would be points: these are Goodman's" in row.note
    two = lk.frequencies(lk.Tally.from_counts({"q": {5: 3, 1: 1}}, TRIAL), interval="sison-glaz")
    assert {row.note for row in two} == {""}


def test_sison_and_glaz_of_a_low_level_are_undefined() -> None:
    """One and one come exactly so with probability .5: at a lower level no room is needed."""
    tally = lk.Tally.from_counts({"q": {5: 1, 1: 1}}, TRIAL)
    for level in (0.25, 0.5):
        for row in lk.frequencies(tally, interval="sison-glaz", confidence_level=level):
            assert math.isnan(row.low)
            assert math.isnan(row.high)
            assert row.note == "its ends are one value: the interval is undefined"
    (first, *_) = lk.frequencies(tally, interval="sison-glaz", confidence_level=0.6)
    # A fifth of the way from .5 to 1, on both counts' upper bounds: 1/2 + 2 (.2) / 2.
    assert (first.low, first.high) == pytest.approx((0.5, 0.7), abs=1e-12)


def test_the_notes_name_an_item_once() -> None:
    """However many of its levels say the same."""
    table = lk.frequencies(lk.Tally.from_counts({"q": {5: 4}}, TRIAL), interval="sison-glaz")
    said = [line for line in table.to_text(200).splitlines() if "Goodman" in line]
    assert said == ["q: Sison and Glaz's intervals would be points: these are Goodman's"]


def test_a_stratum_without_spread_makes_a_share_no_surer() -> None:
    """The heaviest stratum has five like answers: Kish's size, 1 / Σ w², and not all fifty.

    The error is then that of the light stratum alone, and Korn and Graubard's size 1,000.
    """
    frame = pd.DataFrame({
        "q": [1] * 5 + [1] * 30 + [5] * 15,
        "s": ["heavy"] * 5 + ["light"] * 45,
        "w": [0.8 / 5] * 5 + [0.2 / 45] * 45,
    })  # fmt: skip
    answers = lk.Responses(frame, TRIAL, stratum="s", weight="w")
    row = lk.frequencies(answers).filter(code=5).rows[0]
    kish = 1 / (0.8**2 / 5 + 0.2**2 / 45)
    assert row.proportion * (1 - row.proportion) / row.se**2 > 50
    expected = wilson_interval(row.proportion * kish, kish, 0.95)
    assert (row.low, row.high) == pytest.approx(expected)


def test_a_share_of_more_answers_than_there_are() -> None:
    """Strata that split the levels between them, but for one answer each: 50 answers, not more."""
    frame = pd.DataFrame({
        "q": [1] * 24 + [5] + [5] * 24 + [1], "s": ["a"] * 25 + ["b"] * 25, "w": 1.0
    })  # fmt: skip
    answers = lk.Responses(frame, TRIAL, stratum="s", weight="w")
    row = lk.frequencies(answers).filter(code=5).rows[0]
    assert row.proportion * (1 - row.proportion) / row.se**2 > 300
    assert (row.low, row.high) == pytest.approx(wilson_interval(25, 50, 0.95))


def test_like_clusters_count_as_answers() -> None:
    """Twenty clusters of thirty like answers know what twenty answers know."""
    frame = pd.DataFrame({"q": [5] * 600, "c": [k for k in range(20) for _ in range(30)]})
    row = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c")).filter(code=1).rows[0]
    assert (row.low, row.high) == pytest.approx(wilson_interval(0, 20, 0.95))
    assert row.note == (
        "nothing varies between clusters: the effective size is their number, by Kish"
    )
    # Kish's number, where they differ in size.
    sizes = [1, 2, 3, 20]
    frame = pd.DataFrame({"q": 5, "c": [k for k, n in enumerate(sizes) for _ in range(n)]})
    row = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c")).filter(code=1).rows[0]
    kish = sum(sizes) ** 2 / sum(n * n for n in sizes)
    assert (row.low, row.high) == pytest.approx(wilson_interval(0, kish, 0.95))


def test_an_unused_level_is_as_sure_as_the_clusters_are_many() -> None:
    """Five clusters of unlike sizes, in which the levels used do vary: Kish's of their weights."""
    sizes, weights = (5, 5, 5, 2, 8), (1.0, 2.0, 0.5, 3.0, 1.5)
    answers = [1] * 5 + [2] * 5 + [1, 2, 2, 1, 2] + [2, 1] + [2] * 8
    frame = pd.DataFrame({
        "q": answers,
        "c": [k for k, n in enumerate(sizes) for _ in range(n)],
        "w": [w for n, w in zip(sizes, weights, strict=True) for _ in range(n)],
    })  # fmt: skip
    row = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c", weight="w")).filter(code=5).rows[0]
    totals = [n * w for n, w in zip(sizes, weights, strict=True)]
    kish = sum(totals) ** 2 / sum(total**2 for total in totals)
    assert (row.low, row.high) == pytest.approx(wilson_interval(0, kish, 0.95))
    assert row.note.startswith("nothing varies between clusters")


def test_like_clusters_in_which_levels_vary_have_no_certain_share() -> None:
    """Half of each cluster: the totals cancel but for rounding, and the clusters count."""
    frame = pd.DataFrame({
        "q": [1, 2] * 9, "c": [k for k in range(3) for _ in range(6)], "w": [0.1] * 6 + [0.7] * 12
    })  # fmt: skip
    row = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c", weight="w")).filter(code=1).rows[0]
    kish = (0.6 + 4.2 + 4.2) ** 2 / (0.6**2 + 2 * 4.2**2)
    assert row.se == 0
    assert (row.low, row.high) == pytest.approx(wilson_interval(kish / 2, kish, 0.95))


@pytest.mark.parametrize("weight", [None, "w"])
def test_one_answer_has_no_degrees_of_freedom(weight: str | None) -> None:
    """Weighted or not: undefined, and not 0."""
    row = lk.means(lk.Responses(pd.DataFrame({"q": [4], "w": [2.0]}), TRIAL, weight=weight))["q"]
    assert math.isnan(row.df)
    assert row.note == "one valid answer: no spread can be estimated"


def test_a_census_needs_no_degrees_of_freedom() -> None:
    """Two strata of one, who are all there are: the mean is known, and nothing is uncertain."""
    frame = pd.DataFrame({"q": [4, 1], "s": ["a", "b"]})
    row = lk.means(lk.Responses(frame, TRIAL, stratum="s").sampled(population={"a": 1, "b": 1}))[
        "q"
    ]
    assert (row.mean, row.se, row.low, row.high) == (2.5, 0.0, 2.5, 2.5)
    assert math.isnan(row.df)
    assert row.note == "everybody was asked: no degrees of freedom are needed"
