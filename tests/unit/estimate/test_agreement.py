"""Agreement: the published example, and the same intervals as of a bootstrap of each measure."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

SEVEN = lk.Instrument("seven", [lk.Item("clear", lk.LikertScale(range(1, 8), positive="low"))])
COUNTS = dict(zip(range(1, 8), (30, 40, 210, 130, 530, 50, 10), strict=True))
TALLY = lk.Tally.from_counts({"clear": COUNTS}, SEVEN)
MEASURES = ("van_der_eijk_a", "leik", "consensus")


def test_the_published_example() -> None:
    """A and consensus as R agrmt prints them, with its seven and six digits."""
    row = lk.agreement(TALLY)["clear"]
    assert row.van_der_eijk_a == approx(0.6113333, abs=5e-8)
    assert row.consensus == approx(0.725688, abs=5e-7)


@pytest.mark.parametrize("interval", ["bca", "bootstrap"])
@pytest.mark.parametrize("measure", MEASURES)
def test_the_intervals_are_those_of_a_bootstrap_of_each(interval, measure) -> None:
    """At one seed the resamples of the three are the same as those of each."""
    row = lk.agreement(TALLY, interval=interval, rng=4)["clear"].columns()
    own = lk.bootstrap(TALLY, measure, interval=interval, rng=4)["clear"]
    found = (row[measure], row[f"{measure}_low"], row[f"{measure}_high"])
    assert found == (own.estimate, own.low, own.high)
    assert own.low < own.estimate < own.high


@pytest.mark.parametrize("view", ["keyed", "favourable"])
def test_the_view_changes_nothing(view) -> None:
    """Turned scores agree as much; percentiles too, whose draws are the same."""
    row = lk.agreement(TALLY, interval="bootstrap", rng=4)["clear"].columns()
    turned = lk.agreement(TALLY.scored(view), interval="bootstrap", rng=4)["clear"].columns()
    for name, figure in row.items():
        assert turned[name] == (approx(figure, abs=1e-12) if isinstance(figure, float) else figure)


def test_weights_come_from_respondents() -> None:
    """An integer weight counts like so many answers; a tally of weights cannot be drawn from."""
    frame = pd.DataFrame({"clear": [1, 2, 3, 6], "w": [2, 5, 3, 1]})
    answers = lk.Responses(frame, SEVEN, weight="w")
    row = lk.agreement(answers)["clear"]
    copies = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 3, 6: 1}}, SEVEN)
    expected = lk.agreement(copies)["clear"]
    assert row.leik == approx(expected.leik, rel=1e-12)
    assert lk.agreement(answers.tally())["clear"] == row
    with pytest.raises(
        lk.errors.ArgumentTypeError,
        match="holds only sums; a bootstrap draws respondents, and needs",
    ):
        lk.agreement(answers.tally(), interval="bca")


def test_full_agreement_and_none_at_all() -> None:
    """All at one level: no bootstrap has an interval, said once; nobody: NaN with the reason."""
    alike = lk.Tally.from_counts({"clear": {3: 8}}, SEVEN)
    found = lk.agreement(alike, interval="bca", rng=1)["clear"]
    assert [found.van_der_eijk_a, found.leik, found.consensus] == [1.0, 1.0, 1.0]
    assert math.isnan(found.consensus_low)
    assert found.note == "no resample differs: the interval is undefined"
    likely = lk.agreement(alike)["clear"]
    assert likely.consensus_low < likely.consensus_high == 1.0
    empty = lk.agreement(lk.Tally.from_counts({"clear": {None: 8}}, SEVEN))["clear"]
    assert math.isnan(empty.leik)
    assert empty.note == "no valid answers"


def test_everybody_was_asked() -> None:
    """A census is the point, and says so."""
    tally = lk.Tally.from_counts({"clear": {3: 8, 5: 2}}, SEVEN)
    row = lk.agreement(tally.sampled(population=10))["clear"]
    assert row.leik_low == row.leik == row.leik_high
    assert row.note == "everybody was asked: the interval is the point"


@pytest.mark.parametrize("codes", [[1, 3, 4, 6, 7, 7] * 4, [3] * 24])
@pytest.mark.parametrize("design", ["w", "even", "school", "grade"])
def test_designs_make_the_answers_count_for_fewer(codes, design) -> None:
    """Weights that differ, like clusters; weights of one and even strata change nothing much."""
    frame = pd.DataFrame({
        "clear": codes,
        "w": [1.0, 3.0] * 12,
        "even": 1.0,
        "school": [k // 4 for k in range(24)],
        "grade": ["x", "y"] * 12,
    })  # fmt: skip
    plain = lk.agreement(lk.Responses(frame[["clear"]], SEVEN))["clear"]
    if design in {"w", "even"}:
        answers = lk.Responses(frame, SEVEN, weight=design)
    elif design == "school":
        answers = lk.Responses(frame, SEVEN, cluster="school")
    else:
        answers = lk.Responses(frame, SEVEN, stratum="grade")
    row = lk.agreement(answers)["clear"]
    assert row.leik_low <= row.leik <= row.leik_high
    assert row.leik_low < row.leik_high
    if design == "even":
        assert (row.leik_low, row.leik_high) == approx((plain.leik_low, plain.leik_high), abs=0.01)
    if design == "w":
        assert row.leik_high - row.leik_low > 1.02 * (plain.leik_high - plain.leik_low)
    if design == "school" and len(set(codes)) == 1:
        assert row.leik_low < plain.leik_low
        assert "the effective size is their number, by Kish" in row.note


def test_likelihood_intervals_turn_and_scale() -> None:
    """The opposite answers agree as much; weights in other units weigh the same."""
    five = lk.Instrument("five", [lk.Item("clear", lk.LikertScale(positive="high"))])
    counts = {1: 3, 2: 0, 3: 4, 4: 9, 5: 1}
    row = lk.agreement(lk.Tally.from_counts({"clear": counts}, five))["clear"].columns()
    turned = {6 - code: n for code, n in counts.items()}
    other = lk.agreement(lk.Tally.from_counts({"clear": turned}, five))["clear"].columns()
    frame = pd.DataFrame({"clear": [1, 2, 4, 5, 5, 3], "w": [1.0, 2, 3, 1, 1, 2]})
    heavy = frame.assign(w=frame["w"] * 7)
    weighted, scaled = (
        lk.agreement(lk.Responses(one, five, weight="w"))["clear"].columns()
        for one in (frame, heavy)
    )
    for name, figure in row.items():
        if isinstance(figure, float):
            assert other[name] == approx(figure, abs=1e-6)
            assert scaled[name] == approx(weighted[name], abs=1e-6)


def test_a_stratum_without_spread_makes_nobody_count_for_more() -> None:
    """All of the heavy stratum are alike: the size is Kish's, 16^2/(4 x 9 + 4) = 6.4 at most."""
    frame = pd.DataFrame({
        "clear": [3, 3, 3, 3, 1, 3, 5, 7],
        "w": [3.0] * 4 + [1.0] * 4,
        "grade": ["x"] * 4 + ["y"] * 4,
    })  # fmt: skip
    row = lk.agreement(lk.Responses(frame, SEVEN, weight="w", stratum="grade"))["clear"]
    even = {3: 13, 1: 1, 5: 1, 7: 1}
    many = lk.agreement(lk.Tally.from_counts({"clear": even}, SEVEN))["clear"]
    assert row.leik == approx(many.leik)
    assert row.leik_low < many.leik_low
