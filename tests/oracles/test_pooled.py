"""The standard error of pooled conditions, a respondent as one unit, against R survey (pooled.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions, in a variance that is a difference of larger sums.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-11
ORACLE = json.loads(Path(__file__).with_name("pooled.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["answers"])
STUDY = lk.Instrument("study", [lk.Item("heard", lk.LikertScale(positive="high"))])
DESIGNS: dict[str, dict[str, Any]] = {
    "two": {},
    "three": {},
    "weighted": {"weight": "weight"},
    "stratified": {"stratum": "grade"},
    "both": {"weight": "weight", "stratum": "grade"},
}


def rows_of(design: str) -> pd.DataFrame:
    """Return the rows of a design."""
    return FRAME[FRAME["when"] != "later"] if design == "two" else FRAME


def agrees(row: Any, design: str) -> bool:
    """Return whether a row has R's mean, standard error and degrees of freedom."""
    expected = ORACLE[design]
    found = (row.mean, row.se, row.df)
    return found == approx((expected["mean"], expected["se"], expected["df"]), rel=RTOL)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_respondent_is_one_unit(design: str) -> None:
    """R's svymean with id=~who, from the rows and from the table that is made for pooling."""
    answers = lk.Responses(
        rows_of(design), STUDY, respondent="who", condition="when", **DESIGNS[design]
    )
    assert agrees(lk.means(answers, by=())["heard"], design)
    assert agrees(lk.means(answers.tally(by=()), by=())["heard"], design)


def test_rows_of_strangers() -> None:
    """Where nobody knows whose rows they are the error is R's of independent rows, and says so."""
    table = lk.means(lk.Responses(rows_of("two"), STUDY, condition="when"), by=())
    # svymean of independent rows has the variance n / (n - 1) of a mean: here s / sqrt(n).
    assert table["heard"].se == approx(ORACLE["two_as_strangers"], rel=RTOL)
    assert any(
        "The counts do not show which answers come from the same respondent" in one
        for one in table.notes
    )


@pytest.mark.parametrize("engine", [lambda frame: frame, pl.from_pandas, duckdb.from_df])
@pytest.mark.parametrize("design", ["weighted", "stratified", "both"])
def test_conditions_side_by_side(engine: Any, design: str) -> None:
    """A row of a wide frame is a respondent, whoever holds the frame, with a name or without."""
    declared = DESIGNS[design]
    kept = ["who", *declared.values()]
    wide = FRAME.pivot_table(index=kept, columns="when", values="heard").reset_index()
    # Who has no row under a condition has a blank there, which is no answer either.
    whens = ["pre", "post", "later"]
    columns = {when: {"heard": when} for when in whens}
    frame = engine(wide)
    for named in ({}, {"respondent": "who"}):
        answers = lk.Responses.from_wide(frame, STUDY, columns=columns, **named, **declared)
        assert agrees(lk.means(answers, by=())["heard"], design)
