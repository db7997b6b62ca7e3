from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import MismatchError
from likertkit.tally import Clusters

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale((1, 2)))])
FRAME = pd.DataFrame({
    "q": [1, 1, 2, None, 1, 2, 2],
    "school": list("aaabbcc"),
    "when": [1, 1, 2, 2, 2, 1, 2],
    "grade": [7, 7, 7, 7, 7, 8, 8],
    "ward": list("xyxxyxy"),
    "w": [1.0, 2.0, 3.0, 0.5, 1.0, 2.0, 4.0],
})  # fmt: skip


def made(frame=FRAME, *, by=(), cluster="school", **declared: Any):
    """Return a tally with clusters."""
    return lk.Responses(frame, TRIAL, cluster=cluster, **declared).tally(by=by)


def test_products_of_totals_cluster_by_cluster():
    """Cells 1, 2 and blank: a has 2, 1, 0; b has 1, 0, 1; c has 0, 2, 0."""
    clusters = made().clusters
    assert clusters.pairs.tolist() == [[0, 0]]
    assert clusters.products[0, 0].tolist() == [[5, 2, 1], [2, 5, 0], [1, 0, 1]]
    assert clusters.n_clusters == (((), 3),)
    assert clusters.n_by_condition == ()
    assert len(clusters.names) == 3


def test_totals_are_sums_of_weights():
    """Cells 1, 2 and blank: a has 3, 3, 0; b has 1, 0, .5; c has 0, 6, 0."""
    clusters = made(weight="w").clusters
    assert clusters.products[0, 0].tolist() == [[10, 9, 0.5], [9, 45, 0], [0.5, 0, 0.25]]


def test_two_groups_of_one_cluster_stand_together():
    """The lower number first; its cells are the rows."""
    tally = made(condition="when", stratum="grade")
    assert tally.groups == ((1, 7), (1, 8), (2, 7), (2, 8))
    clusters = tally.clusters
    assert clusters.pairs.tolist() == [[0, 0], [0, 2], [1, 1], [1, 3], [2, 2], [3, 3]]
    assert clusters.products[1, 0].tolist() == [[0, 2, 0], [0, 0, 0], [0, 0, 0]]
    assert clusters.products[4, 0].tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
    assert clusters.n_clusters == (((7,), 2), ((8,), 1))
    assert clusters.n_by_condition == (((1, 7), 1), ((1, 8), 1), ((2, 7), 2), ((2, 8), 1))


def test_merged_conditions_are_counted_once():
    """A school that was visited twice is one school."""
    tally = made(condition="when", stratum="grade", by="ward")
    merged = tally.marginal(["grade"])
    assert merged == made(stratum="grade")
    assert merged.clusters.n_by_condition == ()
    kept = tally.marginal(["ward", "grade", "when"])
    assert kept.clusters.n_by_condition == tally.clusters.n_by_condition
    assert kept.marginal(["when", "grade", "ward"]) == tally


def test_without_its_strata_a_tally_has_no_clusters():
    """They were drawn within them."""
    tally = made(stratum="grade").marginal(())
    assert tally.clusters is None
    assert tally == lk.Responses(FRAME, TRIAL).tally()


def test_parts_add_where_no_cluster_is_in_two():
    """Sizes, products and names; in any order."""
    declared = {"condition": "when", "stratum": "grade", "by": "ward"}
    whole = made(**declared)
    one, other = made(FRAME[:3], **declared), made(FRAME[3:], **declared)
    assert one + other == whole == lk.Tally.sum([other, one])
    assert (one + other).clusters.names.tolist() == whole.clusters.names.tolist()
    assert dict((other + one).clusters.n_clusters) == {(7,): 2, (8,): 1}
    assert dict((other + one).clusters.n_by_condition)[2, 7] == 2


def test_parts_that_share_a_cluster_are_refused():
    """A table no longer knows whose totals to add before they are multiplied."""
    one, other = made(FRAME[:2]), made(FRAME[2:])
    with pytest.raises(MismatchError, match="the two parts share 1 cluster; expected each"):
        one + other
    with pytest.raises(MismatchError, match=r"share 1 cluster.*\n.*disjoint=True"):
        lk.Tally.sum([one, other])
    both = lk.Tally.sum([one, other], disjoint=True)
    assert both.clusters.n_clusters == (((), 4),)
    # a counts as two clusters, with 2, 0, 0 and with 0, 1, 0.
    assert both.clusters.products[0, 0].tolist() == [[5, 0, 1], [0, 5, 0], [1, 0, 1]]
    with pytest.raises(MismatchError, match="different clusteredness"):
        one + lk.Responses(FRAME, TRIAL).tally()


def test_clusters_compare_by_content():
    """Sizes exactly, products but for rounding, names not at all."""
    tally = made(weight="w", condition="when")
    clusters = tally.clusters
    assert tally != lk.Responses(FRAME, TRIAL, weight="w", condition="when").tally()
    assert clusters == attrs.evolve(clusters, products=clusters.products * (1 + 1e-14))
    assert clusters == attrs.evolve(clusters, names=clusters.names[:1])
    assert clusters == attrs.evolve(clusters, n_by_condition=clusters.n_by_condition[::-1])
    for change in (
        {"products": clusters.products * (1 + 1e-9)},
        {"pairs": clusters.pairs[::-1]},
        {"n_clusters": (((), 4),)},
        {"n_by_condition": ()},
    ):
        assert clusters != attrs.evolve(clusters, **change)
        assert tally != attrs.evolve(tally, clusters=attrs.evolve(clusters, **change))
    assert clusters != "clusters"
    with pytest.raises(TypeError, match="unhashable"):
        hash(clusters)


@pytest.mark.parametrize("copied", [lambda c: c, copy.copy, copy.deepcopy])
def test_arrays_are_read_only(copied):
    """Nobody edits a product, not in a copy either."""
    clusters = copied(made().clusters)
    for array in (clusters.pairs, clusters.products, clusters.names):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        clusters.n_clusters = ()


def test_a_pickle_is_equal_and_read_only_too():
    """With the tally or alone."""
    tally = made(condition="when")
    assert pickle.loads(pickle.dumps(tally)) == tally
    again = pickle.loads(pickle.dumps(tally.clusters))
    assert isinstance(again, Clusters)
    assert again == tally.clusters
    assert again.names.tolist() == tally.clusters.names.tolist()
    assert not again.products.flags.writeable
