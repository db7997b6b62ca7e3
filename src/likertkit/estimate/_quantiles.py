"""quantiles: medians and other quantiles of each item, with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level
from likertkit._kernels import count_variance, t_quantile, weighted_quantile
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate._cells import ItemCells, item_cells
from likertkit.estimate._notes import interval_note, reading_notes, view_note
from likertkit.estimate._options import (
    DesignOptions,
    LoneStratum,
    Standardize,
    StratifiedVariance,
)
from likertkit.estimate._sample import Sample
from likertkit.results import ItemRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from likertkit.estimate._options import ConditionT, Population, StratumT
    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class QuantileRow(ItemRow):
    """One quantile of one item in one group.

    Attributes
    ----------
    share : float
        The share of the answers at or below the quantile: 0.5 for the median.
    quantile : float
        In scale points of the view; of type 2, averaged where the share is reached exactly.
    low, high : float
        Woodruff's interval, whose ends are scores or halves between two.
    n, n_missing : int
        Valid answers, and respondents without one.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {
        "share": "g",
        "quantile": ".1f",
        "low": ".1f",
        "high": ".1f",
    }

    share: float
    quantile: float
    low: float
    high: float
    n: int
    n_missing: int
    note: str


_COLUMNS = tuple(f.name for f in attrs.fields(QuantileRow) if f.name != "by")


def quantiles(
    data: Responses | Tally,
    *,
    shares: float | Iterable[float] = (0.25, 0.5, 0.75),
    by: str | Iterable[str] | None = None,
    population: Population[StratumT, ConditionT] | None = None,
    finite_population: bool = True,
    standardize: Standardize = "population",
    lone_stratum: LoneStratum = "raise",
    collapse: Mapping[StratumT, StratumT] | None = None,
    variance: StratifiedVariance = "conditional",
    cluster_population: Population[StratumT, ConditionT] | None = None,
    confidence_level: float = 0.95,
) -> Table[QuantileRow]:
    """Estimate the median and other quantiles of each item.

    A quantile is of type 2, weighted and standardised as the mean is: the score at which the
    share is reached, or half-way to the next score where it is reached exactly.  The interval is
    Woodruff's: that of the share of answers at or below the quantile, with its design-based
    error, read off the distribution.  On a scale of few levels its ends are whole steps, and as
    the share is counted from below they need not mirror those of the turned scale.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    shares : float or sequence of float, optional
        Which quantiles, between 0 and 1.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  None splits by the condition where one was
        declared; ``()`` pools everything.
    population, finite_population, standardize, lone_stratum, collapse, variance
        As for :func:`means`: what is known of the strata, and what each counts by.
    cluster_population : number or mapping, optional
        Clusters in the population, as for :func:`means`.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of QuantileRow
        A row a group, item and share.

    Raises
    ------
    ArgumentError
        If a share does not lie between 0 and 1.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Woodruff (1952), Confidence intervals for medians and other position measures, Journal
       of the American Statistical Association 47, 635-646.
    .. [2] Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
       Statistician 50, 361-365.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}}, trial)
    >>> row = lk.quantiles(tally, shares=0.5)["clear"]
    >>> row.quantile, row.low, row.high
    (4.0, 4.0, 5.0)
    """
    wanted = _checked_shares(shares)
    confidence_level = check_confidence_level(confidence_level)
    options = DesignOptions(
        population=population,
        finite_population=finite_population,
        standardize=standardize,
        lone_stratum=lone_stratum,
        collapse=collapse,
        variance=variance,
        cluster_population=cluster_population,
    )
    sample = Sample.of(data, by, options)
    tally, names = sample.tally, sample.names
    return Table(
        title=f"Quantiles of {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(
            row for cells in item_cells(sample) for row in _rows(cells, wanted, confidence_level)
        ),
        by=names,
        options=(
            ("shares", wanted),
            ("by", names),
            *options.used(),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(
            view_note(sample),
            *reading_notes(sample),
            interval_note(sample, confidence_level, "Interval: Woodruff's, of the share"),
        ),
    )


def _checked_shares(shares: object) -> tuple[float, ...]:
    several: tuple[object, ...] = tuple(shares) if isinstance(shares, Iterable) else (shares,)
    return tuple(map(_checked_share, several))


def _checked_share(share: object) -> float:
    if isinstance(share, bool) or not isinstance(share, int | float | Fraction):
        raise ArgumentTypeError(
            f"shares holds {share!r}, which is not a number.",
            "write shares=0.5 for the median.",
        )
    if not 0 < share < 1:
        raise ArgumentError(
            f"shares holds {share!r}, which does not lie between 0 and 1.",
            "write shares=0.5 for the median.",
        )
    return float(share)


def _rows(
    cells: ItemCells, shares: tuple[float, ...], confidence_level: float
) -> Iterator[QuantileRow]:
    for share in shares:
        turned = cells.ascending()
        quantile = weighted_quantile(turned.weights, turned.scores, share)
        low, high = math.nan, math.nan
        note = cells.problem
        if not note:
            low, high = _interval(cells, quantile, confidence_level)
            note = "one sampled unit: no spread can be estimated" if math.isnan(low) else ""
        yield QuantileRow(
            by=cells.by,
            item=cells.item.name,
            share=share,
            quantile=quantile,
            low=low,
            high=high,
            n=cells.n,
            n_missing=cells.n_missing,
            note=note,
        )


def _interval(cells: ItemCells, quantile: float, confidence_level: float) -> tuple[float, float]:
    """Return the scores at the ends of the interval of the share at or below the quantile.

    Where that interval reaches below 0 or above 1 the end is that of the scale.
    """
    at = [float(score <= quantile) for score in cells.scores]
    below = math.fsum(w * one for w, one in zip(cells.weights, at, strict=True))
    share = below / math.fsum(cells.weights)
    if cells.domain is None:
        held = sum(n for n, one in zip(cells.counts, at, strict=True) if one)
        variance = count_variance((cells.n - held, held), (0, 1)) / cells.n
        df = cells.n - 1.0
    else:
        variance = cells.domain.variance(at, share)
        df = cells.domain.df()
    if not df > 0:
        return math.nan, math.nan
    half = t_quantile((1 + confidence_level) / 2, df) * math.sqrt(variance)
    turned = cells.ascending()
    return (
        weighted_quantile(turned.weights, turned.scores, share - half)
        if share - half >= 0
        else float(turned.scores[0]),
        weighted_quantile(turned.weights, turned.scores, share + half)
        if share + half <= 1
        else float(turned.scores[-1]),
    )
