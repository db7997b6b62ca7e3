"""One item in one group of a sample: its weights, and the variance of what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import (
    StratumRows,
    alike_somewhere,
    effective_units,
    left_by_margins,
    left_by_parts,
)
from likertkit.errors import ArgumentError
from likertkit.estimate.design._options import ONE_UNIT, no_df
from likertkit.estimate.design._strata import StratumWeights, stratum_weights, unconditional_factors
from likertkit.tally._domains import answering_units, cells_of_kind
from likertkit.tally._sampled_units import SampledUnits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.estimate.design._options import Base
    from likertkit.estimate.design._sample import SurveySample


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
    def from_sample(cls, sample: SurveySample, base: Base) -> Answering:
        """Count who answered, once for all groups and items."""
        tally = sample.tally
        width = tally.counts.shape[2]
        cells = np.array([cells_of_kind(item.scale, base, width) for item in tally.instrument])
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
    sample : SurveySample
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
    drawn : StratumRows
        The same groups by their weights, or by what each respondent counts.
    units : SampledUnits
        The sampled units.
    strata : StratumWeights
        What each stratum counts in a standardised estimate.
    n_units : int
        Units that hold an answer of the group.
    """

    sample: SurveySample
    item: int
    condition: int
    rows: NDArray[np.intp]
    base: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    counts: NDArray[np.int64]
    drawn: StratumRows
    units: SampledUnits
    strata: StratumWeights
    n_units: int

    @classmethod
    def from_sample(
        cls, sample: SurveySample, group: int, item: int, answering: Answering
    ) -> Domain:
        """Return the domain of an item in a group of the result."""
        tally = sample.tally
        members = sample.members[group]
        condition = int(sample.condition[members[0]]) if len(members) else 0
        rows = members
        clustered = tally.clusters is not None
        if tally.calibration is not None or (clustered and sample.by_own_share):
            rows = np.flatnonzero(sample.condition == condition)
        base = answering.cells[item]
        of_group = np.ones(len(rows), np.bool_) if rows is members else np.isin(rows, members)
        inside = of_group[:, None] & base
        counts = tally.counts[rows, item]
        strata = sample.stratum[rows]
        answered = np.zeros(len(sample.strata), dtype=np.int64)
        np.add.at(answered, strata, np.where(inside, counts, 0).sum(axis=1))
        anywhere = answering.answers[condition, :, item]
        standard = stratum_weights(sample, condition, members, answered=answered, anywhere=anywhere)
        per_row = np.ones(len(rows))
        sizes = sampled = sample.units[condition, :, item]
        if sample.standardized:
            per_row = standard.per_answer[strata]
        if sample.standardized and not clustered:
            sizes, sampled = standard.sizes, anywhere
        factors = sample.factors(condition, sampled)
        if sample.variance == "unconditional":
            factors = unconditional_factors(sample, condition, standard)
        sums, squares = counts * per_row[:, None], counts * per_row[:, None] ** 2
        if tally.sums is not None and tally.squares is not None:
            sums, squares = tally.sums[rows, item], tally.squares[rows, item]
        n_units = int(answering.units[group, item])
        return cls(
            sample=sample,
            item=item,
            condition=condition,
            rows=rows,
            base=base,
            inside=inside,
            counts=counts,
            drawn=StratumRows(
                strata, sums, squares, *_shared_clusters(sample, item, rows, per_row)
            ),
            units=SampledUnits(
                item=tally.instrument.items[item].name,
                unit=_unit(sample),
                strata=sample.strata,
                sizes=sizes,
                factors=factors,
                touched=_touched(sample, sizes, strata[np.where(inside, counts, 0).any(axis=1)]),
                df=float(n_units - int(answering.strata[group, item])),
                lone=sample.design.lone_stratum,
            ),
            strata=standard,
            n_units=n_units,
        )

    @property
    def problem(self) -> str:
        """Why there is no estimate; empty where there is one."""
        return self.strata.problem

    def weights(self) -> NDArray[np.float64]:
        """Return the sum of weights in each cell of the group."""
        total: NDArray[np.float64] = np.where(self.inside, self.drawn.sums, 0.0).sum(axis=0)
        return total

    def squared_weight(self) -> float:
        """Return the sum of the squared weights of the group."""
        return float(self.drawn.squares[self.inside].sum())

    def alike_somewhere(self, scores: Sequence[float]) -> bool:
        """Return whether one of several strata that were not asked as a whole shows no spread."""
        padded = np.zeros(self.counts.shape[1])
        padded[: len(scores)] = scores
        return alike_somewhere(self.drawn, self.inside, padded, self.units.factors)

    def effective_units(self) -> float:
        """Return Kish's number of the sampled units, each weighing as much as its answers do."""
        return effective_units(self.drawn, self.inside, len(self.units.sizes))

    def df(self) -> float:
        """Return the units that hold an answer of the group minus the strata that hold one."""
        return self.units.df

    def undefined(self) -> str:
        """Return why no variance can be estimated; empty where one can, or none is needed."""
        if self.problem or self.census():
            return self.problem
        if self.units.single:
            return ONE_UNIT
        return (
            "" if self.df() > 0 else no_df(self.n_units, self.sample.unit, self.sample.stratified)
        )

    def census(self) -> bool:
        """Return whether everybody was asked, so that nothing is uncertain."""
        return self.units.census

    def variance(self, scores: Sequence[float], mean: float) -> float:
        """Return the variance of the mean of the scores of the group's cells; NaN if undefined.

        Raises
        ------
        StratumError
            If a stratum has one unit, and no rule says what to do.
        """
        if self.undefined():
            return float("nan")
        self.units.check_alone()
        padded = np.zeros(self.counts.shape[1])
        padded[: len(scores)] = scores
        deviations = np.where(self.inside, padded - mean, 0.0) / float(self.weights().sum())
        return self.units.variance_of_rows(self.drawn, self._left(deviations))

    def certain(self) -> NDArray[np.bool_]:
        """Return the strata of one unit, which a bootstrap takes as certain to be drawn.

        Raises
        ------
        StratumError, ArgumentError
            If there are any, and the rule is another.
        """
        self.units.check_alone()
        alone, rule = self.units.alone, self.units.lone
        if alone.any() and rule != "certainty":
            raise ArgumentError(
                f"lone_stratum={rule!r} is a rule for a variance, and a bootstrap has to draw from "
                f"stratum {self.units.names(alone)} of one unit.",
                "merge it by `sampled(collapse=...)`, or take it as certain by "
                "`sampled(lone_stratum='certainty')`.",
            )
        return alone

    def _left(self, deviations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is left of each cell's deviation by that which is known of the population.

        Of calibrated weights it is what a regression on the margins leaves, which weighs by the
        weights before calibration; of strata that count by fixed proportions, the deviation from
        the stratum's own mean.
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
            left = left_by_parts(deviations, answers, self.drawn.stratum)
            left = np.where(self.base, left, 0.0)
        else:
            return deviations
        # What is explained as a whole is not to come back as rounding.
        left[np.abs(left) < _UNEXPLAINED * np.abs(deviations).max()] = 0.0
        return left


def _unit(sample: SurveySample) -> str:
    """Return what counts as a unit of a stratum, as a word."""
    if sample.tally.clusters is not None:
        return sample.tally.clusters.unit
    return "valid answer" if sample.standardized else "respondent"


def _touched(
    sample: SurveySample, sizes: NDArray[np.int64], reached: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return the strata whose units add to the variance; *reached* are those that hold an answer.

    Of calibrated weights each stratum does, for the margins are those of all respondents.
    """
    if sample.tally.calibration is not None:
        return sizes > 0
    touched = np.zeros(len(sizes), dtype=np.bool_)
    touched[reached] = True
    return touched


def _shared_clusters(
    sample: SurveySample, item: int, rows: NDArray[np.intp], per_row: NDArray[np.float64]
) -> tuple[NDArray[np.intp] | None, NDArray[np.float64] | None]:
    """Return which rows have a cluster in common, and the products of what it counts in both."""
    clusters = sample.tally.clusters
    if clusters is None:
        return None, None
    place = np.full(len(sample.tally.groups), -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    used = np.flatnonzero((place[clusters.pairs] >= 0).all(axis=1))
    pairs = place[clusters.pairs[used]]
    products = clusters.products[used, item]
    if sample.standardized:
        products = products * per_row[pairs].prod(axis=1)[:, None, None]
    return pairs, products
