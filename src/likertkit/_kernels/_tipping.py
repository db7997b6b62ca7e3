"""How much it takes to undo a paired difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._kernels._student import t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence


def shift_to_nonsignificant(
    mean: float, standard_error: float, df: float, confidence_level: float
) -> float:
    """Return what must be taken from a mean for its t test to give 1 - confidence level.

    It has the sign of the mean, and is 0 where the test does not reject to begin with; NaN
    without degrees of freedom.
    """
    if not df > 0:
        return math.nan
    reach = t_quantile((1 + confidence_level) / 2, df) * standard_error
    left = max(0.0, abs(mean) - reach)
    return -left if mean < 0 < left else left


def fewest_steps(gains: Sequence[tuple[int, int]], needed: int) -> int | None:
    """Return how few people must take a step for the sum of steps to reach what is needed.

    Parameters
    ----------
    gains : sequence of (int, int)
        The length of a step, and how many people can take one of that length, each only one.
    needed : int
        What the steps must add up to, or exceed.

    Returns
    -------
    int or None
        The number, the longest steps taken first; None where all steps together fall short.
    """
    people = 0
    for length, n in sorted(gains, reverse=True):
        if needed <= 0 or length <= 0:
            break
        taking = min(n, -(-needed // length))
        people += taking
        needed -= taking * length
    return people if needed <= 0 else None


def sign_test_gamma(n_for: int, n_against: int, confidence_level: float) -> float:
    """Return the largest Γ at which the two-sided sign test still rejects; 1 if it never does.

    Under Γ each sign is for with a probability of Γ / (1 + Γ) at the most.  That probability
    solves twice the binomial tail = 1 - confidence level, whose inverse is a quantile of a beta
    distribution: it is the lower Clopper-Pearson bound of the share for.
    """
    from scipy.special import betaincinv

    most, least = max(n_for, n_against), min(n_for, n_against)
    if most == 0:
        return 1.0
    share = float(betaincinv(most, least + 1, (1 - confidence_level) / 2))
    return max(1.0, share / (1 - share))
