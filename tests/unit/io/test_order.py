"""The order of the levels of a scale, by what their words say."""

from __future__ import annotations

import itertools
import random

import pytest

from likertkit.instrument._labels import normalize_label
from likertkit.io._order import are_levels, order_options, rank_words, whole_scale

ORDERS = """
strongly disagree | disagree | neither agree nor disagree | agree | strongly agree
very dissatisfied | dissatisfied | neutral | satisfied | very satisfied
very dissatisfied | dissatisfied | neither/nor | satisfied | very satisfied
completely unacceptable | somewhat unacceptable | neutral | acceptable | highly acceptable
disagree strongly | disagree somewhat | neither | agree somewhat | agree strongly
not at all important | slightly important | moderately important | very important | critical
not at all | a little | moderately | quite a bit | extremely
never | rarely | sometimes | often | always
nie | selten | manchmal | häufig | immer
jamais | rarement | parfois | souvent | toujours
nunca | rara vez | a veces | a menudo | siempre
none | mild | moderate | strong | very strong
very poor | poor | fair | good | excellent
horrible | bad | ok | good | outstanding
stimme überhaupt nicht zu | stimme eher nicht zu | teils / teils | stimme eher zu | stimme voll zu
trifft gar nicht zu | trifft eher nicht zu | trifft eher zu | trifft voll und ganz zu
pas du tout d'accord | pas d'accord | ni d'accord ni pas d'accord | d'accord | tout à fait d'accord
muy en desacuerdo | en desacuerdo | neutral | de acuerdo | muy de acuerdo
discordo totalmente | discordo | não concordo nem discordo | concordo | concordo totalmente
del tutto in disaccordo | in disaccordo | indeciso | d'accordo | del tutto d'accordo
helemaal mee oneens | mee oneens | neutraal | mee eens | helemaal mee eens
sehr unzufrieden | eher unzufrieden | teils/teils | eher zufrieden | sehr zufrieden
très insatisfait | plutôt insatisfait | neutre | plutôt satisfait | très satisfait
muy insatisfecho | insatisfecho | neutral | satisfecho | muy satisfecho
muito insatisfeito | insatisfeito | neutro | satisfeito | muito satisfeito
zeer ontevreden | ontevreden | neutraal | tevreden | zeer tevreden
überhaupt nicht wichtig | etwas wichtig | wichtig | sehr wichtig | äußerst wichtig
never | yearly | monthly | weekly | daily
no | probably not | maybe | probably | yes, definitely!
very unlikely | unlikely | likely | very likely
"""
SCALES = [[label.strip() for label in line.split("|")] for line in ORDERS.strip().splitlines()]


@pytest.mark.parametrize("labels", SCALES, ids=lambda labels: labels[0])
def test_words(labels):
    """Whatever order they come in, and if some level was not chosen."""
    words = [normalize_label(label) for label in labels]
    for seed in range(5):
        mixed = random.Random(seed).sample(words, len(words))  # noqa: S311 - no secret
        assert order_options(mixed).options == tuple((word,) for word in words)
        assert order_options(mixed).by == "words"
    # Any three levels keep their order, or their words do not tell.
    for some in itertools.combinations(words, 3):
        found = order_options(sorted(some))
        assert found is None or found.labels == some


@pytest.mark.parametrize(
    "words",
    [
        ["red", "green", "blue"],
        ["bus", "car"],
        ["agree", "satisfied"],
        ["neutral", "neither", "agree", "disagree"],
        ["very good", "very", "good soup"],
        ["often", "frequently"],
        ["critical", "essential", "important"],
        ["agree"],
        [],
        ["no", "maybe not", "yes"],
    ],
)
def test_no_order(words):
    """Words of no scale, two wordings of one level, and a single word."""
    assert order_options(words) is None
    assert not are_levels(words)


@pytest.mark.parametrize(
    ("options", "codes", "labels", "by"),
    [
        (["3", "1", "2.0"], (1, 2, 3), ("", "", ""), "numbers"),
        (["0", "10", "5", "7", "2", "9"], (0, 2, 5, 7, 9, 10), ("",) * 6, "numbers"),
        (["-2", "0", "2", "1"], (-2, 0, 1, 2), ("",) * 4, "numbers"),
        (["-2", "-1", "0", "2", "1"], (-2, -1, 0, 1, 2), ("",) * 5, "numbers"),
        (["-1", "1", "2", "3"], None, None, None),
        (["1 - never", "2", "3 - always"], (1, 2, 3), ("never", "", "always"), "numbers"),
        (["1: never", "1 - never", "2"], (1, 2), ("never", ""), "numbers"),
        (["1: never", "1 - seldom", "2"], None, None, None),
        (["(1) bad", "good (2)"], (1, 2), ("bad", "good"), "numbers"),
        (["2", "3", "4", "strongly disagree", "strongly agree"], (1, 2, 3, 4, 5),
         ("strongly disagree", "", "", "", "strongly agree"), "ends"),
        (["2", "3", "good", "soup"], None, None, None),
        (["2", "3", "agree"], None, None, None),
        (["1.5", "2"], None, None, None),
        (["1", "200"], None, None, None),
        (["1", "50"], None, None, None),
        (["1", "11", "12"], None, None, None),
        (["3"], None, None, None),
        (["1", "1.0"], None, None, None),
    ],
)  # fmt: skip
def test_numbers(options, codes, labels, by):
    """Bare, beside words, and between two ends; dense enough to be steps."""
    found = order_options(options)
    if codes is None:
        assert found is None
    else:
        assert (found.codes, found.labels, found.by) == (codes, labels, by)


def test_minus_is_not_a_dash():
    """-1 is another number than 1."""
    assert order_options(["-1", "0", "1"]).options == (("-1",), ("0",), ("1",))


@pytest.mark.parametrize("words", [["no", "yes"], ["nein", "ja"], ["non", "oui"], ["nee", "ja"]])
def test_yes_and_no(words):
    """No comes first."""
    assert order_options(words[::-1]).labels == tuple(words)
    assert rank_words(words) == {words[0]: 0.0, words[1]: 1.0}


def test_too_many():
    """Twelve levels are the most."""
    assert order_options([str(k) for k in range(1, 14)]) is None


def test_whole_scale():
    """The preset of which some levels were chosen; nothing where the sides mirror each other."""
    four = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    assert whole_scale(frozenset({"strongly disagree", "disagree", "agree"})) == four
    five = (*four[:2], "Neither agree nor disagree", *four[2:])
    assert whole_scale(frozenset({"neither agree nor disagree", "agree"})) == five
    assert whole_scale(frozenset({"disagree", "agree"})) == ()
    assert whole_scale(frozenset({"bus", "car", "tram"})) == ()
