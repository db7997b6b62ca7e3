"""Sums of products of cluster totals."""

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
