from __future__ import annotations

import math
from decimal import Decimal, localcontext

import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import special, stats

from likertkit._kernels.pvalues import (
    _beta_parts,
    _continued,
    _gamma_parts,
    log_chi_square_pvalue,
    log_normal_pvalue,
    log_t_pvalue,
)


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


@pytest.mark.parametrize("statistic", [1400.0, 1600.0, 9000.0])
def test_even_degrees_of_freedom_are_sums(statistic):
    """Of 8: exp(-x / 2) times the first four terms of the series of exp(x / 2)."""
    half = statistic / 2
    expected = math.log(sum(half**k / math.factorial(k) for k in range(4))) - half
    assert log_chi_square_pvalue(statistic, 8) == approx(expected, rel=1e-14)


@pytest.mark.parametrize(("t", "df"), [(1e4, 100), (90.0, 600), (60.0, 1400)])
def test_even_degrees_of_freedom_of_t_are_sums(t, df):
    """1 less sin θ (1 + cos² θ / 2 + 1·3 / (2·4) cos⁴ θ + ...) with tan θ = t / √df; decimals."""
    with localcontext(prec=900):
        square = Decimal(df) / (Decimal(df) + Decimal(t) ** 2)
        term = total = Decimal(1)
        for k in range(1, df // 2):
            term *= square * (2 * k - 1) / (2 * k)
            total += term
        expected = float(((1 - (1 - square).sqrt() * total) / 2).ln())
    assert expected < -650
    assert log_t_pvalue(t, df, "greater") == approx(expected, rel=1e-13)


@pytest.mark.parametrize("a", [0.5, 1.5, 4.0, 30.0])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_the_fractions_where_scipy_has_all_digits(a, share):
    """Of the incomplete beta and gamma functions, over their first terms."""
    front = a * math.log(share) + 0.5 * math.log1p(-share) - math.log(a) - special.betaln(a, 0.5)
    found = math.exp(front) / _continued(_beta_parts(a, 0.5, share))
    assert found == approx(special.betainc(a, 0.5, share), rel=1e-12)
    x = a + 1 / share
    front = a * math.log(x) - x - special.gammaln(a) - math.log(x + 1 - a)
    found = math.exp(front) / _continued(_gamma_parts(a, x))
    assert found == approx(special.gammaincc(a, x), rel=1e-12)


def test_no_degrees_of_freedom():
    """Nothing is tested."""
    assert log_chi_square_pvalue(0.0, 0) == 0.0
