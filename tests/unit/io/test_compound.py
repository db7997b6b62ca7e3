"""Workbooks of Excel 97 that would fill the memory are refused before they are read."""

from __future__ import annotations

import struct

import pytest
from tests.fuzz.binary_files import xls
from tests.survey_files import columns, read

from likertkit.errors import FileFormatError
from likertkit.io.files._compound import check_compound

ROWS = [["name", "n"], ["x", 1], ["y", 2]]
BOOK = xls(ROWS)
# The sectors: the table of chains, the folder, then the workbook.
TABLE, FOLDER, STREAM = 512, 1024, 1536
ENTRY = FOLDER + 128


def changed(place: int, form: str, *numbers: int) -> bytes:
    """Return the workbook with some numbers written into it."""
    made = bytearray(BOOK)
    struct.pack_into(form, made, place, *numbers)
    return bytes(made)


def with_record(kind: int, content: bytes) -> bytes:
    """Return the workbook with another record in its sheet, before the first cell."""
    cell = BOOK.index(struct.pack("<H", 0x0204), STREAM)
    record = struct.pack("<HH", kind, len(content)) + content
    made = BOOK[:cell] + record + BOOK[cell:]
    return made[: len(BOOK)]


def small_stream(following: int) -> bytes:
    """Return a workbook of 512 bytes in eight small sectors, the last followed by another."""
    book = BOOK[STREAM : STREAM + 512]
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFF] * 124
    chain = [*range(1, 8), following] + [0] * 120
    folder = bytearray(BOOK[FOLDER:STREAM])
    struct.pack_into("<II", folder, 116, 2, 512)
    struct.pack_into("<II", folder, 128 + 116, 0, 512)
    header = bytearray(BOOK[:512])
    struct.pack_into("<II", header, 60, 3, 1)
    return b"".join(
        [header, struct.pack("<128I", *table), folder, book, struct.pack("<128I", *chain)]
    )


def test_whole_workbooks(tmp_path):
    """In large and in small sectors; without the record of a sheet's size, and with it."""
    right = {"name": ["x", "y"], "n": [1, 2]}
    size = struct.pack("<IIHHH", 0, 3, 0, 2, 0)
    many = struct.pack("<HHHIHIH", 1, 5, 0, 0, 0, 0, 6)
    for data in (BOOK, small_stream(0xFFFFFFFE), with_record(0x0200, size)):
        assert columns(read(tmp_path, data, "a.xls")) == right
    check_compound(with_record(0x0200, struct.pack("<HHHHH", 0, 3, 0, 2, 0)))
    check_compound(with_record(0x00BD, many))
    # Streams that hold no workbook, one of them empty; a sheet without records.
    check_compound(changed(ENTRY, "<H", ord("V")))
    check_compound(changed(ENTRY, "<H", ord("V"))[: ENTRY + 120] + bytes(8) + BOOK[ENTRY + 128 :])
    check_compound(changed(BOOK.index(struct.pack("<HH", 0x0085, 14), STREAM) + 4, "<I", 4094))


@pytest.mark.parametrize(
    "data",
    [
        changed(TABLE + 4 * 5, "<I", 3),
        changed(TABLE + 4 * 1, "<I", 1),
        changed(30, "<H", 10),
        changed(44, "<I", 1 << 30),
        changed(68, "<I", 0),
        changed(68, "<I", 9)[:-4] + struct.pack("<I", 9),
        changed(76, "<I", 5000),
        changed(ENTRY + 116, "<I", 9000),
        changed(ENTRY + 120, "<I", 1 << 30),
        small_stream(3),
        with_record(0x0200, struct.pack("<IIHHH", 0, 1 << 31, 0, 9, 0)),
        with_record(0x0200, struct.pack("<IIHHH", 9, 3, 0, 2, 0)),
        with_record(0x0203, b""),
        BOOK[:600],
    ],
)
def test_damage_that_never_ends(data):
    """Chains that lead back into themselves, and sizes that no file of this length has."""
    with pytest.raises(FileFormatError, match="cannot be read: it is damaged"):
        check_compound(data)


def test_far_cells(tmp_path):
    """Two cells far apart span a billion."""
    far = struct.pack("<HHHd", 65_535, 16_383, 0, 1.0)
    with pytest.raises(FileFormatError, match="reaches to row 65,536 and column 16,384"):
        read(tmp_path, with_record(0x0203, far), "a.xls")


def test_sheets_upon_each_other():
    """Many names of one sheet would hold its cells as many times."""
    name = BOOK.index(struct.pack("<HH", 0x0085, 14), STREAM)
    sheet, n = BOOK[name : name + 18], 120
    (place,) = struct.unpack_from("<I", sheet, 4)
    again = sheet[:4] + struct.pack("<I", place + (n - 1) * len(sheet)) + sheet[8:]
    made = BOOK[:name] + again * n + BOOK[name + len(sheet) :]
    with pytest.raises(FileFormatError, match="damaged"):
        check_compound(made[: len(BOOK)])


def test_streams_upon_each_other():
    """Each entry of the folder names the same long chain."""
    entry = BOOK[ENTRY : ENTRY + 128]
    data = BOOK[: ENTRY + 128] + entry * 2 + BOOK[ENTRY + 3 * 128 :]
    with pytest.raises(FileFormatError, match="damaged"):
        check_compound(data)
