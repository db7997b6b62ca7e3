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


@pytest.mark.parametrize("df", [2, 4])
def test_logs_go_on_where_probabilities_end(df):
    """With 2 and 4 degrees of freedom, t so large that only its leading power counts."""
    for power in (100, 150):
        t = 10.0**power
        # The tails are 1 / (2 t²) and 3 / t⁴ in the limit.
        expected = -2 * math.log(t) - math.log(2) if df == 2 else math.log(3) - 4 * math.log(t)
        assert log_t_pvalue(t, df, "greater") == approx(expected, rel=1e-13)
        assert log_t_pvalue(-t, df, "two-sided") == approx(expected + math.log(2), rel=1e-13)


@pytest.mark.parametrize("statistic", [3.0, 1290.0, 1430.0, 1480.0, 1e6])
def test_two_degrees_of_freedom_are_exponential(statistic):
    """Before, among and after the smallest doubles, which have few digits."""
    assert log_chi_square_pvalue(statistic, 2) == approx(-statistic / 2, rel=1e-14)


def test_no_degrees_of_freedom():
    """Nothing is tested."""
    assert log_chi_square_pvalue(0.0, 0) == 0.0
