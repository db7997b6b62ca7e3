"""Frames in memory: checked and coded once, counted from arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels import count_cells, sum_cells
from likertkit._text import counted
from likertkit.responses._alike import warn_of_words_read_as_blank
from likertkit.responses._columns import Column, check_columns, read_column
from likertkit.responses._counted import Counted, Presence, stack
from likertkit.responses._keys import (
    check_filled,
    check_respondents,
    factorize,
    group_rows,
    ordered_levels,
    read_weights,
)
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Block, Declaration

Coded = tuple[tuple[int, "Item", Column], ...]

# Counts, sums of weights and of squared weights.
_KINDS = 3


@attrs.frozen(eq=False)
class EagerSource:
    """A frame in memory, its answers checked.

    Attributes
    ----------
    frame : narwhals DataFrame
        A shallow copy of the frame, for the columns that make groups.
    blocks : tuple
        Item number, item and column of each item asked, block by block.
    weights : array of shape (n_rows,), or None
        The sampling weights.
    keys : tuple of str
        The declared columns that split every table.
    grouped : tuple of (array of int, shape (n_rows,), or None; list of tuple)
        The group of each row that these make, and the groups.
    ordered : mapping of str to tuple
        The values of each column whose type puts them in an order.
    """

    frame: nw.DataFrame[Any]
    blocks: tuple[Coded, ...]
    weights: NDArray[np.float64] | None
    keys: tuple[str, ...]
    grouped: tuple[NDArray[np.integer] | None, list[tuple[Hashable, ...]]]
    ordered: Mapping[str, tuple[str, ...]]

    @classmethod
    def open(cls, frame: nw.DataFrame[Any], declared: Declaration) -> EagerSource:
        """Check a frame against its declaration and code its answers."""
        declared.check_columns(frame.columns)
        blocks = tuple(
            tuple(
                (i, item, read_column(frame[column], item))
                for i, item, column in block.items(declared.instrument)
            )
            for block in declared.blocks
        )
        for block in blocks:
            check_columns([(item, column) for _, item, column in block])
        if frame.implementation.is_pandas():
            warn_of_words_read_as_blank([(item, one) for block in blocks for _, item, one in block])
        for purpose, name in declared.filled_columns():
            check_filled(frame[name], purpose)
        check_respondents(frame, declared)
        keys = declared.group_columns()
        return cls(
            frame,
            blocks,
            read_weights(frame, declared.weight),
            keys,
            group_rows([frame[name] for name in keys]),
            ordered_levels(frame.schema),
        )

    def groups(
        self, names: tuple[str, ...]
    ) -> tuple[NDArray[np.integer] | None, list[tuple[Hashable, ...]]]:
        """Return the group of each row that the columns of these names make, and the groups."""
        if names == self.keys:
            return self.grouped
        return group_rows([self.frame[name] for name in names])

    def columns(self) -> list[str]:
        """Return the names of the frame's columns."""
        return list(self.frame.columns)

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
        numbers, groups = self.groups(names)
        return stack(
            [
                self._count_block(declared, block, coded, numbers, groups)
                for block, coded in zip(declared.blocks, self.blocks, strict=True)
            ]
        )

    def _count_block(
        self,
        declared: Declaration,
        block: Block,
        coded: Coded,
        numbers: NDArray[np.integer] | None,
        groups: list[tuple[Hashable, ...]],
    ) -> Counted:
        width = max(item.scale.n_cells for item in declared.instrument)
        columns = [column.numbers for _, _, column in coded]
        places = [column.places for _, _, column in coded]
        blanks = [column.blank for _, _, column in coded]
        found: NDArray[np.float64] | NDArray[np.int64]
        if self.weights is None:
            found = count_cells(columns, places, blanks, width, numbers, len(groups))[None]
        else:
            weighty = self.weights > 0
            summands = [self.weights, self.weights**2]
            if not weighty.all():
                summands.append(weighty.astype(np.float64))
            found = sum_cells(columns, places, blanks, width, numbers, len(groups), summands)
        if found[..., -1].any():
            # The frame's memory was written to since it was checked.
            check_columns([(item, column) for _, item, column in coded])
        asked = [i for i, _, _ in coded]
        zeros = None
        if len(found) > _KINDS:
            # Whoever weighs nothing is sampled, and in no cell.
            zeros = np.zeros((len(groups), len(declared.instrument)), dtype=np.int64)
            zeros[:, asked] = (found[0] - found[-1]).sum(axis=2)
            found = found[[-1, 1, 2]]
        tables = np.zeros((len(found), len(groups), len(declared.instrument), width))
        tables[:, :, asked, :] = found[..., :-1]
        named = [(block.condition, *group) for group in groups] if declared.wide else groups
        return Counted(list(named), tables, zeros)

    def participation(self, declared: Declaration) -> tuple[list[Presence], int | None]:
        """Return the rows and the empty rows of each condition, and how many people there are."""
        n_rows = len(self.frame)
        people = None
        if declared.respondent is not None:
            people = len(factorize(self.frame[declared.respondent])[1])
        empty = [
            np.logical_and.reduce([column.is_blank() for _, _, column in coded])
            for coded in self.blocks
        ]
        if declared.condition is None:
            return [
                Presence(block.condition, n_rows, int(np.count_nonzero(mask)))
                for block, mask in zip(declared.blocks, empty, strict=True)
            ], people
        codes, conditions = factorize(self.frame[declared.condition])
        counts = np.bincount(codes, minlength=len(conditions)).tolist()
        empties = np.bincount(codes[empty[0]], minlength=len(conditions)).tolist()
        return [
            Presence(plain_key(name), n, n_empty)
            for name, n, n_empty in zip(conditions, counts, empties, strict=True)
        ], people
