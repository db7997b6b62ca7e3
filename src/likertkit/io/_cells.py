"""The cells of a column: each different one held once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io.files._sheet import as_text, is_blank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.io.files._sheet import Cell, Coded

_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?![.\d]).*|\d{1,2}:\d{2}.*|"
    r"(?:[^\W\d_]{3,9}\.?,? )?\d{1,2}[ -][^\W\d_]{3,9}[ -]\d{2,4}\b.*|"
    r"[^\W\d_]{3,9} \d{1,2}, \d{4}\b.*"
)


@attrs.frozen(eq=False, slots=False)
class Cells:
    """The cells of a column.

    Attributes
    ----------
    places : array of int
        The place of each cell in `values`; -1 where nothing can be seen in it.
    values : tuple
        The different cells.
    """

    places: NDArray[np.intp]
    values: tuple[Cell, ...]

    @classmethod
    def from_coded(cls, coded: Coded) -> Cells:
        """Return the cells of a column, whole numbers as such."""
        places, values = coded.places, coded.values
        if float in set(map(type, values)):
            values = [_as_whole(value) for value in values]
        blank = [k for k, value in enumerate(values) if is_blank(value) or value != value]  # noqa: PLR0124 - NaN
        if blank:
            moved = np.full(len(values) + 1, -1, dtype=np.intp)
            seen = np.delete(np.arange(len(values)), blank)
            moved[seen] = np.arange(len(seen))
            places, values = moved[places], [values[k] for k in seen.tolist()]
        return cls(places, tuple(values))

    @property
    def given(self) -> NDArray[np.bool_]:
        """Which cells hold something."""
        given: NDArray[np.bool_] = self.places >= 0
        return given

    @cached_property
    def counts(self) -> tuple[tuple[Cell, int], ...]:
        """Each different cell and how often it stands, the most frequent first.

        Cells that stand nowhere are left out.  True and 1, which are equal in Python, are two.
        """
        times = np.bincount(self.places[self.given], minlength=len(self.values)).tolist()
        pairs = [(value, n) for value, n in zip(self.values, times, strict=True) if n]
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    @property
    def n(self) -> int:
        """The number of cells that hold something."""
        return int(np.count_nonzero(self.given))

    @cached_property
    def texts(self) -> Counter[str]:
        """The different cells as normalised text, and how often each stands."""
        texts: Counter[str] = Counter()
        for value, times in self.counts:
            texts[normalize_label(as_text(value))] += times
        return texts

    def at(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Cells:
        """Return the cells of some rows."""
        return Cells(self.places[rows], self.values)

    def among(self, texts: frozenset[str]) -> NDArray[np.bool_]:
        """Return which cells are one of these normalised texts."""
        known = [normalize_label(as_text(value)) in texts for value in self.values]
        found: NDArray[np.bool_] = np.array([*known, False])[self.places]
        return found

    def to_array(self) -> NDArray[np.object_]:
        """Return the cells as objects, None where nothing can be seen."""
        values = np.empty(len(self.values) + 1, dtype=object)
        values[:-1] = self.values
        return values[self.places]


def _as_whole(value: Cell) -> Cell:
    # A workbook has no whole numbers of its own; a spreadsheet shows 5.0 as 5.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_date_text(text: str) -> bool:
    """Return whether a text begins as a date or a time of day does."""
    return bool(_DATE.fullmatch(text))


def is_figure(cell: str) -> bool:
    """Return whether a cell holds a number, a date or a time of day."""
    return read_number(normalize_label(cell)) is not None or bool(_DATE.fullmatch(cell.strip()))


def is_date_cell(cell: Cell) -> bool:
    """Return whether a cell holds a date or a time of day."""
    return isinstance(cell, date | datetime) or (
        isinstance(cell, str) and bool(_DATE.fullmatch(cell.strip()))
    )
