"""Two samples that have some of their respondents in common."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from likertkit._kernels.means._two_shares import newcombe_interval

if TYPE_CHECKING:
    from collections.abc import Sequence


class MeanDifference(NamedTuple):
    """A difference of two means, its standard error and the degrees of freedom of that."""

    difference: float
    standard_error: float
    df: float


class _Sums(NamedTuple):
    """What two samples add up to, in whole numbers.

    ``spread`` is n Σx² - (Σx)², n - 1 times n times the variance.  ``both_first``,
    ``both_second`` and ``both_cross`` are that, and its like n Σxy - Σx Σy, of the pairs alone.
    """

    n_first: int
    n_second: int
    n_both: int
    total_first: int
    total_second: int
    spread_first: int
    spread_second: int
    both_first: int
    both_second: int
    both_cross: int

    @property
    def n_alone(self) -> int:
        """Respondents who are in one of the samples only."""
        return self.n_first + self.n_second - 2 * self.n_both

    @property
    def difference(self) -> float:
        """The mean of the first minus that of the second."""
        numerator = self.total_first * self.n_second - self.total_second * self.n_first
        return numerator / (self.n_first * self.n_second)

    @property
    def correlation(self) -> float:
        """The correlation of the pairs; 0 where it is undefined, as the method's authors say."""
        product = self.both_first * self.both_second
        if product == 0:
            return 0.0
        if self.both_cross**2 == product:
            return math.copysign(1.0, self.both_cross)
        return self.both_cross / math.sqrt(product)


def _margin(counts: Sequence[int], scores: Sequence[int]) -> tuple[int, int, int]:
    """Return how many there are, their total and their spread."""
    n = sum(counts)
    total = sum(c * x for c, x in zip(counts, scores, strict=True))
    squares = sum(c * x * x for c, x in zip(counts, scores, strict=True))
    return n, total, n * squares - total * total


def _sums(
    table: Sequence[Sequence[int]],
    first_only: Sequence[int],
    second_only: Sequence[int],
    scores: Sequence[int],
) -> _Sums:
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    n_both, both_total, both_first = _margin(rows, scores)
    _, other_total, both_second = _margin(columns, scores)
    products = sum(
        c * x * y
        for row, x in zip(table, scores, strict=True)
        for c, y in zip(row, scores, strict=True)
    )
    first = _margin([a + b for a, b in zip(rows, first_only, strict=True)], scores)
    second = _margin([a + b for a, b in zip(columns, second_only, strict=True)], scores)
    return _Sums(
        n_first=first[0],
        n_second=second[0],
        n_both=n_both,
        total_first=first[1],
        total_second=second[1],
        spread_first=first[2],
        spread_second=second[2],
        both_first=both_first,
        both_second=both_second,
        both_cross=n_both * products - both_total * other_total,
    )


def overlapping_means(
    table: Sequence[Sequence[int]],
    first_only: Sequence[int],
    second_only: Sequence[int],
    scores: Sequence[int],
    *,
    equal_variances: bool,
) -> MeanDifference:
    """Return the difference of two means, of which the partially overlapping t is made.

    Without pairs it is Welch's (or Student's) t, with nothing but pairs the paired t (with unequal
    variances).  Undefined figures are NaN.

    Parameters
    ----------
    table : sequence of sequences of int, shape (K, K)
        Pairs by their score in the first and in the second sample.
    first_only, second_only : sequence of int, length K
        Those who are in one of the samples only.
    scores : sequence of int, length K
        The scores.
    equal_variances : bool
        Whether one variance is taken for both.
    """
    sums = _sums(table, first_only, second_only, scores)
    if not sums.n_first or not sums.n_second:
        return MeanDifference(math.nan, math.nan, math.nan)
    if equal_variances:
        return MeanDifference(sums.difference, *_pooled(sums))
    if min(sums.n_first, sums.n_second) < 2:
        return MeanDifference(sums.difference, math.nan, math.nan)
    return MeanDifference(sums.difference, *_separate(sums))


def _pooled(sums: _Sums) -> tuple[float, float]:
    """Return the standard error and its degrees of freedom with one variance for both."""
    n_first, n_second, n_both = sums.n_first, sums.n_second, sums.n_both
    if n_first + n_second < 3:
        return math.nan, math.nan
    squares = sums.spread_first / n_first + sums.spread_second / n_second
    weight = (n_first + n_second - 2 * sums.correlation * n_both) / (n_first * n_second)
    alone = sums.n_alone
    more = alone * (alone + n_both - 1) / (alone + 2 * n_both)
    return math.sqrt(squares / (n_first + n_second - 2) * weight), n_both - 1 + more


def _separate(sums: _Sums) -> tuple[float, float]:
    """Return the standard error and its degrees of freedom with a variance for each."""
    n_first, n_second, n_both = sums.n_first, sums.n_second, sums.n_both
    if sums.n_alone == 0:
        # In whole numbers: of nearly equal answers the rest would keep few digits.
        spread = sums.both_first + sums.both_second - 2 * sums.both_cross
        return math.sqrt(spread / (n_both**2 * (n_both - 1))), n_both - 1
    first = sums.spread_first / (n_first**2 * (n_first - 1))
    second = sums.spread_second / (n_second**2 * (n_second - 1))
    if first + second == 0:
        return _pooled(sums)
    shared = sums.correlation * n_both / math.sqrt(n_first * n_second)
    variance = first + second - 2 * shared * math.sqrt(first * second)
    welch = (first + second) ** 2 / (first**2 / (n_first - 1) + second**2 / (n_second - 1))
    alone = sums.n_alone
    return math.sqrt(variance), n_both - 1 + alone * (welch - n_both + 1) / (alone + 2 * n_both)


def overlapping_shares(
    table: Sequence[Sequence[int]], first_only: Sequence[int], second_only: Sequence[int]
) -> tuple[float, float]:
    """Return the difference of two shares, and its standard error if both were one share.

    Counts are of those without and those with what is counted, in this order.  Without pairs it is
    the pooled test of two proportions.  Undefined figures are NaN.
    """
    sums = _sums(table, first_only, second_only, (0, 1))
    n_first, n_second = sums.n_first, sums.n_second
    if not n_first or not n_second:
        return math.nan, math.nan
    total = n_first + n_second
    successes = sums.total_first + sums.total_second
    pooled = successes * (total - successes) / total**2
    weight = (total - 2 * sums.correlation * sums.n_both) / (n_first * n_second)
    return sums.difference, math.sqrt(pooled * weight)


def hybrid_interval(
    table: Sequence[Sequence[int]],
    first_only: Sequence[int],
    second_only: Sequence[int],
    confidence_level: float,
) -> tuple[float, float]:
    """Return the interval of a difference of shares from the Wilson interval of each.

    Newcombe's square-and-add with the correlation of the two estimates, for which the phi of the
    pairs is corrected for continuity as in his interval for paired data.  Counts are as in
    :func:`overlapping_shares`.
    """
    sums = _sums(table, first_only, second_only, (0, 1))
    n_first, n_second, n_both = sums.n_first, sums.n_second, sums.n_both
    if not n_first or not n_second:
        return math.nan, math.nan
    phi = 0.0
    if sums.both_first and sums.both_second:
        cross = sums.both_cross
        corrected = cross if cross < 0 else max(0.0, cross - n_both / 2)
        phi = corrected / math.sqrt(sums.both_first * sums.both_second)
    shared = phi * n_both / math.sqrt(n_first * n_second)
    low, high = newcombe_interval(
        sums.total_first / n_first,
        sums.total_second / n_second,
        n_first,
        n_second,
        confidence_level,
        shared,
    )
    return float(low), float(high)
