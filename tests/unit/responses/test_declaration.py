from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    MissingColumnError,
    UnknownItemError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE = lk.LikertScale()
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("r", SCALE)])
LONG = pd.DataFrame({"q": [1, 2], "r": [3, 4], "who": [1, 2], "when": ["a", "b"]})
WIDE = pd.DataFrame({"q1": [1, 2], "r1": [3, 4], "q2": [2, None], "who": [1, 2], "ward": [1, 1]})


@pytest.fixture(params=["eager", "lazy"])
def held(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    """Return a function that holds a frame in memory or in an engine."""
    return (
        (lambda frame: frame) if request.param == "eager" else (lambda f: pl.from_pandas(f).lazy())
    )


def test_items_are_found_by_name_or_mapping(held) -> None:
    """A mapping may name some items only."""
    frame = LONG.rename(columns={"q": "How well were you heard?"})
    answers = lk.Responses(held(frame), TRIAL, columns={"q": "How well were you heard?"})
    assert answers.tally() == lk.Responses(LONG, TRIAL).tally()


def test_missing_columns_are_named_with_those_there_are(held) -> None:
    """All items that lack one, and what stands there instead."""
    with pytest.raises(MissingColumnError, match=r"no column 'q', 'R' \(item\)") as caught:
        lk.Responses(held(LONG.drop(columns="q")), TRIAL, columns={"r": "R"})
    assert "its columns are 'r', 'who', 'when'" in str(caught.value)
    assert "\nHint: map items to columns" in str(caught.value)


@pytest.mark.parametrize("purpose", ["respondent", "condition", "stratum", "weight"])
def test_declared_columns_must_be_there(held, purpose: str) -> None:
    """The error says what the column was for."""
    with pytest.raises(MissingColumnError, match=rf"no column 'nope' \({purpose}\)"):
        lk.Responses(held(LONG), TRIAL, **{purpose: "nope"})


def test_many_columns_are_not_all_listed() -> None:
    """The first twelve, and how many more."""
    frame = pd.DataFrame({f"c{k}": [1] for k in range(20)})
    with pytest.raises(MissingColumnError, match=r"'c11' and 8 more"):
        lk.Responses(frame, TRIAL)


def test_a_column_has_one_meaning() -> None:
    """The condition cannot be the stratum as well."""
    with pytest.raises(ArgumentError, match=r"'when' is declared as stratum .* the condition"):
        lk.Responses(LONG, TRIAL, condition="when", stratum="when")
    with pytest.raises(ArgumentError, match=r"'condition' is declared as stratum"):
        lk.Responses.from_wide(
            WIDE.assign(condition=1), TRIAL, columns={"a": {"q": "q1"}}, stratum="condition"
        )


@pytest.mark.parametrize("columns", [["q"], "q", [("q", "r")], 3])
def test_columns_are_a_mapping(columns: object) -> None:
    """In a long frame item → column, in a wide one condition → item → column."""
    with pytest.raises(ArgumentTypeError, match="is not a mapping; expected item → column"):
        lk.Responses(LONG, TRIAL, columns=columns)  # type: ignore[arg-type]
    # A text stands for the columns of all items of a condition, by a pattern.
    for wrong in (columns, *([] if columns == "q" else [{"before": columns}])):
        with pytest.raises(ArgumentTypeError, match="expected condition → item → column"):
            lk.Responses.from_wide(WIDE, TRIAL, columns=wrong)  # type: ignore[arg-type]


def test_the_instrument_must_be_one() -> None:
    """Neither a scale nor a list of items."""
    for wrong in (SCALE, [lk.Item("q", SCALE)], "trial"):
        with pytest.raises(ArgumentTypeError, match="expected an Instrument"):
            lk.Responses(LONG, wrong)  # type: ignore[arg-type]
        with pytest.raises(ArgumentTypeError, match="expected an Instrument"):
            lk.Responses.from_wide(WIDE, wrong, columns={"a": {"q": "q1"}})  # type: ignore[arg-type]


def test_unknown_items_are_named() -> None:
    """Letter for letter, in both forms."""
    with pytest.raises(UnknownItemError, match=r"no item 'Q' here; expected one of 'q', 'r'"):
        lk.Responses(LONG, TRIAL, columns={"Q": "q"})
    with pytest.raises(UnknownItemError, match="no item 'Q' here"):
        lk.Responses.from_wide(WIDE, TRIAL, columns={"a": {"q": "q1"}, "b": {"Q": "q2"}})


def test_one_column_is_not_two_items() -> None:
    """A copied line is easily left unchanged."""
    with pytest.raises(ArgumentError, match=r"'q' is given for item 'q' and for item 'r'"):
        lk.Responses(LONG, TRIAL, columns={"r": "q"})
    with pytest.raises(
        ArgumentError, match=r"'q1' is given for .*'q' under 'a' and for .*'q' under 'b'"
    ):
        lk.Responses.from_wide(WIDE, TRIAL, columns={"a": {"q": "q1"}, "b": {"q": "q1"}})


def test_items_may_swap_their_columns() -> None:
    """A mapping comes before an item's own name."""
    tally = lk.Responses(LONG, TRIAL, columns={"q": "r", "r": "q"}).tally()
    assert tally.counts[0, :, :4].tolist() == [[0, 0, 1, 1], [1, 1, 0, 0]]


def test_a_wide_frame_has_a_condition(held) -> None:
    """In the order given, not in that of the alphabet; what was not asked has no answers."""
    columns = {"later": {"q": "q2"}, "before": {"q": "q1", "r": "r1"}}
    answers = lk.Responses.from_wide(held(WIDE), TRIAL, columns=columns, respondent="who")
    tally = answers.tally()
    assert tally.groups == (("later",), ("before",))
    assert [(axis.name, axis.role) for axis in tally.axes] == [("condition", "condition")]
    table = lk.means(answers).to_frame()
    assert table["condition"].tolist() == ["later", "later", "before", "before"]
    assert table["n"].tolist() == [1, 0, 2, 2]
    assert table["n_missing"].tolist() == [1, 0, 0, 0]
    assert table["note"].tolist()[1] == "no valid answers"


def test_conditions_may_be_of_any_kind() -> None:
    """Years, for instance."""
    columns = {2019: {"q": "q1"}, 2018: {"q": "q2"}}
    answers = lk.Responses.from_wide(WIDE, TRIAL.select("q"), columns=columns)
    assert answers.tally().groups == ((2019,), (2018,))
    assert "conditions 2019, 2018" in repr(answers)


def test_a_wide_frame_needs_a_condition() -> None:
    """An empty mapping says nothing."""
    with pytest.raises(ArgumentError, match="has no condition"):
        lk.Responses.from_wide(WIDE, TRIAL, columns={})
    with pytest.raises(ArgumentError, match=r"condition 'b' has no item; expected at least one"):
        lk.Responses.from_wide(WIDE, TRIAL, columns={"a": {"q": "q1"}, "b": {}})


def test_by_names_columns_of_the_frame(held) -> None:
    """What is there besides the declared axes; the error lists all columns."""
    answers = lk.Responses(held(LONG), TRIAL, condition="when")
    assert answers.tally(by=["who", "when"]).groups == (("a", 1), ("b", 2))
    with pytest.raises(MissingColumnError, match=r"no column 'ward' \(by\)"):
        answers.tally(by="ward")
    with pytest.raises(MissingColumnError, match=r"no column 'ward' \(by\)"):
        lk.means(answers, by="ward")
    with pytest.raises(AxisError, match="its axes are 'when'"):
        lk.means(answers.tally(), by="who")


def test_by_names_the_condition_of_a_wide_frame(held) -> None:
    """It is called condition, and beside it stand columns of the frame."""
    answers = lk.Responses.from_wide(
        held(WIDE), TRIAL, columns={"a": {"q": "q1"}, "b": {"q": "q2"}}
    )
    assert answers.tally(by="condition").groups == (("a",), ("b",))
    assert answers.tally(by=["ward", "condition"]).groups == (("a", 1), ("b", 1))
    table = lk.means(answers, by=("ward", "condition")).to_frame()
    assert table[["ward", "condition"]].to_numpy().tolist() == [[1, "a"]] * 2 + [[1, "b"]] * 2


def test_a_column_called_condition_beside_the_conditions_is_ambiguous(held) -> None:
    """Nobody knows by which of the two to split."""
    frame = held(WIDE.assign(condition=1))
    answers = lk.Responses.from_wide(frame, TRIAL, columns={"a": {"q": "q1"}, "b": {"q": "q2"}})
    assert answers.tally().groups == (("a",), ("b",))
    with pytest.raises(ArgumentError, match="by='condition' can mean"):
        answers.tally(by="condition")
