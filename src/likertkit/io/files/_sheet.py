"""The cells of a file, before anything is known of them, and what was decided to read them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import attrs

from likertkit.instrument._labels import normalize_label
from likertkit.results._record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from likertkit._text import Progress

Cell = str | int | float | bool | datetime | date | time | timedelta | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Decision(Record):
    """A decision that was taken to read a file.

    Attributes
    ----------
    about : str
        What was decided, such as ``encoding``.
    decision : str
        What it is, and why.
    """

    formats: ClassVar[dict[str, str]] = {}

    about: str
    decision: str


@attrs.define
class Log:
    """The decisions taken so far, in order."""

    decisions: list[Decision] = attrs.field(factory=list)

    def say(self, about: str, decision: str) -> None:
        """Add a decision."""
        self.decisions.append(Decision(about=about, decision=decision))


class Coded(NamedTuple):
    """A column of cells.

    Attributes
    ----------
    places : array of int
        The place of each cell in `values`; -1 for a missing value.
    values : list
        The different cells; True and 1 are two, 1 and 1.0 one.
    """

    places: NDArray[np.intp]
    values: list[Cell]


@attrs.frozen
class Sheet:
    """The rows of a file.

    Attributes
    ----------
    rows : list of list
        The cells of the first rows, among them the headings; an empty cell is ``""`` or None.
    lines : sequence of int
        The line of the file, or the row of the sheet, at which each of these begins, from 1.
    kind : {'text', 'vv', 'workbook'}
        What the file is; ``vv`` is LimeSurvey's export of that name.
    columns : function of (start, width, progress)
        Makes the columns of the rows from *start* on, *width* of them, and says how far it is.
    places : function of start
        Yields for each of these rows the line of the file, or the row of the sheet, at which it
        begins, and how many cells are written in it.
    other_sheets : tuple of str
        The sheets of a workbook that are not read.
    n_separators : function of start, or None
        Returns how many separators these rows of a text file have outside quotation marks.
    """

    rows: list[list[Cell]]
    lines: Sequence[int]
    kind: str
    columns: Callable[[int, int, Progress], list[Coded]]
    places: Callable[[int], Iterator[tuple[int, int]]]
    other_sheets: tuple[str, ...] = ()
    n_separators: Callable[[int], int] | None = None


def is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    if not isinstance(cell, str):
        return cell is None
    # A letter or a digit in front can be seen, whatever follows.
    return not (cell[:1].isalnum() or normalize_label(cell))


def as_text(cell: object) -> str:
    """Return a cell of a heading as text; whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def have_row_names(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether each row has a cell more than the headings, and begins with a name."""
    head, body = rows[0], [row for row in rows[1:] if not all(map(is_blank, row))]
    firsts = {as_text(row[0]) for row in body}
    return (
        len(body) > 1
        and all(len(row) == len(head) + 1 for row in body)
        and len(firsts - {""}) == len(body)
        and not all(is_blank(row[-1]) for row in body)
    )
