"""R and SPSS syntax beside a file of codes: read as text, and never run."""

from __future__ import annotations

import contextlib
import math
import time

import pytest
from tests.survey_files import delimited, read, said

from likertkit.errors import FileFormatError
from likertkit.io.structures import _spss_syntax
from likertkit.io.structures._facts import Facts
from likertkit.io.structures._structure import read_structure

R = r"""data <- read.csv("survey_7_R_data_file.csv", quote = "'\"", na.strings=c("", "\"\""))

# LimeSurvey Field type: F
data[, 1] <- as.numeric(data[, 1])
attributes(data)$variable.labels[1] <- "id"
names(data)[1] <- "id"
# LimeSurvey Field type: DATETIME23.2
data[, 2] <- as.character(data[, 2])
attributes(data)$variable.labels[2] <- "submitdate"
names(data)[2] <- "submitdate"
# LimeSurvey Field type: A
data[, 3] <- as.character(data[, 3])
attributes(data)$variable.labels[3] <- "[I don\'t [ever] eat] Rate \"this\" \u00e9\x21"
data[, 3] <- factor(data[, 3], levels=c("A1","A2"),labels=c("No, \(no\)", "It\'s so"), ordered=TRUE)
names(data)[3] <- "Q_SQ1"
# LimeSurvey Field type: F
data[, 4] <- as.numeric(data[, 4])
attributes(data)$variable.labels[4] <- 'Sure?'
data[, 4] <- factor(data[, 4], levels=c(1L,-2),labels=c("Yes","No"))
names(data)[4] <- "S"
# LimeSurvey Field type: F
data[, 5] <- as.numeric(data[, 5])
attributes(data)$variable.labels[5] <- "[Bus] Which?"
data[, 5] <- factor(data[, 5], levels=c(1,0),labels=c("Yes", "Not selected"))
names(data)[5] <- "M_1"
# LimeSurvey Field type: A
data[, 6] <- as.character(data[, 6])
attributes(data)$variable.labels[6] <- "[open text"
data[, 6] <- factor(data[, 6], levels=c("a"), labels=c("one", "too many"))
names(data)[6] <- "T_1"
#sql_name not set
data[, 7] <- as.character(data[, 7])
attributes(data)$variable.labels[7] <- "[only a row]"
names(data)[7] <- "U_\u{110000}1"
"""
R_FACTS = {
    "id": Facts("id", "", "number"),
    "submitdate": Facts("submitdate", "", "date"),
    "Q_SQ1": Facts(
        'Rate "this" é!', "I don't [ever] eat", "choice", (("A1", "No, (no)"), ("A2", "It's so"))
    ),
    "S": Facts("Sure?", "", "choice", ((1, "Yes"), (-2, "No"))),
    "M_1": Facts("Which?", "Bus", None, ((1, "Yes"), (0, "Not selected"))),
    "T_1": Facts("[open text", "", None),
    "U_1": Facts("[only a row]", "", None),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_r_syntax(encoding):
    """Names, labels with their rows, options, and the types of fields in comments."""
    assert read_structure(R.replace("\n", "\r\n").encode(encoding), "s.R") == R_FACTS


def test_answers_with_r_syntax(tmp_path):
    """Headings in brackets, or other headings in the same order."""
    path = tmp_path / "s.R"
    path.write_text(R, encoding="utf-8")
    body = [[str(j), "2026-01-01", f"A{j}", "1", "0", "x", "y"] for j in (1, 2, 1, 3)]
    for heads in (
        ["id", "submitdate", "Q[SQ1]", "S", "M[1]", "T[1]", "U[1]"],
        ["Nr", "At", "First", "Second", "Third", "Fourth", "Fifth"],
    ):
        export = read(tmp_path, delimited([heads, *body]), structure=path)
        question = export.questions[heads[2]]
        assert (question.text, question.codes) == ('Rate "this" é!', ("A1", "A2"))
        assert export.frame[heads[2]].tolist() == ["A1", "A2", "A1", "A3"]
        unknown = said(export, "answers that the structure does not have")
        assert unknown == f"'A3' (1 answer in {heads[2]})"
    assert said(export, "structure") == (
        "s.R gives other names to the columns, which are matched in order | "
        "s.R describes 7 of 7 columns"
    )


LIME = r"""*$Rev: 121017 $
SET UNICODE=ON.
GET DATA
 /TYPE=TXT
 /FILE='survey_7_SPSS_data_file.dat'
 /DELIMITERS=","
 /QUALIFIER="'"
 /VARIABLES=
 V1 F16
 V2 DATETIME23.2
 V3 A5
 V4 F1
 V5 F1.
CACHE.
*Define Variable Properties; it's a comment.
VARIABLE LABELS V1 "id".
VARIABLE LABELS V2 "submitdate".
VARIABLE LABELS V3 "[Row, it's] Rate ""this"" \"now\" e.g. here".
VARIABLE LABELS V4 "[Bus] Which?".
*Define Value labels.
VALUE LABELS  V3
 "A1" "No, never"
 "A2" 'It''s so'.
VALUE LABELS  V4
 1 "Yes"
 0 "Not selected".
VALUE LABELS  V5
 1.0 "completely disagree1"
 2 "2"
 3 "3"
 4 "completely agree4".
* Variable name was incorrect and was changed from  to q_ .
RENAME VARIABLE ( V1 = id ).
RENAME VARIABLE ( V3 = Q_SQ1 ).
RENAME VARIABLE ( V4 = M_1 ).
RENAME VARIABLE ( V5 = f_a#0 ).
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_limesurvey_spss_syntax(end):
    """Names come last; the row stands before the question; quotes are doubled or escaped."""
    ends = ((1, "completely disagree1"), (2, "2"), (3, "3"), (4, "completely agree4"))
    assert read_structure(LIME.replace("\n", end).encode(), "s.sps") == {
        "id": Facts("id", "", None),
        "V2": Facts("submitdate", "", "date"),
        "Q_SQ1": Facts(
            'Rate "this" "now" e.g. here',
            "Row, it's",
            "choice",
            (("A1", "No, never"), ("A2", "It's so")),
        ),
        "M_1": Facts("Which?", "Bus", None, ((1, "Yes"), (0, "Not selected"))),
        "f_a#0": Facts("", "", "choice", ends),
    }


def test_codes_that_lost_markup_glued_to_labels(tmp_path):
    """The code at the end of a label is no part of it; an answer with it is still read."""
    path = tmp_path / "s.sps"
    path.write_text(LIME, encoding="utf-8")
    rows = [["id", "M_1", "f_a#0"], *[[str(j), "1", str(j % 4 + 1)] for j in range(9)]]
    scale = read(tmp_path, delimited(rows), structure=path).draft_instrument()["f_a#0"].scale
    assert dict(scale.labels) == {1: "completely disagree", 4: "completely agree"}
    assert scale.encode(["1", "completely disagree1", "3"]).tolist() == [1, 1, 3]


OTHER = """FILE HANDLE data1 NAME='data_place_holder_name' LRECL=90000.
DATA LIST FREE
\tFILE = data1
\t/record_id (A500) a b (F5) c
\t/d (A5) when (ADATE10) e (F8.2 skip).
TITLE Kids' survey.
VARIABLE LABELS record_id 'Record ID'
 /A 'How much?' /* as asked
 /b 'Two ' + "parts"
 /item01 to item03 'Grid'
 /x y 'Both'.
VALUE LABELS a TO c 1 'Not' 2 'Some' 9 'Refused' /d A1 'one' A2 'two'
 other 1 'x'.
add value labels a 3 'Much', +4 'All', 07 'Agent' .
VALUE LABELS lonely.
value lab item01 to item03 -9 "None" 1 "1"

Missing Values ALL (LO THRU -1) /a (9) b (8 THRU HIGHEST, -2) d ('A2').
VARIABLE LEVEL age (SCALE) a (ORDINAL) b d (SCALE) / 5.
RENAME VARIABLES (record_id c = id cc) (x = xx 5).
rename variables y = yy.
EXECUTE.
"""
SOME = ((1, "Not"), (2, "Some"), (9, "Refused"))
BELOW = ((-math.inf, -1.0),)


def test_other_spss_syntax():
    """Lists, ranges, additions, missing slashes and dots: as REDCap and others write."""
    grid = Facts("Grid", "", "choice", ((-9, "None"), (1, "1")), missing=BELOW)
    more = ((3, "Much"), (4, "All"), ("07", "Agent"))
    assert read_structure(OTHER.encode(), "s.sps") == {
        "id": Facts("Record ID", "", None, missing=BELOW),
        "a": Facts("How much?", "", "choice", SOME + more, missing=(9,)),
        "b": Facts("Two parts", "", "choice", SOME, missing=((8.0, math.inf), -2)),
        "cc": Facts("", "", "choice", SOME, missing=BELOW),
        "d": Facts("", "", "choice", (("A1", "one"), ("A2", "two")), missing=("A2",)),
        "when": Facts("", "", "date", missing=BELOW),
        "e": Facts("", "", None, missing=BELOW),
        "item01": grid,
        "item02": grid,
        "item03": grid,
        "xx": Facts("Both", "", None, missing=BELOW),
        "yy": Facts("Both", "", None, missing=BELOW),
        "other": Facts("", "", "choice", ((1, "x"),), missing=BELOW),
        "age": Facts("", "", "number"),
    }


def test_declared_missing_codes(tmp_path):
    """A code that is declared as missing is a reason, with or without a label of its own."""
    path = tmp_path / "s.sps"
    labels = "1 'Never' 2 'Rarely' 3 'Often' 9 'Passt'"
    path.write_text(
        f"VALUE LABELS a {labels}.\nMISSING VALUES a (9, -5 THRU -1) / b (-9) / d (7).\n"
        "VARIABLE LABELS d 'How far?'.",
        encoding="utf-8",
    )
    cells = ["1", "2", "3", "9", "-2", "3"]
    rows = [["a", "b", "d"], *[[cell, str(j % 3 + 1), "12.5"] for j, cell in enumerate(cells)]]
    rows[-1][1] = "-9"
    export = read(tmp_path, delimited(rows), structure=path)
    question = export.questions["a"]
    assert question.options == ("Never", "Rarely", "Often", "Passt", "-2")
    assert question.codes == (1, 2, 3, 9, -2)
    assert question.missing == ("Passt", "-2")
    scale = export.draft_instrument()["a"].scale
    assert scale.codes == (1, 2, 3)
    assert dict(scale.nonsubstantive) == {"Passt": (9,), "-2": (-2,)}
    assert export.questions["b"].codes == ()
    assert export.questions["b"].missing == ("-9",)
    assert export.questions["d"].missing == ()


@pytest.mark.parametrize("text", [
    "VARIABLE LABELS a 'x\nEXECUTE.", 'VALUE LABELS a 1 "x', "VARIABLE LABELS\na 'b",
])  # fmt: skip
def test_open_quotes_in_spss_syntax(text):
    """What is cut off is refused, with the line."""
    line = 1 + text.startswith("VARIABLE LABELS\n")
    with pytest.raises(FileFormatError, match=f"quotation mark in line {line} that is not"):
        read_structure(text.encode(), "s.sps")


@pytest.mark.parametrize("mark", ['"', "'", '"\\'])
def test_open_quotes_in_r_syntax(mark):
    """The same."""
    text = f'attributes(data)$variable.labels[1] <- "a"\nnames(data)[1] <- {mark}'
    with pytest.raises(FileFormatError, match=r"s\.R has a quotation mark in line 2 that is not"):
        read_structure(text.encode(), "s.R")


def test_too_many_variables(monkeypatch):
    """A short list may name as many variables as fill the memory."""
    monkeypatch.setattr(_spss_syntax, "_MOST_NAMED", 50)
    for text in ("a1 to a60 'x'", "a1 to a20 'x' /a1 to a20 'x' /a1 to a20 'x'"):
        with pytest.raises(FileFormatError, match=r"s\.sps names more variables than a survey"):
            read_structure(f"VARIABLE LABELS {text}.".encode(), "s.sps")
    facts = read_structure(b"VARIABLE LABELS a1 to a9999999 'x' /b9 to b2 'y'.", "s.sps")
    assert [*facts] == ["a1", "a9999999", "b9", "b2"]


LABEL = 'attributes(data)$variable.labels[1] <- "x"\n'
HOSTILE = [
    ("VARIABLE LABELS a ", '"', ""),
    ('VARIABLE LABELS a "', '\\"', ""),
    ("VARIABLE LABELS a ", "1.", ""),
    ("VARIABLE LABELS a ", "1a", ""),
    ("VARIABLE LABELS ", "/*", ""),
    ("VARIABLE LABELS ", "a to ", "b 'x'."),
    ("VALUE LABELS a ", ". ", "."),
    ("VALUE LABELS a 1 'x'.\n", "MISSING VALUES (", ""),
    ("VALUE LABELS a 1 'x'.\n", "RENAME VARIABLES (a=a)", ""),
    ('attributes(data)$variable.labels[1] <- "', '\\"', ""),
    (LABEL, "data[,1] <- factor(levels=c(", ""),
    (LABEL, "factor(levels=c(", ""),
    (LABEL, "<- ", ""),
    (LABEL + 'names(data)[1] <- "a_b"\nattributes(data)$variable.labels[1] <- "', "[a", '"'),
    ("", "attributes(", LABEL),
    ("", "VARIABLE ", "VARIABLE LABELS a 'x'."),
]


@pytest.mark.parametrize(("before", "again", "after"), HOSTILE)
def test_time_grows_with_the_size(before, again, after):
    """Eight times the text takes about eight times as long; where it is quadratic, 64 times."""

    def seconds(times: int) -> float:
        data = (before + again * times + after).encode()
        started = time.process_time()
        with contextlib.suppress(FileFormatError):
            read_structure(data, "s")
        return time.process_time() - started

    seconds(10)
    short = min(seconds(1000) for _ in range(3))
    assert seconds(8_000) < 30 * short + 0.4
