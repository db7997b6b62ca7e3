"""The cells of a table for print: a row a figure, so that its data frame is tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import PERCENTAGE, format_figure, wrap_text
from likertkit.results import Table
from likertkit.results._record import USUAL, Decimals, ItemRow
from likertkit.results._table import line_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit._text import Grid


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CellRow(ItemRow):
    """A figure of one item, in one column of a table for print.

    Attributes
    ----------
    row : str
        What the figure is, such as ``'Top box'``, ``'Mean'`` or the label of a level.
    span : str
        The heading above the column: the name of the column of the data, ``'Total'`` for all
        respondents, ``'gender × region'`` where a column is a value of each.
    column : object
        The group of respondents, as it is in the data; a tuple where the span has several names.
    value : float
        The figure, unrounded.
    base : int
        The answers that the figure is of.
    weighted_base : float
        Their sum of weights; the base without weights.
    effective_base : float
        Kish's number of answers of equal weight that are worth as much; the base without weights.
    letters : str
        What was found of the cell beside the others of its span; empty where nothing was.
    note : str
        Why the figure is undefined or was not tested.
    """

    formats: ClassVar[dict[str, str]] = {"weighted_base": ".1f", "effective_base": ".1f"}

    row: str
    span: str
    column: object
    value: float
    base: int
    weighted_base: float
    effective_base: float
    letters: str = ""
    note: str = ""
    _form: str = attrs.field(default=PERCENTAGE, alias="_form")

    def as_text(self, decimals: Decimals, names: Iterable[str] | None = None) -> dict[str, str]:
        """Return some figures, by default all, as text; how the value prints is the row's own."""
        texts = super().as_text(decimals, names)
        if "value" in texts:
            texts["value"] = format_figure(self.value, decimals.form(self._form, self.base))
        return texts

    def value_text(self, decimals: Decimals = USUAL) -> str:
        """Return the value as text."""
        return self.as_text(decimals, ("value",))["value"]


CELL_COLUMNS = tuple(
    field.name
    for field in attrs.fields(CellRow)
    if field.name != "by" and not field.name.startswith("_")
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CellTable(Table[CellRow]):
    """A table of cells: ``table[item, row, span, column]`` is one of them.

    In print the cells of a row stand beside each other.
    """

    def _laid_out(self, width: int | None) -> Grid:  # noqa: ARG002 - rows of cells need no width
        """Return the grid; with a *width* the texts of items take several lines."""
        return super()._grid()

    def _grid(self) -> Grid:
        return self._laid_out(None)

    def to_text(self, width: int | None = None) -> str:
        """Return the table as text, in which the text of an item takes several lines.

        Parameters
        ----------
        width : int, optional
            Columns of text; by default those of the terminal.

        Returns
        -------
        str
            The title, the rows and the notes.
        """
        width = line_width(width)
        notes = [line for note in self._footer() for line in wrap_text(note, width, "  ")]
        table = [*wrap_text(self.title, width), self._laid_out(width).to_text(width)]
        return "\n".join([*table, *([""] if notes else []), *notes])

    @property
    def _address(self) -> tuple[str, ...]:
        return (self.key, *self.by, "row", "span", "column")
