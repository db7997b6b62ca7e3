"""rake: weights that meet the known totals of several margins."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._checks import check_count, is_number
from likertkit._kernels.design import Calibrated, calibrate_cells, unreachable_levels
from likertkit._text import Progress, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, CalibrationError
from likertkit.responses._margins import margin_cells
from likertkit.weighting._targets import common_total, place_levels, read_margins
from likertkit.weighting._trim import make_weighting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from likertkit.responses import Responses
    from likertkit.responses._margins import MarginCells
    from likertkit.results import Weighting
    from likertkit.weighting._targets import Target


_NO_WEIGHT = 1e-8
ColumnT = TypeVar("ColumnT", bound="str | tuple[str, ...]")
LevelT = TypeVar("LevelT", bound=Hashable)


def rake(
    responses: Responses,
    margins: Mapping[ColumnT, Mapping[str, float] | Mapping[int, float] | Mapping[LevelT, float]],
    *,
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 500,
) -> Weighting:
    """Make weights that meet the known totals of several margins at once.

    The weights of the design are multiplied by factors exp(x'λ), of all that meet the margins
    those nearest to 1 in Kullback's distance; with bounds, by factors within these (the logit
    distance).  Only the joint cells of the margins are needed: the factors of a million rows
    take as long as those of a thousand.

    Standard errors of ``responses.weighted(...)`` know the margins: they are those of what a
    regression on the margins leaves, weighted as the design is.  They equal those of R's
    ``survey::calibrate(calfun="raking")``.  R's ``rake`` makes the same weights, and its
    standard errors differ a little, for its residuals are not weighted by the design.

    Parameters
    ----------
    responses : Responses
        The answers, with or without weights of the design.
    margins : mapping
        Column → level → people, or proportions that add up to 1.  Several columns are a margin of
        their joint levels, both written as tuples.  Under a condition each is raked by itself.
    bounds : (float, float), optional
        The least and the greatest factor, about 1, after the weights of the design were brought
        to the margins' total.
    tolerance : float, optional
        How far a level may stay from its total, as a proportion of all.
    max_iterations : int, optional
        After how many Newton steps to give up.

    Returns
    -------
    Weighting
        Whose ``converged`` and ``error`` say how well the margins are met; a note says so where
        they are not, and goes wherever the weights are used.

    Raises
    ------
    CalibrationError
        If the margins cannot be met, with the margin and the level; if they add up to different
        totals; if the sample lacks a level, or a margin does.
    PopulationError
        If a total is negative.
    ArgumentTypeError
        If *responses* are a tally, which has no respondents to be weighted.
    ArgumentError
        If bounds do not lie about 1, or the responses are calibrated already.
    BlankKeyError, MissingColumnError
        If a column has blanks, or is not in the frame.

    References
    ----------
    .. [1] Deville and Särndal (1992), Calibration estimators in survey sampling, Journal of the
       American Statistical Association 87, 376-382.
    .. [2] Deville, Särndal and Sautory (1993), Generalized raking procedures in survey sampling,
       Journal of the American Statistical Association 88, 1013-1020.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame(
    ...     {"clear": [1, 2, 5, 4, 3], "ward": list("eewwe"), "age": list("youyo")}
    ... ).replace({"age": {"u": "o"}})
    >>> answers = lk.Responses(frame, trial)
    >>> weighting = lk.rake(answers, {"ward": {"e": 50, "w": 50}, "age": {"y": 40, "o": 60}})
    >>> weighting.converged, round(float(weighting.weights.sum()), 6)
    (True, 100.0)
    """
    bounds = _check_bounds(bounds)
    tolerance = _check_tolerance(tolerance)
    max_iterations = check_count(max_iterations, "max_iterations", least=1)
    targets = read_margins(margins)
    columns = tuple(dict.fromkeys(name for target in targets for name in target.columns))
    cells = margin_cells(responses, columns)
    factors = np.ones(len(cells.keys))
    raked = []
    for condition in cells.conditions:
        where = np.array([of_cell == condition for of_cell, _ in cells.keys])
        of_condition = _Raking(cells, columns, targets, condition, where).run(
            bounds, tolerance, max_iterations
        )
        factors[where] = of_condition.factors
        raked.append(of_condition)
    converged = all(result.converged for result in raked)
    error = max((result.error for result in raked), default=0.0)
    notes = () if converged else (_unmet_note(error, tolerance),)
    how = "exponential" if bounds is None else f"factors from {bounds[0]:g} to {bounds[1]:g}"
    return make_weighting(
        cells,
        factors,
        method=f"raked ({how})",
        columns=columns,
        margins=tuple(target.columns for target in targets),
        converged=converged,
        iterations=max((result.iterations for result in raked), default=0),
        error=error,
        notes=notes,
    )


def _unmet_note(error: float, tolerance: float) -> str:
    return (
        f"Raking did not converge: a margin is off by {error:.2g} of the total; allowed is "
        f"{tolerance:g}."
    )


def _check_bounds(bounds: object) -> tuple[float, float] | None:
    if bounds is None:
        return None
    if not isinstance(bounds, tuple | list) or len(bounds) != 2 or not all(map(is_number, bounds)):
        raise ArgumentTypeError(
            f"bounds={bounds!r} is not a pair of numbers.", "write bounds=(0.5, 2)."
        )
    low, high = map(float, bounds)
    if not (0 <= low < 1 < high < math.inf):
        raise ArgumentError(
            f"bounds={bounds!r} do not lie on both sides of 1, the factor that changes nothing.",
            "write bounds=(0.5, 2).",
        )
    return low, high


def _check_tolerance(tolerance: object) -> float:
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float):
        raise ArgumentTypeError(
            f"tolerance={tolerance!r} is not a number.", "write tolerance=1e-10."
        )
    if not 0 < tolerance < 1:
        raise ArgumentError(
            f"tolerance={tolerance!r} does not lie between 0 and 1.", "write tolerance=1e-10."
        )
    return float(tolerance)


@attrs.frozen(eq=False)
class _Raking:
    """The raking of the cells under one condition."""

    cells: MarginCells
    columns: tuple[str, ...]
    targets: tuple[Target, ...]
    condition: Hashable
    where: NDArray[np.bool_]

    def run(
        self, bounds: tuple[float, float] | None, tolerance: float, max_iterations: int
    ) -> Calibrated:
        """Return a factor for each cell.

        Raises
        ------
        CalibrationError
            If no factors meet the margins.
        """
        under = "" if self.condition is None else f" under {self.condition!r}"
        # A cell whose weights are all 0 has nothing to multiply.
        weighty = self.where & (self.cells.sums > 0)
        keys = [key for (_, key), used in zip(self.cells.keys, weighty, strict=True) if used]
        designed = self.cells.sums[weighty]
        total = common_total(self.targets, float(designed.sum()))
        levels = [
            place_levels(target, self.columns, keys, self.cells.counts[weighty], under)
            for target in self.targets
        ]
        kept = [np.flatnonzero(target.totals > 0) for target in self.targets]
        totals = [
            target.totals[used] * (total / target.totals.sum())
            for target, used in zip(self.targets, kept, strict=True)
        ]
        places = [np.searchsorted(*both) for both in zip(kept, levels, strict=True)]
        scale = total / float(designed.sum())
        progress = Progress("Raking")
        calibrated = calibrate_cells(
            designed * scale,
            places,
            totals,
            bounds=bounds,
            tolerance=tolerance,
            max_iterations=max_iterations,
            report=lambda step, error: progress.say(
                f"step {step} of at most {max_iterations}, a margin off by {error:.1g}"
            ),
        )
        progress.end()
        # A factor that goes to 0 meets the margins more and more closely, and never does.
        if not calibrated.converged or calibrated.factors.min() < _NO_WEIGHT:
            unmet = unreachable_levels(designed * scale, places, totals, bounds)
            if unmet:
                raise self._impossible(unmet, kept, totals, bounds, under)
        factors = np.ones(len(weighty))
        factors[weighty] = calibrated.factors * scale
        return calibrated._replace(factors=factors[self.where])

    def _impossible(
        self,
        unmet: list[tuple[int, int, float]],
        kept: list[NDArray[np.intp]],
        totals: list[NDArray[np.float64]],
        bounds: tuple[float, float] | None,
        under: str,
    ) -> CalibrationError:
        misses = join_words(
            [
                f"{self.targets[m].name} at {self.targets[m].spoken(int(kept[m][k]))} (wanted "
                f"{totals[m][k]:.6g}, at best {nearest:.6g})"
                for m, k, nearest in unmet
            ]
        )
        return CalibrationError(
            f"no weights can meet the margins{under}: {misses}.",
            "merge the level with another level, in the data and in the margin"
            + ("." if bounds is None else ", or widen the bounds."),
        )
