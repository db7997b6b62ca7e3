"""Mean scores with gaps against R's psych, coin, survey and t.test (scores.R)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

ORACLE = json.loads(Path(__file__).with_name("scores.json").read_text("utf-8"))
ITEMS = [f"q{k}" for k in range(1, 6)]
TRIAL = lk.Instrument(
    "all",
    [
        lk.Item(name, lk.LikertScale(), keyed="negative" if name == "q2" else "positive")
        for name in ITEMS
    ],
)
SIDES = ("pre", "post")
FRAME = pd.concat(
    [
        pd.DataFrame(ORACLE[when], columns=ITEMS, dtype=float).assign(
            when=when,
            who=range(len(ORACLE[when])),
            **{name: ORACLE[name] for name in ("group", "stratum", "weight")},
        )
        for when in SIDES
    ],
    ignore_index=True,
)
SCORES = lk.scale_scores(lk.Responses(FRAME, TRIAL, respondent="who", condition="when"))
# The same sums, added in another order.
EXACT = 1e-12
# coin's shift algorithm adds up millions of products of chances.
COIN = 1e-9


def test_scores_match_psych():
    """Of whoever answered an item; psych has no least number of items."""
    answers = lk.Responses(FRAME, TRIAL)
    every = lk.scale_scores(answers, min_answered=1).to_frame()["all"]
    theirs = np.array([value for when in SIDES for value in ORACLE["psych"][when]], dtype=float)
    np.testing.assert_allclose(every, theirs, rtol=EXACT)


def test_scores_of_at_least_half_match_r():
    """Three of five items."""
    theirs = np.array([value for when in SIDES for value in ORACLE["scores"][when]], dtype=float)
    np.testing.assert_allclose(SCORES.to_frame()["all"], theirs, rtol=EXACT)
    assert np.isnan(theirs).any()


def test_signed_ranks_match_coin():
    """Pratt's, exact with ties."""
    row = lk.compare_paired(SCORES, "post", "pre", method="exact")["all"]
    assert row.pvalue == approx(ORACLE["signed_ranks"], rel=COIN)


def test_groups_match_coin():
    """The rank sum, exact with ties."""
    row = lk.compare_groups(SCORES, "group", method="exact")["all", "pre"]
    assert row.pvalue == approx(ORACLE["rank_sum"], rel=COIN)


def test_changes_of_groups_match_coin_and_r():
    """The rank sum of the changes, exact, and Welch's t with its interval."""
    pairs = SCORES.pairs("post", "pre", by="group")
    row = lk.compare_groups(pairs, "group", method="exact")["all"]
    assert row.pvalue == approx(ORACLE["change_rank_sum"], rel=COIN)
    theirs = ORACLE["change_t"]
    row = lk.compare_groups(pairs, "group", test="t")["all"]
    assert row.mean_difference == approx(theirs["difference"], rel=EXACT)
    assert row.df == approx(theirs["df"], rel=EXACT)
    # The quantile and the tail of t are good to about ten digits.
    assert row.pvalue == approx(theirs["pvalue"], rel=1e-9)
    assert (row.low, row.high) == approx((theirs["low"], theirs["high"]), rel=1e-9)


def test_designed_means_match_survey():
    """With strata and weights, of all and of groups."""
    pre = FRAME[FRAME["when"] == "pre"]
    answers = lk.Responses(pre, TRIAL, stratum="stratum", weight="weight")
    scores = lk.scale_scores(answers)
    row = lk.means(scores)["all"]
    assert (row.mean, row.se) == approx(
        (ORACLE["svymean"]["mean"], ORACLE["svymean"]["se"]), rel=1e-10
    )
    groups = lk.means(scores, by="group")
    theirs = ORACLE["svyby"]
    for group, mean, error in zip(theirs["group"], theirs["mean"], theirs["se"], strict=True):
        row = groups["all", group]
        assert (row.mean, row.se) == approx((mean, error), rel=1e-10)
