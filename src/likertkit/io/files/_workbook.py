"""Workbooks: XLSX, XLSB, XLS and ODS, by python-calamine."""

from __future__ import annotations

import contextlib
import io
from itertools import chain, islice
from typing import TYPE_CHECKING

from likertkit._checks import is_in
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, FileFormatError, MissingExtraError
from likertkit.io.files._coding import code_rows
from likertkit.io.files._compound import check_compound
from likertkit.io.files._expansion import check_expansion
from likertkit.io.files._sheet import Sheet, is_blank

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from python_calamine import CalamineSheet, CalamineWorkbook

    from likertkit._text import Progress
    from likertkit.io.files._sheet import Cell, Coded, Log

_FIRST_ROWS = 300
_NOTES = 2


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
    if data.startswith(b"PK"):
        check_expansion(data)
    else:
        check_compound(data)
    with _refuse_damage():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        chosen = _choose(book, sheet)
        name, end = chosen.name, chosen.end
    others = [other for other in book.sheet_names if other != name]
    also = (
        f"; the sheets {join_words([repr(other) for other in others])} are not read"
        if others
        else ""
    )
    n_rows, n_columns = (0, 0) if end is None else (end[0] + 1, end[1] + 1)
    log.say("sheet", f"{name!r}, {counted(n_rows, 'row')}{also}")
    rows: list[list[Cell]] = [
        [_cell(cell) for cell in row] for row in islice(_rows(chosen), _FIRST_ROWS)
    ]
    if not any(not is_blank(cell) for row in chain(rows, _rows(chosen)) for cell in row):
        raise FileFormatError(
            f"the sheet {name!r} is empty.", "name the sheet with the answers: sheet='...'."
        )

    def columns(start: int, width: int, progress: Progress) -> list[Coded]:
        return code_rows(
            islice(_rows(chosen), start, None),
            width,
            lambda n: progress.say(f"{n:,} of {n_rows:,} rows"),
        )

    def places(start: int) -> Iterator[tuple[int, int]]:
        return ((row + 1, n_columns) for row in range(start, n_rows))

    return Sheet(rows, range(1, len(rows) + 1), "workbook", columns, places, tuple(others))


def _rows(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet, the empty columns at its left too.

    They are not held: 1.5 million cells would be as many objects.
    """
    start = sheet.start
    left: list[Cell] = [""] * start[1] if start else []
    with _refuse_damage():
        for row in sheet.iter_rows():
            yield [*left, *row] if left else row  # type: ignore[misc]


@contextlib.contextmanager
def _refuse_damage() -> Generator[None]:
    """Raise an error of the library where calamine cannot read a workbook.

    Where its own checks find something impossible, it raises what is no Exception to Python.
    """
    try:
        yield
    except ArgumentError:
        raise
    except BaseException as error:
        panic = type(error).__name__ == "PanicException"
        if not (panic or isinstance(error, Exception)):
            raise
        raise FileFormatError(
            f"the workbook cannot be read: {'it is damaged' if panic else error}.",
            "open it in a spreadsheet program and save it again as .xlsx, without a password.",
        ) from error


def _cell(cell: object) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        # A workbook has no whole numbers of its own; a spreadsheet shows 5.0 as 5.
        return int(cell)
    return cell  # type: ignore[return-value]


def _choose(book: CalamineWorkbook, sheet: str | None) -> CalamineSheet:
    names = book.sheet_names
    if sheet is not None:
        if not is_in(sheet, names):
            raise ArgumentError(
                f"the workbook has no sheet {sheet!r}; it has {join_words([*map(repr, names)])}.",
                "name one of these, or leave `sheet=` out.",
            )
        return book.get_sheet_by_name(sheet)
    first = table = None
    for name in _visible(book) or names:
        found = book.get_sheet_by_name(name)
        if found.height > 1 and found.width > _NOTES:
            return found
        # Notes have one column or two, and stand before or behind the answers.
        table = table or (found if found.height > 1 else None)
        first = first or found
    if first is None:
        raise ValueError("it has no sheet")
    return table or first


def _visible(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that hold cells and that a spreadsheet program shows."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
