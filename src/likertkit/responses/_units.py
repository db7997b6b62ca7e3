"""The respondents of a frame one by one, for what whole tables cannot give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.errors import ArgumentError
from likertkit.responses._eager import EagerSource
from likertkit.responses._keys import key_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.responses._responses import Responses
    from likertkit.tally import Group


@attrs.frozen(eq=False, kw_only=True)
class SampledRows:
    """Rows of answers, in an order that is that of the answers and not of the frame.

    Attributes
    ----------
    groups : tuple of tuple
        The value of each axis, group by group.
    group : array of int, shape (n_rows,)
        The group of each row.
    cells : array of int, shape (n_rows, n_items)
        The cell of each answer; -1 where the item was not asked.
    weights : array of float, shape (n_rows,)
        The sampling weights; 1 without.
    clusters : array of int, shape (n_rows,), or None
        The number of each row's cluster.
    """

    groups: tuple[Group, ...]
    group: NDArray[np.intp]
    cells: NDArray[np.int64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp] | None


def sampled_rows(responses: Responses, by: tuple[str, ...]) -> SampledRows:
    """Return the rows of responses, split as their tally is, and linked where that links them.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "a bootstrap of weights or clusters draws respondents, and the responses are in an "
            "engine, which would have to hand out every row.",
            "read the responses into memory, or use interval='t'.",
        )
    if not by:
        declared = declared.pooled()
    numbers, groups = source.groups(declared.group_columns(by))
    n_rows = source.n_rows()
    number = np.zeros(n_rows, dtype=np.intp) if numbers is None else numbers.astype(np.intp)
    names: list[Group] = []
    blocks, where = [], []
    for block, coded in zip(declared.blocks, source.blocks, strict=True):
        cells = np.full((n_rows, len(declared.instrument)), -1, dtype=np.int64)
        for i, item, column in coded:
            cells[:, i] = column.cells(item.scale.n_cells)
        where.append(number + len(names))
        names += [(block.condition, *one) for one in groups] if declared.wide else groups
        blocks.append(cells)
    cells, group = np.concatenate(blocks), np.concatenate(where)
    weights = np.ones(n_rows) if source.weights is None else source.weights
    weights = np.tile(weights, len(blocks))
    clusters = None
    if declared.cluster is not None:
        codes, keys = key_codes(source.frame[declared.cluster])
        clusters = np.tile(_ranks(keys)[codes], len(blocks))
    elif declared.linked:
        rows = (*np.hstack(blocks).T, weights[:n_rows], _ranks(groups)[number])
        clusters = np.tile(np.argsort(np.lexsort(rows)), len(blocks))
    ranks = _ranks(names)[group]
    # What a cluster is called decides where rows are alike: a cluster of one is its respondent.
    order = np.lexsort((*([] if clusters is None else [clusters]), *cells.T, weights, ranks))
    return SampledRows(
        groups=tuple(names),
        group=group[order],
        cells=cells[order],
        weights=weights[order],
        clusters=None if clusters is None else clusters[order],
    )


def _ranks(keys: Sequence[object]) -> NDArray[np.intp]:
    """Return a number for each key, the same in whichever order the rows name them."""
    order = sorted(range(len(keys)), key=lambda k: repr(keys[k]))
    ranks = np.empty(len(keys), dtype=np.intp)
    ranks[order] = np.arange(len(keys))
    return ranks


def cluster_column(responses: Responses) -> str | None:
    """Return the column of clusters of several respondents, or None.

    A respondent who is a cluster of rows is one unit of pairs.
    """
    declared = responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    return None if declared.cluster == declared.respondent else declared.cluster


def is_linked(responses: Responses) -> bool:
    """Return whether it is known whose answers under several conditions belong together."""
    declared = responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    return declared.wide or None not in (declared.condition, declared.respondent)
