"""What the room refuses on behalf of the rooms above."""

from __future__ import annotations

import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, FileFormatError, OptionError
from likertkit.instrument._instrument import check_instrument
from likertkit.instrument._views import check_boxes, check_view

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])


@pytest.mark.parametrize("boxes", [None, 2, (1,), (1, 2, 3), "22"])
def test_boxes_are_a_pair(boxes):
    """Anything else is of the wrong type."""
    with pytest.raises(ArgumentTypeError, match="not a pair"):
        check_boxes(boxes, TRIAL)


def test_boxes_do_not_overlap():
    """Five levels hold 2 + 3 and no more."""
    assert check_boxes((2, 3), TRIAL) == (2, 3)
    with pytest.raises(ArgumentError, match="has 5 levels, fewer than the 3 \\+ 3"):
        check_boxes([3, 3], TRIAL)


def test_a_scale_is_no_instrument():
    """The error says how to make one."""
    check_instrument(TRIAL)
    with pytest.raises(ArgumentTypeError, match="is a LikertScale; expected an Instrument"):
        check_instrument(lk.LikertScale())


def test_a_view_is_one_of_three():
    """In full."""
    check_view("keyed", TRIAL)
    with pytest.raises(OptionError):
        check_view("key", TRIAL)


def test_a_file_of_brackets_is_no_instrument(tmp_path):
    """Lists that lie too deep in each other end in an error of the library."""
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(FileFormatError, match="deep"):
        lk.Instrument.load(path)


def test_an_instrument_shows_a_few_names():
    """A line that fits into a message."""
    assert repr(TRIAL).startswith("<Instrument 'trial' with 1 item: 'q'")
