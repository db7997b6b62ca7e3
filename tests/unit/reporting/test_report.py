"""Many tables in one workbook."""

from __future__ import annotations

import openpyxl
import pytest
from tests import public

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.reporting._report import sheet_names


def test_a_sheet_a_table_behind_an_index(tmp_path):
    """Names, rows and notes in the index, with a link inside the workbook."""
    means, shares = lk.means(public.DATA), lk.frequencies(public.DATA)
    path = tmp_path / "a.xlsx"
    lk.report({"Means: all": means, "=shares": shares}, path, title="=The trial")
    first = path.read_bytes()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Index", "Means all", "=shares"]
    index = book["Index"]
    assert index["A1"].value == "=The trial"
    assert [cell.value for cell in index[4]] == [
        "Means: all", means.title, len(means), " ".join(means.notes)
    ]  # fmt: skip
    assert index["A4"].hyperlink.location == "'Means all'!A1"
    assert str(index["A7"].value).startswith("Made with likertkit")
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert book["Means all"]["A1"].value == means.title
    lk.report({"Means: all": means, "=shares": shares}, path, title="=The trial")
    assert path.read_bytes() == first
    lk.report(means, path)
    assert openpyxl.load_workbook(path)["Index"]["A1"].value == "Results"
    lk.report([means, means], path)
    assert len(openpyxl.load_workbook(path).sheetnames) == 3


def test_names_of_sheets():
    """At most 31 units, no forbidden signs, no two alike, no kept name, no quote at an end."""
    names = sheet_names(["a" * 40, "A" * 40, "[]", "'x'", "history", "\U0001f600" * 20, "a/b\x00"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert names[2:5] == ["Table", "x", "history 2"]
    assert names[6] == "a b"


def test_wrong_arguments(tmp_path):
    """Another ending, no table, something else, a title that is no text."""
    table = lk.means(public.DATA)
    path = tmp_path / "a.xlsx"
    with pytest.raises(ArgumentError, match=r"\.xlsx"):
        lk.report(table, tmp_path / "a.pdf")
    with pytest.raises(ArgumentError, match="no table"):
        lk.report([], path)
    for wrong in (1, "text", [1], {1: table}, {"a": 1}):
        with pytest.raises(ArgumentTypeError):
            lk.report(wrong, path)
    with pytest.raises(ArgumentTypeError, match="title"):
        lk.report(table, path, title=None)
