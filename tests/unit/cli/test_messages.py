"""Errors and warnings of the library, in the words of the command line."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.unit.cli.test_compare import run

from likertkit.cli import command
from likertkit.cli._messages import as_options, warnings_as_notes
from likertkit.errors import LikertkitWarning

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "name the separator, as in separator='tab'.",
            "name the separator, as in --separator tab.",
        ),
        ("leave `encoding=` out", "leave --encoding out"),
        ('encoding="it\'s" is', "--encoding 'it'\"'\"'s' is"),
        ('write `positive="low"` if 1 is', "write --positive low if 1 is"),
        ("(positive=)", "(--positive)"),
        (
            "the file weights its cases by 'w': weight='w'",
            "the file weights its cases by 'w': --weight w",
        ),
        ("stratum='x' and set_aside='test'", "--cohort x and --set-aside test"),
        ("nonsubstantive={'N/A': None}).", "--nonsubstantive {'N/A': None})."),
        (
            "lk.read('answers.csv', structure='a.lss').",
            "`likertkit read answers.csv --structure a.lss`.",
        ),
        ("3 rows: preview (see rows_set_aside)", "3 rows: preview"),
        ("the condition 'by=x' and sitems='1'", "the condition 'by=x' and sitems='1'"),
        ("Tally.from_counts", "Tally.from_counts"),
    ],
)
def test_arguments_become_options(text: str, wanted: str) -> None:
    """Whatever is in the quotes of somebody's data stays."""
    assert as_options(text) == wanted


def test_warnings_become_notes(capsys: pytest.CaptureFixture[str]) -> None:
    """Each once, in lines of which nothing controls the terminal."""
    with warnings_as_notes():
        for _ in range(2):
            warnings.warn("odd\x1b[2J `by=`\nHint: look", LikertkitWarning, stacklevel=2)
    assert capsys.readouterr().err == "Note: odd [2J --by\nHint: look\n"


def test_an_error_of_the_system_has_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk is full."""

    def fill(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("likertkit.cli._commands.write_tables", fill)
    path = tmp_path / "a.csv"
    path.write_text("q1\n4\n")
    found = run("describe", path, "--scale", "agreement-5", "--items", "q1")
    assert found.exit_code == 2
    assert found.stderr == "Error: [Errno 28] No space left on device\n"


def test_nothing_in_an_argument_controls_the_terminal(tmp_path: Path) -> None:
    """Also where click writes the error, and where colours may be written."""
    path = tmp_path / "a.csv"
    path.write_text("q1\n4\n")
    odd = "\x1b[31mred"
    for arguments in (
        ["describe", str(tmp_path / odd), "--items", "q1"],
        ["describe", str(path), "--scale", "agreement-5", "--items", odd],
        ["describe", str(path), "--scale", "agreement-5", "--wide", odd],
        ["describe", str(path), "--view", odd],
        [odd],
    ):
        found = CliRunner().invoke(command, arguments, color=True)
        assert found.exit_code == 2
        assert "red" in found.stderr
        assert "\x1b" not in found.output
