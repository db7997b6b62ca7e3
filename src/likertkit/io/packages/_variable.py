"""The variables of an SPSS or Stata file: what it declares of them, and their values."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io.files._sheet import as_text, is_blank
from likertkit.io.packages._dates import as_date, date_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from likertkit.io.files._sheet import Cell
    from likertkit.io.packages._dates import Package

Code = int | float | str
Measure = Literal["nominal", "ordinal", "scale", "unknown"]

# Beyond this a double skips whole numbers.
LARGEST_WHOLE = 2**53


@attrs.frozen(kw_only=True)
class Variable:
    """What an SPSS or Stata file declares of a column.

    Attributes
    ----------
    name : str
        Its name, which is the item's.
    label : str
        Its label: the question.
    labels : tuple of (int, float or str; str)
        The labelled values and their labels, in ascending order; Stata's extended missing values
        as ``".a"`` to ``".z"``.
    missing : tuple of (int, float or str; int, float or str)
        What is declared as missing: the lowest and the highest value of each range, twice the
        same for a single value.
    measure : {'nominal', 'ordinal', 'scale', 'unknown'}
        The level of measurement.
    format : str
        How the program shows it, such as ``F8.2``.
    is_text : bool
        Whether its values are text.
    """

    name: str
    label: str = ""
    labels: tuple[tuple[Code, str], ...] = ()
    missing: tuple[tuple[Code, Code], ...] = ()
    measure: Measure = "unknown"
    format: str = ""
    is_text: bool = False

    def is_missing(self, value: Code) -> bool:
        """Return whether the file declares a value as missing."""
        if self.is_text:
            return any(value == low for low, _ in self.missing)
        if isinstance(value, str):
            return True
        return any(low <= value <= high for low, high in self.missing)  # type: ignore[operator]

    def tag_texts(self) -> dict[str, str]:
        """Return how each labelled extended missing value stands in the frame.

        It is the label, as in Stata's own tables; ``".a"`` itself where another answer has the same
        label, or where the label is a number.
        """
        often = Counter(normalize_label(label) for _, label in self.labels)
        return {
            value: label
            if often[normalize_label(label)] == 1 and read_number(normalize_label(label)) is None
            else value
            for value, label in self.labels
            if isinstance(value, str) and normalize_label(label)
        }


def as_plain(value: float | None) -> int | float | None:
    """Return a number of a file as a whole number, where it is one; NaN is blank."""
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return int(value)
    return value


def sort_codes(codes: Iterable[Code]) -> list[Code]:
    """Return codes in ascending order, extended missing values last."""
    return sorted(codes, key=lambda code: (isinstance(code, str), code))


@attrs.frozen(slots=False)
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

    @cached_property
    def counts(self) -> Counter[Code | None]:
        """How often each value stands."""
        return Counter(self.codes)

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
    # Each different number once: a survey has few.
    plain = {
        value: letters[value] if isinstance(value, str) else as_plain(value)  # type: ignore[arg-type]
        for value in set(raw)
    }
    codes = list(map(plain.__getitem__, raw))
    reader = date_reader(variable.format, package)
    texts_of = variable.tag_texts()
    shown: dict[Code | None, Cell] = {}
    for code in plain.values():
        shown[code] = code
        if isinstance(code, str):
            shown[code] = texts_of.get(code, code)
        elif code is not None and reader is not None and not variable.is_missing(code):
            shown[code] = as_date(code, reader)
    cells = list(map(shown.__getitem__, codes))
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
