from __future__ import annotations

import math
import pickle
from decimal import Decimal

import attrs
import pytest

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    PublishedFigureError,
    UnknownItemError,
)
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.published import PublishedTable

LOW = LikertScale(codes=(1, 2, 3, 4, 5), positive="low")
HIGH = LikertScale(codes=(1, 2, 3, 4, 5), positive="high")
INSTRUMENT = Instrument(
    "groups",
    [
        Item("heard", LOW),
        Item("drained", LOW, keyed="negative"),
        Item("calm", HIGH),
        Item("stress", HIGH, keyed="negative"),
    ],
)
MEANS = {
    "virtual": {"heard": "1.90", "drained": "3.39", "calm": "2.00"},
    "face-to-face": {"heard": "1.66", "drained": Decimal("3.49"), "calm": "2.0"},
}


def table(**changed: object) -> PublishedTable:
    """Make a table with some arguments changed."""
    arguments = {"means": MEANS, "instrument": INSTRUMENT} | changed
    return PublishedTable(**arguments)  # type: ignore[arg-type]


def test_keeps_the_figures_as_printed() -> None:
    """Trailing zeros stay, whatever came."""
    found = table()
    assert found.conditions == ("virtual", "face-to-face")
    assert found.items == ("heard", "drained", "calm")
    assert found.mean("virtual", "heard") == "1.90"
    assert found.mean("face-to-face", "drained") == "3.49"
    assert found.means["face-to-face"] == {"heard": "1.66", "drained": "3.49", "calm": "2.0"}
    assert (found.n, found.sds) == ({}, {})
    assert found.instrument is INSTRUMENT


def test_numbers_of_answers_are_spread() -> None:
    """One number, one by condition, or one by item."""
    assert table(n=51).n["virtual"]["calm"] == 51
    by_condition = table(
        n={"virtual": 51, "face-to-face": {"heard": 41, "drained": 41, "calm": 42}}
    )
    assert by_condition.n["virtual"] == {"heard": 51, "drained": 51, "calm": 51}
    assert by_condition.n["face-to-face"]["calm"] == 42
    assert list(table(n={"virtual": 51}).n) == ["virtual"]
    assert table(n=51) == table(n={"virtual": 51, "face-to-face": 51})


def test_is_frozen_and_hashes_and_pickles() -> None:
    """Two tables of the same figures are one; the caller's mappings are copied."""
    means = {"virtual": {"heard": "1.90"}}
    found = table(means=means, n=3, sds={"virtual": {"heard": "0.90"}})
    means["virtual"]["heard"] = "4.00"
    found.means["virtual"]["heard"] = "5.00"
    assert found.mean("virtual", "heard") == "1.90"
    assert pickle.loads(pickle.dumps(found)) == found
    assert len({found, pickle.loads(pickle.dumps(found))}) == 1
    assert found != table(means={"virtual": {"heard": "1.9"}}, n=3)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.instrument = INSTRUMENT  # type: ignore[misc]


def test_differences_say_whom_they_favour() -> None:
    """Where 1 is agreement a lower mean favours, save on a negatively keyed item."""
    found = table(
        means={
            "a": {"heard": "1.9", "drained": "3.4", "calm": "2.0", "stress": "2.0"},
            "b": {"heard": "1.6", "drained": "3.5", "calm": "2.1", "stress": "2.1"},
        }
    ).differences("a", "b")
    assert {row.item: row.favours for row in found} == {
        "heard": "b",
        "drained": "b",
        "calm": "b",
        "stress": "a",
    }
    assert [row.naive_difference for row in found] == [0.3, -0.1, -0.1, -0.1]
    assert found["heard"].first == "1.9"
    assert list(found.to_frame()) == [
        "item",
        "first",
        "second",
        "naive_difference",
        "favours",
        "note",
    ]
    assert "The two columns may have different raters" in found.notes[0]
    assert found.title == "Published means: a − b"


def test_equal_means_favour_neither() -> None:
    """2.00 and 2.0 are equal."""
    row = table().differences("virtual", "face-to-face")["calm"]
    assert (row.naive_difference, row.favours, row.note) == (0.0, None, "")


def test_an_item_that_lacks_a_mean() -> None:
    """It stays, with NaN and a note that names the condition."""
    found = table(means={"a": {"heard": "1.9"}, "b": {"calm": "2.0"}})
    assert found.items == ("heard", "calm")
    rows = found.differences("a", "b")
    assert math.isnan(rows["heard"].naive_difference)
    assert rows["heard"].note == "no mean was published for b."
    assert rows["calm"].note == "no mean was published for a."
    assert (rows["calm"].first, rows["calm"].favours) == (None, None)
    with pytest.raises(UnknownItemError, match="'calm'"):
        found.mean("a", "calm")
    with pytest.raises(UnknownItemError, match="condition 'c'"):
        found.mean("c", "calm")
    with pytest.raises(UnknownItemError, match="condition 'c'"):
        found.differences("a", "c")


def test_frame_has_what_is_known() -> None:
    """Text as printed, with sd and n where the paper gives them."""
    bare = table().to_frame()
    assert list(bare) == ["condition", "item", "mean"]
    assert bare["mean"].tolist() == ["1.90", "3.39", "2.00", "1.66", "3.49", "2.0"]
    full = table(n={"virtual": 51}, sds={"virtual": {"heard": "0.90"}}).to_frame()
    assert list(full) == ["condition", "item", "mean", "sd", "n"]
    assert full["sd"][0] == "0.90"
    assert full["n"][0] == 51
    assert full["n"].isna().sum() == 3


def test_prints_as_published() -> None:
    """Conditions side by side, with spreads and numbers; a missing figure is a dash."""
    text = repr(table(n={"virtual": 51}, sds={"virtual": {"heard": "0.90"}}))
    assert text.startswith("Published means: groups\n")
    assert "1.90 (0.90)" in text
    assert "n virtual" in text
    assert "n face-to-face" not in text
    gaps = table(means={"a": {"heard": "1.9"}, "b": {"calm": "2.0"}}, n={"a": 3})
    assert "| calm | – | – | 2.0 |" in gaps.to_markdown()
    assert "<table>" in gaps._repr_html_()
    titled = Instrument("groups", [Item("heard", LOW)], title="Balint groups")
    assert "Balint groups" in repr(table(instrument=titled, means={"a": {"heard": "1.9"}}))


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"instrument": LOW}, ArgumentTypeError, "expected an Instrument"),
        ({"means": {"a": {"seen": "1.9"}}}, UnknownItemError, "there is no item 'seen'"),
        ({"means": {"a": {"heard": "5.9"}}}, PublishedFigureError, r"\['heard'\] is 5.9, outside"),
        ({"means": {"a": {"heard": "0.9"}}}, PublishedFigureError, r"\['heard'\] is 0.9, outside"),
        ({"means": {"a": {"heard": 1.9}}}, ArgumentTypeError, r"\['heard'\] is 1.9, of type float"),
        ({"means": {"a": {"heard": "1,9"}}}, PublishedFigureError, r"\['heard'\] is '1,9'"),
        ({"means": {"a": {}}}, ArgumentError, r"means\['a'\] is empty"),
        ({"means": {}}, ArgumentError, "means is empty"),
        ({"means": "1.9"}, ArgumentTypeError, "mapping of conditions"),
        ({"means": {"a": "1.9"}}, ArgumentTypeError, r"means\['a'\] is '1.9'"),
        ({"n": 0}, ArgumentError, r"n\['virtual'\]=0"),
        ({"n": {"online": 51}}, MismatchError, "n has the condition 'online'"),
        ({"n": {"virtual": {"heard": 51}}}, MismatchError, "'drained', 'calm'"),
        ({"sds": {"online": {"heard": "1"}}}, MismatchError, "sds has the condition 'online'"),
        ({"sds": {"virtual": {"stress": "1"}}}, MismatchError, "sds has the item 'stress'"),
        ({"sds": {"virtual": {"heard": "-1"}}}, PublishedFigureError, "negative"),
    ],
)
def test_refuses_what_cannot_be(
    changed: dict[str, object], error: type[Exception], words: str
) -> None:
    """Each error names where the figure stands."""
    with pytest.raises(error, match=f"(?s){words}.*Hint: "):
        table(**changed)
