"""How strong a confounder would have to be."""

from __future__ import annotations

import math

# ln of an odds ratio is π/√3 = 1.81 standard deviations, and a risk ratio about its root.
_RISK_PER_D = 0.91


def log_risk_ratio(standardized_difference: float) -> float:
    """Return the log of the risk ratio that a standardised difference stands for.

    It is that of a dichotomised outcome.
    """
    return _RISK_PER_D * standardized_difference


def e_value_of(log_ratio: float) -> float:
    """Return the E-value of a risk ratio from its log, on whichever side of 0 that lies.

    The ratio less 1 is made from the log, for near 1 the difference would be rounding.
    """
    x = abs(log_ratio)
    above = math.exp(x)
    return above + math.sqrt(above) * math.sqrt(math.expm1(x))
