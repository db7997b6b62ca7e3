"""Counting whole columns: each is read from memory once, whatever its number of levels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Places = Sequence[tuple[float, int]]

# Bytes of a column that stay in the processor's cache while its levels are counted.
_BLOCK = 1 << 18
# Up to so many rows a call costs more than the counting: columns alike are counted together.
_FEW_ROWS = 1 << 11
# From so many cells on a second thread is worth its start: NumPy compares without Python's lock.
_MANY_CELLS = 1 << 20
_N_THREADS = 2
_BYTE = np.iinfo(np.int8)


def count_columns(
    columns: Sequence[NDArray[np.number]],
    places: Sequence[Places],
    blanks: Sequence[int],
    n_cells: int,
) -> NDArray[np.int64]:
    """Count the rows of each cell, column by column.

    Parameters
    ----------
    columns : sequence of arrays, each of shape (n_rows,)
        Raw numbers; NaN is a blank.
    places : sequence of sequences of (value, cell)
        Where each raw number of a column belongs: whole numbers, each once.
    blanks : sequence of int
        The cell of a blank, column by column.
    n_cells : int
        How many cells the widest column has.

    Returns
    -------
    array of shape (n_columns, n_cells + 1)
        Counts; the last cell holds the rows whose value belongs nowhere.
    """
    n_rows = len(columns[0]) if columns else 0
    counts = np.zeros((len(columns), n_cells + 1), dtype=np.int64)
    if n_rows <= _FEW_ROWS:
        _count_together(columns, places, blanks, counts)
    else:

        def count_some(some: Iterable[int]) -> None:
            equal = np.empty(_BLOCK, dtype=np.bool_)
            for j in some:
                _count_column(columns[j], places[j], blanks[j], counts[j], equal)

        numbers = range(len(columns))
        if n_rows * len(columns) < _MANY_CELLS:
            count_some(numbers)
        else:
            with ThreadPoolExecutor(_N_THREADS) as threads:
                shares = [numbers[start::_N_THREADS] for start in range(_N_THREADS)]
                for done in [threads.submit(count_some, share) for share in shares]:
                    done.result()
    counts[:, n_cells] = n_rows - counts.sum(axis=1)
    return counts


def _count_together(
    columns: Sequence[NDArray[np.number]],
    places: Sequence[Places],
    blanks: Sequence[int],
    counts: NDArray[np.int64],
) -> None:
    """Add the rows of each place to *counts*, for all columns of one kind at once."""
    kinds: dict[object, list[int]] = {}
    for j, column in enumerate(columns):
        kinds.setdefault((column.dtype, tuple(places[j]), blanks[j]), []).append(j)
    for alike in kinds.values():
        table = np.array([columns[j] for j in alike])
        for value, cell in places[alike[0]]:
            counts[alike, cell] += np.count_nonzero(table == value, axis=1)
        if table.dtype.kind == "f":
            counts[alike, blanks[alike[0]]] += np.count_nonzero(np.isnan(table), axis=1)


def _count_column(
    column: NDArray[np.number],
    places: Places,
    blank: int,
    counts: NDArray[np.int64],
    equal: NDArray[np.bool_],
) -> None:
    """Add the rows of each place to *counts*, block by block."""
    size = max(_BLOCK // column.dtype.itemsize, 1)
    for start in range(0, len(column), size):
        block = np.ascontiguousarray(column[start : start + size])
        hit = equal[: len(block)]
        if block.dtype.kind == "f":
            np.isnan(block, out=hit)
            counts[blank] += np.count_nonzero(hit)
            _count_values(block, places, counts, hit)
            continue
        # The range of whole numbers is found in less time than one level is counted.
        low, high = int(block.min()), int(block.max())
        if _BYTE.min <= low <= high <= _BYTE.max:
            block = block.astype(np.int8, copy=False)
        there = [(value, cell) for value, cell in places if low <= value <= high]
        if len(there) <= high - low:
            _count_values(block, there, counts, hit)
            continue
        # Every number of the range has a place: the rest of the rows have the last.
        before = counts.sum()
        _count_values(block, there[:-1], counts, hit)
        counts[there[-1][1]] += len(block) - (counts.sum() - before)


def _count_values(
    block: NDArray[np.number],
    places: Places,
    counts: NDArray[np.int64],
    hit: NDArray[np.bool_],
) -> None:
    for value, cell in places:
        np.equal(block, value, out=hit)
        counts[cell] += np.count_nonzero(hit)
