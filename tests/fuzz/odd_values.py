"""Some hundred values that no argument expects, made anew for each use."""

from __future__ import annotations

import datetime as dt
import math
import types
from collections import OrderedDict, deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable


class Unhashable:
    """A value that equals nothing and has no hash."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        """Equal nothing."""
        return False


class Elementwise:
    """A value whose comparison has no truth, as that of an array has none."""

    def __eq__(self, other: object) -> np.ndarray:  # type: ignore[override]
        """Compare with nothing in particular, twice."""
        return np.array([True, False])

    __hash__ = object.__hash__


def _recursive_list() -> list[object]:
    holds_itself: list[object] = []
    holds_itself.append(holds_itself)
    return holds_itself


def _deep(depth: int = 300) -> object:
    nested: object = 1
    for _ in range(depth):
        nested = [nested]
    return nested


ODD: dict[str, Callable[[], object]] = {
    # truth and numbers
    "None": lambda: None,
    "True": lambda: True,
    "False": lambda: False,
    "0": lambda: 0,
    "1": lambda: 1,
    "2": lambda: 2,
    "-1": lambda: -1,
    "7": lambda: 7,
    "10**6": lambda: 10**6,
    "2**31": lambda: 2**31,
    "2**63": lambda: 2**63,
    "-2**63": lambda: -(2**63),
    "10**400": lambda: 10**400,
    "0.0": lambda: 0.0,
    "-0.0": lambda: -0.0,
    "0.5": lambda: 0.5,
    "0.95": lambda: 0.95,
    "1.5": lambda: 1.5,
    "1e-17": lambda: 1e-17,
    "1-1e-16": lambda: 0.9999999999999999,
    "5e-324": lambda: 5e-324,
    "1e-300": lambda: 1e-300,
    "1e300": lambda: 1e300,
    "-1e300": lambda: -1e300,
    "nan": lambda: math.nan,
    "inf": lambda: math.inf,
    "-inf": lambda: -math.inf,
    "1j": lambda: 1j,
    "Decimal 0.5": lambda: Decimal("0.5"),
    "Decimal NaN": lambda: Decimal("NaN"),
    "Decimal sNaN": lambda: Decimal("sNaN"),
    "Decimal Infinity": lambda: Decimal("Infinity"),
    "Fraction": lambda: Fraction(1, 3),
    "np.int8": lambda: np.int8(1),
    "np.uint64": lambda: np.uint64(2**64 - 1),
    "np.float32": lambda: np.float32(0.5),
    "np.float64 nan": lambda: np.float64("nan"),
    "np.bool": lambda: np.bool_(True),  # noqa: FBT003 - a value, not a flag
    "np.str": lambda: np.str_("q1"),
    "np.datetime64": lambda: np.datetime64("2026-01-01"),
    "np.datetime64 NaT": lambda: np.datetime64("NaT"),
    # text
    "empty text": lambda: "",
    "space": lambda: " ",
    "no-break space": lambda: "\u00a0",
    "q1": lambda: "q1",
    "q9": lambda: "q9",
    "half a word": lambda: "two-sid",
    "star": lambda: "*",
    "pattern": lambda: "^.*$",
    "quote": lambda: "'",
    "percent": lambda: "%s {0} {item}",
    "newline": lambda: "a\nb",
    "null character": lambda: "\x00",
    "escape": lambda: "\x1b[31m",
    "surrogate": lambda: "\ud800",
    "emoji": lambda: "👩‍👩‍👧",
    "right to left": lambda: "\u202eabc",
    "superscript": lambda: "1²",
    "number as text": lambda: "3",
    "mean as text": lambda: "1.78",
    "5,000 digits": lambda: "9" * 5_000,
    "long text": lambda: "x" * 100_000,
    "bytes": lambda: b"q1",
    "bytearray": lambda: bytearray(b"q1"),
    "path": lambda: Path("nowhere"),
    # containers
    "()": tuple,
    "[]": list,
    "{}": dict,
    "set()": set,
    "frozenset": lambda: frozenset({"q1"}),
    "(1, 1)": lambda: (1, 1),
    "(0, 0)": lambda: (0, 0),
    "(99, 1)": lambda: (99, 1),
    "(None, None)": lambda: (None, None),
    "(nan, nan)": lambda: (math.nan, math.nan),
    "(1e300, -1e300)": lambda: (1e300, -1e300),
    "('q1', 'q1')": lambda: ("q1", "q1"),
    "['q1']": lambda: ["q1"],
    "['q1', None]": lambda: ["q1", None],
    "[[1]]": lambda: [[1]],
    "list that holds itself": _recursive_list,
    "300 deep": _deep,
    "generator": lambda: (letter for letter in ["q1", "q2"]),
    "endless map": lambda: map(str, range(3)),
    "range": lambda: range(3),
    "deque": lambda: deque([1, 2]),
    "{'q1': 1}": lambda: {"q1": 1},
    "{'q1': None}": lambda: {"q1": None},
    "{'q1': {'q1': 1}}": lambda: {"q1": {"q1": 1}},
    "{None: 1}": lambda: {None: 1},
    "{nan: nan}": lambda: {math.nan: math.nan},
    "{1: 'a', 2: 'A'}": lambda: {1: "a", 2: "A"},
    "{1: ('a', 1)}": lambda: {1: ("a", 1)},
    "{('a',): 10**400}": lambda: {("a",): 10**400},
    "{'a': -1}": lambda: {"a": -1},
    "{'a': True}": lambda: {"a": True},
    "{'a': '1'}": lambda: {"a": "1"},
    "mapping proxy": lambda: types.MappingProxyType({"a": 1}),
    "ordered dict": lambda: OrderedDict(a=1),
    # arrays and frames
    "0-d array": lambda: np.array(3),
    "array": lambda: np.array([1.0, 2.0]),
    "empty array": lambda: np.array([]),
    "array of objects": lambda: np.array(["q1", None], dtype=object),
    "array of words": lambda: np.array(["two-sided", "less"]),
    "2-d array": lambda: np.zeros((2, 2)),
    "masked array": lambda: np.ma.masked_array([1, 2], mask=[True, False]),
    "structured array": lambda: np.zeros(2, dtype=[("q1", "i8")]),
    "Series": lambda: pd.Series({"a": 1, "b": 2}),
    "Series of q1": lambda: pd.Series(["q1"]),
    "empty Series": lambda: pd.Series(dtype=float),
    "DataFrame": lambda: pd.DataFrame({"q1": [1, 2]}),
    "empty DataFrame": pd.DataFrame,
    "Index": lambda: pd.Index(["q1"]),
    "Categorical": lambda: pd.Categorical(["q1"]),
    "pd.NA": lambda: pd.NA,
    "pd.NaT": lambda: pd.NaT,
    "Timestamp": lambda: pd.Timestamp("2026-01-01"),
    "Interval of pandas": lambda: pd.Interval(0, 1),
    # the rest of Python
    "date": lambda: dt.date(2026, 1, 1),
    "datetime with zone": lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "timedelta": lambda: dt.timedelta(1),
    "object": object,
    "unhashable": Unhashable,
    "elementwise": Elementwise,
    "class": lambda: int,
    "function": lambda: len,
    "lambda": lambda: lambda *_, **__: math.nan,
    "exception": lambda: ValueError("q1"),
    "Ellipsis": lambda: ...,
    "slice": lambda: slice(None),
    "memoryview": lambda: memoryview(b"abc"),
    "NotImplemented": lambda: NotImplemented,
}
