"""Laws that functions of several rooms share, from the one list of all public functions."""

from __future__ import annotations

import copy
import inspect
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from tests import public
from tests.properties.test_laws_everywhere import (
    COLUMNS,
    FEWER,
    TRIAL,
    answer,
    bound,
    designs,
    surveys,
)

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

# Both sides add the same numbers in another order, in variances that are differences of sums.
RTOL = 1e-8
ATOL = 1e-8
TWO_SIDED = {name: entry for name, entry in public.FUNCTIONS.items() if entry.sides is not None}

# What exchanging first and second does to a column.
NEGATED = {
    "mean_difference",
    "rank_biserial",
    "hodges_lehmann",
    "cohen_d",
    "hedges_g",
    "cliffs_delta",
    "shift_to_zero",
    "shift_to_nonsignificant",
    "mean_change",
    "standardized_response_mean",
    "all_cohorts",
    "without",
}
COMPLEMENTED = {"superiority", "marginal_superiority"}
KEPT = {
    "pvalue",
    "pvalue_adjusted",
    "mean_pvalue",
    "mean_pvalue_adjusted",
    "n_pairs",
    "n_both",
    "n_equal",
    "proportion_equal",
    "df",
    "robust",
    "equivalent",
    "rosenbaum_gamma",
    "correlation",
    "icc",
    "estimate",
    "standard_error_of_measurement",
}
EXCHANGED = {"n_higher": "n_lower", "proportion_higher": "proportion_lower"}


def expected_of(frame: pd.DataFrame, entry: public.Entry) -> dict[str, pd.Series]:
    """Return the columns that the same comparison has with its sides exchanged."""
    expected = {name: -frame[name] for name in NEGATED & set(frame.columns)}
    expected |= {name: 1 - frame[name] for name in COMPLEMENTED & set(frame.columns)}
    expected |= {name: frame[name] for name in KEPT & set(frame.columns)}
    for name in map(str, frame.columns):
        other = EXCHANGED.get(name) or {b: a for a, b in EXCHANGED.items()}.get(name, "")
        for side, far in (("_first", "_second"), ("_second", "_first")):
            if side in name:
                other = name.replace(side, far)
        if other in frame.columns and pd.api.types.is_numeric_dtype(frame[name]):
            expected[name] = frame[other]
    for prefix in public.intervals(frame):
        low, high = f"{prefix}low", f"{prefix}high"
        around = entry.around.get(prefix, (prefix.removesuffix("_"),))[0] or "mean_difference"
        turn: Callable[[Any], Any] | None = None
        if around in NEGATED and around in frame.columns:
            turn = lambda bounds: -bounds  # noqa: E731 - one of two signs
        elif around in COMPLEMENTED:
            turn = lambda bounds: 1 - bounds  # noqa: E731 - the other
        if turn is not None:
            expected |= {low: turn(frame[high]), high: turn(frame[low])}
    return expected


@pytest.mark.parametrize("entry", TWO_SIDED.values(), ids=TWO_SIDED)
@FEWER
@given(frame=surveys(), design=designs())
def test_exchanging_the_sides_turns_effects_and_keeps_p_values(
    entry: public.Entry, frame: pd.DataFrame, design: tuple[str, ...]
) -> None:
    """First minus second is minus second minus first, with its interval; a two-sided p stays."""
    data, (first, second) = bound(frame, design), entry.between
    there, back = (
        answer(public.Entry(lambda data, names=names: entry.sides(data, *names)), data)
        for names in ((first, second), (second, first))
    )
    if isinstance(there, type) or isinstance(back, type):
        assert there == back
        return
    checked = 0
    for one, other in zip(public.frames(there), public.frames(back), strict=True):
        if "item" not in one.columns:
            continue
        for name, column in expected_of(one, entry).items():
            checked += 1
            np.testing.assert_allclose(
                np.asarray(other[name], dtype=np.float64),
                np.asarray(column, dtype=np.float64),
                rtol=RTOL,
                atol=ATOL,
                err_msg=name,
            )
    assert checked


def standard_error(row: Any) -> float:
    """Return the standard error behind a row's t interval of the mean difference."""
    reach = float(stats.t.ppf(0.975, row.df))
    return float((row.high - row.low) / 2 / reach)


def with_constant(frame: pd.DataFrame, column: str, varying: str) -> pd.DataFrame:
    """Return answers that are all 3 but for one value of a column, whose answers vary."""
    varies = frame[column] == varying
    assume(len(set(frame.loc[varies, "q"])) > 1)
    return frame.assign(**{item: frame[item].where(varies, 3) for item in ("q", "p")})


def assert_one_variance(means: Any, differences: Any, varying: str) -> None:
    """Hold the standard errors of differences to those of the means of the side that varies."""
    if isinstance(means, type) or isinstance(differences, type):
        return
    for row in differences:
        se = means[row.item, varying].se
        if not (math.isnan(row.low) or math.isnan(se)):
            assert standard_error(row) == pytest.approx(se, rel=1e-6, abs=1e-9)


SIZES = {"s": 40, "t": 60}
in_every_design = pytest.mark.parametrize(
    "design",
    [(), ("stratum",), ("cluster",), ("weight",), ("stratum", "weight"), COLUMNS],
    ids=lambda design: "+".join(design) or "none",
)
MANY = settings(max_examples=max(20, settings.default.max_examples // 4))


@in_every_design
@MANY
@given(frame=surveys(complete=True), sized=st.booleans())
def test_a_constant_side_leaves_the_variance_of_the_mean(
    design: tuple[str, ...],
    frame: pd.DataFrame,
    sized: bool,  # noqa: FBT001
) -> None:
    """Means and the paired t have one variance in one design, with whatever it declares.

    Where everybody gives the same answer under the second condition, the difference varies as the
    mean of the first condition does.
    """
    data = bound(with_constant(frame, "when", "a"), design)
    if sized and "stratum" in design:
        data = data.sampled(population=SIZES)
    mean = answer(public.Entry(lk.means), data)
    paired = answer(public.Entry(lambda d: lk.compare_paired(d, *public.PAIR, test="t")), data)
    assert_one_variance(mean, paired, "a")


@pytest.mark.parametrize("design", [(), ("stratum",)], ids=["none", "stratum"])
@MANY
@given(frame=surveys(complete=True), alone=st.sets(st.integers(0, 8)))
def test_a_constant_sample_leaves_the_variance_of_the_other_mean(
    design: tuple[str, ...], frame: pd.DataFrame, alone: set[int]
) -> None:
    """The t of overlapping samples, of those too who answered under one condition only."""
    some = frame[(frame["when"] == "a") | ~frame["who"].isin(alone)]
    assume((some["when"] == "b").any())
    data = bound(with_constant(some, "when", "a"), design)
    mean = answer(public.Entry(lk.means), data)
    overlapping = answer(public.Entry(lambda d: lk.compare_overlapping(d, *public.PAIR)), data)
    assert_one_variance(mean, overlapping, "a")


@in_every_design
@MANY
@given(frame=surveys(complete=True, conditions=("a",)), sized=st.booleans())
def test_a_constant_group_leaves_the_variance_of_the_other_mean(
    design: tuple[str, ...],
    frame: pd.DataFrame,
    sized: bool,  # noqa: FBT001
) -> None:
    """The t test of groups has the variance of the mean of the group that varies."""
    assume(set(frame["group"]) == set(public.GROUPS))
    columns = {name: name for name in design}
    data = lk.Responses(with_constant(frame, "group", "x"), TRIAL, **columns)
    if sized and "stratum" in design:
        data = data.sampled(population=SIZES)
    means = answer(public.Entry(lambda d: lk.means(d, by="group")), data)
    groups = answer(
        public.Entry(lambda d: lk.compare_groups(d, "group", first="x", second="y", test="t")), data
    )
    assert_one_variance(means, groups, "x")


USED = {**public.FUNCTIONS, **public.HANDED_ON}


@pytest.mark.filterwarnings("ignore::likertkit.errors.LikertkitWarning")
@pytest.mark.parametrize("entry", USED.values(), ids=USED)
@FEWER
@given(frame=surveys(), design=designs())
def test_the_input_is_unchanged(
    entry: public.Entry, frame: pd.DataFrame, design: tuple[str, ...]
) -> None:
    """Whatever is done with responses: neither their frame nor what they hold of it."""
    before = frame.copy(deep=True)
    data = bound(frame, design)
    tally = copy.deepcopy(data.tally())
    answer(entry, data)
    pd.testing.assert_frame_equal(frame, before)
    assert data.tally() == tally


@pytest.mark.parametrize("name", [*public.PUBLIC, *public.METHODS])
def test_every_public_function_is_in_the_list(name: str) -> None:
    """A new function without a law fails here, by its name."""
    lists = (USED, public.ELSEWHERE, public.NO_TABLES)
    known = {public.base_name(entry) for entries in lists for entry in entries} | public.FILES
    assert name in known


@pytest.mark.parametrize("name", public.PUBLIC)
def test_a_function_of_answers_is_under_every_law(name: str) -> None:
    """Whoever takes responses is in ``FUNCTIONS``; whoever takes two sides has them exchanged."""
    parameters = inspect.signature(public.PUBLIC[name]).parameters
    of_functions = {public.base_name(entry) for entry in public.FUNCTIONS}
    makes_no_table = {*public.NO_TABLES, *public.FILES, "careless", "response_styles"}
    if "data" in parameters and name not in makes_no_table:
        assert name in of_functions
    if {"first", "second"} <= parameters.keys() and name in of_functions:
        assert name in {public.base_name(entry) for entry in TWO_SIDED}


@pytest.mark.parametrize("make", public.NO_TABLES.values(), ids=public.NO_TABLES)
def test_what_makes_no_table_runs(make: Callable[[], object]) -> None:
    """Its entry of the list is a call that succeeds."""
    assert make() is not None
