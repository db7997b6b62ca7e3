"""Laws of pairs: a plain outer merge, by whichever engine, in however many parts."""

from __future__ import annotations

import pickle
from typing import Any, get_args

import attrs
import numpy as np
import pandas as pd
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
from likertkit import testing
from likertkit.errors import MismatchError
from likertkit.testing._options import Engine

ENGINES = get_args(Engine)
views = st.sampled_from(VIEWS)


@st.composite
def paired(draw, **options: Any):
    """Draw a sheet whose respondents have one ward, stratum and weight, and two conditions."""
    named = {"respondent": True, "condition": True, "cluster": False}
    sheet = draw(sheets(by="ward", **named, **options))
    people = cells_of(sheet, "respondent")
    for role in ("stratum", "weight", "by"):
        name = "ward" if role == "by" else role
        if (cells := cells_of(sheet, name)) is not None:
            own = [cells[people.index(person)] for person in people]
            sheet = with_cells(sheet, role, own)
    known = list(dict.fromkeys(cells_of(sheet, "condition")))
    # A condition that nobody has, where there are too few.
    spare = [0, 5] if not known or isinstance(known[0], float) else ["spare", "spare 2"]
    first, second = draw(st.permutations([*known, *spare[: max(0, 2 - len(known))]]))[:2]
    return sheet, first, second


def pairs_of(sheet, first, second, engine="pandas", **options: Any):
    """Return the pairs of a sheet, of which one condition may be absent."""
    known = cells_of(sheet, "condition")
    options.setdefault("disjoint", not (first in known and second in known))
    return sheet.responses(engine).pairs(first, second, by="ward", **options)


def names_of(sheet):
    """Return the columns that split the pairs, by role."""
    return (["stratum"] if sheet.key("stratum") else []) + ["ward"]


def full(pairs, expected):
    """Return counts, sums and squares as arrays in the order of a table's groups."""
    tables = np.zeros((3, *pairs.counts.shape))
    absent = pairs.counts.shape[-1] - 1
    items = pairs.instrument.names
    for (group, item, one, other), figures in expected.items():
        scale = pairs.instrument[item].scale
        at = [cell_of(scale, answer, absent) for answer in (one, other)]
        tables[:, pairs.groups.index(group), items.index(item), at[0], at[1]] = figures
    return tables


@pytest.mark.parametrize("engine", ENGINES)
def test_pairs_are_an_outer_merge(engine):
    """Every respondent is there once, with the answer or the absence on either side."""

    @on_engine(engine, 0.2)
    @given(drawn=paired(max_rows=9))
    def law(drawn) -> None:
        sheet, first, second = drawn
        pairs = pairs_of(sheet, first, second, engine)
        rows = rows_of(sheet)
        names = names_of(sheet)
        expected = plain.pairs(
            rows, sheet.instrument.names, first=first, second=second, names=names
        )
        assert set(pairs.groups) == {key[0] for key in expected}
        tables = full(pairs, expected)
        if sheet.key("weight") is not None:
            # Whoever weighs nothing is in no cell.
            some = [row for row in rows if row["weight"]]
            counted = plain.pairs(
                some, sheet.instrument.names, first=first, second=second, names=names
            )
            tables[0] = full(pairs, counted)[0]
            every = full(pairs, expected)[0].sum(axis=(2, 3))
            assert pairs.zeros.tolist() == (every - tables[0].sum(axis=(2, 3))).tolist()
            assert pairs.n_sampled.tolist() == every.tolist()
            assert pairs.marginal(()).n_sampled[0].tolist() == every.sum(axis=0).tolist()
            frame = pairs.to_frame()
            assert frame["count"].sum() == every.sum()
            assert frame.loc[frame["first_kind"] == "weight 0", "count"].sum() == pairs.zeros.sum()
            assert pickle.loads(pickle.dumps(pairs)) == pairs
        assert pairs.counts.tolist() == tables[0].tolist()
        assert pairs.weighted == (sheet.key("weight") is not None)
        if pairs.weighted:
            np.testing.assert_allclose(pairs.sums, tables[1], rtol=1e-12)
            np.testing.assert_allclose(pairs.squares, tables[2], rtol=1e-12)
        known = cells_of(sheet, "condition")
        if first in known and second in known:
            here = {row["respondent"] for row in rows if row["condition"] in (first, second)}
            assert len(pairs.respondents) == len(here)

    law()


@fewer(0.08)
@given(drawn=paired(max_rows=9))
def test_engines_agree(drawn):
    """One sheet, held by every engine, gives equal tables, groups in the same order, and names."""
    first, *others = [pairs_of(*drawn, engine) for engine in QUICK]
    for other in others:
        assert other == first
        assert other.groups == first.groups
        assert other.respondents.tolist() == first.respondents.tolist()


@fewer(0.3)
@given(drawn=paired(), view=views)
def test_swapping_transposes(drawn, view):
    """The table of the second and the first is the same, seen from the other side."""
    sheet, first, second = drawn
    pairs = pairs_of(sheet, first, second).scored(view)
    other = pairs_of(sheet, second, first).scored(view)
    assert other.groups == pairs.groups
    assert other.counts.tolist() == pairs.counts.swapaxes(2, 3).tolist()
    assert (other == pairs) is False
    turned = attrs.evolve(
        other,
        first=first,
        second=second,
        **{
            name: getattr(other, name).swapaxes(2, 3)
            for name in ("counts", "sums", "squares")
            if getattr(other, name) is not None
        },
    )
    assert turned == pairs


@fewer(0.3)
@given(drawn=paired())
def test_margins_are_tallies(drawn):
    """Who is there under a condition is counted as the tally of that condition counts them."""
    sheet, first, second = drawn
    pairs = pairs_of(sheet, first, second)
    tally = sheet.responses().tally(by="ward")
    for axis, condition in ((3, first), (2, second)):
        for name in ("counts", "sums", "squares"):
            table = getattr(pairs, name)
            if table is None:
                continue
            there = table.sum(axis=axis)[..., :-1]
            for g, group in enumerate(pairs.groups):
                whole = (condition, *group)
                found = getattr(tally, name)
                own = found[tally.groups.index(whole)] if whole in tally.groups else 0 * there[g]
                np.testing.assert_allclose(there[g], own, rtol=1e-12)


@fewer(0.3)
@given(drawn=paired(min_rows=1), data=st.data())
def test_parts_by_respondent_add_up(drawn, data):
    """All rows of a respondent in one part: the parts are the whole."""
    sheet, first, second = drawn
    if cells_of(sheet, "weight"):  # a part of weights that are all 0 is refused
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    people = cells_of(sheet, "respondent")
    place = {person: data.draw(st.integers(0, 2)) for person in dict.fromkeys(people)}
    parts = [
        taken(sheet, [row for row, person in enumerate(people) if place[person] == k])
        for k in range(3)
    ]
    whole = pairs_of(sheet, first, second)
    total = lk.PairTally.sum(pairs_of(part, first, second, disjoint=True) for part in parts)
    assert total == whole
    assert total.groups == whole.groups
    named = [pairs_of(part, first, second) for part in parts]
    assert (named[0] + named[1]) + named[2] == whole == named[2] + (named[0] + named[1])


@fewer(0.3)
@given(drawn=paired(min_rows=2), data=st.data())
def test_parts_that_tear_a_respondent_do_not(drawn, data):
    """Rows in any two parts: the sum is refused exactly where somebody is in both."""
    sheet, first, second = drawn
    if cells_of(sheet, "weight"):
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    n_first = data.draw(st.integers(0, sheet.n_rows))
    rows = data.draw(st.permutations(range(sheet.n_rows)))
    # An ordered type says which conditions there are, whoever has a row.
    parts, people = [], []
    for some in (rows[:n_first], rows[n_first:]):
        part = taken(sheet, some)
        frame = part.frame("pandas")
        name = part.key("condition")
        order = list(dict.fromkeys((first, second, *cells_of(sheet, "condition"))))
        frame[name] = pd.Categorical(cells_of(part, "condition"), order, ordered=True)
        answers = lk.Responses(frame, part.instrument, **part.declared())
        parts.append(answers.pairs(first, second, by="ward"))
        compared = [r for r in rows_of(part) if r["condition"] in (first, second)]
        people.append({row["respondent"] for row in compared})
    if torn := people[0] & people[1]:
        with pytest.raises(MismatchError, match=f"share {len(torn)} respondent"):
            parts[0] + parts[1]
        both = lk.PairTally.sum(parts, disjoint=True)
        assert both.counts.sum() == parts[0].counts.sum() + parts[1].counts.sum()
        assert len(both.respondents) == len(people[0] | people[1])
    else:
        assert parts[0] + parts[1] == pairs_of(sheet, first, second)


@fewer(0.3)
@given(drawn=paired(), view=views, other=views)
def test_scoring_is_a_view(drawn, view, other):
    """From the answers or from the table; scored twice is scored once; no count moves."""
    sheet, first, second = drawn
    pairs = pairs_of(sheet, first, second)
    scored = sheet.responses().scored(view).pairs(first, second, by="ward", disjoint=True)
    assert scored == pairs.scored(view) == pairs.scored(other).scored(view)
    assert scored.counts.tolist() == pairs.counts.tolist()
    assert (pairs.scored(view) == pairs.scored(other)) == (view == other)


@fewer(0.1)
@given(drawn=paired(weight=True), engine=st.sampled_from(QUICK))
def test_weights_of_one_are_no_weights(drawn, engine):
    """Their sums and the sums of their squares are the counts."""
    sheet, first, second = drawn
    pairs = pairs_of(with_cells(sheet, "weight", [1] * sheet.n_rows), first, second, engine)
    assert pairs.sums.tolist() == pairs.squares.tolist() == pairs.counts.tolist()


@fewer(0.1)
@given(drawn=paired(), engine=st.sampled_from(QUICK), data=st.data())
def test_order_of_rows_is_nothing(drawn, engine, data):
    """Law 2: a permuted frame gives the same table and the same names."""
    sheet, first, second = drawn
    moved = taken(sheet, data.draw(st.permutations(range(sheet.n_rows))))
    one, other = (pairs_of(some, first, second, engine) for some in (sheet, moved))
    assert one == other
    assert one.respondents.tolist() == other.respondents.tolist()


@fewer(0.4)
@given(pairs=testing.pair_tallies(directed(), by="ward"))
def test_a_table_comes_back(pairs):
    """from_table takes what to_frame shows of an item, as a mapping and as a data frame."""
    frame = pairs.to_frame()
    for side in ("first", "second"):
        level = frame[f"{side}_kind"] == "level"
        frame[side] = frame[f"{side}_code"].astype(object).where(level, frame[f"{side}_label"])
    for g, group in enumerate(pairs.groups):
        for i, item in enumerate(pairs.instrument):
            own = frame[frame["item"] == item.name]
            n_cells = (item.scale.n_cells + 1) ** 2
            # Rows stand group by group.
            own = own.iloc[g * n_cells : (g + 1) * n_cells]
            nested = {
                one: dict(zip(s["second"], s["count"], strict=True))
                for one, s in own.groupby("first")
            }
            wide = own.set_index(["first", "second"])["count"].unstack()  # noqa: PD010 - once each
            cells = [*range(item.scale.n_cells), -1]
            for table in (nested, wide):
                back = lk.PairTally.from_table(
                    table, item.scale, item=item.name, first=pairs.first, second=pairs.second
                )
                assert (
                    back.counts[0, 0].tolist() == pairs.counts[g, i][np.ix_(cells, cells)].tolist()
                )
                assert (back.first, back.second) == (pairs.first, pairs.second)
            assert len(own) == n_cells
            assert len(group) == len(pairs.axes)


@fewer(0.5)
@given(pairs=testing.pair_tallies(directed(), by="ward"), view=views)
def test_adding_is_arithmetic(pairs, view):
    """Addition keeps the view, doubles, and forgets axes before or after."""
    double = pairs + pairs
    assert double.counts.tolist() == (2 * pairs.counts).tolist()
    assert double.scored(view) == pairs.scored(view) + pairs.scored(view)
    assert double.marginal(()) == pairs.marginal(()) + pairs.marginal(())
    assert pairs.marginal(()).counts.sum() == pairs.counts.sum()


@fewer(0.3)
@given(data=st.data(), engine=st.sampled_from(QUICK))
def test_wide_is_long(data, engine):
    """Conditions side by side pair as an outer merge of rows, of which each has both."""
    instrument = data.draw(directed(max_items=3))
    n_rows = data.draw(st.integers(0, 8))
    bare = dict.fromkeys(("respondent", "condition", "stratum", "cluster", "weight"), False)
    size = {"instrument": instrument, "min_rows": n_rows, "max_rows": n_rows}
    one, other = (data.draw(sheets(**size, **bare)) for _ in "ab")
    keys = data.draw(sheets(**size, **{**bare, "weight": True}, by="ward")).keys
    columns, held, asked, rows = {}, [], {}, []
    for name, sheet in zip("ab", (one, other), strict=True):
        some = data.draw(st.lists(st.sampled_from(instrument.names), min_size=1, unique=True))
        pieces = zip(instrument.names, sheet.answers, strict=True)
        own = {i: attrs.evolve(c, name=f"{name} {c.name}") for i, c in pieces if i in some}
        asked[name] = set(some)
        columns[name] = {item: column.name for item, column in own.items()}
        held += own.values()
        rows += [
            {**row, "condition": name, "respondent": k}
            for k, row in enumerate(rows_of(attrs.evolve(sheet, keys=keys)))
        ]
    for row in rows:
        row.update(dict.fromkeys(set(instrument.names) - asked[row["condition"]], "absent"))
    frame = attrs.evolve(one, answers=tuple(held), keys=keys).frame(engine)
    names = {k.role: k.name for k in keys}
    answers = lk.Responses.from_wide(frame, instrument, columns=columns, weight=names["weight"])
    pairs = answers.pairs("a", "b", by="ward")
    expected = plain.pairs(rows, instrument.names, first="a", second="b", names=["ward"])
    # Who was not asked an item under either condition is in no cell of it.
    expected = {key: n for key, n in expected.items() if key[2:] != ("absent", "absent")}
    tables = full(pairs, expected)
    assert set(pairs.groups) == {key[0] for key in expected}
    some = [row for row in rows if row["weight"]]
    weighty = plain.pairs(some, instrument.names, first="a", second="b", names=["ward"])
    weighty = {key: n for key, n in weighty.items() if key[2:] != ("absent", "absent")}
    assert pairs.counts.tolist() == full(pairs, weighty)[0].tolist()
    assert pairs.n_sampled.tolist() == tables[0].sum(axis=(2, 3)).tolist()
    np.testing.assert_allclose(pairs.sums, tables[1], rtol=1e-12)
    np.testing.assert_allclose(pairs.squares, tables[2], rtol=1e-12)
