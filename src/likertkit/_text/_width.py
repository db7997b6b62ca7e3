"""How wide text is in a terminal, and how it is made to fit."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_WIDTH = {"Mn", "Me", "Cf"}
_BREAKS = {"Cc", "Zl", "Zp"}
_LEAST = 20
_ELLIPSIS = "…"


def terminal_width() -> int:
    """Return the width of the terminal; 80 where there is none, and never too few to read."""
    import shutil

    return max(shutil.get_terminal_size().columns, _LEAST)


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(char) in _NO_WIDTH
        else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def one_line(text: str) -> str:
    """Return a text with a space for every line break and other control character."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(char) in _BREAKS else char for char in text)


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, each with the marks that are drawn on it."""
    found: list[str] = []
    for char in text:
        if found and display_width(char) == 0:
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


def wrap_text(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph, all but the first indented.

    A percentage stays on one line; only a word that is wider than a line is cut.
    """
    if not text.strip():
        return []
    lines: list[str] = []
    line = start = ""
    for word in re.split(r"\s+(?!%)", text.strip()):
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
