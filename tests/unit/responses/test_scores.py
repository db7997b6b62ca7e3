"""Scale scores against plain computations from the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

import likertkit as lk
from likertkit.responses import Scores
from likertkit.responses.scores import _score_set

SCALE = lk.LikertScale(positive="high", nonsubstantive={"N/A": 9})
ITEMS = [f"q{k}" for k in range(1, 7)]
TRIAL = lk.Instrument(
    "trial",
    [
        lk.Item(
            name,
            SCALE,
            keyed="negative" if name == "q2" else "positive",
            subscale="calm" if k < 3 else "clear",
        )
        for k, name in enumerate(ITEMS)
    ],
)
# Figures that are sums of products of the same numbers differ in their last digits only.
EXACT = 1e-12


def frame(n: int = 60, missing: float = 0.15) -> pd.DataFrame:
    """Return people who answered before and after, in two classes, some items left out."""
    rng = np.random.default_rng(5)
    answers = pd.DataFrame({name: rng.integers(1, 6, 2 * n).astype(float) for name in ITEMS})
    answers = answers.mask(rng.random(answers.shape) < missing)
    answers.loc[3, ITEMS] = np.nan
    answers.loc[5, "q4"] = 9
    return answers.assign(
        who=[*range(n), *range(n)],
        when=["pre"] * n + ["post"] * n,
        group=["x" if k % 3 else "y" for k in (*range(n), *range(n))],
        w=rng.integers(1, 4, 2 * n).astype(float),
    )


FRAME = frame()
RESPONSES = lk.Responses(FRAME, TRIAL, respondent="who", condition="when")
PLAIN = {"calm": ITEMS[:3], "clear": ITEMS[3:]}


def keyed(rows: pd.DataFrame = FRAME) -> pd.DataFrame:
    """Return the scores of the items, item q2 reversed, N/A missing."""
    scores = rows[ITEMS].replace(9, np.nan)
    return scores.assign(q2=6 - scores["q2"])


def by_hand(method: str, least: int, rows: pd.DataFrame = FRAME) -> pd.DataFrame:
    """Return the scores from the rows."""
    made = {}
    for name, items in PLAIN.items():
        its = keyed(rows)[items]
        mean = its.mean(axis=1).where(its.notna().sum(axis=1) >= least)
        made[name] = {"mean": mean, "sum": mean * len(items), "pomp": (mean - 1) / 4 * 100}[method]
    return pd.DataFrame(made)


@pytest.mark.parametrize(
    ("method", "min_answered", "least"),
    [
        ("mean", None, 2),
        ("mean", 1.0, 3),
        ("mean", 1, 1),
        ("pomp", None, 2),
        ("pomp", 0.3, 1),
        ("sum", None, 3),
        ("sum", 2, 2),
        ("sum", 0.5, 2),
    ],
)
@pytest.mark.parametrize("library", [lambda frame: frame, pl.from_pandas])
def test_scores_are_those_of_the_rows(method, min_answered, least, library):
    """Mean, sum and POMP, complete and prorated, of two kinds of frames."""
    responses = lk.Responses(library(FRAME), TRIAL, respondent="who", condition="when")
    scores = lk.scale_scores(responses, method=method, min_answered=min_answered)
    handed = scores.to_frame()
    handed = handed if isinstance(handed, pd.DataFrame) else handed.to_pandas()
    wanted = by_hand(method, least)
    for name, items in PLAIN.items():
        np.testing.assert_allclose(handed[name], wanted[name], rtol=EXACT)
        assert handed[f"{name}_n_answered"].tolist() == keyed()[items].notna().sum(axis=1).tolist()
    assert handed["who"].tolist() == FRAME["who"].tolist()
    assert handed["when"].tolist() == FRAME["when"].tolist()


@pytest.mark.parametrize(("method", "least"), [("mean", 2), ("sum", 3), ("pomp", 2)])
def test_estimates_are_those_of_the_scores(method, least):
    """Means, spreads and quantiles of pandas on the scores."""
    scores = lk.scale_scores(RESPONSES, method=method)
    wanted = by_hand(method, least)
    means = lk.means(scores)
    table = lk.describe(scores)
    for when in ("pre", "post"):
        for name in PLAIN:
            its = wanted[name][FRAME["when"] == when].dropna()
            row = means[name, when]
            assert row.n == len(its)
            assert row.n_missing == 60 - len(its)
            assert row.mean == pytest.approx(its.mean(), rel=EXACT)
            assert row.se == pytest.approx(its.std() / np.sqrt(len(its)), rel=EXACT)
            low, high = stats.t.interval(0.95, len(its) - 1, its.mean(), its.sem())
            # SciPy's quantile of t is good to about ten digits.
            assert (row.low, row.high) == pytest.approx((low, high), rel=1e-9)
            described = table[name, when]
            assert described.sd == pytest.approx(its.std(), rel=EXACT)
            assert described.median == pytest.approx(its.median(), rel=EXACT)
            assert described.mode == pytest.approx(its.round(9).mode()[0], abs=1e-8)
            # pandas has a bias-corrected skewness too, whose rounding is another.
            assert described.skewness == pytest.approx(its.skew(), rel=1e-9)
            assert described.q1 == pytest.approx(its.quantile(0.25), rel=EXACT)


@pytest.mark.parametrize(("method", "least"), [("mean", 2), ("sum", 3), ("pomp", 2)])
def test_comparisons_are_those_of_the_scores(method, least):
    """SciPy's tests of the differences of the scores."""
    scores = lk.scale_scores(RESPONSES, method=method)
    wanted = by_hand(method, least).assign(who=FRAME["who"], when=FRAME["when"])
    ranks = lk.compare_paired(scores, "post", "pre", zeros="wilcoxon", method="asymptotic")
    t = lk.compare_paired(scores, "post", "pre", test="t")
    for name in PLAIN:
        wide = wanted.pivot_table(index="who", columns="when", values=name)
        # Rounding keeps the ties of thirds, which floating point breaks.
        change = (wide["post"] - wide["pre"]).dropna().round(6)
        row = ranks[name]
        assert row.n_pairs == len(change)
        assert row.n_higher == (change > 0).sum()
        assert row.n_equal == (change == 0).sum()
        assert row.mean_difference == pytest.approx(change.mean(), abs=1e-6)
        plain = stats.wilcoxon(change, zero_method="wilcox", method="asymptotic")
        assert row.pvalue == pytest.approx(plain.pvalue, rel=1e-9)
        assert t[name].pvalue == pytest.approx(stats.ttest_1samp(change, 0).pvalue, rel=1e-4)
        walsh = np.add.outer(change.to_numpy(), change.to_numpy())[np.triu_indices(len(change))] / 2
        effect = ranks.effects[name]
        assert effect.hodges_lehmann == pytest.approx(np.median(walsh), abs=1e-6)
        assert effect.hodges_lehmann_low <= effect.hodges_lehmann <= effect.hodges_lehmann_high


RESPONSES_OF = {
    method: lk.scale_scores(RESPONSES, method=method) for method in ("mean", "sum", "pomp")
}


def test_changes_of_groups_are_those_of_the_rows():
    """Whether one group changed more than the other: SciPy on the changes."""
    scores = lk.scale_scores(RESPONSES)
    pairs = scores.pairs("post", "pre", by="group")
    ranks = lk.compare_groups(pairs, "group", first="x", second="y", method="asymptotic")
    t = lk.compare_groups(pairs, "group", first="x", second="y", test="t")
    wanted = by_hand("mean", 2).assign(who=FRAME["who"], when=FRAME["when"])
    group = FRAME.iloc[:60].set_index("who")["group"]
    for name in PLAIN:
        wide = wanted.pivot_table(index="who", columns="when", values=name)
        change = (wide["post"] - wide["pre"]).round(9).dropna()
        first, second = (change[group[change.index] == its] for its in ("x", "y"))
        plain = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=False)
        assert ranks[name].pvalue == pytest.approx(plain.pvalue, rel=1e-9)
        difference = first.mean() - second.mean()
        assert ranks[name].mean_difference == pytest.approx(difference, abs=1e-8)
        welch = stats.ttest_ind(first, second, equal_var=False)
        assert t[name].pvalue == pytest.approx(welch.pvalue, rel=1e-6)
        apart = np.median(np.subtract.outer(first.to_numpy(), second.to_numpy()))
        assert ranks.effects[name].hodges_lehmann == pytest.approx(apart, abs=1e-8)


def test_equivalence_has_its_margin_in_the_score():
    """The same answers on two scales of scores, and margins that fit, give the same test."""
    mean = lk.equivalence(RESPONSES_OF["mean"], "post", "pre", margin=0.4)
    pomp = lk.equivalence(RESPONSES_OF["pomp"], "post", "pre", margin=10)
    for name in PLAIN:
        assert mean[name].pvalue == pytest.approx(pomp[name].pvalue, rel=1e-9)
        assert pomp[name].mean_difference == pytest.approx(25 * mean[name].mean_difference)
        assert pomp[name].margin == 10


FIGURES = [
    (-1, lambda data: lk.bootstrap(data, "mean", rng=3, n_resamples=199)["clear", "pre"].estimate),
    (-1, lambda data: lk.bootstrap(data, "mean", rng=3, n_resamples=199)["clear", "pre"].high),
    (-1, lambda data: lk.means(data, interval="bootstrap", rng=3)["clear", "pre"].low),
    (-1, lambda data: lk.bias.nonresponse_bounds(data, invited=70)["clear", "pre"].high),
    (0, lambda data: lk.bootstrap(data, "mean", rng=3, n_resamples=199)["clear", "pre"].se),
    (0, lambda data: lk.compare_overlapping(data, "post", "pre")["clear"].low),
    (0, lambda data: lk.bias.tipping_point(data, "post", "pre")["clear"].shift_to_zero),
    (0, lambda data: lk.bias.order_robustness(data, "post", "pre")["clear"].mean_difference),
    (0, lambda data: lk.compare_groups(data, "group")["clear", "pre"].mean_difference),
    (0, lambda data: lk.compare_groups(data, "group").effects.rows[1].hodges_lehmann_high),
    (0, lambda data: lk.summarize(data, first="post", second="pre")["clear"].mean_difference),
    (-1, lambda data: lk.summarize(data, first="post", second="pre")["clear"].mean_first),
]


@pytest.mark.parametrize(("moved", "figure"), FIGURES)
def test_figures_are_in_the_score(moved, figure):
    """A point of a mean from 1 to 5 is 25 of 100; a score of 1 is 0."""
    mean, pomp = (figure(RESPONSES_OF[method]) for method in ("mean", "pomp"))
    assert mean
    assert pomp == pytest.approx(25 * (mean + moved), rel=1e-9)


def test_sets_may_overlap():
    """A total stands beside its parts."""
    scores = lk.scale_scores(RESPONSES, subscale="calm", items={"total": "*", "two": "q1..q2"})
    assert scores.instrument.names == ("calm", "total", "two")
    wanted = keyed().mean(axis=1).where(keyed().notna().sum(axis=1) >= 3)
    np.testing.assert_allclose(scores.to_frame()["total"], wanted, rtol=EXACT)
    assert lk.scale_scores(RESPONSES, items={"total": "*"}).instrument.names == ("total",)


def test_without_subscales_the_instrument_is_one():
    """All items are one score, named as the instrument."""
    plain = lk.Instrument("all", [lk.Item(name, SCALE) for name in ITEMS])
    assert lk.scale_scores(lk.Responses(FRAME, plain)).instrument.names == ("all",)


def test_scales_of_several_ranges_join_as_percentages():
    """A mean of scales of different ranges is refused."""
    wide = lk.LikertScale(range(11))
    mixed = lk.Instrument("mixed", [lk.Item("a", SCALE), lk.Item("b", wide)])
    answers = lk.Responses(pd.DataFrame({"a": [1, 5, 3], "b": [0, 10, 8]}), mixed)
    made = lk.scale_scores(answers, method="pomp").to_frame()["mixed"]
    assert made.tolist() == pytest.approx([0, 100, 65], rel=EXACT)
    with pytest.raises(lk.errors.MismatchError, match=r"1 to 5 \(a\); 0 to 10 \(b\)"):
        lk.scale_scores(answers)


def test_a_wide_frame_is_scored_condition_by_condition():
    """The same figures as of the long frame."""
    wide = FRAME.pivot_table(index="who", columns="when", values=ITEMS)
    wide.columns = [f"{when}_{item}" for item, when in wide.columns]
    responses = lk.Responses.from_wide(
        wide.reset_index(),
        TRIAL,
        columns={"post": "post_{item}", "pre": "pre_{item}"},
        respondent="who",
    )
    from_wide = lk.compare_paired(lk.scale_scores(responses), "post", "pre")
    from_long = lk.compare_paired(lk.scale_scores(RESPONSES), "post", "pre")
    for name in PLAIN:
        assert from_wide[name].pvalue == from_long[name].pvalue
        assert from_wide[name].mean_difference == from_long[name].mean_difference
    handed = lk.scale_scores(responses).to_frame()
    assert handed["condition"].tolist() == ["post"] * 60 + ["pre"] * 60


def test_weights_strata_and_domains_go_on():
    """Weighted means of NumPy on the scores."""
    weighted = lk.Responses(FRAME, TRIAL, weight="w", stratum="group")
    scores = lk.scale_scores(weighted)
    its = by_hand("mean", 2)["calm"]
    there = its.notna()
    mean = np.average(its[there], weights=FRAME["w"][there])
    assert lk.means(scores)["calm"].mean == pytest.approx(mean, rel=EXACT)
    domain = lk.scale_scores(weighted.where(group="x"))
    there &= FRAME["group"] == "x"
    mean = np.average(its[there], weights=FRAME["w"][there])
    assert lk.means(domain)["calm"].mean == pytest.approx(mean, rel=EXACT)
    assert len(domain.to_frame()) == (FRAME["group"] == "x").sum()


def test_missing_scores_have_their_reasons():
    """Nobody is lost: blank, or too few items answered."""
    scores = lk.scale_scores(RESPONSES)
    few = ((keyed()[PLAIN["calm"]].notna().sum(axis=1)) == 1).sum()
    none = ((keyed()[PLAIN["calm"]].notna().sum(axis=1)) == 0).sum()
    described = lk.describe(scores, by=()).to_frame().set_index("item").loc["calm"]
    assert described["n_missing_too_few_items_answered"] == few
    assert described["n_missing_blank"] == none
    why = scores.to_frame(missing="reason")["calm_missing"]
    assert (why == "too few items answered").sum() == few
    assert (why == "blank").sum() == none


def test_notes_count_who_answered_some():
    """How a score was made stands under each table."""
    scores = lk.scale_scores(RESPONSES)
    two = (keyed()[PLAIN["calm"]].notna().sum(axis=1) == 2).sum()
    assert f"calm: {two} rows with 2 of 3 items answered" in str(lk.means(scores))
    assert "prorated" in str(lk.scale_scores(RESPONSES, method="sum", min_answered=2))
    made = "Scores: the mean of the items answered, where at least half of the items are answered"
    sets = "(calm: q1, q2 and q3; clear: q4, q5 and q6); reversed: q2."
    assert f"{made} {sets}" in lk.means(scores).notes
    whole = lk.scale_scores(RESPONSES, method="sum", items={"all": "*"})
    assert "where all items are answered (all: 6 items, q1 to q6)" in str(whole)
    three = lk.scale_scores(RESPONSES, items={"two": "q4..q5"}, min_answered=1)
    assert "where at least 1 item is answered (two: q4 and q5); no item is reversed." in str(three)
    assert "at least 70 % of the items" in str(lk.scale_scores(RESPONSES, min_answered=0.7))
    # Of a domain only its own rows are counted.
    inside = (keyed()[PLAIN["calm"]].notna().sum(axis=1) == 2) & (FRAME["group"] == "x")
    part = lk.scale_scores(RESPONSES.where(group="x"))
    assert f"calm: {inside.sum()} rows with 2 of 3 items answered" in str(part)


def test_the_view_is_chosen_before():
    """Scores have the view in which the items were added."""
    low = lk.LikertScale(positive="low")
    mood = lk.Instrument("mood", [lk.Item("a", low), lk.Item("b", low, keyed="negative")])
    answers = lk.Responses(pd.DataFrame({"a": [1, 2], "b": [5, 4]}), mood)
    assert lk.scale_scores(answers).to_frame()["mood"].tolist() == [1, 2]
    favourable = lk.scale_scores(answers.scored("favourable"))
    assert favourable.to_frame()["mood"].tolist() == [5, 4]
    assert favourable.scored("favourable") is favourable
    with pytest.raises(lk.errors.ArgumentError, match="was made of items in the view 'keyed'"):
        lk.scale_scores(answers).scored("favourable")
    with pytest.raises(lk.errors.ArgumentError, match="no view 'as_answered'"):
        lk.means(lk.scale_scores(answers).tally().scored("as_answered"))


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"method": "median"}, lk.errors.OptionError, "method"),
        ({"min_answered": 0}, lk.errors.ArgumentError, "not between 1 and the 3 items"),
        ({"min_answered": 4}, lk.errors.ArgumentError, "not between 1 and the 3 items"),
        ({"min_answered": 1.5}, lk.errors.ArgumentError, "above 0 and up to 1"),
        ({"min_answered": "half"}, lk.errors.ArgumentTypeError, "not a number"),
        ({"min_answered": True}, lk.errors.ArgumentTypeError, "not a number"),
        ({"subscale": "nobody"}, lk.errors.UnknownItemError, "nobody"),
        ({"items": ["q1"]}, lk.errors.ArgumentTypeError, "expected name of a score → items"),
        ({"items": {"calm": "*"}, "subscale": "calm"}, lk.errors.ArgumentError, "both name"),
        ({"items": {"x": "z9"}}, lk.errors.UnknownItemError, "z9"),
        ({"items": {"x": []}}, lk.errors.ArgumentError, "is empty"),
        ({"items": {}}, lk.errors.ArgumentError, "items is empty"),
        ({"items": {"who": "*"}}, lk.errors.ArgumentError, "named 'who'"),
    ],
)
def test_odd_arguments_are_refused(arguments, error, said):
    """Each with the error of its kind."""
    with pytest.raises(error, match=said):
        lk.scale_scores(RESPONSES, **arguments)


def test_only_responses_in_memory_are_scored():
    """Rows of respondents are needed."""
    with pytest.raises(lk.errors.ArgumentTypeError, match="scores already"):
        lk.scale_scores(lk.scale_scores(RESPONSES))
    lazy = lk.Responses(pl.from_pandas(FRAME).lazy(), TRIAL)
    with pytest.raises(lk.errors.ArgumentError, match="rows of the respondents"):
        lk.scale_scores(lazy)
    with pytest.raises(lk.errors.ArgumentTypeError, match="expected Responses"):
        lk.scale_scores(RESPONSES.tally())


def test_codes_and_labels_are_not_there():
    """A frame of scores has scores."""
    with pytest.raises(lk.errors.ArgumentError, match="no codes and no labels"):
        lk.scale_scores(RESPONSES).to_frame(values="labels")


def test_it_says_what_it_is():
    """The number of rows, the scores, the method and the view."""
    scores = lk.scale_scores(RESPONSES, method="sum")
    assert isinstance(scores, Scores)
    first = "Scores of 'trial': 120 rows, 'calm' and 'clear'; sums of the items, keyed\n"
    assert repr(scores).startswith(first)


def test_scores_of_too_many_values_are_refused(monkeypatch):
    """Levels are numbered in 16 bits."""
    monkeypatch.setattr(_score_set, "_MOST_VALUES", 5)
    with pytest.raises(lk.errors.ArgumentError, match=r"'calm' has .* different values"):
        lk.scale_scores(RESPONSES)
    monkeypatch.setattr(_score_set, "_MOST_VALUES", 99)
    monkeypatch.setattr(_score_set, "_MOST_LEVELS", 3)
    scores = lk.scale_scores(RESPONSES, min_answered=1.0)
    assert not scores.instrument["calm"].every_level


def test_many_items_with_gaps_stay_exact_in_practice():
    """Sixty items of which 30 to 60 are answered have no common denominator in 53 bits."""
    names = [f"i{k}" for k in range(60)]
    long = lk.Instrument("long", [lk.Item(name, SCALE) for name in names])
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({name: rng.integers(1, 6, 80).astype(float) for name in names})
    for k in range(80):
        rows.loc[k, names[: k % 31]] = np.nan
    made = lk.scale_scores(lk.Responses(rows, long))
    # The scores are then rounded to parts of 1e-9.
    np.testing.assert_allclose(made.to_frame()["long"], rows.mean(axis=1), atol=1e-9)
    assert lk.means(made)["long"].mean == pytest.approx(rows.mean(axis=1).mean(), abs=1e-9)
