"""How wide a text is in a terminal, and how it is cut and wrapped there."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_WIDTH = {"Mn", "Me", "Cf"}
_BREAKS = {"Cc", "Zl", "Zp"}
_PICTURES = {"So", "Sm"}
_KEYS = set("0123456789#*")
# They would turn the order of what stands after them in the line.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WIDENS = "\N{VARIATION SELECTOR-16}"
_JOINS = "\N{ZERO WIDTH JOINER}"
_JOINED = re.compile(f"[{_WIDENS}{_JOINS}\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_LEAST = 20
_ELLIPSIS = "…"
# Between words, but not within "n = 51", "p < .001" or "95 % CI".
BETWEEN_WORDS = re.compile(r"(?<![=≤≥<]) (?![%=≤≥<]|CI\b)|(?<=[=≤≥<]) (?![\d.%=≤≥<−-])")


def terminal_width() -> int:
    """Return the width of the terminal; 80 where there is none, and never too few to read."""
    import shutil

    return max(shutil.get_terminal_size().columns, _LEAST)


def one_line(text: str) -> str:
    """Return a text that nothing in it can lay out.

    Line breaks and other control characters become spaces, so that no escape sequence is left;
    what turns the direction of a line goes; half a surrogate pair is not a character.
    """
    if text.isprintable():
        return text
    spaced = (" " if unicodedata.category(char) in _BREAKS else char for char in text)
    whole = _TURNS.sub("", "".join(spaced))
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes.

    An emoji takes two columns, with a skin tone or joined of several too, and so does a sign that
    is drawn as an emoji; a Hangul syllable takes two, of however many letters it is written.
    """
    if text.isascii():
        return len(text)
    if _JOINED.search(text):
        return sum(map(_cluster_width, _clusters(text)))
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    # Vowels and final consonants of Hangul are drawn into the syllable that a first one opens.
    if unicodedata.category(char) in _NO_WIDTH or "\u1160" <= char <= "\u11ff":
        return 0
    if "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 1 + (unicodedata.east_asian_width(char) in "WF")


def _cluster_width(cluster: str) -> int:
    first = cluster[0]
    if _WIDENS in cluster and (_is_picture(first) or first in _KEYS):
        return 2
    # A flag is two letters; a skin tone makes an emoji of its sign.
    drawn_on = any(_is_flag_letter(char) or _is_skin_tone(char) for char in cluster[1:])
    return 2 if drawn_on else _char_width(first)


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) in _PICTURES


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_skin_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _goes_on(cluster: str, char: str) -> bool:
    """Return whether a character is drawn into what stands before it."""
    if _char_width(char) == 0:
        return True
    if not _is_picture(cluster[0]):
        return False
    if _is_flag_letter(char):
        return len(cluster) == 1 and _is_flag_letter(cluster)
    return _is_skin_tone(char) or (cluster.endswith(_JOINS) and _is_picture(char))


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, each with what is drawn on it or into it."""
    found: list[str] = []
    for char in text:
        if found and _goes_on(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _n_fitting(clusters: Iterable[str], width: int) -> int:
    """Return how many first characters fit into a width."""
    used = accumulate(map(display_width, clusters))
    return sum(1 for _ in takewhile(lambda columns: columns <= width, used))


def shorten(text: str, width: int, *, middle: bool = False) -> str:
    """Return a text cut to a width of 1 or more, with an ellipsis for what was left out.

    The cut is at the end, or in the middle: names that begin alike often end differently.
    """
    if display_width(text) <= width:
        return text
    clusters = _clusters(text)
    tail = _n_fitting(reversed(clusters), (width - 1) // 2) if middle else 0
    end = "".join(clusters[len(clusters) - tail :])
    head = _n_fitting(clusters, width - 1 - display_width(end))
    return "".join(clusters[:head]).rstrip() + _ELLIPSIS + end


def widest_word(text: str) -> int:
    """Return the width below which :func:`wrap_text` has to cut a word."""
    return max(map(display_width, BETWEEN_WORDS.split(" ".join(one_line(text).split()))))


def wrap_text(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph, all but the first indented.

    A figure stays on one line with its name or sign, as in "n = 51" and "95 % CI"; only a word that
    is wider than a line is cut.
    """
    text = " ".join(one_line(text).split())
    if not text:
        return []
    lines: list[str] = []
    line = start = ""
    for word in BETWEEN_WORDS.split(text):
        if line != start and display_width(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line != start:
            lines.append(line)
            line = start = indent
        rest = _clusters(word)
        room = width - display_width(line)
        left, done = display_width(word), 0
        while left > room and len(rest) - done > 1:
            # A character takes a column at least, so that no more than these can fit.
            fitting = max(_n_fitting(rest[done : done + width + 1], room), 1)
            part = "".join(rest[done : done + fitting])
            lines.append(line + part)
            left, done = left - display_width(part), done + fitting
            line = start = indent
            room = width - display_width(line)
        line += "".join(rest[done:])
    return [*lines, line]
