"""Resamples of one item in one group: from its counts or, with weights or clusters, from rows."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import check_count, check_generator
from likertkit._kernels.design import draw_shares, is_census
from likertkit._text import Progress, format_level
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate.design._cells import ItemCells, item_cells
from likertkit.estimate.resampling._resampled_rows import ResampledRows
from likertkit.estimate.resampling._resamples import (
    INTERVAL_NAMES,
    BootstrapInterval,
    Bootstrapped,
    Resamples,
    TableStatistic,
    in_blocks,
)
from likertkit.responses import Responses
from likertkit.responses._respondents import sampled_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from likertkit.estimate.design._domain import Domain
    from likertkit.estimate.design._sample import SurveySample
    from likertkit.tally import Tally


def cells_in_turn(sample: SurveySample) -> Iterator[ItemCells]:
    """Yield the counts of each group and item, and say how many are done in a long run."""
    n_cells = len(sample.groups) * len(sample.tally.instrument)
    with Progress("Bootstrap") as progress:
        for done, cells in enumerate(item_cells(sample)):
            progress.say(f"{done} of {n_cells} items and groups")
            yield cells


@attrs.frozen(eq=False, kw_only=True)
class Resampler:
    """What draws resamples from a sample.

    Attributes
    ----------
    interval : {'bootstrap', 'bca'}
        The interval that is wanted, and its level.
    confidence_level : float
        Its level.
    n_resamples : int
        Number of resamples.
    rng : numpy.random.Generator
        The random generator.
    seed : int or None
        The seed, where one was given.
    rows : ResampledRows or None
        Respondents or clusters, drawn once for all items; None where counts suffice.
    """

    interval: BootstrapInterval
    confidence_level: float
    n_resamples: int
    rng: np.random.Generator
    seed: int | None
    rows: ResampledRows | None

    @classmethod
    def from_data(
        cls,
        data: Responses | Tally,
        sample: SurveySample,
        interval: BootstrapInterval,
        confidence_level: float,
        *,
        n_resamples: int,
        rng: int | np.random.Generator | None,
    ) -> Resampler:
        """Return what draws from a sample.

        Raises
        ------
        ArgumentError
            If the data cannot be drawn from.
        """
        n_resamples = check_count(n_resamples, "n_resamples", least=1)
        resampler = cls(
            interval=interval,
            confidence_level=confidence_level,
            n_resamples=n_resamples,
            rng=check_generator(rng),
            seed=rng if isinstance(rng, int) else None,
            rows=None,
        )
        _check_drawable(sample)
        tally = sample.tally
        if not tally.weighted and tally.clusters is None:
            return resampler
        if not isinstance(data, Responses):
            what = "weights" if tally.weighted else "clusters"
            raise ArgumentTypeError(
                f"a tally with {what} holds only sums; a bootstrap draws respondents, and needs "
                f"them one by one.",
                "pass the Responses, or use interval='t'.",
            )
        whole = sampled_rows(data, sample.names)
        rows = ResampledRows.from_rows(whole, sample, n_resamples, resampler.rng)
        return attrs.evolve(resampler, rows=rows)

    def used_options(self) -> tuple[tuple[str, object], ...]:
        """Return the options by name, for a result to carry."""
        return (("n_resamples", self.n_resamples), ("rng", self.seed))

    def note(self) -> str:
        """Return which interval stands in the table."""
        name, level = INTERVAL_NAMES[self.interval], format_level(self.confidence_level)
        return f"Interval: {name}, {level}; {self.n_resamples} resamples."

    def intervals(
        self, cells: ItemCells, statistics: Sequence[TableStatistic]
    ) -> tuple[Bootstrapped, ...]:
        """Return statistics of an item in a group, with their intervals from the same resamples."""
        turned = cells.ascending()
        scores = np.array(turned.scores, dtype=np.float64)
        table = np.array([turned.weights])
        estimates = [float(statistic(table, scores)[0]) for statistic in statistics]
        if cells.problem:
            nothing = (math.nan, math.nan, math.nan, cells.problem)
            return tuple(Bootstrapped(estimate, *nothing) for estimate in estimates)
        made = attrs.evolve(self.resamples(cells), turned=turned is not cells)
        return made.intervals(statistics, scores, estimates, self.interval, self.confidence_level)

    def resamples(self, cells: ItemCells) -> Resamples:
        """Return the resamples of an item in a group, which has two valid answers or more.

        Raises
        ------
        StratumError, ArgumentError
            If a stratum has one unit, and no rule says what to do.
        """
        if self.rows is not None and cells.domain is not None:
            return self.rows.of_item(cells, cells.domain)
        if cells.domain is None:
            counts = np.array([cells.counts], dtype=np.int64)
            return self._drawn(counts, np.array([float(cells.n)]), np.ones(1))
        domain = cells.domain
        domain.certain()
        counts = _by_stratum(domain, len(cells.counts))
        # A stratum without an answer of the group is not drawn from.
        used = domain.strata.answered > 0
        counts, n_levels = counts[used], len(cells.counts)
        people, factors = domain.strata.people[used], domain.units.factors[used]
        others = domain.strata.sizes[used] - counts.sum(axis=1)
        if not others.any():
            return self._drawn(counts, people, factors)
        # Respondents outside the group are drawn too, for the size of the group is random.
        made = self._drawn(np.column_stack([counts, others]), people, factors)
        return attrs.evolve(made, n_levels=n_levels)

    def _drawn(
        self, counts: NDArray[np.int64], people: NDArray[np.float64], factors: NDArray[np.float64]
    ) -> Resamples:
        """Draw from each stratum, and weigh each stratum by its people."""
        sizes = counts.sum(axis=1)
        whole = people @ (counts / sizes[:, None])
        free = np.flatnonzero((sizes > 1) & ~is_census(factors)).tolist()
        left_out, held, stratum = [], [], []
        for h in free:
            of_stratum, n = counts[h], int(sizes[h])
            for level in np.flatnonzero(of_stratum):
                fewer = of_stratum - (np.arange(len(of_stratum)) == level)
                left_out.append(whole + people[h] * (fewer / (n - 1) - of_stratum / n))
                held.append(int(of_stratum[level]))
                stratum.append(h)

        def drawn(n_some: int) -> NDArray[np.float64]:
            weights = np.broadcast_to(whole, (n_some, len(whole))).copy()
            for h in free:
                proportions = draw_shares(counts[h], float(factors[h]), n_some, self.rng)
                weights += people[h] * (proportions - counts[h] / sizes[h])
            # Rescaled proportions can be a little below 0, and rounding must give no weight to a
            # level that was not drawn.
            weights[weights < 0] = 0.0
            weights[:, counts.sum(axis=0) == 0] = 0.0
            return weights

        return Resamples(
            blocks=partial(in_blocks, drawn, self.n_resamples, len(whole)),
            left_out=np.array(left_out).reshape(-1, len(whole)),
            held=np.array(held, dtype=np.int64),
            stratum=np.array(stratum, dtype=np.intp),
            sizes=sizes,
            factors=factors,
            census=bool(is_census(factors).all()),
        )


def _by_stratum(domain: Domain, n_levels: int) -> NDArray[np.int64]:
    counts = np.zeros((len(domain.units.sizes), n_levels), dtype=np.int64)
    inside = np.where(domain.inside, domain.counts, 0)[:, :n_levels]
    np.add.at(counts, domain.sample.stratum[domain.rows], inside)
    return counts


def _check_drawable(sample: SurveySample) -> None:
    if sample.variance == "unconditional":
        raise ArgumentError(
            "variance='unconditional' averages over the sizes of the strata, but a bootstrap "
            "keeps these sizes fixed.",
            "leave `variance=` out, or use interval='t'.",
        )
    if sample.tally.clusters is not None and sample.standardized:
        raise ArgumentError(
            "a bootstrap of clusters is not available for strata that are standardised to numbers "
            "of people.",
            "declare only the numbers of clusters, by `sampled(cluster_population=...)`, or use "
            "interval='t'.",
        )
    if sample.tally.calibration is not None:
        raise ArgumentError(
            "the weights were calibrated; a bootstrap would have to calibrate each resample "
            "again, which is not available.",
            "use interval='t', whose standard error takes the margins into account.",
        )
