from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from likertkit._kernels.means import (
    correlation_of_estimates,
    designed_means_test,
    designed_shares_test,
    effective_size,
    fisher_pvalue,
    least_expected,
    newcombe_interval,
    odds_ratio_interval,
    pooled_shares_test,
    shares_chi_square,
    variance_of_difference,
)
from likertkit._kernels.pvalues import normal_pvalue, normal_pvalues, t_pvalue, t_pvalues

SIDES = ["two-sided", "less", "greater"]

# Newcombe (1998, Statistics in Medicine 17, 873-890), Table II, method 10, at 95 %.
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


def test_newcombes_published_examples():
    """All eight differences of his table, in one call; four decimals were printed."""
    x1, n1, x2, n2, low, high = np.array(PUBLISHED).T
    found = newcombe_interval(x1 / n1, x2 / n2, n1, n2, 0.95)
    assert_allclose(found, (low, high), atol=5.1e-5)


def test_a_correlation_narrows_or_widens():
    """With nothing in common it is the root of the squares; alike estimates take all of it off."""
    low, high = newcombe_interval(0.5, 0.5, 20, 20, 0.95, [-1.0, 0.0, 1.0])
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) < 0).all()
    assert (low[2], high[2]) == (0.0, 0.0)
    # Without an effective size there is no interval.
    assert np.isnan(newcombe_interval(0.5, 0.5, math.nan, 20, 0.95)).all()


@pytest.mark.parametrize("side", SIDES)
def test_pooled_is_the_chi_square_of_the_table(side):
    """Two-sided the p-value is SciPy's chi-square without correction; one-sided the half of it."""
    x1, n1, x2, n2 = 7, 34, 1, 31
    tested = pooled_shares_test(x1 / n1, x2 / n2, n1, n2, side)
    peer = stats.chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], correction=False)
    assert tested.statistic**2 == pytest.approx(peer.statistic, rel=1e-12)
    expected = {"two-sided": peer.pvalue, "greater": peer.pvalue / 2, "less": 1 - peer.pvalue / 2}
    assert tested.pvalue == pytest.approx(expected[side], rel=1e-10)


def test_every_two_columns_at_once():
    """A matrix of tests by broadcasting: swapping two columns turns the sign and keeps p."""
    shares, sizes = np.array([[0.2, 0.5, 1.0], [0.0, 0.0, 0.7]]), np.array([20, 30, 40])
    every = shares[:, :, None], shares[:, None, :], sizes[:, None], sizes[None, :]
    tested = pooled_shares_test(*every, "two-sided")
    assert tested.pvalue.shape == (2, 3, 3)
    assert_allclose(tested.statistic, -tested.statistic.transpose(0, 2, 1), atol=1e-14)
    assert_allclose(tested.pvalue, tested.pvalue.transpose(0, 2, 1), rtol=1e-14)
    # Shares that are both 0 do not differ, however little they vary.
    assert (tested.statistic[1, 0, 1], tested.pvalue[1, 0, 1]) == (0.0, 1.0)
    one = pooled_shares_test(0.5, 1.0, 30, 40, "two-sided")
    assert tested.pvalue[0, 1, 2] == one.pvalue


def test_respondents_of_both_samples_narrow_the_error():
    """Of pairs that agree wholly but for one, the error is that of the pairs."""
    plain = pooled_shares_test(0.5, 0.4, 10, 10, "two-sided")
    paired = pooled_shares_test(0.5, 0.4, 10, 10, "two-sided", shared=2 * 0.8 * 10 / 100)
    assert paired.standard_error == pytest.approx(plain.standard_error * math.sqrt(0.2), rel=1e-12)


def test_designed_means():
    """Student's t by hand, with the covariance of the two estimates."""
    variance = variance_of_difference(0.02, 0.03, 0.005)
    tested = designed_means_test(3.2, 2.9, variance, 17, "two-sided")
    assert tested.statistic == pytest.approx(0.3 / 0.2, rel=1e-12)
    assert tested.pvalue == pytest.approx(2 * stats.t.sf(1.5, 17), rel=1e-10)
    # A variance that is rounding is none: no test, unless there is no difference either.
    nothing = variance_of_difference(0.1, 0.1, 0.1 - 1e-17)
    assert nothing == 0
    assert math.isnan(designed_means_test(3.2, 2.9, nothing, 17, "less").pvalue)
    assert designed_means_test(3.0, 3.0, nothing, 0, "less").pvalue == 1.0
    assert math.isnan(designed_means_test(3.2, 2.9, variance, 0, "less").statistic)
    assert designed_means_test(3.0, 3.0, variance, 5, "less").pvalue == 0.5


def test_designed_shares_at_the_ends():
    """A share of 100 % has no variance by the design: the pooled error of effective sizes stands.

    Three of three and 50 of 100: the t without it would be 10.
    """
    tested = designed_shares_test([1.0, 0.6], 0.5, 0.0025, 80, 3, 100, "two-sided")
    pooled = pooled_shares_test(1.0, 0.5, 3, 100, "two-sided")
    assert tested.statistic[0] == pooled.statistic
    assert tested.pvalue[0] == pytest.approx(2 * stats.t.sf(float(pooled.statistic), 80), rel=1e-9)
    assert tested.statistic[1] == pytest.approx(0.1 / 0.05, rel=1e-12)
    alike = designed_shares_test(1.0, 1.0, 0.0, 80, 3, 100, "two-sided")
    assert (alike.statistic, alike.pvalue) == (0.0, 1.0)
    unseen = designed_shares_test(0.6, 0.5, 0.0025, 80, 3, 100, "less", unseen=[True, False])
    assert unseen.statistic[0] == pooled_shares_test(0.6, 0.5, 3, 100, "less").statistic
    assert unseen.statistic[1] == tested.statistic[1]


def test_effective_size():
    """Korn and Graubard's by hand; never above the most; none without spread."""
    t = stats.t.ppf(0.975, [49, 9])
    expected = 0.24 / 0.01 * (t[0] / t[1]) ** 2
    sizes = effective_size([0.24, 0.24, 0.0], 0.01, 50, 9, [50, 10, 50], 0.95)
    assert_allclose(sizes, [expected, 10, math.nan], rtol=1e-10)
    assert math.isnan(effective_size(0.24, 0.01, 50, 0, 50, 0.95))


def test_odds_ratio_by_hand():
    """Zou and Donner (2008): the ends of R's prop.test of each share, as logarithms of odds."""
    ratio, low, high = odds_ratio_interval([0.3, 1.0, 0.5], [0.4, 0.5, 0.0], 40, 50, 0.95)
    logit = [
        np.log(np.array(ends) / (1 - np.array(ends)))
        for ends in ((0.1807484523, 0.3, 0.4543001882), (0.2760838973, 0.4, 0.5381856225))
    ]
    (low1, at1, high1), (low2, at2, high2) = logit
    assert ratio[0] == pytest.approx((0.3 / 0.7) / (0.4 / 0.6), rel=1e-12)
    assert low[0] == pytest.approx(
        math.exp(at1 - at2 - math.hypot(at1 - low1, high2 - at2)), rel=1e-8
    )
    assert high[0] == pytest.approx(
        math.exp(at1 - at2 + math.hypot(high1 - at1, at2 - low2)), rel=1e-8
    )
    for figure in (ratio, low, high):
        assert np.isnan(figure[1:]).all()


def test_chi_square_of_several_shares():
    """SciPy's chi-square of the table of counts; 0 where all are in the box."""
    inside, n = np.array([12.0, 20.0, 31.0]), np.array([40.0, 50.0, 45.0])
    table = stats.chi2_contingency(np.array([inside, n - inside]), correction=False)
    statistic, cramer, least = shares_chi_square(inside / n, n)
    assert statistic == pytest.approx(table.statistic, rel=1e-10)
    assert cramer == pytest.approx(math.sqrt(table.statistic / 135), rel=1e-10)
    assert least == pytest.approx(table.expected_freq.min(), rel=1e-10)
    assert shares_chi_square(np.array([1.0, 1.0]), n[:2]) == (0.0, 0.0, 0.0)


def test_the_variance_of_a_difference_of_strangers():
    """Without a covariance the variances add up."""
    assert variance_of_difference(0.25, 0.5) == 0.75


def test_correlation_of_estimates():
    """It undoes the variance of the difference; 0 where an estimate does not vary."""
    variance = variance_of_difference(0.04, 0.09, 0.03)
    assert correlation_of_estimates(0.04, 0.09, variance) == pytest.approx(0.5, rel=1e-12)
    assert correlation_of_estimates(0.0, 0.09, 0.09) == 0.0


def fisher(first, second, n_first, n_second, side):
    """Return the p-value from whole numbers."""
    inside = first + second
    ways = {
        k: math.comb(n_first, k) * math.comb(n_second, inside - k)
        for k in range(max(0, inside - n_second), min(inside, n_first) + 1)
    }
    kept = {
        "two-sided": lambda k: ways[k] <= ways[first],
        "less": lambda k: k <= first,
        "greater": lambda k: k >= first,
    }[side]
    return Fraction(sum(n for k, n in ways.items() if kept(k)), sum(ways.values()))


@pytest.mark.parametrize("side", SIDES)
def test_fisher_is_enumeration(side):
    """Every table of 4 and 6 answers, and one whose p-value is far below a plain sum."""
    for first, second in product(range(5), range(7)):
        found = fisher_pvalue(first, second, 4, 6, side)
        assert found == pytest.approx(float(fisher(first, second, 4, 6, side)), rel=1e-12)
    found = fisher_pvalue(350, 20, 400, 450, side)
    assert found == pytest.approx(float(fisher(350, 20, 400, 450, side)), rel=1e-9)


def test_least_expected():
    """Cochran's rule: the smallest of the four expected counts."""
    found = least_expected(np.array([0.1, 0.9]), 0.2, 10, [30, 20])
    tables = [[[1, 9], [6, 24]], [[9, 1], [4, 16]]]
    expected = [stats.contingency.expected_freq(table).min() for table in tables]
    assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("side", SIDES)
def test_many_pvalues_are_the_single_ones(side):
    """Above 0, at most 1, and NaN where undefined, far out too."""
    z = np.array([-40.0, -1.2, 0.0, 0.3, 9.0, 60.0, math.nan])
    singles = [normal_pvalue(one, side) for one in z.tolist()]
    assert_allclose(normal_pvalues(z, side), singles, rtol=1e-12)
    df = np.array([3.0, 1.0, 5.0, 0.0, 1e6, 2.0, 4.0])
    singles = [t_pvalue(t, n, side) for t, n in zip(z.tolist(), df.tolist(), strict=True)]
    assert_allclose(t_pvalues(z, df, side), singles, rtol=1e-12)
