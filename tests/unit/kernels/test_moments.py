from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.reference import kernels as plain

from likertkit._kernels.means import (
    count_mean,
    count_skewness,
    count_variance,
    weighted_mean,
    weighted_skewness,
    weighted_variance,
)

RTOL = 1e-12  # both sides closed form, double precision
SCORES = (1, 2, 3, 4, 5)
COUNTS = [(20, 22, 6, 2, 1), (0, 0, 3, 1, 0), (1, 1, 1, 0, 0), (7, 0, 0, 0, 9), (1, 2, 0, 40, 3)]


@pytest.fixture(params=COUNTS, ids=str)
def counts(request):
    """Return a table of counts."""
    return request.param


def test_mean_is_the_nearest_float():
    """The study's n = 51, total 95: a quotient of whole numbers, rounded once."""
    assert count_mean((20, 22, 6, 2, 1), SCORES) == 95 / 51


def test_mean_of_huge_counts_is_exact():
    """No total is rounded before the division."""
    counts = (10**17 + 1, 10**17)
    assert count_mean(counts, (0, 10)) == float(Fraction(10**18, 2 * 10**17 + 1))


def test_variance_is_exact(counts):
    """The quotient is that of exact fractions, rounded once."""
    rows = plain.spread_out(counts, SCORES)
    exact = plain.central_moment(rows, 2) * Fraction(len(rows), len(rows) - 1)
    assert count_variance(counts, SCORES) == float(exact)


def test_variance_of_huge_counts_is_exact():
    """A variance that is far below the square of the mean loses no digit."""
    n = 10**12
    assert count_variance((n, n), (10**6, 10**6 + 1)) == float(Fraction(n, 2 * (2 * n - 1)))


def test_agrees_with_pandas(counts):
    """Mean, variance and skewness of the rows, as pandas has them."""
    rows = pd.Series(plain.spread_out(counts, SCORES))
    assert count_mean(counts, SCORES) == pytest.approx(rows.mean(), rel=RTOL)
    assert count_variance(counts, SCORES) == pytest.approx(rows.var(), rel=RTOL)
    assert count_skewness(counts, SCORES) == pytest.approx(rows.skew(), rel=1e-10, abs=1e-12)


def test_skewness_agrees_with_its_definition_and_scipy(counts):
    """The adjusted Fisher-Pearson coefficient."""
    rows = plain.spread_out(counts, SCORES)
    found = count_skewness(counts, SCORES)
    assert found == pytest.approx(plain.skewness(rows), rel=RTOL, abs=1e-15)
    assert found == pytest.approx(stats.skew(rows, bias=False), rel=1e-10, abs=1e-12)


def test_skewness_of_huge_counts_is_finite():
    """The powers are whole numbers of any size."""
    n = 10**15
    assert count_skewness((n, 0, n), (1, 2, 3)) == 0.0
    assert count_skewness((3 * n, n), (1, 2)) == pytest.approx(2 / math.sqrt(3), rel=1e-12)


@pytest.mark.parametrize("statistic", [count_mean, count_variance, count_skewness])
def test_nobody_answered(statistic):
    """An empty table has no figure, and no zero either."""
    assert math.isnan(statistic((0, 0, 0, 0, 0), SCORES))


def test_too_few_answers():
    """One answer has no variance, two have no skewness, equal ones have no skewness."""
    assert math.isnan(count_variance((0, 1, 0, 0, 0), SCORES))
    assert count_variance((0, 2, 0, 0, 0), SCORES) == 0.0
    assert math.isnan(count_skewness((1, 1, 0, 0, 0), SCORES))
    assert math.isnan(count_skewness((0, 9, 0, 0, 0), SCORES))
    assert count_skewness((1, 1, 1, 0, 0), SCORES) == 0.0


def test_weighted_agrees_with_numpy():
    """Mean and variance with divisor Σw are those of numpy.average, adjusted by n / (n - 1)."""
    weights = [0.5, 2.25, 0.0, 1.75, 3.0]
    mean = np.average(SCORES, weights=weights)
    spread = np.average((np.array(SCORES) - mean) ** 2, weights=weights)
    assert weighted_mean(weights, SCORES) == pytest.approx(mean, rel=RTOL)
    assert weighted_variance(weights, SCORES, 12) == pytest.approx(spread * 12 / 11, rel=RTOL)


def test_weighted_skewness_by_hand():
    """Weights 3 and 1 on 0 and 4: mean 1, m2 = 3, m3 = 6."""
    expected = 6 / 3**1.5 * math.sqrt(10 * 9) / 8
    assert weighted_skewness([3.0, 1.0], (0, 4), 10) == pytest.approx(expected, rel=RTOL)


def test_equal_weights_change_nothing(counts):
    """A constant weight gives the unweighted figures."""
    n = sum(counts)
    weights = [0.3 * c for c in counts]
    assert weighted_mean(weights, SCORES) == pytest.approx(count_mean(counts, SCORES), rel=RTOL)
    found = weighted_variance(weights, SCORES, n)
    assert found == pytest.approx(count_variance(counts, SCORES), rel=RTOL)
    found = weighted_skewness(weights, SCORES, n)
    assert found == pytest.approx(count_skewness(counts, SCORES), rel=1e-10, abs=1e-12)


def test_weights_that_add_up_to_nothing():
    """Neither mean nor spread is defined, though people answered."""
    nothing = [0.0] * 5
    assert math.isnan(weighted_mean(nothing, SCORES))
    assert math.isnan(weighted_variance(nothing, SCORES, 4))
    assert math.isnan(weighted_skewness(nothing, SCORES, 4))


@pytest.mark.parametrize("weight", [0.1, 1 / 3, 7e-12])
def test_one_level_held_is_exactly_its_score(weight):
    """No rounding makes a spread where there is none."""
    assert weighted_mean([0.0, 0.0, weight, 0.0, 0.0], SCORES) == 3.0
    assert weighted_variance([0.0, 0.0, weight, 0.0, 0.0], SCORES, 9) == 0.0


def test_weighted_with_too_few_answers():
    """The number of answers decides, not the sum of their weights."""
    weights = [5.0, 5.0, 0.0, 0.0, 0.0]
    assert math.isnan(weighted_variance(weights, SCORES, 1))
    assert weighted_variance(weights, SCORES, 2) == pytest.approx(0.5, rel=RTOL)
    assert math.isnan(weighted_skewness(weights, SCORES, 2))
    assert weighted_skewness(weights, SCORES, 3) == pytest.approx(0.0, abs=1e-15)
    assert math.isnan(weighted_skewness([5.0, 0.0, 0.0, 0.0, 0.0], SCORES, 9))
