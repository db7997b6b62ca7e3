"""Proportions compared between groups, and ranks by the design, against R (shares.R).

Closed forms agree to the digits that R prints; Fisher's p-value sums many probabilities.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk

RTOL = 1e-9
ORACLE = json.loads(Path(__file__).with_name("shares.json").read_text("utf-8"))
SCALE = lk.LikertScale(positive="high")
ONE = lk.Instrument("one", [lk.Item("clear", SCALE)])
PEOPLE = pd.DataFrame(ORACLE["people"])
DESIGNS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "weight": ({}, {}),
    "stratum": ({"stratum": "stratum"}, {}),
    "cluster": ({"stratum": "stratum", "cluster": "school"}, {}),
    "people": ({"stratum": "stratum"}, {"population": ORACLE["sizes"]}),
    "schools": (
        {"stratum": "stratum", "cluster": "school"},
        {"population": ORACLE["sizes"], "cluster_population": ORACLE["schools"]},
    ),
}
PAIR = {"first": "east", "second": "west"}


def counted(groups: dict[str, tuple[int, int]]) -> lk.Tally:
    """Return the tally of groups with so many in the box of so many answers."""
    rows = [
        {"group": group, "item": "clear", "code": code, "count": n}
        for group, (inside, n_all) in groups.items()
        for code, n in ((5, inside), (2, n_all - inside))
    ]
    return lk.Tally.from_counts(pd.DataFrame(rows), ONE)


@pytest.mark.parametrize("theirs", ORACLE["tables"], ids=lambda table: str(table["counts"]))
def test_two_proportions_match_base_r(theirs: dict[str, Any]) -> None:
    """Prop.test without correction, and fisher.test with each alternative."""
    inside_first, n_first, inside_second, n_second = theirs["counts"]
    tally = counted({"a": (inside_first, n_first), "b": (inside_second, n_second)})

    def run(**options: Any) -> Any:
        return lk.compare_groups(
            tally, "group", first="a", second="b", test="proportion", boxes=(2, 2), **options
        )["clear"]

    row = run(method="asymptotic")
    assert row.statistic**2 == approx(theirs["chi_square"], rel=RTOL)
    assert row.pvalue == approx(theirs["pvalue"], rel=RTOL)
    assert (row.proportion_first, row.proportion_second) == (
        inside_first / n_first,
        inside_second / n_second,
    )
    greater = run(method="asymptotic", alternative="greater")
    assert greater.pvalue == approx(theirs["greater"], rel=RTOL)
    for alternative, pvalue in theirs["fisher"].items():
        exact = run(method="exact", alternative=alternative.replace("_", "-"))
        assert exact.pvalue == approx(pvalue, rel=1e-8)
        assert exact.method == "Fisher's exact test"


def test_newcombes_published_example() -> None:
    """Newcombe (1998, Statistics in Medicine 17, 873-890), Table II: 56 of 70 against 48 of 80."""
    tally = counted({"a": (56, 70), "b": (48, 80)})
    row = lk.compare_groups(tally, "group", test="proportion", boxes=(1, 1))["clear"]
    assert (row.mean_difference, row.low, row.high) == approx((0.2, 0.0524, 0.3339), abs=5.1e-5)


def test_several_proportions_match_base_r() -> None:
    """Prop.test of three groups, and Cramér's V by hand."""
    theirs = ORACLE["several"]
    groups = dict(zip("abc", zip(theirs["inside"], theirs["n"], strict=True), strict=True))
    whole = lk.compare_groups(counted(groups), "group", test="proportion").omnibus["clear"]
    assert whole.statistic == approx(theirs["chi_square"], rel=RTOL)
    assert (whole.df, whole.method) == (
        theirs["df"],
        "Pearson's chi-square, asymptotic (chi-square)",
    )
    assert whole.pvalue == approx(theirs["pvalue"], rel=RTOL)
    assert whole.effect == approx((theirs["chi_square"] / sum(theirs["n"])) ** 0.5, rel=RTOL)


def interval(theirs: dict[str, Any], sizes: tuple[int, int]) -> tuple[float, float]:
    """Return Newcombe's interval of R's proportions, on effective sizes by R's errors.

    Korn and Graubard (1998): (p (1 - p) / se²) (t(n - 1) / t(df))², at most n; the ends of Wilson's
    interval solve |p - P| = z sqrt(P (1 - P) / n), and the two errors correlate as R's estimates.
    """
    z = stats.norm.ppf(0.975)
    reach = []
    for p, se, df, n in zip(
        theirs["proportions"], theirs["se"], theirs["df_each"], sizes, strict=True
    ):
        student = stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, df)
        size = min(n, p * (1 - p) / se**2 * student**2)
        ends = np.roots([1 + z * z / size, -2 * p - z * z / size, p * p])
        reach.append((p - ends.min(), ends.max() - p))
    (below_first, above_first), (below_second, above_second) = reach
    r = theirs["covariance"] / (theirs["se"][0] * theirs["se"][1])

    def added(one: float, other: float) -> float:
        return float(np.sqrt(one**2 + other**2 - 2 * r * one * other))

    difference = theirs["difference"]
    return (
        difference - added(below_first, above_second),
        difference + added(above_first, below_second),
    )


@pytest.mark.parametrize("design", list(DESIGNS))
def test_designed_proportions_match_survey(design: str) -> None:
    """Svyby, its covariance, svycontrast, the interval by hand, and Wald's F of all groups."""
    roles, declared = DESIGNS[design]
    theirs = ORACLE["designs"][design]
    answers = lk.Responses(PEOPLE, ONE, weight="weight", **roles)
    answers = answers.sampled(**declared) if declared else answers
    for data in (answers, answers.tally(by="ward")):
        row = lk.compare_groups(data, "ward", **PAIR, test="proportion", boxes=(2, 2))["clear"]
        assert (row.proportion_first, row.proportion_second) == approx(
            theirs["proportions"], rel=RTOL
        )
        assert row.mean_difference == approx(theirs["difference"], rel=RTOL)
        assert row.mean_difference / row.statistic == approx(theirs["se_difference"], rel=1e-8)
        assert row.df == theirs["df"]
        assert (row.low, row.high) == approx(
            interval(theirs, (row.n_first, row.n_second)), rel=1e-8
        )
        whole = lk.compare_groups(data, "ward", test="proportion", boxes=(2, 2)).omnibus["clear"]
        assert whole.statistic == approx(theirs["wald"], rel=1e-8)
        assert (whole.df, whole.df_within) == (2, theirs["df_of_all"])


@pytest.mark.parametrize("design", list(DESIGNS))
def test_designed_ranks_match_survey(design: str) -> None:
    """Svyranktest of two groups and of three; its chi-square is the F times its df."""
    roles, declared = DESIGNS[design]
    theirs = ORACLE["designs"][design]
    answers = lk.Responses(PEOPLE, ONE, weight="weight", **roles)
    answers = answers.sampled(**declared) if declared else answers
    for data in (answers, answers.tally(by="ward")):
        row, expected = lk.compare_groups(data, "ward", **PAIR)["clear"], theirs["ranks"]
        assert row.superiority - 0.5 == approx(expected["estimate"], rel=RTOL)
        assert row.statistic == approx(expected["statistic"], rel=1e-8)
        assert row.df == expected["df"]
        assert row.pvalue == approx(expected["pvalue"], rel=1e-8)
        assert row.method == "design-based Mann-Whitney, t"
        whole, expected = lk.compare_groups(data, "ward").omnibus["clear"], theirs["ranks_of_all"]
        assert whole.statistic * whole.df == approx(expected["chi_square"], rel=1e-8)
        assert (whole.df, whole.df_within) == (expected["df"], expected["ddf"])
        assert whole.pvalue == approx(expected["pvalue"], rel=1e-8)


def test_ranks_do_not_depend_on_the_order_of_rows() -> None:
    """Svyranktest's do: it ranks equal answers of unequal weights as they stand in the file."""
    theirs = ORACLE["by_order"]
    assert theirs["as_is"] != approx(theirs["sorted"], rel=1e-3)
    as_is, ordered = (
        lk.compare_groups(lk.Responses(frame, ONE, weight="weight"), "ward", **PAIR)["clear"].pvalue
        for frame in (PEOPLE, PEOPLE.sort_values("weight"))
    )
    assert as_is == approx(theirs["as_is"], rel=1e-8)
    assert ordered == approx(as_is, rel=1e-12)


def test_conditions_with_some_of_the_same_people() -> None:
    """Svyby of a design that is clustered by respondent, and svycontrast."""
    theirs = ORACLE["conditions"]
    frame = pd.DataFrame(ORACLE["twice"])
    answers = lk.Responses(frame, ONE, respondent="who", condition="when", weight="weight")
    table = lk.compare_groups(
        answers, "when", first="post", second="pre", test="proportion", boxes=(2, 2)
    )
    row = table["clear"]
    assert row.mean_difference == approx(theirs["difference"], rel=RTOL)
    assert row.mean_difference / row.statistic == approx(theirs["se"], rel=1e-8)
    assert row.df == theirs["df"]
    assert any("are one sampled unit" in note for note in table.notes)
    assert not any("different people" in note for note in table.notes)
