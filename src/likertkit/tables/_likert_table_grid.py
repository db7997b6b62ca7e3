"""A table of items, levels and groups, and how its cells stand beside and below each other."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import attrs

from likertkit._text import (
    Grid,
    display_width,
    format_percentage,
    join_words,
    percentage_decimals,
    wrap_text,
)
from likertkit._text._width import shorten, widest_word
from likertkit.estimate._percentages import sums_note
from likertkit.results._record import comparable
from likertkit.results._table import line_width
from likertkit.tables._cell_row import CellRow, CellTable
from likertkit.tables._printed_columns import PrintedColumn, mean_sd, with_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.estimate._percentages import ItemParts

BLANK = "blank"
# More levels are printed in rows.
_MOST_ACROSS = 7
_LEAST_TEXT = 18
_GAP = 2
_UNDEFINED = "–"
# So many sets of percentages are named one by one with their sums.
_MOST_PLACES = 6
# Sums of decimals such as 33.3 are off in their last bits.
_ROUNDING = 1e-6
# So much of an item's text names it in a note.
_MOST_IN_NOTES = 40


class LikertColumn(NamedTuple):
    """A column of respondents.

    Attributes
    ----------
    span, column : str, object
        As the cells of the column have them.
    heading : str
        What stands above it and its neighbours; empty for nothing.
    head : str
        What stands above it alone.
    """

    span: str
    column: object
    heading: str
    head: str


class ItemText(NamedTuple):
    """How an item is named in print.

    Attributes
    ----------
    name, text : str
        Its name, and its text or, without one, its name.
    labels : tuple of str
        The levels as the rows of the cells name them.
    heads : tuple of str
        The levels as they print: with their codes, where some have no label.
    """

    name: str
    text: str
    labels: tuple[str, ...]
    heads: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LikertCell(CellRow):
    """A cell that knows whether it is the share of a level: a label may be any word."""

    _is_level: bool = attrs.field(default=False, alias="_is_level")

    def is_level(self) -> bool:
        """Return whether the value is the share of a level."""
        return self._is_level


class _Line(NamedTuple):
    """A line of an item: its label, what lines of its kind are, and a text a column."""

    label: str
    span: str
    cells: tuple[str | None, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LikertTable(CellTable):
    """Items with n (%) of each level, valid and missing answers, mean and standard deviation.

    Levels stand beside each other where there is one column of respondents and the items share
    up to seven levels; else each level is a row, and the columns of respondents stand beside.

    Attributes
    ----------
    items : tuple of ItemText
        How items and levels print.
    groups : tuple of LikertColumn
        The columns of respondents.
    parts : tuple of (LikertColumn, ItemParts)
        What percentages are made of.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale((1, 2, 3), labels={1: "No", 2: "Partly", 3: "Yes"})
    >>> trial = lk.Instrument("trial", [lk.Item("goal", scale)])
    >>> table = lk.likert_table(lk.Tally.from_counts({"goal": {1: 1, 2: 2, 3: 5}}, trial))
    >>> [cell.row for cell in table if cell.base == 8][::2]
    ['No', 'Partly', 'Yes', 'Valid n', 'Mean']
    """

    rows: tuple[LikertCell, ...]
    items: tuple[ItemText, ...]
    groups: tuple[LikertColumn, ...]
    parts: tuple[tuple[LikertColumn, ItemParts], ...]

    def _shown(self) -> tuple[list[ItemText], list[LikertColumn]]:
        """Return the items and the columns that the table has cells of."""
        items = {row.item for row in self.rows}
        columns = {(row.span, row.column) for row in self.rows}
        return (
            [item for item in self.items if item.name in items],
            [column for column in self.groups if (column.span, column.column) in columns],
        )

    def _grid(self) -> Grid:
        return self._laid_out(None)

    def _laid_out(self, width: int | None) -> Grid:
        """Return the grid; with a *width* the texts of items take several lines."""
        items, columns = self._shown()
        levels = {item.labels for item in items}
        across = len(columns) == 1 and len(levels) == 1 and len(*levels) <= _MOST_ACROSS
        layout = self._across if across else self._down
        return layout(items, columns, width)

    def _item_lines(
        self, item: ItemText, columns: Sequence[LikertColumn], reasons: Sequence[str]
    ) -> list[_Line]:
        """Return the lines of an item: levels, valid and missing answers, mean, boxes."""
        lines = [
            _Line(
                head,
                "n (%)",
                self._texts(item, columns, (label, f"{label}, n"), self._level, is_level=True),
            )
            for label, head in zip(item.labels, item.heads, strict=True)
        ]
        lines.append(_Line("Valid n", "", self._texts(item, columns, ("Valid n",), _whole)))
        for reason in reasons:
            texts = self._texts(item, columns, (f"Missing: {reason}",), _whole)
            lines.append(_Line(reason, "Missing", texts))
        lines.append(_Line("M (SD)", "", self._texts(item, columns, ("Mean", "SD"), _moments)))
        boxes = ("Top box", "Bottom box", "Net")
        return [
            *lines,
            *(_Line(box, "", self._texts(item, columns, (box,), self._share)) for box in boxes),
        ]

    def _texts(
        self,
        item: ItemText,
        columns: Sequence[LikertColumn],
        rows: tuple[str, ...],
        write: Callable[..., str],
        *,
        is_level: bool = False,
    ) -> tuple[str | None, ...]:
        """Return the text of a line in each column; None where the table has no such cell."""
        texts: list[str | None] = []
        for column in columns:
            place = (item.name, column.span, comparable(column.column))
            cells = [
                self._cells_by_place.get((*place, row, is_level and k == 0))
                for k, row in enumerate(rows)
            ]
            texts.append(None if cells[0] is None else write(*cells))
        return tuple(texts)

    @cached_property
    def _cells_by_place(self) -> dict[tuple[str, str, object, str, bool], LikertCell]:
        """The cells by item, span, column, row and whether they are the share of a level."""
        return {
            (cell.item, cell.span, comparable(cell.column), cell.row, cell.is_level()): cell
            for cell in self.rows
        }

    def _decimals(self, base: int) -> int:
        asked = self.decimals.percentages
        return percentage_decimals(base) if asked is None else asked

    def _share(self, cell: CellRow) -> str:
        return format_percentage(cell.value, self._decimals(cell.base))

    def _level(self, share: CellRow, count: CellRow | None) -> str:
        if math.isnan(share.value) or count is None:
            return self._share(share)
        return f"{count.value:.0f} ({self._share(share)})"

    def _reasons(self, items: Sequence[ItemText]) -> list[str]:
        """Return why answers to some items are missing, where any is."""
        names = {item.name for item in items}
        start = "Missing: "
        return list(
            dict.fromkeys(
                cell.row.removeprefix(start)
                for cell in self.rows
                if cell.item in names
                and cell.row.startswith(start)
                and not cell.is_level()
                and cell.value > 0
            )
        )

    def _across(
        self, items: Sequence[ItemText], columns: Sequence[LikertColumn], width: int | None
    ) -> Grid:
        """Return a row an item, the levels beside each other."""
        reasons = self._reasons(items)
        lines = [self._item_lines(item, columns, reasons) for item in items]
        kept = [
            place
            for place in range(len(lines[0]))
            if any(its[place].cells[0] is not None for its in lines)
        ]
        body = [
            (item.text, [tuple(its[place].cells[0] for place in kept)])
            for item, its in zip(items, lines, strict=True)
        ]
        heads = [f"{lines[0][place].span} {lines[0][place].label}" for place in kept]
        texts, cells = _wrapped(body, _room(width, heads, [rows[0] for _, rows in body]))
        printed = [
            PrintedColumn(lines[0][place].label, [row[k] for row in cells], lines[0][place].span)
            for k, place in enumerate(kept)
        ]
        keys = Grid(("Item",), tuple((text,) for text in texts), right=(False,))
        return with_columns(keys, printed)

    def _down(
        self, items: Sequence[ItemText], columns: Sequence[LikertColumn], width: int | None
    ) -> Grid:
        """Return a row a level, the columns of respondents beside each other."""
        body = []
        for item in items:
            rows: list[tuple[str | None, ...]] = []
            for line in self._item_lines(item, columns, self._reasons([item])):
                if any(text is not None for text in line.cells):
                    label = f"Missing: {line.label}" if line.span == "Missing" else line.label
                    first, *others = (
                        wrap_text(label, _usual_room(width), "  ") if width else [label]
                    )
                    rows.append((first, *line.cells))
                    rows += [(part, *[""] * len(columns)) for part in others]
            body.append((item.text, rows))
        heads = ["", *(f"{column.heading} {column.head}" for column in columns)]
        room = _room(width, heads, [row for _, rows in body for row in rows])
        texts, cells = _wrapped(body, room)
        keys = Grid(
            ("Item", ""),
            tuple((text, row[0]) for text, row in zip(texts, cells, strict=True)),
            right=(False, False),
            n_keys=2,
        )
        printed = [
            PrintedColumn(column.head, [row[k] for row in cells], column.heading)
            for k, column in enumerate(columns, start=1)
        ]
        return with_columns(keys, printed)

    def to_text(self, width: int | None = None) -> str:
        """Return the table as text, in which the text of an item takes several lines.

        Parameters
        ----------
        width : int, optional
            Columns of text; by default those of the terminal.

        Returns
        -------
        str
            The title, the rows and the notes.
        """
        width = line_width(width)
        notes = [line for note in self._footer() for line in wrap_text(note, width, "  ")]
        table = [*wrap_text(self.title, width), self._laid_out(width).to_text(width)]
        return "\n".join([*table, *([""] if notes else []), *notes])

    def _footer(self) -> tuple[str, ...]:
        """Return the notes, why figures are undefined, and what percentages add up to."""
        items, columns = self._shown()
        # A sentence goes on behind the name.
        names = {item.name: shorten(item.text.rstrip("."), _MOST_IN_NOTES) for item in items}
        heads = {(column.span, comparable(column.column)): self._head(column) for column in columns}
        places: dict[str, dict[str, None]] = {}
        for cell in self.rows:
            if cell.note:
                head = heads[cell.span, comparable(cell.column)]
                place = " / ".join(filter(None, (head, names[cell.item])))
                places.setdefault(cell.note, {})[place] = None
        undefined = [f"{join_words(list(where))}: {note}." for note, where in places.items()]
        bases = {
            (cell.item, cell.span, comparable(cell.column)): cell.base
            for cell in self.rows
            if cell.is_level() and cell.base
        }
        parts, decimals = [], []
        for column, part in self.parts:
            base = bases.get((part.item, column.span, comparable(column.column)))
            if base is not None:
                head = self._head(column)
                by = (("", head),) if head else ()
                parts.append(attrs.evolve(part, by=by, item=names[part.item]))
                decimals.append(self._decimals(base))
        added = _sums(parts, decimals)
        return (*self.notes, *undefined, *([added] if added else []))

    def _head(self, column: LikertColumn) -> str:
        """Return how a note names a column of respondents; empty where there is no other."""
        if len(self.groups) == 1:
            return ""
        nested = " × " in column.span or column.span == "Total"
        return (", " if nested else ": ").join(filter(None, (column.heading, column.head)))


def _sums(parts: Sequence[ItemParts], decimals: Sequence[int]) -> str:
    """Return what rounded percentages add up to, place by place where these are few."""
    added = sums_note(parts, decimals, "nearest")
    sums = [
        sum(part.rounded(digits, "nearest")) for part, digits in zip(parts, decimals, strict=True)
    ]
    odd = [total for total in sums if abs(total - 100) > _ROUNDING]
    if len(odd) <= _MOST_PLACES:
        return added
    digits = max(decimals)
    return (
        f"Of {len(sums)} sets of rounded percentages {len(odd)} do not add up to 100 %, but to "
        f"{min(odd):.{digits}f} to {max(odd):.{digits}f} %."
    )


def _whole(cell: CellRow) -> str:
    return f"{cell.value:.0f}"


def _moments(mean: CellRow, sd: CellRow | None) -> str:
    return mean_sd(mean.value, math.nan if sd is None else sd.value)


def _usual_room(width: int) -> int:
    return max(_LEAST_TEXT, width * 3 // 10)


def _room(
    width: int | None, heads: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> int | None:
    """Return how wide the texts of items are: what the other columns leave, if it is enough."""
    if width is None:
        return None
    left = width - sum(
        max(widest_word(head), *(display_width(row[k] or "") for row in rows)) + _GAP
        for k, head in enumerate(heads)
    )
    return min(left, width // 2) if left >= _LEAST_TEXT else _usual_room(width)


def _wrapped(
    body: Sequence[tuple[str, Sequence[tuple[str | None, ...]]]], room: int | None
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the first column and the other cells of each line.

    With *room* for so many characters the text of an item goes on beside its further lines, and
    below them.
    """
    texts: list[str] = []
    lines: list[tuple[str, ...]] = []
    for text, rows in body:
        parts = [text] if room is None else wrap_text(text, room)
        cells = [tuple(_UNDEFINED if cell is None else cell for cell in row) for row in rows]
        n = max(len(parts), len(cells))
        texts += [*parts, *[""] * (n - len(parts))]
        lines += [*cells, *[("",) * len(cells[0])] * (n - len(cells))]
    return texts, lines
