"""Workbooks that would fill the memory are refused before they are unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from tests.survey_files import columns, ods, read, xlsx, zipped

from likertkit.errors import FileFormatError
from likertkit.io.files import _expansion
from likertkit.io.files._expansion import check_expansion

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>8</v></c></row><row r="2"><c r="A2"><v>1</v>'
HEAD += '</c><c r="B2"><v>2</v></c></row>'
FAR = '<c r="XFD1048576"><v>1</v></c>'


def sheet(rows):
    """Return a sheet's XML."""
    return f"<worksheet {MAIN}><sheetData>{HEAD}{rows}</sheetData></worksheet>"


@pytest.mark.parametrize(
    "xml",
    [
        sheet(f'<row r="1048576">{FAR}</row>'),
        sheet(f"<row r='1048576'>{FAR}</row>".replace('"', "'")),
        sheet(f"<row>{FAR}</row>"),
        sheet('<row ht="3" r = "1048576">' + FAR.replace("r=", 's="0" r = ') + "</row>"),
        sheet(f'<row r="1048576">{FAR}</row>').replace("<row", "<x:row").replace("<c ", "<x:c "),
        sheet('<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'),
        sheet('<row r="400000"><c><v>1</v></c></row><row r="3"><c r="AAA3"><v>1</v></c></row>'),
    ],
    ids=["plain", "single quotes", "no row", "spaces", "prefix", "narrow", "no reference"],
)
def test_far_cells(xml):
    """Two cells far apart span a million rows, however they are written."""
    with pytest.raises(FileFormatError, match=r"a sheet of the workbook \(xl/worksheets/sheet1"):
        check_expansion(xlsx({"S": xml}))


@pytest.mark.parametrize("size", [1, 3, 7, 40, 64])
def test_a_reference_across_two_pieces(monkeypatch, size):
    """Wherever the text is cut, every reference counts once."""
    monkeypatch.setattr(_expansion, "_PIECE", size)
    xml = (
        f'{HEAD}<row r="90"><c r="AB90"/></row><c r=\'ZZ7\'/><c r="XFD1234567"/><c r="AAAA1">1</c>'
    )
    area = _expansion._area_of_xlsx(xml.encode())
    assert area == (1_234_567, 16_384, 7)


def test_sheet_with_colours_to_its_end(tmp_path):
    """Cells that have a style and nothing else are no cells."""
    styled = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1" /></row>'
    export = read(tmp_path, xlsx({"S": sheet(styled)}), "a.xlsx")
    assert list(columns(export).values()) == [[1], [2]]


def test_dense_and_large(monkeypatch):
    """A sheet that is full may be as large as it is."""
    monkeypatch.setattr(_expansion, "_MOST_CELLS", 5)
    check_expansion(xlsx({"S": [["a", "b"], *[[1, 2]] * 10]}))
    check_expansion(ods([["a", "b"], *[[1, 2]] * 10]))
    with pytest.raises(FileFormatError, match="reaches to row 500 and column 2"):
        check_expansion(xlsx({"S": sheet('<row r="500"><c r="B500"><v>1</v></c></row>')}))


FULL = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" '
FULL += 'office:value="1"><text:p>1</text:p></table:table-cell>'


def ods_row(cells, times=1):
    """Return a row of an ODS sheet that stands several times."""
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


NOTHING = '<table:table-cell table:number-columns-repeated="{}"/>'


@pytest.mark.parametrize(
    ("after", "refused"),
    [
        (ods_row(FULL.format(9), 999_999), True),
        (ods_row(FULL.format(16_384)) * 400, True),
        (ods_row(NOTHING.format(1), 9_999_999) + ods_row(FULL.format(1)), True),
        (ods_row(NOTHING.format(1), 9_999_999), False),
        (ods_row(NOTHING.format(16_384)), False),
    ],
    ids=["rows", "columns", "far below", "empty rows", "empty columns"],
)
def test_repetitions(tmp_path, after, refused):
    """In ODS a cell that is written once may stand a million times."""
    data = ods([["a", "b"], [1, 2]], after)
    if refused:
        with pytest.raises(FileFormatError, match="nearly all of its cells are empty"):
            check_expansion(data)
    else:
        assert columns(read(tmp_path, data, "a.ods")) == {"a": [1], "b": [2]}


def record(kind, content):
    """Return a record of an XLSB part, its kind in one byte or two."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 127 | 128, 1])
    return head + size + content


def test_binary_workbooks():
    """XLSB: rows and cells are numbered in records, here of one and of two bytes."""
    cells = [record(129, b""), record(300, bytes(150)), record(1, struct.pack("<I", 9_000_000))]
    near = [record(0, struct.pack("<I", 0)), record(5, struct.pack("<I", 1) + bytes(8))]
    far = [record(0, struct.pack("<I", 1_048_575)), record(7, struct.pack("<I", 16_383))]
    check_expansion(zipped({"xl/worksheets/sheet1.bin": b"".join(cells + near)}))
    with pytest.raises(FileFormatError, match="row 1,048,576 and column 16,384"):
        check_expansion(zipped({"xl/worksheets/sheet1.bin": b"".join(cells + near + far)}))
    check_expansion(zipped({"xl/worksheets/sheet1.bin": b"".join(near) + b"\x81\x82\x83"}))


def test_bombs(monkeypatch):
    """By what the archive declares: in all, and against its own size."""
    with pytest.raises(FileFormatError, match=r"would expand from .* to 60,000,0.* bytes"):
        check_expansion(zipped({"xl/sharedStrings.xml": b" " * 60_000_000}))
    monkeypatch.setattr(_expansion, "_MOST_BYTES", 1000)
    with pytest.raises(FileFormatError, match="which no survey's export does"):
        check_expansion(zipped({"a.xml": bytes(range(256)) * 8}))


def lying(content, declared):
    """Return an archive whose part is larger than it declares, with a checksum that fits."""
    data = bytearray(zipped({"xl/sharedStrings.xml": content}))
    its = data.index(b"PK\x01\x02")
    check = zlib.crc32(content[:declared])
    for start, crc, size in ((0, 14, 22), (its, 16, 24)):
        data[start + crc : start + crc + 4] = struct.pack("<I", check)
        data[start + size : start + size + 4] = struct.pack("<I", declared)
    return bytes(data)


def test_part_that_is_larger_than_it_says():
    """Python stops at the declared size, and other programs do not."""
    data = lying(b" " * 5_000_000, 10)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("xl/sharedStrings.xml") == b" " * 10
    with pytest.raises(FileFormatError, match="more bytes than it declares"):
        check_expansion(data)


def test_stored_part_that_is_larger_than_it_says():
    """The same of a part that is not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.xml", "x" * 100)
    data = bytearray(file.getvalue())
    check_expansion(bytes(data))
    its = data.index(b"PK\x01\x02")
    data[its + 24 : its + 28] = struct.pack("<I", 10)
    with pytest.raises(FileFormatError, match="more bytes than it declares"):
        check_expansion(bytes(data))


def test_damaged_parts():
    """Compressed bytes that are none, a part beyond the end, and another compression."""
    data = bytearray(zipped({"a.xml": "some text that is long enough " * 9}))
    data[40:50] = b"\xff" * 10
    with pytest.raises(FileFormatError, match="begins like a workbook but is damaged"):
        check_expansion(bytes(data))
    data = bytearray(zipped({"a.xml": "x"}))
    its = data.index(b"PK\x01\x02")
    data[its + 42 : its + 46] = struct.pack("<I", len(data) - 9)
    with pytest.raises(FileFormatError, match=r"lies beyond the end|damaged"):
        check_expansion(bytes(data))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", "x" * 100)
    with pytest.raises(FileFormatError, match="packed in a way that is not usual"):
        check_expansion(file.getvalue())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</table:table>", "</table:taele>"),
        ("</office:document-content>", ""),
        ("<office:document-content", '<!DOCTYPE d [<!ENTITY a "aa">]><office:document-content'),
        ("</text:p>", ""),
    ],
    ids=["another end", "cut", "entity", "open"],
)
def test_open_document_that_is_not_xml(tmp_path, old, new):
    """What reads it would never come to an end."""
    data = ods([["a", "b"], [1, 2]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(old.encode(), new.encode(), 1)
    with pytest.raises(FileFormatError, match="begins like a workbook but is damaged: it"):
        read(tmp_path, zipped(parts), "a.ods")
