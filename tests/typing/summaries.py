"""What type checkers see of summaries; mypy and pyright read this file, nothing runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import likertkit as lk
from likertkit.bias import StudyDesign, ThreatTable, load_design
from likertkit.summary import Claim, Summary, SummaryRow

if TYPE_CHECKING:
    from likertkit.published import PublishedTable


def summaries(
    responses: lk.Responses, tally: lk.Tally, pairs: lk.PairTally, table: PublishedTable
) -> None:
    """All four kinds of data make the same kind of summary."""
    design = load_design("design.toml")
    assert_type(design, StudyDesign)
    found = lk.summarize(responses, design=design, first="after", second="before")
    assert_type(found, Summary)
    assert_type(lk.summarize(tally, invited={"after": 20, "before": 30}), Summary)
    by_cohort = {"after": {2021: 9, 2022: 7}, "before": {2021: 9}}
    assert_type(lk.summarize(tally, invited=by_cohort), Summary)
    assert_type(lk.summarize(tally, invited=57), Summary)
    assert_type(lk.summarize(pairs.sampled(population={"north": 12}), correction="none"), Summary)
    assert_type(lk.summarize(table, confidence_level=0.9), Summary)
    assert_type(found["clear"], SummaryRow)
    assert_type(found["clear"].respondents_to_zero, int | None)
    assert_type(found["clear"].robust, bool | None)
    assert_type(found["clear"].answers_first, tuple[int, ...])
    assert_type(found.threats, ThreatTable | None)
    assert_type(found.claims, tuple[Claim, ...])
    assert_type(found.claims[0].figures, tuple[tuple[str, float], ...])
    lk.summarize(responses, correction="sidak")  # type: ignore[arg-type]
    lk.summarize(tally, invited={"after": "all"})  # type: ignore[arg-type]
    lk.summarize(tally, invited="57")  # type: ignore[arg-type]
