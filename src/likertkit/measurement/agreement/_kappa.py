"""cohen_kappa: agreement of two raters beyond chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._checks import check_choice, check_confidence_level
from likertkit._kernels.items._raters import KappaWeights, agreement_weights, kappa
from likertkit.measurement.agreement._ratings import (
    NOBODY,
    interval_sentence,
    linked_pairs,
    normal_interval,
)
from likertkit.responses._as_tables import item_pairs
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from likertkit._kernels.items._raters import Kappa
    from likertkit.responses import Responses
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KappaRow(ItemRow):
    """How far two raters agree on one item beyond chance.

    Attributes
    ----------
    estimate, low, high : float
        Cohen's kappa with its interval: 1 for full agreement, 0 for that of chance.
    se : float
        Its standard error.
    observed, expected : float
        The agreement there is, and that of chance, from 0 to 1: the proportion of equal ratings
        or, with weights, the mean weight.
    n_respondents : int
        Respondents, or units, that both raters rated; the other figures are of these.
    n_first_only, n_second_only : int
        Those that one rater rated, who are left out.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {"se": ".3f", "observed": "%", "expected": "%"}

    estimate: float
    low: float
    high: float
    se: float
    observed: float
    expected: float
    n_respondents: int
    n_first_only: int
    n_second_only: int
    note: str


_COLUMNS = column_names(KappaRow)
_SHOWN = tuple(name for name in _COLUMNS if name != "note")
KAPPA_INTERVAL = "normal, by the standard error of Fleiss, Cohen and Everitt"


def cohen_kappa(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    *,
    weights: KappaWeights | None = None,
    by: str | Iterable[str] = (),
    confidence_level: float = 0.95,
) -> Table[KappaRow]:
    """Find how far two raters agree beyond chance, item by item, by Cohen's kappa.

    The two raters are two conditions: each respondent is a unit that both rated.  Units with one
    rating only are counted and left out.

    Parameters
    ----------
    data : Responses or PairTally
        The ratings, without weights and clusters.
    first, second : hashable
        The two raters; kappa is the same in either order.
    weights : {'linear', 'quadratic'}, optional
        How much two ratings agree that are not equal: less by their distance in scores, or by its
        square; by default not at all.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of KappaRow
        A row a group and item.

    Raises
    ------
    ArgumentError
        If a condition is not in the data, or the data have weights or clusters.
    ArgumentTypeError
        If the data do not tell which ratings are of one unit.
    OptionError
        If *weights* is not one of its allowed values.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    See Also
    --------
    krippendorff_alpha : For more raters, or missing ratings.
    icc : For scores.

    Notes
    -----
    The interval is kappa with a normal quantile of its large-sample standard error, cut at -1 and
    1.  There is none for full agreement, and none where a rater gave one level only: the formula's
    error is 0 there, which is not certainty.  Where both raters gave one same level only, chance
    agrees always and kappa is undefined.  With weights, psych's ``cohen.kappa`` uses another
    variance; statsmodels uses this one.

    Kappa depends on how often the levels are used: rare levels give a low kappa beside a high
    agreement.  Read it beside ``observed``.

    References
    ----------
    .. [1] Cohen (1960), A coefficient of agreement for nominal scales, Educational and
       Psychological Measurement 20, 37-46.
    .. [2] Cohen (1968), Weighted kappa: nominal scale agreement with provision for scaled
       disagreement or partial credit, Psychological Bulletin 70, 213-220.
    .. [3] Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa and weighted
       kappa, Psychological Bulletin 72, 323-327.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[20, 5], [10, 15]]
    >>> pairs = lk.PairTally.from_table(table, lk.LikertScale((0, 1)), first="ann", second="ben")
    >>> row = lk.cohen_kappa(pairs, "ann", "ben")["item"]
    >>> round(row.observed, 2), round(row.estimate, 2), round(row.low, 3), round(row.high, 3)
    (0.7, 0.4, 0.151, 0.649)
    """
    if weights is not None:
        check_choice(weights, "weights", KappaWeights)
    confidence_level = check_confidence_level(confidence_level)
    pairs, names, notes = linked_pairs(data, first, second, by)
    kind = "Cohen's kappa" if weights is None else f"Cohen's kappa, {weights} weights"
    return Table(
        title=f"{kind}, of {pairs.first} and {pairs.second}: {pairs.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(
            _row(answers, weights, confidence_level) for answers in item_pairs(pairs, names)
        ),
        by=names,
        shown=_SHOWN,
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("weights", weights),
            ("by", names),
            ("confidence_level", confidence_level),
            ("view", pairs.view),
        ),
        notes=(
            *notes,
            *([] if weights is None else [f"Weights: {weights}, in the distance of scores."]),
            interval_sentence(KAPPA_INTERVAL, confidence_level),
        ),
    )


def _row(pairs: ItemPairs, weights: KappaWeights | None, confidence_level: float) -> KappaRow:
    scores = np.array(pairs.scores, dtype=np.float64)
    its = kappa(pairs.table.astype(np.float64), agreement_weights(scores, weights))
    low, high, note = kappa_interval(its, pairs.table, confidence_level)
    return KappaRow(
        by=pairs.by,
        item=pairs.item.name,
        estimate=its.kappa,
        low=low,
        high=high,
        se=its.se if note == "" else math.nan,
        observed=its.observed,
        expected=its.expected,
        n_respondents=pairs.n_pairs,
        n_first_only=pairs.n_first_only,
        n_second_only=pairs.n_second_only,
        note=note,
    )


def kappa_interval(
    its: Kappa, table: NDArray[np.int64], confidence_level: float
) -> tuple[float, float, str]:
    """Return the interval of a kappa, and why it or the kappa is undefined."""
    if not table.any():
        return math.nan, math.nan, NOBODY
    if math.isnan(its.kappa):
        return math.nan, math.nan, "both raters gave one level only: chance agrees always"
    if its.se > 0:
        low, high = normal_interval(its.kappa, its.se, confidence_level)
        return max(low, -1.0), min(high, 1.0), ""
    n_levels = min(int(table.any(axis=1).sum()), int(table.any(axis=0).sum()))
    if np.trace(table) == table.sum():
        why = "full agreement has no spread"
    elif n_levels == 1:
        why = "a rater gave one level only"
    else:
        why = "all pairs disagree alike"
    return math.nan, math.nan, f"{why}: no interval of kappa"
