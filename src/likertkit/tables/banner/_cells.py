"""The cells of a span: figures and bases, with the letters of the columns that differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit.tables._cell_row import CellRow
from likertkit.tables.banner._figures import ColumnFigures, column_figures
from likertkit.tables.banner._tests import CALIBRATED, PairTests, SpanTests, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.tables.banner._figures import Figure, Part
    from likertkit.tables.banner._letters import LetterRule
    from likertkit.tables.banner._spans import Span

Row = tuple["Part", int, int]


def span_cells(
    span: Span, by: tuple[str, ...], figures: Sequence[Sequence[Figure]], rule: LetterRule
) -> Iterator[tuple[Row, list[CellRow]]]:
    """Yield the cells of each row: its part of the table, its item and its number."""
    known = column_figures(span, by, figures)
    items = span.tally.instrument.items
    empty = math.nan if span.tally.weighted else 0.0
    found: dict[tuple[Part, int], list[ColumnFigures]] = {}
    for part in dict.fromkeys(part for part, _, _ in known):
        for item, rows in enumerate(figures):
            nothing = ColumnFigures(
                values=(math.nan,) * len(rows),
                base=0,
                weighted_base=0.0,
                effective_base=empty,
                note="no valid answers",
            )
            found[part, item] = [
                known.get((part, item, column), nothing) for column in span.columns
            ]
    bases = {key: np.array([each.base for each in columns]) for key, columns in found.items()}
    marks = _marks(span, figures, bases, rule)
    for (part, item), columns in found.items():
        for row, figure in enumerate(figures[item]):
            unmarked = [("", "")] * len(columns)
            letters = marks.get((part, item, row), unmarked)
            yield (
                (part, item, row),
                [
                    CellRow(
                        by=part,
                        item=items[item].name,
                        row=figure.label,
                        span=span.title,
                        column=column,
                        value=each.values[row],
                        base=each.base,
                        weighted_base=each.weighted_base,
                        effective_base=each.effective_base,
                        letters=letter,
                        note=each.note or note,
                        _form=figure.form,
                    )
                    for column, each, (letter, note) in zip(
                        span.columns, columns, letters, strict=True
                    )
                ],
            )


def _marks(
    span: Span,
    figures: Sequence[Sequence[Figure]],
    bases: Mapping[tuple[Part, int], NDArray[np.int64]],
    rule: LetterRule,
) -> dict[Row, list[tuple[str, str]]]:
    """Return the letters and the notes of each row, where columns are compared."""
    n = len(span.columns)
    if span.axis is None or n < 2:
        return {}
    pairs = pairs_of(span, rule.compare)
    large = {key: rule.large(each) for key, each in bases.items()}
    if span.tally.calibration is not None:
        nothing = np.full(len(pairs), math.nan)
        tests: Iterator[PairTests] = (
            PairTests(part, item, row, nothing, nothing, CALIBRATED)
            for part, item in bases
            for row, figure in enumerate(figures[item])
            if figure.kind != "sd"
        )
    else:
        tests = SpanTests.from_span(span, figures, rule.compare).run(large)
    return {
        (each.part, each.item, each.row): rule.mark(each, pairs, large[each.part, each.item])
        for each in tests
    }
