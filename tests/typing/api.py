"""What a type checker knows about the public names; read by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import Hashable
from typing import assert_type

import numpy as np
import pandas as pd
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

import likertkit as lk
from likertkit import testing
from likertkit.estimate import MeanRow
from likertkit.responses import Scores
from likertkit.tally import Axis, Clusters

scale = lk.LikertScale.preset("agreement", 5)
assert_type(scale, lk.LikertScale)

item = lk.Item("q1", scale)
assert_type(item, lk.Item)

trial = lk.Instrument("trial", [item])
answers = lk.Responses(
    pd.DataFrame({"q1": [1]}), trial, respondent="who", condition="when", cluster="school"
)

# -- pairs --------------------------------------------------------------------------------------

pairs = answers.pairs("before", "after")
assert_type(pairs, lk.PairTally)
assert_type(answers.pairs(1, 2.5, by="ward"), lk.PairTally)
assert_type(answers.pairs("before", "after", by=["ward"], disjoint=True), lk.PairTally)
assert_type(pairs.first, Hashable)
assert_type(pairs.counts, NDArray[np.int64])
assert_type(pairs.sums, NDArray[np.float64] | None)
assert_type(pairs.respondents, NDArray[np.uint64])
assert_type(pairs.axes, tuple[Axis, ...])
assert_type(pairs.weighted, bool)
assert_type(pairs + pairs, lk.PairTally)
assert_type(lk.PairTally.sum([pairs, pairs], disjoint=True), lk.PairTally)
assert_type(pairs.scored("keyed"), lk.PairTally)
assert_type(pairs.marginal(()), lk.PairTally)
assert_type(pairs.to_frame(), pd.DataFrame)
assert_type(lk.PairTally.from_table([[1, 2], [3, 4]], scale), lk.PairTally)
assert_type(lk.PairTally.from_table({1: {2: 3}}, scale, item="q", first=1, second=2), lk.PairTally)
answers.pairs("before")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
answers.pairs("before", ["after"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
answers.pairs("before", "after", "ward")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
answers.pairs("before", "after", by=None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.PairTally.from_table([[1]], "agreement")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.PairTally.from_table([[1]], scale, "q")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

# -- scores -------------------------------------------------------------------------------------
assert_type(lk.scale_scores(answers), Scores)
assert_type(lk.scale_scores(answers, items={"total": "q*"}, method="pomp"), Scores)
assert_type(lk.scale_scores(answers, subscale=["a"], min_answered=3).scored("keyed"), Scores)
assert_type(lk.means(lk.scale_scores(answers))["total"], MeanRow)
lk.scale_scores(answers, method="median")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.scale_scores(answers.tally())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- co-occurrences -----------------------------------------------------------------------------

co = answers.cotally()
assert_type(co, lk.CoTally)
assert_type(answers.cotally(subscale="mood"), lk.CoTally)
assert_type(answers.cotally(items=["q1"], by="ward"), lk.CoTally)
assert_type(co.pairwise, NDArray[np.int64])
assert_type(co.listwise, NDArray[np.int64])
assert_type(co + co, lk.CoTally)
assert_type(lk.CoTally.sum(part for part in (co, co)), lk.CoTally)
assert_type(co.scored("keyed").marginal(["ward"]), lk.CoTally)
assert_type(co.to_frame(), pd.DataFrame)
answers.cotally("mood")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
answers.cotally(items=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
co + pairs  # type: ignore[operator] # pyright: ignore[reportOperatorIssue]
lk.PairTally.sum([co])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
co.counts = pairs.counts  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]

# -- clusters -----------------------------------------------------------------------------------

assert_type(answers.tally().clusters, Clusters | None)
if clusters := answers.tally().clusters:
    assert_type(clusters.products, NDArray[np.float64])
    assert_type(clusters.n_clusters, tuple[tuple[tuple[Hashable, ...], int], ...])
lk.Responses(pd.DataFrame(), trial, cluster=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- strategies ---------------------------------------------------------------------------------

assert_type(testing.pair_tallies(trial, weighted=True, by="ward"), SearchStrategy[lk.PairTally])
assert_type(testing.responses(cluster=True), SearchStrategy[lk.Responses])
testing.pair_tallies(view="raw")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
testing.pair_tallies(condition=True)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
testing.responses(cluster="yes")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- rooms --------------------------------------------------------------------------------------

assert_type(lk.estimate.means(answers).title, str)
assert_type(lk.results.Interval(0.1, 0.2, 0.95), lk.Interval)
