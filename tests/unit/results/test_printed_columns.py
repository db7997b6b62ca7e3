"""What is printed is in the data frame, under the same name, whatever made the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests import public

import likertkit as lk
from likertkit import bias, published

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q1", SCALE), lk.Item("q2", SCALE, keyed="negative")])
ROWS = [
    {
        "who": who,
        "when": when,
        "group": "fm"[who % 2],
        "q1": [1, 2, 4, 5, 3, 9, None][(who * 3 + k) % 7],
        "q2": 1 + (who * 7 + k) % 5,
    }
    for who in range(24)
    for k, when in enumerate(public.PAIR)
    if (who, k) not in {(0, 0), (3, 1)}
]
DATA = lk.Responses(pd.DataFrame(ROWS), TRIAL, respondent="who", condition="when")
THREE = lk.Responses(
    pd.DataFrame([*ROWS, *({**row, "when": "c"} for row in ROWS if row["when"] == "a")]),
    TRIAL,
    respondent="who",
    condition="when",
)
STRATIFIED = lk.Responses(
    pd.DataFrame(ROWS), TRIAL, respondent="who", condition="when", stratum="group"
)
FITTING = {"compare_conditions": THREE, "cohort_influence": STRATIFIED}
STUDY = lk.studies.balint()
ELSEWHERE: dict[str, Any] = {
    "frequencies.percentages": lambda: lk.frequencies(DATA).percentages(),
    "compare_groups of conditions": lambda: lk.compare_groups(DATA, "when"),
    "careless": lambda: bias.careless(DATA).summary,
    "careless, headline": lambda: bias.careless(DATA).headline,
    "response_styles": lambda: bias.response_styles(DATA).summary,
    "threats": STUDY.participants.design.threats,
    "threat_rules": bias.threat_rules,
    "participation": DATA.participation,
    "e_value": lambda: bias.e_value(0.5, sd=1.0),
    "grim": lambda: published.grim("1.50", 10),
    "feasible_n": lambda: published.feasible_n(["1.50"], [2, 3]),
    "skipped_answers": lambda: published.skipped_answers(["1.50"], 2),
    "check_percentages": lambda: published.check_percentages([1, 2], ["33", "67"]),
    "overlap_bounds": lambda: published.overlap_bounds(
        {"q": "1.67"}, {"q": "1.50"}, n_first=3, n_second=2, n_both=2, scale=SCALE
    ),
    "differences": lambda: STUDY.participants.published.differences("virtual", "face-to-face"),
    "proportions": STUDY.preferences.participants.proportions,
    "themes": lambda: STUDY.themes,
}


def results() -> Iterator[tuple[str, Any]]:
    """Yield each public result with its name."""
    for name, entry in public.FUNCTIONS.items():
        if name == "agreement":
            # Its draws are for clustered answers; its columns are not.
            yield name, lambda: lk.agreement(DATA)
            continue
        yield name, lambda entry=entry, name=name: entry.call(FITTING.get(name, DATA))
    yield from ELSEWHERE.items()


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
        heads = [line for line in table.to_markdown().split("\n") if line.startswith("| ---")]
        lines = table.to_markdown().split("\n")
        for head in (lines[k - 1] for k, line in enumerate(lines) if line in heads):
            assert set(head.strip("| ").split(" | ")) <= set(frame.columns)


@pytest.mark.parametrize("make", [bias.careless, bias.response_styles])
def test_figures_of_respondents_that_are_printed_are_in_the_frame(make):
    """A line of the print each, a column of the frame."""
    found = make(DATA)
    assert {row.figure for row in found.summary} <= set(found.to_frame().columns)
