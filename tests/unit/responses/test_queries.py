"""Twenty thousand rows in every engine: the table of pandas, in as few queries as promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dask.dataframe
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.spark import spark

import likertkit as lk
from likertkit.responses.engines import _engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

N_ROWS = 20_000
SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})
STUDY = lk.Instrument("study", [lk.Item(f"q{k}", SCALE) for k in range(1, 8)])
DECLARED = {"condition": "when", "stratum": "grade", "weight": "w"}
WORDS = {code: SCALE.labels[code] for code in SCALE.codes} | {9: "N/A"}
ASKED_IN_WORDS = ["q3", "q7"]


def _answers() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    codes = rng.choice([1, 2, 3, 4, 5, 9, np.nan], (N_ROWS, 7))
    frame = pd.DataFrame(codes, columns=list(STUDY.names))
    person = np.arange(N_ROWS) // 2
    return frame.assign(
        who=person,
        when=np.tile(["before", "after"], N_ROWS // 2),
        grade=np.array(["a", "b", "c"], dtype=object)[person % 3],
        ward=person % 2,
        w=rng.choice([0.5, 1.0, 2.25], N_ROWS // 2)[person],
    )


NUMBERS = _answers()
TEXTS = NUMBERS.assign(**{name: NUMBERS[name].map(WORDS) for name in ASKED_IN_WORDS})
EAGER: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas nullable": lambda frame: frame.convert_dtypes(),
    "pandas Arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas,
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
}


def _parquet(frame: pd.DataFrame, folder: Path) -> Any:
    # Rows that are handed over one by one do not fit into Spark's own memory.
    path = str(folder / f"{len(list(folder.iterdir()))}.parquet")
    frame.to_parquet(path, index=False)
    return spark().read.parquet(path)


LAZY: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    "polars lazy": lambda frame, _: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame, _: duckdb.connect().from_arrow(pl.from_pandas(frame).to_arrow()),
    "dask": lambda frame, _: dask.dataframe.from_pandas(frame, npartitions=2),
    "pyspark": _parquet,
}


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows with every query that is run."""
    run: list[object] = []
    real = _engine.run

    def counted(frame: Any) -> Any:
        run.append(frame)
        return real(frame)

    monkeypatch.setattr(_engine, "run", counted)
    return run


@pytest.mark.parametrize("engine", EAGER.values(), ids=EAGER)
def test_frames_in_memory_give_the_table_of_pandas(engine, queries: list[object]) -> None:
    """Numbers and text, every column type; nothing is asked of an engine."""
    for frame in (NUMBERS, TEXTS):
        expected = lk.Responses(frame, STUDY, **DECLARED).tally(by="ward")
        assert lk.Responses(engine(frame), STUDY, **DECLARED).tally(by="ward") == expected
    assert queries == []


@pytest.mark.parametrize("engine", LAZY.values(), ids=LAZY)
def test_one_query_for_numbers_two_for_text(engine, queries, tmp_path) -> None:
    """With condition, stratum, weights and a further column; text is looked up first."""
    for frame, most in ((NUMBERS, 1), (TEXTS, 2)):
        expected = lk.Responses(frame, STUDY, **DECLARED).tally(by="ward")
        answers = lk.Responses(engine(frame, tmp_path), STUDY, **DECLARED)
        assert queries == []
        assert answers.tally(by="ward") == expected
        assert len(queries) == most
        queries.clear()


@pytest.mark.parametrize("engine", LAZY.values(), ids=LAZY)
def test_pairs_and_co_occurrences_take_one_query_after_the_checks(engine, queries, tmp_path):
    """Who has two rows, which conditions there are, whose rows disagree: a query each."""
    declared = {**DECLARED, "respondent": "who"}
    items = ["q1", "q2", "q4", "q5", "q6"]
    study = STUDY.select(items)
    pandas = lk.Responses(NUMBERS, study, **declared)
    answers = lk.Responses(engine(NUMBERS, tmp_path), study, **declared)
    assert answers.pairs("before", "after", by="ward") == pandas.pairs("before", "after", by="ward")
    assert len(queries) == 4
    queries.clear()
    assert answers.cotally() == pandas.cotally()
    assert len(queries) == 2


@pytest.mark.parametrize("engine", LAZY.values(), ids=LAZY)
def test_weights_are_made_in_one_query_and_used_in_one(engine, queries, tmp_path):
    """By the declared stratum too: what has none is found out without a query."""
    study = STUDY.select(["q1", "q2"])
    declared = {"stratum": "ward", "weight": "w"}
    totals = {0: 30, 1: 70}
    pandas = lk.Responses(NUMBERS, study, **declared)
    expected = lk.means(pandas.weighted(lk.poststratify(pandas, totals)))
    frame = engine(NUMBERS, tmp_path)
    answers = lk.Responses(frame, study, **declared)
    weighting = lk.poststratify(answers, totals)
    assert len(queries) == 1
    found = lk.means(answers.weighted(weighting))
    assert len(queries) == 2
    # Sums of twenty thousand weights, in another order.
    for row, same in zip(found, expected, strict=True):
        assert (row.n, row.df) == (same.n, same.df)
        assert (row.mean, row.se) == pytest.approx((same.mean, same.se), rel=1e-9)
    with pytest.raises(lk.errors.ArgumentError, match="the responses have no strata"):
        lk.poststratify(lk.Responses(frame, study), totals)
    assert len(queries) == 2


def test_chunks_of_any_type_and_order_add_up() -> None:
    """An iterable of chunks, each with other types and another order of its columns."""
    half = lk.Instrument("half", [lk.Item(name, SCALE) for name in ASKED_IN_WORDS])
    parts = [NUMBERS.iloc[k::6][[*ASKED_IN_WORDS, "ward"]] for k in range(6)]
    words = [TEXTS.iloc[k::6][[*ASKED_IN_WORDS, "ward"]] for k in range(6)]
    chunks = [
        parts[0].astype("Int8"),
        parts[1].iloc[:, ::-1],
        words[2].astype("category"),
        pl.from_pandas(parts[3]).lazy(),
        pa.Table.from_pandas(words[4].iloc[:, ::-1], preserve_index=False),
        parts[5].fillna(9).astype("int8"),
    ]
    whole = pd.concat([*parts[:5], parts[5].fillna(9)])
    expected = lk.Responses(whole, half).tally(by="ward")
    assert lk.Tally.sum(lk.Responses(one, half).tally(by="ward") for one in chunks) == expected


def test_any_connection_of_duckdb_will_do(tmp_path) -> None:
    """The default one, one in memory, a file, a cursor, a table, a view."""
    arrow = pl.from_pandas(NUMBERS.head(1000)).to_arrow()
    expected = lk.Responses(NUMBERS.head(1000), STUDY, **DECLARED).tally()
    file = duckdb.connect(str(tmp_path / "answers.duckdb"))
    file.register("arrow", arrow)
    file.execute("CREATE TABLE answers AS SELECT * FROM arrow")
    file.execute("CREATE VIEW seen AS SELECT * FROM answers")
    memory = duckdb.connect()
    relations = [
        duckdb.from_arrow(arrow),
        memory.from_arrow(arrow),
        memory.cursor().from_arrow(arrow),
        file.table("answers"),
        file.view("seen"),
        file.cursor().sql("SELECT * FROM answers ORDER BY who DESC"),
    ]
    for relation in relations:
        assert lk.Responses(relation, STUDY, **DECLARED).tally() == expected
    file.close()


def test_workers_make_tallies_and_send_them_back() -> None:
    """In processes of their own, where a tally is pickled; the sum is that of the whole."""
    frame = dask.dataframe.from_pandas(NUMBERS.head(2000), npartitions=4)
    made = [
        dask.delayed(lambda part: lk.Responses(part, STUDY, weight="w").tally(by="ward"))(part)
        for part in frame.to_delayed()
    ]
    tallies = dask.compute(*made, scheduler="processes", num_workers=2)
    assert len(tallies) == 4
    expected = lk.Responses(NUMBERS.head(2000), STUDY, weight="w").tally(by="ward")
    assert lk.Tally.sum(tallies) == expected
