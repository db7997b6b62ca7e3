"""Rao and Wu's bootstrap: respondents, or clusters of them, drawn within their strata."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.design import draw_units, is_census
from likertkit.estimate.resampling._resamples import Resamples, in_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from likertkit.estimate.design._cells import ItemCells
    from likertkit.estimate.design._domain import Domain
    from likertkit.estimate.design._sample import SurveySample
    from likertkit.instrument import Item
    from likertkit.responses._respondents import SampledRows

# Numbers that are kept: 512 MiB.
_KEPT = 1 << 26


@attrs.frozen(eq=False, kw_only=True)
class ResampledRows:
    """The weight at each level of each item and group, again and again.

    Attributes
    ----------
    units : tuple of sparse arrays, shape (n_units, n_groups x n_items x n_levels)
        The weight that each unit of a condition gives to each level.
    strata : tuple of arrays of int, shape (n_units,)
        The stratum of each unit of a condition.
    factors : tuple of arrays of shape (n_strata,)
        The finite population correction of each stratum of a condition.
    drawn : tuple of arrays, shape (n_resamples, n_groups x n_items x n_levels)
        The weights summed over each resample of a condition's units; empty where these would be
        too many to keep, and are drawn again for each item.
    n_resamples : int
        How many resamples there are.
    seeds : tuple of int
        What draws the resamples of a condition again.
    shape : (int, int, int)
        Groups, items and levels.
    numbers : dict
        The place of each item.
    """

    units: tuple[Any, ...]
    strata: tuple[NDArray[np.intp], ...]
    factors: tuple[NDArray[np.float64], ...]
    drawn: tuple[NDArray[np.float64], ...]
    n_resamples: int
    seeds: tuple[int, ...]
    shape: tuple[int, int, int]
    numbers: dict[str, int]

    @classmethod
    def from_rows(
        cls, rows: SampledRows, sample: SurveySample, n_resamples: int, rng: np.random.Generator
    ) -> ResampledRows:
        """Draw from the units of each condition."""
        instrument = sample.tally.instrument
        n_levels = max(item.scale.n_levels for item in instrument)
        shape = (len(sample.groups), len(instrument), n_levels)
        condition, stratum, group = (places[rows.group] for places in _places(rows, sample))
        units, strata, factors = [], [], []
        for c in range(len(sample.conditions)):
            here = np.flatnonzero(condition == c)
            clusters = None if rows.clusters is None else rows.clusters[here]
            matrix, owner = _unit_weights(
                rows, here, group[here], clusters=clusters, shape=shape, items=instrument.items
            )
            of_unit = np.zeros(matrix.shape[0], dtype=np.intp)
            of_unit[owner] = stratum[here]
            units.append(matrix)
            strata.append(of_unit)
            factors.append(sample.factors(c, sample.units[c].max(axis=1, initial=0)))
        resampled = cls(
            units=tuple(units),
            strata=tuple(strata),
            factors=tuple(factors),
            drawn=(),
            n_resamples=n_resamples,
            seeds=tuple(rng.integers(0, 2**63, size=len(units)).tolist()),
            shape=shape,
            numbers={name: i for i, name in enumerate(instrument.names)},
        )
        if n_resamples * math.prod(shape) * len(units) > _KEPT:
            return resampled
        everything = slice(None)
        drawn = [np.vstack(list(resampled.blocks(c, everything))) for c in range(len(units))]
        return attrs.evolve(resampled, drawn=tuple(drawn))

    def blocks(self, condition: int, columns: slice) -> Iterator[NDArray[np.float64]]:
        """Yield some columns of the resamples of a condition, the same ones at every call."""
        if self.drawn:
            yield self.drawn[condition][:, columns]
            return
        units, strata = self.units[condition][:, columns], self.strata[condition]
        factors = self.factors[condition]
        members = [np.flatnonzero(strata == h) for h in range(len(factors))]
        rng = np.random.default_rng(self.seeds[condition])

        def draw(n_some: int) -> NDArray[np.float64]:
            times = np.ones((n_some, len(strata)))
            for h, of_stratum in enumerate(members):
                if len(of_stratum) > 1 and not is_census(factors[h : h + 1])[0]:
                    times[:, of_stratum] = draw_units(
                        len(of_stratum), float(factors[h]), n_some, rng
                    )
            summed: NDArray[np.float64] = np.maximum(times @ units, 0.0)
            return summed

        yield from in_blocks(draw, self.n_resamples, len(strata))

    def of_item(self, cells: ItemCells, domain: Domain) -> Resamples:
        """Return the resamples of an item in a group, and its weights without each unit."""
        domain.certain()
        c = domain.condition
        n_levels = len(cells.scores)
        _, n_items, width = self.shape
        first = (cells.group * n_items + self.numbers[cells.item.name]) * width
        columns = slice(first, first + n_levels)
        strata = self.strata[c]
        given = self.units[c][:, columns].toarray()
        sizes = np.bincount(strata, minlength=len(domain.units.sizes))
        times = sizes / np.maximum(sizes - 1, 1)
        totals = np.zeros((len(sizes), n_levels))
        np.add.at(totals, strata, given)
        change = (times - 1)[:, None] * totals
        left_out = totals.sum(axis=0) + change[strata] - times[strata][:, None] * given
        return Resamples(
            blocks=partial(self.blocks, c, columns),
            left_out=np.maximum(left_out, 0.0),
            held=np.ones(len(strata), dtype=np.int64),
            stratum=strata,
            sizes=sizes,
            factors=domain.units.factors,
            census=domain.census(),
        )


def _places(
    rows: SampledRows, sample: SurveySample
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the condition, the stratum and the group of the result that each group lies in."""
    merged = dict(sample.design.collapse)
    axes = sample.tally.axes
    numbers = [
        {key: k for k, key in enumerate(keys)}
        for keys in (sample.conditions, sample.strata, sample.groups)
    ]
    places: list[list[int]] = [[], [], []]
    for group in rows.groups:
        values = {
            axis.name: merged.get(value, value) if axis.role == "stratum" else value
            for axis, value in zip(axes, group, strict=True)
        }
        roles = {axis.role: values[axis.name] for axis in axes}
        keys = (
            None if sample.conditions == (None,) else roles["condition"],
            roles.get("stratum"),
            tuple(values[name] for name in sample.names),
        )
        for place, number, key in zip(places, numbers, keys, strict=True):
            # Rows outside a domain may be of no group of the result, and hold no answer.
            place.append(number.get(key, 0))
    conditions, strata, groups = (np.array(place, dtype=np.intp) for place in places)
    return conditions, strata, groups


def _unit_weights(
    rows: SampledRows,
    here: NDArray[np.intp],
    group: NDArray[np.intp],
    *,
    clusters: NDArray[np.intp] | None,
    shape: tuple[int, int, int],
    items: Sequence[Item],
) -> tuple[Any, NDArray[np.intp]]:
    """Return the weight that each unit gives to each level, and the unit of each row."""
    from scipy.sparse import csr_array

    owner = np.arange(len(here), dtype=np.intp)
    if clusters is not None:
        # By their first rows, so that a cluster of one is drawn as its respondent would be.
        _, first, number = np.unique(clusters, return_index=True, return_inverse=True)
        owner = first.argsort().argsort()[number]
    n_units = int(owner.max(initial=-1)) + 1
    _, n_items, width = shape
    where, columns, weights = [], [], []
    for i, item in enumerate(items):
        cells = rows.cells[here, i]
        valid = np.flatnonzero((cells >= 0) & (cells < item.scale.n_levels))
        where.append(owner[valid])
        columns.append((group[valid] * n_items + i) * width + cells[valid])
        weights.append(rows.weights[here][valid])
    matrix = csr_array(
        (np.concatenate(weights), (np.concatenate(where), np.concatenate(columns))),
        shape=(n_units, shape[0] * n_items * width),
    )
    return matrix, owner
