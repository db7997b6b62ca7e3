"""Quantiles and Woodruff's intervals."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale(positive="low"))])
COUNTS = {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}


def woodruff(answers: list[float], share: float, t: float) -> tuple[float, float, float]:
    """Return a quantile and its interval, from the ordered answers of a simple random sample."""
    ordered = sorted(answers)
    n = len(ordered)

    def at(place: float) -> float:
        reached = [x for k, x in enumerate(ordered, start=1) if k / n >= place - 1e-12]
        exact = [k for k in range(1, n) if abs(k / n - place) < 1e-12]
        return (reached[0] + ordered[exact[0]]) / 2 if exact else reached[0]

    quantile = at(share)
    below = np.array([x <= quantile for x in ordered])
    half = t * below.std(ddof=1) / math.sqrt(n)
    return quantile, at(below.mean() - half), at(below.mean() + half)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_interval_is_read_off_the_distribution(share: float) -> None:
    """At the ends of the share's t interval, on 49 degrees of freedom."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    row = lk.quantiles(tally, shares=share)["q"]
    answers = [float(code) for code, n in COUNTS.items() for _ in range(n)]
    # The 97.5 % point of Student's t on 49 degrees of freedom.
    expected = woodruff(answers, share, 2.0095752371292397)
    assert (row.quantile, row.low, row.high) == expected
    assert (row.share, row.n, row.n_missing, row.note) == (share, 50, 0, "")


def test_the_columns_and_the_shares() -> None:
    """A row a share, quartiles unless told; a fraction will do."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    found = lk.quantiles(tally)
    assert [row.share for row in found] == [0.25, 0.5, 0.75]
    assert list(found.to_frame().columns) == [
        "item", "share", "quantile", "low", "high", "n", "n_missing", "note",
    ]  # fmt: skip
    assert lk.quantiles(tally, shares=Fraction(1, 2)).rows == (found.rows[1],)
    assert found.notes[-1] == "Interval: Woodruff's, of the share: t, 95 %."
    assert dict(found.options)["shares"] == (0.25, 0.5, 0.75)


def test_where_the_share_is_reached_exactly_it_is_the_middle() -> None:
    """Type 2: half at 2 or below, the other half at 5."""
    row = lk.quantiles(lk.Tally.from_counts({"q": {1: 1, 2: 1, 5: 2}}, ONE), shares=0.5)["q"]
    assert row.quantile == 3.5


def test_an_end_beyond_all_answers_is_the_scales() -> None:
    """Of few answers the interval covers the scale, never less than nothing."""
    row = lk.quantiles(lk.Tally.from_counts({"q": {2: 1, 3: 1, 4: 1}}, ONE), shares=0.5)["q"]
    assert (row.quantile, row.low, row.high) == (3.0, 1.0, 5.0)


def test_a_view_turns_the_quantiles() -> None:
    """The favourable view of a scale whose low end is the positive one."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    given = lk.quantiles(tally)
    turned = lk.quantiles(tally.scored("favourable"))
    for a, b in zip(given, reversed(turned.rows), strict=True):
        assert b.quantile == 6 - a.quantile


def test_weights_scale_and_copies() -> None:
    """Scaling changes nothing; integer weights move the quantile as copies do (law 4)."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5, 5], "w": [3, 1, 1, 2, 1, 1]})
    one = lk.quantiles(lk.Responses(frame, ONE, weight="w"))
    other = lk.quantiles(lk.Responses(frame.assign(w=frame["w"] * 0.37), ONE, weight="w"))
    assert [(r.quantile, r.low, r.high) for r in one] == [
        (r.quantile, r.low, r.high) for r in other
    ]
    copies = frame.loc[frame.index.repeat(frame["w"])]
    many = lk.quantiles(lk.Responses(copies, ONE))
    assert [r.quantile for r in one] == [r.quantile for r in many]


def test_a_higher_level_never_narrows(subtests: pytest.Subtests) -> None:
    """Law 8, of both ends."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    rows = [lk.quantiles(tally, confidence_level=level) for level in (0.5, 0.9, 0.99, 0.9999)]
    for narrow, wide in pairwise(rows):
        for a, b in zip(narrow, wide, strict=True):
            with subtests.test(share=a.share):
                assert b.low <= a.low <= a.high <= b.high


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ([None, None], "no valid answers"),
        ([4.0, None], "one valid answer: no spread can be estimated"),
    ],
)
def test_what_is_undefined(answers: list[float | None], note: str) -> None:
    """NaN, and why; one answer is its own median."""
    frame = pd.DataFrame({"q": answers})
    row = lk.quantiles(lk.Responses(frame, ONE), shares=0.5)["q"]
    assert row.note == note
    assert math.isnan(row.low)
    assert math.isnan(row.quantile) is (answers[0] is None)


def test_one_cluster_has_no_interval() -> None:
    """The median stands, its ends do not."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4], "school": "a"})
    row = lk.quantiles(lk.Responses(frame, ONE, cluster="school"), shares=0.5)["q"]
    assert row.quantile == 2.5
    assert math.isnan(row.low)
    assert row.note == "one sampled unit: no spread can be estimated"


def test_shares_lie_between_0_and_1() -> None:
    """Neither 0 nor 50, and no text."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    for share in (0, 1, 50, -0.1, math.nan):
        with pytest.raises(ArgumentError, match="does not lie between 0 and 1"):
            lk.quantiles(tally, shares=share)
    for wrong in (["0.5"], True, "a", None):
        with pytest.raises(ArgumentTypeError, match="which is not a number"):
            lk.quantiles(tally, shares=wrong)  # type: ignore[arg-type]
