"""Qualtrics' definition of a survey (.qsf)."""

from __future__ import annotations

import json

import pytest
from tests.survey_files import delimited, read, said

from likertkit.errors import FileFormatError
from likertkit.io.structures import _qsf
from likertkit.io.structures._facts import Facts
from likertkit.io.structures._structure import read_structure


def choices(*labels: str, text: int | None = None) -> dict[str, dict[str, object]]:
    """Return choices that are numbered from 1; beside one of them stands a box for text."""
    return {
        str(j): {"Display": label, **({"TextEntry": "true"} if j == text else {})}
        for j, label in enumerate(labels, 1)
    }


def question(tag: str, kind: str, selector: str, **more: object) -> dict[str, object]:
    """Return a question of a survey."""
    payload = {
        "QuestionID": f"QID{tag}",
        "DataExportTag": tag,
        "QuestionType": kind,
        "Selector": selector,
        "QuestionText": f"<b>Text</b> of&nbsp;{tag}",
        **more,
    }
    return {"Element": "SQ", "Payload": payload}


TRASH = {"Type": "Trash", "BlockElements": [{"QuestionID": "QIDold"}]}
QUESTIONS = [
    {"Element": "BL", "Payload": [{"Type": "Default"}, TRASH]},
    {"Element": "BL", "Payload": {"1": {"Type": "Trash"}}},
    {"Element": "QC", "Payload": None},
    question(
        "Q1",
        "MC",
        "SAVR",
        Choices=choices("Never", "Often", "Other:", "Don't know", text=3),
        ChoiceOrder=[2, "1", "3", "9"],
        RecodeValues={"1": "5", "2": "-1", "3": "x", "4": 99},
        AnalyzeChoices={"4": "No", "1": "Yes"},
        Language={"DE": {"Choices": choices("Nie", "Oft", "", "Don't know")}, "FR": []},
    ),
    question("Q2", "MC", "MAVR", Choices=choices("Bus", "Car"), RecodeValues={"2": "7"}),
    question("Q3", "MC", "NPS", Choices=choices("0")),
    question(
        "Q4",
        "Matrix",
        "Likert",
        SubSelector="SingleAnswer",
        Choices=choices("Food", "Room", text=2),
        Answers=[{"Display": "Bad"}, {"Display": "Good"}],
        AnswerOrder=["1", "0"],
        ChoiceDataExportTags={"1": "food"},
    ),
    question(
        "Q5",
        "Matrix",
        "Likert",
        SubSelector="MultipleAnswer",
        Choices=choices("Mon"),
        Answers=choices("Bus"),
        ChoiceDataExportTags=False,
    ),
    question("Q6", "Matrix", "TE", Choices=choices("Mon"), Answers=choices("Why")),
    question("Q7", "TE", "SL"),
    question("Q8", "TE", "FORM", Choices=choices("Street", "Town")),
    question("Q9", "Slider", "HSLIDER", Choices=choices("Pain")),
    question("Q10", "DB", "TB"),
    question("", "TE", "SL"),
    question("old", "TE", "SL"),
    question("Q11", "MC", "SAVR", Choices={"1": 3, "2": {"Display": None}}, QuestionText=None),
    "no element",
]


def qsf(questions: list[object]) -> str:
    """Return a survey."""
    return json.dumps({"SurveyEntry": {"SurveyID": "SV_1"}, "SurveyElements": questions})


def test_columns_of_each_type():
    """Texts, rows, recodes, boxes for text, and columns of some exports only."""
    scale = ((1, "Good"), (0, "Bad"))
    many = {"kind": "select-all", "is_optional": True}
    assert read_structure(qsf(QUESTIONS).encode("utf-8-sig")[3:], "s.qsf") == {
        "Q1": Facts(
            "Text of Q1",
            "",
            "choice",
            ((-1, "Often"), (5, "Never"), ("x", "Other:"), (99, "Don't know")),
            (("Oft",), ("Nie",), (), ()),
            (99,),
        ),
        "Q1_3_TEXT": Facts("Text of Q1", "Other: (text)", "text", is_optional=True),
        "Q2": Facts("Text of Q2", "", **many),
        "Q2_1": Facts("Text of Q2", "Bus", **many),
        "Q2_2": Facts("Text of Q2", "Car", **many),
        "Q2_7": Facts("Text of Q2", "Car", **many),
        "Q3": Facts("Text of Q3", "", None),
        "food": Facts("Text of Q4", "Food", "choice", ((1, "Good"), (0, "Bad"))),
        "Q4_2": Facts("Text of Q4", "Room", "choice", scale),
        "Q4_2_TEXT": Facts("Text of Q4", "Room (text)", "text", is_optional=True),
        "Q5_1": Facts("Text of Q5", "Mon", **many),
        "Q5_1_1": Facts("Text of Q5", "Mon – Bus", **many),
        "Q6_1_1": Facts("Text of Q6", "Mon – Why", "text"),
        "Q7": Facts("Text of Q7", "", "text"),
        "Q7_TEXT": Facts("Text of Q7", "", "text", is_optional=True),
        "Q8_1": Facts("Text of Q8", "Street", "text"),
        "Q8_2": Facts("Text of Q8", "Town", "text"),
        "Q9_1": Facts("Text of Q9", "Pain", "number"),
        "Q11": Facts("", "", "choice", ((1, ""), (2, ""))),
    }


def test_answers_with_their_definition(tmp_path):
    """Recodes of each question in their own direction; loops have the number before the name."""
    words = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]
    down = {"RecodeValues": {"1": "4", "2": "3", "3": "2", "4": "1"}}
    path = tmp_path / "s.qsf"
    made = [
        question("Q1", "MC", "SAVR", Choices=choices(*words)),
        question("Q2", "MC", "SAVR", Choices=choices(*words), **down),
        question("Q3", "TE", "SL"),
    ]
    path.write_text(qsf(made), encoding="utf-8")
    heads = ["ResponseId", "StartDate", "EndDate", "Status", "Progress", "Finished", "Q1", "1_Q2"]
    texts = [f"The text of {head}" for head in heads]
    ids = [json.dumps({"ImportId": head}) for head in heads]
    body = [
        [f"R_{j}", "2026-01-01", "2026-01-01", "0", "100", "1", j % 4 + 1, 4 - j % 4]
        for j in range(8)
    ]
    export = read(tmp_path, delimited([heads, texts, ids, *body]), structure=path)
    assert said(export, "structure") == (
        "s.qsf describes 2 of 8 columns | 1 column in s.qsf only: Q3"
    )
    draft = export.draft_instrument()
    assert draft["Q1"].text == "Text of Q1"
    assert dict(draft["Q1"].scale.labels) == dict(enumerate(words, 1))
    assert dict(draft["1_Q2"].scale.labels) == dict(enumerate(words[::-1], 1))
    assert {item.scale.positive for item in draft} == {None}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (qsf([])[:-1], "not JSON that can be read: JSONDecodeError"),
        (qsf([])[:-1] + ',"a":' + "[" * 100_000, "not JSON that can be read: RecursionError"),
        (qsf([])[:-1] + ',"a":' + "9" * 5000 + "}", "not JSON that can be read: ValueError"),
    ],
)
def test_damaged_definitions(text, what):
    """The sentence says what is wrong."""
    with pytest.raises(FileFormatError, match=rf"s\.qsf is {what}"):
        read_structure(text.encode(), "s.qsf")


def test_large_definitions(monkeypatch):
    """A survey has a few megabytes."""
    monkeypatch.setattr(_qsf, "_MOST_BYTES", 50)
    with pytest.raises(FileFormatError, match=r"s\.qsf has [\d,]+ bytes, more than"):
        read_structure(qsf([]).encode(), "s.qsf")


@pytest.mark.parametrize("text", ['{"SurveyEntry": 1}', '["SurveyElements"]'])
def test_other_json(text):
    """JSON that is no survey."""
    with pytest.raises(FileFormatError, match=r"s\.json does not describe a survey"):
        read_structure(text.encode(), "s.json")
