"""Likelihood intervals of the measures of agreement of one item in one group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels import agreement_bounds, agreement_reaches
from likertkit.estimate._reasons import EVERYBODY
from likertkit.estimate._shares import Shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.estimate._cells import ItemCells
    from likertkit.estimate._resamples import TableStatistic

# Only the order in which a search goes depends on it.
_SEED = 2001


@attrs.frozen
class Likely:
    """A measure with its likelihood interval."""

    estimate: float
    low: float
    high: float
    note: str


def likely_agreement(
    cells: ItemCells, statistics: Sequence[TableStatistic], confidence_level: float
) -> tuple[Likely, ...]:
    """Return van der Eijk's A, Leik's and Tastle and Wierman's consensus with their intervals.

    In a design the likelihood is that of so many independent answers as would know as much.
    """
    turned = cells.ascending()
    scores = np.array(turned.scores, dtype=np.float64)
    table = np.array([turned.weights])
    estimates = [float(statistic(table, scores)[0]) for statistic in statistics]
    if cells.problem:
        return tuple(Likely(one, math.nan, math.nan, cells.problem) for one in estimates)
    domain = cells.domain
    if domain is not None and domain.census():
        return tuple(Likely(one, one, one, EVERYBODY) for one in estimates)
    size, note = Shares(cells=cells, base="valid").whole_size()
    df = cells.n - 1.0 if domain is None else domain.df()
    shares = table[0] / table[0].sum()
    reaches = agreement_reaches(shares, size, df, confidence_level)
    found = agreement_bounds(shares, reaches, np.random.default_rng(_SEED))
    return tuple(
        Likely(one, min(low, one), max(high, one), note)
        for one, (low, high) in zip(estimates, found, strict=True)
    )
