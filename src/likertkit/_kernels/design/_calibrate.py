"""Calibration of weights to categorical margins, on the joint cells of the margins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

# A level is out of reach, or a cell empty, by more, or less, than this share of the total.
_FEASIBLE = 1e-9
# The least that the solver takes; by its own 1e-7 it would call margins met that are not.
_PRECISE = 1e-10
# What is below this share of the largest singular value is a level that follows from others.
_RANK = 1e-13
# exp() of more overflows; and so does what a level misses over less than this curvature.
_MOST_EXPONENT = 700.0
_LEAST_CURVATURE = 1e-100
# Margins that contradict each other bring the search to rest where none of them is met.
_NO_STEP = 1e-14


class Calibrated(NamedTuple):
    """Factors of cells, and how well they meet the margins."""

    factors: NDArray[np.float64]
    converged: bool
    iterations: int
    error: float


def calibrate_cells(
    design: NDArray[np.float64],
    margins: Sequence[NDArray[np.intp]],
    targets: Sequence[NDArray[np.float64]],
    *,
    bounds: tuple[float, float] | None,
    tolerance: float,
    max_iterations: int,
    report: Callable[[int, float], None],
) -> Calibrated:
    """Return the factor by which the weights of each cell meet the margins.

    The factors are F(x'λ), with F = exp or, within bounds, the logit function of Deville and
    Särndal [1]_.  λ is the minimum of a convex function.  Both F have |F''| <= rate F', by which
    a damped Newton step comes nearer to the minimum from anywhere [2]_.

    Parameters
    ----------
    design : array of shape (n_cells,)
        Sums of the weights of each joint cell, all positive.  Bounds are on the factor alone:
        these weights then add up to about the total of the targets.
    margins : sequence of arrays of shape (n_cells,)
        The level of each cell, margin by margin.
    targets : sequence of arrays of shape (n_levels,)
        The wanted total of each level, all positive; each margin has the same sum.
    bounds : (float, float) or None
        The least and the greatest factor, about 1.
    tolerance : float
        How far a level may stay from its target, as a share of the total.
    max_iterations : int
        After how many steps to give up.
    report : callable
        Is told the number of each step, from 1, and the error after it.

    Returns
    -------
    Calibrated
        The factors; whether they meet the margins; the steps taken; the largest distance of a
        level from its target, as a share of the total.  Without convergence the factors are
        the nearest of all steps.

    Notes
    -----
    A cell that must be empty gets a factor that falls with every step, and is never 0: it may
    converge to the tolerance all the same.

    References
    ----------
    .. [1] Deville and Särndal (1992), Calibration estimators in survey sampling, Journal of the
       American Statistical Association 87, 376-382.
    .. [2] Sun and Tran-Dinh (2019), Generalized self-concordant functions, Mathematical
       Programming 178, 145-213.
    """
    levels = _indicators(margins, targets)
    wanted = np.concatenate(targets)
    total = float(targets[0].sum())
    low, high = bounds or (0.0, math.inf)
    rate = 1.0 if bounds is None else (high - low) / ((1 - low) * (high - 1))
    exponents = np.zeros(len(design))
    best = Calibrated(np.ones(len(design)), converged=False, iterations=0, error=math.inf)
    iteration = 0
    while True:
        factors, rise = _exponential(exponents) if bounds is None else _logit(exponents, low, high)
        missing = wanted - levels.T @ (design * factors)
        error = float(np.abs(missing).max()) / total
        if error < best.error:
            best = Calibrated(factors, error <= tolerance, iteration, error)
        if iteration:
            report(iteration, error)
        if best.converged or iteration == max_iterations:
            break
        if bounds is None and iteration == 0:
            # The first margin alone has a closed form.
            first = np.bincount(margins[0], design, len(targets[0]))
            exponents = np.log(targets[0] / first)[margins[0]]
        else:
            step = levels @ _newton(levels, design * rise, missing)
            length = rate * float(np.abs(step).max())
            if length < _NO_STEP:
                break
            exponents = exponents + step * (math.log1p(length) / length)
        iteration += 1
    return best._replace(iterations=iteration)


def _exponential(
    exponents: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return F = exp and its derivative."""
    factors = np.exp(np.clip(exponents, -_MOST_EXPONENT, _MOST_EXPONENT))
    return factors, factors


def _logit(
    exponents: NDArray[np.float64], low: float, high: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return F between two bounds and its derivative; both are 1 at 0.

    F is low + (high - low) p with p = 1 / (1 + exp(-at)), the formula of Deville and Särndal
    written so that neither end overflows.
    """
    rate = (high - low) / ((1 - low) * (high - 1))
    at = rate * exponents + math.log((1 - low) / (high - 1))
    less = np.exp(-np.abs(at))
    above, below = np.where(at >= 0, 1.0, less), np.where(at >= 0, less, 1.0)
    factors = (low * below + high * above) / (1 + less)
    rise = rate * (high - low) * less / (1 + less) ** 2
    return np.clip(factors, low, high), rise


def _newton(
    levels: NDArray[np.float64], rises: NDArray[np.float64], missing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the step at which the levels would gain what they miss, were the rises constant."""
    curvature = (levels * rises[:, None]).T @ levels
    if curvature.max() < _LEAST_CURVATURE:
        return np.zeros(len(missing))
    # On the scale of each level a small one is not taken for one that follows from others.
    scale = np.sqrt(np.maximum(curvature.diagonal(), _LEAST_CURVATURE))
    step = np.linalg.lstsq(curvature / np.outer(scale, scale), missing / scale, rcond=_RANK)[0]
    return np.asarray(step / scale, dtype=np.float64)


def unreachable_levels(
    design: NDArray[np.float64],
    margins: Sequence[NDArray[np.intp]],
    targets: Sequence[NDArray[np.float64]],
    bounds: tuple[float, float] | None,
) -> list[tuple[int, int, float]]:
    """Return the margins' levels that no weights meet, and how near they come at best.

    Solves the linear program of the smallest sum of deviations.  Where all margins can be met,
    but only with a weight of 0, these are the levels of the cells that must be empty.

    Parameters
    ----------
    design, margins, targets, bounds
        As for :func:`calibrate_cells`.

    Returns
    -------
    list of (int, int, float)
        Margin, level, and the total that is reached; of several ways to be as near, one.
    """
    levels = _indicators(margins, targets)
    places = [(m, k) for m, target in enumerate(targets) for k in range(len(target))]
    n_cells, n_levels = levels.shape
    total = float(targets[0].sum())
    wanted = np.concatenate(targets) / total
    low, high = bounds or (0.0, math.inf)
    limits: list[tuple[float, float | None]] = [
        (low * d, high * d) for d in (design / total).tolist()
    ]
    sides = np.eye(n_levels)
    # Shares of the cells, then what each level lacks and what it has too much of.
    shares = _least(
        np.concatenate([np.zeros(n_cells), np.ones(2 * n_levels)]),
        np.hstack([levels.T, sides, -sides]),
        wanted,
        limits + [(0, None)] * (2 * n_levels),
    )
    reached = levels.T @ shares[:n_cells]
    unmet = np.abs(reached - wanted) > _FEASIBLE
    if unmet.any():
        return [(*places[j], float(reached[j]) * total) for j in np.flatnonzero(unmet).tolist()]
    if low > 0:
        return []
    # A cell that once gets something is out of the question.  When the rest gets nothing together,
    # none of it ever does.
    empty = np.ones(n_cells, dtype=np.bool_)
    given = empty
    while given.any() and empty.any():
        shares = _least(-empty.astype(np.float64), levels.T, reached, [(0, None)] * n_cells)
        given = empty & (shares > _FEASIBLE)
        empty = empty & ~given
    blamed = {
        (m, int(level)) for m, margin in enumerate(margins) for level in np.unique(margin[empty])
    }
    return [(m, k, float(targets[m][k])) for m, k in sorted(blamed)]


def _least(
    costs: NDArray[np.float64],
    sums: NDArray[np.float64],
    wanted: NDArray[np.float64],
    limits: Sequence[tuple[float, float | None]],
) -> NDArray[np.float64]:
    """Return the parts within their limits that have the wanted sums and cost least."""
    from scipy.optimize import linprog

    solution = linprog(
        costs,
        A_eq=sums,
        b_eq=wanted,
        bounds=limits,
        method="highs",
        options={"primal_feasibility_tolerance": _PRECISE, "dual_feasibility_tolerance": _PRECISE},
    )
    return np.asarray(solution.x, dtype=np.float64)


def _indicators(
    margins: Sequence[NDArray[np.intp]], targets: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return which level of each margin every cell is at, shape (n_cells, all levels)."""
    levels: NDArray[np.float64] = np.hstack(
        [
            np.arange(len(target)) == margin[:, None]
            for margin, target in zip(margins, targets, strict=True)
        ]
    ).astype(np.float64)
    return levels
