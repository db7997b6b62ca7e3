"""What was found where something else was expected, and how errors say it."""

from __future__ import annotations

import attrs

__all__ = ["Sighting", "count_rows", "say_found", "short_name"]


@attrs.frozen
class Sighting:
    """One unexpected value: how many rows hold it, and the first few of them.

    Attributes
    ----------
    value : str
        The value as it would be typed in Python.
    n_rows : int
        How many rows hold it.
    rows : tuple of int
        Positions of the first few of these rows, counted from 0; empty where the frame's engine
        keeps no order.

    Examples
    --------
    >>> from likertkit.errors import Sighting
    >>> print(Sighting("7", n_rows=3, rows=(4, 9, 12)))
    7 (3 rows: 4, 9, 12)
    """

    value: str
    n_rows: int
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the value with its number of rows and the first of them."""
        rows = count_rows((self,))
        if not self.rows:
            return f"{self.value} ({rows})"
        more = ", …" if self.n_rows > len(self.rows) else ""
        return f"{self.value} ({rows}: {', '.join(map(str, self.rows))}{more})"


_MOST_SIGHTINGS = 5
_MOST_CHARACTERS = 60


def say_found(found: tuple[Sighting, ...]) -> str:
    """Return the first few of what was found, and how many more there are."""
    shown = ", ".join(map(str, found[:_MOST_SIGHTINGS]))
    rest = len(found) - _MOST_SIGHTINGS
    return shown if rest <= 0 else f"{shown} and {rest} more"


def count_rows(found: tuple[Sighting, ...]) -> str:
    """Return how many rows hold what was found."""
    total = sum(sighting.n_rows for sighting in found)
    return "1 row" if total == 1 else f"{total} rows"


def short_name(name: object) -> str:
    """Return a name as Python writes it; a whole question is cut."""
    long = isinstance(name, str) and len(name) > _MOST_CHARACTERS
    return repr(f"{str(name)[: _MOST_CHARACTERS - 1]}…" if long else name)
