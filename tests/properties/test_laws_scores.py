"""Laws of scale scores: what the order of items and rows, the method and the keying change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import likertkit as lk

NAMES = ("q1", "q2", "q3", "q4")
SCALE = lk.LikertScale(positive="high")
# An example makes several tables of exact tests.
FEWER = settings(max_examples=max(8, settings.default.max_examples // 4))
# Sums in another order differ in their last digits.
NEAR = {"rel": 1e-9, "abs": 1e-9}


def trial(negative: tuple[str, ...] = ("q2",), names: tuple[str, ...] = NAMES) -> lk.Instrument:
    """Return four items, some of them negatively keyed."""
    keyed: Any = {name: "negative" if name in negative else "positive" for name in names}
    return lk.Instrument("t", [lk.Item(name, SCALE, keyed=keyed[name]) for name in names])


@st.composite
def frames(draw: st.DrawFn, *, gaps: bool = True) -> pd.DataFrame:
    """Return people under two conditions, in two groups."""
    answer = st.sampled_from([1, 2, 3, 4, 5, *([None] if gaps else [])])
    n = draw(st.integers(6, 12))
    rows = draw(st.lists(st.lists(answer, min_size=4, max_size=4), min_size=2 * n, max_size=2 * n))
    frame = pd.DataFrame(rows, columns=list(NAMES), dtype=float)
    # Both groups have a complete change, and some spread.
    frame.loc[[0, 1], list(NAMES)] = 1.0
    frame.loc[[n, n + 1], list(NAMES)] = [[2.0] * 4, [5.0] * 4]
    return frame.assign(
        who=[*range(n)] * 2,
        when=["pre"] * n + ["post"] * n,
        group=["x" if k % 2 else "y" for k in range(n)] * 2,
    )


def bound(frame: pd.DataFrame, instrument: lk.Instrument | None = None) -> lk.Responses:
    """Return the answers."""
    return lk.Responses(frame, instrument or trial(), respondent="who", condition="when")


def figures(data: Any) -> list[float]:
    """Return means, spreads, quantiles, tests and effects of a score called t."""
    described = lk.describe(data)
    ranks = lk.compare_paired(data, "post", "pre")
    rows = [described["t", "pre"], described["t", "post"]]
    columns = ("n", "mean", "sd", "se", "median", "q1", "mode", "skewness", "floor", "top_box")
    return [
        *(getattr(row, column) for row in rows for column in columns),
        *(getattr(ranks["t"], column) for column in ("mean_difference", "pvalue", "superiority")),
        ranks.effects["t"].hodges_lehmann,
    ]


METHODS = st.sampled_from(["mean", "sum", "pomp"])


@FEWER
@given(frames(), METHODS, st.permutations(NAMES), st.randoms(use_true_random=False))
def test_the_order_of_items_and_rows_changes_nothing(frame, method, order, random):
    """Neither in the instrument, nor in the frame."""
    plain = lk.scale_scores(bound(frame), method=method, min_answered=2)
    rows = list(range(len(frame)))
    random.shuffle(rows)
    other = bound(frame.iloc[rows], trial(names=tuple(order)))
    assert figures(lk.scale_scores(other, method=method, min_answered=2)) == pytest.approx(
        figures(plain), nan_ok=True, **NEAR
    )


@FEWER
@given(frames(gaps=False))
def test_a_sum_of_complete_answers_is_k_means(frame):
    """And the POMP is the mean from 0 to 100."""
    made = {
        method: lk.scale_scores(bound(frame), method=method) for method in ("mean", "sum", "pomp")
    }
    mean, total, pomp = (lk.means(made[method])["t", "pre"] for method in ("mean", "sum", "pomp"))
    assert total.mean == pytest.approx(4 * mean.mean, **NEAR)
    assert total.se == pytest.approx(4 * mean.se, nan_ok=True, **NEAR)
    assert pomp.mean == pytest.approx(25 * (mean.mean - 1), **NEAR)
    assert pomp.low == pytest.approx(25 * (mean.low - 1), nan_ok=True, **NEAR)
    ranks = [lk.compare_paired(made[method], "post", "pre")["t"] for method in made]
    assert ranks[0].pvalue == ranks[1].pvalue == ranks[2].pvalue
    assert made["sum"].instrument["t"].scale.codes == tuple(range(4, 21))


@FEWER
@given(frames(), METHODS)
def test_reversing_all_items_mirrors(frame, method):
    """The score is then the other end as far from it."""
    plain = lk.scale_scores(bound(frame), method=method, min_answered=2)
    turned = bound(frame, trial(("q1", "q3", "q4")))
    mirrored = lk.scale_scores(turned, method=method, min_answered=2)
    ends = {"mean": 6, "sum": 24, "pomp": 100}[method]
    np.testing.assert_allclose(mirrored.to_frame()["t"], ends - plain.to_frame()["t"], atol=1e-9)
    first, second = (
        lk.compare_paired(data, "post", "pre", zeros="pratt")["t"] for data in (plain, mirrored)
    )
    assert second.mean_difference == pytest.approx(-first.mean_difference, **NEAR)
    assert second.pvalue == pytest.approx(first.pvalue, **NEAR)


@FEWER
@given(frames(), st.sampled_from([(1, 2, 3, 4, 5), (1, 2, 3, 5, 9)]))
def test_the_score_of_one_item_is_the_item(frame, codes):
    """Whatever its codes: all estimates and tests, agreement included."""
    coded = frame.assign(t=frame["q1"].map(dict(zip((1, 2, 3, 4, 5), codes, strict=True))))
    one = lk.Instrument("t", [lk.Item("t", lk.LikertScale(codes, positive="high"))])
    item = bound(coded, one)
    score = lk.scale_scores(item)
    assert score.instrument["t"].scale.codes == codes
    assert figures(score) == pytest.approx(figures(item), nan_ok=True, **NEAR)
    for statistic in ("leik", "consensus", "van_der_eijk_a", "interpolated_median"):
        drawn = [lk.bootstrap(data, statistic, n_resamples=9, rng=1) for data in (score, item)]
        assert drawn[0]["t", "pre"].estimate == pytest.approx(
            drawn[1]["t", "pre"].estimate, nan_ok=True, **NEAR
        )


@FEWER
@given(frames(), METHODS)
def test_from_the_table_and_from_the_rows(frame, method):
    """A tally of scores, and pairs of them, have the figures of the scores."""
    scores = lk.scale_scores(bound(frame), method=method, min_answered=2)
    assert lk.describe(scores) == lk.describe(scores.tally())
    assert lk.compare_paired(scores, "post", "pre") == lk.compare_paired(
        scores.pairs("post", "pre"), "post", "pre"
    )


@FEWER
@given(frames(), METHODS)
def test_tallies_of_complete_scores_add(frame, method):
    """The levels are all values that a score can have, in every part."""
    whole = lk.scale_scores(bound(frame), method=method, min_answered=1.0).tally()
    parts = [
        lk.scale_scores(bound(part), method=method, min_answered=1.0).tally()
        for _, part in frame.groupby("group")
    ]
    added = lk.Tally.sum(parts)
    assert added.instrument == whole.instrument
    assert np.array_equal(added.counts, whole.counts)


@FEWER
@given(frames(), METHODS, st.sampled_from(["mann-whitney", "t", "brunner-munzel"]))
def test_swapping_the_groups_flips_their_changes(frame, method, test):
    """And the p-value stays; the difference is that of the rows."""
    scores = lk.scale_scores(bound(frame), method=method, min_answered=2)
    pairs = scores.pairs("post", "pre", by="group")
    first = lk.compare_groups(pairs, "group", first="x", second="y", test=test)
    second = lk.compare_groups(pairs, "group", first="y", second="x", test=test)
    row, other = first["t"], second["t"]
    assert other.mean_difference == pytest.approx(-row.mean_difference, **NEAR)
    assert other.pvalue == pytest.approx(row.pvalue, nan_ok=True, **NEAR)
    assert other.superiority == pytest.approx(1 - row.superiority, **NEAR)
    swapped = lk.compare_groups(
        scores.pairs("pre", "post", by="group"), "group", first="x", second="y", test=test
    )["t"]
    assert swapped.mean_difference == pytest.approx(-row.mean_difference, **NEAR)
    wide = scores.to_frame().pivot_table(index="who", columns="when", values="t")
    change = (wide["post"] - wide["pre"]).dropna()
    group = frame.drop_duplicates("who").set_index("who")["group"]
    means = change.groupby(group[change.index]).mean()
    assert row.mean_difference == pytest.approx(means["x"] - means["y"], **NEAR)
    sizes = change.groupby(group[change.index]).size()
    assert (row.n_first, row.n_second) == (sizes["x"], sizes["y"])


def test_codes_of_thousands_of_millions_cost_no_more():
    """Twenty items with gaps have codes up to 1e9: no function makes as many of anything."""
    rng = np.random.default_rng(6)
    names = tuple(f"i{k}" for k in range(20))
    rows = pd.DataFrame(rng.integers(1, 6, (300, 20)).astype(float), columns=list(names))
    rows = rows.mask(rng.random(rows.shape) < rng.random(300)[:, None] * 0.6)
    frame = rows.assign(
        who=[*range(150)] * 2,
        when=["pre"] * 150 + ["post"] * 150,
        group=["x" if k % 2 else "y" for k in range(150)] * 2,
    )
    scores = lk.scale_scores(bound(frame, trial((), names)))
    assert scores.instrument["t"].scale.high > 10**8
    wanted = rows.mean(axis=1).where(rows.notna().sum(axis=1) >= 10)
    np.testing.assert_allclose(scores.to_frame()["t"], wanted, rtol=1e-12)
    wide = frame.assign(t=wanted).pivot_table(index="who", columns="when", values="t")
    change = (wide["post"] - wide["pre"]).dropna()
    ranks = lk.compare_paired(scores, "post", "pre")
    assert ranks["t"].mean_difference == pytest.approx(change.mean(), **NEAR)
    assert ranks.effects["t"].hodges_lehmann_low < ranks.effects["t"].hodges_lehmann_high
    changes = lk.compare_groups(scores.pairs("post", "pre", by="group"), "group")
    assert 0 < changes["t"].pvalue <= 1
    tables = (
        lk.describe(scores),
        lk.quantiles(scores),
        lk.frequencies(scores),
        lk.bias.nonresponse_bounds(scores, invited=200),
        lk.bias.order_robustness(scores, "post", "pre"),
        lk.bias.tipping_point(scores, "post", "pre"),
        lk.compare_groups(scores, "group", test="linear-by-linear"),
        lk.bootstrap(scores, "median", n_resamples=99, rng=1),
    )
    assert all(len(table) for table in tables)
