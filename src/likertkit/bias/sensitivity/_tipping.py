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
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_pairs, item_pairs
from likertkit.responses._respondents import cluster_column
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.tally._count_table import with_design
from likertkit.tally._to_frame import pair_notes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit._kernels.design import LoneStratum
    from likertkit.compare import PairedRow
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally


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
        What would have to be added to everybody's answer under the second condition for the mean
        difference to be 0: the mean difference itself.
    shift_to_nonsignificant : float
        What would have to be added for the t test of the mean difference, that of
        ``compare_paired`` without adjustment, to be at 1 - confidence level; 0 where it does not
        reject in the answers as they are.
    respondents_to_zero : int or None
        The fewest respondents who, with one category more or less under the second condition
        (whichever way brings the two together), take the difference to 0 or past it; None where
        all of them together would not, and where answers are weighted.
    rosenbaum_gamma : float
        Rosenbaum's Γ for the sign test: the largest odds of the one sign rather than the other,
        for reasons other than the conditions, at which it still rejects; 1 where it does not
        reject in the answers as they are, and NaN where answers are weighted or clustered.
    note : str
        Why a figure is undefined, or 0 or 1 to begin with.
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
    lone_stratum: LoneStratum = "raise",
    confidence_level: float = 0.95,
) -> Table[TippingRow]:
    """Find how much bias it would take to undo each item's paired difference.

    If the second condition was rated from memory, its ratings may be kinder, or harsher, than
    those at the time would have been.  This asks how far off they would have to be.  It does not
    say whether they are.

    Parameters
    ----------
    data : Responses or PairTally
        The answers.  A table of pairs does not know clusters.
    first, second : hashable
        The conditions.  The bias is taken to be in the second.
    by : str or sequence of str, optional
        Columns (of a pair tally: axes) to split by.
    lone_stratum : {'raise', 'certainty', 'adjust', 'average'}, optional
        With weights or clusters, what to do with the variance of a stratum of one unit, as in
        :func:`compare_paired`.
    confidence_level : float, optional
        1 minus the level at which a test rejects.

    Returns
    -------
    Table of TippingRow
        A row a group and item.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the conditions are not in the data, or the data are neither kind.
    StratumError
        If a stratum of weighted or clustered answers has one unit, under
        ``lone_stratum='raise'``.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    A shift δ is added to every answer under the second condition, in scores of the view: at
    δ = d̄ the mean difference is 0; at the end of its t interval that is nearer to 0 the t test
    of :func:`compare_paired` is at its level: sign(d̄) (abs(d̄) - t s/√n) on n - 1 degrees of
    freedom, or with the standard error and the degrees of freedom of the design where answers
    have weights or clusters.  A positive shift says that the second was rated too low.  Shifts
    may leave the scale; people cannot: ``respondents_to_zero`` moves each by one category at the
    most, and only who has one left.

    Under Γ, of two ratings that differ, either may be the higher one with odds of up to Γ to 1
    for hidden reasons alone.  At the largest Γ twice the binomial tail, at Γ/(1 + Γ), equals
    1 - confidence level.  That test is of independent respondents who count alike.

    A uniform shift is the simplest bias, not the likeliest.  Ratings of the past with hindsight
    cannot by themselves tell a response shift from a change (Howard).

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
    # With an axis of its own the pairs do not say that the column of clusters is lost.
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
        lone_stratum=lone_stratum,
        confidence_level=confidence_level,
    )
    # Strata of a known population count by their people, as weighted answers do.
    sized = counts_by_population(pairs)
    designed = clustered or pairs.weighted or sized
    rows = {(row.by, row.item): row for row in tested}
    return Table(
        title=f"Tipping points of {pairs.instrument.name}: {pairs.first} − {pairs.second}",
        names=(*names, *column_names(TippingRow)),
        rows=tuple(
            _row(
                one,
                rows[one.by, one.item.name],
                confidence_level,
                weighted=pairs.weighted or sized,
                clustered=clustered,
            )
            for one in item_pairs(pairs, names)
        ),
        by=names,
        shown=column_names(TippingRow)[:-1],
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("by", names),
            ("lone_stratum", lone_stratum),
            ("confidence_level", confidence_level),
            ("view", pairs.view),
        ),
        notes=(
            *_notes(pairs, tuple(tested), confidence_level),
            *pair_notes(
                with_design(pairs, None) if designed else pairs, names, pooled=not designed
            ),
            *(
                plan_notes(pairs.design, clustered=clustered, weighted=pairs.weighted)
                if designed and pairs.design
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
    one: ItemPairs,
    tested: PairedRow,
    confidence_level: float,
    *,
    weighted: bool,
    clustered: bool,
) -> TippingRow:
    bare = TippingRow(
        by=one.by,
        item=one.item.name,
        n_pairs=one.n_pairs,
        mean_difference=math.nan,
        shift_to_zero=math.nan,
        shift_to_nonsignificant=math.nan,
        respondents_to_zero=None,
        rosenbaum_gamma=math.nan,
    )
    mean = tested.mean_difference
    if math.isnan(mean):
        return attrs.evolve(bare, note="no pairs" if one.n_pairs == 0 else tested.note)
    # Where nothing changed p is 1, though nothing tells how far the mean could vary.
    unchanged = tested.pvalue == 1
    shift = 0.0 if unchanged else shift_to_nonsignificant(tested.low, tested.high)
    people = None if weighted else _respondents_to_zero(one)
    gamma = math.nan
    if not (weighted or clustered):
        gamma = sign_test_gamma(one.n_higher, one.n_lower, confidence_level)
    row = attrs.evolve(
        bare,
        mean_difference=mean,
        shift_to_zero=mean,
        shift_to_nonsignificant=shift,
        respondents_to_zero=people,
        rosenbaum_gamma=gamma,
    )
    return attrs.evolve(row, note=_note(row, tested.note, weighted=weighted, clustered=clustered))


def _respondents_to_zero(one: ItemPairs) -> int | None:
    """Return how few must move by one category under the second condition."""
    differences, numbers = (array.tolist() for array in one.differences())
    total = sum(d * n for d, n in zip(differences, numbers, strict=True))
    at = one.table.sum(axis=0).tolist()
    gaps = [high - low for low, high in zip(one.scores, one.scores[1:], strict=False)]
    # Upwards there is no room at the highest score, downwards none at the lowest.
    room = at[:-1] if total > 0 else at[1:]
    return fewest_steps(list(zip(gaps, room, strict=True)), abs(total))


def _note(row: TippingRow, test_note: str, *, weighted: bool, clustered: bool) -> str:
    said: list[str] = []
    if math.isnan(row.shift_to_nonsignificant):
        said.append(test_note)
    not_to_begin_with = [
        test
        for test, is_so in (
            ("the t test", row.shift_to_nonsignificant == 0),
            ("the sign test", row.rosenbaum_gamma == 1),
        )
        if is_so
    ]
    if row.mean_difference == 0:
        said.append("there is no mean difference")
    elif not_to_begin_with:
        do = "does" if len(not_to_begin_with) == 1 else "do"
        said.append(f"{join_words(not_to_begin_with)} {do} not reject in the answers as they are")
    if weighted:
        said.append("answers are weighted: respondents_to_zero and rosenbaum_gamma are undefined")
    elif row.respondents_to_zero is None:
        said.append("moving one category is not enough")
    if clustered and not weighted:
        said.append("answers are clustered: rosenbaum_gamma is undefined")
    return "; ".join(said)
