from __future__ import annotations

import math

import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

from likertkit._kernels import log_chi_square_pvalue, log_normal_pvalue, log_t_pvalue


@pytest.mark.parametrize("statistic", [-3.2, -0.1, 0.0, 0.4, 5.0])
def test_sides(statistic):
    """Twice the smaller tail, or the tail on the side of the alternative."""
    for found, theirs in (
        (lambda side: log_normal_pvalue(statistic, side), stats.norm),
        (lambda side: log_t_pvalue(statistic, 4.5, side), stats.t(4.5)),
    ):
        assert math.exp(found("greater")) == approx(theirs.sf(statistic), rel=1e-12)
        assert math.exp(found("less")) == approx(theirs.cdf(statistic), rel=1e-12)
        assert math.exp(found("two-sided")) == approx(2 * theirs.sf(abs(statistic)), rel=1e-12)


@pytest.mark.parametrize("df", [3, 50, 999.5])
def test_logs_go_on_where_probabilities_end(df):
    """Past the smallest double the log falls as smoothly as before it."""
    steps = [10 ** (320 / df * part / 40) * math.sqrt(df) for part in range(30, 60)]
    logs = [log_t_pvalue(t, df, "greater") for t in steps]
    falls = [one - other for one, other in zip(logs, logs[1:], strict=False)]
    bends = [abs(one / other - 1) for one, other in zip(falls, falls[1:], strict=False)]
    assert logs[-1] < -708 < logs[0]
    assert max(bends) < 0.05


def test_no_degrees_of_freedom():
    """Nothing is tested."""
    assert log_chi_square_pvalue(0.0, 0) == 0.0
