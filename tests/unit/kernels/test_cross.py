from __future__ import annotations

import numpy as np
import pytest
from tests.reference import tables as plain

from likertkit._kernels.counting import co_occurrences, cross_cells

BLOCK = 4096


def dense(found, shape):
    """Return the reference's cells as an array."""
    table = np.zeros(shape)
    for place, value in found.items():
        table[place] = value
    return table


def drawn(n_rows, n_columns, n_cells, n_groups, seed=1):
    """Return cells, groups and weights."""
    rng = np.random.default_rng(seed)
    cells = [rng.integers(0, n_cells, n_rows).astype(np.int16) for _ in range(n_columns)]
    return cells, rng.integers(0, n_groups, n_rows).astype(np.int8), rng.uniform(0.5, 2, n_rows)


@pytest.mark.parametrize("n_rows", [0, 1, 300])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("grouped", [False, True])
def test_crossed_cells_are_counted_row_by_row(n_rows, weighted, grouped):
    """Counts and sums of each summand, for each group and two cells."""
    (one, other), groups, weights = drawn(n_rows, 2, 5, 3)
    summands = [weights, weights**2] if weighted else []
    n_groups = 3 if grouped else 1
    found = cross_cells(one, other, 5, groups if grouped else None, n_groups, summands)
    own = groups.tolist() if grouped else [0] * n_rows
    rows = list(zip(own, one.tolist(), other.tolist(), strict=True))
    expected = dense(plain.cross(rows, summands), (1 + len(summands), n_groups, 5, 5))
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert found[0].tolist() == expected[0].tolist()


def test_the_first_column_is_the_first_axis():
    """One row: cell 2 of the first column, cell 0 of the second."""
    found = cross_cells(np.array([2]), np.array([0]), 3, None, 1, [])
    assert np.argwhere(found).tolist() == [[0, 0, 2, 0]]


def test_many_cells_and_groups_do_not_wrap():
    """Keys have more room than the bytes that cells and groups come in."""
    cells = np.array([0, 100, 126], dtype=np.int8)
    groups = np.array([0, 60, 126], dtype=np.int8)
    found = cross_cells(cells, cells[::-1], 127, groups, 127, [])
    assert np.argwhere(found[0]).tolist() == [[0, 0, 126], [60, 100, 100], [126, 126, 0]]


def test_no_group_at_all():
    """Where nobody is, there is none."""
    nobody = np.zeros(0, dtype=np.int8)
    assert cross_cells(nobody, nobody, 3, nobody, 0, [nobody]).shape == (2, 0, 3, 3)
    assert co_occurrences([nobody] * 2, nobody > 0, 3, nobody, 0, []).shape == (1, 0, 2, 2, 2, 3, 3)


@pytest.mark.parametrize("n_rows", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("grouped", [False, True])
def test_co_occurrences_are_crossed_cells_of_every_two_columns(n_rows, weighted, grouped):
    """All rows first, then the complete ones; blocks and their ends leave nothing out."""
    cells, groups, weights = drawn(n_rows, 3, 4, 2)
    complete = np.logical_and.reduce([column < 3 for column in cells])
    summands = [weights, weights**2] if weighted else []
    n_groups = 2 if grouped else 1
    found = co_occurrences(cells, complete, 4, groups if grouped else None, n_groups, summands)
    assert found.shape == (1 + len(summands), n_groups, 2, 3, 3, 4, 4)
    for kind, rows in ((0, np.ones(n_rows, dtype=bool)), (1, complete)):
        own = groups[rows].tolist() if grouped else [0] * int(rows.sum())
        amounts = [summand[rows] for summand in summands]
        for i in range(3):
            for j in range(3):
                triples = list(
                    zip(own, cells[i][rows].tolist(), cells[j][rows].tolist(), strict=True)
                )
                expected = dense(plain.cross(triples, amounts), (1 + len(summands), n_groups, 4, 4))
                np.testing.assert_allclose(found[:, :, kind, i, j], expected, rtol=1e-12)
                assert found[0, :, kind, i, j].tolist() == expected[0].tolist()


@pytest.mark.parametrize("weighted", [False, True])
def test_frequencies_stand_for_copies_of_a_row(weighted):
    """Distinct rows with how often they occur, or every row: the same table."""
    rng = np.random.default_rng(2)
    cells, groups, _ = drawn(50, 3, 4, 2)
    often = rng.integers(1, 9, 50)
    complete = cells[0] < 3
    many = [np.repeat(one, often) for one in (*cells, groups, complete)]
    amounts = [np.ones(len(many[0]))] if weighted else []
    expected = co_occurrences(many[:3], many[4], 4, many[3], 2, amounts)
    totals = [often.astype(float)] if weighted else []
    found = co_occurrences(cells, complete, 4, groups, 2, totals, often.astype(float))
    assert found.tolist() == expected.tolist()


def test_large_frequencies_stay_exact():
    """An engine hands over joint cells of millions of people."""
    cells = [np.array([0, 1]), np.array([1, 1])]
    often = np.array([2.0**40 + 1, 3.0])
    found = co_occurrences(cells, np.array([True, False]), 2, None, 1, [], often)
    assert found[0, 0, 0, 0, 1].tolist() == [[0, 2**40 + 1], [0, 3]]
    assert found[0, 0, 1, 0, 1].tolist() == [[0, 2**40 + 1], [0, 0]]


def test_no_column_at_all():
    """A condition may ask none of the items; it has groups all the same."""
    found = co_occurrences([], np.ones(5, dtype=bool), 3, None, 1, [])
    assert found.shape == (1, 1, 2, 0, 0, 3, 3)
