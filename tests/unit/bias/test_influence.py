"""What an estimate would be without each cohort."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, PopulationError

ITEMS = ("clear", "calm")
TRIAL = lk.Instrument("trial", [lk.Item(name, lk.LikertScale()) for name in ITEMS])


def survey(seed: int = 1, *, odd: str = "", by_much: int = 0) -> pd.DataFrame:
    """Return 30 people of three cohorts under two conditions; one cohort differs by so much."""
    rng = np.random.default_rng(seed)
    grades = np.array(["a"] * 15 + ["b"] * 10 + ["c"] * 5)
    frames = []
    for condition in ("now", "then"):
        answers = {name: rng.integers(2, 5, size=30).astype(float) for name in ITEMS}
        if condition == "now":
            for column in answers.values():
                column[grades == odd] += by_much
        frames.append(
            pd.DataFrame({"who": range(30), "grade": grades, "when": condition, **answers})
        )
    frame = pd.concat(frames, ignore_index=True)
    frame.loc[[3, 20, 41], "clear"] = np.nan
    return frame


def responses(frame: pd.DataFrame, **options: str) -> lk.Responses:
    """Return the answers with their cohorts."""
    roles = {"respondent": "who", "condition": "when", "stratum": "grade", **options}
    return lk.Responses(frame, TRIAL, **roles)  # type: ignore[arg-type]


def test_means_without_each_cohort_are_means_of_the_other_rows() -> None:
    """pandas, on the rows that are left."""
    frame = survey()
    found = lk.bias.cohort_influence(responses(frame))
    assert found.by == ("when",)
    for row in found:
        rows = frame[frame["when"] == row.by[0][1]]
        column = rows[row.item]
        without = {g: column[rows["grade"] != g].mean() for g in "abc"}
        assert row.n == column.count()
        assert row.estimate == pytest.approx(column.mean(), rel=1e-12)
        assert row.without_low == pytest.approx(min(without.values()), rel=1e-12)
        assert row.without_high == pytest.approx(max(without.values()), rel=1e-12)
        most = max(without, key=lambda g: abs(column.mean() - without[g]))
        assert row.most_influential == most
        assert row.without == pytest.approx(without[most], rel=1e-12)
        assert row.influence == pytest.approx(column.mean() - without[most], rel=1e-9)
        assert row.equal == pytest.approx(column.groupby(rows["grade"]).mean().mean(), rel=1e-12)
        assert math.isnan(row.population)
        cohorts = found.cohorts.filter(when=row.by[0][1], item=row.item)
        for one in cohorts:
            own = column[rows["grade"] == one.cohort]
            assert (one.n, one.estimate) == (own.count(), pytest.approx(own.mean(), rel=1e-12))
            assert one.without == pytest.approx(without[one.cohort], rel=1e-12)
            # The closed form of the notes.
            proportion = one.n / (row.n - one.n)
            assert one.influence == pytest.approx(
                proportion * (one.estimate - row.estimate), rel=1e-9, abs=1e-12
            )


def test_standardised_means_are_those_of_means() -> None:
    """Equal and population are `means`, whose own tests hold them."""
    answers = responses(survey())
    sizes = {"now": {"a": 20, "b": 30, "c": 9}, "then": {"a": 16, "b": 11, "c": 40}}
    found = lk.bias.cohort_influence(answers.sampled(population=sizes))
    equal = lk.means(answers, standardize="equal")
    population = lk.means(answers.sampled(population=sizes))
    assert [row.equal for row in found] == [row.mean for row in equal]
    assert [row.population for row in found] == [row.mean for row in population]
    assert "population" in found.shown
    assert "population" not in lk.bias.cohort_influence(answers).shown
    assert dict(found.options)["population"][0] == ("now", (("a", 20), ("b", 30), ("c", 9)))


def test_differences_without_each_cohort() -> None:
    """Pairs of rows in pandas; equal and population by hand."""
    frame = survey()
    sizes = {"a": 20, "b": 30, "c": 9, "d": 3}
    found = lk.bias.cohort_influence(responses(frame).sampled(population=sizes), "now", "then")
    wide = frame.pivot_table(index=["who", "grade"], columns="when", values=list(ITEMS))
    assert found.by == ()
    for row in found:
        d = (wide[row.item]["now"] - wide[row.item]["then"]).dropna()
        grade = d.index.get_level_values("grade")
        own = d.groupby(grade).mean()
        assert (row.n, row.estimate) == (len(d), pytest.approx(d.mean(), rel=1e-12, abs=1e-15))
        assert row.equal == pytest.approx(own.mean(), rel=1e-9)
        weights = pd.Series(sizes)[own.index]
        assert row.population == pytest.approx((own * weights).sum() / weights.sum(), rel=1e-9)
        without = [d[grade != g].mean() for g in "abc"]
        assert row.without_low == pytest.approx(min(without), rel=1e-12, abs=1e-15)
        assert row.without_high == pytest.approx(max(without), rel=1e-12, abs=1e-15)
        assert [one.n for one in found.cohorts.filter(item=row.item)] == [
            int((grade == g).sum()) for g in "abc"
        ]
    turned = lk.bias.cohort_influence(responses(frame).sampled(population=sizes), "then", "now")
    assert [row.estimate for row in turned] == [-row.estimate for row in found]
    assert [row.most_influential for row in turned] == [row.most_influential for row in found]


@pytest.mark.parametrize("by_much", [1, -1])
def test_a_cohort_put_in_by_hand_is_found(by_much) -> None:
    """Only cohort "a" changed, by a point: it is named, and the rest have no change."""
    frame = survey(odd="a", by_much=by_much)
    frame[list(ITEMS)] = frame[list(ITEMS)].mask(frame["when"] == "then")
    then = frame["when"] == "then"
    base = frame.loc[~then, list(ITEMS)].to_numpy()
    shifted = (frame.loc[~then, "grade"] == "a").to_numpy()[:, None] * by_much
    frame.loc[then, list(ITEMS)] = base - shifted
    found = lk.bias.cohort_influence(responses(frame), "now", "then")
    for row in found:
        assert (row.most_influential, row.without) == ("a", 0.0)
        assert row.influence == row.estimate
        assert row.estimate * by_much > 0
        assert row.equal == pytest.approx(by_much / 3)


def test_pair_tally_and_groups() -> None:
    """Law 7: from pairs as from rows; and by a further column."""
    frame = survey()
    frame["ward"] = np.where(frame["who"] % 2, "x", "y")
    answers = responses(frame)
    pairs = answers.pairs("now", "then", by="ward")
    for by in ((), "ward"):
        one = lk.bias.cohort_influence(answers, "now", "then", by=by)
        assert one == lk.bias.cohort_influence(pairs, "now", "then", by=by)
    assert one.by == ("ward",)
    tally = answers.tally(by="ward")
    for options in ({}, {"by": "ward"}, {"by": ("ward", "when")}, {"by": ()}):
        assert lk.bias.cohort_influence(tally, **options) == lk.bias.cohort_influence(
            answers, **options
        )


def test_groups_count_by_their_own_proportion_of_the_people() -> None:
    """Of means and of differences alike; worked out pair by pair, a pair for so many people."""
    frame = survey()
    frame["ward"] = np.where(frame["who"] % 3 == 0, "x", "y")
    sizes = {"a": 40, "b": 30, "c": 9}
    answers = responses(frame)
    found = lk.bias.cohort_influence(answers.sampled(population=sizes), "now", "then", by="ward")
    wide = frame.pivot_table(index=["who", "grade", "ward"], columns="when", values=list(ITEMS))
    assert len(found) == 4
    for row in found:
        d = (wide[row.item]["now"] - wide[row.item]["then"]).dropna()
        n = d.groupby("grade").transform("count")
        people = d.index.get_level_values("grade").map(sizes) / n.to_numpy()
        own = d.index.get_level_values("ward") == row.by[0][1]
        expected = np.average(d[own], weights=people[own])
        assert row.population == pytest.approx(expected, rel=1e-12, abs=1e-15)
        by_grade = d[own].groupby("grade").mean()
        assert row.equal == pytest.approx(by_grade.mean(), rel=1e-12, abs=1e-15)
    # The whole is the mean of its groups by their people.
    whole = lk.bias.cohort_influence(answers.sampled(population=sizes), "now", "then")
    assert "in a group or domain by" not in str(whole).replace("\n  ", " ")
    for answer in (found, lk.bias.cohort_influence(answers.sampled(population=sizes), by="ward")):
        assert "in a group or domain by its own number" in str(answer).replace("\n  ", " ")
    split = lk.bias.cohort_influence(answers.sampled(population={"now": sizes, "then": sizes}))
    assert "in a group or domain by" not in str(split).replace("\n  ", " ")
    assert "declare it by `data.sampled(population=...)`" in str(
        lk.bias.cohort_influence(answers)
    ).replace("\n  ", " ")
    few = {"a": 40, "b": 30, "c": 4}
    with pytest.raises(PopulationError, match=r"5 pairs of the cohort 'c'.*has 4"):
        lk.bias.cohort_influence(answers.sampled(population=few), "now", "then", by="ward")


def test_a_domain_counts_like_a_group() -> None:
    """Rows that `where` leaves out still say how many people a pair of a cohort stands for."""
    frame = survey()
    frame["ward"] = np.where(frame["who"] % 3 == 0, "x", "y")
    data = responses(frame).sampled(population={"a": 40, "b": 30, "c": 9})
    for conditions in ((), ("now", "then")):
        groups = lk.bias.cohort_influence(data, *conditions, by="ward")
        for ward in ("x", "y"):
            domain = lk.bias.cohort_influence(data.where(ward=ward), *conditions)
            group = groups.filter(ward=ward)
            assert [row.population for row in domain] == pytest.approx(
                [row.population for row in group], rel=1e-12
            )
            assert [row.estimate for row in domain] == [row.estimate for row in group]
            assert "in a group or domain by its own number" in str(domain).replace("\n  ", " ")


def test_merged_cohorts_are_one() -> None:
    """Both kinds of estimate are those of data in which the cohort has the other's name."""
    frame = survey()
    merged = frame.assign(grade=frame["grade"].replace("c", "b"))
    whole = responses(merged).sampled(population={"a": 20, "b": 39})
    parts = responses(frame).sampled(population={"a": 20, "b": 30, "c": 9}, collapse={"c": "b"})
    alone = responses(frame).sampled(collapse={"c": "b"})
    for conditions in ((), ("now", "then")):
        found = lk.bias.cohort_influence(parts, *conditions)
        expected = lk.bias.cohort_influence(whole, *conditions)
        assert found.rows == expected.rows
        assert found.cohorts.rows == expected.cohorts.rows
        assert set(found.notes) - set(expected.notes) == {"Stratum 'c' is merged with 'b'."}
        # Merged without sizes: as that, but for the estimate by sizes.
        without = lk.bias.cohort_influence(alone, *conditions)
        plain = lk.bias.cohort_influence(responses(merged), *conditions)
        assert [attrs.evolve(row, population=0.0) for row in without] == [
            attrs.evolve(row, population=0.0) for row in plain
        ]


def test_sizes_that_are_proportions() -> None:
    """A wider population may be told by its composition; then no cohort is too small."""
    answers = responses(survey())
    sizes, parts = {"a": 40, "b": 40, "c": 20}, {"a": 0.4, "b": 0.4, "c": 0.2}
    wider = answers.sampled(population=parts, finite_population=False)
    for conditions in ((), ("now", "then")):
        found = lk.bias.cohort_influence(wider, *conditions)
        expected = lk.bias.cohort_influence(answers.sampled(population=sizes), *conditions)
        assert [row.population for row in found] == pytest.approx(
            [row.population for row in expected], rel=1e-12
        )
    with pytest.raises(PopulationError, match=r"of the cohort 'a', for which .* has 0\.4"):
        lk.bias.cohort_influence(answers.sampled(population=parts), "now", "then")


def test_cohorts_without_answers() -> None:
    """They do nothing, and a standardised mean says which is lacking."""
    frame = survey()
    frame.loc[frame["grade"] == "c", "clear"] = np.nan
    frame.loc[frame["grade"] != "a", "calm"] = np.nan
    found = lk.bias.cohort_influence(responses(frame)).filter(when="now")
    row = found["clear"]
    assert row.note == "equal: no valid answers in stratum 'c': merge it by `sampled(collapse=...)`"
    assert math.isnan(row.equal)
    people = {one: {"a": 90, "b": 90, "c": 9} for one in ("now", "then")}
    sized = lk.bias.cohort_influence(responses(frame).sampled(population=people)).filter(when="now")
    assert sized["clear"].note == (
        "equal and population: no valid answers in stratum 'c': merge it by `sampled(collapse=...)`"
    )
    assert sized["calm"].note == (
        "one cohort: no respondents are left without this cohort; equal and population: no valid "
        "answers in stratum "
        "'b', 'c': merge it by `sampled(collapse=...)`"
    )
    assert math.isnan(sized["clear"].population)
    assert not math.isnan(row.without)
    one = found.cohorts.filter(when="now", item="clear", cohort="c").rows[0]
    assert (one.n, one.influence) == (0, 0.0)
    assert math.isnan(one.estimate)
    assert one.note == "no answers"
    alone = found.cohorts.filter(when="now", item="calm", cohort="a").rows[0]
    assert (alone.note, math.isnan(alone.without)) == (
        "no respondents are left without this cohort",
        True,
    )
    assert found.cohorts.filter(when="now", item="clear", cohort="a").rows[0].note == ""
    row = found["calm"]
    assert row.most_influential is None
    assert math.isnan(row.without_low)
    differences = lk.bias.cohort_influence(responses(frame), "now", "then")
    assert differences["clear"].equal == pytest.approx(
        np.mean([r.estimate for r in differences.cohorts if r.item == "clear" and r.n])
    )
    assert differences["calm"].note == "one cohort: no respondents are left without this cohort"
    frame["calm"] = np.nan
    empty = lk.bias.cohort_influence(
        responses(frame).sampled(population={"a": 90, "b": 90}), "now", "then"
    )
    assert empty["calm"].note == "no answers"
    assert math.isnan(empty["calm"].equal)
    none = lk.bias.cohort_influence(responses(frame)).filter(when="now")["calm"]
    assert (none.n, none.note) == (0, "no answers")


def test_bad_arguments() -> None:
    """Each says what is lacking."""
    frame = survey()
    answers = responses(frame)
    with pytest.raises(ArgumentError, match="one condition is named"):
        lk.bias.cohort_influence(answers, "now")
    with pytest.raises(ArgumentError, match="one condition is named"):
        lk.bias.cohort_influence(answers, second="now")
    bare = lk.Responses(frame, TRIAL, respondent="who", condition="when")
    with pytest.raises(
        ArgumentError, match="the data have no cohorts; expected a declared column of"
    ):
        lk.bias.cohort_influence(bare)
    with pytest.raises(
        ArgumentError, match="the data have no cohorts; expected a declared column of"
    ):
        lk.bias.cohort_influence(bare, "now", "then")
    with pytest.raises(ArgumentError, match="by='grade' has only one cohort"):
        lk.bias.cohort_influence(answers, by=("when", "grade"))
    with pytest.raises(ArgumentTypeError, match="a PairTally gives differences"):
        lk.bias.cohort_influence(answers.pairs("now", "then"))
    with pytest.raises(ArgumentTypeError, match="expected Responses or a PairTally"):
        lk.bias.cohort_influence(answers.tally(), "now", "then")
    with pytest.raises(AxisError, match="ward"):
        lk.bias.cohort_influence(answers.tally(), by="ward")
    by_condition = answers.sampled(population={"now": {"a": 90}, "then": {"a": 90}})
    with pytest.raises(ArgumentError, match="population has sizes by condition"):
        lk.bias.cohort_influence(by_condition, "now", "then")
    with pytest.raises(PopulationError, match=r"9 pairs of the cohort 'b'.*has nothing"):
        lk.bias.cohort_influence(answers.sampled(population={"a": 90, "c": 9}), "now", "then")
    with pytest.raises(PopulationError, match=r"5 pairs of the cohort 'c'.*has 4"):
        lk.bias.cohort_influence(
            answers.sampled(population={"a": 90, "b": 90, "c": 4}), "now", "then"
        )
    with pytest.raises(PopulationError, match="'c'"):
        lk.bias.cohort_influence(answers.sampled(population={"a": 90, "b": 90}))
    more = {one: {"a": 90, "b": 90, "c": 9, "d": 9} for one in ("now", "then")}
    with pytest.raises(PopulationError, match="nobody under 'now' is in stratum 'd'") as caught:
        lk.bias.cohort_influence(answers.sampled(population=more))
    assert "leave it out of `population`" in str(caught.value)
    assert "collapse={'d': 'c'}" in str(caught.value)
    frame["w"] = 2.0
    heavy = responses(frame, weight="w")
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.bias.cohort_influence(heavy)
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.bias.cohort_influence(heavy, "now", "then")


def test_empty_data_make_an_empty_table() -> None:
    """Nobody answered: no group, no row."""
    frame = survey().iloc[:0]
    assert len(lk.bias.cohort_influence(responses(frame))) == 0
