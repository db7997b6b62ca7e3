"""A study design is read from TOML as it is written in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import likertkit as lk
from likertkit.bias import load_design
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    DefinitionError,
    FileAccessError,
    FileFormatError,
    LikertkitError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHOLE = """
invited = 57
responded = 51
n_items = 14
exclusions = { "conflict of interest" = 1 }

[limitations]
recall = "ratings from memory"

[[conditions]]
name = "virtual"
period = "2020-03/2020-08"
rated_when = "2021-02"
retrospective = true
context = "a pandemic"
invited = 57
responded = 50

[[conditions]]
name = "face-to-face"
rated_after = ["virtual"]

[[cohorts]]
name = "CT"
size = 40
responded = 38
mandatory = true
frequency = "weekly"

[[cohorts]]
name = "SAS"
size = 17
mandatory = false
conditions = ["virtual"]
"""
SAME = lk.StudyDesign(
    invited=57,
    responded=51,
    n_items=14,
    exclusions={"conflict of interest": 1},
    limitations={"recall": "ratings from memory"},
    conditions=(
        lk.Condition(
            "virtual",
            period="2020-03/2020-08",
            rated_when="2021-02",
            retrospective=True,
            context="a pandemic",
            invited=57,
            responded=50,
        ),
        lk.Condition("face-to-face", rated_after=("virtual",)),
    ),
    cohorts=(
        lk.Cohort("CT", size=40, responded=38, mandatory=True, frequency="weekly"),
        lk.Cohort("SAS", size=17, mandatory=False, conditions=("virtual",)),
    ),
)


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(text: str | bytes) -> Path:
        path = tmp_path / "design.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_field_is_read(write, mark, newline) -> None:
    """The design is the one that Python would declare, however an editor saves the file."""
    path = write(mark + WHOLE.replace("\n", newline).encode())
    assert load_design(path) == SAME
    assert load_design(str(path)) == SAME


def test_a_survey_of_one_condition(write) -> None:
    """The least that a design needs."""
    found = load_design(write('[[conditions]]\nname = "survey"'))
    assert found == lk.StudyDesign(conditions=(lk.Condition("survey"),))


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("invited = ", FileFormatError, "design.toml cannot be read as TOML"),
        (b"\xff\xfe", FileFormatError, "design.toml cannot be read as TOML"),
        ("", FileFormatError, r"has no \[\[conditions\]\]"),
        (
            "asked = 5",
            FileFormatError,
            "design.toml has the key 'asked'; expected one of cohorts, ",
        ),
        ("conditions = 'now'", FileFormatError, "conditions is 'now'; expected tables"),
        ("[conditions]\nname = 'now'", FileFormatError, "expected tables"),
        (
            "conditions = ['now']",
            FileFormatError,
            r"\[\[conditions\]\] contains 'now'; expected a table of keys",
        ),
        ("[[conditions]]", FileFormatError, r"design.toml, \[\[conditions\]\] lacks name"),
        (
            "[[conditions]]\nname = 'now'\n[[cohorts]]\nname = 'CT'",
            FileFormatError,
            r"\[\[cohorts\]\] lacks size",
        ),
        ("[[cohorts]]\nfrequency = 'daily'", FileFormatError, "lacks name, size"),
        (
            "[[conditions]]\nname = 'now'\nyear = 1",
            FileFormatError,
            r"\[\[conditions\]\] has the key 'year'; expected one of .*retrospective",
        ),
        ("[[conditions]]\nname = 5", DefinitionError, "5"),
        ("[[conditions]]\nname = 'a'\nperiod = 2020-03-01", LikertkitError, "period"),
        ("[[conditions]]\nname = 'a'\nperiod = 'May'", LikertkitError, "May"),
        ("invited = 'all'\n[[conditions]]\nname = 'a'", ArgumentTypeError, "invited"),
        ("invited = -1\n[[conditions]]\nname = 'a'", ArgumentError, "invited"),
        ("invited = 5\nresponded = 6\n[[conditions]]\nname = 'a'", DefinitionError, "6"),
        (
            "[[conditions]]\nname = 'a'\n[[conditions]]\nname = 'a'",
            DefinitionError,
            "repeats 'a'",
        ),
        (
            "[[conditions]]\nname = 'a'\n[[cohorts]]\nname = 'x'\nsize = 2\nconditions = ['b']",
            LikertkitError,
            "'b'",
        ),
    ],
)
def test_mistakes_are_told(write, text, error, words) -> None:
    """What was found, what was expected and a hint; never a traceback of another library."""
    with pytest.raises(error, match=words) as caught:
        load_design(write(text))
    assert "Hint: " in str(caught.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """What the system says, with the file and a hint."""
    with pytest.raises(FileAccessError, match=r"nowhere\.toml' cannot be read: No such file"):
        load_design(tmp_path / "nowhere.toml")
