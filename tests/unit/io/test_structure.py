"""Files that describe a survey: LimeSurvey's, queXML and REDCap's dictionary."""

from __future__ import annotations

import builtins

import pytest
from tests.survey_files import delimited, read, said

from likertkit.errors import FileAccessError, FileFormatError, MissingExtraError
from likertkit.io.structures._structure import Facts, read_structure, refuse_structure


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
SCALE = ((3, "Top"), ("A1", "Bad"), ("A2", "Good"))


def test_limesurvey():
    """Texts and options in the survey's first language and in the questionnaire's order."""
    facts = read_structure(OLD.encode(), "s.lss")
    assert facts == {
        "A1": Facts("Rate", "", "choice", SCALE),
        "A1[SQ1]": Facts("Rate", "the food", "choice", SCALE),
        "A1[SQ2]": Facts("Rate", "the room", "choice", SCALE),
        "B": Facts("Sure?", "", "choice", (("Y", "Yes"), ("N", "No"))),
        "C": Facts("Which?", "", "select-all", ()),
        "C[1]": Facts("Which?", "Bus", "select-all", ()),
        "D": Facts("", "", None, ()),
    }


def test_limesurvey_with_texts_apart():
    """From version 4 on the texts have tables of their own, a row for each language."""
    text = lss(
        rows("questions", {"qid": 1, "parent_qid": 0, "title": "A1", "type": "L"}),
        rows("answers", {"qid": 1, "aid": 7, "code": 1, "sortorder": 0}),
        rows(
            "question_l10ns",
            {"qid": 1, "question": "Rate", "language": "en"},
            {"qid": 1, "question": "Bewerten", "language": "de"},
            {"question": "of none"},
        ),
        rows(
            "answer_l10ns",
            {"aid": 7, "answer": "Bad", "language": "en"},
            {"aid": 7, "answer": "Schlecht", "language": "de"},
        ),
    )
    assert read_structure(text.encode(), "s.lss") == {
        "A1": Facts("Rate", "", "choice", ((1, "Bad"),)),
    }


QUEXML = """<questionnaire><section>
<question><text>How</text><text>is it?</text><response varName="A1"><fixed>
<category><label>Bad</label><value>1</value></category>
<category><label>Good</label><value>A2</value></category></fixed></response></question>
<question><text>Rate</text><subQuestion varName="B_SQ1"><text>Food</text></subQuestion>
<subQuestion><text>nameless</text></subQuestion><response varName="B"><fixed>
<category><label>Low</label><value>01</value></category>
<category><label>High</label><value>2</value></category></fixed></response></question>
<question><text>Tick</text><response varName="C_1"><fixed><category><label>Bus</label>
<value>1</value></category></fixed></response><response varName="C_other"><free/></response>
</question></section></questionnaire>"""


def test_quexml():
    """A questionnaire for print names rows E1_SQ001, and the answers head them E1[SQ001]."""
    assert read_structure(QUEXML.encode(), "q.xml") == {
        "A1": Facts("How is it?", "", "choice", ((1, "Bad"), ("A2", "Good"))),
        "B[SQ1]": Facts("Rate", "Food", "choice", (("01", "Low"), (2, "High"))),
        "C[1]": Facts("Tick", "Bus", "select-all", ((1, "Bus"),)),
        "C[other]": Facts("Tick", "", None, ()),
    }


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


def test_redcap():
    """Choices, check boxes, and types whose options are always the same."""
    assert read_structure(DICTIONARY.encode(), "d.csv") == {
        "tired": Facts("How tired?", "", "choice", ((0, "Not"), (1, "Very, very"))),
        "gym___a": Facts("Gym", "Bike", "select-all", ()),
        "gym___b2": Facts("Gym", "Swim", "select-all", ()),
        "ok": Facts("Ok?", "", "choice", ((1, "Yes"), (0, "No"))),
        "true": Facts("True?", "", "choice", ((1, "True"), (0, "False"))),
        "bmi": Facts("BMI", "", "number", ()),
        "pain": Facts("Pain", "", "number", ()),
        "note": Facts("Read", "", None, ()),
        "short": Facts("", "", None, ()),
    }


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_dictionaries_as_they_are_written(end, encoding):
    """Any line end, any encoding."""
    text = delimited([D_HEAD, ["a", "f", "radio", "Café?", "1, é"]], end=end)
    facts = read_structure(text.encode(encoding), "d.csv")
    assert facts == {"a": Facts("Café?", "", "choice", ((1, "é"),))}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (OLD, "the structure of a LimeSurvey survey"),
        ("\ufeff" + QUEXML, "a questionnaire in XML"),
        (DICTIONARY, "a data dictionary of REDCap"),
    ],
)
def test_structures_hold_no_answers(tmp_path, data, what):
    """The sentence says what the file is, and where it goes."""
    with pytest.raises(FileFormatError, match=rf"s\.csv is {what}") as caught:
        read(tmp_path, data, "s.csv")
    assert "structure='s.csv'" in str(caught.value)


def test_headings_with_markup(tmp_path):
    """A heading may begin with a tag."""
    assert len(read(tmp_path, "<b>Good?</b>,b\n1,2\n2,3\n").frame) == 2
    refuse_structure(b"<b>Good?</b>,b\n1,2\n", "a.csv")


ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
DEEP = "<document>" + "<questions>" * 50_000


@pytest.mark.parametrize(
    "text",
    [
        ENTITY + "<document><questions>&b;</questions></document>",
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>',
        "<document><questions>",
        "<?xml version='1.0' encoding='nope'?><document/>",
        DEEP,
        "<document>\x01</document>",
    ],
    ids=["entities", "DTD", "cut", "encoding", "deep", "control"],
)
def test_xml_that_is_not_read(text):
    """No entities, no DTD, no half of a file."""
    with pytest.raises(FileFormatError, match=r"s\.lss is not XML that can be read"):
        read_structure(text.encode(), "s.lss")


def test_deep_nesting():
    """A thousand levels of nothing hold no question."""
    text = f"<document><questions>{'<a>' * 5000}{'</a>' * 5000}</questions></document>"
    assert read_structure(text.encode(), "s.lss") == {}


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "<other/>", "<document/>"])
def test_no_structure(text):
    """What describes nothing is refused as such."""
    with pytest.raises(FileFormatError, match=r"s\.x does not describe a survey"):
        read_structure(text.encode(), "s.x")


def test_wrong_quotes():
    """A dictionary that is damaged."""
    with pytest.raises(FileFormatError, match=r"d\.csv is quoted wrongly"):
        read_structure((DICTIONARY + '"x" y').encode(), "d.csv")


def test_without_the_extra(monkeypatch):
    """The sentence says what to install."""
    plain = builtins.__import__

    def no_defusedxml(name: str, *rest: object) -> object:
        if name.startswith("defusedxml"):
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_defusedxml)
    with pytest.raises(MissingExtraError, match="defusedxml"):
        read_structure(OLD.encode(), "s.lss")


def test_answers_with_their_structure(tmp_path):
    """Texts, options and codes come from it; columns that it lacks stay as they are."""
    path = tmp_path / "s.lss"
    path.write_text(OLD, encoding="utf-8")
    heads = ["id", "submitdate", "lastpage", "startlanguage", "A1[SQ1]", "B", "C[1]", "Z", ""]
    body = [[str(j), "x", "1", "en", "A1" if j % 2 else "3", "Y", "Y", "a", "b"] for j in range(6)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    assert said(export, "structure") == "s.lss describes 3 of 9 columns"
    question = export.questions["A1[SQ1]"]
    assert (question.text, question.part, question.kind) == ("Rate", "the food", "choice")
    assert (question.codes, question.options) == ((3, "A1", "A2"), ("Top", "Bad", "Good"))
    assert export.questions["C[1]"].kind == "select-all"
    assert export.questions["Z"].text == ""
    with pytest.raises(FileAccessError):
        read(tmp_path, "a,b\n1,2\n", structure=tmp_path / "none.lss")


def test_words_where_the_survey_has_numbers(tmp_path):
    """A file of labels holds words in a question of numbers."""
    path = tmp_path / "s.lss"
    question = {"qid": 1, "parent_qid": 0, "title": "A1", "type": "N", "question": "How many?"}
    path.write_text(lss(rows("questions", question)), encoding="utf-8")
    for cells, kind in ((["1", "2", "2"], "number"), (["0 - none", "1", "1"], "choice")):
        text = delimited([["A1", "b"], *[[cell, "x"] for cell in cells]])
        export = read(tmp_path, text, structure=path)
        assert export.questions["A1"].kind == kind
