from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, MissingColumnError, OffScaleError, RespondentError
from likertkit.responses._respondents import _packed, respondent_cells

TWO = lk.Instrument(
    "two", [lk.Item(name, lk.LikertScale((1, 2, 3), nonsubstantive={"No": 9})) for name in "qr"]
)
FRAME = pd.DataFrame({
    "who": [1, 1, 1, 2, 2, 3, 4],
    "when": list("abcabcd"),
    "q": [1, 2, 3, 1, None, 2, 3],
    "r": [3, 9, 1, 2, 2, 1, 3],
    "ward": list("xxxyyxy"),
})  # fmt: skip
ROLES = {"respondent": "who", "condition": "when"}
COLUMNS = {"before": {"q": "q1", "r": "r1"}, "after": {"q": "q2"}}
WIDE = pd.DataFrame({"q1": [3, 1], "r1": [2, 9], "q2": [None, 2]})


def held(found) -> list[list[list[int]]]:
    """Return the cells as lists."""
    return found.cells.tolist()


def test_each_respondent_is_there_once():
    """Levels by code, then blank and reasons; -1 where there is no row."""
    found = respondent_cells(lk.Responses(FRAME, TWO, **ROLES), ["a", "b", "c"])
    assert found.conditions == ("a", "b", "c")
    assert sorted(held(found)) == [
        [[-1, -1], [-1, -1], [1, 0]],
        [[0, 1], [3, 1], [-1, -1]],
        [[0, 2], [1, 4], [2, 0]],
    ]
    assert (found.groups, found.group.tolist()) == (((),), [0, 0, 0])
    assert not found.weighted
    assert not found.clustered


def test_all_conditions_are_taken_in_their_order():
    """Sorted, or in the order that the column's type declares."""
    assert respondent_cells(lk.Responses(FRAME, TWO, **ROLES)).conditions == ("a", "b", "c", "d")
    turned = FRAME.astype({"when": pd.CategoricalDtype(list("dcbaz"), ordered=True)})
    found = respondent_cells(lk.Responses(turned, TWO, **ROLES))
    assert found.conditions == ("d", "c", "b", "a")
    assert found.cells.shape == (4, 4, 2)


def test_the_order_of_rows_does_not_matter():
    """Nor does the frame's engine."""
    for by in ((), ("ward",)):
        once = respondent_cells(lk.Responses(FRAME, TWO, **ROLES), by=by)
        for moved in (FRAME[::-1], FRAME.iloc[[3, 6, 0, 5, 2, 4, 1]], pl.from_pandas(FRAME)):
            again = respondent_cells(lk.Responses(moved, TWO, **ROLES), by=by)
            assert held(again) == held(once)
            assert (again.groups, again.group.tolist()) == (once.groups, once.group.tolist())


def test_respondents_are_split():
    """By a column that each respondent has one value in; who is absent has no group."""
    found = respondent_cells(lk.Responses(FRAME, TWO, **ROLES), ["a", "c"], ("ward",))
    assert found.groups == (("x",), ("y",))
    assert found.group.tolist() == [0, 0, 1]
    assert held(found)[2] == [[0, 1], [-1, -1]]
    only = respondent_cells(lk.Responses(FRAME, TWO, **ROLES), ["d"], ("ward",))
    assert (only.groups, only.group.tolist()) == ((("y",),), [0])
    torn = FRAME.assign(ward=list("xxyyyxy"))
    with pytest.raises(RespondentError, match=r"for example 1, have different values of 'ward'"):
        respondent_cells(lk.Responses(torn, TWO, **ROLES), by=("ward",))
    # Their wards in other conditions do not matter.
    assert respondent_cells(lk.Responses(torn, TWO, **ROLES), ["a", "b"], ("ward",)).groups


def test_wide_frames_hold_a_respondent_a_row():
    """An item that a condition leaves out is absent there."""
    answers = lk.Responses.from_wide(WIDE, TWO, columns=COLUMNS)
    assert sorted(held(respondent_cells(answers))) == [[[0, 4], [1, -1]], [[2, 1], [3, -1]]]
    turned = respondent_cells(answers, ["after", "before"])
    assert turned.conditions == ("after", "before")
    assert sorted(held(turned)) == [[[1, -1], [0, 4]], [[3, -1], [2, 1]]]


def test_weights_and_clusters_are_told():
    """The cells do not hold them, so that who takes the cells must know."""
    more = FRAME.assign(w=1.5, school=1)
    found = respondent_cells(lk.Responses(more, TWO, weight="w", **ROLES))
    assert (found.weighted, found.clustered) == (True, False)
    found = respondent_cells(lk.Responses(more, TWO, cluster="school", **ROLES))
    assert (found.weighted, found.clustered) == (False, True)
    answers = lk.Responses(FRAME[FRAME["when"].isin(["a", "b"])], TWO, **ROLES)
    made = lk.poststratify(answers, {"x": 4, "y": 4}, by="ward")
    assert respondent_cells(answers.weighted(made)).weighted


def test_what_cannot_be_had_is_an_error():
    """Engines, undeclared roles, unknown and repeated conditions, unknown columns."""
    lazy = lk.Responses(pl.from_pandas(FRAME).lazy(), TWO, **ROLES)
    with pytest.raises(ArgumentError, match="in a database or lazy frame"):
        respondent_cells(lazy)
    with pytest.raises(ArgumentError, match="no conditions"):
        respondent_cells(lk.Responses(FRAME[FRAME["when"] == "a"], TWO, respondent="who"))
    with pytest.raises(ArgumentError, match="no respondents"):
        respondent_cells(lk.Responses(FRAME, TWO, condition="when"))
    answers = lk.Responses(FRAME, TWO, **ROLES)
    with pytest.raises(ArgumentError, match="'z' is not one of the conditions, which are 'a', 'b'"):
        respondent_cells(answers, ["a", "z"])
    with pytest.raises(ArgumentError, match="'a' is named twice"):
        respondent_cells(answers, ["a", "b", "a"])
    with pytest.raises(ArgumentError, match="contains the condition"):
        respondent_cells(answers, by=("when",))
    with pytest.raises(MissingColumnError):
        respondent_cells(answers, by=("hospital",))
    nobody = lk.Responses(FRAME[:0], TWO, **ROLES)
    assert respondent_cells(nobody).cells.shape == (0, 0, 2)
    with pytest.raises(ArgumentError, match="which are none"):
        respondent_cells(nobody, ["a"])


def test_answers_written_since_are_found():
    """The frame shares its memory with whoever made it."""
    frame = pd.DataFrame({"q": [1.0, 2.0], "r": [1.0, 2.0], "who": [1, 1], "when": ["a", "b"]})
    answers = lk.Responses(frame, TWO, **ROLES)
    column = answers._source.blocks[0][0][2].numbers
    column.flags.writeable = True
    column[0] = 7
    with pytest.raises(OffScaleError):
        respondent_cells(answers)


def test_packed_columns_sort_as_the_columns_do():
    """With one column a number, and with many."""
    rng = np.random.default_rng(8)
    for base in (2, 5, 40_000):
        columns = rng.integers(-1, min(base - 1, 3), (45, 60))
        packed = _packed(iter(columns), base)
        assert np.lexsort(packed).tolist() == np.lexsort(columns).tolist()
        assert len(packed) == {2: 1, 5: 2, 40_000: 12}[base]
