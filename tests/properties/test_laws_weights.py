"""Laws of sampling weights."""

from __future__ import annotations

import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import (
    VIEWS,
    cells_of,
    differences,
    directed,
    fewer,
    near,
    outcome,
    sheets,
    taken,
    with_cells,
    without,
)

import likertkit as lk
from likertkit import testing
from likertkit.testing._columns import KeyColumn

views = st.sampled_from(VIEWS)
weighted = sheets(weight=True, stratum=False, respondent=False, min_rows=1, by="ward")
# What weights as copies must give alike; errors and quartiles rightly differ.
COPIES = {
    lk.describe: (
        "mean", "median", "interpolated_median", "top_box", "bottom_box", "net", "floor",
        "ceiling", "mode",
    ),
    lk.frequencies: ("weighted_count", "proportion"),
    lk.means: ("mean", "weighted_n"),
}  # fmt: skip


@fewer(0.5)
@given(sheet=weighted, view=views, data=st.data())
def test_a_whole_weight_is_so_many_copies(sheet, view, data):
    """Law 4: an integer weight w gives the means, shares and medians of w copies of the row."""
    n = sheet.n_rows
    weights = [1, *data.draw(st.lists(st.integers(0, 4), min_size=n - 1, max_size=n - 1))]
    one = with_cells(sheet, "weight", weights).responses().scored(view)
    rows = [row for row, weight in enumerate(weights) for _ in range(weight)]
    other = without(taken(sheet, rows), "weight").responses().scored(view)
    for function, names in COPIES.items():
        for a in function(other, by=()):
            level = {"code": a.code} if function is lk.frequencies else {}
            (b,) = function(one, by=()).filter(item=a.item, **level)
            x, y = a.columns(), b.columns()
            assert [name for name in names if not near(float(x[name]), float(y[name]))] == []


@fewer(0.5)
@given(sheet=weighted, view=views, factor=st.sampled_from([0.5, 2, 0.1, 1e-6, 1e6, 3.0]))
def test_the_scale_of_weights_is_nothing(sheet, view, factor):
    """Law 4: weights times a constant change no mean, share, error or interval."""
    scaled = with_cells(sheet, "weight", [factor * w for w in cells_of(sheet, "weight")])
    for function in (lk.describe, lk.frequencies, lk.means):
        one = function(sheet.responses().scored(view), by="ward")
        other = function(scaled.responses().scored(view), by="ward")
        assert differences(one, other, leave_out=("weighted_count", "weighted_n")) == []


@fewer(0.5)
@given(sheet=sheets(weight=False, stratum=False, by="ward"), view=views, weight=st.floats(0.1, 9))
def test_equal_weights_are_none(sheet, view, weight):
    """Law 5: equal weights give the unweighted figures, the median among them."""
    column = KeyColumn(name="w", role="weight", cells=(weight,) * sheet.n_rows)
    equal = attrs.evolve(sheet, keys=(*sheet.keys, column)).responses().scored(view)
    one = lk.describe(sheet.responses().scored(view), by="ward")
    other = lk.describe(equal, by="ward")
    # Errors know the design of the whole; quartiles with weights are of another type.
    rest = ("se", "low", "high", "q1", "q3")
    assert differences(one, other, leave_out=rest) == []
    one, other = lk.means(sheet.responses().scored(view), by=()), lk.means(equal, by=())
    for a, b in zip(one, other, strict=True):
        assert near(a.mean, b.mean)
        assert b.n == 0 or near(b.effective_n, float(b.n))
        if a.n_missing == 0:
            assert near(a.se, b.se)
            assert near(a.low, b.low)
            assert near(a.high, b.high)
    for by in ((), "ward"):
        # Nor do the degrees of freedom move, whoever is missing.
        one, other = lk.means(sheet.responses(), by=by), lk.means(equal, by=by)
        for a, b in zip(one, other, strict=True):
            assert a.n < 2 or near(a.df, b.df)


@fewer(0.4)
@given(sheet=weighted, data=st.data())
def test_a_weight_of_0_moves_no_estimate(sheet, data):
    """Law 4: who has the weight 0 could as well have answered anything."""
    rows = [
        data.draw(st.integers(0, sheet.n_rows - 1)) if weight == 0 else row
        for row, weight in enumerate(cells_of(sheet, "weight"))
    ]
    moved = taken(sheet, rows).answers
    other = attrs.evolve(sheet, answers=(moved[0], *sheet.answers[1:]))
    one, two = lk.means(sheet.responses(), by=()), lk.means(other.responses(), by=())
    for a, b in zip(one, two, strict=True):
        assert near(a.mean, b.mean)
        assert near(a.weighted_n, b.weighted_n)


@fewer(0.6)
@given(sheet=sheets(weight=True, min_rows=1, by="ward"), view=views)
def test_every_function_knows_the_same_weights(sheet, view):
    """The mean of describe, of means and of the shares in frequencies is one number."""
    answers = sheet.responses().scored(view)
    described, meant = outcome(lk.describe, answers), outcome(lk.means, answers)
    if isinstance(described, tuple):  # a stratum of one, which both refuse
        assert meant == described
        return
    for one, other in zip(described, meant, strict=True):
        names = ("n", "n_missing", "mean", "se", "low", "high")
        a, b = one.columns(), other.columns()
        assert [name for name in names if not near(a[name], b[name])] == []


@pytest.mark.parametrize("function", [lk.describe, lk.frequencies, lk.means])
@given(tally=testing.tallies(directed(), by="ward", weighted=True))
def test_weighted_figures_stay_in_range(function, tally):
    """Shares lie in [0, 1], means within the scale, intervals around their estimate."""
    table = outcome(function, tally, by="ward")
    for row in () if isinstance(table, tuple) else table:
        columns = row.columns()
        scale = tally.instrument[row.item].scale
        for name in ("proportion", "top_box", "bottom_box", "floor", "ceiling"):
            share = columns.get(name, 0.0)
            assert math.isnan(share) or -1e-12 <= share <= 1 + 1e-12
        mean = columns.get("mean", scale.low)
        assert math.isnan(mean) or scale.low - 1e-9 <= mean <= scale.high + 1e-9
        estimate = columns.get("mean", columns.get("proportion"))
        if not math.isnan(columns["low"]):
            assert columns["low"] - 1e-9 <= estimate <= columns["high"] + 1e-9


@fewer(0.5)
@given(
    sheet=sheets(weight=True, cluster=False, condition=False, respondent=False, by="ward"),
    view=views,
)
def test_clusters_of_one_respondent_are_respondents(sheet, view):
    """In a weighted design they change no mean, error, degree of freedom or interval."""
    names = tuple(f"c{row}" for row in range(sheet.n_rows))
    column = KeyColumn(name="school", role="cluster", cells=names)
    alone = attrs.evolve(sheet, keys=(*sheet.keys, column))
    rule = {"lone_stratum": "certainty"} if sheet.key("stratum") else {}
    for by in ((), "ward"):
        one = lk.means(sheet.responses().scored(view).sampled(**rule), by=by)
        other = lk.means(alone.responses().scored(view).sampled(**rule), by=by)
        for a, b in zip(one, other, strict=True):
            for name in ("mean", "se", "df", "low", "high", "design_effect", "effective_n"):
                assert near(getattr(a, name), getattr(b, name)), name
