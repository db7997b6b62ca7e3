"""Columns of any name, and what is no name of a column."""

from __future__ import annotations

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, MissingColumnError, OffScaleError, WeightError

SCALE = lk.LikertScale()
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", SCALE)])
ODD = ["*", "^q.*$", "a.b", "it`em", 'x"y', "item.1", "sp ace", "é", "COLUMNS(*)", "q'"]
LONG = {"respondent": "who", "condition": "when"}


def frame(name: str, **columns: list[object]) -> pd.DataFrame:
    """Return answers in a column of an odd name, beside columns that it could be taken for."""
    held = {
        "other": [9, 9, 9, 9],
        name: [1, 2, 5, 4],
        "r": [1, 1, 2, 2],
        "q2": [8, 8, 8, 8],
        "ward": ["e", "w", "e", "w"],
        "who": [1, 2, 1, 2],
        "when": ["x", "x", "y", "y"],
    }
    return pd.DataFrame(held | columns)


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_no_pattern(engine, name: str) -> None:
    """A column of answers is that column, whatever its engine would make of its name."""
    plain = lk.Responses(frame("q"), TWO, **LONG)
    odd = lk.Responses(engine(frame(name)), TWO, columns={"q": name}, **LONG)
    assert odd.tally(by="ward") == plain.tally(by="ward")
    assert odd.pairs("x", "y", by="ward") == plain.pairs("x", "y", by="ward")
    assert odd.cotally(by="ward") == plain.cotally(by="ward")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_may_make_groups(engine, name: str) -> None:
    """Results and errors name the column as its user does."""
    held = engine(frame("q", **{name: [1, 1, 2, 2]}))
    tally = lk.Responses(held, TWO).tally(by=name)
    assert tally.axes[0].name == name
    assert tally.groups == ((1,), (2,))
    assert tally.counts.sum(axis=(1, 2)).tolist() == [4, 4]
    with pytest.raises(OffScaleError, match=r"item 'q' has .* 7 \(1 row"):
        lk.Responses(engine(frame(name, **{name: [1, 2, 7, 4]})), TWO, columns={"q": name}).tally()
    with pytest.raises(MissingColumnError) as caught:
        lk.Responses(engine(frame(name)), TWO, columns={"q": f"{name}{name}"})
    assert repr(name) in str(caught.value)


@pytest.mark.parametrize("purpose", ["respondent", "condition", "stratum", "cluster", "weight"])
@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (1, "='{}'`."),
        (["who"], "='who'`."),
        (["who", "when"], "join several columns into one column first."),
        (("who",), "='who'`."),
        (pd.Series([1.0, 2.0]), "='{}'`."),
        (b"who", "='{}'`."),
    ],
    ids=str,
)
def test_a_column_is_named_by_a_text(purpose: str, value: object, hint: str) -> None:
    """Neither numbers, nor lists, nor the column itself."""
    said = f"{purpose} is a {type(value).__name__}; expected the name of a column"
    with pytest.raises(ArgumentTypeError, match=said) as caught:
        lk.Responses(frame("q"), TWO, **{purpose: value})  # type: ignore[arg-type]
    assert str(caught.value).endswith(hint.format(purpose))
    assert isinstance(caught.value, TypeError)


def test_an_item_is_mapped_to_a_text() -> None:
    """In a long frame and in a wide one."""
    with pytest.raises(ArgumentTypeError, match="columns names 1 for item 'q'"):
        lk.Responses(frame("q"), TWO, columns={"q": 1})  # type: ignore[dict-item]
    with pytest.raises(ArgumentTypeError, match="columns names None for item 'q' under 'x'"):
        lk.Responses.from_wide(frame("q"), TWO, columns={"x": {"q": None}})  # type: ignore[dict-item]


def test_weights_as_text_come_with_the_conversion(engine) -> None:
    """A file that was read as text has numbers in quotes."""
    with pytest.raises(WeightError, match="expected numbers") as caught:
        lk.Responses(engine(frame("q", w=["1.5"] * 4)), TWO, weight="w").tally()
    assert "frame['w'] = pandas.to_numeric(frame['w'])" in str(caught.value)


def test_a_missing_column_of_another_type_can_be_printed() -> None:
    """Whatever stands where a name should."""
    assert "no column 1 (respondent)" in str(MissingColumnError((1,), ("a",), "respondent"))  # type: ignore[arg-type]
