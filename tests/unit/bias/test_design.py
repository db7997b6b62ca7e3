"""A study design holds together, and says who could know what."""

import pickle
from fractions import Fraction
from typing import Any

import pytest

from likertkit.bias import Cohort, Condition, ResponseRate, StudyDesign
from likertkit.errors import ArgumentError, DefinitionError, UnknownItemError

BOTH = (Condition("virtual"), Condition("face-to-face", rated_after=("virtual",)))
COHORTS = (
    Cohort("old", size=42),
    Cohort("new", size=15, conditions=("virtual",)),
)


def design(**changes: Any) -> StudyDesign:
    """Return a design of two cohorts, with some things changed."""
    facts = {"conditions": BOTH, "cohorts": COHORTS, "invited": 57, "responded": 51}
    return StudyDesign(**{**facts, **changes})


def test_eligible_counts_the_cohorts_that_knew() -> None:
    """57 less the 15 who never had it are 42."""
    assert design().eligible("virtual") == 57
    assert design().eligible("face-to-face") == 42


def test_eligible_is_unknown_without_cohorts() -> None:
    """Nobody said who knew what."""
    assert design(cohorts=()).eligible("face-to-face") is None


def test_names_are_looked_up_letter_for_letter() -> None:
    """An unknown name is an error that lists the known ones."""
    found = design()
    assert found.condition("virtual") is BOTH[0]
    assert found.cohort("new") is COHORTS[1]
    with pytest.raises(UnknownItemError, match="there is no condition 'Virtual' here"):
        found.eligible("Virtual")
    with pytest.raises(UnknownItemError, match="there is no cohort 'CT9' here"):
        found.cohort("CT9")


def test_invited_by_condition() -> None:
    """The condition's own number, else the fewer of those who could and those who were asked."""
    found = design(invited=50, responded=None)
    assert found.invited_to("virtual") == 50
    assert found.invited_to("face-to-face") == 42
    own = (Condition("virtual", invited=0), Condition("face-to-face", invited=45))
    found = design(conditions=own)
    assert (found.invited_to("virtual"), found.invited_to("face-to-face")) == (0, 45)
    assert design(invited=None).invited_to("face-to-face") == 42
    assert design(cohorts=()).invited_to("face-to-face") == 57
    assert design(cohorts=(), invited=None).invited_to("face-to-face") is None
    with pytest.raises(UnknownItemError, match="there is no condition 'Virtual' here"):
        found.invited_to("Virtual")


def test_numbers_by_condition_may_equal_those_of_all() -> None:
    """Everybody asked and everybody who answered may have rated one condition."""
    same = (Condition("a", invited=57, responded=51),)
    assert design(conditions=same, cohorts=()).invited_to("a") == 57
    alone = design(conditions=same, cohorts=(), invited=None, responded=None)
    assert alone.conditions == same


def test_items_are_counted() -> None:
    """One at the least, or none stated."""
    assert design().n_items is None
    assert design(n_items=14).n_items == 14
    with pytest.raises(ArgumentError, match="n_items=0 is too small"):
        design(n_items=0)


def test_response_rate_is_exact() -> None:
    """The two counts and their proportion."""
    found = design().response_rate
    assert found == ResponseRate(51, 57)
    assert found.exact == Fraction(51, 57)
    assert found.proportion == pytest.approx(51 / 57, rel=1e-15)
    assert found.columns() == {"responded": 51, "invited": 57, "proportion": 51 / 57}


@pytest.mark.parametrize(
    "changes", [{"invited": None}, {"responded": None}, {"invited": 0, "responded": 0}]
)
def test_response_rate_needs_both_numbers(changes: dict[str, Any]) -> None:
    """Without them there is none."""
    assert design(**changes).response_rate is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"conditions": ()}, "the study design has no condition; expected at least one."),
        ({"conditions": ("virtual",)}, "expected only Condition records"),
        ({"cohorts": ({"name": "a"},)}, "expected only Cohort records"),
        ({"conditions": (BOTH[0], BOTH[0])}, "conditions repeats 'virtual'"),
        ({"cohorts": (COHORTS[0], COHORTS[0])}, "cohorts repeats 'old'"),
        ({"limitations": [("a", "x"), ("a", "y")]}, "limitations repeats 'a'"),
        ({"limitations": ["recall"]}, "expected pairs of a name and a value."),
        ({"limitations": [(1, "recall")]}, "expected pairs of a name and a value."),
        ({"limitations": [("a", "b", "c")]}, "expected pairs of a name and a value."),
        ({"conditions": BOTH[1:], "cohorts": ()}, "condition 'face-to-face' refers to 'virtual'"),
        (
            {"cohorts": (Cohort("a", size=60, conditions=("hybrid",)),)},
            "cohort 'a' refers to 'hybrid'",
        ),
        ({"invited": 58}, "58 people were invited, but the cohorts have only 57 members"),
        ({"responded": 58}, "58 people answered, but only 57 were invited"),
        ({"cohorts": (Cohort("a", size=57, responded=52),)}, "add up to 52"),
        ({"cohorts": (Cohort("a", size=57, responded=50),)}, "add up to 50"),
        ({"conditions": (Condition("a", invited=58),), "cohorts": ()}, "only 57 people were inv"),
        ({"conditions": (Condition("a", responded=52),), "cohorts": ()}, "only 51 people answ"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], message: str) -> None:
    """Each is named with its numbers, and has a hint."""
    with pytest.raises(DefinitionError, match=message) as caught:
        design(**changes)
    assert "\nHint: " in str(caught.value)


def test_unknown_parts_do_not_contradict() -> None:
    """A cohort whose answers are not known may hold the rest."""
    some = (Cohort("a", size=40, responded=30), Cohort("b", size=17))
    assert design(cohorts=some).responded == 51
    assert design(cohorts=some, responded=None).responded is None
    assert design(cohorts=(), invited=None).responded == 51


def test_exclusions_and_limitations_take_mappings() -> None:
    """They are kept as pairs, in order."""
    found = design(exclusions={"conflict of interest": 1}, limitations={"recall": "from memory"})
    assert found.exclusions == (("conflict of interest", 1),)
    assert found.limitations == (("recall", "from memory"),)
    with pytest.raises(ArgumentError, match="exclusions=0 is too small"):
        design(exclusions={"nobody": 0})


def test_is_a_value() -> None:
    """Designs compare, hash and survive pickling."""
    first = design(limitations={"recall": "from memory"})
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert hash(again) == hash(first)
    assert design() != first
