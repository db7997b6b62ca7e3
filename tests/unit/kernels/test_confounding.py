"""Risk ratios and E-values."""

from __future__ import annotations

import math

import pytest

from likertkit._kernels import approximate_risk_ratio, risk_ratio_e_value


@pytest.mark.parametrize(("risk_ratio", "published"), [(3.9, 7.26), (1.8, 3.0)])
def test_published_e_values(risk_ratio, published) -> None:
    """VanderWeele and Ding (2017): breast feeding and infant deaths, 3.9 (1.8 to 8.7)."""
    assert risk_ratio_e_value(risk_ratio) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize("risk_ratio", [1.0, 1.2, 3.9, 0.5, 0.01])
def test_a_confounder_that_strong_explains_it(risk_ratio) -> None:
    """Ding and VanderWeele's bias factor, both ratios at the E-value, is the risk ratio."""
    e = risk_ratio_e_value(risk_ratio)
    factor = e * e / (e + e - 1)
    assert factor == pytest.approx(max(risk_ratio, 1 / risk_ratio), rel=1e-12)


def test_risk_ratio_is_symmetric() -> None:
    """A difference and its opposite give a ratio and its inverse."""
    assert approximate_risk_ratio(0.0) == 1.0
    assert approximate_risk_ratio(0.5) * approximate_risk_ratio(-0.5) == pytest.approx(1)
    assert math.log(approximate_risk_ratio(1.0)) == pytest.approx(0.91)
