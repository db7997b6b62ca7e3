from __future__ import annotations

from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from likertkit._checks import as_names, check_choice, check_confidence_level, check_count
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

Word = Literal["valid", "all"]
Points = Literal[4, 5]


def test_choice_is_one_of_the_words():
    """In full and in lower case."""
    check_choice("all", "base", Word)
    check_choice(5, "points", Points)
    check_choice(np.int64(5), "points", Points)
    check_choice(np.str_("all"), "base", Word)


@pytest.mark.parametrize(
    "value", ["ALL", "al", "", None, 1, ["all"], {"all"}, np.array(["all", "all"])]
)
def test_no_choice(value):
    """Whatever it is, arrays included, the message names the option and its words."""
    with pytest.raises(OptionError, match=r"base=.*expected one of 'valid', 'all'\."):
        check_choice(value, "base", Word)


def test_a_series_is_no_choice():
    """Its comparison would have no truth value."""
    with pytest.raises(OptionError):
        check_choice(pd.Series(["all", "all"]), "base", Word)


@pytest.mark.parametrize("value", [0.95, 0.5, 1e-9, np.float64(0.9)])
def test_confidence_level(value):
    """Returned as a plain float."""
    found = check_confidence_level(value)
    assert type(found) is float
    assert found == value


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 95, -0.5, float("nan"), float("inf")])
def test_no_level(value):
    """A percentage is the usual slip, and the hint is for it."""
    with pytest.raises(ArgumentError, match=r"(?s)is not between 0 and 1.*=0\.95"):
        check_confidence_level(value)


@pytest.mark.parametrize("value", ["0.95", None, True, 0.9 + 0j, Decimal("0.9"), [0.9]])
def test_level_of_another_type(value):
    """A truth value is no number here."""
    with pytest.raises(ArgumentTypeError, match="is not a number"):
        check_confidence_level(value)


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3)])
def test_count(value):
    """Returned as a plain int."""
    found = check_count(value, "n")
    assert type(found) is int
    assert found == 3


@pytest.mark.parametrize(
    "value", [True, np.True_, 3.0, "3", None, Decimal(3), int, np.float64(3), [3]]
)
def test_no_count(value):
    """Whole numbers in floats are refused too, and so is a type."""
    with pytest.raises(ArgumentTypeError, match=r"n=.*is not a whole number\."):
        check_count(value, "n")


def test_least_count():
    """The bound itself is allowed."""
    assert check_count(0, "n") == 0
    assert check_count(2, "n", least=2) == 2
    with pytest.raises(ArgumentError, match="n=-1 is too small; expected at least 0"):
        check_count(-1, "n")
    with pytest.raises(ArgumentError, match="n=1 is too small; expected at least 2") as raised:
        check_count(1, "n", least=2)
    assert "Hint: pass `n` as a whole number, 2 or more." in str(raised.value)


def test_names():
    """One name, several, or none; any iterable is read once."""
    assert as_names("cohort", "by") == ("cohort",)
    assert as_names(["a", "b"], "by") == ("a", "b")
    assert as_names((name for name in "ab"), "by") == ("a", "b")
    assert as_names((), "by") == ()
    assert as_names("", "by") == ("",)


@pytest.mark.parametrize("value", [5, None, 1.5, True])
def test_not_iterable_is_no_name(value):
    """A column's number is not its name."""
    with pytest.raises(ArgumentTypeError, match=r"(?s)by=.*Hint: pass `by` as a name"):
        as_names(value, "by")


@pytest.mark.parametrize("value", [["a", 5], [None], [["a"]], b"ab"])
def test_not_a_string_is_no_name(value):
    """The culprit is shown."""
    with pytest.raises(ArgumentTypeError, match=r"by holds .* which is not a column name"):
        as_names(value, "by")


def test_repeated_name():
    """Each once."""
    with pytest.raises(ArgumentError, match=r"by=\('a', 'b', 'a'\) repeats a name"):
        as_names(["a", "b", "a"], "by")
