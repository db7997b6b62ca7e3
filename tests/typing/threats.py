"""What a type checker knows of threats; read by mypy and pyright, never run."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import likertkit as lk
from likertkit import bias
from likertkit.bias import Threat, ThreatRule, ThreatRuleTable, ThreatTable
from likertkit.published import PublishedTable

first = lk.Condition("first", invited=40, responded=38)
assert_type(first.invited, int | None)
assert_type(first.responded, int | None)
design = lk.StudyDesign(conditions=(first, lk.Condition("second")), n_items=14)
assert_type(design.n_items, int | None)
assert_type(design.invited_to("first"), int | None)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
answers = lk.Responses(pd.DataFrame({"q1": [1]}), trial, condition="when", respondent="who")
table = PublishedTable(means={"first": {"q1": "1.50"}}, instrument=trial)

threats = design.threats()
assert_type(threats, ThreatTable)
assert_type(design.threats(answers), ThreatTable)
assert_type(design.threats(answers.tally()), ThreatTable)
assert_type(design.threats(answers.pairs("first", "second")), ThreatTable)
assert_type(design.threats(table, confidence_level=0.9), ThreatTable)
assert_type(
    design.threats(assume={"recall": {"first": "better"}}, thresholds={"small n": 20}), ThreatTable
)
assert_type(threats["order"], Threat)
assert_type(threats.filter(threat="order"), ThreatTable)
assert_type(threats.rows, tuple[Threat, ...])
assert_type([row.evidence for row in threats], list[str])
assert_type(threats["order"].value, float)
assert_type(threats["order"].conditions, tuple[str, ...])
assert_type(threats["order"].figures, tuple[tuple[str, float], ...])
assert_type(threats.to_frame(), pd.DataFrame)
assert_type(threats.to_text(80), str)
assert_type(bias.threat_rules(), ThreatRuleTable)
assert_type(bias.threat_rules()["order"], ThreatRule)
design.threats([1])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
design.threats(None, {})  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
design.threats(assume={"memory": {"first": "better"}})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
design.threats(assume={"recall": {"first": "rosier"}})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
design.threats(thresholds={"memory": 1})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
