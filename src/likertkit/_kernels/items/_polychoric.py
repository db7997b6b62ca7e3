"""Polychoric correlations: of two normal variables that were cut into levels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

# Beyond this threshold lies less than a double can hold of a normal distribution.
_FAR = 40.0
_NEAREST = 1 - 1e-6
_TOLERANCE = 1e-13
_TOLERANCE_ML = 1e-10
_LEAST_EIGENVALUE = 1e-12
_MOST_STEPS = 200
_TINY = 1e-300
# Differences of probabilities below this are rounding.
_ROUNDING = 1e-15
# A likelihood this near to its largest value on the grid is as large.
_LEVEL = 1e-10
# Where the information of all parameters is singular, so that it has an inverse.
_RIDGE = 1e-12
# Closer together towards the ends, where the likelihood bends more.
_GRID = np.sin(np.linspace(-1, 1, 33) * math.asin(1 - 1e-6))


class PolychoricFit(NamedTuple):
    """Polychoric correlations of tables.

    Attributes
    ----------
    correlation : array of shape (n_tables,)
        NaN where a margin has fewer than two levels in use; -1 or 1 where the likelihood has no
        maximum between them.
    se : array of shape (n_tables,)
        NaN where the correlation is, and where it is -1 or 1.
    first, second : array of shape (n_tables, n_levels - 1)
        The thresholds between the levels; infinite at ends that nobody chose.
    log_likelihood : array of shape (n_tables,)
        Its maximum.
    """

    correlation: _Floats
    se: _Floats
    first: _Floats
    second: _Floats
    log_likelihood: _Floats


def bivariate_normal(h: _Floats, k: _Floats, r: _Floats) -> _Floats:
    """Return P(X < h, Y < k) of two standard normal variables of correlation *r*, -1 < r < 1.

    By Owen's T function (Owen 1956, formula 2.1).
    """
    from scipy.special import ndtr, owens_t

    h, k, r = np.broadcast_arrays(h, k, r)
    root = np.sqrt((1 - r) * (1 + r))
    with np.errstate(divide="ignore", invalid="ignore"):
        slope_h = (k / h - r) / root
        slope_k = (h / k - r) / root
    # T(0, a) is atan(a) / 2 pi, and the slope at 0 is infinite.
    slope_h = np.where(h == 0, np.copysign(np.inf, k), slope_h)
    slope_k = np.where(k == 0, np.copysign(np.inf, h), slope_k)
    opposite = (h * k < 0) | ((h * k == 0) & (h + k < 0))
    value = (ndtr(h) + ndtr(k)) / 2 - owens_t(h, slope_h) - owens_t(k, slope_k) - opposite / 2
    centre = 0.25 + np.arcsin(r) / (2 * math.pi)
    joint: _Floats = np.where((h == 0) & (k == 0), centre, value)
    return joint


def thresholds(margin: _Floats) -> _Floats:
    """Return the normal quantiles between levels, from counts of the levels in the last axis."""
    from scipy.special import ndtri

    below = np.cumsum(margin, axis=-1)[..., :-1]
    above = margin.sum(axis=-1, keepdims=True) - below
    with np.errstate(divide="ignore", invalid="ignore"):
        n = below + above
        # The smaller tail keeps its digits.
        found: _Floats = np.where(below < above, ndtri(below / n), -ndtri(above / n))
    return found


class _Cells(NamedTuple):
    """Probabilities of the cells, and their derivatives.

    Attributes
    ----------
    p : array of shape (n_tables, n_rows, n_columns)
    by_r : array of the same shape
        By the correlation.
    by_first : array of shape (n_tables, n_rows, n_columns, n_rows - 1)
        By the thresholds of the rows.
    by_second : array of shape (n_tables, n_rows, n_columns, n_columns - 1)
        By those of the columns.
    """

    p: _Floats
    by_r: _Floats
    by_first: _Floats
    by_second: _Floats


def _density(x: _Floats) -> _Floats:
    density: _Floats = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return density


def _edges(cuts: _Floats) -> _Floats:
    """Return the thresholds between ends that are as good as infinite."""
    ends = np.full((len(cuts), 1), _FAR)
    return np.concatenate([-ends, np.clip(cuts, -_FAR, _FAR), ends], axis=1)


def _by_r(a: _Floats, b: _Floats, r: _Floats) -> _Floats:
    """Return the derivative of the cells by the correlation: differences of the density."""
    h, k, r = a[:, :, None], b[:, None, :], r[:, None, None]
    rest = (1 - r) * (1 + r)
    square = (h - r * k) ** 2 / rest + k * k
    density = np.exp(-square / 2) / (2 * math.pi * np.sqrt(rest))
    by_r: _Floats = np.diff(np.diff(density, axis=1), axis=2)
    return by_r


def _p(a: _Floats, b: _Floats, r: _Floats) -> _Floats:
    joint = bivariate_normal(a[:, :, None], b[:, None, :], r[:, None, None])
    return np.maximum(np.diff(np.diff(joint, axis=1), axis=2), 0)


def _by_thresholds(a: _Floats, b: _Floats, r: _Floats) -> _Floats:
    """Return the derivative of the cells by each threshold of the rows."""
    from scipy.special import ndtr

    inner = a[:, 1:-1]
    slope = np.sqrt((1 - r) * (1 + r))[:, None, None]
    given = ndtr((b[:, None, :] - r[:, None, None] * inner[:, :, None]) / slope)
    # What the threshold's move takes from the row above and gives to the row below it.
    flow = _density(inner)[:, :, None] * np.diff(given, axis=2)
    n_cuts = inner.shape[1]
    moved = np.zeros((len(a), n_cuts + 1, b.shape[1] - 1, n_cuts))
    at = np.arange(n_cuts)
    moved[:, at, :, at] = np.moveaxis(flow, 1, 0)
    moved[:, at + 1, :, at] = -np.moveaxis(flow, 1, 0)
    return moved


def _cells(a: _Floats, b: _Floats, r: _Floats) -> _Cells:
    by_second = np.swapaxes(_by_thresholds(b, a, r), 1, 2)
    return _Cells(_p(a, b, r), _by_r(a, b, r), _by_thresholds(a, b, r), by_second)


def _log_likelihood(counts: _Floats, p: _Floats) -> _Floats:
    logs = np.where(counts > 0, np.log(np.maximum(p, _TINY)), 0)
    likelihood: _Floats = (counts * logs).sum(axis=(1, 2))
    return likelihood


def _over(derivative: _Floats, p: _Floats) -> _Floats:
    """Return derivatives over probabilities; 0 where a probability is nothing but rounding."""
    known = p > _ROUNDING
    ratio: _Floats = np.where(known, derivative / np.where(known, p, 1), 0)
    return ratio


def _score(counts: _Floats, a: _Floats, b: _Floats, r: _Floats) -> tuple[_Floats, _Floats]:
    """Return the derivative of the log-likelihood by the correlation, and its information."""
    p, by_r = _p(a, b, r), _by_r(a, b, r)
    ratio = _over(by_r, p)
    score: _Floats = np.where(counts > 0, counts * ratio, 0).sum(axis=(1, 2))
    information: _Floats = (by_r * ratio).sum(axis=(1, 2)) * counts.sum(axis=(1, 2))
    return score, information


def _two_step(counts: _Floats, a: _Floats, b: _Floats) -> _Floats:
    """Return the likeliest correlations, the thresholds being those of the margins.

    The best of a grid, then Fisher's steps inside a bracket that halves where a step would leave
    it; -1 or 1 where the likelihood is largest at the end of the grid, 1e-6 before.
    """
    on_grid = np.array([_log_likelihood(counts, _p(a, b, np.full(len(counts), r))) for r in _GRID])
    best = np.argmax(on_grid, axis=0)
    largest = on_grid.max(axis=0)
    # A table with an empty corner: the likelihood rises to an end, and is level before it.
    level = on_grid[[0, -1]] >= largest - _LEVEL * (1 + np.abs(largest))
    best[level[1]] = len(_GRID) - 1
    best[level[0]] = 0
    low, high = _GRID[np.maximum(best - 1, 0)], _GRID[np.minimum(best + 1, len(_GRID) - 1)]
    r: _Floats = _GRID[best]
    at_end = (best == 0) | (best == len(_GRID) - 1)
    r[at_end] = np.sign(r[at_end])
    open_ = np.flatnonzero(~at_end)
    for _ in range(_MOST_STEPS):
        if not len(open_):
            break
        its = r[open_]
        score, information = _score(counts[open_], a[open_], b[open_], its)
        low[open_] = np.where(score > 0, its, low[open_])
        high[open_] = np.where(score > 0, high[open_], its)
        step = its + score / np.maximum(information, _TINY)
        outside = ~((step > low[open_]) & (step < high[open_]))
        step[outside] = (low[open_] + high[open_])[outside] / 2
        r[open_] = step
        open_ = open_[np.abs(step - its) > _TOLERANCE]
    return r


def _information(cells: _Cells) -> _Floats:
    """Return the information of one answer on the correlation and all thresholds."""
    by = np.concatenate([cells.by_r[..., None], cells.by_first, cells.by_second], axis=-1)
    by = by.reshape(len(by), -1, by.shape[-1])
    weight = _over(np.ones_like(cells.p), cells.p).reshape(len(by), -1)
    information: _Floats = np.einsum("tcp,tc,tcq->tpq", by, weight, by)
    return information


def _two_step_se(counts: _Floats, a: _Floats, b: _Floats, r: _Floats) -> _Floats:
    """Return the standard errors of two-step estimates, the margins being estimated too.

    The estimate moves with each answer by its score, less what its margins do to the score.
    """
    cells = _cells(a, b, r)
    information = _information(cells)
    n_rows = counts.shape[1]
    n = counts.sum(axis=(1, 2))
    moved = _over(cells.by_r, cells.p)
    for cuts, axis, first in ((a, 1, 1), (b, 2, n_rows)):
        inner = cuts[:, 1:-1]
        below = np.cumsum(counts.sum(axis=3 - axis), axis=1)[:, :-1] / n[:, None]
        lies_below = np.arange(cuts.shape[1] - 1)[:, None] <= np.arange(inner.shape[1])
        shift = (lies_below - below[:, None, :]) / _density(inner)[:, None, :]
        joint = information[:, 0, first : first + inner.shape[1]]
        its = np.einsum("tkc,tc->tk", shift, joint)
        moved = moved - (its[:, :, None] if axis == 1 else its[:, None, :])
    shares = counts / n[:, None, None]
    influence = moved / information[:, :1, :1]
    square = (shares * influence**2).sum(axis=(1, 2))
    se: _Floats = np.sqrt((square - (shares * influence).sum(axis=(1, 2)) ** 2) / n)
    return se


def _maximise(
    counts: _Floats, a: _Floats, b: _Floats, r: _Floats
) -> tuple[_Floats, _Floats, _Floats, _Floats]:
    """Return the correlations, thresholds and standard errors of the maximum likelihood.

    Fisher's steps from the two-step estimates, halved where the likelihood would fall.
    """
    a, b, r = a.copy(), b.copy(), r.copy()
    n = counts.sum(axis=(1, 2))
    n_first = a.shape[1] - 2
    se = np.full(len(r), np.nan)
    likelihood = _log_likelihood(counts, _p(a, b, r))
    open_ = np.arange(len(r))
    for _ in range(_MOST_STEPS):
        if not len(open_):
            break
        its_a, its_b, its_r, its = a[open_], b[open_], r[open_], counts[open_]
        cells = _cells(its_a, its_b, its_r)
        by = np.concatenate([cells.by_r[..., None], cells.by_first, cells.by_second], axis=-1)
        ratio = _over(its, cells.p)
        score = np.einsum("tij,tijp->tp", ratio, by)
        information = _information(cells) * n[open_, None, None]
        places = np.arange(information.shape[1])
        information[:, places, places] *= 1 + _RIDGE
        information[:, places, places] += _RIDGE
        inverse = np.linalg.inv(information)
        step = np.einsum("tpq,tq->tp", inverse, score)
        se[open_] = np.sqrt(inverse[:, 0, 0])
        share = np.ones(len(open_))
        # A step that is halved often enough moves nothing, and so lowers nothing.
        while True:
            moved = share[:, None] * step
            new_r = np.clip(its_r + moved[:, 0], -_NEAREST, _NEAREST)
            new_a, new_b = its_a.copy(), its_b.copy()
            new_a[:, 1:-1] += moved[:, 1 : 1 + n_first]
            new_b[:, 1:-1] += moved[:, 1 + n_first :]
            new = _log_likelihood(its, _p(new_a, new_b, new_r))
            # Rounding alone may lower a likelihood that has come to its maximum.
            worse = new < likelihood[open_] - 1e-12 * np.abs(likelihood[open_])
            if not worse.any():
                break
            share[worse] /= 2
        r[open_], a[open_], b[open_], likelihood[open_] = new_r, new_a, new_b, new
        open_ = open_[
            (np.abs(step * share[:, None]).max(axis=1) > _TOLERANCE_ML) & (np.abs(new_r) < _NEAREST)
        ]
    at_end = np.abs(r) >= _NEAREST
    r[at_end], se[at_end] = np.sign(r[at_end]), np.nan
    # What did not come to a maximum has no error.
    se[open_] = np.nan
    return r, a, b, se


def polychoric(counts: _Floats, *, maximum: bool = False) -> PolychoricFit:
    """Return the polychoric correlations of tables of two items' levels.

    Parameters
    ----------
    counts : array of shape (n_tables, n_rows, n_columns)
        How often each two levels were chosen together; weighted counts may be fractions.
    maximum : bool
        Whether thresholds and correlation are estimated together, by maximum likelihood, or in
        two steps, the thresholds first (Olsson 1979).
    """
    n_tables, n_rows = counts.shape[:2]
    fit = PolychoricFit(
        np.full(n_tables, np.nan),
        np.full(n_tables, np.nan),
        thresholds(counts.sum(axis=2)),
        thresholds(counts.sum(axis=1)),
        np.full(n_tables, np.nan),
    )
    used = np.concatenate([counts.sum(axis=2) > 0, counts.sum(axis=1) > 0], axis=1)
    # Levels that nobody chose have no thresholds of their own: tables that use the same are alike.
    for pattern in np.unique(used, axis=0):
        rows, columns = pattern[:n_rows], pattern[n_rows:]
        if rows.sum() < 2 or columns.sum() < 2:
            continue
        at = np.flatnonzero((used == pattern).all(axis=1))
        _fit_alike(counts[np.ix_(at, rows, columns)], at, fit, (rows, columns), maximum=maximum)
    return fit


def _fit_alike(
    counts: _Floats,
    at: NDArray[np.intp],
    fit: PolychoricFit,
    used: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    *,
    maximum: bool,
) -> None:
    """Fit tables all of whose levels were chosen, and put the results into their places."""
    a, b = (_edges(thresholds(counts.sum(axis=axis))) for axis in (2, 1))
    r = _two_step(counts, a, b)
    inner = np.abs(r) < 1
    se = np.full(len(r), np.nan)
    its, its_a, its_b = counts[inner], a[inner], b[inner]
    if not inner.any():
        pass
    elif maximum:
        r[inner], a[inner], b[inner], se[inner] = _maximise(its, its_a, its_b, r[inner])
        for cuts, made, levels in ((a, fit.first, used[0]), (b, fit.second, used[1])):
            # The place of each threshold among those between levels in use.
            place = np.cumsum(levels)[:-1]
            between = (place > 0) & (place < levels.sum())
            made[np.ix_(at, between)] = cuts[:, place[between]]
    else:
        se[inner] = _two_step_se(its, its_a, its_b, r[inner])
    fit.correlation[at], fit.se[at] = r, se
    fit.log_likelihood[at] = _log_likelihood(counts, _p(a, b, np.clip(r, -_NEAREST, _NEAREST)))


def smooth(correlations: _Floats) -> tuple[_Floats, bool]:
    """Return a positive definite matrix near these correlations, and whether it differs from them.

    Eigenvalues below 1e-12 become 1e-10, the others are scaled to the same sum, and the diagonal
    is set to 1 again (Wothke 1993, as psych's ``cor.smooth``).
    """
    values, vectors = np.linalg.eigh(correlations)
    if values.min() >= _LEAST_EIGENVALUE:
        return correlations, False
    values = np.where(values < _LEAST_EIGENVALUE, 100 * _LEAST_EIGENVALUE, values)
    values *= len(values) / values.sum()
    made = (vectors * values) @ vectors.T
    scale = np.sqrt(np.diag(made))
    return made / np.outer(scale, scale), True
