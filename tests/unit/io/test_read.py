"""The front door of reading: files that are there, files that are not, and the export."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest
from tests.survey_files import columns, delimited, read, said

import likertkit as lk
from likertkit.errors import FileAccessError, FileFormatError

TEXT = "id,clear,tiring,weight\n1,Agree,Disagree,1.5\n2,,Agree,0.5\n3,Strongly agree,N/A,1\n"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0\0\0", b" \r\n\t \n", b"\0" * 10_000])
def test_empty_files(tmp_path, data):
    """Nothing that can be seen is in them."""
    with pytest.raises(FileFormatError, match=r"a\.csv is empty"):
        read(tmp_path, data, "a.csv")


@pytest.mark.parametrize("text", ["\ufeff", ",,,\n,,\n", '""\n""\n'])
def test_blank_files(tmp_path, text):
    """A mark, separators and quotation marks say nothing either."""
    with pytest.raises(FileFormatError):
        read(tmp_path, text)


def test_no_file(tmp_path):
    """A file that is not there, and a folder."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileAccessError):
            lk.read(path)
    with pytest.raises(lk.errors.ArgumentTypeError):
        lk.read(5)


def test_paths_as_text(tmp_path):
    """Whatever names a file."""
    read(tmp_path, TEXT)
    assert lk.read(str(tmp_path / "answers.csv")).name == "answers.csv"


def test_cells_stand_as_they_are(tmp_path):
    """Nothing is recoded; blanks are None; the frame holds objects."""
    export = read(tmp_path, TEXT)
    assert columns(export)["clear"] == ["Agree", None, "Strongly agree"]
    assert columns(export)["tiring"] == ["Disagree", "Agree", "N/A"]
    assert {str(dtype) for dtype in export.frame.dtypes} == {"object"}
    assert list(export.rows_set_aside) == ["row", "reason", "id", "clear", "tiring", "weight"]
    assert len(export.rows_set_aside) == 0


def test_log(tmp_path):
    """Every decision, in order, in full lines."""
    export = read(tmp_path, TEXT)
    assert [d.about for d in export.log][:6] == [
        "encoding", "line ends", "separator", "tool", "headings", "respondents",
    ]  # fmt: skip
    assert said(export, "respondents") == "3 rows"
    text = export.log.to_text(40)
    assert text.startswith("How answers.csv was read")
    assert max(map(len, text.splitlines())) <= 40
    assert "encoding: UTF-8" in text


def test_printed(tmp_path):
    """How many respondents and questions of each kind."""
    head, *rest = repr(read(tmp_path, TEXT)).splitlines()
    assert head.startswith("Export 'answers.csv' of csv: 3 respondents, 4 columns (2 metadata")
    assert rest == ["How it was read: .log; the questions: .questions"]
    heads = "CASE,SERIAL,REF,QUESTNNR,MODE,A101\n"
    export = read(tmp_path, heads + "1,,,b,interview,2\n2,,,b,debug,2\n")
    assert "1 row set aside (see rows_set_aside)" in repr(export)


def test_questions_table(tmp_path):
    """The first options are shown, the others counted."""
    rows = [["a", "b"], *[[f"o{k % 6}", "x"] for k in range(30)]]
    export = read(tmp_path, delimited(rows))
    assert export.questions["a"].cells()["options"] == "'o0', 'o1', 'o2', 'o3' and 2 more"
    assert export.questions["b"].cells()["options"] == "'x'"
    assert export.questions.to_frame()["kind"].tolist() == ["choice", "choice"]
    assert "a" in str(export.questions)


def test_responses(tmp_path):
    """Bound to an instrument: columns, respondents, and weights as numbers."""
    export = read(tmp_path, TEXT)
    scale = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": None})
    course = lk.Instrument("course", [lk.Item("clear", scale), lk.Item("hard", scale)])
    answers = export.responses(course, columns={"hard": "tiring"}, respondent="id", weight="weight")
    means = lk.means(answers)
    assert means["clear"].n == 2
    assert means["clear"].mean == pytest.approx((1.5 * 4 + 1 * 5) / 2.5)
    assert export.frame["weight"].tolist() == ["1.5", "0.5", "1"]


def test_weights_that_are_no_numbers(tmp_path):
    """They stay as they are, and the answers refuse them."""
    export = read(tmp_path, TEXT.replace("1.5", "much"))
    scale = lk.LikertScale.preset("agreement", 5)
    course = lk.Instrument("course", [lk.Item("clear", scale)])
    with pytest.raises(lk.LikertkitError):
        export.responses(course, weight="weight")
    with pytest.raises(lk.errors.MissingColumnError):
        export.responses(course, weight="nope")


def test_draft_that_nobody_has_looked_at(tmp_path):
    """Answers bound to it warn with its points; once they are settled, nothing is said."""
    export = read(tmp_path, TEXT)
    draft = export.draft_instrument()
    with pytest.warns(lk.LikertkitWarning, match="worded negatively"):
        export.responses(draft)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        export.responses(draft.revise(positive="high", reviewed=True))


def test_rows_are_counted_as_in_the_file(tmp_path):
    """A row that is set aside has the number of its row among all rows that are not blank."""
    text = "CASE,SERIAL,REF,QUESTNNR,MODE,A101\n1,,,b,interview,2\n,,,,,\n2,,,b,debug,2\n"
    export = read(tmp_path, text)
    assert export.rows_set_aside["row"].tolist() == [4]
    assert export.rows_set_aside["CASE"].tolist() == ["2"]
    assert isinstance(export.rows_set_aside, pd.DataFrame)
    assert said(export, "blank rows") == "1 row without any answer left out"
