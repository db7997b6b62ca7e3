"""Tables as workbooks, in which no cell is a formula."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from likertkit._text import display_width
from likertkit.errors import MissingExtraError
from likertkit.results.documents._printed import cell_number, plain_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._text import Grid
    from likertkit.results.documents._printed import PrintedTable

# The same table gives the same bytes on any day.
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_UNITS = 32_767
_WIDEST = 60
_LEAST_WIDTH = 8


@attrs.frozen
class Sheet:
    """A sheet of a workbook.

    Attributes
    ----------
    name : str
        Its name, as a workbook takes it.
    tables : tuple of PrintedTable
        What it holds, one below the other.
    """

    name: str
    tables: tuple[PrintedTable, ...]


@attrs.frozen
class Index:
    """The first sheet of a workbook: a line for each of the others.

    Attributes
    ----------
    title : str
        What stands above it.
    header : tuple of str
        The heads of its columns.
    lines : tuple of tuple of (str or int)
        What it says of each sheet: the first cell leads to the sheet.
    sheets : tuple of str
        The names of the sheets.
    notes : tuple of str
        The paragraphs that follow them.
    """

    title: str
    header: tuple[str, ...]
    lines: tuple[tuple[str | int, ...], ...]
    sheets: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its sheet."""
        return "Index"


def _text(text: str) -> str:
    """Return a text that a cell can hold."""
    line = plain_line(text)
    if len(line.encode("utf-16-le")) // 2 <= _MOST_UNITS:
        return line
    return line[: _MOST_UNITS // 2 - 1] + "…"


class _Writer:
    """A workbook that is being written."""

    def __init__(self) -> None:
        try:
            import xlsxwriter  # type: ignore[import-untyped]
        except ImportError as error:
            raise MissingExtraError("Writing a workbook", "XlsxWriter", "office") from error
        self.file = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        }
        self.book: Any = xlsxwriter.Workbook(self.file, options)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def form(self, **options: object) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(options.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(options)
        return self._formats[key]

    def table(self, sheet: Any, table: PrintedTable, at: int) -> tuple[int, int]:
        """Write a table from a row on; return the row below it and the one of its first cells."""
        grid = table.grid
        sheet.write_string(at, 0, _text(table.title), self.form(bold=True))
        row = at + 2
        row = self._spans(sheet, grid, row)
        for j, (head, right) in enumerate(zip(grid.header, grid.right, strict=True)):
            align = "right" if right else "left"
            head_form = self.form(bold=True, align=align, bottom=1, top=1, text_wrap=True)
            sheet.write_string(row, j, _text(head), head_form)
        first = row + 1
        values = grid.values or ((None,) * len(grid.header),) * len(grid.rows)
        for row, (cells, raw) in enumerate(zip(grid.rows, values, strict=True), first):
            for j, (text, value, right) in enumerate(zip(cells, raw, grid.right, strict=True)):
                number = cell_number(text, value) if right else None
                if number is not None:
                    sheet.write_number(
                        row, j, number.value, self.form(num_format=number.form, align="right")
                    )
                elif text:
                    align = "right" if right else "left"
                    sheet.write_string(row, j, _text(text), self.form(align=align))
        below = first + len(grid.rows)
        for note in table.notes:
            below += 1
            sheet.write_string(below, 0, _text(note), self.form(italic=True))
        return below + 1, first

    def _spans(self, sheet: Any, grid: Grid, row: int) -> int:
        """Write what stands above the header; return the row below."""
        for line in grid.span_starts:
            for text, start, n in line:
                above = self.form(bold=True, align="center", bottom=1, text_wrap=True)
                if text and n > 1:
                    sheet.merge_range(row, start, row, start + n - 1, "", above)
                if text:
                    sheet.write_string(row, start, _text(text), above)
            row += 1
        return row

    def widths(self, sheet: Any, tables: Sequence[PrintedTable]) -> None:
        """Make the columns as wide as what they hold."""
        widths: dict[int, int] = {}
        for table in tables:
            lines = [table.grid.header, *table.grid.rows]
            for j, column in enumerate(zip(*lines, strict=True)):
                most = max(map(display_width, column))
                widths[j] = max(widths.get(j, _LEAST_WIDTH), most)
        for j, width in widths.items():
            sheet.set_column(j, j, min(width, _WIDEST) + 2)

    def content(self) -> bytes:
        """Return the bytes of the file."""
        self.book.set_properties({"created": CREATED})
        self.book.close()
        return self.file.getvalue()


def workbook(sheets: Sequence[Sheet], index: Index | None = None) -> bytes:
    """Return a workbook of tables, an index first where there is one."""
    writer = _Writer()
    if index is not None:
        _write_index(writer, index)
    for part in sheets:
        sheet = writer.book.add_worksheet(part.name)
        at = 0
        for k, table in enumerate(part.tables):
            at, first = writer.table(sheet, table, at)
            at += 1
            if k == 0:
                sheet.freeze_panes(first, min(table.grid.n_keys, len(table.grid.header) - 1))
        writer.widths(sheet, part.tables)
    return writer.content()


def _write_index(writer: _Writer, index: Index) -> None:
    sheet = writer.book.add_worksheet(index.name)
    bold = writer.form(bold=True)
    sheet.write_string(0, 0, _text(index.title), bold)
    for j, head in enumerate(index.header):
        sheet.write_string(2, j, head, writer.form(bold=True, bottom=1))
    for i, (line, name) in enumerate(zip(index.lines, index.sheets, strict=True), 3):
        for j, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(i, j, value)
            else:
                sheet.write_string(i, j, _text(value), writer.form(text_wrap=True, valign="top"))
        quoted = name.replace("'", "''")
        # An address inside the workbook is no formula, and leads to no other file.
        link = writer.book.get_default_url_format()
        sheet.write_url(i, 0, f"internal:'{quoted}'!A1", link, _text(str(line[0])))
    for i, note in enumerate(index.notes, 4 + len(index.lines)):
        sheet.write_string(i, 0, _text(note), writer.form(italic=True))
    for j, width in enumerate((32, 60, 8, 80)):
        sheet.set_column(j, j, width)
