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
    row = lk.agreement(TALLY, n_resamples=99)["clear"]
    assert row.van_der_eijk_a == approx(0.6113333, abs=5e-8)
    assert row.consensus == approx(0.725688, abs=5e-7)
    assert row.van_der_eijk_a == approx(lk.describe(TALLY)["clear"].van_der_eijk_a, rel=1e-12)


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
    row = lk.agreement(answers, n_resamples=99, rng=1)["clear"]
    copies = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 3, 6: 1}}, SEVEN)
    expected = lk.agreement(copies, n_resamples=99, rng=1)["clear"]
    assert row.leik == approx(expected.leik, rel=1e-12)
    with pytest.raises(lk.errors.ArgumentTypeError, match="needs the respondents"):
        lk.agreement(answers.tally())


def test_full_agreement_and_none_at_all() -> None:
    """All at one level: 1 without an interval, said once; nobody: NaN with the reason."""
    found = lk.agreement(lk.Tally.from_counts({"clear": {3: 8}}, SEVEN), rng=1)["clear"]
    assert [found.van_der_eijk_a, found.leik, found.consensus] == [1.0, 1.0, 1.0]
    assert math.isnan(found.consensus_low)
    assert found.note == "no resample differs: the interval is undefined"
    empty = lk.agreement(lk.Tally.from_counts({"clear": {None: 8}}, SEVEN))["clear"]
    assert math.isnan(empty.leik)
    assert empty.note == "no valid answers"
