"""Workbooks: sheets, cells of every type, and what is no workbook."""

from __future__ import annotations

import builtins
import io
import struct
import zipfile
from datetime import datetime

import pytest
from tests.fuzz.binary_files import xlsb
from tests.survey_files import columns, ods, read, said, sheet_xml, xlsx, zipped

from likertkit.errors import ArgumentError, FileFormatError, MissingExtraError

NOON = datetime(2026, 3, 1, 12, 0, 5)  # noqa: DTZ001 - a workbook knows no time zone
ROWS = [["name", "n", "when"], ["Zoë & <Co>", 1, NOON], ["x", 2.5, None]]


def test_cells(tmp_path):
    """Texts, whole numbers, fractions and times; 1.0 is the 1 that a spreadsheet shows."""
    export = read(tmp_path, xlsx({"Sheet1": ROWS}), "a.xlsx")
    assert columns(export) == {"name": ["Zoë & <Co>", "x"], "n": [1, 2.5], "when": [NOON, None]}
    assert [type(cell) for cell in export.frame["n"]] == [int, float]
    assert said(export, "sheet") == "'Sheet1', 3 rows"
    assert said(export, "headings") == "row 1"


def test_true_and_1(tmp_path):
    """They are equal in Python; a column that has both keeps both."""
    rows = [["a", "b"], [True, 1], [1, True], [True, 0], [None, False], [1, "1"]]
    export = read(tmp_path, xlsx({"S": rows}), "a.xlsx")
    assert [(type(cell), cell) for cell in export.frame["a"]] == [
        (bool, True), (int, 1), (bool, True), (type(None), None), (int, 1),
    ]  # fmt: skip
    assert [repr(cell) for cell in export.frame["b"]] == ["1", "True", "0", "False", "'1'"]
    assert export.questions["a"].options == ("True", "1")
    assert export.questions["a"].n_options == 2


def test_open_document(tmp_path):
    """ODS; LibreOffice writes a million empty rows below the answers."""
    after = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    export = read(tmp_path, ods([["a", "b"], [1, "x"], [None, "y"]], after), "a.ods")
    assert columns(export) == {"a": [1, None], "b": ["x", "y"]}


def test_first_sheet_with_answers(tmp_path):
    """A sheet that is empty, or has a single row, is passed over; the log names the others."""
    book = xlsx({"Empty": [], "Title": [["Our survey"]], "Answers": ROWS, "More": [["a"], ["b"]]})
    export = read(tmp_path, book, "a.xlsx")
    assert len(export.frame) == 2
    assert said(export, "sheet").endswith("the sheets 'Empty', 'Title' and 'More' are not read")


def test_notes_before_the_answers(tmp_path):
    """A sheet of one column or two is passed over where a wider one follows; hidden ones too."""
    notes = [["Made by", "Anna"], ["in", "2026"], ["for", "the course"]]
    book = xlsx({"Notes": notes, "Answers": ROWS})
    assert len(read(tmp_path, book, "a.xlsx").frame) == 2
    assert said(read(tmp_path, xlsx({"Notes": notes}), "a.xlsx"), "sheet") == "'Notes', 3 rows"
    with zipfile.ZipFile(io.BytesIO(xlsx({"Lists": [*ROWS, *ROWS], "Answers": ROWS}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/workbook.xml"
    parts[name] = parts[name].replace(b'name="Lists"', b'name="Lists" state="hidden"')
    assert said(read(tmp_path, zipped(parts), "a.xlsx"), "sheet").startswith("'Answers', 3 rows")


def test_sheet_by_name(tmp_path):
    """The user's sheet is read, and an unknown name is refused with those that there are."""
    book = xlsx({"One": ROWS, "Two": [["a"], ["b"], ["c"]]})
    assert columns(read(tmp_path, book, "a.xlsx", sheet="Two")) == {"a": ["b", "c"]}
    with pytest.raises(ArgumentError, match="no sheet 'Three'; it has 'One' and 'Two'"):
        read(tmp_path, book, "a.xlsx", sheet="Three")


def test_headings_only(tmp_path):
    """A sheet without respondents is refused where no survey tool is known by its headings."""
    with pytest.raises(FileFormatError, match="nothing follows its first row, 'a' and so on"):
        read(tmp_path, xlsx({"S": [["a", "b"]]}), "a.xlsx")


def test_blank_rows_and_columns(tmp_path):
    """Rows without a cell, and a column without heading and cell, are no answers."""
    rows = [[], ["", "a", "b"], [], ["", "x", 1], [None, " ", "\u200b\xa0"], ["", "y", 2], [], []]
    export = read(tmp_path, xlsx({"S": rows}), "a.xlsx")
    assert columns(export) == {"a": ["x", "y"], "b": [1, 2]}
    assert said(export, "lines above the headings") == "1 row set aside"
    assert said(export, "blank rows") == "2 rows without any answer left out"
    assert said(export, "columns left out") == "1 column without heading or cell"


def test_empty_workbook(tmp_path):
    """No sheet has a cell."""
    with pytest.raises(FileFormatError, match="the sheet 'Empty' is empty"):
        read(tmp_path, xlsx({"Empty": [], "Blank": [[" "]]}), "a.xlsx")


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"PK\x03\x04" + b"\0" * 30, "begins like a ZIP file, as workbooks do, but is damaged"),
        (xlsx({}), "the workbook cannot be read: it has no sheet"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
            "the workbook cannot be read",
        ),
        (xlsx({"S": "<worksheet><sheetData><row"}), "the workbook cannot be read"),
        (xlsx({"S": ROWS})[:-40], "begins like a ZIP file, as workbooks do, but is damaged"),
    ],
    ids=["zeros", "no sheet", "ole", "cut XML", "cut archive"],
)
def test_no_workbook(tmp_path, data, match):
    """Damaged files, and others that begin so."""
    with pytest.raises(FileFormatError, match=match):
        read(tmp_path, data, "a.xlsx")


def test_damage_that_calamine_does_not_expect(tmp_path):
    """Here the record of a binary sheet's size is cut: calamine panics."""
    with zipfile.ZipFile(io.BytesIO(xlsb([["a", "b"], ["x", 1]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert read(tmp_path, zipped(parts), "a.xlsb").frame.to_numpy().tolist() == [["x", 1]]
    size = b"\x94\x01\x10" + struct.pack("<IIII", 0, 1, 0, 1)
    sheet = parts["xl/worksheets/sheet1.bin"]
    assert size in sheet
    parts["xl/worksheets/sheet1.bin"] = sheet.replace(size, b"\x94\x01\x01\0")
    with pytest.raises(FileFormatError, match="cannot be read: it is damaged"):
        read(tmp_path, zipped(parts), "a.xlsb")


def test_an_interruption_is_no_damage(tmp_path, monkeypatch):
    """It goes on to whoever started the reading."""

    class Stopped:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Stopped)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, xlsx({"S": ROWS}), "a.xlsx")


def test_name_tells_nothing(tmp_path):
    """The bytes say what a file is, not its name."""
    assert len(read(tmp_path, xlsx({"S": ROWS}), "answers.csv").frame) == 2
    assert len(read(tmp_path, "a,b\n1,2\n", "answers.xlsx").frame) == 1


def test_without_the_extra(tmp_path, monkeypatch):
    """The sentence says what to install."""
    plain = builtins.__import__

    def no_calamine(name: str, *rest: object) -> object:
        if name == "python_calamine":
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_calamine)
    with pytest.raises(MissingExtraError, match="python-calamine"):
        read(tmp_path, xlsx({"S": ROWS}), "a.xlsx")


def test_many_rows(tmp_path):
    """What comes after the rows that are looked at first is read alike."""
    rows = [["a", "b"], *[[f"r{k}", k] for k in range(700)], [" ", None], ["last", 1]]
    export = read(tmp_path, xlsx({"S": sheet_xml(rows)}), "a.xlsx")
    assert len(export.frame) == 701
    assert export.frame["a"].iloc[-1] == "last"
    assert export.frame["b"].iloc[699] == 699
