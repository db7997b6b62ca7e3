"""The trend of scores over ordered groups: linear-by-linear association."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Trend(NamedTuple):
    """The correlation of the groups' scores with the answers', and its standard normal z."""

    correlation: float
    statistic: float


def centred_scores(groups: Sequence[Sequence[int]], scores: Sequence[int]) -> list[int]:
    """Return n times each score's distance from the mean: whole numbers."""
    totals = [sum(level) for level in zip(*groups, strict=True)]
    answers = sum(t * x for t, x in zip(totals, scores, strict=True))
    return [sum(totals) * x - answers for x in scores]


def linear_by_linear(
    groups: Sequence[Sequence[int]], group_scores: Sequence[int], scores: Sequence[int]
) -> Trend:
    """Return the trend; 0 where all answers, or all groups that have some, are equal.

    Mantel's M² = (n - 1) r² is the square of the statistic, positive where answers rise with the
    groups.  Its variance is that of all ways to hand the answers out to the groups.

    References
    ----------
    .. [1] Mantel (1963), Chi-square tests with one degree of freedom; extensions of the
       Mantel-Haenszel procedure, Journal of the American Statistical Association 58, 690-700.
    """
    totals = [sum(level) for level in zip(*groups, strict=True)]
    sizes = [sum(group) for group in groups]
    n = sum(sizes)
    answers = sum(t * x for t, x in zip(totals, scores, strict=True))
    places = sum(m * u for m, u in zip(sizes, group_scores, strict=True))
    # n² times the covariance and the variances: whole numbers.
    joint = n * sum(
        u * c * x
        for group, u in zip(groups, group_scores, strict=True)
        for c, x in zip(group, scores, strict=True)
    ) - (answers * places)
    spread = n * sum(t * x * x for t, x in zip(totals, scores, strict=True)) - answers**2
    apart = n * sum(m * u * u for m, u in zip(sizes, group_scores, strict=True)) - places**2
    if spread == 0 or apart == 0:
        return Trend(0.0, 0.0)
    correlation = joint / math.sqrt(spread * apart)
    return Trend(correlation, correlation * math.sqrt(n - 1))
