"""Counting cells: columns of raw values in, one small table of counts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels.counting._one_pass import count_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_BLOCK = 1 << 15
_MOST_MASKS = 3
_MOST_JOINT_CELLS = 1 << 12
_BYTE = 256


def _blocks(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, _BLOCK):
        yield slice(start, min(start + _BLOCK, n_rows))


def count_cells(
    columns: Sequence[NDArray[np.number]],
    places: Sequence[Sequence[tuple[float, int]]],
    blanks: Sequence[int],
    n_cells: int,
    groups: NDArray[np.integer] | None,
    n_groups: int,
) -> NDArray[np.int64]:
    """Count the rows of each group and cell, column by column.

    Parameters
    ----------
    columns : sequence of arrays, each of shape (n_rows,)
        Raw numbers; NaN is a blank.
    places : sequence of sequences of (value, cell)
        Where each raw number of a column belongs.
    blanks : sequence of int
        The cell of a blank, column by column.
    n_cells : int
        How many cells the widest column has.
    groups : array of shape (n_rows,), or None
        The group of each row, from 0; None for one group.
    n_groups : int
        How many groups there are.

    Returns
    -------
    array of shape (n_groups, n_columns, n_cells + 1)
        Counts; the last cell holds the rows whose value belongs nowhere.
    """
    if groups is None:
        return count_columns(columns, places, blanks, n_cells)[None]
    if n_groups <= _MOST_MASKS:
        return _count_by_comparison(columns, places, blanks, n_cells, groups, n_groups)
    counts: NDArray[np.int64] = sum_cells(columns, places, blanks, n_cells, groups, n_groups, ())[
        0
    ].astype(np.int64)
    return counts


def _count_by_comparison(
    columns: Sequence[NDArray[np.number]],
    places: Sequence[Sequence[tuple[float, int]]],
    blanks: Sequence[int],
    n_cells: int,
    groups: NDArray[np.integer],
    n_groups: int,
) -> NDArray[np.int64]:
    """Count with one comparison a level: the quickest for a few groups."""
    n_rows = len(columns[0]) if columns else 0
    counts = np.zeros((n_groups, len(columns), n_cells + 1), dtype=np.int64)
    sizes = np.zeros(n_groups, dtype=np.int64)
    equal = np.empty(_BLOCK, dtype=np.bool_)
    both = np.empty(_BLOCK, dtype=np.bool_)
    for rows in _blocks(n_rows):
        size = rows.stop - rows.start
        masks = [groups[rows] == g for g in range(1, n_groups)]
        in_mask = [int(np.count_nonzero(mask)) for mask in masks]
        sizes += [size - sum(in_mask), *in_mask]
        hit, joint = equal[:size], both[:size]
        for j, column in enumerate(columns):
            block = np.ascontiguousarray(column[rows])
            for value, cell in (*places[j], (np.nan, blanks[j])):
                if value != value:  # noqa: PLR0124 - NaN is the one value unequal to itself
                    if block.dtype.kind != "f":
                        continue
                    np.isnan(block, out=hit)
                else:
                    np.equal(block, value, out=hit)
                rest = int(np.count_nonzero(hit))
                for g, mask in enumerate(masks, start=1):
                    np.logical_and(hit, mask, out=joint)
                    count = int(np.count_nonzero(joint))
                    counts[g, j, cell] += count
                    rest -= count
                counts[0, j, cell] += rest
    counts[:, :, n_cells] = sizes[:, None] - counts.sum(axis=2)
    return counts


def sum_cells(
    columns: Sequence[NDArray[np.number]],
    places: Sequence[Sequence[tuple[float, int]]],
    blanks: Sequence[int],
    n_cells: int,
    groups: NDArray[np.integer] | None,
    n_groups: int,
    summands: Sequence[NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Count the rows, and sum further numbers, in each group and cell.

    Several columns are counted at once by the joint cell that a row falls in, for the table of
    their joint cells holds the table of each.

    Parameters
    ----------
    columns, places, blanks, n_cells, groups, n_groups
        As for :func:`count_cells`.
    summands : sequence of arrays, each of shape (n_rows,)
        Numbers to sum, such as weights.

    Returns
    -------
    array of shape (1 + n_summands, n_groups, n_columns, n_cells + 1)
        Counts first, then the sum of each summand.
    """
    width = n_cells + 1
    n_joint = 1
    while n_joint < len(columns) and n_groups * width ** (n_joint + 1) <= _MOST_JOINT_CELLS:
        n_joint += 1
    n_rows = len(columns[0]) if columns else 0
    sums = np.zeros((1 + len(summands), n_groups, len(columns), width))
    for start in range(0, len(columns), n_joint):
        several = range(start, min(start + n_joint, len(columns)))
        shape = (n_groups, *(width for _ in several))
        tables = np.zeros((1 + len(summands), int(np.prod(shape))))
        # The narrower the keys, the more of them the processor handles at once.
        small = np.min_scalar_type(max(tables.shape[1] - 1, width))
        for rows in _blocks(n_rows):
            size = rows.stop - rows.start
            keys = np.zeros(size, small) if groups is None else groups[rows].astype(small)
            for j in several:
                keys *= width
                cells = _cells_of(columns[j][rows], places[j], blanks[j], n_cells)
                np.add(keys, cells, out=keys, casting="unsafe")
            tables[0] += np.bincount(keys, minlength=tables.shape[1])
            for s, summand in enumerate(summands, start=1):
                tables[s] += np.bincount(keys, summand[rows], minlength=tables.shape[1])
        joint = tables.reshape(1 + len(summands), *shape)
        for place, j in enumerate(several):
            others = tuple(2 + k for k in range(len(several)) if k != place)
            sums[:, :, j, :] = joint.sum(axis=others)
    return sums


def cell_numbers(
    column: NDArray[np.number], places: Sequence[tuple[float, int]], blank: int, n_cells: int
) -> NDArray[np.int16]:
    """Return the cell of each value of a column; *n_cells* where it belongs nowhere."""
    cells = np.empty(len(column), dtype=np.int16)
    for rows in _blocks(len(column)):
        cells[rows] = _cells_of(column[rows], places, blank, n_cells)
    return cells


def _cells_of(
    block: NDArray[np.number], places: Sequence[tuple[float, int]], blank: int, n_cells: int
) -> NDArray[np.int16]:
    """Return the cell of each value of a block; *n_cells* where it belongs nowhere."""
    low = places[0][0] if places else 0
    if block.dtype == np.int8 and all(
        -_BYTE // 2 <= value < _BYTE // 2 and value - low == cell for value, cell in places
    ):
        # Without a table: below the lowest code a byte wraps around to a high number.
        cells = (block - np.int8(low)).view(np.uint8).astype(np.int16)
        cells[cells >= len(places)] = n_cells
        return cells
    if all(-_BYTE // 2 <= value < _BYTE // 2 for value, _ in places):
        table = np.full(_BYTE, n_cells, dtype=np.int16)
        for value, cell in places:
            table[int(value) % _BYTE] = cell
        if block.dtype == np.int8:
            return table[block.view(np.uint8)]
        # A value that one byte cannot hold comes back as another value, and so is found out.
        with np.errstate(invalid="ignore"):
            small = block.astype(np.int8)
        cells = table[small.view(np.uint8)]
        cells[small != block] = n_cells
    else:
        cells = np.full(len(block), n_cells, dtype=np.int16)
        for value, cell in places:
            cells[block == value] = cell
    if block.dtype.kind == "f":
        cells[np.isnan(block)] = blank
    return cells


# Ones and noughts of a block stay in the processor's cache, and their sums exact in 24 bits.
_PAIR_BLOCK = 1 << 12


def cross_cells(
    first: NDArray[np.integer],
    second: NDArray[np.integer],
    n_cells: int,
    groups: NDArray[np.integer] | None,
    n_groups: int,
    summands: Sequence[NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Count the rows, and sum further numbers, in each group and pair of cells.

    Parameters
    ----------
    first, second : array of shape (n_rows,)
        The cell of each row in one column and in the other.
    n_cells : int
        How many cells a column has.
    groups : array of shape (n_rows,), or None
        The group of each row, from 0; None for one group.
    n_groups : int
        How many groups there are.
    summands : sequence of arrays, each of shape (n_rows,)
        Numbers to sum, such as weights.

    Returns
    -------
    array of shape (1 + n_summands, n_groups, n_cells, n_cells)
        Counts first, then the sum of each summand.
    """
    keys = first.astype(np.intp)
    keys *= n_cells
    keys += second
    if groups is not None:
        keys += groups.astype(np.intp) * n_cells**2
    size = n_groups * n_cells**2
    sums = np.empty((1 + len(summands), size))
    sums[0] = np.bincount(keys, minlength=size)
    for k, summand in enumerate(summands, start=1):
        sums[k] = np.bincount(keys, summand, minlength=size)
    return sums.reshape(1 + len(summands), n_groups, n_cells, n_cells)


def co_occurrences(
    cells: Sequence[NDArray[np.integer]],
    complete: NDArray[np.bool_],
    n_cells: int,
    groups: NDArray[np.integer] | None,
    n_groups: int,
    summands: Sequence[NDArray[np.float64]],
    frequencies: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Count the rows, and sum further numbers, in each pair of cells of every two columns.

    Parameters
    ----------
    cells : sequence of arrays, each of shape (n_rows,)
        The cell of each row, column by column.
    complete : array of bool, shape (n_rows,)
        Whether a row is also counted apart, such as one without a missing answer.
    n_cells : int
        How many cells the widest column has.
    groups : array of shape (n_rows,), or None
        The group of each row, from 0; None for one group.
    n_groups : int
        How many groups there are.
    summands : sequence of arrays, each of shape (n_rows,)
        Numbers to sum, such as weights.
    frequencies : array of shape (n_rows,), optional
        How many respondents a row stands for; by default one.

    Returns
    -------
    array of shape (1 + n_summands, n_groups, 2, n_columns, n_columns, n_cells, n_cells)
        Counts first, then the sum of each summand; all rows first, then the complete ones.
    """
    n_columns = len(cells)
    width = n_columns * n_cells
    sums = np.zeros((1 + len(summands), n_groups, 2, width, width))
    factors = (frequencies, *summands)
    for start in range(0, len(complete), _PAIR_BLOCK):
        rows = slice(start, min(start + _PAIR_BLOCK, len(complete)))
        keys = complete[rows].astype(np.intp)
        if groups is not None:
            keys += 2 * groups[rows].astype(np.intp)
        at = np.arange(len(keys))
        ones = np.zeros((len(keys), width), dtype=np.float32)
        for j, column in enumerate(cells):
            ones[at, column[rows] + j * n_cells] = 1
        order = np.argsort(keys, kind="stable")
        present, firsts = np.unique(keys[order], return_index=True)
        for key, some in zip(present.tolist(), np.split(order, firsts[1:]), strict=True):
            part = ones[some]
            into = sums[:, key // 2, key % 2]
            for k, factor in enumerate(factors):
                # Without a factor the sums are exact in half the time.
                into[k] += (
                    part.T @ part
                    if factor is None
                    else part.T.astype(np.float64) @ (part * factor[rows][some][:, None])
                )
    sums[:, :, 0] += sums[:, :, 1]
    apart = sums.reshape(*sums.shape[:3], n_columns, n_cells, n_columns, n_cells)
    return apart.swapaxes(4, 5)
