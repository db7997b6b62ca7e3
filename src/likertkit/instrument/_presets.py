"""The wordings of well-known response scales."""

from __future__ import annotations

from typing import Literal, get_args

from likertkit._checks import check_choice
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._labels import normalize_label

__all__ = [
    "Orientation",
    "PresetKind",
    "PresetPoints",
    "known_labels",
    "preset_labels",
    "read_preset_name",
]

Orientation = Literal["high", "low"]
PresetKind = Literal[
    "agreement", "frequency", "satisfaction", "importance", "likelihood", "quality"
]
PresetPoints = Literal[4, 5, 6, 7, 11]

# From the least to the most positive. Eleven points run from 0 to 10 and name their ends only.
_WORDINGS: dict[tuple[str, int], tuple[str, ...]] = {
    ("agreement", 4): ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
    ("agreement", 5): (
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
    ),
    ("agreement", 6): (
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
    ),
    ("agreement", 7): (
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Neither agree nor disagree",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
    ),
    ("agreement", 11): ("Strongly disagree", "Strongly agree"),
    ("frequency", 4): ("Never", "Sometimes", "Usually", "Always"),
    ("frequency", 5): ("Never", "Rarely", "Sometimes", "Often", "Always"),
    ("frequency", 6): (
        "Never",
        "Very rarely",
        "Rarely",
        "Occasionally",
        "Frequently",
        "Very frequently",
    ),
    ("frequency", 7): (
        "Never",
        "Rarely",
        "Occasionally",
        "Sometimes",
        "Frequently",
        "Usually",
        "Always",
    ),
    ("frequency", 11): ("Never", "Always"),
    ("satisfaction", 4): ("Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied"),
    ("satisfaction", 5): (
        "Very dissatisfied",
        "Dissatisfied",
        "Neither satisfied nor dissatisfied",
        "Satisfied",
        "Very satisfied",
    ),
    ("satisfaction", 6): (
        "Completely dissatisfied",
        "Mostly dissatisfied",
        "Somewhat dissatisfied",
        "Somewhat satisfied",
        "Mostly satisfied",
        "Completely satisfied",
    ),
    ("satisfaction", 7): (
        "Completely dissatisfied",
        "Mostly dissatisfied",
        "Somewhat dissatisfied",
        "Neither satisfied nor dissatisfied",
        "Somewhat satisfied",
        "Mostly satisfied",
        "Completely satisfied",
    ),
    ("satisfaction", 11): ("Completely dissatisfied", "Completely satisfied"),
    ("importance", 4): (
        "Not at all important",
        "Not very important",
        "Rather important",
        "Very important",
    ),
    ("importance", 5): (
        "Not at all important",
        "Slightly important",
        "Moderately important",
        "Very important",
        "Extremely important",
    ),
    ("importance", 6): (
        "Not at all important",
        "Low importance",
        "Slightly important",
        "Moderately important",
        "Very important",
        "Extremely important",
    ),
    ("importance", 7): (
        "Not at all important",
        "Low importance",
        "Slightly important",
        "Neutral",
        "Moderately important",
        "Very important",
        "Extremely important",
    ),
    ("importance", 11): ("Not at all important", "Extremely important"),
    ("likelihood", 4): ("Very unlikely", "Unlikely", "Likely", "Very likely"),
    ("likelihood", 5): (
        "Very unlikely",
        "Unlikely",
        "Neither likely nor unlikely",
        "Likely",
        "Very likely",
    ),
    ("likelihood", 6): (
        "Very unlikely",
        "Unlikely",
        "Somewhat unlikely",
        "Somewhat likely",
        "Likely",
        "Very likely",
    ),
    ("likelihood", 7): (
        "Very unlikely",
        "Unlikely",
        "Somewhat unlikely",
        "Neither likely nor unlikely",
        "Somewhat likely",
        "Likely",
        "Very likely",
    ),
    ("likelihood", 11): ("Not at all likely", "Extremely likely"),
    ("quality", 4): ("Poor", "Fair", "Good", "Excellent"),
    ("quality", 5): ("Very poor", "Poor", "Fair", "Good", "Very good"),
    ("quality", 6): ("Very poor", "Poor", "Fair", "Good", "Very good", "Excellent"),
    ("quality", 7): (
        "Extremely poor",
        "Very poor",
        "Poor",
        "Fair",
        "Good",
        "Very good",
        "Excellent",
    ),
    ("quality", 11): ("Very poor", "Excellent"),
}
_ZERO_TO_TEN = 11


def preset_labels(
    kind: str, points: int, positive: Orientation
) -> tuple[tuple[int, ...], dict[int, str]]:
    """Return the codes of a preset, and its labels with the positive words at *positive*."""
    if isinstance(kind, str) and "-" in kind:
        raise ArgumentError(
            f"kind={kind!r} is the full name of a scale; expected only the kind.",
            f"write LikertScale.from_name({kind!r}), or give the points as an argument.",
        )
    check_choice(kind, "kind", PresetKind)
    check_choice(points, "points", PresetPoints)
    check_choice(positive, "positive", Orientation)
    words = _WORDINGS[kind, points]
    if positive == "low":
        words = words[::-1]
    if points == _ZERO_TO_TEN:
        return tuple(range(_ZERO_TO_TEN)), {0: words[0], _ZERO_TO_TEN - 1: words[1]}
    labels = dict(enumerate(words, start=1))
    return tuple(labels), labels


def read_preset_name(name: str) -> tuple[PresetKind, PresetPoints, Orientation]:
    """Return the parts of a name such as "agreement-5" or "agreement-5-low"."""
    if not isinstance(name, str):
        raise ArgumentTypeError(
            f"name={name!r} is not text.", "write the name of a preset, for example 'agreement-5'."
        )
    for kind in get_args(PresetKind):
        for points in get_args(PresetPoints):
            if name == f"{kind}-{points}":
                return kind, points, "high"
            for positive in get_args(Orientation):
                if name == f"{kind}-{points}-{positive}":
                    return kind, points, positive
    raise ArgumentError(
        f"{name!r} is not the name of a scale; expected a kind "
        f"({', '.join(get_args(PresetKind))}), a dash and the number of points "
        f"({', '.join(map(str, get_args(PresetPoints)))}).",
        "write 'agreement-5', or 'agreement-5-low' where code 1 is the most positive answer.",
    )


def known_labels(seen: frozenset[str]) -> tuple[str, ...]:
    """Return the labels of the shortest preset that has all of these, normalised; else nothing.

    They run from the least to the most positive.
    """
    for _, labels in sorted(_WORDINGS.items(), key=lambda entry: entry[0][1]):
        if len(labels) > 2 and seen <= {*map(normalize_label, labels)}:
            return labels
    return ()
