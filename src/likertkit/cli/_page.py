"""A page of the terminal: headings, paragraphs and tables within its width."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.console import Console

from likertkit._text import Grid, terminal_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.results import Table
    from likertkit.results._record import Record

# Longer lines than this are hard to read, however wide the terminal is.
_WIDEST_PARAGRAPH = 100


class Page:
    """Writes to the terminal, or to wherever standard output leads.

    Colour and bold type appear only in a terminal, and not where the environment sets NO_COLOR
    to anything.  Nothing but spaces and line breaks controls the layout.
    """

    def __init__(self, *, beside: bool = False) -> None:
        """Take the terminal as it is now; *beside* writes to standard error."""
        plain = bool(os.environ.get("NO_COLOR"))
        # As results print: rich takes a dumb terminal for 80 columns, whatever its width.
        self.width = terminal_width()
        self._console = Console(
            width=self.width,
            stderr=beside,
            color_system=None if plain else "auto",
            highlight=False,
            legacy_windows=False,
        )

    def _write(self, text: str = "", style: str | None = None) -> None:
        for line in text.split("\n"):
            self._console.out(line.rstrip(), style=style if line.strip() else None)

    def _wrap(self, text: str, first: str = "", rest: str = "") -> str:
        width = min(self.width, _WIDEST_PARAGRAPH) - len(rest)
        lines = wrap_text(text, max(width, 1))
        return "\n".join(f"{rest if k else first}{line}" for k, line in enumerate(lines))

    def title(self, text: str) -> None:
        """Write the page's title."""
        self._write(self._wrap(text), "bold")
        self._write()

    def heading(self, text: str) -> None:
        """Write a section's heading, after its number where it has one."""
        number, gap, words = text.rpartition("  ")
        self._write(self._wrap(words, number + gap, " " * len(number + gap)), "bold cyan")

    def say(self, *sentences: str) -> None:
        """Write a paragraph."""
        self._write(self._wrap(" ".join(sentences)))
        self._write()

    def list(self, points: Iterable[str]) -> None:
        """Write points, one below the other."""
        for point in points:
            self._write(self._wrap(point, "- ", "  "))
        self._write()

    def answer(self, *sentences: str) -> None:
        """Write the answer to a section's question."""
        self._write(self._wrap(" ".join(sentences), "→ ", "  "), "bold")
        self._write()

    def line(self, text: str) -> None:
        """Write a line as it stands, as a command must."""
        self._write(text)

    def grid(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        text: str = "",
        *,
        caption: str = "",
    ) -> None:
        """Write cells in columns; *text* has a "t" for each that holds words, else figures."""
        if caption:
            self._write(self._wrap(caption))
        right = tuple(text[j : j + 1] != "t" for j in range(len(header)))
        cells = tuple(tuple(row) for row in rows)
        self._write(Grid(tuple(header), cells, right, wrapped=True).to_text(self.width))
        self._write()

    def table(self, table: Table[Record]) -> None:
        """Write a table of results with its notes."""
        self._write(table.to_text(self.width))
        self._write()
