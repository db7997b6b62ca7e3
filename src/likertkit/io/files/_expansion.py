"""Workbooks and archives that would fill the memory: refused before they are unpacked."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import numpy as np

from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from numpy.typing import NDArray

# What a workbook of a survey never reaches: a file that does is made to fill the memory.
_MOST_BYTES = 1 << 30
_MOST_EXPANSION = 400
_SMALL = 1 << 24
_MOST_CELLS = 5_000_000
# So many empty cells for each that holds something are too many.
_SPARSE = 100
_LOCAL_HEADER = 30
_PIECE = 1 << 18
# A quotation mark, three letters, seven digits and a quotation mark.
_LONGEST = 12
_ROW = re.compile(rb"row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})[\"']")
_FULL_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,9})[\"'][^>]*(?<!/)>"
)
_ANY_FULL_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*(?<!/)>")
_ODS_ROW = re.compile(rb"<(?:\w+:)?table-row\b")
_ODS_CELL = re.compile(rb"<(?:\w+:)?(?:covered-)?table-cell\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
# XLSB: the records of a row's head and of cells that hold something.
_XLSB_ROW = 0
_XLSB_CELLS = range(2, 12)


class Area(NamedTuple):
    """How far a sheet reaches, and how many cells are written in it."""

    n_rows: int
    n_columns: int
    n_written: int

    @property
    def too_sparse(self) -> bool:
        """Whether nearly all of its cells are empty, and they are many."""
        n_cells = self.n_rows * self.n_columns
        return n_cells > _MOST_CELLS and n_cells > _SPARSE * self.n_written


AGAIN = "export or download it again."


@contextlib.contextmanager
def open_zip(data: bytes, what: str, hint: str) -> Generator[zipfile.ZipFile]:
    """Open an archive; raise *what* is wrong with it, and why, where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except FileFormatError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FileFormatError(f"{what}: {error}.", hint) from error


def check_expansion(data: bytes) -> None:
    """Raise where the parts of a workbook expand beyond what an export needs.

    A part may be larger than the archive declares, and two cells may lie so far apart that the
    empty cells between them fill the memory.

    Raises
    ------
    FileFormatError
        If they do, or if the archive is damaged.
    """
    with open_zip(data, "the file begins like a workbook but is damaged", AGAIN) as archive:
        parts = archive.infolist()
        check_sizes(parts, len(data))
        is_ods = any(part.filename == "content.xml" for part in parts)
        for part in parts:
            content = read_part(data, part)
            if is_ods and part.filename.endswith(".xml"):
                _check_xml(content)
            _check_area(content, part.filename)


def check_sizes(parts: Sequence[zipfile.ZipInfo], n_bytes: int) -> None:
    """Raise where the parts of an archive of *n_bytes* declare more than an export needs."""
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if total > most_bytes(packed):
        raise too_large(n_bytes, f"{total:,} bytes")


def most_bytes(n_packed: int) -> int:
    """Return to how many bytes an export may expand that is packed in so many."""
    return min(_MOST_BYTES, max(_SMALL, _MOST_EXPANSION * n_packed))


def too_large(n_bytes: int, size: str) -> FileFormatError:
    """Return the error for a file that expands beyond what an export needs."""
    return FileFormatError(
        f"the file would expand from {n_bytes:,} bytes to {size}, which no survey's export does.",
        "check where the file comes from; export the answers again as CSV.",
    )


def _check_xml(content: bytes) -> None:
    """Raise where a part of an ODS workbook is not XML: calamine would read it for ever."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.ParseFile(io.BytesIO(content))
    except expat.ExpatError as error:
        raise zipfile.BadZipFile(f"it is not XML: {error}") from error


def _refuse_entity(*_: object) -> None:
    raise zipfile.BadZipFile("it declares entities")


def read_part(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """Return a part of an archive; raise if it is larger than the archive declares."""
    start = data[part.header_offset : part.header_offset + _LOCAL_HEADER]
    if len(start) < _LOCAL_HEADER:
        raise zipfile.BadZipFile("a part lies beyond the end of the file")
    n_name, n_extra = struct.unpack("<HH", start[26:])
    begin = part.header_offset + _LOCAL_HEADER + n_name + n_extra
    content = data[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflate.decompress(content, part.file_size + 1)
        except zlib.error as error:
            raise zipfile.BadZipFile(str(error)) from error
    elif part.compress_type != zipfile.ZIP_STORED:
        raise zipfile.BadZipFile("a part is packed in a way that is not usual")
    if len(content) > part.file_size:
        raise too_large(len(data), "more bytes than it declares")
    return content


def _check_area(content: bytes, name: str) -> None:
    """Raise where cells of a sheet lie so far apart that most of its area is empty."""
    if name == "content.xml":
        area = _area_of_ods(content)
    elif name.endswith(".bin"):
        area = _area_of_xlsb(content)
    elif b"sheetData" in content:
        area = _area_of_xlsx(content)
    else:
        return
    refuse_sparse(area, f"({name})")


def refuse_sparse(area: Area, which: str) -> None:
    """Raise where most of the area of a sheet is empty."""
    if area.too_sparse:
        raise FileFormatError(
            f"a sheet of the workbook {which} reaches to row {area.n_rows:,} and column "
            f"{area.n_columns:,}, but nearly all of its cells are empty.",
            "delete what stands far below or right of the answers, and save the workbook again.",
        )


def _area_of_xlsx(xml: bytes) -> Area:
    n_rows = max(map(int, _ROW.findall(xml)), default=0)
    n_columns = n_written = 0
    for begin in range(0, len(xml), _PIECE):
        columns, rows = _references(xml, begin)
        n_rows = max(n_rows, int(rows.max(initial=0)))
        n_columns = max(n_columns, int(columns.max(initial=0)))
        n_written += len(columns)
    area = Area(n_rows, n_columns, n_written)
    if not area.too_sparse:
        return area
    # Cells that have a colour and nothing else take no room.
    full = _FULL_CELL.findall(xml)
    if len(full) < len(_ANY_FULL_CELL.findall(xml)):
        return area
    letters = max((name for name, _ in full), key=lambda name: (len(name), name), default=b"")
    n_columns = 0
    for letter in letters:
        n_columns = n_columns * 26 + letter - 64
    return Area(max((int(row) for _, row in full), default=0), n_columns, len(full))


def _references(xml: bytes, begin: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the column and the row of each reference in quotation marks, such as "AB12".

    They are those that begin in a piece of the text, which stays in the processor's cache.
    """
    piece = xml[begin : begin + _PIECE + _LONGEST]
    n = min(_PIECE, len(xml) - begin)
    signs = np.frombuffer(piece + bytes(n + _LONGEST - len(piece)), dtype=np.uint8)
    place = np.flatnonzero(_is_quote(signs[:n]) & _is_letter(signs[1 : n + 1])) + 1
    columns = signs[place].astype(np.int32) - 64
    place = place + 1
    for _ in range(2):
        here = signs[place]
        more = _is_letter(here)
        columns = np.where(more, columns * 26 + here - 64, columns)
        place = place + more
    rows = np.zeros(len(place), dtype=np.int32)
    for _ in range(7):
        digits = signs[place] - np.uint8(ord("0"))
        more = digits < 10
        rows = np.where(more, rows * 10 + digits, rows)
        place = place + more
    found = (rows > 0) & _is_quote(signs[place])
    return columns[found], rows[found]


def _is_quote(signs: NDArray[np.uint8]) -> NDArray[np.bool_]:
    quotes: NDArray[np.bool_] = (signs == ord('"')) | (signs == ord("'"))
    return quotes


def _is_letter(signs: NDArray[np.uint8]) -> NDArray[np.bool_]:
    # What lies below "A" wraps round to large numbers.
    letters: NDArray[np.bool_] = signs - np.uint8(ord("A")) < 26
    return letters


def _area_of_ods(xml: bytes) -> Area:
    n_rows = n_columns = n_written = below = 0
    for row in _ODS_ROW.split(xml)[1:]:
        head = row[: row.find(b">")]
        repeated = _ROWS_REPEATED.search(head)
        times = int(repeated[1]) if repeated else 1
        width = width_written = 0
        for cell in _ODS_CELL.finditer(row):
            columns = _COLUMNS_REPEATED.search(cell[1])
            width += int(columns[1]) if columns else 1
            if not cell[1].endswith(b"/"):
                width_written = width
                n_written += 1
        below += times
        if width_written:
            n_rows, n_columns = below, max(n_columns, width_written)
    return Area(n_rows, n_columns, n_written)


def _area_of_xlsb(content: bytes) -> Area:
    n_rows = n_columns = n_written = row = 0
    for kind, number in _xlsb_records(content):
        if kind == _XLSB_ROW:
            row = number + 1
        elif kind in _XLSB_CELLS:
            n_rows, n_columns = max(n_rows, row), max(n_columns, number + 1)
            n_written += 1
    return Area(n_rows, n_columns, n_written)


def _xlsb_records(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind of each record and the whole number that it begins with."""
    place = 0
    while place + 2 < len(content):
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        for byte in content[place : place + 4]:
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, int.from_bytes(content[place : place + min(size, 4)], "little")
        place += size
