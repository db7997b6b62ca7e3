"""What responses, tallies, pairs and published tables add to the threats of a design."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.bias import Cohort, Condition, StudyDesign
from likertkit.bias.threats._evidence import read_evidence
from likertkit.errors import MismatchError
from likertkit.published import PublishedTable

SCALE = lk.LikertScale(codes=(1, 2, 3, 4, 5))
WIDE_SCALE = lk.LikertScale(codes=tuple(range(11)))
TRIAL = lk.Instrument("trial", [lk.Item("q1", SCALE), lk.Item("q2", SCALE)])
BOTH = (Condition("old"), Condition("new"))
PLAIN = StudyDesign(conditions=BOTH, invited=8)


def long(*rows: tuple[str, str, object, object], **options: Any) -> lk.Responses:
    """Return responses from rows of who, condition, q1 and q2."""
    frame = pd.DataFrame(rows, columns=["who", "when", "q1", "q2"])
    return lk.Responses(frame, TRIAL, respondent="who", condition="when", **options)


# Six answered under old, five of them and one more under new; c left q2 blank under old.
LONG_ROWS = (
    *((who, "old", 4, None if who == "c" else 2) for who in "abcdef"),
    *((who, "new", 4, 2) for who in "abcdeg"),
)
ANSWERS = long(*LONG_ROWS)


def found(design: StudyDesign, data: Any, name: str) -> Any:
    """Return the threats of one name."""
    return [row for row in design.threats(data) if row.threat == name]


def test_responses_say_who_answered_under_one_alone():
    """By item, and by the respondent's name."""
    [row] = found(PLAIN, ANSWERS, "non-overlap")
    assert row.value == 3
    assert row.evidence == (
        "In the data 4 to 5 answered an item under both, 1 only under old and 1 to 2 only under "
        "new."
    )
    assert dict(row.figures) == {
        "n_both_least": 4,
        "n_both_most": 5,
        "n_first_only_least": 1,
        "n_first_only_most": 1,
        "n_second_only_least": 1,
        "n_second_only_most": 2,
    }


def test_an_engine_says_the_same():
    """Lazy rows show what rows in memory do."""
    frame = pl.DataFrame(
        {
            "who": [*"abcdef", *"abcdeg"],
            "when": ["old"] * 6 + ["new"] * 6,
            "q1": [4] * 12,
            "q2": [2, 2, None, *[2] * 9],
        }
    )
    lazy = lk.Responses(frame.lazy(), TRIAL, respondent="who", condition="when")
    assert PLAIN.threats(lazy) == PLAIN.threats(ANSWERS)


def test_pairs_say_it_in_either_order():
    """The pair tally's first condition may be the design's second."""
    for pairs in (ANSWERS.pairs("old", "new"), ANSWERS.pairs("new", "old")):
        assert found(PLAIN, pairs, "non-overlap") == found(PLAIN, ANSWERS, "non-overlap")
        seen = read_evidence(PLAIN, pairs)
        own = read_evidence(PLAIN, ANSWERS)
        assert seen.people == own.people == 7
        assert seen.n_raters == own.n_raters == {"old": (5, 6), "new": (6, 6)}
        assert seen.silence == own.silence
        assert seen.n_answered == own.n_answered == {"old": 6, "new": 6}
        assert (seen.n_items, seen.spread) == (own.n_items, own.spread) == (2, 4)


def test_a_full_overlap_is_no_threat():
    """Everybody rated both; one more under one alone, and it is listed."""
    same = [(who, when, 4, 2) for who in "abcdef" for when in ("old", "new")]
    assert not found(PLAIN, long(*same), "non-overlap")
    assert [row.value for row in found(PLAIN, long(*same, ("g", "new", 4, 2)), "non-overlap")] == [
        1
    ]


def test_people_in_the_data_are_the_rate():
    """Seven of eight answered; all of seven would be no threat."""
    row = found(PLAIN, ANSWERS, "nonresponse")[0]
    assert row.applies_to == "everybody who was asked"
    assert row.value == 7 / 8
    assert (
        "between bounds that are 0.50 scale points (12.5 % of the scale's range) apart."
        in row.evidence
    )
    assert dict(row.figures)["width_points"] == pytest.approx(4 / 8, rel=1e-12)
    seven = StudyDesign(conditions=BOTH, invited=7)
    assert "everybody who was asked" not in [
        row.applies_to for row in found(seven, ANSWERS, "nonresponse")
    ]


def test_more_people_than_answered():
    """As many as are said to have answered is none, one fewer is one; else those asked count."""
    for responded in (7, 6):
        design = StudyDesign(conditions=BOTH, invited=8, responded=responded)
        rows = found(design, ANSWERS, "ineligible raters")
        assert [row.value for row in rows] == [1.0] * (7 - responded)
    assert rows[0].evidence == (
        "7 people are in the data, but only 6 responded, according to the design."
    )
    [row] = [
        row
        for row in found(StudyDesign(conditions=BOTH, invited=6), ANSWERS, "ineligible raters")
        if row.applies_to == "everybody who was asked"
    ]
    assert row.evidence == "7 people are in the data, but only 6 were asked."


def test_the_widest_scale_counts():
    """The reach is that of the item with the longest scale."""
    mixed = lk.Instrument("mixed", [lk.Item("q1", SCALE), lk.Item("q2", WIDE_SCALE)])
    tally = lk.Tally.from_counts({"q1": {4: 9}, "q2": {10: 9}}, mixed)
    design = StudyDesign(conditions=(Condition("survey"),), invited=10)
    [row] = found(design, tally, "nonresponse")
    assert dict(row.figures)["width_points"] == pytest.approx(1, rel=1e-12)


def test_silence_on_the_item_with_the_most():
    """One of twenty is 95 %, two are fewer; whom an item does not concern is not silent."""
    scale = lk.LikertScale(codes=(1, 2, 3), nonsubstantive={" not  Applicable": 9, "Refused": 8})
    trial = lk.Instrument("trial", [lk.Item("q1", scale), lk.Item("q2", scale)])
    design = StudyDesign(conditions=(Condition("survey"),))
    for n_silent in (1, 2):
        silent = {None: 1, 8: n_silent - 1}
        counts = {"q1": {1: 10, 9: 10}, "q2": {2: 20 - n_silent, 9: 5, **silent}}
        tally = lk.Tally.from_counts(counts, trial)
        rows = found(design, tally, "nonresponse")
        assert [row.value for row in rows] == [0.9] * (n_silent - 1)
    assert rows[0].applies_to == "q2 under survey"
    assert rows[0].evidence == (
        "2 of 20 gave no answer to q2 under survey (10.0 %), a larger proportion than for any "
        "other item."
    )
    assert dict(rows[0].figures) == {"n_silent": 2, "n_asked": 20, "rate": 0.9}


def test_an_item_that_concerns_nobody_is_no_silence():
    """All say that it does not apply: nobody was silent."""
    scale = lk.LikertScale(codes=(1, 2, 3), nonsubstantive={"Not applicable": 9})
    trial = lk.Instrument("trial", [lk.Item("q1", scale)])
    tally = lk.Tally.from_counts({"q1": {9: 10}}, trial)
    design = StudyDesign(conditions=(Condition("survey"),))
    assert read_evidence(design, tally).silence == {}
    assert not found(design, tally, "nonresponse")


def test_silence_is_a_proportion_of_those_asked():
    """Two of 20 are more than three of 40."""
    tally = lk.Tally.from_counts({"q1": {1: 37, None: 3}, "q2": {2: 18, None: 2}}, TRIAL)
    [row] = found(StudyDesign(conditions=(Condition("survey"),)), tally, "nonresponse")
    assert row.applies_to == "q2 under survey"


def test_an_answer_that_is_no_rating_is_an_answer():
    """Who says "Not applicable" was asked and replied, but is nobody to be tested."""
    scale = lk.LikertScale(codes=(1, 2, 3, 4, 5), nonsubstantive={"Not applicable": 9})
    trial = lk.Instrument("trial", [lk.Item("q1", scale)])
    design = StudyDesign(conditions=(Condition("survey"),), invited=20)
    for other, rate in ((9, []), (None, [5 / 20, 5 / 20])):
        tally = lk.Tally.from_counts({"q1": {1: 5, other: 15}}, trial)
        assert [row.value for row in found(design, tally, "nonresponse")] == rate
        assert [row.value for row in found(design, tally, "small n")] == [5]


def test_the_items_of_the_data_count():
    """Whatever the design says; without data it is the design's number."""
    design = StudyDesign(conditions=BOTH, n_items=5)
    assert [row.value for row in found(design, ANSWERS, "many comparisons")] == [2]
    assert [row.value for row in found(design, None, "many comparisons")] == [5]


def test_a_tally_without_pairs_bounds_the_overlap():
    """Where nobody is paired, the numbers of answers still differ."""
    frame = pd.DataFrame({"when": ["old"] * 6 + ["new"] * 4, "q1": 3, "q2": 4})
    data = lk.Responses(frame, TRIAL, condition="when")
    for same in (data, data.tally()):
        [row] = found(PLAIN, same, "non-overlap")
        assert row.value == 2
        assert row.evidence == (
            "6 answered an item under old and 4 under new. So at least 2 answered under only "
            "one of them."
        )
        assert read_evidence(PLAIN, same).people is None


def test_one_condition_needs_no_column():
    """Its rows are the people, but for those who left everything blank."""
    frame = pd.DataFrame({"q1": [3] * 9 + [None], "q2": [4] * 9 + [None]})
    design = StudyDesign(conditions=(Condition("survey"),), invited=10)
    row = found(design, lk.Responses(frame, TRIAL), "nonresponse")[0]
    assert row.value == 0.9
    assert read_evidence(design, lk.Responses(frame, TRIAL)).people == 9


def test_wide_frames_are_paired_by_row():
    """Without a column of respondents, too."""
    frame = pd.DataFrame({"o": [1, 2, 3, None], "n": [1, 2, None, 3]})
    one = lk.Instrument("one", [lk.Item("q1", SCALE)])
    data = lk.Responses.from_wide(frame, one, columns={"old": {"q1": "o"}, "new": {"q1": "n"}})
    [row] = found(PLAIN, data, "non-overlap")
    assert row.value == 2
    assert "2 answered an item under both, 1 only under old and 1 only under new" in row.evidence


def test_an_item_of_one_condition_alone_is_no_overlap():
    """It was not asked there: who answered it did not leave the other out."""
    frame = pd.DataFrame({"o": [1, 2], "n": [1, 2], "p": [3, 3]})
    columns = {"old": {"q1": "o"}, "new": {"q1": "n", "q2": "p"}}
    data = lk.Responses.from_wide(frame, TRIAL, columns=columns)
    assert not found(PLAIN, data, "non-overlap")
    columns = {"old": {"q1": "o"}, "new": {"q2": "p"}}
    data = lk.Responses.from_wide(frame, TRIAL, columns=columns)
    assert not found(PLAIN, data, "non-overlap")
    assert read_evidence(PLAIN, data).overlaps["old", "new"].n_both == (0, 0)
    assert not found(PLAIN, data.pairs("old", "new"), "non-overlap")


def test_no_rows_show_nothing():
    """Of nobody there is nothing to say, and no error."""
    frame = pd.DataFrame({"who": [], "when": [], "q1": [], "q2": []}, dtype="float")
    data = lk.Responses(frame, TRIAL, respondent="who", condition="when")
    seen = read_evidence(PLAIN, data)
    assert (seen.n_raters, seen.people, seen.overlaps) == ({}, None, {})
    empty = lk.Tally.from_counts({"q1": {1: 0}}, TRIAL)
    seen = read_evidence(StudyDesign(conditions=(Condition("survey"),)), empty)
    assert (seen.n_raters, seen.silence) == ({}, {})


def test_pairs_of_nobody_show_nothing():
    """A condition without answers has no raters and no blanks."""
    pairs = lk.PairTally.from_table([[0] * 5] * 5, SCALE, first="old", second="new")
    seen = read_evidence(PLAIN, pairs)
    assert (seen.n_raters, seen.silence) == ({}, {})


def test_pairs_of_three_conditions_are_not_all_the_people():
    """Whoever rated the third alone is not among them."""
    three = StudyDesign(conditions=(*BOTH, Condition("third")), invited=8)
    assert read_evidence(three, ANSWERS.pairs("old", "new")).people is None


def test_small_overlap():
    """Six rated each, and only five both: these cannot be tested."""
    rows = found(PLAIN, ANSWERS, "small n")
    assert [(row.applies_to, row.value) for row in rows] == [("old and new", 5)]
    assert rows[0].evidence.startswith(
        "At most 5 people rated an item under both conditions. An exact"
    )
    more = [(who, when, 4, 2) for who in "abcdef" for when in ("old", "new")]
    assert not found(PLAIN, long(*more), "small n")
    # Where a condition is small itself, that is said and no more.
    less = [row for row in more if row[0] != "f" or row[1] == "old"]
    assert [row.applies_to for row in found(PLAIN, long(*less), "small n")] == ["new"]


# -- cohorts in the stratum --------------------------------------------------------------------

COHORTS = (
    Cohort("x", size=20, mandatory=True, responded=3),
    Cohort("y", size=10, mandatory=True, conditions="old"),
    Cohort("z", size=10, mandatory=True),
)
DESIGN = StudyDesign(conditions=BOTH, cohorts=COHORTS, invited=40)


def by_cohort(x: int, y_old: int, y_new: int) -> lk.Responses:
    """Return answers of x under both conditions, and of y under each."""
    rows = [(f"x{i}", when, "x") for i in range(x) for when in ("old", "new")]
    rows += [(f"y{i}", "old", "y") for i in range(y_old)]
    rows += [(f"y{i}", "new", "y") for i in range(y_new)]
    frame = pd.DataFrame(rows, columns=["who", "when", "grade"]).assign(q1=3, q2=4)
    return lk.Responses(frame, TRIAL, respondent="who", condition="when", stratum="grade")


def test_strata_are_the_cohorts_that_answered():
    """The data go before the declaration; a cohort without a row did not answer."""
    seen = read_evidence(DESIGN, by_cohort(19, 9, 0))
    assert seen.people_by_cohort == {"x": 19, "y": 9, "z": 0}
    rows = {row.applies_to: row.value for row in found(DESIGN, by_cohort(19, 9, 0), "nonresponse")}
    assert rows["cohort y"] == 0.9
    assert rows["cohort z"] == 0
    assert "cohort x" not in rows
    assert rows["new"] == 19 / 30
    assert found(DESIGN, None, "nonresponse")[0].applies_to == "cohort x"


def test_a_cohort_is_counted_by_its_rows():
    """An item that was asked elsewhere alone takes nobody away."""
    frame = pd.DataFrame({"o": [1] * 19, "n": [2] * 19, "p": [3] * 19, "grade": "x"})
    columns = {"old": {"q1": "o"}, "new": {"q1": "n", "q2": "p"}}
    data = lk.Responses.from_wide(frame, TRIAL, columns=columns, stratum="grade")
    assert read_evidence(DESIGN, data).people_by_cohort == {"x": 19, "y": 0, "z": 0}
    apart = {"old": {"q1": "o"}, "new": {"q2": "p"}}
    data = lk.Responses.from_wide(frame, TRIAL, columns=apart, stratum="grade")
    assert read_evidence(DESIGN, data).people_by_cohort == {"x": 19, "y": 0, "z": 0}


def test_strata_that_are_no_cohorts_say_nothing_of_them():
    """Wards are no grades."""
    frame = pd.DataFrame({"when": ["old", "new"], "ward": "east", "q1": 3, "q2": 4})
    data = lk.Responses(frame, TRIAL, condition="when", stratum="ward")
    seen = read_evidence(DESIGN, data)
    assert seen.people_by_cohort == {}
    assert found(DESIGN, data, "nonresponse")[0].applies_to == "cohort x"


def test_a_cohort_that_rated_what_it_never_had():
    """One is enough, and none is none."""
    assert not found(DESIGN, by_cohort(19, 9, 0), "ineligible raters")
    [row] = found(DESIGN, by_cohort(19, 9, 1), "ineligible raters")
    assert row.value == 1
    assert row.evidence == "1 of y rated new, which their cohort never had."
    assert dict(row.figures) == {"raters": 20, "eligible": 30, "strangers": 1}


def test_more_answers_than_members():
    """As many as belong to it is none, one more is."""
    for n in (20, 21):
        rows = found(DESIGN, by_cohort(n, 9, 0), "ineligible raters")
        assert [row.value for row in rows] == [1.0] * (n - 20)
    assert rows[0].evidence == "21 answers are from x, which has 20 members."
    assert rows[0].conditions == ("old", "new")


# -- published tables --------------------------------------------------------------------------


def printed(old: str, new: str, **options: Any) -> PublishedTable:
    """Return a published mean of each item under two conditions."""
    one = lk.Instrument("one", [lk.Item("q1", SCALE)])
    return PublishedTable(means={"old": {"q1": old}, "new": {"q1": new}}, instrument=one, **options)


def test_published_numbers_are_data():
    """A stated n is taken as it is, and by item as a range."""
    table = printed("1.50", "1.50", n={"old": 8, "new": {"q1": 6}})
    assert read_evidence(PLAIN, table).n_raters == {"old": (8, 8), "new": (6, 6)}
    [row] = found(PLAIN, table, "non-overlap")
    assert row.value == 2
    assert row.evidence == (
        "Published n of old: 8. Published n of new: 6. So at least 2 answered under only one of "
        "them."
    )
    by_item = PublishedTable(
        means={"old": {"q1": "1.5", "q2": "1.5"}}, instrument=TRIAL, n={"old": {"q1": 4, "q2": 6}}
    )
    assert read_evidence(PLAIN, by_item).printed["old"].sentence == "Published n of old: 4 to 6."
    assert PLAIN.threats(by_item).notes[-1] == "Published n of old: 4 to 6."


def fits(mean: str, most: int) -> list[int]:
    """Return the n at which some total gives a printed mean, in whole hundredths."""
    return [
        n
        for n in range(1, most + 1)
        if any(
            abs(100 * total - n * round(100 * float(mean))) * 2 <= n for total in range(5 * n + 1)
        )
    ]


def test_published_means_say_which_n_can_be():
    """Thirds want three or six of up to eight, quarters want four or eight."""
    assert fits("1.33", 8) == [3, 6]
    assert fits("1.25", 8) == [4, 8]
    [row] = found(PLAIN, printed("1.33", "1.25"), "non-overlap")
    assert row.value == 1
    assert (
        "Of all n up to 8 only 3 or 6 can give the 1 printed mean of old, if they are"
        in row.evidence
    )
    assert row.evidence.endswith("So at least 1 answered under only one of them.")
    assert not found(PLAIN, printed("1.33", "1.67"), "non-overlap")
    rows = {
        row.applies_to: row.value for row in found(PLAIN, printed("1.33", "1.25"), "nonresponse")
    }
    assert rows == {"old": 6 / 8}


def test_the_most_that_fit_are_enough():
    """Three or six may have rated it: six would not be too few."""
    rows = found(PLAIN, printed("1.33", "1.25"), "small n")
    assert rows == []
    five = StudyDesign(conditions=BOTH, invited=5)
    rows = found(five, printed("1.33", "1.25"), "small n")
    assert [(row.applies_to, row.value) for row in rows] == [("old", 3), ("new", 4)]


def test_published_means_that_no_n_explains():
    """Nobody knows how many rated it; where it matters, that is said."""
    assert fits("1.01", 8) == []
    table = printed("1.01", "1.25")
    seen = read_evidence(PLAIN, table)
    assert seen.printed["old"].n == ()
    assert not found(PLAIN, table, "non-overlap")
    notes = PLAIN.threats(table).notes
    # A mean that no n gives at all is no sign of skipped answers.
    assert any(note.startswith("No n up to 8 can give 1.01 (q1) of old, if") for note in notes)
    assert not any("did not answer every item" in note for note in notes)
    assert any(note.startswith("Not judged: non-overlap") for note in notes)
    design = StudyDesign(
        conditions=BOTH,
        cohorts=(Cohort("x", size=5), Cohort("y", size=3, conditions="old")),
        invited=8,
    )
    [row] = found(design, table, "non-overlap")
    assert "No n up to 8 can give 1.01" in row.evidence
    assert (
        "This can be explained by a misprint, weights, another rounding or more people, but not by "
        "skipped answers."
    ) in row.evidence
    assert not any(note.startswith("No n up to") for note in design.threats(table).notes)


def test_published_means_beyond_their_decimals_say_nothing():
    """From 100 on every mean of two decimals is possible; below it is not."""
    table = printed("1.33", "1.25")
    for invited, says in ((99, True), (100, False), (0, False)):
        design = StudyDesign(conditions=BOTH, invited=invited)
        assert bool(read_evidence(design, table).printed) is says


def test_the_most_there_can_be():
    """The condition's own invitations, else the design's, else the cohorts' members."""
    table = printed("1.33", "1.33")
    cases = (
        ({"conditions": (Condition("old", invited=5), Condition("new")), "invited": 8}, (3,)),
        ({"conditions": BOTH, "invited": 6, "cohorts": (Cohort("x", size=12),)}, (3, 6)),
        ({"conditions": BOTH, "cohorts": (Cohort("x", size=9),)}, (3, 6, 9)),
    )
    for facts, expected in cases:
        assert read_evidence(StudyDesign(**facts), table).printed["old"].n == expected


def test_published_raters_beyond_the_eligible():
    """Only if even the fewest that fit are too many."""
    for size, too_many in ((3, 0), (2, 1)):
        design = StudyDesign(
            conditions=BOTH,
            cohorts=(Cohort("x", size=size), Cohort("y", size=8 - size, conditions="new")),
            invited=8,
        )
        rows = found(design, printed("1.33", "1.25"), "ineligible raters")
        assert [row.value for row in rows] == [1.0] * too_many


# -- mismatches --------------------------------------------------------------------------------


def test_data_with_other_conditions_are_refused():
    """Of each kind."""
    other = StudyDesign(conditions=(Condition("old"), Condition("newer")), invited=8)
    pairs = ANSWERS.pairs("old", "new")
    for data in (ANSWERS, ANSWERS.tally(), pairs, printed("1.33", "1.25")):
        with pytest.raises(MismatchError, match="the data have 'new' as conditions") as caught:
            other.threats(data)
        assert "\nHint: " in str(caught.value)
    with pytest.raises(MismatchError, match="the data have no condition, but the design has"):
        PLAIN.threats(lk.Tally.from_counts({"q1": {1: 3}}, TRIAL))


def test_notes_of_the_data_follow():
    """What must be said of the answers is said of their threats."""
    made = lk.studies.balint().synthetic(7).participants
    note = made.tally().notes[0]
    design = lk.studies.balint().participants.design
    for data in (made, made.tally(), made.pairs("virtual", "face-to-face")):
        assert note in design.threats(data).notes


def test_conditions_of_any_type_are_named_by_text():
    """A design's conditions are texts; the data's may be numbers."""
    design = StudyDesign(conditions=(Condition("0"), Condition("1")), invited=8)
    codes = {"old": 0, "new": 1}
    rows = [(who, codes[when], q1, q2) for who, when, q1, q2 in LONG_ROWS]
    found_here, found_there = (
        read_evidence(one, data) for one, data in ((design, long(*rows)), (PLAIN, ANSWERS))
    )
    assert found_here.n_raters == {
        "0": found_there.n_raters["old"],
        "1": found_there.n_raters["new"],
    }
    assert found_here.overlaps["0", "1"] == found_there.overlaps["old", "new"]
    pairs = long(*rows).pairs(0, 1)
    assert read_evidence(design, pairs).overlaps["0", "1"] == found_there.overlaps["old", "new"]


def test_published_means_that_different_n_explain_leave_other_reasons_open():
    """Each mean has an n, and no n has all: skipped answers, or what makes means wrong."""
    assert fits("1.33", 8) == [3, 6]
    instrument = lk.Instrument("i", [lk.Item("q0", SCALE), lk.Item("q1", SCALE)])
    table = PublishedTable(means={"old": {"q0": "1.33", "q1": "1.25"}}, instrument=instrument)
    design = StudyDesign(conditions=(Condition("old", invited=8),))
    [note] = [note for note in design.threats(table).notes if note.startswith("No single n")]
    assert note.startswith("No single n up to 8 can give the 2 printed means of old,")
    assert note.endswith(
        "So some people did not answer every item, or some means are misprints, weighted or "
        "rounded differently."
    )


def test_of_very_many_people_not_every_n_is_tried():
    """Four decimals and a million people: their n is not known, and that takes no time."""
    table = printed("1.3333", "1.2500")
    assert read_evidence(StudyDesign(conditions=BOTH, invited=10**6), table).printed == {}
    assert set(read_evidence(StudyDesign(conditions=BOTH, invited=99), table).printed) == {
        "old",
        "new",
    }
