"""Rows of a file that need a word: short ones, totals, and lines below the answers."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.io._cells import Cells
    from likertkit.io._columns import Column
    from likertkit.io.files._sheet import Log, Sheet

_MOST_LAST = 3
_NEARLY_ALL = 0.8
_LONGEST_SHOWN = 60
_WORDS = re.compile(r"[^\W\d_]{2,}\W+(?:.*\W)?[^\W\d_]{2,}", re.DOTALL)
# What people write beside the figures below a table.
_TOTALS = frozenset(
    (
        "total", "totals", "grand total", "sum", "mean", "means", "average", "averages", "avg",
        "median", "sd", "std", "std dev", "std. dev.", "st. dev.", "standard deviation", "variance",
        "n", "count", "min", "max", "minimum", "maximum", "gesamt", "summe", "mittelwert",
        "durchschnitt", "standardabweichung", "moyenne", "somme", "media", "promedio", "suma",
        "gemiddelde", "totaal",
    )
)  # fmt: skip


@attrs.frozen(eq=False, slots=False)
class RowPlaces:
    """Where the rows of the body of a file begin; the file is read for it once, if at all.

    Attributes
    ----------
    sheet : Sheet
        The file.
    start : int
        The place of the first row of the body.
    """

    sheet: Sheet
    start: int

    @cached_property
    def _table(self) -> NDArray[np.intp]:
        rows = list(self.sheet.places(self.start))
        return np.array(rows, dtype=np.intp).reshape(-1, 2)

    @property
    def lines(self) -> NDArray[np.intp]:
        """The line of the file, or the row of the sheet, at which each row begins, from 1."""
        return self._table[:, 0]

    @property
    def widths(self) -> NDArray[np.intp]:
        """How many cells are written in each row."""
        return self._table[:, 1]

    @property
    def unit(self) -> str:
        """What is counted: lines of a text, or rows of a sheet."""
        return "row" if self.sheet.kind == "workbook" else "line"


def n_named(columns: Sequence[Column]) -> int:
    """Return how many columns there are up to the last with a heading."""
    return max((k for k, column in enumerate(columns, 1) if column.heading), default=0)


def find_footers(
    cells: Sequence[Cells],
    filled: NDArray[np.bool_],
    places: RowPlaces,
    width: int,
    log: Log,
) -> NDArray[np.intp]:
    """Return the last rows that are a sentence below the answers, such as the source.

    Their only cell is the first and holds words; and either a blank row stands above them, or no
    other cell is written in them although all rows above have several.
    """
    footers: list[int] = []
    apart = False
    for row in np.flatnonzero(filled)[-_MOST_LAST:][::-1].tolist() if width > 2 else ():
        if apart or not _is_sentence(cells, row):
            break
        footers.append(row)
        apart = row > 0 and not filled[row - 1]
    footers.reverse()
    if footers and not apart and not _are_alone(places, footers, filled):
        footers = []
    for row in footers:
        text = as_text(cells[0].values[int(cells[0].places[row])])
        log.say(
            "lines below the answers",
            f"{places.unit} {places.lines[row]} set aside: {text[:_LONGEST_SHOWN]!r}",
        )
    return np.array(footers, dtype=np.intp)


def _is_sentence(cells: Sequence[Cells], row: int) -> bool:
    """Return whether the first cell of a row holds words, and no other cell holds anything."""
    given = [its for its in cells if its.given[row]]
    return given == [cells[0]] and bool(
        _WORDS.search(as_text(cells[0].values[int(cells[0].places[row])]))
    )


def _are_alone(places: RowPlaces, rows: Sequence[int], filled: NDArray[np.bool_]) -> bool:
    """Return whether a single cell is written in some last rows, and several in all above."""
    above = places.widths[: rows[0]][filled[: rows[0]]]
    return bool((places.widths[rows] == 1).all() and len(above) and above.min() > 1)


def say_short_rows(
    cells: Sequence[Cells],
    filled: NDArray[np.bool_],
    places: RowPlaces,
    width: int,
    log: Log,
) -> None:
    """Say how many rows have fewer cells than there are headings.

    Raises
    ------
    FileFormatError
        If nearly all have a single cell: the headings hold a separator, and the rows none.
    """
    n_separators = places.sheet.n_separators
    if n_separators is None or not width:
        return
    # A row that is short has no last cell, and makes the separators fewer; few files have one,
    # and the others are not read again.
    perhaps = filled & ~cells[width - 1].given
    even = {len(filled) * (n_cells - 1) for n_cells in (width, len(cells))}
    if not perhaps.any() or n_separators(places.start) in even:
        return
    if width > 1 and np.mean(places.widths[filled] == 1) > _NEARLY_ALL:
        raise FileFormatError(
            f"the headings are {width} cells wide, but nearly all rows have a single cell, so that "
            f"the file is not a table with this separator.",
            "name the separator, as in separator='semicolon', or check what the file is.",
        )
    short = np.flatnonzero(perhaps & (places.widths < width))
    if len(short):
        log.say(
            "short rows",
            f"{counted(len(short), 'row')} with fewer cells than the {width} headings, the first "
            f"in line {places.lines[short[0]]}: what is missing at their end counts as blank",
        )


def say_numbered_headings(columns: Sequence[Column], log: Log) -> None:
    """Say that all headings are numbers that do not count the columns."""
    numbers = [read_number(normalize_label(column.heading)) for column in columns if column.heading]
    counted_up = [number for number in numbers if number is not None]
    if len(counted_up) < len(numbers) or not numbers:
        return
    if counted_up not in [[*range(k, k + len(numbers))] for k in (0, 1)]:
        log.say(
            "to look at",
            "all headings are numbers: if they are answers, the first respondent is lost; put a "
            "row of headings above them",
        )


def say_totals(
    cells: Sequence[Cells], filled: NDArray[np.bool_], places: RowPlaces, log: Log
) -> None:
    """Say which of the last rows look like figures that somebody has put below the answers."""
    for row in np.flatnonzero(filled)[-_MOST_LAST:].tolist():
        texts = [
            normalize_label(as_text(its.values[int(its.places[row])]))
            for its in cells
            if its.given[row]
        ]
        if (
            len(texts) > 1
            and texts[0] in _TOTALS
            and all(read_number(text) is not None for text in texts[1:])
        ):
            log.say(
                "to look at",
                f"{places.unit} {places.lines[row]} begins with {texts[0]!r} and holds figures; "
                f"it counts as a respondent: if it sums up the rows above, delete it in the file",
            )
