"""What kind of question a column holds, by its headings and its answers."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.survey_files import delimited, read, xlsx

from likertkit.io._cells import Cells
from likertkit.io._columns import Column
from likertkit.io._kinds import kind_of
from likertkit.io.files._coding import code_cells

AGREE = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]
DAY = datetime(2026, 3, 1)  # noqa: DTZ001 - a workbook knows no time zone


def kind(cells, *, n_siblings=1, heading="q", stem="", part="", metadata=False):
    """Return the kind of a column of these cells."""
    column = Column(0, heading, "", stem, part, metadata)
    return kind_of(column, Cells.from_coded(code_cells(cells)), n_siblings)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], "empty"),
        ([None, " ", "\u200b"], "empty"),
        (AGREE * 3, "choice"),
        (["Yes", "No", "Yes"], "choice"),
        (["Agree", "Agree"], "choice"),
        (["Agree"], "text"),
        (["Agree", "Disagree"], "choice"),
        (["1", "2", "5.0"], "choice"),
        (["1.5", "NA", "2.5"], "number"),
        (["5", "NA", "2", "4"], "choice"),
        (["NA", "NA"], "choice"),
        ([1, 2, 5], "choice"),
        (["-9", "2", "99"], "choice"),
        (["1.5", "2"], "number"),
        (["1", "101"], "number"),
        ([str(k) for k in range(12, 0, -1)], "number"),
        ([str(k) for k in range(11, 0, -1)], "choice"),
        (["0", "7", "8", "9", "10"], "choice"),
        (["34", "57", "46", "29", "33", "34"], "number"),
        ([str(k) for k in range(6)], "metadata"),
        ([str(k) for k in range(1, 7)], "metadata"),
        (["1", "2", "3", "4", "5"], "choice"),
        (["Bus;", "Car;", "Bus;"], "select-all"),
        (["Bus, Car", "Car", "Bus", "Car, Bus"], "select-all"),
        (["Bus\nCar", "Car", "Bus", "Car\nBus"], "select-all"),
        (["Yes, often", "Yes, at times", "No", "Yes, often"], "choice"),
        (["Jan 5, 2024", "Feb 16, 2024"], "date"),
        (["5 January 2024", "16-Feb-24"], "date"),
        (["1.1.1.1", "10.2.3.4"], "text"),
        (["2024-01-01", "1.2.2024", "later"], "date"),
        ([DAY, DAY.date(), "x"], "date"),
        (["10:30", "9:15 pm"], "date"),
        (["one", "two", "three"], "text"),
        (["x" * 300, "x" * 300, "y"], "text"),
        (["x" * 130, "x" * 140, "x" * 130, "x" * 140], "text"),
        ([f"o{k % 8}" for k in range(24)], "choice"),
        ([f"o{k % 8}" for k in range(23)], "text"),
        ([f"o{k % 16}" for k in range(99)], "text"),
        (["Bus;Car", "Bus", "Car;Bus;", "Car", "Bus; Tram", "Tram", "Tram;Car", "Bus;Tram;Car"],
         "select-all"),
        (["Bus, Car", "Car, Bus", "Bus, Tram", "Tram, Bus, Car"], "select-all"),
        (["I came, I saw", "Well, it depends", "No, not at all"], "text"),
        ([f"Bus, o{k}" for k in range(9)], "text"),
    ],
)  # fmt: skip
def test_answers(cells, expected):
    """By the answers alone."""
    assert kind(cells) == expected


@pytest.mark.parametrize(
    ("cells", "part", "expected"),
    [
        (["1", None, "1"], "Bus", "select-all"),
        (["Bus", None], "Bus", "select-all"),
        (["Bus", "No"], "Bus", "select-all"),
        (["No", "0"], "Bus", "select-all"),
        (["Checked", "Unchecked"], "Bus", "select-all"),
        ([True, False], "Bus", "select-all"),
        (["Bus (all)", None], "It is: bus (all)", "select-all"),
        (["Car", None, "Car"], "Bus", "choice"),
        (["Car", None], "Bus", "text"),
        (["Bus", "Car", "Car"], "Bus", "choice"),
    ],
)
def test_options_of_a_question(cells, part, expected):
    """Beside siblings, a column may say no more than whether its option was chosen."""
    assert kind(cells, n_siblings=2, stem="How?", part=part) == expected


def test_heading_that_is_its_only_answer():
    """Typeform heads each option alone."""
    assert kind(["Bus", None, "bus"], stem="Bus") == "select-all"
    assert kind(["Bus", None, "Car", "Bus", "Car"], stem="Bus") == "choice"


@pytest.mark.parametrize("name", ["Participant ID", "weight", "Timestamp", "E-Mail", "Gewicht"])
def test_columns_without_a_question(name):
    """Whatever the tool; a row of a grid of this name is a question."""
    assert kind(AGREE, stem=name) == "metadata"
    assert kind(AGREE, stem="Rate", part=name) == "choice"
    assert kind(AGREE, stem=name, metadata=True) == "metadata"


def test_numbers_of_the_rows():
    """A column without a heading that numbers the rows is the other program's."""
    assert kind(["0", "1", "2"], heading="") == "metadata"
    assert kind(["0", "1", "1"], heading="") == "choice"
    assert kind(["a", "b", "b"], heading="") == "choice"
    assert kind(["a", "b", "c"], heading="") == "text"
    assert kind(["0", "1", "2"]) == "choice"


def test_open_question(tmp_path):
    """What stands below "Other (please specify)" stays text, whatever was written."""
    heads = [["Respondent ID", "Collector ID", "Start Date", "End Date", "Which?", ""],
             ["", "", "", "", "Bus", "Other (please specify)"]]  # fmt: skip
    rows = [[str(j), "1", "2024-01-01", "2024-01-01", "Bus", "Car"] for j in range(4)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert export.questions["q1_2"].kind == "text"


def test_counts_of_a_question(tmp_path):
    """Respondents, blanks and options, as they stand in the file."""
    rows = [["a", "b"], ["Agree", 1], ["agree", 2], [None, 1], ["Agree", 1]]
    question = read(tmp_path, xlsx({"S": rows}), "a.xlsx").questions["a"]
    assert (question.n, question.n_blank, question.n_options) == (3, 1, 2)
    assert question.options == ("Agree", "agree")
    assert question.codes == question.missing == ()
