from __future__ import annotations

import copy
import math
import pickle

import attrs
import pandas as pd
import pytest

from likertkit.results import Interval
from likertkit.results._record import ItemRow, Record


@attrs.frozen(eq=False, repr=False)
class Figures(Record):
    """A result with a figure of each kind."""

    formats = {"share": ".0%"}  # noqa: RUF012 - as a subclass writes it

    n: int
    mean: float
    share: float
    known: bool = True
    parts: tuple[float, ...] = ()
    note: str = ""
    _hidden: float = math.nan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Row(ItemRow):
    """A row of a table."""

    mean: float


NAN = float("nan")


def test_undefined_equals_undefined():
    """In figures, in tuples and within those."""
    one = Figures(3, NAN, 0.5, parts=(1.0, NAN))
    other = Figures(3, float("nan"), 0.5, parts=(1.0, math.nan))
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@pytest.mark.parametrize(
    "changed",
    [{"n": 4}, {"mean": 0.0}, {"parts": (NAN, 1.0)}, {"note": "x"}, {"hidden": 1.0}],
)
def test_any_figure_makes_a_difference(changed):
    """Undefined is not 0, and private fields count."""
    one = Figures(3, NAN, 0.5, parts=(1.0, NAN))
    assert one != attrs.evolve(one, **changed)


def test_another_class_is_another_result():
    """With the same figures; and NaN equals no word."""
    assert Row(item="q1", mean=1.0) != Interval(1.0, 2.0, 0.95)
    assert Interval(1.0, 2.0, 0.95) != (1.0, 2.0, 0.95)
    assert Figures(1, 1.0, NAN, note="x") != Figures(1, 1.0, NAN, note="y")
    assert Row(item="q1", mean=NAN) != Row(item="q1", mean="not a number")


def test_is_frozen_and_can_be_copied():
    """By pickle too."""
    one = Figures(3, NAN, 0.5)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.n = 4
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == copy.copy(one) == one


def test_prints_a_line_a_figure(monkeypatch):
    """Rounded, undefined as a dash, without private fields."""
    monkeypatch.setenv("COLUMNS", "80")
    assert repr(Figures(3, NAN, 0.456, parts=(1.0, -0.001))).split("\n") == [
        "Figures",
        "figure  value",
        "──────  ──────────",
        "n       3",
        "mean    –",
        "share   46 %",
        "known   yes",
        "parts   1.00, 0.00",
        "note",
    ]


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_a_long_note_goes_on_below(monkeypatch, columns):
    """Nothing of it is cut, and no line is too wide."""
    monkeypatch.setenv("COLUMNS", columns)
    note = "the weights of all valid answers are 0, which " * 3 + "is the end"
    found = repr(Figures(3, 1.5, 0.5, note=note)).split("\n")
    assert max(map(len, found)) <= int(columns)
    after = next(line for line in found if line.startswith("note"))
    below = found[found.index(after) + 1 :]
    assert all(line.startswith(" " * 8) for line in below)
    assert " ".join([after.removeprefix("note"), *below]).split() == note.split()


def test_a_long_name_leaves_room_for_its_figure(monkeypatch):
    """As of a reason for a missing answer."""
    monkeypatch.setenv("COLUMNS", "40")
    row = Row(by=(("x" * 60, 5),), item="q1", mean=1.5)
    found = repr(row).split("\n")
    assert max(map(len, found)) <= 40
    assert "…" in found[3]
    assert found[3].endswith(" 5")


def test_html_and_markdown():
    """Escaped, each in its own way."""
    one = Figures(3, 1.5, 0.5, note="a|<b>")
    assert "<td" in one._repr_html_()
    assert "a|&lt;b&gt;" in one._repr_html_()
    assert "<caption>Figures</caption>" in one._repr_html_()
    assert one.to_markdown().startswith("| figure | value |\n| --- | --- |\n| n | 3 |\n")
    assert r"| note | a\|\<b> |" in one.to_markdown()


def test_frame_is_one_unrounded_row():
    """With the group's columns first."""
    frame = Row(by=(("g", "a"), ("h", 2)), item="q1", mean=1 / 3).to_frame()
    expected = pd.DataFrame({"g": ["a"], "h": [2], "item": ["q1"], "mean": [1 / 3]})
    pd.testing.assert_frame_equal(frame, expected)


def test_interval():
    """Closed, undefined in neither direction."""
    interval = Interval(1.5, 1.9, level=0.95)
    assert 1.5 in interval
    assert 1.9 in interval
    assert 1.49 not in interval
    assert 1.91 not in interval
    assert NAN not in interval
    assert 1.7 not in Interval(NAN, NAN, 0.95)
    assert Interval(NAN, NAN, 0.95) == Interval(NAN, NAN, 0.95)
    assert interval.to_frame().columns.to_list() == ["low", "high", "level"]
