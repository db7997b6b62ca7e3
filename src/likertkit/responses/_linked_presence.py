"""Under which conditions of a wide frame each row holds an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit._kernels import merged_patterns
from likertkit.responses._eager import EagerSource
from likertkit.responses._joint import JointQuery
from likertkit.tally import cluster_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import LikertScale
    from likertkit.responses._declaration import Declaration
    from likertkit.responses._lazy import LazySource
    from likertkit.tally import Group

# What a row holds under a condition is a digit of a number: a bit for each kind of answer.
_BASE = 8


def linked_presence(
    source: EagerSource | LazySource,
    declared: Declaration,
    columns: tuple[str, ...],
    number: Mapping[Group, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the patterns of presence of rows that are sampled units.

    Parameters
    ----------
    source : EagerSource or LazySource
        The frame.
    declared : Declaration
        What its columns mean.
    columns : tuple of str
        The columns that split the tally besides the condition.
    number : mapping
        The number of each group of the tally, whose condition stands first.

    Returns
    -------
    entries, patterns : arrays of int
        As a tally keeps them of its clusters.
    """
    found = (
        _of_frame(source, declared, columns)
        if isinstance(source, EagerSource)
        else _of_engine(source, declared, columns)
    )
    entries, patterns = [np.zeros((0, 3), np.int64)], [np.zeros((0, 2), np.int64)]
    n_patterns = 0
    for i, conditions, groups, digits, often in found:
        for condition, held in zip(conditions, digits, strict=True):
            some = np.flatnonzero(held)
            at = np.array([number[condition, *groups[k]] for k in some.tolist()], dtype=np.int64)
            entries.append(np.column_stack([n_patterns + some, at, held[some]]))
        patterns.append(np.column_stack([np.full(len(often), i), often]).astype(np.int64))
        n_patterns += len(often)
    return merged_patterns(np.concatenate(entries), np.concatenate(patterns))


def _status(scale: LikertScale, width: int) -> NDArray[np.int64]:
    """Return the kind of answer that each cell holds; the cell after the last holds none."""
    cells = np.eye(width + 1)[:, : scale.n_cells]
    return cluster_status(cells, scale).astype(np.int64)


def _of_frame(source: EagerSource, declared: Declaration, columns: tuple[str, ...]) -> Any:
    rows, groups = source.groups(columns)
    n_rows = source.n_rows()
    own = np.zeros(n_rows, dtype=np.int64) if rows is None else rows.astype(np.int64)
    counted = np.ones(n_rows, dtype=np.bool_) if source.weights is None else source.weights > 0
    width = max(item.scale.n_cells for item in declared.instrument)
    for i, item in enumerate(declared.instrument):
        joint = own.copy()
        conditions = []
        for block, coded in zip(declared.blocks, source.blocks, strict=True):
            for j, _, column in coded:
                if j == i:
                    conditions.append(block.condition)
                    status = _status(item.scale, width)[column.cells(width)]
                    joint = joint * _BASE + status
        found, often = np.unique(joint[counted], return_counts=True)
        rest, digits = _digits(found, len(conditions))
        yield i, conditions, [groups[g] for g in rest.tolist()], digits, often


def _of_engine(source: LazySource, declared: Declaration, columns: tuple[str, ...]) -> Any:
    import narwhals as nw

    query = source.query(declared, columns)
    counted = nw.lit(1).cast(nw.Int64)
    if declared.weight is not None:
        weight = source.table.col(declared.weight).cast(nw.Float64)
        counted = (weight > 0).fill_null(value=False).cast(nw.Int64)
    asked = [[one for one in query.asked if one[1] == i] for i in range(len(declared.instrument))]
    cells = JointQuery(
        frame=source.table.frame,
        keys={query.key(k): source.table.col(name) for k, name in enumerate(columns)},
        columns={"often": counted},
        base=_BASE,
        pieces=[[_digit(query.indicators(one), one[2].scale) for one in some] for some in asked],
    ).run()
    for i, (some, found) in enumerate(zip(asked, cells, strict=True)):
        often = found.sums(["often"])[0].astype(np.int64)
        conditions = [declared.blocks[one[0]].condition for one in some]
        yield i, conditions, found.groups, found.digits, often


def _digit(indicators: Mapping[int | str, nw.Expr], scale: LikertScale) -> nw.Expr:
    """Return the kind of answer of a row as a number."""
    import narwhals as nw

    status = _status(scale, scale.n_cells)
    digit = nw.lit(0).cast(nw.Int64)
    for cell, indicator in indicators.items():
        if isinstance(cell, int):
            digit = digit + indicator.cast(nw.Int64) * int(status[cell])
    return digit


def _digits(numbers: NDArray[np.int64], n_digits: int) -> tuple[NDArray[np.int64], Any]:
    """Return what stands before the digits of numbers, and the digits."""
    digits = np.empty((n_digits, len(numbers)), dtype=np.int64)
    for place in reversed(range(n_digits)):
        numbers, digits[place] = np.divmod(numbers, _BASE)
    return numbers, digits
