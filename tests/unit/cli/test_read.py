"""`likertkit read` shows what is read, and drafts an instrument that the other commands take."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.unit.cli.test_compare import run
from tests.unit.cli.test_items import FORM

import likertkit as lk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="form")
def _form(tmp_path: Path) -> Path:
    path = tmp_path / "form.csv"
    path.write_text(FORM, "utf-8")
    return path


def test_questions_and_decisions_are_shown(form: Path) -> None:
    """With their kinds, and nothing for Python."""
    found = run("read", form, width=100)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("form.csv: 17 respondents, 7 columns\n")
    assert "- q1_2 (choice, n = 17): … calm, not tiring" in found.stdout
    assert "- comment (text, n = 17)" in found.stdout
    assert "tool: Google Forms: the heading 'timestamp'" in found.stdout
    assert "raft" not in found.stdout


def test_other_formats(form: Path) -> None:
    """CSV has the questions, JSON and Markdown the log too."""
    export = lk.read(form)
    found = run("read", form, "--format", "csv")
    assert pd.read_csv(io.StringIO(found.stdout))["item"].tolist() == [
        question.item for question in export.questions
    ]
    questions, log = json.loads(run("read", form, "--format", "json").stdout)
    assert len(questions["rows"]) == 7
    assert [row["about"] for row in log["rows"]] == [decision.about for decision in export.log]
    assert "How form.csv was read" in run("read", form, "--format", "markdown").stdout


@pytest.mark.parametrize("form_of_output", ["text", "csv"])
def test_a_draft_is_an_instrument_of_the_other_commands(
    form: Path, tmp_path: Path, form_of_output: str
) -> None:
    """After a look at it; what is open is said each time until then."""
    path = tmp_path / "items.toml"
    told = ("--draft", path, "--format", form_of_output)
    found = run("read", form, *told, width=200)
    assert found.exit_code == 0, found.output
    where = found.stdout if form_of_output == "text" else found.stderr
    draft = lk.read(form).draft_instrument()
    # A path that is longer than a line goes on in the next.
    assert f"Draftwith{len(draft)}items:{path}" in "".join(where.split())
    assert lk.Instrument.load(path) == draft
    assert all(point in " ".join(where.split()) for point in draft.to_review)
    assert "1 question left out (text): comment" in where
    used = run("describe", form, "--instrument", path, "--positive", "high", "--table", "describe")
    assert used.stdout.startswith("Answers to form\n")
    assert f"items.toml is a draft with {len(draft.to_review)} points" in used.stderr
    assert all(f"- {point}\n" in used.stderr for point in draft.to_review)
    assert "revise" not in used.stderr
    draft.revise(reviewed=True).save(path)
    assert run("describe", form, "--instrument", path, "--positive", "high").stderr == ""


def test_a_draft_may_be_settled_at_once(form: Path, tmp_path: Path) -> None:
    """Which items, which end, and which are worded negatively."""
    path = tmp_path / "items.json"
    options = ("--items", "q1_*", "--positive", "high", "--negative", "clear")
    assert run("read", form, "--draft", path, *options).exit_code == 0
    made = lk.Instrument.load(path)
    assert made.names == ("q1_1", "q1_2")
    assert [item.keyed for item in made] == ["negative", "positive"]
    assert made["q1_1"].scale.positive == "high"


def test_mistakes(form: Path, tmp_path: Path) -> None:
    """A draft replaces no file; its options need it; some files have no known order."""
    path = tmp_path / "items.toml"
    path.write_text("")
    found = run("read", form, "--draft", path)
    assert found.exit_code == 2
    assert "is there already" in found.stderr
    assert "name its file with --draft" in run("read", form, "--negative", "q9").stderr
    odd = tmp_path / "odd.csv"
    odd.write_text("q1,q2\nRare,b\nWell,b\nRare,c\nMedium,b\n")
    found = run("read", odd, "--draft", tmp_path / "new.toml")
    assert found.exit_code == 2
    assert "`likertkit read odd.csv` lists the questions and their options" in found.stderr
    assert not (tmp_path / "new.toml").exists()
    odd.write_text("q1\nAgree\nDisagree\nStrongly agree\n")
    found = run("read", odd, "--draft", tmp_path / "new.toml")
    assert "Draft with 1 item" in found.stdout
    assert "Not in the draft" not in found.stdout
