"""P-values adjusted for being several."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def adjusted(pvalues: Sequence[float], correction: str) -> list[float]:
    """Return adjusted p-values, in the order given.

    Parameters
    ----------
    pvalues : sequence of float
        The family; a NaN is no member of it, and stays NaN.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}
        The first and the third hold the chance of any false rejection; the second the share of
        false ones among all rejections.
    """
    family = [k for k, pvalue in enumerate(pvalues) if not math.isnan(pvalue)]
    found = [float(pvalue) for pvalue in pvalues]
    m = len(family)
    if correction == "bonferroni":
        for k in family:
            found[k] = min(1.0, m * found[k])
    elif correction == "holm":
        least = 0.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__)):
            least = max(least, min(1.0, (m - rank) * found[k]))
            found[k] = least
    elif correction == "benjamini-hochberg":
        most = 1.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__, reverse=True)):
            most = min(most, m / (m - rank) * found[k])
            found[k] = most
    return found
