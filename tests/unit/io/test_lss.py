"""LimeSurvey's structure (.lss) and questionnaires in XML (queXML)."""

from __future__ import annotations

import csv
import io

import pytest
from tests.structure_files import OLD, QUEXML, lss, rows
from tests.survey_files import delimited, read, said

import likertkit as lk
from likertkit.errors import FileAccessError
from likertkit.io.structures._facts import Facts
from likertkit.io.structures._structure import read_structure

SCALE = ((3, "Top"), ("A1", "Bad"), ("A2", "Good"))


def test_limesurvey():
    """Texts and options in the survey's first language and in the questionnaire's order."""
    others = ((), ("Schlecht",), ())
    assert read_structure(OLD.encode(), "s.lss") == {
        "A1[SQ1]": Facts("Rate", "the food", "choice", SCALE, others),
        "A1[SQ2]": Facts("Rate", "the room", "choice", SCALE, others),
        "B": Facts("Sure?", "", "choice", (("Y", "Yes"), ("N", "No"))),
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
        "A1": Facts("Rate", "", "choice", ((1, "Bad"),), (("Schlecht",),)),
    }


def question(qid: int, kind: str, **more: object) -> dict[str, object]:
    """Return a question of a type; its code is Q and its number."""
    named = {"title": f"Q{qid}", "question": f"Text {qid}", **more}
    return {"qid": qid, "parent_qid": 0, "type": kind, **named}


def part(parent: int, title: str, words: str, scale: int = 0) -> dict[str, object]:
    """Return a row of a grid; on scale 1, a column."""
    its = {"title": title, "question": words, "scale_id": scale}
    return {"qid": f"{parent}{title}{scale}", "parent_qid": parent, **its}


def answer(qid: int, code: str, label: str, scale: int = 0) -> dict[str, object]:
    """Return an option of a question."""
    return {"qid": qid, "code": code, "answer": label, "sortorder": code[-1], "scale_id": scale}


MANY = lss(
    rows(
        "questions",
        question(1, "1"),
        question(2, ":"),
        question(3, ";"),
        question(4, "L", other="Y", question="Rate {self.name} <i>now</i>"),
        question(5, "P", other="Y"),
        question(6, "M", other="Y"),
        question(7, "O"),
        question(8, "R"),
        question(9, "|"),
        question(10, "X"),
        question(11, "K"),
    ),
    rows(
        "subquestions",
        part(1, "SQ1", "Food"),
        part(2, "Y1", "Mon"),
        part(2, "X1", "Hours", 1),
        part(2, "X2", "", 1),
        part(3, "Y1", "Mon"),
        part(3, "X1", "Why", 1),
        part(5, "a", "Bus"),
        part(6, "a", "Bus"),
        part(11, "a", "Age"),
    ),
    rows(
        "answers",
        answer(1, "A1", "Bad"),
        answer(1, "A2", "Good"),
        answer(1, "B1", "Often", 1),
        answer(4, "1", "Low"),
        answer(7, "1", "Low"),
        answer(8, "A1", "Pay"),
        answer(8, "A2", "Time"),
    ),
    rows(
        "question_attributes", {"qid": 1, "attribute": "dualscale_headerB", "value": "<b>Use</b>"}
    ),
)
DUAL = (
    Facts("Text 1", "Food [Scale 1]", "choice", (("A1", "Bad"), ("A2", "Good"))),
    Facts("Text 1", "Food [Use]", "choice", (("B1", "Often"),)),
)
RANKS = (("A1", "Pay"), ("A2", "Time"))


def test_columns_of_each_type():
    """A column for each scale, cell of a grid, rank and comment; none for a text that is shown."""
    rate = "Rate {self.name} now"
    assert read_structure(MANY.encode(), "s.lss") == {
        "Q1[SQ1#0]": DUAL[0],
        "Q1[SQ1#1]": DUAL[1],
        "Q2[Y1_X1]": Facts("Text 2", "Mon – Hours", "number"),
        "Q2[Y1_X2]": Facts("Text 2", "Mon", "number"),
        "Q3[Y1_X1]": Facts("Text 3", "Mon – Why", "text"),
        "Q4": Facts(rate, "", "choice", ((1, "Low"), ("-oth-", "Other"))),
        "Q4[other]": Facts(rate, "Other", "text"),
        "Q5[a]": Facts("Text 5", "Bus", "select-all"),
        "Q5[acomment]": Facts("Text 5", "Bus (comment)", "text"),
        "Q5[other]": Facts("Text 5", "Other", "text"),
        "Q5[othercomment]": Facts("Text 5", "Other (comment)", "text"),
        "Q6[a]": Facts("Text 6", "Bus", "select-all"),
        "Q6[other]": Facts("Text 6", "Other", "text"),
        "Q7": Facts("Text 7", "", "choice", ((1, "Low"),)),
        "Q7[comment]": Facts("Text 7", "Comment", "text"),
        "Q8[1]": Facts("Text 8", "Rank 1", "choice", RANKS),
        "Q8[2]": Facts("Text 8", "Rank 2", "choice", RANKS),
        "Q9": Facts("Text 9", "", "text"),
        "Q9[filecount]": Facts("Text 9", "Number of files", "number"),
        "Q11[a]": Facts("Text 11", "Age", "number"),
    }


@pytest.mark.parametrize(
    ("heads", "order"),
    [
        (["Q1[SQ1][1]", "Q1[SQ1][2]"], (0, 1)),
        (["Q1[SQ1][1]"], (0,)),
        (["Q1[SQ1][0]", "Q1[SQ1][1]"], (0, 1)),
        (["Q1[SQ1#0]", "Q1[SQ1#1]"], (0, 1)),
        (["Q1_SQ1_0", "Q1_SQ1_1"], (0, 1)),
        (["Q1_SQ1#1", "Q1_SQ1#0"], (1, 0)),
    ],
)
def test_headings_of_two_scales(tmp_path, heads, order):
    """LimeSurvey counts the two scales of a grid from 1 in brackets, and from 0 elsewhere."""
    path = tmp_path / "s.lss"
    path.write_text(MANY, encoding="utf-8")
    names = ["id", "submitdate", "lastpage", "startlanguage", *heads]
    body = [[str(j), "x", "1", "en", *["A1"] * len(heads)] for j in range(3)]
    export = read(tmp_path, delimited([names, *body]), structure=path)
    asked = list(export.questions)[4:]
    assert [q.part for q in asked] == [DUAL[k].part for k in order]
    assert [q.options for q in asked] == [
        tuple(label for _, label in DUAL[k].options) for k in order
    ]


def test_languages(tmp_path):
    """The survey's own language names the levels, and answers in another language are read."""
    words = {"Nie": "Never", "Manchmal": "Sometimes", "Immer": "Always", "Weiß nicht": "No idea"}
    answers = [
        {"qid": 1, "code": f"A{j}", "sortorder": j, "scale_id": 0, "language": code, "answer": text}
        for j, pair in enumerate(words.items())
        for code, text in zip(("de", "en"), pair, strict=True)
    ]
    path = tmp_path / "s.lss"
    made = lss(
        rows(
            "questions",
            question(1, "L", question="Wie oft?", language="de"),
            question(1, "L", question="How often?", language="en"),
        ),
        rows("answers", *answers),
        rows("surveys", {"sid": 7, "language": "en", "additional_languages": "de"}),
    )
    path.write_text(made, encoding="utf-8")
    cells = ["Never", "nie", "Sometimes", "Manchmal", "Immer", "Always", "Weiß nicht", "N/A"]
    heads = ["id", "submitdate", "lastpage", "startlanguage", "Q1"]
    body = [[str(j), "x", "1", "en", cell] for j, cell in enumerate(cells)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    asked = export.questions["Q1"]
    assert (asked.text, asked.options) == ("How often?", tuple(words.values()))
    assert asked.wordings == tuple((word,) for word in words)
    unknown = said(export, "answers that the structure does not have")
    assert unknown == "'N/A' (1 answer in Q1)"
    scale = export.draft_instrument()["Q1"].scale
    assert dict(scale.labels) == {1: "Never", 2: "Sometimes", 3: "Always"}
    assert scale.encode(cells[:6]).tolist() == [1, 1, 2, 2, 3, 3]
    assert scale.reasons == ("blank", "A3", "No idea", "Weiß nicht", "N/A")


def test_spaces_that_were_lost(tmp_path):
    """Where markup was taken out, words may stand without a space; the answers are still read."""
    words = ["Never<br>1", "Hardly<br>2", "Some&nbsp;times 3", "Often<br>4", "some times",
             "every day", "everyday"]  # fmt: skip
    answers = [answer(1, f"A{j}", word) for j, word in enumerate(words)]
    path = tmp_path / "s.lss"
    path.write_text(lss(rows("questions", question(1, "L")), rows("answers", *answers)))
    cells = ["Never1", "never 1", "Hardly2", "A2", "Often4", "some  times", "eve ryday"]
    heads = ["id", "submitdate", "lastpage", "startlanguage", "Q1"]
    body = [[str(j), "x", "1", "en", cell] for j, cell in enumerate(cells)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    asked = export.questions["Q1"]
    assert asked.options == (
        "Never 1", "Hardly 2", "Some times 3", "Often 4", "some times", "every day", "everyday",
    )  # fmt: skip
    assert asked.wordings == (("Never1",), ("Hardly2",), (), ("Often4",), (), (), ())
    # Without spaces two options are the same.
    unknown = said(export, "answers that the structure does not have")
    assert unknown == "'eve ryday' (1 answer in Q1)"
    assert said(export, "answers that the structure spells otherwise") == (
        "'Never1' (1 answer) for 'Never 1', 'never 1' (1 answer) for 'Never 1', 'Hardly2' (1 "
        "answer) for 'Hardly 2', 'Often4' (1 answer) for 'Often 4' and 'some  times' (1 answer) "
        "for 'some times'"
    )


def test_headings_of_texts(tmp_path):
    """Without codes in the headings, a column is known by the texts of the question and row."""
    path = tmp_path / "s.lss"
    path.write_text(OLD, encoding="utf-8")
    heads = ["Response ID", "Date submitted", "Last page", "Start language",
             "Rate [the food]", "Rate [the room]", "Sure?", "Which? [Bus]"]  # fmt: skip
    body = [[str(j), "x", "1", "en", "Good", "Bad", "Yes", "Yes"] for j in range(3)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    assert said(export, "structure").startswith("s.lss describes 4 of 8 columns, 4 of them known")
    assert [q.codes for q in list(export.questions)[4:]] == [
        (3, "A1", "A2"), (3, "A1", "A2"), ("Y", "N"), (),
    ]  # fmt: skip


def test_rows_among_the_questions():
    """Before version 1.91 the rows of a grid stood among the questions."""
    table = rows("questions", question(1, "F"), part(1, "a", "Food"))
    assert read_structure(lss(table).encode(), "s.lss") == {
        "Q1[a]": Facts("Text 1", "Food", "choice")
    }


def test_quexml():
    """A questionnaire for print names rows E1_SQ001, and the answers head them E1[SQ001]."""
    assert read_structure(QUEXML.encode(), "q.xml") == {
        "A1": Facts("How is it?", "", "choice", ((1, "Bad"), ("A2", "Good"))),
        "B[SQ1]": Facts("Rate", "Food", "choice", (("01", "Low"), (2, "High"))),
        "C[1]": Facts("Tick", "Bus", "select-all", ((1, "Bus"),)),
        "C[b]": Facts("Tick", "", None, ()),
        "C[other]": Facts("Tick", "Another", "text"),
    }


def test_answers_with_their_structure(tmp_path):
    """Texts, options and codes come from it; columns that it lacks stay as they are."""
    path = tmp_path / "s.lss"
    path.write_text(OLD, encoding="utf-8")
    heads = ["id", "submitdate", "lastpage", "startlanguage", "A1[SQ1]", "B", "C[1]", "Z", ""]
    body = [[str(j), "x", "1", "en", "A1" if j % 2 else "3", "Y", "Y", "a", "b"] for j in range(6)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    assert said(export, "structure") == (
        "s.lss describes 3 of 9 columns | 1 column in the answers only: Z | "
        "2 columns in s.lss only: A1[SQ2], D"
    )
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


def test_one_question_of_every_type(shared):
    """Every type of LimeSurvey has the columns that its manual lists."""
    path = shared / "exports/limesurvey/n2_all_question_types.lss"
    facts = read_structure(path.read_bytes(), path.name)
    # Of 29 questions one is shown only; the rows, ranks and comments were counted in the XML.
    assert len({key.partition("[")[0] for key in facts}) == 28
    assert len(facts) == 54
    assert [facts[f"G2Q9[SQ002#{k}]"].part for k in (0, 1)] == [
        "How do you rate that? [Scale 1]", "How do you rate that? [Scale 2]",
    ]  # fmt: skip
    assert facts["G2Q6[SQ002_SQ001]"].part == "What about that? – What is good about it?"
    assert facts["G3Q8[3]"].options == (("A1", "Rank 1"), ("A2", "Rank 2"), ("A3", "Rank 3"))


def test_labels_that_drifted(shared):
    """What the answers hold and the structure lacks; the figures are those of grep in the file."""
    folder = shared / "exports/limesurvey"
    export = lk.read(
        folder / "ssi_2017_uk_public_data.csv", structure=folder / "ssi_2017_uk_core_survey.lss"
    )
    unknown = said(export, "answers that the structure does not have")
    assert unknown.startswith(
        "'Sometimes' (1015 answers in 11 columns, likerttime1[perfCheck1] first); "
        "'Neither agree or disagree' (662 answers in 15 columns, "
    )
    assert "'Male' (183 answers in socio2)" in unknown
    assert said(export, "answers that the structure spells otherwise") == (
        "'Private company' (72 answers) for 'Private Company'"
    )


def test_questionnaire_for_print(shared, tmp_path):
    """Two questions have other codes there: the texts tell them, where the answers have texts."""
    path = shared / "exports/limesurvey/n2_2020_survey_structure.xml"
    found = []
    for name in ("codeonly", "codeandtext"):
        text = (path.parent / f"n2_2020_dummy_data_{name}.csv").read_text(encoding="utf-8-sig")
        head = next(csv.reader(io.StringIO(text, newline="")))
        rows = [head, [f"x{j}" for j in range(len(head))]]
        found.append(said(read(tmp_path, delimited(rows), structure=path), "structure"))
    # By grep: 24 boxes for another answer, and 20 columns of the questions "a" and "b".
    first, _, last = found[0].split(" | ")
    assert first == f"{path.name} describes 421 of 559 columns"
    assert last.startswith(f"20 columns in {path.name} only: a[SQ001], a[SQ002], ")
    first, rest = found[1].split(" | ")
    assert first == (
        f"{path.name} describes 441 of 559 columns, 20 of them known by the text of the question"
    )
    assert "in the answers only" in rest
