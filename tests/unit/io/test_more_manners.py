"""Files made in the manner of further tools, and of people who passed files on."""

from __future__ import annotations

import pytest
from tests.survey_files import delimited, read, said

from likertkit.errors import FileFormatError

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
N = 8


def kinds(export):
    """Return the kinds of questions by item, without what the tool added itself."""
    return {q.item: q.kind for q in export.questions if q.kind != "metadata"}


def parts(export):
    """Return question and part of what the tool did not add itself."""
    return [(q.text, q.part) for q in export.questions if q.kind != "metadata"]


def scales(export):
    """Return the labels of each drafted item."""
    draft = export.draft_instrument()
    for item in draft:
        item.scale.encode(export.frame[item.name])
    return {item.name: list(item.scale.labels.values()) for item in draft}


def test_typeform(tmp_path):
    """Titles of groups above the headings, an answer piped into one, TRUE beside 1."""
    heads = ["#", "Name?", "How old are you, {{field:01ab}}?", "It was <b>clear</b>",
             "How likely?", "I accept", "Response Type", "Start Date (UTC)",
             "Submit Date (UTC)", "Network ID"]  # fmt: skip
    rows = [
        [f"a{j}", f"Name {j}", 20 + 7 * (j % 6), j % 5 + 1, [0, 7, 8, 9, 10][j % 5],
         ["1", "TRUE", "0", "FALSE"][j % 4], "started" if j == 2 else "completed",
         "2024-01-01 10:00:00", "2024-01-01 10:05:00", f"n{j}"]
        for j in range(N)
    ]  # fmt: skip
    groups = ["", "You", "", "The course", "", "End", *[""] * 4]
    export = read(tmp_path, delimited([groups, heads, *rows]))
    assert (export.tool, len(export.frame)) == ("typeform", N - 1)
    assert export.rows_set_aside["reason"].tolist() == ["unfinished"]
    assert said(export, "lines above the headings") == "1 row set aside"
    assert [text for text, _ in parts(export)][1:3] == ["How old are you, …?", "It was clear"]
    assert kinds(export)["q2"] == "number"
    assert {name: item.scale.codes for name, item in zip(("It was clear", "q3"),
            export.draft_instrument(), strict=True)} == {
        "It was clear": (1, 2, 3, 4, 5), "q3": tuple(range(11))}  # fmt: skip


def test_kobotoolbox(tmp_path):
    """Groups before the question; a list of options, and each option again with 1 or 0."""
    heads = ["start", "end", "water/How good is the well?", "water/Which do you use?",
             "water/Which do you use?/Tap", "water/Which do you use?/Well", "_id", "_uuid",
             "_submission_time", "_index"]  # fmt: skip
    rows = [
        ["2023-05-01T10:00:00.000+03:00", "2023-05-01T10:09:00.000+03:00", SATISFIED[j % 5],
         ["Tap", "Tap Well", "Well"][j % 3], int(j % 3 < 2), int(j % 3 > 0), 4000 + j, f"u{j}",
         "2023-05-01T07:21:00", j + 1]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows], ";", quote=True))
    assert (export.tool, len(export.frame)) == ("kobotoolbox", N)
    assert parts(export) == [
        ("How good is the well?", ""),
        ("Which do you use?", ""),
        ("Which do you use?", "Tap"),
        ("Which do you use?", "Well"),
    ]
    assert [*kinds(export).values()] == ["choice", *["select-all"] * 3]
    assert scales(export) == {"q1": SATISFIED}


def test_alchemer(tmp_path):
    """The row stands before the question; a partial answer is unfinished."""
    heads = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID", "Language",
             "Referer", "SessionID", "User Agent", "The room:How satisfied were you with these?",
             "The food:How satisfied were you with these?"]  # fmt: skip
    rows = [
        [j, "2023-01-05 10:00:00", "2023-01-05 10:05:00", "Partial" if j == 3 else "Complete", "",
         "English", "", f"s{j}", "Mozilla", SATISFIED[j % 5], SATISFIED[(j + 2) % 5]]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows], quote=True))
    assert (export.tool, len(export.frame)) == ("alchemer", N - 1)
    stem = "How satisfied were you with these?"
    assert parts(export) == [(stem, "The room"), (stem, "The food")]
    assert scales(export) == {"q1_1": SATISFIED, "q1_2": SATISFIED}


def test_unipark(tmp_path):
    """-77 stands for a question that was not asked; testers and broken-off rows are set aside."""
    heads = ["lfdn", "external_lfdn", "tester", "dispcode", "lastpage", "quality", "v_1", "v_2",
             "rts6189726"]  # fmt: skip
    rows = [
        [20 + j, 0, int(j == 1), 22 if j == 2 else 31, 618, -77, j % 5 + 1,
         -77 if j % 2 else j % 5 + 1, 1700 + j]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows], ";", quote=True))
    assert (export.tool, len(export.frame)) == ("unipark", N - 2)
    assert sorted(export.rows_set_aside["reason"]) == ["test", "unfinished"]
    draft = export.draft_instrument()
    assert draft.names == ("v_1", "v_2")
    assert dict(draft["v_2"].scale.nonsubstantive) == {"code -77": (-77,)}


def test_three_rows_of_headings(tmp_path):
    """A third row belongs to the headings where it is blank and nobody else is."""
    heads = [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "Rate our staff", ""],
        ["", "", "", "", "Kindness", "Knowledge"],
        ["", "", "", "", "1-5", "1-5"],
    ]
    rows = [[f"10{j}", "22", "2023-01-01", "2023-01-01", j % 5 + 1, 5 - j % 5] for j in range(N)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert (len(export.frame), said(export, "headings")) == (N, "3 rows, from line 1 to 3")
    assert parts(export) == [
        ("Rate our staff", f"{row} | 1-5") for row in ("Kindness", "Knowledge")
    ]


def test_questions_above_options(tmp_path):
    """Without any column of a tool, a full row of words that nobody answers are options."""
    heads = [
        ["What did you learn?", "", "", "How often do you draw?", "", "Do you agree?", ""],
        ["Maths", "Physics", "Else", "For others", "For myself", "It was slow", "It was of use"],
    ]
    often = ["gar nicht", "selten", "eher selten", "eher häufig", "sehr häufig"]
    agree = ["Stimme gar nicht zu", "Stimme eher nicht zu", "Stimme eher zu",
             "Stimme vollständig zu"]  # fmt: skip
    rows = [
        ["Ja" if j % 2 else "Nein", "Nein" if j % 3 else "Ja", "Kunst" if j == 3 else "",
         often[j % 5], often[(j + 2) % 5], agree[j % 4], agree[(j + 1) % 4] if j else ""]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([*heads, *rows], ";"))
    assert len(export.frame) == N
    assert parts(export)[3:5] == [("How often do you draw?", row) for row in heads[1][3:5]]
    assert scales(export) == {"q2_1": often, "q2_2": often, "q3_1": agree, "q3_2": agree}


def test_codes_above_questions(tmp_path):
    """A row of codes and a row of questions, without any column of a tool."""
    heads = [
        ["time", "Q1", "Q2_1", "Q2_2", "Q3"],
        ["Duration (in seconds)", "What is your age?", "Which tools do you use? - Python",
         "Which tools do you use? - R", "How often do you use them at work?"],
    ]  # fmt: skip
    rows = [
        [100 + 9 * j, ["18-21", "22-24"][j % 2], "Python" if j % 2 else "", "R" if j % 3 else "",
         ["Never", "Rarely", "Often"][j % 3]]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([*heads, *rows], quote=True))
    assert len(export.frame) == N
    assert parts(export)[2] == ("Which tools do you use?", "Python")
    assert kinds(export)["Q2_1"] == "select-all"
    assert [*scales(export)] == ["Q3"]


@pytest.mark.parametrize("start", [0, 1])
def test_numbers_of_columns_above_the_headings(tmp_path, start):
    """A table that was read without headings and written out again."""
    heads = [["", *range(start, start + 3)], [0, "Timestamp", "It was clear", "Else?"]]
    rows = [[j + 1, f"2024-01-0{j + 1}", SATISFIED[j % 5], f"text {j}"] for j in range(N)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert (export.tool, len(export.frame)) == ("google-forms", N)
    assert parts(export) == [("It was clear", ""), ("Else?", "")]
    assert scales(export) == {"It was clear": SATISFIED}
    bare = read(tmp_path, delimited([range(start, start + 3), *([r[2], 4, 5] for r in rows)]))
    assert len(bare.frame) == N


@pytest.mark.parametrize(
    ("first", "shown"),
    [(["2024-01-01 10:00:00", "Agree", "x"], "2024-01-01"), (["1", "Agree", "No"], "Agree")],
)
def test_no_headings(tmp_path, first, shown):
    """Dates above dates, and answers above the same answers: the first row is a respondent."""
    keys = [f"2024-01-0{j} 10:00:00" if ":" in first[0] else str(j) for j in range(2, N + 2)]
    rows = [[key, ["Agree", "Disagree"][j % 2], ["Yes", "No"][j % 2]] for j, key in enumerate(keys)]
    with pytest.raises(FileFormatError, match=f"has no headings: its first row .* '{shown}"):
        read(tmp_path, delimited([first, *rows]))


def test_the_text_beside_an_option(tmp_path):
    """A heading that begins with the whole heading before it is the text beside its options."""
    stem = "What is the main dish at your table?"
    heads = ["RespondentID", stem, f"{stem} - Other (please specify)", "How was it?"]
    rows = [
        [f"33{j}", ["Turkey", "Ham", "Other (please specify)"][j % 3], "Pie" if j % 3 == 2 else "",
         SATISFIED[j % 5]]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows], end="\r"))
    assert parts(export)[:2] == [(stem, ""), (stem, "Other (please specify)")]
    assert [*kinds(export).values()] == ["choice", "text", "choice"]


def test_comments_below_the_headings(tmp_path):
    """Sentences alone in the column of keys are nobody's answers; a key alone is somebody's."""
    notes = [["This line describes the columns"], ['It was "put here", by whom?']]
    rows = [[str(j + 1), SATISFIED[j % 5], j % 5 + 1] for j in range(N)]
    text = delimited(
        [["id", "a", "b"], *([*note, "", ""] for note in notes), *rows, ["99", "", ""]]
    )
    export = read(tmp_path, text)
    assert len(export.frame) == N + 1
    assert said(export, "lines below the headings") == "2 rows of comments set aside"
    names = [
        ["name", "a", "b"],
        ["Anna Maria of Kent", "", ""],
        *([f"B {k}", "x", "y"] for k in "cd"),
    ]
    assert len(read(tmp_path, delimited(names)).frame) == 3


@pytest.mark.parametrize(
    "heads",
    [
        ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache"],
        ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ"],
    ],
)
def test_limesurvey_in_other_languages(tmp_path, heads):
    """Its own columns in the language of whoever exports; a reason beside a number."""
    rows = [
        [str(j), "2024-01-01 10:00:00", "5", "fr", ["1. Never", "2. Often", "3. Always",
         "99. Ns/Nc"][j % 4]]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([[*heads, "How often?"], *rows]))
    assert (export.tool, len(export.frame)) == ("limesurvey", N)
    assert scales(export) == {"q1": ["Never", "Often", "Always"]}
    assert export.draft_instrument()["q1"].scale.reasons == ("blank", "99. Ns/Nc")


def test_a_quiz_of_microsoft_forms(tmp_path):
    """The points that the tool gives are nobody's answers."""
    heads = ["ID", "Start time", "Completion time", "Email", "Name", "Total points",
             "Quiz feedback", "It was clear", "Points - It was clear",
             "Feedback - It was clear"]  # fmt: skip
    rows = [[j + 3, "1/2/24 10:00", "1/2/24 10:05", "a", "", 5, "", SATISFIED[j % 5], 1, ""]
            for j in range(N)]  # fmt: skip
    export = read(tmp_path, delimited([[], heads, *rows]))
    assert (export.tool, len(export.frame)) == ("microsoft-forms", N)
    assert kinds(export) == {"It was clear": "choice"}


def test_columns_that_a_chinese_tool_adds(tmp_path):
    """A number, a time, a duration and where the answer came from stand before the questions."""
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您对课程满意吗?"]
    words = ["非常不满意", "不满意", "一般", "满意", "非常满意"]
    rows = [[j + 1, "2024/1/1 10:00:00", "120秒", "微信", "N/A", "1.1.1.1(北京)", words[j % 5]]
            for j in range(N)]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows]))
    assert [*kinds(export).values()] == ["choice"]
    assert [*scales(export).values()] == [words]
