"""The tests that know weights, strata and clusters, and effects of such pairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import settled
from likertkit._kernels import (
    log_normal_pvalue,
    log_t_pvalue,
    spread_interval,
    t_quantile,
    tango_interval,
)
from likertkit.compare._paired_tests import ALL_EQUAL, FEW, ONE_PAIR, PairedResult
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from likertkit.compare._designed_pairs import DesignedPairs
    from likertkit.compare._paired_tests import PairedOptions
    from likertkit.tally import PairTally

_NO_SPREAD = "no spread among the sampled units: nothing tells how far the mean could vary"
_ALONE = "no stratum has two sampled units"
_NO_DF = "one unit with a pair in each stratum: no degrees of freedom"


@attrs.frozen(kw_only=True)
class DesignedResult:
    """What weighted or clustered pairs of one item say.

    Attributes
    ----------
    test : PairedResult
        The test.
    mean, low, high : float
        The mean difference and its t interval.
    shares : tuple of float
        Of the weight of all pairs, those of which the first score is the higher, equal, lower.
    no_interval : str
        Why there is no interval of the mean difference; empty where there is one.
    superiority, superiority_low, superiority_high : float
        The share of the first, with its score interval.
    marginal_superiority : float
        The same for answers of two different respondents.
    """

    test: PairedResult
    mean: float
    low: float
    high: float
    no_interval: str
    shares: tuple[float, float, float]
    superiority: float
    superiority_low: float
    superiority_high: float
    marginal_superiority: float


def check_lone_stratum(pairs: PairTally, lone_stratum: str, *, designed: bool) -> None:
    """Raise if a rule for strata of one unit is named where no error knows of strata."""
    if lone_stratum == "raise":
        return
    why = "" if any(axis.role == "stratum" for axis in pairs.axes) else "without strata"
    if not designed:
        why = "without weights or clusters, where strata are pooled"
    settled(lone_stratum, "lone_stratum", why)


def check_designed(options: PairedOptions, correction: str) -> None:
    """Raise unless test and correction know weights and clusters."""
    if correction == "max-t":
        raise ArgumentError(
            "correction='max-t' turns respondents who count alike, and the data have weights or "
            "clusters.",
            "choose correction='holm'.",
        )
    if options.method == "exact" and options.test == "sign":
        settled(options.method, "method", "for a sign test of weights or clusters")
    if options.test not in {"t", "sign"}:
        raise ArgumentError(
            f"test={options.test!r} is made for independent pairs that count alike, and the data "
            "have weights or clusters; expected test='t' or test='sign', which know them.",
            "ranks of weighted answers have no agreed meaning: compare means by test='t'.",
        )


def tested_in_design(pairs: DesignedPairs, options: PairedOptions) -> DesignedResult:
    """Return what pairs with some weight say, their sampling design considered."""
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
    rows, columns = weights.sum(axis=1), weights.sum(axis=0)
    return DesignedResult(
        test=_sign(pairs, options) if options.test == "sign" else _t(pairs, mean, se, options),
        no_interval=_no_interval(pairs, se) if math.isnan(low) else "",
        mean=mean,
        low=low,
        high=high,
        shares=(higher, float(np.trace(weights)), lower),
        superiority=(1 + delta) / 2,
        superiority_low=(1 + ends[0]) / 2,
        superiority_high=(1 + ends[1]) / 2,
        marginal_superiority=float(np.outer(rows, columns)[signs > 0].sum())
        + float((rows * columns).sum()) / 2,
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
    method = f"design-based t, {units} less strata"
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
