"""How strong a confounder would have to be."""

from __future__ import annotations

import math

# ln of an odds ratio is π/√3 = 1.81 standard deviations, and a risk ratio about its root.
_RISK_PER_D = 0.91


def approximate_risk_ratio(standardized_difference: float) -> float:
    """Return the risk ratio of a dichotomised outcome that a standardised difference stands for."""
    return math.exp(_RISK_PER_D * standardized_difference)


def risk_ratio_e_value(risk_ratio: float) -> float:
    """Return the E-value of a risk ratio, on whichever side of 1 it lies."""
    above = risk_ratio if risk_ratio >= 1 else 1 / risk_ratio
    return above + math.sqrt(above) * math.sqrt(above - 1)
