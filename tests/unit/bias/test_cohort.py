"""A cohort says how many people share what they took part in."""

import pickle

import pytest

from likertkit.bias import Cohort
from likertkit.errors import ArgumentError, ArgumentTypeError, DefinitionError


def test_name_and_size_are_enough() -> None:
    """What is not known stays None."""
    found = Cohort("CT1", size=13)
    assert (found.responded, found.mandatory, found.frequency) == (None, None, "")
    assert found.conditions is None


def test_knew_what_it_lists_or_everything() -> None:
    """A cohort without a list knew all conditions."""
    assert Cohort("a", size=1).knew("anything")
    assert Cohort("a", size=1, conditions="virtual").knew("virtual")
    assert not Cohort("a", size=1, conditions=["virtual"]).knew("face-to-face")


def test_must_have_known_something() -> None:
    """A cohort that knew nothing has nothing to rate."""
    with pytest.raises(DefinitionError, match="cohort 'a' has no condition"):
        Cohort("a", size=1, conditions=())


def test_needs_a_name() -> None:
    """A cohort is looked up by its name."""
    with pytest.raises(DefinitionError, match="is not a name"):
        Cohort("", size=1)


def test_numbers_are_people() -> None:
    """Sizes are whole numbers, and nobody answers who does not belong."""
    with pytest.raises(ArgumentError, match="size=-1"):
        Cohort("a", size=-1)
    with pytest.raises(ArgumentTypeError, match=r"responded=2\.5"):
        Cohort("a", size=3, responded=2.5)
    with pytest.raises(DefinitionError, match="has 3 members, but 4 answered"):
        Cohort("a", size=3, responded=4)
    assert Cohort("a", size=3, responded=3).responded == 3


def test_is_a_value() -> None:
    """Cohorts compare, hash and survive pickling."""
    first = Cohort("a", size=3, conditions=["virtual"], mandatory=True)
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert hash(again) == hash(first)
