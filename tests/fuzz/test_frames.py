"""Frames with odd names, types and values in every role, on every engine.

A name is only a name: under an odd one the figures are those of a plain one, or the frame is
refused. Of odd types and values a table is made, or an error of the library.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENGINES: dict[str, Callable[[pa.Table], Any]] = {
    "pandas": lambda table: table.to_pandas(),
    "pandas Arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table: table,
    "duckdb": duckdb.from_arrow,
}
SCALE = lk.LikertScale(labels={1: "Never", 5: "Always"}, nonsubstantive={"N/A": 9})
ONE = lk.Instrument("one", [lk.Item("q1", SCALE)])
PLAIN: dict[str, list[object]] = {
    "q1": [1, 2, 3, 4, 5, 9, 2, 2, 4, 1, 5, 3],
    "respondent": [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6],
    "condition": ["a"] * 6 + ["b"] * 6,
    "stratum": ["s", "s", "s", "t", "t", "t"] * 2,
    "cluster": ["j", "j", "k", "l", "l", "m"] * 2,
    "weight": [1.0, 2.0, 1.0, 1.0, 2.0, 1.0] * 2,
    "group": ["x", "y", "x", "y", "x", "y"] * 2,
}
ROLES = ("respondent", "condition", "stratum", "cluster", "weight")
NAMES = [
    *("*", "^.*$", "^q.*$", "q.1", "a b", " ", "", "'", '"', "`", "``", "\\", "/", ";", "--"),
    *("SELECT", "select", "COUNT(*)", "order", "index", "level_0", "len", "literal", "count"),
    *("n", "item", "mean", "by", "note", "value", "weight", "w", "condition", "stratum", "group_"),
    *("%s", "{}", "{0}", "\n", "\t", "é", "e\u0301", "👩‍👩‍👧", "\u202e", "Q1", "q1__1", "n_rows"),
    *(
        "x" * 300,
        "0",
        "1.5",
        "None",
        "nan",
        "__class__",
        "a:b",
        "[x]",
        "(x)",
        "<x>",
        "a,b",
        "other",
    ),
]
MOMENT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
VALUES: dict[str, tuple[list[object], pa.DataType | None]] = {
    "whole numbers": ([1, 2, 3], pa.int64()),
    "unsigned numbers": ([1, 2**64 - 1, 3], pa.uint64()),
    "floats": ([0.5, float("nan"), -0.0], pa.float64()),
    "infinite": ([float("inf"), float("-inf"), 1.0], pa.float64()),
    "half floats": ([np.float16(1.5), np.float16(2), None], pa.float16()),
    "truth": ([True, False, None], pa.bool_()),
    "text": (["a", "A", "a "], pa.string()),
    "large text": (["a", "b", "c" * 10_000], pa.large_string()),
    "blank text": (["", " ", "\u00a0"], pa.string()),
    "odd text": (["*", "^.*$", "\x00"], pa.string()),
    "escapes": (["\x1b[31m", "a\nb", "<b>|</b>"], pa.string()),
    "bytes": ([b"a", b"\xff", None], pa.binary()),
    "decimals": ([Decimal("1.10"), Decimal("2.00"), None], pa.decimal128(5, 2)),
    "dates": ([MOMENT.date(), dt.date(1, 1, 1), None], pa.date32()),
    "moments": ([MOMENT.replace(tzinfo=None), None, None], pa.timestamp("us")),
    "moments in a zone": ([MOMENT, MOMENT, None], pa.timestamp("us", tz="Europe/Athens")),
    "durations": ([dt.timedelta(1), dt.timedelta(0), None], pa.duration("us")),
    "times": ([dt.time(1), dt.time(2), None], pa.time64("us")),
    "lists": ([[1], [2, 3], None], pa.list_(pa.int64())),
    "structures": ([{"a": 1}, {"a": 2}, None], pa.struct([("a", pa.int64())])),
    "maps": ([[("a", 1)], [], None], pa.map_(pa.string(), pa.int64())),
    "nothing": ([None, None, None], pa.null()),
    "blank numbers": ([None, None, None], pa.float64()),
    "dictionary": (["a", "b", None], pa.dictionary(pa.int32(), pa.string())),
    "one value": ([7, 7, 7], pa.int8()),
}


def bound(frame: Any, columns: Mapping[str, str]) -> lk.Responses:
    """Bind a frame whose columns have the given names."""
    declared = {role: columns[role] for role in ROLES if role in columns}
    return lk.Responses(frame, ONE, columns={"q1": columns["q1"]}, **declared)


def figures(data: lk.Responses, by: str) -> list[tuple[object, ...]]:
    """Return what the answers say, without a name of a column."""
    rows = [tuple(row.columns().values()) for row in lk.means(data, by=by)]
    return [tuple(round(x, 9) if isinstance(x, float) else x for x in row) for row in rows]


@pytest.fixture(scope="module")
def expected() -> list[tuple[object, ...]]:
    """Return the figures under plain names, in pandas."""
    names = {name: name for name in PLAIN}
    return figures(bound(pd.DataFrame(PLAIN), names), "group")


@pytest.mark.parametrize("role", list(PLAIN))
@pytest.mark.parametrize("engine", list(ENGINES))
def test_a_name_is_only_a_name(engine: str, role: str, expected: Any) -> None:
    """Whatever the column of a role is called."""
    wrong = []
    for name in NAMES:
        columns = {one: name if one == role else f"{one}_" for one in PLAIN}
        if name in [columns[one] for one in PLAIN if one != role]:
            continue
        table = pa.table({columns[one]: values for one, values in PLAIN.items()})
        try:
            found = figures(bound(ENGINES[engine](table), columns), columns["group"])
        except lk.LikertkitError:
            continue
        except Exception as error:  # noqa: BLE001 - any other exception is the finding
            wrong.append(f"{name!r}: {type(error).__name__}: {str(error)[:120]}")
            continue
        if repr(found) != repr(expected):
            wrong.append(f"{name!r}: other figures")
    assert not wrong, "\n".join(wrong)


@pytest.mark.filterwarnings("ignore::likertkit.errors.LikertkitWarning")
@pytest.mark.parametrize("role", list(PLAIN))
@pytest.mark.parametrize("engine", list(ENGINES))
def test_odd_values_are_counted_or_refused(engine: str, role: str) -> None:
    """In the items as in every column beside them."""
    wrong = []
    columns = {name: name for name in PLAIN}
    for kind, (values, dtype) in VALUES.items():
        plain = {name: pa.array(cells) for name, cells in PLAIN.items() if name != role}
        try:
            frame = ENGINES[engine](pa.table({**plain, role: pa.array(values * 4, type=dtype)}))
        except Exception:  # noqa: BLE001, S112 - the engine itself has no such type
            continue
        try:
            data = bound(frame, columns)
            for result in (lk.describe(data, by="group"), lk.compare_groups(data, "group")):
                repr(result)
                result.to_frame()
            if role in {"respondent", "condition"}:
                data.pairs("a", "b")
        except lk.LikertkitError as error:
            str(error)
        except Exception as error:  # noqa: BLE001 - any other exception is the finding
            wrong.append(f"{kind}: {type(error).__name__}: {str(error)[:150]}")
    assert not wrong, "\n".join(wrong)
