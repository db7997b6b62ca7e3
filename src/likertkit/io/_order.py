"""The order of the levels of a scale, by what their words say."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import attrs

from likertkit.instrument._labels import loosen, normalize_label, read_anchored, read_number
from likertkit.instrument._presets import known_labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

_MOST_LEVELS = 11
_LARGEST = 100

_TRAILING = re.compile(r"(?P<word>.+?) (?P<adverb>strongly|completely|totally|somewhat|slightly)")
_NEITHER = re.compile(r"(neither|nor) .*\b(nor|or)\b .*|.*\(neutral\)")
_NEGATING = ("un", "dis", "in", "im", "not ", "on")
_YES_NO = ({"no", "yes"}, {"nein", "ja"}, {"non", "oui"}, {"no", "sí"}, {"no", "si"}, {"nee", "ja"})


class _Words(NamedTuple):
    """Words that have an order."""

    adverbs: dict[str, int]
    tops: frozenset[str]
    neutral: frozenset[str]
    families: tuple[dict[str, int], ...]


@functools.cache
def _words() -> _Words:
    """Return the words that have an order, read once."""
    path = resources.files("likertkit.io").joinpath("data", "orders.toml")
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Words(
        _ranked(facts["adverbs"]),
        frozenset(map(normalize_label, facts["tops"])),
        frozenset(map(normalize_label, facts["neutral"])),
        tuple(_ranked(family["levels"]) for family in facts["families"]),
    )


def _ranked(levels: Sequence[Sequence[str]]) -> dict[str, int]:
    return {normalize_label(word): rank for rank, words in enumerate(levels) for word in words}


@attrs.frozen
class Levels:
    """Options in order.

    Attributes
    ----------
    codes : tuple of int
        The code of each level, ascending.
    options : tuple of tuple of str
        The options at each level, normalised.
    labels : tuple of str
        The words of each level; empty where an option is a bare number.
    by : {'numbers', 'words', 'ends'}
        What told the order; ``ends`` where numbers stand between two labels.
    """

    codes: tuple[int, ...]
    options: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    by: str


def order_options(options: Sequence[str]) -> Levels | None:
    """Return normalised options as the levels of a scale; None where their words do not tell."""
    distinct = list(dict.fromkeys(options))
    if not 2 <= len(distinct) <= _MOST_LEVELS + 1:
        return None
    return _by_numbers(distinct) or _by_words(distinct)


def _by_numbers(options: Sequence[str]) -> Levels | None:
    codes: dict[int, list[str]] = {}
    words: dict[int, str] = {}
    bare: list[str] = []
    for option in options:
        number, label = _number_of(option)
        if number is None:
            bare.append(option)
            continue
        if number != int(number) or abs(number) > _LARGEST:
            return None
        codes.setdefault(int(number), []).append(option)
        if label and words.setdefault(int(number), label) != label:
            return None
    # Codes below 0 are steps of a scale around 0; else they tell why an answer is missing.
    if len(codes) < 2 or not _are_steps(codes) or 0 > min(codes) != -max(codes):
        return None
    by = "numbers"
    if bare:
        ends = _ends(bare)
        if ends is None:
            return None
        by = "ends"
        for code, option in zip((min(codes) - 1, max(codes) + 1), ends, strict=True):
            codes[code], words[code] = [option], option
    ordered = sorted(codes)
    return Levels(
        tuple(ordered),
        tuple(tuple(codes[code]) for code in ordered),
        tuple(words.get(code, "") for code in ordered),
        by,
    )


def _number_of(option: str) -> tuple[Decimal | None, str]:
    number = read_number(option)
    if number is not None:
        return number, ""
    anchored = read_anchored(option)
    if anchored is None or not anchored.certain:
        return None, ""
    return anchored.number, anchored.words


def _are_steps(codes: dict[int, list[str]]) -> bool:
    """Return whether codes are so dense that they can be steps of one scale."""
    return max(codes) - min(codes) < _MOST_LEVELS and len(codes) * 2 > max(codes) - min(codes)


def _ends(bare: Sequence[str]) -> tuple[str, str] | None:
    """Return the lower and the upper end of two labels beside numbers."""
    if len(bare) != 2:
        return None
    ranks = rank_words(bare)
    if ranks is None:
        return None
    low, high = sorted(bare, key=lambda word: ranks[word])
    return low, high


def _by_words(options: Sequence[str]) -> Levels | None:
    ranks = rank_words(options)
    if ranks is None:
        return None
    ordered = sorted(options, key=lambda option: ranks[option])
    groups: list[list[str]] = []
    for option in ordered:
        if groups and ranks[groups[-1][0]] == ranks[option]:
            return None
        groups.append([option])
    return Levels(
        tuple(range(1, len(groups) + 1)),
        tuple(map(tuple, groups)),
        tuple(group[0] for group in groups),
        "words",
    )


def rank_words(options: Sequence[str]) -> dict[str, float] | None:
    """Return a rank for each option, or None where their words have no order that is known."""
    plain = {option: loosen(option) for option in options}
    if {*plain.values()} in _YES_NO:
        low = {"no", "nein", "non", "nee"}
        return {option: float(text not in low) for option, text in plain.items()}
    for ranks in _words().families:
        if all(text in ranks for text in plain.values()):
            return {option: float(ranks[text]) for option, text in plain.items()}
    return _of_preset(plain) or _two_sided(plain) or _one_sided(plain)


def _adverb(text: str) -> tuple[str, str]:
    """Return the words that say how much, and the word that they belong to."""
    if found := _TRAILING.fullmatch(text):
        return found["adverb"], found["word"]
    for adverb in sorted(_words().adverbs, key=len, reverse=True):
        if adverb and text.startswith(f"{adverb} "):
            return adverb, text[len(adverb) + 1 :]
    return "", text


def _two_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'very dissatisfied' to 'very satisfied' around a neutral one."""
    parts: dict[str, tuple[str, str]] = {}
    neutral = []
    for option, text in plain.items():
        if text in _words().neutral or _NEITHER.fullmatch(text):
            neutral.append(option)
        else:
            parts[option] = _adverb(text)
    bases = {base for _, base in parts.values()}
    if len(bases) != 2 or len(neutral) > 1:
        return None
    first, second = sorted(bases, key=len)
    if second not in {f"{negation}{first}" for negation in _NEGATING}:
        return None
    ranks = dict.fromkeys(neutral, 0.0)
    for option, (adverb, base) in parts.items():
        strength = 1 + _words().adverbs[adverb]
        ranks[option] = float(strength if base == first else -strength)
    return ranks


def _one_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'not at all important' to 'extremely important'."""
    tops = [option for option, text in plain.items() if text in _words().tops]
    parts = {option: _adverb(text) for option, text in plain.items() if option not in tops}
    bases = {base for _, base in parts.values()}
    if len(bases) == 1 and len(parts) > 1 and len(tops) < 2:
        ranks = {option: float(_words().adverbs[adverb]) for option, (adverb, _) in parts.items()}
        return ranks | dict.fromkeys(tops, float(len(_words().adverbs)))
    # 'Not at all', 'A little', 'Very much': the adjective stands in the question.
    if all(text in _words().adverbs for text in plain.values()):
        return {option: float(_words().adverbs[text]) for option, text in plain.items()}
    return None


def _of_preset(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words by the shortest preset that has them all."""
    labels = [normalize_label(label) for label in known_labels(frozenset(plain.values()))]
    if not labels:
        return None
    return {option: float(labels.index(text)) for option, text in plain.items()}


def whole_scale(seen: frozenset[str]) -> tuple[str, ...]:
    """Return the labels of the preset of which some levels were chosen; nothing where none is.

    Words whose two sides mirror each other are a whole scale by themselves.
    """
    plain = {option: loosen(option) for option in seen}
    ranks = _two_sided(plain)
    if ranks is not None and all(-rank in ranks.values() for rank in ranks.values()):
        return ()
    return known_labels(frozenset(plain.values()))


def are_levels(options: Sequence[str]) -> bool:
    """Return whether words or numbers are the levels of one scale."""
    return order_options([normalize_label(option) for option in options]) is not None
