from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

from likertkit._kernels.means import hedges_correction, paired_t


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("counts", [[1, 0, 1], [3, 5, 2], [40, 100, 7], [0, 1, 9]])
def test_t_is_scipys(counts, alternative):
    """Row by row, with its interval; d_z is t over the root of n."""
    rows = np.repeat([-2.5, 0, 1], counts)
    their = stats.ttest_1samp(rows, 0, alternative=alternative)
    found = paired_t([-2.5, 0, 1], counts, alternative, 0.9)
    assert found.n == len(rows)
    assert (found.mean, found.sd) == approx((rows.mean(), rows.std(ddof=1)), rel=1e-13)
    assert (found.t, found.df) == (approx(their.statistic, rel=1e-12), their.df)
    assert math.exp(found.log_pvalue) == approx(their.pvalue, rel=1e-11)
    assert found.d_z == approx(their.statistic / math.sqrt(len(rows)), rel=1e-12)
    expected = stats.ttest_1samp(rows, 0).confidence_interval(0.9)
    assert (found.low, found.high) == approx(tuple(expected), rel=1e-11)
    if found.df > 1:
        assert found.g_z == found.d_z * hedges_correction(found.df)


@pytest.mark.parametrize("n", [1, 2, 70_000])
@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
def test_identical_answers_have_p_1_and_effect_0(n, alternative):
    """However few or many they are."""
    found = paired_t([-1, 0, 1], [0, n, 0], alternative, 0.95)
    assert (found.n, found.mean, found.t, found.log_pvalue) == (n, 0.0, 0.0, 0.0)
    assert (found.d_z, found.g_z) == (0.0, 0.0)
    # What never varied tells nothing of how far the mean could lie from 0.
    assert math.isnan(found.low)
    assert math.isnan(found.high)


nan = math.nan


@pytest.mark.parametrize("n", [1, 6])
def test_the_same_change_everywhere_defines_no_t(n):
    """The mean stands, but there is no spread to hold it against."""
    found = paired_t([0.1], [n], "greater", 0.95)
    assert (found.mean, found.df) == (0.1, n - 1)
    assert found.sd == approx(0.0 if n > 1 else nan, nan_ok=True)
    assert all(map(math.isnan, (found.t, found.log_pvalue, found.d_z, found.g_z)))
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_nobody():
    """Nothing is defined."""
    found = paired_t([1, 2], [0, 0], "two-sided", 0.95)
    assert (found.n, found.df) == (0, 0)
    assert all(map(math.isnan, (*found[1:4], *found[5:])))


def test_sums_are_exact():
    """A spread of one answer in a hundred million is not lost beside a large mean."""
    n = 10**8
    found = paired_t([10**6, 10**6 + 1], [n, 1], "two-sided", 0.95)
    share = Fraction(1, n + 1)
    assert found.sd == approx(math.sqrt(share * (1 - share) * (n + 1) / n), rel=1e-14)


def test_hedges_correction_by_hand():
    """Gamma functions of halves: 2 df give 1 / √π, 4 df √(2 / π), and many its series."""
    assert hedges_correction(2) == approx(1 / math.sqrt(math.pi), rel=1e-14)
    assert hedges_correction(4) == approx(math.sqrt(2 / math.pi), rel=1e-14)
    assert hedges_correction(7) == approx(
        math.gamma(3.5) / math.sqrt(3.5) / math.gamma(3), rel=1e-14
    )
    x = 1e6
    assert hedges_correction(x) == approx(1 - 3 / (4 * x) - 7 / (32 * x * x), rel=1e-14)
    assert math.isnan(hedges_correction(1))
    assert math.isnan(hedges_correction(0))
