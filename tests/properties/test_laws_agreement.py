"""Laws of agreement: full, symmetric, the same from table and rows, whoever rates first."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

LEVELS = (1, 2, 3, 4)
SCALE = lk.LikertScale(LEVELS)
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])
FEW: dict[str, Any] = {"n_resamples": 40, "rng": 1}
# Sums of the same few numbers in another order.
RTOL = 1e-9
WEIGHTS = (None, "linear", "quadratic")

counts = st.lists(
    st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=4, max_size=4
).filter(lambda table: sum(map(sum, table)) > 1)
ratings = st.lists(
    st.lists(st.sampled_from((*LEVELS, None)), min_size=3, max_size=3), min_size=2, max_size=9
)


def pairs(table: Any) -> lk.PairTally:
    """Return a table of two raters."""
    return lk.PairTally.from_table(table, SCALE, item="q", first="a", second="b")


def bound(rows: Any, scale: lk.LikertScale = SCALE) -> lk.Responses:
    """Bind a row a unit, a column a rater."""
    frame = pd.DataFrame(rows, columns=list("abc"), dtype="Int64")
    trial = lk.Instrument("trial", [lk.Item("q", scale)])
    return lk.Responses.from_wide(frame, trial, columns={name: {"q": name} for name in frame})


def figures(row: Any, *names: str) -> Any:
    """Return some figures of a row, to compare."""
    return approx(tuple(getattr(row, name) for name in names), rel=RTOL, abs=RTOL, nan_ok=True)


@given(table=counts, weights=st.sampled_from(WEIGHTS))
def test_kappa_is_of_both_raters(table: Any, weights: Any) -> None:
    """At most 1; the same with the raters exchanged; 1 where no pair differs."""
    row = lk.cohen_kappa(pairs(table), "a", "b", weights=weights)["q"]
    back = lk.cohen_kappa(pairs(np.transpose(table)), "a", "b", weights=weights)["q"]
    names = ("estimate", "low", "high", "se", "observed", "expected")
    assert tuple(getattr(row, name) for name in names) == figures(back, *names)
    assert not row.estimate > 1
    assert math.isnan(row.low) or -1 <= row.low < row.estimate < row.high <= 1
    assert bool(row.note) == math.isnan(row.low)
    same = np.diag(np.diag(table))
    assume(np.count_nonzero(same) > 1)
    assert lk.cohen_kappa(pairs(same), "a", "b", weights=weights)["q"].estimate == 1


@given(table=counts)
def test_quadratic_kappa_is_the_icc_of_many(table: Any) -> None:
    """Fleiss and Cohen (1973): of very many pairs it is ICC(A,1); of all, in their proportions."""
    many = pairs(10**6 * np.array(table))
    kappa = lk.cohen_kappa(many, "a", "b", weights="quadratic")["q"].estimate
    icc = lk.icc(many)["q"].estimate
    assert kappa == approx(icc, abs=1e-4, nan_ok=True)


@given(rows=ratings, order=st.permutations("abc"), metric=st.sampled_from(["nominal", "ordinal"]))
def test_alpha_knows_no_order(rows: Any, order: list[str], metric: Any) -> None:
    """Of raters and of units; at most 1."""
    row = lk.krippendorff_alpha(bound(rows), metric=metric, **FEW)["q"]
    frame = pd.DataFrame(rows, columns=list("abc"))[order]
    turned = bound(frame.iloc[::-1].to_numpy())
    back = lk.krippendorff_alpha(turned, metric=metric, **FEW)["q"]
    assert (row.estimate, row.low, row.high) == figures(back, "estimate", "low", "high")
    assert not row.estimate > 1
    # Nominal levels have no order themselves.
    if metric == "nominal":
        places = {1: 3, 2: 1, 3: 4, 4: 2, None: None}
        renamed = bound([[places[x] for x in unit] for unit in rows])
        other = lk.krippendorff_alpha(renamed, metric=metric, **FEW)["q"]
        assert (row.estimate,) == figures(other, "estimate")


@given(rows=ratings, shift=st.integers(-5, 5), stretch=st.sampled_from([1, 2, 7]))
def test_alpha_of_intervals_knows_no_unit(rows: Any, shift: int, stretch: int) -> None:
    """A linear change of the values changes nothing."""
    row = lk.krippendorff_alpha(bound(rows), metric="interval", **FEW)["q"]
    scale = lk.LikertScale([shift + stretch * level for level in LEVELS])
    moved = [[None if x is None else shift + stretch * x for x in unit] for unit in rows]
    back = lk.krippendorff_alpha(bound(moved, scale), metric="interval", **FEW)["q"]
    assert (row.estimate, row.low, row.high) == figures(back, "estimate", "low", "high")


@given(rows=ratings)
def test_tables_and_rows_agree(rows: Any) -> None:
    """Every figure of two raters, from the table of pairs and from the rows."""
    data = bound(rows)
    both = data.pairs("a", "b")
    for weights in WEIGHTS:
        found = lk.cohen_kappa(data, "a", "b", weights=weights)
        assert found["q"] == lk.cohen_kappa(both, "a", "b", weights=weights)["q"]
    assert lk.test_retest(data, "a", "b")["q"] == lk.test_retest(both)["q"]
    two = [unit[:2] for unit in rows]
    alone = lk.Responses.from_wide(
        pd.DataFrame(two, columns=["a", "b"], dtype="Int64"),
        TRIAL,
        columns={"a": {"q": "a"}, "b": {"q": "b"}},
    )
    assert lk.icc(alone)["q"] == lk.icc(both)["q"]
    row = lk.krippendorff_alpha(alone, **FEW)["q"]
    back = lk.krippendorff_alpha(both, **FEW)["q"]
    names = ("estimate", "n_units", "n_ratings", "n_unpaired")
    assert tuple(getattr(row, name) for name in names) == figures(back, *names)


@pytest.mark.parametrize("definition", ["agreement", "consistency"])
@given(rows=ratings, average=st.booleans())
def test_icc_is_at_most_1_with_its_interval_around(
    definition: Any,
    rows: Any,
    average: bool,  # noqa: FBT001
) -> None:
    """A higher level never narrows the interval; a shift of a rater leaves consistency alone."""
    options: dict[str, Any] = {"definition": definition, "average": average}
    row = lk.icc(bound(rows), **options)["q"]
    wider = lk.icc(bound(rows), confidence_level=0.99, **options)["q"]
    assert not row.estimate > 1 + RTOL
    assert bool(row.note) == math.isnan(row.low)
    if not (math.isnan(row.low) or math.isnan(wider.low)):
        assert wider.low <= row.low < row.estimate < row.high <= wider.high
    if definition == "consistency":
        wide = lk.LikertScale(range(1, 9))
        moved = [[None if x is None else x + 4 * (r == 1) for r, x in enumerate(u)] for u in rows]
        back = lk.icc(bound(moved, wide), **options)["q"]
        assert (row.estimate, row.low, row.high) == figures(back, "estimate", "low", "high")
