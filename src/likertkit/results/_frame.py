"""Columns of figures as data frames of several libraries have them, and as plain values."""

from __future__ import annotations

import math
import re
from datetime import date, time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from likertkit._checks import as_path, check_choice, write_bytes
from likertkit.errors import MissingExtraError

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]
    from matplotlib.axes import Axes

FrameBackend = Literal["pandas", "polars", "pyarrow", "modin", "cudf"]
"""The libraries of data frames in memory that narwhals knows."""

# What an integer of 64 bits does not reach.
_HALF = 1 << 63


# What a spreadsheet program runs, the wide signs of East Asia too; not a dash alone, and no number.
_FORMULA = re.compile(
    r"[=@\uFF1D\uFF20\t\n]|[-+\uFF0B\uFF0D](?!\s*$|\d*[.,]?\d+%?$|\d+\.?\d*[eE][-+]?\d+$)",
    re.ASCII,
)


def _inert_text(value: object) -> object:
    """Return a text with an apostrophe before it, if a spreadsheet program would run it.

    Line breaks are all line feeds, which are quoted: behind any other a row would begin.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) else text


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts and names are no formulas; the frame that came is not changed."""
    import pandas as pd

    made = frame.rename(columns=_inert_text)
    for place, name in enumerate(made.columns):
        if not pd.api.types.is_numeric_dtype(frame.dtypes.iloc[place]):
            made[name] = made[name].map(_inert_text)
    return made


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_HALF <= value < _HALF


def frame_column(values: list[Any]) -> object:
    """Return values as a column of a data frame, in which None makes no float of a whole number."""
    import pandas as pd

    given = [value for value in values if value is not None]
    whole = all(map(_is_whole, given))
    return pd.array(values, dtype="Int64") if given and whole and given != values else values


def pandas_frame(columns: Mapping[str, list[object]]) -> pd.DataFrame:
    """Return columns as a pandas data frame."""
    import pandas as pd

    return pd.DataFrame({name: frame_column(values) for name, values in columns.items()})


def native_frame(columns: Mapping[str, list[object]], backend: FrameBackend) -> Any:
    """Return columns as a data frame of a library.

    Raises
    ------
    OptionError
        If narwhals knows no such library of frames in memory.
    MissingExtraError
        If the library is not installed.
    """
    check_choice(backend, "backend", FrameBackend)
    if backend == "pandas":
        return pandas_frame(columns)
    import narwhals as nw

    try:
        return nw.from_dict(
            {name: _of_one_kind(values) for name, values in columns.items()}, backend=backend
        ).to_native()
    except ImportError as error:
        # No extra installs it: a user who asks for such a frame has the library.
        raise MissingExtraError(f"to_frame(backend={backend!r})", backend, "") from error


def _of_one_kind(values: Sequence[object]) -> list[Any]:
    """Return values of one kind, as a typed column needs them; text where kinds are mixed."""
    values = [_item(value) for value in values]
    given = [value for value in values if value is not None]
    kinds = {type(value) for value in given}
    if kinds <= {int, float} and all(_is_whole(value) for value in given if type(value) is int):
        whole = kinds <= {int}
        return [float(v) if isinstance(v, int) and not whole else v for v in values]
    if kinds == {tuple}:
        return [list(value) if isinstance(value, tuple) else None for value in values]
    if len(kinds) == 1 and issubclass(kinds.pop(), str | bool | date | time):
        return values
    return [None if value is None else str(value) for value in values]


def _item(value: object) -> object:
    """Return a NumPy scalar as Python's own."""
    as_python = getattr(value, "item", None)
    return as_python() if as_python is not None and getattr(value, "shape", None) == () else value


def plain_value(value: object) -> Any:
    """Return a value of plain Python, which JSON has too.

    Undefined is None, infinite is the text ``"inf"`` or ``"-inf"``; a tuple is a list, a date its
    ISO text, and any other object its ``str``.
    """
    value = _item(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, dict):
        return {str(name): plain_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)


class TableParts(NamedTuple):
    """What a table of results gives to other programs.

    Attributes
    ----------
    title : str
        What the table shows.
    names, by : tuple of str
        All columns, and those that split the data.
    columns : tuple of dict
        The figures of each row.
    options : tuple of (str, object)
        The options that made the table.
    notes : tuple of str
        What must be known to read the table.
    """

    title: str
    names: tuple[str, ...]
    by: tuple[str, ...]
    columns: tuple[dict[str, object], ...]
    options: tuple[tuple[str, object], ...]
    notes: tuple[str, ...]


class Exports:
    """The ways from a table of results to other programs."""

    __slots__ = ()

    if TYPE_CHECKING:

        def _exported(self) -> TableParts: ...

    @overload
    def to_frame(self, *, backend: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def to_frame(self, *, backend: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def to_frame(self, *, backend: Literal["pyarrow"]) -> pa.Table: ...
    @overload
    def to_frame(self, *, backend: Literal["modin", "cudf"]) -> object: ...
    def to_frame(self, *, backend: FrameBackend = "pandas") -> object:
        """Return the rows as a data frame.

        Parameters
        ----------
        backend : {'pandas', 'polars', 'pyarrow', 'modin', 'cudf'}, optional
            The library whose data frame is returned, where it is installed.

        Returns
        -------
        DataFrame
            Tidy and unrounded: the rows of the table, with the columns of ``names``.  Undefined
            figures are NaN.  Other libraries than pandas hold one kind of value in a column: values
            of several kinds become text there.

        Raises
        ------
        OptionError
            If the library is not one of these.
        MissingExtraError
            If it is not installed.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> table = lk.means(lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial))
        >>> table.to_frame(backend="polars")["mean"].to_list()
        [4.25]
        """
        parts = self._exported()
        columns = {name: [row[name] for row in parts.columns] for name in parts.names}
        return native_frame(columns, backend)

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain Python values, which ``json.dumps`` takes as they are.

        Returns
        -------
        dict
            ``title``: text.  ``columns``: the names of all columns, in order.  ``rows``: a dict for
            each row, from column to unrounded value.  ``by``: the columns that split the data.
            ``options``: from option to value.  ``notes``: a text each.  An undefined figure is
            None, an infinite one the text ``"inf"`` or ``"-inf"``, a tuple a list and a date its
            ISO text.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> plain = lk.means(lk.Tally.from_counts({"q1": {4: 1}}, trial)).to_dict()
        >>> list(plain)
        ['title', 'columns', 'rows', 'by', 'options', 'notes']
        >>> plain["rows"][0]["mean"], plain["rows"][0]["se"]
        (4.0, None)
        """
        parts = self._exported()
        return {
            "title": parts.title,
            "columns": list(parts.names),
            "rows": [
                {name: plain_value(row[name]) for name in parts.names} for row in parts.columns
            ],
            "by": list(parts.by),
            "options": {name: plain_value(value) for name, value in parts.options},
            "notes": list(parts.notes),
        }

    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: str | os.PathLike[str]) -> None: ...
    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """Return the data frame as comma-separated text, or write it into a file.

        Parameters
        ----------
        path : path-like, optional
            The file, in UTF-8; an existing file is replaced.  By default the text is returned.

        Returns
        -------
        str or None
            A line of column names, then a line a row, unrounded; an undefined figure is empty.
            A text that a spreadsheet program would run as a formula has an apostrophe before it.

        Raises
        ------
        FileAccessError
            If the file cannot be written.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> table = lk.frequencies(lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial))
        >>> table.to_csv().splitlines()[0]
        'item,code,label,count,weighted_count,proportion,se,low,high,base,n,n_missing,note'
        """
        text: str = _inert(self.to_frame()).to_csv(index=False, lineterminator="\n")
        if path is None:
            return text
        write_bytes(as_path(path), text.encode())
        return None

    def plot(self, **options: object) -> Axes:
        """Draw the table, with the picture of :mod:`likertkit.plot` for its kind of rows.

        Parameters
        ----------
        **options : object
            The options of that picture, such as ``ax=``.

        Returns
        -------
        matplotlib.axes.Axes
            The picture: :func:`~likertkit.plot.means` of means, :func:`~likertkit.plot.forest` of
            comparisons, :func:`~likertkit.plot.bounds` of bounds,
            :func:`~likertkit.plot.distributions` of frequencies, and
            :func:`~likertkit.plot.reliability` of reliability.

        Raises
        ------
        ArgumentTypeError
            If there is no picture of such a table; the error lists the tables that have a picture.
        MissingExtraError
            If matplotlib is not installed.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> table = lk.means(lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial))
        >>> table.plot().collections[-1].get_offsets()[:, 0].tolist()
        [4.25]
        """
        # Imports only go down, and pictures stand above results.  The room of pictures is found by
        # its name when a picture is asked for, as an entry point would be; unlike an entry point,
        # it is also found where the package was not installed.
        pictures = import_module("likertkit.plot._dispatch")
        drawn: Axes = pictures.draw(self, options)
        return drawn
