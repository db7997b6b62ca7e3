"""What a type checker knows of sensitivity; read by mypy and pyright."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit.bias import (
    BoundsRow,
    BoundsTable,
    CohortRow,
    CumulativeBoundsRow,
    EValue,
    InfluenceRow,
    InfluenceTable,
    OrderRow,
    ProportionBoundsRow,
    TippingRow,
)

scale = lk.LikertScale()
trial = lk.Instrument("trial", [lk.Item("q1", scale)])
answers = lk.Responses(pd.DataFrame({"q1": [1, 2]}), trial, respondent="who", condition="when")
tally = lk.Tally.from_counts({"q1": {1: 2}}, trial)
pairs = lk.PairTally.from_table([[1, 2], [3, 4]], scale)
printed = lk.published.PublishedTable({"a": {"q1": "1.50"}}, trial, n=2)

# -- nonresponse --------------------------------------------------------------------------------

assert_type(lk.bias.nonresponse_bounds(tally, invited=57), BoundsTable)
assert_type(lk.bias.nonresponse_bounds(answers, invited={"a": 57, "b": 42}), BoundsTable)
by_cohort = {"a": {"junior": 20}, "b": {"junior": 20, "senior": 3}}
assert_type(lk.bias.nonresponse_bounds(answers, invited=by_cohort), BoundsTable)
assert_type(lk.bias.nonresponse_bounds(printed, invited=57)["q1"], BoundsRow)
assert_type(lk.bias.nonresponse_bounds(tally, invited=57)["q1"].low, float)
assert_type(lk.bias.nonresponse_bounds(tally, invited=57).top_box["q1"], ProportionBoundsRow)
assert_type(
    lk.bias.nonresponse_bounds(tally, invited=57).cumulative.rows, tuple[CumulativeBoundsRow, ...]
)
lk.bias.nonresponse_bounds(tally)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.bias.nonresponse_bounds(tally, 57)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.bias.nonresponse_bounds(tally, invited="57")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.bias.nonresponse_bounds(pairs, invited=57)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- pairs --------------------------------------------------------------------------------------

assert_type(lk.bias.order_robustness(pairs, "first", "second"), lk.Table[OrderRow])
assert_type(lk.bias.order_robustness(tally, "a", "b", respondents="all")["q1"], OrderRow)
assert_type(lk.bias.order_robustness(answers, 1, 2, by="ward")["q1"].robust, bool | None)
assert_type(lk.bias.order_robustness(pairs, 1, 2)["q1"].turning_scores, tuple[float, ...])
assert_type(lk.bias.tipping_point(answers, "a", "b"), lk.Table[TippingRow])
assert_type(lk.bias.tipping_point(pairs, 1, 2)["q1"].respondents_to_zero, int | None)
lk.bias.order_robustness(pairs, 1, 2, respondents="some")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.bias.tipping_point(tally, "a", "b")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.bias.tipping_point(pairs, "a")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

# -- cohorts and confounding --------------------------------------------------------------------

assert_type(lk.bias.cohort_influence(answers), InfluenceTable)
assert_type(lk.bias.cohort_influence(pairs, "first", "second")["q1"], InfluenceRow)
assert_type(
    lk.bias.cohort_influence(tally.sampled(population={"a": 3})).cohorts, lk.Table[CohortRow]
)
assert_type(lk.bias.cohort_influence(tally.sampled(population=by_cohort)), InfluenceTable)
assert_type(lk.bias.e_value(0.5, sd=1.0), EValue)
assert_type(lk.bias.e_value(0.5, sd=1.0, low=0.1, high=0.9).limit, float)
lk.bias.e_value(0.5, 1.0)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.bias.e_value("0.5", sd=1.0)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
