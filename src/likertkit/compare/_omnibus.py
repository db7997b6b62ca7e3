"""All groups' answers to one item: whether they differ at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels import (
    f_pvalue,
    kruskal_wallis,
    linear_by_linear,
    welch_ratio,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.compare._designed_groups import DesignedGroups
    from likertkit.compare._group_methods import HowFound
    from likertkit.compare._group_source import ItemGroups
    from likertkit.compare._group_tests import GroupTest

_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Kruskal-Wallis",
    "brunner-munzel": "Kruskal-Wallis",
    "t": "Welch's F",
    "linear-by-linear": "linear-by-linear",
}
# An eigenvalue below this share of what was added is of rounding.
_ROUNDING = 1e-12
_SPREADLESS = "a group without spread: Welch's F is undefined"
EFFECTS: dict[GroupTest, str] = {
    "mann-whitney": "epsilon squared, the share of the variance of the ranks between the groups",
    "brunner-munzel": "epsilon squared, the share of the variance of the ranks between the groups",
    "t": "eta squared, the share of the variance of the scores between the groups",
    "linear-by-linear": "the correlation of the scores with the order of the groups",
}


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


def omnibus(
    groups: ItemGroups, test: GroupTest, how: HowFound, names: Sequence[object]
) -> OmnibusFigures:
    """Return the test of all groups that have answers to an item."""
    held = [g for g, counts in enumerate(groups.counts) if sum(counts)]
    counts = [groups.counts[g] for g in held]
    plain = OmnibusFigures(
        n=sum(map(sum, counts)),
        n_groups=len(held),
        method=_NAMES[test] if groups.design is None else "design-based Wald F",
        note=groups.nobody(range(len(names)), names),
    )
    if len(held) < 2:
        return plain
    if groups.design is not None:
        return _wald(plain, groups.design, held)
    if test == "t":
        ratio = welch_ratio(counts, groups.scores)
        return attrs.evolve(
            plain,
            statistic=ratio.statistic,
            df=ratio.df,
            df_within=ratio.df_within,
            pvalue=ratio.pvalue,
            effect=ratio.eta_squared,
            note=_joined(plain.note, _SPREADLESS if math.isnan(ratio.pvalue) else ""),
        )
    if test == "linear-by-linear":
        found = how.trend_of_all(counts, held, groups.scores)
        df, effect = 1.0, linear_by_linear(counts, held, groups.scores).correlation
    else:
        found = how.ranks_of_all(counts)
        ranks = kruskal_wallis(counts)
        df, effect = ranks.df, ranks.epsilon_squared
    return attrs.evolve(
        plain,
        statistic=found.statistic,
        df=df,
        pvalue=found.pvalue,
        effect=effect,
        method=f"{plain.method}, {found.how}",
        note=_joined(plain.note, found.note),
    )


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _wald(plain: OmnibusFigures, design: DesignedGroups, held: Sequence[int]) -> OmnibusFigures:
    """Return the Wald F of equal means; its degrees of freedom below are the design's."""
    effect = _eta_squared(design, held)
    last, others = held[-1], held[:-1]
    df_within = design.df(held)
    k = len(others)
    found = np.array([design.mean(g) - design.mean(last) for g in others])
    spread = design.covariance(held)
    if spread is not None and not found.any() and not spread[0].diagonal().any():
        return attrs.evolve(plain, statistic=0.0, df=float(k), pvalue=1.0, effect=effect)
    if spread is None or df_within <= 0 or not _is_regular(*spread):
        why = "the design leaves no spread to compare the groups by"
        return attrs.evolve(plain, df=float(k), effect=effect, note=_joined(plain.note, why))
    covariance, _ = spread
    statistic = float(found @ np.linalg.solve(covariance, found)) / k
    return attrs.evolve(
        plain,
        statistic=statistic,
        df=float(k),
        df_within=df_within,
        pvalue=f_pvalue(statistic, k, df_within),
        effect=effect,
    )


def _is_regular(covariance: NDArray[np.float64], gross: NDArray[np.float64]) -> bool:
    """Return whether a covariance can be inverted; *gross* is by what rounding is measured."""
    if not covariance.diagonal().all():
        return False
    scaled = covariance / np.sqrt(np.outer(gross, gross))
    return bool(np.linalg.matrix_rank(scaled, tol=_ROUNDING, hermitian=True) == len(gross))


def _eta_squared(design: DesignedGroups, held: Sequence[int]) -> float:
    """Return the share of the weighted variance that lies between the groups; 0 without any."""
    weights = np.array([design.weights(g) for g in held])
    centre = weights.sum(axis=0) @ design.scores / weights.sum()
    whole = weights.sum(axis=0) @ (design.scores - centre) ** 2
    means = np.array([design.mean(g) for g in held])
    between = weights.sum(axis=1) @ (means - centre) ** 2
    return min(1.0, float(between / whole)) if np.count_nonzero(weights.sum(axis=0)) > 1 else 0.0
