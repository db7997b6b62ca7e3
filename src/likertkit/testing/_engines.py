"""Columns as a data frame of any engine, each in the type of its kind."""

from __future__ import annotations

import math
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.testing._columns import AnswerColumn, KeyColumn
    from likertkit.testing._options import Engine

_POLARS = {
    "int8": "Int8",
    "Int8": "Int8",
    "int64": "Int64",
    "Int64": "Int64",
    "float32": "Float32",
    "float64": "Float64",
    "category": "Categorical",
}
_ARROW = {
    "int8": "int8",
    "Int8": "int8",
    "int64": "int64",
    "Int64": "int64",
    "float32": "float32",
    "float64": "float64",
}
_DIGITS = (38, 2)
_EMPTY = ("object", "float64")


def frame_of(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn], engine: Engine) -> Any:
    """Return the columns, answers first, as a new data frame of an engine."""
    if engine == "pandas":
        return _pandas(answers, keys)
    if engine in {"polars", "polars-lazy"}:
        frame = _polars(answers, keys)
        return frame.lazy() if engine == "polars-lazy" else frame
    if engine == "dask":
        return _dask(answers, keys)
    if engine == "pyspark":
        return _pyspark(answers, keys)
    table = _arrow(answers, keys)
    if engine == "pyarrow":
        return table
    import duckdb

    return duckdb.from_arrow(table)


def _pandas(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn]) -> Any:
    import pandas as pd

    columns = {column.name: _pandas_answers(column) for column in answers}
    for key in keys:
        series = pd.Series(
            list(key.cells), dtype=None if key.cells else _EMPTY[key.role == "weight"]
        )
        columns[key.name] = series.astype("category") if key.categorical else series
    return pd.DataFrame(columns)


def _pandas_answers(column: AnswerColumn) -> Any:
    import pandas as pd

    values = list(column.cells)
    match column.kind:
        case "int8" | "int64":
            return pd.Series(np.array(values, dtype=column.kind))
        case "float32" | "float64":
            floats = [math.nan if value is None else value for value in values]
            return pd.Series(np.array(floats, dtype=column.kind))
        case "Int8" | "Int64" | "string":
            return pd.Series(values, dtype=column.kind)
        case "text":
            return pd.Series(values, dtype=None if values else object)
        case "category":
            # Used categories last, so that their places are not those of the codes.
            used = [value for value in values if value is not None]
            categories = list(dict.fromkeys((*column.unused, *used)))
            return pd.Series(pd.Categorical(values, categories=categories))
        case _:
            return pd.Series(values, dtype=object)


def _plain(column: AnswerColumn) -> list[Any]:
    """Return the values as an engine with one type a column holds them."""
    values = list(column.cells)
    if column.kind in {"float32", "float64"}:
        # Such engines tell NaN from null; both are blank.
        return [(None if row % 2 else math.nan) if v is None else v for row, v in enumerate(values)]
    if column.kind == "object":
        return [
            None if meant is None and not isinstance(value, str) else str(value)
            for meant, value in zip(column.meant, values, strict=True)
        ]
    return values


def _polars(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn]) -> Any:
    import polars as pl

    columns: dict[str, Any] = {}
    for column in answers:
        dtype: Any = getattr(pl, _POLARS.get(column.kind, "String"))
        if column.kind == "decimal":
            dtype = pl.Decimal(*_DIGITS)
        columns[column.name] = pl.Series(_plain(column), dtype=dtype)
    for key in keys:
        number = pl.Float64 if key.role == "weight" and not key.cells else None
        columns[key.name] = pl.Series(list(key.cells), dtype=number)
    return pl.DataFrame(columns)


def _arrow(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn]) -> Any:
    pa: Any = import_module("pyarrow")  # without types of its own

    columns: dict[str, Any] = {}
    for column in answers:
        kind = pa.type_for_alias(_ARROW.get(column.kind, "string"))
        if column.kind == "decimal":
            kind = pa.decimal128(*_DIGITS)
        array = pa.array(_plain(column), type=kind)
        columns[column.name] = array.dictionary_encode() if column.kind == "category" else array
    for key in keys:
        # An engine cannot group by what has no type.
        known = any(value is not None for value in key.cells)
        empty = pa.float64() if key.role == "weight" else pa.string()
        columns[key.name] = pa.array(key.cells, type=None if known else empty)
    return pa.table(columns)


def _dask(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn]) -> Any:
    import pandas as pd

    frame = _pandas(answers, keys)
    table = _arrow(answers, keys)
    for name in frame.columns:
        if frame[name].dtype == object:
            # Of Python objects Dask makes text, True and all.
            frame[name] = table[name].to_pandas(types_mapper=pd.ArrowDtype)
    return import_module("dask.dataframe").from_pandas(frame, npartitions=2)


def _pyspark(answers: Sequence[AnswerColumn], keys: Sequence[KeyColumn]) -> Any:
    # Spark has no dictionaries.
    plain = [
        attrs.evolve(column, kind="text" if column.kind == "category" else column.kind)
        for column in answers
    ]
    return spark_session().createDataFrame(_arrow(plain, keys))


def spark_session() -> Any:
    """Return the active session of Spark, or a quiet one of its own with one thread."""
    sessions: Any = import_module("pyspark.sql").SparkSession

    active = sessions.getActiveSession()
    if active is not None:
        return active
    quiet = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.log.level": "ERROR",
        # Queries of a few rows: planning them costs more than running them.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    return sessions.builder.master("local[1]").config(map=quiet).getOrCreate()
