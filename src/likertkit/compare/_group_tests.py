"""Two groups' answers to one item: each test, and the effects beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._kernels import (
    relative_effect,
    standardized_difference,
    superiority_interval,
    t_interval,
    t_pvalue,
    unpaired_shift,
    welch_difference,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.compare._alternative import Alternative
    from likertkit.compare._designed_groups import DesignedGroups
    from likertkit.compare._group_methods import Found, HowFound
    from likertkit.compare._group_source import ItemGroups

GroupTest = Literal["mann-whitney", "brunner-munzel", "t", "linear-by-linear"]

TEST_NAMES: dict[GroupTest, str] = {
    "mann-whitney": "Mann-Whitney",
    "brunner-munzel": "Brunner-Munzel, t",
    "t": "Welch's t",
    "linear-by-linear": "linear-by-linear",
}
DESIGNED = "design-based t"
NO_SPREAD = "no spread: nothing tells how far the difference could vary"
_LONE = "one valid answer in a group: no spread can be estimated"
# Brunner and Munzel (2000) found their t near the mark from ten answers a group on.
_FEW = 10
_APART = "the groups do not overlap: Brunner and Munzel's variance is 0; take another test"


@attrs.frozen(kw_only=True)
class PairFigures:
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
        """Twice the superiority less 1."""
        return 2 * self.superiority - 1


@attrs.frozen(kw_only=True)
class PairTest:
    """A test of two groups, with its options.

    Attributes
    ----------
    test : {'mann-whitney', 'brunner-munzel', 't', 'linear-by-linear'}
        The test.
    how : HowFound
        How the p-values of ranks and of trends are found.
    alternative : {'two-sided', 'less', 'greater'}
        The alternative.
    confidence_level : float
        Level of the intervals.
    """

    test: GroupTest
    how: HowFound
    alternative: Alternative
    confidence_level: float

    def of(
        self, groups: ItemGroups, first: int, second: int, names: Sequence[object]
    ) -> PairFigures:
        """Return the test of two groups of an item; *names* are all groups'."""
        one, other = groups.counts[first], groups.counts[second]
        sizes = {"n_first": sum(one), "n_second": sum(other)}
        name = TEST_NAMES[self.test] if groups.design is None else DESIGNED
        if note := groups.nobody((first, second), names):
            return PairFigures(**sizes, method=name, note=note)
        if groups.design is not None:
            return _settled(one, other, self._designed(groups.design, first, second, sizes))
        difference, error, df = welch_difference(one, other, groups.scores)
        low, high = t_interval(difference, error, df, self.confidence_level)
        share_low, share_high = superiority_interval(one, other, self.confidence_level)
        d, g = standardized_difference(one, other, groups.scores)
        plain = PairFigures(
            **sizes,
            mean_difference=difference,
            low=low,
            high=high,
            superiority=relative_effect(one, other).superiority,
            superiority_low=share_low,
            superiority_high=share_high,
            hodges_lehmann=unpaired_shift(groups.scores, one, other),
            cohen_d=d,
            hedges_g=g,
            method=name,
            note="" if error > 0 else NO_SPREAD if error == 0 else _LONE,
        )
        if self.test == "mann-whitney":
            return _with(plain, self.how.rank_sum(one, other, self.alternative))
        if self.test == "brunner-munzel":
            found = self._brunner_munzel(plain, one, other)
        elif self.test == "linear-by-linear":
            return _with(plain, self.how.trend(one, other, groups.scores, self.alternative))
        else:
            t = difference / error if error > 0 else math.nan
            pvalue = t_pvalue(t, df, self.alternative)
            found = attrs.evolve(plain, statistic=t, df=df, pvalue=pvalue)
        return _settled(one, other, found)

    def _brunner_munzel(
        self, plain: PairFigures, one: Sequence[int], other: Sequence[int]
    ) -> PairFigures:
        found = relative_effect(one, other)
        note = plain.note
        if found.standard_error == 0 and found.superiority != 0.5:
            note = _APART
        elif found.standard_error > 0 and min(sum(one), sum(other)) < _FEW:
            note = "few answers: the t of Brunner and Munzel is a rough guide"
        return attrs.evolve(
            plain,
            statistic=found.statistic,
            df=found.df,
            pvalue=t_pvalue(found.statistic, found.df, self.alternative),
            note=note,
        )

    def _designed(
        self, design: DesignedGroups, first: int, second: int, sizes: dict[str, int]
    ) -> PairFigures:
        difference = design.mean(first) - design.mean(second)
        moves = {first: design.mean_values(first), second: -design.mean_values(second)}
        error, df = math.sqrt(design.variance(moves)), design.df((first, second))
        low = high = share_low = share_high = math.nan
        note = ""
        if math.isnan(error):
            note = "one sampled unit: no spread can be estimated"
        elif not df > 0:
            note = (
                f"as many strata as {design.units} with an answer: no degrees of freedom are left"
            )
        else:
            # Shares have intervals that do not collapse; a mean without spread has none.
            share_low, share_high = design.superiority_interval(
                first, second, self.confidence_level
            )
            low, high = t_interval(difference, error, df, self.confidence_level)
            if error == 0:
                low, high, note = math.nan, math.nan, NO_SPREAD
        t = difference / error if error > 0 else math.nan
        return PairFigures(
            **sizes,
            mean_difference=difference,
            low=low,
            high=high,
            statistic=t,
            df=df,
            pvalue=t_pvalue(t, df, self.alternative),
            superiority=design.superiority(first, second),
            superiority_low=share_low,
            superiority_high=share_high,
            method=DESIGNED,
            note=note,
        )


def _with(plain: PairFigures, found: Found) -> PairFigures:
    """Return the figures with a p-value of ranks or of a trend."""
    return attrs.evolve(
        plain,
        statistic=found.statistic,
        pvalue=found.pvalue,
        least_pvalue=found.least,
        log10_pvalue=found.log_pvalue / math.log(10),
        method=f"{plain.method}, {found.how}",
        note="; ".join(filter(None, (plain.note, found.note))),
    )


def _settled(one: Sequence[int], other: Sequence[int], found: PairFigures) -> PairFigures:
    """Return the figures, but where all answers are equal those of no difference."""
    n_levels = sum(a + b > 0 for a, b in zip(one, other, strict=True))
    if n_levels > 1 or math.isnan(found.superiority):
        return found
    return attrs.evolve(found, statistic=0.0, pvalue=1.0)
