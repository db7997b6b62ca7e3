from __future__ import annotations

import pickle

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, LikertkitError, MismatchError

SCALE = lk.LikertScale((1, 2, 3), nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])
FRAME = pd.DataFrame({
    "q": [1, 2, 3, 9, None, 3],
    "ward": ["x", "x", "y", "y", "z", None],
    "w": [1.0, 0.1, 2.0, 0.7, 0.25, 3.0],
})  # fmt: skip


def tally(frame: pd.DataFrame = FRAME, *, by: str | None = "ward", **declared: str) -> lk.Tally:
    """Return the tally of a frame."""
    return lk.Responses(frame, TRIAL, **declared).tally(by=by)


@pytest.mark.parametrize("weight", [None, "w"])
def test_the_parts_add_up_to_the_whole(weight: str | None) -> None:
    """Also where a group is in one part alone."""
    declared = {} if weight is None else {"weight": weight}
    first, second = tally(FRAME.iloc[:3], **declared), tally(FRAME.iloc[3:], **declared)
    whole = tally(**declared)
    assert first + second == whole
    assert second + first == whole
    assert (first + second).groups == whole.groups == (("x",), ("y",), ("z",), (None,))
    assert (first + second).weighted is (weight is not None)
    assert lk.Tally.sum(tally(FRAME.iloc[k : k + 1], **declared) for k in range(6)) == whole


def test_the_sum_is_read_only_and_leaves_its_parts_alone() -> None:
    """Addition makes a new tally."""
    part = tally()
    before = part.counts.copy()
    total = part + part
    assert total.counts.sum() == 12
    assert np.array_equal(part.counts, before)
    assert not total.counts.flags.writeable


def test_one_part_is_its_own_sum() -> None:
    """Nothing is added to it."""
    assert lk.Tally.sum([tally()]) == tally()


def test_the_order_of_conditions_is_that_of_the_first_part() -> None:
    """Conditions that the first does not have stand behind."""
    wide = pd.DataFrame({"b": [1], "a": [2], "c": [3]})

    def of(*names: str) -> lk.Tally:
        columns = {name: {"q": name} for name in names}
        return lk.Responses.from_wide(wide, TRIAL, columns=columns).tally()

    total = of("b", "a") + of("c", "a")
    assert total.groups == (("b",), ("a",), ("c",))
    assert total.counts.sum(axis=2).tolist() == [[1], [2], [1]]
    assert total.axes[0].levels == ("b", "a", "c")


def test_notes_are_kept_once() -> None:
    """What must be said of a part must be said of the sum."""
    one, other = (attrs.evolve(tally(), notes=notes) for notes in (("a", "b"), ("b", "c")))
    assert (one + other).notes == ("a", "b", "c")


OTHER = lk.Instrument("other", [lk.Item("q", SCALE)])


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (lk.Responses(FRAME, OTHER).tally(by="ward"), "instruments"),
        (tally(by=None), "axes"),
        (tally(FRAME.rename(columns={"ward": "grade"}), by="grade"), "axes"),
        (tally(FRAME.iloc[:5], stratum="ward"), "axes"),
        (tally().scored("keyed"), "views"),
        (tally(weight="w"), "weightedness"),
    ],
)
def test_tallies_that_differ_are_not_added(other: lk.Tally, what: str) -> None:
    """Instrument, axes, their meaning, view and weightedness must agree."""
    with pytest.raises(MismatchError, match=f"different {what} cannot be added") as caught:
        _ = tally() + other
    assert "\nHint: make both tables with the same instrument" in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    with pytest.raises(MismatchError, match=what):
        lk.Tally.sum([tally(), other])


def test_no_part_is_an_error() -> None:
    """A sum of nothing has no instrument."""
    with pytest.raises(MismatchError, match="no Tally to add") as caught:
        lk.Tally.sum([])
    assert isinstance(caught.value, LikertkitError)
    assert isinstance(caught.value, ValueError)


def test_only_tallies_are_added() -> None:
    """The operator leaves others to Python, the sum says what it needs."""
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = tally() + 3  # type: ignore[operator]
    with pytest.raises(ArgumentTypeError, match="a part is a int; expected a Tally"):
        lk.Tally.sum([3])  # type: ignore[list-item]
    with pytest.raises(ArgumentTypeError, match="a part is a Responses"):
        lk.Tally.sum([tally(), lk.Responses(FRAME, TRIAL)])  # type: ignore[list-item]


def test_counts_of_more_than_64_bits_are_an_error() -> None:
    """They would wrap to a negative number of respondents; the greatest that fits is exact."""
    most = 2**63 - 2**11
    half = lk.Tally.from_counts({"q": {1: 2**62}}, TRIAL)
    assert lk.Tally.from_counts({"q": {1: most}}, TRIAL).counts[0, 0, 0] == most
    for wrong in (
        lambda: half + half,
        lambda: lk.Tally.sum([half, half]),
        lambda: lk.Tally.from_counts({"q": {1: 2**63}}, TRIAL),
        lambda: lk.Tally.from_counts({"q": {1: 2**62, 2: 2**62}}, TRIAL),
        lambda: lk.Tally.from_counts({"q": {1: 10**5000}}, TRIAL),
        lambda: lk.PairTally.from_table([[2**63, 0, 0], [0, 0, 0], [0, 0, 0]], SCALE),
    ):
        with pytest.raises(lk.errors.CountOverflowError, match=r"2\^63 or more") as caught:
            wrong()
        assert isinstance(caught.value, OverflowError)
