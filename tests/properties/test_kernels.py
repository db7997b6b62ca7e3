"""Laws of the kernels."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests import kernels as k
from tests.reference import kernels as plain

RTOL = 1e-9
LEVELS = st.floats(0.01, 0.99)
SHARES = st.fractions(0, 1, max_denominator=40)


@st.composite
def tables(draw, least=1, most=9):
    """Draw counts, at least so many in all, and ascending scores, perhaps with gaps."""
    scores = sorted(draw(st.sets(st.integers(-6, 12), min_size=2, max_size=7)))
    counts = draw(
        st.lists(st.integers(0, most), min_size=len(scores), max_size=len(scores)).filter(
            lambda found: sum(found) >= least
        )
    )
    return counts, scores


@st.composite
def weighted_tables(draw):
    """Draw weights, not all 0, and ascending scores."""
    _, scores = draw(tables())
    weight = st.just(0.0) | st.floats(1e-3, 1e3)
    weights = draw(st.lists(weight, min_size=len(scores), max_size=len(scores)).filter(any))
    return weights, scores


@given(tables())
def test_the_mean_lies_within_the_scale(table):
    """And so does every median."""
    counts, scores = table
    used = [x for c, x in zip(counts, scores, strict=True) if c]
    assert used[0] <= k.count_mean(counts, scores) <= used[-1]
    assert used[0] - 0.5 <= k.interpolated_median(counts, scores) <= used[-1] + 0.5


@given(tables(least=3))
def test_moments_are_those_of_the_rows(table):
    """In exact fractions, rounded once; the skewness to rounding."""
    counts, scores = table
    rows = plain.spread_out(counts, scores)
    n = len(rows)
    assert k.count_mean(counts, scores) == float(Fraction(sum(rows), n))
    variance = plain.central_moment(rows, 2) * Fraction(n, n - 1)
    assert k.count_variance(counts, scores) == float(variance)
    found = k.count_skewness(counts, scores)
    if variance == 0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(plain.skewness(rows), rel=RTOL, abs=RTOL)


@given(tables(least=3), st.integers(-20, 20))
def test_moving_and_reversing_the_scale(table, step):
    """Moving moves the mean alone; reversing changes the sign of the mean and the skewness."""
    counts, scores = table
    moved = [x + step for x in scores]
    turned = [-x for x in scores]
    mean, variance, skewness = (
        statistic(counts, scores)
        for statistic in (k.count_mean, k.count_variance, k.count_skewness)
    )
    assert k.count_mean(counts, moved) == pytest.approx(mean + step, rel=RTOL, abs=RTOL)
    assert k.count_mean(counts, turned) == -mean
    assert k.count_variance(counts, moved) == k.count_variance(counts, turned) == variance
    assert k.count_skewness(counts, moved) == pytest.approx(skewness, rel=RTOL, nan_ok=True)
    assert k.count_skewness(counts, turned) == pytest.approx(-skewness, rel=RTOL, nan_ok=True)


def van_der_eijk(weights):
    """Return the agreement of one table."""
    table = np.asarray(weights, dtype=np.float64)
    return float(k.table_van_der_eijk(table, table))


@given(weighted_tables(), st.floats(1e-3, 1e3), st.integers(3, 99))
def test_scaling_all_weights_changes_nothing(table, factor, n):
    """Nor does their unit."""
    weights, scores = table
    scaled = [factor * w for w in weights]
    for statistic in (k.weighted_mean, lambda *table: k.weighted_variance(*table, n)):
        expected = statistic(weights, scores)
        assert statistic(scaled, scores) == pytest.approx(expected, rel=RTOL, abs=1e-9)
    expected = k.weighted_skewness(weights, scores, n)
    found = k.weighted_skewness(scaled, scores, n)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6, nan_ok=True)
    assert van_der_eijk(scaled) == pytest.approx(van_der_eijk(weights), rel=1e-6, abs=1e-9)


@given(tables(), SHARES)
def test_quantiles_are_those_of_the_rows(table, share):
    """Type 7 for any share; type 2 where a whole weight is so many copies of the row."""
    counts, scores = table
    rows = plain.spread_out(counts, scores)
    assert k.count_quantile(counts, scores, share) == float(plain.quantile_7(rows, share))
    weights = [float(c) for c in counts]
    assert k.weighted_quantile(weights, scores, float(share)) == float(
        plain.quantile_2(rows, share)
    )
    assert k.interpolated_median(weights, scores) == pytest.approx(
        float(plain.interpolated_median(rows)), rel=RTOL
    )


@given(tables())
def test_equal_weights_give_the_unweighted_median(table):
    """Both types agree on the median."""
    counts, scores = table
    median = k.count_quantile(counts, scores, Fraction(1, 2))
    assert k.weighted_quantile([0.7 * c for c in counts], scores, 0.5) == median


@given(weighted_tables(), st.lists(st.floats(0, 1), min_size=2, max_size=5).map(sorted))
def test_quantiles_rise_with_their_share(table, shares):
    """And stay on the scale."""
    weights, scores = table
    found = [k.weighted_quantile(weights, scores, share) for share in shares]
    assert found == sorted(found)
    assert scores[0] <= found[0] <= found[-1] <= scores[-1]


@given(weighted_tables(), st.integers(1, 1000))
def test_shares_by_largest_remainder_add_up(table, parts):
    """And none is a whole part away from its quota; nearest rounding is half a part at most."""
    weights, _ = table
    total = sum(map(Fraction, weights))
    quotas = [Fraction(w) * parts / total for w in weights]
    given = k.apportion(weights, parts)
    assert sum(given) == parts
    assert all(abs(found - quota) < 1 for found, quota in zip(given, quotas, strict=True))
    rounded = k.round_parts(weights, parts)
    assert all(abs(f - q) <= Fraction(1, 2) for f, q in zip(rounded, quotas, strict=True))


@given(tables())
def test_agreement_is_that_of_the_layers(table):
    """Within [-1, 1], and the same from the other end of the scale."""
    counts, _ = table
    found = van_der_eijk(counts)
    assert found == pytest.approx(float(plain.van_der_eijk(counts)), rel=RTOL, abs=RTOL)
    assert -1 - RTOL <= found <= 1 + RTOL
    assert van_der_eijk(counts[::-1]) == pytest.approx(found, rel=RTOL, abs=RTOL)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), LEVELS)
def test_wilson_holds_the_share_and_turns_with_it(counts, level):
    """The interval of the others is the mirror image."""
    count, n = counts
    low, high = k.wilson_interval(count, n, level)
    assert 0 <= low <= count / n <= high <= 1
    mirrored = (1 - high, 1 - low)
    assert k.wilson_interval(n - count, n, level) == pytest.approx(mirrored, rel=1e-7, abs=1e-9)


@given(st.lists(LEVELS, min_size=2, max_size=5).map(sorted), st.integers(0, 9), st.floats(0.5, 99))
def test_a_higher_level_never_narrows_an_interval(levels, count, df):
    """Neither Wilson's nor Student's."""
    for make in (
        lambda level: k.wilson_interval(count, 9, level),
        lambda level: k.t_interval(0.0, 1.0, df, level),
    ):
        for (low, high), (wider_low, wider_high) in pairwise(map(make, levels)):
            assert wider_low <= low <= high <= wider_high


UNITS = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.floats(0.01, 100), st.none() | st.sampled_from([1, 2, 3, 4, 5])
    ),
    min_size=2,
    max_size=40,
)


@given(UNITS)
def test_linearised_variance_is_that_of_the_rows(units):
    """Whatever strata, weights, domain and missing answers there are."""
    units = [*units, *[(h, 1.0, 2) for h in "abc"], *[(h, 1.0, None) for h in "abc"]]
    strata, scores = "abc", np.arange(1.0, 6.0)
    sizes = np.array([sum(unit[0] == h for unit in units) for h in strata])
    sums, squares = np.zeros((2, 3, 5))
    for h, w, y in units:
        if y is not None:
            sums[strata.index(h), y - 1] += w
            squares[strata.index(h), y - 1] += w * w
    mean = float((sums @ scores).sum() / sums.sum())
    deviations = (scores - mean) / sums.sum()
    totals, contributed = sums @ deviations, squares @ deviations**2
    found = k.stratified_variance(sizes, np.ones(3), totals, contributed, "raise")
    assert found == pytest.approx(plain.linearised_variance(units), rel=1e-7, abs=1e-12)


DTYPES = st.sampled_from([np.int8, np.int16, np.int64, np.uint8, np.float32, np.float64])


@st.composite
def raw_columns(draw):
    """Draw columns of raw numbers of any type, with places for some of them, and groups."""
    n_rows, n_groups = draw(st.integers(0, 30)), draw(st.integers(1, 6))
    codes = draw(st.lists(st.integers(-140, 300), unique=True, max_size=6))
    n_cells = len(codes) + 2
    columns, places, blanks = [], [], []
    for _ in range(draw(st.integers(0, 4))):
        dtype = np.dtype(draw(DTYPES))
        if dtype.kind == "f":
            values = st.floats(width=dtype.itemsize * 8) | st.integers(-300, 300).map(float)
        else:
            bounds = np.iinfo(dtype)
            values = st.integers(max(bounds.min, -300), min(bounds.max, 600))
        near = [c for c in codes if dtype.kind == "f" or bounds.min <= c <= bounds.max]
        if near:
            values |= st.sampled_from(near)
        columns.append(draw(hnp.arrays(dtype, n_rows, elements=values, fill=st.nothing())))
        places.append([(float(code), cell) for cell, code in enumerate(codes)])
        blanks.append(draw(st.integers(0, n_cells - 1)))
    groups = None
    if n_groups > 1:
        groups = draw(hnp.arrays(np.intp, n_rows, elements=st.integers(0, n_groups - 1)))
    return columns, places, blanks, n_cells, groups, n_groups


@given(raw_columns())
def test_tables_are_those_of_the_rows(raw):
    """Row by row, by either way of counting, whatever the numbers are."""
    columns, places, blanks, n_cells, groups, n_groups = raw
    n_rows = len(columns[0]) if columns else 0
    found = plain.cells(
        [column.tolist() for column in columns],
        places,
        blanks,
        n_cells,
        groups=[0] * n_rows if groups is None else groups.tolist(),
    )
    expected = np.zeros((1, n_groups, len(columns), n_cells + 1))
    for place, count in found.items():
        expected[place] = count
    np.testing.assert_array_equal(k.count_cells(*raw), expected[0])
    np.testing.assert_array_equal(k.sum_cells(*raw, ()), expected)


@given(raw_columns(), st.integers(0, 30))
def test_tables_add(raw, cut):
    """The table of all rows is the sum of the tables of its parts."""
    columns, places, blanks, n_cells, groups, n_groups = raw
    parts = [
        k.count_cells(
            [column[rows] for column in columns],
            places,
            blanks,
            n_cells,
            None if groups is None else groups[rows],
            n_groups,
        )
        for rows in (slice(cut), slice(cut, None))
    ]
    np.testing.assert_array_equal(sum(parts), k.count_cells(*raw))
