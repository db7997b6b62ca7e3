"""Tables of text, in columns as wide as a terminal shows them."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

import attrs

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


_GAP = "  "


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


@attrs.frozen(eq=False, repr=False)
class Grid:
    """Cells of text under a header.

    Attributes
    ----------
    header : tuple of str
        One name a column.
    rows : tuple of tuple of str
        One text a column in each row.
    right : tuple of bool
        Whether each column is set flush right, as figures are.
    n_keys : int
        How many first columns name the row; they are repeated where a grid is too wide.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    n_keys: int = 1

    def _widths(self, lines: list[tuple[str, ...]], width: int) -> list[int]:
        """Return the width of each column, so that the keys and any other column fit.

        Where they do not, the widest are narrowed to one common width; figures are left whole
        for as long as text can give way.  Where the grid has to be broken, one key leaves half
        of the width to what it names, two leave a third.
        """
        columns = [[display_width(cell) for cell in column] for column in zip(*lines, strict=True)]
        natural = [max(column) for column in columns]
        whole = [
            max(column[1:], default=1) if right else 1
            for column, right in zip(columns, self.right, strict=True)
        ]
        if sum(natural) + len(_GAP) * (len(natural) - 1) <= width:
            return natural
        widths = natural
        cut = [1] * len(natural)
        most = width + len(_GAP)
        fair = width * self.n_keys // (self.n_keys + 1) if self.n_keys < len(natural) else most
        for least, most_keys in ((whole, fair), (whole, most), (cut, most)):
            for level in range(min(max(natural), width), 0, -1):
                widths = [min(n, max(level, w)) for n, w in zip(natural, least, strict=True)]
                keys = sum(w + len(_GAP) for w in widths[: self.n_keys])
                others = max(widths[self.n_keys :], default=-len(_GAP))
                if keys <= most_keys and keys + others <= width:
                    return widths
        return widths

    def _blocks(self, widths: list[int], width: int) -> list[list[int]]:
        """Return the columns of each block, so that no block is wider than *width*.

        The two bounds of an interval stay in one block.
        """
        keys = list(range(min(self.n_keys, len(widths))))
        key_width = sum(widths[j] + len(_GAP) for j in keys)
        blocks: list[list[int]] = [[]]
        used = key_width
        for j in range(len(keys), len(widths)):
            needed = widths[j]
            if self.header[j : j + 2] == ("low", "high"):
                needed += len(_GAP) + widths[j + 1]
            if blocks[-1] and used + needed > width:
                blocks.append([])
                used = key_width
            blocks[-1].append(j)
            used += widths[j] + len(_GAP)
        return [keys + block for block in blocks]

    def to_text(self, width: int | None = None) -> str:
        """Return the grid as lines no wider than *width* (by default than the terminal).

        Columns that do not fit beside each other are drawn below each other, the keys repeated.
        Text is cut only where even that is too wide: names in the middle, other text at the end.
        """
        if width is None:
            width = terminal_width()
        lines = [tuple(map(one_line, cells)) for cells in (self.header, *self.rows)]
        widths = self._widths(lines, width)

        def cell(text: str, j: int, *, middle: bool) -> str:
            short = shorten(text, widths[j], middle=middle)
            return _pad(short, widths[j], right=self.right[j])

        drawn = []
        for block in self._blocks(widths, width):
            head, *body = [
                _GAP.join(cell(cells[j], j, middle=i > 0 and j < self.n_keys) for j in block)
                for i, cells in enumerate(lines)
            ]
            rule = _GAP.join("─" * widths[j] for j in block)
            drawn.append("\n".join(line.rstrip() for line in (head, rule, *body)))
        return "\n\n".join(drawn)

    def to_markdown(self) -> str:
        """Return the grid as a Markdown table; what Markdown would read as markup is escaped."""

        def line(cells: tuple[str, ...]) -> str:
            safe = (re.sub(r"[\\|<*`]", r"\\\g<0>", one_line(cell)) for cell in cells)
            return f"| {' | '.join(safe)} |"

        rule = tuple("---:" if right else "---" for right in self.right)
        body = "\n".join(map(line, self.rows))
        return f"{line(self.header)}\n| {' | '.join(rule)} |" + (f"\n{body}" if body else "")

    def to_html(self, caption: str = "") -> str:
        """Return the grid as an HTML table; every text is escaped."""
        import html

        def line(cells: tuple[str, ...], tag: str) -> str:
            drawn = "".join(
                f'<{tag} style="text-align: {"right" if right else "left"}">'
                f"{html.escape(cell)}</{tag}>"
                for cell, right in zip(cells, self.right, strict=True)
            )
            return f"<tr>{drawn}</tr>"

        head = f"<caption>{html.escape(caption)}</caption>" if caption else ""
        body = "".join(line(cells, "td") for cells in self.rows)
        return f"<table>{head}<thead>{line(self.header, 'th')}</thead><tbody>{body}</tbody></table>"
