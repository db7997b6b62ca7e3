"""One column for each option, folded into the one answer that was given."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._kinds import profile
from likertkit.io._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.io._columns import Column
    from likertkit.io._sheet import Cell, Log

_FEWEST = 2
_TICKED = frozenset({"1", "x", "checked", "selected", "true"})


@attrs.frozen
class Field:
    """A column with its cells.

    Attributes
    ----------
    column : Column
        What its headings say.
    cells : list
        Its cells; a blank cell is None.
    options : tuple of str
        The options in the order of the columns that were folded; empty for a column of its own.
    """

    column: Column
    cells: list[Cell]
    options: tuple[str, ...] = ()


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
    """Return the row of a grid and the option that one heading names; no row where it names none."""
    row, sign, option = part.rpartition("-")
    return (row.strip(), option.strip()) if sign and row.strip() else ("", part.strip(" -"))


def _fold_run(run: list[Field], in_order: Callable[[Sequence[str]], bool], log: Log) -> list[Field]:
    holding = [field for field in run if field.column.part and _is_option(field)]
    if len(holding) < _FEWEST or not any(cell is not None for f in holding for cell in f.cells):
        return run
    options = [_row_and_option(field.column.part)[1] for field in holding]
    if len(set(options)) < len(options) or not in_order(options):
        return run
    given = list(zip(*(field.cells for field in holding), strict=True))
    if any(sum(cell is not None for cell in row) > 1 for row in given):
        return run
    answers: list[Cell] = []
    for row in given:
        chosen = next((k for k, cell in enumerate(row) if cell is not None), None)
        if chosen is None:
            answers.append(None)
        elif (
            normalize_label(as_text(row[chosen])) in _TICKED
            and read_number(options[chosen]) is None
        ):
            answers.append(options[chosen])
        else:
            answers.append(row[chosen])
    first = holding[0]
    column = attrs.evolve(first.column, part=_row_and_option(first.column.part)[0])
    log.say(
        "layout",
        f"{counted(len(holding), 'column')} of {_say(column)!r} hold one option each and are read "
        f"as one answer",
    )
    folded = Field(column, answers, tuple(options))
    return [folded, *(field for field in run if field not in holding)]


def _say(column: Column) -> str:
    return " ".join(text for text in (column.stem or column.code, column.part) if text)[:60]


def _is_option(field: Field) -> bool:
    """Return whether a column holds nothing but its own option, or a tick for it."""
    texts = profile(field.cells).texts
    if not texts:
        return True
    if len(texts) > 1:
        return False
    (text,) = texts
    option = normalize_label(_row_and_option(field.column.part)[1])
    return text == option or text in _TICKED
