"""The order of the levels of a scale, by what their words say."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import attrs

from likertkit.instrument._labels import loosen, normalize_label, read_anchored, read_number
from likertkit.instrument._presets import known_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

_MOST_LEVELS = 11
_LARGEST = 100

_NEITHER = re.compile(
    r"(neither|nor) .*\b(nor|or)\b .*|.*\(neutral\)|neutral ?[(/-].*|"
    r"(weder|ni|nem|né|noch|varken|hverken|verken|ani) .+ (noch|ni|nem|né|eller|ani) .+"
)
_NEGATING = ("un", "dis", "in", "im", "not ", "on", "ir", "mis", "miss", "u", "nie", "не", "не ")
# "Not important at all", "not well at all".
_NOT_AT_ALL = re.compile(r"not (?P<word>.+) at all")
_YES_NO = ({"no", "yes"}, {"nein", "ja"}, {"non", "oui"}, {"no", "sí"}, {"no", "si"}, {"nee", "ja"})


class _Words(NamedTuple):
    """Words that have an order."""

    adverbs: dict[str, int]
    leading: tuple[str, ...]
    trailing: re.Pattern[str]
    tops: frozenset[str]
    neutral: frozenset[str]
    opposites: frozenset[tuple[str, str]]
    families: tuple[dict[str, int], ...]


@functools.cache
def _words() -> _Words:
    """Return the words that have an order, read once."""
    path = resources.files("likertkit.io").joinpath("data", "orders.toml")
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    adverbs = _ranked(facts["adverbs"])
    trailing = "|".join(map(re.escape, facts["trailing"]))
    filled = [
        [[word.format(base) for word in words] for words in pattern["levels"]]
        for pattern in facts["patterns"]
        for base in pattern["bases"]
    ]
    return _Words(
        adverbs,
        tuple(sorted(filter(None, adverbs), key=len, reverse=True)),
        re.compile(rf"(?P<word>.+?) (?P<adverb>{trailing})"),
        frozenset(map(normalize_label, facts["tops"])),
        frozenset(map(normalize_label, facts["neutral"])),
        frozenset(
            (normalize_label(low), normalize_label(high)) for low, high in facts["opposites"]
        ),
        tuple(map(_ranked, [*(family["levels"] for family in facts["families"]), *filled])),
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
    plain = {option: spoken(option) for option in options}
    if {*plain.values()} in _YES_NO:
        low = {"no", "nein", "non", "nee"}
        return {option: float(text not in low) for option, text in plain.items()}
    return (
        _of_family(plain)
        or _of_preset(plain)
        or _two_sided(plain)
        or _one_sided(plain)
        or _of_family(_without_tail(plain))
    )


def spoken(option: str) -> str:
    """Return a normalised option as its words: codes such as "strongly_agree" are words too."""
    return loosen(option.replace("_", " "))


def _of_family(plain: dict[str, str]) -> dict[str, float] | None:
    for ranks in _words().families:
        if all(text in ranks for text in plain.values()):
            return {option: float(ranks[text]) for option, text in plain.items()}
    return None


def _without_tail(plain: dict[str, str]) -> dict[str, str]:
    """Return the options without the words that all end with, as in "always true of me"."""
    words = {option: text.split() for option, text in plain.items()}
    from_behind = zip(*(reversed(its) for its in words.values()), strict=False)
    alike = sum(1 for _ in itertools.takewhile(lambda its: len({*its}) == 1, from_behind))
    n = min(alike, min(map(len, words.values())) - 1)
    return {option: " ".join(its[: len(its) - n]) for option, its in words.items()}


def _adverb(text: str) -> tuple[str, str]:
    """Return the words that say how much, and the word that they belong to."""
    if found := _NOT_AT_ALL.fullmatch(text):
        return "not at all", found["word"]
    if found := _words().trailing.fullmatch(text):
        return found["adverb"], found["word"]
    for adverb in _words().leading:
        if text.startswith(f"{adverb} "):
            return adverb, text[len(adverb) + 1 :]
    return "", text


def _low_and_high(bases: Iterable[str]) -> tuple[str, str] | None:
    """Return two words as the lower and the upper end; None where they are no opposites."""
    first, second = sorted(bases, key=len)
    if second in {f"{negation}{first}" for negation in _NEGATING}:
        return second, first
    a, b = first.split(), second.split()
    differing = [pair for pair in zip(a, b, strict=False) if pair[0] != pair[1]]
    if len(a) != len(b) or len(differing) != 1:
        return None
    if differing[0] in _words().opposites:
        return first, second
    return (second, first) if differing[0][::-1] in _words().opposites else None


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
    ends = _low_and_high(bases)
    if ends is None or any(
        _words().adverbs[adverb] < _words().adverbs["slightly"] for adverb, _ in parts.values()
    ):
        # Whether "not satisfied" is more or less than "somewhat dissatisfied", no word tells.
        return None
    ranks = dict.fromkeys(neutral, 0.0)
    for option, (adverb, base) in parts.items():
        strength = 1 + _words().adverbs[adverb]
        ranks[option] = float(strength if base == ends[1] else -strength)
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
    plain = {option: spoken(option) for option in seen}
    ranks = _two_sided(plain)
    if ranks is not None and all(-rank in ranks.values() for rank in ranks.values()):
        return ()
    return known_labels(frozenset(plain.values()))


def are_levels(options: Sequence[str]) -> bool:
    """Return whether words or numbers are the levels of one scale."""
    return order_options([normalize_label(option) for option in options]) is not None
