"""What a type checker knows of comparisons of groups and conditions; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit.compare import (
    ConditionRankRow,
    ConditionsRow,
    ConditionsTable,
    GroupRow,
    GroupTable,
    OmnibusRow,
)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
answers = lk.Responses(pd.DataFrame({"q1": [1, 2]}), trial, respondent="who", condition="when")

# -- groups -------------------------------------------------------------------------------------

found = lk.compare_groups(answers, "ward")
assert_type(found, GroupTable)
assert_type(found["q1"], GroupRow)
assert_type(found["q1"].first, object)
assert_type(found["q1"].pvalue, float)
assert_type(found["q1"].least_pvalue, float)
assert_type(found["q1"].n_first, int)
assert_type(found.omnibus, lk.Table[OmnibusRow])
assert_type(found.omnibus["q1"].effect, float)
assert_type(found.filter(item="q1"), GroupTable)
lk.compare_groups(answers.tally(by="ward"), "ward", first="a", second=2, test="t")
lk.compare_groups(answers, "ward", method="exact", alternative="less", correction="none")
lk.compare_groups(answers, groups="ward", by=("sex",))
lk.compare_groups(answers, "ward", by=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers.sampled(lone_stratum="average"), "ward", test="t")
shares = lk.compare_groups(answers, "ward", test="proportion", boxes=(2, 2))
assert_type(shares["q1"].proportion_first, float)
assert_type(shares.effects["q1"].odds_ratio_low, float)
lk.compare_groups(answers, "ward", test="proportion", boxes=2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers, ["ward"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.compare_groups(answers, "ward", test="anova")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers, "ward", method="z")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers, "ward", first=["a"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_groups(answers, "ward", "a", "b")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

# -- conditions ---------------------------------------------------------------------------------

several = lk.compare_conditions(answers, conditions=["a", "b", "c"], by="ward")
assert_type(several, ConditionsTable)
assert_type(several["q1"], ConditionsRow)
assert_type(several["q1"].kendall_w, float)
assert_type(several.ranks, lk.Table[ConditionRankRow])
lk.compare_conditions(answers.tally())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.compare_conditions(answers, test="page")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
