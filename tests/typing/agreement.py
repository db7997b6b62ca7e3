"""What a type checker knows of agreement and repeated measurement; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit.measurement import (
    CodeRow,
    CodingOverallRow,
    CodingTable,
    IccRow,
    KappaRow,
    KrippendorffRow,
    RetestRow,
)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
frame = pd.DataFrame({"q1": [1, 2]})
answers = lk.Responses(frame, trial, respondent="who", condition="when")
pairs = lk.PairTally.from_table([[1, 2], [3, 4]], lk.LikertScale((1, 2)))

assert_type(lk.test_retest(pairs), lk.Table[RetestRow])
assert_type(lk.test_retest(answers, "after", "before", by="ward")["q1"].icc_low, float)
assert_type(lk.icc(answers), lk.Table[IccRow])
assert_type(lk.icc(pairs, definition="consistency", average=True)["q1"].n_conditions, int)
assert_type(lk.cohen_kappa(pairs, 1, 2, weights="linear"), lk.Table[KappaRow])
assert_type(lk.cohen_kappa(answers, "a", "b")["q1"].observed, float)
assert_type(lk.krippendorff_alpha(answers, unit="u", rng=1), lk.Table[KrippendorffRow])
assert_type(lk.krippendorff_alpha(pairs, metric="nominal")["q1"].n_unpaired, int)
table = lk.coding_agreement(answers, "ann", "ben", distance="jaccard")
assert_type(table, CodingTable)
assert_type(table["q1"], CodeRow)
assert_type(table.overall, CodingOverallRow)
assert_type(table.overall.mean_kappa, float)

lk.test_retest(frame)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.icc(answers, definition="absolute")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.cohen_kappa(pairs, 1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.cohen_kappa(pairs, 1, 2, weights="square")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.krippendorff_alpha(answers, metric="ratio")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.coding_agreement(pairs, 1, 2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
