"""Answers to two items in one row, for every two items, from a frame or an engine."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels import co_occurrences
from likertkit.responses._columns import check_columns
from likertkit.responses._counted import Counted, stack
from likertkit.responses._keys import group_rows
from likertkit.responses._query import Query, collect, number, usable
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._columns import Column
    from likertkit.responses._declaration import Declaration
    from likertkit.responses._eager import EagerSource
    from likertkit.responses._lazy import LazySource
    from likertkit.responses._query import Asked
    from likertkit.tally import Group

# Rows whose cells stand in memory at one time.
_CHUNK = 1 << 18
# Items of a part: an engine counts the joint cells of two parts at a time.
_PART = 2


def _empty(declared: Declaration, n_groups: int) -> NDArray[np.float64]:
    n_items = len(declared.instrument)
    width = max(item.scale.n_cells for item in declared.instrument)
    kinds = 1 if declared.weight is None else 3
    return np.zeros((kinds, n_groups, 2, n_items, n_items, width, width))


def co_occurrences_of_frame(
    source: EagerSource, declared: Declaration, names: tuple[str, ...]
) -> Counted:
    """Count the co-occurrences in a frame in memory, for the items of *declared*."""
    numbers, groups = group_rows([source.frame[name] for name in names])
    parts = []
    for block, coded in zip(declared.blocks, source.blocks, strict=True):
        columns = {item.name: column for _, item, column in coded}
        asked = [(i, item, columns[item.name]) for i, item, _ in block.items(declared.instrument)]
        tables = _empty(declared, len(groups))
        at = np.array([i for i, _, _ in asked], dtype=np.intp)
        for start in range(0, len(source.frame) if asked else 0, _CHUNK):
            rows = slice(start, start + _CHUNK)
            cells = _cells(asked, rows, tables.shape[-1])
            # Who was not asked every item has no complete row.
            complete = np.full(len(cells[0]), len(asked) == len(declared.instrument))
            for (_, item, _), one in zip(asked, cells, strict=True):
                complete &= one < item.scale.n_levels
            weights = [] if source.weights is None else [source.weights[rows]]
            tables[:, :, :, at[:, None], at] += co_occurrences(
                cells,
                complete,
                tables.shape[-1],
                None if numbers is None else numbers[rows],
                len(groups),
                [*weights, *(weight**2 for weight in weights)],
            )
        named = [(block.condition, *group) for group in groups] if declared.wide else groups
        parts.append(Counted(list(named), tables))
    return stack(parts)


def _cells(
    asked: Sequence[tuple[int, Item, Column]], rows: slice, width: int
) -> list[NDArray[np.int16]]:
    """Return the cells of some rows, column by column."""
    cells = [
        attrs.evolve(column, numbers=column.numbers[rows]).cells(width) for _, _, column in asked
    ]
    if any((one == width).any() for one in cells):
        # The frame's memory was written to since it was checked.
        check_columns([(item, column) for _, item, column in asked])
    return cells


def co_occurrences_of_engine(
    source: LazySource, declared: Declaration, names: tuple[str, ...]
) -> Counted:
    """Count the co-occurrences in a frame that an engine holds, with one query after the checks."""
    import narwhals as nw

    source.check_plain(names)
    asked = source.asked(declared)
    spelled = source.spelled([one for one in asked if source.is_text(one[3])])
    source.check_respondents(declared)
    query = Query(source.frame, source.types, declared, asked, spelled, names)
    pieces = [
        _Piece(source, query, b, tuple(own))
        for b in range(len(declared.blocks))
        for own in _pieces([one for one in asked if one[0] == b])
    ]
    found: dict[int, list[dict[str, Any]]] = {k: [] for k in range(len(pieces))}
    for row in collect(nw.concat([p.sums(k) for k, p in enumerate(pieces)], how="vertical")):
        found[int(number(row, "piece"))].append(row)
    for k, piece in enumerate(pieces):
        if k == 0 or piece.block != pieces[k - 1].block:
            source.check_keys(declared, query, found[k])
            source.check_weights(declared, found[k])
        piece.check(found[k])
    parts: dict[int, Counted] = {}
    for k, piece in enumerate(pieces):
        groups = list(dict.fromkeys(piece.group(row) for row in found[k]))
        groups = groups or ([] if names else [piece.group({})])
        into = parts.setdefault(piece.block, Counted(groups, _empty(declared, len(groups))))
        piece.fill(into, found[k])
    return stack(list(parts.values()))


def _pieces(asked: list[Asked]) -> list[list[Asked]]:
    """Return sets of a few columns of which every two columns share one.

    A condition that asks none of the items has a set without columns, for it has groups too.
    """
    parts = [asked[start : start + _PART] for start in range(0, len(asked), _PART)]
    if len(parts) < 2:
        return parts or [[]]
    return [[*one, *other] for one, other in combinations(parts, 2)]


@attrs.frozen(eq=False)
class _Piece:
    """A few columns, whose joint cells are counted: a row for each joint cell that occurs.

    A joint cell is a number whose digits, in a base of one more than the cells of a column, are
    the cells; the last digit is one where the row is complete.
    """

    source: LazySource
    query: Query
    block: int
    asked: tuple[Asked, ...]

    @property
    def _width(self) -> int:
        return max(item.scale.n_cells for item in self.query.declared.instrument)

    def _complete(self) -> nw.Expr:
        """Return whether a row has a valid answer to every item of the set."""
        import narwhals as nw

        own = [one for one in self.query.asked if one[0] == self.block]
        if len(own) < len(self.query.declared.instrument):
            return nw.lit(value=False)
        valid = []
        for one in own:
            levels = range(one[2].scale.n_levels)
            cells = self.query.indicators(one)
            # A column of text has an indicator for the answers that occur, and for no others.
            none = nw.lit(value=False)
            valid.append(reduce(or_, (cells[cell] for cell in levels if cell in cells), none))
        return reduce(and_, valid)

    def sums(self, piece: int) -> nw.LazyFrame[Any]:
        """Return the number of rows and the sums of weights of each group and joint cell."""
        import narwhals as nw

        joint = self._complete().cast(nw.Int64)
        for one in self.asked:
            joint = joint * (self._width + 1)
            for cell, indicator in self.query.indicators(one).items():
                place = self._width if cell == "other" else int(cell)
                joint = joint + indicator.cast(nw.Int64) * place
        keys = {self.query.key(k): nw.col(name) for k, name in enumerate(self.query.groups)}
        columns: dict[str, nw.Expr] = {"n_rows": nw.lit(1).cast(nw.Int64)}
        weight = self.query.declared.weight
        if weight is not None:
            columns["bad_weights"] = (~usable(weight)).cast(nw.Int64)
            columns["weights"] = nw.col(weight).cast(nw.Float64)
            columns["squares"] = columns["weights"] * columns["weights"]
        keys |= {"piece": nw.lit(piece).cast(nw.Int64), "joint": joint}
        rows = self.source.frame.select(
            *(expression.alias(name) for name, expression in (keys | columns).items())
        )
        totals = [nw.col(name).sum() for name in columns]
        return self.source.totals(rows, list(keys), totals).select(*keys, *columns)

    def _digits(self, rows: list[dict[str, Any]]) -> NDArray[np.int64]:
        """Return whether each row is complete, then its cell in each column."""
        joint = np.array([int(number(row, "joint")) for row in rows], dtype=np.int64)
        digits = np.empty((len(self.asked) + 1, len(rows)), dtype=np.int64)
        for place in range(len(self.asked), -1, -1):
            joint, digits[place] = np.divmod(joint, self._width + 1)
        return digits

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raise if a column has a number that is none of its item's codes."""
        for one, cells in zip(self.asked, self._digits(rows)[1:], strict=True):
            if (cells == self._width).any():
                raise self.source.off_scale(self.query, one)

    def group(self, row: dict[str, Any]) -> Group:
        """Return the group of one of the query's rows."""
        keys = tuple(plain_key(row[self.query.key(k)]) for k in range(len(self.query.groups)))
        declared = self.query.declared
        return (declared.blocks[self.block].condition, *keys) if declared.wide else keys

    def fill(self, into: Counted, rows: list[dict[str, Any]]) -> None:
        """Write the co-occurrences of these columns into a table of all columns."""
        complete, *cells = self._digits(rows)
        number_of = {group: g for g, group in enumerate(into.groups)}
        groups = np.array([number_of[self.group(row)] for row in rows], dtype=np.intp)
        sums = ["n_rows", "weights", "squares"][: len(into.tables)]
        often, *summands = (np.array([number(row, name) for row in rows]) for name in sums)
        at = np.array([one[1] for one in self.asked], dtype=np.intp)
        # Several pieces hold the same two columns, and say the same of them.
        into.tables[:, :, :, at[:, None], at] = co_occurrences(
            cells, complete == 1, self._width, groups, len(into.groups), summands, often
        )
