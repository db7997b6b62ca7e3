"""Known populations, clusters, lone strata and quantile intervals against R survey (designs.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions, in variances that are differences of larger sums.
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
    from collections.abc import Callable, Mapping

RTOL = 1e-11
# The share of a level that nobody of a domain chose, and its error, are 0 but for rounding.
ATOL = 1e-13
# How near to the end of a share's interval another score is ruled out.
NEAR = 1e-9
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
    found = of_ward(in_design(lk.means, data, by=by, **options), ward)[item]
    assert found.mean == approx(expected["mean"], rel=RTOL)
    assert found.se == approx(expected["se"], rel=RTOL)
    assert found.df == expected["degf"]
    assert (found.low, found.high) == approx((expected["low"], expected["high"]), rel=RTOL)
    levels = of_ward(in_design(lk.frequencies, data, by=by, **options), ward).filter(item=item)
    assert [row.code for row in levels] == [1, 2, 3, 4, 5]
    assert [row.proportion for row in levels] == approx(expected["shares"], rel=RTOL, abs=ATOL)
    assert [row.se for row in levels] == approx(expected["share_se"], rel=RTOL, abs=ATOL)


def assert_quantiles_equal(expected: dict[str, Any], quantiles: Callable[..., Any]) -> None:
    """Hold quantiles against svyquantile's, exactly, and the ends of their intervals.

    svyquantile inverts no test of the share asked for: its intervals are those of the share at or
    below the quantile, read off the distribution, and too short on few levels.  So the ends are
    compared with the intervals of the cumulative shares: where the share asked for passes an end
    of one, a score is ruled out.
    """
    rows = quantiles(expected["shares"])
    assert [row.quantile for row in rows] == expected["quantiles"]
    ends = [one[end] for one in expected["cumulative"] for end in ("low", "high")]
    near = [end + side for end in ends if 0 < end < 1 for side in (-NEAR, NEAR)]
    asked = [*expected["shares"], *near]
    for row in quantiles(asked):
        low = {one["score"] for one in expected["cumulative"] if one["high"] < row.probability}
        high = {one["score"] + 1 for one in expected["cumulative"] if one["low"] > row.probability}
        kept = {1, 2, 3, 4, 5} - low - high
        assert (row.low, row.high) == (min(kept), max(kept))


def test_in_a_design_the_scores_that_are_ruled_out_may_have_a_gap() -> None:
    """The bounds of a share are wider than of the next: so the outermost score counts."""
    first, second, *_ = ORACLE["quantiles"]["clustered"]["west"]["cumulative"]
    assert first["share"] < second["share"]
    assert first["high"] > second["high"]


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
        answers(stratum="stratum").sampled(population=KNOWN["people"], finite_population=finite),
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
        in_design(lk.means, answers(weight="weight", **declared), **options)


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
def test_quantiles_of_a_design(design: str, ward: str) -> None:
    """svyquantile(qrule = "school"), and Korn and Graubard's intervals on the whole design's df."""
    declared, options = QUANTILES[design]
    data = answers(weight="weight", **declared)
    by = None if ward == "whole" else "ward"

    def quantiles(shares: list[float]) -> Any:
        found = of_ward(in_design(lk.quantiles, data, probabilities=shares, by=by, **options), ward)
        return found.filter(item="heard")

    assert_quantiles_equal(ORACLE["quantiles"][design][ward], quantiles)


def of_asked(data: lk.Responses, **options: Any) -> Callable[..., Any]:
    """Return what estimates quantiles of one item."""
    return lambda shares: in_design(lk.quantiles, data, probabilities=shares, **options).filter(
        item="asked"
    )


def test_quantiles_of_a_simple_random_sample_of_a_known_population() -> None:
    """Without weights, with a correction."""
    known = {"population": ORACLE["everybody"]}
    assert_quantiles_equal(ORACLE["simple_quantiles"], of_asked(answers(), **known))


def test_quantiles_of_strata_that_count_by_their_people() -> None:
    """Standardised as the mean is."""
    data = answers(stratum="stratum")
    expected = ORACLE["standardised_quantiles"]
    assert_quantiles_equal(expected, of_asked(data, population=KNOWN["people"]))


def test_a_simple_random_sample_needs_no_effective_size() -> None:
    """Clopper and Pearson's is of n answers; Korn and Graubard's of n - 1, and hardly wider."""
    shares = [place / 50 for place in range(1, 50)]
    plain = of_asked(answers())(shares)
    design = of_asked(answers(), population=ORACLE["everybody"], finite_population=False)(shares)
    assert all(b.low <= a.low <= a.high <= b.high for a, b in zip(plain, design, strict=True))
    assert [a.quantile for a in plain] == [b.quantile for b in design]


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert ORACLE["made_with"]["R"].startswith("R version ")
    assert ORACLE["made_with"]["survey"]
