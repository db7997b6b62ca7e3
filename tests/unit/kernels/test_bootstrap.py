"""The arithmetic of resampling, against its definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference import kernels as plain

from likertkit._kernels.design import (
    acceleration,
    bca_interval,
    draw_shares,
    draw_units,
    percentile_interval,
)
from likertkit._kernels.design._bootstrap import _corrected
from likertkit._kernels.means import (
    interpolated_median,
    table_consensus,
    table_interpolated_median,
    table_leik,
    table_mean,
    table_median,
    table_van_der_eijk,
    weighted_quantile,
)

# Sums of a handful of doubles, in another order.
RTOL = 1e-12
SCORES = np.arange(1.0, 6.0)
TABLES = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)


@given(TABLES)
def test_tables_at_once_are_tables_one_by_one(counts: list[int]) -> None:
    """Medians and agreement of many tables are those of the functions for one."""
    many = np.array([counts, counts[::-1]], dtype=np.float64)
    scores = [1, 2, 3, 4, 5]
    for row, own in zip(range(2), (counts, counts[::-1]), strict=True):
        assert table_median(many, SCORES)[row] == weighted_quantile(own, scores, 0.5)
        spread = interpolated_median(own, scores)
        assert table_interpolated_median(many, SCORES)[row] == approx(spread, rel=RTOL)
        agreed = float(plain.van_der_eijk(own))
        assert table_van_der_eijk(many, SCORES)[row] == approx(agreed, rel=RTOL, abs=RTOL)
        mean = sum(n * x for n, x in zip(own, scores, strict=True)) / sum(own)
        assert table_mean(many, SCORES)[row] == approx(mean, rel=RTOL)


def test_agreement_of_the_published_example() -> None:
    """A .6113333 and consensus .725688 of the counts that R agrmt documents."""
    counts = np.array([30.0, 40, 210, 130, 530, 50, 10])
    levels = np.arange(7.0)
    # The figures are printed with six and seven digits.
    assert float(table_van_der_eijk(counts, levels)) == approx(0.6113333, abs=5e-8)
    assert float(table_consensus(counts, levels)) == approx(0.725688, abs=5e-7)


@pytest.mark.parametrize(
    ("counts", "agreed"), [([7, 0, 0, 0, 0], 1.0), ([0, 0, 0, 4, 0], 1.0), ([3, 0, 0, 0, 3], 0.0)]
)
def test_consensus_at_its_ends(counts: list[int], agreed: float) -> None:
    """All at one level is full consensus, half at either end is none."""
    table = np.array(counts, dtype=np.float64)
    assert float(table_leik(table, SCORES)) == approx(agreed, abs=RTOL)
    assert float(table_consensus(table, SCORES)) == approx(agreed, abs=RTOL)


def test_leik_by_his_formula() -> None:
    """1 less twice the sum of min(F, 1 - F) over K - 1: for even answers .4 of 5 levels."""
    # F is .2, .4, .6, .8: the lesser parts add up to 1.2.
    assert float(table_leik(np.ones(5), SCORES)) == approx(1 - 2 * 1.2 / 4, rel=RTOL)


STATISTICS = [
    table_mean,
    table_median,
    table_interpolated_median,
    table_van_der_eijk,
    table_leik,
    table_consensus,
]


@pytest.mark.parametrize("statistic", STATISTICS)
def test_tables_in_any_shape_and_any_unit_of_weight(statistic) -> None:
    """The last axis is that of the levels, whatever is before it; weights may all be small."""
    tables = np.random.default_rng(5).integers(0, 9, (2, 3, 5)).astype(float)
    tables[1, 2] = [4, 0, 0, 4, 0]
    found = statistic(tables, SCORES)
    for place in np.ndindex(2, 3):
        alone = statistic(tables[place], SCORES)
        assert alone.shape == ()
        assert found[place] == approx(float(alone), rel=RTOL, abs=RTOL)
    assert statistic(tables / 1024, SCORES) == approx(found, rel=RTOL, abs=RTOL)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_an_empty_table_has_no_statistic(statistic) -> None:
    """Beside one that has: the empty one alone is NaN."""
    found = statistic(np.array([[0.0] * 5, [1.0, 2, 3, 0, 0]]), SCORES)
    assert math.isnan(found[0])
    assert not math.isnan(found[1])


def test_as_many_answers_are_drawn_as_there_are_and_rescaled() -> None:
    """Rao and Wu: shares + √(n / (n - 1)) (drawn - shares); an unused level never occurs."""
    counts = np.array([3, 0, 5, 0, 2])
    found = draw_shares(counts, 1.0, 500, np.random.default_rng(1))
    drawn = 10 * (counts / 10 + (found - counts / 10) / math.sqrt(10 / 9))
    assert drawn == approx(drawn.round(), abs=1e-12)
    assert drawn.sum(axis=1) == approx(np.full(500, 10.0))
    assert not found[:, [1, 3]].any()


def test_of_few_answers_one_fewer_is_drawn() -> None:
    """The variance needs no rescaling then, and no share falls below 0."""
    found = draw_shares(np.array([3, 1]), 1.0, 200, np.random.default_rng(1))
    assert set((3 * found).reshape(-1).round(12).tolist()) == {0.0, 1.0, 2.0, 3.0}
    times = draw_units(3, 1.0, 200, np.random.default_rng(1))
    assert times.min() == 0.0
    assert times.sum(axis=1) == approx(np.full(200, 3.0))


def test_an_even_split_stays_possible() -> None:
    """{50, 50}: of 99 draws none splits evenly, so that A of the ends never came to -1."""
    found = draw_shares(np.array([50, 50]), 1.0, 2_000, np.random.default_rng(1))[:, 0]
    # C(100, 50) / 2^100 = .0796.
    assert np.isclose(found, 0.5).mean() == approx(0.0796, abs=4 * math.sqrt(0.0796 / 2_000))


def test_the_variance_of_shares_has_n_minus_1_and_the_correction() -> None:
    """p(1 - p) / (n - 1), times the correction: within four of its own standard errors."""
    counts, n_resamples = np.array([6, 4]), 40_000
    for factor in (1.0, 0.25):
        drawn = draw_shares(counts, factor, n_resamples, np.random.default_rng(2))[:, 0]
        expected = factor * 0.6 * 0.4 / 9
        assert drawn.var() == approx(expected, rel=4 * math.sqrt(2 / n_resamples))
        assert drawn.mean() == approx(0.6, abs=4 * math.sqrt(expected / n_resamples))


def test_the_correction_shrinks_what_is_drawn() -> None:
    """The same draws, half as far from the shares."""
    counts = np.array([1, 0, 2, 4])
    whole, part = (draw_shares(counts, f, 50, np.random.default_rng(4)) for f in (1.0, 0.25))
    shares = counts / 7
    assert part == approx(shares + (whole - shares) / 2, rel=RTOL)


def test_the_variance_of_a_total_of_units_is_that_of_the_design() -> None:
    """N Σ (w - w̄)² / (n - 1), times the correction."""
    weights, n_resamples = np.array([1.0, 2.5, 0.5, 4.0, 3.0]), 40_000
    for factor in (1.0, 0.5):
        times = draw_units(5, factor, n_resamples, np.random.default_rng(3))
        assert times.sum(axis=1) == approx(5.0, rel=RTOL)
        totals = times @ weights
        expected = factor * 5 * weights.var(ddof=1)
        assert totals.mean() == approx(11, abs=4 * math.sqrt(expected / n_resamples))
        # Totals are not normal: the variance of their variance is less than twice as large.
        assert totals.var() == approx(expected, rel=4 * math.sqrt(4 / n_resamples))


def test_acceleration_is_a_sixth_of_the_skewness_of_rows_left_out() -> None:
    """One stratum: Efron's form, from rows really left out one by one."""
    rows = np.array([1, 1, 2, 5, 5, 5, 4, 5])
    levels, counts = np.unique(rows, return_counts=True)
    means = np.array([np.delete(rows, np.flatnonzero(rows == x)[0]).mean() for x in levels])
    each = np.array([np.delete(rows, k).mean() for k in range(len(rows))])
    gaps = each.mean() - each
    expected = (gaps**3).sum() / (6 * (gaps**2).sum() ** 1.5)
    found = acceleration(
        means, counts, np.zeros(len(levels), dtype=np.intp), np.array([8]), np.ones(1)
    )
    assert found == approx(expected, rel=1e-9)


@pytest.mark.parametrize("strata", [([1, 1, 2, 5, 5], [2, 3, 5, 5]), ([1, 1, 2, 5, 5], [2, 4])])
@pytest.mark.parametrize("lone", [[], [[4]]])
def test_acceleration_of_strata_with_corrections(strata, lone) -> None:
    """Of a weighted mean of strata the influences are W (x - mean), in each over its own size."""
    # A stratum of one, which has no spread, comes before the others.
    strata = [*lone, *strata]
    parts, factors = (0.3, 0.7, 0.2)[: len(strata)], np.array([0.5, 0.8, 0.6])[: len(strata)]
    second = third = 0.0
    left_out, stratum = [], []
    whole = sum(part * np.mean(rows) for part, rows in zip(parts, strata, strict=True))
    for h, (part, rows) in enumerate(zip(parts, strata, strict=True)):
        influences = part * (np.array(rows) - np.mean(rows)) / len(rows)
        second += factors[h] * (influences**2).sum()
        third += factors[h] ** 1.5 * (influences**3).sum()
        for k in range(len(rows)):
            others = np.delete(rows, k) if len(rows) > 1 else rows
            left_out.append(whole + part * (np.mean(others) - np.mean(rows)))
            stratum.append(h)
    once, sizes = np.ones(len(stratum), dtype=np.int64), np.array([len(rows) for rows in strata])
    found = acceleration(np.array(left_out), once, np.array(stratum, dtype=np.intp), sizes, factors)
    assert found == approx(third / (6 * second**1.5), rel=1e-9)


def test_no_influence_no_acceleration() -> None:
    """Strata of one unit, or none that matters, have no skewness."""
    one = np.array([3.0])
    nowhere = np.zeros(1, dtype=np.intp)
    assert acceleration(one, np.array([1]), nowhere, np.array([1]), np.ones(1)) == 0.0
    assert acceleration(one, np.array([4]), nowhere, np.array([4, 5]), np.ones(2)) == 0.0


def test_bca_without_bias_and_skewness_is_the_percentile_interval() -> None:
    """Replicates that lie evenly about the estimate are not corrected."""
    replicates = np.linspace(-1, 1, 2001)
    # Both ends interpolate the same order statistics; the normal quantiles agree to 1e-15.
    expected = percentile_interval(replicates, 0.9)
    assert bca_interval(replicates, 0.0, 0.0, 0.9) == approx(expected, rel=1e-9)


def test_the_bca_correction_by_hand() -> None:
    """The ends are the shares Φ(z₀ + (z₀ + z) / (1 - a(z₀ + z))) of the replicates."""
    from scipy.stats import norm

    replicates = np.linspace(0, 1, 100_001)
    bias, skewness = norm.ppf(0.4), 0.05
    low, high = bca_interval(replicates, 0.4, skewness, 0.95)
    for end, z in ((low, norm.ppf(0.025)), (high, norm.ppf(0.975))):
        share = norm.cdf(bias + (bias + z) / (1 - skewness * (bias + z)))
        # A step of the replicates is 1e-5, and one of them is the estimate itself.
        assert end == approx(share, abs=3e-5)


@pytest.mark.parametrize("factor", [1e-6, 1, 1e6])
def test_a_replicate_is_the_estimate_but_for_rounding(factor: float) -> None:
    """What counts as equal goes with the unit of the statistic."""
    below, above = np.linspace(0, 0.29, 200), np.linspace(0.31, 1, 400)
    replicates = factor * np.concatenate([below, [0.3] * 400, above])
    # .1 + .2 is not .3; half of those at the estimate lie below it.
    assert replicates[200] != factor * (0.1 + 0.2)
    expected = bca_interval(np.linspace(0, 1, 1000), 0.4, 0.02, 0.9)
    found = bca_interval(replicates, factor * (0.1 + 0.2), 0.02, 0.9)
    places = np.linspace(0, 1, 1000)
    assert found == approx(tuple(np.interp(expected, places, replicates)), rel=1e-9)


def test_an_estimate_outside_of_all_replicates() -> None:
    """Counts as if half a replicate lay beyond it."""
    from scipy.stats import norm

    replicates = np.linspace(0, 1, 5)
    expected = norm.cdf(2 * norm.ppf(0.1) + norm.ppf([0.025, 0.975]))
    assert bca_interval(replicates, -1.0, 0.0, 0.95) == approx(tuple(expected), rel=1e-9)
    mirrored = 1 - expected[::-1]
    assert bca_interval(replicates, 2.0, 0.0, 0.95) == approx(tuple(mirrored), rel=1e-9)


@pytest.mark.parametrize(("skewness", "z"), [(0.5, 2.0), (0.5, 3.0), (4.0, 0.5)])
def test_at_its_pole_the_correction_takes_all(skewness: float, z: float) -> None:
    """And beyond it, on either side."""
    assert _corrected(0.0, skewness, z) == 1.0
    assert _corrected(0.0, -skewness, -z) == 0.0


def test_beyond_its_pole_the_correction_takes_all() -> None:
    """A strong skewness never turns an end of the interval round."""
    replicates = np.linspace(0, 1, 1001)
    assert bca_interval(replicates, 0.5, 0.9, 0.95)[1] == 1.0
    assert bca_interval(replicates, 0.5, -0.9, 0.95)[0] == 0.0


@given(st.floats(-0.6, 0.6), st.floats(0.05, 0.95), st.floats(0.5, 0.98))
def test_a_higher_level_never_narrows(skewness: float, estimate: float, level: float) -> None:
    """Whatever the skewness and the bias."""
    replicates = np.linspace(0, 1, 301) ** 2
    low, high = bca_interval(replicates, estimate, skewness, level)
    lower, higher = bca_interval(replicates, estimate, skewness, level + 0.01)
    assert lower <= low <= high <= higher
