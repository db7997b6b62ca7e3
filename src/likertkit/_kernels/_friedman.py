"""The ranks of several conditions within each respondent (Friedman), ties corrected for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels._tails import chi_square_pvalue

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Friedman(NamedTuple):
    """χ², its degrees of freedom and p-value, Kendall's W, and the mean rank of each condition."""

    statistic: float
    df: float
    pvalue: float
    kendall_w: float
    mean_ranks: tuple[float, ...]


def centred_ranks(scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the doubled ranks of each respondent's scores less their mean: whole numbers."""
    centred = np.zeros(scores.shape, dtype=np.int64)
    for c in range(scores.shape[1]):
        # How many scores are lower, less how many are higher.
        centred += np.sign(scores - scores[:, [c]])
    return centred


def friedman(scores: NDArray[np.int64]) -> Friedman:
    """Return the test of a score for each respondent and each of two or more conditions.

    Where every respondent gave the same answer under all, χ² and W are 0 and p is 1; without
    respondents all is NaN.

    References
    ----------
    .. [1] Friedman (1937), The use of ranks to avoid the assumption of normality implicit in the
       analysis of variance, Journal of the American Statistical Association 32, 675-701.
    """
    n, k = scores.shape
    if n == 0:
        return Friedman(math.nan, k - 1.0, math.nan, math.nan, (math.nan,) * k)
    centred = centred_ranks(scores)
    sums = centred.sum(axis=0)
    ranks = tuple(((sums / n + k + 1) / 2).tolist())
    spread = int((centred**2).sum())
    if spread == 0:
        return Friedman(0.0, k - 1.0, 1.0, 0.0, ranks)
    statistic = (k - 1) * int((sums**2).sum()) / spread
    w = statistic / (n * (k - 1))
    return Friedman(statistic, k - 1.0, chi_square_pvalue(statistic, k - 1), w, ranks)
