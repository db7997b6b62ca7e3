"""What a type checker knows of partly paired comparisons; read by mypy and pyright."""

from __future__ import annotations

from typing import Literal, assert_type

import pandas as pd

import likertkit as lk
from likertkit.compare import EquivalenceRow, OverlapPartRow, OverlapRow, OverlapTable

pairs = lk.PairTally.from_table([[1, 0], [2, 3]], lk.LikertScale((1, 2)))
trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
frame = pd.DataFrame({"q1": [1, 2], "who": [1, 1], "when": ["a", "b"]})
answers = lk.Responses(frame, trial, respondent="who", condition="when")

# -- partly paired ------------------------------------------------------------------------------

assert_type(lk.compare_overlapping(pairs, "first", "second"), OverlapTable)
assert_type(lk.compare_overlapping(answers, 1, 2, by=["ward"], equal_variances=True), OverlapTable)
found = lk.compare_overlapping(answers, "a", "b", test="proportion", boxes=(2, 2))
assert_type(found["q1"], OverlapRow)
assert_type(found["q1"].pvalue_adjusted, float)
assert_type(found["q1"].n_both, int)
assert_type(found.filter(item="q1"), OverlapTable)
assert_type(found.parts, lk.Table[OverlapPartRow])
assert_type(
    found.parts.rows[0].part,
    Literal["paired only", "unpaired only", "all as if unpaired", "overlapping"],
)
assert_type(found.to_frame(), pd.DataFrame)
lk.compare_overlapping(pairs)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.compare_overlapping(frame, "a", "b")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_overlapping(pairs, "a", "b", test="wilcoxon")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_overlapping(pairs, "a", "b", alternative="larger")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_overlapping(pairs, "a", "b", correction="fdr")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_overlapping(pairs, "a", "b", boxes=2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- equivalence --------------------------------------------------------------------------------

assert_type(lk.equivalence(pairs, "first", "second", margin=0.5), lk.Table[EquivalenceRow])
judged = lk.equivalence(answers, "a", "b", margin=(-0.2, 0.1), test="superiority")["q1"]
assert_type(judged.equivalent, bool | None)
assert_type(judged.margin, float | tuple[float, float])
assert_type(judged.superiority, float)
lk.equivalence(pairs, "first", "second")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.equivalence(pairs, "first", "second", margin="0.5")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.equivalence(pairs, "first", "second", margin=1, test="sign")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
