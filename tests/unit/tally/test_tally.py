from __future__ import annotations

import copy
import pickle

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import AxisError, OptionError

SCALE = lk.LikertScale((1, 2, 3), {1: "No", 3: "Yes"}, nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument(
    "trial", [lk.Item("q", SCALE, keyed="negative"), lk.Item("r", lk.LikertScale((0, 1)))]
)
FRAME = pd.DataFrame({
    "q": [1, 2, 3, 9, None, 3],
    "r": [0, 1, 1, None, 0, 0],
    "when": ["b", "a", "b", "a", "b", "a"],
    "grade": [1, 1, 2, 2, 1, 2],
    "ward": ["x", "x", "x", "y", "y", "y"],
    "w": [1.0, 0.5, 2.0, 4.0, 0.25, 3.0],
})  # fmt: skip


def made(**declared: str) -> lk.Tally:
    """Return the tally of FRAME by ward."""
    return lk.Responses(FRAME, TRIAL, **declared).tally(by="ward")


def test_cells_are_levels_then_blank_then_reasons() -> None:
    """A narrower item leaves the rest of its row unused."""
    tally = lk.Responses(FRAME, TRIAL).tally()
    assert tally.axes == ()
    assert tally.groups == ((),)
    assert tally.counts.tolist() == [[[1, 1, 2, 1, 1], [3, 2, 1, 0, 0]]]
    assert not tally.weighted
    assert tally.sums is None
    assert tally.squares is None


def test_weights_and_their_squares_have_the_same_cells() -> None:
    """Missing cells carry weights too: a domain is estimated inside its design."""
    tally = lk.Responses(FRAME, TRIAL, weight="w").tally()
    assert tally.weighted
    assert tally.sums is not None
    assert tally.squares is not None
    assert tally.sums[0, 0].tolist() == [1.0, 0.5, 5.0, 0.25, 4.0]
    assert tally.squares[0, 0].tolist() == [1.0, 0.25, 13.0, 0.0625, 16.0]


def test_declared_axes_stand_before_by() -> None:
    """Condition, stratum, then the columns of by."""
    tally = made(condition="when", stratum="grade")
    assert [(axis.name, axis.role) for axis in tally.axes] == [
        ("when", "condition"),
        ("grade", "stratum"),
        ("ward", "by"),
    ]
    assert tally.groups == (
        ("a", 1, "x"),
        ("a", 2, "y"),
        ("b", 1, "x"),
        ("b", 1, "y"),
        ("b", 2, "x"),
    )


@pytest.mark.parametrize(
    "copied", [lambda t: t, copy.copy, copy.deepcopy, lambda t: t.scored("keyed")]
)
def test_arrays_are_read_only(copied) -> None:
    """Nobody edits a count, not in a copy either."""
    tally = copied(made(weight="w"))
    for array in (tally.counts, tally.sums, tally.squares):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 7
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        tally.view = "keyed"


def test_a_pickle_is_equal_and_read_only_too() -> None:
    """NumPy drops the flag; the tally puts it back."""
    tally = made(weight="w", condition="when")
    again = pickle.loads(pickle.dumps(tally))
    assert again == tally
    for array in (again.counts, again.sums, again.squares):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 7


def test_the_arrays_given_are_copied() -> None:
    """Whoever keeps the array cannot change the tally through it."""
    counts = np.ones((1, 2, 5), dtype=np.int64)
    tally = lk.Tally(instrument=TRIAL, axes=(), groups=((),), counts=counts)
    counts[:] = 0
    assert tally.counts.sum() == 10
    assert counts.flags.writeable


def test_tallies_do_not_hash() -> None:
    """They compare by content, which is large."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(made())


def test_scoring_is_a_view() -> None:
    """The counts stay by declared code, and scoring twice is scoring once."""
    tally = made()
    keyed = tally.scored("keyed")
    assert keyed.view == "keyed"
    assert tally.view == "as_answered"
    assert np.array_equal(keyed.counts, tally.counts)
    assert keyed.scored("keyed") == keyed
    assert keyed.scored("as_answered") == tally
    with pytest.raises(OptionError, match="view='reversed' is not an option"):
        tally.scored("reversed")  # type: ignore[arg-type]


def test_a_marginal_sums_over_the_other_axes() -> None:
    """The named axes in the order given; counts, weights and squares alike."""
    tally = made(condition="when", stratum="grade", weight="w")
    assert tally.marginal(()) == lk.Responses(FRAME, TRIAL, weight="w").tally()
    margin = tally.marginal(("ward", "when"))
    assert margin.groups == (("x", "a"), ("x", "b"), ("y", "a"), ("y", "b"))
    assert margin.counts[:, 0].tolist() == [
        [0, 1, 0, 0, 0],
        [1, 0, 1, 0, 0],
        [0, 0, 1, 0, 1],
        [0, 0, 0, 1, 0],
    ]
    assert margin.squares is not None
    assert margin.squares[1, 0].tolist() == [1.0, 0.0, 4.0, 0.0, 0.0]
    assert tally.marginal(("when", "grade", "ward")) == tally
    with pytest.raises(AxisError, match="by='nurse' is not an axis"):
        tally.marginal(("nurse",))


def test_the_whole_is_a_group_even_when_nobody_is_in_it() -> None:
    """No rows: one group of zeros, no group along an axis."""
    nobody = lk.Responses(FRAME.iloc[:0], TRIAL).tally(by="ward")
    assert nobody.groups == ()
    assert nobody.marginal(()).counts.tolist() == [[[0] * 5] * 2]


def test_equality_ignores_empty_groups_and_rounding() -> None:
    """Counts exactly, weights to 1e-12, and a group with nobody is none."""
    tally = made(weight="w")
    assert tally.sums is not None
    assert tally == attrs.evolve(tally, sums=tally.sums * (1 + 1e-14))
    assert tally != attrs.evolve(tally, sums=tally.sums * (1 + 1e-9))
    assert tally.squares is not None
    assert tally != attrs.evolve(tally, squares=tally.squares * (1 + 1e-9))
    fuller = attrs.evolve(
        tally,
        groups=(*tally.groups, ("z",)),
        **{
            name: np.concatenate([getattr(tally, name), np.zeros((1, 2, 5))])
            for name in ("counts", "sums", "squares")
        },
        zeros=np.zeros((len(tally.groups) + 1, 2), dtype=np.int64),
    )
    assert tally == fuller
    assert fuller == tally


@pytest.mark.parametrize(
    "other",
    [
        made(weight="w"),
        made(stratum="grade"),
        made().scored("keyed"),
        lk.Responses(FRAME, TRIAL).tally(),
        lk.Responses(FRAME, TRIAL.select("q")).tally(by="ward"),
        lk.Responses(FRAME.assign(q=3), TRIAL).tally(by="ward"),
        lk.Responses(FRAME, TRIAL, stratum="ward").tally(),
        "a tally",
    ],
)
def test_what_differs_is_not_equal(other: object) -> None:
    """Weights, axes, roles, view, instrument or counts."""
    assert made() != other
    assert made() == made()


def test_a_tally_prints_its_counts() -> None:
    """A line that says what was counted, then a row a group and item."""
    shown = repr(made(weight="w").scored("keyed"))
    assert shown.splitlines()[0] == ("Tally of 'trial': 2 items by ward, weighted; scores keyed")
    assert "blank" in shown
    assert "N/A" in shown
    assert shown.splitlines()[3].split() == ["x", "q", "1", "1", "1", "0", "0"]


def test_a_tally_without_axes_or_weights_prints_neither() -> None:
    """Nothing is said of what is not there; notes stand below."""
    tally = attrs.evolve(lk.Responses(FRAME, TRIAL).tally(), notes=("From a chart.",))
    lines = repr(tally).splitlines()
    assert lines[0] == "Tally of 'trial': 2 items; scores as_answered"
    assert lines[3].split() == ["q", "1", "1", "2", "1", "1"]
    assert lines[-1] == "From a chart."
