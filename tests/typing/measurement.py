"""What a type checker knows of reliability and correlations; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit.measurement import (
    AlphaOmegaRow,
    CorrelationRow,
    CorrelationTable,
    DescriptiveRow,
    ItemAnalysisRow,
    LoadingRow,
    OmegaTable,
    ReliabilityRow,
    SplitHalfRow,
)

trial = lk.Instrument("trial", [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")])
answers = lk.Responses(pd.DataFrame({"a": [1, 2], "b": [2, 3], "c": [1, 3]}), trial)
cotally = answers.cotally()

assert_type(lk.reliability(answers), lk.Table[AlphaOmegaRow])
assert_type(lk.reliability(cotally)["trial"].alpha, float)
assert_type(lk.cronbach_alpha(answers, items="a..c"), lk.Table[ReliabilityRow])
assert_type(lk.cronbach_alpha(cotally, items={"all": ["a", "b"]}), lk.Table[ReliabilityRow])
assert_type(lk.ordinal_alpha(answers, estimator="two-step"), lk.Table[ReliabilityRow])
assert_type(lk.mcdonald_omega(answers), OmegaTable)
assert_type(lk.mcdonald_omega(answers).loadings, lk.Table[LoadingRow])
assert_type(lk.mcdonald_omega(answers)["trial"], ReliabilityRow)
assert_type(lk.split_half(answers, rng=1), lk.Table[SplitHalfRow])
assert_type(lk.item_analysis(answers)["a"], ItemAnalysisRow)
assert_type(lk.correlations(answers, method="spearman"), CorrelationTable)
assert_type(next(iter(lk.correlations(answers))), CorrelationRow)
assert_type(lk.correlations(answers).descriptives, lk.Table[DescriptiveRow])
lk.reliability(answers.tally())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.cronbach_alpha(answers, items=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.correlations(answers, method="kendall")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.mcdonald_omega(answers, form="total")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
