"""Small valid files in binary formats: XLS and XLSB by hand, those of SPSS and Stata written."""

from __future__ import annotations

import struct
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyreadstat
from tests.survey_files import zipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff_cell(row: int, column: int, cell: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int):
        return _biff(0x0203, place + struct.pack("<d", cell))
    text = str(cell)
    return _biff(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def xls(rows: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook of Excel 97 with one sheet."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0))
    sheet += b"".join(
        _biff_cell(j, k, cell) for j, row in enumerate(rows) for k, cell in enumerate(row)
    )
    sheet += _biff(0x000A)
    name = struct.pack("<BB", 6, 0) + b"Sheet1"
    head = _biff(0x0809, begin)
    place = len(head) + 4 + 6 + len(name) + 4
    book = head + _biff(0x0085, struct.pack("<IBB", place, 0, 0) + name) + _biff(0x000A) + sheet
    # A shorter stream would stand in sectors of another size.
    book = book.ljust(max(8 * _SECTOR, -(-len(book) // _SECTOR) * _SECTOR), b"\0")
    n = len(book) // _SECTOR
    table = [_TABLE, _END, *range(3, n + 2), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(book))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *table) + folder.ljust(_SECTOR, b"\0") + book


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    made = spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled), kind, 1)
    made += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return made + struct.pack("<IQ", start, size)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    n = len(content)
    return head + (bytes([n]) if n < 128 else bytes([n & 127 | 128, n >> 7])) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Sequence[Sequence[object]]) -> bytes:
    """Return a binary workbook with one sheet."""
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)
    for j, row in enumerate(rows):
        sheet += _record(0, struct.pack("<I", j) + bytes(13))
        for k, cell in enumerate(row):
            place = struct.pack("<II", k, 0)
            if isinstance(cell, int):
                sheet += _record(5, place + struct.pack("<d", cell))
            else:
                sheet += _record(6, place + _wide(str(cell)))
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sheet1"))
    book += _record(144) + _record(132)
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/%s" Target="%s"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": relations % ("officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": relations % ("worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


@cache
def packages() -> dict[str, bytes]:
    """Return files of SPSS, plain and compressed, and of Stata, by their ending."""
    frame = pd.DataFrame(
        {
            "q1": [1.0, 2.0, 3.0, 99.0, None, 2.5],
            "q2": [1.0, 2.0, 3.0, 3.0, 2.0, 1.0],
            "when": [13_857_000_000.0, 13_857_100_000.0, None, 0.0, 1.0, 2.0],
            "said": ["a", "\u00e4\u00f6", "", "x" * 300, "b", "c"],
        }
    )
    labels = {"q1": {1: "Never", 2: "Sometimes", 3: "Often", 99: "N/A"}, "q2": {1: "No", 3: "Yes"}}
    texts = {"q1": "How often?", "said": "What else?"}
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        for ending, compress in (("sav", False), ("zsav", True)):
            pyreadstat.write_sav(
                frame,
                path,
                compress=compress,
                column_labels=texts,
                variable_value_labels=labels,
                missing_ranges={"q1": [99], "q2": [{"lo": 3, "hi": 5}]},
                variable_format={"when": "DATETIME20"},
                variable_measure={"q1": "ordinal"},
            )
            files[ending] = path.read_bytes()
        for version in (8, 15):
            pyreadstat.write_dta(
                # Old Stata takes 244 characters of text.
                frame.assign(
                    q1=frame["q1"].replace(2.5, 2.0), said=frame["said"].str.slice(0, 200)
                ),
                path,
                version=version,
                column_labels=texts,
                variable_value_labels=labels,
            )
            files[f"dta {version}"] = path.read_bytes()
    return files
