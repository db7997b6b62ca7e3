"""Rao and Wu's bootstrap: respondents, or clusters of them, drawn within their strata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels import draw_units, is_census
from likertkit._text import Progress
from likertkit.estimate._resamples import Resamples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.estimate._cells import ItemCells
    from likertkit.estimate._domain import Domain
    from likertkit.estimate._sample import Sample
    from likertkit.instrument import Item
    from likertkit.responses import SampledRows

# Numbers that are drawn at a time.
_AT_ONCE = 4_000_000


@attrs.frozen(eq=False, kw_only=True)
class ResampledRows:
    """The weight at each level of each item and group, again and again.

    Attributes
    ----------
    units : tuple of sparse arrays, shape (n_units, n_groups x n_items x n_levels)
        The weight that each unit of a condition gives to each level.
    strata : tuple of arrays of int, shape (n_units,)
        The stratum of each unit of a condition.
    drawn : tuple of arrays, shape (n_resamples, n_groups x n_items x n_levels)
        The same summed over each resample of a condition's units.
    shape : (int, int, int)
        Groups, items and levels.
    numbers : dict
        The place of each item.
    """

    units: tuple[Any, ...]
    strata: tuple[NDArray[np.intp], ...]
    drawn: tuple[NDArray[np.float64], ...]
    shape: tuple[int, int, int]
    numbers: dict[str, int]

    @classmethod
    def of(
        cls, rows: SampledRows, sample: Sample, n_resamples: int, rng: np.random.Generator
    ) -> ResampledRows:
        """Draw from the units of each condition."""
        instrument = sample.tally.instrument
        n_levels = max(item.scale.n_levels for item in instrument)
        shape = (len(sample.groups), len(instrument), n_levels)
        condition, stratum, group = (found[rows.group] for found in _places(rows, sample))
        units, strata, drawn = [], [], []
        progress = Progress("Bootstrap")
        for c in range(len(sample.conditions)):
            here = np.flatnonzero(condition == c)
            clusters = None if rows.clusters is None else rows.clusters[here]
            matrix, owner = _unit_weights(
                rows, here, group[here], clusters=clusters, shape=shape, items=instrument.items
            )
            of_unit = np.zeros(matrix.shape[0], dtype=np.intp)
            of_unit[owner] = stratum[here]
            factors = sample.factors(c, sample.units[c].max(axis=1, initial=0))
            units.append(matrix)
            strata.append(of_unit)
            drawn.append(
                _draw(matrix, of_unit, factors, n_resamples=n_resamples, rng=rng, progress=progress)
            )
        progress.end()
        return cls(
            units=tuple(units),
            strata=tuple(strata),
            drawn=tuple(drawn),
            shape=shape,
            numbers={name: i for i, name in enumerate(instrument.names)},
        )

    def of_item(self, cells: ItemCells, domain: Domain) -> Resamples:
        """Return the resamples of an item in a group, and its weights without each unit."""
        domain.certain()
        c = domain.condition
        n_levels = len(cells.scores)
        _, n_items, width = self.shape
        first = (cells.group * n_items + self.numbers[cells.item.name]) * width
        own = slice(first, first + n_levels)
        strata = self.strata[c]
        given = self.units[c][:, own].toarray()
        sizes = np.bincount(strata, minlength=len(domain.sizes))
        times = sizes / np.maximum(sizes - 1, 1)
        totals = np.zeros((len(sizes), n_levels))
        np.add.at(totals, strata, given)
        change = (times - 1)[:, None] * totals
        left_out = totals.sum(axis=0) + change[strata] - times[strata][:, None] * given
        return Resamples(
            drawn=np.maximum(self.drawn[c][:, own], 0.0),
            left_out=np.maximum(left_out, 0.0),
            held=np.ones(len(strata), dtype=np.int64),
            stratum=strata,
            sizes=sizes,
            factors=domain.factors,
        )


def _places(
    rows: SampledRows, sample: Sample
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the condition, the stratum and the group of the result that each group lies in."""
    merged = dict(sample.options.collapse)
    axes = sample.tally.axes
    numbers = [
        {key: k for k, key in enumerate(keys)}
        for keys in (sample.conditions, sample.strata, sample.groups)
    ]
    found: list[list[int]] = [[], [], []]
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
        for place, number, key in zip(found, numbers, keys, strict=True):
            place.append(number[key])
    conditions, strata, groups = (np.array(place, dtype=np.intp) for place in found)
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
        owner = np.unique(clusters, return_inverse=True)[1]
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


def _draw(
    units: Any,
    strata: NDArray[np.intp],
    factors: NDArray[np.float64],
    *,
    n_resamples: int,
    rng: np.random.Generator,
    progress: Progress,
) -> NDArray[np.float64]:
    """Return the sums over each resample of the units."""
    n_units = len(strata)
    drawn = np.empty((n_resamples, units.shape[1]))
    members = [np.flatnonzero(strata == h) for h in range(len(factors))]
    for begin in range(0, n_resamples, size := max(1, _AT_ONCE // max(n_units, 1))):
        some = min(size, n_resamples - begin)
        times = np.ones((some, n_units))
        for h, own in enumerate(members):
            if len(own) > 1 and not is_census(factors[h : h + 1])[0]:
                times[:, own] = draw_units(len(own), float(factors[h]), some, rng)
        drawn[begin : begin + some] = times @ units
        progress.say(f"{begin + some} of {n_resamples} resamples")
    return drawn
