"""poststratify: one factor a post-stratum, and everything that has none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    CalibrationError,
    MissingColumnError,
    PopulationError,
)

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
# The rows of the post-strata alternate: weights in another order would be seen.
FRAME = pd.DataFrame({
    "who": [1, 2, 3, 4, 5, 6],
    "q": [1, 2, None, 5, 4, 3],
    "gender": ["f", "m", "f", "m", "m", "f"],
    "age": ["y", "o", "y", "o", "y", "o"],
    "when": ["a", "a", "b", "b", "a", "b"],
    "year": [2023, 2024, 2023, 2024, 2024, 2024],
    "w": [1.0, 2.0, 3.0, 0.0, 2.0, 4.0],
})  # fmt: skip


def answers(frame: pd.DataFrame = FRAME, **declared: Any) -> lk.Responses:
    """Return the answers, bound to the one item."""
    return lk.Responses(frame, ONE, **declared)


def test_every_respondent_stands_for_as_many_people() -> None:
    """Three women for 30, three men for 60; who did not answer has a weight too."""
    found = lk.poststratify(answers(), {"f": 30, "m": 60}, by="gender")
    assert found.weights.tolist() == [10.0, 20.0, 10.0, 20.0, 20.0, 10.0]
    assert (found.method, found.columns, found.margins) == (
        "post-stratified",
        ("gender",),
        (("gender",),),
    )
    assert [(cell.condition, cell.levels, cell.factor) for cell in found.cells] == [
        (None, ("f",), 10.0),
        (None, ("m",), 20.0),
    ]
    assert (found.n_rows, found.converged, found.iterations, found.error) == (6, True, 1, 0.0)
    assert found.notes == ()
    assert found.effective_n == 90**2 / 1500
    assert found.design_effect == 6 * 1500 / 90**2


def test_weights_of_the_design_are_multiplied() -> None:
    """The women's add up to 8 and the men's to 4; a weight of 0 stays 0."""
    found = lk.poststratify(answers(weight="w"), {"f": 16, "m": 12}, by="gender")
    assert found.weights.tolist() == [2.0, 6.0, 6.0, 0.0, 6.0, 8.0]
    assert [cell.factor for cell in found.cells] == [2.0, 3.0]
    assert (found.effective_n, found.n_rows) == (28**2 / 176, 6)


@pytest.mark.parametrize(("weight", "total"), [(None, 6.0), ("w", 12.0)])
def test_shares_keep_the_sum_of_weights(weight: str | None, total: float) -> None:
    """Of the design's weights, or of the respondents; numbers do not."""
    data = answers(weight=weight)
    weights = lk.poststratify(data, {"f": 0.25, "m": 0.75}, by="gender").weights
    assert weights.sum() == pytest.approx(total, rel=1e-15)
    assert weights[FRAME["gender"] == "f"].sum() == pytest.approx(total / 4, rel=1e-15)
    # Rounded shares are shares.
    weights = lk.poststratify(data, {"f": 0.3333333, "m": 0.6666666}, by="gender").weights
    assert weights.sum() == pytest.approx(total, rel=1e-15)
    # Two shares of three are none: they are people.
    weights = lk.poststratify(data, {"f": 0.25, "m": 0.5}, by="gender").weights
    assert weights.sum() == pytest.approx(0.75, rel=1e-15)


def test_poststrata_of_two_columns_are_pairs() -> None:
    """In the order of `by`; each pair has its own factor."""
    sizes = {("y", "f"): 10, ("o", "f"): 5, ("o", "m"): 8, ("y", "m"): 3}
    found = lk.poststratify(answers(), sizes, by=["age", "gender"])
    assert found.weights.tolist() == [5.0, 4.0, 5.0, 4.0, 3.0, 5.0]
    assert found.columns == ("age", "gender")
    assert {cell.levels: cell.factor for cell in found.cells} == {
        ("y", "f"): 5.0, ("o", "f"): 5.0, ("o", "m"): 4.0, ("y", "m"): 3.0
    }  # fmt: skip


def test_the_declared_strata_unless_told() -> None:
    """And another column where it is told."""
    data = answers(stratum="gender")
    assert lk.poststratify(data, {"f": 30, "m": 60}) == lk.poststratify(
        data, {"f": 30, "m": 60}, by="gender"
    )
    assert lk.poststratify(data, {"y": 3, "o": 3}, by="age").columns == ("age",)


def test_levels_are_those_of_the_data_whatever_type_holds_them() -> None:
    """NumPy's numbers are Python's; text is no number."""
    sizes = {np.int64(2023): np.float32(4), 2024: np.int64(8)}
    assert lk.poststratify(answers(), sizes, by="year").weights.tolist() == [2.0] * 6
    years = {np.int64(year): 1 for year in (2023, 2024, 2025)}
    with pytest.raises(
        CalibrationError, match="the sample has no respondents at the level 2025, so"
    ):
        lk.poststratify(answers(), years, by="year")
    with pytest.raises(CalibrationError, match=r"the level 2023 \(2 rows\) and 2024 \(4 rows\)"):
        lk.poststratify(answers(), {"2023": 1, "2024": 1}, by="year")


def test_a_level_of_nobody_may_stand_there() -> None:
    """With 0 people."""
    found = lk.poststratify(answers(), {"f": 30, "x": 0, "m": 60}, by="gender")
    assert found.weights.tolist() == [10.0, 20.0, 10.0, 20.0, 20.0, 10.0]


def test_each_condition_meets_the_sizes_by_itself() -> None:
    """The same sizes, or those of each; under a there are f, m, m, and under b f, m, f."""
    data = answers(condition="when")
    same = lk.poststratify(data, {"f": 2, "m": 6}, by="gender")
    assert same.weights.tolist() == [2.0, 3.0, 1.0, 6.0, 3.0, 1.0]
    assert [(cell.condition, cell.levels, cell.factor) for cell in same.cells] == [
        ("a", ("f",), 2.0), ("a", ("m",), 3.0), ("b", ("f",), 1.0), ("b", ("m",), 6.0)
    ]  # fmt: skip
    own = lk.poststratify(data, {"b": {"f": 4, "m": 5}, "a": {"f": 1, "m": 2}}, by="gender")
    assert own.weights.tolist() == [1.0, 1.0, 2.0, 5.0, 1.0, 2.0]
    shares = lk.poststratify(data, {"f": 0.5, "m": 0.5}, by="gender")
    assert shares.weights.tolist() == [1.5, 0.75, 0.75, 1.5, 0.75, 0.75]


def test_a_respondent_in_a_wide_frame_has_one_weight() -> None:
    """A row under each condition, yet counted once, whichever items a condition asked."""
    two = lk.Instrument("two", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
    frame = FRAME.assign(after=[5, 4, 3, 2, 1, None], early=2, late=3)
    columns = {
        "early": {"r": "early"}, "before": {"q": "q"}, "after": {"q": "after", "r": "late"}
    }  # fmt: skip
    data = lk.Responses.from_wide(frame, two, columns=columns, weight="w")
    found = lk.poststratify(data, {"f": 16, "m": 12}, by="gender")
    assert found.weights.tolist() == [2.0, 6.0, 6.0, 0.0, 6.0, 8.0]
    assert (found.n_rows, len(found.cells)) == (6, 2)
    assert {cell.condition for cell in found.cells} == {None}
    rows = {row.by[0][1]: row.mean for row in lk.means(data.weighted(found)) if row.item == "q"}
    assert math.isnan(rows["early"])
    for name, column in (("before", "q"), ("after", "after")):
        valid = frame[column].notna().to_numpy()
        expected = np.average(frame[column][valid], weights=found.weights[valid])
        assert rows[name] == pytest.approx(expected, rel=1e-14)
    with pytest.raises(
        PopulationError, match=r"'before'\) but no sizes for: the responses have no condition"
    ):
        lk.poststratify(data, {"before": {"f": 1, "m": 1}}, by="gender")


@pytest.mark.parametrize(
    ("sizes", "options", "error", "said"),
    [
        ({"f": 1}, {}, CalibrationError,
         ("margin 'gender': the sample has the level 'm' (3 rows), but the margin has no people at "
          "this level.")),
        ({"f": 1, "m": 0}, {}, CalibrationError,
         ("margin 'gender': the sample has the level 'm' (3 rows), but the margin has no people at "
          "this level.")),
        ({"f": 1, "m": 2, "x": 3, "z": 4}, {}, CalibrationError,
         ("margin 'gender': the sample has no respondents at the level 'x' and 'z', so no "
          "weights can represent it.")),
        ({("f", "y"): 1, ("f", "o"): 1, ("m", "o"): 1}, {"by": ("gender", "age")}, CalibrationError,
         ("margin 'gender' × 'age': the sample has the level 'm', 'y' (1 rows), but the "
          "margin has no people at this level.")),
        ({("f", "y"): 1, "m": 1}, {"by": ("gender", "age")}, ArgumentError,
         "margin 'gender' × 'age': level 'm' does not have one value for each of the 2 columns."),
        ({("f", "y", 1): 1}, {"by": ("gender", "age")}, ArgumentError,
         ("margin 'gender' × 'age': level ('f', 'y', 1) does not have one value for each of the 2 "
          "columns.")),
        ({"f": -1, "m": 2}, {}, PopulationError,
         "margin 'gender': level 'f' has the total -1; expected 0 or more."),
        ({"f": math.inf, "m": 2}, {}, PopulationError,
         "margin 'gender': level 'f' has the total inf; expected 0 or more."),
        ({"f": 0, "m": 0.0}, {}, PopulationError,
         "margin 'gender': all totals are 0; expected a positive sum."),
        ({"f": True, "m": 2}, {}, ArgumentTypeError,
         "margin 'gender': level 'f' has the total True, which is not a number."),
        ({"f": "1", "m": 2}, {}, ArgumentTypeError,
         "margin 'gender': level 'f' has the total '1', which is not a number."),
        ({}, {}, ArgumentTypeError,
         "margin 'gender': {} has no totals; expected level → number or proportion."),
        ([("f", 1)], {}, ArgumentTypeError,
         "margin 'gender': [('f', 1)] has no totals; expected level → number or proportion."),
        ({"f": 1, "m": 1}, {"by": None}, ArgumentError,
         "the responses have no strata; expected columns of post-strata."),
        ({"a": {"f": 1, "m": 1}}, {}, PopulationError,
         ("population has sizes by condition ('a') but no sizes for: the responses have no "
          "condition.")),
    ],
)  # fmt: skip
def test_sizes_that_do_not_fit(
    sizes: Any, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    """Margin and level are named, and what to do."""
    with pytest.raises(error) as caught:
        lk.poststratify(answers(), sizes, **{"by": "gender", **options})
    assert str(caught.value).splitlines()[0] == said
    assert "\nHint: " in str(caught.value)


def test_sizes_that_do_not_fit_a_condition() -> None:
    """The condition is named."""
    data = answers(condition="when")
    for sizes, error, said in (
        ({"a": {"f": 1, "m": 1}}, PopulationError, "by condition ('a') but no sizes for: 'b'."),
        ({"a": {"f": 1, "m": 1}, "b": {"f": 1}}, CalibrationError,
         "margin 'gender': the sample under 'b' has the level 'm' (1 rows), "),
        ({"a": {"f": 1, "m": 1}, "b": {"f": 1, "m": 1, "x": 1}}, CalibrationError,
         "margin 'gender': the sample under 'b' has no respondents at the level 'x', "),
        ({"a": {"f": 1, "m": 1}, "b": 2}, ArgumentTypeError, "margin 'gender': 2 has no totals"),
    ):  # fmt: skip
        with pytest.raises(error) as caught:
            lk.poststratify(data, sizes, by="gender")
        assert said in str(caught.value)


def test_what_has_no_respondents_to_weight() -> None:
    """Counts are told what they can have instead, before anything else is looked at."""
    for by in (None, "gender"):
        with pytest.raises(ArgumentTypeError) as caught:
            lk.poststratify(answers().tally(), {"f": 1}, by=by)  # type: ignore[arg-type]
        assert str(caught.value).startswith("data of type Tally have no respondents")
        assert "lk.means(tally.sampled(population=...))" in str(caught.value)
    with pytest.raises(ArgumentTypeError, match="data of type DataFrame have no respondents"):
        lk.poststratify(FRAME, {"f": 1}, by="gender")  # type: ignore[arg-type]


def test_weights_are_made_once() -> None:
    """Neither calibrated nor trimmed ones are calibrated again."""
    data = answers(stratum="gender")
    weighting = lk.poststratify(data, {"f": 30, "m": 60})
    for done in (weighting, lk.trim(weighting, low=11)):
        for by in (None, "age"):
            with pytest.raises(ArgumentError, match="are calibrated already"):
                lk.poststratify(data.weighted(done), {"f": 30, "m": 60}, by=by)


def test_columns_that_cannot_be_margins() -> None:
    """Blank in a row, or not there at all."""
    blank = FRAME.assign(age=FRAME["age"].mask(FRAME["who"].isin([2, 5])))
    with pytest.raises(BlankKeyError, match=r"the margin column 'age' has blank \(2 rows\)"):
        lk.poststratify(answers(blank), {("f", "y"): 1}, by=("gender", "age"))
    with pytest.raises(MissingColumnError, match="no column 'grade'"):
        lk.poststratify(answers(), {"x": 1}, by="grade")
