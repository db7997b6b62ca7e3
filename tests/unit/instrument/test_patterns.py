"""Items by pattern, and what a draft leaves open settled in code."""

from __future__ import annotations

import pytest

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    DefinitionError,
    OptionError,
    UnknownItemError,
)
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.instrument._patterns import match_names

NAMES = ["q1", "q2", "q3", "q10", "w1", "w[2]", "a..b", "x*"]
LOW = LikertScale.from_labels(["First", "Second", "Third"], positive="low")
OPEN = LikertScale.from_labels(["Never", "Sometimes", "Often"])
DRAFT = Instrument(
    "demo",
    [
        Item("q1", LOW, subscale="old"),
        Item("q2", LOW, keyed="negative"),
        Item("q3", OPEN),
        Item("w1", OPEN),
    ],
    to_review=["One point.", "Another."],
)


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        ("q2", ["q2"]),
        (["q3", "q1"], ["q3", "q1"]),
        ("q2..q10", ["q2", "q3", "q10"]),
        ("q1..q1", ["q1"]),
        ("q*", ["q1", "q2", "q3", "q10"]),
        ("q?", ["q1", "q2", "q3"]),
        (["w*", "q1..q2", "q2"], ["w1", "w[2]", "q1", "q2"]),
        ("*", NAMES),
        ("w[2]", ["w[2]"]),
        ("w[?]", ["w[2]"]),
        ("a..b", ["a..b"]),
        ("x*", ["x*"]),
        ("a..?", ["a..b"]),
    ],
)
def test_patterns(patterns, names):
    """A name counts as itself; a name that two patterns have is there once."""
    assert match_names(patterns, NAMES, "names") == tuple(names)


@pytest.mark.parametrize("pattern", ["q4", "Q1", "z*", "q1..q4", "q0..q2", "p..r", "", "q"])
def test_patterns_of_nothing(pattern):
    """What stands for no name is refused, with the names there are."""
    with pytest.raises(UnknownItemError) as caught:
        match_names(pattern, NAMES, "names")
    assert "q1" in str(caught.value)


def test_patterns_that_cannot_be():
    """A run that goes backwards, and a pattern that stands twice."""
    with pytest.raises(ArgumentError, match=r"'q3\.\.q1' runs backwards: 'q3' comes after 'q1'"):
        match_names("q3..q1", NAMES, "names")
    with pytest.raises(ArgumentError):
        match_names(["q*", "q*"], NAMES, "names")


def test_select():
    """In the order named; lists and single names may be mixed."""
    assert DRAFT.select("w*", ["q3", "q1..q2"]).names == ("w1", "q3", "q1", "q2")
    assert DRAFT.select("q1").to_review == DRAFT.to_review
    with pytest.raises(UnknownItemError, match="q7"):
        DRAFT.select("q7")
    with pytest.raises(ArgumentError):
        DRAFT.select("q1", "q1")
    with pytest.raises(ArgumentTypeError, match="names=7 is a int"):
        DRAFT.select(7)


def test_revise():
    """What is not named stays as it is."""
    revised = DRAFT.revise(positive="high", negative=["q1", "w*"], subscales={"work": "w*"})
    assert [item.keyed for item in revised] == ["negative", "positive", "positive", "negative"]
    assert {item.scale.positive for item in revised} == {"high"}
    assert [item.subscale for item in revised][:3] == [item.subscale for item in DRAFT][:3]
    assert revised["w1"].subscale == "work"
    assert revised.to_review == DRAFT.to_review
    assert DRAFT.revise() == DRAFT
    only = DRAFT.revise(subscales={"x": "q1..q2"})
    assert [item.subscale for item in only][:2] == ["x", "x"]
    assert [item.keyed for item in only] == [item.keyed for item in DRAFT]
    assert [item.scale for item in only] == [item.scale for item in DRAFT]


@pytest.mark.parametrize(
    "options",
    [
        {"positive": "low"},
        {"negative": "q*"},
        {"subscales": {"a": ["q1", "w1"], "b": "q2..q3"}},
        {"reviewed": True},
        {"positive": "high", "negative": "q2", "subscales": {"a": "*"}, "reviewed": True},
    ],
)
def test_twice_is_once(options):
    """A revision that is made again changes nothing."""
    once = DRAFT.revise(**options)
    assert once.revise(**options) == once
    assert once.to_review == (() if "reviewed" in options else DRAFT.to_review)


def test_scales_stay_shared():
    """Items that shared a scale still do."""
    revised = DRAFT.revise(positive="high")
    assert revised["q1"].scale == revised["q2"].scale
    assert revised["q3"].scale == revised["w1"].scale


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"positive": "up"}, OptionError),
        ({"negative": "z*"}, UnknownItemError),
        ({"subscales": {"a": "z"}}, UnknownItemError),
        ({"subscales": {"a": "q*", "b": "q2"}}, DefinitionError),
        ({"subscales": ["q1"]}, ArgumentTypeError),
        ({"reviewed": "yes"}, ArgumentTypeError),
    ],
)
def test_revisions_that_cannot_be(options, error):
    """They name what is wrong."""
    with pytest.raises(error):
        DRAFT.revise(**options)


@pytest.mark.parametrize("marks", ["a sentence", [1], 5])
def test_marks_are_sentences(marks):
    """A single text is no list of them."""
    with pytest.raises(ArgumentTypeError):
        Instrument("demo", [Item("q1", OPEN)], to_review=marks)


@pytest.mark.parametrize("name", ["demo.toml", "demo.json"])
def test_marks_are_saved(tmp_path, name):
    """They stand in the file, to be edited there, and are checked when it is loaded."""
    path = tmp_path / name
    DRAFT.save(path)
    assert Instrument.load(path) == DRAFT
    assert Instrument.load(path).to_review == ("One point.", "Another.")
    assert Instrument("a", DRAFT.items) != DRAFT
