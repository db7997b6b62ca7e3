"""What people drop on the reader: archives are unpacked, and other files are named."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pandas as pd
import pytest
from tests.survey_files import columns, delimited, ods, read, said, xlsx, zipped

import likertkit as lk
from likertkit.errors import ArgumentError, FileFormatError
from likertkit.io.files import _expansion, _shapes
from likertkit.io.files._signatures import OLE

CSV = "id,clear,tiring\n1,Agree,Disagree\n2,Disagree,Agree\n"
BOOK = [["a", "b"], ["x", 1], ["y", 2]]
PROSE = """Dear colleagues,

thank you for taking part in the survey. We have asked for your opinion on the course, and
you have given it to us. The answers, as you may know, will be kept for ten years, and nobody
will see them but the people who look at the results.

Kind regards, and see you soon.
"""
NOTES = """# Survey

This folder holds the answers to our survey.

- the file a.csv has answers
- the file b.csv has the questions as they were asked
"""
PARQUET = io.BytesIO()
pd.DataFrame({"a": [1, 2]}).to_parquet(PARQUET)


def refused(folder, data):
    """Return the sentence and the hint with which a file is refused."""
    with pytest.raises(FileFormatError) as caught:
        read(folder, data, "dropped")
    return caught.value.message, caught.value.hint


BYTES = [
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "a picture (PNG)"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a picture (JPEG)"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture (WebP)"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "a picture (HEIC)"),
    (b"BM\x36\0\0\0\0\0\0\0", "a picture (BMP)"),
    (b"{\\rtf1\\ansi Dear all,\\par}", "a document in Rich Text Format (RTF)"),
    (PARQUET.getvalue(), "an Apache Parquet file"),
    (b"ARROW1\0\0\xff\xff\xff\xff", "a Feather (Arrow) file"),
    (b"\x89HDF\r\n\x1a\n\0\0", "an HDF5 file"),
    (b"\x80\x04\x95\x10\0\0", "a pickle of Python"),
    (
        bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f",
        "a data set of SAS (.sas7bdat)",
    ),
    (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!0000", "a transport file of SAS (.xpt)"),
    (b"ASCII SPSS PORT FILE                    " * 5, "a portable file of SPSS (.por)"),
    (b"JHSPSSPORTFILE SPSS PORT FILE " * 4 + b"0" * 200, "a portable file of SPSS (.por)"),
    (b"RDX3\nX\n\0\0\0\3", "data of R (.RData)"),
    (gzip.compress(b"X\n\0\0\0\3\0\4\3\1"), "an object of R (.rds)"),
    (b"SQLite format 3\0\x10\0", "a database of SQLite"),
    (b"7z\xbc\xaf\x27\x1c\0\4", "an archive (7-Zip)"),
    (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "an archive (tar)"),
    (gzip.compress(b"a.csv".ljust(257, b"\0") + b"ustar\x0000"), "an archive (tar)"),
    (OLE + bytes(100) + "WordDocument".encode("utf-16-le"), "a document of Word (.doc)"),
    (OLE + bytes(100), "in which no workbook is found"),
    (OLE + bytes(100) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    (zipped({"[Content_Types].xml": "", "word/document.xml": "<w/>"}), "Word (.docx)"),
    (zipped({"Index/Document.iwa": "", "preview.jpg": ""}), "Apple's Numbers"),
    (zipped({"Data/x.png": "", "Index.zip": ""}), "Apple's Numbers"),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
     "a document of OpenDocument (.odt)"),
    (zipped({"a.npy": ""}), "an archive of NumPy (.npz)"),
    (zipped({"survey_1.lss": "", "survey_1_responses.lsr": ""}), "(.lsa)"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "what"), BYTES, ids=[what for _, what in BYTES])
def test_signatures(tmp_path, data, what):
    """The first bytes, or the names of the parts, say what a file is."""
    message, hint = refused(tmp_path, data)
    assert what in message
    assert message.startswith("the file is ")
    assert hint


@pytest.mark.parametrize("start", ["BMI", "ORCID", "ID3", "MZ", "RIFF", "II", "PART", "BZh9"])
def test_headings_that_begin_like_a_signature(tmp_path, start):
    """Text may begin so."""
    assert columns(read(tmp_path, f"{start},b\n1,x\n2,y\n")) == {start: ["1", "2"], "b": ["x", "y"]}


SPS = """*$Rev: 121017 $.
SET UNICODE=ON.

GET DATA
 /TYPE=TXT
 /FILE='survey_1_SPSS_data_file.dat'
 /VARIABLES=id F4 Q1 A2.
VARIABLE LABELS Q1 "How do you like it, on the whole?".
VALUE LABELS Q1
"A1" "Very much"
"A2" "Not at all".
"""
R_SYNTAX = """data <- read.csv("survey_1_R_data_file.csv", stringsAsFactors=FALSE)

# LimeSurvey Field type: F
data[, 1] <- as.numeric(data[, 1])
attributes(data)$variable.labels[1] <- "id"
names(data)[1] <- "id"
"""
TEXTS = [
    (json.dumps({"SurveyEntry": {"SurveyName": "x"}, "SurveyElements": []}), "(.qsf)"),
    (json.dumps([{"q1": "Agree", "q2": 1}]), "the file is JSON,"),
    (json.dumps({"responses": [{"values": {"q1": 1}}]}, indent=2), "the file is JSON,"),
    ('{"q1": 1, "q2": "a"}\n{"q1": 2, "q2": "b"}\n{"q1": ', "JSON (an object a line)"),
    (json.dumps([{"q1": "Agree", "q2": 1}] * 9, indent=1)[:-30], "JSON that is cut off"),
    (json.dumps({"nbformat": 4, "cells": []}), "a notebook of Jupyter"),
    ("\ufeff<!DOCTYPE html>\n<html><body>Log in</body></html>", "a web page (HTML)"),
    ("<table border=1><tr><td>Q1</td></tr></table>", "a web page (HTML)"),
    ("<!-- saved -->\n<html><head></head></html>", "a web page (HTML)"),
    ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "a web page (HTML)"),
    ('<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
     "a workbook in XML (Excel 2003)"),
    ('<?xml version="1.0"?><document><LimeSurveyDocType>Responses</LimeSurveyDocType></document>',
     "(.lsr)"),
    ('<?xml version="1.0"?><svg></svg>', "a picture (SVG)"),
    ('<?xml version="1.0"?><data><row q1="1"/></data>', "a document in XML"),
    (SPS, "syntax of SPSS (.sps)"),
    (R_SYNTAX, "syntax of R (.R)"),
    ("# made by hand\nlibrary(foreign)\nx <- read.spss('a.sav')\n", "syntax of R (.R)"),
    ("import pandas as pd\n\ndf = pd.read_csv('a.csv')\n", "a program of Python"),
    ("libname x 'c:/';\nproc print data=x.a;\nrun;\n", "a program of SAS"),
    ('* made by hand\nuse "a.dta", clear\nlabel variable q1 "Clear"\n', "a program of Stata (.do)"),
    ("CREATE TABLE a (q1 INT, q2 INT);\nINSERT INTO a VALUES (1, 2);\n", "(SQL)"),
    ("From: A <a@b.org>\nSubject: The results\nDate: 1 Mar 2026\n\nHi all,\n", "an e-mail, or"),
    ("\\documentclass{article}\n\\begin{document}\nHi\n\\end{document}\n", "LaTeX"),
    ("@article{a1,\n  title = {A scale},\n  year = 2001,\n}\n", "a bibliography"),
    ('name = "course"\n\n[[items]]\nname = "clear"\n', "a file of settings"),
    (PROSE, "running text"),
    (NOTES, "running text"),
    ("id  q1  q2\n 1   4   5\n 2   3   5\n 3   1   1\n", "parted by blanks"),
    ("YEARS\n\nid   q1   q2\n1     4    5\n2     3    5\n3     1    1\n", "parted by blanks"),
    ("/* by year, and sex\n*/\nid q1 q2\n" + " 1 4 5\n" * 20, "parted by blanks"),
    ("int f(int a, int b)\n{\n  return a;\n}\n", "lines are indented or in brackets"),
    ("a:\n  - b\n  - c, d\ne:\n  f: 1\n", "lines are indented or in brackets"),
    ("Dear Sir\nI write to you as you know.\nWe met\nBest regards\nAnna B\n", "a single column"),
    ("Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you\n", "a single column"),
    ("| a | b |\n|---|:-:|\n| 1 | 2 |\n", "a table in Markdown"),
    ("[InternetShortcut]\nURL=https://forms.example/x\n", "a file of settings"),
    ("BEGIN:VCARD\nFN:Anna\nEND:VCARD\n", "an address card"),
    ("#!/bin/sh\necho 1\n", "a program"),
    ("-----BEGIN CERTIFICATE-----\nMIIC\n", "a key or a certificate"),
    ("name       city\nAnna       Bonn\nBertha     Kiel\n", "parted by blanks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), TEXTS, ids=[what for _, what in TEXTS])
def test_shapes(tmp_path, text, what):
    """What a text is that is no table."""
    message, hint = refused(tmp_path, text)
    assert what in message
    assert hint


@pytest.mark.parametrize(
    "text",
    [
        "clear\nAgree\nClear\nuse\n",
        "clear,use\nAgree,1\nclear,2\n",
        '{"ImportId":"a"}\t{"ImportId":"b"}\n1\t2\n',
        "[1] How? - a,[1] How? - b\n1,2\n",
        "<b>Rate</b> it,b\n1,2\n",
        "Say what you think of it\nI like it very much\nSo do I and my friends too\n",
        '"Say what you think of it"\n"I like it very much, really"\n"So do I, and all of us too"\n',
        "id,Say what you think of it\n1,I like it very much\n2,it was long but I would go there\n",
        "Say what you think\n'I like it'\nSo do I\n",
        "Say what you think\nI like it\nSo do I\nSo do I\n",
        "id\nR_1\nR_2\nR_3\nR_4\n",
        '"Say what you think"\n"I like it"\n"So do I"\n"So do they"\n',
        "What\nStrongly agree\nStrongly disagree\nStrongly agree\n",
        "from,to\n1,2\n",
        "set,get\n1,2\n",
        "data;run;\n1;2;\n",
    ],
)  # fmt: skip
def test_tables_that_look_like_something_else(tmp_path, text):
    """They are read; the last row is there."""
    lines = text.strip().split("\n")
    assert len(read(tmp_path, text).frame) == len(lines) - 1


def test_lists_in_open_answers(tmp_path):
    """Lines inside quotation marks may be indented."""
    rows = [["Say what you think"], *[[f"This:\n  - {k}\n  - x;\n\nAnd that"] for k in range(4)]]
    assert len(read(tmp_path, delimited(rows, quote=True)).frame) == 4


def test_archive_with_one_file(tmp_path):
    """What survey tools deliver: the file is read, and the log names it."""
    export = read(tmp_path, zipped({"Survey 1.csv": CSV}), "survey.zip")
    assert columns(export)["clear"] == ["Agree", "Disagree"]
    assert export.name == "survey.zip"
    assert said(export, "archive") == "'Survey 1.csv'"


def test_archive_with_folders_and_hidden_files(tmp_path):
    """Folders, what macOS adds, and files that hold no answers do not count."""
    parts = {
        "CSV/": "", "CSV/Survey.csv": CSV, "__MACOSX/CSV/._Survey.csv": b"\0\5\x16\7",
        "__MACOSX/Survey.csv": CSV,
        "CSV/.DS_Store": b"\0\0\0\1Bud1", "README.txt": PROSE, "Summary.pdf": b"%PDF-1.4\n",
    }  # fmt: skip
    export = read(tmp_path, zipped(parts), "survey.zip")
    assert len(export.frame) == 2
    assert said(export, "archive") == "'CSV/Survey.csv'; 2 other files not read"


def test_archives_of_workbooks(tmp_path):
    """A workbook in an archive has its sheets."""
    book = xlsx({"One": [["a"], ["b"], ["c"]], "Two": BOOK})
    export = read(tmp_path, zipped({"a.xlsx": book}), "a.zip", sheet="Two")
    assert columns(export) == {"a": ["x", "y"], "b": [1, 2]}
    with pytest.raises(ArgumentError, match=r"the file 'a\.xlsx', and the workbook has"):
        read(tmp_path, zipped({"a.xlsx": book}), "a.zip", sheet="Three")
    assert len(read(tmp_path, zipped({"a.ods": ods(BOOK)}), "a.zip").frame) == 2


def test_archive_with_several_files(tmp_path):
    """They are listed; none is chosen."""
    message, hint = refused(tmp_path, zipped({"a.csv": CSV, "b/c.csv": CSV, "d.pdf": b"%PDF-1.4"}))
    assert message == (
        "the file is a ZIP archive that holds several files of answers: 'a.csv' and 'b/c.csv'."
    )
    assert "lk.Responses.concat" in hint
    message, _ = refused(tmp_path, zipped({f"{k}.csv": CSV for k in range(30)}))
    assert message == "the file is a ZIP archive of 30 files."


def test_archive_without_answers(tmp_path):
    """The sentence says what is in it."""
    message, hint = refused(tmp_path, zipped({"a.pdf": b"%PDF-1.4\n"}))
    assert message.startswith(
        "the file is a ZIP archive with the file 'a.pdf', and the file is a PDF document"
    )
    assert "CSV" in hint
    message, _ = refused(tmp_path, zipped({"a.pdf": b"%PDF-1.4\n", "b.txt": PROSE}))
    assert message.endswith("no file of answers: it holds 'a.pdf' and 'b.txt'.")
    message, _ = refused(tmp_path, zipped({}))
    assert message == "the file is a ZIP archive that holds no file of answers."
    message, _ = refused(tmp_path, zipped({"a.zip": zipped({"a.csv": CSV})}))
    assert "with the file 'a.zip', and the file is an archive inside an archive" in message


def test_gzip(tmp_path):
    """A compressed file is read; a damaged one is refused."""
    data = gzip.compress(CSV.encode())
    export = read(tmp_path, data, "answers.csv.gz")
    assert len(export.frame) == 2
    assert export.name == "answers.csv"
    assert said(export, "archive") == "compressed by gzip"
    half = gzip.compress(CSV[:30].encode()) + gzip.compress(CSV[30:].encode())
    assert len(read(tmp_path, half).frame) == 2
    assert "it ends too early" in refused(tmp_path, data[:-20])[0]
    assert "is damaged" in refused(tmp_path, data[:12] + b"\xff" * 9 + data[21:])[0]
    assert "inside an archive" in refused(tmp_path, gzip.compress(zipped({"a.csv": CSV})))[0]


def test_what_expands_beyond_measure(tmp_path, monkeypatch):
    """Archives have the bounds of workbooks."""
    zeros = b"1,2\n" * 10_000_000
    for data in (zipped({"a.csv": zeros}), gzip.compress(zeros)):
        assert "the file would expand from" in refused(tmp_path, data)[0]
    monkeypatch.setattr(_expansion, "_MOST_BYTES", 10)
    for data in (zipped({"a.csv": CSV}), gzip.compress(CSV.encode())):
        assert "which no survey's export does" in refused(tmp_path, data)[0]


def test_bounds_of_what_is_looked_at(tmp_path, monkeypatch):
    """JSON that is very large is not parsed, and an archive of lying parts is refused at once."""
    monkeypatch.setattr(_shapes, "_LARGEST_JSON", 5)
    with pytest.raises(FileFormatError):
        read(tmp_path, json.dumps([{"q1": "Agree", "q2": 1}] * 3))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
    data = bytearray(file.getvalue())
    its = data.index(b"PK\x01\x02")
    data[its + 24 : its + 28] = (3).to_bytes(4, "little")
    assert "more bytes than it declares" in refused(tmp_path, bytes(data))[0]


def test_archives_that_cannot_be_unpacked(tmp_path):
    """A password, another compression, and damage."""
    data = bytearray(zipped({"a.csv": CSV}))
    its = data.index(b"PK\x01\x02")
    data[its + 8] |= 1
    assert "protected by a password" in refused(tmp_path, bytes(data))[0]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", CSV)
    assert "cannot be unpacked: a part is packed" in refused(tmp_path, file.getvalue())[0]


CODEBOOK = (
    "Variable,Label,Type,Values\nq1,How satisfied are you?,numeric,1 = low\nq2,How often?,text,\n"
)


def test_codebooks(tmp_path):
    """A table of variables and their labels holds no answers."""
    message, hint = refused(tmp_path, CODEBOOK)
    assert message == (
        "the file is a codebook: its rows are variables, such as 'q1', and its headings are "
        "'Variable', 'Label', 'Type', 'Values'."
    )
    assert hint.startswith("read the file with the answers")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Variable", "Person"), ("Variable", "Name"), ("Label,Type,Values", "Age,Height,Values"),
        ("q2", "q1"),
        ("Label,Type,Values", "Label,Height,Weight"), ("q1,", "q 1,"), ("q1,", "1,"),
        (CODEBOOK[CODEBOOK.index("q2") :], ""), ("Label", "Heading"),
    ],
)  # fmt: skip
def test_tables_that_look_like_a_codebook(tmp_path, old, new):
    """They are read."""
    text = CODEBOOK.replace(old, new).replace("Type", "Height" if new == "Name" else "Type")
    assert len(read(tmp_path, text).frame) == text.count("\n") - 1


def test_xml_that_describes_nothing_is_called_xml(tmp_path):
    """A document without the marks of LimeSurvey or queXML is no structure of a survey."""
    path = tmp_path / "notes.xml"
    path.write_text("<document><note>Ask again.</note></document>")
    with pytest.raises(FileFormatError, match="the file is a document in XML") as caught:
        lk.read(path)
    assert "describes questions" not in str(caught.value)
