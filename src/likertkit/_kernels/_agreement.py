"""Agreement of ordered answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def layer_agreement(used: Sequence[bool]) -> float:
    """Return the agreement of a layer in which some levels hold equally many and others none."""
    k = len(used)
    n_used = sum(used)
    if n_used == 0:
        return 0.0
    if n_used == 1:
        return 1.0
    unimodal = bimodal = 0
    for low in range(k - 2):
        for middle in range(low + 1, k - 1):
            for high in range(middle + 1, k):
                pattern = (used[low], used[middle], used[high])
                unimodal += pattern in {(True, True, False), (False, True, True)}
                bimodal += pattern == (True, False, True)
    if unimodal + bimodal == 0:
        return 1 - (n_used - 1) / (k - 1)
    shape = ((k - 2) * unimodal - (k - 1) * bimodal) / ((k - 2) * (unimodal + bimodal))
    return shape * (1 - (n_used - 1) / (k - 1))


def van_der_eijk(weights: Sequence[float]) -> float:
    """Return van der Eijk's A of a frequency vector, lowest level first; NaN if empty.

    1 where all answers lie at one level, 0 where they are even, -1 where they are split between
    the two ends.
    """
    left = [float(weight) for weight in weights]
    total = math.fsum(left)
    if total <= 0:
        return math.nan
    agreement = 0.0
    while any(used := [weight > 0 for weight in left]):
        height = min(weight for weight in left if weight > 0)
        agreement += layer_agreement(used) * height * sum(used) / total
        # What is used up falls below 0, and is of no layer any more.
        left = [weight - height for weight in left]
    return agreement
