"""The effects of a comparison are computed when they are first read, and then kept."""

from __future__ import annotations

import copy
import pickle
import sys
from typing import TYPE_CHECKING, TypeAlias

import attrs
import pandas as pd
import pytest
from tests.reference.paired import tally_of

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

ITEMS = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale()), lk.Item("q", lk.LikertScale())])
# The homes of the intervals that take longer than the comparison.
KERNELS = ("_effect_intervals.py", "_noncentral_t.py")

Compared: TypeAlias = lk.compare.PairedTable | lk.compare.GroupTable


def paired() -> lk.compare.PairedTable:
    """Return a comparison of two items' pairs; the second item has no pair."""
    frame = pd.DataFrame(
        {
            "clear": [5, 4, 3, 5, 2, 4, 4, 2, 3, 1, 1, 3],
            "q": [1, 2, None, None, None, None, None, None, None, None, None, None],
            "who": [*range(6), *range(6)],
            "round": ["after"] * 6 + ["before"] * 6,
        }
    )
    answers = lk.Responses(frame, ITEMS, respondent="who", condition="round")
    return lk.compare_paired(answers, "after", "before")


def grouped(weight: str | None = None) -> lk.compare.GroupTable:
    """Return a comparison of three groups, of which one has no answer to the second item."""
    frame = pd.DataFrame(
        {
            "clear": [5, 4, 4, 3, 2, 1, 1, 3, 2],
            "q": [5, 4, 4, 3, 2, 1, None, None, None],
            "ward": list("aaabbbccc"),
            "w": [1.0, 2.0, 1.5] * 3,
        }
    )
    return lk.compare_groups(lk.Responses(frame, ITEMS, weight=weight), "ward", test="t")


def entered(call: Callable[[], object]) -> set[str]:
    """Return which of the slow kernels are entered."""
    found: set[str] = set()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found.update(name for name in KERNELS if frame.f_code.co_filename.endswith(name))

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        call()
    finally:
        sys.setprofile(before)
    return found


@pytest.mark.parametrize("compare", [paired, grouped])
def test_a_comparison_computes_no_effects(compare: Callable[[], Compared]) -> None:
    """Nor do its text, its frame or a copy of it; reading the effects does, once."""
    assert not entered(lambda: (repr(compare()), compare().to_frame(), compare() == compare()))
    table = compare()
    narrow = table.filter(item="clear").with_decimals(pvalues=4)
    assert not entered(lambda: table.filter(item="clear"))
    assert entered(lambda: table.effects) == set(KERNELS)
    assert not entered(lambda: table.effects)
    assert narrow.effects is table.effects


@pytest.mark.parametrize("compare", [paired, grouped, lambda: grouped("w")])
def test_tables_are_equal_before_and_after_reading(compare: Callable[[], Compared]) -> None:
    """They hash, pickle and copy alike, undefined figures included."""
    table, unread = compare(), compare()
    early = pickle.loads(pickle.dumps(table))
    effects = table.effects
    assert len({item.item for item in effects.rows}) == 2
    copies = (
        *(unread, early, pickle.loads(pickle.dumps(table)), attrs.evolve(table)),
        *(copy.copy(table), copy.deepcopy(table)),
    )
    for other in copies:
        assert other == table
        assert hash(other) == hash(table)
        assert other.effects == effects
        assert other == table


def test_tables_of_other_effects_differ() -> None:
    """Two comparisons whose printed figures agree differ by the inputs of their effects."""
    one = lk.compare_paired(tally_of([(5, 4), (4, 2), (3, 3)]), "before", "after", test="sign")
    inputs = attrs.evolve(one._effect_inputs, confidence_level=0.9)
    other = attrs.evolve(one, _effect_inputs=inputs)
    assert one.rows == other.rows
    assert one != other
    assert one.effects != other.effects
