"""Tests of symmetry and of marginal homogeneity in a square table of pairs, the first in rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import log_chi_square_pvalue, log_normal_pvalue
from likertkit._kernels.ranks._sign_flip_test import Flips, sign_flips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative


class ChiSquare(NamedTuple):
    """A chi-square statistic; without degrees of freedom it is 0 and the p-value 1."""

    statistic: float
    df: int
    log_pvalue: float


class OrderedMarginal(NamedTuple):
    """The standardised sum of the differences, and the differences themselves for an exact test."""

    z: float
    log_pvalue: float
    flips: Flips


def _chi_square(statistic: float, df: int) -> ChiSquare:
    return ChiSquare(statistic, df, log_chi_square_pvalue(statistic, df))


def bowker(table: NDArray[np.integer]) -> ChiSquare:
    """Return Bowker's test of symmetry; a pair of empty cells has no degree of freedom.

    Of a table of two levels it is McNemar's test, without correction for continuity.
    """
    rows, columns = np.triu_indices(len(table), 1)
    above, below = table[rows, columns].astype(float), table[columns, rows].astype(float)
    both = above + below
    occurs = both > 0
    apart = (above - below)[occurs]
    return _chi_square(math.fsum((apart**2 / both[occurs]).tolist()), int(occurs.sum()))


def stuart_maxwell(table: NDArray[np.integer]) -> ChiSquare:
    """Return Stuart and Maxwell's test of equal margins.

    Its covariances are those of a graph of the levels, joined where answers changed between them:
    singular once in each connected part.  So one level of each is left out, which is what a
    generalised inverse comes to, and the degrees of freedom are the levels that stay.
    """
    from scipy.sparse.csgraph import connected_components

    changed = (table + table.T).astype(float)
    _, parts = connected_components(changed, directed=False)
    _, left_out = np.unique(parts, return_index=True)
    kept = np.delete(np.arange(len(table)), left_out)
    if not len(kept):
        return _chi_square(0.0, 0)
    apart = (table.sum(axis=1) - table.sum(axis=0)).astype(float)[kept]
    covariance = (np.diag(changed.sum(axis=1)) - changed)[np.ix_(kept, kept)]
    return _chi_square(float(apart @ np.linalg.solve(covariance, apart)), len(kept))


def ordered_marginal(
    table: NDArray[np.integer], scores: Sequence[int], alternative: Alternative
) -> OrderedMarginal:
    """Return the test of equal mean scores under random signs, Z = Σd / √Σd².

    Z is positive where the first is larger.  `flip_pvalue` of its flips gives the exact p-value.
    """
    counts = table.tolist()
    positive: dict[int, int] = {}
    negative: dict[int, int] = {}
    for first, row in zip(scores, counts, strict=True):
        for second, count in zip(scores, row, strict=True):
            side = positive if first > second else negative
            side[abs(first - second)] = side.get(abs(first - second), 0) + count
    # A cell and its mirror image have the same size; equal answers are among the negative alone.
    sizes = sorted(positive)
    more, less = ([side[size] for size in sizes] for side in (positive, negative))
    total = sum(d * (p - m) for d, p, m in zip(sizes, more, less, strict=True))
    squares = sum(d * d * (p + m) for d, p, m in zip(sizes, more, less, strict=True))
    z = total / math.sqrt(squares) if squares else 0.0
    logged = log_normal_pvalue(z, alternative) if squares else 0.0
    return OrderedMarginal(z, logged, sign_flips(sizes, more, less))
