from __future__ import annotations

import math

import pytest
from scipy import stats

from likertkit._kernels.ranks import sign_least, sign_pvalue


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
@pytest.mark.parametrize(("positive", "negative"), [(0, 1), (1, 1), (7, 2), (3, 12), (400, 450)])
def test_p_is_scipys(positive, negative, alternative):
    """The exact binomial test of a half."""
    their = stats.binomtest(positive, positive + negative, alternative=alternative).pvalue
    found = math.exp(sign_pvalue(positive, negative, alternative))
    assert found == pytest.approx(their, rel=1e-12)


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
def test_no_differences(alternative):
    """Nothing to test: p is 1, and can be no less."""
    assert sign_pvalue(0, 0, alternative) == sign_least(0, 0, alternative) == 0.0


def test_the_least_is_all_of_one_sign():
    """However many there are."""
    for n in (1, 4, 20_000):
        assert sign_least(0, n, "greater") == sign_pvalue(n, 0, "greater") == -n * math.log(2)
        assert sign_least(n, 0, "two-sided") == sign_pvalue(n, 0, "two-sided")
    assert sign_least(1, 0, "two-sided") == 0.0


def test_many_signs_take_no_longer():
    """Ten million pairs, against the normal distribution, a relative 1 / n away."""
    found = sign_pvalue(5_002_000, 4_998_000, "greater")
    z = (2000 - 0.5) / math.sqrt(10_000_000 / 4)
    assert found == pytest.approx(stats.norm.logsf(z), rel=1e-5)
