"""Biases that are put in by hand into made-up answers, and what a summary makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.unit.summary.sheets import claims

import likertkit as lk

WIDE = lk.Instrument("wide", [lk.Item("mood", lk.LikertScale(tuple(range(1, 12))))])
TRIAL = lk.Instrument("trial", [lk.Item("mood", lk.LikertScale())])


def both(now: np.ndarray, then: np.ndarray, instrument: lk.Instrument) -> lk.Responses:
    """Return linked answers now and then."""
    sheet = pd.DataFrame({"now": now, "then": then})
    columns = {name: {"mood": name} for name in ("now", "then")}
    return lk.Responses.from_wide(sheet, instrument, columns=columns)


def design(*, invited: int | None = None, retrospective: bool = False) -> lk.StudyDesign:
    """Return a design of two conditions."""
    then = lk.Condition("then", retrospective=retrospective)
    return lk.StudyDesign(conditions=(lk.Condition("now"), then), invited=invited)


@pytest.mark.parametrize("silent", ["unhappy", "happy"])
@pytest.mark.parametrize("seed", range(5))
def test_nonresponse_of_one_kind_of_people(seed: int, silent: str) -> None:
    """The mean of those who answered is off in the known direction; the bounds hold the truth."""
    rng = np.random.default_rng(seed)
    mood = rng.integers(1, 6, size=80)
    chance = (
        np.where(mood <= 2, 0.3, 0.95) if silent == "unhappy" else np.where(mood >= 4, 0.3, 0.95)
    )
    answered = rng.random(80) < chance
    sheet = pd.DataFrame({"mood": mood[answered]})
    found = lk.summarize(
        lk.Responses(sheet, TRIAL),
        design=lk.StudyDesign(conditions=(lk.Condition("survey"),), invited=80),
    )
    row = found["mood"]
    truth = float(mood.mean())
    assert (row.mean_first > truth) is (silent == "unhappy")
    assert row.low_first <= truth <= row.high_first
    # One silent person less at each end: the bounds move by that person's proportion.
    assert row.high_first - row.low_first == pytest.approx(4 * (80 - answered.sum()) / 80)
    assert "nonresponse" in {one.threat for one in found.threats}
    (text,) = claims(found, "nonresponse")
    assert f"between {row.low_first:.2f} and {row.high_first:.2f}" in text


@pytest.mark.parametrize("shift", [1, -1])
@pytest.mark.parametrize("seed", range(4))
def test_a_recall_shift_of_everybody(seed: int, shift: int) -> None:
    """Nothing changed, and everybody remembers one category off: that shift is found."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(3, 10, size=24)
    found = lk.summarize(both(truth, truth - shift, WIDE), design=design(retrospective=True))
    row = found["mood"]
    assert row.shift_to_zero == shift
    assert row.respondents_to_zero == 24
    (text,) = claims(found, "recall")
    assert (
        f"rated 'then' 1.00 point {'higher' if shift > 0 else 'lower'}, the mean difference would "
        "be 0; it would also be 0 or change its sign if 24 of the 24 people had rated 'then' one "
        "category" in text
    )


@pytest.mark.parametrize("shift", [1, -1])
@pytest.mark.parametrize("k", [7, 12, 20])
def test_a_recall_shift_of_some(k: int, shift: int) -> None:
    """If k people are one category off, k is what it takes, and their proportion is the shift."""
    rng = np.random.default_rng(k)
    truth = rng.integers(3, 10, size=40)
    remembered = truth - shift * (np.arange(40) < k)
    found = lk.summarize(both(truth, remembered, WIDE), design=design(retrospective=True))
    row = found["mood"]
    assert row.respondents_to_zero == k
    assert row.shift_to_zero == pytest.approx(shift * k / 40)
    assert row.pvalue == pytest.approx(2 / 2**k)
    # Undone by the shift, the mean difference is none.
    assert np.mean(truth - remembered - row.shift_to_zero) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("real", [2, -2])
@pytest.mark.parametrize("seed", range(3))
def test_a_real_change_outlives_a_smaller_bias(seed: int, real: int) -> None:
    """A change of two with a bias of a half: it takes the whole two, more than the bias."""
    rng = np.random.default_rng(seed)
    now = rng.integers(5, 8, size=30)
    then = now - real - rng.integers(0, 2, size=30)
    row = lk.summarize(both(now, then, WIDE))["mood"]
    bias = np.mean(now - real - then)
    assert abs(row.shift_to_zero - bias) == pytest.approx(abs(real))
    assert np.sign(row.shift_to_nonsignificant) == np.sign(real)
    assert abs(row.shift_to_nonsignificant) < abs(row.shift_to_zero)


@pytest.mark.parametrize("eager", ["happy", "unhappy"])
def test_a_cohort_that_answers_more(eager: str) -> None:
    """Within each cohort the answers are fair: counted by size they give the truth, else not."""
    sizes = {"happy": 40, "unhappy": 40}
    level = {"happy": [4, 5], "unhappy": [1, 2]}
    sheet = pd.DataFrame(
        [
            {"group": name, "mood": level[name][k % 2]}
            for name in sizes
            for k in range(36 if name == eager else 12)
        ]
    )
    cohorts = tuple(lk.Cohort(name, size=size) for name, size in sizes.items())
    found = lk.summarize(
        lk.Responses(sheet, TRIAL, stratum="group"),
        design=lk.StudyDesign(conditions=(lk.Condition("survey"),), cohorts=cohorts),
    )
    row = found["mood"]
    assert row.stratified_first == pytest.approx(3.0)
    assert (row.mean_first > 3.5) is (eager == "happy")
    assert (row.mean_first < 2.5) is (eager == "unhappy")
    (text,) = claims(found, "unequal cohorts")
    assert f"is {row.mean_first:.2f}; it is 3.00 if each cohort" in text


@pytest.mark.parametrize("turned", [False, True])
def test_a_difference_that_scores_make(*, turned: bool) -> None:
    """More at both ends: the sign hangs on how far the ends are from the middle."""
    now, then = np.array([1] * 8 + [5] * 12), np.array([3] * 20)
    first, second = (then, now) if turned else (now, then)
    row = lk.summarize(both(first, second, TRIAL))["mood"]
    assert row.mean_difference == pytest.approx(-0.4 if turned else 0.4)
    assert row.robust is False
    plain = lk.summarize(both(second + (second < 5), second, TRIAL))["mood"]
    assert plain.robust is True
