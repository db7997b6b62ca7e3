"""Tests by random signs: of any steps, of the signed ranks (Wilcoxon), and of the plain signs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from likertkit._kernels.pvalues import log_normal_pvalue
from likertkit._kernels.ranks._sign_flip_tail import (
    ExactCost,
    exact_cost,
    log_saddlepoint_tail,
    log_upper_tail,
    tilt,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit._kernels.pvalues import Alternative

Zeros = Literal["pratt", "wilcoxon", "zero-split"]

# Up to this an exact p-value takes some tens of milliseconds and megabytes.
_QUICK = 2.0**20
# Below so many signs that vary it is worth some tenths of a second, for the saddlepoint needs more.
_FEW_SIGNS = 400.0
_PATIENT = 2.0**24
# Up to this it takes some seconds, and a hundred megabytes.
_FEASIBLE = 2.0**28


class Flips(NamedTuple):
    """Distinct positive steps, how many there are of each, and what those with a plus add up to.

    All are whole numbers; the steps have no common divisor, so that their sums lie on a lattice
    of width 1.
    """

    steps: tuple[int, ...]
    sizes: tuple[int, ...]
    up: int

    @property
    def total(self) -> int:
        """What all steps add up to."""
        return sum(step * size for step, size in zip(self.steps, self.sizes, strict=True))


def sign_flips(steps: Sequence[int], positive: Sequence[int], negative: Sequence[int]) -> Flips:
    """Return the steps that occur, on their lattice, from the counts of each sign."""
    counted = [
        step_counts
        for step_counts in zip(steps, positive, negative, strict=True)
        if step_counts[1] + step_counts[2]
    ]
    width = math.gcd(*(step for step, _, _ in counted))
    return Flips(
        tuple(step // width for step, _, _ in counted),
        tuple(more + less for _, more, less in counted),
        sum(step // width * more for step, more, _ in counted),
    )


def _start(flips: Flips, alternative: Alternative) -> int:
    """Return where the upper tail begins that the alternative asks for."""
    down = flips.total - flips.up
    return {"greater": flips.up, "less": down, "two-sided": max(flips.up, down)}[alternative]


def _logged(
    flips: Flips,
    alternative: Alternative,
    tail: Callable[[Sequence[int], Sequence[int], int], float],
) -> float:
    """Return the log of the p-value, by a way to the log of an upper tail beyond the middle."""
    start, total = _start(flips, alternative), flips.total
    if start > total - start:
        logged = tail(flips.steps, flips.sizes, start)
        return min(0.0, logged + math.log(2)) if alternative == "two-sided" else logged
    if alternative == "two-sided" or start == 0:
        return 0.0
    # The whole but for a lower tail, which mirrors an upper one.
    return math.log1p(-math.exp(tail(flips.steps, flips.sizes, total - start + 1)))


def _exact_cost(flips: Flips, alternative: Alternative) -> ExactCost:
    start, total = _start(flips, alternative), flips.total
    start = max(start, total - start + 1)
    # At the end the tail is one term.
    if start >= total:
        return ExactCost(0.0, 0.0, 0.0)
    return exact_cost(tilt(flips.steps, flips.sizes, start))


def flip_cost(flips: Flips, alternative: Alternative) -> float:
    """Return what the exact p-value costs, in steps of some twenty nanoseconds each."""
    return _exact_cost(flips, alternative).least


def flip_exact_feasible(flips: Flips, alternative: Alternative) -> bool:
    """Return whether the exact p-value is a matter of seconds."""
    return flip_cost(flips, alternative) <= _FEASIBLE


def flip_pvalue(
    flips: Flips,
    alternative: Alternative,
    method: Literal["auto", "exact", "saddlepoint"],
) -> tuple[float, Literal["exact", "saddlepoint"]]:
    """Return the log of the p-value given the steps, every sign as likely, and the method used.

    Two-sided it is the probability of a sum as far from its mean, on either side.  Under "auto"
    it is exact where that is quick, and else a saddlepoint approximation.  That is then within a
    relative 1e-4 of a p-value above 1e-100, and its log within a relative 1e-5 below.  Ask before
    "exact" whether it is feasible.
    """
    if method == "auto":
        costs = _exact_cost(flips, alternative)
        most = _PATIENT if costs.signs < _FEW_SIGNS else _QUICK
        method = "exact" if costs.least <= most else "saddlepoint"
    tail = log_upper_tail if method == "exact" else log_saddlepoint_tail
    return _logged(flips, alternative, tail), method


def flip_least(flips: Flips, alternative: Alternative) -> float:
    """Return the log of the least exact p-value that the steps can have: all of one sign."""
    n = sum(flips.sizes)
    if n == 0:
        return 0.0
    return -n * math.log(2) + (math.log(2) if alternative == "two-sided" else 0.0)


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
    more, less = [counted[1] for counted in ordered], [counted[2] for counted in ordered]
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
        sign_flips(doubled, more, less),
        (t_plus + split) / 2,
        (t_minus + split) / 2,
        (t_plus + t_minus + 2 * split) / 4,
        squares / 16,
        apart / (t_plus + t_minus + 2 * split) if apart else 0.0,
    )


def signed_rank_pvalue(
    ranks: SignedRank,
    alternative: Alternative,
    method: Literal["auto", "exact", "saddlepoint", "asymptotic"],
) -> tuple[float, Literal["exact", "saddlepoint", "asymptotic"]]:
    """Return the log of the p-value and the method used; "auto" is never "asymptotic".

    "greater" is a large sum of the ranks of positive differences.  The normal distribution has
    the variance of tied ranks and no continuity correction.
    """
    if method != "asymptotic":
        return flip_pvalue(ranks.flips, alternative, method)
    if not ranks.flips.sizes:
        return 0.0, method
    z = (ranks.t_plus - ranks.mean) / math.sqrt(ranks.variance)
    return log_normal_pvalue(z, alternative), method


def sign_pvalue(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the exact p-value of so many positive and negative differences.

    Either sign is as likely as the other; differences of zero do not count.
    """
    return flip_pvalue(sign_flips([1], [positive], [negative]), alternative, "exact")[0]


def sign_least(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the least p-value that so many differences can have: all of one sign."""
    return flip_least(sign_flips([1], [positive], [negative]), alternative)
