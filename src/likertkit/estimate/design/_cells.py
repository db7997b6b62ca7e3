"""The counts of one item in one group, with the scores of the view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

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
    scores : tuple of int
        The score of each level, in ascending order of code.
    counts : tuple of int
        Respondents at each level.
    missing : tuple of int
        Respondents for each reason: blank, then each nonsubstantive answer.
    weights : tuple of float
        Sum of weights at each level; the counts where there are no weights.
    missing_weights : tuple of float
        Sum of weights for each reason that the base holds; 0 for the others.
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
    scores: tuple[int, ...]
    counts: tuple[int, ...]
    missing: tuple[int, ...]
    weights: tuple[float, ...]
    missing_weights: tuple[float, ...]
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
        return sum(self.missing)

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
    answering = None if sample.plain else Answering.of(sample, base)
    for g, (group, members) in enumerate(zip(sample.groups, sample.members, strict=True)):
        counts = tally.counts[members].sum(axis=0)
        weightless = np.zeros(len(tally.instrument), dtype=np.int64)
        if tally.zeros is not None:
            weightless = tally.zeros[members].sum(axis=0)
        for i, item in enumerate(tally.instrument):
            cells = tuple(counts[i, : item.scale.n_cells].tolist())
            k = item.scale.n_levels
            domain = None if answering is None else Domain.of(sample, g, i, answering)
            used = base_cells(base, item.scale)
            sums = cells if domain is None else domain.weights().tolist()
            weights = tuple(float(sums[c]) if c in used else 0.0 for c in range(item.scale.n_cells))
            yield ItemCells(
                group=g,
                by=tuple(zip(sample.names, group, strict=True)),
                item=item,
                scores=item.scores(tally.view),
                counts=cells[:k],
                missing=cells[k:],
                weights=weights[:k],
                missing_weights=weights[k:],
                all_weight=math.fsum(weights),
                n_weightless=int(weightless[i]),
                domain=domain,
            )
