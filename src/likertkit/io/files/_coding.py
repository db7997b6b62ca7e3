"""Columns of cells, each different cell held once, made while the rows come in."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.io.files._sheet import Coded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.io.files._sheet import Cell

# So few rows stay in the processor's cache while their columns are coded.
_AT_ONCE = 200


@attrs.frozen(eq=False)
class _Truth:
    """Stands for True or False, which are equal to 1 and 0 in Python."""

    value: bool


_TRUTHS = {value: _Truth(value) for value in (True, False)}


class _Places(dict["Cell | _Truth", int]):
    """The place of each different cell, in the order in which they come."""

    def __missing__(self, cell: Cell | _Truth) -> int:
        place = self[cell] = len(self)
        return place


class _Coder:
    """Codes a column, some cells at a time."""

    def __init__(self) -> None:
        self.known = _Places()
        self.parts: list[NDArray[np.intp]] = []

    def add(self, cells: Sequence[Cell]) -> None:
        """Code some more cells."""
        known = self.known
        n_known = len(known)
        places = self._code(cells)
        if (1 in known or 0 in known) and bool in set(map(type, cells)):
            for _ in range(len(known) - n_known):
                known.popitem()
            places = self._code([_TRUTHS[c] if isinstance(c, bool) else c for c in cells])
        self.parts.append(places)

    def _code(self, cells: Sequence[Cell | _Truth]) -> NDArray[np.intp]:
        return np.fromiter(map(self.known.__getitem__, cells), dtype=np.intp, count=len(cells))

    def coded(self) -> Coded:
        """Return the column."""
        values = [cell.value if isinstance(cell, _Truth) else cell for cell in self.known]
        none: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        return Coded(np.concatenate([none, *self.parts]), values)


def code_rows(
    rows: Iterator[Sequence[Cell]], width: int, say: Callable[[int], None]
) -> list[Coded]:
    """Return the columns of rows that are all *width* cells wide.

    *say* is told how many rows have been coded.
    """
    coders = [_Coder() for _ in range(width)]
    n_rows = 0
    while some := list(islice(rows, _AT_ONCE)):
        for coder, cells in zip(coders, zip(*some, strict=True), strict=True):
            coder.add(cells)
        n_rows += len(some)
        say(n_rows)
    return [coder.coded() for coder in coders]


def code_cells(cells: Sequence[Cell]) -> Coded:
    """Return a column of any cells."""
    coder = _Coder()
    coder.add(cells)
    return coder.coded()


def code_texts(texts: pd.Series) -> Coded:
    """Return a column of texts and missing values."""
    import pandas as pd

    places, values = pd.factorize(texts)
    return Coded(places, values.tolist())
