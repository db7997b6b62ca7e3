"""A respondent's answers under several conditions, kept together where conditions are pooled."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.design import merged_patterns
from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.responses._pairing import Pairing
from likertkit.responses.engines._lazy_pairs import pairs_of_engine
from likertkit.responses.engines._query import JointQuery
from likertkit.responses.memory._eager import EagerSource, pairs_of_frame
from likertkit.tally import Clusters
from likertkit.tally._domains import cluster_status
from likertkit.tally._tables import fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import LikertScale
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.tally import Tally
    from likertkit.tally._axes import Group

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
    presences = (
        _of_frame(source, declared, columns)
        if isinstance(source, EagerSource)
        else _of_engine(source, declared, columns)
    )
    entries, patterns = [np.zeros((0, 3), np.int64)], [np.zeros((0, 2), np.int64)]
    n_patterns = 0
    for i, conditions, groups, digits, often in presences:
        for condition, kinds in zip(conditions, digits, strict=True):
            some = np.flatnonzero(kinds)
            at = np.array([number[condition, *groups[k]] for k in some.tolist()], dtype=np.int64)
            entries.append(np.column_stack([n_patterns + some, at, kinds[some]]))
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
    group = np.zeros(n_rows, dtype=np.int64) if rows is None else rows.astype(np.int64)
    counted = np.ones(n_rows, dtype=np.bool_) if source.weights is None else source.weights > 0
    width = max(item.scale.n_cells for item in declared.instrument)
    for i, item in enumerate(declared.instrument):
        joint = group.copy()
        conditions = []
        for block, coded in zip(declared.blocks, source.blocks, strict=True):
            for j, _, column in coded:
                if j == i:
                    conditions.append(block.condition)
                    status = _status(item.scale, width)[column.cells(width)]
                    joint = joint * _BASE + status
        joint_values, often = np.unique(joint[counted], return_counts=True)
        rest, digits = _digits(joint_values, len(conditions))
        yield i, conditions, [groups[g] for g in rest.tolist()], digits, often


def _of_engine(source: LazySource, declared: Declaration, columns: tuple[str, ...]) -> Any:
    import narwhals as nw

    query = source.query(declared, columns)
    counted = nw.lit(1).cast(nw.Int64)
    if declared.weight is not None:
        weight = source.table.col(declared.weight).cast(nw.Float64)
        counted = (weight > 0).fill_null(value=False).cast(nw.Int64)
    asked = [
        [column for column in query.asked if column[1] == i]
        for i in range(len(declared.instrument))
    ]
    cells = JointQuery(
        frame=source.table.frame,
        keys={query.key(k): source.table.col(name) for k, name in enumerate(columns)},
        columns={"often": counted},
        base=_BASE,
        pieces=[
            [_digit(query.indicators(column), column[2].scale) for column in some] for some in asked
        ],
    ).run()
    for i, (some, joint) in enumerate(zip(asked, cells, strict=True)):
        often = joint.sums(["often"])[0].astype(np.int64)
        conditions = [declared.blocks[column[0]].condition for column in some]
        yield i, conditions, joint.groups, joint.digits, often


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


def _conditions(tally: Tally) -> list[object]:
    """Return the conditions that have rows."""
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    return list(dict.fromkeys(group[place] for place in places for group in tally.groups))


def with_linked_rows(
    source: EagerSource | LazySource,
    declared: Declaration,
    names: tuple[str, ...],
    tally: Tally,
) -> Tally:
    """Return the tally of a wide frame with each row as one sampled unit.

    The products of a row's answers under two conditions are the counts of their pairs.
    """
    conditions = _conditions(tally)
    columns = tuple(name for name in names if name != WIDE_CONDITION)
    number = {group: g for g, group in enumerate(tally.groups)}
    width = tally.counts.shape[2]
    in_cells = tally.counts if tally.squares is None else tally.squares
    pairs = [(g, g) for g in range(len(tally.groups))]
    products: list[NDArray[np.float64]] = [
        cells[:, :, None] * np.eye(width) for cells in in_cells.astype(np.float64)
    ]
    people: list[object] = []
    for first, second in combinations(conditions, 2):
        # Each row is in both conditions, so that one list of the names suffices.
        pairing = Pairing.from_conditions(declared, first, second, columns, disjoint=bool(people))
        counted = (
            pairs_of_frame(source, pairing)
            if isinstance(source, EagerSource)
            else pairs_of_engine(source, pairing)
        )
        people = people or counted.people
        for group, table in zip(counted.groups, counted.tables[-1], strict=True):
            ends = number[first, *group], number[second, *group]
            inside = table[:, :width, :width]
            pairs.append((min(ends), max(ends)))
            products.append(inside if ends[0] < ends[1] else inside.swapaxes(1, 2))
    # A pair of groups, and all pairs, in the order that clusters of a column have.
    order = sorted(range(len(pairs)), key=pairs.__getitem__)
    entries, patterns = linked_presence(source, declared, declared.group_columns(columns), number)
    sizes = _sizes(tally, conditions)
    return attrs.evolve(
        tally,
        clusters=Clusters(
            pairs=np.array([pairs[k] for k in order], dtype=np.intp),
            products=np.reshape(
                [products[k] for k in order], (-1, len(tally.instrument), width, width)
            ),
            n_clusters=sizes,
            n_by_condition=tuple(
                ((condition, *key), n) for condition in conditions for key, n in sizes
            ),
            entries=entries,
            patterns=patterns,
            names=fingerprints(people),
            unit="respondent",
        ),
    )


def _sizes(tally: Tally, conditions: Sequence[object]) -> tuple[tuple[Group, int], ...]:
    """Return the rows of each stratum, which are the same under every condition."""
    at = {axis.role: place for place, axis in enumerate(tally.axes)}
    sizes: dict[Group, int] = {}
    for group, n_rows in zip(tally.groups, tally.n_sampled.tolist(), strict=True):
        if group[at["condition"]] == conditions[0]:
            key = (group[at["stratum"]],) if "stratum" in at else ()
            sizes[key] = sizes.get(key, 0) + max(n_rows)
    return tuple(sizes.items())
