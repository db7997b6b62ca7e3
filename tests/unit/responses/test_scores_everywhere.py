"""Every public function takes scores: as the whole numbers in which they are counted, in units."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests import public

import likertkit as lk
from likertkit import bias

NAMES = ["q1", "q2", "q3", "q4"]
SCALE = lk.LikertScale(positive="high")
ITEMS = [lk.Item(name, SCALE, keyed="negative" if name == "q3" else "positive") for name in NAMES]
TRIAL = lk.Instrument("t", ITEMS)
TOO_FEW = 10**6
# The figures of each table that lie on the scale; all others do not depend on it.
ON_SCALE = {
    *("mean", "sd", "se", "low", "high", "median", "mode", "q1", "q3", "quantile", "code"),
    *("mean_difference", "hodges_lehmann", "hodges_lehmann_low", "hodges_lehmann_high", "margin"),
    *("median_low", "median_high", "interval_low", "interval_high", "score", "estimate"),
    *("shift_to_zero", "shift_to_nonsignificant", "mean_first", "mean_second"),
    *("bound_first_low", "bound_first_high", "bound_second_low", "bound_second_high"),
    *("stratified_first", "stratified_second", "low_first", "high_first"),
    *("low_second", "high_second", "without", "influence", "without_low", "without_high"),
    *("equal", "population", "contribution", "score_low", "score_high", "interpolated_median"),
    "value",
}
# Columns of proportions and of ranks, whose names are those of figures on the scale elsewhere.
OFF_SCALE = {
    "compare_groups, proportion": {"mean_difference", "low", "high"},
    "compare_overlapping, proportion": {"mean_difference", "low", "high"},
    "compare_overlapping, proportion of the ends": {"mean_difference", "low", "high"},
    "equivalence of the superiority": {"low", "high", "margin"},
    "FrequencyRow": {"se", "low", "high"},
    "BoxScoreRow": {"se", "low", "high"},
    "CumulativeBoundsRow": {"low", "high"},
    "ProportionBoundsRow": {"low", "high", "interval_low", "interval_high"},
    "StratumRow": {"population"},
    **{
        f"{row}Row": {"estimate", "se", "low", "high"}
        for row in ("Icc", "Kappa", "Krippendorff", "Correlation", "Reliability")
    },
}
# These need all levels of a score, which gaps leave unknown; or they name levels.
BEYOND = {
    *("note", "label", "interpolated_median", "respondents_to_zero", "turning_scores"),
    # Of the items behind the score.
    "alpha",
}


def frame(missing: float, n: int = 40) -> pd.DataFrame:
    """Return people under two conditions, in two groups and four cohorts."""
    rng = np.random.default_rng(8)
    answers = pd.DataFrame({name: rng.integers(1, 6, 2 * n).astype(float) for name in NAMES})
    gaps = rng.random(answers.shape) < missing
    return answers.mask(gaps).assign(
        who=[*range(n)] * 2,
        when=["a"] * n + ["b"] * n,
        group=["x" if k % 3 else "y" for k in range(n)] * 2,
        grade=[f"g{k % 4}" for k in range(n)] * 2,
        school=[f"s{k % 7}" for k in range(n)] * 2,
        w=[1.0 + k % 3 for k in range(n)] * 2,
    )


def both(method: str, missing: float, **declared: Any) -> tuple[lk.Responses, lk.Responses, float]:
    """Return scores, the same as an item of whole numbers, and what one is in the score."""
    rows = frame(missing)
    declared = {"respondent": "who", "condition": "when", **declared}
    scores = lk.scale_scores(
        lk.Responses(rows, TRIAL, **declared),
        method=method,
        min_answered=3 if method == "sum" and missing else None,
    )
    item = scores.instrument["t"]
    made = scores.to_frame(missing="reason")
    whole = (made["t"] / float(item.unit)).round()
    few = made["t_missing"] == "too few items answered"
    scale = lk.LikertScale(
        item.scale.codes, positive="high", nonsubstantive={"too few items answered": TOO_FEW}
    )
    plain = lk.Responses(
        rows.assign(t=whole.mask(few, TOO_FEW)),
        lk.Instrument("t", [lk.Item("t", scale)]),
        **declared,
    )
    return scores, plain, float(item.unit)


COMPLETE = both("mean", 0.0)
GAPS = {method: both(method, 0.15) for method in ("mean", "sum", "pomp")}
STRATA = both("mean", 0.15, stratum="grade")
WEIGHTED = both("pomp", 0.15, stratum="grade", weight="w")
CLUSTERED = both("mean", 0.15, cluster="school", weight="w")


def in_units(function: Any, unit: float) -> Any:
    """Return the same function, its margin in steps of the score where it has one."""
    return lambda data: function(data, 0.5 / unit)


MARGINS = {
    "equivalence": lambda data, margin: lk.equivalence(data, "a", "b", margin=margin),
    "equivalence of the matched": lambda data, margin: lk.equivalence(
        data, "a", "b", margin=margin, respondents="matched"
    ),
}
MORE = {
    "describe of the ends": lambda data: lk.describe(data, boxes=(1, 1)),
    "box_scores of the ends": lk.box_scores,
    "compare_overlapping, proportion of the ends": lambda data: lk.compare_overlapping(
        data, "a", "b", test="proportion"
    ),
    "percentages": lambda data: lk.frequencies(data).percentages(),
}
STRATIFIED = {
    "means in a population": lambda data: lk.means(
        data.sampled(population={"g0": 30, "g1": 40, "g2": 20, "g3": 50})
    ),
    "cohort_influence": lambda data: bias.cohort_influence(
        data.sampled(population={"g0": 30, "g1": 40, "g2": 20, "g3": 50})
    ),
    "cohort_influence of differences": lambda data: bias.cohort_influence(data, "a", "b"),
    "means, equal": lambda data: lk.means(data, standardize="equal"),
    "a part": lambda data: lk.means(data.where(group="x")),
    "compare_paired, t": lambda data: lk.compare_paired(
        data.sampled(population={"g0": 30, "g1": 40, "g2": 20, "g3": 50}), "a", "b", test="t"
    ),
    "tally": lambda data: lk.means(data.tally(), by=()),
    "pairs": lambda data: lk.compare_paired(data.pairs("a", "b"), "a", "b"),
    "changes": lambda data: lk.compare_groups(data.pairs("a", "b", by="group"), "group"),
    "changes, t": lambda data: lk.compare_groups(
        data.pairs("a", "b", by="group"), "group", test="t"
    ),
    "changes of a part": lambda data: lk.compare_groups(
        data.where(grade=["g0", "g1"]).pairs("a", "b", by="group"), "group"
    ),
    "nonresponse by cohort": lambda data: bias.nonresponse_bounds(data, invited=90),
}
DRAWS = {"n_resamples": 50, "rng": 2}
DESIGNED = {
    "means": lk.means,
    "describe": lambda data: lk.describe(data, by="group"),
    "quantiles": lk.quantiles,
    "bootstrap": lambda data: lk.bootstrap(data, "median", **DRAWS),
    "compare_paired, t": lambda data: lk.compare_paired(data, "a", "b", test="t"),
    "compare_paired, sign": lambda data: lk.compare_paired(data, "a", "b", test="sign"),
    "compare_groups, t": lambda data: lk.compare_groups(data, "group", test="t"),
    "a part of it": lambda data: lk.means(data.where(group="x")),
    "tipping_point": lambda data: bias.tipping_point(data, "a", "b"),
}
# What needs three conditions, no strata or boxes of two levels is tested elsewhere, or refused.
SKIPPED = {
    *("agreement", "compare_conditions", "cohort_influence", "floor_ceiling", "codebook"),
    # Codes of a text are no scores.
    "coding_agreement",
    # Its rows are named by the levels.
    "banner of conditions",
    # Scores have no levels in print.
    "likert_table",
}
BOXES = {"box_scores", "compare_overlapping, proportion"}
PLAIN = {name: entry.call for name, entry in public.FUNCTIONS.items() if name not in SKIPPED}


def check(name: str, function: Any, data: tuple[lk.Responses, lk.Responses, float]) -> None:
    """Compare the tables of scores with those of whole numbers, column by column."""
    scores, plain, unit = data
    wanted = in_units(MARGINS[name], unit) if name in MARGINS else function
    complete = scores.instrument["t"].every_level
    tables = zip(public.tables(function(scores)), public.tables(wanted(plain)), strict=True)
    for got, whole in tables:
        assert len(got) == len(whole)
        if not len(got):
            continue
        left, right = got.to_frame(), whole.to_frame()
        assert list(left) == list(right)
        for column in left:
            if column in BEYOND and not (complete and column == "respondents_to_zero"):
                continue
            first, second = left[column], right[column]
            if not (pd.api.types.is_numeric_dtype(first) and column != "equivalent"):
                assert first.astype(str).tolist() == second.astype(str).tolist(), column
                continue
            kind = type(got.rows[0]).__name__
            scaled = column in ON_SCALE - OFF_SCALE.get(name, set()) - OFF_SCALE.get(kind, set())
            wish = second.to_numpy(float) * (unit if scaled else 1)
            # Sums of multiples differ from multiples of sums in their last digits.
            np.testing.assert_allclose(
                first.to_numpy(float), wish, rtol=1e-9, atol=1e-12, err_msg=f"{name}: {column}"
            )


@pytest.mark.parametrize("name", [name for name in (*PLAIN, *MORE) if name not in BOXES])
def test_figures_of_scores_with_gaps(name):
    """Of means, prorated sums and POMP; margins are given in the score."""
    function = {**PLAIN, **MORE}[name]
    methods = ["mean"] if name.startswith(("frequencies,", "means by", "compare_p")) else [*GAPS]
    for method in methods:
        if name != "equivalence" or method == "mean":
            check(name, function, GAPS[method])


@pytest.mark.parametrize("name", [*sorted(BOXES), "describe", "tipping_point", "bootstrap"])
def test_figures_of_complete_scores(name):
    """All values that the score can have are levels then."""
    check(name, {**PLAIN, **MORE}[name], COMPLETE)


@pytest.mark.parametrize("name", list(STRATIFIED))
def test_figures_of_scores_in_a_design(name):
    """Strata, populations, parts, tallies and pairs."""
    check(name, STRATIFIED[name], STRATA)


@pytest.mark.parametrize("name", list(DESIGNED))
def test_figures_of_weighted_and_clustered_scores(name):
    """With the weights of the design, its strata or its clusters."""
    check(name, DESIGNED[name], WEIGHTED)
    check(name, DESIGNED[name], CLUSTERED)


@pytest.mark.parametrize("name", sorted(BOXES))
def test_boxes_of_two_levels_need_all_levels(name):
    """Which values are the two highest is not known where only those that occurred are levels."""
    with pytest.raises(lk.errors.ArgumentError, match="levels of the score 't' are those that"):
        PLAIN[name](GAPS["mean"][0])


def test_what_needs_all_levels_is_undefined():
    """Undefined with a note: the interpolated median, agreement, and steps to 0."""
    scores = GAPS["mean"][0]
    row = lk.describe(scores)["t", "a"]
    assert np.isnan(row.interpolated_median)
    assert "only the values of the score that occurred are levels" in row.note
    for statistic in ("interpolated_median", "leik", "consensus", "van_der_eijk_a"):
        drawn = lk.bootstrap(scores, statistic, n_resamples=9, rng=1)["t", "a"]
        assert np.isnan(drawn.estimate)
        assert "are levels" in drawn.note
    for options in ({}, {"interval": "bca", "n_resamples": 9, "rng": 1}):
        agreement = lk.agreement(scores, **options)["t", "a"]
        assert np.isnan([agreement.leik, agreement.van_der_eijk_a, agreement.consensus_high]).all()
        assert "are levels" in agreement.note
    tipping = bias.tipping_point(scores, "a", "b")["t"]
    assert tipping.respondents_to_zero is None
    assert "respondents_to_zero: some respondents left items out" in tipping.note
    assert "not enough" not in tipping.note
    summary = lk.summarize(scores)["t"]
    assert summary.respondents_to_zero is None
    assert "respondents_to_zero: some respondents left items out" in summary.note


def test_claims_and_threats_are_in_the_score():
    """Ends, steps and bounds; the counts of many levels are not printed."""
    design = lk.StudyDesign(
        conditions=(lk.Condition("a", retrospective=True), lk.Condition("b")),
        invited=50,
        responded=40,
    )
    mean, pomp = (str(lk.summarize(GAPS[name][0], design=design)) for name in ("mean", "pomp"))
    # 10 of 50 did not answer: a fifth of 4 points, or of 100.
    assert "0.80 scale points" in " ".join(mean.split())
    assert "20.00 scale points" in " ".join(pomp.split())
    assert "On a scale from 1 to 5 (5 is the positive end)" in " ".join(mean.split())
    assert "On a scale from 0 to 100 (100 is the positive end)" in " ".join(pomp.split())
    assert "answers_first" not in mean
    assert "the number of answers at each score" not in mean
    rows = frame(0).assign(q1=lambda data: np.where(data["when"] == "a", 5, 1))
    answers = lk.Responses(rows, TRIAL, respondent="who", condition="when")
    table = lk.summarize(lk.scale_scores(answers), design=design)
    assert "moving one step of the score is not enough" in " ".join(str(table).split())
    gaps = rows.copy()
    gaps.loc[gaps.index % 5 == 0, "q2"] = np.nan
    some = lk.summarize(
        lk.scale_scores(lk.Responses(gaps, TRIAL, respondent="who", condition="when")),
        design=design,
    )
    text = " ".join(str(some).split())
    assert "the mean difference would be 0." in text
    assert "one step of the score" not in text


def test_a_wide_frame_that_leaves_items_out():
    """A score is of the items that a condition asked, if these are enough."""
    wide = pd.DataFrame({
        "pre_q1": [1, 2], "pre_q2": [2, 3], "pre_q3": [5, 4], "pre_q4": [1, 1],
        "post_q1": [3, 4], "post_q2": [3, 3], "post_q3": [1, 2],
    })  # fmt: skip
    answers = lk.Responses.from_wide(
        wide,
        TRIAL,
        columns={"pre": "pre_{item}", "post": {name: f"post_{name}" for name in NAMES[:3]}},
    )
    scores = lk.scale_scores(answers, items={"all": "*", "last": "q4"})
    made = scores.to_frame(missing="reason")
    assert made["all"].tolist() == [5 / 4, 8 / 4, 11 / 3, 11 / 3]
    assert made["all_n_answered"].tolist() == [4, 4, 3, 3]
    assert made["last"].tolist()[:2] == [1, 1]
    assert made["last"].isna().tolist() == [False, False, True, True]
    assert made["last_n_answered"].tolist() == [1, 1, 0, 0]
    assert "all: 2 rows with 2 or 3 of 4 items answered" in str(scores)
    assert np.isnan(lk.means(scores)["last", "post"].mean)
    alone = lk.scale_scores(answers, items={"last": "q4"})
    assert [row.n for row in lk.means(alone)] == [2, 0]


def test_levels_are_named_by_their_scores():
    """Labels, boxes, modes, codebooks and counts say 3.75, and not 45."""
    scores = GAPS["mean"][0]
    assert "Top box: 5; bottom box: 1." in str(lk.describe(scores))
    assert {"1", "5", "3.25", "3.33333"} <= set(lk.codebook(scores).to_frame()["label"]) | {
        row.label for row in lk.frequencies(scores)
    }
    assert {1.0, 3.25, 10 / 3, 5.0} <= {row.code for row in lk.codebook(scores)}
    assert {1.0, 3.25, 10 / 3, 5.0} <= {row.code for row in lk.frequencies(scores).percentages()}
    assert "3.33333" in str(scores.tally())
    assert "3.33333" in set(scores.pairs("a", "b").to_frame()["first_label"])
    two = lk.Responses(pd.DataFrame({"q1": [1, 2], "q2": [2, 2]}), TRIAL.select("q1..q2"))
    assert lk.describe(lk.scale_scores(two))["t"].note.endswith("modes 1.5 and 2")


REFUSED = {
    "careless": bias.careless,
    "response_styles": bias.response_styles,
    "floor_ceiling": bias.floor_ceiling,
    "write_spss": lambda scores: lk.write_spss(scores, "scores.sav"),
    "save": lambda scores: scores.instrument.save("scores.toml"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_needs_the_answers_says_so(name):
    """Scores have no answers to single items, and no codes to write."""
    with pytest.raises(lk.errors.ArgumentTypeError, match="'t' is a scale score; expected the ans"):
        REFUSED[name](GAPS["mean"][0])
    twice = lk.scale_scores(lk.Responses(frame(0), TRIAL), items={"one": "q1..q2", "two": "q3..q4"})
    with pytest.raises(lk.errors.ArgumentTypeError, match="'one' and 'two' are scale scores"):
        REFUSED[name](twice)


def test_statistics_of_ones_own_and_agreement_of_many_levels():
    """A function has the scores themselves; a search on many levels is left to a bootstrap."""

    def third(weights, scores) -> Any:
        return weights @ scores**3 / weights.sum(axis=-1)

    made = GAPS["mean"][0].to_frame()
    cubes = made.loc[made["when"] == "a", "t"].dropna() ** 3
    drawn = lk.bootstrap(GAPS["mean"][0], third, n_resamples=9, rng=1)["t", "a"]
    assert drawn.estimate == pytest.approx(cubes.mean(), rel=1e-12)
    wide = lk.Instrument("t", [lk.Item(name, lk.LikertScale(range(11))) for name in NAMES])
    many = lk.scale_scores(lk.Responses(frame(0), wide))
    row = lk.agreement(many)["t"]
    assert row.leik > 0
    assert np.isnan(row.leik_low)
    assert row.note == "more than 25 levels: interval='bca' or 'bootstrap' gives an interval"
    assert lk.agreement(many, interval="bca", n_resamples=99, rng=1)["t"].leik_low < row.leik


def test_parts_with_other_levels_do_not_add():
    """Complete answers have the same levels in every part."""
    rows = frame(0.15)
    parts = [lk.Responses(rows[rows["group"] == group], TRIAL) for group in "xy"]
    with pytest.raises(lk.errors.MismatchError, match=r"the score 't' has .* levels in one table"):
        lk.Tally.sum(lk.scale_scores(part).tally() for part in parts)
    others = (lk.scale_scores(parts[0], items={name: "*"}).tally() for name in ("one", "two"))
    with pytest.raises(lk.errors.MismatchError, match="two tables with different instruments"):
        lk.Tally.sum(others)
    whole = lk.scale_scores(lk.Responses(rows, TRIAL), min_answered=1.0).tally()
    added = lk.Tally.sum(lk.scale_scores(part, min_answered=1.0).tally() for part in parts)
    assert lk.means(added)["t"].mean == lk.means(whole)["t"].mean
    assert np.array_equal(added.counts, whole.counts)


def test_scores_pickle_and_tallies_of_counts_are_theirs():
    """What is handed on is the same."""
    scores = GAPS["pomp"][0]
    assert lk.means(pickle.loads(pickle.dumps(scores))) == lk.means(scores)
    tally = lk.scale_scores(lk.Responses(frame(0.15), TRIAL)).tally()
    again = lk.Tally.from_counts(tally.to_frame(), tally.instrument).scored("keyed")
    assert np.array_equal(again.counts, tally.counts)
    assert lk.means(again)["t"].mean == lk.means(tally)["t"].mean


def test_changes_say_what_they_are():
    """Title and notes name the difference."""
    table = lk.compare_groups(STRATA[0].pairs("b", "a", by="group"), "group")
    assert table.title == "x minus y, groups of group: changes in t, b minus a"
    note = "Compared are changes: the score of 'b' minus that of 'a', of respondents with both."
    assert note in table.notes


def test_three_conditions_and_their_pairs():
    """The means of the ranks' table, and of every two conditions, are in the score once."""
    rows = frame(0.15)
    rows = pd.concat([rows, rows[rows["when"] == "a"].assign(when="c", q1=rows["q4"])])
    answers = lk.Responses(rows, TRIAL, respondent="who", condition="when")
    mean = lk.compare_conditions(lk.scale_scores(answers))
    pomp = lk.compare_conditions(lk.scale_scores(answers, method="pomp"))
    assert mean["t"].pvalue == pomp["t"].pvalue
    for row, other in zip(mean.ranks, pomp.ranks, strict=True):
        assert other.mean == pytest.approx(25 * (row.mean - 1), rel=1e-9)
    for row, other in zip(mean.pairs, pomp.pairs, strict=True):
        assert other.mean_difference == pytest.approx(25 * row.mean_difference, rel=1e-9)
    assert mean.pairs.rows[0].mean_difference == pytest.approx(
        lk.compare_paired(lk.scale_scores(answers), "a", "b")["t"].mean_difference, rel=1e-9
    )
