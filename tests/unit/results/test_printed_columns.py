"""What is printed is in the data frame, under the same name, whatever made the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests import public

import likertkit as lk
from likertkit import bias

if TYPE_CHECKING:
    from collections.abc import Iterator

THREE = lk.Responses(
    pd.DataFrame([
        *public.ROWS,
        *({**row, "when": "c"} for row in public.ROWS if row["when"] == "a"),
    ]),
    public.TRIAL,
    respondent="who",
    condition="when",
)  # fmt: skip
STRATIFIED = lk.Responses(
    pd.DataFrame(public.ROWS), public.TRIAL, respondent="who", condition="when", stratum="group"
)
# A cell joins several figures there; the tests of these tables read each of them back.
JOINED = (lk.tables.CellTable, lk.tables.ComparisonTable, lk.tables.SeveralTable)
FITTING = {"compare_conditions": THREE, "cohort_influence": STRATIFIED}


def results() -> Iterator[tuple[str, Any]]:
    """Yield each public result with its name."""
    for name, entry in public.FUNCTIONS.items():
        if name == "agreement":
            # Its draws are for clustered answers; its columns are not.
            yield name, lambda: lk.agreement(public.DATA)
            continue
        yield name, lambda entry=entry, name=name: entry.call(FITTING.get(name, public.DATA))
    yield from public.ELSEWHERE.items()


@pytest.mark.parametrize(("name", "make"), [pytest.param(*one, id=one[0]) for one in results()])
def test_what_is_printed_is_in_the_frame(name, make):
    """Every column of the print, of each table of a result; else every line."""
    for table in public.tables(make()):
        frame = table.to_frame()
        if not isinstance(table, lk.Table):
            assert set(table.cells()) == set(frame.columns), name
            continue
        assert set(table.names) == set(frame.columns)
        for shown in getattr(table, "grids", (table.shown,)):
            assert list(frame[list(shown)].columns) == list(shown)
        if isinstance(table, JOINED):
            continue
        heads = [line for line in table.to_markdown().split("\n") if line.startswith("| ---")]
        lines = table.to_markdown().split("\n")
        for head in (lines[k - 1] for k, line in enumerate(lines) if line in heads):
            # A head may call a column by what is compared.
            named = {words: column for column, words in table.heads}
            printed = {named.get(words, words) for words in head.strip("| ").split(" | ")}
            # The matrix of correlations prints what stands beside it.
            beside = table.descriptives.names if hasattr(table, "descriptives") else ()
            assert printed <= {*frame.columns, *beside}


@pytest.mark.parametrize("make", [bias.careless, bias.response_styles])
def test_figures_of_respondents_that_are_printed_are_in_the_frame(make):
    """A line of the print each, a column of the frame."""
    found = make(public.DATA)
    assert {row.figure for row in found.summary} <= set(found.to_frame().columns)
