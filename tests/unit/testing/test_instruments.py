"""The strategy for instruments mixes scales, keyings and subscales, and keeps to its options."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import corners_reached, fewer, simplest

from likertkit import Instrument, LikertScale, testing
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

FIVE = LikertScale()

CORNERS = {
    "several items": lambda i: len(i) == 4,
    "two scales": lambda i: len({item.scale for item in i}) == 2,
    "a shared scale": lambda i: len(i) > 1 and len({item.scale for item in i}) == 1,
    "both keyings": lambda i: {item.keyed for item in i} == {"positive", "negative"},
    "two subscales": lambda i: len(i.subscales) == 2,
    "no subscale": lambda i: len(i) > 2 and not i.subscales,
    "names beyond ASCII": lambda i: not i.names[0].isascii(),
    "texts": lambda i: i.title and i.citation and i.items[0].text,
}


def test_every_corner_is_reached():
    """What questionnaires are like is drawn."""
    assert corners_reached(testing.instruments(), CORNERS) == CORNERS.keys()


def test_the_simplest_is_simple():
    """A failure shrinks to one plain item."""
    (item,) = simplest(testing.instruments())
    assert (item.name, item.keyed, item.text, item.subscale) == ("q1", "positive", "", None)


@fewer(0.3)
@given(testing.instruments(min_items=2, max_items=3, scale=FIVE, keyed="negative", subscales=False))
def test_options_are_kept(instrument):
    """Every option narrows what is drawn; a scale stands for itself."""
    assert 2 <= len(instrument) <= 3
    assert {(item.scale, item.keyed, item.subscale) for item in instrument} == {
        (FIVE, "negative", None)
    }


@fewer(0.3)
@given(testing.instruments(scale=testing.scales(min_levels=3, max_levels=3)))
def test_scales_come_from_the_strategy(instrument):
    """A strategy for scales is drawn from."""
    assert {item.scale.n_levels for item in instrument} == {3}


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"min_items": 0}, ArgumentError, "min_items=0 is out of bounds; .*from 1, and min_items"),
        ({"min_items": 5}, ArgumentError, "min_items <= max_items"),
        ({"max_items": None}, ArgumentTypeError, "max_items=None"),
        ({"scale": "agreement-5"}, ArgumentTypeError, "neither LikertScale nor a strategy"),
        ({"keyed": "reverse"}, OptionError, "keyed='reverse'"),
        ({"subscales": "ease"}, ArgumentTypeError, "subscales='ease'"),
    ],
)
def test_options_are_checked_at_once(options, error, says):
    """A wrong option fails where it is written, not when something is drawn."""
    with pytest.raises(error, match=says):
        testing.instruments(**options)


@fewer(0.3)
@given(st.from_type(Instrument))
def test_from_type_knows_instruments(instrument):
    """Hypothesis makes them by their type alone."""
    assert isinstance(instrument, Instrument)
