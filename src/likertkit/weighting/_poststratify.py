"""poststratify: weights that meet the known size of every stratum."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from likertkit._checks import as_mapping, as_names
from likertkit.errors import ArgumentError, CalibrationError, PopulationError
from likertkit.responses._margins import margin_cells, stratum_column
from likertkit.tally._axes import plain_key
from likertkit.weighting._targets import Target, common_total, place_levels, read_target
from likertkit.weighting._trim import make_weighting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from likertkit.responses import Responses
    from likertkit.responses._margins import MarginCells
    from likertkit.results import Weighting

LevelT = TypeVar("LevelT", bound=Hashable)
ConditionT = TypeVar("ConditionT", bound=Hashable)


def poststratify(
    responses: Responses,
    population: Mapping[LevelT, float] | Mapping[ConditionT, Mapping[LevelT, float]],
    *,
    by: str | Iterable[str] | None = None,
) -> Weighting:
    """Make weights by which every post-stratum counts as it does in the population.

    The weights of a post-stratum are those of the design times one factor, its known size over
    its sum of weights.  ``responses.weighted(...)`` then gives the unconditional, linearised
    variance: that of what the post-strata do not explain, over samples of any composition.  The
    form conditional on the composition is ``means(responses.sampled(population=...))``.

    Parameters
    ----------
    responses : Responses
        The answers, with or without weights of the design.
    population : mapping
        Post-stratum → people, or proportions that add up to 1; condition → post-stratum → people
        where the responses have a condition.  Post-strata of several columns are tuples.
    by : str or sequence of str, optional
        The columns of the post-strata; by default the declared stratum.

    Returns
    -------
    Weighting
        With a factor for each post-stratum, under each condition by itself.

    Raises
    ------
    CalibrationError
        If the sample has a post-stratum that the population lacks, or the other way round.
    PopulationError
        If a size is negative, or a condition has none.
    ArgumentTypeError
        If *responses* are a tally, which has no respondents to be weighted.
    ArgumentError
        If *by* is not given and there are no strata, or the responses are calibrated already.
    BlankKeyError, MissingColumnError
        If a column has blanks, or is not in the frame.

    References
    ----------
    .. [1] Holt and Smith (1979), Post stratification, Journal of the Royal Statistical Society A
       142, 33-46.
    .. [2] Lumley (2010), Complex Surveys, Wiley, chapter 7.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame(
    ...     {"clear": [1, 2, 5, 4], "grade": ["junior", "junior", "senior", "senior"]}
    ... )
    >>> answers = lk.Responses(frame, trial, stratum="grade")
    >>> weighting = lk.poststratify(answers, {"junior": 30, "senior": 10})
    >>> lk.means(answers.weighted(weighting))["clear"].mean
    2.25
    """
    cells_of = _declared_stratum(responses) if by is None else as_names(by, "by")
    cells = margin_cells(responses, cells_of)
    factors = np.ones(len(cells.keys))
    sizes: Any = as_mapping(population)
    for condition in cells.conditions:
        target = read_target(_under(sizes, condition), cells_of)
        where = np.array([of_cell == condition for of_cell, _ in cells.keys])
        factors[where] = _factors(cells, where, target, condition)
    return make_weighting(
        cells,
        factors,
        method="post-stratified",
        columns=cells_of,
        margins=(cells_of,),
        converged=True,
        iterations=1,
        error=0.0,
        notes=(),
    )


def _declared_stratum(responses: Responses) -> tuple[str, ...]:
    stratum = stratum_column(responses)
    if stratum is None:
        raise ArgumentError(
            "the responses have no strata; expected columns of post-strata.",
            "name the columns in `by=`, or declare `stratum=`.",
        )
    return (stratum,)


def _under(population: Mapping[Any, Any], condition: Hashable) -> Mapping[Any, Any]:
    """Return the sizes that hold under a condition."""
    if not isinstance(population, Mapping) or not any(
        isinstance(value, Mapping) for value in population.values()
    ):
        return population
    known: dict[Hashable, Any] = {plain_key(key): sizes for key, sizes in population.items()}
    if condition not in known:
        spoken = "the responses have no condition" if condition is None else repr(condition)
        raise PopulationError(
            f"population has sizes by condition ({', '.join(map(repr, known))}) but no sizes for: "
            f"{spoken}.",
            "give the sizes of the post-strata for every condition, or once for all conditions.",
        )
    sizes: Mapping[Any, Any] = known[condition]
    return sizes


def _factors(
    cells: MarginCells, where: NDArray[np.bool_], target: Target, condition: Hashable
) -> NDArray[np.float64]:
    """Return the factor of each post-stratum: its known size over its sum of weights."""
    keys = [levels for (_, levels), inside in zip(cells.keys, where, strict=True) if inside]
    under = "" if condition is None else f" under {condition!r}"
    designed = cells.sums[where]
    places = place_levels(target, target.columns, keys, cells.counts[where], under)
    total = common_total([target], float(designed.sum()))
    if not designed.all():
        first = int(np.flatnonzero(designed == 0)[0])
        raise CalibrationError(
            f"margin {target.name}: the weights{under} of all {cells.counts[where][first]} rows at "
            f"the level {target.spoken(int(places[first]))} are 0, and no factor can raise them.",
            "merge this level with another level, in the data and in the population.",
        )
    wanted = target.totals[places] * (total / target.totals.sum())
    factors: NDArray[np.float64] = wanted / designed
    return factors
