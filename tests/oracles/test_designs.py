"""Known populations, clusters, lone strata and quantile intervals against R survey (designs.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions, in variances that are differences of larger sums.
"""

from __future__ import annotations

import json
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Mapping

RTOL = 1e-11
# The share of a level that nobody of a domain chose, and its error, are 0 but for rounding.
ATOL = 1e-13
ORACLE = json.loads(Path(__file__).with_name("designs.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
ITEMS = ["heard", "asked"]
STUDY = lk.Instrument("study", [lk.Item(name, lk.LikertScale()) for name in ITEMS])
KNOWN = ORACLE["populations"]
WARDS = ["east", "west", "north", "vale"]
RULES = ["certainty", "adjust", "average"]

on_each_ward = pytest.mark.parametrize("ward", ["whole", *WARDS])
on_each_rule = pytest.mark.parametrize("rule", RULES)
on_both_items = pytest.mark.parametrize("item", ITEMS)


def answers(**declared: str) -> lk.Responses:
    """Return the respondents of the oracle under a design."""
    return lk.Responses(FRAME, STUDY, **declared)


def of_ward(table: Any, ward: str) -> Any:
    """Return the rows of a ward, or of everybody."""
    return table if ward == "whole" else table.filter(ward=ward)


def assert_equal(
    expected: Mapping[str, Any], data: lk.Responses, ward: str, item: str = "heard", **options: Any
) -> None:
    """Hold a mean, its error and interval, and the shares of the levels, against svymean's."""
    by = None if ward == "whole" else "ward"
    found = of_ward(lk.means(data, by=by, **options), ward)[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.df == expected["degf"]
    assert (found.low, found.high) == approx((expected["low"], expected["high"]), rel=RTOL)
    levels = of_ward(lk.frequencies(data, by=by, **options), ward).filter(item=item)
    assert [row.code for row in levels] == [1, 2, 3, 4, 5]
    assert [row.proportion for row in levels] == approx(expected["shares"], rel=RTOL, abs=ATOL)
    assert [row.se for row in levels] == approx(expected["share_se"], rel=RTOL, abs=ATOL)


def assert_quantiles_equal(expected: list[dict[str, Any]], rows: Any) -> None:
    """Hold quantiles, which are levels or the middle of two, against svyquantile's, exactly.

    R leaves an end out where the interval of the share reaches below 0 or above 1; here that is
    the end of the scale, for no quantile lies beyond.  And it skips the first observation where
    the end's share is less than that one's: its rule asks for the last observation whose share is
    reached, and takes the first for one.  By definition the quantile there is the first.
    """
    for row, its in zip(rows, expected, strict=True):
        assert (row.share, row.quantile) == (its["share"], its["quantile"])
        low = its["first"] if 0 <= its["at_low"] < its["first_share"] else its["low"]
        assert row.low == (1 if low is None else low)
        assert row.high == (5 if its["high"] is None else its["high"])


DESIGNS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "weighted": ({}, {}),
    "stratified": ({"stratum": "stratum"}, {}),
    "stratified_fpc": ({"stratum": "stratum"}, {"population": KNOWN["people"]}),
}


@on_each_ward
@pytest.mark.parametrize("design", list(DESIGNS))
def test_weighted_means(design: str, ward: str) -> None:
    """The correction is of a stratum's sampled rows: a missing answer is a domain's matter."""
    declared, options = DESIGNS[design]
    data = answers(weight="weight", **declared)
    assert_equal(ORACLE[design][ward], data, ward, **options)


@on_each_ward
def test_an_infinite_population_takes_the_correction_away(ward: str) -> None:
    """With weights a population corrects the error, and does nothing else."""
    data = answers(weight="weight", stratum="stratum")
    options = {"population": KNOWN["people"], "finite_population": False}
    assert_equal(ORACLE["stratified"][ward], data, ward, **options)


@on_both_items
@pytest.mark.parametrize("finite", [True, False])
def test_strata_count_by_their_people(item: str, finite: bool) -> None:  # noqa: FBT001
    """Weights N_h / n_h in R, n_h the valid answers: the sample here is that of the answers."""
    expected = ORACLE["standardised"][item]["finite" if finite else "infinite"]
    options = {"population": KNOWN["people"], "finite_population": finite}
    assert_equal(expected, answers(stratum="stratum"), "whole", item, **options)


@on_both_items
@pytest.mark.parametrize("finite", [True, False])
def test_unconditional_variance_of_cochran(item: str, finite: bool) -> None:  # noqa: FBT001
    """Cochran (1977), 5A.42, which the R script writes out."""
    name = "unconditional" if finite else "unconditional_infinite"
    expected = ORACLE["standardised"][item][name]
    found = lk.means(
        answers(stratum="stratum"),
        population=KNOWN["people"],
        finite_population=finite,
        variance="unconditional",
    )[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)


@on_both_items
@pytest.mark.parametrize("finite", [True, False])
def test_a_simple_random_sample_of_a_known_population(item: str, finite: bool) -> None:  # noqa: FBT001
    """One number as the population, the valid answers being the sample."""
    expected = ORACLE["simple"][item]["finite" if finite else "infinite"]
    options = {"population": ORACLE["everybody"], "finite_population": finite}
    assert_equal(expected, answers(), "whole", item, **options)


@on_each_ward
@pytest.mark.parametrize("fpc", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("stratified", [False, True])
def test_clusters(stratified: bool, weighted: bool, fpc: bool, ward: str) -> None:  # noqa: FBT001
    """Schools drawn as a whole, of all schools or of a known number in each stratum."""
    declared, name, options = {"cluster": "school"}, [], {}
    if stratified:
        declared["stratum"] = "stratum"
        name.append("stratified")
    if weighted:
        declared["weight"] = "weight"
        name.append("weighted")
    if fpc:
        options["cluster_population"] = KNOWN["schools"] if stratified else ORACLE["all_schools"]
    name = name or ["plain"]
    expected = ORACLE["clustered"]["_".join([*name, *(["fpc"] if fpc else [])])][ward]
    assert_equal(expected, answers(**declared), ward, **options)


LONE: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "respondents": ({"stratum": "lone"}, {}),
    "respondents_fpc": ({"stratum": "lone"}, {"population": KNOWN["people_lone"]}),
    "census": ({"stratum": "lone"}, {"population": KNOWN["people_asked_all"]}),
    "clusters": ({"stratum": "district", "cluster": "school"}, {}),
    "clusters_fpc": (
        {"stratum": "district", "cluster": "school"},
        {"cluster_population": KNOWN["schools_district"]},
    ),
}


@on_each_ward
@on_each_rule
@pytest.mark.parametrize("design", list(LONE))
def test_lone_strata(design: str, rule: str, ward: str) -> None:
    """R's survey.lonely.psu, of the whole and of domains in and outside of the lone stratum.

    A stratum with one member of a domain, as `moor` has of `north`, is no lone stratum.
    """
    declared, options = LONE[design]
    data = answers(weight="weight", **declared)
    assert_equal(ORACLE["lone"][design][rule][ward], data, ward, lone_stratum=rule, **options)


@pytest.mark.parametrize("design", ["respondents", "respondents_fpc", "clusters", "clusters_fpc"])
def test_a_lone_stratum_is_refused_without_a_rule(design: str) -> None:
    """As survey.lonely.psu = "fail" does, which is R's default."""
    declared, options = LONE[design]
    with pytest.raises(lk.errors.StratumError, match=r"one (respondent|cluster)"):
        lk.means(answers(weight="weight", **declared), **options)


@on_each_ward
def test_a_lone_stratum_that_was_asked_as_a_whole_needs_no_rule(ward: str) -> None:
    """Nothing is uncertain in a census, so R's variance there is 0 under any rule."""
    declared, options = LONE["census"]
    data = answers(weight="weight", **declared)
    assert_equal(ORACLE["lone"]["census"]["certainty"][ward], data, ward, **options)


QUANTILES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    **DESIGNS,
    "clustered": ({"stratum": "stratum", "cluster": "school"}, {}),
}


@on_each_ward
@pytest.mark.parametrize("design", list(QUANTILES))
def test_quantiles_and_woodruffs_interval(design: str, ward: str) -> None:
    """svyquantile(qrule = "school", interval.type = "mean") with the whole design's df.

    The interval is that of the share of answers at or below the estimated quantile, about that
    share and not about the one asked for; both ends are read off by the quantile's own rule.
    """
    declared, options = QUANTILES[design]
    by = None if ward == "whole" else "ward"
    found = lk.quantiles(answers(weight="weight", **declared), by=by, **options)
    rows = of_ward(found, ward).filter(item="heard")
    assert_quantiles_equal(ORACLE["quantiles"][design][ward], rows)


@pytest.mark.parametrize("finite", [True, False])
def test_quantiles_of_a_simple_random_sample(finite: bool) -> None:  # noqa: FBT001
    """Without weights, with and without a correction."""
    expected = ORACLE["simple_quantiles"]["finite" if finite else "infinite"]
    options = {"population": ORACLE["everybody"]} if finite else {}
    assert_quantiles_equal(expected, lk.quantiles(answers(), **options).filter(item="asked"))


def test_quantiles_of_strata_that_count_by_their_people() -> None:
    """Standardised as the mean is."""
    found = lk.quantiles(answers(stratum="stratum"), population=KNOWN["people"])
    assert_quantiles_equal(ORACLE["standardised_quantiles"], found.filter(item="asked"))


def test_r_skips_the_first_observation_in_one_case() -> None:
    """Were there none, or many, the tests above would say something else than they seem to."""
    skipped = [
        (design, ward, row["share"], row["low"])
        for design, by_ward in ORACLE["quantiles"].items()
        for ward, rows in by_ward.items()
        for row in rows
        if 0 <= row["at_low"] < row["first_share"] and row["low"] != row["first"]
    ]
    assert skipped == [("clustered", "north", 0.5, 3)]


def test_no_end_of_an_interval_lies_at_a_step() -> None:
    """Were an end's share that of a level's cumulative weight, rounding would choose the level."""
    ends = [
        row[end]
        for by_ward in ORACLE["quantiles"].values()
        for rows in by_ward.values()
        for row in rows
        for end in ("at_low", "at_high")
        if 0 < row[end] < 1
    ]
    heard = FRAME["heard"].notna()
    steps = {0.0, inf}
    for ward in ["whole", *WARDS]:
        part = FRAME[heard & (FRAME["ward"].eq(ward) | (ward == "whole"))]
        weight = part.groupby("heard")["weight"].sum()
        steps |= set(weight.cumsum() / weight.sum())
    assert min(abs(end - step) for end in ends for step in steps) > 1e-9


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
