"""Codes back to text, and end for end on the declared range."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from likertkit.errors import ArgumentError, ArgumentTypeError, OffScaleError
from likertkit.instrument import LikertScale

SCALE = LikertScale(
    labels={1: "Strongly agree", 5: "Strongly disagree"},
    nonsubstantive={"Refused": (97, 98), "Don't know": None},
)


def test_decode():
    """A label where there is one, else the code in digits; None for a blank."""
    found = SCALE.decode([1, 2.0, np.nan, 97, 5, None])
    assert found.dtype == object
    assert found.tolist() == ["Strongly agree", "2", None, "Refused", "Strongly disagree", None]


def test_decode_then_encode():
    """Decoding loses nothing."""
    codes = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert SCALE.encode(SCALE.decode(codes)).tolist() == codes


def test_decode_negative_codes():
    """A negative code is read back from its text."""
    scale = LikertScale((-1, 0, 1))
    assert scale.encode(scale.decode([-1, 0, 1])).tolist() == [-1, 0, 1]


def test_reverse_uses_the_declared_range():
    """With nobody at 5, 1 becomes 5 all the same."""
    assert SCALE.reverse([1, 2, 4]).tolist() == [5, 4, 2]


def test_reverse_each_scale_by_itself():
    """A 3 to 7 item is reversed on 3 to 7, whatever stands beside it."""
    assert LikertScale(range(3, 8)).reverse([3, 4, 7]).tolist() == [7, 6, 3]


def test_reverse_keeps_missing():
    """Blanks stay blank and declared missing codes become so: none is mirrored into an answer."""
    assert np.isnan(SCALE.reverse([np.nan, None, 97, 98])).all()


def test_masked_cells_are_blank():
    """What a masked array hides is not an answer."""
    hidden = np.ma.array([1, 4, 77], mask=[False, True, True])
    assert SCALE.decode(hidden).tolist() == ["Strongly agree", None, None]
    assert np.isnan(SCALE.reverse(hidden)).tolist() == [False, True, True]


def test_reverse_scores_between_codes():
    """Scale scores are mirrored as well."""
    assert SCALE.reverse(pd.Series([1.25, 4.5])).tolist() == [4.75, 1.5]


def test_reverse_takes_other_numbers():
    """Any number of Python will do."""
    assert SCALE.reverse([Decimal("1.5"), np.int8(2), pd.NA]).tolist()[:2] == [4.5, 4]


@pytest.mark.parametrize("method", ["reverse", "decode"])
@pytest.mark.parametrize("value", [0, 5.5, 99, np.inf, 10**400])
def test_off_scale(method, value):
    """A number off the range is an error that names item and row."""
    with pytest.raises(OffScaleError, match=r"(?s)item 'q1' has 1 row .*\(1 row: 1\).*\nHint: "):
        getattr(SCALE, method)([1, value], item="q1")


def test_decode_needs_codes():
    """A number between two codes has no label."""
    with pytest.raises(OffScaleError, match=r"1\.5"):
        SCALE.decode([1.5])


@pytest.mark.parametrize("method", ["reverse", "decode"])
@pytest.mark.parametrize("value", ["4", "Strongly agree", True, np.True_, [1]])
def test_not_numbers(method, value):
    """Labels are encoded first; that is where text is understood."""
    with pytest.raises(ArgumentTypeError, match=r"(?s)is not a number.*\nHint: "):
        getattr(SCALE, method)([1, value])


def test_one_column():
    """A table is no column."""
    with pytest.raises(ArgumentError, match="one dimension"):
        SCALE.reverse(np.ones((2, 2)))


def test_arrays_are_left_alone():
    """The caller's array is not changed."""
    codes = np.array([1.0, 97.0])
    SCALE.reverse(codes)
    SCALE.decode(codes)
    assert codes.tolist() == [1, 97]
