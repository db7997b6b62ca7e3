"""A sampling design that is declared once: carried by every view, and read by who knows it."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    OptionError,
    PopulationError,
    StratumError,
)
from likertkit.tally import Design

NOTE = "A sampling design was declared by `sampled()`."
TWO = lk.Instrument("two", [lk.Item("clear", lk.LikertScale(positive="low"))])
FRAME = pd.DataFrame({
    "clear": [1, 2, 3, 4, 5, 3, 2, 2, 4, 4, 5, 1, 3, 3, 5, 2],
    "who": list(range(8)) * 2,
    "when": ["a"] * 8 + ["b"] * 8,
    "grade": list("xxxyyyyz") * 2,
    "ward": list("ewewewew") * 2,
    "school": [1, 1, 2, 3, 3, 4, 4, 5] * 2,
    "w": [1.0, 2.0, 1.5, 1.0, 0.5, 2.5, 1.0, 1.0] * 2,
})  # fmt: skip
SIZES = {"x": 30, "y": 20, "z": 5}
DECLARED: dict[str, Any] = {"population": SIZES, "collapse": {"z": "y"}}
BOTH = {"respondent": "who", "condition": "when"}


def once(**roles: Any) -> lk.Responses:
    """Return the answers under one condition, in strata."""
    return lk.Responses(FRAME[:8], TWO, stratum="grade", **roles)


def twice(**roles: Any) -> lk.Responses:
    """Return the answers under both conditions, in strata."""
    return lk.Responses(FRAME, TWO, stratum="grade", **BOTH, **roles)


def told(table: Any) -> bool:
    """Return whether a table says that a design was declared."""
    return any(note.startswith(NOTE) for note in table.notes)


ESTIMATES: dict[str, tuple[Any, dict[str, Any]]] = {
    "describe": (lk.describe, {}),
    "frequencies": (lk.frequencies, {}),
    "box_scores": (lk.box_scores, {}),
    "means": (lk.means, {}),
    "quantiles": (lk.quantiles, {}),
    "agreement": (lk.agreement, {"n_resamples": 20, "rng": 1, "interval": "bootstrap"}),
    "bootstrap": (lk.bootstrap, {"n_resamples": 20, "rng": 1}),
}


@pytest.mark.parametrize("name", list(ESTIMATES))
@pytest.mark.parametrize(
    "declared",
    [
        DECLARED,
        {**DECLARED, "finite_population": False},
        {"population": SIZES, "lone_stratum": "certainty"},
    ],
)
def test_estimates_read_what_is_declared(name: str, declared: dict[str, Any]) -> None:
    """From responses and from tallies alike, whichever of them declared it; and say so alike."""
    estimate, options = ESTIMATES[name]
    answers = once().sampled(**declared)
    expected = estimate(answers, **options)
    assert expected != estimate(once(), **options)
    tally = answers.tally()
    made = once().tally().sampled(**declared)
    lazy = lk.Responses(pl.DataFrame(FRAME[:8]).lazy(), TWO, stratum="grade").sampled(**declared)
    for data in (answers, made, *((tally, lazy) if name != "bootstrap" else ())):
        found = estimate(data, **options)
        assert found.to_frame().equals(expected.to_frame())
        assert (found.options, found.notes) == (expected.options, expected.notes)
    # The last design is the one that counts.
    again = estimate(once().sampled(population=SIZES).sampled(**declared), **options)
    assert (again.to_frame().equals(found.to_frame()), again.notes) == (True, found.notes)


def test_a_design_is_carried() -> None:
    """By views, tables, margins that keep the strata, sums, copies and pickles."""
    answers = twice().sampled(**DECLARED)
    design = Design(**DECLARED)
    tally, pairs = answers.tally(by="ward"), answers.pairs("a", "b", by="ward")
    noted = answers.scored("favourable")
    for table in (
        tally,
        pairs,
        noted.tally(),
        tally.scored("keyed"),
        pickle.loads(pickle.dumps(tally)),
        pickle.loads(pickle.dumps(pairs)),
        tally.marginal(("when", "grade")),
        pairs.marginal(("grade",)),
        tally + tally,
        lk.Tally.sum([tally, tally, tally]),
        twice().tally(by="ward").sampled(collapse={"x": "y"}).sampled(**DECLARED),
    ):
        assert table.design == design
        assert table.notes.count(tally.notes[-1]) == 1
        assert told(table)
    assert answers.scored("keyed").sampled().tally().design == Design()
    made = lk.poststratify(once(), SIZES, by="grade")
    for weighting in (made, lk.trim(made, low=3, high=12)):
        weighted = once().sampled(**DECLARED).weighted(weighting)
        assert weighted.tally().design == design
        assert told(weighted.tally())
    assert twice().tally().design is twice().pairs("a", "b").design is None


def test_a_design_is_lost_with_its_strata() -> None:
    """Sizes of strata mean nothing in a table without them, and the note goes too."""
    tally = twice().sampled(**DECLARED).tally(by="ward")
    for kept in ((), ("ward",), ("when",), ("grade",)):
        lost = tally.marginal(kept)
        assert lost.design is None
        assert not told(lost)


def test_the_input_is_not_changed() -> None:
    """Nor is what was declared changed by its giver later."""
    sizes = {"x": 30, "y": 20, "z": 5}
    tally = once().tally()
    made = tally.sampled(population=sizes)
    sizes["x"] = 1
    assert made.design == Design(population=SIZES)
    assert tally.design is None
    assert not told(tally)
    series = pd.Series(SIZES)
    assert tally.sampled(population=series).design == made.design


def test_tables_of_different_designs_do_not_add_and_are_not_equal() -> None:
    """A part that knows its population is no part of another population."""
    tally = once().tally()
    made = tally.sampled(population=SIZES)
    assert made != tally
    assert made == tally.sampled(population=SIZES)
    assert made != tally.sampled(population={**SIZES, "x": 31})
    with pytest.raises(MismatchError, match="different sampling designs"):
        made + tally


@pytest.mark.parametrize(
    ("declared", "error", "said"),
    [
        ({"cluster_population": {"x": 1}}, ArgumentError, "have no clusters"),
        ({"finite_population": False}, ArgumentError, "finite_population"),
        ({"finite_population": 1, "population": SIZES}, ArgumentTypeError, "finite_population"),
        ({"lone_stratum": "drop"}, OptionError, "drop"),
        ({"collapse": "z"}, ArgumentTypeError, "not a mapping"),
        ({"population": 55}, ArgumentError, "is one number"),
        ({"population": {"x": -1}}, PopulationError, "0 or more"),
    ],
)
def test_what_has_no_meaning_is_refused_at_once(
    declared: dict[str, Any], error: type[Exception], said: str
) -> None:
    """By responses and by tables of counts."""
    for data in (once(), once().tally(), twice().pairs("a", "b")):
        with pytest.raises(error, match=said):
            data.sampled(**declared)


def test_strata_are_needed_where_something_is_said_of_them() -> None:
    """A rule for strata of one unit, strata that are merged, and sizes by stratum."""
    plain = lk.Responses(FRAME[:8], TWO)
    for declared in ({"lone_stratum": "adjust"}, {"collapse": {"x": "y"}}, {"population": SIZES}):
        for data in (plain, plain.tally()):
            with pytest.raises(ArgumentError, match="strata"):
                data.sampled(**declared)
    assert plain.sampled(population=55).tally().design == Design(population=55)


def test_comparisons_of_designs_read_it() -> None:
    """With weights or clusters: rules, strata that are merged, sizes; each with its note."""
    rule = twice(weight="w").sampled(lone_stratum="certainty")
    compare: Any
    for compare, subjects, table in (
        (lk.compare_paired, ("a", "b"), rule.pairs("a", "b")),
        (lk.compare_groups, ("ward",), rule.tally(by="ward")),
    ):
        found, counted = (compare(data, *subjects, test="t") for data in (rule, table))
        assert (found.rows, found.options, found.notes) == (
            counted.rows,
            counted.options,
            counted.notes,
        )
        assert dict(found.options)["lone_stratum"] == "certainty"
        assert any("are taken as certain to be drawn" in note for note in found.notes)
        with pytest.raises(StratumError):
            compare(twice(weight="w"), *subjects, test="t")
    merged = FRAME.assign(grade=FRAME["grade"].replace("z", "y"))
    for roles in ({"weight": "w"}, {"cluster": "school"}):
        by_hand = lk.Responses(merged, TWO, stratum="grade", **BOTH, **roles)
        answers = twice(**roles).sampled(collapse={"z": "y"})
        for table, plain in (
            (
                lk.compare_paired(answers, "a", "b", test="t"),
                lk.compare_paired(by_hand, "a", "b", test="t"),
            ),
            (
                lk.compare_groups(answers, "ward", test="t"),
                lk.compare_groups(by_hand, "ward", test="t"),
            ),
        ):
            assert table.rows == plain.rows
            assert set(table.notes) - set(plain.notes) == {"Stratum 'z' is merged with 'y'."}


def test_comparisons_that_pool_strata_say_that_they_do_not_know_it() -> None:
    """They are what they were, with the note."""
    answers = twice().sampled(**DECLARED)
    for compare, test in (
        (lambda data: lk.compare_paired(data, "a", "b"), "test='wilcoxon'"),
        (lambda data: lk.compare_paired(data, "a", "b", test="sign"), "test='sign'"),
        (
            lambda data: lk.compare_groups(data, "ward", test="brunner-munzel"),
            "test='brunner-munzel'",
        ),
        (lambda data: lk.compare_overlapping(data, "a", "b"), ""),
        (lambda data: lk.bias.order_robustness(data, "a", "b"), ""),
    ):
        found, plain = compare(answers), compare(twice())
        assert found.to_frame().equals(plain.to_frame())
        assert told(found) is not bool(test)
        if test:
            (note,) = set(found.notes) - set(plain.notes)
            assert note.startswith(f"{test} does not use the population")
        assert not told(plain)
    # Without sizes there is nothing that a test of means would use either.
    merged = twice().sampled(collapse={"z": "y"})
    for test in ("wilcoxon", "t"):
        assert told(lk.compare_paired(merged, "a", "b", test=test))  # type: ignore[arg-type]


def test_a_summary_reads_it() -> None:
    """Means by cohort count by its sizes; what does not read it is as it was, with the note."""
    for data, plain in (
        (twice().sampled(**DECLARED), twice()),
        (twice().tally().sampled(**DECLARED), twice().tally()),
        (twice().pairs("a", "b").sampled(**DECLARED), twice().pairs("a", "b")),
    ):
        (row,), (before,) = lk.summarize(data), lk.summarize(plain)
        means = lk.means(twice().sampled(**DECLARED))
        assert [row.stratified_first, row.stratified_second] == [one.mean for one in means]
        assert np.isnan([before.stratified_first, before.stratified_second]).all()
        nan = {"stratified_first": 0.0, "stratified_second": 0.0}
        assert attrs.evolve(row, **nan) == attrs.evolve(before, **nan)
        assert NOTE in str(lk.summarize(data).notes)


def test_conditions_as_groups_have_no_population() -> None:
    """Each person is in the population once, and here in both groups."""
    frame = FRAME.assign(grade=FRAME["grade"].replace("z", "y"))
    answers = lk.Responses(frame, TWO, stratum="grade", condition="when", weight="w")
    sizes = {"x": 30, "y": 20}
    with pytest.raises(ArgumentError, match="the groups are conditions"):
        lk.compare_groups(answers.sampled(population=sizes), "when", test="t")
    unlimited = answers.sampled(population=sizes, finite_population=False)
    row = lk.compare_groups(unlimited, "when", test="t")["clear"]
    assert row == lk.compare_groups(answers, "when", test="t")["clear"]


def test_sizes_by_condition() -> None:
    """Groups are compared within each; pairs are of both at once, and have one size a stratum."""
    frame = FRAME.assign(grade=FRAME["grade"].replace("z", "y"))
    answers = lk.Responses(frame, TWO, stratum="grade", weight="w", **BOTH)
    by_condition = {"a": {"x": 30, "y": 20}, "b": {"x": 3, "y": 5}}
    made = answers.sampled(population=by_condition)
    found = lk.compare_groups(made, "ward", test="t")
    free = lk.compare_groups(answers, "ward", test="t")
    a, b = (found.filter(when=when)["clear"] for when in "ab")
    assert 0 < a.high - a.low < free.filter(when="a")["clear"].high - free.rows[0].low
    # Everybody was asked: nothing is uncertain, and there is no t.
    assert (b.low, b.high) == (b.mean_difference, b.mean_difference)
    assert (b.superiority_low, b.superiority_high) == (b.superiority, b.superiority)
    assert np.isnan([b.statistic, b.pvalue]).all()
    assert b.note == "everybody was asked: the difference is exact"
    assert found.omnibus.filter(when="b")["clear"].note == b.note
    whole = lk.compare_paired(answers.sampled(population={"x": 3, "y": 5}), "a", "b", test="t")
    row = whole["clear"]
    assert (row.low, row.high) == (row.mean_difference, row.mean_difference)
    assert (row.superiority_low, row.superiority_high) == (row.superiority, row.superiority)
    assert np.isnan([row.statistic, row.pvalue]).all()
    assert row.note == b.note
    with pytest.raises(ArgumentError, match="sizes by condition"):
        lk.compare_paired(made, "a", "b", test="t")
    with pytest.raises(PopulationError, match="more than the 2"):
        lk.compare_paired(answers.sampled(population={"x": 2, "y": 9}), "a", "b", test="t")
