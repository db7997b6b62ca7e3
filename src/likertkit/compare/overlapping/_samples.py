"""Two samples of answers, some of them the same respondents', and what each test says of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.means import (
    hybrid_interval,
    overlapping_means,
    overlapping_shares,
    spread_interval,
)
from likertkit._kernels.pvalues import normal_pvalue, t_pvalue
from likertkit._kernels.shares import tango_interval
from likertkit.compare._options import NO_SPREAD
from likertkit.compare._sides import count_moments, side_figures
from likertkit.instrument._item import positive_end_is_high

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.pvalues import Alternative
    from likertkit.instrument import Scoring
    from likertkit.responses._as_tables import ItemPairs

UNWEIGHTED_HINT = (
    "lk.compare_paired(..., test='t') takes weights into account, for respondents who answered "
    "twice; or leave `weight=` out to draw conclusions about the sample only."
)


@attrs.frozen(eq=False)
class PartlyPaired:
    """Two samples by score: who is in both, and who in one.

    Attributes
    ----------
    table : list of list of int
        Pairs by their score in the first and in the second sample.
    first_only, second_only : list of int
        Those who are in one of the samples only.
    scores : tuple of int
        The scores, ascending.
    boxed : bool
        Whether the scores 0 and 1 tell who is outside and who inside a box.
    """

    table: Sequence[Sequence[int]]
    first_only: Sequence[int]
    second_only: Sequence[int]
    scores: tuple[int, ...]
    boxed: bool = False

    @classmethod
    def from_pairs(cls, pairs: ItemPairs) -> PartlyPaired:
        """Return the valid answers to an item."""
        return cls(
            pairs.table.tolist(),
            pairs.first_only.tolist(),
            pairs.second_only.tolist(),
            pairs.scores,
        )

    @classmethod
    def from_boxes(cls, pairs: ItemPairs, view: Scoring, size: int) -> PartlyPaired:
        """Return who is outside and who inside the top box of an item, scored 0 and 1."""
        outside = pairs.n_levels - size
        high = positive_end_is_high(pairs.item, view)
        # Where the positive end is low, the box is in front; both then turn round.
        cut = outside if high else size

        def halves(counts: NDArray[Any]) -> NDArray[Any]:
            folded = np.stack([counts[:cut].sum(axis=0), counts[cut:].sum(axis=0)])
            return folded if high else folded[::-1]

        return cls(
            halves(halves(pairs.table).T).T.tolist(),
            halves(pairs.first_only).tolist(),
            halves(pairs.second_only).tolist(),
            (0, 1),
            boxed=True,
        )

    @property
    def n_both(self) -> int:
        """Respondents in both samples."""
        return sum(map(sum, self.table))

    @property
    def n_first(self) -> int:
        """Answers in the first sample."""
        return self.n_both + sum(self.first_only)

    @property
    def n_second(self) -> int:
        """Answers in the second sample."""
        return self.n_both + sum(self.second_only)

    @property
    def identical(self) -> bool:
        """Whether there are pairs only, each of two equal answers."""
        equal = sum(row[k] for k, row in enumerate(self.table))
        return 0 < equal == self.n_first == self.n_second

    @property
    def paired_only(self) -> PartlyPaired:
        """Those in both samples."""
        nobody = [0] * len(self.scores)
        return attrs.evolve(self, first_only=nobody, second_only=nobody)

    @property
    def unpaired_only(self) -> PartlyPaired:
        """Those in one of the samples only."""
        return attrs.evolve(self, table=[[0] * len(self.scores) for _ in self.scores])

    @property
    def as_unpaired(self) -> PartlyPaired:
        """All answers, whoever gave them."""
        rows = [sum(row) for row in self.table]
        columns = [sum(column) for column in zip(*self.table, strict=True)]
        return attrs.evolve(
            self.unpaired_only,
            first_only=[a + b for a, b in zip(self.first_only, rows, strict=True)],
            second_only=[a + b for a, b in zip(self.second_only, columns, strict=True)],
        )

    def sides(self) -> dict[str, Any]:
        """Return mean and standard deviation of either sample; of two levels, 0 and 1, no SD."""
        whole = self.as_unpaired
        moments = [count_moments(n, self.scores) for n in (whole.first_only, whole.second_only)]
        if self.boxed:
            moments = [(mean, math.nan) for mean, _ in moments]
        return side_figures(*moments)

    @property
    def problem(self) -> str:
        """Why there is no difference; empty where there is one."""
        empty = [name for name, n in (("first", self.n_first), ("second", self.n_second)) if n == 0]
        if len(empty) == 2:
            return "no valid answers"
        return f"no valid answers under the {empty[0]} condition" if empty else ""


@attrs.frozen(kw_only=True)
class TestFigures:
    """What one test says of two samples."""

    mean_difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    statistic: float = math.nan
    df: float = math.nan
    pvalue: float = math.nan
    note: str = ""


def t_figures(
    samples: PartlyPaired,
    alternative: Alternative,
    confidence_level: float,
    *,
    equal_variances: bool,
) -> TestFigures:
    """Return the partially overlapping t of two samples."""
    means = overlapping_means(
        samples.table,
        samples.first_only,
        samples.second_only,
        samples.scores,
        equal_variances=equal_variances,
    )
    difference, error, df = means
    low, high = spread_interval(difference, error, df, confidence_level)
    note = samples.problem or spread_problem(error)
    statistic = difference / error if error > 0 else math.nan
    pvalue = t_pvalue(statistic, df, alternative)
    if samples.identical or (error == 0 and difference == 0):
        # Nothing speaks against equal means, though no spread can be seen.
        statistic, pvalue = 0.0, 1.0
    return TestFigures(
        mean_difference=difference,
        low=low,
        high=high,
        statistic=statistic,
        df=df,
        pvalue=pvalue,
        note=note,
    )


def spread_problem(error: float) -> str:
    """Return why a standard error cannot carry a test; empty where it can."""
    if math.isnan(error):
        return "too few answers: no spread can be estimated"
    return "" if error > 0 else NO_SPREAD


def proportion_figures(
    samples: PartlyPaired, alternative: Alternative, confidence_level: float
) -> TestFigures:
    """Return the partially overlapping z of two shares."""
    counts = (samples.table, samples.first_only, samples.second_only)
    difference, error = overlapping_shares(*counts)
    low, high = hybrid_interval(*counts, confidence_level)
    statistic, pvalue = _z(difference, error, alternative)
    return TestFigures(
        mean_difference=difference,
        low=low,
        high=high,
        statistic=statistic,
        pvalue=pvalue,
        note=samples.problem,
    )


def changed_figures(
    samples: PartlyPaired, alternative: Alternative, confidence_level: float
) -> TestFigures:
    """Return McNemar's test of the pairs of two shares, with the interval that belongs to it."""
    up, down, n = samples.table[1][0], samples.table[0][1], samples.n_both
    if n == 0:
        return TestFigures()
    low, high = tango_interval(up, down, n, confidence_level)
    statistic, pvalue = _z(up - down, math.sqrt(up + down), alternative)
    return TestFigures(
        mean_difference=(up - down) / n,
        low=low,
        high=high,
        statistic=statistic,
        pvalue=pvalue,
    )


def _z(difference: float, error: float, alternative: Alternative) -> tuple[float, float]:
    """Return a standard normal statistic and its p-value: 0 and 1 where there is no error.

    That is where all answers are in the box, or none, or no pair changed.
    """
    if error == 0:
        return 0.0, 1.0
    statistic = difference / error
    return statistic, normal_pvalue(statistic, alternative)
