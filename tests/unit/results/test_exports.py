"""What tables give to other programs: data frames of several libraries, plain values, CSV."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import sys
from typing import ClassVar

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import FileAccessError, MissingExtraError, OptionError
from likertkit.results import Table
from likertkit.results._frame import plain_value
from likertkit.results._record import ItemRow


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Row(ItemRow):
    """A row with a figure of each kind."""

    formats: ClassVar[dict[str, str]] = {}

    n: int | None
    mean: float
    exact: float = 1.0
    sure: bool = True
    parts: tuple[int, ...] | None = (1, 2)
    day: dt.date = dt.date(2026, 11, 30)
    big: int = 1


GROUPS = (1, "f", None, np.int64(3))
NAMES = ("group", "item", "n", "mean", "exact", "sure", "parts", "day", "big")
TABLE = Table(
    title="A table",
    names=NAMES,
    by=("group",),
    rows=(
        Row(by=(("group", 1),), item="q1", n=3, mean=math.nan, exact=2, big=2**70),
        Row(by=(("group", "f"),), item="q1", n=None, mean=1 / 3, exact=math.inf),
        Row(by=(("group", None),), item="q1", n=4, mean=2.5, parts=None),
        Row(by=(("group", np.int64(3)),), item="q1", n=4, mean=2.5),
    ),
    options=(("boxes", (1, 1)), ("population", {"a": 2.0}), ("rng", np.float64(7))),
    notes=("Said.",),
)


def test_polars_and_pyarrow():
    """The columns in order, each of one kind; nothing is rounded or made up."""
    frame = TABLE.to_frame(backend="polars")
    assert isinstance(frame, pl.DataFrame)
    assert tuple(frame.columns) == NAMES
    assert frame["group"].to_list() == ["1", "f", None, "3"]
    assert frame["n"].to_list() == [3, None, 4, 4]
    assert frame.schema["n"] == pl.Int64
    assert math.isnan(frame["mean"][0])
    assert frame["mean"][1] == 1 / 3
    assert frame["exact"].to_list() == [2.0, math.inf, 1.0, 1.0]
    assert frame["parts"].to_list() == [[1, 2], [1, 2], None, [1, 2]]
    assert frame["day"][0] == dt.date(2026, 11, 30)
    assert frame["big"][0] == str(2**70)
    arrow = TABLE.to_frame(backend="pyarrow")
    assert isinstance(arrow, pa.Table)
    assert tuple(arrow.column_names) == NAMES
    assert arrow["n"].to_pylist() == [3, None, 4, 4]
    assert attrs.evolve(TABLE, rows=()).to_frame(backend="polars").columns == list(NAMES)


def test_pandas_is_the_default():
    """And says what it said."""
    pd.testing.assert_frame_equal(TABLE.to_frame(), TABLE.to_frame(backend="pandas"))


def test_other_libraries(monkeypatch):
    """A name that is not theirs, or that of a library that is not installed."""
    with pytest.raises(OptionError, match="backend='dask'"):
        TABLE.to_frame(backend="dask")  # type: ignore[call-overload]
    monkeypatch.setitem(sys.modules, "cudf", None)
    with pytest.raises(MissingExtraError, match=r"needs cudf, .*\n.*`pip install cudf`"):
        TABLE.to_frame(backend="cudf")


def test_dict():
    """Plain values under six names, which JSON takes as they are."""
    found = TABLE.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert list(found) == ["title", "columns", "rows", "by", "options", "notes"]
    assert found["columns"] == list(NAMES)
    assert (found["title"], found["by"], found["notes"]) == ("A table", ["group"], ["Said."])
    assert found["options"] == {"boxes": [1, 1], "population": {"a": 2.0}, "rng": 7.0}
    assert found["rows"][0] == {
        "group": 1,
        "item": "q1",
        "n": 3,
        "mean": None,
        "exact": 2,
        "sure": True,
        "parts": [1, 2],
        "day": "2026-11-30",
        "big": 2**70,
    }
    assert found["rows"][1]["exact"] == "inf"
    assert found["rows"][3]["group"] == 3
    assert type(found["rows"][3]["group"]) is int
    assert plain_value(-math.inf) == "-inf"
    assert plain_value(complex(1, 2)) == "(1+2j)"


def test_csv(tmp_path):
    """The data frame as text, or in a file."""
    text = TABLE.to_csv()
    assert text == TABLE.to_frame().to_csv(index=False)
    assert pd.read_csv(io.StringIO(text))["mean"][1] == 1 / 3
    path = tmp_path / "table.csv"
    assert TABLE.to_csv(path) is None
    assert path.read_bytes() == text.encode()
    with pytest.raises(FileAccessError, match="nowhere"):
        TABLE.to_csv(tmp_path / "nowhere" / "table.csv")


def test_csv_holds_no_formulas():
    """A spreadsheet program would run them; figures, numbers in text and dashes stay."""
    run = ("=1+1", "+1+cmd|' /C calc'!A0", "-x", "- 5 to 7", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1")
    # A row would begin behind a carriage return that is not quoted.
    kept = (
        "a\r=1",
        "-1.5",
        "+3",
        "-1e-5",
        "-40%",
        "-.5",
        "-",
        "a=1",
        "",
        "' =1",
        "–1",
        "12-3",
        None,
    )
    rows = tuple(
        Row(by=(("=group", text),), item=f"+q{place}", n=-3, mean=-0.5)
        for place, text in enumerate((*run, *kept))
    )
    table = Table(title="A", names=("=group", "item", "n", "mean"), by=("=group",), rows=rows)
    found = pd.read_csv(io.StringIO(table.to_csv()), dtype={"'=group": str}, keep_default_na=False)
    assert list(found) == ["'=group", "item", "n", "mean"]
    expected = [*(f"'{text}" for text in run), *(text or "" for text in kept)]
    assert found["'=group"].tolist() == [text.replace("\r", "\n") for text in expected]
    assert found["item"].tolist() == [f"'+q{place}" for place in range(len(rows))]
    assert set(found["n"]) == {-3}
    assert set(found["mean"]) == {-0.5}
    # The data frame is for programs that run nothing.
    assert table.to_frame()["item"][0] == "+q0"


def test_a_summary_is_a_table():
    """Its rows are exported like those of any table."""
    study = lk.studies.balint()
    found = lk.summarize(study.participants.published)
    assert len(found.to_dict()["rows"]) == len(found)
    assert found.to_frame(backend="polars").height == len(found)
