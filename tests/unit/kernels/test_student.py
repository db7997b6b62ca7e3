from __future__ import annotations

import math

import pytest
from scipy import stats

from likertkit._kernels.means import t_interval, t_quantile


@pytest.mark.parametrize("df", [1, 2.5, 50, 1e6])
@pytest.mark.parametrize("share", [0.025, 0.5, 0.9, 0.9995])
def test_quantile_agrees_with_scipy(share, df):
    """Degrees of freedom need not be whole."""
    assert t_quantile(share, df) == pytest.approx(stats.t.ppf(share, df), rel=1e-9, abs=1e-9)


def test_quantile_by_hand():
    """The first row of every table, Cauchy's quantile."""
    assert t_quantile(0.975, 1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-10)


@pytest.mark.parametrize("df", [0.5, 1.0, 16.5])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_interval_agrees_with_scipy(level, df):
    """Around the estimate, from low to high; two answers, one degree of freedom, will do."""
    expected = stats.t.interval(level, df, loc=-2.25, scale=0.4)
    assert t_interval(-2.25, 0.4, df, level) == pytest.approx(expected, rel=1e-10)


def test_interval_without_spread_is_a_point():
    """An error of 0 is known, unlike an undefined one."""
    assert t_interval(3.0, 0.0, 4.0, 0.95) == (3.0, 3.0)


@pytest.mark.parametrize(("error", "df"), [(math.nan, 4.0), (0.5, 0.0), (0.5, math.nan)])
def test_undefined(error, df):
    """No interval without an error or without degrees of freedom."""
    assert all(map(math.isnan, t_interval(3.0, error, df, 0.95)))
