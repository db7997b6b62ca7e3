"""A second export of the same answers: codes beside labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.survey_files import delimited, read, said, xlsx

import likertkit as lk
from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
HEADS = ["ResponseId", "StartDate", "EndDate", "Status", "Progress", "Finished", "Q1", "Q2", "Q3"]
TEXTS = ["Response ID", "Start Date", "End Date", "Response Type", "Progress", "Finished",
         "It was clear", "It was dull", "Again?"]  # fmt: skip
IDS = [f'{{"ImportId":"{name}"}}' for name in HEADS]


def qualtrics(cells: list[list[object]]) -> str:
    """Return an export of Qualtrics: three rows of headings, a row for each respondent."""
    body = [[name, "2026-01-01", "2026-01-02", "IP Address", "100", *its] for name, *its in cells]
    return delimited([HEADS, TEXTS, IDS, *body])


LABELS = [
    [f"R_{j}", "True", WORDS[j % 5], WORDS[(j * 2) % 5], ["Yes", "No", ""][j % 3]]
    for j in range(15)
]
# Recodes that run both ways in one file.
CODES = [
    [f"R_{j}", "1", j % 5 + 1, 5 - (j * 2) % 5, [1, 2, ""][j % 3]] for j in range(15)
]  # fmt: skip


def both(folder: Path, first: str, second: str | bytes, name: str = "second.csv") -> lk.io.Export:
    """Read a file with its twin."""
    path = folder / name
    path.write_bytes(second.encode() if isinstance(second, str) else second)
    return read(folder, first, "first.csv", structure=path)


@pytest.mark.parametrize("labels_first", [True, False])
def test_qualtrics(tmp_path, labels_first):
    """The pairs are found by the respondent's id, each question's codes in their own direction."""
    labels, codes = qualtrics(LABELS), qualtrics(CODES[::-1])
    export = both(tmp_path, *((labels, codes) if labels_first else (codes, labels)))
    assert said(export, "twin") == (
        "15 rows matched with second.csv by ResponseId | codes for 3 questions: Q1, Q2, Q3"
    )
    q1, q2, q3 = (export.questions[name] for name in ("Q1", "Q2", "Q3"))
    assert (q1.codes, q1.options) == ((1, 2, 3, 4, 5), tuple(WORDS))
    assert (q2.codes, q2.options) == ((1, 2, 3, 4, 5), tuple(WORDS[::-1]))
    assert (q3.codes, q3.options) == ((1, 2), ("Yes", "No"))
    draft = export.draft_instrument()
    assert draft.names == ("Q1", "Q2")
    assert [item.scale.positive for item in draft] == [None, None]
    rows = range(15) if labels_first else range(14, -1, -1)
    for name, row in (("Q1", 2), ("Q2", 3)):
        coded = draft[name].scale.encode(export.frame[name])
        assert coded.tolist() == [CODES[j][row] for j in rows]


def test_contradictions(tmp_path):
    """A label with two codes, or a code with two labels, is said with its rows, never decided."""
    codes = [[*row] for row in CODES]
    codes[5][2] = 2
    codes[7][4] = ""
    labels = [[*row] for row in LABELS]
    labels[3][3] = "disagree "
    export = both(tmp_path, qualtrics(labels), qualtrics(codes))
    assert export.questions["Q1"].codes == ()
    assert export.questions["Q2"].codes == (1, 2, 3, 4, 5)
    assert said(export, "twin") == (
        "15 rows matched with second.csv by ResponseId | "
        "Q1 gets no codes: 'Strongly disagree' stands beside 1 (2 rows: R_0, R_10) and 2 (1 row: "
        "R_5); 2 stands beside 'Disagree' (3 rows: R_1, R_6, R_11) and 'Strongly disagree' (1 row: "
        "R_5) | codes for 2 questions: Q2, Q3 | "
        "1 question answered in first.csv or second.csv only: Q3 (1 row)"
    )


def plain(rows: list[list[object]], heads: list[str]) -> str:
    """Return a table with a row of headings."""
    return delimited([heads, *rows])


def test_rows_in_order_and_columns_of_one_file(tmp_path):
    """Without an id the rows are matched in order; columns of one file are listed."""
    labels = plain([[WORDS[j % 4], "x", "bus"] for j in range(8)], ["How?", "left", "how"])
    codes = plain([[f"A{[1, 2, 4, 10][j % 4]}", "y"] for j in range(8)], ["How?", "right"])
    export = both(tmp_path, labels, codes)
    assert said(export, "twin") == (
        "2 columns in first.csv only: left, how | 1 column in second.csv only: right | "
        "8 rows matched with second.csv by their order | codes for 1 question: q1"
    )
    question = export.questions["q1"]
    assert question.codes == ("A1", "A2", "A4", "A10")
    assert question.options == tuple(WORDS[:4])
    scale = export.draft_instrument()["q1"].scale
    assert scale.encode(["A10", "Disagree"]).tolist() == [4, 2]


OFTEN = ["Hardly", "Now and then", "Weekly", "Daily"]


@pytest.mark.parametrize(
    ("words", "places", "options", "note"),
    [
        # The label of a code between the others stands in neither file.
        (OFTEN, (0, 1, 3), {1: "Hardly", 2: "Now and then", 4: "Daily"},
         "nobody has 3, so that its label is not known"),
        # The other levels of a well-known scale are known, whichever way the codes run.
        (WORDS, (0, 1, 3), dict(enumerate(WORDS, 1)),
         "nobody has 3 'Neither agree nor disagree' and 5 'Strongly agree', known from the other"),
        (WORDS[::-1], (0, 1, 3), dict(enumerate(WORDS[::-1], 1)),
         "nobody has 3 'Neither agree nor disagree' and 5 'Strongly disagree', known from the"),
        ([*WORDS[:4], "N/A"], (0, 1, 2, 4), {1: "Strongly disagree", 2: "Disagree",
         3: "Neither agree nor disagree", 5: "N/A"},
         "nobody has 4, so that its label is not known"),
        (["Bad", "Good", "N/A"], (2, 0), {1: "Bad", 3: "N/A"},
         "nobody has 2, so that its label is not known"),
        (["N/A", "Refused"], (0, 1), {1: "N/A", 2: "Refused"}, ""),
        # Scales of four, five and seven levels begin so.
        (WORDS, (0, 1), {1: "Strongly disagree", 2: "Disagree"}, ""),
    ],
)  # fmt: skip
def test_codes_that_nobody_has(tmp_path, words, places, options, note):
    """What nobody chose is said, and added where it is known."""
    labels = plain([[words[j], j] for j in places * 3], ["a", "b"])
    codes = plain([[f"{j + 1}.0", j] for j in places * 3], ["a", "b"])
    export = both(tmp_path, labels, codes)
    question = export.questions["a"]
    assert dict(zip(question.codes, question.options, strict=True)) == options
    assert export.questions["b"].codes == ()
    notes = [text for text in said(export, "twin").split(" | ") if "nobody" in text]
    assert notes == [] if not note else notes[0].startswith(f"a: {note}")


def test_codes_beside_blanks(tmp_path):
    """Qualtrics writes -99 for a question that was seen and not answered, and no label."""
    codes = [[*row] for row in CODES]
    labels = [[*row] for row in LABELS]
    for j in (0, 3):
        codes[j][2], labels[j][2] = -99, ""
    labels[1][2] = ""
    export = both(tmp_path, qualtrics(codes), qualtrics(labels))
    question = export.questions["Q1"]
    assert (question.codes[-1], question.options[-1]) == (-99, "-99")
    assert question.missing == ("-99",)
    assert "Q1: -99 always stands beside a blank: no answer" in said(export, "twin")
    assert "1 question answered in first.csv or second.csv only: Q1 (3 rows)" in said(
        export, "twin"
    )
    scale = export.draft_instrument()["Q1"].scale
    assert scale.codes == (1, 2, 3, 4, 5)
    assert dict(scale.nonsubstantive) == {"-99": (-99,)}


def test_rows_in_another_order(tmp_path):
    """Where most questions contradict each other, the order is said to be in doubt."""
    labels = plain([[WORDS[j % 5], WORDS[j % 3]] for j in range(10)], ["a", "b"])
    codes = plain([[(j * j) % 5 + 1, (j // 2) % 3 + 1] for j in range(10)], ["a", "b"])
    export = both(tmp_path, labels, codes)
    assert "most questions contradict each other" in said(export, "twin")
    assert [question.codes for question in export.questions] == [(), ()]


def test_redcap_with_other_headings(tmp_path):
    """Labels above and in the cells: the columns are matched in their order, the rows by id."""
    raw = plain(
        [[k, 2, 1 + k % 3, k % 2, 1] for k in (1, 2, 3, 4)],
        ["record_id", "form_complete", "mood", "gym___1", "gym___2"],
    )
    words = ["Bad", "So so", "Good"]
    labels = plain(
        [
            [k, "Complete", words[k % 3], ["Unchecked", "Checked"][k % 2], "Checked"]
            for k in (4, 3, 2, 1)
        ],
        ["Record ID", "Complete?", "How is your mood?", "Gym (choice=Bike)", "Gym (choice=Swim)"],
    )
    export = both(tmp_path, raw, labels)
    assert said(export, "twin") == (
        "the headings of second.csv are other headings; the 5 columns are matched in their order | "
        "4 rows matched with second.csv by record_id | codes for 1 question: mood"
    )
    mood = export.questions["mood"]
    assert (mood.text, mood.codes, mood.options) == ("How is your mood?", (1, 2, 3), tuple(words))


@pytest.mark.parametrize(
    ("ids", "how"),
    [
        (
            (["a", "b", "c"], ["b", "a", "d"]),
            "2 rows matched with second.csv by id; 1 in first.csv only, 1 in second.csv only",
        ),
        ((["a", "b", "c"], ["x", "y", "z"]), "3 rows matched with second.csv by their order"),
        ((["a", "a", "c"], ["a", "a", "c"]), "3 rows matched with second.csv by their order"),
        ((["a", "", "c"], ["a", "", "c"]), "3 rows matched with second.csv by their order"),
    ],
)
def test_ids(tmp_path, ids, how):
    """An id counts where nobody lacks it, no two have the same, and both files share it."""
    first, second = (plain([[name, "x"] for name in its], ["id", "q"]) for its in ids)
    export = both(tmp_path, first, second)
    assert said(export, "twin").startswith(how)


def test_id_of_one_file_only(tmp_path):
    """The id must stand in both files."""
    second = plain([["x", "1"]] * 3, ["q", "r"])
    export = both(tmp_path, plain([[j, "x"] for j in (1, 2, 3)], ["id", "q"]), second, "b.csv")
    assert "3 rows matched with b.csv by their order" in said(export, "twin")


def test_rows_that_cannot_be_matched(tmp_path):
    """The sentence says how many rows each file has, and what to export."""
    first, second = plain([["x", "y"]] * 3, ["a", "b"]), plain([["x", "y"]] * 2, ["a", "b"])
    with pytest.raises(FileFormatError, match=r"first\.csv has 3 rows and second\.csv has 2") as it:
        both(tmp_path, first, second)
    assert "with the respondent's id" in str(it.value)


def test_neither_structure_nor_answers(tmp_path):
    """The sentence says what the file beside the answers may be."""
    with pytest.raises(FileFormatError, match=r"s\.txt neither describes a survey nor holds") as it:
        both(tmp_path, qualtrics(LABELS), "\n\n", "s.txt")
    assert "second export of the same answers" in str(it.value)


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (["Yes", "No", "Yes", "No"], ["Y", "N", "Y", "N"], ("N", "Y")),
        (["Ja", "Nein", "Ja", "Nein"], ["Yes", "No", "Yes", "No"], ()),
        (["1", "2", "1", "2"], ["3", "4", "3", "4"], ()),
        (["-oth-", "A", "-oth-", "A"], ["Other", "Bus", "Other", "Bus"], ("-oth-", "A")),
    ],
)
def test_which_file_holds_the_codes(tmp_path, first, second, codes):
    """Figures are codes beside words, short signs too; else it stays open, and is said."""
    export = both(
        tmp_path, *(plain([[c, "x"] for c in its], ["a", "b"]) for its in (first, second))
    )
    assert export.questions["a"].codes == codes
    assert ("a gets no codes: neither file holds codes there" in said(export, "twin")) is (
        codes == ()
    )


def test_most_columns_decide_where_one_is_open(tmp_path):
    """Labels that are figures too: the file that holds codes elsewhere holds them here."""
    labels = plain([[WORDS[j % 5], str(j % 5)] for j in range(10)], ["a", "b"])
    codes = plain([[j % 5 + 1, j % 5 + 1] for j in range(10)], ["a", "b"])
    export = both(tmp_path, labels, codes)
    assert export.questions["b"].codes == (1, 2, 3, 4, 5)
    assert export.questions["b"].options == ("0", "1", "2", "3", "4")


def test_workbook_and_spss(tmp_path):
    """A twin may be in any format; a file of SPSS declares its codes itself."""
    rows: list[list[object]] = [["a", "b"], *[[j % 5 + 1, "x"] for j in range(10)]]
    labels = plain([[WORDS[j % 5], "x"] for j in range(10)], ["a", "b"])
    export = both(tmp_path, labels, xlsx({"Sheet1": rows}), "second.xlsx")
    assert export.questions["a"].codes == (1, 2, 3, 4, 5)
    scale = lk.LikertScale.from_labels(WORDS)
    coded = read(tmp_path, delimited(rows)).responses(lk.Instrument("i", [lk.Item("a", scale)]))
    lk.write_spss(coded, tmp_path / "second.sav")
    first = tmp_path / "first.csv"
    first.write_text(labels, encoding="utf-8")
    export = lk.read(first, structure=tmp_path / "second.sav")
    assert export.questions["a"].codes == (1, 2, 3, 4, 5)
    assert export.questions["a"].options == tuple(WORDS)
    first.write_text(labels.replace("Agree", "Maybe", 1), encoding="utf-8")
    export = lk.read(first, structure=tmp_path / "second.sav")
    assert export.questions["a"].codes == ()
    assert "a gets no codes: 'Maybe' stands beside 4 (1 row: row 4)" in said(export, "twin")


LIME = "limesurvey/n2_2020_dummy_data_"


def test_pair_of_limesurvey(shared):
    """Twelve dummies, exported twice with the same cells: headings differ, and no code is told.

    The files were compared by csv: all 12 × 559 cells are equal.
    """
    folder = shared / "exports"
    path = folder / f"{LIME}codeandtext.csv"
    export = lk.read(folder / f"{LIME}codeonly.csv", structure=path)
    assert said(export, "twin") == (
        "12 rows matched with n2_2020_dummy_data_codeandtext.csv by id | codes for 0 questions"
    )
    asked = export.questions["A3"]
    assert (asked.text, asked.part) == ("My overall work is predominantly", "")
    asked = export.questions["A8[SQ004]"]
    assert (asked.text, asked.part) == ("Which of the following best describes you?", "African")
