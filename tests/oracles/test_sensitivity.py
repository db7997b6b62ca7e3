"""Tipping points, order robustness and bounds against base R (sensitivity.R).

R inverts the t and the binomial test itself, by quantiles of t and beta: both agree to the
precision of the quantile functions.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-9
ORACLE = json.loads(Path(__file__).with_name("sensitivity.json").read_text("utf-8"))
STUDY = lk.Instrument("study", [lk.Item("clear", lk.LikertScale(positive="high"))])


def answers_of(case: dict[str, list[int]]) -> lk.Responses:
    """Return the pairs of a case in long form."""
    people = range(len(case["first"]))
    frame = pd.concat(
        pd.DataFrame({"who": people, "when": when, "clear": case[when]})
        for when in ("first", "second")
    )
    return lk.Responses(frame, STUDY, respondent="who", condition="when")


@pytest.mark.parametrize("name", list(ORACLE["pairs"]))
def test_tipping_points_are_rs_intervals(name: str) -> None:
    """The end of t.test's interval nearer to 0, and the odds at the end of binom.test's."""
    case = ORACLE["pairs"][name]
    for expected in case["levels"]:
        row = lk.bias.tipping_point(
            answers_of(case), "first", "second", confidence_level=expected["level"]
        )["clear"]
        assert row.shift_to_zero == approx(case["shift_to_zero"], rel=RTOL)
        assert row.shift_to_nonsignificant == approx(expected["shift"], rel=RTOL)
        assert row.rosenbaum_gamma == approx(expected["gamma"], rel=RTOL)


@pytest.mark.parametrize("name", list(ORACLE["pairs"]))
def test_order_is_rs_binomial_tests(name: str) -> None:
    """The largest p-value over the cuts."""
    case = ORACLE["pairs"][name]
    row = lk.bias.order_robustness(answers_of(case), "first", "second", respondents="matched")[
        "clear"
    ]
    assert row.robust is case["order"]["robust"]
    assert row.pvalue == approx(case["order"]["pvalue"], rel=RTOL)


@pytest.mark.parametrize("case", ORACLE["bounds"], ids=lambda case: f"{case['silent']} silent")
def test_bounds_and_interval(case: dict) -> None:
    """Completed at either end, with uniroot's tail, R's t and its exact binomial interval."""
    answers = lk.Responses(pd.DataFrame({"clear": case["answers"]}), STUDY)
    found = lk.bias.nonresponse_bounds(
        answers,
        invited=len(case["answers"]) + case["silent"],
        boxes=(2, 1),
        confidence_level=case["level"],
    )
    row, top = found["clear"], found.top_box["clear"]
    assert (row.low, row.high) == approx((case["low"], case["high"]), rel=RTOL)
    assert [row.interval_low, row.interval_high] == approx(case["interval"], rel=RTOL)
    assert [top.interval_low, top.interval_high] == approx(case["top_box"], rel=RTOL)
