"""Workbooks: XLSX, XLSB, XLS and ODS, by python-calamine."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, FileFormatError, MissingExtraError
from likertkit.io._sheet import Sheet, is_blank

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineWorkbook

    from likertkit.io._sheet import Cell, Log

# What a workbook of a survey never reaches: a file that does is made to fill the memory.
_MOST_BYTES = 1 << 30
_FIRST_ROWS = 300
_MOST_EXPANSION = 400
_SMALL = 1 << 24
_MOST_CELLS = 50_000_000
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d{1,9})"')
_WIDE_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{2,3})\d')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{5,})"')


def read_workbook(data: bytes, log: Log, *, sheet: str | None = None) -> Sheet:
    """Return the cells of a sheet of a workbook, the first with answers if none is named.

    Raises
    ------
    MissingExtraError
        If python-calamine is not installed.
    FileFormatError
        If the file is not a workbook, needs a password, expands beyond measure, or is empty.
    ArgumentError
        If there is no such sheet.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise MissingExtraError("Reading a workbook", "python-calamine", "io") from error
    _check_expansion(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = _choose(book, sheet)
        found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except ArgumentError:
        raise
    except Exception as error:
        raise FileFormatError(
            f"the workbook cannot be read: {error}.",
            "open it in a spreadsheet program and save it again as .xlsx, without a password.",
        ) from error
    others = [other for other in book.sheet_names if other != name]
    also = (
        f"; the sheets {join_words([repr(other) for other in others])} are not read"
        if others
        else ""
    )
    log.say("sheet", f"{name!r}, {counted(len(found), 'row')}{also}")
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in found[:_FIRST_ROWS]]
    if not any(not is_blank(cell) for row in found for cell in row):
        raise FileFormatError(
            f"the sheet {name!r} is empty.", "name the sheet with the answers: sheet='...'."
        )

    def body(start: int, width: int) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(found[start:], columns=range(width), dtype=object)

    return Sheet(rows, range(1, len(rows) + 1), "workbook", body)


def _cell(cell: object) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        # A workbook has no whole numbers of its own; a spreadsheet shows 5.0 as 5.
        return int(cell)
    return cell  # type: ignore[return-value]


def _choose(book: CalamineWorkbook, sheet: str | None) -> str:
    names = book.sheet_names
    if sheet is not None:
        if sheet not in names:
            raise ArgumentError(
                f"the workbook has no sheet {sheet!r}; it has {join_words([*map(repr, names)])}.",
                "name one of these, or leave `sheet=` out.",
            )
        return sheet
    for name in names:
        found = book.get_sheet_by_name(name)
        if found.total_height > 1:
            return name
    return names[0]


def _check_expansion(data: bytes) -> None:
    """Raise where the parts of a zip archive expand beyond what an export needs."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if total > _MOST_BYTES or (total > _SMALL and total / packed > _MOST_EXPANSION):
                raise FileFormatError(
                    f"the workbook would expand from {len(data):,} bytes to {total:,}, which no "
                    f"survey's export does.",
                    "check where the file comes from; export the answers again as CSV.",
                )
            for part in parts:
                if part.filename.startswith("xl/worksheets/") or part.filename == "content.xml":
                    _check_area(archive.read(part), part.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FileFormatError(
            f"the file begins like a workbook but is damaged: {error}.",
            "export or download it again.",
        ) from error


def _check_area(xml: bytes, name: str) -> None:
    """Raise where single cells lie so far apart that the area between them fills the memory."""
    n_rows = max(map(int, _ROW.findall(xml)), default=0)
    widest = max(_WIDE_CELL.findall(xml), key=lambda letters: (len(letters), letters), default=b"Z")
    n_columns = 0
    for letter in widest:
        n_columns = n_columns * 26 + letter - 64
    repeated = max(map(int, _REPEATED.findall(xml)), default=0)
    cells = n_rows * n_columns
    if cells > _MOST_CELLS and cells > 100 * max(1, xml.count(b"<c ")):
        raise FileFormatError(
            f"the sheet {name!r} spans {cells:,} cells, nearly all empty.",
            "delete what stands far below or right of the answers, and save the workbook again.",
        )
    if repeated > _MOST_CELLS:
        raise FileFormatError(
            f"the sheet repeats an empty row or column {repeated:,} times.",
            "save the workbook again, or export the answers as CSV.",
        )
