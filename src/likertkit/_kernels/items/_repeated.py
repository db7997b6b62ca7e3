"""Repeated measurement: correlations of subjects who were measured several times."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.int64] | NDArray[np.float64]

Definition = Literal["agreement", "consistency"]


class MeanSquares(NamedTuple):
    """Two-way analysis of variance of n subjects, each measured on k occasions.

    Attributes
    ----------
    subjects, occasions, error : float
        Mean squares; that of the error is that of the interaction.
    n : int
        The subjects.
    k : int
        The occasions, or raters.
    """

    subjects: float
    occasions: float
    error: float
    n: int
    k: int


class CorrelationInterval(NamedTuple):
    """A correlation with its interval; NaN where it is undefined."""

    estimate: float
    low: float
    high: float


_UNDEFINED = CorrelationInterval(math.nan, math.nan, math.nan)


def _exact(scores: Scores) -> Any:
    """Return scores as whole numbers or fractions of any size, whose sums do not round."""
    numbers = scores.tolist()
    if scores.dtype.kind == "f":
        numbers = [[Fraction(score) for score in row] for row in numbers]
    return np.array(numbers, dtype=object).reshape(scores.shape)


def mean_squares(scores: Scores, counts: NDArray[np.int64]) -> MeanSquares:
    """Return the mean squares of the scores of each kind of subject, and how many have them.

    *scores* is of shape (n_kinds, n_occasions), with none missing; *counts* is of shape
    (n_kinds,).  The sums are exact, so that no spread is 0 and not nearly 0.
    """
    n, k = int(counts.sum()), scores.shape[1]
    if n < 2 or k < 2:
        return MeanSquares(math.nan, math.nan, math.nan, n, k)
    exact, times = _exact(scores), counts.astype(object)
    of_occasions = times @ exact
    squared = of_occasions.sum() ** 2
    # Sums of squares, times n and k.
    whole = n * k * (times @ (exact**2)).sum() - squared
    subjects = n * (times @ (exact.sum(axis=1) ** 2)) - squared
    occasions = k * (of_occasions**2).sum() - squared
    error = whole - subjects - occasions
    return MeanSquares(
        float(Fraction(subjects, n * k * (n - 1))),
        float(Fraction(occasions, n * k * (k - 1))),
        float(Fraction(error, n * k * (n - 1) * (k - 1))),
        n,
        k,
    )


def pearson(
    scores: Scores, counts: NDArray[np.int64], confidence_level: float
) -> CorrelationInterval:
    """Return Pearson's correlation of two occasions, with Fisher's interval by its z.

    *scores* is of shape (n_kinds, 2).  A correlation of 1 or -1, or of three subjects, has no
    interval.
    """
    n = int(counts.sum())
    if n < 2:
        return _UNDEFINED
    exact, times = _exact(scores), counts.astype(object)
    first, second = times @ exact
    x, y = exact[:, 0], exact[:, 1]
    of_first = n * (times @ (x * x)) - first * first
    of_second = n * (times @ (y * y)) - second * second
    together = n * (times @ (x * y)) - first * second
    if not (of_first and of_second):
        return _UNDEFINED
    if together * together == of_first * of_second:
        return CorrelationInterval(math.copysign(1.0, together), math.nan, math.nan)
    # A fraction, for a root of very large whole numbers would overflow.
    r = math.copysign(math.sqrt(Fraction(together * together, of_first * of_second)), together)
    if n < 4 or abs(r) >= 1:
        return CorrelationInterval(r, math.nan, math.nan)
    z, half = math.atanh(r), normal_quantile(confidence_level) / math.sqrt(n - 3)
    return CorrelationInterval(r, math.tanh(z - half), math.tanh(z + half))


def normal_quantile(confidence_level: float) -> float:
    """Return how many standard errors an interval of this level reaches to either side."""
    from scipy.special import ndtri

    return float(-ndtri((1 - confidence_level) / 2))


def intraclass(
    squares: MeanSquares, definition: Definition, confidence_level: float, *, average: bool
) -> CorrelationInterval:
    """Return an intraclass correlation of the two-way model (McGraw & Wong 1996, tables 4 and 7).

    Of single measurements, or of the *average* of all: ICC(A,1), ICC(A,k), ICC(C,1), ICC(C,k).
    The interval is undefined without error, and where the formula's bounds do not hold the
    estimate, as between subjects who differ less than chance has it.
    """
    n, k = squares.n, squares.k
    if not (n > 1 and k > 1 and squares.subjects + squares.error > 0):
        return _UNDEFINED
    find = _consistency if definition == "consistency" else _agreement
    estimate, low, high = find(squares, confidence_level)
    if average:
        estimate, low, high = (_of_average(r, k) for r in (estimate, low, high))
    if not low < estimate < high:
        low = high = math.nan
    return CorrelationInterval(estimate, low, high)


def _of_average(r: float, k: int) -> float:
    """Return the correlation of the average of k measurements (Spearman & Brown)."""
    spread = 1 + (k - 1) * r
    return k * r / spread if spread > 0 else math.nan


def _quantile(df1: float, df2: float, probability: float) -> float:
    from scipy.special import fdtri

    return float(fdtri(df1, df2, probability))


def _consistency(squares: MeanSquares, confidence_level: float) -> CorrelationInterval:
    n, k = squares.n, squares.k
    if not squares.error > 0:
        return CorrelationInterval(1.0, math.nan, math.nan)
    ratio = squares.subjects / squares.error
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 + confidence_level) / 2
    bounds = (ratio, ratio / _quantile(df1, df2, tail), ratio * _quantile(df2, df1, tail))
    return CorrelationInterval(*((f - 1) / (f + k - 1) for f in bounds))


def _agreement(squares: MeanSquares, confidence_level: float) -> CorrelationInterval:
    subjects, occasions, error, n, k = squares
    total = subjects + (k - 1) * error + k / n * (occasions - error)
    if not total > 0:
        return _UNDEFINED
    r = (subjects - error) / total
    if not error > 0:
        return CorrelationInterval(r, math.nan, math.nan)
    a = k * r / (n * (1 - r))
    b = 1 + k * r * (n - 1) / (n * (1 - r))
    # Satterthwaite's degrees of freedom of the mix of mean squares.
    spread = (a * occasions) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    if not spread > 0:
        return CorrelationInterval(r, math.nan, math.nan)
    v = (a * occasions + b * error) ** 2 / spread
    tail = (1 + confidence_level) / 2
    mixed = k * occasions + (k * n - k - n) * error
    f_low, f_high = _quantile(n - 1, v, tail), _quantile(v, n - 1, tail)
    bounds = (
        (n * (subjects - f_low * error), f_low * mixed + n * subjects),
        (n * (f_high * subjects - error), mixed + n * f_high * subjects),
    )
    low, high = (above / below if below > 0 else math.nan for above, below in bounds)
    return CorrelationInterval(r, low, high)
