"""Items and columns by name, heading and pattern; and conditions with columns of their own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.unit.cli.test_compare import run

import likertkit as lk
from likertkit.cli._columns import Columns, describe_questions

if TYPE_CHECKING:
    from pathlib import Path

GRID = "Please rate the course, all in all"
FORM = (
    f'Timestamp,"{GRID} [clear]","{GRID} [calm, not tiring]",Where do you work at the moment?,q9,'
    "comment,q9b\n"
    + "".join(
        f"2026/03/{day:02} 10:00,Agree,{('Disagree', 'Agree', 'Strongly agree')[day % 3]},"
        f"{'north' if day < 9 else 'south'},Agree,It was my {day}. course,Agree\n"
        for day in range(1, 18)
    )
)


@pytest.fixture(name="form")
def _form(tmp_path: Path) -> Path:
    path = tmp_path / "form.csv"
    path.write_text(FORM, "utf-8")
    return path


def items(*arguments: object) -> list[str]:
    """Return the items of the table that a command prints as CSV."""
    found = run("describe", *arguments, "--scale", "agreement-5", "--format", "csv")
    assert found.exit_code == 0, found.output
    return pd.read_csv(io.StringIO(found.stdout))["item"].tolist()


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (("q1_1, q1_2",), ["q1_1", "q1_2"]),
        (("q1_*",), ["q1_1", "q1_2"]),
        (("q9..q9b",), ["q9", "q9b"]),
        (("q1_?,q9", "q1_1"), ["q1_1", "q1_2", "q9"]),
        ((f"{GRID} [calm, not tiring]", "Q9"), ["q1_2", "q9"]),
        (("calm, not tiring",), ["q1_2"]),
        (('"calm, not tiring",q9',), ["q1_2", "q9"]),
        (("please  rate the course, all in all",), ["q1_1", "q1_2"]),
    ],
)
def test_items_have_many_names(form: Path, named: tuple[str, ...], wanted: list[str]) -> None:
    """Names of columns, headings of the file in any case, questions of a grid, and patterns."""
    assert items(form, *(part for name in named for part in ("--items", name))) == wanted


def test_a_pattern_leaves_out_what_is_on_no_scale(form: Path) -> None:
    """And says so: answers in words of their own, and the tool's columns."""
    found = run("describe", form, "--scale", "agreement-5", "--items", "q9..q9b")
    assert found.stderr.startswith(
        "Note: --items q9..q9b: left out, unless named by itself: comment (text).\n"
    )
    found = run("describe", form, "--scale", "agreement-5", "--items", "q*", "--by", "q9b")
    assert "q2 (named" not in found.stderr
    assert "q9b (named by another option)" in found.stderr
    named = run("describe", form, "--scale", "agreement-5", "--items", "comment")
    assert "with text that is not a label" in named.stderr


def test_other_columns_have_headings_too(form: Path) -> None:
    """A question stands for its column where it has one only."""
    where = "Where do you work at the moment?"
    found = run("describe", form, "--scale", "agreement-5", "--items", "q9", "--by", where)
    assert found.stdout.splitlines()[1].split() == ["q2", *found.stdout.splitlines()[1].split()[1:]]
    twice = run("describe", form, "--scale", "agreement-5", "--items", "q9", "--by", f"q2,{GRID}")
    assert "has no column 'Please rate the course'" in twice.stderr
    twice = run("describe", form, "--scale", "agreement-5", "--items", "q9", "--by", GRID)
    assert "heads 2 columns of form.csv: q1_1, q1_2" in twice.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--items", "q1_3"), "perhaps 'q1_"),
        (("--items", "z*"), "--items: form.csv has no column 'z*'; its columns are 'Timestamp', "),
        (("--items", "q9..z"), "has no column 'z'"),
        (("--items", "q9b..q9"), "runs backwards"),
        (("--items", 'q"\n9'), "has no column 'q\"\\n9'"),
        (("--items", "q9", "--by", "zzz"), "--by: form.csv has no column 'zzz'"),
        (("--items", "q9", "--negative", "q9b", "--view", "keyed"), "the items are 'q9'."),
    ],
)
def test_what_no_column_has(form: Path, options: tuple[str, ...], words: str) -> None:
    """The option is named, with the columns that there are."""
    found = run("describe", form, "--scale", "agreement-5", *options)
    assert found.exit_code == 2
    assert words in found.stderr
    assert found.stdout == ""


def test_many_items_and_columns_are_not_all_listed(tmp_path: Path) -> None:
    """Neither columns nor questions fill the terminal."""
    path = tmp_path / "wide.csv"
    names = [f"q{k}" for k in range(40)]
    path.write_text(f"{','.join(names)}\n{','.join('12' * 20)}\n{','.join('21' * 20)}\n")
    found = run("describe", path, "--scale", "agreement-5")
    assert "\n- and 10 more\n" in found.stderr
    found = run("describe", path, "--scale", "agreement-5", "--items", "z")
    assert "'q11' and 28 more" in found.stderr


def test_an_instrument_may_be_taken_in_part(form: Path, tmp_path: Path) -> None:
    """By its names, by patterns of them and by headings of the file."""
    path = tmp_path / "items.toml"
    scale = lk.LikertScale.preset("agreement", 5)
    names = ("q1_1", "q1_2", "q9")
    lk.Instrument("form", [lk.Item(name, scale) for name in names]).save(path)
    for named, wanted in (("q1_*", "q1_1,q1_2"), ("clear,q9", "q1_1,q9")):
        found = run("describe", form, "--instrument", path, "--items", named, "--format", "csv")
        assert pd.read_csv(io.StringIO(found.stdout))["item"].tolist() == wanted.split(",")
    found = run("describe", form, "--instrument", path, "--items", "q9b")
    assert "there is no item 'q9b'; the items are 'q1_1', 'q1_2' and 'q9'" in found.stderr
    lk.Instrument("form", [lk.Item("zzz", scale)]).save(path)
    found = run("describe", form, "--instrument", path)
    assert "--instrument: form.csv has no column 'zzz'" in found.stderr


@pytest.fixture(name="wide")
def _wide(tmp_path: Path) -> Path:
    path = tmp_path / "wide.csv"
    path.write_text("code,pre_q1,pre_q2,post_q1,post_q2,post_q3\na,2,1,4,1,3\nb,3,2,5,1,3\n")
    return path


BLOCKS = ("--wide", "pre=pre_{item}", "--wide", "post=post_{item}")


def test_conditions_may_have_columns_of_their_own(wide: Path, tmp_path: Path) -> None:
    """As for `Responses.from_wide`; a row is a respondent."""
    declared = ("--scale", "agreement-5", "--items", "q1..q2", *BLOCKS)
    found = run("compare", wide, *declared, "--format", "csv")
    assert found.exit_code == 0, found.output
    table = pd.read_csv(io.StringIO(found.stdout))
    # 2 - 4 and 3 - 5; 1 - 1 and 2 - 1.
    assert table["mean_difference"].tolist() == [-2, 0.5]
    turned = run("compare", wide, *declared, "--first", "post", "--format", "csv")
    assert pd.read_csv(io.StringIO(turned.stdout))["mean_difference"].tolist() == [2, -0.5]
    described = run("describe", wide, *declared, "--respondent", "code", "--format", "csv")
    scale = lk.LikertScale.preset("agreement", 5)
    instrument = lk.Instrument("wide.csv", [lk.Item(name, scale) for name in ("q1", "q2")])
    answers = lk.Responses.from_wide(
        lk.read(wide).frame, instrument, columns={"pre": "pre_{item}", "post": "post_{item}"}
    )
    assert described.stdout == lk.describe(answers, by="condition").to_csv()
    path = tmp_path / "items.toml"
    instrument.save(path)
    summary = run("summarize", wide, "--instrument", path, *BLOCKS, "--items", "q2")
    assert summary.stdout.startswith("Summary of wide.csv: pre (first) and post (second)")
    wide.write_text(
        wide.read_text()
        .replace("code", "code,w", 1)
        .replace("a,2", "a,3,2")
        .replace("b,3", "b,1,3")
    )
    weighted = run(
        "describe", wide, *declared, "--weight", "w", "--table", "describe", "--format", "csv"
    )
    # (3 · 2 + 3) / 4 of q1 before.
    assert pd.read_csv(io.StringIO(weighted.stdout))["mean"].tolist()[0] == pytest.approx(2.25)
    long = run(
        "describe",
        wide,
        "--scale",
        "agreement-5",
        "--items",
        "pre_q1",
        "--weight",
        "w",
        "--format",
        "csv",
    )
    assert pd.read_csv(io.StringIO(long.stdout))["mean"].tolist() == pytest.approx([2.25])
    odd = run("describe", wide, *declared, "--weight", "code")
    assert odd.exit_code == 2
    keyed = run(
        "compare", wide, *declared, "--negative", "q1", "--view", "keyed", "--format", "csv"
    )
    assert pd.read_csv(io.StringIO(keyed.stdout))["mean_difference"].tolist() == [2, 0.5]


def test_the_columns_of_a_condition_may_be_headings(tmp_path: Path) -> None:
    """Of a grid for each condition; `{item}` may stand twice."""
    path = tmp_path / "form.csv"
    heads = [
        f"How was it {when}, in your own view? [{row}]" for when in ("then", "now") for row in "xy"
    ]
    path.write_text(
        "Timestamp," + ",".join(f'"{head}"' for head in heads) + "\n2026/03/01 10:00,1,2,3,4\n"
    )
    blocks = [
        f"--wide={when}=How was it {when}, in your own view? [{{item}}]" for when in ("then", "now")
    ]
    found = run(
        "describe", path, "--scale", "agreement-5", "--items", "*", *blocks, "--format", "csv"
    )
    assert pd.read_csv(io.StringIO(found.stdout))["mean"].tolist() == [1, 2, 3, 4]
    path.write_text("a_x_x,a_x_y\n1,2\n")
    declared = ("--scale", "agreement-5", "--items", "*", "--wide", "a=a_{item}_{item}")
    found = run("describe", path, *declared, "--format", "csv")
    assert pd.read_csv(io.StringIO(found.stdout))["item"].tolist() == ["x"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((*BLOCKS, "--items", "q*"), "--wide: wide.csv has no column 'pre_q3'"),
        (BLOCKS, "no items are named; --wide finds 'q1', 'q2' and 'q3'"),
        ((*BLOCKS, "--items", "z"), "--items: there is no item 'z'"),
        (("--wide", "a=z_{item}", "--items", "q1"), "has no column 'z_{item}'"),
        (("--wide", "pre_{item}", "--items", "q1"), "does not name a condition and its columns"),
        (("--wide", "a=pre", "--items", "q1"), "does not name a condition and its columns"),
        ((*BLOCKS, *BLOCKS[:2], "--items", "q1"), "names the condition 'pre' twice"),
        ((*BLOCKS, "--items", "q1", "--condition", "code"), "leave one of them out"),
        ((*BLOCKS, "--items", "q1", "--first", "x"), "which are 'pre' and 'post'"),
    ],
)
def test_columns_of_conditions_that_are_not_there(
    wide: Path, options: tuple[str, ...], words: str
) -> None:
    """Or are not named as they must be."""
    found = run("summarize", wide, "--scale", "agreement-5", *options)
    assert found.exit_code == 2
    assert words in found.stderr


def test_questions_are_described_in_a_line(tmp_path: Path) -> None:
    """What the rows of a grid share is said once; codes stand before the options."""
    path = tmp_path / "clinic.sav"
    scale = lk.LikertScale((1, 2, 3), {1: "No", 2: "Perhaps", 3: "Yes"})
    both = lk.Instrument("x", [lk.Item("a", scale, text="Calm?"), lk.Item("b", scale)])
    lk.write_spss(lk.Responses(pd.DataFrame({"a": [1, 3], "b": [3, 2]}), both), path)
    assert describe_questions(lk.read(path).questions) == [
        "a (choice, n = 2): Calm? [1 = 'No', 2 = 'Perhaps', 3 = 'Yes']",
        "b (choice, n = 2) [the same options]",
    ]
    long = tmp_path / "form.csv"
    long.write_text(FORM.replace("Agree", "Agree" * 20), "utf-8")
    export = lk.read(long)
    lines = describe_questions(export.questions)
    assert f"q1_1 (choice, n = 17): {GRID} – clear ['{'Agree' * 12}…']" in lines
    assert "q1_2 (choice, n = 17): … calm, not tiring" in "\n".join(lines)
    assert Columns(export).find("") == ()
