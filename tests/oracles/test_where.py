"""Domains of designs, by `where`, against `subset()` of a design in R's survey (where.R).

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

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Mapping

RTOL = 1e-9
ORACLE = json.loads(Path(__file__).with_name("where.json").read_text("utf-8"))
CASES = ORACLE["cases"]
STUDY = lk.Instrument("study", [lk.Item("q", lk.LikertScale())])
DOMAINS: dict[str, dict[str, Any]] = {
    "sex": {"sex": "f"},
    "sex_in_stratum": {"sex": "m", "stratum": ["a", "b"]},
    "stratum": {"stratum": "c"},
}
DESIGNS: dict[str, tuple[dict[str, str], str]] = {
    "weighted": ({}, ""),
    "limited": ({}, "population"),
    "clusters": ({"cluster": "cluster"}, ""),
    "limited_clusters": ({"cluster": "cluster"}, "cluster_population"),
}

on_each_case = pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
in_each_domain = pytest.mark.parametrize("domain", DOMAINS)
under_each_design = pytest.mark.parametrize("design", DESIGNS)


def answers(case: Mapping[str, Any], design: str) -> lk.Responses:
    """Return the answers before, in a design."""
    roles, sizes = DESIGNS[design]
    bound = lk.Responses(
        pd.DataFrame(case["rows"]),
        STUDY,
        columns={"q": "before"},
        stratum="stratum",
        weight="weight",
        **roles,
    )
    return declared(bound, case, sizes)


def both(case: Mapping[str, Any], design: str) -> lk.Responses:
    """Return the answers before and after, in a design."""
    roles, sizes = DESIGNS[design]
    bound = lk.Responses.from_wide(
        pd.DataFrame(case["rows"]),
        STUDY,
        columns={"before": {"q": "before"}, "after": {"q": "after"}},
        stratum="stratum",
        weight="weight",
        **roles,
    )
    return declared(bound, case, sizes)


def declared(bound: lk.Responses, case: Mapping[str, Any], sizes: str) -> lk.Responses:
    """Return responses of a finite population of people or of clusters."""
    if sizes == "population":
        return bound.sampled(population=case["people"])
    if sizes == "cluster_population":
        return bound.sampled(cluster_population=case["schools"])
    return bound


def narrowed(data: lk.Responses, domain: str) -> tuple[lk.Responses, lk.Tally]:
    """Return the domain of the rows, and of their table of counts."""
    return (
        data.where(**DOMAINS[domain]),
        data.tally(by=("sex", "arm")).where(**DOMAINS[domain]),
    )


@under_each_design
@in_each_domain
@on_each_case
def test_means(case: Mapping[str, Any], domain: str, design: str) -> None:
    """Svymean of the subset, and degf of those of it who answered."""
    expected = case[design][domain]
    for data in narrowed(answers(case, design), domain):
        row = lk.means(data)["q"]
        assert row.mean == approx(expected["mean"], rel=RTOL)
        assert row.se == approx(expected["se"], rel=RTOL)
        assert row.df == expected["degf"]


@pytest.mark.parametrize("design", ["weighted", "clusters"])
@in_each_domain
@on_each_case
def test_known_margins(case: Mapping[str, Any], domain: str, design: str) -> None:
    """Svymean of a subset of postStratify(): the margin explains of others' answers too."""
    expected = case["poststratified" if design == "weighted" else "poststratified_clusters"][domain]
    data = answers(case, design)
    weighting = lk.poststratify(data, case["ages"], by="age")
    for some in (
        data.weighted(weighting).where(**DOMAINS[domain]),
        data.where(**DOMAINS[domain]).weighted(weighting),
        data.weighted(weighting).tally(by="sex").where(**DOMAINS[domain]),
    ):
        row = lk.means(some)["q"]
        assert row.mean == approx(expected["mean"], rel=RTOL)
        assert row.se == approx(expected["se"], rel=RTOL)
        assert row.df == expected["degf"]


@pytest.mark.parametrize("design", ["limited", "limited_clusters"])
@in_each_domain
@on_each_case
def test_groups(case: Mapping[str, Any], domain: str, design: str) -> None:
    """Svycontrast of svyby of the subset."""
    expected = case["arms" if design == "limited" else "arms_of_clusters"][domain]
    for data in narrowed(answers(case, design), domain):
        row = lk.compare_groups(data, "arm", first="x", second="y", test="t")["q"]
        assert row.mean_difference == approx(expected["mean"], rel=RTOL, abs=1e-12)
        assert row.mean_difference == approx(row.statistic * expected["se"], rel=RTOL, abs=1e-12)
        assert row.df == expected["degf"]


@pytest.mark.parametrize("design", ["limited", "limited_clusters"])
@in_each_domain
@on_each_case
def test_pairs(case: Mapping[str, Any], domain: str, design: str) -> None:
    """Svymean of the differences of the subset."""
    expected = case["changes" if design == "limited" else "changes_of_clusters"][domain]
    data = both(case, design)
    some = [data.where(**DOMAINS[domain])]
    if design == "limited":
        some.append(data.pairs("before", "after", by="sex").where(**DOMAINS[domain]))
    for pairs in some:
        row = lk.compare_paired(pairs, "before", "after", test="t")["q"]
        assert row.mean_difference == approx(expected["mean"], rel=RTOL, abs=1e-12)
        assert row.mean_difference == approx(row.statistic * expected["se"], rel=RTOL, abs=1e-12)
        assert row.df == expected["degf"]


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
