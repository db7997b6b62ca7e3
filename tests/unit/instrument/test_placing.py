"""What the rooms above ask about single raw values."""

from __future__ import annotations

import pytest

from likertkit.errors import (
    LabelConflictError,
    MixedCodingError,
    OffScaleError,
    Sighting,
    UnknownLabelError,
)
from likertkit.instrument import LikertScale
from likertkit.instrument._placing import check_spellings, expected_answers, place

ENDS = LikertScale(
    labels={1: "Strongly disagree", 5: "Strongly agree"},
    nonsubstantive={"N/A": 9, "Don't know": None},
)
FULL = LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})


def check(scale, values, *, mixed=True):
    """Check a column in which each value stands once."""
    found = [(place(scale, v), Sighting(repr(v), 1, (k,))) for k, v in enumerate(values)]
    check_spellings("q1", scale, found, mixed=mixed)


@pytest.mark.parametrize(
    ("value", "cell", "spelling"),
    [
        ("strongly agree", 4, "label"),
        (5, 4, "number"),
        ("5", 4, "number"),
        ("5: strongly agree", 4, "anchored"),
        ("2: disagree", None, "unproven"),
        (None, 5, "blank"),
        ("", 5, "blank"),
        (9, 6, "reason"),
        ("n/a", 6, "reason"),
        ("9: N/A", 6, "reason"),
        ("don't know", 7, "reason"),
        (7, None, "off_scale"),
        ("Agree", None, "unknown"),
        ("1: strongly agree", None, "conflict"),
    ],
)
def test_place(value, cell, spelling):
    """Each value has one cell, or none, and one spelling."""
    found = place(ENDS, value)
    assert (found.cell, found.spelling) == (cell, spelling)


def test_labels_that_hold_their_number():
    """Such a label is a label and a number at once, and mixes with neither."""
    scale = LikertScale((1, 2, 3), {1: "1", 2: "2 - Some", 3: "Much (3)"})
    assert [place(scale, v).spelling for v in ("1", 1, "2 - some", "much (3)")] == ["anchored"] * 4
    assert place(scale, 2).spelling == "number"
    check(scale, ["1", "2 - Some", "3"])


@pytest.mark.parametrize(
    ("scale", "values"),
    [
        (ENDS, ["Strongly disagree", "2", 3, "4", "Strongly agree"]),
        (ENDS, ["1: strongly disagree", 2, 1]),
        (FULL, ["1: strongly disagree", 2]),
        (FULL, ["Agree", "4: agree", None, 9, "N/A"]),
        (FULL, [1, 2, "9", "N/A", ""]),
        (FULL, ["Agree", "Disagree"]),
        (FULL, []),
    ],
)
def test_not_mixed(scale, values):
    """Bare numbers where there is no label, anchored forms, reasons and blanks mix nothing."""
    check(scale, values)


@pytest.mark.parametrize(
    ("scale", "values"),
    [
        (FULL, ["Agree", 4]),
        (FULL, ["Agree", "2"]),
        (FULL, ["Agree", "2: disagree", 3.0]),
        (ENDS, ["Strongly disagree", "5"]),
    ],
)
def test_mixed(scale, values):
    """A bare label beside a bare number that has a label is refused, but only when asked."""
    with pytest.raises(
        MixedCodingError, match=r"(?s)item 'q1' has 1 row .*the column also has '.*\nHint: "
    ):
        check(scale, values)
    check(scale, values, mixed=False)


def test_mixed_names_the_numbers():
    """The error counts the bare numbers and quotes the labels beside them."""
    with pytest.raises(MixedCodingError) as caught:
        check(FULL, ["Agree", 4, "5", "9"])
    assert [sighting.value for sighting in caught.value.found] == ["4", "'5'"]
    assert "the column also has 'Agree'" in str(caught.value)


def test_first_error_first():
    """Off-scale numbers, unknown text, conflicts, mixed coding: in this order."""
    values = ["Agree", 4, "1: agree", "Perhaps", 7]
    for error in (OffScaleError, UnknownLabelError, LabelConflictError, MixedCodingError):
        with pytest.raises(error):
            check(FULL, values)
        values.pop()


def test_expected_answers():
    """The scale in the words of an error."""
    assert expected_answers(ENDS) == (
        "1 'Strongly disagree', 2, 3, 4, 5 'Strongly agree'; or, counted as missing, "
        "'N/A' (9), \"Don't know\""
    )
    assert expected_answers(LikertScale(range(101))) == "one of 101 codes from 0 to 100"
