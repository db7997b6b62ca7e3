from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, AxisError, MismatchError, OptionError

SCALE = lk.LikertScale((1, 2), {1: "No"}, nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument(
    "trial", [lk.Item("q", SCALE, keyed="negative"), lk.Item("r", lk.LikertScale((0, 1)))]
)
FRAME = pd.DataFrame({
    "who": [1, 1, 2, 2, 3, 4, 5, 5],
    "when": list("abababba"),
    "q": [1, 2, None, 9, 2, 2, 1, 1],
    "r": [0, 0, 1, None, 1, 1, 0, 1],
    "ward": list("xxyyyxyy"),
    "w": [2.0, 2.0, 0.5, 0.5, 1.0, 4.0, 3.0, 3.0],
})  # fmt: skip


def made(*, frame=FRAME, by="ward", disjoint=False, **declared: Any):
    """Return the pairs of FRAME by ward."""
    answers = lk.Responses(frame, TRIAL, respondent="who", condition="when", **declared)
    return answers.pairs("a", "b", by=by, disjoint=disjoint)


def part(*people: int, **options: Any):
    """Return the pairs of some respondents."""
    return made(frame=FRAME[FRAME["who"].isin(people)], **options)


def test_a_group_a_row_the_first_condition_a_column_the_second():
    """Levels, blank, the reason, and last of all absent."""
    pairs = made(weight="w")
    assert pairs.counts.shape == (2, 2, 5, 5)
    assert [(axis.name, axis.role) for axis in pairs.axes] == [("ward", "by")]
    assert pairs.groups == (("x",), ("y",))
    no, yes, blank, na, absent = range(5)
    assert np.argwhere(pairs.counts[0, 0]).tolist() == [[no, yes], [absent, yes]]
    assert np.argwhere(pairs.counts[1, 0]).tolist() == [[no, no], [yes, absent], [blank, na]]
    assert np.argwhere(pairs.counts[1, 1]).tolist() == [[yes, no], [yes, blank], [yes, absent]]
    assert pairs.sums[0, 0, no, yes] == 2.0
    assert pairs.squares[0, 0, absent, yes] == 16.0
    assert (pairs.first, pairs.second) == ("a", "b")


@pytest.mark.parametrize(
    "copied",
    [lambda t: t, copy.copy, copy.deepcopy, lambda t: t.scored("keyed"), lambda t: t + part()],
)
def test_arrays_are_read_only(copied):
    """Nobody edits a count or a name, not in a copy either."""
    pairs = copied(made())
    for array in (pairs.counts, pairs.respondents):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        pairs.first = "c"


def test_a_pickle_is_equal_and_read_only_too():
    """NumPy drops the flag; the table puts it back."""
    pairs = made(weight="w")
    again = pickle.loads(pickle.dumps(pairs))
    assert again == pairs
    assert again.respondents.tolist() == pairs.respondents.tolist()
    assert (again.first, again.second, again.view) == ("a", "b", "as_answered")
    for array in (again.counts, again.sums, again.squares, again.respondents):
        assert not array.flags.writeable


def test_pair_tallies_do_not_hash():
    """They compare by content, which is large."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(made())


def test_axes_are_the_strata_and_by():
    """The condition makes the pairs and is no axis; margins forget the others."""
    pairs = made(stratum="ward", by=())
    assert [(axis.name, axis.role) for axis in pairs.axes] == [("ward", "stratum")]
    assert pairs.names(None) == ()
    assert pairs.marginal(()) == made(by=())
    assert pairs.marginal(()).respondents.tolist() == pairs.respondents.tolist()
    with pytest.raises(AxisError, match="by='when' is not an axis"):
        pairs.marginal(["when"])
    assert made(weight="w").marginal(()).sums.sum() == 2 * (2.0 + 0.5 + 1.0 + 4.0 + 3.0)


def test_parts_add_where_no_respondent_is_in_two():
    """Whole respondents make the whole, whichever way they are cut."""
    whole = made()
    one, other = part(1, 3, 4), part(2, 5)
    assert one + other == whole == lk.PairTally.sum([other, one])
    assert (one + other).respondents.tolist() == whole.respondents.tolist()
    torn = part(1, 2, 5)
    with pytest.raises(MismatchError, match="the two parts share 1 respondent;"):
        one + torn
    with pytest.raises(MismatchError, match=r"share 1 respondent; .*\n.*disjoint=True"):
        lk.PairTally.sum([one, torn])
    both = lk.PairTally.sum([one, torn], disjoint=True)
    assert both.counts.sum() == one.counts.sum() + torn.counts.sum()
    assert part(1, 2, 5, disjoint=True) + one == both
    assert not len(part(1, 2, disjoint=True).respondents)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (made(weight="w"), "weightedness"),
        (made(by=()), "axes"),
        (made(stratum="ward"), "axes"),
        (made().scored("keyed"), "views"),
        (attrs.evolve(made(), first="b", second="a"), "conditions"),
        (attrs.evolve(made(), instrument=TRIAL.select(["r", "q"])), "instruments"),
    ],
)
def test_what_does_not_fit_is_neither_added_nor_equal(other, what):
    """Weights, axes and roles, view, conditions, instrument."""
    pairs = part(1, 2)
    with pytest.raises(MismatchError, match=f"different {what} cannot be added"):
        pairs + other
    assert pairs != other
    assert made() != other


def test_another_kind_of_table_is_no_part():
    """Nor is it equal."""
    tally = lk.Responses(FRAME, TRIAL).tally()
    assert made() != tally
    with pytest.raises(TypeError, match="unsupported operand"):
        made() + tally
    with pytest.raises(ArgumentTypeError, match="a part is a Tally; expected a PairTally"):
        lk.PairTally.sum([made(), tally])
    with pytest.raises(MismatchError, match="there is no PairTally to add"):
        lk.PairTally.sum([])


def test_counts_and_weights_make_tables_equal():
    """Counts exactly, weights to 1e-12, names of respondents not at all."""
    pairs = made(weight="w")
    assert pairs == made(weight="w", disjoint=True)
    assert pairs == attrs.evolve(pairs, sums=pairs.sums * (1 + 1e-14))
    assert pairs != attrs.evolve(pairs, sums=pairs.sums * (1 + 1e-9))
    assert pairs != attrs.evolve(pairs, counts=pairs.counts + 1)


def test_scoring_is_a_view():
    """The counts stay by declared code."""
    pairs = made()
    assert pairs.scored("keyed").view == "keyed"
    assert pairs.scored("keyed").counts.tolist() == pairs.counts.tolist()
    with pytest.raises(OptionError, match="view='raw'"):
        pairs.scored("raw")


def test_a_frame_has_a_row_for_each_two_cells():
    """Axes, the item, both answers in code, label and kind, then the figures."""
    frame = made(weight="w").to_frame()
    assert list(frame.columns) == [
        "ward",
        "item",
        "first_code",
        "first_label",
        "first_kind",
        "second_code",
        "second_label",
        "second_kind",
        "count",
        "weighted_count",
        "squared_weight",
    ]
    assert len(frame) == 2 * (5 * 5 + 4 * 4)
    here = frame[frame["count"] > 0]
    assert here.astype(object).where(here.notna(), None).to_numpy().tolist() == [
        ["x", "q", 1, "No", "level", 2, "2", "level", 1, 2.0, 4.0],
        ["x", "q", None, "absent", "absent", 2, "2", "level", 1, 4.0, 16.0],
        ["x", "r", 0, "0", "level", 0, "0", "level", 1, 2.0, 4.0],
        ["x", "r", None, "absent", "absent", 1, "1", "level", 1, 4.0, 16.0],
        ["y", "q", 1, "No", "level", 1, "No", "level", 1, 3.0, 9.0],
        ["y", "q", 2, "2", "level", None, "absent", "absent", 1, 1.0, 1.0],
        ["y", "q", None, "blank", "missing", 9, "N/A", "missing", 1, 0.5, 0.25],
        ["y", "r", 1, "1", "level", 0, "0", "level", 1, 3.0, 9.0],
        ["y", "r", 1, "1", "level", None, "blank", "missing", 1, 0.5, 0.25],
        ["y", "r", 1, "1", "level", None, "absent", "absent", 1, 1.0, 1.0],
    ]
    assert made(by=()).to_frame().columns[0] == "item"
    assert "weighted_count" not in made().to_frame().columns


def test_a_frame_of_nobody_has_its_columns():
    """No groups, no rows."""
    frame = made(frame=FRAME.iloc[:0]).to_frame()
    assert (len(frame), list(frame.columns)[:2]) == (0, ["ward", "item"])
    assert frame["first_code"].dtype == "Int64"


def test_an_axis_called_like_a_figure_stands_apart():
    """Its column has another name."""
    frame = FRAME.rename(columns={"ward": "first_code"})
    found = made(frame=frame, by="first_code").to_frame()
    plain = made().to_frame()
    assert list(found.columns) == ["by_first_code", *plain.columns[1:]]
    assert found["by_first_code"].to_list() == plain["ward"].to_list()


def test_a_pair_tally_prints_who_was_matched():
    """A row a group and item: both valid, one of them missing, on one side only."""
    lines = repr(attrs.evolve(made(weight="w"), notes=("By hand.",)).scored("keyed")).splitlines()
    assert lines[0] == ("Pairs of 'trial', 'a' and 'b': 2 items by ward, weighted; scores keyed")
    assert [line.split()[-5:] for line in lines[3:-1]] == [
        ["q", "1", "0", "0", "1"],
        ["r", "1", "0", "0", "1"],
        ["q", "1", "1", "1", "0"],
        ["r", "1", "1", "1", "0"],
    ]
    assert [line.split()[0] for line in (lines[3], lines[5])] == ["x", "y"]
    assert lines[-1] == "By hand."
    assert repr(made(by=())).splitlines()[0] == (
        "Pairs of 'trial', 'a' and 'b': 2 items; scores as_answered"
    )
