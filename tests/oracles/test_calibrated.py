"""Post-stratified and raked means and their standard errors against R survey (calibrated.R).

Post-strata have closed forms, and R prints 15 digits: what differs is the order of a few dozen
additions.  Raked weights are where two searches stopped, here and in R, both within 1e-13 of the
margins; a variance moves by no more than about the same share.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.designs import in_design

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Mapping

RTOL = 1e-11
RAKED = 1e-10
# The share of a level that nobody of a domain chose, and its error, are 0 but for rounding.
ATOL = 1e-13
ORACLE = json.loads(Path(__file__).with_name("calibrated.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
ITEMS = ["heard", "asked"]
STUDY = lk.Instrument("study", [lk.Item(name, lk.LikertScale()) for name in ITEMS])
PEOPLE, SCHOOLS = ORACLE["people"], ORACLE["schools"]
MARGINS = {"gender": ORACLE["gender"], "age": ORACLE["age"]}
JOINT = {(gender, age): n for gender, age, n in zip(*ORACLE["joint"].values(), strict=True)}
WARDS = ["east", "west", "north", "vale"]

on_each_ward = pytest.mark.parametrize("ward", ["whole", *WARDS])
on_both_items = pytest.mark.parametrize("item", ITEMS)


def of_ward(table: Any, ward: str) -> Any:
    """Return the rows of a ward, or of everybody."""
    return table if ward == "whole" else table.filter(ward=ward)


def assert_equal(
    expected: Mapping[str, Any],
    data: lk.Responses,
    ward: str,
    item: str,
    rtol: float,
    **options: Any,
) -> None:
    """Hold a mean, its error and interval, and the shares of the levels, against svymean's."""
    by = () if ward == "whole" else "ward"
    found = of_ward(in_design(lk.means, data, by=by, **options), ward)[item]
    assert found.mean == approx(expected["mean"], rel=rtol)
    assert found.se == approx(expected["se"], rel=rtol)
    assert found.df == expected["degf"]
    assert (found.low, found.high) == approx((expected["low"], expected["high"]), rel=rtol)
    levels = of_ward(in_design(lk.frequencies, data, by=by, **options), ward).filter(item=item)
    assert [row.code for row in levels] == [1, 2, 3, 4, 5]
    assert [row.proportion for row in levels] == approx(expected["shares"], rel=rtol, abs=ATOL)
    assert [row.se for row in levels] == approx(expected["share_se"], rel=rtol, abs=ATOL)


# How the responses are declared, and what the estimate is told.
DESIGNS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "stratified": ({"stratum": "stratum", "weight": "weight"}, {}),
    "unweighted": ({"stratum": "stratum"}, {}),
    "simple": ({}, {}),
    "stratified_fpc": ({"stratum": "stratum", "weight": "weight"}, {"population": PEOPLE}),
    "clustered": ({"stratum": "stratum", "weight": "weight", "cluster": "school"}, {}),
    "clustered_fpc": (
        {"stratum": "stratum", "weight": "weight", "cluster": "school"},
        {"cluster_population": SCHOOLS},
    ),
}
POSTSTRATA: dict[str, tuple[str, Any, Any]] = {
    "stratified": ("stratified", ORACLE["gender"], "gender"),
    "unweighted": ("unweighted", ORACLE["gender"], "gender"),
    "simple": ("simple", ORACLE["gender"], "gender"),
    "stratified_fpc": ("stratified_fpc", ORACLE["gender"], "gender"),
    "clustered": ("clustered", ORACLE["gender"], "gender"),
    "joint": ("stratified", JOINT, ["gender", "age"]),
    "own_strata": ("stratified", PEOPLE, None),
    "own_strata_unweighted": ("unweighted", PEOPLE, None),
}


@on_both_items
@on_each_ward
@pytest.mark.parametrize("case", list(POSTSTRATA))
def test_poststratified(case: str, ward: str, item: str) -> None:
    """postStratify(): what is left of a post-stratum's mean, which the design's weights weigh.

    Its means of post-strata are weighted by the weights before, in survey 4.1, as linear
    calibration on the same post-strata has them: the next test holds the two together.
    """
    design, population, by = POSTSTRATA[case]
    declared, options = DESIGNS[design]
    responses = lk.Responses(FRAME, STUDY, **declared)
    weighting = lk.poststratify(responses, population, by=by)
    expected = ORACLE["poststratified"][case]["postStratify"]
    assert weighting.weights == approx(expected["weights"], rel=RTOL)
    data = responses.weighted(weighting)
    assert_equal(expected[item][ward], data, ward, item, RTOL, **options)


@on_both_items
@on_each_ward
@pytest.mark.parametrize("case", list(POSTSTRATA))
def test_r_has_one_error_of_poststrata(case: str, ward: str, item: str) -> None:
    """Were R's two ways to differ, the test above would have to choose: calibrate()'s."""
    both = ORACLE["poststratified"][case]
    for figure in ("mean", "se", "degf"):
        mine, other = (both[way][item][ward][figure] for way in ("postStratify", "calibrate"))
        assert mine == approx(other, rel=1e-12)


@on_both_items
@on_each_ward
@pytest.mark.parametrize("design", list(DESIGNS))
def test_raked(design: str, ward: str, item: str) -> None:
    """calibrate(calfun = "raking"): what a regression on the margins leaves.

    The finite population corrections of R and of ours are of the sample and of the sizes that
    were given, n_h / N_h: raking changes what a row counts, not how many were drawn.
    """
    declared, options = DESIGNS[design]
    responses = lk.Responses(FRAME, STUDY, **declared)
    weighting = lk.rake(responses, MARGINS, tolerance=1e-13)
    assert weighting.converged
    expected = ORACLE["raked"][design]
    assert weighting.weights == approx(expected["weights"], rel=RAKED)
    data = responses.weighted(weighting)
    assert_equal(expected[item][ward], data, ward, item, RAKED, **options)


@on_both_items
@on_each_ward
def test_shares_as_margins_give_the_same_estimates(ward: str, item: str) -> None:
    """A common factor of all weights cancels."""
    responses = lk.Responses(FRAME, STUDY, stratum="stratum", weight="weight")
    shares = {
        column: {level: n / sum(PEOPLE.values()) for level, n in totals.items()}
        for column, totals in MARGINS.items()
    }
    data = responses.weighted(lk.rake(responses, shares, tolerance=1e-13))
    assert_equal(ORACLE["raked"]["stratified"][item][ward], data, ward, item, RAKED)


@on_both_items
@on_each_ward
def test_rs_rake_has_the_same_weights_and_another_error(ward: str, item: str) -> None:
    """rake() sweeps unweighted means of the margins out, and calibrate() weighted ones.

    So its error is not the linearised one where the design's weights differ, as they do here.
    """
    expected, other = ORACLE["raked_by_rake"], ORACLE["raked"]["stratified"]
    responses = lk.Responses(FRAME, STUDY, stratum="stratum", weight="weight")
    weighting = lk.rake(responses, MARGINS, tolerance=1e-13)
    assert weighting.weights == approx(expected["weights"], rel=RAKED)
    by = () if ward == "whole" else "ward"
    found = of_ward(lk.means(responses.weighted(weighting), by=by), ward)[item]
    assert found.mean == approx(expected[item][ward]["mean"], rel=RAKED)
    assert found.se != approx(expected[item][ward]["se"], rel=1e-4)
    assert found.se == approx(other[item][ward]["se"], rel=RAKED)


@on_both_items
@on_each_ward
def test_raked_within_bounds(ward: str, item: str) -> None:
    """calibrate(calfun = "logit"), of weights that were brought to the people's number before.

    Bounds limit the factor about that common one; R has the caller do so.
    """
    responses = lk.Responses(FRAME, STUDY, stratum="stratum", weight="weight")
    low, high = ORACLE["bounds"]
    weighting = lk.rake(responses, MARGINS, bounds=(low, high), tolerance=1e-13)
    assert weighting.converged
    expected = ORACLE["bounded"]
    assert weighting.weights == approx(expected["weights"], rel=RAKED)
    factors = weighting.weights / FRAME["weight"] * FRAME["weight"].sum() / sum(PEOPLE.values())
    assert low < factors.min() < factors.max() < high
    assert_equal(expected[item][ward], responses.weighted(weighting), ward, item, RAKED)


@on_both_items
@on_each_ward
@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
def test_lone_strata_of_raked_weights(rule: str, ward: str, item: str) -> None:
    """A domain of a calibrated design has residuals in every stratum, the lone one among them."""
    responses = lk.Responses(FRAME, STUDY, stratum="lone", weight="weight")
    data = responses.weighted(lk.rake(responses, MARGINS, tolerance=1e-13))
    expected = ORACLE["raked_lone"][rule][item][ward]
    assert_equal(expected, data, ward, item, RAKED, lone_stratum=rule)


@on_each_ward
def test_quantiles_of_raked_weights(ward: str) -> None:
    """svyquantile() of levels, exactly; Korn and Graubard's intervals of the cumulative shares."""
    responses = lk.Responses(FRAME, STUDY, stratum="stratum", weight="weight")
    data = responses.weighted(lk.rake(responses, MARGINS, tolerance=1e-13))
    by = () if ward == "whole" else "ward"
    expected = ORACLE["raked_quantiles"][ward]
    ends = [one[end] for one in expected["cumulative"] for end in ("low", "high")]
    near = [end + side for end in ends if 0 < end < 1 for side in (-RAKED, RAKED)]
    asked = [*expected["shares"], *near]
    rows = of_ward(lk.quantiles(data, probabilities=asked, by=by), ward).filter(item="heard").rows
    assert [row.quantile for row in rows[:3]] == expected["quantiles"]
    for row in rows:
        low = {one["score"] for one in expected["cumulative"] if one["high"] < row.probability}
        high = {one["score"] + 1 for one in expected["cumulative"] if one["low"] > row.probability}
        kept = {1, 2, 3, 4, 5} - low - high
        assert (row.low, row.high) == (min(kept), max(kept))


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
