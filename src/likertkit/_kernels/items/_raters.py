"""Agreement of raters beyond chance: kappa, and Krippendorff's alpha of levels and of sets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

KappaWeights = Literal["linear", "quadratic"]
Metric = Literal["nominal", "ordinal", "interval"]
SetDistance = Literal["masi", "jaccard"]
# A variance of one unit below this is 0 but for rounding: of 1e9 units one alone gives 1e-9.
_ROUNDING = 1e-20
# The least number that does not fit into 64 bits with its sign.
_FITS = 2**63
# Numbers that a block of resamples holds.
_AT_ONCE = 1 << 20


class Kappa(NamedTuple):
    """Cohen's kappa.

    Attributes
    ----------
    kappa : float
        NaN where chance alone would agree always.
    se : float
        For an interval (Fleiss, Cohen & Everitt 1969); 0 where the table has no spread.
    observed, expected : float
        The agreement there is, and that of chance; weighted where the kappa is.
    """

    kappa: float
    se: float
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
        return Kappa(*(math.nan,) * 4)
    # Divided last, so that agreement of all is exactly 1.
    observed = float((counts * agreement).sum()) / n
    expected = float(counts.sum(axis=1) @ agreement @ counts.sum(axis=0)) / n**2
    room = 1 - expected
    if not room > 0:
        return Kappa(math.nan, math.nan, observed, expected)
    estimate = (observed - expected) / room
    p = counts / n
    margins = np.add.outer(agreement @ p.sum(axis=0), p.sum(axis=1) @ agreement)
    spread = agreement - margins * (1 - estimate)
    # Its mean is subtracted first, so that no digits cancel.
    variance = float((p * (spread - (p * spread).sum()) ** 2).sum())
    return Kappa(
        estimate,
        math.sqrt(variance / n) / room if variance > _ROUNDING else 0.0,
        observed,
        expected,
    )


def distinct_rows(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct rows of whole numbers from 0, in order, and how many there are of each.

    Where a row fits into one number, the numbers are sorted, which is much faster.
    """
    base, width = int(rows.max(initial=0)) + 1, rows.shape[1]
    if base**width >= _FITS:
        return np.unique(rows, axis=0, return_counts=True)
    places = base ** np.arange(width - 1, -1, -1, dtype=np.int64)
    numbers, counts = np.unique(rows @ places, return_counts=True)
    return numbers[:, None] // places % base, counts


def coincidences(ratings: NDArray[np.int64], counts: NDArray[np.int64]) -> _Floats:
    """Return how often each two values were given to one unit, by any two raters.

    *ratings* has the number of raters that gave each value to each kind of unit, of shape
    (n_kinds, n_values), and *counts* how many units are of the kind.  A unit with fewer than two
    ratings has no pairs.
    """
    n_ratings = ratings.sum(axis=1)
    paired = n_ratings > 1
    its = ratings[paired].astype(np.float64)
    weighted = its * (counts[paired] / (n_ratings[paired] - 1))[:, None]
    table: _Floats = weighted.T @ its - np.diag(weighted.sum(axis=0))
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
    return alpha_of(table, disagreement(values, table.sum(axis=1), metric))


def alpha_of(table: _Floats, apart: _Floats) -> float:
    """Return Krippendorff's alpha of coincidences, from how far every two values are apart."""
    margin = table.sum(axis=1)
    n = float(margin.sum())
    by_chance = float(margin @ apart @ margin)
    if not (n > 1 and by_chance > 0):
        return math.nan
    return 1 - (n - 1) * float((table * apart).sum()) / by_chance


def set_distances(sets: NDArray[np.bool_], distance: SetDistance) -> _Floats:
    """Return how far every two sets are apart, from 0 to 1.

    *sets* has the members of each, of shape (n_sets, n_members).  Jaccard's distance is 1 minus
    the proportion of members of both sets among those of either; MASI (Passonneau 2006) multiplies
    this proportion by 2/3 where one set contains the other, and by 1/3 where neither does.  Two
    empty sets are alike.
    """
    members = sets.astype(np.float64)
    shared = members @ members.T
    sizes = members.sum(axis=1)
    either = np.add.outer(sizes, sizes) - shared
    alike = np.divide(shared, either, out=np.ones_like(shared), where=either > 0)
    if distance == "masi":
        smaller = np.minimum.outer(sizes, sizes)
        alike *= np.where(shared == either, 1.0, np.where(shared == smaller, 2 / 3, 1 / 3))
    apart: _Floats = 1 - alike
    return apart


def resampled_alphas(
    ratings: NDArray[np.int64],
    counts: NDArray[np.int64],
    apart: _Floats | None,
    n_resamples: int,
    rng: np.random.Generator,
) -> _Floats:
    """Return Krippendorff's alpha of units that are drawn again and again; NaN where undefined.

    Parameters
    ----------
    ratings : array of int, shape (n_kinds, n_values)
        The kinds of units: how many raters gave each value, two or more in all.
    counts : array of int, shape (n_kinds,)
        How many units are of each kind.
    apart : array, shape (n_values, n_values), or None
        How far every two values are apart; None for the ordinal metric, which depends on how
        often each level is drawn.
    n_resamples : int
        Number of resamples.
    rng : numpy.random.Generator
        The random generator.
    """
    units = ratings.astype(np.float64)
    blocks = _draws(counts, n_resamples, max(units.shape), rng)
    alphas = _ordinal(units, blocks) if apart is None else _apart(units, apart, blocks)
    return np.concatenate(list(alphas))


def _draws(
    counts: NDArray[np.int64], n_resamples: int, width: int, rng: np.random.Generator
) -> Iterator[_Floats]:
    """Yield how many units of each kind are in each resample, some resamples at a time."""
    n = int(counts.sum())
    size = max(1, _AT_ONCE // width)
    for begin in range(0, n_resamples, size):
        n_some = min(size, n_resamples - begin)
        yield rng.multinomial(n, counts / n, size=n_some).astype(np.float64)


def _apart(units: _Floats, apart: _Floats, blocks: Iterator[_Floats]) -> Iterator[_Floats]:
    within = ((units @ apart) * units).sum(axis=1) / (units.sum(axis=1) - 1)
    for draws in blocks:
        margins = draws @ units
        by_chance = ((margins @ apart) * margins).sum(axis=1)
        yield _alphas(margins.sum(axis=1), draws @ within, by_chance)


def _ordinal(units: _Floats, blocks: Iterator[_Floats]) -> Iterator[_Floats]:
    k = units.shape[1]
    n_ratings = units.sum(axis=1)
    pairs = units / (n_ratings - 1)[:, None]
    of_both = (pairs[:, :, None] * units[:, None, :]).reshape(len(units), k * k)
    for draws in blocks:
        margins = draws @ units
        n = margins.sum(axis=1)
        # Half of the ratings of both levels and all between them, around the mean of all.
        middle = np.cumsum(margins, axis=1) - margins / 2 - n[:, None] / 2
        squares = ((draws @ (pairs * n_ratings[:, None])) * middle**2).sum(axis=1)
        products = (draws @ of_both).reshape(-1, k, k)
        crossed = np.einsum("bi,bij,bj->b", middle, products, middle)
        by_chance = 2 * n * (margins * middle**2).sum(axis=1)
        yield _alphas(n, 2 * (squares - crossed), by_chance)


def _alphas(n: _Floats, observed: _Floats, by_chance: _Floats) -> _Floats:
    ratio = np.full(len(n), math.nan)
    np.divide((n - 1) * np.maximum(observed, 0.0), by_chance, out=ratio, where=by_chance > 0)
    alphas: _Floats = 1 - ratio
    return alphas
