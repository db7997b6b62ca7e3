"""How much it takes to undo a paired difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def shift_to_nonsignificant(low: float, high: float) -> float:
    """Return what must be taken from a mean for its two-sided t test to be at its level.

    That is the end nearer to 0 of the interval at the same level; 0 where the interval holds 0,
    since the test does not reject to begin with; NaN where there is no interval.
    """
    if math.isnan(low) or math.isnan(high):
        return math.nan
    return low if low > 0 else min(high, 0.0)


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
