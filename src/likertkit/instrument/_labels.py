"""Reading answers that are text: one spelling for comparison, and the numbers inside it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Anchored", "normalize_label", "read_anchored", "read_number"]

# Mapped before NFKC, which would take an acute accent apart into a space and a mark.
_QUOTES = str.maketrans(
    dict.fromkeys("\u2019\u2018\u201b\u02bc\u2032\u0060\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
)
_MINUS_SIGN = "\u2212"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)

_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_NUMBER = r"(?P<number>[+-]?\d+(?:\.\d+)?)"
_ANCHORS = (
    re.compile(rf"[(\[]\s*{_NUMBER}\s*[)\]]\s*[:.=-]?\s*(?P<words>.+)"),
    re.compile(rf"{_NUMBER}\s*[:.)\]=-]+\s*(?P<words>.+)"),
    re.compile(rf"(?P<words>.+?)\s*[(\[]\s*{_NUMBER}\s*[)\]]"),
)
_UNMARKED_ANCHOR = re.compile(rf"{_NUMBER}\s+(?P<words>.+)")


class Anchored(NamedTuple):
    """A number with words beside it, as in "2 - Minor" or "Strongly agree (5)".

    Attributes
    ----------
    number : Decimal
        The number.
    words : str
        The words, normalised.
    certain : bool
        Whether the text cannot well be anything else: "3 days" and "1-2 times" may be the
        words of a label rather than a code and its label, and then only a label that matches
        to the letter settles it.
    """

    number: Decimal
    words: str
    certain: bool


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character == _MINUS_SIGN:
        return "-"
    invisible = category in {"Cf", "Cc"} and not character.isspace()
    return "" if invisible or ord(character) in _VARIATION_SELECTORS else character


def normalize_label(text: str) -> str:
    r"""Return *text* in the one spelling in which labels are compared.

    Case, runs of white space, invisible characters (U+FEFF, zero-width and bidirectional marks),
    the kind of dash, quote or apostrophe, and full-width or ligature forms make no difference.

    Parameters
    ----------
    text : str
        A label or an answer.

    Returns
    -------
    str
        The text to compare; empty when nothing in it is visible.

    Examples
    --------
    >>> from likertkit.instrument._labels import normalize_label
    >>> normalize_label("  Don\u2019t\xa0KNOW ")
    "don't know"
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.translate(_QUOTES).casefold().split())
    compatible = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    visible = "".join(map(_plain_character, compatible))
    # Case folding can leave a form that NFKC would compose once more, as in U+0345.
    folded = unicodedata.normalize("NFKC", visible.casefold())
    return " ".join(folded.split())


def read_number(text: str) -> Decimal | None:
    """Return the number that normalised *text* writes in digits, or None.

    Parameters
    ----------
    text : str
        Normalised text.

    Returns
    -------
    Decimal or None
        The exact number. Words such as "nan" or "inf", exponents and decimal commas are no
        numbers here.

    Examples
    --------
    >>> from likertkit.instrument._labels import read_number
    >>> read_number("4.0"), read_number("nan")
    (Decimal('4.0'), None)
    """
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None


def read_anchored(text: str) -> Anchored | None:
    """Return the number and the words of normalised *text* such as "2 - minor", or None.

    Parameters
    ----------
    text : str
        Normalised text.

    Returns
    -------
    Anchored or None
        The two parts, and whether the text can hardly be meant otherwise.

    Examples
    --------
    >>> from likertkit.instrument._labels import read_anchored
    >>> read_anchored("(2) minor")
    Anchored(number=Decimal('2'), words='minor', certain=True)
    """
    for pattern in _ANCHORS:
        if found := pattern.fullmatch(text):
            words = found["words"]
            return Anchored(Decimal(found["number"]), words, not words[0].isdigit())
    if found := _UNMARKED_ANCHOR.fullmatch(text):
        return Anchored(Decimal(found["number"]), found["words"], certain=False)
    return None
