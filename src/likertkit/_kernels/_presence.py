"""In which groups clusters hold an answer: patterns, and the number of clusters of each.

How many clusters hold an answer in some of the groups cannot be told from sums of products.  It
can from the distinct patterns of presence, of which there are far fewer than clusters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def presence_of(
    status: NDArray[np.uint8], groups: NDArray[np.integer], clusters: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the patterns of clusters, as :func:`merged_patterns` does.

    Parameters
    ----------
    status : array of shape (n_rows, n_items)
        What a cluster holds of an item in one group, a row for each cluster and group; 0 for
        nothing.
    groups, clusters : array of shape (n_rows,)
        The group and the cluster of each row.
    """
    row, item = np.nonzero(status)
    n_items = status.shape[1]
    named, pattern = np.unique(clusters[row].astype(np.int64) * n_items + item, return_inverse=True)
    entries = np.column_stack([pattern.reshape(-1), groups[row], status[row, item]])
    patterns = np.column_stack([named % n_items, np.ones(len(named), dtype=np.int64)])
    return merged_patterns(entries.astype(np.int64), patterns.astype(np.int64))


def merged_patterns(
    entries: NDArray[np.int64], patterns: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Make one pattern of equal ones, and put patterns in an order that the data decide.

    Parameters
    ----------
    entries : array of shape (n_entries, 3)
        The number of a pattern, a group, and what the clusters hold there: bits that are joined
        where a group stands twice in a pattern.
    patterns : array of shape (n_patterns, 2)
        The item of each pattern, and the number of clusters that have it.

    Returns
    -------
    entries, patterns
        The same, each pattern once; those without an entry are left out.
    """
    order = np.lexsort((entries[:, 1], entries[:, 0]))
    entries = entries[order]
    if not len(entries):
        return entries, patterns[:0]
    first = _starts(entries[:, :2])
    status = np.bitwise_or.reduceat(entries[:, 2], first)
    entries = np.column_stack([entries[first, :2], status])
    starts = _starts(entries[:, :1])
    lengths = np.diff(np.append(starts, len(entries)))
    new_entries, new_patterns = [], []
    n_patterns = 0
    for length in np.unique(lengths).tolist():
        own = starts[lengths == length]
        item, number = patterns[entries[own, 0]].T
        at = own[:, None] + np.arange(length)
        keys = np.column_stack([item, entries[at, 1], entries[at, 2]])
        distinct, which = np.unique(keys, axis=0, return_inverse=True)
        total = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(total, which.reshape(-1), number)
        name = np.repeat(n_patterns + np.arange(len(distinct)), length)
        held = distinct[:, 1:].reshape(len(distinct), 2, length)
        new_entries.append(np.column_stack([name, held[:, 0].ravel(), held[:, 1].ravel()]))
        new_patterns.append(np.column_stack([distinct[:, 0], total]))
        n_patterns += len(distinct)
    return np.concatenate(new_entries), np.concatenate(new_patterns)


def _starts(rows: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return where rows differ from the row before."""
    return np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]).any(axis=1)))


def clusters_holding(
    entries: NDArray[np.int64],
    patterns: NDArray[np.int64],
    wanted: int,
    where: NDArray[np.intp],
    stratum: NDArray[np.intp],
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the clusters, and the strata, that hold something in sets of groups.

    Parameters
    ----------
    entries, patterns
        As :func:`merged_patterns` gives them.
    wanted : int
        The bits of which a cluster must hold one.
    where, stratum : arrays of int, shape (n_groups,)
        The set that a group is in, -1 for none, and its stratum.  No cluster lies in two strata.
    shape : (int, int)
        The numbers of sets and of items.

    Returns
    -------
    clusters, strata : arrays of int, of this shape
        How many hold it.
    """
    held = entries[((entries[:, 2] & wanted) > 0) & (where[entries[:, 1]] >= 0)]
    sets = where[held[:, 1]]
    _, once = np.unique(held[:, 0] * shape[0] + sets, return_index=True)
    item, number = patterns[held[once, 0]].T
    clusters = np.zeros(shape, dtype=np.int64)
    np.add.at(clusters, (sets[once], item), number)
    return clusters, strata_holding(sets[once], item, stratum[held[once, 1]], shape)


def strata_holding(
    sets: NDArray[np.integer],
    items: NDArray[np.integer],
    strata: NDArray[np.integer],
    shape: tuple[int, int],
) -> NDArray[np.int64]:
    """Return the number of different strata of each set and item, given what occurs."""
    distinct = np.unique(np.column_stack([sets, items, strata]), axis=0)
    found = np.zeros(shape, dtype=np.int64)
    np.add.at(found, (distinct[:, 0], distinct[:, 1]), 1)
    return found
