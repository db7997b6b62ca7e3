"""What a type checker knows of answers, tallies and estimates; read by mypy and pyright."""

from __future__ import annotations

from typing import Literal, assert_type

import pandas as pd
import polars as pl

import likertkit as lk
from likertkit.errors import Sighting
from likertkit.estimate import (
    AgreementRow,
    BootstrapRow,
    BoxScoreRow,
    DescribeRow,
    DescribeTable,
    FrequencyRow,
    FrequencyTable,
    MeanRow,
    MeanTable,
    QuantileRow,
    RoundedProportionRow,
    StratumRow,
)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
frame = pd.DataFrame({"q1": [1, 2]})

# -- responses ----------------------------------------------------------------------------------

answers = lk.Responses(frame, trial, respondent="who", condition="when", stratum="s", weight="w")
assert_type(answers, lk.Responses)
assert_type(
    lk.Responses.from_wide(frame, trial, columns={"before": {"q1": "q1_before"}}), lk.Responses
)
assert_type(answers.instrument, lk.Instrument)
assert_type(answers.view, Literal["as_answered", "keyed", "favourable"])
assert_type(answers.scored("keyed"), lk.Responses)
assert_type(answers.tally(), lk.Tally)
assert_type(answers.tally(by="ward"), lk.Tally)
assert_type(answers.tally(by=["ward", "grade"]), lk.Tally)
answers.scored("reversed")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
answers.tally(by=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.Responses(frame, "trial")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.Responses(frame, trial, columns=["q1"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.Responses(frame, trial, {"q1": "q1"})  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

# -- tallies ------------------------------------------------------------------------------------

tally = lk.Tally.from_counts({"q1": {1: 2, "Agree": 3, None: 1}}, trial)
assert_type(tally, lk.Tally)
assert_type(lk.Tally.from_counts(frame, trial, condition="when"), lk.Tally)
assert_type(tally + tally, lk.Tally)
assert_type(lk.Tally.sum([tally, tally]), lk.Tally)
assert_type(tally.scored("favourable"), lk.Tally)
assert_type(tally.marginal(("when",)), lk.Tally)
assert_type(tally.weighted, bool)
assert_type(tally.to_frame(), pd.DataFrame)
tally + 3  # type: ignore[operator] # pyright: ignore[reportOperatorIssue]
tally.scored("reversed")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- estimates ----------------------------------------------------------------------------------

assert_type(lk.describe(tally), DescribeTable)
assert_type(lk.describe(tally).filter(item="q1"), DescribeTable)
assert_type(lk.describe(answers, by="ward", boxes=(2, 2))["q1"], DescribeRow)
assert_type(lk.describe(answers)["q1"].top_box, float)
assert_type(lk.describe(answers)["q1"].n, int)
assert_type(lk.means(answers, by=()), MeanTable)
assert_type(lk.means(tally)["q1"].design_effect, float)
assert_type(lk.means(tally).filter(when="before").rows, tuple[MeanRow, ...])
assert_type(lk.frequencies(tally, base="all").rows, tuple[FrequencyRow, ...])
assert_type(lk.frequencies(tally).rows[0].code, float)
assert_type(lk.frequencies(tally).rows[0].proportion, float)
assert_type(lk.frequencies(tally).to_frame(), pd.DataFrame)
for mean in lk.means(tally):
    assert_type(mean, MeanRow)
assert_type(lk.frequencies(tally), FrequencyTable)
assert_type(
    lk.frequencies(tally).percentages(rounding="largest-remainder"), lk.Table[RoundedProportionRow]
)
assert_type(lk.agreement(tally, interval="bca", rng=1)["q1"], AgreementRow)
assert_type(lk.box_scores(answers, boxes=(2, 2)), lk.Table[BoxScoreRow])
assert_type(lk.bootstrap(tally, "median", rng=1), lk.Table[BootstrapRow])
assert_type(lk.means(tally, interval="bca", n_resamples=99, rng=1), MeanTable)

lk.bootstrap(tally, "mode")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.means(tally, interval="percentile")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.frequencies(tally, base="everybody")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.frequencies(tally, interval="wald")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.frequencies(tally).percentages(rounding="up")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.describe(tally, boxes=2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.means(frame)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.means(tally, "ward")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.means(tally, confidence_level="95 %")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- what an error holds ------------------------------------------------------------------------

assert_type(
    lk.errors.OffScaleError("q1", (Sighting("7", 2),), "1 to 5").found, tuple[Sighting, ...]
)

# -- designs ------------------------------------------------------------------------------------

sizes: dict[str, int] = {"junior": 30, "senior": 10}
by_condition: dict[str, dict[str, int]] = {"before": sizes, "after": sizes}
numbered: dict[int, float] = {1: 30.0, 2: 10.0}
merged: dict[str, str] = {"senior": "junior"}
assert_type(lk.means(answers.sampled(population=57)), MeanTable)
assert_type(lk.means(answers.sampled(population=sizes, collapse=merged)), MeanTable)
assert_type(lk.means(answers.sampled(population=by_condition)), MeanTable)
assert_type(
    lk.means(answers.sampled(cluster_population=numbered, lone_stratum="adjust")), MeanTable
)
assert_type(lk.means(answers.sampled(population=sizes)).strata, lk.Table[StratumRow])
assert_type(lk.quantiles(tally.sampled(population=sizes), probabilities=0.5), lk.Table[QuantileRow])
assert_type(lk.quantiles(tally)["q1"], QuantileRow)
counted = pd.Series({"junior": 30, "senior": 10})
assert_type(lk.means(answers.sampled(population=counted)), MeanTable)
assert_type(lk.means(answers.sampled(population=pd.Series({"junior": 30.5}))), MeanTable)
lk.means(answers.sampled(population="57"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.means(answers, standardize="equally")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
lk.means(answers.sampled(lone_stratum="fail"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- weights ------------------------------------------------------------------------------------

raked = lk.rake(answers, {"ward": {"east": 0.5, "west": 0.5}, "grade": {1: 0.2, 2: 0.8}})
assert_type(raked, lk.Weighting)
assert_type(lk.rake(answers, by_condition, bounds=(0.5, 2)), lk.Weighting)
assert_type(lk.poststratify(answers, sizes, by="grade"), lk.Weighting)
assert_type(lk.poststratify(answers, by_condition), lk.Weighting)
assert_type(lk.poststratify(answers, {("a", 1): 3.0}, by=("ward", "grade")), lk.Weighting)
assert_type(lk.trim(raked, high=3), lk.Weighting)
assert_type(answers.weighted(raked), lk.Responses)
assert_type(raked.converged, bool)
assert_type(lk.effective_sample_size([1.0, 2.0]), float)
assert_type(lk.design_effect(raked), float)
lk.trim(raked, 3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
lk.rake(answers, 3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

# -- data frames --------------------------------------------------------------------------------

assert_type(lk.means(lk.Responses(frame, trial)).to_frame(), pd.DataFrame)
assert_type(lk.means(lk.Responses(frame, trial)).to_frame(backend="polars"), pl.DataFrame)
assert_type(lk.means(lk.Responses(frame, trial)).to_csv(), str)
