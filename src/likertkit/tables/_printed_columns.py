"""Columns of text of tables for print, under headings that several of them share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from likertkit._text import Grid, display_width, format_figure, wrap_text
from likertkit._text._width import widest_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.instrument import Item

_LEAST_TEXT = 18
_GAP = 2
_UNDEFINED = "–"
# What readers of exports write between the question of a grid and its rows.
_DASH = " – "


class PrintedColumn(NamedTuple):
    """A column of a table for print.

    Attributes
    ----------
    head : str
        Its head.
    cells : sequence of str
        A text a row.
    span : str
        The heading above it and its neighbours of the same heading; empty for none.
    """

    head: str
    cells: Sequence[str]
    span: str = ""


def with_columns(keys: Grid, columns: Sequence[PrintedColumn]) -> Grid:
    """Return a grid with further columns behind those that name its rows."""
    n_keys = len(keys.header)
    rows = tuple(
        (*row, *(column.cells[place] for column in columns)) for place, row in enumerate(keys.rows)
    )
    spans: list[tuple[str, int]] = [("", n_keys)]
    for column in columns:
        text, n = spans[-1]
        if text == column.span:
            spans[-1] = (text, n + 1)
        else:
            spans.append((column.span, 1))
    return Grid(
        (*keys.header, *(column.head for column in columns)),
        rows,
        right=(*keys.right, *(True for _ in columns)),
        n_keys=n_keys,
        wrapped=True,
        spans=(tuple(spans),) if len(spans) > 1 else (),
    )


def mean_sd(mean: float, sd: float) -> str:
    """Return a mean with its standard deviation in brackets: "3.41 (0.87)"."""
    return format_figure(mean) if math.isnan(mean) else f"{mean:.2f} ({format_figure(sd)})"


def usual_room(width: int) -> int:
    """Return how wide texts are that have to share the page with many columns."""
    return max(_LEAST_TEXT, width * 3 // 10)


def text_room(
    width: int | None, heads: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> int | None:
    """Return how wide the texts of items are: what the other columns leave, if it is enough."""
    if width is None:
        return None
    left = width - sum(
        max([widest_word(head), *(display_width(row[k] or "") for row in rows)]) + _GAP
        for k, head in enumerate(heads)
    )
    return min(left, width // 2) if left >= _LEAST_TEXT else usual_room(width)


def wrapped_lines(
    body: Sequence[tuple[str, Sequence[tuple[str | None, ...]]]], room: int | None
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the first column and the other cells of each line.

    With *room* for so many characters the text of an item goes on beside its further lines, and
    below them.
    """
    texts: list[str] = []
    lines: list[tuple[str, ...]] = []
    for text, rows in body:
        parts = [text] if room is None else wrap_text(text, room)
        cells = [tuple(_UNDEFINED if cell is None else cell for cell in row) for row in rows]
        n = max(len(parts), len(cells))
        texts += [*parts, *[""] * (n - len(parts))]
        lines += [*cells, *[("",) * len(cells[0])] * (n - len(cells))]
    return texts, lines


def item_texts(items: Sequence[Item]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return how items are named in print, and the note of the question that they share.

    An item has its text; without a text, its name.  Where two have one text each has both.  The
    question that all items of a grid share stands in the note alone.
    """
    stem = _stem(items)
    texts = [item.text.strip().removeprefix(stem) or item.name for item in items]
    named = {
        item.name: f"{item.name}: {text}" if texts.count(text) > 1 else text
        for item, text in zip(items, texts, strict=True)
    }
    return named, (f"Items: {stem.removesuffix(_DASH)}",) if stem else ()


def _stem(items: Iterable[Item]) -> str:
    """Return the question that all items of a grid share, with the dash behind it; else nothing."""
    every = [item.text.strip().rpartition(_DASH)[0] for item in items]
    return f"{every[0]}{_DASH}" if len(set(every)) == 1 < len(every) and every[0] else ""
