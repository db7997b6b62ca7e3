"""Proportions of the top box between groups: what prints, what is refused, what has no interval."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.errors import ArgumentError, AxisError, DirectionError

ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale(positive="high"))])
SHARES = {"test": "proportion", "boxes": (2, 2)}


def counted(*groups: tuple[int, int], instrument: lk.Instrument = ONE) -> lk.Tally:
    """Return the tally of groups a, b, ... with so many in the top two levels, and outside."""
    rows = [
        {"ward": ward, "item": "clear", "code": code, "count": n}
        for ward, (inside, outside) in zip("abcd", groups, strict=False)
        for code, n in ((4, inside), (2, outside))
    ]
    return lk.Tally.from_counts(pd.DataFrame(rows), instrument)


def designed(answers: dict[str, list[int]], **roles: list) -> lk.Responses:
    """Return rows of some wards, with weights of 1 and columns for each role."""
    frame = pd.DataFrame(
        [(ward, answer) for ward, own in answers.items() for answer in own],
        columns=["ward", "clear"],
    ).assign(w=1.0, **roles)
    return lk.Responses(frame, ONE, weight="w", **{role: role for role in roles})


def test_columns_and_print():
    """The contract's columns; both proportions print as percentages, and say what is in the box."""
    table = lk.compare_groups(counted((12, 28), (20, 30)), "ward", **SHARES)
    columns = table.to_frame().columns.tolist()
    assert columns[:9] == [
        *("item", "first", "second", "n_first", "n_second"),
        *("proportion_first", "proportion_second", "mean_difference", "low"),
    ]
    assert "superiority" in columns
    row = table["clear"]
    assert (row.proportion_first, row.proportion_second) == (0.3, 0.4)
    assert (row.mean_first, row.mean_difference) == (0.3, approx(-0.1))
    assert math.isnan(row.sd_first)
    assert math.isnan(row.cohen_d)
    text = str(table)
    assert "top box a" in text
    assert "30 %" in text
    assert "Top box: 4, 5." in text
    assert "Newcombe's hybrid score interval; 95 %" in text
    other = lk.compare_groups(counted((12, 28), (20, 30)), "ward")
    assert "proportion_first" not in other.to_frame()
    assert math.isnan(other["clear"].proportion_first)


def test_the_positive_end_makes_the_box():
    """As in box_scores: the low codes where they are the positive end, in any view."""
    low = lk.Instrument("one", [lk.Item("clear", lk.LikertScale(positive="low"))])
    tally = counted((12, 28), (20, 30), instrument=low)
    for data in (tally, tally.scored("favourable")):
        row = lk.compare_groups(data, "ward", **SHARES)["clear"]
        boxes = lk.box_scores(data, by="ward", boxes=(2, 2))
        assert [row.proportion_first, row.proportion_second] == [box.top_box for box in boxes]
    unknown = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])
    with pytest.raises(DirectionError, match="The top box needs"):
        lk.compare_groups(counted((1, 2), (3, 4), instrument=unknown), "ward", **SHARES)
    with pytest.raises(ArgumentError, match="has 5 levels, fewer than the 3 "):
        lk.compare_groups(tally, "ward", test="proportion", boxes=(3, 3))


def test_few_answers_are_counted_exactly():
    """Where an expected count is below five, by default; a forced z says what the exact p is."""
    few, many = counted((3, 1), (1, 5)), counted((12, 28), (20, 30))
    exact = lk.compare_groups(few, "ward", **SHARES)["clear"]
    assert exact.method == "Fisher's exact test"
    assert math.isnan(exact.statistic)
    # Of 210 tables of these margins 1 + 15 are at most as likely with 4 inside, and 6 + 90 + ....
    assert exact.pvalue == approx((4 * 6 + 1 + 15) / 210)
    assert exact.least_pvalue == approx(1 / 210)
    assert exact.log10_pvalue == approx(math.log10(exact.pvalue))
    forced = lk.compare_groups(few, "ward", **SHARES, method="asymptotic")["clear"]
    assert "the exact p-value is .19, which method='exact' gives" in forced.note
    plain = lk.compare_groups(many, "ward", **SHARES)["clear"]
    assert (plain.method, plain.note) == ("pooled z of proportions, asymptotic (normal)", "")
    drawn = lk.compare_groups(many, "ward", **SHARES, method="monte-carlo", rng=1)["clear"]
    exact = lk.compare_groups(many, "ward", **SHARES, method="exact")["clear"]
    assert drawn.method == "pooled z of proportions, Monte Carlo"
    assert drawn.pvalue == approx(exact.pvalue, abs=0.02)
    tiny = lk.compare_groups(counted((1, 2), (2, 1)), "ward", **SHARES)["clear"]
    assert "with 3 and 3 answers no p-value can lie below .1" in tiny.note


def test_all_in_the_box():
    """No difference: p = 1 and an interval all the same, but no odds ratio."""
    table = lk.compare_groups(counted((6, 0), (9, 0), (2, 7)), "ward", **SHARES)
    row = next(iter(table))
    assert (row.mean_difference, row.pvalue) == (0.0, 1.0)
    assert row.low < 0 < row.high
    assert row.note == ""
    effect = next(iter(table.effects))
    assert math.isnan(effect.odds_ratio)
    assert effect.note == "a proportion of 0 or 100 %: no odds ratio"
    whole = lk.compare_groups(counted((6, 0), (9, 0)), "ward", **SHARES).omnibus["clear"]
    assert (whole.statistic, whole.pvalue, whole.effect) == (0.0, 1.0, 0.0)


def test_all_groups_are_counted_exactly():
    """Every way to hand seven places in the box out to groups of 4, 4 and 5."""
    sizes, inside = (4, 4, 5), (4, 1, 2)
    tally = counted(*((k, n - k) for k, n in zip(inside, sizes, strict=True)))
    whole = lk.compare_groups(tally, "ward", **SHARES).omnibus["clear"]
    assert whole.method == "Pearson's chi-square, exact"

    def between(table: tuple[int, ...]) -> float:
        return sum(k * k / n for k, n in zip(table, sizes, strict=True))

    ways = {
        table: math.prod(math.comb(n, k) for n, k in zip(sizes, table, strict=True))
        for table in product(range(5), range(5), range(6))
        if sum(table) == sum(inside)
    }
    extreme = sum(n for table, n in ways.items() if between(table) >= between(inside) - 1e-12)
    assert whole.pvalue == approx(extreme / sum(ways.values()), rel=1e-10)


def test_odds_ratio():
    """The ratio of the odds, between the ends that Wilson's intervals give on their logarithms."""
    table = lk.compare_groups(counted((12, 28), (20, 30)), "ward", **SHARES)
    effect = table.effects["clear"]
    assert effect.odds_ratio == approx(12 * 30 / (28 * 20))
    logit = [np.log(np.array(ends) / (1 - np.array(ends))) for ends in (WILSON_A, WILSON_B)]
    at = math.log(12 / 28), math.log(20 / 30)
    below = math.hypot(at[0] - logit[0][0], logit[1][1] - at[1])
    above = math.hypot(logit[0][1] - at[0], at[1] - logit[1][0])
    assert effect.odds_ratio_low == approx(math.exp(at[0] - at[1] - below), rel=1e-6)
    assert effect.odds_ratio_high == approx(math.exp(at[0] - at[1] + above), rel=1e-6)
    names = table.effects.names
    assert "odds_ratio" in names
    assert "cohen_d" not in names
    assert "odds_ratio" not in lk.compare_groups(counted((3, 4), (4, 3)), "ward").effects.names


# By R: prop.test(12, 40, correct = FALSE)$conf.int, and of 20 in 50.
WILSON_A = (0.1807484523, 0.4543001882)
WILSON_B = (0.2760838973, 0.5381856225)


def test_a_proportion_of_one_in_a_design():
    """The design shows no spread of it: the error is that of the effective sizes."""
    answers = designed({"a": [5, 4, 5], "b": [5, 1] * 20, "c": [4, 2, 1] * 9})
    table = lk.compare_groups(answers, "ward", **SHARES)
    row = next(iter(table))
    # Three of three against 20 of 40, by the pooled error; the degrees of freedom are 42.
    pooled = 23 / 43
    z = 0.5 / math.sqrt(pooled * (1 - pooled) * (1 / 3 + 1 / 40))
    assert row.statistic == approx(z, rel=0.02)
    assert row.df == 42
    assert "a proportion of 0 or 100 % shows no spread" in row.note
    # The ends of box_scores: of the first none is left above, of the second there is one below.
    boxes = [box for box in lk.box_scores(answers, by="ward", boxes=(2, 2)) if box.by[0][1] == "b"]
    assert row.high == approx(1 - boxes[0].top_low, rel=1e-12)
    whole = table.omnibus["clear"]
    assert "a proportion of 0 or 100 % shows no spread" in whole.note
    assert 0 < whole.pvalue < 1


def test_designs_without_an_interval():
    """A census is exact; one unit, or as many strata as units, say nothing; nor do groups alike."""
    answers = designed({"a": [5, 4, 1], "b": [5, 1, 1]}, stratum=["x"] * 6)
    row = lk.compare_groups(answers.sampled(population={"x": 6}), "ward", **SHARES)["clear"]
    assert row.low == row.high == row.mean_difference == approx(1 / 3)
    assert math.isnan(row.pvalue)
    assert "everybody was asked" in row.note
    lone = designed({"a": [5, 1], "b": [4, 2]}, cluster=[1] * 4)
    row = lk.compare_groups(lone, "ward", **SHARES)["clear"]
    assert "one sampled unit" in row.note
    each = designed({"a": [5], "b": [1]}, stratum=["x", "y"]).sampled(lone_stratum="adjust")
    for test in (SHARES, {"test": "mann-whitney"}):
        row = lk.compare_groups(each, "ward", **test)["clear"]
        assert "as many strata as respondents" in row.note
        assert math.isnan(row.low)


def test_ranks_without_spread():
    """Groups of one level each, and too few units for the degree of freedom that ranks take."""
    apart = designed({"a": [5, 5, 5], "b": [1, 1, 1]})
    row = lk.compare_groups(apart, "ward")["clear"]
    assert math.isnan(row.pvalue)
    assert "no spread" in row.note
    assert (row.superiority, row.superiority_low < 1) == (1.0, True)
    turned = lk.compare_groups(apart, "ward", first="b", second="a")["clear"]
    assert turned.superiority == 0.0
    few = designed({"a": [5, 1], "b": [4, 2]}, cluster=[1, 2, 1, 2])
    row = lk.compare_groups(few, "ward")["clear"]
    assert math.isnan(row.pvalue)
    assert "too few units for the test of ranks" in row.note
    whole = lk.compare_groups(few, "ward").omnibus["clear"]
    assert "the design leaves no spread" in whole.note


def pairs_frame(weights: list[float] | None = None) -> pd.DataFrame:
    """Return answers of six people before and five after, four of whom answered both."""
    return pd.DataFrame(
        {
            "who": [1, 2, 3, 4, 5, 6, 3, 4, 5, 6, 7],
            "when": ["before"] * 6 + ["after"] * 5,
            "clear": [2, 4, 1, 3, 5, 2, 4, 4, 5, 3, 5],
            "w": weights or [1.0] * 11,
        }
    )


def test_conditions_know_who_answered_both():
    """Unweighted too; the covariance is that of the respondents' contributions."""
    answers = lk.Responses(pairs_frame(), ONE, respondent="who", condition="when")
    options = {"first": "after", "second": "before", **SHARES}
    row = lk.compare_groups(answers, "when", **options)["clear"]
    # Each respondent's contribution, by hand.
    top = {"before": {2: 1, 5: 1}, "after": {3: 1, 4: 1, 5: 1, 7: 1}}
    shares = {"before": 2 / 6, "after": 4 / 5}
    who = {"before": [1, 2, 3, 4, 5, 6], "after": [3, 4, 5, 6, 7]}
    moves = np.zeros(8)
    for when, sign in (("after", 1), ("before", -1)):
        for one in who[when]:
            moves[one] += sign * (top[when].get(one, 0) - shares[when]) / len(who[when])
    error = math.sqrt((moves**2).sum() * 7 / 6)
    assert row.mean_difference / row.statistic == approx(error)
    assert row.df == 6
    # A table of counts does not know them, and says so.
    tally = lk.compare_groups(answers.tally(), "when", **options)
    assert any("taken as of different people" in note for note in tally.notes)
    # Where nobody answered both, and where clusters were declared, nothing is linked.
    alone = pairs_frame().drop_duplicates("who")
    found = lk.compare_groups(
        lk.Responses(pd.concat([alone, alone.assign(who=alone["who"] + 20, when="after")]),
                     ONE, respondent="who", condition="when"),
        "when", **options,
    )  # fmt: skip
    assert found["clear"].method == "Fisher's exact test"
    clustered = pairs_frame().assign(school=[1, 2, 3, 1, 2, 3, 3, 1, 2, 3, 1])
    data = lk.Responses(clustered, ONE, respondent="who", condition="when", cluster="school")
    assert any("Clusters" in note for note in lk.compare_groups(data, "when", **options).notes)
    for test in ("t", "mann-whitney"):
        heavy = lk.Responses(pairs_frame([1.0, 2.0] * 5 + [1.0]), ONE, weight="w",
                             respondent="who", condition="when")  # fmt: skip
        table = lk.compare_groups(heavy, "when", test=test)
        assert any("are one sampled unit" in note for note in table.notes)


def test_changes_of_pairs():
    """The share of those whose change is in the top box: here those who rose by the most."""
    frame = pairs_frame().query("who in [3, 4, 5, 6]").assign(ward=list("aabb") * 2)
    pairs = lk.Responses(frame, ONE, respondent="who", condition="when").pairs(
        "after", "before", by="ward"
    )
    row = lk.compare_groups(pairs, "ward", test="proportion")["clear"]
    assert (row.n_first, row.n_second) == (2, 2)
    assert math.isfinite(row.pvalue)
    with pytest.raises(AxisError):
        lk.compare_groups(pairs, "sex", test="proportion")


def test_sentences():
    """Both proportions, their difference with its interval, and what is in the box."""
    table = lk.compare_groups(counted((12, 28), (20, 30)), "ward", **SHARES)
    text = table["clear"].sentence()
    assert "the proportions of scores on 'clear' in the top box did not differ" in text
    assert "'a' (30%, n = 40) and 'b' (40%, n = 50), z = -0.98, p = .325" in text
    assert "difference = -.10, 95% CI [-.28, .10]" in text
    assert text.endswith("Top box: 4, 5.")
    whole = table.omnibus["clear"].sentence()
    assert "asymptotic Pearson's chi-square test" in whole
    assert whole.endswith("Top box: 4, 5.")
    few = lk.compare_groups(counted((3, 1), (1, 5)), "ward", **SHARES)["clear"].sentence()
    assert few.startswith("By Fisher's exact test, the proportions")
    assert "n = 6), p = .190, difference" in few
    nobody = lk.compare_groups(counted((3, 1), (1, 5), (0, 0)), "ward", **SHARES)
    assert "no valid answers in 'c'" in str(nobody)
