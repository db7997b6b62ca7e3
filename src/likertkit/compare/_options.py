"""Options that several comparisons share, and how p-values are found and adjusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

import attrs

from likertkit._checks import check_choice
from likertkit._kernels.pvalues import (
    adjust_pvalues,
    chi_square_pvalue,
    log_normal_pvalue,
    pvalue_of,
)
from likertkit._kernels.ranks import (
    MOST_STATES,
    along_groups,
    between_groups,
    centred_midranks,
    centred_scores,
    friedman,
    friedman_exact,
    friedman_monte_carlo,
    kruskal_wallis,
    linear_by_linear,
    permuted_drawn,
    permuted_exact,
    rank_sum_states,
    rank_sum_test,
    score_sum_exact,
)
from likertkit._text import Progress, counted, format_figure
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative
    from likertkit._kernels.ranks import Friedman, GroupStatistic, ShiftInterval

    class _Tested(Protocol):
        """A row with a p-value."""

        @property
        def pvalue(self) -> float: ...


_RowT = TypeVar("_RowT", bound="_Tested")

# How the figures of a test print.
TEST_FORMATS = {"statistic": ".4g", "df": ".4g", "pvalue": "p", "pvalue_adjusted": "p"}
NO_SPREAD = "no spread: nothing tells how far the difference could vary"
METHOD_WORDS = {
    "exact": "exact",
    "saddlepoint": "saddlepoint",
    "asymptotic": "asymptotic (normal, ties corrected)",
    "monte-carlo": "Monte Carlo",
}


Correction = Literal["holm", "benjamini-hochberg", "bonferroni", "none"]

_NAMES: dict[Correction, str] = {
    "holm": "Holm",
    "benjamini-hochberg": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
    "none": "none",
}


def check_correction(correction: object) -> None:
    """Raise unless *correction* is one of the words."""
    check_choice(correction, "correction", Correction)


def least_note(answers: str, least: float) -> str:
    """Return that an exact test of so few answers cannot reach the significance level."""
    # Not rounded up: no p-value lies below it, but one may be equal.
    return f"with {answers} no p-value can lie below {f'{least:.3g}'.removeprefix('0')}"


# The ends of the intervals of effects that take longer than the comparison.
_ENDS = tuple(
    f"{name}_{end}" for name in ("hodges_lehmann", "cohen_d", "hedges_g") for end in ("low", "high")
)
NO_ENDS: dict[str, Any] = dict.fromkeys(_ENDS, math.nan)


def effect_ends(
    shift: ShiftInterval, d: tuple[float, float], correction: float, answers: str
) -> tuple[dict[str, Any], str]:
    """Return the ends of the intervals of the shift, of d and of g, and why the shift has none.

    Those of g are those of d times Hedges' *correction*.
    """
    why = ""
    if math.isnan(shift.low):
        why = f"too few {answers} for an interval of the shift"
    elif shift.is_point:
        why = "the answers are too coarse for an interval of the shift: one value is left"
    shifts = (math.nan, math.nan) if why else shift
    ends = (*shifts, *d, *(end * correction for end in d))
    return dict(zip(_ENDS, ends, strict=True)), why


def shared_figures(figures: attrs.AttrsInstance, row: type) -> dict[str, Any]:
    """Return the figures that a row has under the same name."""
    wanted = {field.name for field in attrs.fields(row)}
    return {name: value for name, value in attrs.asdict(figures).items() if name in wanted}


_COUNTS = {"": "n {}", "_only": "n {} only"}


def heads_of(first: object, second: object) -> tuple[tuple[str, str], ...]:
    """Return the head of each column that counts the answers of one side.

    The columns of the data frame keep ``first`` and ``second`` in their names.
    """
    sides = (("first", format_figure(first)), ("second", format_figure(second)))
    return tuple(
        (f"n_{side}{ending}", head.format(name))
        for ending, head in _COUNTS.items()
        for side, name in sides
    )


def adjust_rows(rows: Sequence[_RowT], correction: Correction) -> tuple[_RowT, ...]:
    """Return the rows with their p-values adjusted, all rows being the family."""
    pvalues = adjust_pvalues([row.pvalue for row in rows], correction)
    return tuple(
        attrs.evolve(cast("Any", row), pvalue_adjusted=pvalue)
        for row, pvalue in zip(rows, pvalues, strict=True)
    )


def family_note(
    correction: Correction, rows: Sequence[_Tested], what: str, names: tuple[str, ...]
) -> str:
    """Return how p-values were adjusted, and the family of which that was done.

    *what* names the family, such as ``"all items"``, which *names* split; p-values that are
    undefined are not counted in its size.
    """
    what = f"{what} by {', '.join(names)}" if names else what
    size = sum(not math.isnan(row.pvalue) for row in rows)
    if correction == "none":
        return f"P-values are not adjusted, though there are {size} of them ({what})."
    family = counted(size, "p-value")
    return f"Adjusted p-values: {_NAMES[correction]}, the family being {family} ({what})."


ConditionsMethod = Literal["auto", "exact", "asymptotic", "monte-carlo"]
GroupMethod = Literal["auto", "exact", "asymptotic", "saddlepoint", "monte-carlo"]

CHI_SQUARE = "asymptotic (chi-square)"
NORMAL = "asymptotic (normal)"
# Tables that are built up: a tenth of a second, and a second or two.
_QUICK = 300_000
_MOST = 3_000_000
# With so few states the exact p-value costs nothing, and what is smooth is far from it.
_FEW_STATES = 20_000
# Orders of Friedman's ranks that are added to sums: some tenths of a second, and some seconds.
_QUICK_ORDERS = 500_000
_MOST_ORDERS = 20_000_000
# With fewer respondents Friedman's χ² is no more than a rough guide.
_FEW_RESPONDENTS = 25
# Fewer answers in a group, and chi-square is no more than a rough guide.
FEW = 5


@attrs.frozen(kw_only=True)
class PValueResult:
    """A p-value, with its logarithm and the least that there can be, how it was found, and a note.

    `log_pvalue` and `least` are NaN where there are none.
    """

    statistic: float
    pvalue: float
    how: str
    note: str = ""
    log_pvalue: float = math.nan
    least: float = math.nan


@attrs.frozen(kw_only=True)
class PValueMethod:
    """How the p-values of a table are found.

    Attributes
    ----------
    method : {'auto', 'exact', 'asymptotic', 'saddlepoint', 'monte-carlo'}
        As for :func:`compare_groups` and :func:`compare_conditions`.
    n_resamples : int
        Random tables or orders of 'monte-carlo'.
    rng : numpy.random.Generator
        Where they come from.
    """

    method: GroupMethod
    n_resamples: int
    rng: np.random.Generator

    def options(self, rng: object) -> tuple[tuple[str, object], ...]:
        """Return the options of chance as a result keeps them; none where there is no chance."""
        if self.method != "monte-carlo":
            return ()
        return (("n_resamples", self.n_resamples), ("rng", rng if isinstance(rng, int) else None))

    def rank_sum(
        self, first: Sequence[int], second: Sequence[int], alternative: Alternative
    ) -> PValueResult:
        """Return Mann and Whitney's test of two groups."""
        if self.method == "monte-carlo":
            u = rank_sum_test(first, second, alternative, "asymptotic").statistic
            groups = (second, first)
            return self.drawn(
                u, groups, along_groups(groups, (0, 1), centred_midranks(groups), alternative)
            )
        tested = rank_sum_test(first, second, alternative, self.method)
        how = METHOD_WORDS[tested.method]
        note = ""
        forced = self.method in {"asymptotic", "saddlepoint"}
        if forced and rank_sum_states(first, second) <= _FEW_STATES:
            exact = rank_sum_test(first, second, alternative, "exact").pvalue
            note = rough_note(tested.pvalue, exact)
        return PValueResult(
            statistic=tested.statistic,
            pvalue=tested.pvalue,
            how=how,
            note=note,
            log_pvalue=tested.log_pvalue,
            least=pvalue_of(tested.log_least),
        )

    def trend(
        self,
        first: Sequence[int],
        second: Sequence[int],
        scores: Sequence[int],
        alternative: Alternative,
    ) -> PValueResult:
        """Return the linear-by-linear test of two groups: of the first one's sum of scores."""
        groups = (second, first)
        z = linear_by_linear(groups, (0, 1), scores).statistic
        if self.method == "monte-carlo":
            centred = centred_scores(groups, scores)
            return self.drawn(z, groups, along_groups(groups, (0, 1), centred, alternative))
        log_smooth = log_normal_pvalue(z, alternative)
        smooth = PValueResult(
            statistic=z,
            pvalue=pvalue_of(log_smooth),
            how=METHOD_WORDS["asymptotic"],
            log_pvalue=log_smooth,
        )
        most = MOST_STATES if self.method != "asymptotic" else _FEW_STATES
        log_exact = score_sum_exact(first, second, scores, alternative, most)
        if log_exact is None:
            return smooth
        exact = PValueResult(
            statistic=z,
            pvalue=pvalue_of(log_exact[0]),
            how=METHOD_WORDS["exact"],
            log_pvalue=log_exact[0],
            least=pvalue_of(log_exact[1]),
        )
        if self.method == "asymptotic":
            return attrs.evolve(smooth, note=rough_note(smooth.pvalue, exact.pvalue))
        return exact

    def ranks_of_all(self, groups: Sequence[Sequence[int]]) -> PValueResult:
        """Return Kruskal and Wallis's test."""
        ranks = kruskal_wallis(groups)
        smooth = PValueResult(statistic=ranks.statistic, pvalue=ranks.pvalue, how=CHI_SQUARE)
        return self.of_all(groups, between_groups(groups, centred_midranks(groups)), smooth)

    def trend_of_all(
        self, groups: Sequence[Sequence[int]], places: Sequence[int], scores: Sequence[int]
    ) -> PValueResult:
        """Return the linear-by-linear test of all groups, whose statistic is M²."""
        squared = linear_by_linear(groups, places, scores).statistic ** 2
        smooth = PValueResult(
            statistic=squared, pvalue=chi_square_pvalue(squared, 1), how=CHI_SQUARE
        )
        centred = centred_scores(groups, scores)
        return self.of_all(groups, along_groups(groups, places, centred, "two-sided"), smooth)

    def of_all(
        self, groups: Sequence[Sequence[int]], statistic: GroupStatistic, smooth: PValueResult
    ) -> PValueResult:
        """Return the test of all groups, whose chi-square is *smooth*, by the method."""
        if self.method == "monte-carlo":
            return self.drawn(smooth.statistic, groups, statistic)
        few = min(map(sum, groups)) < FEW
        if self.method == "asymptotic":
            note = "few answers in a group: χ² is a rough guide" if few else ""
            return attrs.evolve(smooth, note=note)
        forced = self.method == "exact"
        log_pvalue = permuted_exact(groups, statistic, _MOST if forced else _QUICK)
        if log_pvalue is not None:
            return attrs.evolve(smooth, pvalue=pvalue_of(log_pvalue), how=METHOD_WORDS["exact"])
        if forced:
            # The pairs of groups have their exact p-values all the same.
            return attrs.evolve(
                smooth,
                pvalue=math.nan,
                how=METHOD_WORDS["exact"],
                note="too many tables have these margins to count them: method='monte-carlo' "
                "draws some",
            )
        note = "few answers in a group: χ² is a rough guide, method='monte-carlo' needs no large "
        return attrs.evolve(smooth, note=f"{note}numbers" if few else "")

    def drawn(
        self, statistic: float, groups: Sequence[Sequence[int]], of: GroupStatistic
    ) -> PValueResult:
        """Return the test whose p-value is that of random tables with the same margins."""
        pvalue = permuted_drawn(groups, of, self.n_resamples, self.rng)
        return PValueResult(
            statistic=statistic,
            pvalue=pvalue,
            how=METHOD_WORDS["monte-carlo"],
            log_pvalue=math.log(pvalue),
        )

    def friedman(
        self, scores: NDArray[np.int64], item: str, confidence_level: float
    ) -> tuple[Friedman, str, str]:
        """Return Friedman's test of the scores of respondents, how p was found, and a note."""
        ranking = friedman(scores)
        n = len(scores)
        if n == 0:
            return ranking, "", "nobody answered under every condition"
        if self.method == "monte-carlo":
            return (
                ranking._replace(pvalue=self._friedman_drawn(scores)),
                "Friedman, Monte Carlo",
                "",
            )
        if self.method != "asymptotic":
            most = _MOST_ORDERS if self.method == "exact" else _QUICK_ORDERS
            exact = friedman_exact(scores, most)
            if exact is not None:
                note = ""
                if ranking.statistic > 0 and exact.least > 1 - confidence_level:
                    note = least_note(counted(n, "respondent"), exact.least)
                return ranking._replace(pvalue=exact.pvalue), "Friedman, exact", note
            if self.method == "exact":
                raise ArgumentError(
                    f"item {item!r} has {n} respondents under {scores.shape[1]} conditions, for "
                    f"which the exact distribution takes too long.",
                    "method='monte-carlo' uses random permutations of each respondent's ranks.",
                )
        note = "few respondents: χ² is a rough guide" if n < _FEW_RESPONDENTS else ""
        if note and self.method == "auto":
            note += ", method='monte-carlo' needs no large numbers"
        return ranking, "Friedman, asymptotic (chi-square)", note

    def _friedman_drawn(self, scores: NDArray[np.int64]) -> float:
        with Progress("Friedman, Monte Carlo") as progress:
            return friedman_monte_carlo(
                scores,
                self.n_resamples,
                self.rng,
                lambda done: progress.say(f"{done} of {self.n_resamples} orders"),
            )


def rough_note(pvalue: float, exact: float) -> str:
    """Return what to say of a smooth p-value whose exact one is at hand."""
    if f"{pvalue:.3g}" == f"{exact:.3g}":
        return ""
    words = f"{exact:.3g}".removeprefix("0")
    return f"few answers: the exact p-value is {words}, which method='exact' gives"
