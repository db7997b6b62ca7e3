"""Laws of co-occurrences: every two items, pairwise and listwise, by whichever engine."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import tables as plain
from tests.strategies import (
    QUICK,
    VIEWS,
    cell_of,
    cells_of,
    directed,
    fewer,
    on_engine,
    rows_of,
    sheets,
    taken,
    with_cells,
)

import likertkit as lk
from likertkit.testing._options import Engine

ENGINES = get_args(Engine)
views = st.sampled_from(VIEWS)
many = directed(max_items=5)


def names_of(sheet):
    """Return the columns that split the table, by role."""
    return [role for role in ("condition", "stratum") if sheet.key(role)] + ["ward"]


def full(co, expected):
    """Return counts, sums and squares as arrays in the order of a table's groups."""
    tables = np.zeros((3, *co.counts.shape))
    items = co.instrument.names
    for (group, kind, one, other, a, b), figures in expected.items():
        at = [cell_of(co.instrument[item].scale, x) for item, x in ((one, a), (other, b))]
        place = (co.groups.index(group), kind, items.index(one), items.index(other), *at)
        tables[(slice(None), *place)] = figures
    return tables


@pytest.mark.parametrize("engine", ENGINES)
def test_co_occurrences_are_brute_force(engine):
    """Every two items of a stated set, over all rows and over the complete ones."""

    @on_engine(engine, 0.2)
    @given(sheet=sheets(by="ward", max_rows=9, instrument=many), data=st.data())
    def law(sheet, data) -> None:
        items = data.draw(
            st.none() | st.lists(st.sampled_from(sheet.instrument.names), min_size=1, unique=True)
        )
        co = sheet.responses(engine).cotally(items=items, by="ward")
        assert set(co.instrument.names) == set(items or sheet.instrument.names)
        expected = plain.co_occurrences(rows_of(sheet), co.instrument.names, names=names_of(sheet))
        assert set(co.groups) == {key[0] for key in expected}
        tables = full(co, expected)
        if co.weighted:
            # Whoever weighs nothing is in no cell.
            some = [row for row in rows_of(sheet) if row["weight"]]
            counted = plain.co_occurrences(some, co.instrument.names, names=names_of(sheet))
            tables[0] = full(co, counted)[0]
            every = full(co, expected)[0, :, 0].sum(axis=(3, 4))
            weightless = (every - tables[0, :, 0].sum(axis=(3, 4)))[:, 0, 0]
            assert co.zeros.tolist() == weightless.tolist()
        assert co.pairwise.tolist() == tables[0, :, 0].tolist()
        assert co.listwise.tolist() == tables[0, :, 1].tolist()
        assert co.weighted == (sheet.key("weight") is not None)
        if co.weighted:
            np.testing.assert_allclose(co.sums, tables[1], rtol=1e-12)
            np.testing.assert_allclose(co.squares, tables[2], rtol=1e-12)

    law()


@fewer(0.08)
@given(sheet=sheets(by="ward", max_rows=9, instrument=many))
def test_engines_agree(sheet):
    """One sheet, held by every engine, gives equal tables, groups in the same order."""
    first, *others = [sheet.responses(engine).cotally(by="ward") for engine in QUICK]
    assert [other for other in others if other != first or other.groups != first.groups] == []


@fewer(0.3)
@given(sheet=sheets(by="ward", instrument=many))
def test_margins_are_tallies(sheet):
    """The diagonal of an item with itself, and the margin with any other, is its tally."""
    co, tally = sheet.responses().cotally(by="ward"), sheet.responses().tally(by="ward")
    assert co.groups == tally.groups
    for i in range(len(sheet.instrument)):
        diagonal = np.diagonal(co.pairwise[:, i, i], axis1=1, axis2=2)
        assert diagonal.tolist() == tally.counts[:, i].tolist()
        for j in range(len(sheet.instrument)):
            assert co.pairwise[:, i, j].sum(axis=2).tolist() == tally.counts[:, i].tolist()
            assert co.counts[:, :, i, j].tolist() == co.counts[:, :, j, i].swapaxes(2, 3).tolist()


@fewer(0.3)
@given(sheet=sheets(by="ward", instrument=many))
def test_listwise_is_what_pairwise_is_of_complete_rows(sheet):
    """Rows with a valid answer to every item, and no others."""
    complete = [
        row
        for row in range(sheet.n_rows)
        if all(isinstance(one.meant[row], int) for one in sheet.answers)
    ]
    if cells_of(sheet, "weight"):  # weights that are all 0 are refused
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    whole = sheet.responses().cotally(by="ward").marginal(())
    part = taken(sheet, complete).responses().cotally(by="ward").marginal(())
    assert part.listwise.tolist() == part.pairwise.tolist() == whole.listwise.tolist()
    assert (whole.listwise <= whole.pairwise).all()


@fewer(0.3)
@given(sheet=sheets(by="ward", min_rows=1), data=st.data(), view=views)
def test_chunks_add_up(sheet, data, view):
    """Law 1: the co-tally of all rows is the sum of those of any parts, in any order."""
    if cells_of(sheet, "weight"):  # a part of weights that are all 0 is refused
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    places = data.draw(st.lists(st.integers(0, 2), min_size=sheet.n_rows, max_size=sheet.n_rows))
    parts = [
        taken(sheet, [row for row, place in enumerate(places) if place == chunk])
        .responses()
        .cotally(by="ward")
        for chunk in data.draw(st.permutations(range(3)))
    ]
    whole = sheet.responses().cotally(by="ward")
    total = lk.CoTally.sum(parts)
    assert total == whole
    assert total.groups == whole.groups
    assert (parts[0] + parts[1].scored("as_answered")) + parts[2] == whole
    assert total.scored(view) == sheet.responses().scored(view).cotally(by="ward")
    assert total.marginal(()).counts.sum() == whole.counts.sum()


@fewer(0.2)
@given(sheet=sheets(weight=True), engine=st.sampled_from(QUICK))
def test_weights_of_one_are_no_weights(sheet, engine):
    """Their sums and the sums of their squares are the counts."""
    co = with_cells(sheet, "weight", [1] * sheet.n_rows).responses(engine).cotally()
    assert co.sums.tolist() == co.squares.tolist() == co.counts.tolist()


@fewer(0.3)
@given(sheet=sheets(by="ward", instrument=many))
def test_frames_lose_nothing(sheet):
    """to_frame shows every two items once, each with all its cells."""
    co = sheet.responses().cotally(by="ward")
    frame = co.to_frame()
    n = len(sheet.instrument)
    cells = [item.scale.n_cells for item in sheet.instrument]
    places = [(i, j) for i in range(n) for j in range(i + 1, n)]
    zeros = np.zeros(len(co.groups), dtype=np.int64) if co.zeros is None else co.zeros
    n_cells = len(co.groups) * sum(cells[i] * cells[j] for i, j in places)
    # Respondents of weight 0 stand apart, a row a group that has any and two items.
    assert len(frame) == n_cells + np.count_nonzero(zeros) * len(places)
    expected = sum(co.pairwise[:, i, j].sum() + zeros.sum() for i, j in places)
    assert frame["count"].sum() == expected
    assert frame["listwise_count"].sum() == sum(co.listwise[:, i, j].sum() for i, j in places)
