"""Ratings: two of a respondent, all of a respondent, or all of a unit with their alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import percentile_interval
from likertkit._kernels.items._raters import (
    alpha_of,
    coincidences,
    disagreement,
    distinct_rows,
    resampled_alphas,
)
from likertkit._kernels.items._repeated import normal_quantile
from likertkit._text import format_level
from likertkit.errors import ArgumentError
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_pairs
from likertkit.responses._respondents import cluster_column, respondent_cells
from likertkit.tally import PairTally
from likertkit.tally._design import design_notes
from likertkit.tally._to_frame import check_unweighted, pair_notes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from likertkit._kernels.items._raters import Metric
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.responses._respondents import RespondentCells

NOBODY = "nobody gave a valid answer under both conditions"
NO_DESIGN = (
    "The design that `sampled()` declared is not used: the answers count as a simple random sample "
    "of very many people."
)
_ALIKE = "each respondent counts as one here"
_HINT = "leave them out to describe the sample only."
# Replicates this near to one another, against the estimate, are equal but for rounding.
_NEAR = 1e-10


def check_one_by_one(data: object) -> None:
    """Raise if respondents were sampled in clusters, which these intervals do not know."""
    if isinstance(data, Responses) and (cluster := cluster_column(data)) is not None:
        raise ArgumentError(
            f"the answers have clusters (column {cluster!r}); expected respondents who were "
            f"sampled one by one, since {_ALIKE}.",
            _HINT,
        )


def linked_pairs(
    data: Responses | PairTally, first: Hashable, second: Hashable, by: str | Iterable[str]
) -> tuple[PairTally, tuple[str, ...], tuple[str, ...]]:
    """Return the pairs of two conditions, the axes that *by* names, and the notes.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the data do not tell which answers are one respondent's, a condition is not in the
        data, or the data have weights or clusters.
    AxisError, MissingColumnError
        If *by* names what the data do not have.
    """
    check_one_by_one(data)
    pairs, names = as_pairs(data, first, second, by)
    check_unweighted(pairs, _ALIKE, _HINT)
    notes = pair_notes(pairs, names)
    if pairs.design is not None:
        notes = (*design_notes(notes, None), NO_DESIGN)
    return pairs, names, notes


def conditions_of(
    data: object, first: Hashable | None, second: Hashable | None
) -> tuple[Hashable, Hashable]:
    """Return the two conditions: those of a table of pairs where none is named.

    Raises
    ------
    ArgumentError
        If only one is named; or none, and the data are responses.
    """
    if first is None and second is None and isinstance(data, PairTally):
        return data.first, data.second
    if isinstance(data, Responses | PairTally) and (first is None or second is None):
        raise ArgumentError(
            f"first={first!r} and second={second!r}; expected the names of two conditions.",
            "name both conditions as they are in the data.",
        )
    return first, second


def check_unweighted_rows(*, weighted: bool) -> None:
    """Raise if rows of answers have sampling weights."""
    if weighted:
        raise ArgumentError(
            f"the data have sampling weights; expected none, since {_ALIKE}.", _HINT
        )


def whole_respondents(
    data: Responses,
    by: tuple[str, ...] = (),
    conditions: tuple[Hashable, Hashable] | None = None,
) -> RespondentCells:
    """Return the answers of each respondent, of data without weights and clusters.

    Raises
    ------
    ArgumentError
        If the data have weights or clusters, an engine holds them, or they tell no respondents
        or conditions apart, or do not have one of the *conditions*.
    RespondentError
        If a respondent is in two groups.
    """
    check_one_by_one(data)
    cells = respondent_cells(data, conditions, by)
    check_unweighted_rows(weighted=cells.weighted)
    notes = design_notes(cells.notes, None)
    # A design says so in a note.
    return cells if notes == cells.notes else attrs.evolve(cells, notes=(*notes, NO_DESIGN))


def pair_scores(pairs: ItemPairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the scores of each kind of pair, of shape (n_kinds, 2), and how many have them."""
    places = np.argwhere(pairs.table > 0)
    return np.array(pairs.scores, dtype=np.int64)[places], pairs.table[pairs.table > 0]


def interval_sentence(name: str, confidence_level: float) -> str:
    """Return which intervals stand in a table."""
    return f"Interval: {name}, {format_level(confidence_level)}, each by itself."


def normal_interval(
    estimate: float, standard_error: float, confidence_level: float
) -> tuple[float, float]:
    """Return an estimate less and plus the normal quantile of its standard error."""
    half = normal_quantile(confidence_level) * standard_error
    return estimate - half, estimate + half


@attrs.frozen(eq=False, kw_only=True)
class Resampling:
    """How intervals of alpha are drawn.

    Attributes
    ----------
    n_resamples : int
        Number of resamples.
    rng : numpy.random.Generator
        The random generator.
    confidence_level : float
        Level of the intervals.
    """

    n_resamples: int
    rng: np.random.Generator
    confidence_level: float


@attrs.frozen(eq=False)
class RatedUnits:
    """Kinds of units, and how many units are of each kind.

    Attributes
    ----------
    ratings : array of int, shape (n_kinds, n_values)
        How many raters gave each value.
    counts : array of int, shape (n_kinds,)
        The units of each kind.
    """

    ratings: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def from_units(cls, ratings: NDArray[np.int64]) -> RatedUnits:
        """Return the kinds of units, from how many raters gave each unit each value."""
        return cls(*distinct_rows(ratings))

    @classmethod
    def from_cells(cls, cells: NDArray[np.integer], n_values: int) -> RatedUnits:
        """Return the kinds of units, from the value that each rater gave each unit.

        *cells* has the places of the values, of shape (n_units, n_raters); a place that is not
        that of a value is no rating.
        """
        given = [(cells == value).sum(axis=1, dtype=np.int64) for value in range(n_values)]
        return cls.from_units(np.stack(given, axis=1))


@attrs.frozen(kw_only=True)
class Alpha:
    """Krippendorff's alpha with its interval, and why one is undefined."""

    estimate: float
    low: float = math.nan
    high: float = math.nan
    n_units: int
    n_ratings: int
    n_unpaired: int
    note: str


def metric_alpha(
    units: RatedUnits, scores: NDArray[np.float64], metric: Metric, how: Resampling
) -> Alpha:
    """Return alpha of levels with these scores."""
    if metric == "ordinal":
        return _alpha(units, None, how)
    return distance_alpha(units, disagreement(scores, scores, metric), how)


def distance_alpha(units: RatedUnits, apart: NDArray[np.float64], how: Resampling) -> Alpha:
    """Return alpha of values that are so far apart."""
    return _alpha(units, apart, how)


def _alpha(units: RatedUnits, apart: NDArray[np.float64] | None, how: Resampling) -> Alpha:
    n_ratings = units.ratings.sum(axis=1)
    several = n_ratings > 1
    ratings, counts = units.ratings[several], units.counts[several]
    table = coincidences(ratings, counts)
    margin = table.sum(axis=1)
    estimate = alpha_of(table, disagreement(margin, margin, "ordinal") if apart is None else apart)
    alpha = Alpha(
        estimate=estimate,
        n_units=int(counts.sum()),
        n_ratings=int(counts @ n_ratings[several]),
        n_unpaired=int(units.counts[n_ratings == 1].sum()),
        note="",
    )
    if math.isnan(estimate):
        alike = "all ratings are alike: chance agrees always"
        return attrs.evolve(alpha, note=alike if alpha.n_units else "no unit has two ratings")
    if alpha.n_units == 1:
        return attrs.evolve(alpha, note="one unit: no interval")
    drawn = resampled_alphas(ratings, counts, apart, how.n_resamples, how.rng)
    defined = drawn[np.isfinite(drawn)]
    lost = len(drawn) - len(defined)
    notes = [f"undefined in {lost} resamples, which are left out"] if lost else []
    near = _NEAR * max(1.0, abs(estimate))
    if len(defined) < 2 or np.ptp(defined) <= near:
        notes.insert(0, "no resample differs: the interval is undefined")
        return attrs.evolve(alpha, note="; ".join(notes))
    low, high = percentile_interval(defined, how.confidence_level)
    if low > estimate + near or high < estimate - near:
        notes.append("the interval left out the estimate, and is widened to hold it")
    low, high = min(low, estimate), max(high, estimate)
    if high - low <= near:
        notes.append("nearly all resamples give one value: the interval is undefined")
        low = high = math.nan
    return attrs.evolve(alpha, low=low, high=high, note="; ".join(notes))
