"""Answers row by row: in the order of the frame, each row with its name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, OffScaleError
from likertkit.responses._answers import respondent_answers

SCALE = lk.LikertScale((0, 1, 2), nonsubstantive={"N/A": 9})
PAIR = lk.Instrument("pair", [lk.Item("a", SCALE), lk.Item("b", SCALE, keyed="negative")])
FRAME = pd.DataFrame(
    {
        "who": ["z", "z", "y"],
        "when": ["after", "before", "after"],
        "a": [2, 0, None],
        "b": [9, 1, 0],
    }
)


@pytest.mark.parametrize(
    "hold", [lambda f: f, pl.from_pandas, lambda f: pl.from_pandas(f).to_arrow()]
)
def test_rows_stand_in_the_order_of_the_frame(hold) -> None:
    """A level is its place, -1 is no valid answer; keys come first the respondent's."""
    answers = respondent_answers(
        lk.Responses(hold(FRAME), PAIR, respondent="who", condition="when")
    )
    assert answers.levels.tolist() == [[2, -1], [0, 1], [-1, 0]]
    assert [(name, values.tolist()) for name, values in answers.keys] == [
        ("who", ["z", "z", "y"]),
        ("when", ["after", "before", "after"]),
    ]
    assert answers.by == ("when",)
    assert answers.groups == (("after",), ("before",))
    assert answers.group.tolist() == [0, 1, 0]
    assert answers.valid.tolist() == [[True, False], [True, True], [False, True]]
    assert answers.weights is None


def test_scores_and_values() -> None:
    """A view turns scores; whatever is not answered is NaN."""
    answers = respondent_answers(lk.Responses(FRAME, PAIR))
    np.testing.assert_array_equal(answers.scores("keyed"), [[2, np.nan], [0, 1], [np.nan, 2]])
    np.testing.assert_array_equal(
        answers.valued([(5.0, 6.0, 7.0), (0.0, 0.5, 1.0)]), [[7, np.nan], [5, 0.5], [np.nan, 0]]
    )
    assert answers.keys[0][0] == "row"
    assert answers.keys[0][1].tolist() == [0, 1, 2]
    assert (answers.by, answers.groups) == ((), ((),))


def test_wide_frames_go_block_by_block() -> None:
    """An item that a condition left out was not asked there, which is no blank."""
    frame = pd.DataFrame({"a1": [1, None], "b1": [0, 2], "a2": [2, 2], "w": [1.0, 3.0]})
    columns = {"old": {"a": "a1", "b": "b1"}, "new": {"a": "a2"}}
    answers = respondent_answers(lk.Responses.from_wide(frame, PAIR, columns=columns, weight="w"))
    assert answers.levels.tolist() == [[1, 0], [-1, 2], [2, -2], [2, -2]]
    assert [(name, values.tolist()) for name, values in answers.keys] == [
        ("row", [0, 1, 0, 1]),
        ("condition", ["old", "old", "new", "new"]),
    ]
    assert answers.groups == (("old",), ("new",))
    assert answers.group.tolist() == [0, 0, 1, 1]
    assert answers.weights is not None
    assert answers.weights.tolist() == [1, 3, 1, 3]


def test_groups_of_any_columns() -> None:
    """Columns and the conditions of a wide frame make groups in the order that is asked for."""
    frame = pd.DataFrame({"a1": [1, 2], "a2": [2, 2], "ward": ["x", None]})
    columns = {"old": {"a": "a1"}, "new": {"a": "a2"}}
    wide = lk.Responses.from_wide(frame, PAIR, columns=columns)
    found = respondent_answers(wide, ("ward", "condition"))
    assert found.groups == (("x", "old"), ("x", "new"), (None, "old"), (None, "new"))
    assert found.group.tolist() == [0, 2, 1, 3]
    assert respondent_answers(wide, ("ward",)).group.tolist() == [0, 1, 0, 1]
    assert respondent_answers(wide, ()).groups == ((),)


def test_weights_that_were_made_go_with_the_rows() -> None:
    """Those of a weighting replace those of the design; notes come along."""
    answers = lk.Responses(FRAME, PAIR)
    weighting = lk.poststratify(answers, {"after": 10, "before": 20}, by="when")
    found = respondent_answers(answers.weighted(weighting).scored("keyed"))
    assert found.weights is not None
    assert found.weights.tolist() == [5, 20, 5]
    assert found.view == "keyed"


def test_whole_respondents_are_needed() -> None:
    """An engine, or a tally, has no rows to give."""
    lazy = lk.Responses(pl.from_pandas(FRAME).lazy(), PAIR)
    with pytest.raises(ArgumentError, match="in a database or lazy frame") as caught:
        respondent_answers(lazy)
    assert "read the responses into memory" in str(caught.value)
    with pytest.raises(ArgumentTypeError, match="responses is a Tally; expected Responses"):
        respondent_answers(lk.Responses(FRAME, PAIR).tally())  # type: ignore[arg-type]


@pytest.mark.skipif(
    int(pd.__version__.split(".", maxsplit=1)[0]) < 3, reason="before pandas 3 memory is copied"
)
def test_memory_that_was_written_to_is_found() -> None:
    """What comes to lie in shared memory must be an answer."""
    values = np.array([[0, 1], [2, 1]])
    answers = lk.Responses(pd.DataFrame(values, columns=["a", "b"], copy=False), PAIR)
    values[1, 0] = 7
    with pytest.raises(OffScaleError, match="7"):
        respondent_answers(answers)
