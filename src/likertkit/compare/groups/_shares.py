"""Two groups' proportions of the top box, of simple random samples, and those of all groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.means import (
    fisher_pvalue,
    least_expected,
    least_fisher_pvalue,
    newcombe_interval,
    odds_ratio_interval,
    pooled_shares_test,
    shares_chi_square,
)
from likertkit._kernels.pvalues import chi_square_pvalue
from likertkit._kernels.ranks import along_groups, between_groups, centred_midranks
from likertkit.compare._options import (
    CHI_SQUARE,
    FEW,
    METHOD_WORDS,
    NORMAL,
    PValueResult,
    rough_note,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._kernels.pvalues import Alternative
    from likertkit.compare._options import PValueMethod

FISHER = "Fisher's exact test"
POOLED = "pooled z of proportions"
AT_AN_END = "a proportion of 0 or 100 %"
NO_ODDS = f"{AT_AN_END}: no odds ratio"

# Those outside and those inside the box, of each group.
Boxed = tuple[int, int]


def share_figures(first: Boxed, second: Boxed, confidence_level: float) -> dict[str, Any]:
    """Return both proportions, their difference and odds ratio, with their intervals."""
    sizes = sum(first), sum(second)
    shares = first[1] / sizes[0], second[1] / sizes[1]
    return {
        "proportion_first": shares[0],
        "proportion_second": shares[1],
        # One division keeps equal proportions equal.
        "mean_difference": (first[1] * sizes[1] - second[1] * sizes[0]) / (sizes[0] * sizes[1]),
        **share_intervals(shares, sizes, confidence_level),
    }


def share_intervals(
    shares: tuple[float, float],
    sizes: tuple[float, float],
    confidence_level: float,
    correlation: float = 0.0,
) -> dict[str, float]:
    """Return the ends of the interval of the difference, and the odds ratio with its ends."""
    low, high = newcombe_interval(*shares, *sizes, confidence_level, correlation)
    odds = odds_ratio_interval(*shares, *sizes, confidence_level, correlation)
    names = ("odds_ratio", "odds_ratio_low", "odds_ratio_high")
    return {
        "low": float(low),
        "high": float(high),
        **{name: float(value) for name, value in zip(names, odds, strict=True)},
    }


def compare_shares(
    how: PValueMethod, first: Boxed, second: Boxed, alternative: Alternative
) -> tuple[str, PValueResult]:
    """Return the test of two proportions, and its name.

    By default it is Fisher's where an expected count of the table is below five, else the pooled
    z.  Fisher's has no statistic.
    """
    sizes = sum(first), sum(second)
    shares = first[1] / sizes[0], second[1] / sizes[1]
    z = pooled_shares_test(*shares, *sizes, alternative)
    smooth = PValueResult(
        statistic=float(z.statistic), pvalue=float(z.pvalue), how=METHOD_WORDS["asymptotic"]
    )
    if how.method == "monte-carlo":
        groups = (second, first)
        ranks = centred_midranks(groups)
        return POOLED, how.drawn(
            smooth.statistic, groups, along_groups(groups, (0, 1), ranks, alternative)
        )
    few = float(least_expected(*shares, *sizes)) < FEW
    if how.method == "exact" or few:
        pvalue = fisher_pvalue(first[1], second[1], *sizes, alternative)
        if how.method == "asymptotic":
            return POOLED, attrs.evolve(smooth, how=NORMAL, note=rough_note(smooth.pvalue, pvalue))
        return FISHER, PValueResult(
            statistic=math.nan,
            pvalue=pvalue,
            how="",
            log_pvalue=math.log(pvalue),
            least=least_fisher_pvalue(first[1] + second[1], *sizes, alternative),
        )
    return POOLED, attrs.evolve(smooth, how=NORMAL)


def all_shares(how: PValueMethod, groups: Sequence[Boxed]) -> tuple[PValueResult, float, float]:
    """Return the chi-square of the proportions of all groups, its df, and Cramér's V.

    By default it is counted exactly where an expected count is below five.
    """
    sizes = np.array([sum(group) for group in groups], dtype=np.float64)
    shares = np.array([group[1] for group in groups]) / sizes
    statistic, effect, least = shares_chi_square(shares, sizes)
    df = len(groups) - 1
    smooth = PValueResult(
        statistic=statistic, pvalue=chi_square_pvalue(statistic, df), how=CHI_SQUARE
    )
    if how.method == "auto" and least >= FEW:
        return smooth, float(df), effect
    tested = how.of_all(groups, between_groups(groups, centred_midranks(groups)), smooth)
    return tested, float(df), effect
