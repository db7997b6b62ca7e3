"""What a type checker knows of paired comparisons; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import numpy as np
import pandas as pd

import likertkit as lk
from likertkit.compare import PairedEffectRow, PairedRow, PairedTable

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
frame = pd.DataFrame({"q1": [1, 2]})
answers = lk.Responses(frame, trial, respondent="who", condition="when")
pairs = lk.PairTally.from_table([[1, 2], [3, 4]], lk.LikertScale((1, 2)))

table = lk.compare_paired(answers, "before", "after")
assert_type(table, PairedTable)
assert_type(lk.compare_paired(pairs, 1, 2, test="bowker"), PairedTable)
assert_type(table.filter(item="q1"), PairedTable)
assert_type(table["q1"], PairedRow)
assert_type(table.rows, tuple[PairedRow, ...])
assert_type(table["q1"].n_pairs, int)
assert_type(table["q1"].pvalue_adjusted, float)
assert_type(table["q1"].least_pvalue, float)
assert_type(table["q1"].log10_pvalue, float)
assert_type(table["q1"].method, str)
assert_type(table.effects, lk.Table[PairedEffectRow])
assert_type(table.effects["q1"].hodges_lehmann, float)
assert_type(table.effects["q1"].note, str)
assert_type(table.to_frame(), pd.DataFrame)
for row in table:
    assert_type(row, PairedRow)

lk.compare_paired(
    answers,
    "before",
    "after",
    test="stuart-maxwell",
    zeros="zero-split",
    method="auto",
    alternative="two-sided",
    correction="max-t",
    by=["ward"],
    n_resamples=99,
    rng=np.random.default_rng(1),
    confidence_level=0.9,
)
lk.compare_paired(frame, "before", "after")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(lk.Tally.from_counts({"q1": {1: 2}}, trial), 1, 2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.compare_paired(answers, "before", "after", "sign")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.compare_paired(answers, "before", "after", test="mcnemar")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", zeros="drop")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", method="approx")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", alternative="larger")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", correction="fdr")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", by=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", "after", rng="dice")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_paired(answers, "before", ["after"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
