"""The mean of one item in one group, with its standard error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels import (
    count_mean,
    count_variance,
    linearised_variance,
    t_interval,
    weighted_mean,
    weighted_variance,
)
from likertkit.errors import StratumError

if TYPE_CHECKING:
    from likertkit.estimate._cells import ItemCells, Strata


@attrs.frozen(kw_only=True)
class MeanEstimate:
    """A mean with what goes with it."""

    weighted_n: float
    effective_n: float
    mean: float
    se: float
    df: float
    low: float
    high: float
    design_effect: float
    method: str
    note: str


def estimate_mean(cells: ItemCells, confidence_level: float) -> MeanEstimate:
    """Return the mean of the valid answers, its standard error and its t interval."""
    if cells.strata is None:
        return _unweighted(cells, confidence_level)
    return _weighted(cells, cells.strata, confidence_level)


def _unweighted(cells: ItemCells, confidence_level: float) -> MeanEstimate:
    n = cells.n
    mean = count_mean(cells.counts, cells.scores)
    se = math.sqrt(count_variance(cells.counts, cells.scores) / n) if n else math.nan
    df = n - 1.0 if n > 1 else math.nan
    low, high = t_interval(mean, se, df, confidence_level)
    return MeanEstimate(
        weighted_n=float(n),
        effective_n=float(n),
        mean=mean,
        se=se,
        df=df,
        low=low,
        high=high,
        design_effect=1.0 if n > 1 else math.nan,
        method="unweighted mean, simple random sampling",
        note=why_undefined(n, float(n)),
    )


def why_undefined(n: int, weight: float) -> str:
    """Return why a mean or its standard error is undefined; empty when neither is."""
    if n == 0:
        return "no valid answers"
    if not weight > 0:
        return "the weights of all valid answers are 0"
    if n == 1:
        return "one valid answer: no spread can be estimated"
    return ""


def check_strata(cells: ItemCells, strata: Strata) -> None:
    """Raise if a stratum has one respondent, whose variance nobody can estimate."""
    if strata.lone and strata.n_strata > 1:
        names = ", ".join(map(repr, strata.lone))
        raise StratumError(
            f"item {cells.item.name!r}: stratum {names} has one respondent; expected two "
            "or more in every stratum, for the spread within it.",
            "merge it with a similar stratum before making the responses.",
        )


def design_df(strata: Strata) -> float:
    """Return respondents less strata, those outside the domain included."""
    return float(strata.n_units - strata.n_strata)


def _weighted(cells: ItemCells, strata: Strata, confidence_level: float) -> MeanEstimate:
    check_strata(cells, strata)
    k, n = len(cells.counts), cells.n
    sums, squares = strata.sums[:, :k], strata.squares[:, :k]
    weights = cells.weights
    total = math.fsum(weights)
    mean = weighted_mean(weights, cells.scores)
    note = why_undefined(n, total)
    df = design_df(strata)
    se = deff = effective = math.nan
    if total > 0:
        effective = total**2 / float(squares.sum())
    if not note:
        scores = np.array(cells.scores, dtype=np.float64)
        variance = linearised_variance(strata.sizes, sums, squares, scores, mean)
        se = math.sqrt(variance)
        simple = weighted_variance(weights, cells.scores, n) / n
        if simple > 0:
            deff = variance / simple
        else:
            note = "no spread: the design effect is undefined"
    low, high = t_interval(mean, se, df, confidence_level)
    within = " within strata" if strata.n_strata > 1 else ""
    return MeanEstimate(
        weighted_n=total,
        effective_n=effective,
        mean=mean,
        se=se,
        df=df,
        low=low,
        high=high,
        design_effect=deff,
        method=f"weighted mean, Taylor linearisation{within}",
        note=note,
    )
