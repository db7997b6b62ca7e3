"""A condition says when it happened and when it was rated."""

import pickle

import pytest

from likertkit.bias import Condition
from likertkit.errors import ArgumentError, ArgumentTypeError, DefinitionError


def test_name_is_enough() -> None:
    """Everything but the name may stay unsaid."""
    found = Condition("survey")
    assert (found.period, found.rated_when, found.rated_after) == ("", "", ())
    assert (found.retrospective, found.context) == (False, "")
    assert found.months_ago is None


@pytest.mark.parametrize("name", ["", "  ", 3, None])
def test_needs_a_name(name: object) -> None:
    """A condition is looked up by its name."""
    with pytest.raises(DefinitionError, match="is not a name"):
        Condition(name)


@pytest.mark.parametrize(
    ("period", "rated_when", "expected"),
    [
        ("2019-09/2020-02", "2021-02", (12, 17)),
        ("2020-12", "2021-01", (1, 1)),
        ("2020-12/2021-03", "2021-01/2021-06", (0, 6)),
        ("2021-02", "2021-02", (0, 0)),
        ("2019-09/2020-02", "", None),
        ("", "2021-02", None),
    ],
)
def test_months_ago_spans_both_periods(
    period: str, rated_when: str, expected: tuple[int, int] | None
) -> None:
    """The span runs from the earliest rating to the end, and from the last to the beginning."""
    assert Condition("a", period=period, rated_when=rated_when).months_ago == expected


@pytest.mark.parametrize("period", ["2020", "2020-13", "2020-00/2020-01", "spring", 2020, None])
def test_period_must_be_months(period: object) -> None:
    """Only years with months are read."""
    with pytest.raises(DefinitionError, match="is not a month or a span of months"):
        Condition("a", period=period)


def test_period_must_not_end_before_it_begins() -> None:
    """The first month comes first."""
    with pytest.raises(DefinitionError, match="ends before it begins"):
        Condition("a", rated_when="2020-02/2019-09")


def test_rating_must_not_precede_the_condition() -> None:
    """Nothing is rated before it has begun."""
    with pytest.raises(DefinitionError, match="before it began"):
        Condition("a", period="2021-03/2021-04", rated_when="2021-02")


def test_people_are_counted() -> None:
    """As many as were asked may have answered, and none of them need be known."""
    found = Condition("a", invited=5, responded=5)
    assert (found.invited, found.responded) == (5, 5)
    assert Condition("a", responded=5).invited is None
    assert Condition("a", invited=5).responded is None
    with pytest.raises(DefinitionError, match="6 people rated condition 'a', but only 5") as caught:
        Condition("a", invited=5, responded=6)
    assert "\nHint: " in str(caught.value)
    for name in ("invited", "responded"):
        with pytest.raises(ArgumentError, match=f"{name}=-1 is too small"):
            Condition("a", **{name: -1})  # type: ignore[arg-type]
        with pytest.raises(ArgumentTypeError, match=f"{name}='5' is not a whole number"):
            Condition("a", **{name: "5"})  # type: ignore[arg-type]


def test_order_names_other_conditions() -> None:
    """A condition does not follow itself, and one name may stand without a tuple."""
    assert Condition("a", rated_after="b").rated_after == ("b",)
    with pytest.raises(DefinitionError, match=r"condition 'a' is listed in its own rated_after\."):
        Condition("a", rated_after=("a",))
    with pytest.raises(ArgumentError, match="repeats"):
        Condition("a", rated_after=("b", "b"))
    with pytest.raises(ArgumentTypeError):
        Condition("a", rated_after=(1,))


def test_is_a_value() -> None:
    """Conditions compare, hash and survive pickling."""
    first = Condition("a", period="2020-01", retrospective=True)
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert hash(again) == hash(first)
    with pytest.raises(AttributeError):
        first.name = "b"
