"""Groups as domains of many random designs, against R survey (domains.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few hundred additions, in variances that are differences of larger sums.
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

RTOL = 1e-10
# An error that is 0 in R but for rounding.
ATOL = 1e-12
ORACLE = json.loads(Path(__file__).with_name("domains.json").read_text("utf-8"))
CASES = ORACLE["cases"]
STUDY = lk.Instrument("study", [lk.Item("q", lk.LikertScale(positive="high"))])
GROUPS = ["whole", "f", "m"]

on_each_case = pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))


def answers(case: Mapping[str, Any], **declared: str) -> lk.Responses:
    """Return the rows of a case under a design."""
    return lk.Responses(pd.DataFrame(case["rows"]), STUDY, stratum="stratum", **declared)


def of_group(table: Any, group: str) -> Any:
    """Return the rows of a sex, or of everybody."""
    return table if group == "whole" else table.filter(sex=group)


def assert_means(
    expected: Mapping[str, Any], data: lk.Responses, group: str, **options: Any
) -> None:
    """Hold a mean, its error and its degrees of freedom, in `means` and `describe`."""
    by = () if group == "whole" else "sex"
    for function in (lk.means, lk.describe):
        found = of_group(in_design(function, data, by=by, **options), group)["q"]
        assert found.mean == approx(expected["mean"], rel=RTOL)
        assert found.se == approx(expected["se"], rel=RTOL, abs=ATOL)
    found = of_group(in_design(lk.means, data, by=by, **options), group)["q"]
    assert found.df == expected["degf"]


def assert_shares(
    expected: Mapping[str, Any], data: lk.Responses, group: str, **options: Any
) -> None:
    """Hold the share of the two highest levels, and its error."""
    by = () if group == "whole" else "sex"
    found = of_group(in_design(lk.box_scores, data, by=by, boxes=(2, 2), **options), group)["q"]
    assert found.top_box == approx(expected["mean"], rel=RTOL, abs=ATOL)
    assert found.top_se == approx(expected["se"], rel=RTOL, abs=ATOL)


@pytest.mark.parametrize("group", GROUPS)
@on_each_case
def test_a_group_in_a_population(case: Mapping[str, Any], group: str) -> None:
    """Svyby of the answers with weights N_h / n_h: the group's own size is random."""
    data = answers(case)
    sizes = {"population": case["people"]}
    assert_means(case["population_finite"][group], data, group, **sizes)
    wider = {**sizes, "finite_population": False}
    assert_means(case["population"][group], data, group, **wider)
    assert_shares(case["population_share"][group], data, group, **wider)
    if group != "whole":
        found = in_design(lk.means, data, by="sex", **wider).filter(sex=group)["q"]
        assert found.mean == approx(case["svyby"][group]["mean"], rel=RTOL)
        assert found.se == approx(case["svyby"][group]["se"], rel=RTOL)


@pytest.mark.parametrize("group", GROUPS)
@on_each_case
def test_clusters_in_a_population(case: Mapping[str, Any], group: str) -> None:
    """postStratify() by the strata: what is left of a stratum's mean varies between clusters."""
    data = answers(case, cluster="cluster")
    sizes = {"population": case["people"], "finite_population": False}
    assert_means(case["clustered"][group], data, group, **sizes)
    assert_shares(case["clustered_share"][group], data, group, **sizes)


@pytest.mark.parametrize("group", GROUPS)
@on_each_case
def test_clusters_standardised_directly(case: Mapping[str, Any], group: str) -> None:
    """Svymean stratum by stratum, then the sum of squared shares times squared errors."""
    data = answers(case, cluster="cluster")
    sizes = {"population": case["people"], "finite_population": False}
    assert_means(case["clustered_direct"][group], data, group, **sizes, standardize="direct")
    assert_means(case["clustered_equal"][group], data, group, standardize="equal")


@on_each_case
def test_the_groups_are_consistent_with_the_whole(case: Mapping[str, Any]) -> None:
    """Means of groups, weighted by the people that they stand for, are the mean of the whole."""
    options = {"population": case["people"], "finite_population": False}
    rows = in_design(lk.means, answers(case), by="sex", **options)
    people = sum(row.weighted_n for row in rows)
    assert people == approx(sum(case["people"].values()))
    whole = sum(row.weighted_n * row.mean for row in rows) / people
    assert whole == approx(case["population"]["whole"]["mean"], rel=RTOL)


@pytest.mark.parametrize("clusters", [{}, {"cluster": "cluster"}], ids=["rows", "clusters"])
@pytest.mark.parametrize("group", GROUPS)
@on_each_case
def test_weights_of_0(case: Mapping[str, Any], group: str, clusters: dict[str, str]) -> None:
    """They are sampled units of R's design too, and count in no n, df or design effect."""
    expected = case["weighted_clusters" if clusters else "weighted"][group]
    data = answers(case, weight="weight", **clusters)
    assert_means(expected, data, group)
    found = of_group(lk.means(data, by=() if group == "whole" else "sex"), group)["q"]
    assert found.n == expected["n"]
    assert found.design_effect == approx(expected["design_effect"], rel=RTOL)


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
