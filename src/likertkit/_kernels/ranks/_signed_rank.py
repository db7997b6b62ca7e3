"""Wilcoxon's signed-rank test and the sign test of grouped differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from likertkit._kernels.pvalues._tails import log_normal_pvalue
from likertkit._kernels.ranks._sign_flip_test import (
    Flips,
    flip_cost,
    flip_exact_feasible,
    flip_least,
    flip_pvalue,
    flips,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._kernels.pvalues._tails import Alternative

Zeros = Literal["pratt", "wilcoxon", "zero-split"]


class SignedRank(NamedTuple):
    """What the ranks of the positive differences add up to, and under random signs.

    `flips` are the doubled midranks of the differences that are not zero, from which the exact
    distribution comes; `mean` and `variance` are for its normal approximation.
    """

    flips: Flips
    t_plus: float
    t_minus: float
    mean: float
    variance: float
    rank_biserial: float


def signed_rank(
    magnitudes: Sequence[float],
    positive: Sequence[int],
    negative: Sequence[int],
    n_zero: int,
    zeros: Zeros,
) -> SignedRank:
    """Return the signed ranks of differences counted by magnitude and sign.

    Zeros are ranked and then left out (Pratt), left out first (Wilcoxon), or ranked and half of
    their ranks given to each sign (zero-split).  Under zero-split the variance counts the zeros
    as if they had random signs too, as SciPy does; the exact distribution is Pratt's.
    """
    ordered = sorted(zip(magnitudes, positive, negative, strict=True))
    more, less = [one[1] for one in ordered], [one[2] for one in ordered]
    below = 0 if zeros == "wilcoxon" else n_zero
    doubled: list[int] = []
    for up, down in zip(more, less, strict=True):
        doubled.append(2 * below + up + down + 1)
        below += up + down
    t_plus = sum(rank * up for rank, up in zip(doubled, more, strict=True))
    t_minus = sum(rank * down for rank, down in zip(doubled, less, strict=True))
    squares = sum(rank**2 * (p + m) for rank, p, m in zip(doubled, more, less, strict=True))
    apart = t_plus - t_minus
    if zeros == "zero-split":
        # The doubled rank of each zero is n_zero + 1; half of them count for either sign.
        squares += n_zero * (n_zero + 1) ** 2
    split = n_zero * (n_zero + 1) / 2 if zeros == "zero-split" else 0.0
    return SignedRank(
        flips(doubled, more, less),
        (t_plus + split) / 2,
        (t_minus + split) / 2,
        (t_plus + t_minus + 2 * split) / 4,
        squares / 16,
        apart / (t_plus + t_minus + 2 * split) if apart else 0.0,
    )


def signed_rank_cost(found: SignedRank, alternative: Alternative) -> float:
    """Return what the exact p-value costs, in steps of some twenty nanoseconds each."""
    return flip_cost(found.flips, alternative)


def signed_rank_exact_feasible(found: SignedRank, alternative: Alternative) -> bool:
    """Return whether the exact p-value is a matter of seconds."""
    return flip_exact_feasible(found.flips, alternative)


def signed_rank_exact(found: SignedRank, alternative: Alternative) -> float:
    """Return the log of the exact p-value given the ties; ask first whether it is feasible."""
    return flip_pvalue(found.flips, alternative, "exact")[0]


def signed_rank_pvalue(
    found: SignedRank,
    alternative: Alternative,
    method: Literal["auto", "exact", "saddlepoint", "asymptotic"],
) -> tuple[float, Literal["exact", "saddlepoint", "asymptotic"]]:
    """Return the log of the p-value and the method used; "auto" is never "asymptotic".

    "greater" is a large sum of the ranks of positive differences.  The normal distribution has
    the variance of tied ranks and no continuity correction.
    """
    if method != "asymptotic":
        return flip_pvalue(found.flips, alternative, method)
    if not found.flips.sizes:
        return 0.0, method
    z = (found.t_plus - found.mean) / math.sqrt(found.variance)
    return log_normal_pvalue(z, alternative), method


def signed_rank_least(found: SignedRank, alternative: Alternative) -> float:
    """Return the log of the least exact p-value of these magnitudes: all of one sign."""
    return flip_least(found.flips, alternative)


def sign_pvalue(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the exact p-value of so many positive and negative differences.

    Either sign is as likely as the other; differences of zero do not count.
    """
    return flip_pvalue(flips([1], [positive], [negative]), alternative, "exact")[0]


def sign_least(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the least p-value that so many differences can have: all of one sign."""
    return flip_least(flips([1], [positive], [negative]), alternative)
