"""Traps of existing software: missing answers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import likertkit as lk

SCALE = lk.LikertScale(nonsubstantive={"Not applicable": 98, "Refused": 99}, positive="high")
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", SCALE)])
FRAME = pd.DataFrame({"q": [1, 5, 98, 99, None], "r": [None, None, 98, 98, None]})


def test_missing_is_not_shown_as_nought_percent() -> None:
    """An all-missing item is not 0/0/0 (R likert): undefined, and the table says why."""
    table = lk.frequencies(lk.Responses(FRAME, TWO)).filter(item="r")
    assert all(math.isnan(row.proportion) for row in table)
    assert " 0 %" not in table.to_text(200)
    row = lk.describe(lk.Responses(FRAME, TWO))["r"]
    assert all(math.isnan(share) for share in (row.top_box, row.bottom_box, row.net, row.floor))
    assert row.note == "no valid answers"


def test_nobody_is_imputed() -> None:
    """In psych, scoreItems gives a respondent without any answer 3.0; here n says who answered."""
    row = lk.means(lk.Responses(FRAME, TWO))["q"]
    assert (row.n, row.n_missing, row.mean) == (2, 3, 3.0)
    assert row.se == pytest.approx(2.0)  # of two answers, not of five


def test_a_declared_missing_99_is_not_counted_into_the_mean() -> None:
    """Haven's labelled 99 is a number like any other; here it is a reason."""
    answers = lk.Responses(FRAME, TWO)
    assert lk.means(answers)["q"].mean == 3.0
    assert lk.describe(answers)["q"].high < 30
    assert sum(row.count for row in lk.frequencies(answers).filter(item="q")) == 2


def test_not_applicable_is_not_left_in_the_denominator() -> None:
    """Hidden from the plot but in the base (ggstats): here the base is said, and counted."""
    answers = lk.Responses(FRAME, TWO)
    valid, everybody = (lk.frequencies(answers, base=base) for base in ("valid", "all"))
    assert [row.proportion for row in valid.filter(item="q")] == [0.5, 0, 0, 0, 0.5]
    assert [row.proportion for row in everybody.filter(item="q")] == [0.2, 0, 0, 0, 0.2]
    assert valid.notes[0] == "Proportions are of the valid answers."
    assert "those without a valid answer included" in everybody.notes[0]
    assert {row.n_missing for row in valid.filter(item="q")} == {3}


def test_blank_and_not_applicable_are_different_reasons() -> None:
    """Each reason has its column."""
    found = lk.describe(lk.Responses(FRAME, TWO)).to_frame().filter(like="n_missing")
    assert found.columns.tolist() == [
        "n_missing", "n_missing_blank", "n_missing_not_applicable", "n_missing_refused",
    ]  # fmt: skip
    assert found.to_numpy().tolist() == [[3, 1, 1, 1], [5, 3, 2, 0]]
