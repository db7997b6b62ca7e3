"""How strong a confounder would have to be."""

from __future__ import annotations

import math

import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError


def test_published_example() -> None:
    """VanderWeele and Ding (2017): a risk ratio of 3.9 (1.8 to 8.7) has 7.26, and 3.0 its end."""
    d = {rr: math.log(rr) / 0.91 for rr in (1.8, 3.9, 8.7)}
    found = lk.bias.e_value(2 * d[3.9], sd=2.0, low=2 * d[1.8], high=2 * d[8.7])
    assert found.risk_ratio == pytest.approx(3.9)
    assert found.e_value == pytest.approx(7.26, abs=0.005)
    assert found.limit == pytest.approx(3.0, abs=0.005)
    assert found.standardized_difference == pytest.approx(d[3.9])


def test_both_directions() -> None:
    """A difference and its opposite need the same confounder; their risk ratios are inverse."""
    one = lk.bias.e_value(0.6, sd=1.5, low=0.1, high=1.1)
    other = lk.bias.e_value(-0.6, sd=1.5, low=-1.1, high=-0.1)
    assert (one.e_value, one.limit) == (other.e_value, other.limit)
    assert one.risk_ratio * other.risk_ratio == pytest.approx(1)
    assert 1 < one.limit < one.e_value


@pytest.mark.parametrize(("low", "high"), [(-0.1, 0.9), (0.0, 0.9), (-0.9, 0.4), (-0.9, 0.0)])
def test_interval_over_0_needs_no_confounder(low, high) -> None:
    """Its E-value is 1, whatever the difference."""
    found = lk.bias.e_value((low + high) / 2, sd=1.0, low=low, high=high)
    assert found.limit == 1.0


def test_no_difference_and_no_interval() -> None:
    """1 for nothing; NaN for what was not given."""
    found = lk.bias.e_value(0, sd=1)
    assert (found.risk_ratio, found.e_value) == (1.0, 1.0)
    assert math.isnan(found.limit)
    assert list(found.to_frame().columns) == [
        "standardized_difference",
        "risk_ratio",
        "e_value",
        "limit",
    ]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"difference": 1.0, "sd": 0.0}, ArgumentError, "sd=0.0 is not above 0"),
        ({"difference": 1.0, "sd": -1.0}, ArgumentError, "not above 0"),
        ({"difference": 1.0, "sd": math.nan}, ArgumentError, "sd=nan is not finite"),
        ({"difference": math.inf, "sd": 1.0}, ArgumentError, "difference=inf is not finite"),
        ({"difference": "1", "sd": 1.0}, ArgumentTypeError, "difference='1' is not a number"),
        ({"difference": 1.0, "sd": True}, ArgumentTypeError, "sd=True"),
        (
            {"difference": 1.0, "sd": 1.0, "low": 0.5},
            ArgumentError,
            "the interval has only one end; expected both ends or no",
        ),
        (
            {"difference": 1.0, "sd": 1.0, "high": 0.5},
            ArgumentError,
            "the interval has only one end; expected both ends or no",
        ),
        (
            {"difference": 1.0, "sd": 1.0, "low": 1.2, "high": 2.0},
            ArgumentError,
            "does not contain the difference",
        ),
        (
            {"difference": 1.0, "sd": 1.0, "low": 0.2, "high": 0.8},
            ArgumentError,
            "does not contain the difference",
        ),
        ({"difference": 1.0, "sd": 1e-3}, ArgumentError, r"is 1e\+03 standard deviations"),
        (
            {"difference": 0.0, "sd": 1e-3, "low": -1.0, "high": 0.0},
            ArgumentError,
            r"low=-1.0 is -1e\+03 standard deviations",
        ),
        (
            {"difference": 0.0, "sd": 1.0, "low": -1.0, "high": None},
            ArgumentError,
            "the interval has only one end; expected both ends or no",
        ),
    ],
)
def test_bad_arguments(arguments, error, said) -> None:
    """Each says which argument and what it was."""
    with pytest.raises(error, match=said):
        lk.bias.e_value(arguments.pop("difference"), **arguments)


def test_largest_difference_is_finite() -> None:
    """Up to what is allowed, nothing overflows."""
    assert math.isfinite(lk.bias.e_value(700.0, sd=1.0).e_value)
    assert math.isfinite(lk.bias.e_value(-700.0, sd=1.0).e_value)
