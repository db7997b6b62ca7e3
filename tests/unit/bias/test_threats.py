"""Each threat is listed where its trigger holds, and not on the other side of its threshold."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import pytest

import likertkit as lk
from likertkit.bias import Cohort, Condition, StudyDesign, threat_rules
from likertkit.bias.threats._table import ThreatName
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    OptionError,
    UnknownItemError,
)

if TYPE_CHECKING:
    from likertkit.bias import Threat, ThreatTable

# Nothing threatens this design: rated at once, in both orders, by all of enough people.
QUIET = StudyDesign(
    conditions=(
        Condition(
            "old", period="2021-01", rated_when="2021-01", rated_after=("new",), context="ward"
        ),
        Condition(
            "new", period="2021-01", rated_when="2021-01", rated_after=("old",), context="ward"
        ),
    ),
    cohorts=(
        Cohort("a", size=20, responded=20, mandatory=True, frequency="weekly"),
        Cohort("b", size=20, responded=20, mandatory=True, frequency="weekly"),
    ),
    invited=40,
    responded=40,
    n_items=1,
)
NAMES = get_args(ThreatName)


def changed(**changes: Any) -> StudyDesign:
    """Return the quiet design with some things changed."""
    names = ("conditions", "cohorts", "invited", "responded", "n_items", "exclusions")
    return StudyDesign(**{**{name: getattr(QUIET, name) for name in names}, **changes})


def conditions(old: dict[str, Any] | None = None, new: dict[str, Any] | None = None) -> Any:
    """Return the two conditions of the quiet design with some things changed."""
    quiet = {"period": "2021-01", "rated_when": "2021-01", "context": "ward"}
    return (
        Condition("old", **{**quiet, "rated_after": ("new",), **(old or {})}),
        Condition("new", **{**quiet, "rated_after": ("old",), **(new or {})}),
    )


def cohorts(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None) -> Any:
    """Return the two cohorts of the quiet design with some things changed."""
    quiet = {"size": 20, "responded": 20, "mandatory": True, "frequency": "weekly"}
    return (Cohort("a", **{**quiet, **(a or {})}), Cohort("b", **{**quiet, **(b or {})}))


def only(table: ThreatTable, name: str) -> Threat:
    """Return the one threat of a table, which is of this name."""
    assert [row.threat for row in table] == [name]
    return table.rows[0]


def test_nothing_threatens_the_quiet_design():
    """No threat, nothing that could not be judged, and a title that says so."""
    table = QUIET.threats()
    assert len(table) == 0
    assert table.notes == ()
    assert table.to_text(80) == "No threat found to the comparison of old and new"
    assert list(table.to_frame().columns) == [
        *("threat", "applies_to", "evidence", "figure", "value", "threshold"),
        *("direction", "remedy", "source"),
    ]


# -- recall ------------------------------------------------------------------------------------


def test_recall_of_what_was_over_a_month_before():
    """Rated within the month it is none, rated a month after its end it is."""
    for when, months in (("2021-01", 0), ("2021-02", 1)):
        both = {"rated_when": when}
        found = changed(conditions=conditions(both, both)).threats()
        assert [(row.threat, row.value) for row in found] == [("recall", 1.0)] * (2 * months)


def test_recall_is_declared():
    """A condition that was rated from memory is one even where nobody says when."""
    row = only(changed(conditions=conditions({"retrospective": True})).threats(), "recall")
    assert row.applies_to == "old"
    assert row.conditions == ("old",)
    assert row.value == 0
    assert row.evidence == "Old was rated from memory, 0 months later."
    silent = conditions({"retrospective": True, "period": ""}, {"period": ""})
    found = changed(conditions=silent).threats()
    assert math.isnan(only(found, "recall").value)
    assert found.rows[0].evidence == "Old was rated from memory; how much later is not stated."
    assert found.rows[0].figures == ()
    assert found.notes == (
        "Not judged: recall, because it is not stated when new took place or was rated.",
        "Not judged: recency, because it is not stated how long ago old and new were.",
    )


def test_recall_counts_from_the_end():
    """What began long ago and was still going on is rated as it is."""
    lasting = {"period": "2020-03/2021-01"}
    assert not changed(conditions=conditions(lasting, lasting)).threats().rows


def test_recall_says_how_long_ago():
    """The shortest and the longest time."""
    past = {"period": "2020-03/2020-05", "rated_when": "2021-01"}
    found = changed(conditions=conditions(past, past)).threats()
    assert found.rows[0].evidence == "Old had ended when it was rated, 8 to 10 months later."
    assert dict(found.rows[0].figures) == {"months_least": 8, "months_most": 10}


# -- recency -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "apart"),
    [
        ("2020-03", "2020-03", 0),
        ("2020-02/2020-03", "2020-03", 0.5),
        ("2020-02", "2020-03", 1),
        ("2020-03", "2020-02", 1),
        ("2019-09/2020-02", "2020-03/2020-08", 6),
    ],
)
def test_recency_from_a_month_on(old, new, apart):
    """Half a month between the middles is none, a month is one, whichever is the fresher."""
    when = {"rated_when": "2021-02"}
    made = changed(conditions=conditions({"period": old, **when}, {"period": new, **when}))
    found = [row for row in made.threats() if row.threat == "recency"]
    assert [row.value for row in found] == ([apart] if apart >= 1 else [])
    for row in found:
        assert row.conditions == ("old", "new")
        fresher, staler = ("new", "old") if old < new else ("old", "new")
        months = f"{apart} month" if apart == 1 else f"{apart} months"
        assert f"on average {fresher} was more recent by {months}." in row.evidence
        assert f"{staler} " in row.evidence
        near, far = (value for _, value in row.figures)
        assert far - near == apart


# -- order -------------------------------------------------------------------------------------


def test_order_that_everybody_had():
    """One order is a threat, both are none, and an order that nobody states is not judged."""
    row = only(changed(conditions=conditions({"rated_after": ()})).threats(), "order")
    assert row.evidence == (
        "Everybody had experienced old before they rated new, and nobody in the other order."
    )
    assert (row.value, row.threshold) == (1, 2)
    row = only(changed(conditions=conditions(None, {"rated_after": ()})).threats(), "order")
    assert row.evidence.startswith("Everybody had experienced new before they rated old,")
    silent = changed(conditions=conditions({"rated_after": ()}, {"rated_after": ()})).threats()
    assert not silent.rows
    assert silent.notes == (
        "Not judged: order, because it is not stated in which order old and new were rated.",
    )


# -- context -----------------------------------------------------------------------------------


def test_contexts_that_differ():
    """Different words are another context; case and spaces are none, and silence is not judged."""
    row = only(changed(conditions=conditions({"context": "home"})).threats(), "context confounding")
    assert row.value == 2
    assert row.evidence.startswith("old: home; new: ward. The effect")
    assert not changed(conditions=conditions({"context": " Ward  "})).threats().rows
    silent = changed(conditions=conditions({"context": " "})).threats()
    assert not silent.rows
    assert silent.notes == (
        "Not judged: context confounding, because the context of old is not stated.",
    )


def test_one_condition_has_no_context_to_differ():
    """Nor a second condition to be compared with."""
    one = changed(conditions=(Condition("only", period="2021-01", rated_when="2021-01"),))
    table = one.threats()
    assert not table.rows
    assert table.notes == ()
    assert table.title == "No threat found to the figures of only"


# -- non-overlap and eligibility ---------------------------------------------------------------


def test_cohorts_that_never_had_a_condition():
    """One person who could rate only one is enough."""
    few = cohorts({"size": 39, "responded": 39}, {"size": 1, "responded": 1, "conditions": "old"})
    found = changed(cohorts=few).threats()
    row = found.filter(threat="non-overlap").rows[0]
    assert row.value == 1
    assert row.evidence == (
        "1 of 40 members (b) never had new. 39 could rate both. So at least 1 of the 40 "
        "respondents could not."
    )
    assert dict(row.figures) == {
        "members_first_only": 1,
        "members_both": 39,
        "responded_one_only": 1,
    }


def test_cohorts_that_had_one_each():
    """Both sides are counted, and who answered only where it is known."""
    apart = cohorts({"conditions": "new"}, {"conditions": "old"})
    row = changed(cohorts=apart, responded=None).threats().filter(threat="non-overlap").rows[0]
    assert row.value == 40
    assert row.evidence == (
        "20 of 40 members (b) never had new. 20 of 40 members (a) never had old. 0 could rate both."
    )
    assert dict(row.figures) == {
        "members_first_only": 20,
        "members_second_only": 20,
        "members_both": 0,
    }


def test_cohorts_that_had_neither():
    """They are no threat to the comparison of two others."""
    three = (*conditions(), Condition("third", period="2021-01", rated_when="2021-01"))
    some = cohorts({"conditions": "third"}, {"conditions": ("old", "new")})
    found = changed(conditions=three, cohorts=some).threats()
    rows = {row.applies_to: row.value for row in found if row.threat == "non-overlap"}
    assert rows == {"old and third": 40, "new and third": 40}


def test_numbers_of_raters_that_differ():
    """One more under one condition is somebody who answered under it alone."""
    same = conditions({"responded": 40}, {"responded": 40})
    assert not changed(conditions=same).threats().rows
    less = conditions({"responded": 40}, {"responded": 39})
    row = only(changed(conditions=less).threats(), "non-overlap")
    assert row.value == 1
    assert row.evidence == (
        "40 answered an item under old and 39 under new. So at least 1 answered under only one of "
        "them."
    )


def test_overlap_is_not_judged_where_nobody_says():
    """Without cohorts, data and numbers there is nothing to tell it by."""
    table = changed(cohorts=()).threats()
    assert (
        "Not judged: non-overlap, because it is not stated who could rate old and new, or who did."
        in (table.notes)
    )
    known = changed(cohorts=(), conditions=conditions({"responded": 40}, {"responded": 40}))
    assert "non-overlap" not in " ".join(known.threats().notes)


def test_more_raters_than_eligible():
    """As many as could is none; one more is."""
    for n in (20, 21):
        made = changed(
            conditions=conditions({"responded": 40}, {"responded": n}),
            cohorts=cohorts({"conditions": "old"}),
        )
        found = [row for row in made.threats() if row.threat == "ineligible raters"]
        assert [row.value for row in found] == [1.0] * (n - 20)
    assert found[0].evidence == "21 rated new, but only 20 could."
    assert dict(found[0].figures) == {"raters": 21, "eligible": 20, "strangers": 0}


def test_eligibility_is_not_judged_where_nobody_says():
    """Without cohorts and invitations everybody could rate everything."""
    notes = changed(cohorts=(), invited=None).threats().notes
    assert (
        "Not judged: ineligible raters, because it is not stated who could rate which condition."
        in (notes)
    )
    some = conditions({"invited": 40})
    notes = changed(cohorts=(), invited=None, conditions=some).threats().notes
    assert "ineligible" not in " ".join(notes)


# -- nonresponse -------------------------------------------------------------------------------


def test_nonresponse_below_95_percent():
    """38 of 40 are 95 %; 37 are fewer."""
    quiet = cohorts({"responded": None}, {"responded": None})
    assert not changed(cohorts=quiet, responded=38).threats().rows
    row = only(changed(cohorts=quiet, responded=37).threats(), "nonresponse")
    assert (row.value, row.threshold) == (37 / 40, 0.95)
    assert row.applies_to == "everybody who was asked"
    assert row.evidence == (
        "37 of 40 answered (92.5 %). Without the other 3 answers, the mean of all 40 lies "
        "between bounds that are 7.5 % of the scale's range apart."
    )
    assert dict(row.figures) == pytest.approx(
        {"responded": 37, "invited": 40, "rate": 0.925, "width": 0.075}, rel=1e-12
    )


def test_nonresponse_of_a_cohort():
    """19 of 20 are 95 %, 18 are fewer, though all together are not."""
    some = cohorts({"responded": 19})
    assert not changed(cohorts=some, responded=39).threats().rows
    some = cohorts({"responded": 18})
    row = only(changed(cohorts=some, responded=38).threats(), "nonresponse")
    assert row.applies_to == "cohort a"
    assert row.value == 0.9


def test_nonresponse_under_a_condition():
    """Of those who could rate it, or were asked to."""
    for n in (38, 37):
        made = changed(conditions=conditions({"responded": 40}, {"responded": n}))
        found = [row for row in made.threats() if row.threat == "nonresponse"]
        assert [row.value for row in found] == [0.925] * (38 - n)
    assert found[0].applies_to == "new"
    assert found[0].conditions == ("new",)
    asked = conditions({"responded": 40}, {"responded": 37, "invited": 38})
    found = changed(conditions=asked).threats()
    assert "nonresponse" not in [row.threat for row in found]


def test_nonresponse_at_any_rate():
    """Above 1 the threshold lists a full response too; more than all is no response."""
    limit = {"nonresponse": 1.1}
    listed = {row.applies_to for row in QUIET.threats(thresholds=limit)}
    assert listed == {"everybody who was asked", "cohort a", "cohort b"}
    crowded = changed(
        conditions=conditions({"responded": 40}, {"responded": 21}),
        cohorts=cohorts({"conditions": "old"}),
    ).threats(thresholds=limit)
    assert "new" not in [row.applies_to for row in crowded.filter(threat="nonresponse")]


def test_nonresponse_needs_both_numbers():
    """Members stand for the invited; without either, nothing is judged."""
    silent = cohorts({"responded": None}, {"responded": None})
    row = only(changed(cohorts=silent, invited=None, responded=37).threats(), "nonresponse")
    assert row.value == 37 / 40
    for numbers in ({"invited": None, "cohorts": ()}, {"responded": None, "cohorts": silent}):
        notes = changed(**numbers).threats().notes
        assert any(
            note
            == "Not judged: nonresponse, because it is not stated how many people were asked, or "
            "how many answered."
            for note in notes
        )


def test_an_empty_cohort_has_no_rate():
    """Nobody of nobody is no proportion."""
    more = (*cohorts(), Cohort("c", size=0, responded=0, mandatory=True))
    found = [row.threat for row in changed(cohorts=more).threats()]
    assert found == ["small n"]


# -- cohorts -----------------------------------------------------------------------------------


def test_self_selection_of_one_cohort():
    """A cohort that took part by choice; one of which nobody says is counted apart."""
    row = only(changed(cohorts=cohorts({"mandatory": False})).threats(), "self-selection")
    assert row.value == 1
    assert row.applies_to == "a"
    assert row.evidence == (
        "1 of 2 cohorts (a), with 20 of 40 members (50.0 %), took part by choice: members who "
        "liked it less may not have taken part. 100.0 % of them answered, and 100.0 % of the "
        "members who had to "
        "take part."
    )
    assert dict(row.figures)["rate_chosen"] == 1
    some = cohorts({"mandatory": False, "responded": 19}, {"mandatory": None})
    row = only(changed(cohorts=some, responded=39).threats(), "self-selection")
    assert row.evidence.endswith("For 1 cohort this is not stated.")
    assert dict(row.figures) == {"cohorts": 1, "members": 20, "proportion": 0.5}
    assert not changed(cohorts=cohorts({"mandatory": None})).threats().rows
    silent = cohorts({"mandatory": None}, {"mandatory": None})
    for unsaid in (silent, ()):
        notes = changed(cohorts=unsaid).threats().notes
        said = (
            "Not judged: self-selection, because it is not stated whether participation was a "
            "choice."
        )
        assert said in notes


def test_self_selection_compares_rates():
    """Those by choice and those who had to, each over its members."""
    some = cohorts({"mandatory": False, "responded": 19}, {"responded": 20})
    row = only(changed(cohorts=some, responded=39).threats(), "self-selection")
    assert dict(row.figures)["rate_chosen"] == 0.95
    assert dict(row.figures)["rate_mandatory"] == 1
    assert "95.0 % of them answered, and 100.0 % of the members" in row.evidence


def test_cohorts_of_unequal_size():
    """Twice as large is unequal, nearly twice is not."""
    for large in (39, 40):
        some = cohorts({"size": large, "responded": large})
        made = changed(cohorts=some, invited=large + 20, responded=large + 20)
        found = [row for row in made.threats() if row.threat == "unequal cohorts"]
        assert [row.value for row in found] == [2.0] * (large - 39)
    assert found[0].applies_to == "sizes of cohorts"
    # By hand: weights 1/40 and 1/20, so 60 (40/1600 + 20/400) / 2² = 60 × .075 / 4.
    figures = dict(found[0].figures)
    assert figures["design_effect_alike"] == pytest.approx(1.125, rel=1e-12)
    assert figures["design_effect_by_size"] == pytest.approx(1, rel=1e-12)
    assert "Equal weights for all cohorts have a design effect of 1.1" in found[0].evidence


def test_what_counting_by_size_costs():
    """By hand from who answered: 10 of 40 weigh 4, 20 of 20 weigh 1."""
    some = cohorts({"size": 40, "responded": 10})
    made = changed(cohorts=some, invited=60, responded=30)
    row = made.threats().filter(threat="unequal cohorts").rows[0]
    figures = dict(row.figures)
    assert figures["design_effect_by_size"] == pytest.approx(30 * (160 + 20) / 60**2, rel=1e-12)
    assert figures["design_effect_alike"] == pytest.approx(30 * (0.1 + 0.05) / 4, rel=1e-12)
    unknown = changed(cohorts=cohorts({"size": 40, "responded": None}), invited=60)
    row = unknown.threats().filter(threat="unequal cohorts").rows[0]
    assert "design_effect_by_size" not in dict(row.figures)


def test_cohorts_of_unequal_frequency():
    """Another frequency is one; another spelling, or none, is not."""
    row = only(changed(cohorts=cohorts({"frequency": "monthly"})).threats(), "unequal cohorts")
    assert row.applies_to == "frequencies of cohorts"
    assert row.evidence == "Cohorts took part at different frequencies (monthly: a; weekly: b)."
    for same in ("Weekly ", ""):
        assert not changed(cohorts=cohorts({"frequency": same})).threats().rows


# -- conflict of interest ----------------------------------------------------------------------


def test_exclusions_for_a_conflict_of_interest():
    """Only those, in any case."""
    row = only(changed(exclusions={"Conflict of interest": 2}).threats(), "conflict of interest")
    assert row.value == 2
    assert row.evidence == "2 people were excluded: Conflict of interest."
    one = changed(exclusions={"competing interest": 1}).threats().rows[0]
    assert one.evidence == "1 person was excluded: competing interest."
    assert not changed(exclusions={"left the trust": 2}).threats().rows


# -- chance ------------------------------------------------------------------------------------


def least_by_enumeration(n: int) -> float:
    """Return the least two-sided p-value of n signs, by listing all patterns."""
    sums = [sum(signs) for signs in product((-1, 1), repeat=n)]
    return min(sum(abs(one) >= abs(own) for one in sums) / len(sums) for own in sums)


@pytest.mark.parametrize(("level", "least"), [(0.9, 5), (0.95, 6), (0.99, 8), (0.9375, 5)])
def test_small_n_is_what_cannot_be_tested(level, least):
    """The threshold is the least n whose most extreme pattern of signs can be rejected."""
    alpha = 1 - level
    assert least_by_enumeration(least) <= alpha < least_by_enumeration(least - 1)
    for n in (least - 1, least):
        made = changed(cohorts=(), invited=n, responded=n)
        found = [row for row in made.threats(confidence_level=level) if row.threat == "small n"]
        assert [row.applies_to for row in found] == ["old", "new"] * (least - n)
        for row in found:
            assert row.threshold == least
            assert dict(row.figures)["least_pvalue"] == least_by_enumeration(n)


def test_small_n_of_nobody():
    """A condition that nobody rated has a p-value of 1 and no more."""
    made = changed(conditions=conditions({"responded": 0}, {"responded": 40}))
    row = made.threats().filter(threat="small n").rows[0]
    assert dict(row.figures) == {"n": 0, "least_pvalue": 1}


def test_small_cohorts():
    """5 cannot be tested, 6 can, whatever the size of all."""
    for n in (5, 6):
        some = cohorts({"size": n, "responded": n})
        made = changed(cohorts=some, invited=20 + n, responded=20 + n)
        found = [row for row in made.threats() if row.threat == "small n"]
        assert [row.value for row in found] == [5.0] * (6 - n)
    some = cohorts({"size": 5, "responded": None}, {"size": 4, "responded": None})
    row = (
        changed(cohorts=some, invited=9, responded=9).threats().filter(applies_to="a and b").rows[0]
    )
    assert row.evidence == (
        "Small cohorts: a (5) and b (4). An exact two-sided test of 4 signs cannot have a p-value "
        "below 0.125."
    )
    assert row.value == 4


def test_small_n_is_bounded_by_who_could_rate():
    """At most those who answered, and at most those who could."""
    some = cohorts(
        {"size": 30, "responded": None, "conditions": "old"}, {"size": 10, "responded": None}
    )
    found = changed(cohorts=some, responded=37).threats(thresholds={"small n": 100})
    rows = {row.applies_to: row.value for row in found if row.threat == "small n"}
    assert rows == {"old": 37, "new": 10, "a and b": 10}


def test_small_n_is_not_judged_where_nobody_says():
    """Neither who answered nor who was asked."""
    notes = changed(cohorts=(), invited=None, responded=None).threats().notes
    assert (
        "Not judged: small n, because it is not stated how many people rated old and it is not "
        "stated how many people rated new." in notes
    )


def test_many_comparisons_from_two_on():
    """One item under two conditions is one comparison, two items are two."""
    assert not changed(n_items=1).threats().rows
    row = only(changed(n_items=2).threats(), "many comparisons")
    assert (row.value, row.threshold) == (2, 2)
    assert dict(row.figures)["chance"] == pytest.approx(1 - 0.95 * 0.95, rel=1e-12)
    assert row.evidence.startswith("2 comparisons (2 items). If nothing differed")
    assert (
        "would be 0.0975 for independent comparisons, and at most 0.1 for any comparisons."
        in row.evidence
    )
    notes = changed(n_items=None).threats().notes
    assert notes == (
        "Not judged: many comparisons, because it is not stated how many items there are.",
    )


def test_three_conditions_are_three_comparisons():
    """Of each item; and every pair of them is looked at."""
    three = (*conditions(), Condition("third", period="2021-01", rated_when="2021-01"))
    found = changed(conditions=three, n_items=10).threats(confidence_level=0.9)
    row = found["many comparisons"]
    assert row.value == 30
    assert dict(row.figures)["chance"] == pytest.approx(1 - 0.9**30, rel=1e-12)
    assert "30 comparisons (10 items under 3 pairs of conditions)" in row.evidence
    assert row.evidence.endswith("and at most 1 for any comparisons.")
    assert any(
        "it is not stated in which order old and third were rated and it is not stated in which "
        "order new and third" in note
        for note in found.notes
    )


# -- options -----------------------------------------------------------------------------------


def test_thresholds_can_be_replaced():
    """By name; the row says which was used."""
    some = changed(cohorts=cohorts({"responded": None}, {"responded": None}), responded=38)
    row = only(some.threats(thresholds={"nonresponse": 0.96}), "nonresponse")
    assert row.threshold == 0.96
    table = some.threats(thresholds={"small n": 50, "nonresponse": 0.9})
    assert {row.threat for row in table} == {"small n"}
    assert dict(table.options)["thresholds"] == (("small n", 50.0), ("nonresponse", 0.9))


def test_assumptions_give_a_direction():
    """To the rows about the condition, and to no other."""
    both = {"retrospective": True}
    made = changed(conditions=conditions(both, {**both, "context": "home"}))
    assert {row.direction for row in made.threats()} == {"either way"}
    table = made.threats(
        assume={
            "recall": {"old": "better"},
            "context confounding": {"old": "better", "new": "worse"},
            "order": {"new": "worse"},
        }
    )
    assert [(row.threat, row.direction) for row in table] == [
        ("recall", "makes old look better than it was"),
        ("recall", "either way"),
        (
            "context confounding",
            "makes old look better than it was and makes new look worse than it was",
        ),
    ]
    assert table.notes == (
        "Not used: the assumption about order for new (worse), because it is not listed.",
    )
    assert dict(table.options)["assume"] == (
        ("recall", "old", "better"),
        ("context confounding", "old", "better"),
        ("context confounding", "new", "worse"),
        ("order", "new", "worse"),
    )
    assert (
        "  Assumption: the bias makes old look better than it was. Remedy: ratings given"
        in table.to_text(80)
    )


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"assume": {"memory": {"old": "better"}}}, OptionError, "memory"),
        ({"assume": {"recall": {"old": "rosier"}}}, OptionError, "rosier"),
        ({"assume": {"recall": {"older": "better"}}}, UnknownItemError, "older"),
        (
            {"assume": {"recall": "better"}},
            ArgumentTypeError,
            "expected a mapping of each condition to 'better' or 'worse'.",
        ),
        (
            {"assume": ["recall"]},
            ArgumentTypeError,
            "is not a mapping; expected a mapping with names of threats",
        ),
        ({"thresholds": {"memory": 1}}, OptionError, "memory"),
        ({"thresholds": {"recall": "1"}}, ArgumentTypeError, "expected a number"),
        ({"thresholds": {"recall": 0}}, ArgumentError, "above 0"),
        ({"thresholds": {"recall": math.nan}}, ArgumentError, "above 0"),
        (
            {"thresholds": 0.9},
            ArgumentTypeError,
            "is not a mapping; expected a mapping with names of threats",
        ),
        ({"confidence_level": 95}, ArgumentError, "between 0 and 1"),
        ({"data": [1, 2]}, ArgumentTypeError, "data are of type list; expected Responses, a"),
    ],
)
def test_options_are_checked(options, error, message):
    """Each with what was found and a hint."""
    with pytest.raises(error, match=message):
        QUIET.threats(**options)


def test_every_threat_has_a_rule_and_can_be_found():
    """The registry has all names, in order; a design with everything wrong shows eleven."""
    assert tuple(row.threat for row in threat_rules()) == NAMES
    wrong = StudyDesign(
        conditions=conditions(
            {"retrospective": True, "rated_when": "2021-03", "rated_after": (), "context": "home"},
            {"responded": 5},
        ),
        cohorts=cohorts(
            {"mandatory": False, "responded": 8, "size": 40},
            {"frequency": "monthly", "responded": 1, "size": 4, "conditions": "new"},
        ),
        invited=44,
        responded=9,
        n_items=3,
        exclusions={"conflict of interest": 1},
    )
    assert tuple(dict.fromkeys(row.threat for row in wrong.threats())) == tuple(
        name for name in NAMES if name != "ineligible raters"
    )


def test_is_at_the_front_door():
    """The design is; its threats are records that compare, hash and turn into frames."""
    made = lk.StudyDesign(conditions=conditions({"retrospective": True}))
    one, other = made.threats(), made.threats()
    assert one == other
    assert hash(one.rows[0]) == hash(other.rows[0])
    assert one.to_frame()["threat"].tolist()[0] == "recall"
