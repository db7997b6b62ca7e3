"""A summary of means that a paper prints."""

from __future__ import annotations

import math

import pytest
from tests.unit.summary.sheets import COURSE, claims

import likertkit as lk
from likertkit.errors import ArgumentError, PopulationError
from likertkit.published import PublishedTable

MEANS = {
    "after": {"clear": "3.20", "useful": "4.10", "dull": "2.00"},
    "before": {"clear": "2.90", "useful": "2.30"},
}
N = {"after": 20, "before": 10}
DESIGN = lk.StudyDesign(
    conditions=(lk.Condition("after"), lk.Condition("before")), invited=25, responded=20
)


def table(**options: object) -> PublishedTable:
    """Return the printed means."""
    return PublishedTable(means=MEANS, instrument=COURSE, **options)


def test_without_n_only_means_and_differences() -> None:
    """No interval, no p-value, no bounds; and how to find n."""
    found = lk.summarize(table(), design=DESIGN, invited=25)
    row = found["clear"]
    assert (row.n_first, row.answers_first, row.n_pairs, row.robust) == (None, (), None, None)
    assert (row.mean_first, row.mean_second) == (3.2, 2.9)
    assert row.mean_difference == pytest.approx(0.3)
    assert all(
        math.isnan(getattr(row, name)) for name in ("pvalue", "low", "low_first", "within_low")
    )
    assert any("`published.feasible_n`" in note for note in found.notes)
    assert found.grids == (
        ("item", "mean_first"),
        ("item", "mean_second"),
        ("item", "mean_difference"),
    )
    scale = "On a scale from 1 ('Strongly disagree') to 5 ('Strongly agree')"
    assert claims(found, "after", "may") == [
        f"{scale}, the mean scores under 'after' range from 3.20 ('clear') to 4.10 ('useful').",
        f"{scale} (the item is negatively keyed), the mean score of 'dull' under 'after' is 2.00.",
    ]
    (text,) = claims(found, "pairing")
    assert text.endswith("the answers of a person are not linked.")


def test_with_n_there_are_bounds() -> None:
    """Bounds by the total of the answers; those of the overlap from what both can have said."""
    found = lk.summarize(table(n=N), design=DESIGN)
    row = found["clear"]
    assert (row.n_first, row.n_second) == (20, 10)
    assert row.low_first == pytest.approx((20 * 3.2 + 5 * 1) / 25)
    assert row.high_second == pytest.approx((10 * 2.9 + 15 * 5) / 25)
    # All ten of before are among the twenty of after, whose other ten lie between 1 and 5:
    # the mean of the ten of after is at least 2 × 3.2 - 5, and at most 5.
    assert row.within_low == pytest.approx(2 * 3.2 - 5 - 2.9)
    assert row.within_high == pytest.approx(5 - 2.9)
    assert not any("feasible_n" in note for note in found.notes)
    (text,) = claims(found, "pairing")
    assert "For 1 of 2 items even the sign of the difference" in text
    part = lk.summarize(table(n={"after": 20}), design=DESIGN)
    assert math.isnan(part["clear"].low_first)
    assert any("`published.feasible_n`" in note for note in part.notes)
    bare = lk.summarize(table(n=N))["clear"]
    assert (bare.n_first, bare.mean_first) == (20, 3.2)
    assert math.isnan(bare.low_first)
    told = lk.summarize(table(n=N), invited=25)
    assert told["clear"].low_first == row.low_first
    assert math.isnan(told["clear"].within_low)


def test_an_item_of_one_column_has_no_difference() -> None:
    """It stays, with what is known of it."""
    row = lk.summarize(table(n=N), design=DESIGN)["dull"]
    assert (row.n_second, row.mean_first) == (None, 2.0)
    assert math.isnan(row.mean_second)
    assert math.isnan(row.mean_difference)
    assert math.isnan(row.low_second)
    assert not math.isnan(row.low_first)


@pytest.mark.parametrize("condition", ["after", "before"])
def test_one_column(condition: str) -> None:
    """One condition of a table is summarised by itself."""
    found = lk.summarize(table(n=N), first=condition, design=DESIGN)
    assert found.title == f"Summary of course: {condition}"
    assert found["clear"].mean_first == float(MEANS[condition]["clear"])
    assert math.isnan(found["clear"].mean_difference)
    assert math.isnan(found["clear"].within_low)
    assert not claims(found, "pairing")


def test_columns_are_named_where_there_are_three() -> None:
    """As for answers."""
    means = {**MEANS, "later": {"clear": "1.50"}}
    trio = PublishedTable(means=means, instrument=COURSE, n={**N, "later": 4})
    with pytest.raises(ArgumentError, match="3 conditions"):
        lk.summarize(trio)
    asked = {"later": 25, "after": 25, "before": 40}
    found = lk.summarize(trio, first="later", second="after", invited=asked)
    assert found.rows == lk.summarize(trio, first="later", second="after", invited=25).rows
    assert found["clear"].mean_difference == pytest.approx(1.5 - 3.2)
    assert found["clear"].low_first == pytest.approx((4 * 1.5 + 21) / 25)


def test_n_of_the_columns_that_are_summarised() -> None:
    """A third column without n takes nothing from the others."""
    means = {**MEANS, "later": {"clear": "1.50"}}
    trio = PublishedTable(means=means, instrument=COURSE, n=N)
    found = lk.summarize(trio, first="after", second="before", design=lk.StudyDesign(
        conditions=(*DESIGN.conditions, lk.Condition("later")), invited=25, responded=20
    ))  # fmt: skip
    assert found["clear"].within_low == pytest.approx(2 * 3.2 - 5 - 2.9)


def test_more_answers_than_people_cost_the_bounds() -> None:
    """A design that a table contradicts is a note; a number that is passed is an error."""
    few = lk.StudyDesign(conditions=DESIGN.conditions, invited=15)
    found = lk.summarize(table(n=N), design=few)
    assert any(note.startswith("Bounds on the means of everybody who was") for note in found.notes)
    assert math.isnan(found["clear"].low_first)
    with pytest.raises(PopulationError, match="more than the 15"):
        lk.summarize(table(n=N), invited=15)
    half = lk.StudyDesign(conditions=(lk.Condition("after", invited=25), lk.Condition("before")))
    assert math.isnan(lk.summarize(table(n=N), design=half)["clear"].low_first)


@pytest.mark.parametrize(("responded", "there"), [(19, False), (20, True)])
def test_more_answers_than_respondents(responded: int, *, there: bool) -> None:
    """A table with more answers than people who are said to have answered has no overlap."""
    design = lk.StudyDesign(conditions=DESIGN.conditions, responded=responded)
    found = lk.summarize(table(n=N), design=design)
    assert math.isnan(found["clear"].within_low) is not there
    notes = [note for note in found.notes if "among people who rated both" in note]
    assert len(notes) == 1
    assert ("more than the 19 respondents of the design" in notes[0]) is not there
    assert (
        f"the smallest number of people that {responded} respondents allow" in notes[0]
    ) is there


def test_nobody_need_have_rated_both() -> None:
    """With as many respondents as answers, or no item in both columns, nothing is bounded."""
    apart = lk.StudyDesign(conditions=DESIGN.conditions, responded=30)
    found = lk.summarize(table(n=N), design=apart)
    assert math.isnan(found["clear"].within_low)
    (text,) = claims(found, "pairing")
    assert "sign" not in text
    means = {"after": {"clear": "3.20"}, "before": {"useful": "2.30"}}
    disjoint = PublishedTable(means=means, instrument=COURSE, n=N)
    found = lk.summarize(disjoint, design=DESIGN)
    assert [row.item for row in found] == ["clear", "useful"]
    assert all(math.isnan(row.mean_difference) for row in found)
    assert not any("rated both" in note for note in found.notes)


def test_the_bundled_study() -> None:
    """Its table: 14 items, no n, and every threat that its design has."""
    study = lk.studies.balint()
    found = lk.summarize(study.participants.published, design=study.participants.design)
    assert len(found) == 14
    assert found["heard"].mean_difference == pytest.approx(0.26)
    assert {"recall", "order", "context confounding"} <= {row.threat for row in found.threats}
    assert not [one for one in found.claims if one.about in found.threats]


def test_a_mean_that_its_answers_cannot_have_is_not_claimed() -> None:
    """Ten whole numbers have a mean of one decimal: 3.21 is a misprint, or is weighted."""
    means = {"after": {"clear": "3.21", "useful": "4.10"}, "before": {"clear": "2.90"}}
    printed = PublishedTable(means=means, instrument=COURSE, n={"after": 10, "before": 10})
    found = lk.summarize(printed)
    for text in claims(found, "after", "may"):
        assert "'clear'" not in text
    assert claims(found, "impossible mean") == [
        (
            "That 3.21 is the mean score of 'clear' under 'after': 10 answers cannot have this "
            "mean if all count alike and the mean is rounded to nearest."
        )
    ]
    assert found["clear"].note == "under 'after' the mean 3.21 is impossible at n = 10"
    assert found["useful"].note == "no mean is printed under 'before'"
    assert claims(found.filter(item="useful"), "impossible mean") == []
    swapped = lk.summarize(printed, first="before", second="after")
    assert claims(swapped, "impossible mean") == claims(found, "impossible mean")
    assert claims(lk.summarize(printed, first="before"), "impossible mean") == []
