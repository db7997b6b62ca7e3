"""Pairs of answers from a frame in memory, without a join."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels import cross_cells
from likertkit.responses._columns import check_columns
from likertkit.responses._counted import CountedPairs
from likertkit.responses._keys import factorize
from likertkit.responses._pairing import place_of
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._columns import Column
    from likertkit.responses._eager import Coded, EagerSource
    from likertkit.responses._pairing import Pairing


class _Matched(NamedTuple):
    """The row of each respondent under the first and the second condition; -1 for none."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    people: list[object]


def pairs_of_frame(source: EagerSource, pairing: Pairing) -> CountedPairs:
    """Count each respondent's cells under both conditions."""
    matched = _matched(source, pairing)
    lead = np.where(matched.first >= 0, matched.first, matched.second)
    numbers, groups = _groups(source, pairing, matched, lead)
    summands: tuple[NDArray[np.float64], ...] = ()
    zeros = None
    if source.weights is not None:
        weights = source.weights[lead]
        summands = (weights, weights**2)
        if not weights.all():
            # Whoever weighs nothing is sampled, and in no cell.
            at = np.zeros(len(weights), np.intp) if numbers is None else numbers
            zeros = np.bincount(at[weights == 0], minlength=len(groups))
            summands = (*summands, (weights > 0).astype(np.float64))
    instrument = pairing.declared.instrument
    absent = max(item.scale.n_cells for item in instrument)
    shape = (1 + len(summands), len(groups), len(instrument), absent + 1, absent + 1)
    tables = np.zeros(shape)
    sides = [
        ({i: (item, column) for i, item, column in coded}, rows)
        for coded, rows in zip(
            _coded(source, pairing), (matched.first, matched.second), strict=True
        )
    ]
    for i in range(len(instrument)):
        if not any(i in asked for asked, _ in sides):
            continue
        one, other = (_cells(asked.get(i), rows, absent) for asked, rows in sides)
        tables[:, :, i] = cross_cells(one, other, absent + 1, numbers, len(groups), summands)
    if zeros is not None:
        tables = tables[[-1, 1, 2]]
    return CountedPairs(groups, tables, matched.people, zeros)


def _coded(source: EagerSource, pairing: Pairing) -> tuple[Coded, Coded]:
    """Return the columns asked under the first and under the second condition."""
    blocks = pairing.declared.blocks
    first, second = (source.blocks[blocks.index(block)] for block in pairing.blocks())
    return first, second


def _matched(source: EagerSource, pairing: Pairing) -> _Matched:
    declared = pairing.declared
    n_rows = len(source.frame)
    if declared.wide:
        rows = np.arange(n_rows)
        names: list[object] = []
        if declared.respondent is not None and not pairing.disjoint:
            names = factorize(source.frame[declared.respondent])[1]
        return _Matched(rows, rows, names)
    whose, people = factorize(source.frame[str(declared.respondent)])
    codes, conditions = factorize(source.frame[str(declared.condition)])
    known = [plain_key(value) for value in conditions]
    if n_rows and not pairing.disjoint:
        levels = source.levels().get(str(declared.condition), ())
        pairing.check_found(list(dict.fromkeys((*known, *levels))))
    sides = []
    for condition in (pairing.first, pairing.second):
        at = np.full(len(people), -1, dtype=np.intp)
        place = place_of(condition, known)
        if place is not None:
            rows = np.flatnonzero(codes == place)
            at[whose[rows]] = rows
        sides.append(at)
    there = (sides[0] >= 0) | (sides[1] >= 0)
    if not there.all():
        people = [people[k] for k in np.flatnonzero(there)]
    return _Matched(sides[0][there], sides[1][there], people)


def _groups(
    source: EagerSource, pairing: Pairing, matched: _Matched, lead: NDArray[np.intp]
) -> tuple[NDArray[np.intp] | None, list[tuple[Hashable, ...]]]:
    """Return each respondent's group and the groups that have somebody; None for one of all."""
    numbers, groups = source.groups(pairing.groups)
    both = (matched.first >= 0) & (matched.second >= 0)
    torn = np.zeros(len(lead), dtype=np.bool_)
    if numbers is not None:
        torn |= both & (numbers[matched.first] != numbers[matched.second])
    if source.weights is not None:
        torn |= both & (source.weights[matched.first] != source.weights[matched.second])
    if torn.any():
        raise pairing.torn_error([matched.people[k] for k in np.flatnonzero(torn)])
    if numbers is None:
        return None, groups
    used, own = np.unique(numbers[lead], return_inverse=True)
    return own.reshape(-1), [groups[g] for g in used]


def _cells(
    asked: tuple[Item, Column] | None, rows: NDArray[np.intp], absent: int
) -> NDArray[np.int16]:
    """Return each respondent's cell under one condition."""
    if asked is None:
        return np.full(len(rows), absent, dtype=np.int16)
    item, column = asked
    cells = column.cells(absent)
    if (cells == absent).any():
        # The frame's memory was written to since it was checked.
        check_columns([(item, column)])
    return np.where(rows >= 0, cells[rows], np.int16(absent))
