from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likertkit._text import display_width, terminal_width, wrap_text
from likertkit._text._width import one_line, shorten

ACUTE = "\N{COMBINING ACUTE ACCENT}"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("café", 4),
        (f"cafe{ACUTE}", 4),
        ("満足", 4),
        ("ﾏﾝｿﾞｸ", 5),
        ("Ａ", 2),  # noqa: RUF001 - a full-width letter
        ("–…", 2),
        ("a\N{ZERO WIDTH SPACE}b\N{ZERO WIDTH NO-BREAK SPACE}", 2),
        ("😀", 2),
        ("❤", 1),
        ("❤\N{VARIATION SELECTOR-16}", 2),
        ("1\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", 2),
        ("a \N{VARIATION SELECTOR-16}b", 3),
        ("👩\N{ZERO WIDTH JOINER}💻", 2),
        ("🏳\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}🌈!", 3),
        ("❤\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}🔥", 2),
        ("👍🏽", 2),
        ("☝🏽", 2),
        ("a\N{ZERO WIDTH JOINER}😀", 3),
        ("a🏽", 3),
        ("🇩🇪🇫🇷🇩", 5),
        (unicodedata.normalize("NFD", "만족"), 4),
        ("ᄀ\ud7b0", 2),
        ("שָׁ", 1),
        ("नि", 2),
    ],
)
def test_display_width(text, width):
    """East Asian characters take two columns, marks and invisible characters none."""
    assert display_width(text) == width


def test_one_line():
    """Whatever controls the layout becomes a space."""
    assert one_line("a\nb\tc\r\x1b[31m\N{LINE SEPARATOR}d") == "a b c  [31m d"
    assert one_line("a\N{NO-BREAK SPACE}b – 満足") == "a\N{NO-BREAK SPACE}b – 満足"


@pytest.mark.parametrize(
    ("text", "width", "end", "middle"),
    [
        ("satisfied", 9, "satisfied", "satisfied"),
        ("satisfied", 8, "satisfi…", "sati…ied"),
        ("satisfied", 7, "satisf…", "sat…ied"),
        ("satisfied", 3, "sa…", "s…d"),
        ("satisfied", 2, "s…", "s…"),
        ("satisfied", 1, "…", "…"),
        ("very satisfied", 6, "very…", "ver…ed"),
        ("とても満足", 9, "とても満…", "とて…満足"),
        ("とても満足", 8, "とても…", "とて…足"),
        ("とても満足", 4, "と…", "と…"),
        (f"cafe{ACUTE}s", 4, "caf…", "ca…s"),
        (f"cafe{ACUTE}", 3, "ca…", f"c…e{ACUTE}"),
    ],
)
def test_shorten(text, width, end, middle):
    """At the end, or in the middle; never through a wide character or before its marks."""
    assert shorten(text, width) == end
    assert shorten(text, width, middle=True) == middle


ANY_TEXT = st.text(st.sampled_from(f"ab c満足é{ACUTE}\N{ZERO WIDTH SPACE}😀-"), max_size=30)


@given(ANY_TEXT, st.integers(1, 30), st.booleans())
def test_shortened_text_fits(text, width, middle):
    """And text that fits is left alone."""
    found = shorten(text, width, middle=middle)
    assert display_width(found) <= width
    assert (found == text) == (display_width(text) <= width) or "…" in found


def test_wrap():
    """Between words; all lines but the first are indented."""
    text = "The base is 51, and the counts add up to 51."
    assert wrap_text(text, 44) == [text]
    assert wrap_text(text, 43) == ["The base is 51, and the counts add up to", "51."]
    assert wrap_text(text, 20, "  ") == [
        "The base is 51, and",
        "  the counts add up",
        "  to 51.",
    ]


def test_wrap_keeps_a_percentage_together():
    """The sign stays with its number."""
    assert wrap_text("an interval: t, 95 %.", 19) == ["an interval: t,", "95 %."]


def test_wrap_cuts_only_a_word_that_is_wider_than_a_line():
    """As the name of an item may be, or text without spaces."""
    assert wrap_text("an interminable name", 8, "  ") == ["an", "  interm", "  inable", "  name"]
    assert wrap_text("満足度調査", 6) == ["満足度", "調査"]
    assert wrap_text("満足", 1) == ["満", "足"]


def test_wrap_nothing():
    """No text, no line; breaks and runs of spaces are single spaces."""
    assert wrap_text("", 10) == wrap_text(" \n ", 10) == []
    assert wrap_text(" a\n\n b   c ", 10) == ["a b c"]


@given(ANY_TEXT, st.integers(4, 30), st.sampled_from(["", "  "]))
def test_wrapped_lines_fit_and_lose_nothing(text, width, indent):
    """Every character that is not a space is there, in order."""
    lines = wrap_text(text, width, indent)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("columns", "width"), [("132", 132), ("80", 80), ("5", 20), ("0", 80), ("", 80)]
)
def test_terminal_width(monkeypatch, columns, width):
    """The terminal's, 80 where none is known, and never so few that nothing can be read."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == width
