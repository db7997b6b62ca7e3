"""What a type checker knows of wide tables and of printed comparisons; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit.tables import (
    ComparisonRow,
    ComparisonTable,
    LikertTable,
    MethodsText,
    SeveralRow,
    SeveralTable,
)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
answers = lk.Responses(pd.DataFrame({"q1": [1]}), trial, respondent="who", condition="when")

wide = lk.likert_table(answers, by=["ward", "sex"], total=False, boxes=(2, 2))
assert_type(wide, LikertTable)
assert_type(lk.likert_table(answers.tally()), LikertTable)
assert_type(wide.to_frame(), pd.DataFrame)
assert_type(wide["q1", "Agree", "ward", "a"].value, float)
lk.likert_table(answers, boxes=2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

paired = lk.compare_paired(answers, "a", "b")
groups = lk.compare_groups(answers, "ward")
assert_type(paired["q1"].mean_first, float)
assert_type(lk.comparison_table(paired), ComparisonTable)
assert_type(lk.comparison_table(paired, effect="cohen_d")["q1"], ComparisonRow)
assert_type(lk.comparison_table(groups), ComparisonTable)
assert_type(lk.comparison_table(lk.compare_overlapping(answers, "a", "b")), ComparisonTable)
assert_type(lk.comparison_table(lk.equivalence(answers, "a", "b", margin=1)), ComparisonTable)
assert_type(lk.comparison_table(groups.omnibus), SeveralTable)
assert_type(lk.comparison_table(lk.compare_conditions(answers)).rows[0], SeveralRow)

methods = lk.methods_text({"Table 1": paired, "Table 2": groups})
assert_type(methods, MethodsText)
assert_type(methods.bibtex, str)
assert_type(lk.methods_text(groups).keys, tuple[str, ...])
assert_type(paired.sentence(), str)
assert_type(paired["q1"].sentence(), str)
lk.methods_text(paired["q1"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
