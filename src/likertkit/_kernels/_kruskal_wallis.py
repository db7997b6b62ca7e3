"""The ranks of several independent groups (Kruskal and Wallis), ties corrected for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from likertkit._kernels._tails import chi_square_pvalue

if TYPE_CHECKING:
    from collections.abc import Sequence


class KruskalWallis(NamedTuple):
    """H, its degrees of freedom and p-value, and epsilon squared, between 0 and 1."""

    statistic: float
    df: float
    pvalue: float
    epsilon_squared: float


def centred_midranks(groups: Sequence[Sequence[int]]) -> list[int]:
    """Return the doubled midrank of each level less the doubled mean rank: whole numbers."""
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
