"""Proportions of answers, and differences between two of them, with their intervals."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels.means import effective_size, t_quantile
from likertkit._kernels.shares import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    tango_interval,
    wilson_interval,
)
from likertkit.estimate.design._options import base_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.estimate.design._cells import ItemCells
    from likertkit.estimate.design._domain import Domain
    from likertkit.estimate.design._options import Base

ProportionInterval = Literal["wilson", "clopper-pearson", "jeffreys", "logit"]

_Interval = tuple[float, float]

_KERNELS: dict[str, Callable[[float, float, float], _Interval]] = {
    "wilson": wilson_interval,
    "clopper-pearson": clopper_pearson_interval,
    "jeffreys": jeffreys_interval,
    "logit": logit_interval,
}

INTERVAL_NAMES = {
    "wilson": "Wilson",
    "clopper-pearson": "Clopper-Pearson",
    "jeffreys": "Jeffreys",
    "logit": "logit",
}


@attrs.frozen
class Proportion:
    """A proportion, or the difference between two, with its standard error and interval."""

    proportion: float
    se: float
    low: float
    high: float
    note: str


@attrs.frozen(kw_only=True)
class Proportions:
    """What the proportions of one item in one group are made of.

    Attributes
    ----------
    cells : ItemCells
        The counts.
    base : {'valid', 'answered', 'all'}
        Who is in the base.
    """

    cells: ItemCells
    base: Base

    @cached_property
    def n(self) -> int:
        """Respondents in the base."""
        every = (*self.cells.counts, *self.cells.others)
        return sum(every[cell] for cell in base_cells(self.base, self.cells.item.scale))

    @cached_property
    def problem(self) -> str:
        """Why a proportion or its standard error is undefined; empty when neither is."""
        cells = self.cells
        if self.n == cells.n:
            return cells.problem
        if cells.domain is not None and cells.domain.problem:
            return cells.domain.problem
        if self.n == 1:
            return "one respondent in the base: no spread can be estimated"
        return "" if cells.domain is None else cells.domain.undefined()

    def share(self, places: Sequence[int]) -> tuple[float, float]:
        """Return the sum of weights at some levels, and its proportion of the base."""
        weight = math.fsum(self.cells.weights[place] for place in places)
        whole = self.cells.all_weight
        return weight, weight / whole if whole > 0 else math.nan

    def at_levels(
        self, places: Sequence[int], interval: ProportionInterval, confidence_level: float
    ) -> Proportion:
        """Return the proportion of the answers at some levels."""
        cells = self.cells
        weight, proportion = self.share(places)
        at = [0.0] * self._width
        for place in places:
            at[place] = 1.0
        se = self._se(at, proportion)
        domain = cells.domain
        if domain is None:
            bounds = _KERNELS[interval](weight, cells.all_weight, confidence_level)
            return Proportion(proportion, se, *bounds, self.problem)
        if self.problem:
            return Proportion(proportion, se, math.nan, math.nan, self.problem)
        if domain.census():
            return Proportion(proportion, se, proportion, proportion, "")
        if interval == "logit" and 0 < proportion < 1 and se > 0:
            n = proportion * (1 - proportion) / se**2
            student = t_quantile((1 + confidence_level) / 2, domain.df())
            bounds = logit_interval(proportion * n, n, confidence_level, student)
            return Proportion(proportion, se, *bounds, "")
        n, note = self._effective(domain, at, proportion * (1 - proportion), se, confidence_level)
        return Proportion(
            proportion, se, *_KERNELS[interval](proportion * n, n, confidence_level), note
        )

    def net(self, top: Sequence[int], bottom: Sequence[int], confidence_level: float) -> Proportion:
        """Return the proportion of some levels minus that of others, with Tango's interval."""
        cells = self.cells
        whole = cells.all_weight
        above = math.fsum(cells.weights[place] for place in top)
        below = math.fsum(cells.weights[place] for place in bottom)
        net = (above - below) / whole if whole > 0 else math.nan
        at = [(k in top) - float(k in bottom) for k in range(self._width)]
        se = self._se(at, net)
        domain = cells.domain
        if domain is None:
            bounds = tango_interval(above, below, whole, confidence_level)
            return Proportion(net, se, *bounds, self.problem)
        if self.problem:
            return Proportion(net, se, math.nan, math.nan, self.problem)
        if domain.census():
            return Proportion(net, se, net, net, "")
        spread = max(0.0, (above + below) / whole - net**2)
        n, note = self._effective(domain, at, spread, se, confidence_level)
        bounds = tango_interval(above / whole * n, below / whole * n, n, confidence_level)
        return Proportion(net, se, *bounds, note)

    @property
    def _width(self) -> int:
        return self.cells.item.scale.n_cells

    def _se(self, at: Sequence[float], proportion: float) -> float:
        """Return the standard error of the mean of scores of the item's cells."""
        if math.isnan(proportion) or self.n < 2:
            return math.nan
        cells = self.cells
        if cells.domain is not None:
            return math.sqrt(cells.domain.variance(at, proportion))
        squares = math.fsum(n * x * x for n, x in zip(cells.counts, at, strict=False)) / self.n
        return math.sqrt(max(0.0, squares - proportion**2) / (self.n - 1))

    def whole_size(self) -> tuple[float, str]:
        """Return the effective size for all levels together, and how it was found.

        The design effects of the levels' proportions, each weighed by its spread (Rao and Scott's
        of the first order); where nothing varies, as for a single proportion.
        """
        domain = self.cells.domain
        if domain is None:
            return float(self.n), ""
        cells = self.cells
        levels = np.eye(self._width).tolist()
        spreads, variances = [], []
        for at, weight in zip(levels, (*cells.weights, *cells.other_weights), strict=False):
            proportion = weight / cells.all_weight
            spreads.append(proportion * (1 - proportion))
            variances.append(self._se(at, proportion) ** 2)
        spread, variance = math.fsum(spreads), math.fsum(variances)
        if not variance > 0:
            return _of_units(domain)
        return min(spread / variance, self._most(domain, levels)), ""

    def _most(self, domain: Domain, levels: Sequence[Sequence[float]]) -> float:
        """Return the largest effective size allowed: Kish's where a stratum shows no spread."""
        if any(domain.alike_somewhere(at) for at in levels):
            return min(float(self.n), float(domain.weights().sum()) ** 2 / domain.squared_weight())
        return float(self.n)

    def _effective(
        self,
        domain: Domain,
        at: Sequence[float],
        spread: float,
        se: float,
        confidence_level: float,
    ) -> tuple[float, str]:
        """Return the effective sample size, and how it was found.

        It is Korn and Graubard's, which uses the degrees of freedom too.  It is never larger than
        the number of answers.  Where a stratum shows no spread, it is never larger than Kish's
        size either: that stratum adds nothing to the error, and its weight may be the largest.
        Where nothing varies, it is Kish's number of the sampled units, which are clusters where
        there are clusters.
        """
        if not (spread > 0 and se > 0):
            return _of_units(domain)
        most = self._most(domain, [at])
        size = effective_size(spread, se**2, self.n, domain.df(), most, confidence_level)
        return float(size), ""


def _of_units(domain: Domain) -> tuple[float, str]:
    """Return the effective size where nothing varies, and how it was found."""
    if domain.sample.tally.clusters is None:
        return domain.effective_units(), ""
    note = f"nothing varies between {domain.sample.unit}s"
    return domain.effective_units(), f"{note}: the effective size is their number, by Kish"
