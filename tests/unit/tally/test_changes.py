"""The tally of the changes of pairs: who has one, and why others have none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

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


def people(n: int = 40) -> pd.DataFrame:
    """Return a row a person: what was answered before and after, a design and a group."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.integers(1, 6, (n, 2)).astype(float), columns=["pre", "post"])
    return frame.mask(rng.random(frame.shape) < 0.1).assign(
        who=range(n),
        group=["x" if k % 3 else "y" for k in range(n)],
        grade=["e" if k < n // 2 else "w" for k in range(n)],
        w=rng.integers(1, 4, n).astype(float),
    )


@pytest.mark.parametrize(
    ("declared", "test"),
    [
        ({}, "mann-whitney"),
        ({}, "brunner-munzel"),
        ({}, "linear-by-linear"),
        ({"stratum": "grade"}, "t"),
        ({"weight": "w"}, "t"),
        ({"weight": "w", "stratum": "grade"}, "t"),
    ],
)
def test_changes_are_compared_as_answers_of_their_own(declared, test):
    """As an item whose codes are the changes, a row a person, in the same design."""
    rows = people()
    columns = {when: {"a": when} for when in ("pre", "post")}
    item = lk.Instrument("t", [lk.Item("a", lk.LikertScale())])
    answers = lk.Responses.from_wide(rows, item, columns=columns, respondent="who", **declared)
    changes = lk.compare_groups(
        answers.pairs("post", "pre", by="group"), "group", first="x", second="y", test=test
    )
    whole = lk.Instrument("t", [lk.Item("a", lk.LikertScale(range(-4, 5)))])
    plain = lk.Responses(rows.assign(a=rows["post"] - rows["pre"]), whole, **declared)
    wanted = lk.compare_groups(plain, "group", first="x", second="y", test=test)
    row, other = changes["a"], wanted["a"]
    for name in ("n_first", "n_second", "mean_difference", "low", "high", "df", "pvalue"):
        assert getattr(row, name) == pytest.approx(getattr(other, name), rel=1e-9, nan_ok=True)
    assert row.superiority_low == pytest.approx(other.superiority_low, rel=1e-9)
    assert row.method == other.method
    if "stratum" in declared and "weight" not in declared:
        sizes = {"population": {"e": 60, "w": 30}}
        row, other = (
            lk.compare_groups(data.sampled(**sizes), "group", test="t")["a"]
            for data in (answers.pairs("post", "pre", by="group"), plain)
        )
        assert (row.mean_difference, row.low) == pytest.approx((other.mean_difference, other.low))


def test_pairs_that_are_not_split_by_the_groups_are_refused():
    """The axes that there are stand in the error."""
    with pytest.raises(lk.errors.AxisError, match=r"split the pairs by it: `responses.pairs\("):
        lk.compare_groups(ANSWERS.pairs("post", "pre", by="group"), "group", by="ward", test="t")
    with pytest.raises(lk.errors.AxisError, match="not an axis of these pairs; their axes are"):
        lk.compare_groups(ANSWERS.pairs("post", "pre"), "group")
