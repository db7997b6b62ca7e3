"""The mean of one item in one group, with its standard error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._kernels.means import (
    count_mean,
    count_variance,
    t_interval,
    weighted_mean,
    weighted_variance,
)
from likertkit.estimate.design._options import ALL_ALIKE, CENSUS, NO_SPREAD
from likertkit.estimate.resampling._resamples import INTERVAL_NAMES
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from likertkit.estimate.design._cells import ItemCells
    from likertkit.estimate.design._domain import Domain
    from likertkit.estimate.design._sample import SurveySample
    from likertkit.estimate.resampling._resamples import BootstrapInterval, Bootstrapped

_ROUNDING = 1e-12


@attrs.frozen(kw_only=True, eq=False, repr=False)
class MeanRow(ItemRow):
    """The mean of one item in one group.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    weighted_n : float
        Sum of the weights of the valid answers; n without weights, and the people of the
        population in a mean that is standardised to it.
    effective_n : float
        Kish's effective sample size of the valid answers; n where all count the same.
    mean, se : float
        In scale points of the view.
    df : float
        Degrees of freedom of the standard error.
    low, high : float
        The confidence interval.
    design_effect : float
        The estimated variance over that of simple random sampling with replacement.
    method : str
        How mean and standard error were made.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean", "se", "low", "high")

    formats: ClassVar[dict[str, str]] = {
        "weighted_n": ".1f",
        "effective_n": ".1f",
        "df": ".0f",
        "se": ".3f",
    }

    n: int
    n_missing: int
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


def mean_row(cells: ItemCells, confidence_level: float) -> MeanRow:
    """Return the mean of the valid answers, its standard error and its t interval."""
    if cells.domain is not None:
        return _designed(cells, cells.domain, confidence_level)
    n = cells.n
    note = cells.problem
    mean = count_mean(cells.counts, cells.scores)
    se = math.sqrt(count_variance(cells.counts, cells.scores) / n) if n else math.nan
    df = n - 1.0 if n > 1 else math.nan
    low, high = t_interval(mean, se, df, confidence_level)
    if se == 0 and not note:
        low = high = math.nan
        note = NO_SPREAD
    return MeanRow(
        by=cells.by,
        item=cells.item.name,
        n=n,
        n_missing=cells.n_missing,
        weighted_n=float(n),
        effective_n=float(n),
        mean=mean,
        se=se,
        df=df,
        low=low,
        high=high,
        design_effect=1.0 if n > 1 else math.nan,
        method="unweighted mean, simple random sampling",
        note=note,
    )


def with_bootstrap(row: MeanRow, drawn: Bootstrapped, interval: BootstrapInterval) -> MeanRow:
    """Return the same mean and standard error with a bootstrap interval."""
    notes = [note for note in (row.note, drawn.note) if note]
    return attrs.evolve(
        row,
        low=drawn.low,
        high=drawn.high,
        method=f"{row.method}, {INTERVAL_NAMES[interval]}",
        note="; ".join(dict.fromkeys(notes)),
    )


def _designed(cells: ItemCells, domain: Domain, confidence_level: float) -> MeanRow:
    """Return the mean with the standard error of its design."""
    mean = weighted_mean(cells.weights, cells.scores)
    note = cells.problem
    df = domain.df() or math.nan
    se = deff = simple = math.nan
    if not note:
        variance = domain.variance(cells.scores, mean)
        se = math.sqrt(variance)
        simple = weighted_variance(cells.weights, cells.scores, cells.n) / cells.n
        if simple > 0:
            deff = variance / simple
        else:
            note = "no spread: the design effect is undefined"
    # What is left of deviations that cancel is rounding.
    if se <= _ROUNDING * (max(cells.scores) - min(cells.scores)):
        se = 0.0
    low, high = t_interval(mean, se, df, confidence_level)
    if se == 0 and domain.census():
        low = high = mean
        note = note or ("" if df > 0 else CENSUS)
    elif se == 0:
        low = high = math.nan
        note = NO_SPREAD if simple > 0 else ALL_ALIKE
    return MeanRow(
        by=cells.by,
        item=cells.item.name,
        n=cells.n,
        n_missing=cells.n_missing,
        weighted_n=cells.weighted_n,
        effective_n=cells.effective_n,
        mean=mean,
        se=se,
        df=df,
        low=low,
        high=high,
        design_effect=deff,
        method=_method(domain),
        note=note,
    )


def _method(domain: Domain) -> str:
    """Return how mean and standard error were made."""
    sample = domain.sample
    tally = sample.tally
    within = " within strata" if sample.stratified else ""
    corrected = ", finite population correction" if sample.limited else ""
    if sample.standardized and tally.clusters is None:
        if not within and not sample.has_domains:
            return f"unweighted mean, simple random sampling{corrected}"
        how = f"{sample.variance} variance" + corrected
        return f"{_standardized(sample)}, {how}"
    what = "weighted mean" if tally.weighted else "mean"
    if sample.standardized:
        what = _standardized(sample)
    if tally.calibration is not None:
        what = "calibrated mean"
    between = "" if tally.clusters is None else f" between {tally.clusters.unit}s"
    return f"{what}, Taylor linearisation{between}{within}{corrected}"


def _standardized(sample: SurveySample) -> str:
    if sample.by_own_share and sample.has_domains:
        return "mean of a group in the population"
    standard = {
        "population": "the population",
        "direct": "the population",
        "sample": "the sample's strata",
        "equal": "equal strata",
    }[sample.standardize]
    return f"mean standardised to {standard}"
