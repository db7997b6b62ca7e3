"""Calibration of weights to categorical margins, on the joint cells of the margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

# A level is out of reach when no weights come nearer to its total than this share of all.
_FEASIBLE = 1e-9
_LEAST_STEP = 1e-12
_LITTLE = 1e-6
# Margins that contradict each other bring the search to rest where none of them is met.
_NO_STEP = 1e-14
# exp() of more than this is no weight that anybody has.
_MOST_EXPONENT = 200.0


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
    Särndal.  λ is the minimum of a convex function, found by damped Newton steps.

    Parameters
    ----------
    design : array of shape (n_cells,)
        Sums of the weights of each joint cell, all positive, adding up to about the total of
        the targets.
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
        Is told the step and its error.

    References
    ----------
    .. [1] Deville and Särndal (1992), Calibration estimators in survey sampling, Journal of the
       American Statistical Association 87, 376-382.
    """
    levels = _indicators(margins, targets)
    wanted = np.concatenate(targets)
    total = float(targets[0].sum())
    factor_of = _Exponential() if bounds is None else _Logit(*bounds)
    slopes = np.zeros(levels.shape[1])
    factors, objective = factor_of(levels, slopes, design, wanted)

    def off(tried: NDArray[np.float64]) -> float:
        return float(np.abs(levels.T @ (design * tried) - wanted).max()) / total

    iteration, error = 0, off(factors)
    while error > tolerance and iteration < max_iterations:
        iteration += 1
        missing = wanted - levels.T @ (design * factors)
        curvature = (levels * (design * factor_of.slope(factors))[:, None]).T @ levels
        step = np.linalg.lstsq(curvature, missing, rcond=1e-13)[0]
        if np.abs(step).max() < _NO_STEP:
            break
        length, promised = 1.0, float(missing @ step)
        tried, value = factor_of(levels, slopes + step, design, wanted)
        # Near the end the function's differences are lost in rounding, and the margins decide.
        while (
            value > objective - 1e-4 * length * promised
            and off(tried) >= error
            and length > _LEAST_STEP
        ):
            length /= 2
            tried, value = factor_of(levels, slopes + length * step, design, wanted)
        slopes += length * step
        factors, objective, error = tried, value, off(tried)
        report(iteration, error)
    return Calibrated(factors, error <= tolerance, iteration, error)


class _Exponential:
    """F(u) = exp(u), whose integral is itself."""

    def __call__(
        self,
        levels: NDArray[np.float64],
        slopes: NDArray[np.float64],
        design: NDArray[np.float64],
        wanted: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], float]:
        """Return the factors, and the convex function whose minimum is wanted."""
        factors = np.exp(np.clip(levels @ slopes, -_MOST_EXPONENT, _MOST_EXPONENT))
        return factors, float(design @ factors - wanted @ slopes)

    def slope(self, factors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return dF/du where F has these values."""
        return factors


class _Logit:
    """The logit function between two bounds, F(0) = 1 and F'(0) = 1."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.rate = (high - low) / ((1 - low) * (high - 1))

    def __call__(
        self,
        levels: NDArray[np.float64],
        slopes: NDArray[np.float64],
        design: NDArray[np.float64],
        wanted: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], float]:
        """Return the factors, and the convex function whose minimum is wanted."""
        u = levels @ slopes
        # F = low + (high - low) p with p = 1 / (1 + exp(-(rate u + shift))).
        shift = np.log((1 - self.low) / (self.high - 1))
        at = self.rate * u + shift
        share = np.where(at >= 0, 1.0, np.exp(-np.abs(at))) / (1 + np.exp(-np.abs(at)))
        factors = self.low + (self.high - self.low) * share
        integral = self.low * u + (self.high - self.low) / self.rate * np.logaddexp(0, at)
        return factors, float(design @ integral - wanted @ slopes)

    def slope(self, factors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return dF/du where F has these values."""
        width = self.high - self.low
        found: NDArray[np.float64] = (
            self.rate * (factors - self.low) * (self.high - factors) / width
        )
        return found


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
        Margin, level, and the total that is reached.
    """
    from scipy.optimize import linprog

    levels = _indicators(margins, targets)
    places = [(m, k) for m, target in enumerate(targets) for k in range(len(target))]
    n_cells, n_levels = levels.shape
    total = float(targets[0].sum())
    wanted = np.concatenate(targets) / total
    low, high = (0.0, np.inf) if bounds is None else bounds
    limits = [(low * d, high * d) for d in (design / total).tolist()]
    sides = np.eye(n_levels)
    # Shares of the cells, then what each level lacks and what it has too much of.
    found = linprog(
        np.concatenate([np.zeros(n_cells), np.ones(2 * n_levels)]),
        A_eq=np.hstack([levels.T, sides, -sides]),
        b_eq=wanted,
        bounds=limits + [(0, None)] * (2 * n_levels),
        method="highs",
    )
    reached = levels.T @ np.asarray(found.x)[:n_cells]
    unmet = np.abs(reached - wanted) > _FEASIBLE
    if unmet.any():
        return [(*places[j], float(reached[j]) * total) for j in np.flatnonzero(unmet).tolist()]
    # As many cells as can be are given a little, and those that get nothing must be empty.
    little = np.eye(n_cells)
    found = linprog(
        np.concatenate([np.zeros(n_cells), -np.ones(n_cells)]),
        A_eq=np.hstack([levels.T, np.zeros((n_levels, n_cells))]),
        b_eq=wanted,
        A_ub=np.hstack([-little, little]),
        b_ub=np.zeros(n_cells),
        bounds=[(0, None)] * n_cells + [(0, _LITTLE)] * n_cells,
        method="highs",
    )
    empty = np.asarray(found.x)[n_cells:] < _LITTLE / 2
    blamed = dict.fromkeys(
        (m, int(margin[cell])) for cell in np.flatnonzero(empty) for m, margin in enumerate(margins)
    )
    return [(m, k, float(targets[m][k])) for m, k in sorted(blamed)]


def _indicators(
    margins: Sequence[NDArray[np.intp]], targets: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return which level of each margin every cell is at, shape (n_cells, all levels)."""
    found: NDArray[np.float64] = np.hstack(
        [
            np.arange(len(target)) == margin[:, None]
            for margin, target in zip(margins, targets, strict=True)
        ]
    ).astype(np.float64)
    return found
