"""Groups inside their sampling design: weights, strata, clusters."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import StratumRows, left_by_parts
from likertkit._kernels.ranks import superiority_interval
from likertkit.compare._declared_design import people_per_answer
from likertkit.tally._domains import answering_units
from likertkit.tally._sampled_units import SampledUnits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.design import LoneStratum
    from likertkit.tally import Design, Tally
    from likertkit.tally._axes import Group

# A deviation that the strata explain but for rounding is less than this share of the largest.
_UNEXPLAINED = 1e-12


@attrs.frozen(eq=False)
class Answering:
    """How many units hold an answer of some groups under one condition, of all items at once.

    Attributes
    ----------
    tally : Tally
        The counts.
    inside : array of bool, shape (n_rows,)
        The rows of the condition.
    owner : array of int, shape (n_rows,)
        The group of each row; -1 for none.
    """

    tally: Tally
    inside: NDArray[np.bool_]
    owner: NDArray[np.intp]
    _known: dict[frozenset[int], tuple[NDArray[np.int64], NDArray[np.int64]]] = attrs.field(
        factory=dict, init=False
    )

    def count(self, groups: frozenset[int], item: int) -> tuple[int, int]:
        """Return the units, and the strata, that hold an answer of the groups to an item."""
        if groups not in self._known:
            tally = self.tally
            at = [place for place, axis in enumerate(tally.axes) if axis.role == "stratum"]
            strata_of_rows = [tuple(group[place] for place in at) for group in tally.groups]
            number = {stratum: h for h, stratum in enumerate(dict.fromkeys(strata_of_rows))}
            stratum = np.array([number[key] for key in strata_of_rows], dtype=np.intp)
            rows = self.inside & np.isin(self.owner, list(groups))
            where = np.where(rows, 0, -1).astype(np.intp)
            self._known[groups] = answering_units(tally, where, 1, stratum)
        units, strata = self._known[groups]
        return int(units[0, item]), int(strata[0, item])


@attrs.frozen(eq=False, kw_only=True)
class DesignedGroups:
    """The answers to one item, under one condition, with all that were sampled around them.

    A figure is linear in the weights, or made so by Taylor: each answer adds its weight times a
    value that its group and its level decide.  Whoever gave no answer, or is of another group,
    adds 0 and is a sampled unit all the same.

    Attributes
    ----------
    name : str
        The item.
    scores : array of int, shape (n_levels,)
        The score of each level.
    owner : array of int, shape (n_rows,)
        The group that each row of counts belongs to; -1 for none.
    counts : array of int, shape (n_rows, n_levels)
        Answers.
    rows : StratumRows
        The weights of the answers.
    strata : tuple
        The names of the strata.
    sizes : array of int, shape (n_strata,)
        Sampled units of each: clusters, where there are any.
    held : callable
        How many units, and how many strata, hold an answer of some groups.
    factors : array of float, shape (n_strata,)
        The finite population correction of each stratum.
    lone : {'raise', 'certainty', 'adjust', 'average'}
        The rule for strata of one unit.
    unit : {'respondent', 'cluster'}
        What was sampled.
    sized : bool
        Whether the answers of each stratum stand for its people in the population: without
        clusters its units are the valid answers, and between clusters what the strata explain is
        no error.
    problem : str
        Why nothing can be said of the population; empty where it can.
    """

    name: str
    scores: NDArray[np.float64]
    owner: NDArray[np.intp]
    counts: NDArray[np.int64]
    rows: StratumRows
    strata: tuple[object, ...]
    sizes: NDArray[np.int64]
    held: Callable[[frozenset[int]], tuple[int, int]]
    factors: NDArray[np.float64]
    lone: LoneStratum
    unit: str
    sized: bool
    problem: str

    @classmethod
    def from_tally(
        cls, tally: Tally, i: int, answering: Answering, condition: Group, plan: Design
    ) -> DesignedGroups:
        """Return the rows of a tally that lie inside a condition."""
        inside, owner = answering.inside, answering.owner
        item = tally.instrument.items[i]
        k = item.scale.n_levels
        rows = np.flatnonzero(inside)
        at = [place for place, axis in enumerate(tally.axes) if axis.role == "stratum"]
        keys = [tuple(tally.groups[g][place] for place in at) for g in rows.tolist()]
        strata = tuple(dict.fromkeys(keys))
        number = {stratum: h for h, stratum in enumerate(strata)}
        stratum = np.array([number[condition_key] for condition_key in keys], dtype=np.intp)
        sizes = np.zeros(len(strata), dtype=np.int64)
        np.add.at(sizes, stratum, tally.n_sampled[rows, i])
        condition_name = condition[0] if condition else None
        names = tuple(key[0] if key else None for key in strata)
        counts = tally.counts[rows, i, :k]
        each, problem = np.ones(len(rows)), ""
        sized = plan.population is not None and not tally.weighted
        if sized:
            answers = np.zeros(len(strata), dtype=np.int64)
            np.add.at(answers, stratum, counts.sum(axis=1))
            people = people_per_answer(
                plan,
                tally.axes,
                condition=condition_name,
                strata=names,
                answers=answers,
                sampled=sizes,
            )
            each, problem = people.weights[stratum], people.problem
            sizes = answers
        pairs = products = None
        if tally.clusters is not None:
            clusters = tally.clusters
            where = np.full(len(inside), -1, dtype=np.intp)
            where[rows] = np.arange(len(rows))
            both = inside[clusters.pairs].all(axis=1)
            pairs = where[clusters.pairs[both]]
            products = clusters.products[both, i, :k, :k] * each[pairs].prod(axis=1)[:, None, None]
            conditions = [p for p, axis in enumerate(tally.axes) if axis.role == "condition"]
            under = {tuple(tally.groups[g][p] for p in conditions) for g in rows.tolist()}
            # Several conditions are only together where they are the groups, or there are none.
            condition_key = next(iter(under)) if len(under) == 1 else ()
            known = dict(clusters.n_by_condition if condition_key else clusters.n_clusters)
            sizes = np.array(
                [known.get((*condition_key, *key), 0) for key in strata], dtype=np.int64
            )
        weights = tally.counts if tally.sums is None else tally.sums
        squares = tally.counts if tally.squares is None else tally.squares
        return cls(
            name=item.name,
            scores=np.array(item.scores(tally.view), dtype=np.float64),
            owner=owner[rows],
            counts=counts,
            rows=StratumRows(
                stratum,
                weights[rows, i, :k] * each[:, None],
                squares[rows, i, :k] * each[:, None] ** 2,
                pairs,
                products,
            ),
            strata=names,
            sizes=sizes,
            held=lambda groups: answering.count(groups, i),
            factors=plan.finite_factors(
                tally.axes,
                condition=condition_name,
                strata=names,
                sampled=sizes,
                clustered=tally.clusters is not None,
            ),
            lone=plan.lone_stratum,
            unit="respondent" if tally.clusters is None else tally.clusters.unit,
            sized=sized,
            problem=problem,
        )

    def units(self, groups: Collection[int]) -> SampledUnits:
        """Return the units of some groups: a stratum with an answer bears on the error.

        Degrees of freedom are those of a subset of a design in R's survey, by its ``degf``.
        """
        rows = self._rows_of(groups)
        touched = np.zeros(len(self.sizes), dtype=np.bool_)
        touched[self.rows.stratum[rows & self.counts.any(axis=1)]] = True
        n_units, n_strata = self.held(frozenset(groups))
        return SampledUnits(
            item=self.name,
            # Of a population the valid answers to an item are the sample.
            unit="valid answer" if self.sized and self.rows.pairs is None else self.unit,
            strata=self.strata,
            sizes=self.sizes,
            factors=self.factors,
            touched=touched,
            df=float(n_units - n_strata),
            lone=self.lone,
        )

    def _rows_of(self, groups: Collection[int]) -> NDArray[np.bool_]:
        """Return which rows are of some groups, as `isin` does for many more of them."""
        rows: NDArray[np.bool_] = (self.owner == np.array([*groups])[:, None]).any(axis=0)
        return rows

    def weights(self, group: int) -> NDArray[np.float64]:
        """Return the sum of the weights of a group at each level."""
        total: NDArray[np.float64] = self.rows.sums[self.owner == group].sum(axis=0)
        return total

    def kish(self, group: int) -> float:
        """Return how many equal weights would vary as little as a group's."""
        return float(self.weights(group).sum() ** 2 / self.rows.squares[self.owner == group].sum())

    def mean(self, group: int) -> float:
        """Return the weighted mean of a group, exactly a score where there is no other."""
        weights = self.weights(group)
        scores = self.scores[weights > 0]
        if scores.min() == scores.max():
            return float(scores[0])
        return float(weights @ self.scores / weights.sum())

    def means(self, groups: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the means of some groups as :meth:`mean` does, and their sums of weights."""
        weights = (self.owner == np.array([*groups])[:, None]) @ self.rows.sums
        totals = weights.sum(axis=1)
        least = np.where(weights > 0, self.scores, np.inf).min(axis=1)
        most = np.where(weights > 0, self.scores, -np.inf).max(axis=1)
        return np.where(least == most, least, weights @ self.scores / totals), totals

    def with_scores(self, scores: NDArray[np.float64]) -> DesignedGroups:
        """Return the same answers with other scores of their levels."""
        return attrs.evolve(self, scores=scores)

    def mean_values(self, group: int) -> NDArray[np.float64]:
        """Return by what an answer of a group moves its mean, for each unit of its weight."""
        values: NDArray[np.float64] = (self.scores - self.mean(group)) / self.weights(group).sum()
        return values

    def superiority(self, first: int, second: int) -> float:
        """Return the chance that an answer of the first is higher, ties half."""
        ranges = [self.scores[self.weights(group) > 0] for group in (first, second)]
        # Where the groups do not overlap no sum is to make it another number.
        if ranges[0].min() > ranges[1].max():
            return 1.0
        if ranges[0].max() < ranges[1].min():
            return 0.0
        shares = self.weights(first) / self.weights(first).sum()
        others = self.weights(second) / self.weights(second).sum()
        return min(1.0, float(shares @ self.placements(others)))

    def superiority_interval(
        self, first: int, second: int, confidence_level: float
    ) -> tuple[float, float]:
        """Return the interval of the superiority, by what the answers are worth in their design.

        It is the interval of as many answers as Kish's number of equal weights, its variance
        inflated by what strata, clusters and the weights' part in the answers make of it.  The
        design never counts for more than equal weights: so few answers cannot show that it does.
        """
        kish = {group: self.kish(group) for group in (first, second)}
        shares = {g: self.weights(g) / self.weights(g).sum() for g in kish}
        together = sum(kish[g] * shares[g] for g in kish) / sum(kish.values())
        # Each group after one more answer, spread as all are.
        more = {g: (kish[g] * shares[g] + together) / (kish[g] + 1) for g in kish}
        among = {first: self.placements(more[second]), second: -self.placements(more[first])}
        apart = {g: among[g] - shares[g] @ among[g] for g in kish}
        for group, deviations in apart.items():
            if np.count_nonzero(shares[group]) == 1:
                deviations[:] = 0.0
        simple = sum(float(shares[g] @ apart[g] ** 2) / kish[g] for g in kish)
        inflation = 1.0
        if simple > 0:
            moves = {g: apart[g] / self.weights(g).sum() for g in kish}
            n_units = float(self.sizes.sum())
            designed = self.variance(moves) * (n_units - 1) / n_units
            inflation = max(1.0, designed / simple)
        elif self.rows.pairs is not None:
            # Where each group gave one answer nothing tells how like the clusters are.
            kish = {g: min(kish[g], float(self.held(frozenset((g,)))[0])) for g in kish}
        order = np.argsort(self.scores)
        first_counts, second_counts = ((kish[g] * shares[g])[order].tolist() for g in kish)
        return superiority_interval(
            first_counts,
            second_counts,
            confidence_level,
            inflation=inflation,
            most_df=self.units((first, second)).df,
        )

    def placements(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what share of a group is lower than each level, or half of that at it."""
        order = np.argsort(self.scores)
        ordered = shares[order]
        placements = np.empty(len(order))
        placements[order] = np.cumsum(ordered) - ordered / 2
        return placements

    def difference_variance(self, first: int, second: int) -> float:
        """Return the variance of the mean of one group minus that of another.

        Raises
        ------
        StratumError
            As :meth:`variance`.
        """
        return self.variance({first: self.mean_values(first), second: -self.mean_values(second)})

    def variance(
        self, values: dict[int, NDArray[np.float64]], groups: Collection[int] = ()
    ) -> float:
        """Return the variance of a figure that each answer moves by such values.

        NaN where one unit was sampled.  The units are those of *groups*, by default of the groups
        that have values.

        Raises
        ------
        StratumError
            If a stratum that holds an answer of these groups has one unit, and no rule says what
            to do.
        """
        moves = np.zeros_like(self.rows.sums)
        for group, value in values.items():
            moves[self.owner == group] = value
        if self.sized and self.rows.pairs is not None:
            most = np.abs(moves).max()
            moves = left_by_parts(moves, self.counts.astype(np.float64), self.rows.stratum)
            # What the strata explain as a whole is not to come back as rounding.
            moves[np.abs(moves) < _UNEXPLAINED * most] = 0.0
        return self.units(groups or values).variance_of_rows(self.rows, moves)

    def covariance(
        self, groups: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Return the covariance of the means of groups minus that of the last, and its scale.

        None where no stratum gives a spread.

        Raises
        ------
        StratumError
            As :meth:`variance`.
        """
        if self.sized and self.rows.pairs is not None:
            return self._covariance_of_pairs(groups)
        number = np.full(max(groups) + 2, -1, dtype=np.intp)
        number[list(groups)] = np.arange(len(groups))
        # Rows that are not asked for, and rows of no group, have the number -1.
        owner = number[np.where(self._rows_of(groups), self.owner, -1)]
        means, totals = self.means(groups)
        moves = (self.scores - means[:, None]) / totals[:, None]
        return self.units(groups).covariance_of_rows(self.rows, owner, moves)

    def _covariance_of_pairs(
        self, groups: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Return the covariance from the variance of the difference of every two groups."""
        n = len(groups)
        spread = np.zeros((n, n))
        for i, j in combinations(range(n), 2):
            first, second = groups[i], groups[j]
            moves = {first: self.mean_values(first), second: -self.mean_values(second)}
            spread[i, j] = spread[j, i] = self.variance(moves, groups)
        if np.isnan(spread).any():
            return None
        apart = spread[:-1, -1]
        covariance = (apart[:, None] + apart[None, :] - spread[:-1, :-1]) / 2
        return covariance, apart
