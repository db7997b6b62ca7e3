"""The order of the levels of a scale, by what their words say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._labels import loosen, normalize_label, read_anchored, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_LEVELS = 11
_LARGEST = 100

# Words that say how much, from the least to the most; an adjective without any lies at _PLAIN.
_ADVERBS = (
    ("not at all", "not in the least", "none"),
    ("not very", "not too", "not particularly", "not really", "hardly", "barely", "very slightly"),
    ("slightly", "a little", "a bit", "a little bit", "mildly", "minimally"),
    ("somewhat", "tend to", "partly", "to some extent"),
    ("moderately", "fairly", "rather", "reasonably", "mostly", "generally"),
    ("quite", "", "quite a bit"),
    ("very", "highly", "strongly", "a lot", "very much", "definitely", "mainly"),
    ("extremely", "completely", "totally", "fully", "absolutely", "entirely", "exceptionally"),
)
_ADVERB_RANK = {word: rank for rank, words in enumerate(_ADVERBS) for word in words}
_TRAILING = re.compile(r"(?P<word>.+?) (?P<adverb>strongly|completely|totally|somewhat|slightly)")
_NEUTRAL = frozenset(
    map(
        normalize_label,
        (
            "neutral", "neither", "undecided", "indifferent", "no difference", "mixed", "so-so",
            "neutre", "neutro", "neutraal", "weder noch", "teils/teils", "teils teils", "unentschieden",
            "ni d'accord ni pas d'accord", "ni en désaccord ni d'accord", "indeciso", "indiferente",
            "ni de acuerdo ni en desacuerdo", "nem concordo nem discordo", "né d'accordo né in disaccordo",
            "noch eens noch oneens", "niet eens, niet oneens", "varken eller", "hverken eller",
        ),
    )
)  # fmt: skip
_NEITHER = re.compile(r"(neither|nor) .*\b(nor|or)\b .*|.*\(neutral\)")
_NEGATING = ("un", "dis", "in", "im", "not ")

# Scales whose words follow no pattern, each from one end to the other.
_FAMILIES = (
    (
        ("never", "nie", "niemals", "jamais", "nunca", "mai", "nooit", "aldrig", "nigdy"),
        ("never, and not open to it",),
        ("never, but open to it",),
        ("almost never", "hardly ever", "very rarely", "very seldom", "fast nie", "casi nunca", "quase nunca", "presque jamais"),
        ("rarely", "seldom", "infrequently", "selten", "rarement", "raramente", "rara vez", "zelden", "sällan", "rzadko"),
        ("occasionally", "once in a while", "gelegentlich", "occasionnellement", "ocasionalmente", "af en toe"),
        ("sometimes", "some of the time", "manchmal", "parfois", "quelquefois", "a veces", "algunas veces", "às vezes", "qualche volta", "a volte", "soms", "ibland", "czasami"),
        ("about half the time", "half of the time"),
        ("often", "frequently", "oft", "häufig", "souvent", "a menudo", "frecuentemente", "frequentemente", "spesso", "vaak", "ofta", "często"),
        ("usually", "very often", "very frequently", "most of the time", "meistens", "sehr oft", "très souvent", "muy a menudo"),
        ("almost always", "nearly always", "fast immer", "presque toujours", "casi siempre", "quase sempre", "quasi sempre"),
        ("always", "all of the time", "every time", "immer", "toujours", "siempre", "sempre", "altijd", "alltid", "zawsze"),
    ),
    (
        ("none", "absent", "no", "nothing", "keine", "aucun", "ninguno", "nessuno", "geen", "not at all"),
        ("very mild", "very slight", "very little", "minimal"),
        ("mild", "slight", "a little", "little", "low", "leicht", "léger", "leve", "lieve", "licht"),
        ("some", "moderate", "medium", "mittel", "modéré", "moderado", "moderato", "matig"),
        ("strong", "severe", "high", "a lot", "stark", "fort", "fuerte", "forte", "sterk", "grave"),
        ("very strong", "very severe", "very high", "a great deal", "extreme", "sehr stark", "très fort", "muy fuerte"),
    ),
    (
        ("extremely poor", "terrible", "awful"),
        ("very poor", "very bad", "sehr schlecht", "très mauvais", "muy malo", "muito ruim", "pessimo", "zeer slecht"),
        ("poor", "bad", "schlecht", "mauvais", "malo", "ruim", "cattivo", "slecht"),
        ("below average",),
        ("fair", "average", "acceptable", "ok", "okay", "mittelmäßig", "moyen", "regular", "sufficiente", "redelijk"),
        ("above average",),
        ("good", "gut", "bon", "bueno", "bom", "buono", "goed"),
        ("very good", "sehr gut", "très bon", "muy bueno", "muito bom", "molto buono", "zeer goed"),
        ("excellent", "outstanding", "hervorragend", "ausgezeichnet", "excelente", "eccellente", "uitstekend"),
    ),
    (
        ("stimme überhaupt nicht zu", "stimme gar nicht zu", "trifft überhaupt nicht zu", "trifft gar nicht zu"),
        ("stimme nicht zu", "trifft nicht zu", "lehne ab"),
        ("stimme eher nicht zu", "trifft eher nicht zu"),
        ("teils/teils", "teils teils", "weder noch", "stimme weder zu noch nicht zu", "neutral", "unentschieden"),
        ("stimme eher zu", "trifft eher zu"),
        ("stimme zu", "trifft zu"),
        ("stimme voll zu", "stimme völlig zu", "stimme voll und ganz zu", "trifft voll zu", "trifft voll und ganz zu", "stimme stark zu"),
    ),
    (
        ("pas du tout d'accord", "tout à fait en désaccord", "fortement en désaccord", "totalement en désaccord"),
        ("pas d'accord", "en désaccord", "plutôt en désaccord", "plutôt pas d'accord"),
        ("ni d'accord ni pas d'accord", "ni en accord ni en désaccord", "neutre", "sans opinion"),
        ("plutôt d'accord", "d'accord", "en accord"),
        ("tout à fait d'accord", "fortement d'accord", "totalement d'accord", "fortement en accord"),
    ),
    (
        ("muy en desacuerdo", "totalmente en desacuerdo", "completamente en desacuerdo"),
        ("en desacuerdo", "algo en desacuerdo"),
        ("ni de acuerdo ni en desacuerdo", "neutral", "indeciso"),
        ("de acuerdo", "algo de acuerdo"),
        ("muy de acuerdo", "totalmente de acuerdo", "completamente de acuerdo"),
    ),
    (
        ("discordo totalmente", "discordo completamente", "discordo fortemente"),
        ("discordo", "discordo parcialmente"),
        ("nem concordo nem discordo", "não concordo nem discordo", "neutro", "indiferente"),
        ("concordo", "concordo parcialmente"),
        ("concordo totalmente", "concordo completamente", "concordo fortemente"),
    ),
    (
        ("del tutto in disaccordo", "fortemente in disaccordo", "totalmente in disaccordo", "per niente d'accordo"),
        ("in disaccordo", "poco d'accordo"),
        ("né d'accordo né in disaccordo", "neutrale", "indeciso"),
        ("d'accordo", "abbastanza d'accordo"),
        ("del tutto d'accordo", "fortemente d'accordo", "totalmente d'accordo", "molto d'accordo"),
    ),
    (
        ("helemaal mee oneens", "zeer mee oneens", "helemaal oneens", "zeer oneens"),
        ("mee oneens", "oneens"),
        ("noch eens noch oneens", "niet mee eens, niet mee oneens", "neutraal"),
        ("mee eens", "eens"),
        ("helemaal mee eens", "zeer mee eens", "helemaal eens", "zeer eens"),
    ),
)  # fmt: skip
_RANKS = tuple(
    {normalize_label(word): rank for rank, words in enumerate(family) for word in words}
    for family in _FAMILIES
)
_YES_NO = ({"no", "yes"}, {"nein", "ja"}, {"non", "oui"}, {"no", "sí"}, {"no", "si"}, {"nee", "ja"})


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
        if number != int(number) or not 0 <= number <= _LARGEST:
            return None
        codes.setdefault(int(number), []).append(option)
        if label and words.setdefault(int(number), label) != label:
            return None
    if len(codes) < 2 or not _are_steps(codes):
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
    number = read_number(option.strip(" -"))
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
    for ranks in _RANKS:
        if all(text in ranks for text in plain.values()):
            return {option: float(ranks[text]) for option, text in plain.items()}
    return _two_sided(plain) or _one_sided(plain)


def _adverb(text: str) -> tuple[str, str]:
    """Return the words that say how much, and the word that they belong to."""
    if found := _TRAILING.fullmatch(text):
        return found["adverb"], found["word"]
    for adverb in sorted(_ADVERB_RANK, key=len, reverse=True):
        if adverb and text.startswith(f"{adverb} "):
            return adverb, text[len(adverb) + 1 :]
    return "", text


def _two_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'very dissatisfied' to 'very satisfied' around a neutral one."""
    parts: dict[str, tuple[str, str]] = {}
    neutral = []
    for option, text in plain.items():
        if text in _NEUTRAL or _NEITHER.fullmatch(text):
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
        strength = 1 + _ADVERB_RANK[adverb]
        ranks[option] = float(strength if base == first else -strength)
    return ranks


def _one_sided(plain: dict[str, str]) -> dict[str, float] | None:
    """Rank words such as 'not at all important' to 'extremely important'."""
    parts = {option: _adverb(text) for option, text in plain.items()}
    bases = {base for _, base in parts.values()}
    if len(bases) == 1 and len(parts) > 1:
        return {option: float(_ADVERB_RANK[adverb]) for option, (adverb, _) in parts.items()}
    # 'Not at all', 'A little', 'Very much': the adjective stands in the question.
    if all(text in _ADVERB_RANK for text in plain.values()):
        return {option: float(_ADVERB_RANK[text]) for option, text in plain.items()}
    return None
