from __future__ import annotations

import math
from itertools import pairwise

import pytest
from scipy import stats

from likertkit._kernels.shares import wilson_interval


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
@pytest.mark.parametrize("n", [1, 2, 5, 51, 1000])
def test_agrees_with_scipy(n, level):
    """For every count of a small n, and some of a large one."""
    for count in range(0, n + 1, max(1, n // 50)):
        expected = stats.binomtest(count, n).proportion_ci(level, method="wilson")
        found = wilson_interval(count, n, level)
        assert found == pytest.approx((expected.low, expected.high), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("n", [1, 3, 10, 51, 10**6, 0.7, 12.34])
def test_bounds_at_the_ends_are_exact(n):
    """Nobody, or everybody: the bound there is 0, or 1, and not nearly so."""
    assert wilson_interval(0, n, 0.95)[0] == 0.0
    assert wilson_interval(n, n, 0.95)[1] == 1.0
    assert 0.0 < wilson_interval(0, n, 0.95)[1] < 1.0
    assert 0.0 < wilson_interval(n, n, 0.95)[0] < 1.0


def test_effective_numbers_solve_the_score_equation():
    """The bounds are where the score test, on a number that is not whole, just rejects."""
    count, n, level = 3.7, 12.3, 0.9
    z = stats.norm.ppf((1 + level) / 2)
    for bound in wilson_interval(count, n, level):
        score = (count / n - bound) / math.sqrt(bound * (1 - bound) / n)
        assert abs(score) == pytest.approx(z, rel=1e-10)


@pytest.mark.parametrize("count", [0, 1, 20, 50, 51])
def test_a_higher_level_is_wider(count):
    """And never narrower at either side."""
    intervals = [wilson_interval(count, 51, level) for level in (0.5, 0.8, 0.9, 0.95, 0.99)]
    for (low, high), (wider_low, wider_high) in pairwise(intervals):
        assert wider_low <= low < high <= wider_high
        assert wider_high - wider_low > high - low


@pytest.mark.parametrize("n", [0, 0.0, -1, math.nan])
def test_nobody_asked(n):
    """No interval without answers."""
    assert all(map(math.isnan, wilson_interval(0, n, 0.95)))
