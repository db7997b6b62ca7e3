"""Repeated measurement: intraclass correlations of subjects measured several times."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


class IntraclassCorrelation(NamedTuple):
    """An intraclass correlation with its interval; NaN where it is undefined."""

    estimate: float
    low: float
    high: float


_UNDEFINED = IntraclassCorrelation(math.nan, math.nan, math.nan)


def mean_squares(scores: NDArray[np.float64]) -> MeanSquares:
    """Return the mean squares of scores of shape (n_subjects, n_occasions), none missing."""
    n, k = scores.shape
    if n < 2 or k < 2:
        return MeanSquares(math.nan, math.nan, math.nan, n, k)
    # Around the mean of all, so that no digits cancel.
    scores = scores - scores.mean()
    rows, columns = scores.mean(axis=1), scores.mean(axis=0)
    rest = scores - rows[:, None] - columns
    return MeanSquares(
        k * float(rows @ rows) / (n - 1),
        n * float(columns @ columns) / (k - 1),
        float((rest * rest).sum()) / ((n - 1) * (k - 1)),
        n,
        k,
    )


def intraclass(
    squares: MeanSquares, definition: Definition, confidence_level: float, *, average: bool
) -> IntraclassCorrelation:
    """Return an intraclass correlation of the two-way model (McGraw & Wong 1996, tables 4 and 7).

    Of single measurements, or of the *average* of all: ICC(A,1), ICC(A,k), ICC(C,1), ICC(C,k).
    """
    n, k = squares.n, squares.k
    if not (n > 1 and k > 1 and squares.subjects + squares.error > 0):
        return _UNDEFINED
    if definition == "consistency":
        single = _consistency(squares, confidence_level)
    else:
        single = _agreement(squares, confidence_level)
    if not average:
        return single
    # Spearman and Brown's formula, which keeps the order of the bounds.
    return IntraclassCorrelation(*(k * r / (1 + (k - 1) * r) for r in single))


def _quantile(df1: float, df2: float, probability: float) -> float:
    from scipy.special import fdtri

    return float(fdtri(df1, df2, probability))


def _consistency(squares: MeanSquares, confidence_level: float) -> IntraclassCorrelation:
    n, k = squares.n, squares.k
    if not squares.error > 0:
        return IntraclassCorrelation(1.0, math.nan, math.nan)
    ratio = squares.subjects / squares.error
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 + confidence_level) / 2
    bounds = (ratio, ratio / _quantile(df1, df2, tail), ratio * _quantile(df2, df1, tail))
    return IntraclassCorrelation(*((f - 1) / (f + k - 1) for f in bounds))


def _agreement(squares: MeanSquares, confidence_level: float) -> IntraclassCorrelation:
    subjects, occasions, error, n, k = squares
    total = subjects + (k - 1) * error + k / n * (occasions - error)
    if not total > 0:
        return _UNDEFINED
    r = (subjects - error) / total
    if not error > 0 or r == 1:
        return IntraclassCorrelation(r, math.nan, math.nan)
    a = k * r / (n * (1 - r))
    b = 1 + k * r * (n - 1) / (n * (1 - r))
    # Satterthwaite's degrees of freedom of the mix of mean squares.
    v = (a * occasions + b * error) ** 2 / (
        (a * occasions) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    )
    tail = (1 + confidence_level) / 2
    mixed = k * occasions + (k * n - k - n) * error
    f_low, f_high = _quantile(n - 1, v, tail), _quantile(v, n - 1, tail)
    low = n * (subjects - f_low * error) / (f_low * mixed + n * subjects)
    high = n * (f_high * subjects - error) / (mixed + n * f_high * subjects)
    return IntraclassCorrelation(r, low, high)
