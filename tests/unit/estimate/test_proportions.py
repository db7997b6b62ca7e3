"""Intervals of frequencies and box scores, with and without a design."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.shares import (
    clopper_pearson_interval,
    jeffreys_interval,
    sison_glaz_intervals,
    tango_interval,
    wilson_interval,
)

# Closed forms of a handful of doubles.
RTOL = 1e-10
SCALE = lk.LikertScale(positive="high")
TRIAL = lk.Instrument("trial", [lk.Item("clear", SCALE)])
COUNTS = {1: 2, 2: 5, 3: 9, 4: 20, 5: 14, None: 4}
TALLY = lk.Tally.from_counts({"clear": COUNTS}, TRIAL)
METHODS = ("wilson", "clopper-pearson", "jeffreys", "logit", "goodman", "sison-glaz")


def weighted_frame(answers: list[int]) -> pd.DataFrame:
    """Return answers with weights that differ."""
    weights = np.linspace(0.5, 2.0, len(answers))
    return pd.DataFrame({"clear": answers, "w": weights, "s": ["a", "b"] * (len(answers) // 2)})


@pytest.mark.parametrize("interval", METHODS)
def test_each_interval_says_which_it_is(interval) -> None:
    """The option is carried, the note names it, and the share lies within."""
    table = lk.frequencies(TALLY, interval=interval)
    assert dict(table.options)["interval"] == interval
    assert any(note.lower().startswith(f"intervals: {interval}") for note in table.notes)
    assert all(row.low <= row.proportion <= row.high for row in table)


def test_goodman_is_wilson_at_bonferronis_level() -> None:
    """One of K errors each: χ² with one degree of freedom is z² at that level."""
    for row in lk.frequencies(TALLY, interval="goodman", confidence_level=0.9):
        expected = wilson_interval(row.count, 50, 1 - 0.1 / 5)
        assert (row.low, row.high) == approx(expected, rel=RTOL)


def test_sison_glaz_counts_the_missing_where_they_are_in_the_base() -> None:
    """Of all respondents the missing are one more category."""
    rows = lk.frequencies(TALLY, interval="sison-glaz", base="all").rows
    expected = sison_glaz_intervals([2, 5, 9, 20, 14, 4], 0.95)[:5]
    assert [(row.low, row.high) for row in rows] == expected


def test_sison_glaz_refuses_weights() -> None:
    """It goes by counts of a simple random sample."""
    answers = lk.Responses(weighted_frame([1, 2, 3, 4]), TRIAL, weight="w")
    with pytest.raises(lk.errors.ArgumentError, match="goodman"):
        lk.frequencies(answers, interval="sison-glaz")


def test_weighted_logit_is_on_the_design_based_error() -> None:
    """Logit p ± t se / (p q), the t with the design's degrees of freedom."""
    from scipy.stats import t

    answers = lk.Responses(weighted_frame([1, 2, 3, 4, 5, 5, 4, 4]), TRIAL, weight="w", stratum="s")
    row = lk.frequencies(answers, interval="logit").filter(code=4).rows[0]
    p = row.proportion
    half = t.ppf(0.975, 6) * row.se / (p * (1 - p))
    for end, sign in ((row.low, -1), (row.high, 1)):
        assert math.log(end / (1 - end)) == approx(math.log(p / (1 - p)) + sign * half, rel=RTOL)


@pytest.mark.parametrize(
    ("interval", "kernel"),
    [
        ("wilson", wilson_interval),
        ("clopper-pearson", clopper_pearson_interval),
        ("jeffreys", jeffreys_interval),
    ],
)
def test_weighted_intervals_are_on_the_effective_size(interval, kernel) -> None:
    """They are of p (1 - p) / v, times the quotient of the t's squared."""
    from scipy.stats import t

    answers = lk.Responses(weighted_frame([1, 2, 3, 4, 5, 5, 4, 4]), TRIAL, weight="w", stratum="s")
    row = lk.frequencies(answers, interval=interval).filter(code=4).rows[0]
    size = row.proportion * (1 - row.proportion) / row.se**2
    size *= (t.ppf(0.975, 7) / t.ppf(0.975, 6)) ** 2
    assert (row.low, row.high) == approx(kernel(row.proportion * size, size, 0.95), rel=RTOL)


def test_strata_that_agree_within_are_no_point() -> None:
    """No variance, but not all at one level: Kish's size, here of equal weights n."""
    frame = pd.DataFrame({"clear": [1, 1, 2, 2], "s": [1, 1, 2, 2], "w": 1.0})
    for interval in METHODS[:5]:
        answers = lk.Responses(frame, TRIAL, weight="w", stratum="s")
        row = lk.frequencies(answers, interval=interval).rows[0]
        plain = lk.frequencies(lk.Responses(frame, TRIAL), interval=interval).rows[0]
        assert row.se == 0.0
        assert (row.low, row.high) == approx((plain.low, plain.high), rel=RTOL)


def test_two_answers_have_an_error() -> None:
    """By hand, p(1 - p) / (n - 1); weights that are equal give the same."""
    for weights in (None, [2.0, 2.0]):
        frame = pd.DataFrame({"clear": [1, 5], "w": weights})
        answers = lk.Responses(frame, TRIAL, weight="w" if weights else None)
        row = lk.box_scores(answers)["clear"]
        assert (row.top_se, row.net_se) == approx((0.5, 1.0), rel=RTOL)
        assert 0 < row.top_low < row.top_high < 1


@pytest.mark.parametrize("interval", METHODS[:5])
def test_all_at_one_level_is_no_point(interval) -> None:
    """Weighted and 100 %: an interval on Kish's size, where others give [1, 1]."""
    answers = lk.Responses(weighted_frame([5] * 8), TRIAL, weight="w")
    row = lk.frequencies(answers, interval=interval).filter(code=5).rows[0]
    assert row.proportion == row.high == 1.0
    assert 0.4 < row.low < 0.9


def test_box_scores_by_hand() -> None:
    """Shares of boxes, their errors, and the net with its variance and Tango's interval."""
    row = lk.box_scores(TALLY, boxes=(2, 1), interval="clopper-pearson")["clear"]
    assert (row.n, row.n_missing) == (50, 4)
    assert (row.top_box, row.bottom_box, row.net) == approx((0.68, 0.04, 0.64), rel=RTOL)
    assert (row.top_low, row.top_high) == clopper_pearson_interval(34, 50, 0.95)
    assert row.net_se == approx(math.sqrt((0.68 + 0.04 - 0.64**2) / 49), rel=RTOL)
    assert (row.net_low, row.net_high) == tango_interval(34, 2, 50, 0.95)


def test_box_scores_of_all_respondents() -> None:
    """Who did not answer is in the base, and the note says so."""
    table = lk.box_scores(TALLY, base="all", interval="clopper-pearson")
    row = table["clear"]
    assert (row.top_box, row.bottom_box, row.net) == approx((14 / 54, 2 / 54, 12 / 54), rel=RTOL)
    assert (row.top_low, row.top_high) == clopper_pearson_interval(14, 54, 0.95)
    assert (row.bottom_low, row.bottom_high) == clopper_pearson_interval(2, 54, 0.95)
    assert (row.net_low, row.net_high) == tango_interval(14, 2, 54, 0.95)
    assert row.net_se == approx(math.sqrt((16 / 54 - (12 / 54) ** 2) / 53), rel=RTOL)
    assert (
        "Proportions are of all respondents, those without a valid answer included." in table.notes
    )
    assert "Proportions are of the valid answers." in lk.box_scores(TALLY).notes


@pytest.mark.parametrize(
    ("counts", "base", "note"),
    [
        ({None: 3}, "all", ""),
        ({5: 1, None: 2}, "all", ""),
        ({5: 1}, "all", "one valid answer: no spread can be estimated"),
        ({5: 1, None: 2}, "valid", "one valid answer: no spread can be estimated"),
    ],
)
def test_one_answer_among_several_respondents_is_a_share_of_all(counts, base, note) -> None:
    """Of all, no answer is 0 % and has an error; of the valid ones it has none."""
    row = lk.box_scores(lk.Tally.from_counts({"clear": counts}, TRIAL), base=base)["clear"]
    assert row.note == note
    assert math.isnan(row.net_se) is bool(note)
    assert row.top_box == approx(counts.get(5, 0) / (3 if base == "all" and not note else 1))


def test_boxes_follow_the_positive_end_and_the_view() -> None:
    """A low positive end turns the boxes; the favourable view turns scores, not boxes."""
    low = lk.LikertScale(positive="low")
    study = lk.Instrument("study", [lk.Item("clear", low)])
    tally = lk.Tally.from_counts({"clear": {1: 6, 2: 1, 5: 3}}, study)
    for view in ("as_answered", "favourable"):
        row = lk.box_scores(tally.scored(view))["clear"]
        assert (row.top_box, row.bottom_box, row.net) == approx((0.6, 0.3, 0.3), rel=RTOL)


@pytest.mark.parametrize("scores", [[1, 2, 3, 4, 5, 5, 4, 1], [5] * 8])
def test_the_weighted_net_is_the_mean_of_1_0_and_minus_1(scores: list[int]) -> None:
    """Its error is that of the mean of these scores."""
    frame = weighted_frame(scores)
    answers = lk.Responses(frame, TRIAL, weight="w", stratum="s")
    row = lk.box_scores(answers)["clear"]
    signs = lk.Instrument("signs", [lk.Item("clear", lk.LikertScale((-1, 0, 1), positive="high"))])
    turned = frame.assign(clear=[(x == 5) - (x == 1) for x in scores])
    mean = lk.means(lk.Responses(turned, signs, weight="w", stratum="s"))["clear"]
    assert row.net == approx(mean.mean, rel=RTOL)
    assert row.net_se == approx(mean.se, rel=RTOL)
    assert row.net_low < row.net <= row.net_high
    assert lk.box_scores(answers.tally())["clear"] == row


@pytest.mark.parametrize("stratum", [None, "s"])
def test_the_weighted_net_is_tangos_on_the_effective_size(stratum: str | None) -> None:
    """(T + B - net²) / v, times the quotient of the t's squared, as for a share."""
    from scipy.stats import t

    frame = weighted_frame([1, 2, 3, 4, 5, 5, 4, 1])
    row = lk.box_scores(lk.Responses(frame, TRIAL, weight="w", stratum=stratum))["clear"]
    df = 7 if stratum is None else 6
    size = (row.top_box + row.bottom_box - row.net**2) / row.net_se**2
    size *= (t.ppf(0.975, 7) / t.ppf(0.975, df)) ** 2
    expected = tango_interval(row.top_box * size, row.bottom_box * size, size, 0.95)
    assert (row.net_low, row.net_high) == approx(expected, rel=RTOL)


def test_a_small_group_knows_no_more_than_its_answers() -> None:
    """A design of many degrees of freedom adds none to three answers of it."""
    frame = weighted_frame([1, 2, 3, 4, 5, 5, 4, 1, 2, 5]).assign(group=[1] * 7 + [2] * 3)
    table = lk.box_scores(lk.Responses(frame, TRIAL, weight="w"), by="group")
    row = table.filter(group=2).rows[0]
    size = (row.top_box + row.bottom_box - row.net**2) / row.net_se**2
    expected = tango_interval(row.top_box * size, row.bottom_box * size, size, 0.95)
    assert (row.net_low, row.net_high) == approx(expected, rel=RTOL)


def test_who_was_asked_as_a_whole_is_certain() -> None:
    """With everybody asked an interval is its point."""
    row = lk.box_scores(TALLY.sampled(population=54), base="all")["clear"]
    assert row.net_se == 0.0
    assert (row.net_low, row.net_high) == (row.net, row.net)
    assert (row.top_low, row.top_high) == (row.top_box, row.top_box)


def test_nobody_and_one() -> None:
    """NaN with the reason."""
    empty = lk.Tally.from_counts({"clear": {None: 3}}, TRIAL)
    row = lk.box_scores(empty)["clear"]
    assert all(map(math.isnan, (row.net, row.net_low, row.top_box, row.top_high)))
    assert row.note == "no valid answers"
    alone = lk.Responses(pd.DataFrame({"clear": [5], "w": [1.0]}), TRIAL, weight="w")
    row = lk.box_scores(alone)["clear"]
    assert row.net == 1.0
    assert all(map(math.isnan, (row.net_se, row.net_low, row.net_high)))
    assert row.note.startswith("one valid answer")
