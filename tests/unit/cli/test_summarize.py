"""`likertkit summarize` prints what threatens a file's figures beside them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.unit.cli.test_compare import ANSWERS, ITEMS, PAIRS, of_library, run

import likertkit as lk

if TYPE_CHECKING:
    from pathlib import Path

DESIGN = """
invited = 9
[[conditions]]
name = "after"
[[conditions]]
name = "before"
retrospective = true
[[cohorts]]
name = "n"
size = 4
[[cohorts]]
name = "s"
size = 5
"""


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, "utf-8")
    return path


@pytest.fixture(name="design")
def _design(tmp_path: Path) -> Path:
    path = tmp_path / "design.toml"
    path.write_text(DESIGN, "utf-8")
    return path


def wanted(view: str = "as_answered", **options: object) -> lk.summary.Summary:
    """Return what the library finds."""
    data = of_library(respondent="who", condition="when", stratum="site").scored(view)
    return lk.summarize(data, **options)


def test_everything_reaches_the_library(file: Path, design: Path) -> None:
    """Design, cohort, conditions and view: the text is the library's."""
    declared = lk.bias.load_design(design)
    told = (*PAIRS, "--cohort", "site", "--design", design)
    found = run("summarize", file, *told, width=100)
    assert found.exit_code == 0, found.output
    assert found.stdout.rstrip() == wanted(design=declared).to_text(100)
    turned = run("summarize", file, *told, "--first", "before", "--second", "after", width=100)
    again = wanted(design=declared, first="before", second="after")
    assert turned.stdout.rstrip() == again.to_text(100)
    keyed = run("summarize", file, *told, "--negative", "clear", "--view", "keyed")
    assert "Scores are keyed" in keyed.stdout
    one = run("summarize", file, *told, "--first", "before", width=100)
    assert one.stdout.startswith("Summary of answers.csv: before\n")


def test_the_invited_alone(file: Path) -> None:
    """A number gives bounds without a design: of nine, three and four answered."""
    found = run("summarize", file, *PAIRS, "--invited", 9, "--format", "csv")
    table = pd.read_csv(io.StringIO(found.stdout))
    assert table["low_first"].tolist() == pytest.approx([(7 + 6) / 9, (6 + 7) / 9])
    assert table["high_second"].tolist() == pytest.approx([(17 + 25) / 9, (15 + 25) / 9])
    assert tuple(table.columns) == wanted().names


def test_without_respondents_and_without_conditions(file: Path) -> None:
    """What is not declared is not used, and the summary says so."""
    loose = run("summarize", file, *ITEMS, "--condition", "when", width=200).stdout
    assert "the answers of a person are not linked" in loose
    plain = run("summarize", file, *ITEMS).stdout
    assert plain.startswith("Summary of answers.csv\n")
    assert "second" not in plain


def test_forms(file: Path, design: Path) -> None:
    """Text keeps to the width; Markdown is the library's; CSV has the rows."""
    told = (*PAIRS, "--cohort", "site", "--design", design)
    for width in (40, 80, 120):
        lines = run("summarize", file, *told, width=width).stdout.split("\n")
        assert max(map(len, lines)) <= width
        assert not any(line.endswith(" ") for line in lines)
    marked = run("summarize", file, *told, "--format", "markdown").stdout
    assert marked.rstrip() == wanted(design=lk.bias.load_design(design)).to_markdown()
    rows = run("summarize", file, *told, "--format", "csv").stdout.splitlines()
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--invited", 3), "more than the 3 who were invited"),
        (("--invited", -1), "Invalid value"),
        (
            ("--first", "never"),
            "--first: 'never' is not one of the conditions, which are 'before' and 'after'",
        ),
        (("--second", "after"), "--second after is given without first"),
        (("--cohort", "nowhere"), "no column 'nowhere'"),
        (("--design", "nowhere.toml"), "does not exist"),
    ],
)
def test_mistakes_are_told(file: Path, arguments: tuple[object, ...], words: str) -> None:
    """On standard error, with exit code 2 and without a traceback."""
    found = run("summarize", file, *PAIRS, *arguments)
    assert found.exit_code == 2
    assert words in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("invited = ", "design.toml cannot be read as TOML"),
        ("[[conditions]]\nname = 'now'", "'before' and 'after' as conditions"),
        ("[[conditions]]\nname = 'after'\nyear = 1", "has the key 'year'"),
    ],
)
def test_designs_that_do_not_fit(file: Path, design: Path, text: str, words: str) -> None:
    """A broken file, and a design of another study."""
    design.write_text(text, "utf-8")
    found = run("summarize", file, *PAIRS, "--design", design)
    assert found.exit_code == 2
    assert words in found.stderr
    assert "Traceback" not in found.stderr


def test_more_answers_than_the_design_has(file: Path, design: Path) -> None:
    """A design that the data contradict is told about, not refused."""
    design.write_text(DESIGN.replace("invited = 9", "invited = 3\nresponded = 3"), "utf-8")
    found = run("summarize", file, *PAIRS, "--design", design, width=200)
    assert found.exit_code == 0
    assert "Bounds on the means of everybody who was asked are not shown" in found.stdout
    assert "ineligible raters" in found.stdout


def test_json_has_the_threats_and_the_claims(file: Path, design: Path) -> None:
    """Everything that is printed as text, with its figures unrounded."""
    arguments = ("summarize", file, *PAIRS, "--design", design)
    (summary,) = json.loads(run(*arguments, "--format", "json").stdout)
    text = run(*arguments, width=100_000).stdout
    assert summary["title"] in text
    for note in (*summary["notes"], *summary["threats"]["notes"]):
        assert note in text
    for claim in summary["claims"]:
        assert f"- {claim['text']}" in text
    for threat in summary["threats"]["rows"]:
        assert threat["evidence"] in text
    assert text.count("\n- ") == len(summary["claims"])
    assert len(summary["threats"]["rows"]) > 1
