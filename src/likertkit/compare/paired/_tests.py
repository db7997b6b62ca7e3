"""The tests of one item's pairs, each by its name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import attrs

from likertkit._kernels.means import paired_t
from likertkit._kernels.ranks import (
    bowker,
    flip_exact_feasible,
    flip_least,
    flip_pvalue,
    ordered_marginal,
    sign_least,
    sign_pvalue,
    signed_rank,
    signed_rank_pvalue,
    stuart_maxwell,
)
from likertkit.compare._options import METHOD_WORDS
from likertkit.compare._sides import SIDE_FIGURES
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from likertkit._kernels.pvalues import Alternative
    from likertkit._kernels.ranks import SignedRank, Zeros
    from likertkit.responses._as_tables import ItemPairs

PairedTest = Literal["wilcoxon", "sign", "t", "bowker", "stuart-maxwell", "ordered-marginal"]
PairedMethod = Literal["auto", "exact", "saddlepoint", "asymptotic"]

_ZEROS = {"pratt": "Pratt", "wilcoxon": "Wilcoxon", "zero-split": "zero-split"}
_SQUARE = {"bowker": "Bowker", "stuart-maxwell": "Stuart-Maxwell"}
# Who has a choice of how the p-value is found.
_CHOICES = {
    "wilcoxon": ("exact", "saddlepoint", "asymptotic"),
    "sign": ("exact",),
    "ordered-marginal": ("exact", "saddlepoint", "asymptotic"),
}
# Why there is no spread to compare a mean difference with.
ALL_EQUAL = "all differences are equal: no spread"
ONE_PAIR = "one pair: no spread can be estimated"
# With fewer changed answers the normal distribution, and χ², are no more than a rough guide.
FEW = 25


@attrs.frozen(kw_only=True)
class PairedResult:
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
        Why a figure is undefined, or what to know of it.
    """

    statistic: float = math.nan
    df: float = math.nan
    log_pvalue: float = math.nan
    log_least: float = math.nan
    method: str
    note: str = ""


class Estimate(NamedTuple):
    """A figure with the ends of its interval; NaN where there is none."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan


_NOTHING = Estimate()


@attrs.frozen(kw_only=True)
class PairedFigures:
    """The figures of one item's pairs; NaN where there is no pair.

    Attributes
    ----------
    mean_difference, superiority : Estimate
        As in the rows of the tables.
    no_interval : str
        Why the mean difference has no interval.
    proportions : tuple of float
        Of the pairs: first higher, equal, lower.
    marginal_superiority : float
        The superiority of answers of two different respondents.
    rank_biserial : float
        As in the rows of the tables; NaN in a sampling design.
    sides : dict
        Mean and standard deviation of each side, by the fields of the rows.
    """

    mean_difference: Estimate = _NOTHING
    no_interval: str = ""
    superiority: Estimate = _NOTHING
    proportions: tuple[float, float, float] = (math.nan, math.nan, math.nan)
    marginal_superiority: float = math.nan
    rank_biserial: float = math.nan
    sides: dict[str, float] = attrs.field(factory=lambda: dict.fromkeys(SIDE_FIGURES, math.nan))

    def columns(self, row: type) -> dict[str, float]:
        """Return the figures that a row has, by the names of its columns."""
        figures: dict[str, float] = dict(
            zip(
                ("proportion_higher", "proportion_equal", "proportion_lower"),
                self.proportions,
                strict=True,
            )
        )
        figures["marginal_superiority"] = self.marginal_superiority
        figures["rank_biserial"] = self.rank_biserial
        figures |= self.sides
        for name, estimate in attrs.asdict(self, recurse=False).items():
            if isinstance(estimate, Estimate):
                # The interval of the mean difference is that of the row.
                ends = "" if name == "mean_difference" else f"{name}_"
                figures |= {
                    name: estimate.value,
                    f"{ends}low": estimate.low,
                    f"{ends}high": estimate.high,
                }
        wanted = {field.name for field in attrs.fields(row)}
        return {name: value for name, value in figures.items() if name in wanted}


@attrs.frozen(kw_only=True)
class PairedOptions:
    """Which test, and how.

    Attributes
    ----------
    test, zeros, method, alternative : str
        As for :func:`compare_paired`.
    confidence_level : float
        Level of the intervals.
    """

    test: PairedTest
    zeros: Zeros
    method: PairedMethod
    alternative: Alternative
    confidence_level: float

    def __attrs_post_init__(self) -> None:
        """Raise unless the test has such a method, and such an alternative."""
        choices = ("auto", *_CHOICES.get(self.test, ()))
        if self.method not in choices:
            raise ArgumentError(
                f"method={self.method!r} is not a method of test={self.test!r}; expected one of "
                f"{', '.join(map(repr, choices))}.",
                "leave `method=` out.",
            )
        if self.test in _SQUARE and self.alternative != "two-sided":
            raise ArgumentError(
                f"alternative={self.alternative!r} has no effect for test={self.test!r}, because "
                f"its χ² has no direction.",
                "test='ordered-marginal' tests whether the answers moved in one direction.",
            )


def signed_ranks(pairs: ItemPairs, zeros: Zeros) -> SignedRank:
    """Return the signed ranks of the differences of some pairs."""
    differences, counts = pairs.differences()
    numbers = dict(zip(differences.tolist(), counts.tolist(), strict=True))
    magnitudes = sorted({abs(difference) for difference in numbers} - {0})
    return signed_rank(
        magnitudes,
        [numbers.get(difference, 0) for difference in magnitudes],
        [numbers.get(-difference, 0) for difference in magnitudes],
        pairs.n_equal,
        zeros,
    )


def run_test(pairs: ItemPairs, ranks: SignedRank, options: PairedOptions) -> PairedResult:
    """Return what a test says of some pairs, of which there is at least one."""
    if options.test == "wilcoxon":
        return _wilcoxon(pairs, ranks, options)
    if options.test == "sign":
        up, down, alternative = pairs.n_higher, pairs.n_lower, options.alternative
        return PairedResult(
            statistic=float(up),
            log_pvalue=sign_pvalue(up, down, alternative),
            log_least=sign_least(up, down, alternative),
            method="sign test, exact",
        )
    if options.test == "t":
        return _t(pairs, options)
    if options.test == "ordered-marginal":
        return _ordered(pairs, options)
    kernel = bowker if options.test == "bowker" else stuart_maxwell
    square = kernel(pairs.table)
    note = ""
    if not square.df:
        note = "no answer changed: no degrees of freedom"
    elif pairs.n_higher + pairs.n_lower < FEW:
        note = "few changed answers: χ² is a rough guide"
    return PairedResult(
        statistic=square.statistic,
        df=float(square.df),
        log_pvalue=square.log_pvalue,
        method=f"{_SQUARE[options.test]}, χ²",
        note=note,
    )


def _wilcoxon(pairs: ItemPairs, ranks: SignedRank, options: PairedOptions) -> PairedResult:
    alternative, method = options.alternative, options.method
    if method == "exact" and not flip_exact_feasible(ranks.flips, alternative):
        raise _too_many(pairs)
    log_pvalue, used = signed_rank_pvalue(ranks, alternative, method)
    return PairedResult(
        statistic=ranks.t_plus,
        log_pvalue=log_pvalue,
        log_least=flip_least(ranks.flips, alternative) if used == "exact" else math.nan,
        method=f"signed-rank ({_ZEROS[options.zeros]}), {METHOD_WORDS[used]}",
        note=_rough(pairs, used),
    )


def _rough(pairs: ItemPairs, used: str) -> str:
    """Return that a saddlepoint of few changed answers can be far off; by force alone."""
    few = 0 < pairs.n_higher + pairs.n_lower < FEW
    if used != "saddlepoint" or not few:
        return ""
    return "few changed answers: the saddlepoint is a rough guide, method='exact' is exact"


def _too_many(pairs: ItemPairs) -> ArgumentError:
    return ArgumentError(
        f"item {pairs.item.name!r} has {pairs.n_higher + pairs.n_lower} changed answers, for "
        f"which the exact distribution needs more than a hundred megabytes.",
        "method='auto' uses a saddlepoint approximation there; its relative error is below 1e-4.",
    )


def _t(pairs: ItemPairs, options: PairedOptions) -> PairedResult:
    differences, counts = pairs.differences()
    t = paired_t(
        differences.tolist(), counts.tolist(), options.alternative, options.confidence_level
    )
    note = ""
    if t.n == 1 and t.mean:
        note = ONE_PAIR
    elif math.isnan(t.t):
        note = ALL_EQUAL
    return PairedResult(
        statistic=t.t,
        df=float(t.df) if t.df else math.nan,
        log_pvalue=t.log_pvalue,
        method="paired t",
        note=note,
    )


def _ordered(pairs: ItemPairs, options: PairedOptions) -> PairedResult:
    alternative, method = options.alternative, options.method
    marginal = ordered_marginal(pairs.table, pairs.scores, alternative)
    name = "ordered marginal homogeneity"
    if method in {"auto", "asymptotic"}:
        changed = pairs.n_higher + pairs.n_lower
        return PairedResult(
            statistic=marginal.z,
            log_pvalue=marginal.log_pvalue,
            method=f"{name}, asymptotic (normal)",
            note="few changed answers: method='exact' needs no large numbers"
            if method == "auto" and 0 < changed < FEW
            else "",
        )
    how: Literal["exact", "saddlepoint"] = "exact" if method == "exact" else "saddlepoint"
    if how == "exact" and not flip_exact_feasible(marginal.flips, alternative):
        raise _too_many(pairs)
    log_pvalue, used = flip_pvalue(marginal.flips, alternative, how)
    return PairedResult(
        statistic=marginal.z,
        log_pvalue=log_pvalue,
        log_least=flip_least(marginal.flips, alternative) if used == "exact" else math.nan,
        method=f"{name}, {METHOD_WORDS[used]}",
        note=_rough(pairs, used),
    )


def signed_parts(pairs: ItemPairs, ranks: SignedRank, options: PairedOptions) -> dict[int, float]:
    """Return what a difference adds to the sum that a test compares with random signs.

    Signed ranks, on a scale of their own; signs; or the differences themselves.
    """
    differences = pairs.differences()[0].tolist()
    magnitudes = sorted({abs(difference) for difference in differences} - {0})
    if options.test == "wilcoxon":
        sizes: tuple[int, ...] = ranks.flips.steps
    elif options.test == "sign":
        sizes = (1,) * len(magnitudes)
    else:
        sizes = tuple(magnitudes)
    parts = {0: 0.0}
    for magnitude, size in zip(magnitudes, sizes, strict=True):
        parts |= {magnitude: float(size), -magnitude: -float(size)}
    return parts
