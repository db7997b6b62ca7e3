"""Statistics of ranks and scores of several groups: Kruskal-Wallis, Friedman, and the trend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import chi_square_pvalue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class KruskalWallis(NamedTuple):
    """H, its degrees of freedom and p-value, and epsilon squared, between 0 and 1."""

    statistic: float
    df: float
    pvalue: float
    epsilon_squared: float


def centred_midranks(groups: Sequence[Sequence[int]]) -> list[int]:
    """Return the doubled midrank of each level minus the doubled mean rank: whole numbers."""
    totals = [sum(level) for level in zip(*groups, strict=True)]
    n, below, centred = sum(totals), 0, []
    for t in totals:
        centred.append(2 * below + t - n)
        below += t
    return centred


def kruskal_wallis(groups: Sequence[Sequence[int]]) -> KruskalWallis:
    """Return the test of two or more groups with answers, levels from the lowest score on.

    Where all answers are tied, H is 0 and p is 1.  Epsilon squared is H / (n - 1): the share of
    the variance of the ranks that lies between the groups.

    References
    ----------
    .. [1] Kruskal and Wallis (1952), Use of ranks in one-criterion variance analysis, Journal of
       the American Statistical Association 47, 583-621.
    """
    totals = [sum(level) for level in zip(*groups, strict=True)]
    n = sum(totals)
    centred = centred_midranks(groups)
    spread = sum(t * r * r for t, r in zip(totals, centred, strict=True))
    df = len(groups) - 1
    if spread == 0:
        return KruskalWallis(0.0, float(df), 1.0, 0.0)
    between = sum(
        sum(c * r for c, r in zip(group, centred, strict=True)) ** 2 / sum(group)
        for group in groups
    )
    share = min(1.0, between / spread)
    statistic = (n - 1) * share
    return KruskalWallis(statistic, float(df), chi_square_pvalue(statistic, df), share)


class Friedman(NamedTuple):
    """χ², its degrees of freedom and p-value, Kendall's W, and the mean rank of each condition."""

    statistic: float
    df: float
    pvalue: float
    kendall_w: float
    mean_ranks: tuple[float, ...]


def centred_ranks(scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the doubled ranks of each respondent's scores minus their mean: whole numbers."""
    centred = np.zeros(scores.shape, dtype=np.int64)
    for c in range(scores.shape[1]):
        # How many scores are lower, minus how many are higher.
        centred += np.sign(scores - scores[:, [c]])
    return centred


def friedman(scores: NDArray[np.int64]) -> Friedman:
    """Return the test of a score for each respondent and each of two or more conditions.

    Where every respondent gave the same answer under all, χ² and W are 0 and p is 1; without
    respondents all is NaN.

    References
    ----------
    .. [1] Friedman (1937), The use of ranks to avoid the assumption of normality implicit in the
       analysis of variance, Journal of the American Statistical Association 32, 675-701.
    """
    n, k = scores.shape
    if n == 0:
        return Friedman(math.nan, k - 1.0, math.nan, math.nan, (math.nan,) * k)
    centred = centred_ranks(scores)
    sums = centred.sum(axis=0)
    ranks = tuple(((sums / n + k + 1) / 2).tolist())
    spread = int((centred**2).sum())
    if spread == 0:
        return Friedman(0.0, k - 1.0, 1.0, 0.0, ranks)
    statistic = (k - 1) * int((sums**2).sum()) / spread
    w = statistic / (n * (k - 1))
    return Friedman(statistic, k - 1.0, chi_square_pvalue(statistic, k - 1), w, ranks)


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
