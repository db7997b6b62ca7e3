"""Intervals, and rows of a table, as they print."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level, check_count, is_number
from likertkit._text import (
    PERCENTAGE,
    PVALUE,
    Grid,
    display_width,
    format_figure,
    percentage_decimals,
    terminal_width,
    wrap_text,
)
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results._sentence import row_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from likertkit.results._sentence import Origin

_UNDEFINED = object()
_LEAST_ROOM = 20
# The columns that say how many answers a row's proportions are of; the first that a row has.
_BASES = ("base", "n", "n_pairs")


def comparable(value: object) -> object:
    """Return *value* so that NaN equals NaN, in tuples too."""
    if isinstance(value, float) and math.isnan(value):
        return _UNDEFINED
    if isinstance(value, tuple):
        return tuple(comparable(inner) for inner in value)
    return value


def group_names(by: Iterable[str], figures: Iterable[str]) -> tuple[str, ...]:
    """Return the names of columns that make groups, ``by_`` before each that a figure has too."""
    by = tuple(by)
    taken, names = set(figures), []
    for name in by:
        new = name
        while new in taken or (new != name and new in by):
            new = f"by_{new}"
        names.append(new)
    return tuple(names)


def beside_figures(
    by: Sequence[tuple[str, object]], figures: Mapping[str, object]
) -> dict[str, object]:
    """Return a group's columns, then the figures, no two under one name."""
    names = group_names((name for name, _ in by), figures)
    return {**{name: value for name, (_, value) in zip(names, by, strict=True)}, **figures}


# Floats hold hardly more.
_MOST_DECIMALS = 15
_FIGURE = re.compile(r"[-+−]?\d*[.]?\d+( ?%)?")


def check_decimals(value: object, name: str, *, least: int) -> int | None:
    """Return a number of decimals; raise if a figure has no such decimals."""
    if value is None:
        return None
    decimals = check_count(value, name, least=least)
    if decimals > _MOST_DECIMALS:
        raise ArgumentError(
            f"{name}={decimals} is too large; a figure has at most {_MOST_DECIMALS} decimals.",
            f"pass `{name}` as a whole number from {least} to {_MOST_DECIMALS}.",
        )
    return decimals


def are_figures(values: list[object]) -> bool:
    """Return whether a column holds numbers, or nothing but numbers written as text."""
    texts = [value for value in values if isinstance(value, str)]
    if any(isinstance(value, int | float) for value in values):
        return True
    return bool(texts) and all(_FIGURE.fullmatch(text) for text in texts)


@attrs.frozen
class Decimals:
    """With how many decimals figures print, where somebody asked for a number.

    Attributes
    ----------
    percentages, pvalues : int or None
        The decimals; None for the usual ones.
    """

    percentages: int | None = None
    pvalues: int | None = None

    def form(self, form: str, base: object) -> str:
        """Return the form of a figure, given how many answers it is of."""
        if form == PERCENTAGE or (form.endswith(PERCENTAGE) and self.percentages is not None):
            asked = self.percentages
            return f".{percentage_decimals(base) if asked is None else asked}%"
        if form == PVALUE and self.pvalues is not None:
            return f"{PVALUE}{self.pvalues}"
        return form


USUAL = Decimals()


@attrs.frozen
class Subject:
    """What a table is about beside its figures, which pictures of it show.

    Attributes
    ----------
    instrument : object
        The instrument, with the texts of its items and their scales; results know no instruments.
    condition : str or None
        The column of the table that is the declared condition.
    """

    instrument: object
    condition: str | None = None


class _Placed:
    """The base of what knows its table: no field, so that it is not compared, shown or pickled."""

    __slots__ = ("_origin",)

    _origin: Origin


@attrs.frozen(eq=False, repr=False)
class Record(_Placed):
    """The base of every result: compares, hashes, prints and makes a data frame.

    A subclass is a frozen attrs class made with ``eq=False, repr=False``; its fields are scalars
    and tuples.  Two records are equal when they are of one class and their fields are, where
    undefined (NaN) equals undefined.
    """

    formats: ClassVar[dict[str, str]] = {}
    """How fields print, by name: a format specification; ``.2f`` for any other float.

    ``%`` is a percentage with the decimals that its base allows, ``p`` a p-value.
    """

    def columns(self) -> dict[str, object]:
        """Return the figures by column name, unrounded."""
        return {
            field.name: getattr(self, field.name)
            for field in attrs.fields(type(self))
            if not field.name.startswith("_")
        }

    def cells(self) -> dict[str, str]:
        """Return the figures by column name, as text for people."""
        return self.as_text(USUAL)

    def as_text(self, decimals: Decimals, names: Iterable[str] | None = None) -> dict[str, str]:
        """Return some figures, by default all, as text with these decimals."""
        columns = self.columns()
        base = next((columns[name] for name in _BASES if name in columns), None)
        return {
            name: format_figure(columns[name], decimals.form(self.formats.get(name, ".2f"), base))
            for name in (columns if names is None else names)
        }

    def _content(self) -> tuple[object, ...]:
        fields = (field for field in attrs.fields(type(self)) if field.eq)
        return tuple(comparable(getattr(self, field.name)) for field in fields)

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a record of this class with the same figures."""
        if type(other) is not type(self):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        """Hash the class and its figures."""
        return hash((type(self), self._content()))

    def sentence(self) -> str:
        """Return what the row says, as a sentence for the results section of a paper.

        English, with figures as APA style has them.  The row must come from a table, which knows
        the options: ``table["q1"].sentence()``.

        Returns
        -------
        str
            What was found, the test, the figures, then what the reader must know of them.

        Raises
        ------
        UndefinedFigureError
            If the figure that the sentence is about is undefined; the note says why.
        ArgumentTypeError
            If results of this kind have no sentence.
        ArgumentError
            If the row is not from a table.
        """
        return row_sentence(self, getattr(self, "_origin", None))

    def _grid(self) -> Grid:
        return Grid(("figure", "value"), tuple(self.cells().items()), right=(False, False))

    def __repr__(self) -> str:
        """Return the figures, one a line, under the name of the class."""
        return f"{type(self).__name__}\n{self._lines(terminal_width())}"

    def _lines(self, width: int) -> str:
        """Return the figures, one a line; words go on below where a line is too short."""
        grid = self._grid()
        room = width - max(display_width(name) for name, _ in (grid.header, *grid.rows)) - 2
        rows = [
            (name if i == 0 else "", part)
            for name, text in grid.rows
            for i, part in enumerate(wrap_text(text, max(room, _LEAST_ROOM)) or [""])
        ]
        return attrs.evolve(grid, rows=tuple(rows)).to_text(width)

    def _repr_html_(self) -> str:
        return self._grid().to_html(type(self).__name__)

    def to_markdown(self) -> str:
        """Return the rounded figures as a Markdown table, a line a figure."""
        return self._grid().to_markdown()

    def to_frame(self) -> pd.DataFrame:
        """Return the unrounded figures as a pandas data frame of one row."""
        import pandas as pd

        return pd.DataFrame([self.columns()])


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ItemRow(Record):
    """The base of a table's row about one item, in one group of respondents.

    Attributes
    ----------
    by : tuple of (str, object)
        The group: the value of each column that the table is split by.
    item : str
        The item's name.
    """

    on_scale: ClassVar[tuple[str, ...]] = ()
    """The figures that are scores, or differences of scores."""

    by: tuple[tuple[str, object], ...] = ()
    item: str

    def columns(self) -> dict[str, object]:
        """Return the group's columns first, then the figures, unrounded."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


@attrs.frozen(eq=False, repr=False)
class Interval(Record):
    """A confidence interval.

    Parameters
    ----------
    low, high : float
        The bounds, in the units of the estimate.
    level : float
        The confidence level, between 0 and 1.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If a bound is not a number, or the level does not lie between 0 and 1.

    Examples
    --------
    >>> from likertkit.results import Interval
    >>> 1.7 in Interval(1.5, 1.9, level=0.95)
    True
    """

    low: float
    high: float
    level: float

    def __attrs_post_init__(self) -> None:
        """Check that the bounds are numbers and that the level is a level."""
        check_confidence_level(self.level)
        for name, bound in (("low", self.low), ("high", self.high)):
            if not is_number(bound):
                raise ArgumentTypeError(
                    f"{name}={bound!r} is not a number.", f"pass `{name}` as a float."
                )

    def __contains__(self, value: float) -> bool:
        """Return whether a value lies within the closed interval."""
        return self.low <= value <= self.high


def place_rows(rows: Iterable[Record], origin: Origin) -> None:
    """Let rows know their table."""
    for row in rows:
        object.__setattr__(row, "_origin", origin)


def column_names(row: type[Record]) -> tuple[str, ...]:
    """Return the columns of a kind of rows, without those of the group."""
    return tuple(field.name for field in attrs.fields(row) if field.name != "by")
