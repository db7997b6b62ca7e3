"""A scale says what a valid answer is, and refuses to contradict itself."""

from __future__ import annotations

import ast
import copy
import pickle
import re

import attrs
import numpy as np
import pandas as pd
import pytest

from likertkit.errors import ArgumentTypeError, DefinitionError, OptionError
from likertkit.instrument import LikertScale

ENDS = {1: "Strongly agree", 5: "Strongly disagree"}
REASONS = {"Not applicable": 9, "Refused": (97, 98), "Don't know": None}


@pytest.fixture
def scale():
    """Return the scale of the contract."""
    return LikertScale(labels=ENDS, positive="low", nonsubstantive=REASONS)


def test_defaults():
    """Nothing declared is 1 to 5 without labels, and no end is the positive one."""
    scale = LikertScale()
    assert (scale.codes, scale.labels, scale.positive) == ((1, 2, 3, 4, 5), {}, None)
    assert scale.nonsubstantive == {}


def test_parts(scale):
    """Everything declared can be read back."""
    assert scale.labels == ENDS
    assert scale.nonsubstantive == {"Not applicable": (9,), "Refused": (97, 98), "Don't know": ()}
    assert (scale.low, scale.high, scale.n_levels) == (1, 5, 5)


def test_codes_are_stored_ascending():
    """The order in which codes and labels are declared is not the order of the levels."""
    for codes in ((3, 2, -1), {3, -1, 2}, frozenset({2, 3, -1})):
        scale = LikertScale(codes, {3: "c", -1: "a"})
        assert scale.codes == (-1, 2, 3)
        assert list(scale.labels) == [-1, 3]


@pytest.mark.parametrize("make", [tuple, list, iter, np.array, pd.Series])
def test_codes_that_go_up_and_down_are_refused(make):
    """Where "neutral" was coded last, the order given is not that of the codes."""
    with pytest.raises(DefinitionError) as caught:
        LikertScale(make([1, 2, 5, 3, 4]))
    assert "not in ascending order" in caught.value.problem()
    assert "map({1: 1, 2: 2, 5: 3, 3: 4, 4: 5})" in caught.value.remedy()


def test_the_recoding_that_is_hinted_at_puts_the_levels_in_order():
    """The hint is taken at its word: 5, the neutral answer, comes to lie in the middle."""
    with pytest.raises(DefinitionError) as caught:
        LikertScale((1, 2, 5, 3, 4))
    recoding = ast.literal_eval(re.search(r"\{.*\}", caught.value.remedy())[0])
    column = pd.Series([1, 2, 5, 3, 4]).map(recoding)
    assert LikertScale().encode(column).tolist() == [1, 2, 3, 4, 5]


def test_a_long_recoding_is_cut():
    """A hint stays a sentence."""
    with pytest.raises(DefinitionError) as caught:
        LikertScale((100, *range(40)))
    assert "map({100: 0, ...})" in caught.value.remedy()


@pytest.mark.parametrize("codes", [range(1, 4), np.array([3, 2, 1], np.int8), iter([1, 2, 3])])
def test_codes_of_any_whole_type(codes):
    """Codes become plain ints."""
    scale = LikertScale(codes)
    assert scale.codes == (1, 2, 3)
    assert {type(code) for code in scale.codes} == {int}


def test_properties_are_fresh(scale):
    """Changing what a property returned does not change the scale."""
    scale.labels[2] = "x"
    scale.nonsubstantive["x"] = (2,)
    assert 2 not in scale.labels
    assert "x" not in scale.nonsubstantive


@pytest.mark.parametrize(
    ("codes", "labels", "midpoint", "neutral"),
    [
        ((1, 2, 3), {2: "Neither"}, 2, "Neither"),
        ((1, 2, 3), {}, 2, None),
        ((1, 2, 3, 4), {2: "Disagree"}, None, None),
        ((1, 2, 9), {2: "Neither"}, 2, "Neither"),
    ],
)
def test_midpoint(codes, labels, midpoint, neutral):
    """The midpoint is the middle level, not the middle of the range; an even scale has none."""
    scale = LikertScale(codes, labels)
    assert (scale.midpoint, scale.neutral) == (midpoint, neutral)


def test_cells(scale):
    """Levels come first, then the blank, then the nonsubstantive answers as declared."""
    assert scale.reasons == ("blank", "Not applicable", "Refused", "Don't know")
    assert scale.n_cells == 9
    assert scale.code_cells == ((1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (9, 6), (97, 7), (98, 7))


def test_values_hash_compare_pickle(scale):
    """Equal declarations are equal scales, also after a round trip, used or not."""
    scale.encode([1])
    twin = LikertScale((5, 4, 3, 2, 1), ENDS, positive="low", nonsubstantive=REASONS)
    for other in (twin, pickle.loads(pickle.dumps(scale)), copy.deepcopy(scale)):
        assert other == scale
        assert hash(other) == hash(scale)
        assert other.encode(["9", 2]).tolist()[1] == 2
    assert scale != attrs.evolve(scale, positive=None)


def test_repr_makes_the_scale_again(scale):
    """The repr is the call."""
    assert eval(repr(scale)) == scale  # noqa: S307
    assert repr(LikertScale((0, 1))) == "LikertScale(codes=(0, 1))"


def test_frozen(scale):
    """A scale cannot be edited."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        scale.positive = "high"


def test_from_labels():
    """Labels come from the lowest code to the highest."""
    scale = LikertScale.from_labels(
        ["Never", "Always"], first_code=-1, positive="low", nonsubstantive={"N/A": 9}
    )
    assert scale == LikertScale(
        (-1, 0), {-1: "Never", 0: "Always"}, positive="low", nonsubstantive={"N/A": (9,)}
    )


@pytest.mark.parametrize("labels", ["Never", {1: "Never", 2: "Always"}])
def test_from_labels_needs_a_list(labels):
    """Neither the letters of one label nor the codes of a mapping are labels."""
    with pytest.raises(ArgumentTypeError, match=r"(?s)not a list of labels.*Hint: "):
        LikertScale.from_labels(labels)


@pytest.mark.parametrize("first_code", [1.5, True, "1"])
def test_from_labels_needs_a_whole_first_code(first_code):
    """The first code is a code."""
    with pytest.raises(ArgumentTypeError, match="first_code"):
        LikertScale.from_labels(["a", "b"], first_code=first_code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"codes": (1,)}, "too few levels"),
        ({"codes": (1, 2, 2)}, "the code 2 more than once"),
        ({"codes": (0, 2**53)}, "to 9007199254740991"),
        ({"labels": {6: "Agree"}}, "'Agree' has the code 6, which is not one of the codes 1, 2, 3"),
        ({"labels": {1: " \ufeff"}}, "shows nothing"),
        ({"labels": {1: "Agree", 2: "agree\u200b "}}, "count as the same label"),
        ({"labels": [(1, "a"), (1, "b")]}, "names a code more than once"),
        ({"labels": {1: "2"}}, "is a number, but it labels 1"),
        ({"labels": {1: "1.5"}}, "is a number,"),
        ({"labels": {1: "N/A"}, "nonsubstantive": {"n/a": 9}}, "count as the same label"),
        ({"nonsubstantive": {"N/A": 5}}, "the code 5 is a level of the scale"),
        (
            {"codes": (5, 6, 8), "nonsubstantive": {"Refused": 7}},
            "the code 7 of 'Refused' becomes a level of the scale",
        ),
        (
            {"nonsubstantive": {"N/A": 9, "Refused": (8, 9)}},
            "9 is used for both 'N/A' and 'Refused'",
        ),
        ({"nonsubstantive": {"N/A": (9, 9)}}, "9 is used for both 'N/A' and 'N/A'"),
        ({"nonsubstantive": {"9": 99}}, "'9' is a number, but it labels 99"),
        ({"nonsubstantive": {"9": (98, 99)}}, "labels 98 or 99"),
        ({"nonsubstantive": {"9": None}}, "labels no code"),
        ({"nonsubstantive": {"": 9}}, "shows nothing"),
        ({"nonsubstantive": {"Blank": 9}}, "reserved words are blank, absent"),
        ({"nonsubstantive": {"absent": None}}, "reserved words are blank, absent"),
    ],
)
def test_contradictions(arguments, message):
    """A scale that contradicts itself is refused, with what was found and a hint."""
    with pytest.raises(DefinitionError, match=rf"(?s){message}.*\nHint: "):
        LikertScale(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"codes": 5}, "codes=5 is not a sequence"),
        ({"codes": "12345"}, "is not a sequence"),
        ({"codes": {1: "a", 2: "b"}}, "is not a sequence"),
        ({"codes": (1.5, 2.0)}, "codes has 1.5"),
        ({"codes": (False, True)}, "codes has False"),
        ({"codes": np.array([False, True])}, "codes has .*False"),
        ({"labels": ["Never", "Always"]}, "labels=.* is not a mapping"),
        ({"labels": "Never"}, "labels=.* is not a mapping"),
        ({"labels": 3}, "labels=3 is not a mapping"),
        ({"labels": {"1": "Never"}}, "labels has '1' as a code; expected a"),
        ({"labels": {1: 1}}, "labels has 1 as a label; expected"),
        ({"nonsubstantive": {"N/A": "9"}}, "nonsubstantive has '9' as a code; expected a"),
        ({"nonsubstantive": {"N/A": 9.5}}, "nonsubstantive has 9.5 as a code; expected a"),
        ({"nonsubstantive": {9: "N/A"}}, "nonsubstantive has 9 as a label; expected"),
    ],
)
def test_wrong_types(arguments, message):
    """Types are checked where a scale is declared, booleans among them."""
    with pytest.raises(ArgumentTypeError, match=rf"(?s){message}.*\nHint: "):
        LikertScale(**arguments)


def test_positive_is_a_word():
    """The orientation is one of two words."""
    with pytest.raises(OptionError, match="positive='top'"):
        LikertScale(positive="top")


def test_labels_that_are_their_own_codes():
    """Numbers as labels are fine where they say what the code says."""
    scale = LikertScale((1, 2), {1: "1", 2: "2.0"}, nonsubstantive={"99": (99, 98)})
    assert scale.encode(["1", 2, "2.0", "99", 98]).tolist()[:3] == [1, 2, 2]


def test_whole_floats_are_codes():
    """Readers of SPSS files give them as keys of labels; half a code is none."""
    scale = LikertScale((1.0, np.float64(2)), {1.0: "No", 2.0: "Yes"})
    assert scale == LikertScale((1, 2), {1: "No", 2: "Yes"})
    with pytest.raises(ArgumentTypeError):
        LikertScale((1.5, 2))
