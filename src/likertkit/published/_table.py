"""A table of means as a paper prints it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, SupportsIndex

import attrs

from likertkit._checks import is_in
from likertkit._text import Grid, markdown_paragraph, one_line
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    PublishedFigureError,
    UnknownItemError,
)
from likertkit.instrument import Instrument, Item
from likertkit.instrument._item import no_direction
from likertkit.published._inputs import Figure, NumbersByItem, read_mapping, read_n, span
from likertkit.results import Table
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DifferenceRow", "PublishedTable"]

Figures = Mapping[str, Mapping[str, str | Decimal]]
Texts = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
Numbers = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DifferenceRow(ItemRow):
    """One item's published means under two conditions.

    Attributes
    ----------
    first, second : str or None
        The means as printed; None if no mean was printed.
    naive_difference : float
        First minus second; the raters may differ. NaN if a mean is missing.
    favours : str or None
        The condition that was rated more favourably, by the scale's positive end and the item's
        keying; None if the means are equal or the scale declares no positive end.
    note : str
        Why a figure is NaN, or why *favours* is None.
    """

    first: str | None
    second: str | None
    naive_difference: float
    favours: str | None
    note: str = ""


def _read_figures(value: object, name: str) -> dict[str, dict[str, Figure]]:
    if not isinstance(value, Mapping):
        raise ArgumentTypeError(
            f"{name} is {value!r}; expected a mapping of conditions to mappings of items.",
            f"write {name}={{'before': {{'q1': '1.80'}}, 'after': {{'q1': '2.05'}}}}.",
        )
    if not value:
        raise ArgumentError(f"{name} is empty.", f"give at least one condition in `{name}`.")
    return {
        str(condition): read_mapping(column, f"{name}[{condition!r}]")
        for condition, column in value.items()
    }


def _check_instrument(value: object) -> None:
    if not isinstance(value, Instrument):
        raise ArgumentTypeError(
            f"instrument is {value!r}; expected an Instrument.",
            "write instrument=Instrument('name', [Item('q1', scale), ...]).",
        )


def _check_among_means(
    name: str, entries: Iterable[str], known: tuple[str, ...], kind: str
) -> None:
    for entry in entries:
        if entry not in known:
            raise MismatchError(
                f"{name} has the {kind} {entry!r}, which is not in means; expected one of "
                f"{', '.join(map(repr, known))}.",
                f"spell each {kind} in `{name}` as in `means`.",
            )


def _check_mean(condition: str, item: Item, figure: Figure) -> None:
    scale = item.scale
    # The widest rule, because a table does not state how its means were rounded.
    within = span(figure, "half")
    if within.high < scale.low or within.low > scale.high:
        raise PublishedFigureError(
            f"means[{condition!r}][{item.name!r}] is {figure.text}, outside the scale's range of "
            f"{scale.low} to {scale.high}.",
            "check the figure against the paper, or the scale's codes.",
        )


def _texts(columns: Mapping[str, Mapping[str, Figure]]) -> Texts:
    return tuple(
        (condition, tuple((item, figure.text) for item, figure in column.items()))
        for condition, column in columns.items()
    )


def _read_numbers(
    value: SupportsIndex | Mapping[str, NumbersByItem] | None,
    columns: Mapping[str, Mapping[str, Figure]],
) -> Numbers:
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        value = dict.fromkeys(columns, value)
    _check_among_means("n", value, tuple(columns), "condition")
    return tuple(
        (
            condition,
            tuple(read_n(number, f"n[{condition!r}]", columns[condition], least=1).items()),
        )
        for condition, number in value.items()
    )


@attrs.frozen(init=False, repr=False)
class PublishedTable:
    """The means that a paper prints, by condition and item, as they were printed.

    Parameters
    ----------
    means : mapping of str to mapping of str to (str or Decimal)
        Condition → item → mean. Trailing zeros count. A condition may lack an item.
    instrument : Instrument
        The items with their scales and keying.
    n : int, or mapping of str to (int or mapping of str to int), optional
        The number of answers of the means: one number, by condition, or by condition and item.
        None if the paper does not state it.
    sds : mapping of str to mapping of str to (str or Decimal), optional
        Condition → item → standard deviation, as printed.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If an argument is not what it should be.
    UnknownItemError
        If the instrument lacks an item.
    MismatchError
        If *n* or *sds* has a condition or an item that the means lack, or *n* by item lacks one.
    PublishedFigureError
        If a figure is not a plain decimal, a mean is outside its scale or a standard deviation is
        negative.

    Notes
    -----
    Tables are frozen; they hash, pickle and compare by their figures as printed.

    Examples
    --------
    >>> from likertkit.instrument import Instrument, Item, LikertScale
    >>> from likertkit.published import PublishedTable
    >>> scale = LikertScale(codes=(1, 2, 3, 4, 5), positive="low")
    >>> table = PublishedTable(
    ...     means={"virtual": {"heard": "1.92"}, "face-to-face": {"heard": "1.66"}},
    ...     instrument=Instrument("groups", [Item("heard", scale)]),
    ... )
    >>> table.mean("virtual", "heard")
    '1.92'
    >>> row = table.differences("virtual", "face-to-face")["heard"]
    >>> row.naive_difference, row.favours
    (0.26, 'face-to-face')
    """

    instrument: Instrument
    _means: Texts
    _n: Numbers
    _sds: Texts

    # Written out, because a single n applies to the conditions and items of the means.
    def __init__(
        self,
        means: Figures,
        instrument: Instrument,
        *,
        n: SupportsIndex | Mapping[str, NumbersByItem] | None = None,
        sds: Figures | None = None,
    ) -> None:
        _check_instrument(instrument)
        columns = _read_figures(means, "means")
        for condition, column in columns.items():
            for item, figure in column.items():
                _check_mean(condition, instrument[item], figure)
        spreads = {} if sds is None else _read_figures(sds, "sds")
        _check_among_means("sds", spreads, tuple(columns), "condition")
        for condition, column in spreads.items():
            _check_among_means("sds", column, tuple(columns[condition]), "item")
            for item, figure in column.items():
                if figure.value < 0:
                    raise PublishedFigureError(
                        f"sds[{condition!r}][{item!r}] is {figure.text}, which is negative.",
                        "check the figure against the paper.",
                    )
        object.__setattr__(self, "instrument", instrument)
        object.__setattr__(self, "_means", _texts(columns))
        object.__setattr__(self, "_n", _read_numbers(n, columns))
        object.__setattr__(self, "_sds", _texts(spreads))

    @property
    def means(self) -> dict[str, dict[str, str]]:
        """The means as printed: condition → item → text."""
        return {condition: dict(column) for condition, column in self._means}

    @property
    def sds(self) -> dict[str, dict[str, str]]:
        """The standard deviations as printed: condition → item → text; may be empty."""
        return {condition: dict(column) for condition, column in self._sds}

    @property
    def n(self) -> dict[str, dict[str, int]]:
        """The numbers of answers: condition → item → n; empty if not stated."""
        return {condition: dict(column) for condition, column in self._n}

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions, in the order given."""
        return tuple(condition for condition, _ in self._means)

    @property
    def items(self) -> tuple[str, ...]:
        """The items that have a mean, in order of first appearance."""
        return tuple(dict.fromkeys(item for _, column in self._means for item, _ in column))

    def _column(self, condition: str) -> dict[str, str]:
        columns = self.means
        if not is_in(condition, columns):
            raise UnknownItemError(condition, self.conditions, "condition")
        return columns[condition]

    def mean(self, condition: str, item: str) -> str:
        """Return one mean as printed.

        Parameters
        ----------
        condition, item : str
            The condition and the item.

        Returns
        -------
        str
            The mean with its trailing zeros.

        Raises
        ------
        UnknownItemError
            If there is no such condition, or no mean of the item in it.
        """
        column = self._column(condition)
        if not is_in(item, column):
            raise UnknownItemError(item, tuple(column))
        return column[item]

    def differences(self, first: str, second: str) -> Table[DifferenceRow]:
        """Return the differences of the means of two conditions; their raters may differ.

        Parameters
        ----------
        first, second : str
            The conditions.

        Returns
        -------
        Table of DifferenceRow
            A row for each item, with the condition that was rated more favourably.

        Raises
        ------
        UnknownItemError
            If there is no such condition.
        """
        columns = self._column(first), self._column(second)
        rows = tuple(
            self._difference(item, (first, columns[0].get(item)), (second, columns[1].get(item)))
            for item in self.items
        )
        return Table(
            title=f"Published means: {first} − {second}",
            names=tuple(rows[0].columns()),
            shown=("item", "first", "second", "naive_difference", "favours"),
            rows=rows,
            options=(("first", first), ("second", second)),
            notes=(
                (
                    "Codes as answered. The two columns may have different raters; see "
                    "overlap_bounds for the people who rated both."
                ),
                (
                    "favours: the condition rated more favourably, by the scale's positive end and "
                    "the item's keying."
                ),
            ),
        )

    def _difference(
        self, item: str, first: tuple[str, str | None], second: tuple[str, str | None]
    ) -> DifferenceRow:
        if first[1] is None or second[1] is None:
            lacking = first[0] if first[1] is None else second[0]
            return DifferenceRow(
                item=item,
                first=first[1],
                second=second[1],
                naive_difference=math.nan,
                favours=None,
                note=f"no mean was published for {lacking}.",
            )
        difference = Fraction(first[1]) - Fraction(second[1])
        scale = self.instrument[item].scale
        favours = None
        if difference != 0 and scale.positive is not None:
            scores = self.instrument[item].scores("favourable")
            high_is_favourable = scores[0] < scores[-1]
            favours = first[0] if (difference > 0) is high_is_favourable else second[0]
        return DifferenceRow(
            item=item,
            first=first[1],
            second=second[1],
            naive_difference=float(difference),
            favours=favours,
            note=no_direction(self.instrument[item]) if scale.positive is None else "",
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas data frame with a row for each condition and item.

        The columns are condition, item, mean and, if they are known, sd and n. Means and
        standard deviations are text, as printed; ``.astype(float)`` makes them numbers.
        """
        import pandas as pd

        means, sds, n = self.means, self.sds, self.n
        rows = [(condition, item) for condition in means for item in means[condition]]
        columns: dict[str, list[object]] = {
            "condition": [condition for condition, _ in rows],
            "item": [item for _, item in rows],
            "mean": [means[condition][item] for condition, item in rows],
        }
        if sds:
            columns["sd"] = [sds.get(condition, {}).get(item) for condition, item in rows]
        if n:
            columns["n"] = [n.get(condition, {}).get(item) for condition, item in rows]
        return pd.DataFrame(columns)

    def _title(self) -> str:
        return f"Published means: {self.instrument.title or self.instrument.name}"

    def _grid(self) -> Grid:
        means, sds, n = self.means, self.sds, self.n
        header = ["item"]
        cells = [list(self.items)]
        for condition, column in means.items():
            spreads = sds.get(condition, {})
            header.append(condition)
            cells.append(
                [
                    column.get(item, "–") + (f" ({spreads[item]})" if item in spreads else "")
                    for item in self.items
                ]
            )
            if condition in n:
                header.append(f"n {condition}")
                cells.append([str(n[condition].get(item, "–")) for item in self.items])
        right = (False, *(True for _ in header[1:]))
        return Grid(tuple(header), tuple(zip(*cells, strict=True)), right)

    def __repr__(self) -> str:
        """Return the figures as text."""
        return f"{one_line(self._title())}\n{self._grid().to_text()}"

    def _repr_html_(self) -> str:
        return self._grid().to_html(self._title())

    def to_markdown(self) -> str:
        """Return the figures as a Markdown table."""
        return f"{markdown_paragraph(self._title())}\n\n{self._grid().to_markdown()}"
