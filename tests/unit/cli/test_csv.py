"""A CSV file is read as the text that it is."""

from pathlib import Path

import pytest

from likertkit.cli._csv import read_csv
from likertkit.errors import ArgumentError, FileFormatError


def write(folder: Path, data: str | bytes) -> Path:
    """Write a file and return where it is."""
    path = folder / "answers.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_cells_stay_text(tmp_path: Path) -> None:
    """Nothing is a number and nothing is missing but an empty cell."""
    found = read_csv(write(tmp_path, "q1,q2\n1,N/A\nNA,None\n,nan\n 2 ,null\n"))
    assert found.columns == {"q1": ["1", "NA", None, " 2 "], "q2": ["N/A", "None", "nan", "null"]}
    assert found.encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbfq\xc3\xa9\nOui", "utf-8-sig"),
        ("qé\nOui".encode("utf-16"), "utf-16"),
        ("qé\nOui".encode(), "utf-8"),
        ("qé\nOui".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_of_spreadsheets_are_found(tmp_path: Path, data: bytes, encoding: str) -> None:
    """A byte-order mark never becomes part of a column's name."""
    found = read_csv(write(tmp_path, data))
    assert found.columns == {"qé": ["Oui"]}
    assert found.encoding == encoding


def test_a_stated_encoding_is_used(tmp_path: Path) -> None:
    """Another one is never tried."""
    path = write(tmp_path, "qł\nTak".encode("cp1250"))
    assert list(read_csv(path, encoding="cp1250").columns) == ["qł"]
    with pytest.raises(FileFormatError, match="cannot be read as utf-8"):
        read_csv(path, encoding="utf-8")
    with pytest.raises(ArgumentError, match="not an encoding"):
        read_csv(path, encoding="utf-99")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """The code page of Windows leaves some bytes undefined."""
    with pytest.raises(FileFormatError, match="cannot be read as utf-8 or cp1252"):
        read_csv(write(tmp_path, b"q\n\x81\x8d"))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(tmp_path: Path, sign: str) -> None:
    """A delimiter inside quotes is not one."""
    header = sign.join(['"Calm; or, tired\t| at work"', "q2", "q3"])
    found = read_csv(write(tmp_path, f"{header}\n1{sign}2{sign}3\n"))
    assert list(found.columns.values()) == [["1"], ["2"], ["3"]]


@pytest.mark.parametrize("delimiter", ["semicolon", ";"])
def test_a_stated_delimiter_is_used(tmp_path: Path, delimiter: str) -> None:
    """By its name or by its sign."""
    found = read_csv(write(tmp_path, "a,b;c\n1,2;3\n"), delimiter=delimiter)
    assert found.columns == {"a,b": ["1,2"], "c": ["3"]}


@pytest.mark.parametrize("delimiter", ["", "::", '"', "\n"])
def test_a_delimiter_is_one_character(tmp_path: Path, delimiter: str) -> None:
    """Anything else is an error."""
    with pytest.raises(ArgumentError, match="is not a single character"):
        read_csv(write(tmp_path, "a;b\n"), delimiter=delimiter)


def test_empty_lines_are_blanks_only_where_a_row_has_one_cell(tmp_path: Path) -> None:
    """No respondent is lost, and none is made up."""
    assert read_csv(write(tmp_path, "q\n1\n\n2\n\n")).columns == {"q": ["1", None, "2"]}
    assert read_csv(write(tmp_path, "q,r\n1,2\n\n3,4\n")).columns == {
        "q": ["1", "3"],
        "r": ["2", "4"],
    }


def test_quoted_cells_may_hold_line_breaks(tmp_path: Path) -> None:
    """They are kept, whatever the file's line ends are."""
    found = read_csv(write(tmp_path, 'q,r\r\n"a\r\nb","say ""yes"""\r\n'))
    assert found.columns == {"q": ["a\r\nb"], "r": ['say "yes"']}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("q,r,q\n1,2,3\n", "names 1 column.* more than once: 'q'"),
        ("q,r\n1,2\n1\n1,2,3\n", "2 row.* another number of cells .*: row 1 has 1, row 2 has 3"),
        ('q,r\n1,"2\n3,4\n', "breaks off or is quoted wrongly"),
        ('q,r\n1,"2"x\n', "breaks off or is quoted wrongly at line 2"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, data: str, message: str) -> None:
    """No row is cut, padded or skipped."""
    with pytest.raises(FileFormatError, match=message) as caught:
        read_csv(write(tmp_path, data))
    assert "\nHint: " in str(caught.value)
