"""An item keeps its scale, and its scores are views."""

from __future__ import annotations

import pickle

import pytest

from likertkit.errors import ArgumentTypeError, DefinitionError, OptionError
from likertkit.instrument import Item, LikertScale

HIGH = LikertScale.preset("agreement", 5)
LOW = LikertScale.preset("agreement", 5, positive="low")
UP, DOWN = (1, 2, 3, 4, 5), (5, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("scale", "keyed", "as_answered", "keyed_scores", "favourable"),
    [
        (HIGH, "positive", UP, UP, UP),
        (HIGH, "negative", UP, DOWN, DOWN),
        (LOW, "positive", UP, UP, DOWN),
        (LOW, "negative", UP, DOWN, UP),
    ],
)
def test_scores(scale, keyed, as_answered, keyed_scores, favourable):
    """Keying and orientation each turn an item once, and both together turn it back."""
    item = Item("q1", scale, keyed=keyed)
    assert item.scores() == item.scores("as_answered") == as_answered
    assert item.scores("keyed") == keyed_scores
    assert item.scores("favourable") == favourable


def test_scores_use_the_declared_range():
    """A 3 to 7 item and one with gaps are reversed on their own range."""
    assert Item("q", LikertScale(range(3, 8)), keyed="negative").scores("keyed") == (7, 6, 5, 4, 3)
    assert Item("q", LikertScale((0, 1, 5)), keyed="negative").scores("keyed") == (5, 4, 0)


def test_no_such_view():
    """A view is one of three words."""
    with pytest.raises(OptionError, match="view='reversed'"):
        Item("q1", HIGH).scores("reversed")


def test_values():
    """Items hash, compare and pickle."""
    item = Item("q1", HIGH, text="?", keyed="negative", subscale="ease")
    assert pickle.loads(pickle.dumps(item)) == item
    assert {item, Item("q1", HIGH)} == {Item("q1", HIGH), item}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"name": ""}, DefinitionError, "name='' is empty"),
        ({"name": " "}, DefinitionError, "is empty"),
        ({"name": 1}, ArgumentTypeError, "name=1 is not text"),
        ({"scale": "agreement-5"}, ArgumentTypeError, "is not a LikertScale"),
        ({"text": None}, ArgumentTypeError, "text=None is not text"),
        ({"subscale": ""}, DefinitionError, "subscale='' is empty"),
        ({"subscale": 3}, ArgumentTypeError, "subscale=3 is not text"),
        ({"keyed": "reverse"}, OptionError, "keyed='reverse'"),
    ],
)
def test_refused(arguments, error, message):
    """What an item cannot be is said at once."""
    with pytest.raises(error, match=rf"(?s){message}.*\nHint: "):
        Item(**({"name": "q1", "scale": HIGH} | arguments))
