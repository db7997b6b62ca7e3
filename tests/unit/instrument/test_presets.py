"""Every well-known wording, in both orientations."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest

from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.instrument import LikertScale, PresetKind, PresetPoints

KINDS = get_args(PresetKind)
POINTS = get_args(PresetPoints)
MOST_POSITIVE = {
    "agreement": {"Strongly agree"},
    "frequency": {"Always", "Very frequently"},
    "satisfaction": {"Very satisfied", "Completely satisfied"},
    "importance": {"Very important", "Extremely important"},
    "likelihood": {"Very likely", "Extremely likely"},
    "quality": {"Very good", "Excellent"},
}
NEUTRAL = {
    "agreement": "Neither agree nor disagree",
    "satisfaction": "Neither satisfied nor dissatisfied",
    "likelihood": "Neither likely nor unlikely",
}


def test_there_are_thirty():
    """Six kinds by five numbers of points, as the issue lists them."""
    assert (len(KINDS), POINTS) == (6, (4, 5, 6, 7, 11))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("points", POINTS)
def test_preset(kind, points):
    """The positive words stand at the positive end, and the low form is the high one turned."""
    high, low = (LikertScale.preset(kind, points, positive=end) for end in ("high", "low"))
    codes = tuple(range(11)) if points == 11 else tuple(range(1, points + 1))
    assert high.codes == low.codes == codes
    assert (high.positive, low.positive) == ("high", "low")
    assert high.labels[high.high] in MOST_POSITIVE[kind]
    assert high.labels[high.low] not in MOST_POSITIVE[kind]
    assert list(low.labels.values()) == list(high.labels.values())[::-1]
    assert list(low.labels) == list(high.labels) == ([0, 10] if points == 11 else list(codes))


@pytest.mark.parametrize("kind", NEUTRAL)
@pytest.mark.parametrize("points", [5, 7])
def test_neutral(kind, points):
    """A scale with two sides has its neutral words in the middle, in both orientations."""
    for end in ("high", "low"):
        assert LikertScale.preset(kind, points, positive=end).neutral == NEUTRAL[kind]


@pytest.mark.parametrize("kind", ["agreement", "satisfaction", "likelihood"])
@pytest.mark.parametrize("points", [4, 5, 6, 7])
def test_two_sides_mirror_each_other(kind, points):
    """Each negative wording has its positive counterpart on the other side."""
    words = [w.lower() for w in LikertScale.preset(kind, points).labels.values()]
    turned = [w.replace("disagree", "agree").replace("dissatisfied", "satisfied") for w in words]
    turned = [w.replace("unlikely", "likely") for w in turned]
    half = points // 2
    assert turned[:half] == turned[: -half - 1 : -1]


def test_default_and_reasons():
    """Five points unless said otherwise; nonsubstantive answers can be added."""
    scale = LikertScale.preset("agreement", nonsubstantive={"N/A": None})
    assert (scale.n_levels, scale.nonsubstantive) == (5, {"N/A": ()})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("points", POINTS)
def test_from_name(kind, points):
    """The command line's spelling of each preset."""
    assert LikertScale.from_name(f"{kind}-{points}") == LikertScale.preset(kind, points)
    for end in ("high", "low"):
        named = LikertScale.from_name(f"{kind}-{points}-{end}", nonsubstantive={"N/A": 99})
        assert named == LikertScale.preset(kind, points, positive=end, nonsubstantive={"N/A": 99})


@pytest.mark.parametrize(
    "name", ["agreement", "agreement-3", "Agreement-5", "agreement-5-", "agreement-5-top", ""]
)
def test_no_such_name(name):
    """A name that is none says what a name is."""
    with pytest.raises(ArgumentError, match=r"(?s)agreement, frequency.*4, 5, 6.*\nHint: "):
        LikertScale.from_name(name)


@pytest.mark.parametrize("name", [5, None, pd.NA, np.array(["agreement-5"]), pd.Series(["a"])])
def test_a_name_is_text(name):
    """Values without a truth of their own are refused like any other."""
    with pytest.raises(ArgumentTypeError, match="not text"):
        LikertScale.from_name(name)


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        ({"kind": "trust"}, "kind"),
        ({"kind": "agreement", "points": 3}, "points"),
        ({"kind": "agreement", "positive": "up"}, "positive"),
    ],
)
def test_no_such_preset(arguments, option):
    """Options are one of the words that the error lists."""
    with pytest.raises(OptionError, match=f"{option}="):
        LikertScale.preset(**arguments)


def test_a_full_name_is_no_kind():
    """The spelling of the command line has a method of its own, which the hint names."""
    with pytest.raises(ArgumentError, match=r"from_name\('agreement-5'\)"):
        LikertScale.preset("agreement-5")


def test_points_of_numpy():
    """A number of points that equals an option will do."""
    assert LikertScale.preset("agreement", 5.0) == LikertScale.preset("agreement", 5)
