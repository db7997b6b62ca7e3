from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import LikertkitError, OffScaleError

SCALE = lk.LikertScale(nonsubstantive={"N/A": 9})
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", lk.LikertScale((0, 1)))])


def test_a_frame_in_memory_is_checked_at_once() -> None:
    """Nobody waits for the first table to hear of a mistake."""
    with pytest.raises(LikertkitError, match="item 'r' has 1 row"):
        lk.Responses(pd.DataFrame({"q": [1, 2], "r": [0, 5]}), TWO)


def test_every_condition_of_a_wide_frame_is_checked() -> None:
    """The second block too."""
    frame = pd.DataFrame({"q1": [1, 2], "q2": [5, 6]})
    columns = {"a": {"q": "q1"}, "b": {"q": "q2"}}
    with pytest.raises(OffScaleError, match=r"6 \(1 row: 1\)"):
        lk.Responses.from_wide(frame, TWO, columns=columns)


@pytest.mark.parametrize("n_groups", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("weight", [None, "w"])
def test_every_way_of_counting_gives_the_same(n_groups: int, weight: str | None) -> None:
    """Few groups are counted by comparison, many and weighted ones by their joint cell."""
    rng = np.random.default_rng(7)
    n = 40_000  # more than one block of rows
    frame = pd.DataFrame({
        "q": rng.choice([1, 2, 3, 4, 5, 9, np.nan], n),
        "r": rng.choice([0, 1], n).astype(np.int8),
        "g": rng.integers(0, n_groups, n),
        "w": rng.integers(0, 4, n) / 2,
    })  # fmt: skip
    tally = lk.Responses(frame, TWO, weight=weight).tally(by="g")
    assert tally.groups == tuple((g,) for g in range(n_groups))
    # Whoever weighs nothing is in no cell.
    counted = frame if weight is None else frame[frame["w"] > 0]
    for g, part in counted.groupby("g"):
        for cell, code in enumerate([1, 2, 3, 4, 5, None, 9]):
            rows = part[part["q"].isna() if code is None else part["q"] == code]
            assert tally.counts[g, 0, cell] == len(rows)
            if tally.sums is not None and tally.squares is not None:
                assert tally.sums[g, 0, cell] == rows["w"].sum()
                assert tally.squares[g, 0, cell] == (rows["w"] ** 2).sum()
        assert tally.counts[g, 1, :2].tolist() == [(part["r"] == k).sum() for k in (0, 1)]


# Before pandas 3 likertkit copies the memory, and nobody can write to it.
shares_memory = pytest.mark.skipif(
    int(pd.__version__.partition(".")[0]) < 3, reason="older pandas frames are copied"
)


@shares_memory
def test_memory_that_was_written_to_is_checked_again() -> None:
    """A shallow copy shares the caller's memory; what comes to lie there must be an answer."""
    memory = np.array([1, 2, 3])
    frame = pd.DataFrame({"q": memory}, copy=False)
    answers = lk.Responses(frame, TWO.select("q"))
    memory[1] = 7
    with pytest.raises(OffScaleError, match=r"7 \(1 row: 1\)"):
        answers.tally()


@shares_memory
@pytest.mark.parametrize("stray", [257, 7, -128, 2**40])
@pytest.mark.parametrize("declared", [{}, {"weight": "w"}, {"stratum": "g"}])
def test_memory_that_was_written_to_is_checked_in_every_way_of_counting(
    stray: int, declared: dict[str, str]
) -> None:
    """Also where one byte would take the value for an answer."""
    memory = np.array([1, 2, 3, 4, 5])
    frame = pd.DataFrame({"q": memory}, copy=False).assign(w=1.0, g=range(5))
    answers = lk.Responses(frame, TWO.select("q"), **declared)  # type: ignore[arg-type]
    memory[3] = stray
    with pytest.raises(OffScaleError, match=rf"{stray} \(1 row: 3\)"):
        answers.tally()


@pytest.mark.parametrize("order", ["C", "F"])
def test_columns_may_lie_apart_in_memory(order: str) -> None:
    """One block of a pandas frame holds several columns, row by row or column by column."""
    values = np.array([[1, 0, 7], [5, 1, 7], [9, 1, 7]], order=order)
    frame = pd.DataFrame(values, columns=["q", "r", "other"], copy=False)
    tally = lk.Responses(frame, TWO).tally()
    assert tally.counts.tolist() == [[[1, 0, 0, 0, 1, 0, 1], [1, 2, 0, 0, 0, 0, 0]]]


def test_the_same_answers_hold_for_several_tables() -> None:
    """A table changes nothing in what made it."""
    answers = lk.Responses(pd.DataFrame({"q": [1, 5], "r": [0, 1], "g": [1, 2]}), TWO)
    first = answers.tally(by="g")
    assert answers.tally() == first.marginal(())
    assert answers.tally(by="g") == first
