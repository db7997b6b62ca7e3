"""The figures of one item's pairs that a test does not give."""

from __future__ import annotations

import math
from typing import NamedTuple

import attrs


class Estimate(NamedTuple):
    """A figure with the ends of its interval; NaN where there is none."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan


_NOTHING = Estimate()


@attrs.frozen(kw_only=True)
class PairedFigures:
    """The figures of one item's pairs; NaN where there is no pair.

    Attributes
    ----------
    mean_difference, superiority, rank_biserial, hodges_lehmann, cohen_d, hedges_g : Estimate
        As in the rows of the tables.
    no_interval, no_shift_interval : str
        Why the mean difference, and the shift of Hodges and Lehmann, have no interval.
    proportions : tuple of float
        Of the pairs: first higher, equal, lower.
    marginal_superiority : float
        The superiority of answers of two different respondents.
    """

    mean_difference: Estimate = _NOTHING
    no_interval: str = ""
    superiority: Estimate = _NOTHING
    proportions: tuple[float, float, float] = (math.nan, math.nan, math.nan)
    marginal_superiority: float = math.nan
    rank_biserial: Estimate = _NOTHING
    hodges_lehmann: Estimate = _NOTHING
    no_shift_interval: str = ""
    cohen_d: Estimate = _NOTHING
    hedges_g: Estimate = _NOTHING

    def columns(self, row: type) -> dict[str, float]:
        """Return the figures that a row has, by the names of its columns."""
        found = dict(
            zip(
                ("proportion_higher", "proportion_equal", "proportion_lower"),
                self.proportions,
                strict=True,
            )
        )
        found["marginal_superiority"] = self.marginal_superiority
        for name, estimate in attrs.asdict(self, recurse=False).items():
            if isinstance(estimate, Estimate):
                # The interval of the mean difference is that of the row.
                ends = "" if name == "mean_difference" else f"{name}_"
                found |= {
                    name: estimate.value,
                    f"{ends}low": estimate.low,
                    f"{ends}high": estimate.high,
                }
        wanted = {field.name for field in attrs.fields(row)}
        return {name: value for name, value in found.items() if name in wanted}
