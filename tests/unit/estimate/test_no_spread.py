"""Where nothing varies no interval is a point, a census apart; a note says why."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import likertkit as lk
from likertkit._kernels import wilson_interval

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
    row = lk.means(tally, population=4, finite_population=finite)["q"]
    assert row.mean == 5.0
    assert (row.low == row.high == 5.0) is finite
    assert row.note.startswith("no spread: the design effect" if finite else "no spread: the inter")
    described = lk.describe(tally, population=4, finite_population=finite)["q"]
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
    assert row.note.endswith("the effective size is the number of clusters")
    # Kish's number, where they differ in size.
    sizes = [1, 2, 3, 20]
    frame = pd.DataFrame({"q": 5, "c": [k for k, n in enumerate(sizes) for _ in range(n)]})
    row = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c")).filter(code=1).rows[0]
    kish = sum(sizes) ** 2 / sum(n * n for n in sizes)
    assert (row.low, row.high) == pytest.approx(wilson_interval(0, kish, 0.95))


def test_an_unused_level_takes_the_design_effect_of_the_others() -> None:
    """Σ p (1 - p) over Σ of the variances, 1 and 2 being the only levels used."""
    frame = pd.DataFrame({"q": [1] * 5 + [2] * 5 + [1, 2] * 5 + [2] * 5, "c": [
        k for k in range(5) for _ in range(5)
    ]})  # fmt: skip
    rows = lk.frequencies(lk.Responses(frame, TRIAL, cluster="c"))
    used = rows.filter(code=1).rows[0]
    from scipy.stats import t

    size = used.proportion * (1 - used.proportion) / used.se**2
    size *= (t.ppf(0.975, 24) / t.ppf(0.975, 4)) ** 2
    row = rows.filter(code=5).rows[0]
    assert (row.low, row.high) == pytest.approx(wilson_interval(0, size, 0.95))
    assert row.note.endswith("the effective size is that of the item's other levels")
