"""The counts of one item among the invited, and the bounds that they give."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from likertkit._kernels import (
    completed_counts,
    count_mean,
    count_quantile,
    count_variance,
    imbens_manski_interval,
)
from likertkit.bias._nonresponse_row import BoundsRow, CumulativeBoundsRow, ShareBoundsRow
from likertkit.instrument import no_direction, positive_end_is_high

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.instrument import Item, Scoring

_HALF = Fraction(1, 2)
_SHARES = ("top_box", "low", "high", "interval_low", "interval_high")


@attrs.frozen(kw_only=True)
class BoundedCounts:
    """Valid answers, and how many of the invited gave none.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    item : Item
        The item.
    scores : tuple of int
        The scores in ascending order.
    counts : tuple of int
        Respondents at each score.
    invited : int
        People who were asked.
    n_structural : int
        People whom the question does not apply to.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: tuple[int, ...]
    invited: int
    n_structural: int

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @property
    def n_silent(self) -> int:
        """People who gave no answer, for any reason but that the question does not apply."""
        return self.invited - self.n_structural - self.n

    def bounds(
        self, scores: Sequence[int], confidence_level: float
    ) -> tuple[float, float, float, float]:
        """Return the bounds of the mean of some scores, then the interval around them."""
        ends = completed_counts(self.counts, self.n_silent)
        low, high = (count_mean(end, scores) for end in ends)
        total = self.n + self.n_silent
        if total < 2:
            return low, high, math.nan, math.nan
        errors = [math.sqrt(count_variance(end, scores) / total) for end in ends]
        around = imbens_manski_interval(low, high, errors[0], errors[1], confidence_level)
        # No mean lies off the scale, whatever its error.
        return low, high, max(around[0], scores[0]), min(around[1], scores[-1])

    def mean_row(self, confidence_level: float) -> BoundsRow:
        """Return the bounds on mean and median."""
        low, high, interval_low, interval_high = self.bounds(self.scores, confidence_level)
        lowest, highest = completed_counts(self.counts, self.n_silent)
        return BoundsRow(
            by=self.by,
            item=self.item.name,
            n=self.n,
            invited=self.invited,
            mean=count_mean(self.counts, self.scores),
            low=low,
            high=high,
            note=self._note(),
            n_structural=self.n_structural,
            median=count_quantile(self.counts, self.scores, _HALF),
            median_low=count_quantile(lowest, self.scores, _HALF),
            median_high=count_quantile(highest, self.scores, _HALF),
            interval_low=interval_low,
            interval_high=interval_high,
        )

    def _note(self) -> str:
        if self.n + self.n_silent == 0:
            return "the question applies to nobody"
        if self.n == 0:
            return "no valid answers: the bounds are the ends of the scale"
        if self.n + self.n_silent == 1:
            return "one person: no interval for a wider population"
        return ""

    def top_box_row(self, n_top: int, confidence_level: float, view: Scoring) -> ShareBoundsRow:
        """Return the bounds on the share of the levels nearest to the positive end."""
        if self.item.scale.positive is None:
            return ShareBoundsRow(
                by=self.by,
                item=self.item.name,
                n=self.n,
                invited=self.invited,
                **dict.fromkeys(_SHARES, math.nan),
                note=no_direction(self.item.scale),
            )
        k = len(self.counts)
        high_end = positive_end_is_high(self.item, view)
        inside = [place >= k - n_top if high_end else place < n_top for place in range(k)]
        chosen = sum(c for c, is_in in zip(self.counts, inside, strict=True) if is_in)
        as_share = attrs.evolve(self, counts=(self.n - chosen, chosen))
        low, high, interval_low, interval_high = as_share.bounds((0, 1), confidence_level)
        return ShareBoundsRow(
            by=self.by,
            item=self.item.name,
            n=self.n,
            invited=self.invited,
            top_box=count_mean(as_share.counts, (0, 1)),
            low=low,
            high=high,
            interval_low=interval_low,
            interval_high=interval_high,
            note="" if self.n else "no valid answers",
        )

    def cumulative_rows(self) -> Iterator[CumulativeBoundsRow]:
        """Yield the bounds on the share of answers up to each score."""
        total = self.n + self.n_silent
        for score, below in zip(self.scores, itertools.accumulate(self.counts), strict=True):
            # Where a silent person may have answered lower still, nobody need have.
            least = total if score == self.scores[-1] else below
            yield CumulativeBoundsRow(
                by=self.by,
                item=self.item.name,
                score=score,
                n=self.n,
                invited=self.invited,
                at_most=below / self.n if self.n else math.nan,
                low=least / total if total else math.nan,
                high=(below + self.n_silent) / total if total else math.nan,
            )
