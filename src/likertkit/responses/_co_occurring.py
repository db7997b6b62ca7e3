"""Answers to two items in one row, for every two items, from a frame or an engine."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.counting import co_occurrences
from likertkit._kernels.items._alpha import Moments, moments_of_complete_rows
from likertkit.responses._to_tally import Counted, stack
from likertkit.responses.engines._query import JointQuery
from likertkit.responses.memory._columns import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.responses.engines._query import Asked, JointCells, Query
    from likertkit.responses.memory._columns import Column
    from likertkit.responses.memory._eager import EagerSource
    from likertkit.tally._axes import Group

# Rows whose cells stand in memory at one time.
_CHUNK = 1 << 18
_ROWS_OF_MOMENTS = 1 << 14
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
    numbers, groups = source.groups(tuple(names))
    parts = []
    for block, coded in zip(declared.blocks, source.blocks, strict=True):
        columns = {item.name: column for _, item, column in coded}
        asked = [(i, item, columns[item.name]) for i, item, _ in block.items(declared.instrument)]
        tables = _empty(declared, len(groups))
        zeros = None
        if source.weights is not None and not source.weights.all():
            zeros = np.zeros(len(groups), dtype=np.int64)
        at = np.array([i for i, _, _ in asked], dtype=np.intp)
        for start in range(0, len(source.frame) if asked else 0, _CHUNK):
            rows = slice(start, start + _CHUNK)
            cells = _cells(asked, rows, tables.shape[-1])
            # Who was not asked every item has no complete row.
            complete = np.full(len(cells[0]), len(asked) == len(declared.instrument))
            for (_, item, _), cell in zip(asked, cells, strict=True):
                complete &= cell < item.scale.n_levels
            weights = [] if source.weights is None else [source.weights[rows]]
            often = None
            if zeros is not None and weights:
                weighty = weights[0] > 0
                often = weighty.astype(np.float64)
                row_group = np.zeros(len(weighty), np.intp) if numbers is None else numbers[rows]
                zeros += np.bincount(row_group[~weighty], minlength=len(groups))
            tables[:, :, :, at[:, None], at] += co_occurrences(
                cells,
                complete,
                tables.shape[-1],
                None if numbers is None else numbers[rows],
                len(groups),
                [*weights, *(weight**2 for weight in weights)],
                often,
            )
        named = [(block.condition, *group) for group in groups] if declared.wide else groups
        parts.append(Counted(list(named), tables, zeros))
    return stack(parts)


def moments_of_frame(
    source: EagerSource,
    declared: Declaration,
    sets: Iterable[Sequence[str]],
    scores: Mapping[str, NDArray[np.float64]],
) -> list[Moments]:
    """Return the moments of the complete rows of each set of items, in a frame without groups.

    They are those of the co-occurrences, without these.
    """
    asked = [column for column in source.blocks[0] if column[1].name in scores]
    names = [item.name for _, item, _ in asked]
    places = [[names.index(name) for name in its] for its in sets]
    of_sets = [scores[name] for name in names], places
    width = max(item.scale.n_cells for item in declared.instrument)
    totals = moments_of_complete_rows(_cells(asked, slice(0, _ROWS_OF_MOMENTS), width), *of_sets)
    for start in range(_ROWS_OF_MOMENTS, len(source.frame), _ROWS_OF_MOMENTS):
        cells = _cells(asked, slice(start, start + _ROWS_OF_MOMENTS), width)
        totals = list(map(_added, totals, moments_of_complete_rows(cells, *of_sets)))
    return totals


def _added(first: Moments, second: Moments) -> Moments:
    return Moments(*map(np.add, first, second))


def _cells(
    asked: Sequence[tuple[int, Item, Column]], rows: slice, width: int
) -> list[NDArray[np.int16]]:
    """Return the cells of some rows, column by column."""
    cells = [
        attrs.evolve(column, numbers=column.numbers[rows]).cells(width) for _, _, column in asked
    ]
    if any((cell == width).any() for cell in cells):
        # The frame's memory was written to since it was checked.
        check_columns([(item, column) for _, item, column in asked])
    return cells


def co_occurrences_of_engine(
    source: LazySource, declared: Declaration, names: tuple[str, ...]
) -> Counted:
    """Count the co-occurrences in a frame that an engine holds, with one query after the checks."""
    import narwhals as nw

    query = source.query(declared, names)
    width = max(item.scale.n_cells for item in declared.instrument)
    columns = {"n_rows": nw.lit(1).cast(nw.Int64)}
    if declared.weight is not None:
        weight = source.table.col(declared.weight).cast(nw.Float64)
        columns["bad_weights"] = (~source.table.usable(declared.weight)).cast(nw.Int64)
        columns |= {"weights": weight, "squares": weight * weight}
        weighty = (weight > 0).fill_null(value=False)
        columns |= {"n_weighty": weighty.cast(nw.Int64), "n_zero": (~weighty).cast(nw.Int64)}
    pieces = [
        (b, piece)
        for b in range(len(declared.blocks))
        for piece in _pieces([column for column in query.asked if column[0] == b])
    ]
    cells = JointQuery(
        frame=source.table.frame,
        keys={query.key(k): source.table.col(name) for k, name in enumerate(names)},
        columns=columns,
        base=width + 1,
        pieces=[
            [_complete(query, b).cast(nw.Int64), *(query.cell(column, width) for column in piece)]
            for b, piece in pieces
        ],
    ).run()
    for (_, piece), joint in zip(pieces, cells, strict=True):
        source.check_keys(declared, query, joint.rows)
        source.check_weights(declared, joint.rows)
        for column, digit in zip(piece, joint.digits[1:], strict=True):
            if (digit == width).any():
                raise source.off_scale(query, column)
    parts = []
    for b, block in enumerate(declared.blocks):
        of_block = [
            (piece, joint) for (at, piece), joint in zip(pieces, cells, strict=True) if at == b
        ]
        groups = list(dict.fromkeys(group for _, joint in of_block for group in joint.groups))
        groups = groups if names else [()]
        tables = _empty(declared, len(groups))
        for piece, joint in of_block:
            _fill(tables, groups, piece, joint)
        zeros = None
        if declared.weight is not None and of_block:
            place = {group: g for g, group in enumerate(groups)}
            zeros = np.zeros(len(groups), dtype=np.int64)
            at = np.array([place[group] for group in of_block[0][1].groups], dtype=np.intp)
            np.add.at(zeros, at, of_block[0][1].sums(["n_zero"])[0].astype(np.int64))
        named = [(block.condition, *group) for group in groups] if declared.wide else groups
        parts.append(Counted(named, tables, zeros))
    return stack(parts)


def _pieces(asked: list[Asked]) -> list[list[Asked]]:
    """Return sets of a few columns of which every two columns share one.

    A condition that asks none of the items has a set without columns, for it has groups too.
    """
    parts = [asked[start : start + _PART] for start in range(0, len(asked), _PART)]
    if len(parts) < 2:
        return parts or [[]]
    return [[*first, *second] for first, second in combinations(parts, 2)]


def _complete(query: Query, block: int) -> nw.Expr:
    """Return whether a row has a valid answer to every item of the set."""
    import narwhals as nw

    of_block = [column for column in query.asked if column[0] == block]
    if len(of_block) < len(query.declared.instrument):
        return nw.lit(value=False)
    valid = []
    for column in of_block:
        cells = query.indicators(column)
        # A column of text has an indicator for the answers that occur, and for no others.
        levels = [cells[cell] for cell in range(column[2].scale.n_levels) if cell in cells]
        valid.append(reduce(or_, levels, nw.lit(value=False)))
    return reduce(and_, valid)


def _fill(
    tables: NDArray[np.float64],
    groups: Sequence[Group],
    piece: Sequence[Asked],
    joint: JointCells,
) -> None:
    """Write the co-occurrences of a few columns into a table of all columns."""
    place = {group: g for g, group in enumerate(groups)}
    names = ["n_rows"] if len(tables) == 1 else ["n_weighty", "weights", "squares"]
    often, *summands = joint.sums(names)
    at = np.array([column[1] for column in piece], dtype=np.intp)
    # Several pieces hold the same two columns, and say the same of them.
    tables[:, :, :, at[:, None], at] = co_occurrences(
        list(joint.digits[1:]),
        joint.digits[0] == 1,
        tables.shape[-1],
        np.array([place[group] for group in joint.groups], dtype=np.intp),
        len(groups),
        summands,
        often,
    )
