from __future__ import annotations

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, AxisError
from likertkit.responses._as_tables import as_tally

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
FRAME = pd.DataFrame({"q": [1, 2, 5], "ward": ["x", "y", "y"], "when": ["a", "b", "b"]})
ANSWERS = lk.Responses(FRAME, ONE, condition="when")


def test_responses_are_counted_by_what_is_asked() -> None:
    """The condition stays an axis; the names say what stands first."""
    tally, names = as_tally(ANSWERS, "ward")
    assert tally == ANSWERS.tally(by="ward")
    assert names == ("ward", "when")
    assert as_tally(ANSWERS, None) == (ANSWERS.tally(), ("when",))
    assert as_tally(ANSWERS, ()) == (ANSWERS.tally(), ())


def test_a_tally_is_handed_on() -> None:
    """It has the axes that it has."""
    tally = ANSWERS.tally(by="ward")
    found, names = as_tally(tally, ["ward", "when"])
    assert found is tally
    assert names == ("ward", "when")
    with pytest.raises(AxisError, match=r"by='grade' .* its axes are 'when', 'ward'"):
        as_tally(tally, "grade")


@pytest.mark.parametrize("by", [iter(["ward"]), (n for n in ["ward"]), {"ward": 1}.keys()])
def test_by_may_be_any_iterable_and_is_read_once(by) -> None:
    """An iterator that is empty the second time must not pool in silence."""
    assert as_tally(ANSWERS, by)[1] == ("ward", "when")


@pytest.mark.parametrize("function", [lk.describe, lk.frequencies, lk.means])
@pytest.mark.parametrize("data", [FRAME, ONE, None, "answers.csv"])
def test_data_are_responses_or_a_tally(function, data: object) -> None:
    """A frame alone does not say what its answers mean."""
    with pytest.raises(ArgumentTypeError, match="expected Responses or a Tally") as caught:
        function(data)
    assert type(data).__name__ in str(caught.value)
    assert "\nHint: make responses of the data frame first" in str(caught.value)


@pytest.mark.parametrize("function", [lk.describe, lk.frequencies, lk.means])
@pytest.mark.parametrize("by", [None, (), "ward", ("ward", "when")])
def test_from_the_table_and_from_the_rows_the_same(function, by) -> None:
    """Law 7, for every function of this room."""
    assert function(ANSWERS, by=by) == function(ANSWERS.tally(by="ward"), by=by)
