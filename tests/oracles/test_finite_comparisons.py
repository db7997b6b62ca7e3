"""Comparisons of a declared finite population against R's survey (finite_comparisons.R).

Closed forms agree to the fifteen digits that R prints.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-9
ORACLE = json.loads(Path(__file__).with_name("finite_comparisons.json").read_text("utf-8"))
ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])
PEOPLE = pd.DataFrame(ORACLE["people"])
CLUSTERS = {"population": ORACLE["sizes"], "cluster_population": ORACLE["schools"]}
MERGED = {"population": ORACLE["sizes"], "collapse": {"moor": "river"}}
DESIGNS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "respondent": ({}, {"population": ORACLE["sizes"]}),
    "cluster": ({"cluster": "school"}, CLUSTERS),
    "merged": ({}, MERGED),
}
ROLES = {"stratum": "stratum", "weight": "weight"}
design = pytest.mark.parametrize("design", list(DESIGNS))


def wide(design: str, columns: dict[str, str]) -> lk.Responses:
    """Return the people's answers of some columns, by condition, in a declared design."""
    roles, declared = DESIGNS[design]
    answers = lk.Responses.from_wide(
        PEOPLE,
        ONE,
        columns={condition: {"clear": column} for condition, column in columns.items()},
        respondent="who",
        **ROLES,
        **roles,
    )
    return answers.sampled(**declared)


def once(design: str) -> lk.Responses:
    """Return the answers before alone."""
    roles, declared = DESIGNS[design]
    frame = PEOPLE.rename(columns={"before": "clear"})
    return lk.Responses(frame, ONE, **ROLES, **roles).sampled(**declared)


@design
def test_groups_match_survey(design: str) -> None:
    """Svycontrast of svyby of the subset, and Wald's F of all groups' means, with their fpc."""
    theirs = ORACLE["designs"][design]
    answers = once(design)
    for data in (answers, answers.tally(by="ward")):
        row = lk.compare_groups(data, "ward", first="east", second="west", test="t")["clear"]
        expected = theirs["groups"]
        assert row.mean_difference == approx(expected["difference"], rel=RTOL)
        assert row.mean_difference / row.statistic == approx(expected["se"], rel=RTOL)
        assert row.df == expected["df"]
        whole = lk.compare_groups(data, "ward", test="t").omnibus["clear"]
        assert whole.statistic == approx(theirs["wald"], rel=1e-8)


@design
def test_pairs_match_survey(design: str) -> None:
    """Svymean of the differences of those who answered twice."""
    theirs = ORACLE["designs"][design]["pairs"]
    answers = wide(design, {"before": "before", "after": "after"})
    table = lk.compare_paired(answers, "before", "after", test="t")
    row = table["clear"]
    assert row.mean_difference == approx(theirs["difference"], rel=RTOL)
    assert row.mean_difference / row.statistic == approx(theirs["se"], rel=RTOL)
    assert row.df == theirs["df"]
    assert any("finite population correction" in note for note in table.notes)
    if design != "cluster":
        # A table of pairs carries the design.
        of_pairs = lk.compare_paired(answers.pairs("before", "after"), "before", "after", test="t")
        assert of_pairs["clear"].columns() == row.columns()


@design
def test_a_sample_of_a_wider_population_is_as_if_nothing_were_declared(design: str) -> None:
    """With finite_population=False sizes limit nothing; and without sizes nothing is limited."""
    roles, declared = DESIGNS[design]
    answers = wide(design, {"before": "before", "after": "after"})
    unlimited = answers.sampled(**declared, finite_population=False)
    merge = {"collapse": declared["collapse"]} if "collapse" in declared else {}
    for compared in (
        lambda data: lk.compare_paired(data, "before", "after", test="t")["clear"],
        lambda data: lk.compare_groups(data, "ward", test="t").rows[0],
    ):
        assert compared(unlimited) == compared(answers.sampled(**merge))
        assert compared(unlimited) != compared(answers)
    assert roles.keys() <= {"cluster"}


PLAIN: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    **DESIGNS,
    "wide": ({}, {"population": ORACLE["sizes"], "finite_population": False}),
}
plain = pytest.mark.parametrize("name", list(ORACLE["unweighted"]))


@plain
def test_groups_without_weights_match_survey(name: str) -> None:
    """The sizes of the population are the weights of the answers to an item, and their fpc.

    Contrasts of svyglm; between clusters after postStratify.
    """
    roles, declared = PLAIN[name]
    theirs = ORACLE["unweighted"][name]
    frame = PEOPLE.rename(columns={"before": "clear"})
    answers = lk.Responses(frame, ONE, stratum="stratum", **roles).sampled(**declared)
    for data in (answers, answers.tally(by="ward")):
        row = lk.compare_groups(data, "ward", first="east", second="west", test="t")["clear"]
        expected = theirs["groups"]
        assert row.mean_difference == approx(expected["difference"], rel=RTOL)
        assert row.mean_difference / row.statistic == approx(expected["se"], rel=RTOL)
        assert row.df == expected["df"]
        assert (row.low, row.high) == approx((expected["low"], expected["high"]), rel=RTOL)
        table = lk.compare_groups(data, "ward", test="t")
        assert table.omnibus["clear"].statistic == approx(theirs["wald"], rel=1e-8)
    # It is the difference of the means that the estimates of the same data show.
    means = {row.by[0][1]: row.mean for row in lk.means(answers, by="ward")}
    assert row.mean_difference == approx(means["east"] - means["west"], rel=RTOL)
    assert any("counts by the number of its people" in note for note in table.notes)
    assert any("standard errors have" in note for note in table.notes) is (name != "wide")


@plain
def test_pairs_without_weights_match_survey(name: str) -> None:
    """Svymean of the changes of all, and of a part of them as a domain."""
    roles, declared = PLAIN[name]
    theirs = ORACLE["unweighted"][name]
    answers = lk.Responses.from_wide(
        PEOPLE,
        ONE,
        columns={when: {"clear": when} for when in ("before", "after")},
        respondent="who",
        stratum="stratum",
        **roles,
    ).sampled(**declared)
    whole = lk.compare_paired(answers, "before", "after", test="t")
    parts = lk.compare_paired(answers, "before", "after", test="t", by="ward")
    for row, expected in (
        (whole["clear"], theirs["pairs"]),
        (parts.filter(ward="east")["clear"], theirs["east"]),
    ):
        assert row.mean_difference == approx(expected["difference"], rel=RTOL)
        assert row.mean_difference / row.statistic == approx(expected["se"], rel=RTOL)
        assert row.df == expected["df"]
    assert any("counts by the number of its people" in note for note in whole.notes)
    if name != "cluster":
        of_pairs = lk.compare_paired(answers.pairs("before", "after"), "before", "after", test="t")
        assert of_pairs["clear"].columns() == whole["clear"].columns()
        tipping = lk.bias.tipping_point(answers, "before", "after")["clear"]
        assert tipping.mean_difference == whole["clear"].mean_difference
        assert tipping.respondents_to_zero is None
