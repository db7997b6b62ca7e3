"""tipping_point: how much bias would undo a paired difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level
from likertkit._kernels.means import fewest_steps, shift_to_nonsignificant, sign_test_gamma
from likertkit._text import format_figure, join_words
from likertkit.compare import compare_paired
from likertkit.compare._declared_design import counts_by_population, plan_notes
from likertkit.instrument._score_item import SOME_LEVELS
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_pairs, item_pairs
from likertkit.responses._respondents import cluster_column
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.tally._count_table import with_design
from likertkit.tally._sampled_units import lone_strata_sentences
from likertkit.tally._to_frame import pair_notes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit.compare import PairedRow
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally


_NOT_ENOUGH = "moving one category is not enough"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class TippingRow(ItemRow):
    """How much it would take to undo the paired difference of one item.

    Attributes
    ----------
    n_pairs : int
        Respondents with a valid answer under both conditions.
    mean_difference : float
        The first minus the second, weighted where there are weights.
    shift_to_zero : float
        The points to add to every answer under the second condition for the mean difference to be
        0: the mean difference itself.
    shift_to_nonsignificant : float
        The points to add for the p-value of the t test (of ``compare_paired`` without adjustment)
        to be 1 - confidence level; 0 if the test does not reject in the answers as they are.
    respondents_to_zero : int or None
        The smallest number of respondents who would have to move one category (of a scale score:
        to its next value) under the second condition for the mean difference to be 0 or change
        its sign; None if all respondents together are not enough, if answers are weighted, and of
        scores whose levels are only the values that occurred.
    rosenbaum_gamma : float
        Rosenbaum's Γ for the sign test: the largest factor by which hidden bias may change the
        odds of a positive difference while the test still rejects; 1 if it does not reject in the
        answers as they are, NaN if answers are weighted or clustered.
    note : str
        Why a figure is undefined, 0 or 1.
    """

    formats: ClassVar[dict[str, str]] = {}

    n_pairs: int
    mean_difference: float
    shift_to_zero: float
    shift_to_nonsignificant: float
    respondents_to_zero: int | None
    rosenbaum_gamma: float
    note: str = ""


def tipping_point(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    *,
    by: str | Iterable[str] = (),
    confidence_level: float = 0.95,
) -> Table[TippingRow]:
    """Find how much bias would undo each item's paired difference.

    If the second condition was rated from memory, its ratings may be higher or lower than ratings
    at the time.  The tipping points are how large this bias would have to be.  They do not show
    that there is a bias.

    Parameters
    ----------
    data : Responses or PairTally
        The answers.  A table of pairs does not keep clusters.
    first, second : hashable
        The conditions.  The bias is assumed to be in the second.
    by : str or sequence of str, optional
        Columns (of a pair tally: axes) to split by.
    confidence_level : float, optional
        1 minus the significance level of the tests.

    Returns
    -------
    Table of TippingRow
        A row for each group and item.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the conditions are not in the data, or the data are of another type.
    StratumError
        If a stratum of weighted or clustered answers has one unit, and
        ``sampled(lone_stratum=...)`` names no rule for it.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    A shift δ is added to every answer under the second condition, in scores of the view: at
    δ = d̄ the mean difference is 0; at the end of its t interval that is nearer to 0 the t test
    of :func:`compare_paired` is at its level: sign(d̄) (abs(d̄) - t s/√n) on n - 1 degrees of
    freedom, or with the standard error and the degrees of freedom of the design if answers have
    weights or clusters.  A positive shift means that the second condition was rated too low.
    Shifts may leave the scale, but answers may not: ``respondents_to_zero`` moves each answer by
    at most one category, and only within the scale.

    Under Γ, hidden bias alone may give odds of up to Γ to 1 that one of two different ratings is
    the higher one.  At the largest Γ twice the binomial tail, at Γ/(1 + Γ), equals
    1 - confidence level.  The test is for independent respondents with equal weights.

    A uniform shift is the simplest bias, not the most likely.  Ratings of the past from memory
    alone cannot distinguish a response shift from a change (Howard).

    References
    ----------
    .. [1] Howard (1980), Response-shift bias: a problem in evaluating interventions with pre/post
       self-reports, Evaluation Review 4, 93-106.
    .. [2] Rosenbaum (2002), Observational Studies, 2nd edition, Springer, chapter 4.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(codes=(1, 2, 3))
    >>> pairs = lk.PairTally.from_table([[4, 0, 0], [9, 3, 1], [3, 2, 9]], scale)
    >>> row = lk.bias.tipping_point(pairs, "first", "second")["item"]
    >>> (
    ...     row.n_pairs,
    ...     row.respondents_to_zero,
    ...     round(row.shift_to_zero, 3),
    ...     round(row.rosenbaum_gamma, 2),
    ... )
    (31, 16, 0.516, 2.13)
    """
    confidence_level = check_confidence_level(confidence_level)
    # Splitting by the column of clusters avoids a note that the clusters are lost.
    cluster = cluster_column(data) if isinstance(data, Responses) else None
    clustered = cluster is not None
    pairs, names = as_pairs(data, first, second, by, cluster)
    tested = compare_paired(
        data if clustered else pairs,
        first,
        second,
        test="t",
        correction="none",
        by=by,
        confidence_level=confidence_level,
    )
    # Strata of a known population count by their people, as weighted answers do.
    sized = counts_by_population(pairs)
    designed = clustered or pairs.weighted or sized
    rows = {(row.by, row.item): row for row in tested}
    plan = pairs.design if designed else None
    return Table(
        title=f"Tipping points of {pairs.instrument.name}: {pairs.first} − {pairs.second}",
        names=(*names, *column_names(TippingRow)),
        rows=tuple(
            _row(
                answers,
                rows[answers.by, answers.item.name],
                confidence_level,
                weighted=pairs.weighted or sized,
                clustered=clustered,
            )
            for answers in item_pairs(pairs, names)
        ),
        by=names,
        shown=column_names(TippingRow)[:-1],
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("by", names),
            ("lone_stratum", plan.lone_stratum if plan else "raise"),
            ("confidence_level", confidence_level),
            ("view", pairs.view),
        ),
        notes=(
            *_notes(pairs, tuple(tested), confidence_level),
            *pair_notes(
                with_design(pairs, None) if designed else pairs, names, pooled=not designed
            ),
            *(
                [
                    *lone_strata_sentences(plan.lone_stratum),
                    *plan_notes(plan, clustered=clustered, weighted=pairs.weighted),
                ]
                if plan
                else ()
            ),
        ),
    )


def _notes(
    pairs: PairTally, tested: tuple[PairedRow, ...], confidence_level: float
) -> tuple[str, ...]:
    significance_level = format_figure(1 - confidence_level, ".3g")
    methods = list(dict.fromkeys(row.method for row in tested if row.method))
    test = f"the t test ({join_words(methods)})" if methods else "the t test"
    return (
        (
            f"Shift: points added to every answer under {pairs.second!r}, where the bias is "
            f"assumed; above 0 if it was rated too low. To 0: the mean difference becomes 0. To "
            f"nonsignificant: {test}, two-sided and not adjusted for the number of items, is at "
            f"p = {significance_level}."
        ),
        (
            f"respondents_to_zero: respondents who would have to move one category under "
            f"{pairs.second!r} for the mean difference to be 0 or change its sign; a dash: no "
            f"number of respondents is enough."
        ),
        (
            f"rosenbaum_gamma: the largest factor by which hidden bias may change the odds of a "
            f"positive difference while the sign test still rejects at {significance_level}."
        ),
        "Only pairs with two valid answers count. This does not show that such a bias exists.",
    )


def _row(
    answers: ItemPairs,
    tested: PairedRow,
    confidence_level: float,
    *,
    weighted: bool,
    clustered: bool,
) -> TippingRow:
    bare = TippingRow(
        by=answers.by,
        item=answers.item.name,
        n_pairs=answers.n_pairs,
        mean_difference=math.nan,
        shift_to_zero=math.nan,
        shift_to_nonsignificant=math.nan,
        respondents_to_zero=None,
        rosenbaum_gamma=math.nan,
    )
    mean = tested.mean_difference
    if math.isnan(mean):
        return attrs.evolve(bare, note="no pairs" if answers.n_pairs == 0 else tested.note)
    # If nothing changed, p is 1, although the interval of the mean is undefined.
    unchanged = tested.pvalue == 1
    shift = 0.0 if unchanged else shift_to_nonsignificant(tested.low, tested.high)
    undefined = weighted or not answers.item.every_level
    people = None if undefined else _respondents_to_zero(answers)
    gamma = math.nan
    if not (weighted or clustered):
        gamma = sign_test_gamma(answers.n_higher, answers.n_lower, confidence_level)
    row = attrs.evolve(
        bare,
        mean_difference=mean,
        shift_to_zero=mean,
        shift_to_nonsignificant=shift,
        respondents_to_zero=people,
        rosenbaum_gamma=gamma,
    )
    note = _note(row, tested.note, weighted=weighted, clustered=clustered)
    if not (weighted or answers.item.every_level):
        note = note.replace(_NOT_ENOUGH, f"respondents_to_zero: {SOME_LEVELS}")
    return attrs.evolve(row, note=note)


def _respondents_to_zero(answers: ItemPairs) -> int | None:
    """Return the smallest number of respondents who must move one category."""
    differences, numbers = (array.tolist() for array in answers.differences())
    total = sum(d * n for d, n in zip(differences, numbers, strict=True))
    at_score = answers.table.sum(axis=0).tolist()
    gaps = [high - low for low, high in zip(answers.scores, answers.scores[1:], strict=False)]
    # Answers at the highest score cannot move up, answers at the lowest cannot move down.
    movable = at_score[:-1] if total > 0 else at_score[1:]
    return fewest_steps(list(zip(gaps, movable, strict=True)), abs(total))


def _note(row: TippingRow, test_note: str, *, weighted: bool, clustered: bool) -> str:
    reasons: list[str] = []
    if math.isnan(row.shift_to_nonsignificant):
        reasons.append(test_note)
    not_rejecting = [
        test
        for test, rejects_not in (
            ("the t test", row.shift_to_nonsignificant == 0),
            ("the sign test", row.rosenbaum_gamma == 1),
        )
        if rejects_not
    ]
    if row.mean_difference == 0:
        reasons.append("there is no mean difference")
    elif not_rejecting:
        do = "does" if len(not_rejecting) == 1 else "do"
        reasons.append(f"{join_words(not_rejecting)} {do} not reject in the answers as they are")
    if weighted:
        reasons.append(
            "answers are weighted: respondents_to_zero and rosenbaum_gamma are undefined"
        )
    elif row.respondents_to_zero is None:
        reasons.append(_NOT_ENOUGH)
    if clustered and not weighted:
        reasons.append("answers are clustered: rosenbaum_gamma is undefined")
    return "; ".join(reasons)
