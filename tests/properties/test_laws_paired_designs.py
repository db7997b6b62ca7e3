"""Laws of pairs inside a sampling design: what has no spread has no p, whatever the weights."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.reference.paired import answers_of

import likertkit as lk

# Weights that no float holds exactly, of very different sizes.
weights = st.sampled_from([0.1, 0.2, 0.3, 0.7, 1 / 3, 1e-3, 7.1, 1234.5])
pairs_up = st.sampled_from([(2, 1), (3, 2), (4, 3), (5, 4)])
clusters_up = st.lists(st.tuples(pairs_up, weights), min_size=1, max_size=4)
designs = st.sampled_from([("cluster",), ("cluster", "weight"), ("cluster", "weight", "stratum")])


def row_of(pairs: list[Any], columns: dict[str, list[Any]], test: str) -> Any:
    """Return the comparison of some pairs under a design."""
    answers = answers_of({"item": pairs}, **columns)
    return lk.compare_paired(answers, "before", "after", test=test)["item"]  # type: ignore[arg-type]


@given(
    st.lists(
        st.lists(st.tuples(pairs_up, weights), min_size=1, max_size=4), min_size=2, max_size=6
    ),
    designs,
    st.randoms(use_true_random=False),
)
def test_a_difference_of_0_in_every_cluster_has_no_p(clusters, names, random):
    """Each change up stands beside changes down that weigh as much, in one part or in two."""
    rows: list[tuple[Any, float, str, str]] = []
    for c, members in enumerate(clusters):
        own = []
        for (high, low), weight in members:
            own.append(((high, low), weight))
            split = "weight" in names and random.random() < 0.5
            share = random.choice([0.1, 0.37, 0.9]) if split else 1.0
            own.append(((low, high), weight * share))
            if split:
                own.append(((low, high), weight * (1 - share)))
        random.shuffle(own)
        rows += [(pair, weight, f"c{c}", "xy"[c % 2]) for pair, weight in own]
    # Each stratum has two clusters or more.
    if "stratum" in names and len(clusters) < 4:
        names = tuple(name for name in names if name != "stratum")
    pairs, weight, cluster, stratum = (list(column) for column in zip(*rows, strict=True))
    columns = {"weight": weight, "cluster": cluster, "stratum": stratum}
    columns = {name: columns[name] for name in names}
    row = row_of(pairs, columns, "t")
    assert math.isnan(row.pvalue)
    assert math.isnan(row.low)
    assert row.note.startswith("no spread among the sampled units")
    assert row_of(pairs, columns, "sign").pvalue == 1
    assert row.superiority_low < 0.5 < row.superiority_high


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), weights), min_size=2, max_size=6),
    st.lists(weights, min_size=2, max_size=5),
)
def test_clusters_alike_but_for_their_weight_have_no_p(members, factors):
    """The mean difference is the same in each, so that nothing tells how far it could vary."""
    pairs = [(one, other) for _ in factors for one, other, _ in members]
    columns: dict[str, list[Any]] = {
        "weight": [weight * factor for factor in factors for _, _, weight in members],
        "cluster": [c for c in range(len(factors)) for _ in members],
    }
    row = row_of(pairs, columns, "t")
    assert math.isnan(row.low)
    unchanged = all(one == other for one, other, _ in members)
    assert row.pvalue == 1 if unchanged else math.isnan(row.pvalue)
    assert row.superiority_low < row.superiority_high


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 5), weights, st.sampled_from("xyz")),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(["certainty", "adjust", "average"]),
)
def test_an_interval_has_degrees_of_freedom_and_spread(rows, rule):
    """With or without strata: an interval is no point, and a p-value has an interval beside it."""
    pairs = [(one, other) for one, other, _, _ in rows]
    columns = {"weight": [row[2] for row in rows], "stratum": [row[3] for row in rows]}
    answers = answers_of({"item": pairs}, **columns).sampled(lone_stratum=rule)
    row = lk.compare_paired(answers, "before", "after", test="t")["item"]
    if math.isnan(row.low):
        assert row.note
        assert math.isnan(row.pvalue) or row.pvalue == 1
    else:
        assert row.low < row.high
        assert row.df == len(rows) - len({one[3] for one in rows}) > 0
    assert row.superiority_low < row.superiority_high
