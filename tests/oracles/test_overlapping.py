"""Partly paired comparisons and equivalence against base R (overlapping.R) and published numbers.

Both sides are closed forms in double precision: 1e-11 leaves room for R's rounding of sums.  The
score tests of superiority rest on a root that R searches to 1e-15 of a share.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import ttost_paired

import likertkit as lk

if TYPE_CHECKING:
    from likertkit.compare import OverlapTable

RTOL = 1e-11
SEARCHED = 1e-9
ORACLE = json.loads(Path(__file__).with_name("overlapping.json").read_text("utf-8"))
CASES = ORACLE["cases"]
STUDY = lk.Instrument("study", [lk.Item("item", lk.LikertScale(positive="high"))])
PARTS = ("paired only", "unpaired only", "all as if unpaired", "overlapping")


def answers(first: list[int | None], second: list[int | None], instrument=STUDY) -> lk.Responses:
    """Return respondents by place, without a row under a condition that they did not answer."""
    rows = [
        {"who": who, "when": when, "item": code}
        for when, codes in (("first", first), ("second", second))
        for who, code in enumerate(codes)
        if code is not None
    ]
    return lk.Responses(pd.DataFrame(rows), instrument, respondent="who", condition="when")


def compared(case: dict, **options: Any) -> OverlapTable:
    """Return the comparison of a case of the oracle."""
    data = answers(case["first"], case["second"])
    return lk.compare_overlapping(data, "first", "second", **options)


def agrees(row, expected: dict, pvalue: str = "two_sided") -> None:
    """Check what a test says against R."""
    found = (row.statistic, row.df, row.pvalue)
    assert found == approx((expected["statistic"], expected["df"], expected[pvalue]), rel=RTOL)
    assert (row.low, row.high) == approx(tuple(expected["interval"]), rel=RTOL, abs=1e-13)


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("equal", [False, True])
def test_t_matches_base_r(name: str, equal: bool) -> None:  # noqa: FBT001 - a parameter
    """The statistic, its degrees of freedom, all three p-values and the interval."""
    case = CASES[name]
    expected = case["equal" if equal else "unequal"]
    for alternative in ("two-sided", "less", "greater"):
        row = compared(case, equal_variances=equal, alternative=alternative)["item"]
        assert row.mean_difference == approx(expected["mean_difference"], rel=RTOL, abs=1e-13)
        agrees(row, expected, alternative.replace("-", "_"))


@pytest.mark.parametrize("name", list(CASES))
def test_parts_match_t_test(name: str) -> None:
    """What the pairs and all answers say, each by R's own t.test."""
    case = CASES[name]
    parts = {row.part: row for row in compared(case).parts}
    assert tuple(parts) == PARTS
    agrees(parts["all as if unpaired"], case["as_welch"])
    student = compared(case, equal_variances=True).parts.filter(part="all as if unpaired").rows[0]
    agrees(student, case["as_student"])
    if case["paired"]:
        agrees(parts["paired only"], case["paired"])
    else:
        assert parts["paired only"].note


def test_limits_are_the_usual_tests() -> None:
    """With nothing but pairs the paired t; without any Welch's and Student's."""
    agrees(compared(CASES["pairs"])["item"], CASES["pairs"]["paired"])
    agrees(compared(CASES["no_pairs"])["item"], CASES["no_pairs"]["as_welch"])
    student = compared(CASES["no_pairs"], equal_variances=True)["item"]
    agrees(student, CASES["no_pairs"]["as_student"])


@pytest.mark.parametrize("name", list(CASES))
def test_shares_match_base_r(name: str) -> None:
    """The z, both p-values and the interval of the top two levels; the parts by R's own tests."""
    case = CASES[name]
    expected = case["shares"]
    found = compared(case, test="proportion", boxes=(2, 2))
    row = found["item"]
    assert row.mean_difference == approx(expected["mean_difference"], rel=RTOL, abs=1e-15)
    assert (row.statistic, row.pvalue) == approx(
        (expected["statistic"], expected["two_sided"]), rel=RTOL, abs=1e-15
    )
    assert (row.low, row.high) == approx(tuple(expected["interval"]), rel=RTOL)
    less = compared(case, test="proportion", boxes=(2, 2), alternative="less")["item"]
    assert less.pvalue == approx(expected["less"], rel=RTOL)
    parts = {part.part: part for part in found.parts}
    unpaired = parts["all as if unpaired"]
    assert unpaired.pvalue == approx(expected["as_unpaired_pvalue"], rel=1e-9)
    if parts["paired only"].n_both:
        assert (parts["paired only"].statistic, parts["paired only"].pvalue) == approx(
            (expected["mcnemar"], expected["mcnemar_pvalue"]), rel=RTOL
        )


@pytest.mark.parametrize("name", list(CASES))
def test_equivalence_matches_base_r(name: str) -> None:
    """Two one-sided partially overlapping t, by R's formula with mu at either end."""
    case = CASES[name]
    for expected in case["equivalent"]:
        row = lk.equivalence(
            answers(case["first"], case["second"]), "first", "second", margin=expected["margin"]
        )["item"]
        assert row.pvalue == approx(expected["pvalue"], rel=1e-9)
        assert (row.low, row.high) == approx(tuple(expected["interval"]), rel=RTOL, abs=1e-13)
        assert row.equivalent == (expected["pvalue"] < 0.05)


def test_equivalence_of_pairs_and_of_strangers_is_t_test_with_mu() -> None:
    """R's t.test of either side, paired and Welch's; statsmodels for the pairs."""
    for name, expected in ORACLE["limits"].items():
        case = CASES[name]
        data = answers(case["first"], case["second"])
        row = lk.equivalence(data, "first", "second", margin=1)["item"]
        assert row.pvalue == approx(expected, rel=RTOL)
    pairs = CASES["pairs"]
    peer, above, below = ttost_paired(
        pd.Series(pairs["first"]).to_numpy(), pd.Series(pairs["second"]).to_numpy(), -0.8, 1.4
    )
    row = lk.equivalence(
        answers(pairs["first"], pairs["second"]), "first", "second", margin=(-0.8, 1.4)
    )["item"]
    assert row.pvalue == approx(peer, rel=1e-10)
    larger = max((above, below), key=lambda one: one[1])
    assert row.statistic == approx(larger[0], rel=1e-10)


@pytest.mark.parametrize("case", ORACLE["superior"])
def test_superiority_matches_the_likelihood(case: dict) -> None:
    """Tango's statistic with the free share where the likelihood is flat."""
    up, down, n = case["counts"]
    pairs = lk.PairTally.from_table(
        [[n - up - down, down], [up, 0]], lk.LikertScale((1, 2), positive="high")
    )
    row = lk.equivalence(pairs, "first", "second", margin=case["margin"], test="superiority")[
        "item"
    ]
    assert row.pvalue == approx(case["pvalue"], rel=SEARCHED, abs=0)
    assert row.superiority == (up + (n - up - down) / 2) / n


# Derrick, Toher and White (2017), The Quantitative Methods for Psychology 13(2), 120-126.
FIRST = [20, 21, 16, 18, 14, 12, 14, 17] + [None] * 8 + [14, 15, 18, 20, 11, 19, 14, 15]
SECOND = [None] * 8 + [10, 16, 18, 16, 15, 14, 13, 10] + [15, 10, 15, 17, 13, 19, 12, 13]
# Derrick, Dobson-McKittrick, Toher and White (2015), as the R package Partiallyoverlapping has it.
YES_FIRST = [1] * 9 + [0] * 6 + [1] * 5 + [0] * 4 + [None] * 6
YES_SECOND = [1] * 8 + [0] + [1] * 3 + [0] * 3 + [None] * 9 + [1] * 6


@pytest.mark.parametrize(
    ("equal", "expected"),
    [(True, (2.420745, 18.5, 0.025968)), (False, (2.419098, 18.42233, 0.026104))],
)
def test_the_published_t(equal: bool, expected: tuple[float, ...]) -> None:  # noqa: FBT001
    """The authors' example, to the digits that are published."""
    wide = lk.Instrument(
        "scores", [lk.Item("item", lk.LikertScale(range(10, 22), positive="high"))]
    )
    row = lk.compare_overlapping(
        answers(FIRST, SECOND, wide), "first", "second", equal_variances=equal
    )["item"]
    assert (row.n_first_only, row.n_second_only, row.n_both) == (8, 8, 8)
    assert (row.statistic, row.df, row.pvalue) == approx(expected, rel=1e-6, abs=5e-7)


def test_the_published_z() -> None:
    """Their example of shares, p .053."""
    binary = lk.Instrument("answers", [lk.Item("item", lk.LikertScale((0, 1), positive="high"))])
    data = answers(YES_FIRST, YES_SECOND, binary)
    row = lk.compare_overlapping(data, "first", "second", test="proportion")["item"]
    assert (row.n_first_only, row.n_second_only, row.n_both) == (9, 6, 15)
    assert row.pvalue == approx(0.053, abs=5e-4)


def test_newcombes_published_intervals() -> None:
    """Fagerland, Lydersen and Laake (2017): pairs of Bentur et al.; groups by statsmodels."""
    scale = lk.LikertScale((0, 1), positive="high")
    pairs = lk.PairTally.from_table([[12, 7], [1, 1]], scale)
    row = lk.compare_overlapping(pairs, "first", "second", test="proportion")["item"]
    assert (row.low, row.high) == approx((-0.507, -0.026), abs=5e-4)
    groups = {0: {"absent": 27}, 1: {"absent": 7}, "absent": {0: 33, 1: 1}}
    pairs = lk.PairTally.from_table(groups, scale)
    row = lk.compare_overlapping(pairs, "first", "second", test="proportion")["item"]
    peer = confint_proportions_2indep(7, 34, 1, 34, method="newcomb")
    assert (row.low, row.high) == approx(peer, rel=1e-9)
