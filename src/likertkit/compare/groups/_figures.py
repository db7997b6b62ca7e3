"""The tests of groups by name, and the figures that each of them gives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

GroupTest = Literal["mann-whitney", "brunner-munzel", "t", "linear-by-linear", "proportion"]

TEST_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Mann-Whitney",
    "brunner-munzel": "Brunner-Munzel, t",
    "t": "Welch's t",
    "linear-by-linear": "linear-by-linear",
    "proportion": "pooled z of proportions",
}
OMNIBUS_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Kruskal-Wallis",
    "brunner-munzel": "Kruskal-Wallis",
    "t": "Welch's F",
    "linear-by-linear": "linear-by-linear",
    "proportion": "Pearson's chi-square",
}
_RANKS = "epsilon squared, the share of the variance of the ranks between the groups"
EFFECTS: dict[GroupTest, str] = {
    "mann-whitney": _RANKS,
    "brunner-munzel": _RANKS,
    "t": "eta squared, the share of the variance of the scores between the groups",
    "linear-by-linear": "the correlation of the scores with the order of the groups",
    "proportion": "Cramér's V, the correlation of the box with the groups",
}
# The tests that know a sampling design, by what they are called there.
DESIGNED_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "design-based Mann-Whitney, t",
    "t": "design-based t",
    "proportion": "design-based t of proportions",
}
DESIGNED_OMNIBUS_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "design-based Kruskal-Wallis, Wald F",
    "t": "design-based Wald F",
    "proportion": "design-based Wald F of proportions",
}


@attrs.frozen(kw_only=True)
class GroupFigures:
    """What a test says of two groups, and the effects."""

    n_first: int
    n_second: int
    proportion_first: float = math.nan
    proportion_second: float = math.nan
    mean_difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    statistic: float = math.nan
    df: float = math.nan
    pvalue: float = math.nan
    superiority: float = math.nan
    superiority_low: float = math.nan
    superiority_high: float = math.nan
    least_pvalue: float = math.nan
    log10_pvalue: float = math.nan
    hodges_lehmann: float = math.nan
    cohen_d: float = math.nan
    hedges_g: float = math.nan
    odds_ratio: float = math.nan
    odds_ratio_low: float = math.nan
    odds_ratio_high: float = math.nan
    method: str
    note: str = ""

    @property
    def cliffs_delta(self) -> float:
        """Twice the superiority minus 1."""
        return 2 * self.superiority - 1


def no_difference_if_tied(
    first: Sequence[int], second: Sequence[int], figures: GroupFigures
) -> GroupFigures:
    """Return the figures, but where all answers are equal those of no difference."""
    n_levels = sum(a + b > 0 for a, b in zip(first, second, strict=True))
    if n_levels > 1 or math.isnan(figures.superiority):
        return figures
    return attrs.evolve(figures, statistic=0.0, pvalue=1.0)


@attrs.frozen(kw_only=True)
class OmnibusFigures:
    """What a test says of all groups together."""

    n: int
    n_groups: int
    statistic: float = math.nan
    df: float = math.nan
    df_within: float = math.nan
    pvalue: float = math.nan
    effect: float = math.nan
    method: str
    note: str = ""


def joined(*notes: str) -> str:
    """Return the notes that say something, as one."""
    return "; ".join(filter(None, notes))
