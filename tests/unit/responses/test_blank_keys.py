"""Blank is blank, for every key, whoever holds the frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import BlankKeyError

NO_KEYS = [None, "", " ", "\t\n", "\xa0\u2009\u3000", "\ufeff\u200b"]
ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
FRAME = pd.DataFrame({
    "q": [1, 2, 3, 4, 5, 4],
    "who": ["a", "b", "c", "a", "b", "c"],
    "when": ["x", "x", "x", "y", "y", "y"],
    "ward": ["e", "w", None, "e", "w", "e"],
})  # fmt: skip


@pytest.mark.parametrize("blank", NO_KEYS)
def test_a_blank_group_is_the_blank_group(engine, blank: str | None) -> None:
    """White space is no group of its own, alone or beside a missing value."""
    frame = FRAME.assign(ward=["e", "w", None, blank, "w", "e"])
    tally = lk.Responses(engine(frame), ONE).tally(by="ward")
    assert tally.groups == (("e",), ("w",), (None,))
    assert tally.counts[:, 0, :5].tolist() == [[1, 0, 0, 1, 0], [0, 1, 0, 0, 1], [0, 0, 1, 1, 0]]
    co = lk.Responses(engine(frame), ONE).cotally(by="ward")
    assert co.counts.sum(axis=(1, 2, 3, 4, 5)).tolist() == [4, 4, 4]


@pytest.mark.parametrize("blank", NO_KEYS)
def test_groups_are_compared_without_it(engine, blank: str | None) -> None:
    """Nobody is in a group that has no name, and a note counts them."""
    frame = FRAME.assign(ward=["e", "w", None, blank, "w", "e"])
    table = lk.compare_groups(lk.Responses(engine(frame), ONE), "ward")
    assert [(row.first, row.second) for row in table] == [("e", "w")]
    assert any("2 rows" in note for note in table.notes)


@pytest.mark.parametrize("blank", NO_KEYS)
def test_blank_groups_of_a_respondent_are_one(engine, blank: str | None) -> None:
    """Two kinds of blank are no two groups, between which a respondent would be torn."""
    frame = FRAME.assign(ward=["e", "w", None, "e", "w", blank])
    answers = lk.Responses(engine(frame), ONE, respondent="who", condition="when")
    for disjoint in (False, True):
        pairs = answers.pairs("x", "y", by="ward", disjoint=disjoint)
        assert pairs.groups == (("e",), ("w",), (None,))
        assert pairs.counts.sum(axis=(1, 2, 3)).tolist() == [1, 1, 1]


@pytest.mark.parametrize("purpose", ["stratum", "cluster", "condition"])
@pytest.mark.parametrize("blank", NO_KEYS)
def test_a_blank_name_is_an_error(engine, purpose: str, blank: str | None) -> None:
    """Strata, clusters and conditions have a name in every row."""
    frame = FRAME.assign(ward=["e", "w", "e", blank, "w", None])
    said = rf"the {purpose} column 'ward' has blank \(2 rows"
    with pytest.raises(BlankKeyError, match=said):
        lk.Responses(engine(frame), ONE, **{purpose: "ward"}).tally()


@pytest.mark.parametrize("blank", NO_KEYS)
def test_a_blank_stratum_of_pairs(engine, blank: str | None) -> None:
    """Pairs look at the strata too, of a long frame and of a wide one."""
    frame = FRAME.assign(ward=["e", "w", blank, "e", "w", blank])
    with pytest.raises(BlankKeyError, match=r"the stratum column 'ward' has blank \(2 rows"):
        lk.Responses(engine(frame), ONE, respondent="who", condition="when", stratum="ward").pairs(
            "x", "y"
        )
    with pytest.raises(BlankKeyError, match=r"the stratum column 'ward' has blank \(2 rows"):
        lk.Responses.from_wide(
            engine(frame.assign(r=frame["q"])),
            ONE,
            columns={"x": {"q": "q"}, "y": {"q": "r"}},
            stratum="ward",
        ).pairs("x", "y")


def test_no_number_and_no_time_are_blank(engine) -> None:
    """NaN beside numbers and NaT beside dates."""
    days = pd.to_datetime(["2026-01-02", None, "2026-01-03", None, "2026-01-02", "2026-01-02"])
    for values in ([1.5, np.nan, 2.0, np.nan, 1.5, 1.5], days):
        tally = lk.Responses(engine(FRAME.assign(ward=values)), ONE).tally(by="ward")
        assert tally.groups[-1] == (None,)
        assert tally.counts.sum(axis=(1, 2)).tolist() == [3, 1, 2]
        answers = lk.Responses(
            engine(FRAME.assign(ward=[*values[:3], *values[:3]])),
            ONE,
            respondent="who",
            condition="when",
        )
        assert answers.pairs("x", "y", by="ward").counts.sum(axis=(1, 2, 3)).tolist() == [1, 1, 1]


def test_a_condition_of_a_wide_frame_has_a_name() -> None:
    """It stands in every table."""
    with pytest.raises(BlankKeyError, match=r"columns has a condition without a name, ' '"):
        lk.Responses.from_wide(FRAME, ONE, columns={" ": {"q": "q"}})
