"""order_robustness: whether a difference has the same sign under every scoring."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_choice, default, settled
from likertkit._kernels.means import overlapping_shares
from likertkit._kernels.pvalues import doubled, normal_pvalue, pvalue_of
from likertkit._kernels.ranks import cut_differences, informative_cuts, sign_pvalue, turning_stretch
from likertkit.bias.sensitivity._two_conditions import TwoConditions
from likertkit.responses import Respondents
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.results._units import row_in_units
from likertkit.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from likertkit.bias.sensitivity._two_conditions import TwoSides
    from likertkit.responses import Responses
    from likertkit.tally import PairTally

_CLUSTERED = "answers are clustered, but the test needs independent answers: no p-value"
_SHOWN = ("item", "n_first", "n_second", "mean_difference", "robust", "dominates", "pvalue")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OrderRow(ItemRow):
    """Whether the difference of an item has the same sign under every increasing scoring.

    Attributes
    ----------
    robust : bool or None
        Whether it has the same sign; None if there is nothing to compare.
    dominates : hashable or None
        The condition with the higher scores at every cut where the two differ; None if neither
        condition is higher at every cut, or the distributions are equal.
    pvalue : float
        Of the intersection-union test that one condition is higher at every cut; NaN if answers
        are clustered, because the test needs independent answers.
    note : str
        Why a figure is undefined, or what is special about the item.
    n_first, n_second : int
        Valid answers under each condition that are compared.
    mean_difference : float
        First minus second, in the scores of the view.
    turning_scores : tuple of int
        If the sign is not robust: increasing scores, one for each level from the lowest, with
        which the difference has the other sign.
    stretch : float
        The factor by which all gaps between levels that are against the sign must be wider to
        change the sign; infinite if no width changes it, NaN if there is no sign.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean_difference", "turning_scores")

    formats: ClassVar[dict[str, str]] = {"pvalue": "p"}

    robust: bool | None
    dominates: Hashable | None
    pvalue: float
    note: str = ""
    n_first: int
    n_second: int
    mean_difference: float
    turning_scores: tuple[float, ...] = ()
    stretch: float = math.nan


def order_robustness(
    data: Responses | PairTally | Tally,
    first: Hashable,
    second: Hashable,
    *,
    respondents: Respondents = default("all"),
    by: str | Iterable[str] = (),
) -> Table[OrderRow]:
    """Find whether a mean difference has the same sign under every increasing scoring.

    The levels of a Likert item are ordered; that they are one point apart is a choice.  The mean
    of one condition is higher under every choice exactly if it has no more answers at or below
    each cut of the scale: first-order stochastic dominance.

    Parameters
    ----------
    data : Responses, PairTally or Tally
        The answers, unweighted.  A tally does not link the answers of a respondent: its conditions
        are compared as independent samples.  A table of pairs does not keep clusters.
    first, second : hashable
        The conditions.
    respondents : {'all', 'matched'}, optional
        All valid answers of each condition, or only those of respondents with a valid answer
        under both.  Not for a tally, which does not link the answers of a respondent.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.

    Returns
    -------
    Table of OrderRow
        A row for each group and item.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the conditions are not in the data, or the data are weighted or of another type.
    OptionError
        If *respondents* is not one of its allowed values.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    With gaps δ_k > 0 between neighbouring scores, mean_first - mean_second = Σ δ_k [F_second(k) -
    F_first(k)].  Cuts below or above all answers carry no information and are left out.  If the
    cuts disagree, wider gaps at the cuts against the observed sign change it.

    The p-value is two-sided: for each cut the normal test of two partially overlapping
    proportions (for matched respondents: an exact sign test of the pairs that lie on both sides
    of the cut), and of these p-values the largest, as in an intersection-union test.  It is 1
    where the cuts disagree.  Both tests take respondents as independent, so for sampled clusters
    there is no p-value below 1.

    This compares the answers.  It does not follow that the means of the attitudes behind them
    have the same order: see Bond and Lang.

    References
    ----------
    .. [1] Schröder and Yitzhaki (2017), Revisiting the evidence for cardinal treatment of ordinal
       variables, European Economic Review 92, 337-358.
    .. [2] Bond and Lang (2019), The sad truth about happiness scales, Journal of Political
       Economy 127, 1629-1640.
    .. [3] Berger (1982), Multiparameter hypothesis testing and acceptance sampling,
       Technometrics 24, 295-300.
    .. [4] Derrick, Dobson-Mckittrick, Toher and White (2015), Test statistics for comparing two
       proportions with partially overlapping samples, Journal of Applied Quantitative Methods
       10(3).

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(codes=(1, 2, 3))
    >>> pairs = lk.PairTally.from_table([[4, 2, 0], [1, 3, 0], [3, 5, 9]], scale)
    >>> row = lk.bias.order_robustness(pairs, "first", "second")["item"]
    >>> row.robust, row.dominates, round(row.pvalue, 4)
    (True, 'first', 0.4093)
    """
    linked = (
        "for a Tally, because it does not link the answers of a respondent"
        if isinstance(data, Tally)
        else ""
    )
    respondents = settled(respondents, "respondents", linked)
    check_choice(respondents, "respondents", Respondents)
    both = TwoConditions.from_data(data, first, second, by, respondents)
    return Table(
        title=f"Order robustness of {both.name}: {both.first} − {both.second}",
        names=(*both.names, *column_names(OrderRow)),
        rows=tuple(row_in_units(_row(side, both), side.unit) for side in both.sides),
        by=both.names,
        shown=_SHOWN,
        options=(
            ("first", both.first),
            ("second", both.second),
            ("respondents", "matched" if both.matched else "all"),
            ("by", both.names),
            ("view", both.view),
        ),
        notes=(*_notes(both), *both.notes),
    )


def _notes(both: TwoConditions) -> tuple[str, ...]:
    if both.matched:
        who = "Respondents with a valid answer under both conditions; a sign test at each cut."
    elif both.paired:
        who = (
            "All valid answers of each condition; a normal test of partially overlapping "
            "proportions at each cut."
        )
    else:
        who = (
            "All valid answers of each condition, as independent samples; a normal test of two "
            "proportions at each cut."
        )
    return (
        who,
        (
            "robust: the mean difference keeps its sign under every increasing scoring of the "
            "levels. p-value: for one condition being higher at every cut; the largest of the "
            "p-values of the cuts, two-sided, not adjusted for the number of items."
        ),
        (
            "This is about the answers; the means of the underlying attitudes can be in another "
            "order (Bond and Lang 2019)."
        ),
    )


def _row(side: TwoSides, both: TwoConditions) -> OrderRow:
    n_first, n_second = sum(side.first), sum(side.second)
    bare = OrderRow(
        by=side.by,
        item=side.item,
        robust=None,
        dominates=None,
        pvalue=math.nan,
        n_first=n_first,
        n_second=n_second,
        mean_difference=math.nan,
    )
    if not (n_first and n_second):
        lacking = both.second if n_first else both.first
        what = "no pairs" if both.matched else f"no valid answers under {lacking!r}"
        return attrs.evolve(bare, note=what)
    cuts = cut_differences(side.first, side.second)
    gaps = [high - low for low, high in itertools.pairwise(side.scores)]
    # Computed from whole numbers, so that a difference of 0 is exactly 0.
    mean_difference = sum(d * gap for d, gap in zip(cuts, gaps, strict=True)) / (n_first * n_second)
    bare = attrs.evolve(bare, mean_difference=mean_difference)
    up, down = any(d > 0 for d in cuts), any(d < 0 for d in cuts)
    if up and down:
        return _turned(attrs.evolve(bare, robust=False, pvalue=1.0), side.scores, cuts, gaps)
    if not (up or down):
        # No cut favours a condition, however the answers were sampled.
        note = "the two distributions are equal"
        return attrs.evolve(bare, robust=True, pvalue=1.0, note=note)
    return attrs.evolve(
        bare,
        robust=True,
        dominates=both.first if up else both.second,
        pvalue=math.nan if both.clustered else _pvalue(side, both, up=up),
        note=_CLUSTERED if both.clustered else "",
        stretch=math.inf,
    )


def _turned(row: OrderRow, scores: tuple[int, ...], cuts: list[int], gaps: list[int]) -> OrderRow:
    """Return the row with scores that change the sign, and how much wider gaps must be."""
    speaks_for, against = turning_stretch(cuts, gaps)
    total = sum(d * gap for d, gap in zip(cuts, gaps, strict=True))
    sign = 1 if total > 0 else -1
    times = speaks_for // against + 1
    wider = [gap * (times if d * sign < 0 else 1) for d, gap in zip(cuts, gaps, strict=True)]
    return attrs.evolve(
        row,
        turning_scores=tuple(itertools.accumulate(wider, initial=scores[0])),
        stretch=speaks_for / against,
        note="" if total else "the difference is 0; other scores can make it positive or negative",
    )


def _pvalue(side: TwoSides, both: TwoConditions, *, up: bool) -> float:
    """Return the largest p-value of the informative cuts, in the observed direction."""
    table, sides = side.table, [side.first, side.second]
    if not up:
        table, sides = table.T, sides[::-1]
    return max(
        _cut_pvalue(table, sides, cut, matched=both.matched)
        for cut, informative in enumerate(informative_cuts(side.first, side.second))
        if informative
    )


def _cut_pvalue(
    table: NDArray[np.int64], sides: list[tuple[int, ...]], cut: int, *, matched: bool
) -> float:
    """Return the p-value of the first of two sides being higher at a cut."""
    halves = slice(None, cut + 1), slice(cut + 1, None)
    both = [[int(table[rows, columns].sum()) for columns in halves] for rows in halves]
    if matched:
        one_sided = pvalue_of(sign_pvalue(both[1][0], both[0][1], "greater"))
        return doubled(one_sided)
    paired = [sum(row) for row in both], [sum(column) for column in zip(*both, strict=True)]
    alone = (
        [sum(side[half]) - n for half, n in zip(halves, known, strict=True)]
        for side, known in zip(sides, paired, strict=True)
    )
    difference, error = overlapping_shares(both, *alone)
    if not difference > 0:
        # If all pairs agree, the standard error is 0.
        return 1.0
    return doubled(normal_pvalue(difference / error, "greater"))
