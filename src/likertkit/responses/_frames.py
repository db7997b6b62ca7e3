"""The one door for data frames of any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import narwhals as nw
    import pandas as pd


def open_frame(frame: object) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Return a frame of any engine behind one interface, a shallow copy where it is in memory.

    Raises
    ------
    FrameError
        If it is no data frame, or its column names are not distinct texts.
    """
    import narwhals as nw
    from narwhals.exceptions import DuplicateError

    if nw.dependencies.is_pandas_dataframe(frame):
        pandas_frame: pd.DataFrame = frame  # pyright: ignore[reportAssignmentType]
        _check_names(pandas_frame.columns)
        # Before pandas 3 a shallow copy shows what is written to the original.
        frame = pandas_frame.copy(deep=_pandas_major() < 3)
    try:
        opened: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except DuplicateError as error:
        raise _names_error("several columns of one name") from error
    except TypeError as error:
        raise FrameError(
            f"data of type {type(frame).__module__}.{type(frame).__qualname__} are not a data "
            "frame; expected one of pandas, polars, pyarrow, Dask or PySpark, or a DuckDB "
            "relation.",
            "put the answers into a data frame, a column an item.",
        ) from error
    if opened.implementation.is_duckdb():
        _check_names(opened.columns)
    return opened


def _pandas_major() -> int:
    import pandas as pd

    return int(pd.__version__.partition(".")[0])


def _check_names(names: Iterable[object]) -> None:
    names = list(names)
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise _names_error(f"column names that are not text: {odd[:5]}")
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated:
        raise _names_error(f"several columns of one name: {repeated[:5]}")


def _names_error(what: str) -> FrameError:
    return FrameError(
        f"the data frame has {what}; expected distinct texts.",
        "rename the columns, as in `frame.columns = [...]`.",
    )
