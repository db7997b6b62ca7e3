"""A table of results: rows that print, and that make a data frame."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

import attrs

from likertkit._checks import check_count, is_in
from likertkit._text import (
    Grid,
    format_figure,
    join_words,
    markdown_paragraph,
    spelled_alike,
    terminal_width,
    wrap_text,
)
from likertkit.errors import AmbiguousRowError, ArgumentError, UnknownItemError
from likertkit.results._frame import Exports, TableParts
from likertkit.results._record import (
    USUAL,
    Decimals,
    Record,
    Subject,
    are_figures,
    check_decimals,
    comparable,
    group_names,
    place_rows,
)
from likertkit.results._sentence import Origin, Telling
from likertkit.results.documents._printing import Printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RowT_co = TypeVar("RowT_co", bound=Record, covariant=True)


def line_width(width: object) -> int:
    """Return the requested width of a line; by default that of the terminal."""
    return terminal_width() if width is None else check_count(width, "width", least=1)


def check_distinct_columns(names: Sequence[str]) -> None:
    """Raise if two columns of a table would have one name."""
    repeated = [name for name in dict.fromkeys(names) if list(names).count(name) > 1]
    if repeated:
        raise ArgumentError(
            f"the data have a column {repeated[0]!r}, and the table has a figure of that name.",
            "rename the column of the data that the table is split by.",
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table(Exports, Telling, Printing, Record, Generic[RowT_co]):
    """Rows of results, with the options that made them and the notes that explain them.

    Attributes
    ----------
    title : str
        What the table shows, its view of the scores included.
    names : tuple of str
        The columns of :meth:`to_frame`, in order.
    by : tuple of str
        The columns that split the data into groups; they stand first.
    shown : tuple of str
        The columns that are printed; the data frame has them all.
    rows : tuple of Record
        The rows.
    options : tuple of (str, object)
        The options that made the table, as they were used.
    notes : tuple of str
        What a reader of the table must know, a sentence each: rules, assumptions, what was left
        out.
    key : str
        The column that ``table[...]`` looks up.
    heads : tuple of (str, str)
        How columns are headed in print, where that is not by their name: the column, the head.
    decimals : Decimals
        How many decimals percentages and p-values print with: see :meth:`with_decimals`.
    subject : Subject or None
        The instrument and the condition that the table is about, for pictures of it.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("q1", scale)])
    >>> tally = lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial)
    >>> lk.means(tally)["q1"].mean
    4.25

    Where a table is split by groups, name the item, then the group.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"q1": [4, 4, 5, 2], "sex": ["f", "f", "f", "m"]})
    >>> lk.means(lk.Responses(frame, trial), by="sex")["q1", "m"].mean
    2.0
    """

    formats: ClassVar[dict[str, str]] = {}

    title: str
    names: tuple[str, ...]
    rows: tuple[RowT_co, ...]
    by: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    options: tuple[tuple[str, object], ...] = ()
    notes: tuple[str, ...] = ()
    key: str = "item"
    decimals: Decimals = USUAL
    heads: tuple[tuple[str, str], ...] = ()
    # Two tables with the same figures are equal, whoever made them.
    subject: Subject | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        self._name_groups_apart()
        check_distinct_columns(self.names)
        place_rows(self.rows, self._as_origin)

    def _name_groups_apart(self) -> None:
        """Give a column of the data another name where a figure of the table has the same name."""
        n_keys = len(self.by)
        figures = self.names[n_keys:]
        fields = attrs.fields(type(self.rows[0])) if self.rows else ()
        if not {*self.by} & {*figures, *(field.name for field in fields)}:
            return
        row_by: Sequence[tuple[str, object]] = getattr(self.rows[0], "by", ()) if self.rows else ()
        if len(row_by) == n_keys:
            # A row has figures that are not in the table.
            printed = tuple(self.rows[0].columns())[:n_keys] if self.rows else ()
            given = tuple(name for name, _ in row_by)
        else:
            printed, given = group_names(self.by, figures), self.by
        if printed == self.by or self.names[:n_keys] != self.by:
            return
        renamed = tuple(
            f"The column {name!r} of the data is called {new!r} here: the table has a figure "
            f"{name!r} itself."
            for name, new in zip(given, printed, strict=True)
            if name != new
        )
        values = {
            "names": (*printed, *figures),
            "by": printed,
            "notes": (*self.notes, *renamed),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def _address(self) -> tuple[str, ...]:
        """The columns that name a row, in the order of the parts of a look-up."""
        return (self.key, *self.by)

    @cached_property
    def _columns(self) -> tuple[dict[str, object], ...]:
        """The figures of each row, made once for any number of look-ups."""
        return tuple(row.columns() for row in self.rows)

    @cached_property
    def _as_origin(self) -> Origin:
        """What rows know of the table."""
        return Origin(title=self.title, options=dict(self.options), notes=self.notes, by=self.by)

    def _told(self) -> tuple[Sequence[Record], Origin]:
        return self.rows, self._as_origin

    def _exported(self) -> TableParts:
        return TableParts(self.title, self.names, self.by, self._columns, self.options, self.notes)

    @cached_property
    def _by_key(self) -> dict[object, list[int]]:
        """The places of the rows of each key, in order."""
        places: dict[object, list[int]] = {}
        for place, columns in enumerate(self._columns):
            places.setdefault(columns[self.key], []).append(place)
        return places

    @cached_property
    def _by_group(self) -> dict[tuple[object, ...], list[int]]:
        """The places of the rows of each key with the first values of ``by``, however many."""
        places: dict[tuple[object, ...], list[int]] = {}
        for place, columns in enumerate(self._columns):
            parts = tuple(comparable(columns[name]) for name in self._address)
            for n_parts in range(2, len(parts) + 1):
                places.setdefault(parts[:n_parts], []).append(place)
        return places

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[RowT_co]:
        """Iterate over the rows."""
        place_rows(self.rows, self._as_origin)
        return iter(self.rows)

    def __getitem__(self, key: object) -> RowT_co:
        """Return the only row of an item (or of another value of the column ``key``).

        A tuple holds the item, then the values of ``by``, in order: ``table["q1", "f"]``.

        Raises
        ------
        UnknownItemError
            If no row has the key.
        AmbiguousRowError
            If several rows have it: add the group, or narrow the table with :meth:`filter`.
        """
        places = self._places(key)
        if len(places) > 1:
            first = self._columns[places[0]]
            example = tuple(first[name] for name in self._address)
            full = len(self._by_group.get(tuple(map(comparable, example)), ())) == 1
            apart = self._apart(places)
            raise AmbiguousRowError(key, len(places), apart, example if full else ())
        row = self.rows[places[0]]
        # A pickled row comes back alone, and a row may be in several tables.
        place_rows((row,), self._as_origin)
        return row

    def _places(self, key: object) -> list[int]:
        """Return the places of the rows that have a key, at least one."""
        if is_in(key, self._by_key) or not isinstance(key, tuple) or not key:
            return self._known(key)
        places = self._known(key[0])
        for n_parts in range(2, len(key) + 1):
            parts = tuple(map(comparable, key[:n_parts]))
            if n_parts > len(self._address):
                rows = [tuple(self._columns[i][name] for name in self._address) for i in places]
                raise UnknownItemError(key, tuple(dict.fromkeys(rows)), "row")
            if not is_in(parts, self._by_group):
                name = self._address[n_parts - 1]
                values = dict.fromkeys(self._columns[i][name] for i in places)
                raise UnknownItemError(key[n_parts - 1], tuple(values), name)
            places = self._by_group[parts]
        return places

    def _known(self, key: object) -> list[int]:
        """Return the places of the rows whose column ``key`` has a value, at least one."""
        if not is_in(key, self._by_key):
            raise UnknownItemError(key, tuple(self._by_key), self.key)
        return self._by_key[key]

    def _apart(self, places: list[int]) -> tuple[str, ...]:
        """Return the columns that tell rows of one key apart: the groups', else the first."""
        columns = [self._columns[place] for place in places]
        apart = [name for name in self.names if len({comparable(c[name]) for c in columns}) > 1]
        return tuple(name for name in apart if name in self._address) or tuple(apart[:1])

    def filter(self, /, **conditions: object) -> Self:
        """Return the table of the rows whose columns have the given values.

        Parameters
        ----------
        **conditions : object
            A value for each column to look at.

        Returns
        -------
        Table
            The rows that have them all.

        Raises
        ------
        UnknownItemError
            If the table has no such column, or no such group or item.
        """
        for name, value in conditions.items():
            if name not in self.names:
                raise UnknownItemError(name, self.names, "column")
            # That no row has a figure is an answer; a name that no row has is a mistake.
            if name in self._address:
                known = tuple(dict.fromkeys(columns[name] for columns in self._columns))
                if known and not is_in(value, known):
                    raise UnknownItemError(value, known, name)
        wanted = {name: comparable(value) for name, value in conditions.items()}
        kept = tuple(
            row
            for row, columns in zip(self.rows, self._columns, strict=True)
            if all(comparable(columns[name]) == value for name, value in wanted.items())
        )
        return attrs.evolve(self, rows=kept)

    def with_decimals(self, *, percentages: int | None = None, pvalues: int | None = None) -> Self:
        """Return the table, to be printed with other decimals.

        By default a percentage of fewer than 100 answers prints without a decimal, any other with
        one, and a p-value with three.  The figures themselves do not change.

        Parameters
        ----------
        percentages, pvalues : int, optional
            How many decimals these print with; None for the default.

        Returns
        -------
        Table
            The same table.

        Raises
        ------
        ArgumentError, ArgumentTypeError
            If a number of decimals is not a whole number from 0 (of p-values from 1) to 15.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale((1, 2)))])
        >>> table = lk.frequencies(lk.Tally.from_counts({"q1": {1: 1, 2: 2}}, trial))
        >>> table.with_decimals(percentages=2).filter(code=2)
        Frequencies of trial
        item  code  label  count  proportion      low     high  base
        ────  ────  ─────  ─────  ──────────  ───────  ───────  ────
        q1       2      2      2     66.67 %  20.77 %  93.85 %     3
        <BLANKLINE>
        Proportions are of the valid answers.
        Intervals: Wilson, 95 %, each by itself.
        """
        return attrs.evolve(
            self,
            decimals=Decimals(
                check_decimals(percentages, "percentages", least=0),
                check_decimals(pvalues, "pvalues", least=1),
            ),
        )

    def _cells(self, row: Record) -> dict[str, str]:
        """Return a row's figures as text, with the decimals that were asked for."""
        cells = row.cells()
        if self.decimals == USUAL:
            return cells
        return cells | row.as_text(self.decimals, (name for name in row.formats if name in cells))

    def _grid(self) -> Grid:
        shown = (*self.by, *(name for name in self.shown or self.names if name not in self.by))
        rows = [self._cells(row) for row in self.rows]
        columns = self._columns
        keys = [name for name in (*self.by, "first", "second") if name in shown]
        alike = spelled_alike(row[name] for row in columns for name in keys)
        for texts in alike:
            # Quotes show the space behind a name.
            for printed, row in zip(rows, columns, strict=True):
                printed |= {name: repr(row[name]) for name in keys if row[name] in texts}
        cells = tuple(tuple(row[name] for name in shown) for row in rows)
        figures = tuple(are_figures([row[name] for row in columns]) for name in shown)
        n_keys = len(self.by) + (self.key in shown[len(self.by) : len(self.by) + 1])
        values = tuple(tuple(row[name] for name in shown) for row in columns)
        heads = dict(self.heads)
        header = tuple(heads.get(name, name) for name in shown)
        return Grid(header, cells, right=figures, n_keys=max(n_keys, 1), values=values)

    def _footer(self) -> tuple[str, ...]:
        """Return the notes of the table, then those of its rows, the same note only once."""
        places: dict[object, list[str]] = {}
        for columns in self._columns:
            if columns.get("note"):
                name = " / ".join(format_figure(columns[part]) for part in (*self.by, self.key))
                names = places.setdefault(columns["note"], [])
                names.extend([name] if name not in names else [])
        return (*self.notes, *(f"{join_words(names)}: {note}" for note, names in places.items()))

    def to_text(self, width: int | None = None) -> str:
        """Return the table as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, the rows and the notes.
        """
        width = line_width(width)
        notes = [line for note in self._footer() for line in wrap_text(note, width, "  ")]
        table = [*wrap_text(self.title, width), self._grid().to_text(width)]
        return "\n".join([*table, *([""] if notes else []), *notes])

    def __repr__(self) -> str:
        """Return the table as text."""
        return self.to_text()

    def to_markdown(self) -> str:
        """Return the table as Markdown to paste.

        Returns
        -------
        str
            The title, the rounded rows and the notes; what Markdown would read as markup is
            escaped.
        """
        notes = "".join(f"\n\n{markdown_paragraph(note)}" for note in self._footer())
        return f"{markdown_paragraph(self.title)}\n\n{self._grid().to_markdown()}{notes}"
