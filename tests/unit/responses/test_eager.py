from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import LikertkitError, OffScaleError
from likertkit.responses.memory import _columns, _eager

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
    """A shallow copy shares the caller's memory; what comes to lie there must be an answer.

    The table of all rows is that of the answers as they were bound, for they were counted then.
    """
    memory = np.array([1, 2, 3])
    frame = pd.DataFrame({"q": memory}, copy=False).assign(g="a")
    answers = lk.Responses(frame, TWO.select("q"))
    memory[1] = 7
    assert answers.tally().counts[0, 0].tolist() == [1, 1, 1, 0, 0, 0, 0]
    with pytest.raises(OffScaleError, match=r"7 \(1 row: 1\)"):
        answers.tally(by="g")
    with pytest.raises(OffScaleError, match=r"7 \(1 row: 1\)"):
        answers.cotally()


@shares_memory
@pytest.mark.parametrize("stray", [257, 7, -128, 2**40])
@pytest.mark.parametrize(
    ("declared", "by"), [({}, "one"), ({"weight": "w"}, None), ({"stratum": "g"}, None)]
)
def test_memory_that_was_written_to_is_checked_in_every_way_of_counting(
    stray: int, declared: dict[str, str], by: str | None
) -> None:
    """Also where one byte would take the value for an answer."""
    memory = np.array([1, 2, 3, 4, 5])
    frame = pd.DataFrame({"q": memory}, copy=False).assign(w=1.0, g=range(5), one=1)
    answers = lk.Responses(frame, TWO.select("q"), **declared)  # type: ignore[arg-type]
    memory[3] = stray
    with pytest.raises(OffScaleError, match=rf"{stray} \(1 row: 3\)"):
        answers.tally(by=by)


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


def test_binding_and_counting_read_each_column_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks a column counts it: the table of all rows needs no second pass."""
    read: list[int] = []

    def spy(columns: list[np.ndarray], *more: object) -> np.ndarray:
        read.extend(map(len, columns))
        return kernel(columns, *more)

    def second(*_: object) -> None:
        pytest.fail("the columns are read again")

    kernel = _columns.count_columns
    monkeypatch.setattr(_columns, "count_columns", spy)
    for other in ("count_cells", "sum_cells"):
        monkeypatch.setattr(_eager, other, second)
    frame = pd.DataFrame({"q": [1, 5, np.nan], "r": [0, 1, 1]})
    answers = lk.Responses(frame, TWO)
    assert answers.tally() == answers.scored("keyed").tally().scored("as_answered")
    assert lk.means(answers)["r"].n == 3
    assert read == [3, 3]


@pytest.mark.parametrize("wide", [False, True])
def test_binding_and_counting_copy_no_data(*, wide: bool) -> None:
    """A million rows of 14 columns take a few blocks of the processor's cache, and no copy."""
    names = [f"q{k}" for k in range(14)]
    frame = pd.DataFrame({name: np.tile(np.int8([1, 2, 3, 4, 5]), 200_000) for name in names})
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    if wide:
        some = lk.Instrument("half", [lk.Item(name, SCALE) for name in names[:7]])
        columns = {
            "a": {name: name for name in names[:7]},
            "b": dict(zip(names[:7], names[7:], strict=True)),
        }
        tally = lk.Responses.from_wide(frame, some, columns=columns).tally()
    else:
        tally = lk.Responses(
            frame, lk.Instrument("all", [lk.Item(n, SCALE) for n in names])
        ).tally()
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert (tally.counts[..., :5] == 200_000).all()
    # Before pandas 3 the frame is copied, 14 MB of it.
    assert peak < (16 if int(pd.__version__.partition(".")[0]) < 3 else 2) * 2**20


def test_bytes_in_the_order_of_other_machines() -> None:
    """As in columns of a file that was written elsewhere; what is off the scale is named too."""
    frame = pd.DataFrame({"q": np.array([1, 5, 9], dtype=">i2")})
    counts = lk.Responses(frame, TWO.select("q")).tally().counts
    assert counts[0, 0].tolist() == [1, 0, 0, 0, 1, 0, 1]
    with pytest.raises(OffScaleError, match=r"7 \(1 row: 2\)"):
        lk.Responses(frame.replace(9, 7).astype(">i2"), TWO.select("q"))


@pytest.mark.parametrize("n_copies", [1, 3000])
@pytest.mark.parametrize("more", [None, "text", "category", "float64"])
@pytest.mark.parametrize("second", ["int8", "float32", "Int8", "category", ">i2", "float16"])
@pytest.mark.parametrize("first", ["int8", "int64", "object"])
def test_columns_of_several_types_side_by_side(
    first: str, second: str, more: str | None, n_copies: int
) -> None:
    """Numbers of one type are taken from a small frame at once, all others one by one."""
    frame = pd.DataFrame({
        "r": pd.Series([0, 1, 1, 0, 1] * n_copies).astype(second),
        "q": pd.Series([1, 5, 9, 2, 2] * n_copies).astype(first),
    })  # fmt: skip
    if more is not None:
        grades = pd.CategoricalDtype(["z", "a"], ordered=True)
        extra = pd.Series(list("azazz") * n_copies)
        kinds = {"text": extra, "category": extra.astype(grades), "float64": frame.index / 2}
        frame.insert(1, "extra", kinds[more])
    answers = lk.Responses(frame, TWO)
    expected = np.array([[1, 2, 0, 0, 1, 0, 1], [2, 3, 0, 0, 0, 0, 0]]) * n_copies
    np.testing.assert_array_equal(answers.tally().counts[0], expected)
    if more == "category":
        assert answers.tally(by="extra").groups == (("z",), ("a",))
