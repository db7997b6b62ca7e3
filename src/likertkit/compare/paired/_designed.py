"""Pairs inside their sampling design: weights, strata, clusters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import uncancelled
from likertkit.compare._declared_design import people_per_answer
from likertkit.responses._as_tables import in_ascending_order
from likertkit.tally._grouped import inside_domain, whole_sample
from likertkit.tally._sampled_units import SampledUnits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

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
    stratum_names = [key[0] if key else None for key in strata]
    stratum = np.array([strata.index(owner) for owner in owners], dtype=np.intp)
    sums = pairs.counts.astype(np.float64) if pairs.sums is None else pairs.sums
    squares = pairs.counts.astype(np.float64) if pairs.squares is None else pairs.squares
    unit, row_stratum = _units(pairs, cluster, stratum)
    sized = plan.population is not None and not pairs.weighted
    respondent = "pair" if sized else "respondent"
    unit_name = respondent if cluster is None else "cluster"
    for group in groups:
        inside = inside_domain(pairs) & np.array([key == group for key in picked], dtype=np.bool_)
        for i, item in enumerate(pairs.instrument):
            scores, turned = in_ascending_order(item, pairs.view)
            k = item.scale.n_levels
            levels = slice(None, None, -1) if turned else slice(None)
            valid = inside[:, None, None]
            rows = np.zeros((2, len(row_stratum), k, k))
            for kind, weights in enumerate((sums, squares)):
                in_group = np.where(valid, weights[:, i, :k, :k][:, levels, levels], 0.0)
                np.add.at(rows[kind], unit, in_group)
            sizes, with_pairs, answers = np.zeros((3, len(strata)), dtype=np.int64)
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
                np.add.at(with_pairs, stratum, each)
                n_changed = int(changed.sum())
            else:
                sizes = np.bincount(row_stratum, minlength=len(strata)).astype(np.int64)
                np.add.at(with_pairs, row_stratum[np.unique(unit[each > 0])], 1)
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
                    touched=with_pairs > 0,
                    df=float(with_pairs.sum() - np.count_nonzero(with_pairs)),
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
