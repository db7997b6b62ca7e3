"""Counting whole columns: each is read from memory once, whatever its number of levels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Places = Sequence[tuple[float, int]]

# Bytes that are 0 or 1 add up so often without a carry, eight of them in a word of 64 bits.
_MOST_ADDED = 255
_RUN = 8 * _MOST_ADDED
# Bytes of a column that stay in the processor's cache while its levels are counted.
_BLOCK = 256 * _RUN
# Up to so many rows a call costs more than the counting: columns alike are counted together.
_FEW_ROWS = 1 << 11
# From so many cells on a second thread is worth its start: NumPy compares without Python's lock.
_MANY_CELLS = 1 << 20
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
        waiting = list(range(len(columns)))
        lock = Lock()

        def take() -> int | None:
            with lock:
                return waiting.pop() if waiting else None

        def count_waiting() -> None:
            equal = np.empty(min(_BLOCK, n_rows), dtype=np.bool_)
            while (j := take()) is not None:
                _count_column(columns[j], places[j], blanks[j], counts[j], equal)

        if n_rows * len(columns) < _MANY_CELLS:
            count_waiting()
        else:
            # Whichever is free takes the next column: the machine may have no second core to give.
            with ThreadPoolExecutor(1) as second:
                done = second.submit(count_waiting)
                count_waiting()
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
            counts[alike, cell] += (table == value).sum(axis=1)
        if table.dtype.kind == "f":
            counts[alike, blanks[alike[0]]] += np.isnan(table).sum(axis=1)


def _count_column(
    column: NDArray[np.number],
    places: Places,
    blank: int,
    counts: NDArray[np.int64],
    equal: NDArray[np.bool_],
) -> None:
    """Add the rows of each place to *counts*, block by block."""
    for start, stop in _blocks(len(column), column.dtype.itemsize):
        block = np.ascontiguousarray(column[start:stop])
        hit = equal[: stop - start]
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
        last = there.pop()[1]
        counts[last] += len(block) - _count_values(block, there, counts, hit)


def _blocks(n_rows: int, itemsize: int) -> Iterator[tuple[int, int]]:
    """Yield the first row of each block and the row after it: as few blocks as the cache holds."""
    most = max(_BLOCK // itemsize, 1)
    n_blocks = -(-n_rows // most)
    size = min(-(-n_rows // (n_blocks * _RUN)) * _RUN, most)
    for start in range(0, n_rows, size):
        yield start, min(start + size, n_rows)


def _count_values(
    block: NDArray[np.number],
    places: Places,
    counts: NDArray[np.int64],
    hit: NDArray[np.bool_],
) -> int:
    """Add the rows of each value to *counts*, and return how many these are.

    Truths are added eight at once, as the bytes of a word, which takes half the time of NumPy's
    own count.
    """
    n_runs = len(hit) // _RUN
    words = hit[: n_runs * _RUN].view(np.uint64).reshape(n_runs, _MOST_ADDED)
    rest = hit[n_runs * _RUN :]
    sums = np.empty(n_runs, dtype=np.uint64)
    eighths = sums.view(np.uint8)
    total = 0
    for value, cell in places:
        np.equal(block, value, out=hit)
        np.add.reduce(words, axis=1, out=sums)
        count = int(np.add.reduce(eighths)) + int(np.count_nonzero(rest))
        counts[cell] += count
        total += count
    return total
