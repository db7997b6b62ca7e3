"""Files of SPSS and Stata: what is read of them, and what is refused.

What a file holds is looked up by pyreadstat's own raw output, or is known because the test has
just written it.
"""

from __future__ import annotations

import builtins
import datetime as dt
import struct
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyreadstat
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    FileFormatError,
    LikertkitError,
    LikertkitWarning,
    MissingExtraError,
    OptionError,
)
from likertkit.io import read
from likertkit.io.packages import _read
from likertkit.io.packages._sav import read_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from likertkit.io import Export

AGREE = {1.0: "Disagree", 2.0: "Neutral", 3.0: "Agree"}


def saved(folder: Path, frame: pd.DataFrame, **options: Any) -> Path:
    """Write an SPSS file by pyreadstat and return where it is."""
    path = folder / "answers.sav"
    pyreadstat.write_sav(frame, str(path), **options)
    return path


def said(export: Export, about: str) -> list[str]:
    """Return the decisions on a topic."""
    return [decision.decision for decision in export.log if decision.about == about]


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Return a file with labels, missing values of each form, a date and open text."""
    frame = pd.DataFrame(
        {
            "clear": [1.0, 3.0, 97.0, None, 2.0],
            "age": [31.0, 999.0, -5.0, 44.5, 27.0],
            "sex": ["f", "m", "", "x", "f"],
            "why": ["=1+1", "Because", "", "of this", "and that"],
        }
    )
    return saved(
        tmp_path,
        frame,
        file_label="Course 2026",
        note="Made for a test",
        column_labels={"clear": "The course was clear.", "sex": "Sex"},
        variable_value_labels={
            "clear": {3.0: "Agree", 97.0: "Refused", 1.0: "Disagree", 2.0: "Neutral"},
            "sex": {"f": "Female", "m": "Male", "x": "Not said"},
        },
        missing_ranges={
            "clear": [97],
            "age": [{"lo": float("-inf"), "hi": 0}, 999],
            "sex": ["x"],
        },
        variable_measure={"clear": "ordinal", "age": "scale"},
    )


def test_values_stand_as_the_file_holds_them(survey: Path) -> None:
    """Whole numbers are ints, text is text, a blank is None, a missing code is its code."""
    frame = read(survey).frame
    assert frame["clear"].tolist() == [1, 3, 97, None, 2]
    assert [type(cell) for cell in frame["clear"]] == [int, int, int, type(None), int]
    assert frame["age"].tolist() == [31, 999, -5, 44.5, 27]
    assert frame["sex"].tolist() == ["f", "m", None, "x", "f"]
    assert frame["why"].tolist() == ["=1+1", "Because", None, "of this", "and that"]


def test_a_question_has_its_label_and_its_options_in_the_order_of_the_codes(survey: Path) -> None:
    """The file lists "Agree" first."""
    question = read(survey).questions["clear"]
    assert question.text == "The course was clear."
    assert question.options == ("Disagree", "Neutral", "Agree", "Refused")
    assert question.codes == (1, 2, 3, 97)
    assert question.missing == ("Refused",)
    assert (question.kind, question.n, question.n_blank, question.n_options) == ("choice", 4, 1, 4)


def test_numbers_and_texts_may_have_missing_values_too(survey: Path) -> None:
    """A number shows those of its answers that are declared missing; text keeps its own codes."""
    age, sex, why = (read(survey).questions[name] for name in ("age", "sex", "why"))
    assert (age.kind, age.options, age.codes, age.missing) == (
        ("number", ("-5", "999"), (-5, 999), ("-5", "999"))
    )
    assert (sex.kind, sex.options, sex.codes) == (
        ("choice", ("Female", "Male", "Not said"), ("f", "m", "x"))
    )
    assert sex.missing == ("Not said",)
    assert (why.kind, why.options, why.text) == ("text", (), "")


def test_what_the_file_declares_is_kept(survey: Path) -> None:
    """Labels by value, ranges with open ends, the level of measurement and the format."""
    variables = read(survey).variables
    assert variables["clear"].labels == (
        (1, "Disagree"),
        (2, "Neutral"),
        (3, "Agree"),
        (97, "Refused"),
    )
    assert variables["age"].missing == ((float("-inf"), 0), (999, 999))
    assert (variables["clear"].measure, variables["age"].measure) == ("ordinal", "scale")
    assert variables["clear"].format == "F8.2"
    assert [variables["age"].is_missing(age) for age in (-1e9, 0, 1, 998, 999)] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_the_log_says_what_was_found(survey: Path) -> None:
    """File, encoding, notes, labels and missing values, with the number of cells."""
    export = read(survey)
    assert (export.tool, export.name) == ("spss", "answers.sav")
    assert said(export, "file") == ["SPSS, 5 rows, 4 variables, 'Course 2026'"]
    assert said(export, "encoding") == ["UTF-8"]
    assert said(export, "notes") == ["Made for a test"]
    assert said(export, "variable labels") == ["2 columns: clear, sex"]
    assert said(export, "value labels") == ["2 columns: clear, sex"]
    assert said(export, "declared missing") == [
        "97 'Refused' in 1 column (clear): 1 cell, kept as they are",
        "-inf to 0 and 999 in 1 column (age): 2 cells, kept as they are",
        "'x' 'Not said' in 1 column (sex): 1 cell, kept as they are",
    ]


def test_reasons_are_counted_by_the_draft_of_a_scale(survey: Path) -> None:
    """The code of a user-missing value is that of a nonsubstantive answer."""
    export = read(survey)
    draft = export.draft_instrument()
    assert draft["clear"].scale.nonsubstantive == {"Refused": (97,)}
    with pytest.warns(lk.LikertkitWarning, match="draft"):
        answers = lk.Responses(export.frame, draft)
    row = lk.describe(answers)["clear"]
    assert (row.n, row.mean) == (3, 2.0)
    assert dict(row.missing) == {"n_missing_blank": 1, "n_missing_refused": 1}


def test_codes_that_look_like_no_answer_are_reported_and_stay(tmp_path: Path) -> None:
    """By their words, by standing apart, or because another column declares them."""
    frame = pd.DataFrame(
        {name: [1.0, 2.0, 9.0, 9.0] for name in ("q1", "q2", "q3", "q4", "q5", "q6")}
    )
    path = saved(
        tmp_path,
        frame,
        variable_value_labels={
            "q1": {**AGREE, 9.0: "Weiß nicht"},
            "q2": {**AGREE, 9.0: "No experience"},
            "q3": {**AGREE, 9.0: "No experience"},
            "q4": {**AGREE, 9.0: "Spoiled"},
            "q5": {float(code): f"Level {code}" for code in range(1, 10)},
            "q6": {9.0: "Only label"},
        },
        missing_ranges={"q2": [9]},
    )
    export = read(path)
    assert said(export, "not declared missing") == [
        "9 'Weiß nicht' in 1 column (q1): 2 cells; it is counted as an answer",
        (
            "9 'No experience' in 1 column (q3): 2 cells; it is counted as an answer, though "
            "other columns declare it as missing"
        ),
        "9 'Spoiled' in 1 column (q4): 2 cells; it is counted as an answer",
    ]
    assert export.questions["q1"].missing == ()


@pytest.mark.parametrize("high", [2.0**53, 1e300, float("inf")])
def test_labels_of_very_high_codes_end_the_search_for_the_last_level(
    tmp_path: Path, high: float
) -> None:
    """The next code of such a double is the double itself: the search went on for ever."""
    path = saved(
        tmp_path,
        pd.DataFrame({"q": [1.0, 9.0]}),
        variable_value_labels={"q": {1.0: "Low", 9.0: "Spoiled", high: "High"}},
    )
    assert said(read(path), "not declared missing") == []


def test_a_label_of_no_number_is_left_out(tmp_path: Path) -> None:
    """The value of a label may be any eight bytes; those of NaN are no answer."""
    path = saved(
        tmp_path, pd.DataFrame({"q": [1.0]}), variable_value_labels={"q": {1.0: "a", 1.25: "b"}}
    )
    data = path.read_bytes().replace(struct.pack("<d", 1.25), struct.pack("<d", float("nan")))
    path.write_bytes(data)
    assert read(path).variables["q"].labels == ((1, "a"),)


def test_dates_of_spss(tmp_path: Path) -> None:
    """Seconds since 14 October 1582, the day before the Gregorian calendar, by the format."""
    day = (dt.date(2026, 3, 1) - dt.date(1582, 10, 14)).days * 86_400
    frame = pd.DataFrame(
        {
            "day": [day, day + 1.5, 1e15],
            "quarter": [day, None, 99.0],
            "moment": [day + 3661.25, None, None],
            "time": [3661.0, 90_000.0, -1.0],
            "weekday": [2.0, 3.0, 4.0],
        }
    ).astype(float)
    path = saved(
        tmp_path,
        frame,
        variable_format={
            "day": "EDATE10",
            "quarter": "QYR8",
            "moment": "DATETIME20",
            "time": "TIME8",
            "weekday": "WKDAY9",
        },
        missing_ranges={"quarter": [99]},
    )
    export = read(path)
    assert export.frame["day"].tolist() == [
        dt.date(2026, 3, 1),
        dt.datetime(2026, 3, 1, 0, 0, 1, 500_000),  # noqa: DTZ001 - SPSS knows no zones
        10**15,
    ]
    assert export.frame["quarter"].tolist() == [dt.date(2026, 3, 1), None, 99]
    assert export.frame["moment"][0] == dt.datetime(2026, 3, 1, 1, 1, 1, 250_000)  # noqa: DTZ001 - the same
    assert export.frame["time"].tolist() == [
        dt.time(1, 1, 1), dt.timedelta(hours=25), dt.timedelta(seconds=-1),
    ]  # fmt: skip
    assert export.frame["weekday"].tolist() == [2, 3, 4]
    assert [question.kind for question in export.questions][:4] == ["date"] * 4
    assert export.questions["quarter"].options == ()
    assert said(export, "dates") == ["4 columns: day, quarter, moment, time"]


def test_dates_of_stata(tmp_path: Path) -> None:
    """Days, milliseconds, weeks, months, quarters and halves since 1960, after the manual."""
    path = tmp_path / "dates.dta"
    formats = {
        "day": "%td", "old": "%d", "moment": "%tc", "clock": "%tcHH:MM:SS", "week": "%tw",
        "month": "%tm", "quarter": "%tq", "half": "%th", "year": "%ty", "leap": "%tC",
    }  # fmt: skip
    # Stata's manual, "Datetime": 2010w1 is 2600, 2010m1 600, 2010q1 200, 2010h1 100.
    numbers = [18_263, 18_263, 18_263 * 86_400_000.0, 3_600_000, 2_601, 601, 201, 101, 2010, 5]
    frame = pd.DataFrame({name: [float(n)] for name, n in zip(formats, numbers, strict=True)})
    pyreadstat.write_dta(frame, str(path), variable_format=formats)
    cells = {name: column[0] for name, column in read(path).frame.items()}
    assert cells == {
        "day": dt.date(2010, 1, 1),
        "old": dt.date(2010, 1, 1),
        "moment": dt.datetime(2010, 1, 1),  # noqa: DTZ001 - Stata knows no zones
        "clock": dt.time(1),
        "week": dt.date(2010, 1, 8),
        "month": dt.date(2010, 2, 1),
        "quarter": dt.date(2010, 4, 1),
        "half": dt.date(2010, 7, 1),
        "year": 2010,
        "leap": 5,
    }


def test_extended_missing_values_of_stata(tmp_path: Path) -> None:
    """Each stands as its label, as in Stata; without a label of its own as ".a" to ".z"."""
    path = tmp_path / "answers.dta"
    frame = pd.DataFrame({"q1": [1, 2, "a", "b", "c", None], "q2": [1, 2, "a", "b", "c", "d"]})
    pyreadstat.write_dta(
        frame,
        str(path),
        missing_user_values={"q1": ["a", "b", "c"], "q2": ["a", "b", "c", "d"]},
        variable_value_labels={
            "q1": {1: "Low", 2: "High", "a": "Refused", "b": "Don't know"},
            "q2": {1: "Low", 2: "High", "a": "low", "b": "7", "c": "Refused", "d": "refused"},
        },
    )
    export = read(path)
    assert export.frame["q1"].tolist() == [1, 2, "Refused", "Don't know", ".c", None]
    # Labels that another answer has too, or that read as a number, would be taken for it.
    assert export.frame["q2"].tolist() == [1, 2, ".a", ".b", ".c", ".d"]
    question = export.questions["q1"]
    assert question.options == ("Low", "High", "Refused", "Don't know", ".c")
    assert question.codes == (1, 2, ".a", ".b", ".c")
    assert question.missing == ("Refused", "Don't know", ".c")
    assert export.variables["q1"].labels[2:] == ((".a", "Refused"), (".b", "Don't know"))
    assert said(export, "declared missing")[0] == (
        ".a 'Refused', .b \"Don't know\" and .c in 1 column (q1): 3 cells, kept as they are"
    )
    scale = lk.LikertScale((1, 2), nonsubstantive={"Refused": None, "Don't know": None, ".c": None})
    answers = lk.Responses(export.frame, lk.Instrument("t", [lk.Item("q1", scale)]))
    assert {n for _, n in lk.describe(answers)["q1"].missing} == {1}


def test_a_column_of_missing_answers_only_is_still_a_question(tmp_path: Path) -> None:
    """Nobody answered, and some said why; or nobody said anything."""
    frame = pd.DataFrame({"q": [9.0, 9.0], "none": [None, None]}).astype(float)
    path = saved(tmp_path, frame, missing_ranges={"q": [9]})
    export = read(path)
    assert export.questions["q"].kind == "choice"
    assert export.questions["q"].codes == (9,)
    assert export.questions["none"].kind == "empty"


def test_labels_that_cover_the_answers_make_a_choice(tmp_path: Path) -> None:
    """Labels at the ends only do not: then the answers themselves decide."""
    ends = {0.0: "Not at all", 10.0: "Completely"}
    frame = pd.DataFrame(
        {
            "many": [float(code) for code in range(1, 31)],
            "slider": [float(code) / 2 for code in range(30)],
            "eleven": [float(code % 11) for code in range(30)],
        }
    )
    path = saved(
        tmp_path,
        frame,
        variable_value_labels={
            "many": {float(code): f"Place {code}" for code in range(1, 31)},
            "slider": ends,
            "eleven": ends,
        },
    )
    questions = read(path).questions
    assert [question.kind for question in questions] == ["choice", "number", "choice"]
    assert questions["slider"].options == ("Not at all", "Completely")
    assert questions["eleven"].options == (
        "Not at all", *(str(code) for code in range(1, 10)), "Completely",
    )  # fmt: skip


def test_a_draft_has_the_levels_between_labelled_ends(tmp_path: Path) -> None:
    """Nobody chose 3, which has no label; it is a level all the same."""
    path = saved(
        tmp_path,
        pd.DataFrame({"q": [1.0, 2.0, 4.0, 5.0, 5.0]}),
        variable_value_labels={"q": {1.0: "Strongly disagree", 5.0: "Strongly agree"}},
    )
    scale = read(path).draft_instrument()["q"].scale
    assert scale.codes == (1, 2, 3, 4, 5)
    assert scale.labels == {1: "Strongly disagree", 5: "Strongly agree"}


def test_the_rows_of_a_survey_tool_are_set_aside(tmp_path: Path) -> None:
    """Qualtrics writes SPSS files with its own columns: previews and unfinished rows are known."""
    frame = pd.DataFrame(
        {
            "StartDate": ["a", "b", "c"],
            "Status": [0.0, 1.0, 0.0],
            "Finished": [1.0, 1.0, 0.0],
            "Progress": [100.0, 100.0, 40.0],
            "ResponseId": ["R1", "R2", "R3"],
            "UserLanguage": ["EN", "EN", None],
            "Q1": [5.0, 4.0, 3.0],
        }
    )
    labels = {
        "Status": {0.0: "IP Address", 1.0: "Survey Preview"},
        "Finished": {0.0: "False", 1.0: "True"},
    }
    path = saved(tmp_path, frame, variable_value_labels=labels)
    for tool in (None, "qualtrics"):
        export = read(path, tool=tool)
        assert export.frame["Q1"].tolist() == [5]
        assert export.rows_set_aside[["row", "reason", "Q1"]].values.tolist() == [  # noqa: PD011 - a frame's own
            [2, "preview", 4], [3, "unfinished", 3],
        ]  # fmt: skip
        assert said(export, "rows set aside") == [
            "1 row: preview (see rows_set_aside)", "1 row: unfinished (see rows_set_aside)",
        ]  # fmt: skip
        assert export.questions["Status"].kind == "metadata"
        assert export.questions["Q1"].kind == "choice"
    kept = read(path, set_aside="preview")
    assert kept.frame["Q1"].tolist() == [5, 3]


def test_a_missing_extra_is_named(survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyreadstat the error says what to install."""
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name == "pyreadstat":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="pyreadstat"):
        read(survey)


def test_the_weight_of_a_file_is_named(survey: Path, tmp_path: Path) -> None:
    """The header says which element of a case is the weight, counted in pieces of eight bytes."""
    data = bytearray(survey.read_bytes())
    for element, expected in ((2, ["age"]), (0, []), (99, [])):
        struct.pack_into("<i", data, 76, element)
        path = tmp_path / "weighted.sav"
        path.write_bytes(data)
        assert said(read(path), "weight") == [
            f"the file weights its cases by {name!r}: weight={name!r}" for name in expected
        ]


# Encodings ----------------------------------------------------------------------------------------


@pytest.fixture
def umlauts(tmp_path: Path) -> Callable[[bytes], Path]:
    """Return what writes a file that says UTF-8, whose umlauts are the bytes given."""

    def write(umlaut: bytes, *, key: str = "ae") -> Path:
        path = saved(
            tmp_path,
            pd.DataFrame({"q": [key, "b"]}),
            column_labels={"q": "Frxxge"},
            variable_value_labels={"q": {key: "Maxx"}},
        )
        data = path.read_bytes().replace(b"xx", umlaut).replace(b"ae", umlaut)
        path.write_bytes(data)
        return path

    return write


def test_a_file_without_variables_is_refused(tmp_path: Path) -> None:
    """Nothing can be asked of it, and no SPSS file could be written of it."""
    path = tmp_path / "none.dta"
    pyreadstat.write_dta(pd.DataFrame(index=range(3)), path)
    with pytest.raises(FileFormatError, match="is a file of Stata that has no variables"):
        lk.read(path)


def test_text_in_another_encoding_than_the_declared_one_is_read(
    umlauts: Callable[..., Path],
) -> None:
    """The text is tried as UTF-8, then as Windows-1252, and the log says so."""
    export = read(umlauts("ä".encode()))
    assert export.questions["q"].text == "Fräge"
    export = read(umlauts("ä ".encode("cp1252"), key="zz"))
    assert export.questions["q"].text == "Frä ge"
    assert said(export, "encoding")[0].startswith("cp1252, because the text is not in the encoding")
    # 0x81 is no letter in Windows-1252.
    assert said(read(umlauts(b"\x81 ", key="zz")), "encoding")[0].startswith("iso-8859-1, because")


def test_a_labelled_text_that_cannot_be_converted_does_not_crash(
    umlauts: Callable[..., Path],
) -> None:
    """ReadStat leaves it out, and pyreadstat then reads from address 0."""
    export = read(umlauts("ä ".encode("cp1252")))
    assert export.frame["q"].tolist() == ["ä", "b"]
    assert export.variables["q"].labels == (("ä", "Maä"),)


def test_the_encoding_may_be_given(umlauts: Callable[..., Path]) -> None:
    """By any name that Python knows."""
    path = umlauts("ж ".encode("cp1251"))
    export = read(path, encoding="windows-1251")
    assert export.frame["q"][0] == "ж"
    assert said(export, "encoding") == ["cp1251"]
    with pytest.raises(FileFormatError, match="cannot be read as utf-8"):
        read(path, encoding="utf-8")
    for unknown in ("no such encoding", "a\0b"):
        with pytest.raises(ArgumentError, match="not a text encoding that Python knows"):
            read(path, encoding=unknown)
    with pytest.raises(FileFormatError, match="unsupported character set"):
        read(umlauts(b"ab"), encoding="rot13")


# Refused ------------------------------------------------------------------------------------------


def test_a_file_of_the_other_program_is_refused(survey: Path) -> None:
    """The bytes say what the file is."""
    assert read(survey, tool="spss").tool == "spss"
    with pytest.raises(FileFormatError, match="a file of SPSS, and tool='stata' was given"):
        read(survey, tool="stata")
    with pytest.raises(OptionError):
        read(survey, tool="sas")  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["structure", "sheet", "separator"])
def test_options_of_other_files_are_refused(survey: Path, option: str) -> None:
    """They would have no effect."""
    with pytest.raises(ArgumentError, match=f"{option}='x' has no effect: the file is one of SPSS"):
        read(survey, **{option: "x"})


def test_a_cut_file_is_refused(survey: Path, tmp_path: Path) -> None:
    """At any length: the dictionary ends too early, or rows are missing."""
    data = survey.read_bytes()
    path = tmp_path / "cut.sav"
    for length in range(5, len(data) - 1, 7):
        path.write_bytes(data[:length])
        with pytest.raises(FileFormatError, match=r"the SPSS file .*\.\nHint: "):
            read(path)


@pytest.mark.parametrize(
    ("place", "number", "problem"),
    [
        (64, 9, "has a header that no SPSS file has"),
        (80, 2**24, "declares 16,777,216 rows of 4 variables, which its"),
        (176, 5, "has a record of type 5 in its dictionary"),
        (188, 4, "declares more missing values of a variable than SPSS knows"),
    ],
)
def test_what_contradicts_itself_is_refused(
    survey: Path, place: int, number: int, problem: str
) -> None:
    """The header and the dictionary are looked at before pyreadstat is called."""
    data = bytearray(survey.read_bytes())
    struct.pack_into("<i", data, place, number)
    survey.write_bytes(data)
    with pytest.raises(FileFormatError, match=problem):
        read(survey)


def test_value_labels_without_a_variable_are_refused(survey: Path) -> None:
    """A list of labels is followed by the list of its variables."""
    data = survey.read_bytes()
    start = data.index(b"Refused")
    place = data.index(struct.pack("<ii", 4, 1), start)
    survey.write_bytes(data[:place] + struct.pack("<i", 6) + data[place + 4 :])
    with pytest.raises(FileFormatError, match="has value labels without a variable"):
        read(survey)
    survey.write_bytes(data[:place] + struct.pack("<ii", 4, 2**30) + data[place + 8 :])
    with pytest.raises(FileFormatError, match="ends in the middle of its dictionary"):
        read(survey)


def test_value_labels_of_a_variable_that_is_not_there_are_refused(survey: Path) -> None:
    """ReadStat takes the values for text: those of numbers are none, and pyreadstat crashes."""
    data = survey.read_bytes()
    place = data.index(struct.pack("<iii", 4, 1, 1), data.index(b"Refused"))
    survey.write_bytes(data[: place + 8] + struct.pack("<i", 99) + data[place + 12 :])
    with pytest.raises(FileFormatError, match="value labels of a variable that is not there"):
        read(survey)


def test_value_labels_of_numbers_and_texts_at_once_are_read_with_care(survey: Path) -> None:
    """The type of the last variable counts: the values of numbers are then no text."""
    data = survey.read_bytes()
    place = data.index(struct.pack("<iii", 4, 1, 1), data.index(b"Refused"))
    both = struct.pack("<iiii", 4, 2, 1, read_layout(data).starts[2])
    survey.write_bytes(data[:place] + both + data[place + 12 :])
    assert not read_layout(survey.read_bytes()).can_be_read("utf-8")
    with pytest.raises(FileFormatError, match="cannot be read as utf-8"):
        read(survey, encoding="utf-8")


def test_a_text_label_in_an_encoding_unknown_to_python_is_refused(
    umlauts: Callable[..., Path],
) -> None:
    """Nothing can tell whether pyreadstat would read it; a Western reading is tried."""
    path = umlauts("ä".encode("cp1252") + b" ")
    data = path.read_bytes().replace(b"UTF-8", b"UTF-X")
    path.write_bytes(data)
    assert said(read(path), "encoding")[0].startswith("cp1252, because")


def test_a_file_that_expands_beyond_measure_is_refused(
    survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it does not say how many rows it has."""
    data = bytearray(survey.read_bytes())
    struct.pack_into("<i", data, 80, -1)
    survey.write_bytes(data)
    assert len(read(survey).frame) == 5
    monkeypatch.setattr(_read, "_MOST_VALUES", 8)
    monkeypatch.setattr(_read, "_MOST_PER_BYTE", 0)
    with pytest.raises(FileFormatError, match="expands to more values than a survey has"):
        read(survey)
    monkeypatch.setattr(_read, "_MOST_ROOM", 100)
    with pytest.raises(FileFormatError, match="has 4 variables and does not say how many rows"):
        read(survey)


def test_variables_of_one_name_are_refused(tmp_path: Path) -> None:
    """Pyreadstat renames a second one, and a third one in the same way."""
    path = saved(tmp_path, pd.DataFrame({"QA": [1.0], "QB": [2.0], "QC": [3.0]}))
    data = path.read_bytes()
    assert data.count(b"QA=QA\tQB=QB\tQC=QC") == 1
    path.write_bytes(data.replace(b"QB=QB\tQC=QC", b"QB=QA\tQC=QA"))
    with pytest.raises(FileFormatError, match="variables without a name of their own"):
        read(path)


def test_what_pyreadstat_raises_is_an_error_of_the_library(
    survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is; text in no encoding at all too."""
    for raised, problem in (
        (OverflowError("too large."), "cannot be read: too large"),
        (UnicodeError("no text"), "has text in no encoding that is known"),
    ):

        def refuse(*_: object, error: Exception = raised, **__: object) -> None:
            raise error

        monkeypatch.setattr(pyreadstat, "read_sav", refuse)
        with pytest.raises(FileFormatError, match=problem):
            read(survey)


def test_big_endian_files_are_walked_through() -> None:
    """Of a machine that stores the high byte first."""
    head = b"$FL2" + bytes(60) + struct.pack(">iiiii", 2, 1, 0, 1, 0) + bytes(92)
    variable = struct.pack(">6i8s", 2, 0, 0, 0, 5 << 16, 5 << 16, b"Q       ")
    layout = read_layout(head + variable + struct.pack(">ii", 999, 0))
    assert (layout.starts, layout.weight, layout.text_values) == ((1,), 1, ())
    assert layout.can_be_read(None)


def test_the_weight_behind_very_long_text(tmp_path: Path) -> None:
    """A text of 600 bytes takes three variables of the file, of which the last weight nothing."""
    path = saved(tmp_path, pd.DataFrame({"why": ["x" * 600], "Weight": [2.0]}))
    data = bytearray(path.read_bytes())
    starts = read_layout(bytes(data)).starts
    assert len(starts) == 4
    found = {}
    for place in starts[1:]:
        struct.pack_into("<i", data, 76, place)
        path.write_bytes(data)
        export = read(path)
        found[place] = said(export, "weight")
    assert export.frame["why"][0] == "x" * 600
    sentence = "the file weights its cases by 'Weight'"
    assert found == {starts[1]: [], starts[2]: [], starts[3]: [f"{sentence}: weight='Weight'"]}
    with pytest.warns(
        LikertkitWarning, match=f"copy.sav: the weighting is not written: {sentence}"
    ):
        lk.write_spss(export, tmp_path / "copy.sav")


@pytest.mark.parametrize("version", [None, 114, 117, 118])
def test_text_that_looks_like_utf8_is_reported(tmp_path: Path, version: Any) -> None:
    """It is read as the file declares; UTF-8 is not read twice."""
    for right, wrong in (("für", "fÃ¼r"), ("¿Qué?", "Â¿QuÃ©?")):
        path = tmp_path / "answers"
        if version is None:
            pyreadstat.write_sav(pd.DataFrame({"s": [right, "a"]}), str(path))
            old, new = (struct.pack("<4i", 7, 20, 1, n) for n in (5, 12))
            data = path.read_bytes()
            assert data.count(old + b"UTF-8") == 1
            path.write_bytes(data.replace(old + b"UTF-8", new + b"windows-1252"))
        else:
            stored = pd.DataFrame({"s": [right.encode().decode("latin-1"), "a"]})
            stored.to_stata(path, version=version, write_index=False)
        export = read(path)
        if version == 118:
            assert "looks like" not in said(export, "encoding")[0]
            continue
        assert export.frame["s"][0] == wrong
        assert said(export, "encoding")[0].endswith(
            f"; its text looks like UTF-8 ({wrong!r} would be {right!r}): try encoding='utf-8'"
        )
        assert read(path, encoding="utf-8").frame["s"][0] == right
        assert "looks like" not in said(read(path, encoding="cp1252"), "encoding")[0]


def test_text_in_the_declared_encoding_is_not_reported(tmp_path: Path) -> None:
    """A single letter that cannot be UTF-8 is enough."""
    path = tmp_path / "answers"
    pd.DataFrame({"s": ["für", "Â¿"]}).to_stata(path, version=114, write_index=False)
    assert said(read(path), "encoding") == ["as Stata declares it"]


def test_several_missing_codes_of_one_label(tmp_path: Path) -> None:
    """They are one reason of the draft; codes that stand as text are codes."""
    labels = {**AGREE, 98.0: "Missing", 99.0: "Missing"}
    path = saved(
        tmp_path,
        pd.DataFrame({"q": [1.0, 2.0, 98.0, 99.0, 3.0], "t": ["1", "3", "9", "2", ""]}),
        variable_value_labels={
            "q": labels,
            "t": {"1": "Disagree", "2": "Neutral", "3": "Agree", "9": "Refused"},
        },
        missing_ranges={"q": [98, 99], "t": ["9"]},
    )
    export = read(path)
    draft = export.draft_instrument()
    assert draft["q"].scale.nonsubstantive == {"Missing": (98, 99)}
    assert draft["t"].scale.nonsubstantive == {"Refused": (9,)}
    with pytest.warns(LikertkitWarning, match="draft"):
        answers = lk.Responses(export.frame, draft)
    assert [(row.n, row.mean, row.n_missing) for row in lk.describe(answers)] == [
        (3, 2.0, 2),
        (3, 2.0, 2),
    ]


# Real files ---------------------------------------------------------------------------------------


def test_star_wars_as_published(shared: Path) -> None:
    """Of the 14-item matrix 829 rated Han Solo, 15 of them "Unfamiliar (N/A)", which is 99."""
    path = shared / "exports/spss/DERIVED_starwars_user_missing.sav"
    raw, _ = pyreadstat.read_sav(str(path), user_missing=True)
    export = read(path)
    assert export.tool == "spss"
    for name in export.frame.columns[1:]:
        expected = Counter(int(code) for code in raw[name].dropna())
        assert Counter(code for code in export.frame[name] if code is not None) == expected
        question = export.questions[name]
        assert (question.missing, question.codes) == (("Unfamiliar (N/A)",), (1, 2, 3, 4, 5, 99))
    question = export.questions["char_1"]
    assert (question.text, question.n, question.n_blank) == ("Han Solo", 829, 1186 - 829)
    with pytest.warns(lk.LikertkitWarning, match="draft"):
        answers = lk.Responses(export.frame, export.draft_instrument())
    row = lk.describe(answers)["char_1"]
    assert (row.n, dict(row.missing)["n_missing_unfamiliar_n_a"]) == (814, 15)


@pytest.mark.parametrize(
    ("name", "item", "codes", "missing"),
    [
        # The values, and those declared as missing, as `pyreadstat.read_sav` gives them.
        ("pyreadstat_missing_test.sav", "var1", [1, 2], [1]),
        ("haven_labelled-num-na.sav", "VAR00002", [1, 9], [9]),
        ("pyreadstat_missing_char.sav", "mychar", ["Z", "a"], ["Z"]),
        ("pyreadstat_sample_missing.sav", "mynum",
         [1.1, 1.2, -1000.3, -1.4, 1000.3, -1, 2500], [-1, 2500]),
        ("pyreadstat_sample_missing.sav", "mylabl", [1, 2, 1, 2, 1, -1, None], [-1]),
        ("pyreadstat_sample_missing.sav", "myord", [1, 2, 3, 1, 1, -1, -3], [-1, -3]),
        ("pyreadstat_simple_alltypes.sav", "x", [1, 2, 3, 4, 8, 9], [8]),
        ("pyreadstat_simple_alltypes.sav", "z", [-9, None, 1.234, 999, 3.14159, None], [-9, 999]),
    ],
)  # fmt: skip
def test_user_missing_values_of_real_files(
    shared: Path, name: str, item: str, codes: list[object], missing: list[object]
) -> None:
    """Single values, ranges and texts."""
    export = read(shared / "exports/spss" / name)
    variable = export.variables[item]
    assert export.frame[item].tolist() == codes
    found = [code for code in export.frame[item] if code is not None and variable.is_missing(code)]
    assert found == missing


def test_sets_of_multiple_responses(shared: Path) -> None:
    """The columns of a set of ticks stand under its question; a set of categories is only named."""
    export = read(shared / "exports/spss/pyreadstat_simple_alltypes.sav")
    ticked = [export.questions[f"bool{k}"] for k in (1, 2, 3)]
    assert {question.kind for question in ticked} == {"select-all"}
    assert {question.text for question in ticked} == {"My multiple response set"}
    assert [question.part for question in ticked] == ["Response #1", "Response #2", "Response #3"]
    assert export.questions["ca_subvar_1"].kind == "choice"
    assert said(export, "multiple responses") == [
        "categorical_array: ca_subvar_1, ca_subvar_2 and ca_subvar_3",
        "mymrset 'My multiple response set': bool1, bool2 and bool3",
    ]
    assert said(export, "encoding") == ["windows-1252"]
    assert export.frame["quarter"][0] == dt.date(2014, 10, 1)


def test_other_real_files(shared: Path) -> None:
    """Umlauts, Hebrew names, the compressed form, and Stata's missing values."""
    folder = shared / "exports"
    assert read(folder / "spss/haven_umlauts.sav").questions["var1"].options == (
        "the ä umlaut", "the ü umlaut", "the ö umlaut",
    )  # fmt: skip
    assert list(read(folder / "spss/pyreadstat_hebrews.sav").frame) == ["ותק_ב"]
    zipped = read(folder / "spss/pyreadstat_sample.zsav").frame
    assert zipped["mydate"].tolist()[:2] == [dt.date(2018, 5, 6), dt.date(1880, 5, 6)]
    for name in ("haven_tagged-na-double.dta", "haven_tagged-na-int.dta"):
        cells = read(folder / "stata" / name).frame["x"].tolist()
        assert cells == [1, 2, 3, 4, 5, "apple", ".h", ".zebra"]
    types = read(folder / "stata/haven_types.dta").frame
    assert types["vdate"].tolist() == [dt.date(1960, 1, 1), dt.date(2015, 12, 1)]
    tagged = read(folder / "stata/pyreadstat_missing_test.dta")
    assert tagged.frame.iloc[0].tolist() == [
        "missing", ".b", ".c", ".x", ".y", ".z", None, None, 1,
    ]  # fmt: skip
    assert [question.kind for question in tagged.questions][6:] == ["empty", "empty", "choice"]


def test_damaged_real_files_give_an_error_of_the_library(shared: Path, tmp_path: Path) -> None:
    """Any bytes give an export or a LikertkitError; here each byte of a dictionary in turn.

    Each of these crashed pyreadstat when it was given them at once: a label on a text that cannot
    be converted.
    """
    data = (shared / "exports/spss/haven_labelled-str.sav").read_bytes()
    path = tmp_path / "damaged.sav"
    for place in range(0, len(data), 3):
        for byte in (0, 1, 128, 255):
            path.write_bytes(data[:place] + bytes([byte]) + data[place + 1 :])
            try:
                read(path)
            except LikertkitError as error:
                assert str(error)  # noqa: PT017 - some are read, some are not


def test_labels_hold_the_question_and_the_row_of_a_grid(tmp_path: Path) -> None:
    """Numbers between labelled ends are levels; a ranking is left out, as in any other file."""
    path = tmp_path / "grid.sav"
    n = 12
    frame = pd.DataFrame({f"q1_{k}": [(j + k) % 5 + 1 for j in range(n)] for k in range(3)})
    ranks = {f"q2_{k}": [(j + k) % 3 + 1 for j in range(n)] for k in range(3)}
    frame = frame.assign(**ranks)
    labels = [f"How hard was it? - Step {k}" for k in range(3)]
    labels += [f"Put these in order – Part {k}" for k in range(3)]
    ends = {1: "no trouble", 5: "the whole trouble"}
    values = {f"q1_{k}": ends for k in range(3)}
    pyreadstat.write_sav(frame, path, column_labels=labels, variable_value_labels=values)
    export = lk.read(path)
    assert [(q.text, q.part) for q in export.questions][2:4] == [
        ("How hard was it?", "Step 2"),
        ("Put these in order", "Part 0"),
    ]
    draft = export.draft_instrument()
    assert draft.names == ("q1_0", "q1_1", "q1_2")
    assert draft["q1_0"].scale.codes == (1, 2, 3, 4, 5)
    assert draft["q1_0"].scale.labels == ends
    assert "the codes gave the order of the levels" in draft.to_review[0]
    assert any("a ranking" in sentence for sentence in export.left_out())
    without = frame.drop(columns=["q1_0", "q1_1", "q1_2"])
    pyreadstat.write_sav(without.assign(other=1), path)
    assert any("a ranking" in sentence for sentence in lk.read(path).left_out())


@pytest.mark.parametrize("labels", [{1: "brown", 3: "blue"}, {3: "blue", 5: "grey"}])
def test_codes_with_an_end_without_a_label_have_no_order(
    tmp_path: Path, labels: dict[int, str]
) -> None:
    """The codes may be names of groups."""
    path = tmp_path / "eyes.sav"
    frame = pd.DataFrame({"eyes": [1, 2, 3, 4, 5] * 3})
    pyreadstat.write_sav(frame, path, variable_value_labels={"eyes": labels})
    export = lk.read(path)
    assert export.questions["eyes"].kind == "choice"
    assert export.left_out() == (
        "1 question left out (the order of the options is not known): eyes",
    )
