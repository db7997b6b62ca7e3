"""Answers handed over as scores, codes or labels, in the kind of frame that came in."""

from __future__ import annotations

import math
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, LikertkitWarning, OffScaleError, OptionError

AGREEMENT = lk.LikertScale.preset(
    "agreement", 5, positive="low", nonsubstantive={"N/A": None, "Refused": 9}
)
NUMBERS = lk.LikertScale(range(1, 8), {1: "never", 7: "always"}, nonsubstantive={"Refused": 99})
TRIAL = lk.Instrument(
    "trial",
    [
        lk.Item("tired", AGREEMENT, keyed="negative"),
        lk.Item("clear", NUMBERS, keyed="negative"),
        lk.Item("calm", AGREEMENT),
    ],
)
FRAME = pd.DataFrame(
    {
        "who": ["a", "b", "c", "d", "e"],
        "tired": ["Agree", "N/A", " strongly  DISAGREE", None, "Refused"],
        "clear": [1.0, 99.0, 7.0, np.nan, 4.0],
        "calm": ["5", "4", "1", "2", "3"],
        "sex": ["f", "m", "f", "m", None],
    }
)


def rows_of(frame: Any) -> dict[str, list[Any]]:
    """Return the columns of a frame of any engine, a missing value as None."""
    opened = nw.from_native(frame)
    held = opened.collect() if isinstance(opened, nw.LazyFrame) else opened
    columns = {name: held[name].to_list() for name in held.columns}
    order = sorted(range(len(columns["who"])), key=lambda k: columns["who"][k])
    return {
        name: [None if _is_missing(values[k]) else values[k] for k in order]
        for name, values in columns.items()
    }


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def test_scores_reverse_as_the_view_says(engine) -> None:
    """Reversal is on the declared range, and other columns stay."""
    answers = lk.Responses(engine(FRAME), TRIAL, respondent="who")
    plain = rows_of(answers.to_frame())
    # agreement-5 with the positive end low: 1 is 'Strongly agree'.
    assert plain["tired"] == [2.0, None, 5.0, None, None]
    assert plain["clear"] == [1.0, None, 7.0, None, 4.0]
    assert plain["who"] == ["a", "b", "c", "d", "e"]
    keyed = rows_of(answers.scored("keyed").to_frame())
    assert keyed["tired"] == [4.0, None, 1.0, None, None]
    assert keyed["clear"] == [7.0, None, 1.0, None, 4.0]
    assert keyed["calm"] == plain["calm"]


def test_codes_and_labels_know_no_view(engine) -> None:
    """A code is what was declared, and a level without a label is its code."""
    answers = lk.Responses(engine(FRAME), TRIAL).scored("keyed")
    assert rows_of(answers.to_frame(values="codes"))["clear"] == [1.0, None, 7.0, None, 4.0]
    labels = rows_of(answers.to_frame(values="labels"))
    assert labels["tired"] == ["Agree", None, "Strongly disagree", None, None]
    assert labels["clear"] == ["never", None, "always", None, "4"]


def test_a_column_of_reasons_stands_beside_each_column(engine) -> None:
    """Blank, and each nonsubstantive answer by its label."""
    found = rows_of(lk.Responses(engine(FRAME), TRIAL).to_frame(missing="reason"))
    assert found["tired_missing"] == [None, "N/A", None, "blank", "Refused"]
    assert found["clear_missing"] == [None, "Refused", None, "blank", None]
    assert found["calm_missing"] == [None] * 5


def test_a_domain_hands_its_rows_over(engine) -> None:
    """Rows outside are left out."""
    answers = lk.Responses(engine(FRAME), TRIAL)
    found = rows_of(answers.where(sex="f").to_frame())
    assert found["who"] == ["a", "c"]
    assert found["tired"] == [2.0, 5.0]
    assert set(found) == set(FRAME.columns)


WIDE = pd.DataFrame(
    {"who": ["a", "b"], "pre_q": [1, 2], "post_q": [4, 9], "grade": ["x", "y"]},
)


def test_wide_columns_keep_their_names(engine) -> None:
    """Each condition's column is replaced where it stands."""
    one = lk.Instrument("one", [lk.Item("q", lk.LikertScale(nonsubstantive={"Refused": 9}))])
    answers = lk.Responses.from_wide(
        engine(WIDE), one, columns={"pre": "pre_{item}", "post": "post_{item}"}
    )
    found = rows_of(answers.to_frame(missing="reason"))
    assert (found["pre_q"], found["post_q"]) == ([1.0, 2.0], [4.0, None])
    assert found["post_q_missing"] == [None, "Refused"]
    alone = rows_of(answers.where(condition="post").to_frame(missing="reason"))
    assert (alone["pre_q"], alone["post_q"]) == ([None, None], [4.0, None])
    # What lies outside the domain is no blank.
    assert alone["pre_q_missing"] == [None, None]
    assert alone["post_q_missing"] == [None, "Refused"]


def test_a_lazy_frame_stays_lazy() -> None:
    """Nobody has run the query that comes back."""
    found = lk.Responses(pl.from_pandas(FRAME).lazy(), TRIAL).to_frame()
    assert isinstance(found, pl.LazyFrame)


def test_what_is_off_the_scale_is_an_error_of_a_lazy_frame_too() -> None:
    """A blank would hide it."""
    wrong = pl.DataFrame({"tired": ["Agree"], "clear": [8], "calm": ["1"]}).lazy()
    with pytest.raises(OffScaleError, match=r"clear.*8"):
        lk.Responses(wrong, TRIAL).to_frame()


def test_odd_names_come_back_as_they_were() -> None:
    """Engines that take a name for something else are given another one inside."""
    frame = pl.DataFrame({"*": [1, 2], "^a.*$": ["x", "y"]}).lazy()
    one = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
    answers = lk.Responses(frame, one, columns={"q": "*"})
    found = answers.where(**{"^a.*$": "x"}).to_frame(missing="reason")
    assert found.collect().to_dict(as_series=False) == {
        "*": [1.0],
        "^a.*$": ["x"],
        "*_missing": [None],
    }


def test_the_frame_that_came_in_is_not_changed() -> None:
    """The caller's frame keeps its answers."""
    frame = FRAME.copy(deep=True)
    lk.Responses(frame, TRIAL).to_frame(missing="reason")
    pd.testing.assert_frame_equal(frame, FRAME)


def test_the_index_of_pandas_stays() -> None:
    """Names of rows too, of all rows and of those of a domain; and no row has none."""
    frame = FRAME.set_index("who")
    answers = lk.Responses(frame, TRIAL)
    found = answers.to_frame(values="labels", missing="reason")
    assert found.index.tolist() == ["a", "b", "c", "d", "e"]
    assert found.loc["c", "tired"] == "Strongly disagree"
    assert answers.where(sex="f").to_frame().index.tolist() == ["a", "c"]
    assert answers.where(sex="f").to_frame().dtypes["tired"] == np.float64
    empty = lk.Responses(frame[:0], TRIAL).to_frame(missing="reason")
    assert (len(empty), empty.dtypes["clear"]) == (0, np.float64)


def test_a_taken_name_is_refused() -> None:
    """The frame has a column of that name."""
    frame = FRAME.assign(tired_missing=0)
    answers = lk.Responses(frame, TRIAL)
    assert list(answers.to_frame()["tired_missing"]) == [0] * 5
    with pytest.raises(ArgumentError, match=r"'tired_missing'.*\n.*missing='nan'"):
        answers.to_frame(missing="reason")


def test_what_the_frame_does_not_hold_is_said() -> None:
    """Columns of one name, of which nobody knows which is meant; weights that were made."""
    frame = FRAME.assign(sex=list("fmfmm"))
    twice = pd.concat([frame, frame[["sex"]]], axis="columns")
    with pytest.warns(LikertkitWarning, match=r"^columns whose name .* in the frame: 'sex'\.$"):
        assert "sex" not in lk.Responses(twice, TRIAL).to_frame()
    answers = lk.Responses(frame, TRIAL)
    made = answers.weighted(lk.poststratify(answers, {"f": 5, "m": 5}, by="sex"))
    with pytest.warns(LikertkitWarning, match=r"^the weights that were made .* in the frame\.$"):
        made.to_frame()


@pytest.mark.parametrize("option", [{"values": "score"}, {"missing": None}])
def test_options_are_words(option: dict[str, Any]) -> None:
    """A word that is not allowed is named."""
    with pytest.raises(OptionError, match=next(iter(option))):
        lk.Responses(FRAME, TRIAL).to_frame(**option)
