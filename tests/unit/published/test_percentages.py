from __future__ import annotations

from decimal import Decimal

import pytest

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    OptionError,
    PublishedFigureError,
)
from likertkit.published import check_percentages

# Preferred future format, participants, from Table 3 of doi:10.1177/00912174211053733.
COUNTS = {"virtual": 14, "face-to-face": 9, "indifferent": 8, "mixed": 2, "no comment": 18}
PRINTED = {
    "virtual": "27.5",
    "face-to-face": "17.6",
    "indifferent": "15.7",
    "mixed": "3.9",
    "no comment": "35.3",
}


def test_the_table_of_the_study_rounds_to_nearest() -> None:
    """All five agree with rounding, two of them with cutting off as well."""
    table = check_percentages(COUNTS, PRINTED)
    assert [row.consistent_with for row in table] == [
        "nearest",
        "both",
        "nearest",
        "both",
        "nearest",
    ]
    assert all(row.consistent for row in table)
    assert table["virtual"].percentage == pytest.approx(1400 / 51, rel=1e-15)
    assert "The published parts add up to 100.0 %; unrounded" in table.notes[2]
    assert table.notes[0] == "The base is 51, and the counts add up to 51."
    assert [row.note for row in table] == [""] * 5


def test_the_running_text_of_the_study_cuts() -> None:
    """14 of 51 is 27.45: 27.4 in the text, 27.5 in the table."""
    table = check_percentages(
        {"commented": 18, "positive": 14}, {"commented": "35.3", "positive": "27.4"}, total=51
    )
    assert table["commented"].consistent_with == "nearest"
    row = table["positive"]
    assert (row.consistent, row.consistent_with) == (False, "truncated")
    assert row.note == "27.4 is cut off, not rounded."
    assert "add up to 32: the rows are not the whole base" in table.notes[0]


def test_truncation_as_the_rule() -> None:
    """With rounding="truncated" the rounded one is the odd one."""
    table = check_percentages(
        {"commented": 18, "positive": 14},
        {"commented": "35.3", "positive": "27.4"},
        total=51,
        rounding="truncated",
    )
    assert [row.consistent for row in table] == [False, True]
    assert table["commented"].note == "35.3 is rounded, not cut off."
    assert table["positive"].note == ""
    assert "cut off after the last digit" in table.notes[1]


@pytest.mark.parametrize(
    ("printed", "note"),
    [
        ("27.3", "27.3 is not the percentage of any count of 51."),
        ("29.4", "29.4 is the percentage of 15."),
        ("101", "101 is not the percentage of any count of 51."),
        ("20", "20 is the percentage of 10."),
    ],
)
def test_names_the_count_that_would_fit(printed: str, note: str) -> None:
    """A percentage of another count says which."""
    row = check_percentages({"virtual": 14}, {"virtual": printed}, total=51)["virtual"]
    assert (row.consistent, row.consistent_with, row.note) == (False, "neither", note)


def test_names_a_run_of_counts() -> None:
    """In a large base several counts share a percentage."""
    row = check_percentages([10], ["3.0"], total=2000)["1"]
    assert row.note == "3.0 is the percentage of 59 to 61."


@pytest.mark.parametrize(
    ("rounding", "printed", "agreement"),
    [
        ("half", "12", "both"),
        ("half", "13", "nearest"),
        ("half-up", "13", "nearest"),
        ("half-up", "12", "truncated"),
        ("half-even", "12", "both"),
        ("half-even", "13", "neither"),
    ],
)
def test_ties(rounding: str, printed: str, agreement: str) -> None:
    """1 of 8 is 12.5 %."""
    row = check_percentages([1], [printed], total=8, rounding=rounding)["1"]  # type: ignore[arg-type]
    assert row.consistent_with == agreement


def test_parts_that_do_not_add_up_to_the_whole() -> None:
    """Three thirds print as 99; the note says so."""
    table = check_percentages([1, 1, 1], ["33", "33", "33"])
    assert "add up to 99 %; unrounded, the same rows add up to 100 %." in table.notes[2]
    mixed = check_percentages([1, 199], [Decimal("0.50"), "99.5"])
    assert "add up to 100.00 %" in mixed.notes[2]
    small = check_percentages([1, 1999], ["0.05", None])
    assert "add up to 0.05 %; unrounded, the same rows add up to 0.05 %." in small.notes[2]


def test_categories_without_a_percentage() -> None:
    """A dash in the paper is None, and stays in the table with nothing said of it."""
    table = check_percentages([0, 4, 0, 1, 0], [None, "80.0", None, "20.0", None])
    assert table["2"].consistent_with == "both"
    assert (table["1"].published, table["1"].consistent, table["1"].note) == (None, None, "")
    assert "add up to 100.0 %" in table.notes[2]
    silent = check_percentages({"yes": 4, "no": 1}, {})
    assert silent["yes"].consistent_with is None
    assert len(silent.notes) == 2


def test_columns_of_the_frame() -> None:
    """Tidy, unrounded, in the order of the contract."""
    frame = check_percentages(COUNTS, PRINTED).to_frame()
    assert list(frame) == [
        "category",
        "count",
        "published",
        "percentage",
        "consistent",
        "consistent_with",
        "note",
    ]
    assert frame["percentage"].sum() == pytest.approx(100.0)


def test_refuses_bad_arguments() -> None:
    """Each error names the category and gives a hint."""
    with pytest.raises(ArgumentTypeError, match=r"percentages\['yes'\] is 27.4"):
        check_percentages({"yes": 14}, {"yes": 27.4}, total=51)  # type: ignore[dict-item]
    with pytest.raises(PublishedFigureError, match="without exponent"):
        check_percentages({"yes": 14}, {"yes": "27.4 %"}, total=51)
    with pytest.raises(PublishedFigureError, match="negative"):
        check_percentages({"yes": 14}, {"yes": "-27.4"}, total=51)
    with pytest.raises(ArgumentTypeError, match=r"counts\['yes'\]=14.0"):
        check_percentages({"yes": 14.0}, {"yes": "27.4"}, total=51)  # type: ignore[dict-item]
    with pytest.raises(ArgumentError, match=r"counts\['yes'\]=14 is more than total=13"):
        check_percentages({"yes": 14}, {"yes": "27.4"}, total=13)
    with pytest.raises(ArgumentError, match="the base of the percentages is 0"):
        check_percentages([0, 0], [None, None])
    with pytest.raises(ArgumentError, match="counts is empty"):
        check_percentages([], [])
    with pytest.raises(MismatchError, match="there are 2 counts but 1 percentages"):
        check_percentages([1, 2], ["33"])
    with pytest.raises(MismatchError, match="only one of counts and percentages has names"):
        check_percentages({"yes": 1}, ["33"])
    with pytest.raises(MismatchError, match="the category 'maybe', which is not in counts"):
        check_percentages({"yes": 1}, {"maybe": "33"})
    with pytest.raises(ArgumentTypeError, match="counts is 14"):
        check_percentages(14, "27.4", total=51)  # type: ignore[arg-type]
    with pytest.raises(ArgumentTypeError, match=r"percentages is '27\.4'"):
        check_percentages([14], "27.4", total=51)
    with pytest.raises(OptionError):
        check_percentages([14], ["27.4"], total=51, rounding="floor")  # type: ignore[arg-type]
