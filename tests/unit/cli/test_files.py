"""Every file that `read` takes is a file of the command line, and gives the same figures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner
from tests.survey_files import xlsx
from tests.unit.cli.test_compare import run

import likertkit as lk
from likertkit.cli import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGREEMENT = lk.LikertScale.preset("agreement", 5)
WORKS = lk.Instrument("works", [lk.Item(name, AGREEMENT) for name in ("q1", "q2")])
ANSWERS = pd.DataFrame(
    {
        "who": ["a", "b", "c", "d"],
        "site": [2, 1, 2, 1],
        "q1": [1, 2, 4, 5],
        "q2": [5, None, 4, 4],
    }
)
SCALE = ("--scale", "agreement-5", "--items", "q1,q2")
# Three respondents, one of whom tried the survey out.
QUALTRICS = (
    "StartDate,EndDate,Status,Progress,Finished,ResponseId,Q1\n"
    "Start,End,Response Type,Progress,Finished,Response ID,It was clear\n"
    + ",".join(f'"{{""ImportId"":""{name}""}}"' for name in "abcdefg")
    + "\n"
    + "".join(
        f"2026-01-0{day},2026-01-0{day},{status},100,True,R_{day},{answer}\n"
        for day, status, answer in (
            (1, "IP Address", "Agree"),
            (2, "Survey Preview", "Strongly agree"),
            (3, "IP Address", "Disagree"),
        )
    )
)


def rows_of(frame: pd.DataFrame) -> list[list[object]]:
    """Return the headings and the cells of a frame; a missing one is None."""
    return [[*frame.columns], *frame.astype(object).where(frame.notna(), None).to_numpy().tolist()]


def write_workbook(folder: Path) -> Path:
    """Write a workbook whose second sheet has the answers, as numbers."""
    path = folder / "answers.xlsx"
    path.write_bytes(xlsx({"empty": [], "answers": rows_of(ANSWERS)}))
    return path


def write_spss(folder: Path) -> Path:
    """Write a file of SPSS."""
    path = folder / "answers.sav"
    lk.write_spss(lk.Responses(ANSWERS[["q1", "q2", "site"]], WORKS), path)
    return path


def write_text(folder: Path) -> Path:
    """Write a text file in another encoding, with another separator."""
    path = folder / "answers.tsv"
    path.write_bytes(ANSWERS.to_csv(sep="\t", index=False).encode("utf-16-le"))
    return path


@pytest.mark.parametrize("write", [write_workbook, write_spss, write_text])
def test_figures_are_those_of_the_library(write: Callable[[Path], Path], tmp_path: Path) -> None:
    """Numbers of workbooks and of SPSS, and numbers as text, bind as in Python."""
    path = write(tmp_path)
    found = run("describe", path, *SCALE, "--by", "site", "--format", "csv")
    assert found.exit_code == 0, found.output
    wanted = lk.describe(lk.read(path).responses(WORKS), by="site")
    table = pd.read_csv(io.StringIO(found.stdout)).sort_values(["site", "item"], ignore_index=True)
    pd.testing.assert_frame_equal(
        table, pd.read_csv(io.StringIO(wanted.to_csv())), check_exact=True
    )
    # Of 1, 4 and 2, 5 (n = 2 each).
    assert table["mean"].tolist()[::2] == [3.5, 2.5]


@pytest.mark.parametrize("write", [write_workbook, write_text])
def test_standard_input_may_be_any_file(write: Callable[[Path], Path], tmp_path: Path) -> None:
    """As bytes, whatever the encoding of the terminal."""
    data = write(tmp_path).read_bytes()
    runner = CliRunner(env={"COLUMNS": "80"})
    found = runner.invoke(command, ["compare", "-", *SCALE, "--groups", "site"], input=data)
    assert found.exit_code == 0, found.output
    # Groups of numbers, in the order of the file.
    assert "2 minus 1, groups of site: standard input" in found.stdout
    twice = runner.invoke(command, ["compare", "-", "b=-", *SCALE, "--respondent", "who"])
    assert twice.exit_code == 2
    assert "standard input (-) can be read once only" in twice.stderr


def test_conditions_that_are_numbers_are_named_as_text(tmp_path: Path) -> None:
    """A cell of 1 in a workbook is the condition 1."""
    path = tmp_path / "rounds.xlsx"
    frame = pd.DataFrame({"who": [*"abab"], "round": [2, 2, 1, 1], "q1": [4, 5, 1, 3]})
    path.write_bytes(xlsx({"answers": rows_of(frame)}))
    pairs = ("--scale", "agreement-5", "--items", "q1", "--respondent", "who")
    found = run("compare", path, *pairs, "--condition", "round", "--format", "csv")
    assert pd.read_csv(io.StringIO(found.stdout))["mean_difference"].tolist() == [2.5]
    turned = run("compare", path, *pairs, "--condition", "round", "--first", "1", "--format", "csv")
    assert pd.read_csv(io.StringIO(turned.stdout))["mean_difference"].tolist() == [-2.5]


@pytest.mark.parametrize(
    ("options", "n", "aside"),
    [
        ((), 2, "1 row: preview"),
        (("--set-aside", "test"), 3, ""),
        (("--set-aside", "none"), 3, ""),
        (("--set-aside", "preview", "--set-aside", "preview"), 2, "1 row: preview"),
    ],
)
def test_rows_set_aside_are_said_below_the_tables(
    tmp_path: Path, options: tuple[str, ...], n: int, aside: str
) -> None:
    """A line each, in every format; as data they are notes."""
    path = tmp_path / "clinic.csv"
    path.write_text(QUALTRICS, "utf-8")
    declared = ("describe", path, "--scale", "agreement-5", "--items", "It was clear", *options)
    found = run(*declared, "--table", "describe", "--tool", "qualtrics")
    assert found.exit_code == 0, found.output
    assert f"Q1    {n} " in found.stdout
    assert "- Q1: It was clear" in found.stdout
    line = f"clinic.csv, rows set aside: {aside}"
    assert (f"- {line}\n" in found.stdout) == bool(aside)
    for form in ("csv", "json"):
        assert (f"Note: {line}\n" in run(*declared, "--format", form).stderr) == bool(aside)
    assert (f"\n\n{line}\n" in run(*declared, "--format", "markdown").stdout) == bool(aside)


def write_rounds(folder: Path) -> tuple[Path, Path]:
    """Write two files that are conditions; the second has its columns in another order."""
    before, after = folder / "pre.csv", folder / "post.csv"
    before.write_text("code,clear,useful\na,2,3\nb,3,3\nc,1,4\n")
    after.write_text("useful,code,clear\n4,a,4\n4,b,3\n5,d,5\n")
    return before, after


def test_several_files_are_conditions(tmp_path: Path) -> None:
    """Named after the files, or before an equals sign, in the order in which they stand."""
    before, after = write_rounds(tmp_path)
    scale = ("--scale", "agreement-5", "--items", "clear,useful", "--respondent", "CODE")
    found = run("compare", after, before, *scale, "--format", "csv")
    assert found.exit_code == 0, found.output
    table = pd.read_csv(io.StringIO(found.stdout))
    # 4 - 2 and 3 - 3; 4 - 3 and 4 - 3.
    assert table["mean_difference"].tolist() == [1, 1]
    named = run("describe", f"t1={before}", f"t0={after}", *scale, "--table", "describe")
    assert named.stdout.startswith("Answers to pre.csv and post.csv\ncondition  item")
    assert [line[:9] for line in named.stdout.splitlines()[3:7]] == [
        *["t1       "] * 2,
        *["t0       "] * 2,
    ]
    path = tmp_path / "items.toml"
    items = [lk.Item("clear", AGREEMENT, text="It was clear")]
    lk.Instrument("course", items).save(path)
    declared = ("--instrument", path, "--respondent", "code", "--invited", 9)
    summary = run("summarize", before, after, *declared, width=200)
    assert summary.stdout.startswith("Summary of course: pre (first) and post (second)")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "several files are conditions that the same people answered"),
        (("--respondent", "nobody"), "--respondent: pre.csv has no column 'nobody'"),
        (("--respondent", "code", "--condition", "x"), "leave --condition out"),
        (("--respondent", "code", "--wide", "a=b_{item}"), "leave --wide out"),
        (("--groups", "code"), "leave --groups out"),
    ],
)
def test_what_several_files_do_not_have(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    """An option that they make void is an error."""
    declared = ("--scale", "agreement-5", "--items", "clear")
    found = run("compare", *write_rounds(tmp_path), *declared, *options)
    assert found.exit_code == 2
    assert words in found.stderr


def test_files_that_do_not_fit(tmp_path: Path) -> None:
    """One condition twice; a column of respondents under two names; no such file."""
    before, after = write_rounds(tmp_path)
    declared = ("--scale", "agreement-5", "--items", "clear", "--respondent", "code")
    assert "the condition 'pre'" in run("compare", before, before, *declared).stderr
    long = "What is the code that you chose for yourself?"
    before.write_text(before.read_text().replace("code", long))
    after.write_text("Where do you live at the moment?,useful,clear," + long + "\nx,1,2,a\n")
    moved = run("compare", before, after, *declared[:-1], long)
    assert "have other names in post.csv than in pre.csv" in moved.stderr
    assert "does not exist" in run("compare", "a=nowhere.csv", before, *declared).stderr
    after.write_text("code,clear\nA,2\nb,3\n")
    before.write_text("code,clear\na,2\nb,3\n")
    alike = run("compare", before, after, *declared)
    assert "Note: 1 respondent may be written in two ways: 'A' and 'a'" in alike.stderr
    assert "\nHint: correct the codes in one of the files.\n" in alike.stderr
    odd = tmp_path / "a=b.csv"
    odd.write_text("q1\n4\n")
    assert run("describe", odd, "--scale", "agreement-5", "--items", "q1").exit_code == 0
    assert run("describe", "a=" + "b" * 5_000, *declared).exit_code == 2


def test_contradicting_rows_to_set_aside(tmp_path: Path) -> None:
    """All rows, or some rows."""
    before, _ = write_rounds(tmp_path)
    found = run("read", before, "--set-aside", "none", "--set-aside", "test")
    assert found.exit_code == 2
    assert "--set-aside none contradicts" in found.stderr


def test_nothing_in_a_file_controls_the_terminal(tmp_path: Path) -> None:
    """Whatever the format: groups, headings and labels are data."""
    odd = "no\x1b[31mrth\x9b1m\u202e"
    path = tmp_path / "odd.csv"
    path.write_text(f'{odd},q1\n"{odd}",4\n"{odd}",9\n{odd},x{odd}\n', "utf-8")
    label = f"x{odd}"
    declared: tuple[Any, ...] = ("--scale", "agreement-5", "--items", "q1", "--by", odd)
    reasons = ("--nonsubstantive", f"{label}=9")
    assert "\x1b" not in run("describe", path, *declared).output
    outputs = [run("read", path).output]
    outputs += [
        run("describe", path, *declared, *reasons, "--format", form).output
        for form in ("text", "markdown", "csv", "json")
    ]
    outputs += [run("read", path, "--format", form).output for form in ("csv", "json")]
    for output in outputs:
        assert "rth" in output
        assert not any(sign in output for sign in "\x1b\x9b\u202e")
