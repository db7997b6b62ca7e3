"""The strategy for tallies reaches every corner and keeps to its options."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import corners_reached, fewer, reached, simplest

from likertkit import Instrument, Item, LikertScale, Tally, testing
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.tally._axes import sorted_groups

ONE = Instrument("one", [Item("q1", LikertScale())])

CORNERS = {
    "no groups": lambda t: t.axes and not t.groups,
    "four groups": lambda t: len(t.groups) == 4,
    "a blank group": lambda t: any(None in group for group in t.groups),
    "every axis": lambda t: [axis.role for axis in t.axes] == ["condition", "stratum", "by"],
    "an item that nobody answered": lambda t: (
        len(t.groups) == 1 and len(t.instrument) > 1 and not t.counts[0, 0].any() and t.counts.any()
    ),
    "weights": lambda t: t.weighted and t.counts.any(),
    "unequal weights": lambda t: t.weighted and (t.squares * t.counts > t.sums**2 * 1.001).any(),
    "weights of 0": lambda t: t.weighted and t.zeros.any(),
    "another view": lambda t: t.view == "favourable",
    "large counts": lambda t: t.counts.max(initial=0) == 100,
}


def test_every_corner_is_reached():
    """What published tables are like is drawn."""
    assert corners_reached(testing.tallies(by="ward"), CORNERS) == CORNERS.keys()


def test_no_axes_is_reached():
    """Without names of axes there may be none."""
    assert reached(testing.tallies(), lambda t: not t.axes and t.weighted).groups == ((),)


def test_the_simplest_is_simple():
    """A failure shrinks to an empty table."""
    tally = simplest(testing.tallies())
    assert (tally.axes, tally.counts.sum(), tally.weighted) == ((), 0, False)


@fewer(0.3)
@given(
    testing.tallies(
        ONE,
        max_count=3,
        condition=True,
        stratum=False,
        weighted=True,
        by=("ward", "team"),
        view="keyed",
    )
)
def test_options_are_kept(tally):
    """Every option narrows what is drawn."""
    assert tally.instrument == ONE
    assert tally.counts.max(initial=0) <= 3
    assert [axis.name for axis in tally.axes] == ["condition", "ward", "team"]
    assert (tally.weighted, tally.view) == (True, "keyed")


@fewer(0.3)
@given(testing.tallies())
def test_tables_are_what_responses_could_give(tally):
    """Groups stand in order, nobody is counted beyond an item's cells, weights fit the counts."""
    assert list(tally.groups) == sorted_groups(tally.axes, tally.groups)
    for i, item in enumerate(tally.instrument):
        assert not tally.counts[:, i, item.scale.n_cells :].any()
    if tally.weighted:
        assert not tally.sums[tally.counts == 0].any()
        # Cauchy and Schwarz: no weights have a smaller sum of squares.
        assert (tally.squares * tally.counts >= tally.sums**2 * (1 - 1e-12)).all()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"instrument": 5}, ArgumentTypeError, "neither Instrument nor a strategy"),
        ({"max_count": -1}, ArgumentError, "max_count=-1 is out of bounds; .* from 0\\."),
        ({"condition": "c"}, ArgumentTypeError, "condition='c'"),
        ({"by": ["stratum", "condition"]}, ArgumentError, "'condition', 'stratum', which is an"),
        ({"view": "raw"}, OptionError, "view='raw'"),
    ],
)
def test_options_are_checked_at_once(options, error, says):
    """A wrong option fails where it is written, not when something is drawn."""
    with pytest.raises(error, match=says):
        testing.tallies(**options)


@settings(max_examples=20)
@given(st.from_type(Tally))
def test_from_type_knows_tallies(tally):
    """Hypothesis makes them by their type alone."""
    assert isinstance(tally, Tally)
