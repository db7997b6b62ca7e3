"""Patterns of presence: which clusters hold an answer where, and how many are alike."""

from __future__ import annotations

import numpy as np

from likertkit._kernels.design import clusters_holding, merged_patterns, presence_of

# Clusters 0 to 3 in groups 0 to 2; two items.
CLUSTERS = np.array([0, 0, 1, 1, 2, 3, 3])
GROUPS = np.array([0, 1, 0, 1, 2, 1, 0])
STATUS = np.array([[1, 0], [3, 4], [1, 0], [3, 0], [4, 1], [2, 0], [0, 0]], dtype=np.uint8)


def held(entries, patterns) -> dict[tuple[int, tuple[tuple[int, int], ...]], int]:
    """Return the patterns as the item and what stands in each group, with their numbers."""
    found = {}
    for name, (item, number) in enumerate(patterns.tolist()):
        own = entries[entries[:, 0] == name, 1:]
        found[item, tuple(map(tuple, own.tolist()))] = number
    assert len(found) == len(patterns)
    return found


EXPECTED = {
    (0, ((0, 1), (1, 3))): 2,
    (0, ((2, 4),)): 1,
    (0, ((1, 2),)): 1,
    (1, ((1, 4),)): 1,
    (1, ((2, 1),)): 1,
}


def test_equal_patterns_are_one() -> None:
    """Two clusters with a valid answer in the same groups; who holds nothing has no entry."""
    assert held(*presence_of(STATUS, GROUPS, CLUSTERS)) == EXPECTED


def test_the_order_of_rows_changes_nothing() -> None:
    """The same arrays come of any order."""
    order = np.array([6, 2, 4, 0, 5, 3, 1])
    for mine, theirs in zip(
        presence_of(STATUS, GROUPS, CLUSTERS),
        presence_of(STATUS[order], GROUPS[order], CLUSTERS[order]),
        strict=True,
    ):
        assert np.array_equal(mine, theirs)


def test_groups_that_became_one_join_what_they_hold() -> None:
    """Bits are joined, and patterns that thereby are equal are counted together."""
    entries, patterns = presence_of(STATUS, GROUPS, CLUSTERS)
    moved = entries.copy()
    moved[:, 1] = np.array([0, 0, 0])[moved[:, 1]]
    assert held(*merged_patterns(moved, patterns)) == {
        (0, ((0, 3),)): 2,
        (0, ((0, 4),)): 1,
        (0, ((0, 2),)): 1,
        (1, ((0, 4),)): 1,
        (1, ((0, 1),)): 1,
    }


def test_nobody_holds_anything() -> None:
    """No row at all, or none with an answer."""
    nothing = (np.zeros((0, 2), dtype=np.uint8), GROUPS[:0], CLUSTERS[:0])
    silent = (np.zeros_like(STATUS), GROUPS, CLUSTERS)
    for rows in (nothing, silent):
        entries, patterns = presence_of(*rows)
        assert (entries.shape, patterns.shape) == ((0, 3), (0, 2))
        found = clusters_holding(entries, patterns, 7, np.zeros(3, int), np.zeros(3, int), (1, 2))
        assert [one.tolist() for one in found] == [[[0, 0]], [[0, 0]]]


def test_clusters_of_any_union_of_groups() -> None:
    """A cluster in two groups of a set counts once; groups outside every set count nowhere."""
    entries, patterns = presence_of(STATUS, GROUPS, CLUSTERS)
    strata = np.array([0, 0, 1])
    units, n_strata = clusters_holding(entries, patterns, 1, np.array([0, 0, 1]), strata, (2, 2))
    assert units.tolist() == [[2, 0], [0, 1]]
    assert n_strata.tolist() == [[1, 0], [0, 1]]
    units, n_strata = clusters_holding(entries, patterns, 7, np.array([0, 0, 0]), strata, (1, 2))
    assert units.tolist() == [[4, 2]]
    assert n_strata.tolist() == [[2, 2]]
    units, _ = clusters_holding(entries, patterns, 3, np.array([-1, 0, -1]), strata, (1, 2))
    assert units.tolist() == [[3, 0]]
