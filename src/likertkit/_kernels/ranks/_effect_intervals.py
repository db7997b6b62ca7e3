"""Intervals of effects of ranks: of shifts by the tests that do not reject them, and of T₊ - T₋."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np

from likertkit._kernels.means._student import t_quantile
from likertkit._kernels.ranks._mann_whitney import rank_sum_states, rank_sum_test
from likertkit._kernels.ranks._sign_flip_test import signed_rank, signed_rank_pvalue
from likertkit._kernels.shares import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative
    from likertkit._kernels.ranks._sign_flip_test import Zeros

Method = Literal["exact", "saddlepoint", "asymptotic"]

# With more the saddlepoint is within a relative 1e-3 of the exact p-value, which takes longer; and
# with many the normal distribution is near enough to both, for all of them change at jumps alone.
_FEW_DIFFERENCES = 25
_FEW_STATES = 2_000
_FEW_ANSWERS = 60
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
    numbers = {d: int(c) for d, c in zip(differences, counts, strict=True) if c}
    # Twice the averages of two differences: the shifts at which the test changes.
    jumps = sorted({a + b for a in numbers for b in numbers})
    least = _log_level(confidence_level)

    def accepts(place: int, alternative: Alternative, method: Method) -> bool:
        """Return whether the test accepts the shifts that follow so many jumps."""
        shift = _between(jumps, place)
        moved = {4 * d - shift: c for d, c in numbers.items()}
        sizes = sorted({abs(x) for x in moved})
        ranks = signed_rank(
            sizes,
            [moved.get(size, 0) for size in sizes],
            [moved.get(-size, 0) for size in sizes],
            0,
            "wilcoxon",
        )
        return signed_rank_pvalue(ranks, alternative, method)[0] > least

    n = sum(numbers.values())
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
    twice = [2 * jump for jump in jumps]
    least = _log_level(confidence_level)

    def tables(place: int) -> tuple[list[int], list[int]]:
        """Return both groups at the shifts that follow a jump, level by level."""
        shift = _between(twice, place)
        moved = {4 * s - shift: c for s, c in ours.items()}
        others = {4 * s: c for s, c in theirs.items()}
        levels = sorted({*moved, *others})
        return [moved.get(x, 0) for x in levels], [others.get(x, 0) for x in levels]

    def accepts(place: int, alternative: Alternative, method: Method) -> bool:
        """Return whether the test accepts the shifts that follow so many jumps."""
        return rank_sum_test(*tables(place), alternative, method).log_pvalue > least

    n = sum(first) + sum(second)
    # So many answers have more states than are worth counting.
    few = n <= _FEW_ANSWERS and rank_sum_states(*tables(len(jumps) // 2)) <= _FEW_STATES
    method = _method(n, few=few)
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


def rank_biserial_interval(
    differences: Sequence[int],
    counts: Sequence[int],
    zeros: Zeros,
    rank_biserial: float,
    confidence_level: float,
) -> tuple[float, float]:
    """Return the interval of (T₊ - T₋) / (T₊ + T₋), within -1 and 1 and never a point.

    The part of the ranks that is positive, (1 + r) / 2, has Wilson's interval on the number of
    coin tosses that would know it as well.  The variance that says so is linearised, the
    proportions of the distinct differences being multinomial, after one more changed pair was
    added, spread over the magnitudes as the others are, one half of it up and one half down: it
    does not vanish where all changed one way.  NaN where nothing changed.

    Parameters
    ----------
    differences, counts : sequence of int
        Distinct differences, and how often each occurs.
    zeros : {'pratt', 'wilcoxon', 'zero-split'}
        What becomes of differences of 0.
    rank_biserial : float
        The estimate.
    confidence_level : float
        The level.

    References
    ----------
    .. [1] Kerby (2014), The simple difference formula: an approach to teaching nonparametric
       correlation, Comprehensive Psychology 3, 11.IT.3.1.
    .. [2] Wilson (1927), Probable inference, the law of succession, and statistical inference,
       Journal of the American Statistical Association 22, 209-212.
    .. [3] Jaeckel (1972), The infinitesimal jackknife, Bell Laboratories Memorandum MM 72-1215-11.
    """
    numbers = {d: int(c) for d, c in zip(differences, counts, strict=True) if c}
    n_zero = numbers.pop(0, 0)
    changed = sum(numbers.values())
    if not changed:
        return math.nan, math.nan
    sizes = sorted({abs(d) for d in numbers})
    up = np.array([numbers.get(size, 0) for size in sizes], dtype=np.float64)
    down = np.array([numbers.get(-size, 0) for size in sizes], dtype=np.float64)
    more = (up + down) / (2 * changed)
    up, down = up + more, down + more
    n_kept = 0.0 if zeros == "wilcoxon" else float(n_zero)
    share, variance = _positive_part(up, down, n_kept, split=zeros == "zero-split")
    effective = share * (1 - share) / variance
    upper = (1 + confidence_level) / 2
    n = changed + n_kept
    # With the quantile of t in place of the normal one.
    effective *= (NormalDist().inv_cdf(upper) / t_quantile(upper, n)) ** 2
    positive_part = (1 + rank_biserial) / 2
    low, high = wilson_interval(positive_part * effective, effective, confidence_level)
    return 2 * low - 1, 2 * high - 1


def _positive_part(
    up: NDArray[np.float64], down: NDArray[np.float64], n_zero: float, *, split: bool
) -> tuple[float, float]:
    """Return the part of the ranks that is positive, and its linearised variance.

    *up* and *down* are the changes of each magnitude, ascending.
    """
    both, apart = up + down, up - down
    n = float(both.sum()) + n_zero
    below = n_zero + np.cumsum(both) - both
    # The ranks, but for the half that vanishes as n grows.
    ranks = below + both / 2
    whole = float(both @ ranks) + (n_zero**2 / 2 if split else 0.0)
    r = float(apart @ ranks) / whole
    # What one more change of a magnitude, or one more zero, adds to both sums: its own rank, and
    # the ranks that it moves.
    above = np.cumsum(apart[::-1])[::-1] - apart / 2
    beyond = np.cumsum(both[::-1])[::-1] - both / 2
    total = ranks + beyond
    moves_up = (ranks + above - r * total) / whole
    moves_down = (-ranks + above - r * total) / whole
    move_zero = (float(apart.sum()) - r * (float(both.sum()) + (n_zero if split else 0.0))) / whole
    squares = up @ moves_up**2 + down @ moves_down**2 + n_zero * move_zero**2
    centre = up @ moves_up + down @ moves_down + n_zero * move_zero
    variance = float(squares - centre**2 / n)
    return (1 + r) / 2, variance / 4
