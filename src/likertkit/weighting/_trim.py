"""trim: weights within a range; and how weightings are made."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit._checks import as_float, is_number
from likertkit.errors import ArgumentError, ArgumentTypeError, CalibrationError
from likertkit.results import WeightCell, Weighting
from likertkit.results._weighting import kish_design_effect, kish_effective_n

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.responses._margins import MarginCells


def make_weighting(
    cells: MarginCells,
    factors: NDArray[np.float64],
    *,
    method: str,
    columns: tuple[str, ...],
    margins: tuple[tuple[str, ...], ...],
    converged: bool,
    iterations: int,
    error: float,
    notes: tuple[str, ...],
) -> Weighting:
    """Return the weighting that multiplies the weights of each cell by its factor."""
    total = float((cells.sums * factors).sum())
    squares = float((cells.squares * factors**2).sum())
    n_rows = int(cells.counts.sum())
    n_weighty = int(cells.weighty[factors > 0].sum())
    return Weighting(
        method=method,
        columns=columns,
        margins=margins,
        cells=tuple(
            WeightCell(condition=condition, levels=levels, factor=float(factor))
            for (condition, levels), factor in zip(cells.keys, factors, strict=True)
        ),
        design=cells.design,
        n_rows=n_rows,
        effective_n=kish_effective_n(total, squares),
        design_effect=kish_design_effect(total, squares, n_weighty),
        converged=converged,
        iterations=iterations,
        error=error,
        notes=notes,
        rows=cells.rows(factors),
    )


# The mean of equal weights differs from each of them in its last bits.
_NEAR = 1e-12


def trim(weighting: Weighting, *, low: float | None = None, high: float | None = None) -> Weighting:
    """Bring weights into a range, and keep their sum.

    Weights outside the range are set to its ends, and the other weights are multiplied so that
    the sum stays the same; this is repeated until all weights lie inside.  Trimmed weights no
    longer meet their margins: standard errors treat them as given sampling weights.

    Parameters
    ----------
    weighting : Weighting
        Of responses in memory.
    low, high : float, optional
        The least and the greatest weight, in the units of ``weighting.weights``.  None is no
        limit; at least one limit is needed.

    Returns
    -------
    Weighting
        With the same sum.

    Raises
    ------
    CalibrationError
        If no weights within the range have the sum.
    ArgumentError
        If no limit or no range is given, or the responses are in an engine.

    References
    ----------
    .. [1] Potter (1990), A study of procedures to identify and trim extreme sampling weights,
       Proceedings of the Section on Survey Research Methods, American Statistical Association,
       225-230.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 5, 4], "ward": ["east", "east", "east", "west"]})
    >>> weighting = lk.poststratify(lk.Responses(frame, trial), {"east": 30, "west": 30}, by="ward")
    >>> lk.trim(weighting, high=24).weights.tolist()
    [12.0, 12.0, 12.0, 24.0]
    """
    if not isinstance(weighting, Weighting):
        raise ArgumentTypeError(
            f"weighting is a {type(weighting).__name__}; expected a Weighting.",
            "make a Weighting with `lk.poststratify` or `lk.rake`.",
        )
    least, most = _check_limits(low, high)
    before = weighting.weights
    # Respondents of weight 0 are outside the sample, and stay outside.
    positive = before > 0
    total, n = float(before.sum()), int(positive.sum())
    if least * n > total * (1 + _NEAR) or most * n < total * (1 - _NEAR):
        raise CalibrationError(
            f"{n} weights from {least:g} to {most:g} cannot add up to {total:g}; their mean is "
            f"{total / n:g}.",
            "choose a range that contains the mean.",
        )
    weights = np.zeros(len(before))
    weights[positive] = _trim_weights(before[positive], least, most)
    n_cut = int(np.count_nonzero(positive & ((before < least) | (before > most))))
    total, squares = float(weights.sum()), float((weights**2).sum())
    n_weighty = int(np.count_nonzero(weights))
    limits = _limits(None if low is None else least, None if high is None else most)
    return Weighting(
        method=f"{weighting.method}, trimmed to {limits}",
        columns=weighting.columns,
        margins=weighting.margins,
        cells=(),
        design=weighting.design,
        n_rows=len(before),
        effective_n=kish_effective_n(total, squares),
        design_effect=kish_design_effect(total, squares, n_weighty),
        converged=weighting.converged,
        iterations=weighting.iterations,
        error=weighting.error,
        notes=(*weighting.notes, _trimmed_note(limits, n_cut, n)),
        rows=weights,
    )


def _trimmed_note(limits: str, n_cut: int, n: int) -> str:
    return (
        f"Weights are trimmed to {limits} ({n_cut} of {n} changed): they no longer meet the "
        f"margins, and standard errors treat them as fixed."
    )


def _limit(value: object, unlimited: float) -> float:
    if value is None:
        return unlimited
    if not is_number(value):
        raise ArgumentTypeError(
            f"the limit {value!r} of weights is not a number.", "write low=0.3, high=3."
        )
    return as_float(value)


def _limits(low: float | None, high: float | None) -> str:
    """Return the limits in words."""
    if high is None:
        return f"{low:g} or more"
    return f"{high:g} or less" if low is None else f"{low:g} to {high:g}"


def _check_limits(low: object, high: object) -> tuple[float, float]:
    if low is None and high is None:
        raise ArgumentError(
            "low=None and high=None give no limit; expected at least one limit.",
            "write low=0.3, high=3.",
        )
    least, most = _limit(low, 0.0), _limit(high, math.inf)
    if not 0 <= least < most:
        raise ArgumentError(
            f"low={low!r}, high={high!r} is not a range of weights.", "write low=0.3, high=3."
        )
    return least, most


def _trim_weights(before: NDArray[np.float64], least: float, most: float) -> NDArray[np.float64]:
    """Return weights within the range, of the same sum: min(max(c w, least), most) for some c."""
    total = float(before.sum())
    # The factors at which some weight reaches an end: between two of them the sum is linear.
    ends = np.concatenate([[0.0], least / before, most / before, [total / before.min()]])
    ends = np.unique(ends[np.isfinite(ends)])

    def summed(factor: float) -> float:
        return float(np.clip(before * factor, least, most).sum())

    low, high = 0, len(ends) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if summed(ends[middle]) <= total else (low, middle)
    between = before * (ends[low] + ends[high]) / 2
    inside = (between > least) & (between < most)
    weights: NDArray[np.float64] = np.clip(between, least, most)
    if inside.any():
        weights[inside] = before[inside] * (total - weights[~inside].sum()) / before[inside].sum()
    return weights
