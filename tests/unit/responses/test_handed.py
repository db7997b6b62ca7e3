"""Rows of an engine with many columns of answers: handed over where they are few."""

from __future__ import annotations

import concurrent.futures
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import EngineError, LikertkitError
from likertkit.responses.engines import _at_hand, _engine, _lazy

MANY = lk.Instrument("many", [lk.Item(f"q{k}", lk.LikertScale()) for k in range(20)])
DECLARED = {"respondent": "who", "condition": "when", "stratum": "s.*", "weight": "w"}


def _answers() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    codes = rng.choice([1, 2, 3, 4, 5, np.nan], (60, 20))
    who = np.repeat(np.arange(30), 2)
    frame = pd.DataFrame(codes, columns=list(MANY.names))
    return frame.assign(
        q3=frame["q3"].map(lambda code: None if np.isnan(code) else str(int(code))),
        who=who,
        when=np.tile(["before", "after"], 30),
        w=np.where(who % 5 == 0, 0.0, 1 + who % 3),
        ward=who % 2,
        **{"s.*": np.where(who < 20, "a", "b")},
    )


ANSWERS = _answers()
ENGINES = {
    "polars": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame: duckdb.connect().from_arrow(pl.from_pandas(frame).to_arrow()),
}


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list of the frames of rows that are asked for, in the order asked."""
    run: list[Any] = []
    for name in ("run", "collect"):
        real = getattr(_engine, name)

        def counted(frame: Any, real: Any = real, name: str = name) -> Any:
            run.append(name)
            return real(frame)

        monkeypatch.setattr(_engine, name, counted)
    return run


def _tables(answers: lk.Responses) -> list[Any]:
    return [
        answers.tally(by="ward"),
        answers.tally(by=()),
        answers.pairs("before", "after", by="ward"),
        answers.cotally(by="ward", items=MANY.names[:18]),
        answers.participation(),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_few_rows_of_many_columns_take_one_query(engine: str, queries: list[Any]) -> None:
    """Each table is that of pandas, of rows that were carried once."""
    expected = _tables(lk.Responses(ANSWERS, MANY, **DECLARED))
    answers = lk.Responses(ENGINES[engine](ANSWERS), MANY, **DECLARED)
    assert queries == []
    assert _tables(answers) == expected
    assert queries == ["collect"] * 5


@pytest.mark.parametrize("engine", ENGINES)
def test_many_rows_stay_in_the_engine(
    engine: str, queries: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows that are asked for are one more than may come, and the engine counts."""
    items = MANY.names[:18]
    pandas = lk.Responses(ANSWERS, MANY.select(items), **DECLARED)
    answers = lk.Responses(ENGINES[engine](ANSWERS), MANY.select(items), **DECLARED)
    monkeypatch.setattr(_at_hand, "_MOST_CELLS", 59 * 22)
    assert answers.tally() == pandas.tally()
    # The spellings, the respondents with two rows, and the counts, on DuckDB of 16 columns each.
    assert queries == ["collect", *["run"] * (4 if engine == "duckdb" else 3)]
    assert answers.pairs("before", "after") == pandas.pairs("before", "after")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_wide_frame_is_handed_over(engine: str, queries: list[Any]) -> None:
    """Each row is one sampled unit where the conditions are pooled."""
    ten = MANY.select(MANY.names[:10])
    columns = {
        "before": {f"q{k}": f"q{k}" for k in range(10)},
        "after": {f"q{k}": f"q{k + 10}" for k in range(10)},
    }
    wide = ANSWERS.drop(columns="who")
    pandas = lk.Responses.from_wide(wide, ten, columns=columns, weight="w")
    answers = lk.Responses.from_wide(ENGINES[engine](wide), ten, columns=columns, weight="w")
    assert answers.tally(by=()) == pandas.tally(by=())
    assert queries == ["collect"]


def test_levels_keep_the_order_of_their_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordered category of DuckDB has no order where Arrow carries it."""
    arrow = pl.from_pandas(ANSWERS).to_arrow()
    connection = duckdb.connect().register("answers", arrow)
    levels = "CAST(\"when\" AS ENUM ('never', 'before', 'after')) AS \"when\""
    relation = connection.sql(f"SELECT * REPLACE ({levels}) FROM answers")  # noqa: S608 - no input
    answers = lk.Responses(relation, MANY, **DECLARED)
    near = answers.tally(), answers.pairs("never", "after")
    assert [group[0] for group in near[0].groups] == ["before", "before", "after", "after"]
    monkeypatch.setattr(_at_hand, "_FEW_COLUMNS", 20)
    assert near == (answers.tally(), answers.pairs("never", "after"))


def test_an_error_names_no_row_of_an_engine() -> None:
    """What is wrong with the rows is said as the engine says it."""
    wrong = ANSWERS.assign(q7=7)
    answers = lk.Responses(ENGINES["polars"](wrong), MANY, **DECLARED)
    with pytest.raises(lk.errors.OffScaleError) as caught:
        answers.tally()
    assert "7 (60 rows)." in str(caught.value)


def test_without_arrow_duckdb_counts(queries: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its users need not have it."""
    monkeypatch.setattr(_at_hand, "find_spec", lambda _: None)
    answers = lk.Responses(ENGINES["duckdb"](ANSWERS), MANY, **DECLARED)
    assert answers.tally() == lk.Responses(ANSWERS, MANY, **DECLARED).tally()
    assert set(queries) == {"run"}


def test_expressions_grow_with_the_items_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that an engine counts take as many expressions for each further item."""
    monkeypatch.setattr(_at_hand, "_FEW_COLUMNS", 1000)
    made = []
    real = _lazy.Query.indicators

    def counted(query: Any, asked: Any) -> Any:
        made.append(asked)
        return real(query, asked)

    monkeypatch.setattr(_lazy.Query, "indicators", counted)
    found = []
    for n_items in (32, 64, 96):
        study = lk.Instrument("s", [lk.Item(f"q{k}", lk.LikertScale()) for k in range(n_items)])
        frame = pl.LazyFrame(
            {name: [1, 2, 2] for name in study.names} | {"who": [1, 1, 2], "when": ["a", "b", "a"]}
        )
        made.clear()
        lk.Responses(frame, study, respondent="who", condition="when").pairs("a", "b")
        found.append(len(made))
    assert found[2] - found[1] == found[1] - found[0]


def test_one_relation_from_several_threads() -> None:
    """The figures are right, or an error says that threads need a connection each."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t AS SELECT range % 5 + 1 AS q0, range % 3 AS g FROM range(3000)"
    )
    relation, one = connection.table("t"), MANY.select(["q0"])
    expected = lk.Responses(relation, one).tally(by="g")

    def count(_: int) -> object:
        try:
            return lk.Responses(relation, one).tally(by="g") == expected
        except LikertkitError as error:
            return "cursor()" in str(error)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(count, range(40)))

    def alone(_: int) -> object:
        return lk.Responses(connection.cursor().table("t"), one).tally(by="g") == expected

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(alone, range(40)))


def test_an_engine_that_fails_says_so() -> None:
    """The frame's own plan fails only when it is run."""
    relation = duckdb.connect().sql("SELECT CAST('x' || range AS INT) AS q0 FROM range(3)")
    answers = lk.Responses(relation, MANY.select(["q0"]))
    with pytest.raises(EngineError, match="DuckDB could not count the frame: Conversion"):
        answers.tally()
    frame = pl.LazyFrame({"q0": ["1", "x"]}).select(pl.col("q0").cast(pl.Int8))
    with pytest.raises(EngineError, match=r"could not count the frame(.|\n)*its own query fails\."):
        lk.Responses(frame, MANY.select(["q0"])).tally()
