"""Clusters: products of their totals, and the groups in which they hold an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def cluster_products(
    totals: NDArray[np.float64], groups: NDArray[np.integer], clusters: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Sum the products of the totals of one cluster, for every two groups that it has rows in.

    Parameters
    ----------
    totals : array of shape (n_rows, n_items, n_cells)
        The total of a cluster in each cell of one group, a row for each cluster and group.
    groups, clusters : array of shape (n_rows,)
        The group and the cluster of each row; no two rows have both in common.

    Returns
    -------
    pairs : array of shape (n_pairs, 2)
        Two groups, the lower number first, in ascending order.
    products : array of shape (n_pairs, n_items, n_cells, n_cells)
        The sum over the clusters.
    """
    order = np.lexsort((groups, clusters))
    groups, clusters = groups[order].astype(np.intp), clusters[order]
    lefts, rights = [], []
    distance = 0
    left = np.arange(len(groups))
    while len(left):
        lefts.append(left)
        rights.append(left + distance)
        distance += 1
        left = left[left + distance < len(groups)]
        left = left[clusters[left] == clusters[left + distance]]
    if not lefts:
        shape = (0, *totals.shape[1:], totals.shape[2])
        return np.zeros((0, 2), dtype=np.intp), np.zeros(shape)
    one, other = np.concatenate(lefts), np.concatenate(rights)
    both = np.column_stack([groups[one], groups[other]])
    pairs, number = np.unique(both, axis=0, return_inverse=True)
    number = number.reshape(-1)
    products = np.empty((len(pairs), *totals.shape[1:], totals.shape[2]))
    rows_of = np.split(np.argsort(number, kind="stable"), np.cumsum(np.bincount(number))[:-1])
    for pair, rows in enumerate(rows_of):
        first, second = totals[order[one[rows]]], totals[order[other[rows]]]
        products[pair] = first.transpose(1, 2, 0) @ second.transpose(1, 0, 2)
    return pairs, products


def summed_pairs(
    pairs: NDArray[np.intp], products: NDArray[np.float64], where: NDArray[np.intp] | None = None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Add up the products of equal pairs of groups, after groups became others.

    Parameters
    ----------
    pairs : array of shape (n_pairs, 2)
        Two groups, the lower number first, some pairs more than once.
    products : array of shape (n_pairs, n_items, n_cells, n_cells)
        As :func:`cluster_products` gives them.
    where : array of shape (n_groups,), optional
        What each group became; by default itself.

    Returns
    -------
    pairs, products
        The same with each pair once, in ascending order.
    """
    if where is not None:
        turned = products.transpose(0, 1, 3, 2)
        apart = pairs[:, 0] != pairs[:, 1]
        pairs = where[pairs]
        # Two groups stand for both of their orders, and so count twice where they became one.
        merged = apart & (pairs[:, 0] == pairs[:, 1])
        swapped = pairs[:, 0] > pairs[:, 1]
        products = np.where(swapped[:, None, None, None], turned, products)
        products = products + np.where(merged[:, None, None, None], turned, 0.0)
    distinct, number = np.unique(np.sort(pairs, axis=1), axis=0, return_inverse=True)
    total = np.zeros((len(distinct), *products.shape[1:]))
    np.add.at(total, number.reshape(-1), products)
    return distinct.reshape(-1, 2), total


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
        at_start = starts[lengths == length]
        item, number = patterns[entries[at_start, 0]].T
        at = at_start[:, None] + np.arange(length)
        keys = np.column_stack([item, entries[at, 1], entries[at, 2]])
        distinct, which = np.unique(keys, axis=0, return_inverse=True)
        total = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(total, which.reshape(-1), number)
        name = np.repeat(n_patterns + np.arange(len(distinct)), length)
        members = distinct[:, 1:].reshape(len(distinct), 2, length)
        new_entries.append(np.column_stack([name, members[:, 0].ravel(), members[:, 1].ravel()]))
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
    holding = entries[((entries[:, 2] & wanted) > 0) & (where[entries[:, 1]] >= 0)]
    sets = where[holding[:, 1]]
    _, once = np.unique(holding[:, 0] * shape[0] + sets, return_index=True)
    item, number = patterns[holding[once, 0]].T
    clusters = np.zeros(shape, dtype=np.int64)
    np.add.at(clusters, (sets[once], item), number)
    return clusters, strata_holding(sets[once], item, stratum[holding[once, 1]], shape)


def strata_holding(
    sets: NDArray[np.integer],
    items: NDArray[np.integer],
    strata: NDArray[np.integer],
    shape: tuple[int, int],
) -> NDArray[np.int64]:
    """Return the number of different strata of each set and item, given what occurs."""
    distinct = np.unique(np.column_stack([sets, items, strata]), axis=0)
    n_strata = np.zeros(shape, dtype=np.int64)
    np.add.at(n_strata, (distinct[:, 0], distinct[:, 1]), 1)
    return n_strata
