"""Frames in memory: checked and coded once, counted and paired from arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import numpy as np

from likertkit._kernels.counting import count_cells, cross_cells, sum_cells
from likertkit._text import counted
from likertkit.responses._keys import (
    check_filled,
    check_respondents,
    factorize,
    group_rows,
    ordered_levels,
    read_weights,
)
from likertkit.responses._pairing import place_of
from likertkit.responses._to_tally import Counted, CountedPairs, Presence, stack
from likertkit.responses.memory._columns import (
    Column,
    check_columns,
    column_of_numbers,
    read_column,
    warn_of_words_read_as_blank,
)
from likertkit.tally._axes import plain_key
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Block, Declaration
    from likertkit.responses._frames import HeldFrame
    from likertkit.responses._pairing import Pairing

Coded = tuple[tuple[int, "Item", Column], ...]

# Counts, sums of weights and of squared weights.
_KINDS = 3


@attrs.frozen(eq=False)
class EagerSource:
    """A frame in memory, its answers checked.

    Attributes
    ----------
    frame : HeldFrame
        A shallow copy of the frame, for the columns that make groups.
    blocks : tuple
        Item number, item and column of each item asked, block by block.
    found : array of int, shape (n_blocks, n_items, n_cells)
        The counts of all rows, which came of checking the columns.
    weights : array of shape (n_rows,), or None
        The sampling weights.
    keys : tuple of str
        The declared columns that split every table.
    grouped : tuple of (array of int, shape (n_rows,), or None; list of tuple)
        The group of each row that these make, and the groups.
    ordered : mapping of str to tuple
        The values of each column whose type puts them in an order.
    inside : array of bool, shape (n_rows,), or None
        Which rows lie in the domain; None where all do.
    made : tuple of str
        The names of answers that were made of others, and are no columns of the frame.
    """

    frame: HeldFrame
    blocks: tuple[Coded, ...]
    found: NDArray[np.int64]
    weights: NDArray[np.float64] | None
    keys: tuple[str, ...]
    grouped: tuple[NDArray[np.integer] | None, list[tuple[Hashable, ...]]]
    ordered: Mapping[str, tuple[str, ...]]
    inside: NDArray[np.bool_] | None = None
    made: tuple[str, ...] = ()

    @classmethod
    def open(cls, frame: HeldFrame, declared: Declaration) -> EagerSource:
        """Check a frame against its declaration and code its answers."""
        declared.check_columns(frame.names)
        asked = [block.items(declared.instrument) for block in declared.blocks]
        numbers = frame.numbers([column for block in asked for _, _, column in block])
        blocks = tuple(
            tuple(
                (i, item, _coded_column(frame, numbers, column, item))
                for i, item, column in block_columns
            )
            for block_columns in asked
        )
        width = max(item.scale.n_cells for item in declared.instrument)
        all_counts = np.zeros((len(blocks), len(declared.instrument), width), dtype=np.int64)
        for table, block_columns in zip(all_counts, blocks, strict=True):
            counts = check_columns([(item, column) for _, item, column in block_columns])
            table[[i for i, _, _ in block_columns], : counts.shape[1]] = counts
        if frame.is_pandas():
            warn_of_words_read_as_blank(
                [(item, block_columns) for block in blocks for _, item, block_columns in block]
            )
        for purpose, name in declared.filled_columns():
            check_filled(frame[name], purpose)
        check_respondents(frame, declared)
        keys = declared.group_columns()
        return cls(
            frame,
            blocks,
            all_counts,
            read_weights(frame, declared.weight),
            keys,
            group_rows([frame[name] for name in keys]),
            {**ordered_levels(frame.types()), **frame.dictionaries()},
        )

    def groups(
        self, names: tuple[str, ...]
    ) -> tuple[NDArray[np.integer] | None, list[tuple[Hashable, ...]]]:
        """Return the group of each row that the columns of these names make, and the groups."""
        if names == self.keys:
            return self.grouped
        return group_rows([self._column(name) for name in names])

    def _column(self, name: str) -> nw.Series[Any]:
        """Return a column, or which rows lie in the domain."""
        if name != IN_DOMAIN or self.inside is None:
            return self.frame[name]
        import narwhals as nw

        return nw.new_series(IN_DOMAIN, self.inside.astype(np.int8), backend="pandas")

    def columns(self) -> list[str]:
        """Return the names of the frame's columns, and of answers beside them."""
        return list(dict.fromkeys((*self.frame.names, *self.made)))

    def in_domain(self) -> NDArray[np.bool_]:
        """Return which rows lie in the domain; all do where there is none."""
        return np.ones(self.n_rows(), np.bool_) if self.inside is None else self.inside

    def levels(self) -> Mapping[str, tuple[str, ...]]:
        """Return the values of each column whose type puts them in an order."""
        return self.ordered

    def describe(self) -> str:
        """Return how many rows there are."""
        return counted(len(self.frame), "row")

    def n_rows(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def count(self, declared: Declaration, names: tuple[str, ...]) -> Counted:
        """Count the answers of each group that the columns of these names make."""
        if not names and self.weights is None:
            return self._count_all(declared)
        numbers, groups = self.groups(names)
        counts = [
            self._count_block(declared, block, coded, numbers, groups)
            for block, coded in zip(declared.blocks, self.blocks, strict=True)
        ]
        return counts[0] if len(counts) == 1 else stack(counts)

    def _count_all(self, declared: Declaration) -> Counted:
        """Return the answers of all rows, which were counted when they were checked."""
        groups: list[tuple[Hashable, ...]] = [
            (block.condition,) if declared.wide else () for block in declared.blocks
        ]
        return Counted(groups, self.found[None].astype(np.float64))

    def _count_block(
        self,
        declared: Declaration,
        block: Block,
        coded: Coded,
        numbers: NDArray[np.integer] | None,
        groups: list[tuple[Hashable, ...]],
    ) -> Counted:
        _, n_items, width = self.found.shape
        columns = [column.numbers for _, _, column in coded]
        places = [column.places for _, _, column in coded]
        blanks = [column.blank for _, _, column in coded]
        asked = [i for i, _, _ in coded]
        cells: NDArray[np.float64] | NDArray[np.int64]
        if self.weights is None:
            cells = count_cells(columns, places, blanks, width, numbers, len(groups))[None]
        else:
            weighty = self.weights > 0
            summands = [self.weights, self.weights**2]
            if not weighty.all():
                summands.append(weighty.astype(np.float64))
            cells = sum_cells(columns, places, blanks, width, numbers, len(groups), summands)
        if cells[..., -1].any():
            # The frame's memory was written to since it was checked.
            check_columns([(item, column) for _, item, column in coded])
        zeros = None
        if len(cells) > _KINDS:
            # Whoever weighs nothing is sampled, and in no cell.
            zeros = np.zeros((len(groups), n_items), dtype=np.int64)
            zeros[:, asked] = (cells[0] - cells[-1]).sum(axis=2)
            cells = cells[[-1, 1, 2]]
        tables = np.zeros((len(cells), len(groups), n_items, width))
        tables[:, :, asked, :] = cells[..., :-1]
        named = [(block.condition, *group) for group in groups] if declared.wide else groups
        return Counted(list(named), tables, zeros)

    def participation(self, declared: Declaration) -> tuple[list[Presence], int | None]:
        """Return the rows and the empty rows of each condition, and how many people there are."""
        inside = self.in_domain()
        n_rows = int(np.count_nonzero(inside))
        people = None
        if declared.respondent is not None:
            people = len(np.unique(factorize(self.frame[declared.respondent])[0][inside]))
        empty = [
            np.logical_and.reduce([column.is_blank() for _, _, column in coded]) & inside
            for coded in self.blocks
        ]
        if declared.condition is None:
            return [
                Presence(block.condition, n_rows, int(np.count_nonzero(mask)))
                for block, mask in zip(declared.blocks, empty, strict=True)
            ], people
        codes, conditions = factorize(self.frame[declared.condition])
        counts = np.bincount(codes[inside], minlength=len(conditions)).tolist()
        empties = np.bincount(codes[empty[0]], minlength=len(conditions)).tolist()
        return [
            Presence(plain_key(name), n, n_empty)
            for name, n, n_empty in zip(conditions, counts, empties, strict=True)
        ], people


def _coded_column(
    frame: HeldFrame, numbers: Mapping[str, NDArray[np.number]], column: str, item: Item
) -> Column:
    """Return a column of answers, of plain numbers where it is known to hold these."""
    if column in numbers:
        return column_of_numbers(numbers[column], item)
    return read_column(frame[column], item)


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
        first, second = (_cells(asked.get(i), rows, absent) for asked, rows in sides)
        tables[:, :, i] = cross_cells(first, second, absent + 1, numbers, len(groups), summands)
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
    used, group = np.unique(numbers[lead], return_inverse=True)
    return group.reshape(-1), [groups[g] for g in used]


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
