"""The tests of one item's pairs, each by its name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels import (
    bowker,
    ordered_marginal,
    paired_t,
    sign_least,
    sign_pvalue,
    signed_rank,
    signed_rank_least,
    signed_rank_pvalue,
    stuart_maxwell,
)
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from likertkit._kernels import SignedRank
    from likertkit.compare._alternative import Alternative
    from likertkit.compare._pair_source import ItemPairs

PairedTest = Literal["wilcoxon", "sign", "t", "bowker", "stuart-maxwell", "ordered-marginal"]
Zeros = Literal["pratt", "wilcoxon", "zero-split"]
PairedMethod = Literal["auto", "exact", "saddlepoint", "normal"]

_ZEROS = {"pratt": "Pratt", "wilcoxon": "Wilcoxon", "zero-split": "zero-split"}
_METHODS = {"exact": "exact", "saddlepoint": "saddlepoint", "normal": "normal, ties corrected"}
_SQUARE = {"bowker": "Bowker", "stuart-maxwell": "Stuart-Maxwell"}
# Who has a choice of how the p-value is found.
_CHOICES = {"wilcoxon": ("exact", "saddlepoint", "normal"), "sign": ("exact",)}


@attrs.frozen(kw_only=True)
class TestResult:
    """What a test says of one item.

    Attributes
    ----------
    statistic, df : float
        Its statistic and degrees of freedom, NaN where there are none.
    log_pvalue : float
        The natural logarithm of the p-value.
    log_least : float
        That of the least p-value that so many changed answers can give; NaN unless exact.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined.
    """

    __test__ = False

    statistic: float
    df: float = math.nan
    log_pvalue: float
    log_least: float = math.nan
    method: str
    note: str = ""


def check_test(test: PairedTest, method: PairedMethod, alternative: Alternative) -> None:
    """Raise unless the test has such a method, and such an alternative."""
    choices = ("auto", *_CHOICES.get(test, ()))
    if method not in choices:
        raise ArgumentError(
            f"method={method!r} is none of test={test!r}; expected one of "
            f"{', '.join(map(repr, choices))}.",
            "leave `method=` out.",
        )
    if test in _SQUARE and alternative != "two-sided":
        raise ArgumentError(
            f"alternative={alternative!r} has no meaning for test={test!r}, whose χ² knows no "
            "direction.",
            "test='ordered-marginal' asks whether the answers moved one way.",
        )


def ranked(pairs: ItemPairs, zeros: Zeros) -> SignedRank:
    """Return the signed ranks of the differences of some pairs."""
    differences, counts = pairs.differences()
    magnitudes = np.unique(np.abs(differences[differences != 0]))
    held = dict(zip(differences.tolist(), counts.tolist(), strict=True))
    return signed_rank(
        magnitudes,
        np.array([held.get(one, 0) for one in magnitudes.tolist()], dtype=np.int64),
        np.array([held.get(-one, 0) for one in magnitudes.tolist()], dtype=np.int64),
        pairs.n_equal,
        zeros,
    )


def tested(
    pairs: ItemPairs,
    ranks: SignedRank,
    *,
    test: PairedTest,
    zeros: Zeros,
    method: PairedMethod,
    alternative: Alternative,
) -> TestResult:
    """Return what a test says of some pairs, of which there is at least one."""
    if test == "wilcoxon":
        return _wilcoxon(pairs, ranks, zeros, method, alternative)
    if test == "sign":
        return _sign(pairs, alternative)
    if test == "t":
        return _t(pairs, alternative)
    scores = np.array(pairs.scores, dtype=np.float64)
    if test == "ordered-marginal":
        z, log_pvalue = ordered_marginal(pairs.table, scores, alternative)
        return TestResult(statistic=z, log_pvalue=log_pvalue, method="ordered marginal homogeneity")
    kernel = bowker if test == "bowker" else stuart_maxwell
    statistic, df, log_pvalue = kernel(pairs.table)
    return TestResult(
        statistic=statistic, df=float(df), log_pvalue=log_pvalue, method=f"{_SQUARE[test]}, χ²"
    )
