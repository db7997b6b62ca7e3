from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    CountsError,
    LabelConflictError,
    OffScaleError,
    UnknownLabelError,
)

# Levels are declared highest first: cells stand in ascending order of code.
SCALE = lk.LikertScale(
    (3, 2, 1), {1: "No", 3: "Yes"}, nonsubstantive={"N/A": 9, "Refused": (7, 8), "Lost": None}
)
NO, HALF, YES, BLANK, NA, REFUSED, LOST, ABSENT = range(8)


def cells(pairs):
    """Return the pairs of cells that somebody has, with how many."""
    table = pairs.counts[0, 0]
    return {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}


@pytest.mark.parametrize("kind", [list, np.array, lambda t: np.array(t, dtype=float), tuple])
def test_an_array_has_the_levels_lowest_code_first(kind):
    """Rows are the first condition's; nobody is missing or absent."""
    pairs = lk.PairTally.from_table(kind([[1, 2, 3], [4, 5, 6], [0, 0, 7]]), SCALE)
    assert pairs.counts.shape == (1, 1, 8, 8)
    assert pairs.counts[0, 0, :3, :3].tolist() == [[1, 2, 3], [4, 5, 6], [0, 0, 7]]
    assert pairs.counts.sum() == 28
    assert (pairs.first, pairs.second, pairs.instrument.names) == ("first", "second", ("item",))
    assert (pairs.axes, pairs.groups, pairs.sums, len(pairs.respondents)) == ((), ((),), None, 0)


NAMED = {
    "No": {1: 5, "yes": 2, None: 3, "absent": 1},
    2: {"Refused": 4, 9: 6, "blank": 2},
    "absent": {3: 8, "N/A": 1, "blank": 9},
    "lost": {"Lost": 3, "absent": 2},
}
EXPECTED = {
    (NO, NO): 5,
    (NO, YES): 2,
    (NO, BLANK): 3,
    (NO, ABSENT): 1,
    (HALF, REFUSED): 4,
    (HALF, NA): 6,
    (HALF, BLANK): 2,
    (ABSENT, YES): 8,
    (ABSENT, NA): 1,
    (ABSENT, BLANK): 9,
    (LOST, LOST): 3,
    (LOST, ABSENT): 2,
}


def test_a_mapping_names_answers():
    """Codes, labels, reasons by code or label, blank and absent, each in its own cell."""
    pairs = lk.PairTally.from_table(NAMED, SCALE, item="clear", first="before", second=2)
    assert cells(pairs) == EXPECTED
    assert (pairs.first, pairs.second) == ("before", 2)
    assert pairs.instrument.names == ("clear",)
    assert pairs.instrument["clear"].scale == SCALE


def test_a_data_frame_names_answers():
    """As its index and its columns."""
    answers = ["No", 2, "Yes", None, 9, "Refused", "Lost", "absent"]
    table = np.zeros((8, 8), dtype=int)
    for at, n in EXPECTED.items():
        table[at] = n
    frame = pd.DataFrame(table, index=answers, columns=answers)
    assert cells(lk.PairTally.from_table(frame, SCALE)) == EXPECTED
    mixed = frame.iloc[::-1, ::-1].astype("Int64")
    assert cells(lk.PairTally.from_table(mixed, SCALE)) == EXPECTED


def test_a_crosstab_of_codes_is_a_table():
    """Codes as floats beside NaN are what pandas makes of a column with blanks."""
    frame = pd.DataFrame({"a": [1.0, 1.0, 2.0, np.nan], "b": [3, 3, 1, 1]})
    table = pd.crosstab(frame["a"], frame["b"], dropna=False)
    assert cells(lk.PairTally.from_table(table, SCALE)) == {
        (NO, YES): 2,
        (HALF, NO): 1,
        (BLANK, NO): 1,
    }


def test_a_level_may_be_called_absent():
    """On a scale of symptoms the word is an answer."""
    signs = lk.LikertScale.from_labels(["Absent", "Mild"])
    pairs = lk.PairTally.from_table({"absent": {"Mild": 3}, "blank": {"Absent": 1}}, signs)
    assert cells(pairs) == {(0, 1): 3, (2, 0): 1}
    voids = lk.LikertScale.from_labels(["Blank", "Full"])
    pairs = lk.PairTally.from_table({"blank": {"Full": 3}, None: {"absent": 1}}, voids)
    assert cells(pairs) == {(0, 1): 3, (2, 3): 1}


@pytest.mark.parametrize("empty", [{}, {1: {}}, pd.DataFrame()])
def test_an_empty_table_has_nobody(empty):
    """An answer that is left out has nobody."""
    assert lk.PairTally.from_table(empty, SCALE).counts.sum() == 0


@pytest.mark.parametrize(
    ("table", "error", "says"),
    [
        ([[1, 2], [3, 4]], CountsError, r"shape \(2, 2\); expected \(3, 3\)"),
        ([[1, 2, 3], [4, 5], [6]], CountsError, r"has the shape \(3,\)"),
        ([np.ones((3, 1)), np.ones((2, 1))], CountsError, "shape"),
        (
            [np.ones((2, 2)), np.ones((2, 3))],
            CountsError,
            "rows .* have different lengths",
        ),
        (5, CountsError, r"shape \(\)"),
        ([[0.5, 0, 0]] * 3, CountsError, "count 0.5 for the answers 1 and 1"),
        ([[0, -1, 0]] * 3, CountsError, "count -1 for the answers 1 and 2; expected a whole"),
        ([[0, 0, True]] * 3, CountsError, "count True for the answers 1 and 3"),
        ([["2", 0, 0]] * 3, CountsError, "count '2' for"),
        ({1: 5}, CountsError, "a row of the table is 5; expected a mapping"),
        ({1: {2: None}}, CountsError, "count None for the answers 1 and 2"),
        ({1: {2: float("nan")}}, CountsError, "count nan"),
        ({1: {2: 3}, "No": {2: 4}}, CountsError, "two counts for the answers 'No' and 2"),
        ({None: {2: 3, "2": 0}}, CountsError, "two counts for the answers None and '2'"),
        ({1: {4: 3}}, OffScaleError, "3 rows off its scale: 4"),
        ({"Meh": {1: 3}}, UnknownLabelError, "'Meh'"),
        ({"1: Yes": {1: 3}}, LabelConflictError, "1: Yes"),
        ({1: {True: 3}}, UnknownLabelError, "True"),
        (pd.DataFrame([[3]], index=[0], columns=[1]), OffScaleError, "0"),
    ],
)
def test_what_is_no_table_is_an_error(table, error, says):
    """Each names what was found."""
    with pytest.raises(error, match=says):
        lk.PairTally.from_table(table, SCALE)


def test_the_scale_and_the_conditions_are_checked():
    """A scale, and two conditions that differ."""
    with pytest.raises(ArgumentTypeError, match="scale='agreement' is not a LikertScale"):
        lk.PairTally.from_table([[1]], "agreement")
    with pytest.raises(ArgumentError, match="first='a' and second='a' are the same condition"):
        lk.PairTally.from_table([[1]], SCALE, first="a", second="a")


def test_answers_prove_one_another_as_in_a_column():
    """Numbers beside words on levels without labels count where every level has its wording."""
    scale = lk.LikertScale((1, 2))
    table = {
        "1 - Never": {"1 - Never": 4, "2 - Often": 1},
        "2 - Often": {"absent": 2, "blank": 5},
        "blank": {"2 - Often": 3},
    }
    assert cells(lk.PairTally.from_table(table, scale)) == {
        (0, 0): 4, (0, 1): 1, (1, 3): 2, (1, 2): 5, (2, 1): 3,
    }  # fmt: skip
    with pytest.raises(UnknownLabelError, match=r"'2 - see below' \(1 row\)"):
        lk.PairTally.from_table({"1 - Never": {"2 - see below": 1}}, scale)
