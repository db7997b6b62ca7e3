"""Files that describe a survey, made in the test: LimeSurvey's structure, REDCap's dictionary."""

from __future__ import annotations

from tests.survey_files import delimited


def rows(table: str, *its: dict[str, object]) -> str:
    """Return a table of LimeSurvey's XML."""
    made = "".join(
        "<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) + "</row>"
        for row in its
    )
    return f"<{table}><fields/><rows>{made}</rows></{table}>"


def lss(*tables: str) -> str:
    """Return a survey of LimeSurvey."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
    return head + "<LimeSurveyDocType>Survey</LimeSurveyDocType>" + "".join(tables) + "</document>"


OLD = lss(
    rows(
        "questions",
        {"qid": 1, "parent_qid": 0, "title": "A1", "type": "F", "question": "<p>Rate</p>"},
        {"qid": 1, "parent_qid": 0, "title": "A1", "type": "F", "question": "Bewerten"},
        {"qid": 2, "parent_qid": 0, "title": "B", "type": "Y", "question": "Sure?"},
        {"qid": 3, "parent_qid": 0, "title": "C", "type": "M", "question": "Which?"},
        {"qid": 4, "parent_qid": 0, "title": "D", "type": "?"},
        {"qid": 5, "parent_qid": 0, "title": "", "type": "S", "question": "Nameless"},
        {"qid": 6, "parent_qid": 1, "title": "SQ9", "type": "T", "question": "no question"},
    ),
    rows(
        "subquestions",
        {"qid": 11, "parent_qid": 1, "title": "SQ1", "question": "the&nbsp;food"},
        {"qid": 12, "parent_qid": 1, "title": "SQ2", "question": "the room"},
        {"qid": 13, "parent_qid": 3, "title": "1", "question": "Bus"},
    ),
    rows(
        "answers",
        {"qid": 1, "code": "A2", "answer": "Good", "sortorder": 2, "scale_id": 0},
        {"qid": 1, "code": "A1", "answer": "Bad", "sortorder": 1, "scale_id": 0},
        {"qid": 1, "code": "A1", "answer": "Schlecht", "sortorder": 1, "scale_id": 0},
        {"qid": 1, "code": "3", "answer": "Top", "sortorder": "²", "scale_id": ""},
        {"qid": 1, "code": "9", "answer": "Other scale", "sortorder": 1, "scale_id": 1},
        {"sortorder": "9" * 5000},
    ),
)

QUEXML = """<questionnaire><section>
<question><text>How</text><text>is it?</text><response varName="A1"><fixed>
<category><label>Bad</label><value>1</value></category>
<category><label>Good</label><value>A2</value></category></fixed></response></question>
<question><text>Rate</text><subQuestion varName="B_SQ1"><text>Food</text></subQuestion>
<subQuestion><text>nameless</text></subQuestion><response varName="B"><fixed>
<category><label>Low</label><value>01</value></category>
<category><label>High</label><value>2</value></category></fixed></response></question>
<question><text>Tick</text><response varName="C_1"><fixed><category><label>Bus</label>
<value>1</value></category></fixed></response><response varName="C_b"><free/></response>
<response varName="CT"><fixed><category><label>Other</label><value>Y</value>
<contingentQuestion varName="Cother"><text>Another</text></contingentQuestion></category>
</fixed></response></question></section></questionnaire>"""


D_HEAD = ["Variable / Field Name", "Form Name", "Field Type", "Field Label",
          "Choices, Calculations, OR Slider Labels"]  # fmt: skip
DICTIONARY = delimited(
    [
        D_HEAD,
        ["tired", "f", "radio", "How <b>tired</b>?", "0, Not | 1, Very, very || 2"],
        ["gym", "f", "checkbox", "Gym", "A, Bike \\n b2, Swim"],
        ["ok", "f", "yesno", "Ok?", ""],
        ["true", "f", "truefalse", "True?", "9, x"],
        ["bmi", "f", "calc", "BMI", "[weight] / 2, 3"],
        ["pain", "f", "slider", "Pain", "none | some | all"],
        ["note", "f", "descriptive", "Read", ""],
        [" ", "f", "text", "nameless", ""],
        ["short"],
    ]
)
