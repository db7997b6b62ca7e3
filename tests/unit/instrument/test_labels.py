"""Text is compared in one spelling, and numbers inside it are read with care."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likertkit.instrument._labels import normalize_label, read_anchored, read_number
from likertkit.io.files._sheet import is_blank


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strongly Agree", "strongly agree"),
        ("Never ", "never"),
        (" strongly\t\n agree", "strongly agree"),
        ("strongly\xa0agree", "strongly agree"),
        ("\ufeffStrongly\u200b agree\u200e", "strongly agree"),
        ("Don\u2019t know", "don't know"),
        ("Don\u00b4t know", "don't know"),
        ("Don`t know", "don't know"),
        ("\u201cOften\u201d", '"often"'),
        ("1\u20132 times", "1-2 times"),
        ("\u22122", "-2"),
        ("\uff14", "4"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\ufb01ne", "fine"),
        ("E\u0301gal", "\u00e9gal"),
        ("\u2121", "tel"),
        ("\u03aa\u0301", "\u03ca"),
        ("\u263a\ufe0f", "\u263a"),
        ("\x00often\x00", "often"),
        ("a\x001 \u00b2\x001", "a1 \u00b2 1"),
        ("Wait \u2014 \u201cno\u201d,\r\nnever\u200b", 'wait - "no", never'),
        ("\ufeff \xa0\u200b", ""),
        ("", ""),
    ],
)
def test_one_spelling(text, expected):
    """What a reader cannot see, or would not count as another word, makes no difference."""
    assert normalize_label(text) == expected


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_plain_text_beside_a_letter_that_is_not(text):
    """Text in ASCII takes a shorter way; a letter beyond ASCII behind it makes it take the long."""
    plain = normalize_label(text)
    assert normalize_label(f"{text} \u00df") == f"{plain} ss".strip()
    assert normalize_label(plain) == plain
    # A raised digit takes the longest way.
    assert normalize_label(f"{text} \u00b2") == f"{plain} \u00b2".strip()


@given(st.characters(), st.text(max_size=3))
def test_what_can_be_seen_in_front_is_not_blank(first, rest):
    """A cell is blank where nothing is left of it."""
    assert is_blank(first + rest) == (not normalize_label(first + rest))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", Decimal(4)),
        ("4.0", Decimal(4)),
        ("4.", Decimal(4)),
        (".5", Decimal("0.5")),
        ("+4", Decimal(4)),
        ("-2", Decimal(-2)),
        ("\u0664", Decimal(4)),
        *dict.fromkeys(["", "nan", "inf", "1e0", "4,0", "four", "4 5", "-", "."]).items(),
    ],
)
def test_number(text, number):
    """Digits are a number; words, exponents and decimal commas are not."""
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("1: strongly disagree", 1, "strongly disagree"),
        ("(2) minor", 2, "minor"),
        ("( 2 ): minor", 2, "minor"),
        ("[2] minor", 2, "minor"),
        ("2 - minor", 2, "minor"),
        ("2-minor", 2, "minor"),
        ("2. minor", 2, "minor"),
        ("2.) minor", 2, "minor"),
        ("2 = minor", 2, "minor"),
        ("2) minor", 2, "minor"),
        ("-2: minor", -2, "minor"),
        ("4.0: much", 4, "much"),
        ("strongly agree (5)", 5, "strongly agree"),
        ("strongly agree [5]", 5, "strongly agree"),
    ],
)
def test_anchored(text, number, words):
    """A number beside words is read for both."""
    found = read_anchored(text)
    assert found is not None
    assert (found.number, found.words, found.certain) == (number, words, True)


@pytest.mark.parametrize("text", ["3-4 days", "3 days", "2020-01-02", "2.5 x", "3 (2)", "3rd"])
def test_anchored_uncertain(text):
    """A number that may belong to the words settles nothing by itself."""
    found = read_anchored(text)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize("text", ["agree", "(2)", "2:", "10%", "24/7 support", "n/a", "5+"])
def test_not_anchored(text):
    """Other text is left alone."""
    assert read_anchored(text) is None
