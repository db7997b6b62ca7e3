"""Pairs inside their sampling design: weights, strata, clusters, and the tests that know them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import settled
from likertkit._kernels.design import uncancelled
from likertkit._kernels.means import spread_interval, t_quantile
from likertkit._kernels.pvalues import log_normal_pvalue, log_t_pvalue
from likertkit._kernels.shares import tango_interval
from likertkit.compare._declared_design import EVERYBODY, people_per_answer
from likertkit.compare.paired._tests import ALL_EQUAL, FEW, ONE_PAIR, PairedResult
from likertkit.errors import ArgumentError
from likertkit.responses._as_tables import in_ascending_order
from likertkit.tally._grouped import inside_domain, whole_sample
from likertkit.tally._sampled_units import SampledUnits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from likertkit.compare.paired._tests import PairedOptions
    from likertkit.tally import Design, PairTally

# A deviation that is 0 but for rounding is less than this share of the mean.
_ROUNDING = 1e-13


@attrs.frozen(eq=False, kw_only=True)
class DesignedPairs:
    """The matched pairs of one item in one group, unit by unit of the sample.

    Attributes
    ----------
    scores : tuple of int
        The K scores in ascending order.
    sums, squares : arrays of shape (n_rows, K, K)
        Weights, and squared weights, of the pairs of two valid answers, those outside the group
        left out.  A row is a cluster or, without clusters, all respondents of a stratum.
    stratum : array of int, shape (n_rows,)
        The stratum of each row.
    units : SampledUnits
        The units, of which those that hold a pair with a weight bear on the figures.
    n : int
        Pairs with a weight.
    n_changed : int
        Units with a pair of two different scores.
    clustered : bool
        Whether units are clusters.
    aside : array of float, shape (n_rows,), or None
        Weights of the pairs outside the group, where strata count by their people and clusters
        were sampled: what the strata explain of all pairs is no error then.
    problem : str
        Why nothing can be said of the population; empty where it can.
    """

    scores: tuple[int, ...]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    stratum: NDArray[np.intp]
    units: SampledUnits
    n: int
    n_changed: int
    clustered: bool
    aside: NDArray[np.float64] | None
    problem: str

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weight of each pair of scores, shape (K, K)."""
        total: NDArray[np.float64] = self.sums.sum(axis=0)
        return total

    @property
    def df(self) -> float:
        """Units that hold a pair, minus the strata that hold a pair."""
        return self.units.df

    def mean(self, values: NDArray[np.float64]) -> tuple[float, float]:
        """Return the weighted mean of a value of each pair of scores, and its standard error.

        Raises
        ------
        StratumError
            If a stratum that has pairs has one unit, and no rule says what to do.
        """
        weights = self.weights
        whole = float(weights.sum())
        mean = float((weights * values).sum()) / whole
        # Where all pairs have one value there is no deviation, and rounding must not make one.
        deviations = values - mean
        deviations[np.abs(deviations) <= _ROUNDING * abs(mean)] = 0
        contributions = deviations / whole
        return mean, math.sqrt(
            self.units.variance(*self._by_stratum(contributions, self._explained(contributions)))
        )

    def _explained(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the strata explain of what each unit adds: 0 where no people are known."""
        added = (self.sums * values).sum(axis=(1, 2))
        if self.aside is None:
            return np.zeros_like(added)
        weights = self.sums.sum(axis=(1, 2)) + self.aside
        n_strata = len(self.units.sizes)
        total = np.bincount(self.stratum, added, n_strata)
        weight = np.bincount(self.stratum, weights, n_strata)
        means = np.divide(total, weight, out=np.zeros(n_strata), where=weight > 0)
        explained: NDArray[np.float64] = weights * means[self.stratum]
        return explained

    def random_signs(self, signs: NDArray[np.float64]) -> tuple[float, float]:
        """Return the weighted sum of signs, and its standard deviation if each were random.

        Units are turned as a whole, so that what clusters have in common stays.
        """
        totals, squares, _ = self._by_stratum(signs)
        return float(totals.sum()), math.sqrt(float(squares.sum()))

    def kish(self) -> float:
        """Return how many units of one weight would know as much, if units differ at random."""
        return float(self.weights.sum()) ** 2 / float(self._by_stratum(np.ones(1))[1].sum())

    def _by_stratum(
        self, values: NDArray[np.float64], explained: NDArray[np.float64] | float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return, stratum by stratum, the sum over the units of what they add, and of its square.

        The third array are the sums of squares if nothing in a unit cancelled.  What is explained
        is taken off what each unit adds.
        """
        totals, squares, gross = np.zeros((3, len(self.units.sizes)))
        added = (self.sums * values).sum(axis=(1, 2)) - explained
        parts = (self.sums * np.abs(values)).sum(axis=(1, 2)) + np.abs(explained)
        squared, most = added**2, parts**2
        if not self.clustered:
            squared = most = (self.squares * values**2).sum(axis=(1, 2))
        for target, each in ((totals, added), (squares, squared), (gross, most)):
            np.add.at(target, self.stratum, each)
        return totals, uncancelled(squares, gross), gross


def designed_pairs(
    pairs: PairTally, names: tuple[str, ...], cluster: str | None, plan: Design
) -> Iterator[DesignedPairs]:
    """Yield the pairs of each group along the named axes, and of each item.

    *cluster* is the axis of the clusters, if there are any.
    """
    # Pairs outside a domain are sampled, and belong to no group.
    groups, pairs = pairs.marginal(names).groups, whole_sample(pairs)
    places = [axis.name for axis in pairs.axes]
    stratum_at = [axis.name for axis in pairs.axes if axis.role == "stratum"]
    picked = [tuple(group[places.index(name)] for name in names) for group in pairs.groups]
    owners = [tuple(group[places.index(name)] for name in stratum_at) for group in pairs.groups]
    strata = list(dict.fromkeys(owners))
    stratum_names = [one[0] if one else None for one in strata]
    stratum = np.array([strata.index(owner) for owner in owners], dtype=np.intp)
    sums = pairs.counts.astype(np.float64) if pairs.sums is None else pairs.sums
    squares = pairs.counts.astype(np.float64) if pairs.squares is None else pairs.squares
    unit, row_stratum = _units(pairs, cluster, stratum)
    sized = plan.population is not None and not pairs.weighted
    respondent = "pair" if sized else "respondent"
    unit_name = respondent if cluster is None else "cluster"
    for group in groups:
        inside = inside_domain(pairs) & np.array([one == group for one in picked], dtype=np.bool_)
        for i, item in enumerate(pairs.instrument):
            scores, turned = in_ascending_order(item, pairs.view)
            k = item.scale.n_levels
            levels = slice(None, None, -1) if turned else slice(None)
            valid = inside[:, None, None]
            rows = np.zeros((2, len(row_stratum), k, k))
            for kind, weights in enumerate((sums, squares)):
                own = np.where(valid, weights[:, i, :k, :k][:, levels, levels], 0.0)
                np.add.at(rows[kind], unit, own)
            sizes, held, answers = np.zeros((3, len(strata)), dtype=np.int64)
            np.add.at(sizes, stratum, pairs.n_sampled[:, i])
            per_pair, aside, problem = np.ones(len(strata)), None, ""
            if sized:
                in_pairs = pairs.counts[:, i, :k, :k].sum(axis=(1, 2))
                np.add.at(answers, stratum, in_pairs)
                people = people_per_answer(
                    plan,
                    pairs.axes,
                    condition=None,
                    strata=stratum_names,
                    answers=answers,
                    sampled=sizes,
                )
                per_pair, problem, sizes = people.weights, people.problem, answers
                rows *= np.stack([per_pair, per_pair**2])[:, row_stratum, None, None]
                if cluster is not None:
                    aside = np.zeros(len(row_stratum))
                    np.add.at(aside, unit, np.where(inside, 0, in_pairs) * per_pair[stratum])
            # A pair without a weight is a sampled unit, and no pair of the group.
            weighty = valid & (sums[:, i, :k, :k] > 0)
            table = np.where(weighty, pairs.counts[:, i, :k, :k], 0)
            each = table.sum(axis=(1, 2))
            changed = each - np.trace(table, axis1=1, axis2=2)
            if cluster is None:
                np.add.at(held, stratum, each)
                n_changed = int(changed.sum())
            else:
                sizes = np.bincount(row_stratum, minlength=len(strata)).astype(np.int64)
                np.add.at(held, row_stratum[np.unique(unit[each > 0])], 1)
                n_changed = len(np.unique(unit[changed > 0]))
            yield DesignedPairs(
                scores=scores,
                sums=rows[0],
                squares=rows[1],
                stratum=row_stratum,
                units=SampledUnits(
                    item=item.name,
                    unit=unit_name,
                    strata=stratum_names,
                    sizes=sizes,
                    factors=plan.finite_factors(
                        pairs.axes,
                        condition=None,
                        strata=stratum_names,
                        sampled=sizes,
                        clustered=cluster is not None,
                    ),
                    touched=held > 0,
                    df=float(held.sum() - np.count_nonzero(held)),
                    lone=plan.lone_stratum,
                ),
                n=int(each.sum()),
                n_changed=n_changed,
                clustered=cluster is not None,
                aside=aside,
                problem=problem,
            )


def _units(
    pairs: PairTally, cluster: str | None, stratum: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the row of each group of the table, and the stratum of each row."""
    if cluster is None:
        return stratum, np.arange(stratum.max(initial=0) + 1, dtype=np.intp)
    place = [axis.name for axis in pairs.axes].index(cluster)
    number: dict[object, int] = {}
    unit = np.array(
        [number.setdefault(group[place], len(number)) for group in pairs.groups], dtype=np.intp
    )
    row_stratum = np.zeros(len(number), dtype=np.intp)
    row_stratum[unit] = stratum
    return unit, row_stratum


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


def check_designed(options: PairedOptions, correction: str) -> None:
    """Raise unless test and correction know weights and clusters."""
    if correction == "max-t":
        raise ArgumentError(
            "correction='max-t' turns respondents who count alike, and the data have weights or "
            "clusters, or the sizes of a population.",
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
    if pairs.units.census:
        low = high = mean
        ends = (delta, delta)
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
