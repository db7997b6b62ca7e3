"""A sampling design that is declared with the answers: read by mypy and pyright, never run."""

from __future__ import annotations

from typing import assert_type

import likertkit as lk

scale = lk.LikertScale()
trial = lk.Instrument("trial", [lk.Item("clear", scale)])
answers = lk.Responses(object(), trial, stratum="grade")
sizes = {"junior": 30, "senior": 20}

assert_type(answers.sampled(population=sizes), lk.Responses)
assert_type(answers.tally().sampled(population=55.0, finite_population=False), lk.Tally)
assert_type(answers.pairs("a", "b").sampled(lone_stratum="adjust"), lk.PairTally)
answers.sampled(collapse={"junior": "senior"}, cluster_population=sizes)
answers.sampled(population={"a": sizes, "b": sizes})
answers.sampled(sizes)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
answers.sampled(lone_stratum="remove")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
answers.sampled(finite_population="no")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
