"""What a summary takes, what it refuses, and what it says it leaves out."""

from __future__ import annotations

import math

import attrs
import pandas as pd
import polars as pl
import pytest
from tests.unit.summary.sheets import COURSE, linked, loose, of_pairs, rows

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    OptionError,
    PopulationError,
    RespondentError,
    StratumError,
)

CONDITIONS = (lk.Condition("after"), lk.Condition("before"))
COHORTS = (lk.Cohort("north", size=9), lk.Cohort("south", size=7))


def three() -> pd.DataFrame:
    """Return answers under three conditions."""
    frame = rows()
    later = frame[frame["when"] == "after"].assign(when="later")
    return pd.concat([frame, later], ignore_index=True)


@pytest.mark.parametrize("bind", [linked, loose])
def test_of_three_conditions_two_are_named(bind) -> None:
    """The third bears on nothing; a design, a population and the invited may know it."""
    data = bind(three())
    with pytest.raises(ArgumentError, match="3 conditions, 'after', 'before' and 'later'"):
        lk.summarize(data)
    design = lk.StudyDesign(conditions=(*CONDITIONS, lk.Condition("later")), invited=20)
    asked = {"later": 50, "after": 20, "before": 20}
    by_design = lk.summarize(data, design=design, first="after", second="before")
    by_hand = lk.summarize(data, invited=asked, first="after", second="before")
    pair = lk.summarize(bind(rows()), invited=20)
    assert by_design.rows == by_hand.rows == pair.rows
    turned = lk.summarize(data, invited=20, first="before", second="after")
    assert turned["clear"].mean_difference == -pair["clear"].mean_difference


def test_a_population_may_know_a_third_condition() -> None:
    """Sizes by condition and stratum are those of the conditions that are summarised."""
    sizes = {one.name: one.size for one in COHORTS}
    every = {"after": sizes, "before": sizes, "later": {"north": 90, "south": 90}}
    found = lk.summarize(
        linked(three(), stratum="site").sampled(population=every),
        invited={"after": sizes, "before": sizes, "later": {"north": 90, "south": 90}},
        first="after",
        second="before",
    )
    assert (
        found.rows
        == lk.summarize(
            linked(rows(), stratum="site").sampled(population=sizes), invited=sizes
        ).rows
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("never", None, "'never' is not one of the conditions; they are 'after' and 'before'"),
        ("after", "never", "'never' is not one of the conditions; they are"),
        (None, "after", "second='after' is given without first"),
        ("after", "after", "first and second are both 'after'"),
    ],
)
@pytest.mark.parametrize("published", [False, True])
def test_conditions_are_those_of_the_data(first, second, words, *, published: bool) -> None:
    """A name that is none, half of a comparison, and one condition twice."""
    data = loose(rows())
    if published:
        means = {"after": {"clear": "3.2"}, "before": {"clear": "2.9"}}
        data = lk.published.PublishedTable(means=means, instrument=COURSE)
    with pytest.raises(ArgumentError, match=words):
        lk.summarize(data, first=first, second=second)


def test_data_without_conditions() -> None:
    """Names of conditions are refused, and so are no rows at all."""
    with pytest.raises(ArgumentError, match="name conditions, but the data have no conditions"):
        lk.summarize(lk.Responses(rows(), COURSE), first="after")
    with pytest.raises(ArgumentError, match="name conditions, but the data have no conditions"):
        lk.summarize(lk.Responses(rows(), COURSE), second="after")
    with pytest.raises(ArgumentError, match=r"0 conditions, none; .*\nHint: check that rows"):
        lk.summarize(loose(rows()[:0]))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"correction": "sidak"}, OptionError, "sidak"),
        ({"confidence_level": 95}, ArgumentError, "confidence_level"),
        ({"design": {"invited": 9}}, ArgumentTypeError, "design is a dict; expected a StudyDesign"),
        ({"invited": "all"}, ArgumentTypeError, "invited"),
        ({"invited": 5}, PopulationError, "9 respondents under 'after', more than the 5"),
        ({"invited": {"after": 20}}, PopulationError, "no number for 'before'"),
    ],
)
def test_what_is_passed_is_used_or_refused(options, error, words) -> None:
    """Nothing that a caller says is left out in silence."""
    with pytest.raises(error, match=words):
        lk.summarize(linked(rows()), **options)


def test_options_are_checked_where_nothing_is_compared() -> None:
    """A word that is none is one for a survey of one condition too."""
    with pytest.raises(OptionError, match="sidak"):
        lk.summarize(lk.Responses(rows(), COURSE), correction="sidak")


def test_other_data_are_refused() -> None:
    """A data frame is no survey until it is bound to an instrument."""
    with pytest.raises(ArgumentTypeError, match="data is a DataFrame; expected Responses, a Tally"):
        lk.summarize(rows())
    with pytest.raises(ArgumentTypeError, match="type DataFrame"):
        lk.summarize(rows(), design=lk.StudyDesign(conditions=CONDITIONS))


def test_sizes_and_weights_do_not_go_together() -> None:
    """Weights count the cohorts already; people who count unequally have no bounds."""
    frame = rows().assign(weight=2.0)
    data = linked(frame, stratum="site", weight="weight")
    sizes = {one.name: one.size for one in COHORTS}
    found = lk.summarize(data.sampled(population=sizes))
    assert all(math.isnan(row.stratified_first) for row in found)
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.summarize(data, invited=20)
    # What only a design says is left out, since the design says more than that.
    row = lk.summarize(data, design=lk.StudyDesign(conditions=CONDITIONS, cohorts=COHORTS))["clear"]
    assert math.isnan(row.stratified_first)
    assert math.isnan(row.low_first)


@pytest.mark.parametrize(
    ("design", "options", "said"),
    [
        ({"cohorts": COHORTS}, {}, "no column says who is in which cohort"),
        ({"cohorts": (lk.Cohort("east", size=30),)}, {"stratum": "site"}, "stratum 'north' under"),
        (
            {"cohorts": (*COHORTS, lk.Cohort("east", size=3))},
            {"stratum": "site"},
            "nobody under 'after' is in stratum 'east'",
        ),
        (
            {"cohorts": (lk.Cohort("north", size=3), lk.Cohort("south", size=30))},
            {"stratum": "site"},
            "more than the 3 people of its population",
        ),
    ],
)
def test_cohorts_that_do_not_fit(design, options, said) -> None:
    """A design that the data contradict costs the stratified means, with a note that says why."""
    found = lk.summarize(
        linked(rows(), **options), design=lk.StudyDesign(conditions=CONDITIONS, **design)
    )
    (note,) = [one for one in found.notes if one.startswith("Stratified means are not shown: ")]
    assert said in note
    assert "Hint" not in note
    assert math.isnan(found["clear"].stratified_first)
    fits = lk.StudyDesign(conditions=CONDITIONS, cohorts=COHORTS)
    found = lk.summarize(linked(rows(), stratum="site"), design=fits)
    assert not any(one.startswith("Stratified means are not shown") for one in found.notes)


@pytest.mark.parametrize("years", [(2020, 2021), ("2020", "2021")])
@pytest.mark.parametrize("conditions", [(1, 2), ("1", "2")])
def test_cohorts_may_be_numbers(years, conditions) -> None:
    """A design names by text what the data hold as numbers: both are the same figures."""
    frame = rows()
    frame["year"] = frame["site"].map(dict(zip(("north", "south"), years, strict=True)))
    frame["when"] = frame["when"].map(dict(zip(("after", "before"), conditions, strict=True)))
    cohorts = (
        lk.Cohort("2020", size=9),
        lk.Cohort("2021", size=7),
    )
    design = lk.StudyDesign(conditions=(lk.Condition("1"), lk.Condition("2")), cohorts=cohorts)
    found = lk.summarize(linked(frame, stratum="year"), design=design)
    expected = sum(
        n * frame.query("year == @year and `when` == @first")["clear"].mean()
        for n, year, first in zip((9, 7), years, conditions[:1] * 2, strict=True)
    )
    assert found["clear"].stratified_first == pytest.approx(expected / 16, rel=1e-12)


def test_more_answers_than_people() -> None:
    """That more answered than were asked is a threat, and costs the bounds."""
    design = lk.StudyDesign(conditions=CONDITIONS, invited=6, responded=6)
    found = lk.summarize(linked(rows()), design=design)
    (note,) = [one for one in found.notes if one.startswith("Bounds on the means of everybody who")]
    assert "more than the 6 who were invited" in note
    assert "ineligible raters" in {row.threat for row in found.threats}
    assert math.isnan(found["clear"].low_first)
    fits = attrs.evolve(design, invited=9, responded=9)
    found = lk.summarize(linked(rows()), design=fits)
    assert found["clear"].low_first == found["clear"].mean_first
    assert "ineligible raters" not in {row.threat for row in found.threats}


def test_a_design_that_says_little() -> None:
    """Without the number of those who were asked there are no bounds, and no note of any."""
    half = lk.StudyDesign(conditions=(lk.Condition("after", invited=20), lk.Condition("before")))
    found = lk.summarize(linked(rows()), design=half)
    assert not any("Bounds" in note or "low_first" in note for note in found.notes)
    assert math.isnan(found["clear"].low_first)


def test_a_design_of_one_condition() -> None:
    """A survey without a comparison takes sizes and the invited from its only condition."""
    frame = rows()
    after = frame[frame["when"] == "after"]
    design = lk.StudyDesign(conditions=(lk.Condition("survey"),), cohorts=COHORTS)
    found = lk.summarize(lk.Responses(after, COURSE, stratum="site"), design=design)
    sizes = {one.name: one.size for one in COHORTS}
    data = lk.Responses(after, COURSE, stratum="site").sampled(population=sizes)
    told = lk.summarize(data, invited=16)
    assert found.rows == told.rows
    assert found["clear"].high_first > found["clear"].mean_first
    elsewhere = lk.StudyDesign(
        conditions=(lk.Condition("survey"),),
        cohorts=(lk.Cohort("north", size=9), lk.Cohort("south", size=7)),
        invited=15,
    )
    found = lk.summarize(lk.Responses(after, COURSE), design=elsewhere)
    assert found["clear"].high_first == pytest.approx((after["clear"].sum() + 6 * 5) / 15)


def test_a_cohort_that_never_had_a_condition() -> None:
    """It counts for the condition that it knew, and for nobody's mean under the other."""
    frame = rows()
    frame = frame[(frame["when"] == "after") | (frame["site"] == "north")]
    cohorts = (COHORTS[0], lk.Cohort("south", size=7, conditions=("after",)))
    design = lk.StudyDesign(conditions=CONDITIONS, cohorts=cohorts)
    found = lk.summarize(linked(frame, stratum="site"), design=design)["clear"]
    before = frame[frame["when"] == "before"]
    assert found.stratified_second == pytest.approx(before["clear"].mean())
    assert found.low_second == pytest.approx((before["clear"].sum() + 9 - len(before)) / 9)


def test_conditions_of_a_design_are_those_of_the_data() -> None:
    """Another name is an error, not a survey without threats."""
    design = lk.StudyDesign(conditions=(lk.Condition("then"), lk.Condition("now")))
    with pytest.raises(MismatchError, match="'after' and 'before' as conditions"):
        lk.summarize(linked(rows()), design=design)


@pytest.mark.parametrize("names", [{"after": 2, "before": 1}, {"after": True, "before": False}])
def test_conditions_that_are_no_words(names) -> None:
    """Numbers and yes or no name a condition as well as words do, in the order of their values."""
    frame = rows()
    found = lk.summarize(
        linked(frame.assign(when=frame["when"].map(names))), first=names["after"],
        second=names["before"], invited={names["after"]: 12, names["before"]: 12},
    )  # fmt: skip
    assert found.rows == lk.summarize(linked(frame), invited=12).rows
    assert (
        found.title == f"Summary of course: {names['after']} (first) and {names['before']} (second)"
    )
    assert any(f"under '{names['before']}' range from" in one.text for one in found.claims)
    plain = lk.summarize(linked(frame.assign(when=frame["when"].map(names))))
    assert dict(plain.options)["first"] == names["before"]


def test_a_column_called_like_a_figure() -> None:
    """It changes no row, and stands in a table beside the figure, as everywhere."""
    frame = rows().rename(columns={"when": "item"})
    data = lk.Responses(frame, COURSE, respondent="person", condition="item")
    assert lk.summarize(data).rows == lk.summarize(linked(rows())).rows
    table = lk.means(data).to_frame()
    assert list(table.columns[:2]) == ["by_item", "item"]
    assert set(table["by_item"]) == {"after", "before"}
    assert set(table["item"]) == set(COURSE.names)


def test_pairs_are_made_once() -> None:
    """Wide answers and a table of pairs give what long answers give."""
    frame = rows()
    wide = frame.pivot_table(
        index="person", columns="when", values=list(COURSE.names), dropna=False
    )
    wide.columns = [f"{when}_{item}" for item, when in wide.columns]
    columns = {
        when: {item: f"{when}_{item}" for item in COURSE.names} for when in ("after", "before")
    }
    answers = lk.Responses.from_wide(wide.reset_index(), COURSE, columns=columns)
    assert lk.summarize(answers).rows == lk.summarize(linked(frame)).rows


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("options", [{}, {"stratum": "site"}, {"cluster": "room"}])
def test_any_engine_gives_the_same(options, *, lazy: bool) -> None:
    """A polars frame, read or planned, gives what a pandas frame gives."""
    frame = rows().assign(room=lambda one: one["person"] // 3)
    other = pl.from_pandas(frame)
    other = other.lazy() if lazy else other
    for bind in (linked, loose):
        assert (
            lk.summarize(bind(other, **options)).rows == lk.summarize(bind(frame, **options)).rows
        )


def test_a_respondent_has_one_cohort() -> None:
    """Whoever changes the cohort between conditions cannot be paired within one."""
    frame = rows()
    frame.loc[frame["when"] == "after", "site"] = "east"
    with pytest.raises(RespondentError, match="differ between the conditions in 'site'"):
        lk.summarize(linked(frame, stratum="site"))


def test_the_axis_of_pairs_has_a_name_of_its_own() -> None:
    """A table of pairs that is split by a column called "condition" is summarised like any."""
    frame = rows().assign(condition="one")
    pairs = linked(frame).pairs("after", "before", by="condition")
    assert lk.summarize(pairs).rows == lk.summarize(linked(rows())).rows


def test_the_family_is_every_item_with_a_p_value() -> None:
    """An item that nobody answered twice does not count."""
    found = lk.summarize(linked(rows().assign(dull=math.nan)))
    assert any("the family being 2 p-values (all items)" in note for note in found.notes)
    assert found["clear"].pvalue_adjusted <= 2 * found["clear"].pvalue
    assert math.isnan(found["dull"].pvalue_adjusted)


def test_one_pair() -> None:
    """One pair has a difference and no interval, and the row says so."""
    found = lk.summarize(of_pairs((4, 2)))
    row = found["item"]
    assert (row.mean_difference, row.pvalue, row.respondents_to_zero) == (2, 1, None)
    assert math.isnan(row.low)
    assert "one pair" in row.note


def test_a_stratum_of_one_is_merged_or_given_a_rule_by_the_data() -> None:
    """The options of the design are those of `sampled()`, and a summary has none of them."""
    frame = rows()
    frame["weight"] = 1.0
    frame["group"] = ["alone" if person == 3 else "rest" for person in frame["person"]]
    data = linked(frame, weight="weight", stratum="group")
    with pytest.raises(StratumError, match="'alone' has one respondent") as caught:
        lk.summarize(data)
    assert "`data.sampled(lone_stratum='adjust')`" in str(caught.value)
    assert "`data.sampled(collapse=...)`" in str(caught.value)
    for rule in ({"lone_stratum": "adjust"}, {"collapse": {"alone": "rest"}}):
        sampled = data.sampled(**rule)
        row = lk.summarize(sampled)["clear"]
        pair = lk.compare_paired(sampled, "after", "before", test="t")["clear"]
        assert (row.low, row.high) == (pair.low, pair.high)


def test_notes_are_of_figures_that_a_summary_has() -> None:
    """Of tipping points it shows shifts and people; 1 to 5 needs four steps of everybody."""
    frame = rows(n=12)
    frame["village"] = frame["person"] // 3
    for data in (linked(frame), linked(frame, cluster="village")):
        assert not any("rosenbaum" in row.note for row in lk.summarize(data))
    far = lk.summarize(of_pairs((5, 1), (5, 1), (5, 2)))["item"]
    assert far.note.endswith("moving one category is not enough, for any number of people")
    level = lk.summarize(of_pairs((5, 1), (1, 5)))["item"]
    assert "there is no mean difference" in level.note
    small = lk.summarize(of_pairs((3, 2), (1, 2), (4, 3)))["item"]
    assert "the t test does not reject in the answers as they are" in small.note
