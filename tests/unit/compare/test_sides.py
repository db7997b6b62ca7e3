"""The mean and the standard deviation of each side of a comparison, from the rows of the data."""

from __future__ import annotations

import math
import statistics

import pandas as pd
import pytest

import likertkit as lk

SCALE = lk.LikertScale(positive="high")
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", SCALE, keyed="negative")])
Q = {
    "pre": [1, 2, 4, 3, None, 2, 5, 5],
    "post": [2, 4, 5, 3, 3, None, 4, 5],
    "later": [2, 3, 5, 5, 4, 1, 3, None],
}
R = {when: [None if q is None else 6 - q for q in answers] for when, answers in Q.items()}
WEIGHTS = [1.0, 2.0, 0.5, 1.5, 1.0, 3.0, 0.0, 2.0]


def frame(more):
    """Return the answers of eight respondents, long."""
    parts = [
        pd.DataFrame({"who": range(8), "when": when, "q": Q[when], "r": R[when], **more})
        for when in Q
    ]
    return pd.concat(parts, ignore_index=True)


def answers(more=()):
    """Return these as responses under conditions."""
    weight = "w" if "w" in more else None
    return lk.Responses(
        frame(dict(more)), TRIAL, respondent="who", condition="when", weight=weight
    ).scored("keyed")


def moments(values):
    """Return the mean and the standard deviation of some answers."""
    return statistics.mean(values), statistics.stdev(values)


def sides(row):
    """Return the mean and the standard deviation of both sides of a row."""
    return (row.mean_first, row.sd_first), (row.mean_second, row.sd_second)


def both(first, second):
    """Return the answers of those who answered under both conditions."""
    pairs = [
        (a, b) for a, b in zip(Q[first], Q[second], strict=True) if a is not None and b is not None
    ]
    return tuple(zip(*pairs, strict=True))


@pytest.mark.parametrize("item", ["q", "r"])
def test_of_pairs_all_answers_and_conditions(item):
    """Pairs alone where pairs are tested, everybody where everybody is; in the view's scores."""
    data = answers()
    pre, post = both("pre", "post")
    of_pairs = (pytest.approx(moments(post)), pytest.approx(moments(pre)))
    of_all = tuple(
        pytest.approx(moments([a for a in Q[when] if a is not None])) for when in ("post", "pre")
    )
    assert sides(lk.compare_paired(data, "post", "pre")[item]) == of_pairs
    assert sides(lk.compare_overlapping(data, "post", "pre")[item]) == of_all
    assert sides(lk.equivalence(data, "post", "pre", margin=0.5)[item]) == of_all
    for option in ({"test": "superiority", "margin": 0.2}, {"respondents": "matched", "margin": 1}):
        assert sides(lk.equivalence(data, "post", "pre", **option)[item]) == of_pairs
    ranks = lk.compare_conditions(data).ranks.filter(item=item, condition="later")
    whole = [c for *ab, c in zip(*Q.values(), strict=True) if None not in (*ab, c)]
    assert (ranks.rows[0].mean, ranks.rows[0].sd) == pytest.approx(moments(whole))


def test_of_proportions():
    """Two levels have a proportion, and no standard deviation that a paper prints."""
    row = lk.compare_overlapping(answers(), "post", "pre", test="proportion", boxes=(2, 2))["q"]
    assert (row.mean_first, row.mean_second) == (5 / 7 - 1 / 7, 3 / 7)
    assert math.isnan(row.sd_first)
    assert math.isnan(row.sd_second)


def test_of_groups_and_of_all_groups():
    """Each group's answers; a group without one has no mean."""
    data = pd.DataFrame({"q": [1, 2, 4, 5, 5, 3, None], "r": 3, "ward": list("aaabbbc")})
    found = lk.compare_groups(lk.Responses(data, TRIAL), "ward", test="t")
    assert sides(found.filter(first="a", second="b")["q"]) == (
        pytest.approx(moments([1, 2, 4])),
        pytest.approx(moments([5, 5, 3])),
    )
    whole = found.omnibus["q"]
    assert (whole.groups, whole.n_of_groups) == (("a", "b", "c"), (3, 3, 0))
    assert whole.means[:2] == pytest.approx((7 / 3, 13 / 3))
    assert math.isnan(whole.means[2])
    assert math.isnan(whole.sds[2])


def test_weighted_as_described():
    """By the weights, as `means` and `describe` have them, and their difference is the row's."""
    data = answers({"w": WEIGHTS, "sex": list("ffffmmmm")})
    described = lk.describe(data, by="sex")
    by_group = lk.compare_groups(data, "sex", test="t").filter(when="pre")
    for item in ("q", "r"):
        row = by_group[item]
        for side, group in zip(sides(row), (row.first, row.second), strict=True):
            whole = described[item, group, "pre"]
            assert side == pytest.approx((whole.mean, whole.sd))
        assert row.mean_first - row.mean_second == pytest.approx(row.mean_difference)
    pre, post = both("pre", "post")
    weights = [w for w, a, b in zip(WEIGHTS, Q["pre"], Q["post"], strict=True) if a and b]
    row = lk.compare_paired(data, "post", "pre", test="t")["q"]
    for (mean, sd), scores in zip(sides(row), (post, pre), strict=True):
        right = sum(w * x for w, x in zip(weights, scores, strict=True)) / sum(weights)
        spread = sum(w * (x - right) ** 2 for w, x in zip(weights, scores, strict=True))
        n = sum(w > 0 for w in weights)
        assert (mean, sd) == pytest.approx((right, math.sqrt(spread / sum(weights) * n / (n - 1))))


def test_in_the_units_of_scale_scores():
    """A mean of items moves in steps of a half, and so do both sides."""
    data = lk.scale_scores(answers(), method="mean", min_answered=1)
    row = lk.compare_paired(data, "post", "pre")["trial"]
    pre, post = both("pre", "post")
    assert sides(row) == (pytest.approx(moments(post)), pytest.approx(moments(pre)))
    whole = lk.compare_groups(data, "when", test="t").omnibus["trial"]
    assert whole.means[whole.groups.index("pre")] == pytest.approx(
        moments([a for a in Q["pre"] if a])[0]
    )


def test_nothing_where_the_population_is_unknown():
    """A stratum of the population without an answer leaves no mean of a group."""
    data = pd.DataFrame(
        {
            "q": [1, 2, 4, 5, None],
            "r": [3, 3, 3, 3, None],
            "ward": list("aabba"),
            "st": list("xxxxy"),
        }
    )
    sampled = lk.Responses(data, TRIAL, stratum="st").sampled(population={"x": 40, "y": 10})
    row = lk.compare_groups(sampled, "ward", test="t")["q"]
    assert sides(row) == (pytest.approx((math.nan, math.nan), nan_ok=True),) * 2
    assert row.note
