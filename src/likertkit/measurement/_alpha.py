"""cronbach_alpha and ordinal_alpha: how well the items of a scale go together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import check_choice, check_flag, default
from likertkit._kernels.items._alpha import alpha, correlations_of
from likertkit._kernels.items._polychoric import polychoric, smooth
from likertkit._text import counted
from likertkit.measurement._intervals import AlphaInterval, Bounds, Intervals, no_interval
from likertkit.measurement._scales import ScaleRow, ScaleSample
from likertkit.results import Table
from likertkit.results._record import column_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally

    _Floats = NDArray[np.float64]

PolychoricEstimator = Literal["two-step", "maximum-likelihood"]

LISTWISE = "Respondents who answered every item of the scale; the others are incomplete."
PAIRWISE = "Every two items take the respondents who answered both; n is the fewest of them."
NEGATIVE = "negative: some items may be keyed the wrong way, see item_analysis"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ReliabilityRow(ScaleRow):
    """A coefficient of one scale in one group.

    Attributes
    ----------
    estimate : float
        The coefficient.
    low, high : float
        Its interval.
    n_respondents : int
        Respondents who answered every item; pairwise the fewest who answered two.
    n_items : int
        The items of the scale.
    n_incomplete : int
        The other rows: respondents who are left out because they skipped an item.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {"estimate": ".3f", "low": ".3f", "high": ".3f"}

    estimate: float
    low: float
    high: float
    n_respondents: int
    n_items: int
    n_incomplete: int
    note: str


_COLUMNS = column_names(ReliabilityRow)
# As papers head these columns.
HEADS = (("n_respondents", "n"), ("n_items", "k"), ("n_incomplete", "incomplete"))


def reliability_row(
    scale: ScaleCounts, estimate: float, bounds: Bounds, *notes: str
) -> ReliabilityRow:
    """Return the row of a coefficient."""
    return ReliabilityRow(
        by=scale.by,
        subscale=scale.name,
        estimate=estimate,
        low=bounds.low,
        high=bounds.high,
        n_respondents=scale.n,
        n_items=scale.k,
        n_incomplete=scale.n_incomplete,
        note=scale.note(*notes, bounds.note),
    )


def cronbach_alpha(
    data: Responses | CoTally,
    *,
    items: ItemSets | None = None,
    pairwise: bool = False,
    standardized: bool = False,
    interval: AlphaInterval = "feldt",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> Table[ReliabilityRow]:
    """Estimate Cronbach's alpha of each subscale.

    Negatively keyed items are reversed on their declared scale: the view ``as_answered`` becomes
    ``keyed``, and the result says so; ``favourable`` stays.

    Parameters
    ----------
    data : Responses or CoTally
        The answers.  A declared condition (of a co-tally: every axis but the strata) splits the
        result.
    items : str, sequence of str, or mapping of str to these, optional
        The items of one scale, by their names or by patterns as in :meth:`Instrument.select`; or
        of several scales, which may overlap: name → items.  By default every declared subscale,
        or all items if none is declared.
    pairwise : bool, optional
        Whether every two items take the respondents who answered both.  By default all take those
        who answered every item of the scale.
    standardized : bool, optional
        Whether alpha is of the correlations instead of the covariances, as if all items had one
        variance: for items on different scales.
    interval : {'feldt', 'bootstrap'}, optional
        Feldt's, for normal scores of a simple random sample; or the percentiles of resampled
        respondents, or clusters where these were declared, which needs Responses in memory.
    n_resamples, rng : optional
        How many resamples, and a seed or where chance comes from, with a bootstrap.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of ReliabilityRow
        A row a group and scale.

    Raises
    ------
    UnknownItemError
        If there is no item of one of the names.
    ArgumentTypeError
        If *data* is neither, or a bootstrap is to draw from a co-tally.
    ArgumentError, OptionError
        If an option has no effect, or is not one of its allowed values.

    References
    ----------
    .. [1] Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika
       16, 297-334.
    .. [2] Feldt (1965), The approximate sampling distribution of Kuder-Richardson reliability
       coefficient twenty, Psychometrika 30, 357-370.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> items = [lk.Item("clear", scale), lk.Item("dull", scale, keyed="negative")]
    >>> frame = pd.DataFrame({"clear": [5, 4, 2, 1, 4], "dull": [1, 2, 3, 5, 3]})
    >>> row = lk.cronbach_alpha(lk.Responses(frame, lk.Instrument("trial", items)))["trial"]
    >>> round(row.estimate, 3), round(row.low, 3), round(row.high, 3)
    (0.946, 0.484, 0.994)
    """
    check_flag(pairwise, "pairwise", "write pairwise=True to use every two answers.")
    check_flag(standardized, "standardized", "write standardized=True for equal variances.")
    sample = ScaleSample.from_data(data, items, pairwise=pairwise, drawn=interval == "bootstrap")
    intervals = Intervals.from_arguments(
        data,
        sample.view,
        interval,
        AlphaInterval,
        confidence_level,
        n_resamples=n_resamples,
        rng=rng,
    )
    rows = [_alpha_row(scale, intervals, standardized=standardized) for scale in sample.scales]
    method = "standardized alpha" if standardized else "Cronbach's alpha"
    return Table(
        title=f"{method[0].upper()}{method[1:]} in {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(rows),
        by=sample.names,
        shown=_COLUMNS[:-1],
        options=(
            ("pairwise", pairwise),
            ("standardized", standardized),
            *intervals.used_options(),
        ),
        notes=(
            PAIRWISE if pairwise else LISTWISE,
            *(() if standardized and interval == "feldt" else intervals.note()),
            *sample.notes,
        ),
        key="subscale",
        heads=HEADS,
    )


def standardized_statistic(covariance: _Floats) -> _Floats:
    """Return alpha of the correlations of covariances."""
    return alpha(correlations_of(covariance))


def _alpha_row(scale: ScaleCounts, intervals: Intervals, *, standardized: bool) -> ReliabilityRow:
    statistic = standardized_statistic if standardized else alpha
    estimate = math.nan if scale.problem else float(statistic(scale.covariance))
    if intervals.interval == "bootstrap":
        (bounds,) = intervals.resampled(scale, [statistic], [estimate])
    elif standardized and not math.isnan(estimate):
        bounds = no_interval("Feldt's interval is not for standardized alpha")
    else:
        bounds = intervals.feldt(scale, estimate)
    return reliability_row(scale, estimate, bounds, alpha_note(scale, estimate, standardized))


def alpha_note(scale: ScaleCounts, estimate: float, standardized: bool = False) -> str:  # noqa: FBT001, FBT002 - a note
    """Return why alpha is undefined, or that it is negative."""
    if math.isnan(estimate):
        return scale.undefined(correlated=standardized)
    return NEGATIVE if estimate < 0 else ""


def polychoric_matrix(
    scale: ScaleCounts, estimator: PolychoricEstimator
) -> tuple[_Floats, _Floats, list[str]]:
    """Return the polychoric correlations of the items, their standard errors, and notes.

    NaN where an item does not vary.
    """
    k = scale.k
    rows, columns = np.triu_indices(k, 1)
    fit = polychoric(scale.weights[rows, columns], maximum=estimator == "maximum-likelihood")
    correlation, se = np.eye(k), np.full((k, k), np.nan)
    correlation[rows, columns] = correlation[columns, rows] = fit.correlation
    se[rows, columns] = se[columns, rows] = fit.se
    ends = int(np.count_nonzero(np.abs(fit.correlation) == 1))
    notes = [f"{counted(ends, 'correlation')} at -1 or 1"] if ends else []
    return correlation, se, notes


def ordinal_alpha(
    data: Responses | CoTally,
    *,
    items: ItemSets | None = None,
    pairwise: bool = False,
    estimator: PolychoricEstimator = "two-step",
) -> Table[ReliabilityRow]:
    """Estimate ordinal alpha of each subscale: alpha of the polychoric correlations.

    It is the alpha of the normal variables that the answers are taken to be cut from, and not of
    the scores that a survey has: it says how reliable a sum of such variables would be, and is
    larger than alpha where the levels are few.

    Parameters
    ----------
    data, items, pairwise : optional
        As for :func:`cronbach_alpha`.
    estimator : {'two-step', 'maximum-likelihood'}, optional
        Whether the thresholds are taken from each item's own answers first, or estimated together
        with each correlation.

    Returns
    -------
    Table of ReliabilityRow
        A row a group and scale.  There is no interval.

    Raises
    ------
    UnknownItemError, ArgumentTypeError, OptionError
        As for :func:`cronbach_alpha`.

    Notes
    -----
    Correlations that are together not those of any variables are smoothed to a matrix that is: as
    psych's ``cor.smooth``; the note of the row says so.

    References
    ----------
    .. [1] Zumbo, Gadermann and Zeisser (2007), Ordinal versions of coefficients alpha and theta
       for Likert rating scales, Journal of Modern Applied Statistical Methods 6, 21-29.
    .. [2] Olsson (1979), Maximum likelihood estimation of the polychoric correlation coefficient,
       Psychometrika 44, 443-460.
    .. [3] Chalmers (2018), On misconceptions and the limited usefulness of ordinal alpha,
       Educational and Psychological Measurement 78, 1056-1071.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale((1, 2, 3))) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame(
    ...     {"a": [1, 2, 3, 3, 2, 1], "b": [1, 2, 3, 2, 2, 2], "c": [1, 1, 3, 3, 3, 2]}
    ... )
    >>> row = lk.ordinal_alpha(lk.Responses(frame, lk.Instrument("trial", items)))["trial"]
    >>> round(row.estimate, 2)
    0.97
    """
    check_flag(pairwise, "pairwise", "write pairwise=True to use every two answers.")
    check_choice(estimator, "estimator", PolychoricEstimator)
    sample = ScaleSample.from_data(data, items, pairwise=pairwise)
    return Table(
        title=f"Ordinal alpha in {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(_ordinal_row(scale, estimator) for scale in sample.scales),
        by=sample.names,
        shown=("subscale", "estimate", "n_respondents", "n_items", "n_incomplete"),
        options=(("pairwise", pairwise), ("estimator", estimator), ("view", sample.view)),
        notes=(
            PAIRWISE if pairwise else LISTWISE,
            f"Polychoric correlations, {estimator}.",
            *sample.notes,
        ),
        key="subscale",
        heads=HEADS,
    )


def _ordinal_row(scale: ScaleCounts, estimator: PolychoricEstimator) -> ReliabilityRow:
    if scale.problem or scale.constant:
        why = scale.undefined(correlated=True)
        return reliability_row(scale, math.nan, no_interval(""), why)
    correlation, _, notes = polychoric_matrix(scale, estimator)
    # A sum that does not vary would not vary a little more for being smoothed.
    varies = not math.isnan(float(alpha(correlation)))
    correlation, smoothed = smooth(correlation)
    if smoothed:
        notes.append("the correlations were smoothed to a positive definite matrix")
    estimate = float(alpha(correlation)) if varies else math.nan
    if not varies:
        notes.append("the sum of the items does not vary")
    elif estimate < 0:
        notes.append(NEGATIVE)
    return reliability_row(scale, estimate, no_interval("no interval"), *notes)
