"""How the columns of a comparison are headed in print: by the names of what is compared."""

from __future__ import annotations

from likertkit._text import format_figure

_COUNTS = {"": "n {}", "_only": "n {} only"}


def heads_of(first: object, second: object) -> tuple[tuple[str, str], ...]:
    """Return the head of each column that counts the answers of one side.

    The columns of the data frame keep ``first`` and ``second`` in their names.
    """
    sides = (("first", format_figure(first)), ("second", format_figure(second)))
    return tuple(
        (f"n_{side}{ending}", head.format(name))
        for ending, head in _COUNTS.items()
        for side, name in sides
    )
