"""Workbooks of Excel 97: refused before a library follows their chains and fills the memory."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.errors import FileFormatError
from likertkit.io.files._expansion import Area, refuse_sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# Below this a stream stands in small sectors of its own.
_LEAST = 4096
_LARGEST_SHEET = 65_536 * 256
# The fewest bytes that a cell takes.
_LEAST_CELL = 6
_HEADER = 512
_FREE = 0xFFFFFFFF
_SHIFTS = (9, 12)
_MINI = 64
_ENTRY = 128
_RESERVED = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_NAMES = frozenset({"workbook", "book"})
# Records of a workbook: a sheet's place, its size, its end, and cells by row and column.
_SHEET, _SIZE, _END, _MANY = 0x0085, 0x0200, 0x000A, 0x00BD
_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, _MANY})


def check_compound(data: bytes) -> None:
    """Raise where a workbook of Excel 97 is damaged so that reading it would never end.

    A chain of sectors may lead back into itself, a part may be larger than the file, and two
    cells may lie so far apart that the empty cells between them fill the memory.

    Raises
    ------
    FileFormatError
        If any of these holds.
    """
    try:
        for stream in _workbooks(data):
            _check_areas(stream)
    except (struct.error, IndexError) as error:
        raise _damaged() from error


def _damaged() -> FileFormatError:
    return FileFormatError(
        "the workbook cannot be read: it is damaged.",
        "open it in a spreadsheet program and save it again as .xlsx, or download it again.",
    )


@attrs.frozen
class _Sectors:
    """The sectors of a file, and behind each the next of its chain."""

    data: bytes
    size: int
    following: NDArray[np.uint32]

    @classmethod
    def from_header(cls, data: bytes) -> _Sectors:
        """Return the sectors; raise where the header promises more than the file holds."""
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in _SHIFTS:
            raise _damaged()
        size = 1 << shift
        n = -(-len(data) // size)
        n_folders, n_tables = struct.unpack_from("<II", data, 40)
        n_mini, more, n_more = struct.unpack_from("<III", data, 64)
        if max(n_folders, n_tables, n_mini, n_more) > n:
            raise _damaged()
        tables = list(struct.unpack_from("<109I", data, 76))
        sectors = cls(data, size, np.empty(0, dtype=np.uint32))
        for _ in range(n):
            if more >= _RESERVED:
                break
            *some, more = sectors.numbers(more).tolist()
            tables += some
        tables = [table for table in tables if table != _FREE]
        if more < _RESERVED or len(tables) > n:
            raise _damaged()
        following = [sectors.numbers(table) for table in tables]
        return attrs.evolve(sectors, following=np.concatenate([sectors.following, *following]))

    def numbers(self, sector: int) -> NDArray[np.uint32]:
        """Return the numbers that a sector holds."""
        held = self.sector(sector)
        return np.frombuffer(held[: len(held) // 4 * 4], dtype="<u4")

    def sector(self, sector: int) -> bytes:
        """Return the bytes of a sector; the first stands behind the header."""
        begin = (sector + 1) * self.size
        if begin >= len(self.data):
            raise _damaged()
        return self.data[begin : begin + self.size]

    def chain(self, start: int) -> bytes:
        """Return the bytes of a sector and of all that follow it."""
        return b"".join(map(self.sector, _chain(self.following, start)))


def _chain(following: NDArray[np.uint32], start: int) -> Iterator[int]:
    """Yield the places of a chain; raise where it leads back into itself."""
    for _ in range(len(following) + 1):
        if start >= _RESERVED:
            return
        yield start
        start = int(following[start])
    raise _damaged()


def _workbooks(data: bytes) -> Iterator[bytes]:
    """Yield the streams of the file that hold a workbook."""
    sectors = _Sectors.from_header(data)
    (start,) = struct.unpack_from("<I", data, 48)
    mini_start, n_mini = struct.unpack_from("<II", data, 60)
    mini: NDArray[np.uint32] = np.empty(0, dtype=np.uint32)
    if n_mini:
        content = sectors.chain(mini_start)
        mini = np.frombuffer(content[: len(content) // 4 * 4], dtype="<u4")
    folder = sectors.chain(start)
    small = b""
    n_left = 2 * len(data)
    for place in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        entry = folder[place : place + _ENTRY]
        begin, length, high = struct.unpack_from("<III", entry, 116)
        if entry[66] not in {_STREAM, _ROOT}:
            continue
        if length > len(data) or (high and sectors.size > _HEADER):
            raise _damaged()
        name = entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower()
        if entry[66] == _ROOT:
            small = sectors.chain(begin) if n_mini else b""
        elif name in _NAMES or length:
            # Macros are looked at too.
            if length >= _LEAST:
                stream = sectors.chain(begin)
            else:
                pieces = (small[k * _MINI : (k + 1) * _MINI] for k in _chain(mini, begin))
                stream = b"".join(pieces)
            n_left -= len(stream)
            if n_left < 0:
                # Streams that lie upon each other.
                raise _damaged()
            if name in _NAMES:
                yield stream[:length]


def _check_areas(stream: bytes) -> None:
    """Raise where cells of a sheet lie too far apart, or sheets lie upon each other."""
    places = [
        struct.unpack_from("<I", content)[0]
        for kind, content in _records(stream, 0)
        if kind == _SHEET
    ]
    n_most = len(stream) // _LEAST_CELL
    for place in places:
        n_rows = n_columns = n_written = 0
        for kind, content in _records(stream, place):
            if kind == _SIZE:
                _check_size(content)
            elif kind in _CELLS:
                row, column = struct.unpack_from("<HH", content)
                n = max(1, (len(content) - 6) // 6) if kind == _MANY else 1
                n_rows, n_columns = max(n_rows, row + 1), max(n_columns, column + n)
                n_written += n
                n_most -= n
                if n_most < 0:
                    raise _damaged()
        refuse_sparse(Area(n_rows, n_columns, n_written), "of Excel 97")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record up to the end of a part."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _check_size(content: bytes) -> None:
    """Raise where a sheet says that it is larger than a sheet can be."""
    form = "<IIHH" if len(content) >= 12 else "<HHHH"
    top, bottom, left, right = struct.unpack_from(form, content)
    n = (bottom - top) * (right - left)
    if (bottom and bottom < top) or (right and right < left) or n > _LARGEST_SHEET:
        raise _damaged()
