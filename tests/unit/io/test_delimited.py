"""Text files: encodings, line ends, separators, quotation marks, and LimeSurvey's VV."""

from __future__ import annotations

import codecs

import pytest
from tests.survey_files import columns, delimited, read, said

from likertkit.errors import ArgumentError, FileFormatError
from likertkit.io.files import _delimited
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._sheet import Log

ROWS = [["name", "Größe, in cm"], ["Zoë", "1"], ["Łucja – “x”", "2"], ["naïve", "3"]]
WESTERN = [["name", "Größe"], ["Zoë", "ja"], ["“naïve” – Café", "nein"], ["señor", "ja"]]


def cells(rows):
    """Return the columns of rows whose first has the headings."""
    return {head: list(its) for head, *its in zip(*rows, strict=True)}


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (with a byte order mark)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_unicode(tmp_path, encoding, words):
    """Each is found from its bytes, with a mark and without one."""
    export = read(tmp_path, delimited(ROWS).encode(encoding))
    assert columns(export) == cells(ROWS)
    assert said(export, "encoding") == words


def test_utf_32_and_utf_16_begin_alike(tmp_path):
    """The mark of UTF-32 begins with that of UTF-16."""
    data = codecs.BOM_UTF32_LE + delimited(ROWS).encode("utf-32-le")
    assert data.startswith(codecs.BOM_UTF16_LE)
    assert columns(read(tmp_path, data)) == cells(ROWS)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_japanese_in_utf_16_without_a_mark(tmp_path, encoding):
    """Few bytes are zero there, and the sign for 1 holds a zero in the other half."""
    rows = [["質問の一", "質問の二"], ["一つ", "そう思う"], ["二つ", "そう思わない"]]
    assert columns(read(tmp_path, delimited(rows).encode(encoding))) == cells(rows)


@pytest.mark.parametrize(
    ("encoding", "words"), [("cp1252", "Windows-1252"), ("mac-roman", "Mac Roman")]
)
def test_western(tmp_path, encoding, words):
    """What looks like words tells the two apart, and the log says that it is a guess."""
    export = read(tmp_path, delimited(WESTERN).encode(encoding))
    assert columns(export) == cells(WESTERN)
    assert said(export, "encoding").startswith(f"{words}, because the bytes are not UTF-8")


def test_western_byte_far_behind(tmp_path):
    """One letter after megabytes of ASCII is enough to know that the file is not UTF-8."""
    rows = [["a", "b"], *[["plain text that fills the file", "x"]] * 60_000, ["Café", "y"]]
    export = read(tmp_path, delimited(rows).encode("cp1252"))
    assert export.frame["a"].iloc[-1] == "Café"


def test_byte_that_cp1252_lacks():
    """0x81 is no sign of Windows-1252, so that Mac Roman reads it: Å."""
    log = Log()
    assert as_utf8(b"a,b\n\x81ngstr\x9am,1\n", None, log).decode() == "a,b\nÅngström,1\n"
    assert log.decisions[0].decision.startswith("Mac Roman")


def test_encoding_that_is_given(tmp_path):
    """Only the user can know cp1250; the log doubts nothing."""
    rows = [["jméno", "b"], ["Řehoř", "ano"]]
    export = read(tmp_path, delimited(rows).encode("cp1250"), encoding="cp1250")
    assert columns(export) == cells(rows)
    assert said(export, "encoding") == "cp1250"


@pytest.mark.parametrize("encoding", ["nope", "zlib", "rot13", "hex", "", 5])
def test_unknown_encodings(tmp_path, encoding):
    """What Python can decode, but not to text, is no encoding of a file."""
    with pytest.raises(ArgumentError, match="is not a text encoding that Python knows"):
        read(tmp_path, "a,b\n1,2\n", encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-32", "ascii", "undefined", "a\0b"])
def test_wrong_encodings(tmp_path, encoding):
    """The bytes are no text in the encoding that is given."""
    with pytest.raises(FileFormatError, match="the file cannot be read as"):
        read(tmp_path, "ä,b\n1,2\n\n".encode(), encoding=encoding)


def test_signs_without_a_letter(tmp_path):
    """Half of a surrogate pair is no sign: it is refused, not replaced."""
    with pytest.raises(FileFormatError, match="cannot be read as raw_unicode_escape"):
        read(tmp_path, "a,b\n\\ud800,1\n", encoding="raw_unicode_escape")


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,\x002\n",
        b"\x00\x01\x02\x03" * 20,
        b"\xd8\x01\x00a" * 40,
        b"a\x00\x01\x00" * 40,
    ],
)
def test_no_text(tmp_path, data):
    """Zero bytes that are not UTF-16 are no text."""
    with pytest.raises(FileFormatError, match="the file is not text"):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("end", "words"), [("\n", "LF"), ("\r\n", "CR LF"), ("\r", "CR"), ("\r\r\n", "CR CR LF")]
)
@pytest.mark.parametrize("quote", [False, True])
def test_line_ends(tmp_path, end, words, quote):
    """A line break inside a quoted cell stays what it is."""
    rows = [["a", "b"], ["one\ntwo", "x"], ["three", "y"]]
    export = read(tmp_path, delimited(rows, end=end, quote=quote))
    assert columns(export) == cells(rows)
    if words != "CR":  # a line feed in a cell is found first
        assert said(export, "line ends") == words


def test_single_line_has_no_line_end():
    """Nothing is said of what is not there."""
    log = Log()
    assert as_utf8(b"a,b", None, log) == b"a,b"
    assert [decision.about for decision in log.decisions] == ["encoding"]


@pytest.mark.parametrize(
    ("sign", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")]
)
def test_separators(tmp_path, sign, name):
    """Every separator stands in the texts of the questions too."""
    rows = [["Do you like a, b; c | d?", "e"], ["x, y; z", "1|2"], ["w", "3"]]
    export = read(tmp_path, delimited(rows, sign))
    assert list(columns(export).values()) == [["x, y; z", "w"], ["1|2", "3"]]
    assert said(export, "separator") == f"{name}: 3 of the first 3 rows have 2 cells"


def test_decimal_commas_do_not_win(tmp_path):
    """A comma in every row, but in no heading, separates nothing."""
    export = read(tmp_path, "id;height;weight\n1;1,80;70,5\n2;1,75;68,0\n3;1,65;60,1\n")
    assert columns(export)["height"] == ["1,80", "1,75", "1,65"]


def test_single_column(tmp_path):
    """A file may have a single column."""
    export = read(tmp_path, "clear\nAgree\nDisagree\nAgree\n")
    assert columns(export) == {"clear": ["Agree", "Disagree", "Agree"]}
    assert said(export, "separator") == "none: the file has a single column"


@pytest.mark.parametrize("separator", [";", "semicolon"])
def test_separator_that_is_given(tmp_path, separator):
    """By its name or as a character."""
    export = read(tmp_path, "a,b;c\n1,2;3\n", separator=separator)
    assert list(columns(export).values()) == [["1,2"], ["3"]]
    assert said(export, "separator") == "semicolon, as given"


def test_separator_without_a_name(tmp_path):
    """Any character separates."""
    export = read(tmp_path, "a^b\n1^2\n", separator="^")
    assert columns(export) == {"a": ["1"], "b": ["2"]}
    assert said(export, "separator") == "^, as given"


@pytest.mark.parametrize("separator", ["", "::", '"', "\n", "é", 7, [","]])
def test_separators_that_cannot_be(tmp_path, separator):
    """It is one character of ASCII that is no quotation mark and no line end."""
    with pytest.raises(ArgumentError, match="is not a single character"):
        read(tmp_path, "a,b\n1,2\n", separator=separator)


def test_large_sample(tmp_path):
    """The row that the sample cuts off tells nothing of the separator."""
    text = "word; " * 20_000
    rows = [["a", "b", "c"], [text, "1", "2"], [text, "3", "4"], [text, "5", "6"]]
    export = read(tmp_path, delimited(rows))
    assert export.frame.shape == (3, 3)
    assert said(export, "separator").startswith("comma: 3 of the first 3 rows")


def test_cell_beyond_what_a_cell_holds(tmp_path):
    """131,072 characters are the most; the sentence names the line."""
    with pytest.raises(FileFormatError, match="begins in line 2 is quoted wrongly: field larger"):
        read(tmp_path, f"a,b\n{'x' * 200_000},1\n")


@pytest.mark.parametrize("n_before", [1, 400])
@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('"x" y,2', "the row that begins in line {} is quoted wrongly: .* expected after"),
        ('"xy,2', "ends inside a cell that is in quotation marks; its row begins in line {}"),
        ('"a"",2', "ends inside a cell that is in quotation marks; its row begins in line {}"),
    ],
)
def test_wrong_quotes(tmp_path, n_before, row, what):
    """They are refused with their line, near the headings and far below."""
    text = "a,b\n" + "1,2\n" * n_before + row + "\n"
    with pytest.raises(FileFormatError, match=what.format(n_before + 2)):
        read(tmp_path, text)


def test_quotes_that_are_right(tmp_path):
    """Two for one inside quotes; one inside a cell without quotes is a letter."""
    lines = ["a,b", '"He said ""no""",""', 'a 5" pipe,"x"', '"""",y', '"",'] * 1
    export = read(tmp_path, "\n".join([*lines, *["1,2"] * 400, 'b 6" pipe,"x"']))
    assert export.frame["a"].tolist()[:3] == ['He said "no"', 'a 5" pipe', '"']
    assert export.frame["b"].tolist()[:3] == [None, "x", "y"]
    assert export.frame["a"].iloc[-1] == 'b 6" pipe'


def test_rows_of_different_lengths(tmp_path):
    """Cells that are missing at the end are blank; separators at the end are nothing."""
    export = read(tmp_path, "a,b,c\n1,2,3\n4\n5,6,,\n")
    assert columns(export) == {"a": ["1", "4", "5"], "b": ["2", None, "6"], "c": ["3", None, None]}


@pytest.mark.parametrize("n_before", [1, 400])
def test_more_cells_than_headings(tmp_path, n_before):
    """A separator inside a text moves the cells: no column may shift in silence."""
    text = "a,b\n" + "1,2\n" * n_before + "yes, sure,3\n"
    match = (
        rf"2 cells wide, but 1 row (of the first 3 )?holds more, the first in line {n_before + 2}"
    )
    with pytest.raises(FileFormatError, match=match):
        read(tmp_path, text)


def test_rows_that_pandas_cannot_tell_apart(tmp_path, monkeypatch):
    """Whatever else its parser refuses is said too."""
    import pandas as pd

    def refuse(*_: object, **__: object) -> None:
        raise pd.errors.ParserError("no idea")

    monkeypatch.setattr(pd, "read_csv", refuse)
    with pytest.raises(FileFormatError, match="the rows cannot be told apart: no idea"):
        read(tmp_path, "a,b\n1,2\n")


def test_wrong_quotes_and_words_that_pandas_would_change(tmp_path):
    """NA, null and numbers stay the text that they are."""
    export = read(tmp_path, "a,b\nNA,007\nnull,1.50\nnan,1e3\n")
    assert columns(export) == {"a": ["NA", "null", "nan"], "b": ["007", "1.50", "1e3"]}


VV = (
    "Response ID\tLanguage\tRate it\tSay more\t\n"
    "id\tstartlanguage\tA1_SQ001\tB1\t\n"
    '1\ten\tA2\tsay "x"{newline}and{cr}{tab}more\n'
    "2\ten\t{question_not_shown}\t{quote}quoted {lbrace}tab}\n"
    '3\ten\tA1\t"half\n'
)


def test_vv(tmp_path):
    """No quotation marks; marks in braces; texts above codes; a tab more in the headings."""
    export = read(tmp_path, VV)
    assert export.tool == "limesurvey"
    assert said(export, "format").startswith("LimeSurvey's VV")
    assert said(export, "headings") == "2 rows, from line 1 to 2"
    assert list(export.frame) == ["id", "startlanguage", "A1_SQ001", "B1"]
    assert export.questions["A1_SQ001"].text == "Rate it"
    assert export.frame["A1_SQ001"].tolist() == ["A2", "{question_not_shown}", "A1"]
    assert export.frame["B1"].tolist() == [
        'say "x"\nand\r\tmore',
        '"quoted {tab}',
        '"half',
    ]


def test_vv_with_too_many_cells(tmp_path):
    """A row of VV that is too long is refused with its line too."""
    text = VV + "4\ten\tA1\tx\n" * 400 + "5\ten\tA1\tx\ty\tz\n"
    with pytest.raises(
        FileFormatError, match=r"5 cells wide, but 1 row holds more, .* in line 406"
    ):
        read(tmp_path, text)


def test_vv_without_answers(tmp_path):
    """Codes without rows are an export without respondents; a single line is too short."""
    assert columns(read(tmp_path, "a\tb\tc\nid\tx{lbrace}\ty\n")) == {"id": [], "x{": [], "y": []}
    with pytest.raises(FileFormatError, match="too short"):
        read(tmp_path, "{lbrace}\tb\tc\n")


def test_braces_in_other_files(tmp_path):
    """A comma-separated file with LimeSurvey's mark in a cell is no VV."""
    export = read(tmp_path, "a,b\n{question_not_shown},1\n")
    assert said(export, "format") == ""
    assert columns(export) == {"a": ["{question_not_shown}"], "b": ["1"]}


def test_line_breaks_only():
    """What has no row is too short."""
    with pytest.raises(FileFormatError, match="too short"):
        _delimited.read_delimited(b"\r\n\n\r", Log())
