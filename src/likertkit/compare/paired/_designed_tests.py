"""The tests that know the sampling design of pairs: of the mean difference, and of the signs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit._checks import settled
from likertkit._kernels.means import spread_interval, t_quantile
from likertkit._kernels.pvalues import log_normal_pvalue, log_t_pvalue
from likertkit._kernels.shares import tango_interval
from likertkit.compare._declared_design import EVERYBODY
from likertkit.compare._sides import side_figures, weighted_moments
from likertkit.compare.paired._tests import (
    ALL_EQUAL,
    FEW,
    ONE_PAIR,
    Estimate,
    PairedFigures,
    PairedResult,
)
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from likertkit.compare.paired._designed import DesignedPairs
    from likertkit.compare.paired._tests import PairedOptions


_NO_SPREAD = "no spread among the sampled units: nothing tells how far the mean could vary"
_ALONE = "no stratum has two sampled units"
_NO_DF = "one unit with a pair in each stratum: no degrees of freedom"


def check_designed(options: PairedOptions, correction: str) -> None:
    """Raise unless test and correction know weights and clusters."""
    if correction == "max-t":
        raise ArgumentError(
            "correction='max-t' turns respondents who count alike, and the data have weights or "
            "clusters, or the sizes of a population.",
            "choose correction='holm'.",
        )
    if options.method == "exact" and options.test == "sign":
        settled(options.method, "method", "for a sign test with weights or clusters")
    if options.test not in {"t", "sign"}:
        raise ArgumentError(
            f"test={options.test!r} is for independent pairs with equal weights, but the data "
            f"have weights or clusters; expected test='t' or test='sign'.",
            "no signed-rank test of a design is agreed on: compare means with test='t'.",
        )


def run_test_in_design(
    pairs: DesignedPairs, options: PairedOptions
) -> tuple[PairedResult, PairedFigures]:
    """Return the test and the figures of pairs of which some have a weight, by their design."""
    scores = np.array(pairs.scores, dtype=np.float64)
    differences = np.subtract.outer(scores, scores)
    signs = np.sign(differences)
    weights = pairs.weights / pairs.weights.sum()
    mean, se = pairs.mean(differences)
    low, high = spread_interval(mean, se, pairs.df, options.confidence_level)
    higher, lower = float(weights[signs > 0].sum()), float(weights[signs < 0].sum())
    delta, delta_se = pairs.mean(signs)
    n = _effective_n(pairs, higher + lower - delta**2, delta_se, options.confidence_level)
    ends = tango_interval(higher * n, lower * n, n, options.confidence_level)
    if pairs.units.census:
        low = high = mean
        ends = (delta, delta)
    rows, columns = weights.sum(axis=1), weights.sum(axis=0)
    test = _sign(pairs, options) if options.test == "sign" else _t(pairs, mean, se, options)
    return test, PairedFigures(
        mean_difference=Estimate(mean, low, high),
        no_interval=_no_interval(pairs, se) if math.isnan(low) else "",
        superiority=Estimate((1 + delta) / 2, (1 + ends[0]) / 2, (1 + ends[1]) / 2),
        proportions=(higher, float(np.trace(weights)), lower),
        marginal_superiority=float(np.outer(rows, columns)[signs > 0].sum())
        + float((rows * columns).sum()) / 2,
        sides=side_figures(
            weighted_moments(rows.tolist(), pairs.scores, pairs.n),
            weighted_moments(columns.tolist(), pairs.scores, pairs.n),
        ),
    )


def _effective_n(pairs: DesignedPairs, spread: float, se: float, confidence_level: float) -> float:
    """Return how many independent pairs would know as much of a difference of shares.

    Korn and Graubard's number, which also knows the degrees of freedom; never more than the
    pairs there are.  Where nothing varies in the sample it is Kish's.
    """
    if not (spread > 0 and se > 0 and pairs.df > 0):
        return pairs.kish()
    upper = (1 + confidence_level) / 2
    student = t_quantile(upper, pairs.n - 1) / t_quantile(upper, pairs.df)
    return min(float(pairs.n), spread / se**2 * student**2)


def _no_interval(pairs: DesignedPairs, se: float) -> str:
    """Return why a mean difference has no interval."""
    if pairs.units.census:
        return EVERYBODY
    if pairs.n == 1:
        return ONE_PAIR
    scores = np.array(pairs.scores, dtype=np.int64)
    if len(np.unique(np.subtract.outer(scores, scores)[pairs.weights > 0])) == 1:
        return ALL_EQUAL
    if math.isnan(se):
        return _ALONE
    return _NO_DF if not pairs.df > 0 else _NO_SPREAD


def _t(pairs: DesignedPairs, mean: float, se: float, options: PairedOptions) -> PairedResult:
    units = "clusters" if pairs.clustered else "respondents"
    method = f"design-based t, {units} minus strata"
    if not pairs.sums[:, ~np.eye(len(pairs.scores), dtype=np.bool_)].any():
        df = pairs.df if pairs.df > 0 else math.nan
        return PairedResult(statistic=0.0, df=df, log_pvalue=0.0, method=method)
    if not (se > 0 and pairs.df > 0):
        df = pairs.df if pairs.df > 0 else math.nan
        return PairedResult(df=df, method=method, note=_no_interval(pairs, se))
    statistic = mean / se
    return PairedResult(
        statistic=statistic,
        df=pairs.df,
        log_pvalue=log_t_pvalue(statistic, pairs.df, options.alternative),
        method=method,
    )


def _sign(pairs: DesignedPairs, options: PairedOptions) -> PairedResult:
    scores = np.array(pairs.scores, dtype=np.float64)
    total, deviation = pairs.random_signs(np.sign(np.subtract.outer(scores, scores)))
    of = "clusters" if pairs.clustered else "respondents"
    z = total / deviation if deviation > 0 else 0.0
    return PairedResult(
        statistic=z,
        log_pvalue=log_normal_pvalue(z, options.alternative) if deviation > 0 else 0.0,
        method=f"weighted sign test, {of} of random sign, asymptotic (normal)",
        note=f"few {of} with changed answers: the normal distribution is a rough guide"
        if 0 < pairs.n_changed < FEW
        else "",
    )
