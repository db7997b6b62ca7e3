"""The variables of an SPSS or Stata file with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from likertkit.io._sheet import as_text, is_blank
from likertkit.io.packages._dates import as_date, date_reader
from likertkit.io.packages._variable import as_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from likertkit.io._sheet import Cell
    from likertkit.io.packages._dates import Package
    from likertkit.io.packages._variable import Code, Variable


@attrs.frozen
class ReadColumn:
    """A variable with its values.

    Attributes
    ----------
    variable : Variable
        What the file declares.
    codes : list
        The values; a blank is None, an extended missing value ``".a"`` to ``".z"``.
    cells : list
        The same as the frame holds them.
    is_date : bool
        Whether they are dates or times.
    """

    variable: Variable
    codes: list[Code | None]
    cells: list[Cell]
    is_date: bool

    def option(self, value: Code) -> str:
        """Return the text of an answer: its label, else the value itself."""
        if isinstance(value, str) and not self.variable.is_text:
            return self.variable.tag_texts().get(value, value)
        return dict(self.variable.labels).get(value, "").strip() or as_text(value)


def read_column(
    variable: Variable, raw: Sequence[object], tags: Iterable[str], package: Package
) -> ReadColumn:
    """Return a variable's values from what pyreadstat gives.

    *tags* are the letters of the extended missing values that occur.
    """
    if variable.is_text:
        texts: list[Code | None] = [None if is_blank(text) else text for text in raw]  # type: ignore[misc]
        return ReadColumn(variable, texts, list(texts), is_date=False)
    letters = {letter: f".{letter}" for letter in tags}
    codes = [
        letters[value] if isinstance(value, str) else as_plain(value)  # type: ignore[arg-type]
        for value in raw
    ]
    reader = date_reader(variable.format, package)
    shown = variable.tag_texts()
    cells: list[Cell] = []
    for value in codes:
        if isinstance(value, str):
            cells.append(shown.get(value, value))
        elif value is None or reader is None or variable.is_missing(value):
            cells.append(value)
        else:
            cells.append(as_date(value, reader))
    return ReadColumn(variable, codes, cells, is_date=reader is not None)


@attrs.frozen
class PackageFile:
    """What an SPSS or Stata file holds.

    Attributes
    ----------
    package : {'spss', 'stata'}
        Whose file it is.
    n_rows : int
        The number of cases.
    columns : tuple of ReadColumn
        The variables with their values.
    sets : mapping of str to mapping
        The sets of multiple responses, as pyreadstat gives them.
    weight : str
        The variable that weights the cases; empty without.
    """

    package: Package
    n_rows: int
    columns: tuple[ReadColumn, ...]
    sets: Mapping[str, Mapping[str, Any]]
    weight: str
