from __future__ import annotations

import numpy as np
import pytest
from tests.reference import tables as plain

from likertkit._kernels.design import cluster_products, summed_pairs


def drawn(n_clusters, n_groups, share, seed=1):
    """Return the totals of clusters in the groups that they have rows in, in any order."""
    rng = np.random.default_rng(seed)
    every = [(c, g) for c in range(n_clusters) for g in range(n_groups) if rng.random() < share]
    rng.shuffle(every)
    clusters, groups = np.array(every, dtype=np.intp).reshape(-1, 2).T
    return rng.integers(0, 9, (len(every), 2, 3)).astype(float), groups, clusters


@pytest.mark.parametrize("share", [0.2, 0.6, 1.0])
@pytest.mark.parametrize(("n_clusters", "n_groups"), [(1, 1), (7, 1), (1, 5), (8, 4)])
def test_products_are_summed_cluster_by_cluster(n_clusters, n_groups, share):
    """Each two groups of a cluster once, the lower number first; each group with itself."""
    totals, groups, clusters = drawn(n_clusters, n_groups, share)
    pairs, products = cluster_products(totals, groups, clusters)
    rows = list(zip(clusters.tolist(), groups.tolist(), totals.tolist(), strict=True))
    expected = plain.products_of_totals(rows)
    assert [tuple(pair) for pair in pairs.tolist()] == sorted(expected)
    assert products.tolist() == [expected[pair] for pair in sorted(expected)]


def test_the_first_cell_belongs_to_the_first_group():
    """One cluster with 2 people in a cell of group 0 and 3 in another of group 1."""
    totals = np.zeros((2, 1, 2))
    totals[0, 0, 1], totals[1, 0, 0] = 3, 2
    pairs, products = cluster_products(totals, np.array([1, 0]), np.array([5, 5]))
    assert pairs.tolist() == [[0, 0], [0, 1], [1, 1]]
    assert products[:, 0].tolist() == [[[4, 0], [0, 0]], [[0, 6], [0, 0]], [[0, 0], [0, 9]]]


def test_no_cluster_has_no_pairs():
    """The shapes stay those of a table."""
    none = np.zeros(0, dtype=np.intp)
    pairs, products = cluster_products(np.zeros((0, 2, 3)), none, none)
    assert (pairs.shape, products.shape) == ((0, 2), (0, 2, 3, 3))
    pairs, products = summed_pairs(pairs, products)
    assert (pairs.shape, products.shape) == ((0, 2), (0, 2, 3, 3))
    pairs, products = summed_pairs(pairs, products, np.array([0, 0]))
    assert (pairs.shape, products.shape) == ((0, 2), (0, 2, 3, 3))


@pytest.mark.parametrize("where", [[0, 1, 2, 3], [3, 2, 1, 0], [0, 0, 0, 0], [1, 0, 1, 0]])
def test_groups_that_become_one_are_one_from_the_start(where):
    """Merged, turned or renumbered: as if the totals had been those of the new groups."""
    totals, groups, clusters = drawn(9, 4, 0.7)
    where = np.array(where)
    pairs, products = summed_pairs(*cluster_products(totals, groups, clusters), where)
    together = {}
    for total, group, cluster in zip(totals, where[groups], clusters, strict=True):
        key = (int(cluster), int(group))
        together[key] = together.get(key, 0) + total
    rows = [(*key, total.tolist()) for key, total in together.items()]
    expected = plain.products_of_totals(rows)
    assert [tuple(pair) for pair in pairs.tolist()] == sorted(expected)
    assert products.tolist() == [expected[pair] for pair in sorted(expected)]


def test_equal_pairs_of_two_parts_add_up():
    """Without new numbers, the products of equal pairs are summed, in order."""
    totals, groups, clusters = drawn(9, 4, 0.7)
    pairs, products = cluster_products(totals, groups, clusters)
    twice = np.concatenate([pairs[::-1], pairs]), np.concatenate([products[::-1], products])
    again, doubled = summed_pairs(*twice)
    assert again.tolist() == pairs.tolist()
    assert doubled.tolist() == (2 * products).tolist()
