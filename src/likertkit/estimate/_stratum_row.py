"""What each stratum gives to the mean of an item."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._kernels import weighted_mean
from likertkit.results import ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.estimate._cells import ItemCells
    from likertkit.estimate._sample import Sample


@attrs.frozen(kw_only=True, eq=False, repr=False)
class StratumRow(ItemRow):
    """What one stratum gives to the mean of one item in one group.

    Attributes
    ----------
    stratum : object
        The stratum, after merging.
    n, n_missing : int
        Valid answers, and respondents without one.
    population : float
        People of the stratum in the population; NaN where it is not known.
    share : float
        What the stratum counts in the mean, between 0 and 1.
    mean : float
        The mean of its valid answers, weighted where there are weights.
    contribution : float
        Share times mean: contributions add up to the mean of the item.
    """

    formats: ClassVar[dict[str, str]] = {"population": ".0f", "share": ".1%"}

    stratum: object
    n: int
    n_missing: int
    population: float
    share: float
    mean: float
    contribution: float


STRATUM_COLUMNS = tuple(f.name for f in attrs.fields(StratumRow) if f.name != "by")


def stratum_rows(sample: Sample, cells: ItemCells) -> Iterator[StratumRow]:
    """Yield what each stratum gives, in their order; nothing where there are no strata."""
    if sample.strata == (None,):
        return
    tally = sample.tally
    i = tally.instrument.names.index(cells.item.name)
    k = len(cells.counts)
    members = sample.members[cells.group]
    total = math.fsum(cells.weights)
    for h in np.unique(sample.stratum[members]).tolist():
        inside = members[sample.stratum[members] == h]
        counts = tally.counts[inside, i].sum(axis=0)
        sums = counts[:k] if tally.sums is None else tally.sums[inside, i, :k].sum(axis=0)
        n = int(counts[:k].sum())
        own = float(sums.sum())
        if cells.domain is not None and sample.standardized:
            own = float(cells.domain.shares[h])
        share = own / total if total > 0 else math.nan
        mean = weighted_mean(sums.tolist(), cells.scores)
        people = math.nan
        if sample.population is not None:
            people = float(sample.population[sample.condition[members[0]], h])
        yield StratumRow(
            by=cells.by,
            item=cells.item.name,
            stratum=sample.strata[h],
            n=n,
            n_missing=int(counts[k:].sum()),
            population=people,
            share=share,
            mean=mean,
            contribution=share * mean if share else 0.0,
        )
