"""Comparisons of groups and of conditions against coin, base R and survey (groups.R), and SciPy.

Closed forms agree to the fifteen digits that R prints; coin's exact distribution is that of the
same rank sums, and agrees to 1e-10 absolutely, as its own algorithm is.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk
from likertkit._kernels.pvalues import adjust_pvalues

RTOL = 1e-9
EXACT = 1e-10
ORACLE = json.loads(Path(__file__).with_name("groups.json").read_text("utf-8"))
SCALE = lk.LikertScale()
ONE = lk.Instrument("one", [lk.Item("clear", SCALE)])
ALTERNATIVES = {"two_sided": "two-sided", "greater": "greater", "less": "less"}


def tally(groups: list[list[int]]) -> lk.Tally:
    """Return the counts of groups called a, b, c and so on."""
    cells = [
        {"ward": name, "item": "clear", "code": code, "count": count}
        for name, counts in zip("abcdefg", groups, strict=False)
        for code, count in zip(SCALE.codes, counts, strict=True)
    ]
    return lk.Tally.from_counts(pd.DataFrame(cells), ONE)


def compared(groups: list[list[int]], **options: object) -> lk.Table:
    """Return the groups compared."""
    return lk.compare_groups(tally(groups), "ward", **options)  # type: ignore[arg-type]


two_groups = pytest.mark.parametrize("case", ORACLE["two_groups"])
# Of a group of one R was asked for the exact test only.
larger_groups = pytest.mark.parametrize(
    "case", [case for case in ORACLE["two_groups"] if "welch" in case]
)


@two_groups
def test_exact_rank_sums_match_coin(case) -> None:
    """wilcox_test(distribution = "exact"), which knows ties, two-sided and one-sided."""
    for theirs, alternative in ALTERNATIVES.items():
        row = compared([case["first"], case["second"]], alternative=alternative).rows[0]
        assert row.pvalue == approx(case["exact"][theirs], abs=EXACT)
        assert row.pvalue == approx(case["exact"][theirs], rel=RTOL)
        assert row.method == "Mann-Whitney, exact"
        assert row.least_pvalue <= row.pvalue


@larger_groups
def test_asymptotic_rank_sums_match_coin_and_scipy(case) -> None:
    """Ties corrected, without a continuity correction; U is R's W and SciPy's statistic."""
    row = compared([case["first"], case["second"]], method="asymptotic").rows[0]
    assert row.pvalue == approx(case["asymptotic"], rel=RTOL)
    assert row.statistic == case["u"]
    assert math.copysign(1, row.superiority - 0.5) == math.copysign(1, case["z"])
    x, y = (np.repeat(SCALE.codes, case[name]) for name in ("first", "second"))
    theirs = stats.mannwhitneyu(x, y, use_continuity=False, method="asymptotic")
    assert (row.statistic, row.pvalue) == approx(tuple(theirs), rel=RTOL)
    assert row.superiority == approx(theirs.statistic / (len(x) * len(y)))


@larger_groups
def test_welch_and_trend_match_r(case) -> None:
    """t.test, and independence_test of the scores, whose square is Mantel's M²."""
    groups = [case["first"], case["second"]]
    welch = case["welch"]
    row = compared(groups, test="t").rows[0]
    assert (row.statistic, row.df, row.pvalue, row.low, row.high) == approx(
        tuple(welch[name] for name in ("statistic", "df", "pvalue", "low", "high")), rel=RTOL
    )
    trend = compared(groups, test="linear-by-linear", method="asymptotic")
    assert trend.rows[0].statistic ** 2 == approx(case["trend"]["statistic"], rel=RTOL)
    assert trend.rows[0].pvalue == approx(case["trend"]["pvalue"], rel=1e-8)
    assert trend.rows[0].statistic == approx(
        math.copysign(trend.rows[0].statistic, welch["statistic"])
    )
    # With two groups all groups together say the same.
    assert trend.omnibus["clear"].pvalue == approx(trend.rows[0].pvalue, rel=RTOL)


@larger_groups
def test_exact_trends_match_coin(case) -> None:
    """independence_test(distribution = "exact") of two groups' scores, two-sided and one-sided."""
    groups = [case["first"], case["second"]]
    for theirs, alternative in ALTERNATIVES.items():
        row = compared(groups, test="linear-by-linear", alternative=alternative).rows[0]
        assert row.pvalue == approx(case["trend"]["exact"][theirs], rel=1e-8)
        assert row.method == "linear-by-linear, exact"
        assert row.least_pvalue <= row.pvalue


@pytest.mark.parametrize("case", ORACLE["few"])
def test_few_people_match_coins_random_tables(case) -> None:
    """kruskal_test and independence_test by approximate(), within four of its standard errors."""
    for test, theirs in (("mann-whitney", "kruskal"), ("linear-by-linear", "trend")):
        row = compared(case["groups"], test=test).omnibus["clear"]
        assert row.method.endswith(", exact")
        p = row.pvalue
        assert p == approx(case[theirs], abs=4 * math.sqrt(p * (1 - p) / case["n_drawn"]) + 1e-9)


@pytest.mark.parametrize("case", ORACLE["several"])
def test_all_groups_match_coin_and_base_r(case) -> None:
    """kruskal_test and kruskal.test, lbl_test, and oneway.test."""
    ranks = compared(case["groups"], method="asymptotic").omnibus["clear"]
    kruskal = case["kruskal"]
    assert ranks.statistic == approx(kruskal["statistic"], rel=RTOL)
    assert ranks.pvalue == approx(kruskal["pvalue"], rel=RTOL)
    assert ranks.pvalue == approx(kruskal["base"], rel=RTOL)
    options = {"test": "linear-by-linear", "method": "asymptotic"}
    trend = compared(case["groups"], **options).omnibus["clear"]
    assert trend.statistic == approx(case["trend"]["statistic"], rel=RTOL)
    assert trend.statistic == approx(case["trend"]["lbl"] ** 2, rel=RTOL)
    assert trend.pvalue == approx(case["trend"]["pvalue"], rel=1e-8)
    assert trend.effect == approx(case["trend"]["correlation"], rel=RTOL)
    means = compared(case["groups"], test="t").omnibus["clear"]
    welch = case["welch"]
    assert (means.statistic, means.df, means.df_within, means.pvalue) == approx(
        tuple(welch[name] for name in ("statistic", "df", "df_within", "pvalue")), rel=RTOL
    )


@pytest.mark.parametrize("case", ORACLE["friedman"])
def test_conditions_match_coin_and_base_r(case) -> None:
    """friedman_test and friedman.test."""
    scores = np.array(case["scores"])
    names = [f"c{k}" for k in range(scores.shape[1])]
    answers = lk.Responses.from_wide(
        pd.DataFrame(scores, columns=names), ONE, columns={name: {"clear": name} for name in names}
    )
    row = lk.compare_conditions(answers, method="asymptotic")["clear"]
    assert (row.statistic, row.pvalue) == approx((case["coin"], case["coin_pvalue"]), rel=RTOL)
    assert (row.statistic, row.df, row.pvalue) == approx(
        (case["statistic"], case["df"], case["pvalue"]), rel=RTOL
    )


@pytest.mark.parametrize("case", ORACLE["families"])
def test_corrections_match_p_adjust(case) -> None:
    """p.adjust of base R."""
    for correction in ("holm", "benjamini-hochberg", "bonferroni", "none"):
        expected = case[correction.replace("-", "_")]
        assert adjust_pvalues(case["pvalues"], correction) == approx(expected, rel=RTOL)


def designed(design: str) -> lk.Responses:
    """Return the people of the oracle under a design."""
    people = pd.DataFrame(ORACLE["people"])
    roles = {
        "weighted": {"weight": "weight"},
        "stratified": {"weight": "weight", "stratum": "stratum"},
        "clustered": {"weight": "weight", "stratum": "stratum", "cluster": "school"},
        "plain_clusters": {"cluster": "school"},
    }[design]
    return lk.Responses(people, ONE, **roles)


@pytest.mark.parametrize("design", list(ORACLE["designed"]))
def test_differences_of_domains_match_survey(design: str) -> None:
    """Svycontrast of svyby with its covariances, svyglm, and regTermTest of all groups.

    The degrees of freedom are those of the subset that answered in either ward, and of that which
    answered at all; svyglm takes off one more for each slope.
    """
    theirs = ORACLE["designed"][design]
    found = lk.compare_groups(designed(design), "ward", first="east", second="west", test="t")
    row = found.rows[0]
    error = row.mean_difference / row.statistic
    assert (row.mean_difference, error) == approx((theirs["difference"], theirs["se"]), rel=RTOL)
    assert (row.mean_difference, error) == approx((theirs["glm"], theirs["glm_se"]), rel=1e-8)
    assert row.df == theirs["degf_pair"]
    assert row.pvalue == approx(2 * stats.t.sf(abs(row.statistic), row.df), rel=RTOL)
    half = stats.t.ppf(0.975, row.df) * error
    assert (row.low, row.high) == approx((row.mean_difference - half, row.mean_difference + half))
    whole = found.omnibus["clear"]
    assert whole.statistic == approx(theirs["wald"], rel=1e-8)
    assert (whole.df, whole.df_within) == (2.0, theirs["degf_valid"])
    assert whole.pvalue == approx(stats.f.sf(whole.statistic, 2, whole.df_within), rel=RTOL)


def test_scipys_exact_test_ignores_ties() -> None:
    """So it is wrong here, in R's wilcox.test likewise; coin and likertkit know them."""
    case = ORACLE["two_groups"][0]
    x, y = (np.repeat(SCALE.codes, case[name]) for name in ("first", "second"))
    theirs = stats.mannwhitneyu(x, y, method="exact").pvalue
    assert abs(theirs - case["exact"]["two_sided"]) > 0.01
