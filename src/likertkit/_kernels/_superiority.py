"""How much more often the first of two paired answers is the higher."""

from __future__ import annotations

import math
from typing import NamedTuple

from likertkit._kernels._net import tango_interval


class PairedSuperiority(NamedTuple):
    """Shares of pairs; `delta` is P(>) - P(<), `gamma` P(>) + P(=) / 2, each with its interval."""

    delta: float
    delta_low: float
    delta_high: float
    gamma: float
    gamma_low: float
    gamma_high: float


def paired_superiority(
    higher: int, equal: int, lower: int, confidence_level: float
) -> PairedSuperiority:
    """Return how much more often the first is higher, with Tango's score interval; NaN if empty."""
    n = higher + equal + lower
    delta = (higher - lower) / n if n else math.nan
    low, high = tango_interval(higher, lower, n, confidence_level)
    return PairedSuperiority(delta, low, high, (1 + delta) / 2, (1 + low) / 2, (1 + high) / 2)
