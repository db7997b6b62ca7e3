"""Paired differences inside a sampling design, against R survey (paired_designs.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions, in a variance that is a difference of larger sums.  P-values and ends
also go through the t distribution of two libraries.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.shares import tango_interval
from likertkit.compare.paired._designed import designed_pairs
from likertkit.errors import StratumError
from likertkit.tally import Design

RTOL = 1e-10
ORACLE = json.loads(Path(__file__).with_name("paired_designs.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
STUDY = lk.Instrument("study", [lk.Item("heard", lk.LikertScale())])
COLUMNS = {when: {"heard": when} for when in ("before", "after")}
ROLES = {
    "weight": ("weight", "weight"),
    "zero": ("weight", "zero"),
    "cluster": ("cluster", "school"),
    "stratum": ("stratum", "stratum"),
}
WARDS = ("whole", "east", "west", "north")
SIGNS = np.sign(np.subtract.outer(np.arange(5), np.arange(5)))


def bound(frame: pd.DataFrame = FRAME, **declared: str) -> lk.Responses:
    """Return the answers before and after, side by side."""
    declared = {name: name if column == "" else column for name, column in declared.items()}
    return lk.Responses.from_wide(frame, STUDY, columns=COLUMNS, **declared)  # type: ignore[arg-type]


def row_of(answers: lk.Responses, ward: str, **options: Any):
    """Return the comparison of a ward, or of the whole."""
    if ward == "whole":
        return lk.compare_paired(answers, "before", "after", **options)["heard"]
    table = lk.compare_paired(answers, "before", "after", by="ward", **options)
    return table.filter(ward=ward)["heard"]


def signs_of(answers: lk.Responses, ward: str, cluster: str | None, rule: Any = "raise"):
    """Return the weighted mean of the signs, and its standard error."""
    names = () if ward == "whole" else ("ward",)
    by = (*names, *([cluster] if cluster else []))
    pairs = answers.pairs("before", "after", by=by)
    found = dict(
        zip(
            [group[-1] if group else "whole" for group in pairs.marginal(names).groups],
            designed_pairs(pairs, names, cluster, Design(lone_stratum=rule)),
            strict=True,
        )
    )
    return found[ward].mean(SIGNS)


def check(row, expected) -> None:
    """Hold a row of test='t' to what R says."""
    assert row.mean_difference == approx(expected["mean"], rel=RTOL)
    assert row.df == expected["degf"]
    assert row.mean_difference / row.statistic == approx(expected["se"], rel=RTOL)
    assert (row.low, row.high) == approx((expected["low"], expected["high"]), rel=1e-9)
    assert row.pvalue == approx(expected["pvalue"], rel=1e-9)
    assert row.superiority == approx((1 + expected["sign"]) / 2, rel=RTOL)


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("design", ORACLE["designs"])
def test_designs_match_survey(design: str, ward: str) -> None:
    """Mean, error, degrees of freedom and interval of those with both answers: a domain."""
    answers = bound(**{
        ROLES[name][0]: ROLES[name][1] for name in design.split("_")
    })  # fmt: skip
    expected = ORACLE["designs"][design][ward]
    check(row_of(answers, ward, test="t"), expected)
    cluster = "school" if "cluster" in design else None
    row = row_of(answers, ward, test="sign")
    effects = lk.compare_paired(
        answers, "before", "after", test="t", by=() if ward == "whole" else "ward"
    ).effects
    its = (effects if ward == "whole" else effects.filter(ward=ward))["heard"]
    # As many independent pairs as would give that error of the difference of the shares, with the
    # t of the pairs in place of that of the design (Korn and Graubard), and never more than n.
    n = (its.proportion_higher + its.proportion_lower - expected["sign"] ** 2) / expected[
        "sign_se"
    ] ** 2
    few = scipy.stats.t.ppf(0.975, expected["degf"])
    n = min(n * (scipy.stats.t.ppf(0.975, expected["n"] - 1) / few) ** 2, expected["n"])
    ends = tango_interval(its.proportion_higher * n, its.proportion_lower * n, n, 0.95)
    assert (row.superiority_low, row.superiority_high) == approx(
        [(1 + end) / 2 for end in ends], rel=1e-8
    )
    found = signs_of(answers, ward, cluster)
    assert found == approx((expected["sign"], expected["sign_se"]), rel=RTOL)


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
@pytest.mark.parametrize("unit", ["respondent", "cluster"])
def test_lone_strata_match_survey(unit: str, rule: Any, ward: str) -> None:
    """Each of the rules that R has as a global option."""
    if unit == "respondent":
        answers, cluster = bound(stratum="lone", weight="weight"), None
    else:
        answers, cluster = bound(stratum="district", cluster="school", weight="weight"), "school"
    expected = ORACLE["lone"][unit][rule][ward]
    check(row_of(answers.sampled(lone_stratum=rule), ward, test="t"), expected)
    found = signs_of(answers, ward, cluster, rule)
    assert found == approx((expected["sign"], expected["sign_se"]), rel=RTOL)


def test_lone_strata_raise_unless_a_rule_is_named() -> None:
    """By name, with their unit; but not in a ward that has nobody there."""
    with pytest.raises(StratumError, match=r"item 'heard': stratum 'solo' has one respondent"):
        row_of(bound(stratum="lone", weight="weight"), "whole", test="t")
    answers = bound(stratum="district", cluster="school")
    with pytest.raises(StratumError, match=r"stratum 'dale', 'river' has one cluster; expected"):
        row_of(answers, "whole", test="sign")
    frame = FRAME.assign(ward=["south"] * 37 + ["pole"])
    pairs = bound(frame, stratum="lone", weight="weight").pairs("before", "after", by="ward")
    found = list(designed_pairs(pairs, ("ward",), None, Design()))
    with pytest.raises(StratumError, match="'solo'"):
        found[0].mean(SIGNS)
    assert found[1].mean(SIGNS)[1] > 0
