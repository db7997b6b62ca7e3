"""The strategy for responses reaches every kind of column and frame, and keeps to its options."""

from __future__ import annotations

import importlib.util
from typing import get_args

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spark import spark
from tests.strategies import QUICK, corners_reached, on_engine, simplest

from likertkit import Instrument, Item, LikertScale, Responses, testing
from likertkit.errors import ArgumentError, ArgumentTypeError, LikertkitError, OptionError
from likertkit.testing._columns import AnswerColumn, KeyColumn, Kind, written
from likertkit.testing._options import Engine
from likertkit.testing._responses import sheet_options
from likertkit.testing._sheets import Sheet, sheets

ENGINES = get_args(Engine)
SCALE = LikertScale(
    (1, 2, 3), {1: "No", 3: "Yes indeed"}, nonsubstantive={"Refused": (8, 9), "Don't know": None}
)
ONE = Instrument("one", [Item("q1", SCALE)])
SOMETIMES = settings(max_examples=30)
TYPES = {
    "int8": nw.Int8,
    "Int8": nw.Int8,
    "int64": nw.Int64,
    "Int64": nw.Int64,
    "float32": nw.Float32,
    "float64": nw.Float64,
    "decimal": nw.Decimal,
    "category": nw.Categorical,
}

CORNERS = {
    "no rows": lambda s: s.n_rows == 0,
    "one row": lambda s: s.n_rows == 1,
    "blank throughout": lambda s: s.n_rows > 2 and not any(any(a.meant) for a in s.answers),
    "spellings of one answer": lambda s: any(
        len(set(a.meant)) < len(set(a.cells)) for a in s.answers
    ),
    "unused categories": lambda s: any(a.unused for a in s.answers),
    "reasons": lambda s: any(isinstance(one, str) for a in s.answers for one in a.meant),
    "columns of other names": lambda s: s.answers[0].name == "column 1",
    "columns of their names": lambda s: s.answers[0].name == s.instrument.names[0],
    "every key": lambda s: len(s.keys) == 6 and s.n_rows > 1,
    "no key but ward": lambda s: [k.name for k in s.keys] == ["ward"],
    "a blank ward": lambda s: any(k.role == "by" and None in k.cells for k in s.keys),
    "clusters by name": lambda s: any(str(k.cells[:1]).startswith("('s") for k in s.keys),
    "a cluster of several rows": lambda s: any(
        k.role == "cluster" and len(set(k.cells)) < len(k.cells) for k in s.keys
    ),
    "clusters in several strata": lambda s: (
        {"stratum", "cluster"} <= {k.role for k in s.keys}
        and any(k.role == "stratum" and len(set(k.cells)) > 1 for k in s.keys)
    ),
    "a weight of 0": lambda s: any(k.role == "weight" and 0 in k.cells for k in s.keys),
    "a categorical key": lambda s: any(k.categorical for k in s.keys),
    "respondents by name": lambda s: any(k.cells[:1] == ("p0",) for k in s.keys),
    "a respondent under two conditions": lambda s: (
        {"respondent", "condition"} <= {k.role for k in s.keys}
        and any(k.role == "respondent" and len(set(k.cells)) < s.n_rows for k in s.keys)
    ),
    **{kind: lambda s, kind=kind: s.answers[0].kind == kind for kind in get_args(Kind)},
}


def test_every_corner_is_reached():
    """What files hold is drawn."""
    assert corners_reached(sheets(sheet_options(by="ward")), CORNERS) == CORNERS.keys()


def test_the_simplest_is_simple():
    """A failure shrinks to nobody, asked one thing."""
    sheet = simplest(sheets(sheet_options()))
    assert (sheet.n_rows, len(sheet.answers), sheet.keys) == (0, 1, ())


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("in_words", [False, True])
def test_every_spelling_is_understood(kind, in_words):
    """Each way of writing an answer means what it is said to mean."""
    for meant, value in written(SCALE, kind, in_words=in_words):
        cell = SCALE.layout.place(value).cell
        expected = 3 if meant is None else 5 if meant == "Don't know" else 4
        assert cell == (meant - 1 if isinstance(meant, int) else expected), value


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("n_rows", [0, 2, 3])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_columns_are_of_their_kind(kind, n_rows, engine):
    """Each engine has the type of a kind, whatever the number of rows and blanks."""
    if engine == "pyspark":
        spark()
    choices = [one for one in written(SCALE, kind, in_words=False) if one[0] in {None, 3}]
    rows = (choices * 3)[:n_rows] if kind in {"int8", "int64"} else (choices[-1:] * 3)[:n_rows]
    answers = AnswerColumn(
        name="a",
        kind=kind,
        meant=tuple(meant for meant, _ in rows),
        cells=tuple(cell for _, cell in rows),
        unused=("2", "zzz") if kind == "category" else (),
    )
    nobody = (None,) * n_rows
    keys = (
        KeyColumn(name="w", role="weight", cells=(1,) * n_rows),
        KeyColumn(name="g", role="by", cells=nobody, categorical=True),
        KeyColumn(name="h", role="by", cells=nobody),
    )
    sheet = Sheet(instrument=ONE, n_rows=n_rows, answers=(answers,), keys=keys)
    schema = nw.from_native(sheet.frame(engine)).collect_schema()
    if engine in {"duckdb", "pyspark"} and kind == "category":
        assert schema["a"] in {nw.Categorical, nw.String, nw.Enum}
    elif kind in TYPES and not (engine == "pandas" and kind == "decimal"):
        assert schema["a"] == TYPES[kind]
    assert sheet.responses(engine).tally(by=["g", "h"]).counts.sum() == n_rows


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_are_as_asked(engine):
    """The frame is of the engine that was named, alone or among others."""

    @on_engine(engine, 0.3)
    @given(answers=testing.responses(ONE, engines=engine))
    def law(answers) -> None:
        lazy = engine in {"polars-lazy", "duckdb", "dask", "pyspark"}
        said = f"rows held by {engine.removesuffix('-lazy')}"
        assert (said in repr(answers)) == lazy

    law()


@SOMETIMES
@given(
    testing.responses(
        testing.instruments(max_items=2),
        min_rows=3,
        max_rows=4,
        engines=QUICK,
        respondent=True,
        condition=True,
        stratum=True,
        cluster=True,
        weight=True,
        by=["ward", "team"],
    )
)
def test_options_are_kept(answers):
    """Every column that is asked for is there."""
    tally = answers.tally(by=["ward", "team"])
    assert [axis.name for axis in tally.axes] == ["condition", "stratum", "ward", "team"]
    # Rows of weight 0 are rows all the same, and stand apart from the counts.
    assert 3 <= tally.counts[:, 0].sum() + tally.zeros[:, 0].sum() <= 4
    assert tally.weighted
    assert tally.clusters is not None
    assert len(answers.instrument) <= 2
    assert "respondent 'respondent'" in repr(answers)


@SOMETIMES
@given(
    testing.responses(respondent=False, condition=False, stratum=False, cluster=False, weight=False)
)
def test_columns_can_be_left_out(answers):
    """What is not wanted is not declared."""
    assert answers.tally().axes == ()
    assert not answers.tally().weighted
    assert answers.tally().clusters is None
    assert "respondent" not in repr(answers)


@SOMETIMES
@given(st.data())
def test_names_never_clash(data):
    """An item called like a declared column, or like one of `by`, keeps its own column."""
    names = ["weight", "stratum", "ward", "column 1", "condition"]
    instrument = Instrument("clash", [Item(name, SCALE) for name in names])
    options = {"stratum": True, "weight": True, "condition": True, "by": ["ward", "column 2"]}
    sheet = data.draw(sheets(sheet_options(instrument, **options)))
    columns = [column.name for column in (*sheet.answers, *sheet.keys)]
    assert len(set(columns)) == len(columns)
    assert {"ward", "column 2"} <= set(columns)
    tally = sheet.responses().tally(by="ward")
    weightless = 0 if tally.zeros is None else tally.zeros[:, 0].sum()
    assert tally.counts[:, 0].sum() + weightless == sheet.n_rows


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"instrument": "q1"}, ArgumentTypeError, "neither Instrument nor a strategy"),
        ({"min_rows": -1}, ArgumentError, "min_rows=-1"),
        ({"min_rows": 30}, ArgumentError, "min_rows <= max_rows"),
        ({"weight": "w"}, ArgumentTypeError, "weight='w'"),
        ({"by": [5]}, ArgumentTypeError, "by holds 5"),
        ({"engines": ()}, ArgumentError, "engines is empty"),
        ({"engines": "spark"}, OptionError, "engines='spark'"),
        ({"engines": ["pandas", "pandas"]}, ArgumentError, "repeats a name"),
    ],
)
def test_options_are_checked_at_once(options, error, says):
    """A wrong option fails where it is written, not when something is drawn."""
    with pytest.raises(error, match=says):
        testing.responses(**options)


def test_an_absent_engine_is_named(monkeypatch):
    """An engine that is not installed is an error, and no silent gap in the examples."""
    monkeypatch.setattr(
        "likertkit.testing._options.find_spec",
        lambda name: None if name == "duckdb" else importlib.util.find_spec(name),
    )
    with pytest.raises(ArgumentError, match="'duckdb' needs duckdb, which is not installed"):
        testing.responses(engines=["pandas", "duckdb"])
    assert issubclass(ArgumentError, LikertkitError)


def test_blanks_beside_a_level_called_none():
    """Blanks are meant as blanks, so that nothing warns of how a file was read."""
    scale = LikertScale((1, 2), {1: "None", 2: "Some"})
    column = AnswerColumn(name="a", kind="int64", meant=(2, 2), cells=(2, 2))
    blank = AnswerColumn(name="a", kind="object", meant=(2, None), cells=("Some", None))
    one = Instrument("one", [Item("a", scale)])
    for answers in (column, blank):
        found = Sheet(instrument=one, n_rows=2, answers=(answers,)).responses()
        assert found.tally().counts.sum() == 2


@SOMETIMES
@given(st.from_type(Responses))
def test_from_type_knows_responses(answers):
    """Hypothesis makes them by their type alone."""
    assert isinstance(answers, Responses)
