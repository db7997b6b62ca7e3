"""Pairs of either source, either way round, item by item."""

from __future__ import annotations

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import VIEWS, directed, fewer

import likertkit as lk
from likertkit import testing
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, MissingColumnError
from likertkit.responses._as_tables import as_pairs, item_pairs

SCALE = lk.LikertScale((1, 2, 4), nonsubstantive={"N/A": 9})
TABLE = {
    1: {1: 3, 2: 1, "absent": 2},
    2: {4: 5, "blank": 1, "N/A": 1},
    4: {1: 1},
    "absent": {4: 7},
    "blank": {1: 1, "absent": 2},
    "N/A": {"N/A": 3},
}
PAIRS = lk.PairTally.from_table(TABLE, SCALE, first="before", second="after")


def only(pairs, names=()):
    """Return the one item of the one group."""
    (found,) = item_pairs(pairs, names)
    return found


def test_counts_are_split_by_reason():
    """Who has one valid answer is counted by why there is no other."""
    found = only(PAIRS)
    assert found.scores == (1, 2, 4)
    assert found.table.tolist() == [[3, 1, 0], [0, 0, 5], [1, 0, 0]]
    assert found.first_missing.tolist() == [0, 2, 0]
    assert found.first_absent.tolist() == [2, 0, 0]
    assert found.first_only.tolist() == [2, 2, 0]
    assert found.second_missing.tolist() == [1, 0, 0]
    assert found.second_absent.tolist() == [0, 0, 7]
    assert found.second_only.tolist() == [1, 0, 7]
    assert (found.n_pairs, found.n_first_only, found.n_second_only) == (10, 4, 8)
    assert (found.n_higher, found.n_equal, found.n_lower, found.n_neither) == (1, 3, 6, 5)
    assert found.sums is None
    assert found.squares is None
    distinct, counts = found.differences()
    assert distinct.tolist() == [-2, -1, 0, 3]
    assert counts.tolist() == [5, 1, 3, 1]


@pytest.mark.parametrize("names", [("after", "before"), (np.str_("after"), np.str_("before"))])
def test_conditions_may_be_turned_round(names):
    """The pairs of b and a are those of a and b, transposed."""
    turned, axes = as_pairs(PAIRS, *names, ())
    assert (turned.first, turned.second, axes) == ("after", "before", ())
    one, other = only(PAIRS), only(turned)
    assert other.counts.tolist() == one.counts.T.tolist()
    again, _ = as_pairs(turned, "before", "after", ())
    assert again == PAIRS


def test_an_item_is_turned_with_its_scores():
    """Where a view reverses an item, its cells follow the ascending scores."""
    item = lk.Item("item", SCALE, keyed="negative")
    trial = lk.Instrument("trial", [item])
    pairs = lk.PairTally(
        instrument=trial, axes=(), groups=((),), counts=PAIRS.counts, first=0, second=1
    )
    plain, keyed = only(pairs), only(pairs.scored("keyed"))
    assert keyed.scores == (1, 3, 4)
    turned = [2, 1, 0, 3, 4]
    assert keyed.counts.tolist() == plain.counts[np.ix_(turned, turned)].tolist()


def test_other_data_are_refused():
    """What has no pairs, other conditions or other axes is named."""
    tally = lk.Tally.from_counts({"item": {1: 3}}, PAIRS.instrument)
    with pytest.raises(ArgumentTypeError, match="Tally; expected Responses or a PairTally"):
        as_pairs(tally, "before", "after", ())
    with pytest.raises(ArgumentError, match="are 'before' and 'after'"):
        as_pairs(PAIRS, "before", "later", ())
    with pytest.raises(ArgumentError, match="the same condition"):
        as_pairs(PAIRS, "before", "before", ())
    with pytest.raises(AxisError):
        as_pairs(PAIRS, "before", "after", "ward")
    with pytest.raises(ArgumentTypeError, match="by=3"):
        as_pairs(PAIRS, "before", "after", 3)


def test_other_axes_are_pooled():
    """From responses the stratum is kept, and pooled where it is not asked for."""
    frame = pd.DataFrame(
        {
            "who": [1, 1, 2, 2, 3, 4],
            "when": ["a", "b", "a", "b", "a", "b"],
            "item": [1, 2, 4, None, 2, 1],
            "grade": ["x", "x", "y", "y", "y", "x"],
            "ward": ["e", "e", "w", "w", "w", "e"],
            "weight": [2.0, 2, 1, 1, 3, 1],
        }
    )
    declared = {"respondent": "who", "condition": "when", "stratum": "grade", "weight": "weight"}
    answers = lk.Responses(frame, PAIRS.instrument, **declared)
    pairs, names = as_pairs(answers, "a", "b", ())
    assert [axis.name for axis in pairs.axes] == ["grade"]
    found = only(pairs, names)
    assert (found.by, found.n_pairs, found.n_first_only, found.n_second_only) == ((), 1, 2, 1)
    assert found.first_missing.tolist() == [0, 0, 1]
    assert found.sums[0, 1] == 2
    assert found.sums.sum() == 7
    assert found.squares.sum() == 4 + 1 + 9 + 1
    by_ward, names = as_pairs(answers, "a", "b", ["ward"])
    assert [one.by for one in item_pairs(by_ward, names)] == [(("ward", "e"),), (("ward", "w"),)]
    by_both, names = as_pairs(answers, "b", "a", ["ward", "grade"])
    assert names == ("ward", "grade")
    assert next(item_pairs(by_both, names)).by == (("ward", "e"), ("grade", "x"))
    with pytest.raises(MissingColumnError):
        as_pairs(answers, "a", "b", "no such column")


@fewer(0.3)
@given(pairs=testing.pair_tallies(directed(), by="ward"), view=st.sampled_from(VIEWS))
def test_nobody_is_lost(pairs, view):
    """All cells of all groups are in one of the counts, and the scores ascend."""
    for names in ((), ("ward",)):
        found = list(item_pairs(pairs.scored(view), names))
        for one in found:
            assert list(one.scores) == sorted(one.item.scores(view))
            parts = (one.n_pairs, one.n_first_only, one.n_second_only, one.n_neither)
            assert sum(parts) == one.counts.sum()
            assert one.n_higher + one.n_equal + one.n_lower == one.n_pairs
            distinct, counts = one.differences()
            total = one.table.sum(axis=1) - one.table.sum(axis=0)
            assert distinct @ counts == np.array(one.scores) @ total
            assert (counts > 0).all()
            assert (np.diff(distinct) > 0).all()
        assert sum(one.counts.sum() for one in found) == pairs.counts.sum()
        if pairs.weighted:
            weights = sum(one.sums.sum() for one in found)
            assert weights == pytest.approx(pairs.sums.sum(), rel=1e-12)


@fewer(0.2)
@given(pairs=testing.pair_tallies(weighted=True))
def test_weights_are_turned_with_the_counts(pairs):
    """Sums of weights and of their squares stay with whom they belong to."""
    turned, _ = as_pairs(pairs, pairs.second, pairs.first, ())
    for one, other in zip(item_pairs(pairs, ()), item_pairs(turned, ()), strict=True):
        for name in ("counts", "sums", "squares"):
            assert getattr(other, name).tolist() == getattr(one, name).T.tolist()


def test_the_matched_alone():
    """The pairs stay; who answered once is gone, and with them the weights."""
    weights = PAIRS.counts * 0.5
    weighted = attrs.evolve(PAIRS, sums=weights, squares=weights / 2)
    found = only(weighted).matched
    assert found.table.tolist() == only(PAIRS).table.tolist()
    assert found.n_pairs == found.counts.sum() == 10
    assert (found.n_first_only, found.n_second_only, found.n_neither) == (0, 0, 0)
    assert (found.sums, found.squares) == (None, None)
    assert only(weighted).sums is not None
