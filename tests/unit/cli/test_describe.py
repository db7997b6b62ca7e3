"""`likertkit describe` reads a file as it is and prints what the library finds."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from likertkit.cli import command
from likertkit.cli._columns import split_names
from likertkit.cli._scales import read_reason
from likertkit.instrument import Instrument, Item, LikertScale

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

ANSWERS = """q1,q2,site,when
Agree,Strongly agree,N,before
N/A,disagree,S,before
,strongly  disagree,N,after
Neither agree nor disagree,N/A,S,after
"""
SCALE = ("--scale", "agreement-5", "--items", "q1,q2")


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, "utf-8")
    return path


def run(*arguments: object, width: int = 80) -> Result:
    """Run a command as in a terminal of a width."""
    return CliRunner(env={"COLUMNS": str(width)}).invoke(command, [str(one) for one in arguments])


def frame(*arguments: object) -> pd.DataFrame:
    """Return the table that a command prints as CSV."""
    found = run(*arguments, "--format", "csv")
    assert found.exit_code == 0, found.output
    return pd.read_csv(io.StringIO(found.stdout))


def test_an_undeclared_answer_is_an_error(file: Path) -> None:
    """N/A is an answer until the scale says otherwise; the message says how."""
    found = run("describe", file, *SCALE)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "item 'q1' has 1 row" in found.stderr
    assert "'N/A'" in found.stderr
    assert "Hint: " in found.stderr
    assert "--nonsubstantive" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_declared_answer_is_counted_apart_from_blanks(file: Path) -> None:
    """One of each in q1, one N/A in q2."""
    found = frame("describe", file, *SCALE, "--nonsubstantive", "N/A")
    assert found["item"].tolist() == ["q1", "q2"]
    assert found["n"].tolist() == [2, 3]
    assert found["n_missing_blank"].tolist() == [1, 0]
    assert found["n_missing_n_a"].tolist() == [1, 1]
    assert found["mean"].tolist() == pytest.approx([3.5, 8 / 3])


@pytest.mark.parametrize("text", ["None", "NA", "nan", "NULL"])
def test_words_of_programs_are_answers(tmp_path: Path, text: str) -> None:
    """What pandas would take for missing is an answer that no scale has."""
    path = tmp_path / "a.csv"
    path.write_text(f"q1\n1\n{text}\n", "utf-8")
    assert run("describe", path, "--scale", "agreement-5", "--items", "q1").exit_code == 2
    found = frame(
        "describe", path, "--scale", "agreement-5", "--items", "q1", "--nonsubstantive", text
    )
    assert (found["n"][0], found["n_missing_blank"][0], found["n_missing"][0]) == (1, 0, 1)


def test_negative_items_are_reversed_in_the_keyed_view(file: Path) -> None:
    """q2 holds 5, 2 and 1; keyed negatively 1, 4 and 5."""
    found = frame(
        *("describe", file, *SCALE, "--nonsubstantive", "N/A"),
        *("--negative", "q2", "--view", "keyed"),
    )
    assert found["mean"].tolist() == pytest.approx([3.5, 10 / 3])


def test_positive_low_turns_the_labels_with_the_codes(file: Path) -> None:
    """Where 1 is the most agreement, q1 holds 2 and 3."""
    declared = ("describe", file, *SCALE, "--nonsubstantive", "N/A", "--positive", "low")
    assert frame(*declared)["mean"][0] == pytest.approx(2.5)
    assert frame(*declared, "--view", "favourable")["mean"][0] == pytest.approx(3.5)


def test_splits_by_condition_and_columns(file: Path) -> None:
    """The condition stands first, and is never pooled."""
    declared = ("describe", file, *SCALE, "--nonsubstantive", "N/A")
    assert (
        frame(*declared, "--condition", "when")["when"].tolist() == ["before"] * 2 + ["after"] * 2
    )
    both = frame(*declared, "--condition", "when", "--by", "site")
    assert list(both.columns[:3]) == ["when", "site", "item"]
    assert len(both) == 8
    assert frame(*declared, "--by", "site")["site"].tolist() == ["N", "N", "S", "S"]


def test_frequencies_list_unused_levels(file: Path) -> None:
    """Five rows an item."""
    found = frame("describe", file, *SCALE, "--nonsubstantive", "N/A", "--table", "frequencies")
    assert len(found) == 10
    assert found["count"].tolist() == [0, 0, 1, 1, 0, 1, 1, 0, 0, 1]


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_text_stays_within_the_terminal(file: Path, width: int) -> None:
    """Both tables, with the file's name."""
    found = run("describe", file, *SCALE, "--nonsubstantive", "N/A", width=width)
    assert found.exit_code == 0
    assert "answers.csv" in found.stdout
    assert "Neither agree nor disagree" in found.stdout
    assert max(map(len, found.stdout.split("\n"))) <= width
    assert "\x1b" not in found.stdout


def test_markdown_holds_both_tables(file: Path) -> None:
    """A header and a rule for each."""
    found = run("describe", file, *SCALE, "--nonsubstantive", "N/A", "--format", "markdown")
    assert found.stdout.count("\n\n| item |") == 2


def test_an_instrument_file_says_everything(file: Path, tmp_path: Path) -> None:
    """And the other declarations are then refused."""
    scale = LikertScale.preset("agreement", 5, nonsubstantive={"N/A": None})
    path = tmp_path / "work.toml"
    Instrument("work", [Item("q2", scale)]).save(path)
    assert frame("describe", file, "--instrument", path)["item"].tolist() == ["q2"]
    refused = run("describe", file, "--instrument", path, *SCALE)
    assert refused.exit_code == 2
    assert "--instrument describes the items" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--items", "q1"), "name the scale of the items"),
        ((), "no items are named. Questions in answers.csv:\n- q1 (text, n = 3)\n- q2"),
        (("--scale", "agreement-5"), "- site (choice, n = 4) ['N', 'S']"),
        (("--scale", "agreemnt-5", "--items", "q1"), "is not the name of a scale"),
        (("--scale", "agreement-5", "--items", "q9"), "no column 'q9'"),
        ((*SCALE, "--negative", "q3", "--view", "keyed"), "--negative: there is no item 'q3'"),
        ((*SCALE, "--negative", "q2"), "--negative has no effect on scores as they are answered"),
        ((*SCALE, "--nonsubstantive", "N/A=5"), "5"),
        ((*SCALE, "--separator", "::"), "--separator :: is not a single character"),
        ((*SCALE, "--encoding", "utf-99"), "--encoding utf-99 is not a text encoding"),
        ((*SCALE, "--view", "reversed"), "Invalid value for '--view'"),
    ],
)
def test_errors_are_told_without_a_traceback(
    file: Path, arguments: tuple[str, ...], message: str
) -> None:
    """On the error stream, with exit code 2."""
    found = run("describe", file, *arguments)
    assert found.exit_code == 2
    assert message in found.stderr
    assert found.stdout == ""
    assert "Traceback" not in found.output


def test_an_unknown_file_is_told(tmp_path: Path) -> None:
    """Also one that vanishes after the check."""
    found = run("describe", tmp_path / "nothing.csv", *SCALE)
    assert found.exit_code == 2
    assert "does not exist" in found.stderr


def test_a_file_that_cannot_be_read_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's message is enough."""

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    found = run("describe", file, *SCALE)
    assert found.exit_code == 2
    assert "Permission denied" in found.stderr


def test_a_closed_pipe_is_not_an_error_of_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the output goes to `head`: click ends quietly."""

    def close(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("likertkit.cli._commands.write_tables", close)
    found = run("describe", file, *SCALE, "--nonsubstantive", "N/A")
    assert found.exit_code == 1
    assert "Broken pipe" not in found.stderr


def test_a_guessed_code_page_is_noted(tmp_path: Path) -> None:
    """Unless it was stated."""
    path = tmp_path / "a.csv"
    path.write_bytes("q1,där\nAgree,é\n".encode("cp1252"))
    declared = ("describe", path, "--scale", "agreement-5", "--items", "q1")
    found = run(*declared, width=200)
    assert "a.csv, encoding: Windows-1252, because the bytes are not UTF-8" in found.stdout
    assert "--encoding cp1250" in found.stdout
    assert "because the bytes" in run(*declared, "--format", "csv").stderr
    assert "because the bytes" not in run(*declared, "--encoding", "cp1252").output


def test_scales_are_listed() -> None:
    """Every name can be used."""
    found = run("scales")
    names = [line.split()[0] for line in found.stdout.split("\n") if "-" in line.split(" ")[0]]
    assert len(names) == 30
    assert "agreement-5" in names
    for name in names:
        assert LikertScale.from_name(name)


def test_names_are_split_at_commas_outside_quotes() -> None:
    """And may be given in several options."""
    assert split_names('q1, q2,"Calm, or tired", q3,') == (
        "q1",
        "q2",
        "Calm, or tired",
        "q3",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N/A", ("N/A", None)),
        ("N/A=9", ("N/A", (9,))),
        ("Refused=97,98", ("Refused", (97, 98))),
        ("a=b", ("a=b", None)),
        ("9", ("9", None)),
    ],
)
def test_a_reason_may_have_codes(text: str, expected: tuple[str, object]) -> None:
    """What follows the last equals sign, where it is numbers."""
    assert read_reason(text) == expected


def test_json_is_a_list_of_the_tables(file: Path) -> None:
    """Each as `to_dict` returns it, whatever else there is to print."""
    found = run("describe", file, *SCALE, "--nonsubstantive", "N/A", "--format", "json")
    assert found.exit_code == 0, found.output
    tables = json.loads(found.stdout)
    assert [list(one) for one in tables] == [
        ["title", "columns", "rows", "by", "options", "notes"] for _ in range(2)
    ]
    assert [row["item"] for row in tables[0]["rows"]] == ["q1", "q2"]
    assert tables[0]["rows"][0]["sd"] is not None or tables[0]["rows"][0]["n"] < 2
