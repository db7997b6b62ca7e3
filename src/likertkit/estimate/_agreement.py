"""agreement: how much the answers to each item agree, with their intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    default,
    settled,
)
from likertkit._kernels.means import (
    agreement_bounds,
    agreement_reaches,
    table_consensus,
    table_leik,
    table_van_der_eijk,
)
from likertkit._text import format_level
from likertkit.estimate._notes import estimate_notes
from likertkit.estimate._proportions import Proportions
from likertkit.estimate.design._cells import item_cells
from likertkit.estimate.design._options import EVERYBODY, Standardize
from likertkit.estimate.design._sample import SurveySample
from likertkit.estimate.resampling._resample import Resampler, cells_in_turn
from likertkit.instrument._score_item import SOME_LEVELS, ScoreItem
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.estimate.design._cells import ItemCells
    from likertkit.estimate.resampling._resamples import Bootstrapped, TableStatistic
    from likertkit.responses import Responses
    from likertkit.tally import Tally

# A search on so many levels of a score takes seconds.
_MOST_LEVELS = 25
_MANY_LEVELS = "more than 25 levels: interval='bca' or 'bootstrap' gives an interval"
# Only the order in which a search goes depends on it.
_SEED = 2001


@attrs.frozen
class Likely:
    """A measure with its likelihood interval."""

    estimate: float
    low: float
    high: float
    note: str


def agreement_intervals(
    cells: ItemCells, statistics: Sequence[TableStatistic], confidence_level: float
) -> tuple[Likely, ...]:
    """Return van der Eijk's A, Leik's and Tastle and Wierman's consensus with their intervals.

    In a design the likelihood is that of as many independent answers as the effective size.
    """
    if not cells.item.every_level:
        return (Likely(math.nan, math.nan, math.nan, SOME_LEVELS),) * len(statistics)
    turned = cells.ascending()
    scores = np.array(turned.scores, dtype=np.float64)
    table = np.array([turned.weights])
    estimates = [float(statistic(table, scores)[0]) for statistic in statistics]
    if cells.problem:
        return tuple(Likely(estimate, math.nan, math.nan, cells.problem) for estimate in estimates)
    if isinstance(cells.item, ScoreItem) and len(turned.scores) > _MOST_LEVELS:
        return tuple(Likely(estimate, math.nan, math.nan, _MANY_LEVELS) for estimate in estimates)
    domain = cells.domain
    if domain is not None and domain.census():
        return tuple(Likely(estimate, estimate, estimate, EVERYBODY) for estimate in estimates)
    size, note = Proportions(cells=cells, base="valid").whole_size()
    df = cells.n - 1.0 if domain is None else domain.df()
    proportions = table[0] / table[0].sum()
    reaches = agreement_reaches(proportions, size, df, confidence_level)
    bounds = agreement_bounds(proportions, reaches, np.random.default_rng(_SEED))
    return tuple(
        Likely(estimate, min(low, estimate), max(high, estimate), note)
        for estimate, (low, high) in zip(estimates, bounds, strict=True)
    )


AgreementInterval = Literal["likelihood", "bootstrap", "bca"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AgreementRow(ItemRow):
    """How much the answers to one item in one group agree.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    van_der_eijk_a, van_der_eijk_a_low, van_der_eijk_a_high : float
        Van der Eijk's A and its interval: 1 all at one level, 0 even, -1 half at either end.
    leik, leik_low, leik_high : float
        Leik's ordinal consensus: 1 all at one level, 0 half at either end.
    consensus, consensus_low, consensus_high : float
        Tastle and Wierman's consensus: 1 all at one level, 0 half at either end.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {}

    n: int
    n_missing: int
    van_der_eijk_a: float
    van_der_eijk_a_low: float
    van_der_eijk_a_high: float
    leik: float
    leik_low: float
    leik_high: float
    consensus: float
    consensus_low: float
    consensus_high: float
    note: str


_COLUMNS = column_names(AgreementRow)
_STATISTICS = {
    "van_der_eijk_a": table_van_der_eijk,
    "leik": table_leik,
    "consensus": table_consensus,
}


def agreement(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    interval: AgreementInterval = "likelihood",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    standardize: Standardize = "population",
    confidence_level: float = 0.95,
) -> Table[AgreementRow]:
    """Measure how much the answers to each item agree.

    Three measures of an ordered distribution, which differ in what is half-way: even answers
    have A = 0, and Leik's and Tastle and Wierman's consensus above 0.  None depends on the view.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    interval : {'likelihood', 'bootstrap', 'bca'}, optional
        'likelihood': the values of all distributions under which the answers are likely enough
        (see Notes).  'bootstrap', 'bca': as for :func:`bootstrap`, with the same resamples for
        the three measures.
    n_resamples, rng : optional
        As for :func:`bootstrap`, with an interval of that kind.
    standardize : optional
        As for :func:`means`: what each stratum counts by.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of AgreementRow
        A row a group and item.

    Raises
    ------
    ArgumentTypeError
        If a bootstrap is to draw from a tally with weights or clusters.
    ArgumentError, OptionError, StratumError, PopulationError
        As for :func:`bootstrap`.

    See Also
    --------
    cohen_kappa, krippendorff_alpha, icc :
        How much several raters of the same texts or people agree with each other, which is
        another thing.

    Notes
    -----
    The likelihood interval reaches from the least to the largest value of a measure among all
    distributions p whose likelihood ratio against the answers, 2 n Σ s log(s/p) with proportions s,
    is within a limit: the square of Student's t or, with few answers outside the two commonest
    levels, up to -2 log(1 - level).  It needs no derivative.  So it keeps its level where answers
    are split between both ends; there bootstraps hold the true value in a few of ten samples.
    Where all answers are alike it is one-sided.  It is conservative: for five-point answers at
    both ends it covered the true value in 98 to 99.6 of 100 samples at a level of 95 %, and for
    ten skewed answers in more, where it is wide.
    With weights, strata or clusters n is an effective size, by the mean design effect of the
    levels' proportions [5]_, never above the number of answers.  On more than six levels the bounds
    of A are found by a search of the orders of the levels, which may end a little inside them.
    Scale scores of more than 25 levels have no likelihood interval; a bootstrap gives one.

    References
    ----------
    .. [1] van der Eijk (2001), Measuring agreement in ordered rating scales, Quality & Quantity
       35, 325-341.
    .. [2] Leik (1966), A measure of ordinal consensus, Pacific Sociological Review 9, 85-90.
    .. [3] Tastle and Wierman (2007), Consensus and dissention: a measure of ordinal dispersion,
       International Journal of Approximate Reasoning 45, 531-545.
    .. [4] Owen (1988), Empirical likelihood ratio confidence intervals for a single functional,
       Biometrika 75, 237-249.
    .. [5] Rao and Scott (1981), The analysis of categorical data from complex sample surveys,
       Journal of the American Statistical Association 76, 221-230.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}}, trial)
    >>> row = lk.agreement(tally)["clear"]
    >>> round(row.van_der_eijk_a, 2), round(row.leik, 2), round(row.consensus, 2)
    (0.45, 0.61, 0.61)
    >>> round(row.van_der_eijk_a_low, 2), round(row.van_der_eijk_a_high, 2)
    (0.27, 0.61)
    """
    check_choice(interval, "interval", AgreementInterval)
    chance = "without interval='bootstrap' or 'bca'" if interval == "likelihood" else ""
    n_resamples = settled(n_resamples, "n_resamples", chance)
    rng = settled(rng, "rng", chance)
    confidence_level = check_confidence_level(confidence_level)
    sample = SurveySample.from_data(data, by, standardize)
    tally, names = sample.tally, sample.names
    drawn: tuple[tuple[str, object], ...] = ()
    statistics = [*_STATISTICS.values()]
    note = f"Interval: likelihood, {format_level(confidence_level)}."
    if interval == "likelihood":
        rows = [
            _row(cells, agreement_intervals(cells, statistics, confidence_level))
            for cells in item_cells(sample)
        ]
    else:
        resampler = Resampler.from_data(
            data, sample, interval, confidence_level, n_resamples=n_resamples, rng=rng
        )
        rows = [
            _row(
                cells,
                resampler.intervals(cells, statistics)
                if cells.item.every_level
                else agreement_intervals(cells, statistics, confidence_level),
            )
            for cells in cells_in_turn(sample)
        ]
        drawn, note = resampler.used_options(), resampler.note()
    return Table(
        title=f"Agreement on {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(rows),
        by=names,
        shown=("item", "n", *_COLUMNS[3:6], "leik", "consensus"),
        options=(
            ("by", names),
            ("interval", interval),
            *drawn,
            *sample.used_options(variance=False),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(*estimate_notes(sample), note),
    )


def _row(cells: ItemCells, measures: Sequence[Likely | Bootstrapped]) -> AgreementRow:
    figures: dict[str, float] = {}
    for name, measure in zip(_STATISTICS, measures, strict=True):
        figures |= {
            name: measure.estimate,
            f"{name}_low": measure.low,
            f"{name}_high": measure.high,
        }
    return AgreementRow(
        by=cells.by,
        item=cells.item.name,
        n=cells.n,
        n_missing=cells.n_missing,
        note="; ".join(dict.fromkeys(measure.note for measure in measures if measure.note)),
        **figures,
    )
