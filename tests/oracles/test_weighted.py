"""Weighted means, standard errors and quantiles against R survey (weighted.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-12
ORACLE = json.loads(Path(__file__).with_name("weighted.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
SCALE = lk.LikertScale(positive="high")
STUDY = lk.Instrument("study", [lk.Item("heard", SCALE), lk.Item("drained", SCALE)])
DESIGNS = {"weighted": None, "stratified": "stratum"}

on_both_items = pytest.mark.parametrize("item", ["heard", "drained"])
on_both_designs = pytest.mark.parametrize("design", list(DESIGNS))


def answers(stratum: str | None, frame: pd.DataFrame = FRAME) -> lk.Responses:
    """Return the respondents of the oracle under a design."""
    return lk.Responses(frame, STUDY, weight="weight", stratum=stratum)


@on_both_designs
@on_both_items
def test_mean_and_its_error_match_svymean(design: str, item: str) -> None:
    """svymean(na.rm = TRUE): whoever did not answer stays in the design."""
    expected, found = ORACLE[design][item], lk.means(answers(DESIGNS[design]))[item]
    assert found.n_missing > 0
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.df == expected["degf"]


@on_both_designs
@on_both_items
def test_design_effect_matches_deff_replace(design: str, item: str) -> None:
    """svymean(deff = "replace") divides by svyvar / n: our definition, where no weight is 0."""
    expected, found = ORACLE[design][item], lk.means(answers(DESIGNS[design]))[item]
    assert found.design_effect == approx(expected["design_effect"], rel=RTOL)


@on_both_designs
@on_both_items
def test_shares_and_their_intervals_match(design: str, item: str) -> None:
    """The indicator of each level in svymean; prop.test on Korn and Graubard's effective size."""
    rows = lk.frequencies(answers(DESIGNS[design])).filter(item=item)
    for row, expected in zip(rows, ORACLE[design][item]["shares"], strict=True):
        assert row.code == expected["level"]
        assert row.proportion == approx(expected["share"], rel=RTOL)
        assert (row.low, row.high) == approx((expected["low"], expected["high"]), rel=RTOL)


@on_both_designs
@on_both_items
def test_quantiles_match_svyquantile(design: str, item: str) -> None:
    """Type 2 (qrule = "hf2"): levels, or the middle of two, so that equality is exact."""
    row = lk.describe(answers(DESIGNS[design]))[item]
    assert [row.q1, row.median, row.q3] == ORACLE[design][item]["quantiles"]


@on_both_items
def test_equal_weights_keep_the_strata(item: str) -> None:
    """The weight of 2.5 for everybody cancels, the strata do not."""
    expected = ORACLE["equal_weights"][item]
    found = lk.means(answers("stratum", FRAME.assign(weight=2.5)))[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.design_effect == approx(expected["design_effect"], rel=RTOL)


@on_both_items
@pytest.mark.parametrize("ward", ["east", "north", "west"])
def test_a_group_is_a_domain_of_the_design(ward: str, item: str) -> None:
    """subset() and svyby() keep the strata's sizes, as a group here does; df of its answers."""
    expected = ORACLE["domains"][ward][item]
    found = lk.means(answers("stratum"), by="ward").filter(ward=ward)[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.design_effect == approx(expected["design_effect"], rel=RTOL)
    assert found.df == expected["degf"]
    assert found.se == approx(expected.get("svyby_se", expected["se"]), rel=RTOL)


@on_both_items
def test_respondents_of_weight_0_are_units_outside_the_domain(item: str) -> None:
    """As to R: the error knows of them, and degrees of freedom and design effect do not."""
    zero = FRAME.index.isin(ORACLE["zero_weight_rows"])
    expected = ORACLE["zero_weights"][item]
    found = lk.means(answers("stratum", FRAME.assign(weight=FRAME["weight"].mask(zero, 0))))[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.df == expected["degf"]
    assert found.n == (FRAME[item].notna() & ~zero).sum()
    assert found.design_effect == approx(expected["design_effect"], rel=RTOL)


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
