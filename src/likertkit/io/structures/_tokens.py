"""Tokens of syntax, which is read as text and never run."""

from __future__ import annotations

import attrs

from likertkit.errors import FileFormatError


@attrs.frozen
class Token:
    """A token: its kind, and its text; a string without quotation marks and escapes."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The token in a line of a pattern; a string's or a number's text is left out."""
        return self.text if self.kind in {"name", "sign"} else self.kind

    @property
    def word(self) -> str:
        """A name in small letters; empty for anything else."""
        return self.text.casefold() if self.kind == "name" else ""


def not_closed(text: str, place: int, name: str, hint: str) -> FileFormatError:
    """Return the error of a quotation mark that stands at a place and is not closed."""
    line = text.count("\n", 0, place) + 1
    return FileFormatError(f"{name} has a quotation mark in line {line} that is not closed.", hint)
