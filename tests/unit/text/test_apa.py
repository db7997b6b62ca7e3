"""Figures as the Publication Manual of the APA (7th edition, 6.36 to 6.45) has them."""

from __future__ import annotations

import math

import pytest

from likertkit._text import (
    apa_estimate,
    apa_interval,
    apa_number,
    apa_pvalue,
    apa_statistic,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "sentence", "cell"),
    [
        (0.034, "p = .034", ".034"),
        (0.0004999, "p < .001", "< .001"),
        (0.0, "p < .001", "< .001"),
        (0.001, "p = .001", ".001"),
        (0.0498, "p = .0498", ".0498"),
        (0.05, "p = .050", ".050"),
        (0.5, "p = .500", ".500"),
        (0.9994, "p = .999", ".999"),
        (0.9996, "p > .999", "> .999"),
        (1.0, "p > .999", "> .999"),
    ],
)
def test_pvalue(value, sentence, cell):
    """Three decimals, no zero before the point, and a bound where no figure is left."""
    assert apa_pvalue(value) == sentence
    assert apa_pvalue(value, "") == cell


def test_pvalue_names_what_was_done_to_it():
    """An adjusted one says so; an undefined one is a dash; the level decides the decimals."""
    assert apa_pvalue(0.034, "adjusted p") == "adjusted p = .034"
    assert apa_pvalue(NAN, "") == "–"
    assert apa_pvalue(0.00995, level=0.01) == "p = .00995"
    assert apa_pvalue(0.123, "", decimals=2) == ".12"
    assert apa_pvalue(0.996, "", decimals=2) == "> .99"


@pytest.mark.parametrize(
    ("name", "value", "df", "text"),
    [
        ("t", 2.314, 37.16, "t(37.2) = 2.31"),
        ("t", -2.0, 12.0, "t(12) = -2.00"),
        ("χ²", 11.95657, 3, "χ²(3) = 11.96"),
        ("F", 4.1, (2.0, 37.16), "F(2, 37.2) = 4.10"),
        ("z", -0.001, NAN, "z = 0.00"),
        ("z", 1.96, (), "z = 1.96"),
        ("V", 40.0, NAN, "V = 40"),
        ("U", 1234567.5, NAN, "U = 1234567.5"),
        ("W", 40.25, NAN, "W = 40.25"),
        ("t", NAN, 3.0, "–"),
    ],
)
def test_statistic(name, value, df, text):
    """The degrees of freedom stand in brackets; sums of ranks are whole or have their half."""
    assert apa_statistic(name, value, df) == text


@pytest.mark.parametrize(
    ("value", "plain", "bounded"),
    [
        (0.456, "0.46", ".46"),
        (-0.456, "-0.46", "-.46"),
        (1.0, "1.00", "1.00"),
        (-0.001, "0.00", ".00"),
        (NAN, "–", "–"),
        (10.05, "10.05", "10.05"),
    ],
)
def test_number(value, plain, bounded):
    """What cannot exceed 1 has no zero before its point."""
    assert apa_number(value) == plain
    assert apa_number(value, bounded=True) == bounded


def test_interval_and_estimate():
    """Brackets, with the level on request; a bound that is not defined leaves none."""
    assert apa_interval(0.21, 0.834) == "[0.21, 0.83]"
    assert apa_interval(0.21, 0.834, 0.95) == "95% CI [0.21, 0.83]"
    assert apa_interval(-0.21, 0.834, 0.999, decimals=3, bounded=True) == "99.9% CI [-.210, .834]"
    assert apa_interval(NAN, 1.0, 0.95) == "–"
    assert apa_estimate(0.52, 0.21, 0.83) == "0.52 [0.21, 0.83]"
    assert apa_estimate(0.52, 0.21, 0.83, bounded=True) == ".52 [.21, .83]"
    assert apa_estimate(0.52, NAN, NAN) == "0.52"
