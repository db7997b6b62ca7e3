"""Groups' answers to one item: each test of two groups, the test of all, and the effects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._kernels.means import (
    standardized_difference,
    t_interval,
    welch_difference,
    welch_ratio,
)
from likertkit._kernels.pvalues import t_pvalue
from likertkit._kernels.ranks import (
    kruskal_wallis,
    linear_by_linear,
    relative_effect,
    superiority_interval,
    unpaired_shift,
)
from likertkit.compare._options import NO_SPREAD, least_note, shared_figures
from likertkit.compare._sides import side_figures
from likertkit.compare.groups._designed_tests import DesignedTest
from likertkit.compare.groups._effects import plain_effects
from likertkit.compare.groups._figures import (
    DESIGNED_NAMES,
    DESIGNED_OMNIBUS_NAMES,
    OMNIBUS_NAMES,
    TEST_NAMES,
    GroupFigures,
    OmnibusFigures,
    joined,
    no_difference_if_tied,
)
from likertkit.compare.groups._omnibus_row import OmnibusRow
from likertkit.compare.groups._shares import all_shares, compare_shares, share_figures
from likertkit.compare.groups._table import BoxRow, GroupRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._kernels.pvalues import Alternative
    from likertkit.compare._options import PValueMethod, PValueResult
    from likertkit.compare.groups._designed import DesignedGroups
    from likertkit.compare.groups._effects import GroupEffectRow, TwoGroups
    from likertkit.compare.groups._figures import GroupTest
    from likertkit.compare.groups._source import GroupSource, ItemGroups

_LONE = "one valid answer in a group: no spread can be estimated"
# Brunner and Munzel (2000) found their t near the mark from ten answers a group on.
_FEW = 10
_SPREADLESS = "a group without spread: Welch's F is undefined"
_APART = "the groups do not overlap: Brunner and Munzel's variance is 0; take another test"


@attrs.frozen(kw_only=True)
class GroupTestOptions:
    """A test of two groups, with its options.

    Attributes
    ----------
    test : {'mann-whitney', 'brunner-munzel', 't', 'linear-by-linear', 'proportion'}
        The test.
    boxes : (int, int)
        How many levels make the top box of 'proportion', and the bottom box.
    how : PValueMethod
        How the p-values of ranks, of trends and of proportions are found.
    alternative : {'two-sided', 'less', 'greater'}
        The alternative.
    confidence_level : float
        Level of the intervals.
    """

    test: GroupTest
    boxes: tuple[int, int]
    how: PValueMethod
    alternative: Alternative
    confidence_level: float

    def compare(
        self, groups: ItemGroups, first: int, second: int, names: Sequence[object]
    ) -> GroupFigures:
        """Return the test of two groups of an item; *names* are all groups'."""
        first_counts, second_counts = groups.counts[first], groups.counts[second]
        sizes = {"n_first": sum(first_counts), "n_second": sum(second_counts)}
        name = (TEST_NAMES if groups.design is None else DESIGNED_NAMES)[self.test]
        if note := groups.nobody((first, second), names):
            return GroupFigures(**sizes, method=name, note=note)
        if groups.design is not None:
            tested = self.designed(groups, groups.design).compare(
                first, second, sizes, self.alternative, self.confidence_level
            )
            return no_difference_if_tied(first_counts, second_counts, tested)
        share_low, share_high = superiority_interval(
            first_counts, second_counts, self.confidence_level
        )
        ranked = attrs.evolve(
            GroupFigures(**sizes, method=name, note=""),
            superiority=relative_effect(first_counts, second_counts).superiority,
            superiority_low=share_low,
            superiority_high=share_high,
        )
        if self.test == "proportion":
            return self._shares(ranked, groups, first, second)
        difference, error, df = welch_difference(first_counts, second_counts, groups.scores)
        low, high = t_interval(difference, error, df, self.confidence_level)
        d, g = standardized_difference(first_counts, second_counts, groups.scores)
        plain = attrs.evolve(
            ranked,
            mean_difference=difference,
            low=low,
            high=high,
            hodges_lehmann=unpaired_shift(groups.scores, first_counts, second_counts),
            cohen_d=d,
            hedges_g=g,
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
        return no_difference_if_tied(first_counts, second_counts, tested)

    def designed(self, groups: ItemGroups, design: DesignedGroups) -> DesignedTest:
        """Return the test of an item inside its sampling design."""
        box = groups.scores_in_box(self.boxes) if self.test == "proportion" else ()
        return DesignedTest(test=self.test, design=design, box=box)

    def _shares(
        self, ranked: GroupFigures, groups: ItemGroups, first: int, second: int
    ) -> GroupFigures:
        """Return the figures with the test of the proportions of the top box."""
        sides = groups.boxed(first, self.boxes), groups.boxed(second, self.boxes)
        name, tested = compare_shares(self.how, *sides, self.alternative)
        figures = share_figures(*sides, self.confidence_level)
        return self._with_pvalue(attrs.evolve(ranked, **figures, method=name), tested)

    def _with_pvalue(self, plain: GroupFigures, tested: PValueResult) -> GroupFigures:
        """Return the figures with a p-value of counts, ranks or a trend."""
        notes = [plain.note, tested.note]
        # Where all answers are alike, however many there were would show no difference.
        tied = plain.note == NO_SPREAD and plain.mean_difference == 0
        tied = tied or plain.proportion_first == plain.proportion_second in {0.0, 1.0}
        if tested.least > 1 - self.confidence_level and not tied:
            answers = f"{plain.n_first} and {plain.n_second} answers"
            notes.append(least_note(answers, tested.least))
        return attrs.evolve(
            plain,
            statistic=tested.statistic,
            pvalue=tested.pvalue,
            least_pvalue=tested.least,
            log10_pvalue=tested.log_pvalue / math.log(10),
            method=", ".join(filter(None, (plain.method, tested.how))),
            note=joined(*notes),
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


def omnibus(
    groups: ItemGroups, options: GroupTestOptions, names: Sequence[object]
) -> OmnibusFigures:
    """Return the test of all groups that have answers to an item."""
    test, how = options.test, options.how
    answered = [g for g, counts in enumerate(groups.counts) if sum(counts)]
    counts = [groups.counts[g] for g in answered]
    plain = OmnibusFigures(
        n=sum(map(sum, counts)),
        n_groups=len(answered),
        method=(OMNIBUS_NAMES if groups.design is None else DESIGNED_OMNIBUS_NAMES)[test],
        note=groups.nobody(range(len(names)), names),
    )
    if len(answered) < 2:
        return plain
    if groups.design is not None:
        return options.designed(groups, groups.design).compare_all(plain, answered)
    if test == "t":
        ratio = welch_ratio(counts, groups.scores)
        return attrs.evolve(
            plain,
            statistic=ratio.statistic,
            df=ratio.df,
            df_within=ratio.df_within,
            pvalue=ratio.pvalue,
            effect=ratio.eta_squared,
            note=joined(plain.note, _SPREADLESS if math.isnan(ratio.pvalue) else ""),
        )
    if test == "linear-by-linear":
        tested = how.trend_of_all(counts, answered, groups.scores)
        df, effect = 1.0, linear_by_linear(counts, answered, groups.scores).correlation
    elif test == "proportion":
        tested, df, effect = all_shares(how, [groups.boxed(g, options.boxes) for g in answered])
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
        note=joined(plain.note, tested.note),
    )


def compare_rows(
    source: GroupSource, options: GroupTestOptions, pairs: Sequence[tuple[int, int]]
) -> tuple[list[GroupRow], list[tuple[GroupEffectRow, TwoGroups | None]], list[OmnibusRow]]:
    """Return a row, and its effects, of each part, item and pair; and one of all groups."""
    rows: list[GroupRow] = []
    effects: list[tuple[GroupEffectRow, TwoGroups | None]] = []
    together: list[OmnibusRow] = []
    row = BoxRow if options.test == "proportion" else GroupRow
    for answers in source.items():
        for a, b in pairs:
            figures = options.compare(answers, a, b, source.groups)
            sides = answers.moments(a), answers.moments(b)
            if options.test == "proportion":
                shares = figures.proportion_first, figures.proportion_second
                sides = (shares[0], math.nan), (shares[1], math.nan)
            rows.append(
                row(
                    by=answers.by,
                    item=answers.item.name,
                    first=source.groups[a],
                    second=source.groups[b],
                    pvalue_adjusted=figures.pvalue,
                    cliffs_delta=figures.cliffs_delta,
                    **side_figures(*sides),
                    **shared_figures(figures, GroupRow),
                )
            )
            effects.append(plain_effects(answers, a, b, figures, source.groups))
        whole = omnibus(answers, options, source.groups)
        together.append(
            OmnibusRow(
                by=answers.by,
                item=answers.item.name,
                pvalue_adjusted=whole.pvalue,
                groups=source.groups,
                **answers.moments_of_all(),
                **attrs.asdict(whole),
            )
        )
    return rows, effects, together
