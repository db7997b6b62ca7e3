from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from tests.reference import kernels as plain

from likertkit._kernels.counting import _one_pass, count_cells, count_columns, sum_cells

BLOCK = 32768
LEVELS = [(float(code), code - 1) for code in (1, 2, 3, 4, 5)]
N_CELLS = 7  # five levels, blank, one more reason
BLANK = 5
DECLARED = [*LEVELS, (9.0, 6)]
INTEGERS = [np.int8, np.int16, np.int64, np.uint8, np.uint64]
FLOATS = [np.float16, np.float32, np.float64]


def dense(found, shape):
    """Return the reference's cells as an array."""
    table = np.zeros(shape)
    for place, value in found.items():
        table[place] = value
    return table


def by_the_rows(columns, places, blanks, n_cells, *, groups, n_groups, summands=()):
    """Return counts and sums, row by row."""
    n_rows = len(columns[0]) if columns else 0
    found = plain.cells(
        [column.tolist() for column in columns],
        places,
        blanks,
        n_cells,
        groups=[0] * n_rows if groups is None else groups.tolist(),
        summands=[summand.tolist() for summand in summands],
    )
    return dense(found, (1 + len(summands), n_groups, len(columns), n_cells + 1))


def check(columns, places, blanks, n_cells, *, groups, n_groups):
    """Compare both kernels with the rows, and let no warning out."""
    expected = by_the_rows(columns, places, blanks, n_cells, groups=groups, n_groups=n_groups)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counts = count_cells(columns, places, blanks, n_cells, groups, n_groups)
        sums = sum_cells(columns, places, blanks, n_cells, groups, n_groups, ())
    assert counts.dtype == np.int64
    np.testing.assert_array_equal(counts, expected)
    np.testing.assert_array_equal(sums[0], expected)


def grouping(rng, n_rows, n_groups):
    """Return None for one group, else a group a row."""
    return None if n_groups == 1 else rng.integers(0, n_groups, n_rows)


@pytest.mark.parametrize("n_groups", [1, 2, 3, 4, 5, 40])
@pytest.mark.parametrize("dtype", [*INTEGERS, *FLOATS])
def test_every_type_and_number_of_groups(dtype, n_groups):
    """Counted by comparison for up to three groups, by joint cells for more."""
    rng = np.random.default_rng(n_groups)
    columns = [rng.choice([1, 2, 3, 4, 5, 9, 77], 500).astype(dtype) for _ in range(4)]
    if np.issubdtype(dtype, np.floating):
        for column in columns:
            column[rng.random(500) < 0.1] = np.nan
    groups = grouping(rng, 500, n_groups)
    check(columns, [DECLARED] * 4, [BLANK] * 4, N_CELLS, groups=groups, n_groups=n_groups)


@pytest.mark.parametrize("n_rows", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
@pytest.mark.parametrize("n_groups", [1, 2, 9])
def test_blocks_leave_no_row_out(n_rows, n_groups):
    """At and around the ends of the blocks, against pandas and numpy.bincount."""
    rng = np.random.default_rng(n_rows)
    columns = [rng.integers(1, 7, n_rows).astype(np.int8) for _ in range(3)]
    groups = grouping(rng, n_rows, n_groups)
    found = count_cells(columns, [LEVELS] * 3, [BLANK] * 3, 6, groups, n_groups)
    of_row = np.zeros(n_rows, dtype=np.int64) if groups is None else groups
    for j, column in enumerate(columns):
        # Levels 1 to 5 lie in cells 0 to 4; 6 belongs nowhere, and no integer is a blank.
        cells = np.where(column == 6, 6, column - 1)
        expected = np.bincount(of_row * 7 + cells, minlength=n_groups * 7).reshape(n_groups, 7)
        np.testing.assert_array_equal(found[:, j], expected)
        crossed = pd.crosstab(of_row, cells).reindex(
            index=range(n_groups), columns=range(7), fill_value=0
        )
        np.testing.assert_array_equal(found[:, j], crossed.to_numpy())
    assert (found.sum(axis=(0, 2)) == n_rows).all()


@pytest.mark.parametrize("n_groups", [1, 2, 6])
def test_what_one_byte_cannot_hold_belongs_nowhere(n_groups):
    """260 is 4 in one byte, 4.5 is 4 as an integer; neither is a 4."""
    strange = [260, -252, 516, 2**32 + 4, -(2**40) + 4, 2**53]
    integers = np.array([4, *strange, 1], dtype=np.int64)
    floats = np.array([4.0, 4.5, 3.9999999, 260.0, 1e300, -1e300, np.inf, -np.inf, np.nan, -0.0])
    rng = np.random.default_rng(0)
    for column in (integers, floats, floats[[0, 1, 3, 6, 7, 8]].astype(np.float32)):
        groups = grouping(rng, len(column), n_groups)
        check([column], [LEVELS], [BLANK], 6, groups=groups, n_groups=n_groups)
        counts = count_cells([column], [LEVELS], [BLANK], 6, None, 1)
        assert counts[0, 0, 3] == 1


@pytest.mark.parametrize("n_groups", [1, 5])
@pytest.mark.parametrize(
    ("codes", "dtype"),
    [
        ([-128, 0, 127], np.int8),
        ([-1, 0, 1], np.float64),
        ([1, 2, 128], np.int16),
        ([-129, 1, 2], np.int16),
        ([97, 998, 999], np.int64),
        ([1, 1000, -1000], np.float32),
        ([0, 255], np.uint8),
    ],
)
def test_codes_at_and_past_the_ends_of_a_byte(codes, dtype, n_groups):
    """A table of 256 places serves what fits, comparisons the rest."""
    rng = np.random.default_rng(3)
    near = np.array([code + step for code in codes for step in (-1, 0, 1)])
    information = np.iinfo(dtype) if np.issubdtype(dtype, np.integer) else np.iinfo(np.int64)
    near = near[(near >= information.min) & (near <= information.max)]
    column = rng.choice(near, 300).astype(dtype)
    if column.dtype.kind == "f":
        column[:9] = np.nan
    places = [(float(code), cell) for cell, code in enumerate(codes)]
    groups = grouping(rng, 300, n_groups)
    check([column] * 2, [places] * 2, [3, 2], 4, groups=groups, n_groups=n_groups)


@pytest.mark.parametrize("n_groups", [1, 3, 8])
def test_several_values_share_a_cell_and_columns_differ(n_groups):
    """97 and 98 are both refusals; each column has its own places and its own blank."""
    rng = np.random.default_rng(8)
    first = rng.choice([1.0, 2.0, 97.0, 98.0, np.nan, 5.0], 400)
    second = rng.choice([0, 1, 2, 300], 400).astype(np.int16)
    places = [
        [(1.0, 0), (2.0, 1), (97.0, 3), (98.0, 3)],
        [(0.0, 2), (1.0, 1), (2.0, 0), (300.0, 4)],
    ]
    check(
        [first, second], places, [2, 3], 5, groups=grouping(rng, 400, n_groups), n_groups=n_groups
    )


@pytest.mark.parametrize("n_groups", [1, 2, 7])
@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float64])
def test_strided_and_read_only_columns(dtype, n_groups):
    """Columns of a matrix lie apart in memory, and nobody's memory is written to."""
    rng = np.random.default_rng(4)
    matrix = rng.integers(1, 8, (BLOCK + 100, 3)).astype(dtype)
    before = matrix.copy()
    matrix.flags.writeable = False
    groups = grouping(rng, len(matrix), n_groups)
    if groups is not None:
        groups.flags.writeable = False
    columns = [matrix[:, 0], matrix[:, 1], matrix[::-1, 2]]
    assert not any(column.flags.c_contiguous for column in columns)
    check(columns, [LEVELS] * 3, [BLANK] * 3, 6, groups=groups, n_groups=n_groups)
    np.testing.assert_array_equal(matrix, before)


@pytest.mark.parametrize("n_groups", [1, 2, 5])
def test_big_endian_columns(n_groups):
    """Files of SPSS and of other machines hold them."""
    rng = np.random.default_rng(6)
    columns = [rng.integers(1, 8, 90).astype(dtype) for dtype in (">i2", ">f8")]
    check(
        columns, [LEVELS] * 2, [BLANK] * 2, 6, groups=grouping(rng, 90, n_groups), n_groups=n_groups
    )


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.intp])
@pytest.mark.parametrize("n_groups", [2, 3, 5, 60])
def test_groups_of_any_integer_type(dtype, n_groups):
    """Narrow group numbers do not overflow when cells are numbered jointly."""
    rng = np.random.default_rng(5)
    groups = rng.integers(0, n_groups, 700).astype(dtype)
    columns = [rng.integers(1, 6, 700).astype(np.int8) for _ in range(5)]
    check(columns, [LEVELS] * 5, [BLANK] * 5, 6, groups=groups, n_groups=n_groups)


def test_an_empty_group_is_there():
    """With zeros, whichever way it is counted."""
    column = np.array([1, 2, 2], dtype=np.int8)
    for n_groups in (3, 9):
        groups = np.array([0, 2, 2])
        check([column], [LEVELS], [BLANK], 6, groups=groups, n_groups=n_groups)


@pytest.mark.parametrize("n_columns", [1, 2, 3, 4, 5, 14])
@pytest.mark.parametrize("n_groups", [1, 4, 5000])
def test_joint_cells_of_any_number_of_columns(n_columns, n_groups):
    """Several columns are counted at once as long as their joint cells are few."""
    rng = np.random.default_rng(n_columns)
    columns = [rng.integers(1, 6, 300).astype(np.int8) for _ in range(n_columns)]
    groups = grouping(rng, 300, n_groups)
    check(columns, [LEVELS] * n_columns, [BLANK] * n_columns, 6, groups=groups, n_groups=n_groups)


@pytest.mark.parametrize("n_groups", [1, 2, 6])
@pytest.mark.parametrize("n_rows", [300, 2 * BLOCK + 7])
def test_sums_of_weights(n_rows, n_groups):
    """Counts first, then Σw, then Σw², in every cell, missing and unknown ones too."""
    rng = np.random.default_rng(n_groups)
    columns = [rng.choice([1.0, 2.0, 5.0, 9.0, np.nan, 8.0], n_rows) for _ in range(3)]
    weights = rng.gamma(2, size=n_rows)
    groups = grouping(rng, n_rows, n_groups)
    table = (columns, [DECLARED] * 3, [BLANK] * 3, N_CELLS)
    summands = (weights, weights**2)
    found = sum_cells(*table, groups, n_groups, summands)
    expected = by_the_rows(*table, groups=groups, n_groups=n_groups, summands=summands)
    np.testing.assert_array_equal(found[0], expected[0])
    # Sums of positive numbers in another order.
    np.testing.assert_allclose(found[1:], expected[1:], rtol=1e-10)


def test_strided_weights():
    """A column of a matrix of weights will do."""
    weights = np.arange(20.0).reshape(10, 2)[:, 1]
    column = np.array([1, 2] * 5, dtype=np.int8)
    found = sum_cells([column], [LEVELS], [BLANK], 6, None, 1, (weights,))
    assert found[1, 0, 0, :2].tolist() == [45.0, 55.0]


@pytest.mark.parametrize("n_groups", [1, 2, 5])
def test_no_rows(n_groups):
    """All zeros, in the full shape."""
    columns = [np.array([], dtype=np.int8), np.array([])]
    groups = None if n_groups == 1 else np.array([], dtype=np.intp)
    check(columns, [LEVELS] * 2, [BLANK] * 2, 6, groups=groups, n_groups=n_groups)
    assert sum_cells(columns, [LEVELS] * 2, [BLANK] * 2, 6, groups, n_groups, ()).shape == (
        1,
        n_groups,
        2,
        7,
    )


@pytest.mark.parametrize("n_groups", [1, 2, 5])
def test_no_columns(n_groups):
    """An instrument's items may all belong to the other condition."""
    groups = None if n_groups == 1 else np.array([0, 1, 1])
    assert count_cells([], [], [], 6, groups, n_groups).shape == (n_groups, 0, 7)
    weights = (np.array([1.0, 2.0, 3.0]),)
    assert sum_cells([], [], [], 6, groups, n_groups, weights).shape == (2, n_groups, 0, 7)


def test_a_column_without_places():
    """Everything but a blank belongs nowhere."""
    column = np.array([1.0, np.nan, 2.0])
    check([column], [[]], [0], 1, groups=None, n_groups=1)


FEW, SHORT = 1 << 11, 1 << 18  # rows that are counted together; bytes of a block


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.int64, ">i2", np.float32])
@pytest.mark.parametrize("n_rows", [FEW, FEW + 1, SHORT, SHORT + 1, 2 * SHORT + 5])
def test_whole_columns(dtype, n_rows):
    """Every number of a block's range has a place, or some have none, or the range is narrow."""
    rng = np.random.default_rng(n_rows)
    ranges = ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 9], [2, 3], [4], [1, 2, 6, 77], [0, 7])
    columns = [rng.choice(some, n_rows).astype(dtype) for some in ranges]
    found = count_columns(columns, [DECLARED] * 6, [BLANK] * 6, N_CELLS)
    cells = {**dict(DECLARED), None: N_CELLS}
    for j, column in enumerate(columns):
        expected = np.zeros(N_CELLS + 1, dtype=np.int64)
        for value, often in zip(*np.unique(column, return_counts=True), strict=True):
            expected[cells.get(float(value), N_CELLS)] += often
        np.testing.assert_array_equal(found[j], expected)


@pytest.mark.parametrize("dtype", [np.int16, np.int64])
def test_whole_columns_of_more_than_a_byte(dtype):
    """300 is no 44, and may have a place."""
    column = np.tile(np.array([1, 300, 44, -300], dtype=dtype), FEW)
    places = [[(1, 0), (44, 1)], [(1, 0), (300, 2)]]
    found = count_columns([column, column], places, [3, 3], 4)
    assert found.tolist() == [[FEW, FEW, 0, 0, 2 * FEW], [FEW, 0, FEW, 0, 2 * FEW]]


def test_a_stray_number_in_one_block_of_many():
    """What belongs nowhere is all rows less the rest, also where all other blocks are full."""
    column = np.tile(np.array([1, 2, 3, 4, 5], dtype=np.int8), SHORT // 2)
    column[[7, SHORT + 7]] = 6, -128
    found = count_columns([column, column[::-1]], [LEVELS] * 2, [BLANK] * 2, 6)
    ones, twos = (int((column == code).sum()) for code in (1, 2))
    assert found[:, [0, 1, 6]].tolist() == [[ones, twos, 2]] * 2


@pytest.mark.parametrize("dtype", [np.int8, np.float64])
def test_two_threads_count_the_same_as_one(monkeypatch, dtype):
    """Only large tables start a second thread."""
    rng = np.random.default_rng(9)
    columns = [rng.integers(1, 7, FEW + 10).astype(dtype) for _ in range(5)]
    table = (columns, [LEVELS] * 5, [BLANK] * 5, 6)
    started = []

    def threads(number: int) -> ThreadPoolExecutor:
        started.append(number)
        return ThreadPoolExecutor(number)

    monkeypatch.setattr(_one_pass, "ThreadPoolExecutor", threads)
    alone = count_columns(*table)
    assert not started
    monkeypatch.setattr(_one_pass, "_MANY_CELLS", 5 * (FEW + 10))
    np.testing.assert_array_equal(count_columns(*table), alone)
    assert started == [1]  # beside its own
