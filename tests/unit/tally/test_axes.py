from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.tally import Axis, Tally
from likertkit.tally._axes import plain_key, sorted_groups

CONDITION = Axis("when", "condition", ("before", "after"))
WARD = Axis("ward", "by")
TRIAL = Instrument("trial", [Item("clear", LikertScale())])


@pytest.mark.parametrize("blank", [None, float("nan"), np.float64("nan"), pd.NA, pd.NaT])
def test_every_blank_is_one_key(blank: object) -> None:
    """None, NaN, NA and NaT name the same group."""
    assert plain_key(blank) is None


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (np.int64(3), 3),
        (3.0, 3),
        (np.float64(2.5), 2.5),
        ("a", "a"),
        (np.str_("a"), "a"),
        (Decimal("1.5"), Decimal("1.5")),
        (dt.date(2024, 1, 2), dt.date(2024, 1, 2)),
    ],
)
def test_a_key_is_a_plain_value(value: object, key: object) -> None:
    """A gap in a column of whole numbers made floats of them: 3.0 is 3."""
    assert plain_key(value) == key
    assert type(plain_key(value)) is type(key)


def test_infinity_stays_what_it_is() -> None:
    """It is a float, and no whole number."""
    assert plain_key(float("inf")) == float("inf")


def test_groups_stand_in_declared_order_then_sorted() -> None:
    """Declared levels first, then numbers, text and other types, blanks last."""
    groups = [("other", None), ("after", "b"), ("after", 2), ("before", "a"), ("after", 10)]
    assert sorted_groups([CONDITION, WARD], [*groups, ("before", "a")]) == [
        ("before", "a"),
        ("after", 2),
        ("after", 10),
        ("after", "b"),
        ("other", None),
    ]


def test_types_that_do_not_compare_are_still_in_order() -> None:
    """Text and dates in one column raise nothing."""
    day = dt.date(2024, 1, 2)
    assert sorted_groups([WARD], [("x",), (day,), (1.5,), (None,)]) == [
        (1.5,),
        (day,),
        ("x",),
        (None,),
    ]


def test_joining_axes_keeps_both_declared_orders() -> None:
    """The other's levels stand behind, each once."""
    other = Axis("when", "condition", ("after", "later"))
    assert CONDITION.joined(other).levels == ("before", "after", "later")


def names(axes: list[Axis], by: str | list[str] | tuple[()] | None) -> tuple[str, ...]:
    """Return the axes of a result of counts with such axes."""
    counts = np.zeros((0, 1, 6), dtype=np.int64)
    return Tally(instrument=TRIAL, axes=tuple(axes), groups=(), counts=counts).names(by)


def test_a_condition_is_always_an_axis() -> None:
    """Pooling a respondent's two answers is never the default, whatever else splits them."""
    assert names([CONDITION, WARD], None) == ("when",)
    assert names([WARD], None) == ()
    assert names([CONDITION, WARD], ()) == ()
    assert names([CONDITION, WARD], "ward") == ("ward", "when")
    assert names([CONDITION, WARD], "when") == ("when",)
    assert names([WARD], "ward") == ("ward",)
    assert names([CONDITION, WARD], ["ward", "when"]) == ("ward", "when")


def test_an_unknown_axis_lists_those_there_are() -> None:
    """The error names what was asked and what there is."""
    with pytest.raises(AxisError, match=r"by='grade' is not an axis .* 'when', 'ward'") as caught:
        names([CONDITION, WARD], "grade")
    assert "\nHint: make the tally with this axis" in str(caught.value)
    with pytest.raises(AxisError, match=r"its axes are \(none\)"):
        names([], "grade")


def test_by_holds_distinct_names() -> None:
    """Neither numbers nor one name twice."""
    with pytest.raises(ArgumentTypeError, match="by holds 3"):
        names([WARD], [3])  # type: ignore[list-item]
    with pytest.raises(ArgumentError, match="repeats a name"):
        names([WARD], ["ward", "ward"])
