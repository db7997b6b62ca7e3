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
