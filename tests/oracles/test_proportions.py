"""Intervals of shares against R survey and base R (proportions.R), and against statsmodels.

Closed forms of beta quantiles agree to the precision of the quantile functions; R's logit is fitted
by iterations that stop at 1e-8 of the deviance.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

import likertkit as lk
from likertkit._kernels.shares import clopper_pearson_interval, jeffreys_interval, wilson_interval

RTOL = 1e-9
FITTED = 1e-6
ORACLE = json.loads(Path(__file__).with_name("proportions.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"]).replace("NA", None).astype({"heard": float})
FRAME["agreed"] = FRAME["agreed"].astype(float)
SCALE = lk.LikertScale()
STUDY = lk.Instrument("study", [lk.Item(name, SCALE) for name in ("clear", "heard", "agreed")])
STRATA = {"weighted": None, "stratified": "stratum"}
WORDS = {"beta": "clopper-pearson", "logit": "logit"}


def shares(design: str, interval: str) -> lk.Table:
    """Return the shares of the oracle's respondents under a design."""
    answers = lk.Responses(FRAME, STUDY, weight="weight", stratum=STRATA[design])
    return lk.frequencies(answers, interval=interval)  # type: ignore[arg-type]


@pytest.mark.parametrize("design", list(STRATA))
@pytest.mark.parametrize(
    ("method", "item"), [("beta", "clear"), ("logit", "clear"), ("logit", "heard")]
)
def test_weighted_intervals_match_svyciprop(design: str, method: str, item: str) -> None:
    """Korn and Graubard's beta interval, and the t interval of the logit.

    `heard` has missing answers: the degrees of freedom are those of the design of the valid ones.
    """
    found = shares(design, WORDS[method]).filter(item=item)
    cases = [one for one in ORACLE["designs"][design][item] if one["method"] == method]
    assert len(cases) == 3
    for case in cases:
        row = found.filter(code=case["level"]).rows[0]
        expected = (case["low"], case["high"])
        assert (row.low, row.high) == approx(expected, rel=RTOL if method == "beta" else FITTED)


@pytest.mark.parametrize("design", list(STRATA))
def test_quantiles_invert_svyciprop_of_each_cumulative_share(design: str) -> None:
    """Where the share asked for passes an end of svyciprop's beta interval a score is ruled out."""
    answers = lk.Responses(FRAME, STUDY, weight="weight", stratum=STRATA[design])
    below = ORACLE["designs"][design]["below"]
    ends = [one[end] for one in below for end in ("low", "high")]
    asked = [end + side for end in ends for side in (-RTOL, RTOL)]
    for row in lk.quantiles(answers, probabilities=asked).filter(item="clear"):
        low = 1 + sum(one["high"] < row.probability for one in below)
        high = 5 - sum(one["low"] > row.probability for one in below)
        assert (row.low, row.high) == (low, high)


@pytest.mark.parametrize("design", list(STRATA))
@pytest.mark.parametrize("method", list(WORDS))
def test_where_all_agree_r_has_no_interval(design: str, method: str) -> None:
    """R gives NaN or a point; ours is the one on Kish's effective size."""
    (theirs,) = [one for one in ORACLE["designs"][design]["agreed"] if one["method"] == method]
    assert theirs["low"] == "NaN" or theirs["low"] > 0.999999
    row = shares(design, WORDS[method]).filter(item="agreed", code=5).rows[0]
    weights = FRAME.loc[FRAME["agreed"].notna(), "weight"]
    effective = weights.sum() ** 2 / (weights**2).sum()
    # All of n: the lower end of Clopper and Pearson is the n-th root of the tail.
    assert row.low == approx(0.025 ** (1 / effective), rel=RTOL)
    assert row.high == 1.0


@pytest.mark.parametrize("case", ORACLE["plain"], ids=lambda one: f"{one['count']} of {one['n']}")
def test_unweighted_intervals_match_r_and_statsmodels(case) -> None:
    """binom.test, prop.test and qbeta; proportion_confint of statsmodels beside them."""
    count, n = case["count"], case["n"]
    exact = clopper_pearson_interval(count, n, 0.95)
    wilson = wilson_interval(count, n, 0.95)
    assert exact == approx(tuple(case["clopper_pearson"]), rel=RTOL)
    assert wilson == approx(tuple(case["wilson"]), rel=RTOL, abs=RTOL)
    assert exact == approx(proportion_confint(count, n, method="beta"), rel=RTOL)
    assert wilson == approx(proportion_confint(count, n, method="wilson"), rel=RTOL, abs=RTOL)
    # At the ends Brown, Cai and DasGupta replace the beta quantile by 0 or 1; statsmodels does not.
    low, high = jeffreys_interval(count, n, 0.95)
    their_low, their_high = proportion_confint(count, n, method="jeffreys")
    assert (their_low, their_high) == approx(tuple(case["jeffreys"]), rel=RTOL)
    assert low == (0.0 if count == 0 else approx(their_low, rel=RTOL))
    assert high == (1.0 if count == n else approx(their_high, rel=RTOL))


def counted(counts: list[int], interval: str) -> list[tuple[float, float]]:
    """Return the intervals of the counts of five levels."""
    tally = lk.Tally.from_counts({"heard": dict(zip(SCALE.codes, counts, strict=True))}, STUDY)
    rows = lk.frequencies(tally, interval=interval).filter(item="heard")  # type: ignore[arg-type]
    return [(row.low, row.high) for row in rows]


def test_goodman_matches_r_and_statsmodels() -> None:
    """His formula, written out in R; multinomial_proportions_confint."""
    oracle = ORACLE["goodman"]
    found = counted(oracle["counts"], "goodman")
    theirs = multinomial_proportions_confint(oracle["counts"], method="goodman").tolist()
    for own, low, high, their in zip(found, oracle["low"], oracle["high"], theirs, strict=True):
        assert own == approx((low, high), rel=RTOL)
        assert own == approx(tuple(their), rel=RTOL)


@pytest.mark.parametrize("counts", [[56, 72, 73, 59, 62], [12, 30, 44, 80, 34]])
def test_sison_glaz_is_near_statsmodels(counts: list[int]) -> None:
    """Theirs approximates by an Edgeworth series the probability that ours has exactly.

    On counts this large the series is good to a few thousandths, and a step of the room, 1/n, is
    gained within a probability of some hundredths: the ends differ by a fraction of a step.
    """
    n = sum(counts)
    theirs = multinomial_proportions_confint(counts, method="sison-glaz").tolist()
    for own, their in zip(counted(counts, "sison-glaz"), theirs, strict=True):
        assert own == approx(tuple(their), abs=1 / n)
