"""The table of a banner: cells that print beside each other, with letters and bases."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from likertkit._text import Grid, counted, format_figure, spelled_alike
from likertkit.results._record import comparable
from likertkit.tables._cell_row import CellTable

if TYPE_CHECKING:
    from likertkit.tables._cell_row import CellRow

_MARK = "†"
_Column = tuple[str, bool, object]


def _column_key(cell: CellRow) -> _Column:
    # True is no 1.
    return cell.span, isinstance(cell.column, bool), comparable(cell.column)


def _span_lines(columns: list[CellRow]) -> list[list[tuple[str, int]]]:
    """Return the lines above the columns: their spans, and outer values of nested spans.

    Above the column of everybody, which has the name of its span, nothing stands.
    """
    depth = max((len(c.column) for c in columns if isinstance(c.column, tuple)), default=1)
    lines = []
    for level in range(depth):
        above = []
        for cell in columns:
            values = cell.column if isinstance(cell.column, tuple) else (cell.column,)
            # The value before the last stands on the line just above it.
            outer = values[: max(level - depth + len(values), 0)] if level else ()
            text = format_figure(outer[-1]) if outer else "" if level else cell.span
            above.append((cell.span, outer, "" if cell.span == cell.column else text))
        lines.append([(key[-1], len(list(same))) for key, same in groupby(above)])
    return lines


def _behind(cell: CellRow) -> str:
    """Return what stands behind a figure: its letters, or a mark that there is a note."""
    return (_MARK if cell.note else "") + (f" {cell.letters}" if cell.letters else "")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BannerTable(CellTable):
    """Items by columns of respondents.

    Attributes
    ----------
    column_letters : tuple of (str, object, str)
        The span, the column and its letter, for each column that has a letter: those of spans of
        several columns, but where each is compared with the rest.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale(positive="high"))])
    >>> frame = pd.DataFrame({"clear": [1, 2] * 20 + [4, 5] * 20, "ward": ["e"] * 40 + ["w"] * 40})
    >>> table = lk.banner(lk.Responses(frame, trial), "ward")
    >>> table.column_letters
    (('ward', 'e', 'A'), ('ward', 'w', 'B'))
    >>> cell = table["clear", "Top box", "ward", "w"]
    >>> cell.value, cell.base, cell.letters
    (1.0, 40, 'A')
    """

    column_letters: tuple[tuple[str, object, str], ...] = ()
    _weighted: bool = attrs.field(default=False, alias="_weighted")

    def _grid(self) -> Grid:
        columns: dict[_Column, CellRow] = {}
        room: dict[_Column, int] = {}
        # The rows of each item, in each part of the table.
        blocks: dict[tuple[str, ...], dict[str, dict[_Column, CellRow]]] = {}
        for cell in self.rows:
            key = _column_key(cell)
            columns.setdefault(key, cell)
            room[key] = max(room.get(key, 0), len(_behind(cell)))
            names = (*(format_figure(value) for _, value in cell.by), cell.item)
            blocks.setdefault(names, {}).setdefault(cell.row, {})[key] = cell
        bases = {
            names: self._bases(next(iter(rows.values())), room) for names, rows in blocks.items()
        }
        alike = len(set(bases.values())) == 1
        nameless = ("",) * (len(self.by) + 1)
        lines: list[tuple[str, ...]] = (
            [(*nameless, *base) for base in next(iter(bases.values()))] if alike else []
        )
        for names, rows in blocks.items():
            texts: list[tuple[str, ...]] = [
                (label, *(self._text(cells.get(key), room[key]) for key in columns))
                for label, cells in rows.items()
            ]
            texts += () if alike else bases[names]
            # A name stands at the first of its rows.
            lines += [
                (*(nameless if number else names), *text) for number, text in enumerate(texts)
            ]
        header = (*self.by, "item", "", *self._heads(list(columns.values())))
        n_keys = len(self.by) + 2
        return Grid(
            header,
            tuple(lines),
            right=tuple(place >= n_keys for place in range(len(header))),
            n_keys=n_keys,
            wrapped=True,
            spans=tuple(((("", n_keys), *line)) for line in _span_lines(list(columns.values()))),
        )

    def _heads(self, columns: list[CellRow]) -> list[str]:
        """Return the head of each column: its value, or the last of its values, and its letter."""
        letters = {
            (span, isinstance(column, bool), comparable(column)): letter
            for span, column, letter in self.column_letters
        }
        ends = [c.column[-1] if isinstance(c.column, tuple) else c.column for c in columns]
        # Quotes show the space behind a name.
        quoted = {text for texts in spelled_alike(ends) for text in texts}
        heads = []
        for cell, end in zip(columns, ends, strict=True):
            name = repr(end) if isinstance(end, str) and end in quoted else format_figure(end)
            letter = letters.get(_column_key(cell))
            heads.append(f"{name} ({letter})" if letter else name)
        return heads

    def _text(self, cell: CellRow | None, room: int) -> str:
        """Return a figure, and in some room behind it its letters, or a mark of its note."""
        if cell is None:
            return ""
        # Figures stand below each other, whatever letters some of them have.
        return f"{cell.value_text(self.decimals)}{_behind(cell):<{room}}"

    def _bases(
        self, cells: dict[_Column, CellRow], room: dict[_Column, int]
    ) -> tuple[tuple[str, ...], ...]:
        """Return the lines of the bases: the unweighted base alone where there are no weights."""
        names = {"base": "Base"}
        if self._weighted:
            names |= {"weighted_base": "Weighted base", "effective_base": "Effective base"}
        texts = {key: cell.as_text(self.decimals, names) for key, cell in cells.items()}
        return tuple(
            (label, *(texts[key][name] + " " * room[key] if key in texts else "" for key in room))
            for name, label in names.items()
        )

    def _footer(self) -> tuple[str, ...]:
        """Return the notes of the table, then the reasons of the marked cells."""
        places: dict[str, int] = {}
        for cell in self.rows:
            if cell.note:
                places[cell.note] = places.get(cell.note, 0) + 1
        marked = (f"{_MARK} {note} ({counted(n, 'cell')})." for note, n in places.items())
        return (*self.notes, *marked)
