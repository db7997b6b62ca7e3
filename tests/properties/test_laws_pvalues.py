"""Every p-value lies above 0 and at most at 1, whatever test made it."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference.ranks import least_log_pvalue, log_pvalue_of_counts

from likertkit._kernels.pvalues import (
    adjust_pvalues,
    chi_square_pvalue,
    doubled,
    f_pvalue,
    normal_pvalue,
    pvalue_of,
    t_pvalue,
)
from likertkit._kernels.ranks import rank_sum_test

ALTERNATIVES = ("two-sided", "greater", "less")
N_TABLES = 1_000
# Logarithms of gamma functions of numbers below 20 are right to a few units in the last place.
EXACT = 1e-13
statistics = st.floats(-1e300, 1e300)
freedom = st.floats(0.01, 1e6)


def lawful(pvalue: float) -> bool:
    """Return whether a p-value is one."""
    return 0 < pvalue <= 1


@given(logged=st.floats(-1e6, 1e6))
def test_every_logarithm_has_a_pvalue(logged):
    """The least number where it is too small, and 1 where rounding put it above."""
    assert lawful(pvalue_of(logged))
    assert lawful(doubled(pvalue_of(logged)))
    if logged >= 0:
        assert pvalue_of(logged) == 1.0
    if logged < -709:
        assert pvalue_of(logged) == sys.float_info.min


@given(statistic=statistics, df=freedom, within=freedom, alternative=st.sampled_from(ALTERNATIVES))
def test_every_distribution_gives_a_pvalue(statistic, df, within, alternative):
    """Normal, t, F and chi-square, near and far."""
    assert lawful(normal_pvalue(statistic, alternative))
    assert lawful(t_pvalue(max(-1e100, min(1e100, statistic)), df, alternative))
    assert lawful(f_pvalue(abs(statistic), df, within))
    assert lawful(chi_square_pvalue(min(abs(statistic), 1e6), math.ceil(df)))


def test_an_undefined_pvalue_stays_so():
    """NaN is no probability, and none is made of it."""
    assert math.isnan(pvalue_of(math.nan))


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_exact_ranks_of_small_groups_are_lawful(alternative):
    """A thousand tables of 1 to 8 answers a group: p within (0, 1], and not below its least."""
    drawn = np.random.default_rng(11)
    for number in range(N_TABLES):
        shares = drawn.dirichlet(np.full(5, 0.5))
        first, second = (drawn.multinomial(n, shares).tolist() for n in drawn.integers(1, 9, 2))
        found = rank_sum_test(first, second, alternative, "exact")
        assert lawful(found.pvalue)
        assert found.log_least <= found.log_pvalue <= 0
        family = [found.pvalue, *drawn.uniform(size=3).tolist()]
        for correction in ("holm", "benjamini-hochberg", "bonferroni"):
            assert adjust_pvalues(family, correction)[0] >= found.pvalue
        if number % 20 == 0:
            expected = log_pvalue_of_counts(first, second, alternative)
            assert found.log_pvalue == approx(expected, abs=EXACT)
            assert found.log_least == approx(
                least_log_pvalue(first, second, alternative), abs=EXACT
            )
