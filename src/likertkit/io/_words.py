"""Words that have an order: what each says of how much, and on which side of a middle."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from likertkit.instrument._labels import loosen, normalize_label
from likertkit.instrument._presets import known_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_SIDED = 3

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
    sided: tuple[tuple[dict[str, int], int], ...]


@functools.cache
def known_words() -> _Words:
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
        tuple(
            (_ranked(family["levels"]), len(family["levels"]) // 2)
            for family in facts["families"]
            if family["name"].startswith(("agreement", "satisfaction, "))
        ),
    )


def _ranked(levels: Sequence[Sequence[str]]) -> dict[str, int]:
    return {normalize_label(word): rank for rank, words in enumerate(levels) for word in words}


def around_middle(plain: dict[str, str]) -> dict[str, float] | None:
    """Return the rank of words in one language, below 0 on the lower side of the middle."""
    if len(plain) < FEWEST_SIDED:
        return None
    for ranks, middle in known_words().sided:
        if all(text in ranks for text in plain.values()):
            return {option: float(ranks[text] - middle) for option, text in plain.items()}
    return _two_sided(plain)


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
        or _of_halves(plain)
    )


def _of_halves(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words that stand in two languages, as in "agree / d'accord", where both agree."""
    halves = {option: text.split("/") for option, text in plain.items()}
    if len(halves) < FEWEST_SIDED or any(len(its) != 2 for its in halves.values()):
        return None
    first, second = (rank_words([its[k].strip() for its in halves.values()]) for k in (0, 1))
    if first is None or second is None:
        return None
    ranks = [
        {option: its[halves[option][k].strip()] for option in plain}
        for k, its in ((0, first), (1, second))
    ]
    orders = [sorted(plain, key=its.__getitem__) for its in ranks]
    return ranks[0] if orders[0] == orders[1] else None


def spoken(option: str) -> str:
    """Return a normalised option as its words: codes such as "strongly_agree" are words too."""
    return loosen(option.replace("_", " "))


def _of_family(plain: dict[str, str]) -> dict[str, float] | None:
    for ranks in known_words().families:
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
    if found := known_words().trailing.fullmatch(text):
        return found["adverb"], found["word"]
    for adverb in known_words().leading:
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
    if differing[0] in known_words().opposites:
        return first, second
    return (second, first) if differing[0][::-1] in known_words().opposites else None


def _two_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'very dissatisfied' to 'very satisfied' around a neutral one."""
    parts: dict[str, tuple[str, str]] = {}
    neutral = []
    for option, text in plain.items():
        if text in known_words().neutral or _NEITHER.fullmatch(text):
            neutral.append(option)
        else:
            parts[option] = _adverb(text)
    bases = {base for _, base in parts.values()}
    if len(bases) != 2 or len(neutral) > 1:
        return None
    ends = _low_and_high(bases)
    if ends is None or any(
        known_words().adverbs[adverb] < known_words().adverbs["slightly"]
        for adverb, _ in parts.values()
    ):
        # Whether "not satisfied" is more or less than "somewhat dissatisfied", no word tells.
        return None
    ranks = dict.fromkeys(neutral, 0.0)
    for option, (adverb, base) in parts.items():
        strength = 1 + known_words().adverbs[adverb]
        ranks[option] = float(strength if base == ends[1] else -strength)
    return ranks


def _one_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'not at all important' to 'extremely important'."""
    tops = [option for option, text in plain.items() if text in known_words().tops]
    parts = {option: _adverb(text) for option, text in plain.items() if option not in tops}
    bases = {base for _, base in parts.values()}
    if len(bases) == 1 and len(parts) > 1 and len(tops) < 2:
        ranks = {
            option: float(known_words().adverbs[adverb]) for option, (adverb, _) in parts.items()
        }
        return ranks | dict.fromkeys(tops, float(len(known_words().adverbs)))
    # 'Not at all', 'A little', 'Very much': the adjective stands in the question.
    if all(text in known_words().adverbs for text in plain.values()):
        return {option: float(known_words().adverbs[text]) for option, text in plain.items()}
    return None


def _of_preset(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words by the shortest preset that has them all."""
    labels = [normalize_label(label) for label in known_labels(frozenset(plain.values()))]
    if not labels:
        return None
    return {option: float(labels.index(text)) for option, text in plain.items()}


def whole_scale(seen: frozenset[str]) -> tuple[str, ...]:
    """Return the labels of the whole scale of which some levels were chosen; nothing for others.

    Words around a middle are whole where their sides mirror each other; what one side lacks is
    put in the words of the other.  Other words are completed from a preset.
    """
    plain = {option: spoken(option) for option in seen}
    ranks = _two_sided(plain)
    if ranks is None:
        return known_labels(frozenset(plain.values()))
    of_rank = {rank: option for option, rank in ranks.items()}
    preset = known_labels(frozenset(plain.values()))
    missing = {-rank for rank in of_rank if -rank not in of_rank}
    if preset and len(preset) >= len(of_rank) + len(missing):
        return preset if missing else ()
    ends = _low_and_high({_adverb(text)[1] for option, text in plain.items() if ranks[option]})
    if not missing or ends is None:
        return ()
    for rank in missing:
        low, high = ends if rank > 0 else ends[::-1]
        of_rank[rank] = plain[of_rank[-rank]].replace(low, high).capitalize()
    return tuple(of_rank[rank] for rank in sorted(of_rank))
