"""A grid of text cells, drawn as plain text, Markdown or HTML."""

from __future__ import annotations

import html
import shutil
import unicodedata

import attrs


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


@attrs.frozen
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

    def _widths(self) -> list[int]:
        return [
            max(display_width(cells[j]) for cells in (self.header, *self.rows))
            for j in range(len(self.header))
        ]

    def _blocks(self, width: int) -> list[list[int]]:
        """Return the columns of each block, so that no block is wider than *width*."""
        widths = self._widths()
        keys = list(range(self.n_keys))
        key_width = sum(widths[j] + 2 for j in keys)
        blocks: list[list[int]] = [[]]
        used = key_width
        for j in range(self.n_keys, len(self.header)):
            if blocks[-1] and used + widths[j] > width:
                blocks.append([])
                used = key_width
            blocks[-1].append(j)
            used += widths[j] + 2
        return [keys + block for block in blocks]

    def to_text(self, width: int | None = None) -> str:
        """Return the grid as lines no wider than *width* (the terminal's, unless told)."""
        if width is None:
            width = shutil.get_terminal_size().columns
        widths = self._widths()
        drawn = []
        for block in self._blocks(width):
            lines = [
                "  ".join(_pad(cells[j], widths[j], right=self.right[j]) for j in block).rstrip()
                for cells in (self.header, *self.rows)
            ]
            lines.insert(1, "  ".join("─" * widths[j] for j in block))
            drawn.append("\n".join(lines))
        return "\n\n".join(drawn)

    def to_markdown(self) -> str:
        """Return the grid as a Markdown table."""

        def line(cells: tuple[str, ...]) -> str:
            safe = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
            return f"| {' | '.join(safe)} |"

        rule = tuple("---:" if right else "---" for right in self.right)
        return "\n".join(line(cells) for cells in (self.header, rule, *self.rows))

    def to_html(self, caption: str = "") -> str:
        """Return the grid as an HTML table; every text is escaped."""

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
