"""The counts of one item among the invited, and the bounds that they give."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from likertkit._kernels import (
    bounded_mean_interval,
    bounded_share_interval,
    completed_counts,
    count_mean,
    count_quantile,
)
from likertkit.bias._nonresponse_row import BoundsRow, CumulativeBoundsRow, ShareBoundsRow
from likertkit.instrument import no_direction, positive_end_is_high

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.instrument import Item, Scoring

_HALF = Fraction(1, 2)
_CLUSTERED = (
    "answers are clustered, so the invited are no random sample of people: no interval for a "
    "wider population"
)
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
    clustered : bool
        Whether clusters were sampled, of which the intervals know nothing.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: tuple[int, ...]
    invited: int
    n_structural: int
    clustered: bool = False

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @property
    def n_silent(self) -> int:
        """People who gave no answer, for any reason but that the question does not apply."""
        return self.invited - self.n_structural - self.n

    def mean_row(self, confidence_level: float) -> BoundsRow:
        """Return the bounds on mean and median."""
        lowest, highest = ends = completed_counts(self.counts, self.n_silent)
        interval = bounded_mean_interval(ends, self.scores, confidence_level)
        return BoundsRow(
            by=self.by,
            item=self.item.name,
            n=self.n,
            invited=self.invited,
            mean=count_mean(self.counts, self.scores),
            low=count_mean(lowest, self.scores),
            high=count_mean(highest, self.scores),
            note="; ".join(part for part in (self._note(), self._no_interval()) if part),
            n_structural=self.n_structural,
            median=count_quantile(self.counts, self.scores, _HALF),
            median_low=count_quantile(lowest, self.scores, _HALF),
            median_high=count_quantile(highest, self.scores, _HALF),
            interval_low=math.nan if self.clustered else interval[0],
            interval_high=math.nan if self.clustered else interval[1],
        )

    def _note(self) -> str:
        if self.n + self.n_silent == 0:
            return "the question applies to nobody"
        if self.n == 0:
            return "no valid answers: the bounds are the ends of the scale"
        return ""

    def _no_interval(self, *, of_share: bool = False) -> str:
        if self.clustered:
            return _CLUSTERED
        one = self.n + self.n_silent == 1
        return "one person: no interval for a wider population" if one and not of_share else ""

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
        k, n, everybody = len(self.counts), self.n, self.n + self.n_silent
        high_end = positive_end_is_high(self.item, view)
        inside = [place >= k - n_top if high_end else place < n_top for place in range(k)]
        chosen = sum(c for c, is_in in zip(self.counts, inside, strict=True) if is_in)
        most = chosen + self.n_silent
        interval = bounded_share_interval(chosen, most, everybody, confidence_level)
        return ShareBoundsRow(
            by=self.by,
            item=self.item.name,
            n=n,
            invited=self.invited,
            top_box=chosen / n if n else math.nan,
            low=chosen / everybody if everybody else math.nan,
            high=most / everybody if everybody else math.nan,
            interval_low=math.nan if self.clustered else interval[0],
            interval_high=math.nan if self.clustered else interval[1],
            note="; ".join(
                part for part in (self._note_of_share(), self._no_interval(of_share=True)) if part
            ),
        )

    def _note_of_share(self) -> str:
        return self._note().replace("the ends of the scale", "0 % and 100 %")

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
