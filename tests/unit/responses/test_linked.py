"""A respondent's answers are kept together where conditions are pooled."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk

STUDY = lk.Instrument(
    "study", [lk.Item("heard", lk.LikertScale()), lk.Item("calm", lk.LikertScale())]
)
WIDE = pd.DataFrame(
    {
        "who": ["a", "b", "c", "d", "e", "f"],
        "grade": [1, 1, 1, 2, 2, 2],
        "age": ["old", "young", "old", "young", "old", "young"],
        "w": [1.0, 2.0, 0.5, 1.0, 3.0, 1.5],
        "heard_pre": [1, 2, 3, 5, 5, 4],
        "heard_post": [2, 2, 4, 5, 4, None],
        "heard_later": [1, 3, 4, 4, 5, 4],
        "calm_pre": [2, 2, 1, 3, 5, 4],
        "calm_post": [1, 2, 2, 3, None, 5],
    }
)
COLUMNS = {
    when: {item: f"{item}_{when}" for item in items}
    for when, items in {
        "pre": ["heard", "calm"],
        "post": ["calm", "heard"],
        "later": ["heard"],
    }.items()
}
LONG = pd.concat(
    [
        WIDE[["who", "grade", "age", "w"]].assign(
            when=when, **{item: WIDE[name] for item, name in names.items()}
        )
        for when, names in COLUMNS.items()
    ],
    ignore_index=True,
)


def long(frame: pd.DataFrame = LONG, **declared: str) -> lk.Responses:
    """Bind the long frame."""
    return lk.Responses(frame, STUDY, respondent="who", condition="when", **declared)


def wide(frame: object = WIDE, **declared: str) -> lk.Responses:
    """Bind the wide frame."""
    return lk.Responses.from_wide(frame, STUDY, columns=COLUMNS, **declared)


DESIGNS: list[dict[str, str]] = [
    {},
    {"weight": "w"},
    {"stratum": "grade"},
    {"stratum": "grade", "weight": "w"},
]


@pytest.mark.parametrize("declared", DESIGNS)
@pytest.mark.parametrize(
    "engine", [lambda f: f, lambda f: pl.from_pandas(f).lazy(), duckdb.from_df]
)
def test_wide_and_long_rows_are_the_same_units(engine, declared: dict[str, str]) -> None:
    """Their means have the same errors, with names of the respondents or without."""
    expected = lk.means(long(**declared), by=())["heard"]
    for named in ({}, {"respondent": "who"}):
        found = lk.means(wide(engine(WIDE), **named, **declared), by=())["heard"]
        assert (found.mean, found.se, found.df) == pytest.approx(
            (expected.mean, expected.se, expected.df), rel=1e-12
        )


def test_each_row_is_one_unit_whatever_stands_in_it() -> None:
    """Products are those of a column of clusters, but for an item that was not asked."""
    tally = wide(respondent="who", weight="w", stratum="grade").tally(by=())
    other = long(weight="w", stratum="grade").tally(by=())
    assert tally.clusters is not None
    assert other.clusters is not None
    assert tally.clusters.unit == other.clusters.unit == "respondent"
    assert dict(tally.clusters.n_clusters) == {(1,): 3, (2,): 3}
    assert tally.clusters.n_by_condition == (
        *((("pre", grade), 3) for grade in (1, 2)),
        *((("post", grade), 3) for grade in (1, 2)),
        *((("later", grade), 3) for grade in (1, 2)),
    )
    assert np.array_equal(tally.clusters.names, other.clusters.names)


def test_only_pooled_tables_link_them() -> None:
    """Any other table takes each condition by itself, where a respondent has one row."""
    for answers in (long(), wide()):
        assert answers.tally().clusters is None
        assert answers.tally(by="age").clusters is None
    assert lk.Responses(LONG, STUDY, condition="when").tally(by=()).clusters is None
    plain = lk.Responses(WIDE, STUDY, columns=COLUMNS["pre"], respondent="who")
    assert plain.tally(by=()).clusters is None


def test_one_condition_has_nothing_to_link() -> None:
    """Then the errors are those of a simple random sample."""
    one = long(LONG[LONG["when"] == "pre"])
    side = lk.Responses.from_wide(WIDE, STUDY, columns={"pre": COLUMNS["pre"]})
    for answers in (one, side):
        pooled, apart = lk.means(answers, by=())["heard"], lk.means(answers)["heard"]
        assert (pooled.se, pooled.df, pooled.method) == (apart.se, apart.df, apart.method)
    clustered = lk.means(long(LONG[LONG["when"] == "pre"], cluster="age"), by=())["heard"]
    assert clustered.df == 1


@pytest.mark.parametrize("declared", [{}, {"stratum": "grade"}])
def test_a_part_without_rows_adds(declared: dict[str, str]) -> None:
    """Nobody is nobody, in either form."""
    for empty, whole in (
        (long(LONG.iloc[:0], **declared), long(**declared)),
        (wide(WIDE.iloc[:0], respondent="who", **declared), wide(respondent="who", **declared)),
    ):
        assert empty.tally(by=()) + whole.tally(by=()) == whole.tally(by=())


def test_respondents_lie_in_declared_clusters() -> None:
    """Then these are the units, pooled or not."""
    clusters = long(cluster="age").tally(by=()).clusters
    assert clusters is not None
    assert clusters.unit == "cluster"
    assert clusters.n_clusters == (((), 2),)


def test_a_respondent_in_several_strata() -> None:
    """Strata were drawn apart, so that nobody can be a unit of two."""
    moved = LONG.assign(grade=[*LONG["grade"][:-1], 1])
    with pytest.raises(lk.errors.StratumError, match=r"respondent column 'who' has 1 respondent"):
        lk.means(long(moved, stratum="grade"), by=())


@pytest.mark.parametrize("by", [None, ()])
def test_calibrated_weights(by: tuple[()] | None) -> None:
    """Weights of the margins reach the products, whichever form the frame has."""
    total = {"old": 30, "young": 10}
    found = []
    for answers in (wide(respondent="who"), wide(pl.from_pandas(WIDE).lazy())):
        weighted = answers.weighted(lk.poststratify(answers, total, by="age"))
        found.append([(row.mean, row.se) for row in lk.means(weighted, by=by)])
    assert np.allclose(found[0], found[1], rtol=1e-12, equal_nan=True)


def test_resamples_are_of_respondents() -> None:
    """Whole rows are drawn, in an order that is not that of the frame."""
    shuffled = WIDE.iloc[::-1]
    for declared in ({}, {"respondent": "who"}):
        one, other = (
            lk.bootstrap(wide(frame, **declared), "mean", by=(), rng=3, n_resamples=200)
            for frame in (WIDE, shuffled)
        )
        assert (one["heard"].low, one["heard"].high) == (other["heard"].low, other["heard"].high)


def test_parts_of_respondents_add() -> None:
    """Two parts share nobody, or the sum says so."""
    halves = [
        wide(WIDE.iloc[part], respondent="who").tally(by=()) for part in (slice(3), slice(3, 6))
    ]
    assert lk.means(halves[0] + halves[1], by=())["heard"].se == pytest.approx(
        lk.means(wide(), by=())["heard"].se, rel=1e-12
    )
    assert lk.Tally.sum(halves).clusters.unit == "respondent"  # type: ignore[union-attr]
    with pytest.raises(lk.errors.MismatchError, match="share 3 respondents"):
        halves[0] + halves[0]


@pytest.mark.parametrize("engine", [pd.DataFrame, pl.DataFrame, lambda f: pl.from_pandas(f).lazy()])
@pytest.mark.parametrize("declared", [{}, {"weight": "w"}, {"stratum": "grade"}], ids=str)
def test_degrees_of_freedom_count_who_answered_under_any_condition(engine, declared):
    """A row is one unit, however often it answered, and none where it weighs nothing."""
    frame = WIDE.assign(w=[1.0, 0.0, 0.5, 1.0, 3.0, 1.5], heard_pre=[1, 2, None, 5, 5, 4])
    frame = frame.assign(heard_post=[2, 2, None, 5, 4, None], heard_later=[1, 3, None, 4, 5, 4])
    found = lk.means(
        wide(engine(frame) if engine is not pd.DataFrame else frame, **declared), by=()
    )
    some = frame[frame["w"] > 0] if "weight" in declared else frame
    for item in ("heard", "calm"):
        names = [own[item] for own in COLUMNS.values() if item in own]
        held = some[some[names].notna().any(axis=1)]
        n_strata = held["grade"].nunique() if "stratum" in declared else 1
        assert found[item].df == len(held) - n_strata
