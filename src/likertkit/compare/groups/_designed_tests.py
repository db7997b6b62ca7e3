"""Tests of groups by their sampling design: of means, of ranks and of proportions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.design import alike_somewhere, effective_units
from likertkit._kernels.means import (
    correlation_of_estimates,
    designed_means_test,
    designed_shares_test,
    effective_size,
    shares_chi_square,
    t_interval,
)
from likertkit._kernels.pvalues import f_pvalue
from likertkit.compare._declared_design import EVERYBODY
from likertkit.compare._options import NO_SPREAD
from likertkit.compare.groups._figures import (
    DESIGNED_NAMES,
    GroupFigures,
    OmnibusFigures,
    joined,
)
from likertkit.compare.groups._shares import AT_AN_END, share_intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative
    from likertkit.compare.groups._designed import DesignedGroups
    from likertkit.compare.groups._figures import GroupTest

# An eigenvalue below this share of what was added is of rounding.
_ROUNDING = 1e-12
_POOLED = f"{AT_AN_END} shows no spread: the error is that of the effective sizes"


@attrs.frozen(kw_only=True)
class DesignedTest:
    """A test of two groups, or of all, inside their sampling design.

    Attributes
    ----------
    test : {'mann-whitney', 't', 'proportion'}
        Of ranks, of means or of the top box.
    design : DesignedGroups
        The answers to an item.
    box : tuple of int
        The scores in the top box; empty for other tests.
    """

    test: GroupTest
    design: DesignedGroups
    box: tuple[int, ...]

    @property
    def estimated(self) -> DesignedGroups:
        """The answers scored by what the difference is of: 1 in the box, or their scores."""
        if self.test != "proportion":
            return self.design
        return self.design.with_scores(np.isin(self.design.scores, self.box).astype(np.float64))

    def scored(self, groups: Sequence[int]) -> DesignedGroups:
        """Return the answers scored by what is tested: of ranks the midranks of some groups.

        A midrank is the weight of the lower answers plus half of that of the equal ones, over the
        whole weight.
        """
        if self.test != "mann-whitney":
            return self.estimated
        weights = np.sum([self.design.weights(group) for group in groups], axis=0)
        return self.design.with_scores(self.design.placements(weights / weights.sum()))

    def df(self, groups: Sequence[int]) -> float:
        """Return the degrees of freedom of a test: of ranks one fewer a difference, as in R."""
        return self.design.units(groups).df - (len(groups) - 1) * (self.test == "mann-whitney")

    def compare(
        self,
        first: int,
        second: int,
        sizes: dict[str, int],
        alternative: Alternative,
        confidence_level: float,
    ) -> GroupFigures:
        """Return the test of two groups; *sizes* are their numbers of answers."""
        design, name = self.design, DESIGNED_NAMES[self.test]
        if design.problem:
            return GroupFigures(**sizes, method=name, note=design.problem)
        pair = (first, second)
        estimated, units = self.estimated, design.units(pair)
        means = estimated.mean(first), estimated.mean(second)
        difference = means[0] - means[1]
        variance = estimated.difference_variance(first, second)
        figures: dict[str, Any] = {
            "mean_difference": difference,
            "superiority": design.superiority(first, second),
            "df": self.df(pair),
        }
        if self.test == "proportion":
            figures |= {"proportion_first": means[0], "proportion_second": means[1]}
        if units.census:
            ends = dict.fromkeys(("superiority_low", "superiority_high"), figures["superiority"])
            figures |= {"low": difference, "high": difference, **ends}
            if self.test == "proportion":
                endless = share_intervals(means, (math.inf, math.inf), confidence_level)
                figures |= {key: endless[key] for key in endless if key.startswith("odds")}
            return GroupFigures(**sizes, **figures, method=name, note=EVERYBODY)
        if units.single or not units.df > 0:
            note = "one sampled unit: no spread can be estimated"
            if not units.single:
                what = f"as many strata as {design.unit}s with an answer"
                note = f"{what}: no degrees of freedom are left"
            return GroupFigures(**sizes, **figures, method=name, note=note)
        # Shares have intervals that do not collapse; a mean without spread has none.
        low, high = design.superiority_interval(first, second, confidence_level)
        figures |= {"superiority_low": low, "superiority_high": high}
        if self.test == "proportion":
            tested, note = self._shares(pair, means, variance, alternative, confidence_level)
        else:
            tested, note = self._scores(pair, difference, variance, alternative, confidence_level)
        figures |= tested
        return GroupFigures(**sizes, **figures, method=name, note=note)

    def _scores(
        self,
        pair: tuple[int, int],
        difference: float,
        variance: float,
        alternative: Alternative,
        confidence_level: float,
    ) -> tuple[dict[str, Any], str]:
        """Return the test of means or ranks, and the interval of the difference of means."""
        error, note = math.sqrt(variance), ""
        low, high = t_interval(difference, error, self.design.units(pair).df, confidence_level)
        if error == 0:
            low, high, note = math.nan, math.nan, NO_SPREAD
        if self.test == "mann-whitney":
            ranked = self.scored(pair)
            difference = ranked.mean(pair[0]) - ranked.mean(pair[1])
            variance = ranked.difference_variance(*pair)
            if not self.df(pair) > 0:
                note = joined(note, "too few units for the test of ranks")
            elif variance == 0:
                note = NO_SPREAD
        tested = designed_means_test(difference, 0.0, variance, self.df(pair), alternative)
        # Answers that are alike in all clusters are no evidence, for or against a difference.
        known = variance > 0
        return {
            "low": low,
            "high": high,
            "statistic": float(tested.statistic) if known else math.nan,
            "pvalue": float(tested.pvalue) if known else math.nan,
        }, note

    def _shares(
        self,
        pair: tuple[int, int],
        shares: tuple[float, float],
        variance: float,
        alternative: Alternative,
        confidence_level: float,
    ) -> tuple[dict[str, Any], str]:
        """Return the test of proportions, and the intervals of their difference and odds ratio."""
        first, second = (
            _Share.from_design(self.estimated, group, share)
            for group, share in zip(pair, shares, strict=True)
        )
        correlation = float(correlation_of_estimates(first.variance, second.variance, variance))
        sizes = first.size(confidence_level), second.size(confidence_level)
        tested = designed_shares_test(
            *shares, variance, self.df(pair), first.size(), second.size(), alternative
        )
        ends = share_intervals(shares, sizes, confidence_level, correlation)
        at_end = any(share in {0.0, 1.0} for share in shares)
        return {
            **ends,
            "statistic": float(tested.statistic),
            "pvalue": float(tested.pvalue),
        }, _POOLED if at_end else ""

    def compare_all(self, plain: OmnibusFigures, answered: Sequence[int]) -> OmnibusFigures:
        """Return the Wald F of equal means, ranks or proportions.

        Its degrees of freedom below the line are the design's.
        """
        design = self.design
        if design.problem:
            return attrs.evolve(plain, note=joined(plain.note, design.problem))
        scored = self.scored(answered)
        effect = _eta_squared(scored, answered)
        if self.test == "proportion":
            effect = math.sqrt(effect)
        k, df_within = len(answered) - 1, self.df(answered)
        plain = attrs.evolve(plain, df=float(k), effect=effect)
        means = np.array([scored.mean(g) for g in answered])
        differences = means[:-1] - means[-1]
        spread = scored.covariance(answered)
        if spread is not None and not differences.any() and not spread[0].diagonal().any():
            return attrs.evolve(plain, statistic=0.0, pvalue=1.0)
        ended = self.test == "proportion" and not (means * (1 - means)).all()
        census = design.units(answered).census
        if spread is None or df_within <= 0 or census or not (ended or _is_regular(*spread)):
            why = "the design leaves no spread to compare the groups by"
            return attrs.evolve(plain, note=joined(plain.note, EVERYBODY if census else why))
        if ended:
            shares = [
                _Share.from_design(scored, group, share)
                for group, share in zip(answered, means.tolist(), strict=True)
            ]
            statistic, _, _ = shares_chi_square(means, np.array([s.size() for s in shares]))
            plain = attrs.evolve(plain, note=joined(plain.note, _POOLED))
        else:
            statistic = float(differences @ np.linalg.solve(spread[0], differences))
        return attrs.evolve(
            plain,
            statistic=statistic / k,
            df_within=df_within,
            pvalue=f_pvalue(statistic / k, k, df_within),
        )


@attrs.frozen(eq=False, kw_only=True)
class _Share:
    """A group's proportion in a design.

    Attributes
    ----------
    design : DesignedGroups
        The answers, scored 1 in the box and 0 outside.
    group : int
        The group.
    share, variance : float
        The proportion and its variance.
    """

    design: DesignedGroups
    group: int
    share: float
    variance: float

    @classmethod
    def from_design(cls, design: DesignedGroups, group: int, share: float) -> _Share:
        """Return the proportion of a group, with its variance."""
        moves = {group: design.mean_values(group)}
        return cls(design=design, group=group, share=share, variance=design.variance(moves))

    def size(self, confidence_level: float | None = None) -> float:
        """Return the effective number of answers, as `box_scores` has it.

        With a level it is Korn and Graubard's, which knows the degrees of freedom; without a level
        these do not count.  It never exceeds the answers, nor Kish's number where a stratum shows
        no spread.  Where nothing varies it is Kish's number of units.
        """
        design = self.design
        rows = design.rows
        inside = np.repeat((design.owner == self.group)[:, None], rows.sums.shape[1], axis=1)
        spread, df = self.share * (1 - self.share), design.units((self.group,)).df
        if not (spread > 0 and self.variance > 0 and df > 0):
            return effective_units(rows, inside, len(design.sizes))
        n = int(design.counts[inside].sum())
        most = float(n)
        if alike_somewhere(rows, inside, design.scores, design.factors):
            most = min(most, design.kish(self.group))
        if confidence_level is None:
            return min(spread / self.variance, most)
        return float(effective_size(spread, self.variance, n, df, most, confidence_level))


def _is_regular(covariance: NDArray[np.float64], gross: NDArray[np.float64]) -> bool:
    """Return whether a covariance can be inverted; *gross* is by what rounding is measured."""
    if not covariance.diagonal().all():
        return False
    scaled = covariance / np.sqrt(np.outer(gross, gross))
    return bool(np.linalg.matrix_rank(scaled, tol=_ROUNDING, hermitian=True) == len(gross))


def _eta_squared(design: DesignedGroups, answered: Sequence[int]) -> float:
    """Return the share of the weighted variance that lies between the groups; 0 without any."""
    weights = np.array([design.weights(g) for g in answered])
    centre = weights.sum(axis=0) @ design.scores / weights.sum()
    whole = weights.sum(axis=0) @ (design.scores - centre) ** 2
    means = np.array([design.mean(g) for g in answered])
    between = weights.sum(axis=1) @ (means - centre) ** 2
    used = design.scores[weights.sum(axis=0) > 0]
    return min(1.0, float(between / whole)) if used.min() < used.max() else 0.0
