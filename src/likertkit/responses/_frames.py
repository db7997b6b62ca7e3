"""The one door for data frames of any engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from likertkit.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import narwhals as nw
    import pandas as pd


def open_frame(
    frame: object, used: Iterable[str] = ()
) -> tuple[nw.DataFrame[Any] | nw.LazyFrame[Any], tuple[str, ...]]:
    """Return a frame of any engine behind one interface, a shallow copy where it is in memory.

    Names that several columns have may stand where none of these is *used*: a frame of pandas or
    pyarrow comes without the columns, and their names beside it.

    Raises
    ------
    FrameError
        If it is no data frame, or its column names are not texts, or are not distinct.
    """
    import narwhals as nw

    repeated: tuple[str, ...] = ()
    if nw.dependencies.is_pandas_dataframe(frame):
        pandas_frame: pd.DataFrame = frame  # pyright: ignore[reportAssignmentType]
        repeated = _repeated(pandas_frame.columns)
        check_not_repeated(repeated, used)
        if repeated:
            pandas_frame = pandas_frame.loc[:, ~pandas_frame.columns.duplicated(keep=False)]
        # Before pandas 3 a shallow copy shows what is written to the original.
        frame = pandas_frame.copy(deep=_pandas_major() < 3)
    elif nw.dependencies.is_pyarrow_table(frame):
        repeated = _repeated(frame.column_names)
        check_not_repeated(repeated, used)
        if repeated:
            names = frame.column_names
            frame = frame.select([k for k, name in enumerate(names) if name not in repeated])
    try:
        opened: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except TypeError as error:
        raise FrameError(
            f"data of type {type(frame).__module__}.{type(frame).__qualname__} are not a data "
            "frame; expected one of pandas, polars, pyarrow, Dask or PySpark, or a DuckDB "
            "relation.",
            "put the answers into a data frame, a column an item.",
        ) from error
    if opened.implementation.is_duckdb() or opened.implementation.is_dask():
        check_not_repeated(_repeated(opened.columns), opened.columns)
    return opened, repeated


def _pandas_major() -> int:
    import pandas as pd

    return int(pd.__version__.partition(".")[0])


def _repeated(names: Iterable[object]) -> tuple[str, ...]:
    """Return the names that several columns have; raise unless all names are texts."""
    names = list(names)
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise _names_error(f"column names that are not text: {odd[:5]}")
    return tuple(str(name) for name, often in Counter(names).items() if often > 1)


def check_not_repeated(repeated: Iterable[str], used: Iterable[str]) -> None:
    """Raise if a name that is used is that of several columns."""
    found = [name for name in repeated if name in set(used)]
    if found:
        raise _names_error(f"several columns of one name: {found[:5]}")


def _names_error(what: str) -> FrameError:
    return FrameError(
        f"the data frame has {what}; expected distinct texts.",
        "rename the columns, as in `frame.columns = [...]`.",
    )
