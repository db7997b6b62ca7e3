"""An instrument is a sequence of named items."""

from __future__ import annotations

import pickle

import pytest

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    DefinitionError,
    UnknownItemError,
)
from likertkit.instrument import Instrument, Item, LikertScale

SCALE = LikertScale.preset("agreement", 5)
ITEMS = (
    Item("q1", SCALE, subscale="ease"),
    Item("q2", LikertScale.preset("quality", 7), keyed="negative"),
    Item("q3", SCALE, subscale="worth"),
    Item("q4", SCALE, subscale="ease"),
)


@pytest.fixture
def instrument():
    """Return an instrument with two subscales, and an item in neither."""
    return Instrument("demo", ITEMS, title="A demonstration", citation="Nobody (2020)")


def test_items(instrument):
    """Items come by name, by iteration and by number of them."""
    assert instrument.names == ("q1", "q2", "q3", "q4")
    assert instrument["q2"] is ITEMS[1]
    assert tuple(instrument) == ITEMS
    assert len(instrument) == 4


def test_contains(instrument):
    """Both names and items are in an instrument."""
    assert "q1" in instrument
    assert ITEMS[0] in instrument
    assert "q9" not in instrument
    assert Item("q1", SCALE) not in instrument
    assert [] not in instrument


def test_subscales(instrument):
    """A subscale is the instrument with these items only."""
    assert instrument.subscales == ("ease", "worth")
    assert instrument.subscale("ease") == Instrument(
        "demo", [ITEMS[0], ITEMS[3]], title="A demonstration", citation="Nobody (2020)"
    )


def test_select(instrument):
    """Some items, in the order asked for."""
    assert instrument.select(["q3", "q1"]).names == ("q3", "q1")
    assert instrument.select("q2").names == ("q2",)
    with pytest.raises(ArgumentError, match="repeats"):
        instrument.select(["q1", "q1"])


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda i: i["q9"], "no item 'q9' here; expected one of 'q1', 'q2'"),
        (lambda i: i[0], "no item 0 here"),
        (lambda i: i.select(["q1", "q9"]), "no item 'q9'"),
        (lambda i: i.subscale("rest"), "no subscale 'rest' here; expected one of 'ease', 'worth'"),
    ],
)
def test_unknown_names(instrument, ask, message):
    """A name that is none lists those that are."""
    with pytest.raises(UnknownItemError, match=rf"(?s){message}.*\nHint: "):
        ask(instrument)


def test_values(instrument):
    """Instruments hash, compare and pickle; items may come in any iterable."""
    other = Instrument("demo", iter(ITEMS), title="A demonstration", citation="Nobody (2020)")
    for twin in (other, pickle.loads(pickle.dumps(instrument))):
        assert twin == instrument
        assert hash(twin) == hash(instrument)
    assert instrument != Instrument("demo", ITEMS)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"name": ""}, DefinitionError, "name='' is empty"),
        ({"items": []}, DefinitionError, "items is empty"),
        ({"items": 3}, ArgumentTypeError, "items=3 is not a sequence"),
        ({"items": ["q1"]}, ArgumentTypeError, "'q1', which is not an Item"),
        (
            {"items": [*ITEMS, *ITEMS[:2]]},
            DefinitionError,
            "2 of the items' names appear more than once: 'q1', 'q2'",
        ),
        ({"title": None}, ArgumentTypeError, "title=None is not text"),
        ({"citation": 3}, ArgumentTypeError, "citation=3 is not text"),
    ],
)
def test_refused(arguments, error, message):
    """What an instrument cannot be is said at once."""
    with pytest.raises(error, match=rf"(?s){message}.*\nHint: "):
        Instrument(**({"name": "demo", "items": ITEMS} | arguments))
