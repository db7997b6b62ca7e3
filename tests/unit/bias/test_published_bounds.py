"""What printed means say of all who were invited."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, LikertkitError, PopulationError
from likertkit.published import PublishedTable

SCALE = lk.LikertScale((1, 3, 5))
TRIAL = lk.Instrument("trial", [lk.Item("clear", SCALE), lk.Item("calm", SCALE)])


def printed(mean: str, n: int | None = 3) -> PublishedTable:
    """Return a table of one condition and item."""
    return PublishedTable({"a": {"clear": mean}}, TRIAL, n=n)


@pytest.mark.parametrize("mean", ["2.3", "2.33", "3.0", "1.0", "5.0", "3"])
@pytest.mark.parametrize("n_silent", [0, 1, 2])
def test_bounds_by_enumeration(mean, n_silent) -> None:
    """Every set of answers that rounds to the mean, with every answer of the silent."""
    unit = Fraction(1, 10 ** len(mean.partition(".")[2]))
    fits = [
        answers
        for answers in itertools.product((1, 3, 5), repeat=3)
        if abs(Fraction(sum(answers), 3) - Fraction(mean)) <= unit / 2
    ]
    totals = [
        sum(answers) + sum(others)
        for answers in fits
        for others in itertools.product((1, 3, 5), repeat=n_silent)
    ]
    row = lk.bias.nonresponse_bounds(printed(mean), invited=3 + n_silent)["clear"]
    assert (row.low, row.high) == (min(totals) / (3 + n_silent), max(totals) / (3 + n_silent))
    assert (row.n, row.invited, row.mean, row.note) == (3, 3 + n_silent, float(mean), "")
    assert math.isnan(row.interval_low)
    assert math.isnan(row.median)


@pytest.mark.parametrize("mean", ["2.00", "2.50", "1.01"])
def test_impossible_means_have_no_bounds(mean) -> None:
    """Totals of 1, 3 and 5 by three are odd, and their means thirds."""
    row = lk.bias.nonresponse_bounds(printed(mean), invited=4)["clear"]
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert row.note == f"the mean {mean} is impossible at n = 3"


def test_totals_off_the_scale_are_no_totals() -> None:
    """A mean that rounds to the end of the scale may not lie beyond it."""
    assert lk.bias.nonresponse_bounds(printed("5", 11), invited=11)["clear"].high == 5
    assert lk.bias.nonresponse_bounds(printed("1", 11), invited=11)["clear"].low == 1


def test_the_study() -> None:
    """51 of 57, and 41 of 42: the doctors who were silent move "heard" by so much."""
    means = lk.studies.balint().participants.published.means
    table = PublishedTable(
        means,
        lk.studies.balint().participants.instrument,
        n={"virtual": 51, "face-to-face": 41},
    )
    found = lk.bias.nonresponse_bounds(table, invited={"virtual": 57, "face-to-face": 42})
    # 98 points of 51 people, and 68 of 41: the only totals with these means.
    row = found.filter(condition="virtual")["heard"]
    assert (row.low, row.high) == ((98 + 6) / 57, (98 + 30) / 57)
    row = found.filter(condition="face-to-face")["heard"]
    assert (row.low, row.high) == ((68 + 1) / 42, (68 + 5) / 42)
    assert "impossible at n = 41" in found.filter(condition="face-to-face")["understanding"].note
    assert len(found) == 28
    assert (len(found.top_box), len(found.cumulative)) == (0, 0)
    assert "Assumes that n is the number of valid answers" in str(found)


def test_items_may_lack_in_a_condition() -> None:
    """Only what was printed has a row."""
    table = PublishedTable(
        {"a": {"clear": "3.0", "calm": "1.0"}, "b": {"calm": "5.0"}},
        TRIAL,
        n={"a": {"clear": 4, "calm": 3}, "b": 2},
    )
    found = lk.bias.nonresponse_bounds(table, invited=4, by="condition")
    assert [(row.by[0][1], row.item, row.low) for row in found] == [
        ("a", "clear", 3.0),
        ("a", "calm", 1.0),
        ("b", "calm", 3.0),
    ]
    assert found.rows == lk.bias.nonresponse_bounds(table, invited=4, by=("condition",)).rows
    assert dict(found.options)["invited"] == (("a", 4), ("b", 4))


def test_bad_arguments() -> None:
    """No n, too few invited, and a split that no paper prints."""
    with pytest.raises(ArgumentError, match="the published table has no number of answers for 'a'"):
        lk.bias.nonresponse_bounds(printed("2.3", None), invited=5)
    with pytest.raises(PopulationError, match="3 answers under 'a' are more than the 2"):
        lk.bias.nonresponse_bounds(printed("2.3"), invited=2)
    with pytest.raises(
        ArgumentError,
        match="by='stratum' splits a published table, but a published table has only a mean",
    ):
        lk.bias.nonresponse_bounds(printed("2.3"), invited=5, by="stratum")
    with pytest.raises(PopulationError, match="a number for 'b'"):
        lk.bias.nonresponse_bounds(printed("2.3"), invited={"a": 5, "b": 5})
    with pytest.raises(PopulationError, match="no cohorts"):
        lk.bias.nonresponse_bounds(printed("2.3"), invited={"a": {"old": 5}})


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("boxes", (2, 2)),
        ("boxes", (9, 9)),
        ("structural", ()),
        ("structural", "nonsense"),
        ("confidence_level", 0.9),
    ],
)
def test_options_that_means_make_void_are_refused(option, value) -> None:
    """Nothing is taken and ignored."""
    table = PublishedTable(
        {"virtual": {"heard": "1.92"}}, lk.studies.balint().participants.instrument, n=51
    )
    with pytest.raises(LikertkitError, match=f"{option}=.* for a published table") as caught:
        lk.bias.nonresponse_bounds(table, invited=57, **{option: value})
    assert "\nHint: " in str(caught.value)
