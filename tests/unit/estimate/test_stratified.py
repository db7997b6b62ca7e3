"""Means of strata with known sizes: what counts, what is said, and what is refused."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from tests.designs import in_design

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    OptionError,
    PopulationError,
    StratumError,
)

TWO = lk.Instrument(
    "two",
    [lk.Item("q", lk.LikertScale(positive="high")), lk.Item("r", lk.LikertScale(positive="high"))],
)
FRAME = pd.DataFrame({
    "q": [1, 2, 4, 5, 5, 3, None, 2, 4, 4],
    "r": [2, 2, 3, None, 1, 5, 4, 4, 4, 2],
    "grade": ["x", "x", "x", "y", "y", "y", "y", "z", "z", "z"],
    "ward": [1, 2, 1, 2, 1, 2, 1, 2, 1, 2],
    "when": ["a", "a", "b", "a", "b", "a", "b", "a", "b", "b"],
})  # fmt: skip
PEOPLE = {"x": 30, "y": 10, "z": 60}
RTOL = 1e-13


def answers(frame: pd.DataFrame = FRAME, **declared: str) -> lk.Responses:
    """Return the answers with their grades as strata."""
    return lk.Responses(frame, TWO, **({"stratum": "grade"} | declared))


def by_hand(item: str, shares: dict[str, float], sizes: dict[str, int] | None):
    """Return Σ W ȳ and the root of Σ W² (1 - n/N) s²/n, stratum by stratum."""
    mean = variance = 0.0
    for grade, share in shares.items():
        own = FRAME.loc[FRAME["grade"] == grade, item].dropna()
        left = 1 - len(own) / sizes[grade] if sizes else 1
        mean += share * own.mean()
        variance += share**2 * left * own.var() / len(own)
    return mean, math.sqrt(variance)


@pytest.mark.parametrize("standard", ["direct", "equal"])
def test_a_stratum_by_itself_is_standardised_to_itself(standard: str) -> None:
    """Each has its own mean, and no other stratum lacks answers."""
    given = {"population": PEOPLE} if standard == "direct" else {}
    table = in_design(lk.means, answers(), by="grade", standardize=standard, **given)
    for row in table:
        grade = dict(row.by)["grade"]
        own = FRAME.loc[FRAME["grade"] == grade, row.item].dropna()
        left = 1 - len(own) / PEOPLE[grade] if given else 1
        assert row.mean == pytest.approx(own.mean(), rel=RTOL)
        assert row.se == pytest.approx(math.sqrt(left * own.var() / len(own)), rel=RTOL)


@pytest.mark.parametrize("item", ["q", "r"])
@pytest.mark.parametrize("finite", [True, False])
@pytest.mark.parametrize("standard", ["population", "sample", "equal"])
def test_each_standard_is_its_formula(item: str, standard: str, *, finite: bool) -> None:
    """With the answers of each stratum, and the correction where it is asked for."""
    n = FRAME.dropna(subset=[item])["grade"].value_counts()
    shares = {
        "population": {grade: people / 100 for grade, people in PEOPLE.items()},
        "sample": {grade: n[grade] / n.sum() for grade in PEOPLE},
        "equal": dict.fromkeys(PEOPLE, 1 / 3),
    }[standard]
    mean, se = by_hand(item, shares, PEOPLE if finite else None)
    found = lk.means(
        answers().sampled(population=PEOPLE, finite_population=finite), standardize=standard
    )[item]
    assert found.mean == pytest.approx(mean, rel=RTOL)
    assert found.se == pytest.approx(se, rel=RTOL)
    assert found.df == n.sum() - 3
    words = {
        "population": "the population",
        "sample": "the sample's strata",
        "equal": "equal strata",
    }
    corrected = ", finite population correction" if finite else ""
    assert (
        found.method == f"mean standardised to {words[standard]}, conditional variance{corrected}"
    )


def test_what_the_columns_hold() -> None:
    """People of the population, Kish's size of the unequal shares, variance over that of a draw."""
    row = lk.means(answers().sampled(population=PEOPLE))["q"]
    assert (row.n, row.n_missing, row.weighted_n) == (9, 1, pytest.approx(100.0, rel=RTOL))
    n = {"x": 3, "y": 3, "z": 3}
    assert row.effective_n == pytest.approx(
        1 / sum((PEOPLE[g] / 100) ** 2 / n[g] for g in PEOPLE), rel=RTOL
    )
    weight = FRAME["grade"].map({g: PEOPLE[g] / n[g] for g in PEOPLE})
    valid = FRAME["q"].notna()
    spread = (weight * (FRAME["q"] - row.mean) ** 2)[valid].sum() / 100 * 9 / 8
    assert row.design_effect == pytest.approx(row.se**2 / (spread / 9), rel=1e-12)


def test_the_samples_own_shares_give_the_plain_mean() -> None:
    """Law 9, and the error of a stratified sample."""
    plain = lk.means(answers())
    for row in lk.means(answers(), standardize="sample"):
        assert row.mean == pytest.approx(plain[row.item].mean, rel=RTOL)
        assert row.se != pytest.approx(plain[row.item].se, rel=1e-3)


def test_strata_that_were_asked_as_a_whole_have_no_error() -> None:
    """Everybody answered: the mean is theirs."""
    people = {"x": 3, "y": 4, "z": 3}
    row = lk.means(answers(FRAME.fillna(3)).sampled(population=people))["q"]
    assert row.se == 0.0
    assert row.low == row.mean == row.high
    shares = lk.frequencies(answers(FRAME.fillna(3)).sampled(population=people)).filter(item="q")
    assert all(one.low == one.proportion == one.high and one.se == 0.0 for one in shares)


def test_each_stratum_tells_what_it_gives() -> None:
    """Its answers, people, share, mean and contribution; these add up."""
    found = lk.means(answers().sampled(population=PEOPLE))
    own = found.strata.filter(item="q")
    assert [(row.stratum, row.n, row.n_missing, row.population) for row in own] == [
        ("x", 3, 0, 30.0),
        ("y", 3, 1, 10.0),
        ("z", 3, 0, 60.0),
    ]
    assert [row.proportion for row in own] == pytest.approx([0.3, 0.1, 0.6], rel=RTOL)
    assert [row.mean for row in own] == pytest.approx([7 / 3, 13 / 3, 10 / 3], rel=RTOL)
    total = sum(row.contribution for row in own)
    assert total == pytest.approx(found["q"].mean, rel=RTOL)
    assert list(found.strata.to_frame().columns) == [
        "item", "stratum", "n", "n_missing", "population", "proportion", "mean", "contribution",
    ]  # fmt: skip


def test_strata_of_other_estimates_tell_it_too() -> None:
    """Weighted and pooled ones have no known size; data without strata have no rows."""
    weighted = lk.means(answers(FRAME.assign(w=range(1, 11)), weight="w")).strata.filter(item="q")
    assert [row.proportion for row in weighted] == pytest.approx(
        [6 / 48, 15 / 48, 27 / 48], rel=RTOL
    )
    assert all(math.isnan(row.population) for row in weighted)
    pooled = lk.means(answers()).strata.filter(item="q")
    assert [row.proportion for row in pooled] == pytest.approx([1 / 3] * 3, rel=RTOL)
    assert len(lk.means(lk.Responses(FRAME, TWO)).strata) == 0
    silent = FRAME.assign(q=[1, 2, 4, 5, 5, 3, 2, None, None, None])
    last = lk.means(answers(silent)).strata.filter(item="q").rows[-1]
    assert (last.n, last.n_missing, last.proportion, last.contribution) == (0, 3, 0.0, 0.0)
    assert math.isnan(last.mean)


def test_of_whom_the_error_speaks() -> None:
    """Of these people, or of a wider population; unless a population is given, of neither."""
    finite = lk.means(answers().sampled(population=PEOPLE)).notes
    assert (
        "Inference: these people only, 10 of 100 people; those sampled count as a random sample of "
        "each stratum, with the finite population correction."
    ) in finite
    wide = lk.means(answers().sampled(population=PEOPLE, finite_population=False)).notes
    assert any(note.startswith("Inference: a wider population") for note in wide)
    assert not any("Inference" in note for note in lk.means(answers()).notes)
    whole = lk.means(lk.Responses(FRAME, TWO).sampled(population=100)).notes
    assert (
        "Inference: these people only, 10 of 100 people; those sampled count as a random sample of "
        "them, with the finite population correction."
    ) in whole
    counts = "Each stratum of 'grade' counts by the number of its people in the population."
    assert counts in finite
    assert (
        "Each stratum of 'grade' counts by the same."
        in lk.means(answers(), standardize="equal").notes
    )


def test_one_number_is_a_population_without_strata() -> None:
    """s²/n times 1 - n/N."""
    valid = FRAME["q"].dropna()
    row = lk.means(lk.Responses(FRAME, TWO).sampled(population=20))["q"]
    assert row.mean == pytest.approx(valid.mean(), rel=RTOL)
    assert row.se == pytest.approx(valid.sem() * math.sqrt(1 - 9 / 20), rel=RTOL)
    assert row.method == "unweighted mean, simple random sampling, finite population correction"
    by_condition = lk.means(
        lk.Responses(FRAME, TWO, condition="when").sampled(population={"a": 20, "b": 5})
    )
    part = FRAME.loc[FRAME["when"] == "b", "q"].dropna()
    assert by_condition.filter(when="b")["q"].se == pytest.approx(
        part.sem() * math.sqrt(1 - len(part) / 5), rel=RTOL
    )


def test_sizes_by_condition() -> None:
    """A stratum that a condition never had is not empty there."""
    frame = FRAME[~((FRAME["when"] == "b") & (FRAME["grade"] == "x"))]
    data = answers(frame, condition="when")
    with pytest.raises(PopulationError, match=r"nobody under 'b' is in stratum 'x' \(30 people\)"):
        lk.means(data.sampled(population=PEOPLE, lone_stratum="certainty"))
    sizes = {"a": PEOPLE, "b": {"y": 10, "z": 60}}
    found = lk.means(data.sampled(population=sizes, lone_stratum="certainty"))
    part = frame[frame["when"] == "b"].groupby("grade")["r"].mean()
    assert found.filter(when="b")["r"].mean == pytest.approx(
        (10 * part["y"] + 60 * part["z"]) / 70, rel=RTOL
    )
    assert "5 of 100 people (a) and 4 of 70 people (b)" in " ".join(found.notes)
    with pytest.raises(PopulationError, match="the condition 'b' has no sizes in `population`"):
        lk.means(data.sampled(population={"a": PEOPLE}))
    only = answers(FRAME[FRAME["when"] == "a"], condition="when")
    # One condition is that condition, pooled or not; sizes of others wait.
    one = lk.means(only.sampled(population=sizes, lone_stratum="certainty"), by=())["r"]
    assert one.mean == lk.means(only.sampled(population=sizes, lone_stratum="certainty"))["r"].mean


def test_pooled_conditions_have_no_population() -> None:
    """Each person would be counted twice."""
    with pytest.raises(ArgumentError, match="the conditions are pooled") as caught:
        lk.means(answers(condition="when").sampled(population=PEOPLE), by=())
    assert "leave `by=` out" in str(caught.value)


def test_an_empty_stratum_names_itself_and_the_remedies() -> None:
    """Leave it out, or merge it with its neighbour."""
    data = answers(FRAME[FRAME["grade"] != "y"])
    with pytest.raises(PopulationError) as caught:
        lk.means(data.sampled(population=PEOPLE))
    said = str(caught.value)
    assert said.startswith("nobody is in stratum 'y' (10 people): the mean of the whole population")
    assert "leave it out of `population`; or merge it, as in `sampled(collapse={'y': 'x'})`" in said
    merged = lk.means(data.sampled(population=PEOPLE, collapse={"y": "x"}))
    own = merged.strata.filter(item="q")
    assert [(row.stratum, row.population) for row in own] == [("x", 40.0), ("z", 60.0)]
    assert "Stratum 'y' is merged with 'x'." in merged.notes
    assert dict(merged.options)["collapse"] == (("y", "x"),)
    assert lk.means(data.sampled(population={"x": 30, "z": 60, "y": 0}))["q"].n == 6
    with pytest.raises(PopulationError, match=r"nobody is in stratum 'x'.*'y'.*'z'") as caught:
        lk.means(answers(FRAME.iloc[:0]).sampled(population=PEOPLE))
    assert "collapse" not in str(caught.value)


def test_merged_strata_are_one() -> None:
    """As if the column had said so, with weights and clusters too."""
    joined = FRAME.assign(grade=FRAME["grade"].replace("y", "x"), w=range(1, 11), school=range(10))
    apart = joined.assign(grade=FRAME["grade"])
    for declared in ({}, {"weight": "w"}, {"weight": "w", "cluster": "school"}):
        merged = lk.means(answers(apart, **declared).sampled(collapse={"y": "x"}))
        assert merged["q"] == lk.means(answers(joined, **declared))["q"]
    people = lk.means(answers(apart).sampled(collapse={"y": "x"}, population=PEOPLE))
    assert people["q"] == lk.means(answers(joined).sampled(population={"x": 40, "z": 60}))["q"]


def test_what_cannot_be_merged() -> None:
    """A chain, an unknown stratum, no strata, no mapping."""
    with pytest.raises(ArgumentError, match="which is itself merged with 'z'"):
        lk.means(answers().sampled(collapse={"x": "y", "y": "z"}))
    with pytest.raises(
        ArgumentError, match="names the stratum 'w', but the strata of 'grade' are 'x', 'y', 'z'"
    ):
        lk.means(answers().sampled(collapse={"w": "x"}))
    with pytest.raises(ArgumentError, match="names the stratum 'w'"):
        lk.means(answers().sampled(collapse={"x": "w"}))
    with pytest.raises(ArgumentError, match="merges strata, but the data have no strata"):
        lk.means(lk.Responses(FRAME, TWO).sampled(collapse={"x": "y"}))
    with pytest.raises(ArgumentTypeError, match="is not a mapping"):
        lk.means(answers().sampled(collapse="x"))  # type: ignore[arg-type]
    weighting = lk.poststratify(answers(), PEOPLE)
    with pytest.raises(ArgumentError, match="calibrated to the sizes of the strata"):
        lk.means(answers().weighted(weighting).sampled(collapse={"y": "x"}))


def test_a_population_that_does_not_fit() -> None:
    """A stratum without a size, one smaller than its sample, a size that is none."""
    with pytest.raises(PopulationError, match="stratum 'z' has 3 respondents and no size"):
        lk.means(answers().sampled(population={"x": 30, "y": 10}))
    with pytest.raises(
        PopulationError, match="stratum 'y' has 4 respondents, more than the 3 people of"
    ):
        lk.means(answers().sampled(population=PEOPLE | {"y": 3}))
    assert (
        lk.means(answers().sampled(population=PEOPLE | {"y": 3}, finite_population=False))["q"].n
        == 9
    )
    with pytest.raises(PopulationError, match="the sample has 10 respondents, more than the 9"):
        lk.means(lk.Responses(FRAME, TWO).sampled(population=9))
    for size in (-1, math.nan, math.inf):
        with pytest.raises(PopulationError, match=r"population\['y'\] is .*; expected a number"):
            lk.means(answers().sampled(population=PEOPLE | {"y": size}))
    for wrong in ("10", True, None):
        with pytest.raises(
            ArgumentTypeError, match=r"population\['y'\] is .*, which is not a number\."
        ):
            lk.means(answers().sampled(population=PEOPLE | {"y": wrong}))  # type: ignore[dict-item]


def test_shares_are_sizes_of_a_wider_population() -> None:
    """Only their ratios count; a correction they cannot make."""
    shares = {"x": 0.3, "y": 0.1, "z": 0.6}
    row = lk.means(answers().sampled(population=shares, finite_population=False))["q"]
    other = lk.means(answers().sampled(population=PEOPLE, finite_population=False))["q"]
    assert (row.mean, row.se) == pytest.approx((other.mean, other.se), rel=RTOL)
    with pytest.raises(PopulationError, match="finite_population=False"):
        lk.means(answers().sampled(population=shares))


def test_sizes_of_what_the_data_do_not_have() -> None:
    """Strata, conditions, clusters; and a mixture of both forms."""
    plain = lk.Responses(FRAME, TWO)
    with pytest.raises(ArgumentError, match=r"has sizes by stratum, but the data have no strata."):
        lk.means(plain.sampled(population=PEOPLE))
    with pytest.raises(ArgumentError, match="sizes by condition, but the data have no condition"):
        lk.means(answers().sampled(population={"a": PEOPLE}))
    with pytest.raises(ArgumentError, match="is one number, but the data have the strata"):
        lk.means(answers().sampled(population=100))
    with pytest.raises(ArgumentTypeError, match="contains both numbers and mappings"):
        lk.means(answers(condition="when").sampled(population={"a": PEOPLE, "b": 3}))
    with pytest.raises(ArgumentError, match=r"has sizes by stratum, but the data have no strata."):
        lk.means(lk.Responses(FRAME, TWO, condition="when").sampled(population={"a": PEOPLE}))
    with pytest.raises(PopulationError, match="has no sizes in `population`, which has none"):
        lk.means(lk.Responses(FRAME, TWO, condition="when").sampled(population={}))
    with pytest.raises(ArgumentError, match="cluster_population is given, but the data have no"):
        lk.means(answers().sampled(cluster_population=3))
    # A bare tally that was not split by strata cannot be standardised, and says what to pass.
    with pytest.raises(ArgumentError, match="declare the column of strata with `stratum=`"):
        lk.means(answers().tally().marginal(()).sampled(population=PEOPLE))


def test_options_that_contradict_the_data() -> None:
    """Another standard needs strata and no weights; the unconditional form a population."""
    weighted = answers(FRAME.assign(w=1.0), weight="w")
    with pytest.raises(ArgumentError, match="would replace the sampling weights"):
        lk.means(weighted, standardize="equal")
    with pytest.raises(ArgumentError, match=r"needs strata, but the data have no strata."):
        lk.means(lk.Responses(FRAME, TWO), standardize="sample")
    school = answers(FRAME.assign(school=range(10)), cluster="school")
    for data, options in (
        (answers(), {}),
        (weighted, {"population": PEOPLE}),
        (school, {"population": PEOPLE}),
        (answers(), {"population": PEOPLE, "standardize": "equal"}),
    ):
        with pytest.raises(ArgumentError, match="variance='unconditional' is only for"):
            in_design(lk.means, data, variance="unconditional", **options)
    for name in ("standardize", "lone_stratum", "variance"):
        with pytest.raises(OptionError, match=f"{name}='x' is not an option"):
            in_design(lk.means, answers(), **{name: "x"})
    with pytest.raises(ArgumentTypeError, match="finite_population=1 is not True or False"):
        lk.means(answers().sampled(finite_population=1))  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [lk.means, lk.describe, lk.frequencies, lk.quantiles])
def test_one_answer_in_a_stratum(function) -> None:
    """Refused, unless a rule is named; the rule is said."""
    frame = FRAME.assign(r=[2, 2, 3, None, None, 5, None, 4, 4, 2])
    with pytest.raises(StratumError, match="item 'r': stratum 'y' has one valid answer"):
        in_design(function, answers(frame), population=PEOPLE)
    for rule in ("certainty", "adjust", "average"):
        notes = in_design(function, answers(frame), population=PEOPLE, lone_stratum=rule).notes
        assert any(note.startswith("Strata of one sampled unit") for note in notes)
    assert not any("one sampled unit" in note for note in function(answers()).notes)


def test_rules_for_one_answer() -> None:
    """None, its distance from the whole, the average of the others."""
    frame = FRAME.assign(r=[2, 2, 3, None, None, 5, None, 4, 4, 2])
    x, z = frame.loc[:2, "r"], frame.loc[7:, "r"]
    others = 0.09 * 0.9 * x.var() / 3 + 0.36 * 0.95 * z.var() / 3
    mean = 0.3 * x.mean() + 0.1 * 5 + 0.6 * z.mean()
    expected = {
        "certainty": others,
        "adjust": others + 0.01 * 0.9 * (5 - mean) ** 2,
        "average": others * 3 / 2,
    }
    for rule, variance in expected.items():
        row = lk.means(answers(frame).sampled(population=PEOPLE, lone_stratum=rule))["r"]
        assert row.mean == pytest.approx(mean, rel=RTOL)
        assert row.se == pytest.approx(math.sqrt(variance), rel=1e-12)
        assert row.df == 7 - 3


def test_only_strata_of_one_leave_nothing() -> None:
    """No degrees of freedom, whatever the rule."""
    frame = pd.DataFrame({"q": [1, 5], "r": [2, 2], "grade": ["x", "y"], "w": 1.0})
    said = "2 respondents with an answer, in as many strata: no degrees of freedom are left"
    for rule in ("raise", "certainty", "adjust", "average"):
        for function in (lk.means, lk.describe):
            row = in_design(function, answers(frame, weight="w"), lone_stratum=rule)["q"]
            assert row.mean == 3
            assert math.isnan(row.se)
            assert math.isnan(row.low)
            assert said in row.note
        scores = lk.box_scores(answers(frame, weight="w").sampled(lone_stratum=rule))["q"]
        assert (scores.top_box, scores.note) == (0.5, said)
        assert math.isnan(scores.top_low)
        assert math.isnan(scores.net_low)
        for quantile in lk.quantiles(answers(frame, weight="w").sampled(lone_stratum=rule)).filter(
            item="q"
        ):
            assert quantile.note == said
            assert math.isnan(quantile.low)


def test_a_stratum_without_answers_to_one_item_stops_no_other() -> None:
    """That item is undefined, and the note names the stratum."""
    frame = FRAME.assign(r=[2, 2, 3, None, None, None, None, 4, 4, 2])
    found = lk.means(answers(frame).sampled(population=PEOPLE))
    assert not math.isnan(found["q"].se)
    assert math.isnan(found["r"].mean)
    assert found["r"].note == "no valid answers in stratum 'y': merge it by `sampled(collapse=...)`"
    described = lk.describe(answers(frame).sampled(population=PEOPLE))["r"]
    assert math.isnan(described.median)
    assert "no valid answers in stratum 'y'" in described.note
    merged = lk.means(answers(frame).sampled(population=PEOPLE, collapse={"y": "x"}))["r"]
    assert merged.note == ""


def test_a_group_is_standardised_on_request() -> None:
    """To the same people, and its strata's share of sampled ones is known."""
    row = lk.means(
        answers().sampled(population=PEOPLE, lone_stratum="certainty"),
        by="ward",
        standardize="direct",
    )
    assert (
        "Each stratum of 'grade' counts by the number of its people in the population, in every "
        "group alike (direct standardisation)."
    ) in row.notes
    assert row.rows[0].method.startswith("mean standardised to the population, ")
    own = FRAME[FRAME["ward"] == 1]
    found = row.filter(ward=1)["q"]
    parts = own.dropna(subset=["q"]).groupby("grade")["q"]
    assert found.mean == pytest.approx(
        sum(PEOPLE[g] / 100 * mean for g, mean in parts.mean().items()), rel=RTOL
    )
    whole = FRAME.dropna(subset=["q"]).groupby("grade")["q"].size()
    variance = sum(
        (PEOPLE[g] / 100) ** 2 * (1 - whole[g] / PEOPLE[g]) * part.var() / len(part)
        for g, part in parts
        if len(part) > 1
    )
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-12)


def test_a_group_in_a_population() -> None:
    """Its stratum counts by its own share of the answers, as svyby has it (domains.R)."""
    table = lk.means(answers().sampled(population=PEOPLE), by="ward")
    assert (
        "In a group it counts by the group's own proportion of these people, estimated from the "
        "valid answers to the item."
    ) in table.notes
    found = table.filter(ward=1)["q"]
    assert found.method.startswith("mean of a group in the population, conditional variance")
    valid = FRAME.dropna(subset=["q"])
    n = valid["grade"].value_counts()
    valid = valid.assign(w=valid["grade"].map(PEOPLE) / valid["grade"].map(n))
    own = valid[valid["ward"] == 1]
    assert found.weighted_n == pytest.approx(own["w"].sum(), rel=RTOL)
    assert found.mean == pytest.approx((own["w"] * own["q"]).sum() / own["w"].sum(), rel=RTOL)
    z = (valid["q"] - found.mean).where(valid["ward"] == 1, 0) * valid["w"] / own["w"].sum()
    variance = sum(
        (1 - len(part) / PEOPLE[grade]) * len(part) * part.var()
        for grade, part in z.groupby(valid["grade"])
    )
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-12)
    assert found.df == len(own) - own["grade"].nunique()
    strata = [row for row in table.strata if dict(row.by) == {"ward": 1} and row.item == "q"]
    assert [row.proportion for row in strata] == pytest.approx(
        (own.groupby("grade")["w"].sum() / own["w"].sum()).tolist(), rel=RTOL
    )
    assert sum(row.contribution for row in strata) == pytest.approx(found.mean, rel=RTOL)


def test_one_answer_of_a_group_in_a_stratum_is_not_alone_there() -> None:
    """The others of the stratum tell its spread; directly standardised nobody does."""
    frame = pd.DataFrame(
        {"q": [1, 2, 4, 5, 3, 2], "r": 1, "grade": list("xxxyyy"), "ward": [1, 1, 2, 1, 2, 2]}
    )
    sizes = {"x": 30, "y": 20}
    row = lk.means(answers(frame).sampled(population=sizes), by="ward").filter(ward=1)["q"]
    assert row.df == 1
    assert row.se > 0
    with pytest.raises(StratumError, match="stratum 'y' has one valid answer"):
        lk.means(answers(frame).sampled(population=sizes), by="ward", standardize="direct")


def test_direct_standardisation_needs_sizes() -> None:
    """Of nothing there are no shares."""
    with pytest.raises(
        ArgumentError, match="needs the population size of each stratum, and no sizes are"
    ):
        lk.means(answers(), standardize="direct")


def test_a_group_may_be_the_stratum() -> None:
    """Then it is a population of its own."""
    found = lk.means(answers().sampled(population=PEOPLE), by="grade")
    for grade, people in PEOPLE.items():
        own = FRAME.loc[FRAME["grade"] == grade, "q"].dropna()
        row = found.filter(grade=grade)["q"]
        assert row.mean == pytest.approx(own.mean(), rel=RTOL)
        assert row.se == pytest.approx(own.sem() * math.sqrt(1 - len(own) / people), rel=RTOL)
        assert row.weighted_n == pytest.approx(people, rel=RTOL)


def test_clusters_with_a_population() -> None:
    """Strata count by their people; the errors are those between clusters, from stratum means."""
    frame = FRAME.assign(school=[1, 1, 2, 3, 3, 4, 4, 5, 6, 6])
    data = answers(frame, cluster="school")
    row = lk.means(data.sampled(population=PEOPLE))["r"]
    assert row.method == (
        "mean standardised to the population, Taylor linearisation between clusters within strata"
    )
    assert row.df == 6 - 3
    n = frame.dropna(subset=["r"])["grade"].value_counts()
    own = frame["r"] - frame.groupby("grade")["r"].transform("mean")
    z = (frame["grade"].map(PEOPLE) / 100 / frame["grade"].map(n) * own).fillna(0)
    totals = z.groupby([frame["grade"], frame["school"]]).sum().groupby(level=0)
    variance = sum(len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum() for _, t in totals)
    assert row.se == pytest.approx(math.sqrt(variance), rel=1e-12)
    corrected = lk.means(data.sampled(cluster_population={"x": 4, "y": 4, "z": 4}))["r"]
    plain = lk.means(data)["r"]
    assert corrected.se == pytest.approx(plain.se * math.sqrt(0.5), rel=1e-12)
    assert corrected.method.endswith("between clusters within strata, finite population correction")
    with pytest.raises(PopulationError, match="stratum 'x' has 2 clusters, more than the 1"):
        lk.means(data.sampled(cluster_population={"x": 1, "y": 4, "z": 4}))
    notes = " ".join(lk.means(data.sampled(cluster_population={"x": 4, "y": 4, "z": 4})).notes)
    assert "Inference: these clusters only, 6 of 12 clusters" in notes
    one = answers(frame.assign(school=1, grade="x"), cluster="school")
    assert lk.means(one)["q"].note == "one sampled unit: no spread can be estimated"
    lone = answers(frame.assign(school=[1, 1, 1, 3, 3, 4, 4, 5, 6, 6]), cluster="school")
    with pytest.raises(StratumError, match="stratum 'x' has one cluster"):
        lk.means(lone)


def test_the_table_and_the_rows_agree() -> None:
    """Law 7, for every function and option."""
    for function in (lk.means, lk.describe, lk.frequencies, lk.quantiles):
        for options in (
            {"population": PEOPLE},
            {"standardize": "equal"},
            {"population": PEOPLE, "variance": "unconditional"},
            {"collapse": {"y": "z"}, "population": PEOPLE},
        ):
            one = in_design(function, answers(), **options)
            assert one == in_design(function, answers().tally(), **options)


def test_the_distribution_is_standardised_with_the_mean() -> None:
    """Shares, medians and boxes count each stratum by its people."""
    found = lk.frequencies(answers().sampled(population=PEOPLE)).filter(item="q")
    weight = FRAME["grade"].map({"x": 30 / 3, "y": 10 / 3, "z": 60 / 3})
    valid = FRAME["q"].notna()
    shares = weight[valid].groupby(FRAME["q"]).sum() / 100
    assert [row.proportion for row in found] == pytest.approx(
        [shares.get(code, 0.0) for code in (1, 2, 3, 4, 5)], rel=RTOL
    )
    row = lk.describe(answers().sampled(population=PEOPLE))["q"]
    assert row.mean == pytest.approx((shares * shares.index).sum(), rel=RTOL)
    assert row.top_box == pytest.approx(shares[5.0], rel=RTOL)
    assert row.median == 4.0
    by_all = lk.frequencies(answers().sampled(population=PEOPLE), base="all").filter(item="q")
    every = FRAME["grade"].map({"x": 30 / 3, "y": 10 / 4, "z": 60 / 3})
    assert by_all.filter(code=5).rows[0].proportion == pytest.approx(
        every[FRAME["q"] == 5].sum() / 100, rel=RTOL
    )


def test_sizes_as_a_series() -> None:
    """Its index names the strata, under each condition too; the result carries plain pairs."""
    expected = lk.means(answers().sampled(population=PEOPLE))
    found = lk.means(answers().sampled(population=pd.Series(PEOPLE)))
    assert found["q"].mean == expected["q"].mean
    assert dict(found.options)["population"] == tuple(PEOPLE.items())
    by_condition = lk.means(
        answers(condition="when").sampled(
            population={"a": pd.Series(PEOPLE), "b": PEOPLE}, lone_stratum="certainty"
        )
    )
    assert (
        by_condition.rows
        == lk.means(
            answers(condition="when").sampled(
                population={"a": PEOPLE, "b": PEOPLE}, lone_stratum="certainty"
            )
        ).rows
    )
