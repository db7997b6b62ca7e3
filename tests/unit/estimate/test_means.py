from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import AxisError, MissingColumnError, StratumError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale(nonsubstantive={"N/A": 9}))])
FRAME = pd.DataFrame({
    "q": [1, 2, 4, 5, 5, 3, None, 2, 9, 4],
    "when": ["a", "b"] * 5,
    "grade": ["x", "x", "x", "x", "y", "y", "y", "y", "x", "y"],
    "ward": [1, 2, 2, 1, 1, 2, 2, 1, 1, 2],
    "w": [1.0, 0.5, 2.0, 1.5, 3.0, 0.25, 1.0, 2.0, 1.0, 0.75],
})  # fmt: skip


def by_hand(frame: pd.DataFrame, inside: pd.Series, stratum: str | None) -> tuple[float, float]:
    """Return mean and linearised standard error of a domain, respondent by respondent."""
    inside = inside & frame["q"].between(1, 5)
    weight = frame["w"].where(inside, 0.0)
    answer = frame["q"].where(inside, 0.0)
    mean = (weight * answer).sum() / weight.sum()
    z = weight * (answer - mean) / weight.sum()
    strata = z.groupby(frame[stratum]) if stratum else z.groupby(np.zeros(len(z)))
    variance = sum(
        len(part) / (len(part) - 1) * ((part - part.mean()) ** 2).sum() for _, part in strata
    )
    return mean, math.sqrt(variance)


def test_the_columns_of_the_contract() -> None:
    """In order, the by columns first."""
    found = lk.means(lk.Responses(FRAME, ONE, weight="w"), by=("ward",)).to_frame()
    assert list(found.columns) == [
        "ward", "item", "n", "n_missing", "weighted_n", "effective_n", "mean", "se", "df", "low",
        "high", "design_effect", "method", "note",
    ]  # fmt: skip


def df_by_hand(part: pd.DataFrame, stratum: str | None) -> int:
    """Return the answers of a part less the strata that hold one, as R's degf of the subset."""
    valid = part[part["q"].between(1, 5)]
    return len(valid) - (valid[stratum].nunique() if stratum else 1)


def test_the_unweighted_mean() -> None:
    """The error is s / √n on n - 1 degrees of freedom; effective size n, design effect 1."""
    row = lk.means(lk.Responses(FRAME, ONE))["q"]
    valid = FRAME["q"][FRAME["q"].between(1, 5)]
    assert (row.n, row.n_missing, row.weighted_n, row.effective_n) == (8, 2, 8.0, 8.0)
    assert row.mean == valid.mean() == 3.25
    assert row.se == pytest.approx(valid.sem(), rel=1e-14)
    assert (row.df, row.design_effect) == (7.0, 1.0)
    # The 97.5 % point of Student's t on 7 degrees of freedom.
    assert (row.low, row.high) == pytest.approx(
        (3.25 - 2.364624251592784 * row.se, 3.25 + 2.364624251592784 * row.se)
    )
    assert row.method == "unweighted mean, simple random sampling"
    assert row.note == ""


@pytest.mark.parametrize("stratum", [None, "grade"])
def test_the_weighted_mean(stratum: str | None) -> None:
    """Linearised, respondents without a valid answer in the design."""
    row = lk.means(lk.Responses(FRAME, ONE, weight="w", stratum=stratum))["q"]
    mean, se = by_hand(FRAME, FRAME["w"] > 0, stratum)
    assert row.mean == pytest.approx(mean, rel=1e-14)
    assert row.se == pytest.approx(se, rel=1e-13)
    assert row.df == df_by_hand(FRAME, stratum)
    valid = FRAME[FRAME["q"].between(1, 5)]
    assert row.weighted_n == valid["w"].sum() == 11.0
    assert row.effective_n == pytest.approx(11.0**2 / (valid["w"] ** 2).sum(), rel=1e-14)
    spread = (valid["w"] * (valid["q"] - mean) ** 2).sum() / 11 * 8 / 7
    assert row.design_effect == pytest.approx(se**2 / (spread / 8), rel=1e-12)
    within = " within strata" if stratum else ""
    assert row.method == f"weighted mean, Taylor linearisation{within}"


@pytest.mark.parametrize("stratum", [None, "grade"])
@pytest.mark.parametrize("ward", [1, 2])
def test_a_group_is_a_domain(stratum: str | None, ward: int) -> None:
    """Its own size is random: the strata keep those outside it."""
    answers = lk.Responses(FRAME, ONE, weight="w", stratum=stratum)
    row = lk.means(answers, by="ward").filter(ward=ward)["q"]
    mean, se = by_hand(FRAME, FRAME["ward"] == ward, stratum)
    assert row.mean == pytest.approx(mean, rel=1e-14)
    assert row.se == pytest.approx(se, rel=1e-13)
    assert row.df == df_by_hand(FRAME[FRAME["ward"] == ward], stratum)
    alone = lk.means(lk.Responses(FRAME[FRAME["ward"] == ward], ONE, weight="w", stratum=stratum))[
        "q"
    ]
    assert alone.mean == pytest.approx(row.mean, rel=1e-14)
    assert alone.se != pytest.approx(row.se, rel=1e-6)


def test_a_stratum_may_be_the_group() -> None:
    """Then only its own spread counts."""
    answers = lk.Responses(FRAME, ONE, weight="w", stratum="grade")
    for grade in ("x", "y"):
        row = lk.means(answers, by="grade").filter(grade=grade)["q"]
        mean, se = by_hand(FRAME, FRAME["grade"] == grade, "grade")
        assert (row.mean, row.se) == pytest.approx((mean, se), rel=1e-13)


def test_each_condition_is_a_sample_of_its_own() -> None:
    """Its strata are those under it: the same as the condition alone."""
    answers = lk.Responses(FRAME, ONE, weight="w", stratum="grade", condition="when")
    for when in ("a", "b"):
        part = FRAME[FRAME["when"] == when]
        alone = lk.means(lk.Responses(part, ONE, weight="w", stratum="grade"))["q"]
        row = lk.means(answers).filter(when=when)["q"]
        assert (row.mean, row.se, row.df, row.low) == (alone.mean, alone.se, alone.df, alone.low)
        domain = lk.means(answers, by=("when", "ward")).filter(when=when, ward=1)["q"]
        mean, se = by_hand(part, part["ward"] == 1, "grade")
        assert domain.mean == pytest.approx(mean, rel=1e-13)
        if df_by_hand(part[part["ward"] == 1], "grade"):
            assert domain.se == pytest.approx(se, rel=1e-13)
        else:
            assert math.isnan(domain.se)
            assert domain.note == (
                "2 respondents with an answer, in as many strata: no degrees of freedom are left"
            )


@pytest.mark.parametrize("stratum", [None, "grade"])
def test_pooled_conditions_are_one_sample(stratum: str | None) -> None:
    """Its strata hold the rows of all conditions."""
    declared = {"weight": "w", "condition": "when"} | ({"stratum": stratum} if stratum else {})
    answers = lk.Responses(FRAME, ONE, **declared)  # type: ignore[arg-type]
    row = lk.means(answers, by=())["q"]
    assert (row.mean, row.se) == pytest.approx(by_hand(FRAME, FRAME["w"] > 0, stratum), rel=1e-13)
    assert row.df == df_by_hand(FRAME, stratum)


def test_a_condition_is_always_an_axis_and_pooling_is_said() -> None:
    """Another column stands before it; by=() alone pools, and a note says so."""
    answers = lk.Responses(FRAME, ONE, condition="when")
    table = lk.means(answers)
    assert table.by == ("when",)
    assert [row.by for row in table] == [(("when", "a"),), (("when", "b"),)]
    assert not any("pooled" in note for note in table.notes)
    said = (
        "The conditions a and b are pooled: respondents with answers under several conditions are "
        "counted in each."
    )
    assert said in lk.means(answers, by=()).notes
    assert lk.means(answers, by="ward").by == ("ward", "when")
    assert lk.means(answers, by=["when", "ward"]).by == ("when", "ward")
    for by in ("ward", ["ward"], ("when", "ward")):
        assert not any("pooled" in note for note in lk.means(answers, by=by).notes)
    assert lk.means(answers, by=())["q"].n == 8
    assert len(lk.means(lk.Responses(FRAME, ONE))) == 1


def test_one_condition_is_not_pooled() -> None:
    """There is nothing to pool it with."""
    answers = lk.Responses(FRAME[FRAME["when"] == "a"], ONE, condition="when")
    assert not any("pooled" in note for note in lk.means(answers, by=()).notes)


def test_what_is_said_of_strata() -> None:
    """Unweighted they are pooled unless asked for; weighted the standard errors respect them."""
    plain = lk.Responses(FRAME, ONE, stratum="grade")
    pooled = "The strata of 'grade' are pooled: each counts by its number of answers."
    assert pooled in lk.means(plain).notes
    assert pooled not in lk.means(plain, by="grade").notes
    weighted = lk.means(lk.Responses(FRAME, ONE, stratum="grade", weight="w"))
    assert "Standard errors respect the strata of 'grade'." in weighted.notes
    assert "Weights are sampling weights; n counts respondents." in weighted.notes
    assert pooled not in weighted.notes
    assert weighted.notes[0] == "Scores are the codes as answered."
    assert lk.means(plain.scored("keyed")).notes[0].startswith("Scores are keyed")
    assert weighted.notes[-1] == (
        "Interval: t, 95 %; degrees of freedom: valid answers minus strata with a valid answer."
    )
    assert lk.means(plain).notes[-1] == "Interval: t, 95 %."


def test_a_tallys_own_notes_come_along() -> None:
    """What must be said of the counts is said of every figure from them."""
    tally = lk.Tally.from_counts({"q": {1: 2}}, ONE)
    noted = lk.Tally(
        instrument=ONE, axes=(), groups=((),), counts=tally.counts, notes=("From a chart.",)
    )
    for function in (lk.means, lk.describe, lk.frequencies):
        assert "From a chart." in function(noted).notes


def test_unknown_by() -> None:
    """A column that the frame lacks, an axis that the tally lacks."""
    answers = lk.Responses(FRAME, ONE, condition="when")
    with pytest.raises(MissingColumnError, match=r"no column 'nurse' \(by\)"):
        lk.means(answers, by="nurse")
    with pytest.raises(AxisError, match=r"by='ward' is not an axis .* its axes are 'when'"):
        lk.means(answers.tally(), by="ward")


@pytest.mark.parametrize("name", ["item", "n", "mean", "note"])
def test_a_group_called_like_a_figure_stands_apart(name: str) -> None:
    """Its column has another name, and both are there."""
    answers = lk.Responses(FRAME.rename(columns={"ward": name}), ONE)
    plain = lk.means(lk.Responses(FRAME, ONE), by="ward").to_frame()
    found = lk.means(answers, by=name).to_frame()
    pd.testing.assert_frame_equal(found.rename(columns={f"by_{name}": "ward"}), plain)


@pytest.mark.parametrize("function", [lk.means, lk.describe, lk.frequencies])
def test_a_stratum_of_one_respondent_is_an_error(function) -> None:
    """All such strata are named, with an item; nothing is guessed."""
    frame = FRAME.assign(grade=["x", "x", "x", "x", "y", "z", "x", "x", "x", "x"])
    answers = lk.Responses(frame, ONE, weight="w", stratum="grade")
    with pytest.raises(StratumError) as caught:
        function(answers)
    said = str(caught.value)
    assert said.startswith("item 'q': stratum 'y', 'z' has one respondent; expected two or more")
    assert "\nHint: merge it with a similar stratum" in said
    # Without weights strata are pooled, and the size of one does not matter.
    assert len(function(lk.Responses(frame, ONE, stratum="grade"))) > 0


def test_one_respondent_who_did_not_answer_still_makes_a_stratum() -> None:
    """Two sampled, one answer: the stratum has its two units, and the domain one of them."""
    frame = pd.DataFrame({"q": [1, 2, 3, None], "grade": ["x", "x", "y", "y"], "w": 1.0})
    row = lk.means(lk.Responses(frame, ONE, weight="w", stratum="grade"))["q"]
    assert row.se == pytest.approx(by_hand(frame, frame["w"] > 0, "grade")[1], rel=1e-13)
    # Three answers less the two strata that hold one.
    assert row.df == 1


def test_a_lone_respondent_is_a_note_where_there_is_one_stratum() -> None:
    """Nothing varies, and no stratum is to blame."""
    frame = FRAME.iloc[:1]
    row = lk.means(lk.Responses(frame, ONE, weight="w", stratum="grade"))["q"]
    assert row.mean == 1.0
    assert math.isnan(row.se)
    assert row.note == "one valid answer: no spread can be estimated"


@pytest.mark.parametrize(
    ("answers", "weights", "note"),
    [
        ([9.0, None], [1.0, 2.0], "no valid answers"),
        ([4.0, None], [1.0, 2.0], "one valid answer: no spread can be estimated"),
        ([4.0, 5.0, 9.0], [0.0, 0.0, 1.0], "no valid answers: 2 respondents of weight 0"),
        ([4.0, 5.0, 9.0], [0.0, 2.0, 1.0], "one valid answer: no spread can be estimated"),
    ],
)
def test_what_is_undefined_is_nan_with_a_note(answers, weights, note: str) -> None:
    """Interval and standard error, and the mean where there is none."""
    frame = pd.DataFrame({"q": answers, "w": weights})
    row = lk.means(lk.Responses(frame, ONE, weight="w"))["q"]
    assert row.note == note
    assert math.isnan(row.mean) is (note != "one valid answer: no spread can be estimated")
    assert all(math.isnan(v) for v in (row.se, row.low, row.high, row.design_effect))
    if min(weights) > 0:
        plain = lk.means(lk.Responses(frame, ONE))["q"]
        assert plain.note == note
        assert all(math.isnan(v) for v in (plain.se, plain.df, plain.low, plain.design_effect))


def test_equal_answers_have_no_spread() -> None:
    """The standard error is 0, and no interval can come of it; weighted, 0 / 0 is undefined."""
    frame = pd.DataFrame({"q": [4, 4, 4], "w": [0.1, 0.2, 0.7]})
    plain, weighted = (lk.means(lk.Responses(frame, ONE, weight=w))["q"] for w in (None, "w"))
    for row in (plain, weighted):
        assert (row.mean, row.se) == (4.0, 0.0)
        assert math.isnan(row.low)
        assert math.isnan(row.high)
    assert plain.note == "no spread: the interval is undefined"
    assert plain.design_effect == 1.0
    assert math.isnan(weighted.design_effect)
    assert weighted.note == "no spread: the interval and the design effect are undefined"
    # A weighted mean of equal answers is that answer, whatever the last bit of a sum says.
    for answer in (1, 2, 3, 5):
        for weights in ([0.01, 0.04], [0.1, 0.7, 0.2], [1 / 3, 1e-9, 7.7]):
            frame = pd.DataFrame({"q": answer, "w": weights})
            row = lk.means(lk.Responses(frame, ONE, weight="w"))["q"]
            assert (row.mean, row.se) == (answer, 0.0)
            assert math.isnan(row.design_effect)


def test_an_item_that_a_condition_did_not_ask_is_undefined_there() -> None:
    """Nobody is missing, and a share of nobody is none, on either base."""
    frame = pd.DataFrame({"b": [1, 2, 3], "a": [None, 2, 4], "w": [1.0, 2.0, 3.0]})
    two = lk.Instrument("two", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
    columns = {"before": {"q": "b"}, "after": {"q": "a"}}
    answers = lk.Responses.from_wide(frame, two, columns=columns, weight="w")
    row = lk.means(answers).filter(condition="after")["r"]
    assert (row.n, row.n_missing, row.note) == (0, 0, "no valid answers")
    rows = lk.frequencies(answers, base="all").filter(condition="after", item="r")
    assert all(math.isnan(row.proportion) for row in rows)


def test_a_higher_level_never_narrows_an_interval() -> None:
    """Law 8."""
    answers = lk.Responses(FRAME, ONE, weight="w", stratum="grade")
    widths = []
    for level in (0.5, 0.9, 0.95, 0.999):
        row = lk.means(answers, confidence_level=level)["q"]
        widths.append(row.high - row.low)
    assert widths == sorted(widths)
    assert len(set(widths)) == 4


def test_the_printed_table_names_weights_where_there_are_any() -> None:
    """Effective size and design effect are shown with weights, all columns are in the frame."""
    weighted = lk.means(lk.Responses(FRAME, ONE, weight="w"))
    plain = lk.means(lk.Responses(FRAME, ONE))
    assert "design_effect" in weighted.to_text(200).splitlines()[1]
    assert "design_effect" not in plain.to_text(200).splitlines()[1]
    assert "design_effect" in plain.to_frame().columns


def test_clusters_are_spoken_of() -> None:
    """Whoever declares clusters is told that the errors are those between them."""
    trial = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])
    frame = pd.DataFrame({"q": [1, 2, 4, 5], "school": ["a", "a", "b", "b"]})
    clustered = lk.Responses(frame, trial, cluster="school")
    for statistic in (lk.means, lk.describe, lk.frequencies):
        assert "standard errors are those between clusters" in " ".join(statistic(clustered).notes)
        assert "lusters" not in " ".join(statistic(lk.Responses(frame, trial)).notes)


def test_the_note_names_the_level_in_full() -> None:
    """An interval of 97.5 % is not called one of 98 %."""
    survey = lk.Instrument("survey", [lk.Item("q", lk.LikertScale())])
    tally = lk.Tally.from_counts({"q": {1: 2, 5: 3}}, survey)
    text = lk.means(tally, confidence_level=0.975).to_text(80)
    assert "Interval: t, 97.5 %." in text
