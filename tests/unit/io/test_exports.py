"""Real exports: how many rows and columns, every cell, options and reasons.

The figures come from looking at the raw files (csv, zipfile, grep), and the cells are compared with
those that Python's csv reads.  The files lie in the shared folder; without it these tests are
skipped and say so.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import likertkit as lk
from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    from pathlib import Path

    from likertkit.io import Export

LONG = "QualtricsTools_Long_Exhaustive_Sample_Survey.csv"
# File, encoding, tool, rows of headings, respondents, columns that have a heading or a cell.
TEXTS = [
    ("gforms/dask_2019.csv", "utf-8", "google-forms", 1, 259, 24),
    ("gforms/soton_software_2019.csv", "utf-8", "google-forms", 1, 594, 20),
    ("gforms/spack_2022.csv", "utf-8-sig", "google-forms", 1, 182, 58),
    ("limesurvey/n2_2020_dummy_data_codeonly.csv", "utf-8-sig", "limesurvey", 1, 12, 559),
    ("limesurvey/n2_2020_dummy_data_codeandtext.csv", "utf-8-sig", "limesurvey", 1, 12, 559),
    ("limesurvey/ssi_2017_uk_public_data.csv", "utf-8", "limesurvey", 1, 253, 245),
    ("limesurvey/ssi_analysis_2016_uk_data_public_data.csv", "utf-8", "csv", 1, 273, 67),
    ("other/alliancecan_cloud_2022.csv", "utf-8-sig", "csv", 1, 512, 189),
    ("plain/vrqueue_cybersickness.csv", "utf-8", "csv", 1, 30, 10),
    ("plain/vrqueue_post_fds.csv", "cp1252", "csv", 1, 30, 29),
    ("plain/vrqueue_pre_fds.csv", "cp1252", "csv", 1, 30, 29),
    ("plain/vrqueue_sus.csv", "utf-8", "csv", 1, 30, 11),
    ("qualtrics/QualtricsTools_Better_Sample_Survey.csv", "utf-8", "qualtrics", 3, 10, 59),
    (f"qualtrics/{LONG}", "utf-8", "qualtrics", 3, 31, 367),
    ("qualtrics/STA107_raw_data.csv", "utf-8", "canvas", 1, 358, 42),
    ("qualtrics/qualtRics_sample.csv", "utf-8", "qualtrics", 3, 1, 20),
    ("qualtrics/qualtRics_sample_legacy.csv", "utf-8-sig", "qualtrics", 2, 1, 15),
    ("redcap/DERIVED_REDCapR_simple_labels.csv", "utf-8", "redcap", 1, 5, 17),
    ("redcap/REDCapR_checkboxes-1_data.csv", "utf-8", "redcap", 1, 4, 13),
    ("redcap/REDCapR_longitudinal_data.csv", "utf-8", "redcap", 1, 18, 125),
    ("redcap/REDCapR_survey_data.csv", "utf-8", "redcap", 1, 2, 33),
    ("surveymonkey/538_StarWars.csv", "cp1252", "surveymonkey", 2, 1186, 38),
    ("surveymonkey/538_masculinity_raw.csv", "utf-8", "csv", 1, 1615, 98),
    ("surveymonkey/538_steak.csv", "utf-8", "surveymonkey", 2, 550, 15),
    ("surveymonkey/cncf_CNCF_Maintainers_Survey_2023_H2.csv", "utf-8", "surveymonkey", 2, 133, 25),
    ("surveymonkey/k8s_contribex_2019.csv", "utf-8-sig", "surveymonkey", 2, 211, 81),
    ("surveymonkey/ohbm_2022.csv", "utf-8", "surveymonkey", 2, 311, 48),
]  # fmt: skip
REFUSED = [
    ("limesurvey/n2_2020_survey_structure.xml", "queXML"),
    ("limesurvey/n2_all_question_types.lss", "the structure of a LimeSurvey survey"),
    ("limesurvey/ssi_2017_uk_core_survey.lss", "the structure of a LimeSurvey survey"),
    ("limesurvey/ssi_2016_header.csv", "1 cell wide, but 4 rows of the first 107 hold more"),
    ("redcap/REDCapR_checkboxes-1_dictionary.csv", "a data dictionary of REDCap"),
    ("redcap/REDCapR_longitudinal_dictionary.csv", "a data dictionary of REDCap"),
    ("redcap/REDCapR_simple_dictionary.csv", "a data dictionary of REDCap"),
    ("redcap/REDCapR_survey_dictionary.csv", "a data dictionary of REDCap"),
    ("surveymonkey/538_masculinity_toplines.csv", "the file is a summary"),
]


def raw(path: Path, encoding: str) -> list[list[str]]:
    """Return the rows of a text file that hold something, as Python's csv reads them."""
    text = path.read_bytes().decode(encoding)
    rows = csv.reader(io.StringIO(text, newline=""))
    return [row for row in rows if any(cell.strip() for cell in row)]


def export_of(shared: Path, name: str, **options: object) -> Export:
    """Return one of the exports."""
    return lk.read(shared / "exports" / name, **options)


@pytest.mark.parametrize("case", TEXTS, ids=[case[0] for case in TEXTS])
def test_every_cell(shared, case):
    """Respondents and columns are as many as counted, and each cell is what stands there."""
    name, encoding, tool, n_heads, n, n_columns = case
    export = export_of(shared, name)
    assert export.tool == tool
    assert export.frame.shape == (n, n_columns)
    assert len(export.rows_set_aside) == 0
    rows = raw(shared / "exports" / name, encoding)
    width = max(map(len, rows))
    columns = [
        [row[j] if j < len(row) and row[j].strip() else None for row in rows] for j in range(width)
    ]
    columns = [cells for cells in columns if any(cells)]
    assert len(columns) == n_columns
    for cells, item in zip(columns, export.frame, strict=True):
        assert export.frame[item].tolist() == cells[n_heads:]
        question = export.questions[item]
        assert (question.n, question.n_blank) == (
            sum(cell is not None for cell in cells[n_heads:]),
            sum(cell is None for cell in cells[n_heads:]),
        )


@pytest.mark.parametrize(("name", "match"), REFUSED, ids=[t[0] for t in REFUSED])
def test_what_holds_no_answers(shared, name, match):
    """The sentence says what the file is."""
    with pytest.raises(FileFormatError, match=match):
        export_of(shared, name)


def test_no_file_is_left_out(shared):
    """Every text file and workbook of the folder is tested here."""
    files = {
        str(path.relative_to(shared / "exports"))
        for path in (shared / "exports").rglob("*")
        if path.suffix in {".csv", ".xlsx", ".xml", ".lss"}
    }
    tested = {name for name, *_ in [*TEXTS, *REFUSED, *BOOKS]}
    assert files == tested | {"surveymonkey/cncf_maintainer-survey-results-2019-h1.csv"}


# File, tool, rows with respondents, columns, rows of headings, name of a sheet.
BOOKS = [
    ("gforms/azevedo_3R_2023.xlsx", "google-forms", 101, 52, 1, "Responses"),
    ("gforms/spack_2022.xlsx", "google-forms", 182, 58, 1, "Form Responses 1"),
    ("qualtrics/digex_raw.xlsx", "qualtrics", 499, 55, 2, "completed-responses"),
    ("msforms/DERIVED_vrqueue_sus_msforms.xlsx", "microsoft-forms", 30, 16, 1, "Sheet1"),
]


@pytest.mark.parametrize("case", BOOKS, ids=[case[0] for case in BOOKS])
def test_workbooks(shared, case):
    """As many rows as the sheet's XML has, and the sheet's name in the log."""
    name, tool, n, n_columns, n_heads, sheet = case
    export = export_of(shared, name)
    assert (export.tool, export.frame.shape) == (tool, (n, n_columns))
    with zipfile.ZipFile(shared / "exports" / name) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = [row for row in re.findall(r"<row .*?</row>", xml, re.DOTALL) if "</c>" in row]
    assert len(rows) == n + n_heads
    assert repr(sheet) in next(d.decision for d in export.log if d.about == "sheet")


def test_the_same_answers_twice(shared):
    """Spack's CSV and XLSX hold the same answers, but for the time's fractions."""
    text, book = (export_of(shared, f"gforms/spack_2022.{kind}") for kind in ("csv", "xlsx"))
    assert list(text.frame) == list(book.frame)
    for item in list(text.frame)[1:]:
        ours = [None if cell is None else str(cell) for cell in book.frame[item]]
        assert [cell and cell.replace("\r\n", "\n") for cell in text.frame[item]] == [
            cell and cell.replace("\r\n", "\n") for cell in ours
        ]
    assert book.frame["Timestamp"].map(type).astype(str).nunique() == 1


def test_limesurvey_twice(shared):
    """Code-only and code-and-text headings: the same names, the same cells."""
    names = (f"limesurvey/n2_2020_dummy_data_code{kind}.csv" for kind in ("only", "andtext"))
    codes, texts = (export_of(shared, name) for name in names)
    assert list(codes.frame) == list(texts.frame)
    assert codes.frame.equals(texts.frame)
    assert texts.questions["B1[81160]" if "B1[81160]" in texts.frame else "A1"].text


def counts(export: Export, item: str) -> Counter[object]:
    """Return how often each cell stands in a column."""
    return Counter(export.frame[item].tolist())


def test_star_wars(shared):
    """The favourability matrix: 14 items, "Unfamiliar (N/A)" is no answer."""
    export = export_of(shared, "surveymonkey/538_StarWars.csv")
    han = next(q.item for q in export.questions if q.part == "Han Solo")
    assert counts(export, han) == {
        "Very favorably": 610, None: 357, "Somewhat favorably": 151,
        "Neither favorably nor unfavorably (neutral)": 44, "Unfamiliar (N/A)": 15,
        "Somewhat unfavorably": 8, "Very unfavorably": 1,
    }  # fmt: skip
    assert set(export.questions[han].options) == {*counts(export, han)} - {None}
    scale = export.draft_instrument()[han].scale
    assert tuple(scale.labels.values()) == (
        "Very unfavorably", "Somewhat unfavorably", "Neither favorably nor unfavorably (neutral)",
        "Somewhat favorably", "Very favorably",
    )  # fmt: skip
    assert scale.reasons == ("blank", "Unfamiliar (N/A)")
    matrix = [q for q in export.questions if q.text == export.questions[han].text]
    assert len(matrix) == 14
    ranks = [q for q in export.questions if q.text.startswith("Please rank the Star Wars films")]
    assert [set(q.options) for q in ranks] == [set("123456")] * 6
    assert [q.kind for q in export.questions].count("select-all") == 6


def test_masculinity(shared):
    """Four words and "No answer"; a weight."""
    export = export_of(shared, "surveymonkey/538_masculinity_raw.csv")
    assert counts(export, "q0001") == {
        "Somewhat masculine": 826, "Very masculine": 612, "Not very masculine": 131,
        "Not at all masculine": 32, "No answer": 14,
    }  # fmt: skip
    scale = export.draft_instrument()["q0001"].scale
    assert tuple(scale.labels.values()) == (
        "Not at all masculine", "Not very masculine", "Somewhat masculine", "Very masculine",
    )  # fmt: skip
    assert scale.reasons == ("blank", "No answer")
    assert export.questions["weight"].kind == "metadata"


def test_masculinity_toplines(shared):
    """The published shares of adult men (538_masculinity_toplines.csv), "No answer" among them."""
    export = export_of(shared, "surveymonkey/538_masculinity_raw.csv")
    men = export.draft_instrument().revise(positive="high", reviewed=True)
    answers = export.responses(men, weight="weight")
    toplines = lk.frequencies(answers, base="answered").percentages()
    for item, published in (("q0001", [5, 11, 46, 37, 1]), ("q0002", [18, 28, 37, 16, 0])):
        assert [row.percentage for row in toplines.filter(item=item)] == published
    assert [row.label for row in toplines.filter(item="q0001")][-1] == "No answer"


def test_star_wars_favourability(shared):
    """Shares of all who judged a character, from the counts of the raw file."""
    export = export_of(shared, "surveymonkey/538_StarWars.csv")
    films = export.draft_instrument().revise(positive="high", reviewed=True)
    table = lk.box_scores(export.responses(films), boxes=(2, 2), base="answered")
    rows = {export.questions[row.item].part: row for row in table}
    assert len(rows) == 14
    # grep finds 610 + 151 favourable, 8 + 1 unfavourable and 357 blank of 1186.
    assert rows["Han Solo"].base == 1186 - 357
    assert rows["Han Solo"].top_box == pytest.approx(761 / 829, rel=1e-12)
    assert rows["Han Solo"].bottom_box == pytest.approx(9 / 829, rel=1e-12)
    for name, row in rows.items():
        found = counts(export, row.item)
        unfavourable = found["Very unfavorably"] + found["Somewhat unfavorably"]
        assert row.bottom_box == pytest.approx(unfavourable / (1186 - found[None])), name


def test_kubernetes(shared):
    """Labels at the ends of a five-point grid; three columns without heading and cell."""
    export = export_of(shared, "surveymonkey/k8s_contribex_2019.csv")
    review = next(q.item for q in export.questions if q.part == "Code/Documentation review")
    assert counts(export, review) == {
        "2": 61, "3": 59, "4": 31, "1: not challenging at all": 28,
        "5: the most challenging part": 21, None: 11,
    }  # fmt: skip
    scale = export.draft_instrument()[review].scale
    assert scale.codes == (1, 2, 3, 4, 5)
    assert dict(scale.labels) == {1: "not challenging at all", 5: "the most challenging part"}


def test_maintainers(shared):
    """Numbers between two ends; "N/A" for some."""
    export = export_of(shared, "surveymonkey/cncf_CNCF_Maintainers_Survey_2023_H2.csv")
    item = next(q.item for q in export.questions if q.text.startswith("Would you recommend CNCF"))
    assert counts(export, item)["Strongly agree"] == 55
    scale = export.draft_instrument()[item].scale
    assert scale.codes == tuple(range(1, 11))
    assert "N/A" in scale.reasons


def test_one_column_for_each_point(shared):
    """The expanded layout: eleven questions are folded, none of their answers lost."""
    name = "surveymonkey/cncf_maintainer-survey-results-2019-h1.csv"
    export = export_of(shared, name)
    rows = raw(shared / "exports" / name, "utf-8-sig")
    assert (len(rows), len(rows[0])) == (66, 97)
    assert len(export.frame) == 64
    given = [cell for row in rows[2:] for cell in row if cell.strip()]
    found = [cell for cell in export.frame.to_numpy().ravel() if cell is not None]
    assert Counter(found) == Counter(given)
    folded = [d.decision for d in export.log if d.about == "layout"]
    assert len(folded) == 11
    assert sum(int(decision.split()[0]) for decision in folded) - 11 == 97 - len(
        export.frame.columns
    )


def test_sickness(shared):
    """The lowest answer is the word "None", in 194 of 270 cells."""
    export = export_of(shared, "plain/vrqueue_cybersickness.csv")
    items = export.draft_instrument().names
    assert len(items) == 9
    assert sum(counts(export, item)["None"] for item in items) == 194
    assert export.draft_instrument()[items[0]].scale.labels[1] == "None"


def test_spack_importance(shared):
    """Sixteen rows of importance, whose words drift in their capitals."""
    export = export_of(shared, "gforms/spack_2022.csv")
    stem = "Rank these TBD Spack features by importance"
    grid = [q for q in export.questions if q.text.startswith(stem)]
    assert len(grid) == 16
    assert set(grid[0].options) == {
        "Not Important", "Slightly Important", "Somewhat important", "Very Important", "Critical",
    }  # fmt: skip
    draft = export.draft_instrument()
    assert len({draft[q.item].scale for q in grid}) == 1
    assert export.questions.rows[-1].kind == "empty"


def test_not_asked(shared):
    """Ways not to know are proposed as reasons."""
    export = export_of(shared, "gforms/azevedo_3R_2023.xlsx")
    reasons = {reason for item in export.draft_instrument() for reason in item.scale.reasons}
    assert {"I am not sure", "I do not know"} <= reasons


def test_sus(shared):
    """Ten items, the same in the CSV and in Microsoft's layout."""
    text = export_of(shared, "plain/vrqueue_sus.csv")
    book = export_of(shared, "msforms/DERIVED_vrqueue_sus_msforms.xlsx")
    assert text.draft_instrument().names == book.draft_instrument().names
    for item in text.draft_instrument().names:
        assert text.frame[item].tolist() == book.frame[item].tolist()
    assert book.frame["ID"].tolist()[0] == 3


def test_redcap_labels(shared):
    """Check boxes by their labels, three forms with "Complete?"."""
    export = export_of(shared, "redcap/DERIVED_REDCapR_simple_labels.csv")
    race = [q for q in export.questions if q.text == "Race (Select all that apply)"]
    assert [q.part for q in race] == [
        "American Indian/Alaska Native", "Asian", "Native Hawaiian or Other Pacific Islander",
        "Black or African American", "White", "Unknown / Not Reported",
    ]  # fmt: skip
    assert {q.kind for q in race} == {"select-all"}
    assert [q.item for q in export.questions if q.text == "Complete?"] == [
        "Complete?", "Complete?_2", "Complete?_3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "structure", "n_described"),
    [
        ("redcap/REDCapR_longitudinal_data.csv", "redcap/REDCapR_longitudinal_dictionary.csv", 115),
        ("redcap/REDCapR_checkboxes-1_data.csv", "redcap/REDCapR_checkboxes-1_dictionary.csv", 11),
        ("limesurvey/ssi_2017_uk_public_data.csv", "limesurvey/ssi_2017_uk_core_survey.lss", None),
    ],
)
def test_with_their_structure(shared, data, structure, n_described):
    """Texts of the questions come from it, and no draft loses an answer to it."""
    alone = export_of(shared, data)
    both = export_of(shared, data, structure=shared / "exports" / structure)
    assert both.frame.equals(alone.frame)
    decision = next(d.decision for d in both.log if d.about == "structure")
    if n_described is not None:
        assert f"describes {n_described} of {len(both.frame.columns)} columns" in decision


def test_agreement_in_three_arrays(shared):
    """One scale of agreement, spelled in two ways, with and without the structure."""
    name = "limesurvey/ssi_2017_uk_public_data.csv"
    path = shared / "exports/limesurvey/ssi_2017_uk_core_survey.lss"
    for options in ({}, {"structure": path}):
        draft = export_of(shared, name, **options).draft_instrument()
        items = [item for item in draft if item.name.startswith("likertagree")]
        assert len(items) == 15
        assert {item.scale.codes for item in items} == {(1, 2, 3, 4, 5)}
        assert len({item.scale for item in items}) == 1
