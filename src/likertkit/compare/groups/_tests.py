"""Groups' answers to one item: each test of two groups, the test of all, and the effects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels.means import (
    standardized_difference,
    t_interval,
    welch_difference,
    welch_ratio,
)
from likertkit._kernels.pvalues import f_pvalue, t_pvalue
from likertkit._kernels.ranks import (
    kruskal_wallis,
    linear_by_linear,
    relative_effect,
    superiority_interval,
    unpaired_shift,
)
from likertkit.compare._declared_design import EVERYBODY
from likertkit.compare._options import NO_SPREAD, least_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative
    from likertkit.compare._options import PValueMethod, PValueResult
    from likertkit.compare.groups._designed import DesignedGroups
    from likertkit.compare.groups._source import ItemGroups

GroupTest = Literal["mann-whitney", "brunner-munzel", "t", "linear-by-linear"]

TEST_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Mann-Whitney",
    "brunner-munzel": "Brunner-Munzel, t",
    "t": "Welch's t",
    "linear-by-linear": "linear-by-linear",
}
DESIGNED = "design-based t"
_LONE = "one valid answer in a group: no spread can be estimated"
# Brunner and Munzel (2000) found their t near the mark from ten answers a group on.
_FEW = 10
_APART = "the groups do not overlap: Brunner and Munzel's variance is 0; take another test"


@attrs.frozen(kw_only=True)
class GroupFigures:
    """What a test says of two groups, and the effects."""

    n_first: int
    n_second: int
    mean_difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    statistic: float = math.nan
    df: float = math.nan
    pvalue: float = math.nan
    superiority: float = math.nan
    superiority_low: float = math.nan
    superiority_high: float = math.nan
    least_pvalue: float = math.nan
    log10_pvalue: float = math.nan
    hodges_lehmann: float = math.nan
    cohen_d: float = math.nan
    hedges_g: float = math.nan
    method: str
    note: str = ""

    @property
    def cliffs_delta(self) -> float:
        """Twice the superiority minus 1."""
        return 2 * self.superiority - 1


@attrs.frozen(kw_only=True)
class GroupTestOptions:
    """A test of two groups, with its options.

    Attributes
    ----------
    test : {'mann-whitney', 'brunner-munzel', 't', 'linear-by-linear'}
        The test.
    how : PValueMethod
        How the p-values of ranks and of trends are found.
    alternative : {'two-sided', 'less', 'greater'}
        The alternative.
    confidence_level : float
        Level of the intervals.
    """

    test: GroupTest
    how: PValueMethod
    alternative: Alternative
    confidence_level: float

    def compare(
        self, groups: ItemGroups, first: int, second: int, names: Sequence[object]
    ) -> GroupFigures:
        """Return the test of two groups of an item; *names* are all groups'."""
        first_counts, second_counts = groups.counts[first], groups.counts[second]
        sizes = {"n_first": sum(first_counts), "n_second": sum(second_counts)}
        name = TEST_NAMES[self.test] if groups.design is None else DESIGNED
        if note := groups.nobody((first, second), names):
            return GroupFigures(**sizes, method=name, note=note)
        if groups.design is not None:
            return _no_difference_if_tied(
                first_counts, second_counts, self._designed(groups.design, first, second, sizes)
            )
        difference, error, df = welch_difference(first_counts, second_counts, groups.scores)
        low, high = t_interval(difference, error, df, self.confidence_level)
        share_low, share_high = superiority_interval(
            first_counts, second_counts, self.confidence_level
        )
        d, g = standardized_difference(first_counts, second_counts, groups.scores)
        plain = GroupFigures(
            **sizes,
            mean_difference=difference,
            low=low,
            high=high,
            superiority=relative_effect(first_counts, second_counts).superiority,
            superiority_low=share_low,
            superiority_high=share_high,
            hodges_lehmann=unpaired_shift(groups.scores, first_counts, second_counts),
            cohen_d=d,
            hedges_g=g,
            method=name,
            note="" if error > 0 else NO_SPREAD if error == 0 else _LONE,
        )
        if self.test == "mann-whitney":
            return self._with_pvalue(
                plain, self.how.rank_sum(first_counts, second_counts, self.alternative)
            )
        if self.test == "brunner-munzel":
            tested = self._brunner_munzel(plain, first_counts, second_counts)
        elif self.test == "linear-by-linear":
            trend = self.how.trend(first_counts, second_counts, groups.scores, self.alternative)
            return self._with_pvalue(plain, trend)
        else:
            t = difference / error if error > 0 else math.nan
            pvalue = t_pvalue(t, df, self.alternative)
            tested = attrs.evolve(plain, statistic=t, df=df, pvalue=pvalue)
        return _no_difference_if_tied(first_counts, second_counts, tested)

    def _with_pvalue(self, plain: GroupFigures, tested: PValueResult) -> GroupFigures:
        """Return the figures with a p-value of ranks or of a trend."""
        notes = [plain.note, tested.note]
        tied = plain.note == NO_SPREAD and plain.mean_difference == 0
        if tested.least > 1 - self.confidence_level and not tied:
            answers = f"{plain.n_first} and {plain.n_second} answers"
            notes.append(least_note(answers, tested.least))
        return attrs.evolve(
            plain,
            statistic=tested.statistic,
            pvalue=tested.pvalue,
            least_pvalue=tested.least,
            log10_pvalue=tested.log_pvalue / math.log(10),
            method=f"{plain.method}, {tested.how}",
            note="; ".join(filter(None, notes)),
        )

    def _brunner_munzel(
        self, plain: GroupFigures, first_counts: Sequence[int], second_counts: Sequence[int]
    ) -> GroupFigures:
        effect = relative_effect(first_counts, second_counts)
        note = plain.note
        if effect.standard_error == 0 and effect.superiority != 0.5:
            note = _APART
        elif effect.standard_error > 0 and min(sum(first_counts), sum(second_counts)) < _FEW:
            note = "few answers: the t of Brunner and Munzel is a rough guide"
        return attrs.evolve(
            plain,
            statistic=effect.statistic,
            df=effect.df,
            pvalue=t_pvalue(effect.statistic, effect.df, self.alternative),
            note=note,
        )

    def _designed(
        self, design: DesignedGroups, first: int, second: int, sizes: dict[str, int]
    ) -> GroupFigures:
        if design.problem:
            return GroupFigures(**sizes, method=DESIGNED, note=design.problem)
        difference = design.mean(first) - design.mean(second)
        moves = {first: design.mean_values(first), second: -design.mean_values(second)}
        units = design.units((first, second))
        error, df = math.sqrt(design.variance(moves)), units.df
        low = high = share_low = share_high = math.nan
        superiority, note = design.superiority(first, second), ""
        if units.census:
            low = high = difference
            share_low = share_high = superiority
            note = EVERYBODY
        elif units.single:
            note = "one sampled unit: no spread can be estimated"
        elif not df > 0:
            note = (
                f"as many strata as {design.unit}s with an answer: no degrees of freedom are left"
            )
        else:
            # Shares have intervals that do not collapse; a mean without spread has none.
            share_low, share_high = design.superiority_interval(
                first, second, self.confidence_level
            )
            low, high = t_interval(difference, error, df, self.confidence_level)
            if error == 0:
                low, high, note = math.nan, math.nan, NO_SPREAD
        t = difference / error if error > 0 and df > 0 else math.nan
        return GroupFigures(
            **sizes,
            mean_difference=difference,
            low=low,
            high=high,
            statistic=t,
            df=df,
            pvalue=t_pvalue(t, df, self.alternative),
            superiority=superiority,
            superiority_low=share_low,
            superiority_high=share_high,
            method=DESIGNED,
            note=note,
        )


def _no_difference_if_tied(
    first: Sequence[int], second: Sequence[int], figures: GroupFigures
) -> GroupFigures:
    """Return the figures, but where all answers are equal those of no difference."""
    n_levels = sum(a + b > 0 for a, b in zip(first, second, strict=True))
    if n_levels > 1 or math.isnan(figures.superiority):
        return figures
    return attrs.evolve(figures, statistic=0.0, pvalue=1.0)


_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Kruskal-Wallis",
    "brunner-munzel": "Kruskal-Wallis",
    "t": "Welch's F",
    "linear-by-linear": "linear-by-linear",
}
# An eigenvalue below this share of what was added is of rounding.
_ROUNDING = 1e-12
_SPREADLESS = "a group without spread: Welch's F is undefined"
EFFECTS: dict[GroupTest, str] = {
    "mann-whitney": "epsilon squared, the share of the variance of the ranks between the groups",
    "brunner-munzel": "epsilon squared, the share of the variance of the ranks between the groups",
    "t": "eta squared, the share of the variance of the scores between the groups",
    "linear-by-linear": "the correlation of the scores with the order of the groups",
}


@attrs.frozen(kw_only=True)
class OmnibusFigures:
    """What a test says of all groups together."""

    n: int
    n_groups: int
    statistic: float = math.nan
    df: float = math.nan
    df_within: float = math.nan
    pvalue: float = math.nan
    effect: float = math.nan
    method: str
    note: str = ""


def omnibus(
    groups: ItemGroups, test: GroupTest, how: PValueMethod, names: Sequence[object]
) -> OmnibusFigures:
    """Return the test of all groups that have answers to an item."""
    answered = [g for g, counts in enumerate(groups.counts) if sum(counts)]
    counts = [groups.counts[g] for g in answered]
    plain = OmnibusFigures(
        n=sum(map(sum, counts)),
        n_groups=len(answered),
        method=_NAMES[test] if groups.design is None else "design-based Wald F",
        note=groups.nobody(range(len(names)), names),
    )
    if len(answered) < 2:
        return plain
    if groups.design is not None:
        return _wald(plain, groups.design, answered)
    if test == "t":
        ratio = welch_ratio(counts, groups.scores)
        return attrs.evolve(
            plain,
            statistic=ratio.statistic,
            df=ratio.df,
            df_within=ratio.df_within,
            pvalue=ratio.pvalue,
            effect=ratio.eta_squared,
            note=_joined(plain.note, _SPREADLESS if math.isnan(ratio.pvalue) else ""),
        )
    if test == "linear-by-linear":
        tested = how.trend_of_all(counts, answered, groups.scores)
        df, effect = 1.0, linear_by_linear(counts, answered, groups.scores).correlation
    else:
        tested = how.ranks_of_all(counts)
        ranks = kruskal_wallis(counts)
        df, effect = ranks.df, ranks.epsilon_squared
    return attrs.evolve(
        plain,
        statistic=tested.statistic,
        df=df,
        pvalue=tested.pvalue,
        effect=effect,
        method=f"{plain.method}, {tested.how}",
        note=_joined(plain.note, tested.note),
    )


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _wald(plain: OmnibusFigures, design: DesignedGroups, answered: Sequence[int]) -> OmnibusFigures:
    """Return the Wald F of equal means; its degrees of freedom below are the design's."""
    if design.problem:
        return attrs.evolve(plain, note=_joined(plain.note, design.problem))
    effect = _eta_squared(design, answered)
    last, others = answered[-1], answered[:-1]
    df_within = design.units(answered).df
    k = len(others)
    differences = np.array([design.mean(g) - design.mean(last) for g in others])
    spread = design.covariance(answered)
    if spread is not None and not differences.any() and not spread[0].diagonal().any():
        return attrs.evolve(plain, statistic=0.0, df=float(k), pvalue=1.0, effect=effect)
    if spread is None or df_within <= 0 or not _is_regular(*spread):
        why = "the design leaves no spread to compare the groups by"
        if design.units(answered).census:
            why = EVERYBODY
        return attrs.evolve(plain, df=float(k), effect=effect, note=_joined(plain.note, why))
    covariance, _ = spread
    statistic = float(differences @ np.linalg.solve(covariance, differences)) / k
    return attrs.evolve(
        plain,
        statistic=statistic,
        df=float(k),
        df_within=df_within,
        pvalue=f_pvalue(statistic, k, df_within),
        effect=effect,
    )


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
    return min(1.0, float(between / whole)) if np.count_nonzero(weights.sum(axis=0)) > 1 else 0.0
