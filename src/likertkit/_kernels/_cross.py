"""Pairs of cells: of one column under two conditions, and of every two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Ones and noughts of a block stay in the processor's cache, and their sums exact in 24 bits.
_BLOCK = 1 << 12


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
    for start in range(0, len(complete), _BLOCK):
        rows = slice(start, min(start + _BLOCK, len(complete)))
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
