from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from likertkit.errors import ArgumentTypeError, PublishedFigureError
from likertkit.published._inputs import Span, read_figure, span


@pytest.mark.parametrize(
    ("found", "text", "decimals"),
    [
        ("1.80", "1.80", 2),
        (" .05 ", ".05", 2),
        ("+2", "+2", 0),
        ("-0.5", "-0.5", 1),
        ("\N{MINUS SIGN}0.50", "-0.50", 2),
        (Decimal("1.80"), "1.80", 2),
        (Decimal("1E-7"), "0.0000001", 7),
        (Decimal(3), "3", 0),
    ],
)
def test_reads_a_printed_decimal(found: str | Decimal, text: str, decimals: int) -> None:
    """The digits are kept and counted."""
    figure = read_figure(found, "mean")
    assert (figure.text, figure.decimals, figure.grid) == (text, decimals, 10**decimals)
    assert figure.value == Fraction(text)


@pytest.mark.parametrize(
    "found",
    [
        "1,80",
        "1.8e0",
        "",
        "5.",
        "27.5 %",
        "1.8.0",
        "nan",
        "1/3",
        "1_0",
        "٣",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1.8E+2"),
    ],
)
def test_refuses_what_is_no_plain_decimal(found: str | Decimal) -> None:
    """Exponents, decimal commas and signs of percentages are named in the hint."""
    with pytest.raises(PublishedFigureError, match=r"(?s)means\['q1'\] is .*Hint: write it like"):
        read_figure(found, "means['q1']")


@pytest.mark.parametrize("found", [1.8, 2, True, None, b"1.80"])
def test_refuses_a_number(found: object) -> None:
    """A number has forgotten its trailing zeros."""
    with pytest.raises(ArgumentTypeError, match=r"(?s)mean is .*trailing zeros"):
        read_figure(found, "mean")


F = Fraction


@pytest.mark.parametrize(
    ("text", "rounding", "expected"),
    [
        ("1.2", "half", Span(F("1.15"), F("1.25"), has_low=True, has_high=True)),
        ("1.2", "half-up", Span(F("1.15"), F("1.25"), has_low=True, has_high=False)),
        ("-1.2", "half-up", Span(F("-1.25"), F("-1.15"), has_low=False, has_high=True)),
        ("0.0", "half-up", Span(F("-.05"), F(".05"), has_low=False, has_high=False)),
        ("1.2", "half-even", Span(F("1.15"), F("1.25"), has_low=True, has_high=True)),
        ("1.3", "half-even", Span(F("1.25"), F("1.35"), has_low=False, has_high=False)),
        ("1.20", "half-even", Span(F("1.195"), F("1.205"), has_low=True, has_high=True)),
        ("1.2", "truncated", Span(F("1.2"), F("1.3"), has_low=True, has_high=False)),
        ("-1.2", "truncated", Span(F("-1.3"), F("-1.2"), has_low=False, has_high=True)),
        ("0.0", "truncated", Span(F("-.1"), F(".1"), has_low=False, has_high=False)),
    ],
)
def test_span_of_each_rule(text: str, rounding: str, expected: Span) -> None:
    """Ties belong where the rule puts them, below zero too."""
    assert span(read_figure(text, "mean"), rounding) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("has_low", [True, False])
@pytest.mark.parametrize("has_high", [True, False])
def test_a_span_knows_its_ends(*, has_low: bool, has_high: bool) -> None:
    """Bounds belong or not, for real numbers and for totals alike."""
    found = Span(F(1), F(2), has_low=has_low, has_high=has_high)
    assert (F(1) in found, F(2) in found) == (has_low, has_high)
    assert F(3, 2) in found
    assert F(1, 2) not in found
    assert F(3) not in found
    assert list(found.totals(2)) == [2] * has_low + [3] + [4] * has_high
