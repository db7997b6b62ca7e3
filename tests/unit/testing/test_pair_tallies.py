"""The strategy for pair tallies reaches every corner and keeps to its options."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import corners_reached, fewer, simplest

from likertkit import CoTally, Instrument, Item, LikertScale, PairTally, testing
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.tally._axes import sorted_groups

ONE = Instrument("one", [Item("q1", LikertScale(nonsubstantive={"N/A": 9}))])

CORNERS = {
    "no groups": lambda t: t.axes and not t.groups,
    "no axes": lambda t: t.counts.any() and "stratum" not in [axis.name for axis in t.axes],
    "four groups": lambda t: len(t.groups) == 4,
    "a blank group": lambda t: any(None in group for group in t.groups),
    "absent from the first": lambda t: t.counts[..., -1, :].any(),
    "absent from the second": lambda t: t.counts[..., -1].any(),
    "nobody absent": lambda t: (
        t.counts.any() and not (t.counts[..., -1].any() or t.counts[..., -1, :].any())
    ),
    "an item that nobody was asked": lambda t: (
        len(t.groups) == 1 and len(t.instrument) > 1 and not t.counts[0, 0].any() and t.counts.any()
    ),
    "unequal weights": lambda t: t.weighted and (t.squares * t.counts > t.sums**2 * 1.001).any(),
    "weights of 0": lambda t: t.weighted and t.zeros.any(),
    "another view": lambda t: t.view == "favourable",
    "large counts": lambda t: t.counts.max(initial=0) == 100,
    "conditions by number": lambda t: (t.first, t.second) == (2, 1),
    "conditions by name": lambda t: (t.first, t.second) == ("before", "after"),
}


def test_every_corner_is_reached():
    """What surveys of two conditions are like is drawn."""
    assert corners_reached(testing.pair_tallies(by="ward"), CORNERS) == CORNERS.keys()


def test_the_simplest_is_simple():
    """A failure shrinks to an empty table."""
    pairs = simplest(testing.pair_tallies())
    assert (pairs.axes, pairs.counts.sum(), pairs.weighted) == ((), 0, False)


@fewer(0.3)
@given(
    testing.pair_tallies(
        ONE, max_count=3, stratum=True, weighted=True, by=("condition", "team"), view="keyed"
    )
)
def test_options_are_kept(pairs):
    """Every option narrows what is drawn."""
    assert pairs.instrument == ONE
    assert pairs.counts.max(initial=0) <= 3
    assert [(axis.name, axis.role) for axis in pairs.axes] == [
        ("stratum", "stratum"),
        ("condition", "by"),
        ("team", "by"),
    ]
    assert (pairs.weighted, pairs.view) == (True, "keyed")


@fewer(0.3)
@given(testing.pair_tallies())
def test_tables_are_what_responses_could_give(pairs):
    """Groups in order, nobody beyond an item's cells or absent twice, weights fit the counts."""
    assert list(pairs.groups) == sorted_groups(pairs.axes, pairs.groups)
    assert pairs.first != pairs.second
    for i, item in enumerate(pairs.instrument):
        assert not pairs.counts[:, i, item.scale.n_cells : -1].any()
        assert not pairs.counts[:, i, :, item.scale.n_cells : -1].any()
    assert not pairs.counts[..., -1, -1].any()
    if pairs.weighted:
        assert not pairs.sums[pairs.counts == 0].any()
        # Cauchy and Schwarz: no weights have a smaller sum of squares.
        assert (pairs.squares * pairs.counts >= pairs.sums**2 * (1 - 1e-12)).all()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"instrument": 5}, ArgumentTypeError, "neither Instrument nor a strategy"),
        ({"max_count": -1}, ArgumentError, "max_count=-1 is out of bounds"),
        ({"stratum": "s"}, ArgumentTypeError, "stratum='s'"),
        ({"weighted": 1}, ArgumentTypeError, "weighted=1"),
        ({"by": "stratum"}, ArgumentError, "'stratum', which is an axis .*\n.*use `stratum=` for"),
        ({"view": "raw"}, OptionError, "view='raw'"),
    ],
)
def test_options_are_checked_at_once(options, error, says):
    """A wrong option fails where it is written, not when something is drawn."""
    with pytest.raises(error, match=says):
        testing.pair_tallies(**options)


@settings(max_examples=20)
@given(st.from_type(PairTally), st.from_type(CoTally))
def test_from_type_knows_tables_of_pairs(pairs, co):
    """Hypothesis makes them by their type alone."""
    assert (type(pairs), type(co)) == (PairTally, CoTally)
