from __future__ import annotations

import pickle

import attrs
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import OptionError
from likertkit.responses._countable import with_notes

SCALE = lk.LikertScale(positive="low", nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE, keyed="negative"), lk.Item("r", SCALE)])
FRAME = pd.DataFrame({
    "q": [1, 2, 9], "r": [5, None, None], "who": [1, 2, 3], "when": ["a", "a", "b"],
    "grade": [1, 2, 2], "w": [1.0, 2.0, 0.5],
})  # fmt: skip


def test_responses_say_what_they_are() -> None:
    """How many rows, what was declared, and the view."""
    answers = lk.Responses(
        FRAME, TRIAL, respondent="who", condition="when", stratum="grade", weight="w"
    )
    assert repr(answers) == (
        "Responses to 'trial': 3 rows, 2 items; respondent 'who'; condition 'when'; "
        "stratum 'grade'; weight 'w'; scores as_answered"
    )
    wide = lk.Responses.from_wide(FRAME, TRIAL, columns={"x": {"q": "q"}, "y": {"q": "r"}})
    assert repr(wide).endswith("2 items; conditions 'x', 'y'; scores as_answered")
    assert answers.instrument is TRIAL


def test_scoring_is_a_view_of_the_same_answers() -> None:
    """Scoring twice is scoring once; the counts never move."""
    answers = lk.Responses(FRAME, TRIAL)
    keyed = answers.scored("keyed")
    assert (answers.view, keyed.view, keyed.scored("favourable").view) == (
        "as_answered", "keyed", "favourable",
    )  # fmt: skip
    assert keyed.tally() == answers.tally().scored("keyed")
    assert (keyed.tally().counts == answers.tally().counts).all()
    assert keyed.scored("keyed").tally() == keyed.tally()
    with pytest.raises(OptionError, match="view='reversed' is not an option; expected one of"):
        answers.scored("reversed")  # type: ignore[arg-type]


def test_responses_do_not_change() -> None:
    """Neither by assignment nor by scoring."""
    answers = lk.Responses(FRAME, TRIAL)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        answers._view = "keyed"
    answers.scored("keyed")
    assert answers.view == "as_answered"


def test_responses_of_a_frame_in_memory_pickle() -> None:
    """A worker gets the same table."""
    answers = lk.Responses(FRAME, TRIAL, condition="when", weight="w").scored("keyed")
    assert pickle.loads(pickle.dumps(answers)).tally() == answers.tally()


@pytest.mark.parametrize("make", [lambda frame: frame, lambda frame: pl.from_pandas(frame).lazy()])
class TestParticipation:
    """Who has a row under which condition, eager and lazy."""

    def test_rows_empty_rows_and_absent_respondents(self, make) -> None:
        """A row without any answer is there, a respondent without a row is not."""
        frame = pd.DataFrame({
            "q": [1, None, 2, 9, None], "r": ["5", "", None, None, None],
            "who": [1, 2, 3, 1, 4], "when": ["b", "b", "b", "a", "b"],
        })  # fmt: skip
        answers = lk.Responses(make(frame), TRIAL, respondent="who", condition="when")
        found = answers.participation().to_frame()
        assert list(found.columns) == ["when", "n_rows", "n_empty", "n_absent"]
        assert found.to_numpy().tolist() == [["a", 1, 0, 3], ["b", 4, 2, 0]]

    def test_without_conditions_or_respondents(self, make) -> None:
        """One row for the whole; who is absent is not known."""
        row = lk.Responses(make(FRAME), TRIAL).participation().rows[0]
        assert (row.n_rows, row.n_empty, row.n_absent) == (3, 0, None)
        row = lk.Responses(make(FRAME), TRIAL, respondent="who").participation().rows[0]
        assert row.n_absent == 0

    def test_a_condition_column_alone(self, make) -> None:
        """Rows are counted though nobody is told apart."""
        table = lk.Responses(make(FRAME), TRIAL, condition="when").participation()
        assert [row.columns() for row in table] == [
            {"when": "a", "n_rows": 2, "n_empty": 0, "n_absent": None},
            {"when": "b", "n_rows": 1, "n_empty": 0, "n_absent": None},
        ]

    def test_wide_frames(self, make) -> None:
        """Each condition has every row, in the order given."""
        frame = pd.DataFrame({"x": [1, None, None], "y": [2, None, 4], "who": [1, 2, 3]})
        answers = lk.Responses.from_wide(
            make(frame), TRIAL, columns={"late": {"q": "y"}, "early": {"q": "x"}}, respondent="who"
        )
        found = answers.participation().to_frame()
        assert found.to_numpy().tolist() == [["late", 3, 1, 0], ["early", 3, 2, 0]]


def test_notes_stand_wherever_the_answers_are_shown() -> None:
    """In the text, and in every table that is made of them, under every view."""
    answers = with_notes(with_notes(lk.Responses(FRAME, TRIAL), "Made up."), "Twice.").scored(
        "keyed"
    )
    assert str(answers).endswith("\nMade up.\nTwice.")
    assert pickle.loads(pickle.dumps(answers)).tally().notes == ("Made up.", "Twice.")
    for table in (lk.means(answers), lk.describe(answers), lk.frequencies(answers)):
        assert {"Made up.", "Twice."} <= set(table.notes)
    assert answers.participation().notes[1:] == ("Made up.", "Twice.")
    assert "Made up." in str(answers.participation())
