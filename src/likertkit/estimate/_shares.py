"""Shares of answers, and differences between two of them, with their intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._kernels import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    t_quantile,
    tango_interval,
    wilson_interval,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.estimate._cells import ItemCells
    from likertkit.estimate._domain import Domain
    from likertkit.estimate._options import Base

ShareInterval = Literal["wilson", "clopper-pearson", "jeffreys", "logit"]

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
class Share:
    """A share, or the difference between two, with its standard error and interval."""

    share: float
    se: float
    low: float
    high: float


@attrs.frozen(kw_only=True)
class Shares:
    """What the shares of one item in one group are made of.

    Attributes
    ----------
    cells : ItemCells
        The counts.
    base : {'valid', 'all'}
        Who is in the base.
    """

    cells: ItemCells
    base: Base

    @property
    def n(self) -> int:
        """Respondents in the base."""
        cells = self.cells
        return cells.n if self.base == "valid" else cells.n + cells.n_missing

    def of(self, places: Sequence[int], interval: ShareInterval, confidence_level: float) -> Share:
        """Return the share of the answers at some levels."""
        cells = self.cells
        whole = cells.all_weight
        held = math.fsum(cells.weights[place] for place in places)
        share = held / whole if whole > 0 else math.nan
        se = self._se([float(level in places) for level in range(self._width)], share)
        low, high = self._interval(share, held, se, interval, confidence_level)
        return Share(share, se, low, high)

    @property
    def _width(self) -> int:
        return self.cells.item.scale.n_cells

    def _se(self, at: Sequence[float], share: float) -> float:
        """Return the standard error of the mean of scores of the item's cells."""
        if math.isnan(share) or self.n < 2:
            return math.nan
        cells = self.cells
        if cells.domain is not None:
            return math.sqrt(cells.domain.variance(at, share))
        squares = math.fsum(n * x * x for n, x in zip(cells.counts, at, strict=False)) / self.n
        return math.sqrt(max(0.0, squares - share**2) / (self.n - 1))

    def _interval(
        self, share: float, held: float, se: float, interval: ShareInterval, confidence_level: float
    ) -> _Interval:
        domain = self.cells.domain
        if domain is None:
            return _KERNELS[interval](held, self.cells.all_weight, confidence_level)
        if math.isnan(se):
            return math.nan, math.nan
        if domain.census():
            return share, share
        if interval == "logit" and 0 < share < 1 and se > 0:
            n = share * (1 - share) / se**2
            student = t_quantile((1 + confidence_level) / 2, domain.df())
            return logit_interval(share * n, n, confidence_level, student)
        n = self._effective(domain, share * (1 - share), se, confidence_level)
        return _KERNELS[interval](share * n, n, confidence_level)

    def _effective(
        self, domain: Domain, spread: float, se: float, confidence_level: float
    ) -> float:
        """Return the size of the simple random sample that would know as much.

        Korn and Graubard's, which also knows the degrees of freedom.  Those of a whole design can
        be more than a small group has answers, and are not to make them more.  Where nothing varies
        in the sample it is Kish's.
        """
        if not (spread > 0 and se > 0):
            return float(domain.weights().sum()) ** 2 / domain.squared_weight()
        upper = (1 + confidence_level) / 2
        df = min(domain.df(), self.n - 1)
        student = t_quantile(upper, self.n - 1) / t_quantile(upper, df)
        return spread / se**2 * student**2

    def net(self, top: Sequence[int], bottom: Sequence[int], confidence_level: float) -> Share:
        """Return the share of some levels less that of others, with Tango's score interval."""
        cells = self.cells
        whole = cells.all_weight
        above = math.fsum(cells.weights[place] for place in top)
        below = math.fsum(cells.weights[place] for place in bottom)
        net = (above - below) / whole if whole > 0 else math.nan
        se = self._se([(k in top) - float(k in bottom) for k in range(self._width)], net)
        domain = cells.domain
        if domain is None:
            return Share(net, se, *tango_interval(above, below, whole, confidence_level))
        if math.isnan(se):
            return Share(net, se, math.nan, math.nan)
        if domain.census():
            return Share(net, se, net, net)
        spread = max(0.0, (above + below) / whole - net**2)
        n = self._effective(domain, spread, se, confidence_level)
        low, high = tango_interval(above / whole * n, below / whole * n, n, confidence_level)
        return Share(net, se, low, high)
