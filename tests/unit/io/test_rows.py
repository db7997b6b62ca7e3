"""Which rows of a file are respondents, at which line they stand, and which need a word."""

from __future__ import annotations

import pytest
from tests.survey_files import columns, delimited, read, said, xlsx

from likertkit.errors import FileFormatError
from likertkit.io.files import _delimited

SOSCI = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "A101"]
TABLE = [["id", "clear", "tiring"], ["1", "Agree", "No"], ["2", "Agree", "Yes"]]


def test_rows_set_aside_are_found_in_the_file(tmp_path):
    """By the line at which they begin: cells with line breaks and blank lines move them."""
    rows = [
        SOSCI, ["1", "", "", "b", "interview", "one\ntwo"], ["2", "", "", "b", "debug", "a\nb\nc"],
        ["3", "", "", "b", "interview", "x"], ["4", "", "", "b", "debug", "y"],
    ]  # fmt: skip
    text = delimited(rows, end="\n")
    lines = text.split("\n")
    export = read(tmp_path, text)
    assert export.rows_set_aside["row"].tolist() == [4, 8]
    assert [lines[row - 1][0] for row in (4, 8)] == ["2", "4"]
    blank = text.replace("3,", "\n  \n3,")
    assert read(tmp_path, blank).rows_set_aside["row"].tolist() == [4, 10]
    titled = "# made by hand\n\n" + text
    assert read(tmp_path, titled).rows_set_aside["row"].tolist() == [6, 10]


def test_rows_set_aside_of_a_sheet(tmp_path):
    """By the row of the sheet, whatever its cells hold; blank rows count there."""
    rows = [[], SOSCI, [1, None, None, "b", "interview", "a\nb"], [], [2, None, None, "b", "debug"]]
    export = read(tmp_path, xlsx({"S": rows}), "a.xlsx")
    assert export.rows_set_aside["row"].tolist() == [5]


def test_lines_of_blank_rows(tmp_path):
    """A line of blanks is passed over; quotation marks around nothing, or a tab, make a row."""
    for text in (
        delimited([SOSCI], end="\n") + '  \n""\n" "\n2,,,b,debug,x\n3,,,b,interview,y\n',
        delimited([SOSCI], "\t", end="\n") + "  \n\t\n \n2\t\t\tb\tdebug\n3\t\t\tb\tinterview\n",
    ):
        assert read(tmp_path, text).rows_set_aside["row"].tolist() == [5]


def test_rows_set_aside_of_vv(tmp_path):
    """LimeSurvey's VV has no quotation marks, and a record a line."""
    text = 'Id\tMode\tx\nid\tMODE\tx{lbrace}\n1\tdebug\t"\n\n2\tinterview\ta\n3\tdebug\tb\n'
    export = read(tmp_path, text, tool="sosci")
    assert export.rows_set_aside["row"].tolist() == [3, 6]


def test_short_rows(tmp_path):
    """They are counted with the first line; what is missing is blank."""
    text = 'a,b,c\n"1\n",2,3\n4\n5,6,\n,,\n7,8\n'
    export = read(tmp_path, text)
    assert columns(export)["c"] == ["3", None, None, None]
    assert said(export, "short rows") == (
        "2 rows with fewer cells than the 3 headings, the first in line 4: what is missing at "
        "their end counts as blank"
    )


def test_short_rows_far_below(tmp_path, monkeypatch):
    """Separators inside quotation marks do not count, wherever the pieces are cut."""
    monkeypatch.setattr(_delimited, "_PIECE", 5)
    body = '1,"x, y",\n2,"say ""a, b""",\n' * 5
    assert said(read(tmp_path, "a,b,c\n" + body), "short rows") == ""
    decision = said(read(tmp_path, "a,b,c\n" + body + '3,"x, y"\n' + body), "short rows")
    assert "1 row with fewer cells" in decision
    assert "the first in line 12" in decision


@pytest.mark.parametrize("text", ["a,b,\n1,2\n3,\n", "a,b\n1,2\n3,\n", "a,b\n1,\n\n2,3\n"])
def test_rows_that_are_not_short(tmp_path, text):
    """A separator at the end of the headings, blank cells, and blank lines say nothing."""
    assert said(read(tmp_path, text), "short rows") == ""


@pytest.mark.parametrize(
    "text",
    [
        delimited(TABLE) + "Source: the survey of 2026\r\n",
        delimited(TABLE) + "\r\nSource: the survey of 2026\r\n",
        delimited(TABLE) + ",,\r\nSource: the survey of 2026,,\r\n",
    ],
    ids=["one cell", "blank line", "padded"],
)
def test_line_below_the_answers(tmp_path, text):
    """A sentence is not a respondent; the log holds it."""
    export = read(tmp_path, text)
    assert columns(export)["id"] == ["1", "2"]
    line = text.count("\n")
    assert said(export, "lines below the answers") == (
        f"line {line} set aside: 'Source: the survey of 2026'"
    )
    assert said(export, "respondents") == "2 rows"


def test_several_lines_below_the_answers(tmp_path):
    """In a sheet too, the blank row between belongs to neither."""
    rows = [*TABLE, [], ["Source: the survey of 2026"]]
    export = read(tmp_path, xlsx({"S": rows}), "a.xlsx")
    assert len(export.frame) == 2
    assert said(export, "lines below the answers").startswith("row 5 set aside")
    text = delimited(TABLE) + "Made by Anna\r\nSource: the survey\r\n"
    export = read(tmp_path, text)
    assert len(export.frame) == 2
    assert said(export, "lines below the answers") == (
        "line 4 set aside: 'Made by Anna' | line 5 set aside: 'Source: the survey'"
    )


@pytest.mark.parametrize(
    "last",
    [
        "3\r\n",
        "Anna\r\n",
        "3,Agree\r\n",
        "2026-03-01 10:00:00\r\n",
        "Anna Berta,,\r\n",
        ",I do it,\r\n",
    ],
)
def test_last_rows_that_are_respondents(tmp_path, last):
    """A row that was cut, a name, and a single answer stay."""
    export = read(tmp_path, delimited(TABLE) + last)
    assert len(export.frame) == 3
    assert said(export, "lines below the answers") == ""


def test_short_row_that_is_not_alone(tmp_path):
    """Where a respondent above gave a single answer too, a sentence may be an answer."""
    text = delimited([*TABLE, ["3"], ["4", "Agree", "No"]]).replace("3,,", "3")
    export = read(tmp_path, text.replace("\r\n3\r\n", "\r\nI do it\r\n") + "Source: the survey\r\n")
    assert len(export.frame) == 5
    assert said(export, "lines below the answers") == ""


def test_two_columns_have_no_footer(tmp_path):
    """A single answer of two is nothing unusual."""
    assert len(read(tmp_path, "name,b\nAnna,1\nBerta Carla\n").frame) == 2


@pytest.mark.parametrize(
    ("row", "word"), [(["Mean", "2.5", "3"], "mean"), (["Gesamt", "5", ""], "gesamt")]
)
def test_totals_below_the_answers(tmp_path, row, word):
    """They stay, for a file may hold them as answers; the log asks to look at them."""
    rows = [["name", "q1", "q2"], ["Anna", "2", "3"], ["Berta", "3", "3"], row]
    export = read(tmp_path, delimited(rows))
    assert len(export.frame) == 3
    assert said(export, "to look at").startswith(f"line 4 begins with {word!r} and holds figures")
    book = read(tmp_path, xlsx({"S": rows}), "a.xlsx")
    assert said(book, "to look at").startswith("row 4 begins with")


@pytest.mark.parametrize("row", [["Mean", "Agree", "3"], ["Mean", "", ""], ["Ann", "2", "3"]])
def test_rows_that_are_not_totals(tmp_path, row):
    """A word without figures, and figures without the word."""
    rows = [["name", "q1", "q2"], ["Anna", "2", "3"], row, ["Mean", "Agree", "3"]]
    assert said(read(tmp_path, delimited(rows)), "to look at") == ""


def test_headings_alone(tmp_path):
    """With a tool that is known, an export without respondents that says so; else refused."""
    export = read(tmp_path, "Timestamp,Rate it [a],Rate it [b]\n")
    assert (export.tool, export.frame.shape) == ("google-forms", (0, 3))
    assert said(export, "respondents") == (
        "0 rows: the file has headings, and no answers below them"
    )
    assert "no respondent, for it has headings only, 3 columns" in repr(export)
    for text in ("a,b", "a,b\n", "a,b\n,\n", "Hello world"):
        with pytest.raises(FileFormatError, match="no answers: nothing follows its first"):
            read(tmp_path, text)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;;"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_of_excel(tmp_path, first, end):
    """The first line says what separates; lines keep their numbers."""
    text = end.join([first, "a;b,c", "1;2,5", "3;4,5", ""])
    export = read(tmp_path, text)
    assert list(columns(export).values()) == [["1", "3"], ["2,5", "4,5"]]
    assert said(export, "separator") == "semicolon, as given"
    assert said(export, "headings") == "line 2"


def test_file_that_is_cut(tmp_path):
    """In a quoted cell it is refused; elsewhere the last row is short, and the log says so."""
    text = delimited([["a", "b"], ["1", "one\ntwo"], ["2", "three\nfour"]], quote=True, end="\n")
    with pytest.raises(FileFormatError, match=r"ends inside a cell .* row begins in line 4"):
        read(tmp_path, text[:-8])
    export = read(tmp_path, "a,b,c\n1,2,3\n4,5")
    assert said(export, "short rows").startswith("1 row with fewer cells")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"id" "q 1"\n"1" "Anna B" 3\n"2" "B C" 4\n', [["1", "2"], ["Anna B", "B C"], ["3", "4"]]),
        ("id q1\n1 3\n2 NA\n", [["1", "2"], ["3", "NA"]]),
        ("id q1\n5 1 3\n6 2 4\n", [["5", "6"], ["1", "2"], ["3", "4"]]),
    ],
)
def test_spaces_between_cells(tmp_path, text, cells):
    """What R writes by default: a space, quotation marks around words, and names of the rows."""
    export = read(tmp_path, text)
    assert list(columns(export).values()) == cells
    assert said(export, "separator") == "space: every row has as many cells"


def test_row_names(tmp_path):
    """R writes no heading above them."""
    text = '"clear","tiring"\n"1","Agree","No"\n"2","Agree","Yes"\n\n'
    export = read(tmp_path, text)
    assert list(columns(export).values()) == [["1", "2"], ["Agree", "Agree"], ["No", "Yes"]]
    assert list(export.frame)[1:] == ["clear", "tiring"]
    assert said(export, "row names").startswith("the first cell of each row")
    for other in (text.replace('"2"', '"1"'), "a,b\n1,2,\n2,3,\n"):
        assert said_or_refused(tmp_path, other) == ""


def said_or_refused(folder, text):
    """Return what the log says of row names; nothing where the file is refused."""
    try:
        return said(read(folder, text), "row names")
    except FileFormatError:
        return ""


def test_many_comments_above_the_headings(tmp_path):
    """However many lines begin with "#"."""
    export = read(tmp_path, "# a comment, or a title\n" * 30 + "a,b,c\n1,2,3\n4,5,6\n")
    assert columns(export) == {"a": ["1", "4"], "b": ["2", "5"], "c": ["3", "6"]}
    assert said(export, "lines above the headings") == "30 rows set aside"


def test_rows_without_a_separator(tmp_path):
    """A table whose headings alone hold the separator is none."""
    with pytest.raises(FileFormatError, match="nearly all rows have a single cell"):
        read(tmp_path, "Name, or code,b\n" + "x\n" * 3)


@pytest.mark.parametrize(
    ("text", "lost"),
    [("101\n102\n103\n", True), ("4,5\n1,2\n2,3\n", True), ("0,1\n4,5\n", False),
     ("1,2\n9,7\n", False), ("a,5\n1,2\n", False)],
)  # fmt: skip
def test_headings_that_are_numbers(tmp_path, text, lost):
    """They may be answers, unless they count the columns; the log asks to look at them."""
    export = read(tmp_path, text)
    assert len(export.frame) == text.count("\n") - 1
    assert said(export, "to look at").startswith("all headings are numbers") == lost


def test_titles_with_commas(tmp_path):
    """A short line above a row of words that is as wide as the answers is a title."""
    table = delimited([["id", "q1", "q2", "q3"], *[[k, "Agree", "No", k] for k in range(4)]])
    export = read(tmp_path, "Survey of staff, 2026\r\nPrinted on 1 March\r\n\r\n" + table)
    assert columns(export)["id"] == ["0", "1", "2", "3"]
    assert said(export, "lines above the headings") == "2 rows set aside"
    with pytest.raises(FileFormatError, match="the headings are 2 cells wide, but 4 rows"):
        read(tmp_path, "id,Comment\r\n" + table[table.index("0,") :])
