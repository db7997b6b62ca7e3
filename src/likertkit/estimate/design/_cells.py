"""The counts of one item in one group, with the scores of the view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.estimate.design._domain import Answering, Domain
from likertkit.estimate.design._options import base_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.estimate.design._options import Base
    from likertkit.estimate.design._sample import SurveySample
    from likertkit.instrument import Item


@attrs.frozen(eq=False, kw_only=True)
class ItemCells:
    """The counts of one item in one group.

    Attributes
    ----------
    group : int
        The number of the group.
    by : tuple of (str, object)
        The group.
    item : Item
        The item.
    number : int
        The item's number in the instrument.
    scores : tuple of int
        The score of each level, in ascending order of code.
    counts : tuple of int
        Respondents at each level.
    others : tuple of int
        Respondents without a valid answer: blank, then for each nonsubstantive answer, then 0
        for the reasons that only other items have.
    weights : tuple of float
        Sum of weights at each level; the counts where there are no weights.
    other_weights : tuple of float
        Sum of weights of the same, where the base holds them; 0 elsewhere.
    all_weight : float
        Sum of weights of all that the base holds.
    n_weightless : int
        Respondents of weight 0, who are in no cell.
    domain : Domain or None
        The group inside its sample; None for a simple random sample.
    """

    group: int
    by: tuple[tuple[str, object], ...]
    item: Item
    number: int
    scores: tuple[int, ...]
    counts: tuple[int, ...]
    others: tuple[int, ...]
    weights: tuple[float, ...]
    other_weights: tuple[float, ...]
    all_weight: float
    n_weightless: int
    domain: Domain | None

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @property
    def n_missing(self) -> int:
        """Respondents without a valid answer."""
        return sum(self.others)

    @property
    def weighted_n(self) -> float:
        """Sum of weights of the valid answers."""
        return math.fsum(self.weights)

    @property
    def effective_n(self) -> float:
        """Kish's effective number of the valid answers; undefined where they weigh nothing."""
        if self.domain is None:
            return float(self.n)
        total = self.weighted_n
        return total**2 / self.domain.squared_weight() if total > 0 else math.nan

    @property
    def missing(self) -> tuple[tuple[str, int, float], ...]:
        """Each reason for a missing answer, with its respondents and their sum of weights."""
        return tuple(zip(self.item.scale.reasons, self.others, self.other_weights, strict=False))

    @property
    def problem(self) -> str:
        """Why a mean or its standard error is undefined; empty when neither is."""
        if self.n == 0:
            if self.n_weightless:
                return f"no valid answers: {counted(self.n_weightless, 'respondent')} of weight 0"
            return "no valid answers"
        if self.domain is not None and self.domain.problem:
            return self.domain.problem
        if self.n == 1:
            return "one valid answer: no spread can be estimated"
        return "" if self.domain is None else self.domain.undefined()

    def ascending(self) -> ItemCells:
        """Return the same counts with the scores, not the codes, in ascending order."""
        if self.scores[0] < self.scores[-1]:
            return self
        return attrs.evolve(
            self,
            scores=self.scores[::-1],
            counts=self.counts[::-1],
            weights=self.weights[::-1],
        )


def item_cells(sample: SurveySample, base: Base = "valid") -> Iterator[ItemCells]:
    """Yield the counts of each group of a sample and of each item."""
    tally = sample.tally
    answering = None if sample.plain else Answering.from_sample(sample, base)
    for g, (group, members) in enumerate(zip(sample.groups, sample.members, strict=True)):
        counts = tally.counts[members].sum(axis=0).tolist()
        weightless = [0] * len(counts)
        if tally.zeros is not None:
            weightless = tally.zeros[members].sum(axis=0).tolist()
        for i, item in enumerate(tally.instrument.items):
            scores = item.scores(tally.view)
            k, domain, sums = len(scores), None, counts[i]
            if answering is not None:
                domain = Domain.from_sample(sample, g, i, answering)
                sums = domain.weights().tolist()
            in_base = range(k) if base == "valid" else base_cells(base, item.scale)
            weights = tuple(float(w) if c in in_base else 0.0 for c, w in enumerate(sums))
            yield ItemCells(
                group=g,
                by=tuple(zip(sample.names, group, strict=True)),
                item=item,
                number=i,
                scores=scores,
                counts=tuple(counts[i][:k]),
                others=tuple(counts[i][k:]),
                weights=weights[:k],
                other_weights=weights[k:],
                all_weight=math.fsum(weights),
                n_weightless=weightless[i],
                domain=domain,
            )
