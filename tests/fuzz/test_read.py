"""Any bytes: an export or a LikertkitError, with a sentence, in no time.

Files of every kind are made in memory and broken by chance; ``FUZZ_READS`` says how often, and
``FUZZ_SEED`` with which seed.  What could be read is drafted, bound, listed and written for SPSS,
and read again.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import traceback
import warnings
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.binary_files import packages, xls, xlsb
from tests.fuzz.limits import limited
from tests.survey_files import delimited, ods, xlsx, zipped

import likertkit as lk

if TYPE_CHECKING:
    from pathlib import Path

GZIP = b"\x1f\x8b"
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
N_READS = int(os.environ.get("FUZZ_READS", "15"))
NOON = datetime(2026, 3, 1, 12)  # noqa: DTZ001 - a workbook knows no time zone
WORDS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
META = ["StartDate", "EndDate", "Status", "Finished", "ResponseId"]
TEXTS = ["Start Date", "End Date", "Response Type", "Finished", "Response ID"]
IDS = [f'{{"ImportId":"x{k}"}}' for k in range(6)]


def answers(n: int) -> list[list[object]]:
    """Return some rows of answers."""
    return [
        [f"R{j}", WORDS[j % 5], j % 5 + 1, "N/A" if j % 3 else f'say "{j}",\n'] for j in range(n)
    ]


TABLE = [["Timestamp", "Rate it, please [a]", "Rate it, please [b]", "Why?"], *answers(9)]
QUALTRICS = [
    [*META, "Q1"], [*TEXTS, "How?"], IDS,
    *[["x", "x", "IP Address", "True", f"R{j}", WORDS[j % 5]] for j in range(6)],
]  # fmt: skip
MONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "How often?", "", "", "Say"],
    ["", "", "", "", "Never", "Sometimes", "Often", "Open-Ended Response"],
    *[[j, 1, "1/2/23", "1/2/23", *["x" if k == j % 3 else "" for k in range(3)], "t"]
      for j in range(6)],
]  # fmt: skip
LIME = [
    ["id", "submitdate", "lastpage", "startlanguage", "A1[SQ1]", "A1[SQ2]. Rate [b]"],
    *[[j, "1980-01-01", "1", "en", WORDS[j % 5], "A1"] for j in range(6)],
]
REDCAP = [
    ["record_id", "redcap_event_name", "tired", "gym___1", "f_complete"],
    *[[j, "base", j % 3, j % 2, 2] for j in range(6)],
]
VV = "Response ID\tRate\tSay\t\nid\tA1_SQ1\tB\t\n" + "1\tA2\t{newline}{lbrace}\n" * 3
BOOK = [["a", "b", "c"], *[[j, bool(j % 2), NOON + timedelta(j)] for j in range(6)]]
FILES = [
    *(delimited(rows).encode() for rows in (TABLE, QUALTRICS, MONKEY, LIME, REDCAP)),
    delimited(TABLE, ";", "\n").encode("cp1252"),
    delimited(QUALTRICS, "\t").encode("utf-16"),
    VV.encode(),
    xlsx({"Sheet1": TABLE, "More": BOOK}),
    xlsx({"Empty": [], "Book": BOOK}),
    ods(TABLE),
    xls(TABLE),
    xlsb(TABLE),
    *packages().values(),
    zipped({"answers.csv": delimited(TABLE), "read me.txt": "Nobody."}),
    gzip.compress(delimited(REDCAP).encode(), mtime=0),
    b"sep=;\r\n" + delimited(TABLE, ";").encode() + b"\r\nSource: the survey of 2026\r\n",
]
REFUSED = [
    b"Q1. How?,,\nAnswer Choices,Responses,\nAgree,40%,4\nNot,60%,6\nAnswered,10\nSkipped,2\n",
    b"Rate,Women,Men,Total\nAgree,4,5,9\nDisagree,1,2,3\nTotal,5,7,12\n",
    b'[{"q1": "Agree"}, {"q1": "Disagree"}]',
]
DICTIONARY = delimited(
    [
        ["Variable / Field Name", "Field Type", "Field Label",
         "Choices, Calculations, OR Slider Labels"],
        ["tired", "radio", "How tired?", "0, Never | 1, Sometimes | 2, Often"],
        ["gym", "checkbox", "Gym", "1, Bike | 2, Swim"],
    ]
).encode()  # fmt: skip
LSS = b"""<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey
</LimeSurveyDocType><questions><rows><row><qid>1</qid><parent_qid>0</parent_qid><title>A1</title>
<type>F</type><question><![CDATA[<p>Rate</p>]]></question></row></rows></questions><subquestions>
<rows><row><qid>2</qid><parent_qid>1</parent_qid><title>SQ1</title><question>a</question></row></rows>
</subquestions><answers><rows><row><qid>1</qid><code>A1</code><answer>Agree</answer><sortorder>1
</sortorder><scale_id>0</scale_id></row></rows></answers></document>"""
QUEXML = b"""<questionnaire><question><text>T</text><subQuestion varName="A1_SQ1"><text>r</text>
</subQuestion><response varName="A1"><fixed><category><label>Agree</label><value>1</value>
</category></fixed></response></question></questionnaire>"""
R_SYNTAX = rb"""# LimeSurvey Field type: A
data[, 5] <- as.character(data[, 5])
attributes(data)$variable.labels[5] <- "[It\'s so] Rate"
data[, 5] <- factor(data[, 5], levels=c("A1",2),labels=c("Agree", "Disagree"))
names(data)[5] <- "A1_SQ1"
"""
SPSS_SYNTAX = b"""DATA LIST FREE /V1 V2 (A5).
VARIABLE LABELS V1 "[a] Rate ""it"" now" /V2 'x' + "y".
VALUE LABELS V1 TO V2 1 "Agree" A2 'Disagree' 9 "N/A" /a1 to a5 1 "x".
MISSING VALUES V1 (9, LO THRU -1) ALL (99).
RENAME VARIABLE (V1 = A1_SQ1).
"""
QSF = b"""{"SurveyEntry": {"SurveyID": "SV_1"}, "SurveyElements": [{"Element": "BL", "Payload": [
{"Type": "Trash", "BlockElements": [{"QuestionID": "QID9"}]}]}, {"Element": "SQ", "Payload": {
"QuestionID": "QID1", "DataExportTag": "A1", "QuestionType": "Matrix", "Selector": "Likert",
"QuestionText": "<b>Rate</b>", "Choices": {"1": {"Display": "a", "TextEntry": "true"}},
"Answers": {"1": {"Display": "Agree"}, "2": {"Display": "Disagree"}}, "AnswerOrder": ["2", 1],
"RecodeValues": {"1": "5"}, "AnalyzeChoices": {"2": "No"}, "ChoiceDataExportTags": {"1": "t"},
"Language": {"DE": {"Answers": {"1": {"Display": "Ja"}}}}}}]}"""
STRUCTURES = [DICTIONARY, LSS, QUEXML, R_SYNTAX, SPSS_SYNTAX, QSF]
TOKENS = [
    b",", b";", b"\t", b'"', b'""', b"\n", b"\r", b"\r\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"#", b'{"ImportId":"QID1"}', b"Response", b"%", b"[a]", b" - ", b"___1", b"\xe9", b"1e309",
    b"9" * 5000, b"TRUE", b"<", b"&#x0;", b"{question_not_shown}", b"2026-01-01", b"-1", b"99",
    b"\xed\xa0\x80", b"\xc2\xa0", b"\xe2\x80\x8b", b"Strongly agree", b"1 - x", b'r="XFD1048576"',
    b'number-rows-repeated="9999999"', b"<!DOCTYPE a [", b"]]>", b"\xc2\xb2",
    b"'", b"\\", b" TO ", b"(", b"/", b".\n", b"<- ", b"VALUE LABELS ", b"ALL", b"-oth-",
]  # fmt: skip
OPTIONS = [
    {"encoding": name} for name in ("utf-8", "utf-16", "cp1252", "shift_jis", "utf-7", "mac-roman")
] + [{"tool": name} for name in ("surveymonkey", "qualtrics", "limesurvey", "redcap", "sosci")]


def broken(data: bytes, rnd: random.Random) -> bytes:
    """Return bytes with something added, taken away, doubled or changed."""
    made = bytearray(data)
    for _ in range(rnd.choice([1, 1, 2, 4, 16, 64])):
        place = rnd.randrange(len(made) + 1)
        how = rnd.randrange(5)
        if how == 0 and place:
            made[place - 1] ^= 1 << rnd.randrange(8)
        elif how == 1:
            made[place:place] = rnd.choice(TOKENS)
        elif how == 2:
            del made[place : place + rnd.choice([1, 2, 10, 100, 1000])]
        elif how == 3:
            other = rnd.randrange(len(made) + 1)
            made[place:place] = made[other : other + rnd.choice([1, 10, 100, 1000])]
        elif rnd.random() < 0.1:
            del made[place:]
    return bytes(made)


def broken_part(data: bytes, rnd: random.Random) -> bytes:
    """Return an archive one part of which is broken, and the archive is not."""
    if data.startswith(GZIP):
        return gzip.compress(broken(gzip.decompress(data), rnd), mtime=0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rnd.choice(list(parts))
    return zipped({**parts, name: broken(parts[name], rnd)})


def use(export: lk.io.Export, folder: Path) -> None:
    """Do with an export what a user does; a draft places every answer of its questions."""
    repr(export)
    str(export.questions)
    str(export.log)
    export.left_out()
    write(export, folder)
    try:
        draft = export.draft_instrument()
    except lk.errors.FileFormatError:
        return
    for item in draft:
        item.scale.encode(export.frame[item.name])
    responses = export.responses(draft)
    str(lk.codebook(responses))
    write(responses, folder)


def write(data: lk.io.Export | lk.Responses, folder: Path) -> None:
    """Write answers for SPSS, as far as SPSS can hold them; what was written can be read."""
    path = folder / "written.sav"
    try:
        lk.write_spss(data, path)
    except lk.errors.ArgumentError:
        return
    lk.read(path)


def outcome(path: Path, **options: object) -> str:
    """Return what was wrong with reading a file, or nothing."""
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("error")
            export = lk.read(path, **options)
    except lk.LikertkitError as error:
        return "" if str(error).strip() else "an error without a word"
    except BaseException as error:  # noqa: BLE001 - any other exception is the finding
        return finding(error)
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("error")
            # Of points to review, and of names that SPSS does not take.
            warnings.simplefilter("ignore", lk.LikertkitWarning)
            use(export, path.parent)
    except BaseException as error:  # noqa: BLE001 - any other exception is the finding
        return f"after reading: {finding(error)}"
    return ""


def finding(error: BaseException) -> str:
    """Return what an exception says and where; a panic of a library in Rust is no Exception."""
    if isinstance(error, KeyboardInterrupt):
        raise error
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:200]} at {place.filename}:{place.lineno}"


@pytest.mark.parametrize("data", FILES + REFUSED + STRUCTURES)
def test_whole_files(tmp_path, data):
    """What is broken below is right before."""
    path = tmp_path / "file"
    path.write_bytes(data)
    assert outcome(path) == ""
    if data in STRUCTURES:
        path.write_bytes(FILES[3])
        (tmp_path / "s").write_bytes(data)
        assert outcome(path, structure=tmp_path / "s") == ""
    elif data not in REFUSED:
        assert len(lk.read(path).frame) > 2


@pytest.mark.parametrize("number", range(len(FILES + REFUSED)))
def test_broken_files(tmp_path, number):
    """Files that were damaged, cut, or written by a program with a bug."""
    rnd = random.Random(SEED + number)  # noqa: S311 - no secret
    path, structure = tmp_path / "file", tmp_path / "structure"
    wrong = []
    for draw in range(N_READS):
        data = [*FILES, *REFUSED][number]
        is_archive = data.startswith((b"PK", GZIP)) and rnd.random() < 0.7
        made = (broken_part if is_archive else broken)(data, rnd)
        path.write_bytes(made)
        options = rnd.choice(OPTIONS) if rnd.random() < 0.2 else {}
        if rnd.random() < 0.3 and data not in packages().values():
            structure.write_bytes(broken(rnd.choice([*STRUCTURES, data]), rnd))
            options = {**options, "structure": structure}
        if found := outcome(path, **options):
            wrong.append((draw, found, made[:200], options))
    assert wrong == []


@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory, data):
    """Bytes that are nothing."""
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(data)
    assert outcome(path) == ""


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=12
) | st.sampled_from(
    [
        *WORDS,
        "1",
        "99",
        "-9",
        "N/A",
        "37%",
        "Response",
        "#",
        "2026-01-01",
        "TRUE",
        "",
        "id",
        "a [b]",
    ]
)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.booleans(),
)
def test_any_table(tmp_path_factory, rows, separator, quote):
    """Tables of any cells."""
    path = tmp_path_factory.mktemp("table") / "file.csv"
    path.write_bytes(delimited(rows, separator, quote=quote).encode())
    assert outcome(path) == ""
