"""Student's t of paired differences, and the mean difference over its spread."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from likertkit._kernels._student import hedges_correction, spread_interval
from likertkit._kernels._tails import log_t_pvalue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._kernels._tails import Alternative


class PairedT(NamedTuple):
    """What the t test says of n differences; what they do not define is NaN.

    `d_z` is the mean over the standard deviation of the differences, `g_z` the same with Hedges'
    correction.
    """

    n: int
    mean: float
    sd: float
    t: float
    df: int
    log_pvalue: float
    d_z: float
    g_z: float
    low: float
    high: float


def paired_t(
    differences: Sequence[float],
    counts: Sequence[int],
    alternative: Alternative,
    confidence_level: float,
) -> PairedT:
    """Return the t test of a mean difference of 0, from the counts of distinct differences.

    The sums are exact.  Where nothing changed the p-value is 1 and the effect 0, for however few
    pairs; where all changed alike, by something else than 0, there is no spread to compare with:
    t, p and the effect are NaN.  Without spread there is no interval either.
    """
    exact = [(Fraction(d), c) for d, c in zip(differences, counts, strict=True) if c]
    n = sum(c for _, c in exact)
    if n == 0:
        nan = math.nan
        return PairedT(0, nan, nan, nan, 0, nan, nan, nan, nan, nan)
    mean = sum(d * c for d, c in exact) / Fraction(n)
    squares = sum((d - mean) ** 2 * c for d, c in exact)
    df = n - 1
    sd = math.sqrt(squares / df) if df else math.nan
    if not squares:
        # 0 is the log of a p-value of 1 as well.
        none = math.nan if mean else 0.0
        return PairedT(n, float(mean), sd, none, df, none, none, none, math.nan, math.nan)
    standard_error = sd / math.sqrt(n)
    d_z = float(mean) / sd
    return PairedT(
        n,
        float(mean),
        sd,
        float(mean) / standard_error,
        df,
        log_t_pvalue(float(mean) / standard_error, df, alternative),
        d_z,
        d_z * hedges_correction(df),
        *spread_interval(float(mean), standard_error, df, confidence_level),
    )
