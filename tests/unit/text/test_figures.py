from __future__ import annotations

import math

import numpy as np
import pytest

from likertkit._text import (
    counted,
    format_figure,
    format_level,
    format_percentage,
    format_pvalue,
    join_words,
    percentage_decimals,
    snake_case,
)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Don't know", "dont_know"),
        ("Don’t know", "dont_know"),  # noqa: RUF001 - as word processors write it
        ("  Not applicable (N/A) ", "not_applicable_n_a"),
        ("Straße", "strasse"),
        ("Ｆｕｌｌ width", "full_width"),  # noqa: RUF001 - as Japanese keyboards write it
        ("__x__", "x"),
        ("не знаю", "не_знаю"),
        ("?!", "unnamed"),
        ("", "unnamed"),
        ("3rd choice", "3rd_choice"),
    ],
)
def test_snake_case(label, name):
    """A column's name from any label."""
    assert snake_case(label) == name


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1.005, ".2f", "1.00"),
        (1.0, ".2f", "1.00"),
        (-0.25, ".2f", "-0.25"),
        (-0.001, ".2f", "0.00"),
        (-0.0, ".2f", "0.00"),
        (-0.0, ".0f", "0"),
        (-0.001, ".0%", "0 %"),
        (-0.01, ".0%", "-1 %"),
        (-0.0, ".2g", "0"),
        (0.45, ".0%", "45 %"),
        (1.0, ".0%", "100 %"),
        (0.125, ".0%", "13 %"),
        (0.285, ".0%", "29 %"),
        (0.0045, ".1%", "0.5 %"),
        (-0.005, ".0%", "-1 %"),
        (-0.00499, ".0%", "0 %"),
        (1e-17, ".1%", "0.0 %"),
        (np.float64(0.285), ".0%", "29 %"),
        (math.inf, ".0%", "inf %"),
        (8.1e-5, ".2g", "8.1e-05"),
        (math.inf, ".2f", "inf"),
        (-math.inf, ".2f", "-inf"),
        (np.float64(1.5), ".1f", "1.5"),
        (3, ".2f", "3"),
        (1234567, ".2f", "1234567"),
        ("text", ".2f", "text"),
    ],
)
def test_figure(value, form, text):
    """Floats are rounded, whole numbers and text are as they are, and 0 has no sign."""
    assert format_figure(value, form) == text


@pytest.mark.parametrize("value", [None, math.nan, np.float64("nan"), ()])
def test_undefined_is_a_dash(value):
    """Never a zero, never "nan"."""
    assert format_figure(value) == "–"


def test_truth_and_tuples():
    """In words, and one after the other."""
    assert (format_figure(value=True), format_figure(value=False)) == ("yes", "no")
    assert format_figure((1, 2.345, None, "x")) == "1, 2.35, –, x"
    assert format_figure((0.5, 0.25), ".0 %") == "50 %, 25 %"


def test_percentage():
    """In prose, with a space before the sign."""
    assert format_percentage(0.8947) == "89 %"
    assert format_percentage(0.27449, 1) == "27.4 %"
    assert format_percentage(14 / 51, 1) == "27.5 %"
    assert format_percentage(-1e-9, 1) == "0.0 %"
    assert format_percentage(-0.01) == "-1 %"
    assert format_percentage(np.float64(0.285)) == "29 %"
    assert format_percentage(1) == "100 %"
    assert format_percentage(math.nan) == "–"


def test_counted():
    """One thing, or several, or none."""
    assert [counted(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_words(words, text):
    """As in an English sentence."""
    assert join_words(words) == text
    assert join_words(words, "or") == text.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math.nan, "–"),
        (0.058, ".058"),
        (1.0, "1.000"),
        (0.0005, "< .001"),
        (0.0, "< .001"),
        (0.001, ".001"),
        (0.0625, ".063"),
        (0.0498, ".0498"),
        (0.05, ".050"),
        (0.0502, ".050"),
        (0.9999, "1.000"),
    ],
)
def test_p_values_as_papers_print_them(value, text):
    """Three decimals, halves up; more where .050 would hide that a p-value lies below .05."""
    assert format_pvalue(value) == format_figure(value, "p") == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.05812, 4, ".0581"),
        (0.05812, 2, ".06"),
        (0.0004, 4, ".0004"),
        (0.00004, 4, "< .0001"),
        (0.0498, 2, ".0498"),
        (0.004, 2, "< .01"),
        (0.012, 1, ".01"),
        (0.004, 1, "< .01"),
        (0.96, 1, ".96"),
    ],
)
def test_p_values_with_as_many_decimals_as_asked(value, decimals, text):
    """Or as many more as show on which side of .05 it lies."""
    assert format_pvalue(value, decimals=decimals) == text
    assert format_figure(value, f"p{decimals}") == text


def test_a_percentage_of_a_hundred_answers_has_a_decimal():
    """One answer of 100 is a point; of fewer, a decimal says nothing that the point does not."""
    assert [percentage_decimals(n) for n in (0, 99, 99.5, 100, 10**6)] == [0, 0, 0, 1, 1]
    assert percentage_decimals(None) == 0
    assert format_figure(0.125, "%") == "13 %"


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (0.95, "95 %"),
        (0.975, "97.5 %"),
        (0.999, "99.9 %"),
        (0.99999, "99.999 %"),
        (2 * 0.975 - 1, "95 %"),
        (1 - 0.05 / 7, "99.2857142857 %"),
        (1e-12, "1e-10 %"),
    ],
)
def test_a_confidence_level_keeps_its_decimals(level, text):
    """A level of 0.975 is not 98 %, and 0.999 not 100 %."""
    assert format_level(level) == text
