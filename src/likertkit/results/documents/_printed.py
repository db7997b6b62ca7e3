"""A table as it is printed, the same for every kind of document."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import attrs

from likertkit._text import Grid, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

# What XML 1.0 cannot hold; `one_line` has taken the control characters and halves of pairs.
_NOT_XML = re.compile("[\ufffe\uffff]")
_NUMBER = re.compile(r"-?(\d*)(?:\.(\d+))?( ?%)?")
# A spreadsheet keeps no more digits of a number.
_MOST_DIGITS = 15


def plain_line(text: str) -> str:
    """Return a text as one line that a document can hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", one_line(text))


def readable_grid(grid: Grid, names: Iterable[str]) -> Grid:
    """Return a grid whose heads are words, where they are names of the table's own figures."""
    own = set(names)
    header = (head.replace("_", " ") if head in own else head for head in grid.header)
    return attrs.evolve(
        grid,
        header=tuple(map(plain_line, header)),
        rows=tuple(tuple(map(plain_line, row)) for row in grid.rows),
        spans=tuple(tuple((plain_line(text), n) for text, n in line) for line in grid.spans),
    )


@attrs.frozen
class PrintedTable:
    """A table as it is printed.

    Attributes
    ----------
    title : str
        What stands above it.
    grid : Grid
        Its heads and cells.
    notes : tuple of str
        The paragraphs that follow it.
    """

    title: str
    grid: Grid
    notes: tuple[str, ...]


@attrs.frozen
class Number:
    """A figure of a cell as a spreadsheet holds it.

    Attributes
    ----------
    value : float
        The number.
    form : str
        The number format, by which it shows the decimals that are printed.
    """

    value: float
    form: str


def cell_number(text: str, value: object = None) -> Number | None:
    """Return the number that a printed cell shows; None where it shows a text.

    It is the unrounded value where a spreadsheet, which rounds halves away from 0, shows the same
    digits; otherwise the number that is printed.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or not any(map(str.isdigit, text)):
        return None
    whole, decimals, percent = match.groups(default="")
    if len(whole) + len(decimals) > _MOST_DIGITS:
        return None
    form = ("0" if whole else "") + (f".{'0' * len(decimals)}" if decimals else "")
    printed = Decimal(text.rstrip(" %"))
    shown = printed.scaleb(-2) if percent else printed
    number = float(shown)
    if isinstance(value, float):
        exact = Decimal(repr(value)).scaleb(2 if percent else 0)
        try:
            rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
        except ArithmeticError:
            rounded = printed + 1
        number = value if rounded == printed and (rounded or not value < 0) else number
    return Number(number, form + (" %" if percent.startswith(" ") else percent))
