"""A page of the terminal, whatever is written on it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from likertkit._text import display_width
from likertkit.cli._commands import command
from likertkit.cli._page import Page


@pytest.mark.parametrize("width", ["40", "90"])
def test_paragraphs_keep_within_the_terminal(capsys, monkeypatch, width):
    """In scripts of wide characters and without spaces too; figures stay with their names."""
    monkeypatch.setenv("COLUMNS", width)
    page = Page()
    words = "\u6e80\u8db3\u5ea6" * 60
    page.title(words)
    page.heading(f"1  {words}")
    page.heading(words)
    page.say(words, "The number is n = 51.", words)
    page.list([words, "two"])
    page.answer(words)
    lines = capsys.readouterr().out.split("\n")
    assert max(map(display_width, lines)) <= int(width)
    assert any("n = 51." in line for line in lines)
    assert "- two" in lines
    assert any(line.startswith("1  \u6e80") for line in lines)


def test_nothing_in_a_paragraph_controls_the_terminal(capsys):
    """The names in it come from files."""
    page = Page()
    page.say("a \x1b[31m name")
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("content", ["q1\n9\n", "q1\n\xe4\n", ""])
def test_the_name_of_a_file_controls_nothing(tmp_path, content):
    """Neither in an error nor in the note on its encoding."""
    path = tmp_path / "a\x1b[31m.csv"
    path.write_bytes(content.encode("latin-1"))
    arguments = ["describe", str(path), "--scale", "agreement-5", "--items", "q1"]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
