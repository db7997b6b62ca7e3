"""The codebook: what was asked, and how often each answer was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError

if TYPE_CHECKING:
    from pathlib import Path

SCALE = lk.LikertScale(
    range(1, 4), {1: "no", 3: "yes"}, nonsubstantive={"N/A": None, "Refused": (8, 9)}
)
TRIAL = lk.Instrument(
    "trial",
    [
        lk.Item("clear", SCALE, text="Was it clear?"),
        lk.Item("tired", SCALE, keyed="negative", subscale="strain"),
    ],
    title="A trial",
)
FRAME = pd.DataFrame(
    {
        "clear": ["no", "yes", "N/A", None, "Refused", "Refused"],
        "tired": ["2", "2", "yes", "Refused", None, None],
        "when": list("ababab"),
    }
)
KINDS = ["level"] * 3 + ["missing"] * 3


def test_levels_then_reasons_then_blanks() -> None:
    """All groups together; an unused level too."""
    table = lk.codebook(lk.Responses(FRAME, TRIAL, condition="when"))
    rows = [row for row in table if row.item == "clear"]
    assert [(row.code, row.label, row.count) for row in rows] == [
        (1, "no", 1),
        (2, "", 0),
        (3, "yes", 1),
        (None, "N/A", 1),
        (8, "Refused", 2),
        (None, "blank", 1),
    ]
    assert [row.kind for row in rows] == KINDS
    assert [row.also for row in rows] == ["", "", "", "", "9", ""]
    assert {row.text for row in rows} == {"Was it clear?"}
    assert [row.count for row in table if row.item == "tired"] == [0, 2, 1, 0, 1, 2]
    assert {(row.keyed, row.subscale) for row in table if row.item == "tired"} == {
        ("negative", "strain")
    }
    assert table.title == "Codebook of A trial"
    assert "subscale" in table.shown


def test_an_instrument_alone_has_no_counts() -> None:
    """Before anybody has answered."""
    alone = lk.Instrument("one", [lk.Item("q", SCALE)])
    table = lk.codebook(alone)
    assert {row.count for row in table} == {None}
    assert table.title == "Codebook of one"
    assert table.shown == ("item", "text", "keyed", "code", "label", "also")
    plain = lk.codebook(lk.Instrument("one", [lk.Item("q", lk.LikertScale())]))
    assert plain.shown == ("item", "text", "keyed", "code", "label")


def test_every_wording_of_a_level_is_listed() -> None:
    """The first is the label."""
    scale = lk.LikertScale((1, 2, 3), {1: ("no", "nein", "non"), 3: "yes"})
    table = lk.codebook(lk.Instrument("one", [lk.Item("q", scale)]))
    assert [(row.label, row.also) for row in table][:3] == [
        ("no", "nein / non"),
        ("", ""),
        ("yes", ""),
    ]


def test_an_export_has_no_scales_yet(tmp_path: Path) -> None:
    """The error says where its questions are listed."""
    (tmp_path / "a.csv").write_text("q\n1\n2\n", encoding="utf-8")
    with pytest.raises(ArgumentTypeError, match=r"Export.*\n.*`export\.questions`.*responses"):
        lk.codebook(lk.read(tmp_path / "a.csv"))  # type: ignore[arg-type]


def test_a_tally_gives_what_its_rows_give() -> None:
    """From the table and from the rows: the same."""
    answers = lk.Responses(FRAME, TRIAL)
    assert lk.codebook(answers.tally(by="when")) == lk.codebook(answers)


def test_a_frame_is_not_yet_bound() -> None:
    """The error says how to bind it."""
    with pytest.raises(ArgumentTypeError, match=r"DataFrame.*\n.*lk\.Responses"):
        lk.codebook(FRAME)
