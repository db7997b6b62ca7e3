from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.published import GrimResult, grim


def test_the_example_of_brown_and_heathers() -> None:
    """5.19 at n = 28 is impossible, 5.18 is 145 / 28."""
    impossible = grim("5.19", 28)
    assert not impossible.consistent
    assert impossible.informative
    assert impossible.totals == ()
    assert impossible.note.endswith("the nearest n that fit: 27 and 31")
    possible = grim("5.18", 28)
    assert possible.consistent
    assert possible.totals == (145,)
    assert possible.note == "possible, if rounded to nearest, a tie either way"


def test_the_result_names_its_arguments() -> None:
    """What was asked stands in the result, which compares and pickles."""
    result = grim(Decimal("2.50"), 4, items=2, rounding="half-even")
    assert (result.mean, result.n, result.items, result.rounding) == ("2.50", 4, 2, "half-even")
    assert result == grim("2.50", 4, items=2, rounding="half-even")
    assert pickle.loads(pickle.dumps(result)) == result
    assert isinstance(result, GrimResult)
    assert "2.50" in repr(result)


@pytest.mark.parametrize(
    ("rounding", "totals"),
    [("half", (9,)), ("half-up", (9,)), ("half-even", ()), ("truncated", ())],
)
def test_a_tie_goes_where_the_rule_puts_it(rounding: str, totals: tuple[int, ...]) -> None:
    """9 / 8 = 1.125 is 1.13 rounded half up, 1.12 rounded half even or cut off."""
    assert grim("1.13", 8, rounding=rounding).totals == totals  # type: ignore[arg-type]
    other = grim("1.12", 8, rounding=rounding)  # type: ignore[arg-type]
    assert other.consistent is (rounding != "half-up")


def test_a_true_mean_that_binary_floats_refuse() -> None:
    """107 / 40 = 2.675 is 2.68 rounded half up, yet binary floats round it to 2.67."""
    assert round(2.675, 2) == 2.67
    assert grim("2.68", 40).totals == (107,)


@pytest.mark.parametrize(
    ("mean", "n", "items", "informative"),
    [
        ("1.80", 99, 1, True),
        ("1.80", 80, 1, False),
        ("1.80", 100, 1, False),
        ("1.80", 25, 4, False),
        ("2", 1, 1, False),
    ],
)
def test_says_when_it_says_nothing(mean: str, n: int, items: int, *, informative: bool) -> None:
    """From n * items = 10^decimals on, every mean is possible, and at 80 by its ties."""
    result = grim(mean, n, items=items)
    assert result.informative is informative
    assert informative or result.consistent
    assert result.note.startswith("not informative: with so many answers") is not informative


def test_items_make_a_finer_grid() -> None:
    """The mean of two items at n = 5 is a total of ten answers over ten."""
    assert grim("1.70", 5, items=2).totals == (17,)
    assert not grim("1.70", 5).consistent


def test_codes_may_be_negative() -> None:
    """A scale from -2 to 2 has negative means; cutting goes towards zero."""
    assert grim("-0.67", 3).totals == (-2,)
    assert grim("-0.66", 3, rounding="truncated").totals == (-2,)
    assert not grim("-0.67", 3, rounding="truncated").consistent


def test_only_an_n_above_may_fit() -> None:
    """Where no smaller n fits, the note names the larger one alone."""
    assert grim("1.5", 1).note.endswith("the nearest n that fit: 2")


def test_refuses_bad_arguments() -> None:
    """Numbers for means, nobody and unknown words are errors."""
    with pytest.raises(ArgumentTypeError, match="trailing zeros"):
        grim(5.19, 28)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="at least 1"):
        grim("5.19", 0)
    with pytest.raises(ArgumentError, match="items=0"):
        grim("5.19", 28, items=0)
    with pytest.raises(OptionError, match="rounding='up'"):
        grim("5.19", 28, rounding="up")  # type: ignore[arg-type]
