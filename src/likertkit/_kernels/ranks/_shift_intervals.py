"""Intervals of a shift (Hodges and Lehmann), by the tests that do not reject it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from likertkit._kernels.ranks._mann_whitney import rank_sum_states, rank_sum_test
from likertkit._kernels.ranks._sign_flip_test import signed_rank, signed_rank_pvalue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit._kernels.pvalues import Alternative

Method = Literal["exact", "saddlepoint", "asymptotic"]

# With more the saddlepoint is within a relative 1e-3 of the exact p-value, which takes longer; and
# with many the normal distribution is near enough to both, for all of them change at jumps alone.
_FEW_DIFFERENCES = 25
_FEW_STATES = 2_000
_MANY = 200
# A p-value that equals the level rejects.
_ROUNDING = 1e-9


class ShiftInterval(NamedTuple):
    """The ends of an interval of a shift; NaN where answers are too few to reject any."""

    low: float
    high: float

    @property
    def is_point(self) -> bool:
        """Whether one value alone is left: the answers are too coarse for an interval."""
        return self.low == self.high


def paired_shift_interval(
    differences: Sequence[int], counts: Sequence[int], confidence_level: float
) -> ShiftInterval:
    """Return the shifts of the differences that the signed-rank test does not reject.

    The test looks at the differences minus the shift, at shifts between two neighbouring averages
    of two differences, where it is constant; none of these is a difference.  Each end is that of
    a one-sided test.  The p-values are exact up to 25 differences, by saddlepoint up to 200, and
    beyond those of the normal distribution.

    Parameters
    ----------
    differences, counts : sequence of int
        Distinct differences, and how often each occurs.
    confidence_level : float
        The level.

    References
    ----------
    .. [1] Hodges and Lehmann (1963), Estimates of location based on rank tests, Annals of
       Mathematical Statistics 34, 598-611.
    .. [2] Bauer (1972), Constructing confidence sets using rank statistics, Journal of the American
       Statistical Association 67, 687-690.
    """
    held = {d: int(c) for d, c in zip(differences, counts, strict=True) if c}
    # Twice the averages of two differences: the shifts at which the test changes.
    jumps = sorted({a + b for a in held for b in held})
    least = _log_level(confidence_level)

    def accepts(place: int, alternative: Alternative, method: Method) -> bool:
        """Return whether the test accepts the shifts that follow so many jumps."""
        shift = _between(jumps, place)
        moved = {4 * d - shift: c for d, c in held.items()}
        sizes = sorted({abs(x) for x in moved})
        ranks = signed_rank(
            sizes,
            [moved.get(size, 0) for size in sizes],
            [moved.get(-size, 0) for size in sizes],
            0,
            "wilcoxon",
        )
        return signed_rank_pvalue(ranks, alternative, method)[0] > least

    n = sum(held.values())
    return _interval([jump / 2 for jump in jumps], accepts, _method(n, few=n <= _FEW_DIFFERENCES))


def unpaired_shift_interval(
    scores: Sequence[int],
    first: Sequence[int],
    second: Sequence[int],
    confidence_level: float,
) -> ShiftInterval:
    """Return the shifts between two groups that the rank-sum test does not reject.

    The test looks at the first group's scores minus the shift, at shifts between two neighbouring
    differences of scores, where it is constant.  Each end is that of a one-sided test.  The
    p-values are exact up to about 12 answers a group on five levels, by saddlepoint up to 200
    answers, and beyond those of the normal distribution.

    Parameters
    ----------
    scores : sequence of int
        The scores, ascending.
    first, second : sequence of int
        Answers of two groups, which both have some, at each score.
    confidence_level : float
        The level.

    References
    ----------
    .. [1] Hodges and Lehmann (1963), Estimates of location based on rank tests, Annals of
       Mathematical Statistics 34, 598-611.
    .. [2] Bauer (1972), Constructing confidence sets using rank statistics, Journal of the American
       Statistical Association 67, 687-690.
    """
    ours = {s: c for s, c in zip(scores, first, strict=True) if c}
    theirs = {s: c for s, c in zip(scores, second, strict=True) if c}
    jumps = sorted({a - b for a in ours for b in theirs})
    least = _log_level(confidence_level)

    def tables(place: int) -> tuple[list[int], list[int]]:
        """Return both groups at the shifts that follow a jump, level by level."""
        shift = _between([2 * jump for jump in jumps], place)
        moved = {4 * s - shift: c for s, c in ours.items()}
        others = {4 * s: c for s, c in theirs.items()}
        levels = sorted({*moved, *others})
        return [moved.get(x, 0) for x in levels], [others.get(x, 0) for x in levels]

    def accepts(place: int, alternative: Alternative, method: Method) -> bool:
        """Return whether the test accepts the shifts that follow so many jumps."""
        return rank_sum_test(*tables(place), alternative, method).log_pvalue > least

    few = rank_sum_states(*tables(len(jumps) // 2)) <= _FEW_STATES
    method = _method(sum(first) + sum(second), few=few)
    return _interval([float(jump) for jump in jumps], accepts, method)


def _log_level(confidence_level: float) -> float:
    """Return the log of the p-value at which a one-sided test rejects, rounding set aside."""
    return math.log((1 - confidence_level) / 2) + _ROUNDING


def _method(n: int, *, few: bool) -> Method:
    """Return how the p-values of so many answers are found."""
    if few:
        return "exact"
    return "saddlepoint" if n <= _MANY else "asymptotic"


class _Accepts(Protocol):
    """Whether a one-sided test accepts the shifts that follow so many jumps."""

    def __call__(self, place: int, alternative: Alternative, method: Method) -> bool: ...


def _between(jumps: Sequence[int], place: int) -> int:
    """Return twice a shift between the jump before a place and the one behind it."""
    if place == 0:
        return 2 * jumps[0] - 1
    if place == len(jumps):
        return 2 * jumps[-1] + 1
    return jumps[place - 1] + jumps[place]


def _interval(jumps: Sequence[float], accepts: _Accepts, method: Method) -> ShiftInterval:
    """Return the interval from the first to the last jump next to shifts that are accepted.

    The larger the shift, the less speaks for a first that is higher.
    """
    m = len(jumps)
    if accepts(0, "greater", method) or accepts(m, "less", method):
        return ShiftInterval(math.nan, math.nan)
    start = _first(m, lambda k, how: accepts(k, "greater", how), method)
    end = _first(m, lambda k, how: accepts(m - k, "less", how), method)
    return ShiftInterval(jumps[start - 1], jumps[m - end])


def _first(m: int, accepted: Callable[[int, Method], bool], method: Method) -> int:
    """Return the first place after 0, and up to *m*, that is accepted; 0 is not, and *m* is.

    The normal distribution finds about where it is, and the test itself corrects that.
    """
    low, high = 0, m
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if accepted(middle, "asymptotic") else (middle, high)
    while high < m and not accepted(high, method):
        high += 1
    while high > 1 and accepted(high - 1, method):
        high -= 1
    return high
