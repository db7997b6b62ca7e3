"""One pandas frame in every engine that likertkit reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from tests.spark import spark

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def _table(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def _relation(frame: pd.DataFrame, connection: Any) -> Any:
    # Through Arrow, where a blank is a null in columns of numbers too.
    connection.register("answers", _table(frame))
    return connection.sql("SELECT * FROM answers")


def _dask(frame: pd.DataFrame) -> Any:
    import dask.dataframe

    # Of Python objects Dask makes text, True and all.
    kept = frame.convert_dtypes(dtype_backend="pyarrow") if _objects(frame) else frame
    return dask.dataframe.from_pandas(kept, npartitions=2)


def _objects(frame: pd.DataFrame) -> bool:
    return any(dtype.kind == "O" for dtype in frame.dtypes)


EAGER: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "pandas nullable": lambda frame: frame.convert_dtypes(),
    "pandas Arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas,
    "pyarrow": _table,
}
LAZY: dict[str, Callable[[pd.DataFrame], Any]] = {
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame: _relation(frame, duckdb),
    "duckdb connection": lambda frame: _relation(frame, duckdb.connect()),
    "dask": _dask,
    "pyspark": lambda frame: spark().createDataFrame(_table(frame)),
}


@pytest.fixture(params=(EAGER | LAZY).values(), ids=(EAGER | LAZY).keys())
def engine(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    """Return a function that hands a pandas frame over to an engine; every engine in turn."""
    return request.param


@pytest.fixture(params=EAGER.values(), ids=EAGER.keys())
def eager_engine(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    """Return the same for the engines that hold frames in memory."""
    return request.param
