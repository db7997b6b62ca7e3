"""One column for each option, folded into the one answer that was given."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.instrument._labels import normalize_label
from likertkit.io._cells import Cells
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from likertkit.io._columns import Column
    from likertkit.io.files._sheet import Cell, Log

_FEWEST = 2
_TICKED = frozenset({"1", "x", "checked", "selected", "true"})


@attrs.frozen(eq=False)
class Field:
    """A column with its cells.

    Attributes
    ----------
    column : Column
        What its headings say.
    its : Cells
        Its cells.
    options : tuple of str
        The options in the order of the columns that were folded; empty for a column of its own.
    folded : tuple of int
        The places of these columns.
    """

    column: Column
    its: Cells
    options: tuple[str, ...] = ()
    folded: tuple[int, ...] = ()

    def aside(self, cells: Sequence[Cells], rows: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return the cells of rows that are set aside, of all columns that were folded."""
        first = cells[self.column.place].at(rows).to_array()
        if not self.folded:
            return first
        columns = [cells[place].at(rows).to_array() for place in self.folded]
        for j, row in enumerate(zip(*columns, strict=True)):
            given = [
                _answer(cell, option)
                for cell, option in zip(row, self.options, strict=True)
                if cell is not None
            ]
            first[j] = given[0] if len(given) == 1 else "; ".join(map(as_text, given)) or None
        return first


def fold_options(
    fields: Sequence[Field], in_order: Callable[[Sequence[str]], bool], log: Log
) -> list[Field]:
    """Fold neighbours that hold one option each of an ordered set into one column of answers.

    *in_order* tells whether words are the levels of a scale.  Columns of options of which several
    can be chosen stay as they are.
    """
    made: list[Field] = []
    for _, run in groupby(fields, key=_question):
        made += _fold_run(list(run), in_order, log)
    return made


def _question(field: Field) -> tuple[str, str]:
    stem, part = field.column.stem, field.column.part
    if not part:
        return "", str(field.column.place)
    row, _ = _row_and_option(part)
    return stem, row


def _row_and_option(part: str) -> tuple[str, str]:
    """Return the row of a grid and the option that one heading names; the row may be empty."""
    row, sign, option = part.rpartition("-")
    return (row.strip(), option.strip()) if sign and row.strip() else ("", part.strip(" -"))


def _fold_run(run: list[Field], in_order: Callable[[Sequence[str]], bool], log: Log) -> list[Field]:
    places_in_run = [
        j for j, field in enumerate(run) if field.column.part and _is_option(field, j + 1)
    ]
    holding = [run[j] for j in places_in_run]
    if len(holding) < _FEWEST or not any(field.its.n for field in holding):
        return run
    if places_in_run[-1] - places_in_run[0] >= len(holding):
        # A column between the options holds something else: answers would be lost.
        return run
    options = [_row_and_option(field.column.part)[1] for field in holding]
    if len(set(options)) < len(options) or not in_order(options):
        return run
    n_given = np.sum([field.its.given for field in holding], axis=0)
    if n_given.max() > 1:
        return run
    places: NDArray[np.intp] = np.full(len(holding[0].its.places), -1, dtype=np.intp)
    values: list[Cell] = []
    for field, option in zip(holding, options, strict=True):
        # One answer may be spelled in several ways.
        places[field.its.given] = len(values) + field.its.places[field.its.given]
        values += [_answer(value, option) for value in field.its.values]
    answers = Cells(places, tuple(values))
    first = holding[0]
    column = attrs.evolve(first.column, part=_row_and_option(first.column.part)[0])
    log.say(
        "layout",
        f"{counted(len(holding), 'column')} of {_say(column)!r} hold one option each and are read "
        f"as one answer",
    )
    places_folded = tuple(field.column.place for field in holding)
    folded = Field(column, answers, tuple(options), places_folded)
    return [folded, *(field for field in run if field not in holding)]


def _answer(cell: Cell, option: str) -> Cell:
    """Return the option for a tick; an answer stays as it is spelled."""
    return cell if normalize_label(as_text(cell)) == normalize_label(option) else option


def _say(column: Column) -> str:
    return " ".join(text for text in (column.stem or column.code, column.part) if text)[:60]


def _is_option(field: Field, number: int) -> bool:
    """Return whether a column holds nothing but its own option, its number, or a tick for it."""
    texts = field.its.texts
    if not texts:
        return True
    if len(texts) > 1:
        return False
    (text,) = texts
    option = normalize_label(_row_and_option(field.column.part)[1])
    return text in {option, str(number)} or text in _TICKED
