"""What the headings of a column say: its code, the question, the row, and a short name."""

from __future__ import annotations

import pytest
from tests.survey_files import delimited, read

from likertkit.io._columns import plain_text


def said(export):
    """Return name, question and part of each column."""
    return [(q.item, q.text, q.part) for q in export.questions]


def table(*heads: str):
    """Return a file with these headings and three different rows."""
    return delimited([heads, *[[f"{j}x{k}" for k in range(len(heads))] for j in range(3)]])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>How <b>good</b>&nbsp;is&#8217;t?</p>", "How good is\u2019t?"),
        ("&lt;br&gt;a<!-- no\nword -->b", "a b"),
        ("  a\n\tb\u00a0 c ", "a b c"),
        ("a < b and c > d", "a < b and c > d"),
        ("1 <3", "1 <3"),
        ("", ""),
    ],
)
def test_plain_text(text, plain):
    """Markup, entities and runs of white space go; comparisons stay."""
    assert plain_text(text) == plain


def test_grids_in_brackets(tmp_path):
    """Of the form "stem [row]", neighbours are one question, however short it is."""
    heads = ("Timestamp", "Rate [a, b]", "Rate [c]", "Alone [x]", "Why?", "Rate [d]")
    assert said(read(tmp_path, table(*heads)))[1:] == [
        ("q1_1", "Rate", "a, b"),
        ("q1_2", "Rate", "c"),
        ("Alone [x]", "Alone [x]", ""),
        ("q2", "Why?", ""),
        ("Rate [d]", "Rate [d]", ""),
    ]


@pytest.mark.parametrize("sign", [": ", " - ", " | ", " > ", ":", "-"])
def test_grids_with_signs(tmp_path, sign):
    """Long headings that begin alike are cut at the sign; short ones are not."""
    stem = "Please say how often you do this"
    heads = (f"{stem}{sign}Run", f"{stem}{sign}Swim", f"a{sign}b", f"a{sign}c")
    export = read(tmp_path, table(*heads))
    assert said(export)[:2] == [("q1_1", stem, "Run"), ("q1_2", stem, "Swim")]
    assert [text for _, text, _ in said(export)[2:]] == [plain_text(head) for head in heads[2:]]


def test_two_brackets(tmp_path):
    """LimeSurvey names two scales of a grid, and comments, in brackets of their own."""
    kind, rate = "Which kind is it, in a word?", "Please rate each of these"
    heads = (kind, f"{kind} [Other]", f"{rate} [a][Scale 1]", f"{rate} [a][Scale 2]", f"{rate} [b]")
    assert [(text, part) for _, text, part in said(read(tmp_path, table(*heads)))] == [
        (kind, ""), (kind, "Other"), (rate, "a | Scale 1"), (rate, "a | Scale 2"), (rate, "b"),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [" >> ", "->"])
def test_short_questions_before_arrows(tmp_path, sign):
    """Arrows stand in no question."""
    export = read(tmp_path, table(f"Q1{sign}Run", f"Q1{sign}Swim far"))
    assert [(text, part) for _, text, part in said(export)] == [("Q1", "Run"), ("Q1", "Swim far")]


def test_dash_inside_the_question(tmp_path):
    """A dash may stand in the question: the last one counts; of colons, the first."""
    stem = "Your work - all of it, please"
    export = read(tmp_path, table(f"{stem} - Run", f"{stem} - Swim"))
    assert said(export) == [("q1_1", stem, "Run"), ("q1_2", stem, "Swim")]
    stem = "Tick what you use here"
    export = read(tmp_path, table(f"{stem}: Mail: paper", f"{stem}: Mail: electronic"))
    assert [part for _, _, part in said(export)] == ["Mail: paper", "Mail: electronic"]


def test_single_long_heading_is_not_cut(tmp_path):
    """One heading has no neighbour that begins alike."""
    head = "Would you say that this is good - or bad"
    assert said(read(tmp_path, table(head, "b")))[0] == ("q1", head, "")


def test_codes_before_texts(tmp_path):
    """A heading such as "[Q24-A] stem [row]" has a code."""
    export = read(tmp_path, table("[Q2-A] How is it\nnow? [this]", "[Q2-B] Else?", "[x] y"))
    assert said(export)[:2] == [("Q2-A", "How is it now?", "this"), ("Q2-B", "Else?", "")]
    assert export.questions["Q2-A"].heading == "[Q2-A] How is it\nnow? [this]"


LIME = ("id", "submitdate", "lastpage", "startlanguage")


@pytest.mark.parametrize("sign", [". ", ".\u00a0", "._.", "._. "])
def test_limesurvey_code_and_text(tmp_path, sign):
    """Code and text stand in one heading."""
    heads = (f"A1[SQ1]{sign}Rate [food]", f"A1[SQ2]{sign}Rate [room]", f"B2{sign}Why. Say [a] b")
    export = read(tmp_path, table(*LIME, *heads))
    assert said(export)[4:] == [
        ("A1[SQ1]", "Rate", "food"),
        ("A1[SQ2]", "Rate", "room"),
        ("B2", "Why. Say [a] b", ""),
    ]


def test_limesurvey_codes(tmp_path):
    """The part in brackets is the row; two scales have two."""
    export = read(tmp_path, table(*LIME, "A1[SQ1]", "A1[other]", "B2", "C[1][2]"))
    assert said(export)[4:] == [
        ("A1[SQ1]", "", "SQ1"),
        ("A1[other]", "", "other"),
        ("B2", "", ""),
        ("C[1][2]", "", "1"),
    ]


def test_redcap(tmp_path):
    """Checkboxes by code and by label."""
    export = read(tmp_path, table("record_id", "gym___1", "gym___a_b", "x_complete"))
    assert said(export)[1:3] == [("gym___1", "", "1"), ("gym___a_b", "", "a_b")]
    heads = ("Study ID", "Gym (all) (choice=Bike)", "Gym (all) (choice=Swim (cold))", "Complete?")
    export = read(tmp_path, table(*heads))
    assert said(export)[1:3] == [
        ("q1_1", "Gym (all)", "Bike"),
        ("q1_2", "Gym (all)", "Swim (cold)"),
    ]


def test_canvas(tmp_path):
    """The number is the code."""
    export = read(tmp_path, table("4911959: Was it clear?", "1.0", "4911960: Hard?", "1"))
    assert [(q.item, q.text, q.kind) for q in export.questions] == [
        ("4911959", "Was it clear?", "text"),
        ("1.0", "1.0", "metadata"),
        ("4911960", "Hard?", "text"),
        ("1", "1", "metadata"),
    ]


def test_qualtrics_texts_are_cut_by_their_codes(tmp_path):
    """Codes such as "Q2_1" and "Q2_2" are rows of one question, however short its text is."""
    codes = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q2_1", "Q2_2", "Q3"]
    texts = ["Start Date", "End Date", "Response Type", "Finished", "Response ID"]
    texts += ["How often? - Bus", "How often? - Train", "How - x"]
    rows = [codes, texts, *[["x"] * 3 + ["True", str(j), "a", "b", "c"] for j in range(3)]]
    assert said(read(tmp_path, delimited(rows)))[5:] == [
        ("Q2_1", "How often?", "Bus"),
        ("Q2_2", "How often?", "Train"),
        ("Q3", "How - x", ""),
    ]


def test_names(tmp_path):
    """A short heading names its column; a sentence is numbered; the tool's columns keep theirs."""
    heads = (
        "Timestamp",
        "Age",
        "Years of age, please",
        "Is it so? Yes",
        "A heading of more than 32 letters.",
        "",
        "Was ist das",
    )
    export = read(tmp_path, table(*heads))
    assert list(export.frame) == [
        "Timestamp", "Age", "Years of age, please", "q1", "q2", "q3", "Was ist das",
    ]  # fmt: skip


def test_names_do_not_hang_on_the_rows(tmp_path):
    """Another order, and another respondent, change no name."""
    heads = ["Timestamp", "Rate it [a]", "Rate it [b]", "Why, in your own words, please?", "b"]
    rows = [[str(j), "Agree", "Disagree", f"text {j}", "x"] for j in range(5)]
    names = list(read(tmp_path, delimited([heads, *rows])).frame)
    assert list(read(tmp_path, delimited([heads, *rows[::-1], rows[0]])).frame) == names


@pytest.mark.parametrize(
    "head", ["a" * 50_000 + ".", "a_" * 50_000 + " ", "{importid" * 12_000, " [a" * 40_000]
)
def test_endless_headings(tmp_path, head):
    """They are read in no time."""
    assert len(read(tmp_path, delimited([[head, "b"], ["1", "2"], ["2", "3"]])).frame) == 2


def test_many_equal_headings(tmp_path):
    """A thousand columns of one name are numbered in no time."""
    names = list(read(tmp_path, table(*["x"] * 1000)).frame)
    assert names[:3] + names[-1:] == ["x", "x_2", "x_3", "x_1000"]


def test_how_long_a_name_is(tmp_path):
    """Thirty-two letters can be typed."""
    assert list(read(tmp_path, table("a b" + "c" * 29, "a b" + "c" * 30)).frame) == [
        "a b" + "c" * 29,
        "q1",
    ]


@pytest.mark.parametrize(("n", "cut"), [(19, False), (20, True)])
def test_how_long_a_question_is(tmp_path, n, cut):
    """Twenty letters before the sign are a question, and not the first half of a name."""
    stem = "a b" + "c" * (n - 3)
    export = read(tmp_path, table(f"{stem} - x", f"{stem} - y"))
    assert [q.part for q in export.questions] == (["x", "y"] if cut else ["", ""])
