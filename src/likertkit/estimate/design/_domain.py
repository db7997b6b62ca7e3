"""One item in one group of a sample: its weights, and the variance of what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import (
    cluster_squares,
    is_census,
    left_by_margins,
    left_by_parts,
    stratified_variance,
)
from likertkit.errors import ArgumentError, StratumError
from likertkit.estimate.design._options import ONE_UNIT, no_df
from likertkit.estimate.design._strata import StratumShares, stratum_shares, unconditional
from likertkit.tally import answering_units, held_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.estimate.design._options import Base
    from likertkit.estimate.design._sample import Sample
    from likertkit.tally import Clusters


@attrs.frozen(eq=False)
class Answering:
    """Who gave an answer, of the kind that a base holds.

    Attributes
    ----------
    cells : array of bool, shape (n_items, n_cells)
        The cells that hold an answer.
    answers : array of int, shape (n_conditions, n_strata, n_items)
        Respondents with an answer.
    units, strata : arrays of int, shape (n_groups, n_items)
        Units that hold an answer of a group of the result, and strata that hold one.
    """

    cells: NDArray[np.bool_]
    answers: NDArray[np.int64]
    units: NDArray[np.int64]
    strata: NDArray[np.int64]

    @classmethod
    def of(cls, sample: Sample, base: Base) -> Answering:
        """Count who answered, once for all groups and items."""
        tally = sample.tally
        width = tally.counts.shape[2]
        cells = np.array([held_cells(item.scale, base, width) for item in tally.instrument])
        answers = np.zeros_like(sample.rows)
        place = (sample.condition, sample.stratum)
        np.add.at(answers, place, np.where(cells, tally.counts, 0).sum(axis=2))
        where = np.full(len(tally.groups), -1, dtype=np.intp)
        for number, members in enumerate(sample.members):
            where[members] = number
        units, strata = answering_units(tally, where, len(sample.members), sample.stratum, base)
        return cls(cells, answers, units, strata)


_UNEXPLAINED = 1e-12


@attrs.frozen(eq=False, kw_only=True)
class Domain:
    """The answers of a group to an item, weighted, inside the whole sample.

    Attributes
    ----------
    sample : Sample
        The whole sample.
    item, condition : int
        The item's and the condition's number.
    rows : array of int, shape (n_rows,)
        The tally's groups whose respondents bear on the variance: those of the group or, where
        others tell what the strata explain, all of the same condition.
    base : array of bool, shape (n_cells,)
        The cells that hold an answer.
    inside : array of bool, shape (n_rows, n_cells)
        The cells that the estimate is made of.
    counts : array of int, shape (n_rows, n_cells)
        Respondents.
    scale : array of float, shape (n_rows,)
        What each respondent, or each weight, of these groups counts; 1 unless standardised.
    sums, squares : arrays of float, shape (n_rows, n_cells)
        Sums of weights and of squared weights.
    sizes : array of int, shape (n_strata,)
        Units of each stratum.
    factors : array of float, shape (n_strata,)
        Its finite population correction.
    strata : StratumShares
        What each stratum counts in a standardised estimate.
    n_units, n_held_strata : int
        Units that hold an answer of the group, and strata that hold one.
    """

    sample: Sample
    item: int
    condition: int
    rows: NDArray[np.intp]
    base: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    counts: NDArray[np.int64]
    scale: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    sizes: NDArray[np.int64]
    factors: NDArray[np.float64]
    strata: StratumShares
    n_units: int
    n_held_strata: int

    @classmethod
    def of(cls, sample: Sample, group: int, item: int, answering: Answering) -> Domain:
        """Return the domain of an item in a group of the result."""
        tally = sample.tally
        members = sample.members[group]
        condition = int(sample.condition[members[0]]) if len(members) else 0
        rows = members
        clustered = tally.clusters is not None
        if tally.calibration is not None or (clustered and sample.by_own_share):
            rows = np.flatnonzero(sample.condition == condition)
        base = answering.cells[item]
        inside = np.isin(rows, members)[:, None] & base
        counts = tally.counts[rows, item]
        strata = sample.stratum[rows]
        answered = np.zeros(len(sample.strata), dtype=np.int64)
        np.add.at(answered, strata, np.where(inside, counts, 0).sum(axis=1))
        anywhere = answering.answers[condition, :, item]
        shares = stratum_shares(sample, condition, members, answered=answered, anywhere=anywhere)
        per_row = np.ones(len(rows))
        sizes = sampled = sample.units[condition, :, item]
        if sample.standardized:
            per_row = shares.per_answer[strata]
        if sample.standardized and not clustered:
            sizes, sampled = shares.sizes, anywhere
        factors = sample.factors(condition, sampled)
        if sample.options.variance == "unconditional":
            factors = unconditional(sample, condition, shares)
        sums, squares = counts * per_row[:, None], counts * per_row[:, None] ** 2
        if tally.sums is not None and tally.squares is not None:
            sums, squares = tally.sums[rows, item], tally.squares[rows, item]
        return cls(
            sample=sample,
            item=item,
            condition=condition,
            rows=rows,
            base=base,
            inside=inside,
            counts=counts,
            scale=per_row,
            sums=sums,
            squares=squares,
            sizes=sizes,
            factors=factors,
            strata=shares,
            n_units=int(answering.units[group, item]),
            n_held_strata=int(answering.strata[group, item]),
        )

    @property
    def shares(self) -> NDArray[np.float64]:
        """What each stratum counts in a standardised estimate; 0 where the answers decide."""
        return self.strata.shares

    @property
    def problem(self) -> str:
        """Why there is no estimate; empty where there is one."""
        return self.strata.problem

    def weights(self) -> NDArray[np.float64]:
        """Return the sum of weights in each cell of the group."""
        total: NDArray[np.float64] = np.where(self.inside, self.sums, 0.0).sum(axis=0)
        return total

    def squared_weight(self) -> float:
        """Return the sum of the squared weights of the group."""
        return float(self.squares[self.inside].sum())

    def alike_somewhere(self, scores: Sequence[float]) -> bool:
        """Return whether one of several strata that were not asked as a whole shows no spread."""
        padded = np.zeros(self.counts.shape[1])
        padded[: len(scores)] = scores
        held = self.inside & (self.sums > 0)
        strata = self.sample.stratum[self.rows]
        least, most = np.full(len(self.factors), np.inf), np.full(len(self.factors), -np.inf)
        np.minimum.at(least, strata, np.where(held, padded, np.inf).min(axis=1))
        np.maximum.at(most, strata, np.where(held, padded, -np.inf).max(axis=1))
        told = least <= most
        return bool(told.sum() > 1 and (told & (least == most) & ~is_census(self.factors)).any())

    def effective_units(self) -> float:
        """Return Kish's number of the sampled units, each weighing as much as its answers do."""
        held = self.sample.tally.clusters
        squares = self.squared_weight()
        if held is not None:
            each = np.where(self.inside, self.scale[:, None], 0.0)
            squares = float(self._products(held, each)[0].sum())
        return float(self.weights().sum()) ** 2 / squares

    def df(self) -> float:
        """Return the units that hold an answer of the group less the strata that hold one."""
        return float(self.n_units - self.n_held_strata)

    def undefined(self) -> str:
        """Return why no variance can be estimated; empty where one can, or none is needed."""
        if self.problem or self.census():
            return self.problem
        if self.alone().any() and np.count_nonzero(self.sizes) == 1:
            return ONE_UNIT
        return (
            "" if self.df() > 0 else no_df(self.n_units, self.sample.unit, self.sample.stratified)
        )

    def touched(self) -> NDArray[np.bool_]:
        """Return the strata whose units add to the variance."""
        if self.sample.tally.calibration is not None:
            return self.sizes > 0
        touched = np.zeros(len(self.sizes), dtype=np.bool_)
        reached = np.where(self.inside, self.counts, 0).any(axis=1)
        touched[self.sample.stratum[self.rows[reached]]] = True
        return touched

    def alone(self) -> NDArray[np.bool_]:
        """Return the strata of one unit, whose variance nobody can estimate."""
        alone: NDArray[np.bool_] = (self.sizes == 1) & ~is_census(self.factors)
        return self.touched() & alone

    def census(self) -> bool:
        """Return whether everybody was asked, so that nothing is uncertain."""
        return bool(is_census(self.factors[self.touched()]).all())

    def variance(self, scores: Sequence[float], mean: float) -> float:
        """Return the variance of the mean of the scores of the group's cells; NaN if undefined.

        Raises
        ------
        StratumError
            If a stratum has one unit, and no rule says what to do.
        """
        if self.undefined():
            return float("nan")
        alone = self.alone()
        if alone.any() and self.sample.options.lone_stratum == "raise":
            raise self._lone_error(alone)
        padded = np.zeros(self.counts.shape[1])
        padded[: len(scores)] = scores
        deviations = np.where(self.inside, padded - mean, 0.0) / float(self.weights().sum())
        deviations = self._left(deviations)
        n_strata = len(self.sizes)
        strata = self.sample.stratum[self.rows]
        totals, squares = np.zeros(n_strata), np.zeros(n_strata)
        np.add.at(totals, strata, (self.sums * deviations).sum(axis=1))
        clusters = self.sample.tally.clusters
        if clusters is None:
            np.add.at(squares, strata, (self.squares * deviations**2).sum(axis=1))
            gross = squares
        else:
            squares, gross = self._products(clusters, deviations * self.scale[:, None])
        touched = self.touched()
        return stratified_variance(
            self.sizes[touched],
            self.factors[touched],
            totals[touched],
            squares[touched],
            self.sample.options.lone_stratum,
            gross[touched],
        )

    def certain(self) -> NDArray[np.bool_]:
        """Return the strata of one unit, which a bootstrap takes as certain to be drawn.

        Raises
        ------
        StratumError, ArgumentError
            If there are any, and the rule is another.
        """
        alone = self.alone()
        rule = self.sample.options.lone_stratum
        if alone.any() and rule == "raise":
            raise self._lone_error(alone)
        if alone.any() and rule != "certainty":
            raise ArgumentError(
                f"lone_stratum={rule!r} is a rule for a variance, and a bootstrap has to draw from "
                f"stratum {', '.join(self.sample.stratum_names(alone))} of one unit.",
                "merge it by `collapse=`, or take it as certain by lone_stratum='certainty'.",
            )
        return alone

    def _lone_error(self, alone: NDArray[np.bool_]) -> StratumError:
        sample = self.sample
        unit: str = "respondent" if sample.tally.clusters is None else sample.tally.clusters.unit
        if sample.standardized and sample.tally.clusters is None:
            unit = "valid answer"
        name = sample.tally.instrument.names[self.item]
        return StratumError(
            f"item {name!r}: stratum {', '.join(sample.stratum_names(alone))} has one {unit}; "
            "expected two or more in every stratum, for the spread within it.",
            "merge it with a similar stratum by `collapse=`, or name a rule by `lone_stratum=`.",
        )

    def _left(self, deviations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is left of each cell's deviation by that which is known of the population.

        Of calibrated weights it is what a regression on the margins leaves, which weighs by the
        weights before calibration; of strata that count by fixed shares, the deviation from the
        stratum's own mean.
        """
        calibration, margins = self.sample.tally.calibration, self.sample.margins
        if calibration is not None:
            designed = calibration.designed[self.rows, self.item]
            known = [levels[self.rows] for levels in margins]
            if len(known) == 1:
                left = left_by_parts(deviations, designed, known[0])
            else:
                left = left_by_margins(deviations, designed, known)
        elif self.sample.standardized and self.sample.tally.clusters is not None:
            answers = np.where(self.base, self.counts, 0)
            left = left_by_parts(deviations, answers, self.sample.stratum[self.rows])
            left = np.where(self.base, left, 0.0)
        else:
            return deviations
        # What is explained as a whole is not to come back as rounding.
        left[np.abs(left) < _UNEXPLAINED * np.abs(deviations).max()] = 0.0
        return left

    def _products(
        self, held: Clusters, contributions: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return, stratum by stratum, the sum of the clusters' squared contributions.

        The second array are these sums if nothing cancelled.
        """
        place = np.full(len(self.sample.tally.groups), -1, dtype=np.intp)
        place[self.rows] = np.arange(len(self.rows))
        used = np.flatnonzero((place[held.pairs] >= 0).all(axis=1))
        first, second = place[held.pairs[used]].T
        products = held.products[used, self.item]
        strata = self.sample.stratum[self.rows]
        pairs = np.column_stack([first, second])
        return cluster_squares(contributions, pairs, products, strata, len(self.sizes))
