"""The tally of the changes of pairs: who has one, and why others have none."""

from __future__ import annotations

import numpy as np
import pandas as pd

import likertkit as lk
from likertkit.tally._changes import changes_of

TRIAL = lk.Instrument(
    "t", [lk.Item("a", lk.LikertScale((1, 2, 4))), lk.Item("b", lk.LikertScale(), keyed="negative")]
)
ROWS = [
    # who, when, a, b, group, w
    (1, "pre", 1, 5, "x", 1.0),
    (1, "post", 4, 1, "x", 1.0),
    (2, "pre", 2, 3, "x", 2.0),
    (2, "post", 2, None, "x", 2.0),
    (3, "pre", 4, 2, "y", 3.0),
    (4, "post", 1, 2, "y", 0.5),
    (5, "pre", None, 1, "y", 4.0),
    (5, "post", 2, 2, "y", 4.0),
]
FRAME = pd.DataFrame(ROWS, columns=["who", "when", "a", "b", "group", "w"])
ANSWERS = lk.Responses(FRAME, TRIAL, respondent="who", condition="when", weight="w")


def cells(item: str, column: str, group: str) -> dict[str, float]:
    """Return what is in each cell of an item that is not empty."""
    changes = changes_of(ANSWERS.scored("keyed").pairs("post", "pre", by="group"))
    frame = changes.to_frame()
    its = frame[(frame["item"] == item) & (frame["group"] == group) & (frame[column] != 0)]
    return dict(zip(its["label"], its[column], strict=True))


def test_every_pair_is_in_a_cell():
    """The differences that occurred, their ends, blanks, and who is absent."""
    assert cells("a", "count", "x") == {"3": 1, "0": 1}
    assert cells("a", "count", "y") == {
        "blank": 1,
        "absent under 'post'": 1,
        "absent under 'pre'": 1,
    }
    # b is reversed: 5 is 1 before, and 1 is 5 after.
    assert cells("b", "count", "x") == {"4": 1, "blank": 1}
    assert cells("b", "weighted_count", "y") == {
        "-1": 4.0,
        "absent under 'post'": 3.0,
        "absent under 'pre'": 0.5,
    }
    assert cells("b", "squared_weight", "x") == {"4": 1.0, "blank": 4.0}


def test_levels_are_those_that_occurred_and_the_ends():
    """Three codes have seven differences, of which two occurred."""
    changes = changes_of(ANSWERS.pairs("post", "pre"))
    assert changes.instrument["a"].scale.codes == (-3, 0, 3)
    assert changes.instrument.name == "changes in t, post minus pre"
    assert not changes.instrument["a"].every_level


def test_a_part_keeps_the_whole():
    """The changes of a domain are those of its pairs, inside the sample."""
    part = changes_of(ANSWERS.where(group="x").pairs("post", "pre"))
    assert part.domain is not None
    assert part.counts.sum() == 4
    whole = changes_of(ANSWERS.pairs("post", "pre"))
    assert whole.counts.sum() == 10
    np.testing.assert_array_equal(part.counts[0, 0, :3], [0, 1, 1])
