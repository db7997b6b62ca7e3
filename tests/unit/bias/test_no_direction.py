"""Scales that do not say which end is the positive one: nobody guesses it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.bias import (
    careless,
    cohort_influence,
    floor_ceiling,
    nonresponse_bounds,
    order_robustness,
    response_styles,
    tipping_point,
)
from likertkit.errors import DirectionError

if TYPE_CHECKING:
    from collections.abc import Callable

ENDS = {1: "Never", 5: "Always"}
DESIGN = lk.StudyDesign(
    conditions=(lk.Condition("now"), lk.Condition("then")),
    cohorts=(lk.Cohort("x", size=30), lk.Cohort("y", size=20)),
)
PEOPLE = {"x": 30, "y": 20}
CALLS: dict[str, Callable[[lk.Responses], Any]] = {
    "influence": lambda data: cohort_influence(
        data.sampled(population=dict.fromkeys(("now", "then"), PEOPLE))
    ),
    "influence on differences": lambda data: cohort_influence(
        data.sampled(population=PEOPLE), "now", "then"
    ),
    "order": lambda data: order_robustness(data, "now", "then"),
    "order of a tally": lambda data: order_robustness(data.tally(), "now", "then"),
    "floor and ceiling": floor_ceiling,
    "careless": lambda data: careless(data, min_answered=2),
    "tipping point": lambda data: tipping_point(data, "now", "then"),
    "bounds": lambda data: nonresponse_bounds(data, invited=30),
    "threats": DESIGN.threats,
}


def answers(positive: str | None, *, last: str | None = "alike") -> lk.Responses:
    """Return 20 people under two conditions; the last scale may have another direction."""
    scales = [
        lk.LikertScale(labels=ENDS, positive=one)  # type: ignore[arg-type]
        for one in (positive, positive, positive if last == "alike" else last)
    ]
    items = [lk.Item(name, one) for name, one in zip("qrs", scales, strict=True)]
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "who": [*range(20)] * 2,
            "when": ["now"] * 20 + ["then"] * 20,
            "year": (["x"] * 10 + ["y"] * 10) * 2,
            **{name: rng.integers(1, 6, 40) for name in "qrs"},
        }
    )
    roles = {"respondent": "who", "condition": "when", "stratum": "year"}
    return lk.Responses(frame, lk.Instrument("trial", items), **roles)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("view", ["as_answered", "keyed"])
def test_what_needs_no_direction_gives_what_a_directed_scale_gives(call, view) -> None:
    """Figures of codes do not depend on which end is good."""
    found, directed = (CALLS[call](answers(one).scored(view)) for one in (None, "high"))
    pd.testing.assert_frame_equal(found.to_frame(), directed.to_frame())


@pytest.mark.parametrize("call", [*CALLS, "styles"])
def test_the_favourable_view_names_both_ends(call) -> None:
    """Which end is favourable is not guessed."""
    function = {**CALLS, "styles": response_styles}[call]
    with pytest.raises(DirectionError, match=r"1 'Never' or 5 'Always'"):
        function(answers(None).scored("favourable"))


def test_proportions_of_the_top_box_and_agreement_are_undefined() -> None:
    """NaN with both ends in a note; what needs no direction beside them is there."""
    for row in nonresponse_bounds(answers(None), invited=30).top_box:
        assert math.isnan(row.low)
        assert math.isnan(row.interval_high)
        assert "1 'Never' or 5 'Always'" in row.note
    styles = response_styles(answers(None))
    assert np.isnan(styles.net_acquiescence).all()
    assert np.isnan(styles.balanced_acquiescence).all()
    assert not np.isnan(styles.extreme).any()
    assert any("leave out q, r and s" in note and "5 'Always'" in note for note in styles.notes)


@pytest.mark.parametrize(
    ("positive", "last", "said"),
    [
        ("low", "alike", ""),
        (None, "alike", ""),
        ("low", None, "the scale of s has no declared positive end and stays as coded"),
        (None, "low", "the scales of q and r have no declared positive end and stay as coded"),
    ],
)
def test_synonyms_say_which_scales_stay_as_coded(positive, last, said) -> None:
    """Only where others are turned toward agreement does it matter."""
    notes = [note for note in careless(answers(positive, last=last)).notes if "positive" in note]
    assert len(notes) == bool(said)
    assert all(said in note for note in notes)
