"""One column for each option, folded into the one answer that was given."""

from __future__ import annotations

import pytest
from tests.survey_files import columns, delimited, read, said, xlsx

META = ["StartDate", "EndDate", "Status", "Finished", "ResponseId"]
MONKEY = ["Respondent ID", "Collector ID", "Start Date"]
BLANK = [""] * 3
WORDS = ["Never", "Sometimes", "Often"]


def table(options, answers, tick=None, rows=("",)):
    """Return a file in which each option of each row has a column."""
    parts = [" - ".join(filter(None, (row, option))) for row in rows for option in options]
    heads = [[*MONKEY, "How often do you do these?", *[""] * (len(parts) - 1)], [*BLANK, *parts]]
    body = []
    for j, chosen in enumerate(answers):
        its = [("" if pick != option else tick or option) for pick in chosen for option in options]
        body.append([f"n{j}", "1", "2024-01-01", *its])
    return delimited([*heads, *body])


@pytest.mark.parametrize("tick", [None, "1", "x", "TRUE", "Checked"])
def test_words(tmp_path, tick):
    """A tick stands for its option; an answer stays as it is spelled."""
    text = table(WORDS, [("Never",), ("Often",), ("Sometimes",), ("Never",)], tick)
    export = read(tmp_path, text, tool="surveymonkey")
    assert columns(export)["q1"] == ["Never", "Often", "Sometimes", "Never"]
    question = export.questions["q1"]
    assert (question.kind, question.options) == ("choice", tuple(WORDS))
    assert "3 columns of 'How often do you do these?' hold one option" in said(export, "layout")


def test_numbers_with_a_tick(tmp_path):
    """A tick of 1 below the option 3 is the answer 3."""
    text = table(["1", "2", "3"], [("3",), ("1",), ("2",), ("3",)], "1")
    export = read(tmp_path, text, tool="surveymonkey")
    assert columns(export)["q1"] == ["3", "1", "2", "3"]


def test_grid(tmp_path):
    """Of "row - option": a column for each row of the grid."""
    text = table(WORDS, [("Never", "Often"), ("Often", "Often"), ("Sometimes", "Never")],
                 rows=("Run", "Swim"))  # fmt: skip
    export = read(tmp_path, text, tool="surveymonkey")
    assert columns(export)["q1_1"] == ["Never", "Often", "Sometimes"]
    assert columns(export)["q1_2"] == ["Often", "Often", "Never"]
    assert [export.questions[item].part for item in ("q1_1", "q1_2")] == ["Run", "Swim"]


def test_option_that_nobody_chose(tmp_path):
    """Its column is blank, and it stays an option."""
    export = read(tmp_path, table(WORDS, [("Never",), ("Often",), ("Never",)]), tool="surveymonkey")
    assert columns(export)["q1"] == ["Never", "Often", "Never"]
    assert export.questions["q1"].options == tuple(WORDS)


def rows_of(cells, heads=WORDS):
    """Return a file with these cells below the options."""
    its = [[*MONKEY, "How often?", *[""] * (len(heads) - 1)], [*BLANK, *heads]]
    return delimited([*its, *[[f"n{j}", "1", "2024", *row] for j, row in enumerate(cells)]])


@pytest.mark.parametrize(
    ("cells", "heads"),
    [
        ([["Never", "Sometimes", ""], ["", "", "Often"]], WORDS),
        ([["Never", "", ""], ["", "well", "Often"], ["", "Sometimes", ""]], WORDS),
        ([["Mail", "", ""], ["", "Chat", ""], ["", "", "Fax"]], ["Mail", "Chat", "Fax"]),
        ([["", "", ""], ["", "", ""]], WORDS),
        ([["Never", "", ""], ["", "Never", ""], ["", "", "Often"]], ["Never", "Never", "Often"]),
        ([["Bus", "Never"], ["Car", "Never"]], ["How", "Never"]),
    ],
    ids=["two chosen", "another word", "no scale", "blank", "twice", "one option"],
)
def test_what_is_not_folded(tmp_path, cells, heads):
    """Several can be chosen, the options have no order, or nothing is there."""
    export = read(tmp_path, rows_of(cells, heads), tool="surveymonkey")
    assert said(export, "layout") == ""


def test_comment_beside_the_options(tmp_path):
    """A column that is no option stays a column, behind the answer."""
    heads = [*WORDS, "Say why"]
    cells = [["Never", "", "", "a"], ["", "", "Often", "b"], ["", "Sometimes", "", "c"]]
    export = read(tmp_path, rows_of(cells, heads), tool="surveymonkey")
    assert columns(export)["q1_1"] == ["Never", "Often", "Sometimes"]
    assert columns(export)["q1_2"] == ["a", "b", "c"]


def test_rows_that_are_set_aside(tmp_path):
    """All folded columns are looked at there too; two answers are both shown."""
    codes = [*META, "Q1_1", "Q1_2", "Q1_3"]
    texts = ["Start Date", "End Date", "Response Type", "Finished", "Response ID"]
    texts += [f"How often do you do this? - {word}" for word in WORDS]
    cells = [
        ("IP Address", "1", "", ""), ("IP Address", "", "1", ""), ("Survey Preview", "", "", "1"),
        ("Survey Preview", "1", "", "1"), ("Survey Preview", "", "", ""), ("Spam", "", "", "odd"),
    ]  # fmt: skip
    rows = [["x", "x", status, "True", f"R{j}", *its] for j, (status, *its) in enumerate(cells)]
    export = read(tmp_path, delimited([codes, texts, *rows]))
    assert columns(export)["Q1_1"] == ["Never", "Sometimes"]
    assert export.rows_set_aside["Q1_1"].tolist() == ["Often", "Never; Often", None, "Often"]


def test_ticks_of_a_workbook(tmp_path):
    """TRUE in a workbook is a truth value."""
    heads = [[*MONKEY, "How often?", "", ""], [*BLANK, *WORDS]]
    ticks = ([True, None, None], [None, None, True], [None, True, None])
    rows = [[f"n{j}", 1, 2024, *its] for j, its in enumerate(ticks)]
    export = read(tmp_path, xlsx({"S": [*heads, *rows]}), "a.xlsx", tool="surveymonkey")
    assert columns(export)["q1"] == ["Never", "Often", "Sometimes"]


@pytest.mark.parametrize("rows", [("",), ("Run", "Swim")])
def test_numbers_of_the_options(tmp_path, rows):
    """SurveyMonkey writes the place of an option in place of its words, if it is asked to."""
    text = table(WORDS, [("Never", "Often"), ("Often", "Often"), ("Sometimes", "Never")], rows=rows)
    if len(rows) == 1:
        text = table(WORDS, [("Never",), ("Often",), ("Sometimes",)])
    head, below, *answers = text.splitlines()
    for number, word in enumerate(WORDS, 1):
        answers = [row.replace(word, str(number)) for row in answers]
    export = read(tmp_path, "\n".join([head, below, *answers]), tool="surveymonkey")
    first = export.draft_instrument().names[0]
    assert columns(export)[first] == ["Never", "Often", "Sometimes"]


def test_option_that_is_spelled_in_two_ways(tmp_path):
    """Each answer stays as it is spelled."""
    cells = [["Never", "", ""], ["never ", "", ""], ["", "", "Often"], ["", "x", ""], ["", "X", ""]]
    export = read(tmp_path, rows_of(cells), tool="surveymonkey")
    assert columns(export)["q1"] == ["Never", "never ", "Often", "Sometimes", "Sometimes"]
