"""test_retest: the same measurement, made twice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_confidence_level
from likertkit._kernels.items._repeated import (
    intraclass,
    mean_squares,
    normal_quantile,
    pearson,
)
from likertkit._kernels.means import paired_t
from likertkit._text import format_level
from likertkit.measurement.agreement._icc import icc_note
from likertkit.measurement.agreement._ratings import (
    NOBODY,
    conditions_of,
    linked_pairs,
    pair_scores,
)
from likertkit.responses._as_tables import item_pairs
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit._kernels.items._repeated import CorrelationInterval
    from likertkit.responses import Responses
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RetestRow(ItemRow):
    """How far the second measurement of one item repeats the first.

    Attributes
    ----------
    correlation, correlation_low, correlation_high : float
        Pearson's correlation of the scores, with Fisher's interval.
    icc, icc_low, icc_high : float
        The intraclass correlation ICC(A,1) with its interval: agreement of single scores.
    standard_error_of_measurement : float
        In points of the scale: the standard deviation of the scores of one respondent who does
        not change, a shift of all respondents left out.
    minimal_detectable_change : float
        The change of one respondent that errors of measurement alone reach seldom: in 5 of 100
        respondents at a confidence level of .95.
    mean_change, mean_change_low, mean_change_high : float
        The mean of the first minus the second, with its t interval.
    standardized_response_mean : float
        The mean change over the standard deviation of the changes.
    n_respondents : int
        Respondents with a valid answer under both conditions; the other figures are of these.
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only, who are left out.
    note : str
        Why a figure is undefined.
    """

    correlation: float
    correlation_low: float
    correlation_high: float
    icc: float
    icc_low: float
    icc_high: float
    standard_error_of_measurement: float
    minimal_detectable_change: float
    mean_change: float
    mean_change_low: float
    mean_change_high: float
    standardized_response_mean: float
    n_respondents: int
    n_first_only: int
    n_second_only: int
    note: str


_COLUMNS = column_names(RetestRow)
_SHOWN = (
    "item",
    "n_respondents",
    "correlation",
    "icc",
    "icc_low",
    "icc_high",
    "standard_error_of_measurement",
    "minimal_detectable_change",
    "mean_change",
    "standardized_response_mean",
)
_HEADS = (
    ("n_respondents", "n"),
    ("correlation", "r"),
    ("standard_error_of_measurement", "SEM"),
    ("minimal_detectable_change", "MDC"),
    ("standardized_response_mean", "SRM"),
)


def test_retest(
    data: Responses | PairTally,
    first: Hashable | None = None,
    second: Hashable | None = None,
    *,
    by: str | Iterable[str] = (),
    confidence_level: float = 0.95,
) -> Table[RetestRow]:
    """Find how far a measurement repeats that was made twice, item by item.

    Respondents who answered once only are counted and left out.

    Parameters
    ----------
    data : Responses or PairTally
        The answers, without weights and clusters; or a table of pairs.
    first, second : hashable, optional
        The two conditions; by default those of a table of pairs.  A change is the first minus the
        second: name the later measurement first.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    confidence_level : float, optional
        Level of the intervals, and of the minimal detectable change.

    Returns
    -------
    Table of RetestRow
        A row a group and item.

    Raises
    ------
    ArgumentError
        If a condition is not in the data or not named, or the data have weights or clusters.
    ArgumentTypeError
        If the data do not tell which answers are one respondent's.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    See Also
    --------
    icc : For another definition, or more than two occasions.
    compare_paired : Whether the mean changed.

    Notes
    -----
    The standard error of measurement is SD √(1 - ICC(C,1)), with SD² the mean of the two
    variances.  This equals the standard deviation of the changes over √2, and the root of the
    error's mean square [1]_.  The minimal detectable change is z √2 of it, with z = 1.96 at a
    confidence level of .95.  Both leave out a shift of all respondents; ``icc`` counts it as
    error, and ``mean_change`` shows it.

    Pearson's correlation does not see a shift or a stretch of the scale, so a high correlation
    alone does not show that a measurement repeats.

    References
    ----------
    .. [1] Weir (2005), Quantifying test-retest reliability using the intraclass correlation
       coefficient and the SEM, Journal of Strength and Conditioning Research 19, 231-240.
    .. [2] McGraw and Wong (1996), Forming inferences about some intraclass correlation
       coefficients, Psychological Methods 1, 30-46.
    .. [3] Liang, Fossel and Larson (1990), Comparisons of five health status instruments for
       orthopedic evaluation, Medical Care 28, 632-642.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[6, 2, 0], [1, 8, 3], [0, 2, 7]]
    >>> scale = lk.LikertScale((1, 2, 3))
    >>> pairs = lk.PairTally.from_table(table, scale, first="retest", second="test")
    >>> row = lk.test_retest(pairs)["item"]
    >>> round(row.icc, 2), round(row.standard_error_of_measurement, 2), row.n_respondents
    (0.77, 0.37, 29)
    """
    confidence_level = check_confidence_level(confidence_level)
    pairs, names, notes = linked_pairs(data, *conditions_of(data, first, second), by)
    level = format_level(confidence_level)
    return Table(
        title=f"Test and retest, {pairs.first} minus {pairs.second}: {pairs.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(_row(its, confidence_level) for its in item_pairs(pairs, names)),
        by=names,
        shown=_SHOWN,
        heads=_HEADS,
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("by", names),
            ("confidence_level", confidence_level),
            ("view", pairs.view),
        ),
        notes=(
            *notes,
            (
                "icc: ICC(A,1), two-way agreement of single scores. SEM: standard error of "
                f"measurement, from the changes. MDC: minimal detectable change, {level}. SRM: "
                "standardized response mean."
            ),
            f"Intervals: Fisher's z of r, F of icc, t of mean_change, {level}, each by itself.",
        ),
    )


def _row(pairs: ItemPairs, confidence_level: float) -> RetestRow:
    scores, counts = pair_scores(pairs)
    squares = mean_squares(scores, counts)
    r = pearson(scores, counts, confidence_level)
    agreement = intraclass(squares, "agreement", confidence_level, average=False)
    differences, frequencies = (array.tolist() for array in pairs.differences())
    change = paired_t(differences, frequencies, "two-sided", confidence_level)
    error = math.sqrt(squares.error)
    reasons = [_correlation_note(r, squares.n), icc_note(squares, agreement)]
    if squares.n > 1 and not change.low < change.high:
        reasons.append("all changes are equal: no interval of the mean change")
    few = {0: NOBODY, 1: "one pair: nothing can vary"}
    return RetestRow(
        by=pairs.by,
        item=pairs.item.name,
        correlation=r.estimate,
        correlation_low=r.low,
        correlation_high=r.high,
        icc=agreement.estimate,
        icc_low=agreement.low,
        icc_high=agreement.high,
        standard_error_of_measurement=error,
        minimal_detectable_change=normal_quantile(confidence_level) * math.sqrt(2) * error,
        mean_change=change.mean,
        mean_change_low=change.low,
        mean_change_high=change.high,
        standardized_response_mean=change.d_z,
        n_respondents=squares.n,
        n_first_only=pairs.n_first_only,
        n_second_only=pairs.n_second_only,
        note=few.get(squares.n) or "; ".join(filter(None, reasons)),
    )


def _correlation_note(r: CorrelationInterval, n: int) -> str:
    """Return why Pearson's correlation or its interval is undefined; empty where both are."""
    if math.isnan(r.estimate):
        return "all scores of a condition are equal: no correlation r"
    if not math.isnan(r.low):
        return ""
    why = "fewer than 4 pairs" if n < 4 else "the scores lie on a line"
    return f"{why}: no interval of r"
