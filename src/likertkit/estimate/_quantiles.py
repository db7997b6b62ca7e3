"""quantiles: medians and other quantiles of each item, with intervals."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level
from likertkit._kernels.means import weighted_quantile
from likertkit._text import format_level
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate._notes import estimate_notes, view_notes
from likertkit.estimate._proportions import Proportion, Proportions
from likertkit.estimate.design._cells import ItemCells, item_cells
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import in_score_units
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from likertkit.estimate.design._options import Standardize, StratifiedVariance
    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class QuantileRow(ItemRow):
    """One quantile of one item in one group.

    Attributes
    ----------
    probability : float
        The proportion of the answers at or below the quantile: 0.5 for the median.
    quantile : float
        In scale points of the view; of type 2, averaged where the probability is reached exactly.
    low, high : float
        The least and the greatest score that the answers do not rule out.
    n, n_missing : int
        Valid answers, and respondents without one.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("quantile", "low", "high")

    formats: ClassVar[dict[str, str]] = {
        "probability": "g",
        "quantile": ".1f",
        "low": ".1f",
        "high": ".1f",
    }

    probability: float
    quantile: float
    low: float
    high: float
    n: int
    n_missing: int
    note: str


_COLUMNS = column_names(QuantileRow)


def quantiles(
    data: Responses | Tally,
    *,
    probabilities: float | Iterable[float] = (0.25, 0.5, 0.75),
    by: str | Iterable[str] | None = None,
    standardize: Standardize = "population",
    variance: StratifiedVariance = "conditional",
    confidence_level: float = 0.95,
) -> Table[QuantileRow]:
    """Estimate the median and other quantiles of each item.

    A quantile is of type 2, weighted and standardised as the mean is: the score at which the
    probability is reached, or half-way to the next score where it is reached exactly.  The interval
    holds every score that the answers do not rule out.  A score is ruled out where the interval
    of the proportion of answers at or below it lies below the probability, or that of the answers
    below it lies above.  These intervals are Clopper and Pearson's; of a design, on Korn and
    Graubard's effective size.  So in a simple random sample the quantile is never covered less
    often than the level says; the ends are scores of the scale, used or not.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    probabilities : float or sequence of float, optional
        Which quantiles, between 0 and 1.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    standardize, variance : optional
        As for :func:`means`: what each stratum counts by.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of QuantileRow
        A row a group, item and probability.

    Raises
    ------
    ArgumentError
        If a probability does not lie strictly between 0 and 1.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Francisco and Fuller (1991), Quantile estimation with a complex survey design, The
       Annals of Statistics 19, 454-469.
    .. [2] Korn and Graubard (1998), Confidence intervals for proportions with small expected
       number of positive counts estimated from survey data, Survey Methodology 24, 193-201.
    .. [3] Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
       Statistician 50, 361-365.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}}, trial)
    >>> row = lk.quantiles(tally, probabilities=0.5)["clear"]
    >>> row.quantile, row.low, row.high
    (4.0, 4.0, 4.0)
    """
    wanted = _check_probabilities(probabilities)
    confidence_level = check_confidence_level(confidence_level)
    sample = SurveySample.from_data(data, by, standardize, variance)
    tally, names = sample.tally, sample.names
    return in_score_units(
        Table(
            title=f"Quantiles of {tally.instrument.name}",
            names=(*names, *_COLUMNS),
            rows=tuple(
                row
                for cells in item_cells(sample)
                for row in _rows(cells, wanted, confidence_level)
            ),
            by=names,
            options=(
                ("probabilities", wanted),
                ("by", names),
                *sample.used_options(),
                ("confidence_level", confidence_level),
                ("view", tally.view),
            ),
            notes=(
                *view_notes(tally),
                *estimate_notes(sample),
                _interval_note(sample, confidence_level),
            ),
        ),
        tally.instrument.items,
    )


def _check_probabilities(probabilities: object) -> tuple[float, ...]:
    several: tuple[object, ...] = (
        tuple(probabilities) if isinstance(probabilities, Iterable) else (probabilities,)
    )
    return tuple(map(_check_probability, several))


def _check_probability(probability: object) -> float:
    if isinstance(probability, bool) or not isinstance(probability, int | float | Fraction):
        raise ArgumentTypeError(
            f"probabilities holds {probability!r}, which is not a number.",
            "write probabilities=0.5 for the median.",
        )
    if not 0 < probability < 1:
        raise ArgumentError(
            f"probabilities holds {probability!r}, which is not strictly between 0 and 1.",
            "write probabilities=0.5 for the median.",
        )
    return float(probability)


def _interval_note(sample: SurveySample, confidence_level: float) -> str:
    size = "" if sample.plain else " on Korn and Graubard's size"
    level = format_level(confidence_level)
    return f"Interval: cumulative proportions by Clopper-Pearson{size}, inverted, {level}."


def _rows(
    cells: ItemCells, probabilities: tuple[float, ...], confidence_level: float
) -> Iterator[QuantileRow]:
    turned = cells.ascending()
    cumulative = _Cumulative.from_cells(cells, confidence_level)
    for probability in probabilities:
        quantile = weighted_quantile(turned.weights, turned.scores, probability)
        low, high = math.nan, math.nan
        note = cells.problem
        if not note:
            low, high = cumulative.interval(quantile, probability)
        yield QuantileRow(
            by=cells.by,
            item=cells.item.name,
            probability=probability,
            quantile=quantile,
            low=low,
            high=high,
            n=cells.n,
            n_missing=cells.n_missing,
            note=note,
        )


@attrs.frozen(eq=False)
class _Cumulative:
    """The proportions at or below each score.

    Attributes
    ----------
    cells : ItemCells
        The counts.
    order : tuple of int
        The levels in ascending order of their scores.
    at : callable
        From a place in this order to the proportion at or below, made once each.
    """

    cells: ItemCells
    order: tuple[int, ...]
    at: Callable[[int], Proportion]

    @classmethod
    def from_cells(cls, cells: ItemCells, confidence_level: float) -> _Cumulative:
        order = tuple(sorted(range(len(cells.scores)), key=cells.scores.__getitem__))
        proportions = Proportions(cells=cells, base="valid")

        @cache
        def at(place: int) -> Proportion:
            return proportions.at_levels(order[: place + 1], "clopper-pearson", confidence_level)

        return cls(cells, order, at)

    def interval(self, quantile: float, probability: float) -> tuple[float, float]:
        """Return the least and the greatest score that no interval of a proportion rules out.

        A score is too low where even the upper bound of the proportion at or below it falls short
        of the probability, and too high where the lower bound at the score before exceeds it.
        In a design the bounds need not grow from score to score; then the outermost count.
        """
        cells = self.cells
        if cells.domain is not None and cells.domain.census():
            return quantile, quantile
        places = range(len(self.order) - 1)

        def reaches(place: int) -> bool:
            return self.at(place).high >= probability

        def exceeds(place: int) -> bool:
            return not self.at(place).low <= probability

        if cells.domain is None:
            first = bisect_left(places, 1, key=reaches)
            last = bisect_left(places, 1, key=exceeds)
        else:
            first = next((place for place in places if reaches(place)), len(places))
            last = next((place + 1 for place in reversed(places) if not exceeds(place)), 0)
        return float(cells.scores[self.order[first]]), float(cells.scores[self.order[last]])
