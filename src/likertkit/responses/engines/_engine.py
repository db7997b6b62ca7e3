"""Frames that an engine holds, and the only place where a query is run."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.errors import EngineError
from likertkit.responses._keys import LEAST_WEIGHT, MOST_WEIGHT
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    import narwhals as nw

# The packages whose errors come from an engine, by the name in front of an error's module.
_ENGINES = {
    "_duckdb": "DuckDB",
    "duckdb": "DuckDB",
    "polars": "polars",
    "pyarrow": "Arrow",
    "narwhals": "The engine",
    "dask": "Dask",
    "pyspark": "Spark",
    "py4j": "Spark",
}


@contextmanager
def engine_errors() -> Generator[None]:
    """Say in the library's own words what an engine could not do."""
    try:
        yield
    except Exception as error:
        engine = _ENGINES.get(type(error).__module__.partition(".")[0])
        if engine is None:
            raise
        first_line = str(error).strip().partition("\n")[0]
        hint = "collect the frame without likertkit to see whether its own query fails"
        if engine == "DuckDB":
            hint += "; each thread needs its own connection, for example from `connection.cursor()`"
        raise EngineError(
            f"{engine} could not count the frame: {type(error).__name__}: {first_line}", f"{hint}."
        ) from error


# Names that no engine takes for anything else.
_PLAIN = re.compile(r"\w[\w ]*")


def _numbered(names: Iterable[str]) -> dict[str, str]:
    """Return a name for each column that tells its place alone."""
    return {name: f"column_{k}" for k, name in enumerate(names)}


def _quoted(name: str) -> str:
    """Return a column's name as SQL writes it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


@attrs.frozen(eq=False)
class EngineTable:
    """A frame that an engine holds, its columns by the names that its user knows.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The frame, in which columns may have other names.
    types : mapping of str to narwhals DType
        The type of each column.
    names : mapping of str to str
        The name that each column has in the frame.
    """

    frame: nw.LazyFrame[Any]
    types: Mapping[str, Any]
    names: Mapping[str, str]

    @classmethod
    def open(cls, frame: nw.LazyFrame[Any]) -> EngineTable:
        """Return a frame with column names that its engine takes for nothing else."""
        import narwhals as nw

        types = dict(frame.collect_schema())
        names = {name: name for name in types}
        if frame.implementation.is_pyspark():
            # Spark reads a dot as a field of a column, and Q1 as q1.
            names = _numbered(types)
            frame = nw.from_native(frame.to_native().toDF(*names.values()))
        elif frame.implementation.is_duckdb() and not all(map(_PLAIN.fullmatch, types)):
            # DuckDB takes a star for all columns.
            names = _numbered(types)
            columns = ", ".join(f"{_quoted(name)} AS {new}" for name, new in names.items())
            frame = nw.from_native(frame.to_native().project(columns))
        elif frame.implementation.is_polars() and not all(map(_PLAIN.fullmatch, types)):
            # polars takes a star for all columns, and reads ^...$ as a pattern.
            import polars as pl

            names = _numbered(types)
            chosen = [pl.nth(k).alias(new) for k, new in enumerate(names.values())]
            frame = nw.from_native(frame.to_native().select(chosen))
        return cls(frame, types, names)

    def col(self, name: str) -> nw.Expr:
        """Return a column."""
        import narwhals as nw

        return nw.col(self.names[name])

    def usable(self, weight: str) -> nw.Expr:
        """Return whether a weight can be used: neither missing, negative nor out of range."""
        import narwhals as nw

        value = self.col(weight).cast(nw.Float64)
        fit = (value == 0) | ((value >= LEAST_WEIGHT) & (value <= MOST_WEIGHT))
        return fit.fill_null(value=False)


def run(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Run a query and return its rows; the only place where one is run."""
    if frame.implementation.is_polars():
        return list(frame.collect().iter_rows(named=True))
    if frame.implementation.is_pyspark():
        # Its way through pandas is slower and follows pandas with a delay.
        return [row.asDict() for row in frame.to_native().collect()]
    if frame.implementation.is_duckdb():
        # Plain values of every type, where pandas has no type for some and turns others round.
        return [dict(zip(frame.columns, row, strict=True)) for row in frame.to_native().fetchall()]
    with warnings.catch_warnings():
        # Dask adds indicators to pandas column by column, which pandas warns of; a user cannot
        # help it, and the sums are small.
        warnings.filterwarnings("ignore", "DataFrame is highly fragmented")
        return list(frame.collect(backend="pandas").iter_rows(named=True))


def rows_in_memory(table: EngineTable, columns: Sequence[str], most: int) -> nw.DataFrame[Any]:
    """Return the first rows of some columns, as many as there are up to *most*."""
    few = table.frame.select(*(table.names[name] for name in columns)).head(most)
    back = {table.names[name]: name for name in columns}
    return collect(few).rename(back)


def collect(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Run a query and return a frame of rows; the only other place where one is run."""
    return frame.collect(None if frame.implementation.is_polars() else "pyarrow")


def totals(
    frame: nw.LazyFrame[Any], keys: Sequence[str], sums: Sequence[nw.Expr]
) -> nw.LazyFrame[Any]:
    """Return a frame's sums in each group, of which blank keys make one too."""
    return frame.group_by(*keys).agg(*sums) if keys else frame.select(*sums)


def number(row: Mapping[str, Any], name: str) -> float:
    """Return a sum of a query's row, where an engine's empty sum is null, or not a float."""
    value = plain_key(row[name])
    return 0.0 if value is None else float(value)  # type: ignore[arg-type]
