"""The one door for data frames of any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit.errors import FrameError

if TYPE_CHECKING:
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

    if nw.dependencies.is_pandas_dataframe(frame):
        pandas_frame: pd.DataFrame = frame  # pyright: ignore[reportAssignmentType]
        names: pd.Index[Any] = pandas_frame.columns
        odd = [name for name in names if not isinstance(name, str)]
        repeated = list(dict.fromkeys(names[names.duplicated()]))
        if odd or repeated:
            what = f"column names that are not text: {odd[:5]}"
            if repeated:
                what = f"several columns of one name: {repeated[:5]}"
            raise FrameError(
                f"the data frame has {what}; expected distinct texts.",
                "rename the columns, as in `frame.columns = [...]`.",
            )
        frame = pandas_frame.copy(deep=False)
    try:
        return nw.from_native(frame)
    except TypeError as error:
        raise FrameError(
            f"data of type {type(frame).__module__}.{type(frame).__qualname__} are not a data "
            "frame; expected one of pandas, polars, pyarrow, or a DuckDB relation.",
            "put the answers into a data frame, a column an item.",
        ) from error
