"""Tables of results are refused by a proof; answers that look like them are read."""

from __future__ import annotations

import pytest
from tests.survey_files import delimited, read, xlsx

from likertkit.errors import FileFormatError

MONKEY = """Q1. How satisfied are you with the course?,,
Answer Choices,Responses,
Very satisfied,40.00%,12
Satisfied,50.00%,15
Not satisfied,10.00%,3
,Answered,30
,Skipped,2

Q2. What did you like?,,
Answered,20,
Skipped,12,
"""
MATRIX = """Q3. Please rate the following.
,Poor,Fair,Good,Total,Weighted Average
The room,2,8,20,30,2.6
The food,10,10,10,30,2
Answered,30
Skipped,2
"""
QUALTRICS = """Default Report
Q1 - How satisfied are you?
#,Answer,%,Count
1,Very satisfied,40.00%,12
2,Satisfied,60.00%,18
,Total,100%,30
"""
QUALTRICS_MEANS = """Q1 - How satisfied are you?
#,Field,Minimum,Maximum,Mean,Std Deviation,Variance,Count
1,The room,1.00,5.00,3.20,0.81,0.66,30
"""
LIMESURVEY = """Results
Number of records in this query:,30

Field summary for A1
How satisfied are you?
Answer,Count,Percentage
Very satisfied (A1),12,40.00%
Satisfied (A2),18,60.00%
"""
PIVOT = "Count of ResponseID,Column Labels,,\nRow Labels,Agree,Disagree,Grand Total\n"
PIVOT += "Female,12,4,16\nMale,9,5,14\nGrand Total,21,9,30\n"
CROSS = "Satisfaction,Women,Men,Total\nVery satisfied,12,9,21\nSatisfied,5,6,11\n"
CROSS += "Not satisfied,3,2,5\nTotal,20,17,37\n"
SEX = "Sex,North,South,Total\nWomen,12,9,21\nMen,5,6,11\nTotal,17,15,32\n"
FREQUENCIES = ",Frequency,Percent,Valid Percent,Cumulative Percent\nAgree,12,40.0,41.4,41.4\n"
FREQUENCIES += "Disagree,17,56.7,58.6,100.0\nTotal,29,96.7,100.0,\n"
HEADED = "How satisfied are you?,n,%\nVery,12,40\nRather,15,50\nNot,3,10\n"
COUNTS = "Answer,Count\nAgree,12\nDisagree,7\n"
DESCRIBED = ",q1,q2\ncount,10,10\nmean,3.2,4.1\nstd,0.8,0.9\nmin,1,2\n25%,2,3\n50%,3,4\n75%,4,5\n"
DESCRIBED += "max,5,5\n"
STATISTICS = "Item,N,Minimum,Maximum,Mean,Std. Deviation\nclear,30,1,5,3.2,.8\nhard,29,1,5,2.1,.7\n"
TOPLINES = """AMONG ADULTS,All,Women,Men
How masculine do you feel?,,,
Very,37,29,42
Somewhat,46,47,46
Not,17,24,12
How important is it?,,,
Very,16,18,17
Not,83,82,83
Base,1615,800,815
"""
FRACTIONS = (
    'Answer to q1,Women,Men\nAgree,"0,45","0,3"\nNeither,"0,25","0,2"\nDisagree,"0,3","0,5"\n'
)
BOTH = "Answer,Women,Men\nAgree,12 (40%),9 (30.5 %)\nDisagree,18 (60%),20 (69.5 %)\n"
CASES = {
    "SurveyMonkey": (MONKEY, "its headings are 'answer choices', 'responses'"),
    "matrix": (MATRIX, "how many answered and how many skipped it"),
    "Qualtrics": (QUALTRICS, "its headings are '#', 'answer', '%', 'count'"),
    "Qualtrics' means": (QUALTRICS_MEANS, "its headings are '#', 'field', 'minimum', 'maximum'"),
    "LimeSurvey": (LIMESURVEY, "its headings are 'answer', 'count', 'percentage'"),
    "LimeSurvey's parts": ("Field summary for A1\nA\nNo answer\n", "a 'Field summary'"),
    "pivot": (PIVOT, "it is a pivot table with a grand total"),
    "levels": (CROSS, "its last rows are totals of the rows above"),
    "levels across": ("Sex,Agree,Disagree\nF,3,4\nM,2,1\nTotal,5,5\n", "its last rows are totals"),
    "margins": (SEX, "its last rows are totals of the rows above"),
    "frequencies": (FREQUENCIES, "its headings are 'frequency', 'percent'"),
    "headed by the question": (HEADED, "its headings are 'how satisfied are you?', 'n', '%'"),
    "counts": (COUNTS, "its headings are 'answer', 'count'"),
    "described": (DESCRIBED, "its rows are 'count', 'mean', 'std', 'min'"),
    "statistics": (STATISTICS, "its headings are 'item', 'n', 'minimum', 'maximum'"),
    "toplines": (TOPLINES, "percentages of options, which add up to 100"),
    "fractions": (FRACTIONS, "percentages of options, which add up to 100"),
    "both": (BOTH, "4 of its first 4 figures are percentages"),
}


@pytest.mark.parametrize("case", CASES)
def test_summaries(tmp_path, case):
    """Each form is refused, and the sentence says by what it is known."""
    text, proof = CASES[case]
    with pytest.raises(FileFormatError, match="the file is a summary: ") as caught:
        read(tmp_path, text)
    assert proof in caught.value.message
    assert "Tally.from_counts" in caught.value.hint


def test_summary_in_a_workbook(tmp_path):
    """SurveyMonkey writes a sheet a question; the hint names a sheet that was not read."""
    sheet = [line.split(",") for line in MONKEY.splitlines()]
    with pytest.raises(FileFormatError, match="the file is a summary") as caught:
        read(tmp_path, xlsx({"Question 1": sheet, "Raw data": sheet}), "a.xlsx")
    assert caught.value.hint.endswith("as in sheet='Raw data'.")


ANSWERS = {
    "a total below names": "name,q1,q2\nAnna,2,3\nBerta,3,3\nTotal,5,6\n",
    "scores and totals": "name,q1,q2,total\nAnna,2,3,5\nBerta,3,3,6\nTotal,5,6,11\n",
    "sliders": "id,q1,q2\n1,50%,60%\n2,20%,30%\n3,10%,10%\n",
    "sliders by time": "Timestamp,q1,q2\n2026-01-01 10:00,50%,60%\n2026-01-01 10:05,50%,40%\n",
    "few sliders": "name,q1,q2\nAnna,50%,Agree\nBerta,40%,Agree\n",
    "figures by name": "name,q1,q2\nAnna,50,60\nBerta,60,20\nCarla,20,30\n",
    "shares that add up by chance": "name,q1,q2\nAnna,50,60\nBerta,30,20\nCarla,20,30\n",
    "grades": "student,total,percent\nAnna,18,90\nBerta,12,60\n",
    "one statistic": "name,q1,mean\nAnna,3,3.5\nBerta,2,2.5\n",
    "words of a summary": "status,n\nanswered,1\nskipped,2\nanswered,3\n",
    "a count": "name,count\nAnna,2\nBerta,3\n",
    "answers and counts": "answer,count\nI like it,often\nI do not,never\n",
    "the same answer twice": "q1,q2\nAgree,40\nAgree,30\nDisagree,30\n",
    "words in later columns": "q1,q2,q3\nAgree,40,x\nNeither,30,y\nDisagree,30,z\n",
    "rows without figures": "q1,q2\nAgree,\nDisagree,\nNeither,3\n",
    "row labels": "row labels,q2\nAnna,1\nBerta,2\n",
    "a total that is none": "q1,a,b\nAgree,4,5\nDisagree,4,5\nTotal,4,5\n",
    "a total of one row": "q1,a,b\nAgree,4,5\nTotal,4,5\n",
    "a total with another width": "q1,a\nAgree,4\nDisagree,4\nTotal,9\n",
    "by day": "date,q1,q2\n2026-01-01,50,60\n2026-01-02,50,40\n",
    "percent that do not add up": "how,n,%\nVery,12,40\nRather,15,50\nNot,3,x\n",
    "percent of others": "how,n,%\nVery,12,40\nRather,15,45\n",
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
def test_answers_that_look_like_a_summary(tmp_path, case):
    """They are read, with every row."""
    text = ANSWERS[case]
    assert len(read(tmp_path, text).frame) == text.count("\n") - 1


def test_many_answers(tmp_path):
    """Codes of some people prove nothing, whatever they add up to."""
    rows = [["id", "q1", "q2"], *[[f"p{k}", 2 + k % 5, 6 - k % 5] for k in range(25)]]
    assert {sum(row[k] for row in rows[1:]) for k in (1, 2)} == {100}
    assert len(read(tmp_path, delimited(rows)).frame) == 25


def test_rows_of_which_nothing_can_be_seen(tmp_path):
    """A row of invisible characters is a blank row."""
    assert len(read(tmp_path, "a,b\n1,2\n\u200b,\u2060\n1,2\n2,1\n").frame) == 3
