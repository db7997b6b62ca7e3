"""The strategy for scales reaches every corner, keeps to its options and shrinks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import corners_reached, fewer, simplest

from likertkit import LikertScale, testing
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.instrument import Item
from likertkit.testing._instruments import LEVEL_WORDS, MOST_LEVELS, REASON_WORDS

CORNERS = {
    "two levels": lambda s: s.n_levels == 2,
    "eleven levels": lambda s: s.n_levels == 11,
    "a negative code": lambda s: s.low < 0,
    "a gap": lambda s: s.high - s.low >= s.n_levels,
    "codes beyond a byte": lambda s: s.high > 127,
    "no labels": lambda s: not s.labels,
    "labels at the ends": lambda s: s.n_levels > 2 and list(s.labels) == [s.low, s.high],
    "every label": lambda s: len(s.labels) == s.n_levels,
    "a label within": lambda s: s.labels and s.low not in s.labels,
    "labels with codes": lambda s: any(text.startswith("5 - ") for text in s.labels.values()),
    "labels beyond ASCII": lambda s: not "".join(s.labels.values()).isascii(),
    "low is positive": lambda s: s.positive == "low",
    "a reason without code": lambda s: () in s.nonsubstantive.values(),
    "a reason with two codes": lambda s: any(len(c) == 2 for c in s.nonsubstantive.values()),
    "three reasons": lambda s: len(s.nonsubstantive) == 3,
    "a reason's code between levels": lambda s: any(
        s.low < code < s.high for codes in s.nonsubstantive.values() for code in codes
    ),
    "a reason that others read as missing": lambda s: "N/A" in s.nonsubstantive,
}


def test_every_corner_is_reached():
    """What surveys hold, and other software trips over, is drawn."""
    assert corners_reached(testing.scales(), CORNERS) == CORNERS.keys()


def test_the_simplest_is_simple():
    """A failure shrinks to two codes without labels."""
    assert simplest(testing.scales()) == LikertScale((1, 2))


@fewer(0.3)
@given(st.data())
def test_options_are_kept(data):
    """Every option narrows what is drawn."""
    low, high = sorted(data.draw(st.tuples(*[st.integers(2, 11)] * 2)))
    positive = data.draw(st.sampled_from(["high", "low"]))
    scale = data.draw(
        testing.scales(
            min_levels=low, max_levels=high, labels="all", positive=positive, nonsubstantive=False
        )
    )
    assert low <= scale.n_levels <= high
    assert scale.positive == positive
    assert len(scale.labels) == scale.n_levels
    assert scale.nonsubstantive == {}


@pytest.mark.parametrize(
    ("labels", "n_labels"), [("none", 0), ("ends", 2), ("some", 3), ("all", 6)]
)
@fewer(0.3)
@given(data=st.data())
def test_labelling_is_as_asked(data, labels, n_labels):
    """Of six levels so many have labels."""
    strategy = testing.scales(min_levels=6, max_levels=6, labels=labels, nonsubstantive=True)
    scale = data.draw(strategy)
    assert len(scale.labels) == n_labels
    assert scale.nonsubstantive


def test_words_can_be_told_apart():
    """Any level's label stands beside any reason's, and there are enough of both."""
    assert len(LEVEL_WORDS) >= MOST_LEVELS
    codes = tuple(range(1, len(LEVEL_WORDS) + 1))
    labels = dict(zip(codes, LEVEL_WORDS, strict=True))
    scale = LikertScale(codes, labels, nonsubstantive=dict.fromkeys(REASON_WORDS))
    assert len(scale.reasons) == len(REASON_WORDS) + 1


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"min_levels": 1}, ArgumentError, "min_levels=1 is out of bounds; .*from 2 to 11"),
        ({"max_levels": 12}, ArgumentError, "max_levels=12"),
        ({"min_levels": 5, "max_levels": 4}, ArgumentError, "min_levels <= max_levels"),
        ({"min_levels": 2.0}, ArgumentTypeError, "min_levels=2.0 is not a whole number"),
        ({"max_levels": True}, ArgumentTypeError, "max_levels=True"),
        ({"labels": "both"}, OptionError, "labels='both'.*'ends'.*None"),
        ({"positive": "up"}, OptionError, "positive='up'"),
        ({"nonsubstantive": 1}, ArgumentTypeError, "nonsubstantive=1 is neither True, False"),
    ],
)
def test_options_are_checked_at_once(options, error, says):
    """A wrong option fails where it is written, not when something is drawn."""
    with pytest.raises(error, match=says) as caught:
        testing.scales(**options)
    assert "Hint: " in str(caught.value)


@fewer(0.3)
@given(st.from_type(LikertScale), st.from_type(Item))
def test_from_type_knows_scales_and_items(scale, item):
    """Hypothesis makes both by their type alone."""
    assert isinstance(scale, LikertScale)
    assert isinstance(item.scale, LikertScale)
