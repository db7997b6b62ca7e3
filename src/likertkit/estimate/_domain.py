"""One item in one group of a sample: its weights, and the variance of what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels import is_census, stratified_variance
from likertkit.errors import ArgumentError, StratumError
from likertkit.estimate._options import base_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.estimate._options import Base
    from likertkit.estimate._sample import Sample
    from likertkit.tally import Clusters

_ROUNDING = 1e-14
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
        weights were calibrated, all of the same condition.
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
    shares : array of float, shape (n_strata,)
        What each stratum counts in a standardised estimate; 0 where the answers decide.
    problem : str
        Why there is no estimate; empty where there is one.
    """

    sample: Sample
    item: int
    condition: int
    rows: NDArray[np.intp]
    inside: NDArray[np.bool_]
    counts: NDArray[np.int64]
    scale: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    sizes: NDArray[np.int64]
    factors: NDArray[np.float64]
    shares: NDArray[np.float64]
    problem: str = ""

    @classmethod
    def of(cls, sample: Sample, group: int, item: int, base: Base) -> Domain:
        """Return the domain of an item in a group of the result."""
        tally = sample.tally
        members = sample.members[group]
        condition = int(sample.condition[members[0]]) if len(members) else 0
        rows = members
        if tally.calibration is not None:
            rows = np.flatnonzero(sample.condition == condition)
        scale = tally.instrument.items[item].scale
        used = base_cells(base, scale)
        inside = np.isin(rows, members)[:, None] & np.isin(np.arange(tally.counts.shape[2]), used)
        counts = tally.counts[rows, item]
        strata = sample.stratum[rows]
        answered = np.zeros(len(sample.strata), dtype=np.int64)
        np.add.at(answered, strata, np.where(inside, counts, 0).sum(axis=1))
        sizes = sample.units[condition, :, item]
        shares = np.zeros(len(sample.strata))
        per_row = np.ones(len(rows))
        problem = ""
        if sample.standardized:
            shares, problem = _shares(sample, condition, answered, strata)
            per_unit = np.divide(shares, answered, out=np.zeros(len(shares)), where=answered > 0)
            per_row = per_unit[strata]
        sampled = sizes
        if sample.standardized and tally.clusters is None:
            sizes = answered
            sampled = _answered_anywhere(sample, condition, item, used)
        factors = sample.factors(condition, sampled)
        if sample.options.variance == "unconditional":
            factors = _unconditional(sample, condition, answered, shares)
        sums, squares = counts * per_row[:, None], counts * per_row[:, None] ** 2
        if tally.sums is not None and tally.squares is not None:
            sums, squares = tally.sums[rows, item], tally.squares[rows, item]
        return cls(
            sample=sample,
            item=item,
            condition=condition,
            rows=rows,
            inside=inside,
            counts=counts,
            scale=per_row,
            sums=sums,
            squares=squares,
            sizes=sizes,
            factors=factors,
            shares=shares,
            problem=problem,
        )

    def weights(self) -> NDArray[np.float64]:
        """Return the sum of weights in each cell of the group."""
        total: NDArray[np.float64] = np.where(self.inside, self.sums, 0.0).sum(axis=0)
        return total

    def squared_weight(self) -> float:
        """Return the sum of the squared weights of the group."""
        return float(self.squares[self.inside].sum())

    def effective_clusters(self) -> float:
        """Return Kish's size of the clusters' totals: their number where all weigh the same."""
        held = self.sample.tally.clusters
        if held is None:
            return float("nan")
        each = np.where(self.inside, self.scale[:, None], 0.0)
        return float(self.weights().sum()) ** 2 / float(self._products(held, each).sum())

    def df(self) -> float:
        """Return units less strata, those outside the group included."""
        return float(self.sizes.sum() - np.count_nonzero(self.sizes))

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
        alone = self.alone()
        if alone.any():
            if np.count_nonzero(self.sizes) == 1:
                return float("nan")
            if self.sample.options.lone_stratum == "raise":
                raise self._lone_error(alone)
        width = self.counts.shape[1]
        padded = np.zeros(width)
        padded[: len(scores)] = scores
        deviations = np.where(self.inside, padded - mean, 0.0) / float(self.weights().sum())
        deviations = self._residuals(deviations)
        n_strata = len(self.sizes)
        strata = self.sample.stratum[self.rows]
        totals, squares = np.zeros(n_strata), np.zeros(n_strata)
        np.add.at(totals, strata, (self.sums * deviations).sum(axis=1))
        clusters = self.sample.tally.clusters
        if clusters is None:
            np.add.at(squares, strata, (self.squares * deviations**2).sum(axis=1))
        else:
            squares = self._products(clusters, deviations * self.scale[:, None])
        touched = self.touched()
        return stratified_variance(
            self.sizes[touched],
            self.factors[touched],
            totals[touched],
            squares[touched],
            self.sample.options.lone_stratum,
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

    def _residuals(self, deviations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the margins of calibrated weights leave of each cell's deviation.

        The regression on the margins weighs by the weights before calibration.
        """
        calibration, margins = self.sample.tally.calibration, self.sample.margins
        if calibration is None or margins is None:
            return deviations
        designed = calibration.designed[self.rows, self.item]
        known = margins[self.rows]
        crossed = (known * designed.sum(axis=1)[:, None]).T @ known
        explained = known.T @ (designed * deviations).sum(axis=1)
        slopes = np.linalg.lstsq(crossed, explained, rcond=None)[0]
        left: NDArray[np.float64] = deviations - (known @ slopes)[:, None]
        # What the margins explain as a whole is not to come back as rounding.
        left[np.abs(left) < _UNEXPLAINED * np.abs(deviations).max()] = 0.0
        return left

    def _products(self, held: Clusters, contributions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return, stratum by stratum, the sum of the clusters' squared contributions."""
        place = np.full(len(self.sample.tally.groups), -1, dtype=np.intp)
        place[self.rows] = np.arange(len(self.rows))
        used = np.flatnonzero((place[held.pairs] >= 0).all(axis=1))
        first, second = place[held.pairs[used]].T
        # Two groups are held in one order, and stand for both.
        twice = np.where(first == second, 1.0, 2.0)
        strata = self.sample.stratum[self.rows[first]]

        def summed(each: NDArray[np.float64]) -> NDArray[np.float64]:
            squares = np.zeros(len(self.sizes))
            products = held.products[used, self.item]
            crossed = np.einsum("pc,pcd,pd->p", each[first], products, each[second])
            np.add.at(squares, strata, crossed * twice)
            return squares

        squares, gross = summed(contributions), summed(np.abs(contributions))
        # Deviations that cancel in every cluster leave nothing, and rounding must not make it some.
        return np.where(squares > _ROUNDING * gross, squares, 0.0)


def _answered_anywhere(
    sample: Sample, condition: int, item: int, used: tuple[int, ...]
) -> NDArray[np.int64]:
    """Return the answers of each stratum, those outside the group included."""
    answered = np.zeros(len(sample.strata), dtype=np.int64)
    rows = np.flatnonzero(sample.condition == condition)
    counts = sample.tally.counts[rows, item][:, used]
    np.add.at(answered, sample.stratum[rows], counts.sum(axis=1))
    return answered


def _shares(
    sample: Sample, condition: int, answered: NDArray[np.int64], strata: NDArray[np.intp]
) -> tuple[NDArray[np.float64], str]:
    """Return what each stratum counts, adding up to the people it stands for, or why not."""
    by_stratum = any(
        axis.role == "stratum" and axis.name in sample.names for axis in sample.tally.axes
    )
    wanted = sample.rows[condition].max(axis=1, initial=0) > 0
    if by_stratum:
        wanted &= np.isin(np.arange(len(sample.strata)), strata)
    how = sample.options.standardize
    if how == "sample":
        return answered.astype(np.float64), ""
    n_people = float(answered.sum())
    sizes = wanted.astype(np.float64)
    if how == "population" and sample.population is not None:
        sizes = np.where(wanted, sample.population[condition], 0.0)
        n_people = float(sizes.sum())
    empty = wanted & (answered == 0)
    if answered.any() and empty.any():
        return np.zeros(len(sizes)), (
            f"no valid answers in stratum {', '.join(sample.stratum_names(empty))}: merge it by "
            "`collapse=`"
        )
    return sizes * (n_people / float(sizes.sum()) if sizes.any() else 1.0), ""


def _unconditional(
    sample: Sample, condition: int, answered: NDArray[np.int64], shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return factors that make the conditional variance of each stratum the unconditional one."""
    n = float(answered.sum())
    total = float(shares.sum())
    left = 1.0
    if sample.limited and sample.population is not None:
        left = 1 - n / float(sample.population[condition].sum())
    part = np.divide(shares, total, out=np.zeros(len(shares)), where=total > 0)
    wanted = left * (part / n + (1 - part) / n**2) if n else part
    conditional = np.divide(part**2, answered, out=np.ones(len(part)), where=part > 0)
    factors: NDArray[np.float64] = np.ones(len(part))
    np.divide(wanted, conditional, out=factors, where=part > 0)
    return factors
