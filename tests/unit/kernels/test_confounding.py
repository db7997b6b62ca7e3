"""Risk ratios and E-values."""

from __future__ import annotations

import math

import pytest

from likertkit._kernels.means import e_value_of, log_risk_ratio


@pytest.mark.parametrize(("risk_ratio", "published"), [(3.9, 7.26), (1.8, 3.0)])
def test_published_e_values(risk_ratio, published) -> None:
    """VanderWeele and Ding (2017): breast feeding and infant deaths, 3.9 (1.8 to 8.7)."""
    assert e_value_of(math.log(risk_ratio)) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize("risk_ratio", [1.0, 1.2, 3.9, 0.5, 0.01])
def test_a_confounder_that_strong_explains_it(risk_ratio) -> None:
    """Ding and VanderWeele's bias factor, both ratios at the E-value, is the risk ratio."""
    e = e_value_of(math.log(risk_ratio))
    factor = e * e / (e + e - 1)
    assert factor == pytest.approx(max(risk_ratio, 1 / risk_ratio), rel=1e-12)


def test_log_risk_ratio() -> None:
    """A standard deviation is 0.91; a difference and its opposite mirror each other."""
    assert log_risk_ratio(0.0) == 0.0
    assert log_risk_ratio(0.5) == -log_risk_ratio(-0.5)
    assert log_risk_ratio(1.0) == 0.91


@pytest.mark.parametrize("log_ratio", [2e-16, 1e-9, -1e-9])
def test_near_1_nothing_is_lost(log_ratio) -> None:
    """There it is 1 and the root of the log, to the first order, on both sides."""
    assert e_value_of(log_ratio) - 1 == pytest.approx(math.sqrt(abs(log_ratio)), rel=1e-4)
