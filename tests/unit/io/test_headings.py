"""Where the headings are, which tool wrote them, and what is no export of answers."""

from __future__ import annotations

import pytest
from tests.survey_files import columns, delimited, read, said, xlsx

from likertkit.errors import ArgumentError, FileFormatError, OptionError
from likertkit.io._tools import known

AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]


def test_lines_above_the_headings(tmp_path):
    """Comments, blank rows and a title line are set aside and counted."""
    rows = [["# exported, in May"], ["Our survey"], ["", "", ""], ["# two"], list("abcdef")]
    export = read(tmp_path, delimited([*rows, list("123456"), list("654321")]))
    assert list(export.frame) == list("abcdef")
    assert said(export, "lines above the headings") == "4 rows set aside"
    assert said(export, "headings") == "line 5"


def test_comment_above_a_single_column(tmp_path):
    """The row of a comment is as wide as any other there."""
    export = read(tmp_path, "# of May\nclear\nAgree\nDisagree\n")
    assert columns(export) == {"clear": ["Agree", "Disagree"]}


@pytest.mark.parametrize("first", ["#", "# of answers"])
def test_heading_that_begins_like_a_comment(tmp_path, first):
    """Typeform heads its first column with the sign."""
    export = read(tmp_path, f"{first},a,b\nx1,1,2\nx2,2,1\n")
    assert list(export.frame) == [first, "a", "b"]


def test_two_column_comment(tmp_path):
    """A comment with one separator is as wide as a table of two columns."""
    export = read(tmp_path, "# written, in May\na,b\n1,2\n")
    assert columns(export) == {"a": ["1"], "b": ["2"]}


def test_blank_first_rows(tmp_path):
    """What has no headings in its first rows is refused."""
    rows = [["", ""]] * 12 + [["a", "b"], ["1", "2"]]
    with pytest.raises(FileFormatError, match="no headings: its first rows are blank"):
        read(tmp_path, delimited(rows))


def test_too_many_columns(tmp_path):
    """Where everything separates, the file is something else."""
    with pytest.raises(FileFormatError, match="the first rows have 20,001 cells"):
        read(tmp_path, "," * 20_000 + "\n1\n")


def test_placeholders_are_no_headings(tmp_path):
    """What pandas and R write for a blank heading is blank."""
    text = "Unnamed: 0,Unnamed: 1_level_0,...3,_4,X\n1,Agree,b,c,d\n2,Agree,e,f,g\n3,Agree,e,f,h\n"
    export = read(tmp_path, text)
    assert [q.heading for q in export.questions] == ["", "", "", "", "X"]
    assert export.questions.rows[0].kind == "metadata"


def test_equal_headings(tmp_path):
    """They are said, cut, and how often."""
    long = "Other, please specify, in as many words as you like"
    export = read(tmp_path, delimited([[long, "a", long, "a", long], list("12345")]))
    assert list(export.frame)[1::2] == ["a", "a_2"]
    expected = f"2 stand more than once: {long[:40]!r} (3 times) and 'a' (2 times)"
    assert expected in said(export, "headings")


def test_names_that_meet(tmp_path):
    """A name that is made never meets one that stands in the file."""
    export = read(tmp_path, "a,a,a_2,a,a_3\n1,2,3,4,5\n")
    assert columns(export) == {"a": ["1"], "a_4": ["2"], "a_2": ["3"], "a_5": ["4"], "a_3": ["5"]}


def test_tool_that_is_given(tmp_path):
    """Its habits count, whatever the headings say."""
    text = "MODE,q1\ninterview,1\ndebug,2\n"
    assert len(read(tmp_path, text).frame) == 2
    export = read(tmp_path, text, tool="sosci")
    assert (export.tool, len(export.frame), said(export, "tool")) == ("sosci", 1, "SoSci Survey")
    assert said(read(tmp_path, text, tool="csv"), "tool") == "no survey tool that is known"
    with pytest.raises(OptionError, match="tool"):
        read(tmp_path, text, tool="sosciety")


QUALTRICS = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1"]
Q_TEXTS = ["Start Date", "End Date", "Response Type", "Finished", "Response ID", "How\nis it?"]
Q_IDS = ['{"ImportId":"startDate"}', *[f'{{"ImportId":"x{k}"}}' for k in range(5)]]


def q_row(j, status="IP Address", finished="True", answer="Agree"):
    """Return a row of Qualtrics."""
    return [f"2024-01-0{j} 10:00:00", f"2024-01-0{j} 10:01:00", status, finished, f"R_{j}", answer]


Q_ROWS = [
    q_row(1), q_row(2, "Survey Preview"), q_row(3, "Spam"), q_row(4, finished="False"), q_row(5),
    q_row(6, "Survey Test", "False"), q_row(7, "Survey Preview", "False"),
]  # fmt: skip


def test_qualtrics(tmp_path):
    """Three rows of headings; previews, tests and unfinished rows are kept apart."""
    export = read(tmp_path, delimited([QUALTRICS, Q_TEXTS, Q_IDS, *Q_ROWS]))
    assert export.tool == "qualtrics"
    assert said(export, "headings") == "3 rows, from line 1 to 4"
    assert columns(export)["ResponseId"] == ["R_1", "R_5"]
    assert export.questions["Q1"].text == "How is it?"
    assert export.questions["Q1"].heading == "Q1 | How\nis it?"
    aside = export.rows_set_aside
    assert aside["reason"].tolist() == ["preview", "test", "unfinished", "test", "preview"]
    assert aside["ResponseId"].tolist() == ["R_2", "R_3", "R_4", "R_6", "R_7"]
    # The second row of headings takes two lines, so that the first respondent stands in line 5.
    assert aside["row"].tolist() == [6, 7, 8, 10, 11]
    assert said(export, "rows set aside").startswith("2 rows: preview (see rows_set_aside)")


@pytest.mark.parametrize(
    ("reasons", "kept"),
    [
        ("preview", "R_1 R_3 R_4 R_5 R_6"),
        (["test", "unfinished"], "R_1 R_2 R_5"),
        ((), "R_1 R_2 R_3 R_4 R_5 R_6 R_7"),
    ],
)
def test_reasons_that_are_chosen(tmp_path, reasons, kept):
    """The user says which rows stay apart."""
    text = delimited([QUALTRICS, Q_TEXTS, Q_IDS, *Q_ROWS])
    assert columns(read(tmp_path, text, set_aside=reasons))["ResponseId"] == kept.split()


@pytest.mark.parametrize("reasons", ["spam", ["preview", "x"]])
def test_unknown_reasons(tmp_path, reasons):
    """A word that is not a reason is refused."""
    with pytest.raises(OptionError, match="set_aside"):
        read(tmp_path, "a,b\n1,2\n", set_aside=reasons)
    with pytest.raises(ArgumentError):
        read(tmp_path, "a,b\n1,2\n", set_aside=["test", "test"])


def test_every_row_is_a_preview(tmp_path):
    """A trial of the survey is read as what it is."""
    rows = [q_row(j, "Survey Preview") for j in (1, 2)]
    export = read(tmp_path, delimited([QUALTRICS, Q_TEXTS, Q_IDS, *rows]))
    assert len(export.frame) == 2
    assert said(export, "rows set aside") == "none: every row is a preview, and all are kept"


@pytest.mark.parametrize(
    ("heads", "n"),
    [
        ([QUALTRICS, Q_TEXTS], 2),
        ([QUALTRICS, Q_IDS], 2),
        ([QUALTRICS], 1),
        ([QUALTRICS, Q_TEXTS, [cell.replace('"', "'") for cell in Q_IDS]], 3),
        ([QUALTRICS, Q_TEXTS, Q_TEXTS, Q_IDS], 4),
    ],
    ids=["legacy", "texts lost", "both lost", "Python", "two languages"],
)
def test_qualtrics_with_other_rows(tmp_path, heads, n):
    """Older files, and files that other programs wrote out again."""
    export = read(tmp_path, delimited([*heads, *Q_ROWS]))
    assert (export.tool, len(export.frame)) == ("qualtrics", 2)
    assert said(export, "headings").startswith("line 1" if n == 1 else f"{n} rows, from line 1")


MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
M_ROWS = [[f"10{j}", "22", "03/01/2023 10:00:00 AM", "03/01/2023 10:05:00 AM"] for j in range(6)]


def test_surveymonkey(tmp_path):
    """Questions above their rows and options; "Response" says nothing."""
    heads = [
        [*MONKEY, "How far do you agree?", "", "Which?", "", "", "Say more"],
        ["", "", "", "", "It was clear", "It was hard", "Mail", "Chat", "Other (please specify)",
         "Open-Ended Response"],
    ]  # fmt: skip
    rows = [
        [*its, AGREE[j % 5], AGREE[j % 3], "Mail" if j % 2 else "", "Chat" if j > 2 else "",
         "Pigeon" if j == 3 else "", f"text {j}"]
        for j, its in enumerate(M_ROWS)
    ]  # fmt: skip
    export = read(tmp_path, delimited([*heads, *rows]))
    assert export.tool == "surveymonkey"
    its = [(q.item, q.text, q.part, q.kind) for q in export.questions][4:]
    assert its == [
        ("q1_1", "How far do you agree?", "It was clear", "choice"),
        ("q1_2", "How far do you agree?", "It was hard", "choice"),
        ("q2_1", "Which?", "Mail", "select-all"),
        ("q2_2", "Which?", "Chat", "select-all"),
        ("q2_3", "Which?", "Other (please specify)", "text"),
        ("Say more", "Say more", "", "text"),
    ]


def test_option_row_below_columns_that_are_always_filled(tmp_path):
    """No option stands alone in its column, and no word of SurveyMonkey's is there."""
    heads = [[*MONKEY, "How far do you agree?", ""], ["", "", "", "", "It was clear", "Hard"]]
    rows = [[*its, AGREE[j % 5], AGREE[j % 3]] for j, its in enumerate(M_ROWS)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert len(export.frame) == 6
    assert export.questions["q1_2"].part == "Hard"


@pytest.mark.parametrize("n", [1, 4])
def test_option_row_of_a_tool_that_is_not_known(tmp_path, n):
    """Columns below a blank heading hold their own option: two rows of headings."""
    heads = [["Name", "Which?", "", ""], ["", "Mail", "Chat", "Fax"]]
    rows = [[f"n{j}", "Mail" if j % 2 else "", "Chat", "" if j else "Fax"] for j in range(n)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert (export.tool, len(export.frame)) == ("surveymonkey", n)


def test_blank_headings_above_answers(tmp_path):
    """A first respondent below blank headings is no row of options."""
    rows = [["a", "", ""], ["1", "x", "y"], ["2", "z", "y"], ["3", "x", "w"]]
    export = read(tmp_path, delimited(rows))
    assert (export.tool, len(export.frame)) == ("csv", 3)
    assert (
        len(read(tmp_path, delimited([["a", "b", ""], ["1", "2", "x"], ["2", "2", "z"]])).frame)
        == 2
    )


def test_row_of_labels(tmp_path):
    """Words wherever the answers below are figures name the columns once more."""
    heads = [["v1", "v2", "v3", "v4"], ["Clear", "Hard", "When", "Remarks"]]
    rows = [[str(j % 5), str(j % 3), f"2024-01-0{j}", f"text {j}"] for j in range(1, 6)]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert len(export.frame) == 5
    assert [q.text for q in export.questions] == ["Clear", "Hard", "When", "Remarks"]


@pytest.mark.parametrize(
    "first", [["Clear", "2", "2024-01-01", "x"], ["N/A", "N/A", "N/A", "x"], ["", "b", "c", "x"]]
)
def test_respondents_that_look_like_labels(tmp_path, first):
    """A figure or a blank among the words, and one word everywhere, are answers."""
    rows = [[str(j % 5), str(j % 3), f"2024-01-0{j}", f"text {j}"] for j in range(1, 6)]
    assert len(read(tmp_path, delimited([["v1", "v2", "v3", "v4"], first, *rows])).frame) == 6


@pytest.mark.parametrize(
    ("word", "tool"),
    [
        ("Timestamp", "google-forms"),
        ("Zeitstempel", "google-forms"),
        ("Horodateur", "google-forms"),
        ("Marca temporal", "google-forms"),
        ("Carimbo de data/hora", "google-forms"),
        ("タイムスタンプ", "google-forms"),
        ("When", "csv"),
    ],
)
def test_google_forms(tmp_path, word, tool):
    """The first heading, or one of the first three, in the language of the form."""
    for heads in ([word, "Q [a]", "Q [b]"], ["ID", word, "Q"]):
        export = read(tmp_path, delimited([heads, ["1", "2", "3"], ["2", "3", "4"]]))
        assert export.tool == tool


@pytest.mark.parametrize(
    ("heads", "tool"),
    [
        (["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Frage"], "microsoft-forms"),
        (["ID", "Heure de début", "Heure de fin", "Nom", "Question"], "microsoft-forms"),
        (["id", "submitdate", "lastpage", "startlanguage", "A1"], "limesurvey"),
        (["A1[SQ001]", "A1[SQ002]", "B2[3]", "x"], "limesurvey"),
        (["A1[SQ001]._.Rate [a]", "A1[SQ002]._.Rate [b]", "B2[3]._.C [d]", "x"], "limesurvey"),
        (["A1[SQ001]. Rate [a]", "A1[SQ002]. Rate [b]", "x"], "csv"),
        (["record_id", "tired", "gym___1", "form_complete"], "redcap"),
        (["a", "Gym (choice=Bike)", "Gym (choice=Swim)"], "redcap"),
        (["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "A101"], "sosci"),
        (["name", "id", "section", "submitted", "attempt", "score", "q"], "canvas"),
        (["4911959: Was it clear?", "1.0", "4911960: Was it hard?"], "canvas"),
        (["Respondent ID", "Collector ID", "Start Date", "IP Address", "Q"], "surveymonkey"),
        (["#", "How old are you?", "Start Date (UTC)", "Submit Date (UTC)"], "typeform"),
        (
            [
                "Response ID",
                "Time Started",
                "Date Submitted",
                "Status",
                "Contact ID",
                "Language",
                "Referer",
                "SessionID",
                "User Agent",
                "IP Address",
                "A:How?",
            ],
            "alchemer",
        ),
        (["lfdn", "external_lfdn", "tester", "lastpage", "dispcode", "quality", "v_1"], "unipark"),
        (["start", "end", "group/How was it?", "_id", "_uuid", "_index"], "kobotoolbox"),
        (["SubmissionDate", "opinion-clear", "KEY", "SubmitterID", "Status"], "kobotoolbox"),
        (["id", "date", "q1", "q2"], "csv"),
    ],
)
def test_tools(tmp_path, heads, tool):
    """Headings that a tool adds itself, and forms that only one tool writes."""
    rows = [[f"{j}{k}" for k in range(len(heads))] for j in range(3)]
    export = read(tmp_path, delimited([heads, *rows]))
    assert export.tool == tool
    assert len(export.frame) == 3


def test_tools_are_known_by_one_name():
    """Every tool has a title; what has no table of its own has no habits."""
    assert len({dialect.tool for dialect in known().dialects}) == len(known().dialects) == 12
    assert known().dialect("stata").metadata == frozenset()


@pytest.mark.parametrize("cell", ["37%", "4.5 %", "<1%", "12,5%"])
def test_summary(tmp_path, cell):
    """A table of percentages holds options in its rows, not respondents."""
    rows = [["", "Adults", "Men"], *[[f"Option {k}", cell, cell] for k in range(4)]]
    with pytest.raises(FileFormatError, match="the file is a summary: 8 of its first 8 figures"):
        read(tmp_path, delimited(rows))


def test_percentages_among_answers(tmp_path):
    """Some of them are answers."""
    rows = [["id", "a", "b"], *[[str(k), "37%", "often"] for k in range(4)]]
    assert len(read(tmp_path, delimited(rows)).frame) == 4


def test_workbook_rows_are_rows(tmp_path):
    """The log of a workbook speaks of rows."""
    book = xlsx({"S": [QUALTRICS, Q_TEXTS, *Q_ROWS]})
    assert said(read(tmp_path, book, "a.xlsx"), "headings") == "2 rows, from row 1 to 2"


def test_sparse_question_row_is_no_title(tmp_path):
    """Two questions above many options, "Response" below the first."""
    heads = [
        ["Name", "", "", "", "", "Which?", ""],
        ["Response", "a", "b", "c", "d", "e", "f"],
    ]
    rows = [["n", *"abcdef"], ["m", *"abcdef"]]
    export = read(tmp_path, delimited([*heads, *rows]))
    assert said(export, "headings") == "2 rows, from line 1 to 2"
    assert said(export, "lines above the headings") == ""


def test_nothing_but_comments(tmp_path):
    """Then the first line is the heading."""
    assert columns(read(tmp_path, "#a\n#b\n#c\n")) == {"#a": ["#b", "#c"]}


def test_times_of_limesurvey(tmp_path):
    """Timings are the tool's own columns, with a text and without."""
    heads = ["id", "submitdate", "lastpage", "startlanguage", "interviewtime", "groupTime12"]
    heads += ["A1", "A1Time. Question time: A1"]
    rows = [[str(j), "x", "1", "en", "12.5", "3.5", "Agree", "2.5"] for j in range(4)]
    export = read(tmp_path, delimited([heads, *rows]))
    assert [q.item for q in export.questions if q.kind != "metadata"] == ["A1"]


@pytest.mark.parametrize(("width", "aside"), [(4, False), (5, True)])
def test_how_wide_a_table_below_a_title_is(tmp_path, width, aside):
    """Two cells above five are a title; above four they may be headings."""
    rows = [
        ["Our survey", "2026", *[""] * (width - 2)],
        list("abcde")[:width],
        list("12345")[:width],
    ]
    export = read(tmp_path, delimited(rows))
    assert (said(export, "lines above the headings") != "") == aside
    assert len(export.frame) == (1 if aside else 2)


def test_a_single_answer_proves_no_row_of_labels(tmp_path):
    """Two respondents, of whom the first wrote words."""
    rows = [["a", "b", "c", "d"], ["x", "y", "z", "w"], ["1", "2", "3", "v"]]
    assert len(read(tmp_path, delimited(rows)).frame) == 2
    assert len(read(tmp_path, delimited([*rows, rows[2]])).frame) == 2


def test_four_headings_of_a_tool_are_named(tmp_path):
    """The log says by which it was known."""
    heads = ["id", "submitdate", "lastpage", "startlanguage", "seed", "A1"]
    export = read(tmp_path, delimited([heads, list("123456")]))
    assert said(export, "tool") == (
        "LimeSurvey: the headings 'id', 'submitdate', 'lastpage', 'startlanguage'"
    )


@pytest.mark.parametrize(
    "first", [["1", "Response"], ["1", "Comments"], ["2026-01-01", "Response"]]
)
def test_respondent_who_wrote_a_word_of_surveymonkey(tmp_path, first):
    """One such word in a row of answers makes no row of headings."""
    export = read(tmp_path, delimited([["id", "answer"], first, ["2", "no"]]))
    assert (export.tool, len(export.frame)) == ("csv", 2)


@pytest.mark.parametrize(
    "text",
    [
        # A table that was written out without its headings has the numbers of its columns.
        "0,1,2,3\n1,2,3,1\n3,1,2,2\n2,2,1,1\n",
        "1,2,3,4\n1,2,3,1\n3,1,2,2\n2,2,1,1\n",
        # Each option stands in its own column, or 0.
        "Bus,Train,Bicycle\nBus,0,Bicycle\n0,Train,Bicycle\nBus,Train,0\n",
    ],
)
def test_headings_that_stand_below_too_are_headings(tmp_path, text):
    """Three people answered."""
    assert len(read(tmp_path, text).frame) == 3


def test_tags_that_are_repeated_stand_above_import_ids(tmp_path):
    """Qualtrics repeats the tag where a question has no text."""
    ids = ",".join(f'"{{""ImportId"":""QID{k}""}}"' for k in (1, 2, 3))
    answers = "Agree,Agree,Disagree\nDisagree,Agree,Agree\n"
    export = read(tmp_path, f"Q1,Q2,Q3\nQ1,Q2,Q3\n{ids}\n{answers}")
    assert (export.tool, len(export.frame)) == ("qualtrics", 2)
