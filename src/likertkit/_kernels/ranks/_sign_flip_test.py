"""p-values of a sum of steps whose signs are random: of ranks, of scores or of plain signs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from likertkit._kernels.ranks._sign_flip_tail import (
    Work,
    log_saddlepoint_tail,
    log_upper_tail,
    tilted,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit._kernels.pvalues._tails import Alternative

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


def flips(steps: Sequence[int], positive: Sequence[int], negative: Sequence[int]) -> Flips:
    """Return the steps that occur, on their lattice, from the counts of each sign."""
    held = [one for one in zip(steps, positive, negative, strict=True) if one[1] + one[2]]
    width = math.gcd(*(step for step, _, _ in held))
    return Flips(
        tuple(step // width for step, _, _ in held),
        tuple(more + less for _, more, less in held),
        sum(step // width * more for step, more, _ in held),
    )


def _start(found: Flips, alternative: Alternative) -> int:
    """Return where the upper tail begins that the alternative asks for."""
    down = found.total - found.up
    return {"greater": found.up, "less": down, "two-sided": max(found.up, down)}[alternative]


def _logged(
    found: Flips,
    alternative: Alternative,
    tail: Callable[[Sequence[int], Sequence[int], int], float],
) -> float:
    """Return the log of the p-value, by a way to the log of an upper tail beyond the middle."""
    start, total = _start(found, alternative), found.total
    if start > total - start:
        logged = tail(found.steps, found.sizes, start)
        return min(0.0, logged + math.log(2)) if alternative == "two-sided" else logged
    if alternative == "two-sided" or start == 0:
        return 0.0
    # The whole but for a lower tail, which mirrors an upper one.
    return math.log1p(-math.exp(tail(found.steps, found.sizes, total - start + 1)))


def _work(found: Flips, alternative: Alternative) -> Work:
    start, total = _start(found, alternative), found.total
    start = max(start, total - start + 1)
    # At the end the tail is one term.
    if start >= total:
        return Work(0.0, 0.0, 0.0)
    return work(tilted(found.steps, found.sizes, start))


def flip_cost(found: Flips, alternative: Alternative) -> float:
    """Return what the exact p-value costs, in steps of some twenty nanoseconds each."""
    return _work(found, alternative).least


def flip_exact_feasible(found: Flips, alternative: Alternative) -> bool:
    """Return whether the exact p-value is a matter of seconds."""
    return flip_cost(found, alternative) <= _FEASIBLE


def flip_pvalue(
    found: Flips,
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
        costs = _work(found, alternative)
        most = _PATIENT if costs.signs < _FEW_SIGNS else _QUICK
        method = "exact" if costs.least <= most else "saddlepoint"
    tail = log_upper_tail if method == "exact" else log_saddlepoint_tail
    return _logged(found, alternative, tail), method


def flip_least(found: Flips, alternative: Alternative) -> float:
    """Return the log of the least exact p-value that the steps can have: all of one sign."""
    n = sum(found.sizes)
    if n == 0:
        return 0.0
    return -n * math.log(2) + (math.log(2) if alternative == "two-sided" else 0.0)
