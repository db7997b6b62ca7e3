"""REDCap's data dictionary."""

from __future__ import annotations

import pytest
from tests.structure_files import D_HEAD, DICTIONARY
from tests.survey_files import delimited, read, said

import likertkit as lk
from likertkit.errors import FileFormatError
from likertkit.io.structures._facts import Facts
from likertkit.io.structures._structure import read_structure


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
        "short": Facts("", "", None, ()),
    }


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_dictionaries_as_they_are_written(end, encoding):
    """Any line end, any encoding."""
    text = delimited([D_HEAD, ["a", "f", "radio", "Café?", "1, é"]], end=end)
    facts = read_structure(text.encode(encoding), "d.csv")
    assert facts == {"a": Facts("Café?", "", "choice", ((1, "é"),))}


HEAD = [
    *D_HEAD,
    "Text Validation Type OR Show Slider Number",
    "Section Header",
    "Matrix Group Name",
]
OF_API = [
    "field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations",
    "text_validation_type_or_show_slider_number", "section_header", "matrix_group_name",
]  # fmt: skip
FIELDS = [
    ["a", "f", "radio", "Clear", "-1, No | 0, Well, so so | x, Yes", "", "<b>Rate</b>", "m"],
    ["b", "f", "radio", "Short", "1, No | 2, Yes", "", "", "m"],
    ["c", "f", "radio", "Alone", "1, No | 2, Yes", "", "Rest", "lone"],
    ["d", "f", "radio", "No head", "1, No | 2, Yes", "", "", "bare"],
    ["gym", "f", "checkbox", "Gym", "-1, None | A.b, Bike", "", "", ""],
    ["n", "f", "text", "How many", "", "integer", "", ""],
    ["day", "f", "text", "When", "", "date_ymd", "", ""],
    ["mail", "f", "text", "Mail", "", "email", "", ""],
]


@pytest.mark.parametrize("head", [HEAD, OF_API], ids=["website", "API"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_fields(head, separator):
    """Rows of a matrix, codes of check boxes, and what a box of text is checked for."""
    text = delimited([head, *FIELDS], separator)
    assert read_structure(text.encode("utf-8-sig"), "d.csv") == {
        "a": Facts("Rate", "Clear", "choice", ((-1, "No"), (0, "Well, so so"), ("x", "Yes"))),
        "b": Facts("Rate", "Short", "choice", ((1, "No"), (2, "Yes"))),
        "c": Facts("Rest", "Alone", "choice", ((1, "No"), (2, "Yes"))),
        "d": Facts("No head", "", "choice", ((1, "No"), (2, "Yes"))),
        "gym____1": Facts("Gym", "None", "select-all"),
        "gym___a_b": Facts("Gym", "Bike", "select-all"),
        "n": Facts("How many", "", "number"),
        "day": Facts("When", "", "date"),
        "mail": Facts("Mail", "", "text"),
    }


def test_dictionary_in_utf_16():
    """As a spreadsheet program saves "Unicode text"."""
    text = delimited([D_HEAD, ["a", "f", "radio", "Café?", "1, é"]], "\t")
    for data in (text.encode("utf-16"), b"\xfe\xff" + text.encode("utf-16-be")):
        assert read_structure(data, "d.txt") == {"a": Facts("Café?", "", "choice", ((1, "é"),))}


def test_data_and_dictionary_that_disagree(tmp_path):
    """Columns of one side only are listed; headings in words are known by the question."""
    path = tmp_path / "d.csv"
    path.write_text(delimited([HEAD, *FIELDS]), encoding="utf-8")
    heads = ["Record ID", "Event Name", "Complete?", "Gym (choice=Bike)", "Gym (choice=Bus)",
             "When", "Extra"]  # fmt: skip
    body = [[str(j), "one", "Complete", "Checked", "Unchecked", "2026-01-02", "a"] for j in (1, 2)]
    export = read(tmp_path, delimited([heads, *body]), structure=path)
    assert said(export, "structure") == (
        "d.csv describes 2 of 7 columns, 2 of them known by the text of the question | "
        "2 columns in the answers only: Gym, Extra | "
        "7 columns in d.csv only: a, b, c, d, gym____1, n and 1 more"
    )
    assert export.questions["When"].kind == "date"


def test_repeated_events(tmp_path):
    """Rows of several events are answers, each of them, and codes are checked in all."""
    path = tmp_path / "d.csv"
    path.write_text(delimited([HEAD, *FIELDS]), encoding="utf-8")
    rows = [
        ["record_id", "redcap_event_name", "redcap_repeat_instance", "gym____1", "b"],
        ["1", "first_arm_1", "", "1", "1"],
        ["1", "second_arm_1", "1", "0", "2"],
        ["1", "second_arm_1", "2", "0", "3"],
    ]
    export = read(tmp_path, delimited(rows), structure=path)
    assert len(export.frame) == 3
    assert export.questions["gym____1"].part == "None"
    assert export.questions["b"].codes == (1, 2)
    assert said(export, "answers that the structure does not have") == "'3' (1 answer in b)"


def test_wrong_quotes():
    """A dictionary that is damaged."""
    with pytest.raises(FileFormatError, match=r"d\.csv is quoted wrongly"):
        read_structure((DICTIONARY + '"x" y').encode(), "d.csv")


def test_labels_and_dictionary_of_redcap(shared):
    """Headings in words are known by the field's label; one field is in the data only."""
    folder = shared / "exports/redcap"
    path = folder / "REDCapR_simple_dictionary.csv"
    export = lk.read(folder / "DERIVED_REDCapR_simple_labels.csv", structure=path)
    assert said(export, "structure").split(" | ")[1:] == [
        "1 column in the answers only: Are interpreter services requested?",
        (
            "8 columns in REDCapR_simple_dictionary.csv only: name_first, name_last, address, "
            "telephone, email, dob and 2 more"
        ),
    ]
    gender = export.questions["Gender"]
    assert (gender.codes, gender.options) == ((0, 1), ("Female", "Male"))
    assert said(export, "answers that the structure does not have") == ""
