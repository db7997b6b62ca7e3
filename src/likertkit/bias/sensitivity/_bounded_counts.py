"""The counts of one item among the invited, their bounds, and the rows."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._kernels.means import (
    bounded_mean_interval,
    bounded_share_interval,
    completed_counts,
    count_mean,
    count_quantile,
)
from likertkit.instrument._item import no_direction, positive_end_is_high
from likertkit.results import Table
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.instrument import Item, Scoring


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundsRow(ItemRow):
    """Bounds on the mean of an item among all people who were invited.

    Attributes
    ----------
    n : int
        Valid answers.
    invited : int
        People who were asked.
    mean : float
        Mean of the valid answers.
    low, high : float
        The smallest and the largest possible mean of the people the question applies to.
    note : str
        Why a figure is undefined.
    n_structural : int
        People the question does not apply to; the bounds leave them out.
    median, median_low, median_high : float
        The median of the valid answers, and its bounds.
    interval_low, interval_high : float
        The interval of Imbens and Manski for a wider population.
    """

    on_scale: ClassVar[tuple[str, ...]] = (
        "mean",
        "low",
        "high",
        "median",
        "median_low",
        "median_high",
        "interval_low",
        "interval_high",
    )

    n: int
    invited: int
    mean: float
    low: float
    high: float
    note: str = ""
    n_structural: int = 0
    median: float = math.nan
    median_low: float = math.nan
    median_high: float = math.nan
    interval_low: float = math.nan
    interval_high: float = math.nan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ProportionBoundsRow(ItemRow):
    """Bounds on the proportion of the top box among all people who were invited.

    Attributes
    ----------
    n, invited : int
        Valid answers, and people who were asked.
    top_box : float
        The proportion of the valid answers.
    low, high : float
        Its bounds among the people the question applies to.
    interval_low, interval_high : float
        The interval of Imbens and Manski for a wider population.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("top_box", "low", "high", "interval_low", "interval_high"), ".1%"
    )

    n: int
    invited: int
    top_box: float
    low: float
    high: float
    interval_low: float
    interval_high: float
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CumulativeBoundsRow(ItemRow):
    """Bounds on the proportion of answers up to a score among all people who were invited.

    Attributes
    ----------
    score : int
        The score, in the view.
    n, invited : int
        Valid answers, and people who were asked.
    at_most : float
        The proportion of the valid answers at the score or below.
    low, high : float
        Its bounds among the people the question applies to.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("score",)

    formats: ClassVar[dict[str, str]] = dict.fromkeys(("at_most", "low", "high"), ".1%")

    score: int
    n: int
    invited: int
    at_most: float
    low: float
    high: float


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundsTable(Table[BoundsRow]):
    """Bounds on means, with the bounds on proportions.

    Attributes
    ----------
    top_box : Table of ProportionBoundsRow
        A row for each group and item; empty for a published table, because means do not give
        proportions.
    cumulative : Table of CumulativeBoundsRow
        A row a group, item and score: the bounds on the whole distribution; empty likewise.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale(positive="high"))])
    >>> tally = lk.Tally.from_counts({"clear": {4: 5, 5: 3}}, trial)
    >>> row = lk.bias.nonresponse_bounds(tally, invited=10).top_box["clear"]
    >>> row.top_box, row.low, row.high
    (0.375, 0.3, 0.5)
    """

    top_box: Table[ProportionBoundsRow]
    cumulative: Table[CumulativeBoundsRow]


_HALF = Fraction(1, 2)
_CLUSTERED = (
    "answers are clustered, so the invited are not a simple random sample: no interval for a "
    "wider population"
)
_PROPORTIONS = ("top_box", "low", "high", "interval_low", "interval_high")


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
            return "the question does not apply to any of the invited"
        if self.n == 0:
            return "no valid answers, so the bounds are the ends of the scale"
        return ""

    def _no_interval(self, *, of_proportion: bool = False) -> str:
        if self.clustered:
            return _CLUSTERED
        alone = self.n + self.n_silent == 1
        return (
            "one person: no interval for a wider population" if alone and not of_proportion else ""
        )

    def top_box_row(
        self, n_top: int, confidence_level: float, view: Scoring
    ) -> ProportionBoundsRow:
        """Return the bounds on the proportion of the levels at the positive end."""
        if self.item.scale.positive is None:
            return ProportionBoundsRow(
                by=self.by,
                item=self.item.name,
                n=self.n,
                invited=self.invited,
                **dict.fromkeys(_PROPORTIONS, math.nan),
                note=no_direction(self.item),
            )
        k, n, everybody = len(self.counts), self.n, self.n + self.n_silent
        high_end = positive_end_is_high(self.item, view)
        inside = [place >= k - n_top if high_end else place < n_top for place in range(k)]
        chosen = sum(c for c, is_in in zip(self.counts, inside, strict=True) if is_in)
        most = chosen + self.n_silent
        interval = bounded_share_interval(chosen, most, everybody, confidence_level)
        return ProportionBoundsRow(
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
                part
                for part in (self._note_of_proportion(), self._no_interval(of_proportion=True))
                if part
            ),
        )

    def _note_of_proportion(self) -> str:
        return self._note().replace("the ends of the scale", "0 % and 100 %")

    def cumulative_rows(self) -> Iterator[CumulativeBoundsRow]:
        """Yield the bounds on the proportion of answers up to each score."""
        total = self.n + self.n_silent
        for score, below in zip(self.scores, itertools.accumulate(self.counts), strict=True):
            # At the last score everybody is included, below it perhaps no missing answer.
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
