"""Laws of counting: whatever the engine, the type of a column, its order or its chunks."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from typing import get_args

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import (
    QUICK,
    VIEWS,
    cell_of,
    cells_of,
    directed,
    fewer,
    group_rows,
    on_engine,
    sheets,
    taken,
    with_cells,
)

import likertkit as lk
from likertkit import testing
from likertkit.errors import OffScaleError
from likertkit.testing._options import Engine

ENGINES = get_args(Engine)
views = st.sampled_from(VIEWS)


def axes_of(sheet):
    """Return the names of the axes that a tally by ward of the sheet has."""
    return [name for name in (sheet.key("condition"), sheet.key("stratum"), "ward") if name]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_tally_counts_what_was_meant(engine):
    """Law 1: any engine's tally holds what the cells mean, counts exactly, weights nearly."""

    @on_engine(engine, 0.3)
    @given(sheet=sheets(by="ward", max_rows=9))
    def law(sheet) -> None:
        tally = sheet.responses(engine).tally(by="ward")
        groups = group_rows(sheet, axes_of(sheet))
        blanks_last = [tuple((value is None, value or 0) for value in group) for group in groups]
        assert list(tally.groups) == [
            group for _, group in sorted(zip(blanks_last, groups, strict=True))
        ]
        weights = cells_of(sheet, "weight")
        for g, group in enumerate(tally.groups):
            for i, item in enumerate(sheet.instrument):
                rows = groups[group]
                if weights is not None:
                    # Whoever weighs nothing is in no cell.
                    assert tally.zeros[g, i] == sum(not weights[row] for row in rows)
                    rows = [row for row in rows if weights[row]]
                cells = [cell_of(item.scale, sheet.answers[i].meant[row]) for row in rows]
                width = tally.counts.shape[2]
                assert tally.counts[g, i].tolist() == [Counter(cells)[c] for c in range(width)]
                if weights is not None:
                    own = [float(weights[row]) for row in rows]
                    where = np.array(cells, dtype=np.intp)
                    sums = np.bincount(where, own, minlength=width)
                    squares = np.bincount(where, np.square(own), minlength=width)
                    np.testing.assert_allclose(tally.sums[g, i], sums, rtol=1e-12)
                    np.testing.assert_allclose(tally.squares[g, i], squares, rtol=1e-12)
        assert (tally.sums is None) == (weights is None)

    law()


@fewer(0.3)
@given(sheet=sheets(by="ward", max_rows=9))
def test_engines_agree(sheet):
    """Law 1: one sheet, held by every engine, gives equal tallies in the same order."""
    first, *others = [sheet.responses(engine).tally(by="ward") for engine in QUICK]
    assert [other for other in others if other != first or other.groups != first.groups] == []


@fewer(0.5)
@given(sheet=sheets(by="ward", min_rows=1, cluster=False), data=st.data())
def test_chunks_add_up(sheet, data):
    """Law 1: tally(a ++ b) = tally(a) + tally(b), for any split, in any order."""
    if cells_of(sheet, "weight"):  # a chunk of weights that are all 0 is refused
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    places = data.draw(st.lists(st.integers(0, 3), min_size=sheet.n_rows, max_size=sheet.n_rows))
    order = data.draw(st.permutations(range(4)))
    parts = [
        taken(sheet, [row for row, place in enumerate(places) if place == chunk]).responses()
        for chunk in order
    ]
    whole = sheet.responses().tally(by="ward")
    total = lk.Tally.sum(part.tally(by="ward") for part in parts)
    assert total == whole
    assert total.groups == whole.groups
    first, *rest = [part.tally(by="ward") for part in parts]
    assert rest[0] + (rest[1] + first) + rest[2] == whole


@given(one=testing.tallies(directed(), by="ward"), view=views)
def test_adding_is_arithmetic(one, view):
    """Addition keeps the view, commutes, and has the empty tally as its zero."""
    nobody = attrs.evolve(
        one,
        groups=(),
        counts=one.counts[:0],
        sums=None if one.sums is None else one.sums[:0],
        squares=None if one.squares is None else one.squares[:0],
        zeros=None if one.zeros is None else one.zeros[:0],
    )
    assert one + nobody == one == nobody + one
    assert (one + one).scored(view) == one.scored(view) + one.scored(view)
    assert (one + one).counts.sum() == 2 * one.counts.sum()


@given(tally=testing.tallies(directed(), by="ward"), data=st.data())
def test_margins_forget_in_any_order(tally, data):
    """Summing over axes one at a time, in any order, is summing over them at once."""
    names = [axis.name for axis in tally.axes]
    kept = data.draw(st.lists(st.sampled_from(names), unique=True))
    stepwise = tally
    for name in data.draw(st.permutations([name for name in names if name not in kept])):
        stepwise = stepwise.marginal([one.name for one in stepwise.axes if one.name != name])
    assert stepwise.marginal(kept) == tally.marginal(kept)
    assert tally.marginal(kept).counts.sum() == tally.counts.sum()


@given(tally=testing.tallies(directed(), by="ward"))
def test_frames_lose_nothing(tally):
    """from_counts(to_frame) is the tally again, in whatever order the rows stand."""
    frame = tally.to_frame()
    for rows in (frame, frame.iloc[::-1]):
        back = lk.Tally.from_counts(rows, tally.instrument)
        assert back.scored(tally.view) == tally
        assert back.groups == tally.groups


@given(sheet=sheets(by="ward"), engine=st.sampled_from(QUICK), data=st.data())
@fewer(0.3)
def test_order_of_rows_and_columns_is_nothing(sheet, engine, data):
    """Law 2: a permuted frame gives the same tally."""
    rows = data.draw(st.permutations(range(sheet.n_rows)))
    moved = taken(sheet, rows)
    columns = data.draw(st.permutations(range(len(sheet.answers))))
    instrument = attrs.evolve(
        sheet.instrument, items=[sheet.instrument.items[place] for place in columns]
    )
    other = attrs.evolve(
        moved, instrument=instrument, answers=tuple(moved.answers[place] for place in columns)
    )
    expected = sheet.responses(engine).tally(by="ward")
    assert moved.responses(engine).tally(by="ward") == expected
    found = other.responses(engine).tally(by="ward")
    assert found.groups == expected.groups
    assert found.counts.tolist() == expected.counts[:, columns].tolist()


@fewer(0.6)
@given(sheet=sheets(by="ward"), data=st.data())
def test_unused_categories_are_nothing(sheet, data):
    """Law 2: categories that no row has change no number, in answers and in keys."""
    with_spare = sheet.frame("pandas")
    frame = with_spare.copy()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            used = data.draw(st.permutations(list(frame[name].cat.categories)))
            ordered = data.draw(st.booleans())
            frame[name] = frame[name].cat.set_categories(used, ordered=ordered)
            every = [-77, *used[:1], "zzz", *used[1:], ""]
            every = every if ordered else data.draw(st.permutations(every))
            distinct = list(dict.fromkeys(every))
            with_spare[name] = frame[name].cat.set_categories(distinct, ordered=ordered)
    expected = lk.Responses(frame, sheet.instrument, **sheet.declared()).tally(by="ward")
    found = lk.Responses(with_spare, sheet.instrument, **sheet.declared()).tally(by="ward")
    assert found == expected == sheet.responses().tally(by="ward")
    assert found.groups == expected.groups


@fewer(0.5)
@given(
    sheet=sheets(by="ward", condition=False, stratum=False, cluster=False, weight=False),
    data=st.data(),
)
def test_a_declared_order_of_groups_is_kept(sheet, data):
    """Groups stand as an ordered column has them, blanks last, in a tally and in a sum."""
    wards = list(dict.fromkeys(ward for ward in cells_of(sheet, "ward") if ward is not None))
    order = data.draw(st.permutations(wards))
    frame = sheet.frame("pandas")
    cells = pd.Categorical(list(cells_of(sheet, "ward")), categories=order, ordered=True)
    frame["ward"] = cells
    parts = [
        lk.Responses(part, sheet.instrument, **sheet.declared()).tally(by="ward")
        for part in (frame, frame.iloc[1::2], frame.iloc[::2])
    ]
    blank = [(None,)] if None in cells_of(sheet, "ward") else []
    assert list(parts[0].groups) == [*((ward,) for ward in order), *blank]
    assert lk.Tally.sum(parts[1:]).groups == parts[0].groups


@pytest.mark.parametrize("engine", ENGINES)
def test_no_answer_is_dropped(engine):
    """A number off the scale is an error that names item and value, beside whatever else."""

    @on_engine(engine, 0.2)
    @given(sheet=sheets(weight=False, respondent=False, min_rows=1), data=st.data())
    def law(sheet, data) -> None:
        numeric = [
            i for i, one in enumerate(sheet.answers) if one.kind in {"int64", "float64", "Int64"}
        ]
        number, row = (
            data.draw(st.sampled_from([*numeric, 0])),
            data.draw(st.integers(0, sheet.n_rows - 1)),
        )
        item, column = sheet.instrument.items[number], sheet.answers[number]
        known = {
            *item.scale.codes,
            *(c for some in item.scale.nonsubstantive.values() for c in some),
        }
        # The first wraps round to a code in a type of one byte.
        stray = next(n for n in (item.scale.low + 256, 10**6) if n not in known)
        kind = column.kind if number in numeric else "Int64"
        cells = [None if number not in numeric else cell for cell in column.cells]
        cells[row] = stray
        odd = attrs.evolve(column, kind=kind, cells=tuple(cells))
        answers = tuple(odd if i == number else one for i, one in enumerate(sheet.answers))
        with pytest.raises(OffScaleError) as caught:
            attrs.evolve(sheet, answers=answers).responses(engine).tally()
        assert caught.value.item == item.name
        assert [(one.value, one.n_rows) for one in caught.value.found] == [(str(stray), 1)]

    law()


@fewer(0.6)
@given(
    sheet=sheets(by="ward", weight=False, cluster=False),
    view=views,
    by=st.sampled_from(["ward", (), None]),
)
def test_inputs_never_change(sheet, view, by):
    """A frame, its columns and their memory are as they were, whatever was asked."""
    frame = sheet.frame("pandas")
    before = copy.deepcopy(frame)
    answers = lk.Responses(frame, sheet.instrument, **sheet.declared()).scored(view)
    for function in (lk.describe, lk.frequencies, lk.means):
        function(answers, by=by)
    assert list(frame.columns) == list(before.columns)
    for name in frame.columns:
        one, other = frame[name], before[name]
        assert one.dtype == other.dtype
        # Object columns hold Decimal("nan") and its like, which equal nothing: compare the text.
        assert list(map(repr, one)) == list(map(repr, other))


@given(sheet=sheets(by="ward", weight=False, cluster=False), view=views)
@fewer(0.3)
def test_polars_inputs_never_change(sheet, view):
    """A polars frame stays what it was."""
    frame = sheet.frame("polars")
    before = pl.DataFrame({name: frame[name].to_list() for name in frame.columns}, frame.schema)
    answers = lk.Responses(frame, sheet.instrument, **sheet.declared()).scored(view)
    lk.describe(answers, by="ward")
    assert frame.schema == before.schema
    assert frame.equals(before)


@fewer(0.5)
@given(sheet=sheets(by="ward"), one=views, other=views)
def test_scoring_is_a_view(sheet, one, other):
    """Law 3: scored twice is scored once, back again is as before, and no count moves."""
    answers = sheet.responses()
    tally = answers.tally(by="ward")
    for thing in (answers, tally):
        assert thing.scored(other).scored(one).view == thing.scored(one).view == one
    assert answers.scored(other).scored(one).tally(by="ward") == tally.scored(one)
    assert tally.scored(one).scored("as_answered") == tally
    assert tally.scored(one).counts.tolist() == tally.counts.tolist()
    assert (tally.scored(one) == tally.scored(other)) == (one == other)


@fewer(0.4)
@given(tally=testing.tallies(directed(), by="ward"), sheet=sheets(), view=views)
def test_pickles_are_equal(tally, sheet, view):
    """What was pickled comes back equal: instruments, tallies, responses."""
    for thing in (tally, tally.instrument, *tally.instrument):
        assert pickle.loads(pickle.dumps(thing)) == thing
        assert copy.deepcopy(thing) == thing
    assert not pickle.loads(pickle.dumps(tally)).counts.flags.writeable
    answers = sheet.responses().scored(view)
    assert pickle.loads(pickle.dumps(answers)).tally() == answers.tally()


@st.composite
def wide_pairs(draw):
    """Draw two sheets of the same rows and instrument, one for each of two conditions."""
    instrument = draw(directed(max_items=3))
    n_rows = draw(st.integers(0, 8))
    plain = dict.fromkeys(("respondent", "condition", "stratum", "cluster", "weight"), False)
    rows = {"min_rows": n_rows, "max_rows": n_rows}
    return tuple(draw(sheets(instrument=instrument, **plain, **rows)) for _ in "ab")


@given(pair=wide_pairs(), engine=st.sampled_from(QUICK))
@fewer(0.6)
def test_wide_is_long(pair, engine):
    """Conditions side by side count as conditions one below the other."""
    frames, columns = [], {}
    for name, sheet in zip("ab", pair, strict=True):
        held = tuple(attrs.evolve(one, name=f"{name} {one.name}") for one in sheet.answers)
        frames += held
        items = zip(sheet.instrument.names, held, strict=True)
        columns[name] = {item: column.name for item, column in items}
    side_by_side = attrs.evolve(pair[0], answers=tuple(frames)).frame(engine)
    wide = lk.Responses.from_wide(side_by_side, pair[0].instrument, columns=columns).tally()
    assert wide.groups == (("a",), ("b",))
    for g, sheet in enumerate(pair):
        assert wide.counts[g].tolist() == sheet.responses(engine).tally().counts[0].tolist()
