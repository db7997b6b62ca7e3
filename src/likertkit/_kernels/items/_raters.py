"""Agreement of raters beyond chance: kappa and Krippendorff's alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

KappaWeights = Literal["linear", "quadratic"]
Metric = Literal["nominal", "ordinal", "interval"]


class Kappa(NamedTuple):
    """Cohen's kappa.

    Attributes
    ----------
    kappa : float
        NaN where chance alone would agree always.
    se : float
        For an interval (Fleiss, Cohen & Everitt 1969).
    se_null : float
        For the test that raters agree as often as chance.
    observed, expected : float
        The agreement there is, and that of chance; weighted where the kappa is.
    """

    kappa: float
    se: float
    se_null: float
    observed: float
    expected: float


def agreement_weights(values: _Floats, weights: KappaWeights | None) -> _Floats:
    """Return how far two levels agree, from 0 to 1, of shape (n_levels, n_levels)."""
    if weights is None:
        return np.eye(len(values))
    apart = np.abs(np.subtract.outer(values, values)) / (values.max() - values.min())
    agreement: _Floats = 1 - apart if weights == "linear" else 1 - apart**2
    return agreement


def kappa(counts: _Floats, agreement: _Floats) -> Kappa:
    """Return Cohen's kappa of a square table, of two raters' levels, weighted by *agreement*."""
    n = float(counts.sum())
    if not n > 0:
        return Kappa(*(math.nan,) * 5)
    p = counts / n
    first, second = p.sum(axis=1), p.sum(axis=0)
    observed = float((p * agreement).sum())
    expected = float(first @ agreement @ second)
    room = 1 - expected
    if not room > 0:
        return Kappa(math.nan, math.nan, math.nan, observed, expected)
    estimate = (observed - expected) / room
    margins = np.add.outer(agreement @ second, first @ agreement)
    spread = agreement - margins * (1 - estimate)
    centre = estimate - expected * (1 - estimate)
    variance = float((p * spread**2).sum()) - centre**2
    by_chance = float(((agreement - margins) ** 2 * np.outer(first, second)).sum()) - expected**2
    return Kappa(
        estimate,
        math.sqrt(max(variance, 0.0) / n) / room,
        math.sqrt(max(by_chance, 0.0) / n) / room,
        observed,
        expected,
    )


def coincidences(ratings: NDArray[np.int64]) -> _Floats:
    """Return how often each two levels were given to one unit, by any two raters.

    *ratings* has the number of raters that gave each level, of shape (n_units, n_levels).  A unit
    with fewer than two ratings has no pairs.
    """
    n_ratings = ratings.sum(axis=1)
    paired = n_ratings > 1
    its = ratings[paired].astype(np.float64)
    weight = 1 / (n_ratings[paired] - 1)
    table: _Floats = (its * weight[:, None]).T @ its - np.diag((its * weight[:, None]).sum(axis=0))
    return table


def disagreement(values: _Floats, margin: _Floats, metric: Metric) -> _Floats:
    """Return the squared difference of every two levels (Krippendorff 2019, section 12.3.4)."""
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "interval":
        return np.subtract.outer(values, values) ** 2
    # Half of the ratings of both levels, and all between them.
    middle = np.cumsum(margin) - margin / 2
    return np.subtract.outer(middle, middle) ** 2


def krippendorff(table: _Floats, values: _Floats, metric: Metric) -> float:
    """Return Krippendorff's alpha of coincidences; NaN where all ratings are alike."""
    margin = table.sum(axis=1)
    n = float(margin.sum())
    apart = disagreement(values, margin, metric)
    by_chance = float(margin @ apart @ margin)
    if not (n > 1 and by_chance > 0):
        return math.nan
    return 1 - (n - 1) * float((table * apart).sum()) / by_chance
