"""Columns of text of tables for print, under headings that several of them share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from likertkit._text import Grid, format_figure

if TYPE_CHECKING:
    from collections.abc import Sequence


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
