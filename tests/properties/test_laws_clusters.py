"""Laws of clusters: how many, and the products of their totals, however they were counted."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import tables as plain
from tests.strategies import (
    QUICK,
    cell_of,
    cells_of,
    fewer,
    on_engine,
    rows_of,
    sheets,
    taken,
    with_cells,
    without,
)

import likertkit as lk
from likertkit.errors import MismatchError
from likertkit.testing._options import Engine

ENGINES = get_args(Engine)


def clustered(**options: Any):
    """Return a strategy for sheets with clusters."""
    return sheets(by="ward", cluster=True, **options)


def names_of(sheet):
    """Return the columns that split the tally, by role."""
    return [role for role in ("condition", "stratum") if sheet.key(role)] + ["ward"]


def check(tally, sheet, names):
    """Compare the clusters of a tally along some columns with those of the rows."""
    found, rows = tally.clusters, rows_of(sheet)
    expected = plain.cluster_products(rows, sheet.instrument.names, names=names)
    groups = tally.groups
    assert {(groups[a], groups[b]) for a, b in found.pairs.tolist()} | {
        (groups[b], groups[a]) for a, b in found.pairs.tolist()
    } == {key[:2] for key in expected}
    assert found.pairs.tolist() == sorted(found.pairs.tolist())
    assert all(a <= b for a, b in found.pairs.tolist())
    products = np.zeros_like(found.products)
    for p, (a, b) in enumerate(found.pairs.tolist()):
        for (one, other, name, x, y), product in expected.items():
            if (one, other) == (groups[a], groups[b]):
                item = sheet.instrument[name]
                i = sheet.instrument.names.index(name)
                products[p, i, cell_of(item.scale, x), cell_of(item.scale, y)] = product
    np.testing.assert_allclose(found.products, products, rtol=1e-12)
    strata = [role for role in ("stratum",) if sheet.key(role)]
    assert dict(found.n_clusters) == plain.clusters_by(rows, strata)
    both = plain.clusters_by(rows, ["condition", *strata]) if "condition" in names else {}
    assert dict(found.n_by_condition) == both
    assert len(found.names) == len(set(cells_of(sheet, "cluster")))


@pytest.mark.parametrize("engine", ENGINES)
def test_products_are_brute_force(engine):
    """Every two groups that a cluster has rows in, and every two cells of an item."""

    @on_engine(engine, 0.2)
    @given(sheet=clustered(max_rows=9))
    def law(sheet) -> None:
        check(sheet.responses(engine).tally(by="ward"), sheet, names_of(sheet))

    law()


@fewer(0.08)
@given(sheet=clustered(max_rows=9))
def test_engines_agree(sheet):
    """One sheet, held by every engine, gives equal clusters with equal fingerprints."""
    first, *others = [sheet.responses(engine).tally(by="ward") for engine in QUICK]
    for other in others:
        assert other == first
        assert other.clusters.names.tolist() == first.clusters.names.tolist()
        assert other.clusters.n_clusters == first.clusters.n_clusters
        assert other.clusters.n_by_condition == first.clusters.n_by_condition


@fewer(0.4)
@given(sheet=clustered(), data=st.data())
def test_clusters_of_a_margin_are_those_of_its_rows(sheet, data):
    """Summing over columns and conditions, in any order, is never having split by them."""
    tally = sheet.responses().tally(by="ward")
    kept = [name for name in names_of(sheet) if name == "stratum" or data.draw(st.booleans())]
    kept = data.draw(st.permutations(kept))
    columns = {role: sheet.key(role) for role in ("condition", "stratum")} | {"ward": "ward"}
    check(tally.marginal([columns[role] for role in kept]), sheet, kept)
    stepwise = tally
    for name in data.draw(st.permutations([n for n in names_of(sheet) if n not in kept])):
        left = [axis.name for axis in stepwise.axes if axis.name != columns[name]]
        stepwise = stepwise.marginal(left)
    assert stepwise.marginal([columns[role] for role in kept]) == tally.marginal(
        [columns[role] for role in kept]
    )


@fewer(0.3)
@given(sheet=clustered(respondent=False, condition=True))
def test_merging_conditions_is_not_declaring_them(sheet):
    """A cluster that has rows under both is one cluster of the whole."""
    merged = sheet.responses().tally(by="ward")
    merged = merged.marginal([axis.name for axis in merged.axes if axis.role != "condition"])
    assert merged == without(sheet, "condition").responses().tally(by="ward")


@fewer(0.3)
@given(sheet=clustered(stratum=True))
def test_strata_cannot_be_summed_over(sheet):
    """Clusters were drawn within them: without strata there is no design left."""
    tally = sheet.responses().tally(by="ward")
    names = [axis.name for axis in tally.axes if axis.role != "stratum"]
    assert tally.marginal(names).clusters is None
    bare = without(sheet, "cluster").responses().tally(by="ward")
    assert tally.marginal(names) == bare.marginal(names)
    assert tally != bare


@fewer(0.4)
@given(sheet=clustered(min_rows=1), data=st.data())
def test_parts_by_cluster_add_up(sheet, data):
    """All rows of a cluster in one part: the parts are the whole."""
    if cells_of(sheet, "weight"):  # a part of weights that are all 0 is refused
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    owners = cells_of(sheet, "cluster")
    place = {owner: data.draw(st.integers(0, 2)) for owner in dict.fromkeys(owners)}
    parts = [
        taken(sheet, [row for row, owner in enumerate(owners) if place[owner] == k])
        .responses()
        .tally(by="ward")
        for k in data.draw(st.permutations(range(3)))
    ]
    whole = sheet.responses().tally(by="ward")
    total = lk.Tally.sum(parts)
    assert total == whole == parts[2] + (parts[1] + parts[0])
    check(total, sheet, names_of(sheet))


@fewer(0.4)
@given(sheet=clustered(min_rows=2), data=st.data())
def test_parts_that_tear_a_cluster_do_not(sheet, data):
    """Rows in any two parts: the sum is refused exactly where a cluster is in both."""
    if cells_of(sheet, "weight"):
        sheet = with_cells(sheet, "weight", [w or 1 for w in cells_of(sheet, "weight")])
    rows = data.draw(st.permutations(range(sheet.n_rows)))
    n_first = data.draw(st.integers(0, sheet.n_rows))
    one, other = (taken(sheet, some) for some in (rows[:n_first], rows[n_first:]))
    tallies = [part.responses().tally(by="ward") for part in (one, other)]
    torn = set(cells_of(one, "cluster")) & set(cells_of(other, "cluster"))
    if torn:
        with pytest.raises(MismatchError, match=f"share {len(torn)} cluster"):
            tallies[0] + tallies[1]
        both = lk.Tally.sum(tallies, disjoint=True)
        n_clusters = [sum(n for _, n in t.clusters.n_clusters) for t in (*tallies, both)]
        assert n_clusters[0] + n_clusters[1] == n_clusters[2]
    else:
        assert tallies[0] + tallies[1] == sheet.responses().tally(by="ward")


@fewer(0.3)
@given(sheet=clustered(), data=st.data())
def test_names_and_order_are_nothing(sheet, data):
    """Other names for the clusters and another order of rows change no number."""
    names = list(dict.fromkeys(cells_of(sheet, "cluster")))
    new = dict(zip(names, data.draw(st.permutations(names)), strict=True))
    strata = cells_of(sheet, "stratum")
    if strata is None:
        sheet_2 = with_cells(sheet, "cluster", [new[one] for one in cells_of(sheet, "cluster")])
    else:
        sheet_2 = with_cells(
            sheet, "cluster", [f"{one} of old" for one in cells_of(sheet, "cluster")]
        )
    moved = taken(sheet_2, data.draw(st.permutations(range(sheet.n_rows))))
    assert moved.responses().tally(by="ward") == sheet.responses().tally(by="ward")


@fewer(0.3)
@given(sheet=clustered(weight=True))
def test_weights_of_one_are_no_weights(sheet):
    """Totals of weights are then numbers of respondents."""
    weighted = with_cells(sheet, "weight", [1] * sheet.n_rows).responses().tally(by="ward")
    assert weighted.clusters == without(sheet, "weight").responses().tally(by="ward").clusters
