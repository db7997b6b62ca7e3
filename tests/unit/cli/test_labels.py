"""Scales of the command line that have other labels than a preset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from tests.unit.cli.test_compare import run

import likertkit as lk
from likertkit.cli._scales import declare_scale

if TYPE_CHECKING:
    from pathlib import Path

    from likertkit.instrument import Orientation


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (("Never,Sometimes,Always",), lk.LikertScale.from_labels(["Never", "Sometimes", "Always"])),
        (("No, never", "Yes"), lk.LikertScale.from_labels(["No, never", "Yes"])),
        (('"No, never",Yes',), lk.LikertScale.from_labels(["No, never", "Yes"])),
        (("1=Never,5=Always",), lk.LikertScale(labels={1: "Never", 5: "Always"})),
        (("0=No", "2=Yes, always"), lk.LikertScale((0, 1, 2), {0: "No", 2: "Yes, always"})),
        (("-1=No", "1=Yes", "1=Ja"), lk.LikertScale((-1, 0, 1), {-1: "No", 1: ("Yes", "Ja")})),
        (("1=a=b,2=c",), lk.LikertScale((1, 2), {1: "a=b", 2: "c"})),
        (("0=No,1000=Yes",), lk.LikertScale((0, 1000), {0: "No", 1000: "Yes"})),
    ],
)
def test_labels_make_a_scale(labels: tuple[str, ...], wanted: lk.LikertScale) -> None:
    """From the lowest to the highest, or each with its code; the ends alone will do."""
    assert declare_scale(None, labels, None, ()) == wanted


@pytest.mark.parametrize(("positive", "code"), [(None, 5), ("high", 5), ("low", 1)])
def test_labels_beside_a_preset_are_further_wordings(
    positive: Orientation | None, code: int
) -> None:
    """Of its level with that code; the preset's label is the one that is printed."""
    scale = declare_scale("agreement-5", (f"{code}=Totally agree", "3=So so"), positive, ["N/A=9"])
    assert scale.encode(["Totally agree", "Strongly agree", "so so"]).tolist() == [code, code, 3]
    assert scale.labels[code] == "Strongly agree"
    assert scale.positive == (positive or "high")
    assert dict(scale.nonsubstantive) == {"N/A": (9,)}
    # Eleven points have labels at the ends only.
    assert declare_scale("quality-11", ("5=So so",), None, ()).labels[5] == "So so"


@pytest.mark.parametrize(
    ("name", "labels", "words"),
    [
        (None, (), "name the scale of the items"),
        (None, ("1=No", "Yes"), "--labels have codes or have none"),
        ("agreement-5", ("Yes",), "further wordings of its levels"),
    ],
)
def test_labels_that_do_not_fit(name: str | None, labels: tuple[str, ...], words: str) -> None:
    """An error of the options."""
    with pytest.raises(click.UsageError, match=words):
        declare_scale(name, labels, None, ())


def test_labels_reach_the_table(tmp_path: Path) -> None:
    """Boxes need a positive end; errors name the options, not the arguments of Python."""
    path = tmp_path / "a.csv"
    path.write_text("q1\nRare\nMedium\nWell\n")
    declared = ("describe", path, "--items", "q1", "--labels", "Rare,Medium,Well")
    open_ended = run(*declared)
    assert "(--positive)" in open_ended.stdout
    assert "Top box: 'Well'" in run(*declared, "--positive", "high").stdout
    favourable = run(*declared, "--view", "favourable")
    assert "Hint: write --positive low in the scale if 1 'Rare' is" in favourable.stderr
    unknown = run(*declared[:-1], "Rare,Medium")
    assert "Hint: --labels CODE=LABEL gives a level another wording" in unknown.stderr
    assert "nonsubstantive=" not in unknown.stderr
    conflict = run(*declared[:-1], "1=Well,2=Medium,3=Rare", "--nonsubstantive", "Well=9")
    assert conflict.exit_code == 2
