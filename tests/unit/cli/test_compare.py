"""`likertkit compare` compares conditions by respondent, or groups, and prints what it finds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import attrs
import pandas as pd
import pytest
from click.testing import CliRunner

import likertkit as lk
from likertkit.cli import command
from likertkit.cli._tables import two_conditions
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

# The condition that the file begins with is not the first in the alphabet.
ANSWERS = """who,when,site,clear,useful
a,before,n,Disagree,Agree
b,after,s,Agree,Disagree
a,after,n,Agree,Agree
b,before,s,Disagree,Disagree
c,before,s,neither agree nor disagree,
c,after,s,Strongly agree,Strongly agree
d,after,n,Agree,Agree
"""
ITEMS = ("--scale", "agreement-5", "--items", "clear,useful")
PAIRS = (*ITEMS, "--respondent", "who", "--condition", "when")


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


def of_library(**options: Any) -> lk.Responses:
    """Return the same answers as the library reads them."""
    cells = pd.read_csv(io.StringIO(ANSWERS), dtype=object, keep_default_na=False)
    scale = lk.LikertScale.preset("agreement", 5)
    items = [lk.Item(name, scale) for name in ("clear", "useful")]
    cells = cells.replace("", None).astype(
        {
            "when": pd.CategoricalDtype(["before", "after"], ordered=True),
            "site": pd.CategoricalDtype(["n", "s"], ordered=True),
        }
    )
    return lk.Responses(cells, lk.Instrument("answers.csv", items), **options)


def test_pairs_are_made_by_respondent(file: Path) -> None:
    """Three of four answered twice; before minus after is -2 thrice in one item, 0 in the other."""
    found = frame("compare", file, *PAIRS)
    assert found["item"].tolist() == ["clear", "useful"]
    assert found["n_pairs"].tolist() == [3, 2]
    assert found["n_first_only"].tolist() == [0, 0]
    assert found["n_second_only"].tolist() == [1, 2]
    assert found["mean_difference"].tolist() == [-2, 0]
    # Three that rose, of 2³ choices of signs.
    assert found["pvalue"].tolist() == pytest.approx([2 / 8, 1])


@pytest.mark.parametrize(
    ("stated", "sign"),
    [
        ((), -1),
        (("--first", "after"), 1),
        (("--second", "before"), 1),
        (("--first", "before"), -1),
        (("--second", "after"), -1),
        (("--first", "before", "--second", "after"), -1),
    ],
)
def test_which_comes_first(file: Path, stated: tuple[str, ...], sign: int) -> None:
    """As stated; else the condition that the file begins with."""
    found = frame("compare", file, *PAIRS, *stated)
    assert found["mean_difference"].tolist() == [2 * sign, 0]
    both = run("summarize", file, *PAIRS, *stated, "--format", "csv")
    if len(stated) != 2:
        assert pd.read_csv(io.StringIO(both.stdout))["mean_difference"].tolist() == [2 * sign, 0]


@pytest.mark.parametrize("name", ["describe", "summarize"])
def test_every_table_keeps_the_order_of_the_file(file: Path, name: str) -> None:
    """Conditions and groups stand as they first appear, also where the alphabet disagrees."""
    file.write_text(ANSWERS.replace(",n,", ",z,"), "utf-8")
    split = ("--by", "site") if name == "describe" else ("--cohort", "site")
    text = run(name, file, *ITEMS, "--condition", "when", *split, width=200).stdout
    assert 0 <= text.index("before") < text.index("after")
    if name == "describe":
        assert frame(name, file, *ITEMS, *split)["site"].unique().tolist() == ["z", "s"]
    groups = frame("compare", file, *ITEMS, "--groups", "site")
    assert groups[["first", "second"]].drop_duplicates().to_numpy().tolist() == [["z", "s"]]


def test_text_has_the_comparison_its_effects_and_the_unmatched(file: Path) -> None:
    """Three tables; the third only where somebody answered once."""
    found = run("compare", file, *PAIRS, width=200).stdout
    responses = of_library(respondent="who", condition="when")
    paired = lk.compare_paired(responses, "before", "after")
    overlap = lk.compare_overlapping(responses, "before", "after")
    parts = [paired.to_text(200), paired.effects.to_text(200), overlap.to_text(200)]
    assert [found.index(part) for part in parts] == sorted(found.index(part) for part in parts)
    everybody = ANSWERS.replace("d,after,n,Agree,Agree\n", "").replace(
        "disagree,\n", "disagree,Agree\n"
    )
    file.write_text(everybody, "utf-8")
    found = run("compare", file, *PAIRS).stdout
    assert "partly paired" not in found
    assert found.count("paired: answers.csv") == 2


@pytest.mark.parametrize("gone", ["a,before,n,Disagree,Agree\n", "d,after,n,Agree,Agree\n"])
def test_one_side_is_enough_to_show_the_unmatched(file: Path, gone: str) -> None:
    """Whoever answered under the first condition only, or under the second only."""
    text = ANSWERS.replace("disagree,\n", "disagree,Agree\n").replace(gone, "")
    text = text.replace("d,after", "d,before") if gone.startswith("d") else text
    file.write_text(text.replace("a,after,n,Agree,Agree\n", "") if gone.startswith("d") else text)
    assert "partly paired" in run("compare", file, *PAIRS).stdout


def test_groups_are_independent(file: Path) -> None:
    """Rows of one site against those of the other."""
    found = frame("compare", file, *ITEMS, "--groups", "site")
    assert found["first"].tolist() == ["n", "n"]
    assert found["n_first"].tolist() == [3, 3]
    assert found["n_second"].tolist() == [4, 3]
    wanted = lk.compare_groups(of_library(), "site")
    assert found["pvalue"].tolist() == pytest.approx([row.pvalue for row in wanted])
    turned = frame("compare", file, *ITEMS, "--groups", "site", "--first", "s", "--second", "n")
    assert turned["mean_difference"].tolist() == (-found["mean_difference"]).tolist()
    text = run("compare", file, *ITEMS, "--groups", "site").stdout
    assert "n minus s, groups of site: answers.csv" in text
    assert "All groups of site: answers.csv" in text


@pytest.mark.parametrize("test", ["sign", "t", "bowker"])
def test_other_tests(file: Path, test: str) -> None:
    """The name of the test reaches the library."""
    found = frame("compare", file, *PAIRS, "--test", test)
    responses = of_library(respondent="who", condition="when")
    wanted = lk.compare_paired(responses, "before", "after", test=test)
    assert found["method"].tolist() == [row.method for row in wanted]


def test_views_and_nonsubstantive_answers(file: Path) -> None:
    """As for `describe`: a negative item is turned, and what is declared is no answer."""
    found = frame("compare", file, *PAIRS, "--negative", "clear", "--view", "keyed")
    assert found["mean_difference"].tolist() == [2, 0]
    file.write_text(ANSWERS.replace("a,after,n,Agree,", "a,after,n,N/A,"), "utf-8")
    assert run("compare", file, *PAIRS).exit_code == 2
    found = frame("compare", file, *PAIRS, "--nonsubstantive", "N/A")
    assert found["n_pairs"].tolist() == [2, 2]
    groups = frame("compare", file, *ITEMS, "--nonsubstantive", "N/A", "--groups", "site")
    turned = frame(
        "compare", file, *ITEMS, "--nonsubstantive", "N/A", "--groups", "site", "--negative",
        "clear,useful", "--view", "keyed",
    )  # fmt: skip
    assert turned["mean_difference"].tolist() == (-groups["mean_difference"]).tolist()


@pytest.mark.parametrize("how", [PAIRS, (*ITEMS, "--groups", "site")])
def test_forms(file: Path, how: tuple[str, ...]) -> None:
    """CSV is the first table alone; Markdown has them all; text keeps to the width."""
    assert run("compare", file, *how, "--format", "csv").stdout.count("item,") == 1
    marked = run("compare", file, *how, "--format", "markdown").stdout
    assert marked.count("| item") == 3 if how is PAIRS else 2
    for width in (40, 80, 120):
        lines = run("compare", file, *how, width=width).stdout.split("\n")
        assert max(map(len, lines)) <= width


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the columns of the pairs"),
        (("--groups", "site", "--wide", "a=b_{item}"), "--groups compares independent"),
        (("--respondent", "who"), "name the columns of the pairs"),
        (("--condition", "when"), "name the columns of the pairs"),
        (("--groups", "site", "--respondent", "who"), "--groups compares independent"),
        (("--groups", "site", "--condition", "when"), "--groups compares independent"),
        (("--groups", "site", "--test", "t"), "--groups compares independent"),
        (("--groups", "nowhere"), "no column 'nowhere'"),
        (("--respondent", "who", "--condition", "never"), "no column 'never'"),
        (("--respondent", "site", "--condition", "when"), "more than one row"),
        (("--respondent", "who", "--condition", "site"), "more than one row"),
        (
            ("--respondent", "who", "--condition", "when", "--first", "x", "--second", "after"),
            "'x' is not one of the conditions",
        ),
        (
            ("--respondent", "who", "--condition", "when", "--first", "x"),
            "--first: 'x' is not one of the conditions, which are 'before' and 'after'",
        ),
        (
            ("--respondent", "who", "--condition", "when", "--first", "after", "--second", "after"),
            "are the same condition",
        ),
        (("--respondent", "who", "--condition", "when", "--test", "z"), "Invalid value"),
        (("--groups", "site", "--first", "x"), "--first: 'x' is not one of the groups"),
        (("--groups", "clear", "--weight", "site"), "weight"),
    ],
)
def test_mistakes_are_told(file: Path, arguments: tuple[str, ...], words: str) -> None:
    """On standard error, with exit code 2, without a traceback and without half a table."""
    found = run("compare", file, *ITEMS, *arguments)
    assert found.exit_code == 2
    assert words in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    "option",
    [
        ("--scale", "agreement-5"),
        ("--labels", "No,Yes"),
        ("--negative", "clear"),
        ("--nonsubstantive", "N/A"),
    ],
)
@pytest.mark.parametrize("name", ["describe", "compare", "summarize"])
def test_an_instrument_file_says_everything(file: Path, name: str, option: tuple[str, str]) -> None:
    """None of the options that it replaces may stand beside it."""
    path = file.with_name("items.toml")
    of_library().instrument.save(path)
    found = run(name, file, "--instrument", path, *option)
    assert found.exit_code == 2
    assert "--instrument describes the items" in found.stderr


@pytest.mark.parametrize("name", ["describe", "compare", "summarize"])
def test_the_direction_of_a_file_that_does_not_say_it(file: Path, name: str) -> None:
    """`--positive` says it; where the file says it already, the two could contradict."""
    path = file.with_name("items.toml")
    said = of_library().instrument
    said.save(path)
    groups = ("--groups", "site") if name == "compare" else ()
    found = run(name, file, "--instrument", path, "--positive", "low", *groups)
    assert found.exit_code == 2
    assert "already says which end" in found.stderr
    untold = [attrs.evolve(one, scale=attrs.evolve(one.scale, positive=None)) for one in said]
    attrs.evolve(said, items=[untold[0], *said.items[1:]]).save(path)
    assert "op box" in run("describe", file, "--instrument", path, "--positive", "high").stdout


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """As for every command."""
    found = run("compare", tmp_path / "nowhere.csv", *PAIRS)
    assert found.exit_code == 2
    assert "does not exist" in found.stderr


@pytest.mark.parametrize(
    ("column", "stated", "wanted"),
    [
        (["b", "a"], (None, None), ("b", "a")),
        (["b", "a"], ("b", None), ("b", "a")),
        (["b", "a"], (None, "b"), ("a", "b")),
        (["c", "b", "a"], ("c", "a"), ("c", "a")),
        ([2.0, 1], ("1", "2"), (1, 2.0)),
    ],
)
def test_two_conditions_are_found(column, stated, wanted) -> None:
    """Numbers are named as a spreadsheet shows them."""
    assert two_conditions(column, stated) == wanted


@pytest.mark.parametrize(
    ("column", "stated", "words"),
    [
        (["a", "b", "c"], (None, None), "'a', 'b', 'c'; expected two"),
        (["a", "b", "c"], ("a", None), "expected two"),
        (["a", "b", "c"], (None, "a"), "expected two"),
        (["a"], (None, None), "are 'a'; expected two"),
        ([], (None, None), "are none; expected two"),
        ([], ("a", None), "--first a names a condition, and the data have no conditions"),
    ],
)
def test_two_conditions_are_not_guessed(column, stated, words) -> None:
    """Where it is not clear which, the error lists them."""
    with pytest.raises(ArgumentError, match=words):
        two_conditions(column, stated)
