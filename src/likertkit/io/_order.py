"""The order of the levels of a scale, by the numbers or the words of its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.instrument._labels import normalize_label, read_anchored, read_number
from likertkit.io._words import FEWEST_SIDED, around_middle, known_words, rank_words, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

# Far more than any scale has; a column of names or sentences may have a million.
_MOST_OPTIONS = 1000
MOST_LEVELS = 11
_LARGEST = 100
# No scale has more steps than from 0 to 10 or from 1 to 11 where no word tells what they are.
_LARGEST_BARE = 11
_TEN = 10
_FEWEST_OF_TEN = 3
_REASON_CODES = frozenset((*range(-99, 0), 77, 88, 97, 98, 99, 997, 998, 999))


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
    if not 2 <= len(distinct) <= MOST_LEVELS + 1:
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
    # "1 - times" and "2 - times": what stands beside the numbers names no level.
    names_no_level = len({*words.values()}) < len(words)
    if names_no_level or (not bare and not words and max(codes) > _LARGEST_BARE):
        return None
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


def is_step(number: Decimal) -> bool:
    """Return whether a number may be a step of a scale: 99 and -9 usually stand for reasons."""
    return number not in _REASON_CODES


def _are_steps(codes: dict[int, list[str]]) -> bool:
    """Return whether codes are so dense that they can be steps of one scale.

    From 0 to 10, people leave many steps out.
    """
    low, high = min(codes), max(codes)
    of_ten = high == _TEN and low >= 0 and len(codes) >= _FEWEST_OF_TEN
    return high - low < MOST_LEVELS and (of_ten or len(codes) * 2 > high - low)


def _ends(bare: Sequence[str]) -> tuple[str, str] | None:
    """Return the lower and the upper end of two labels beside numbers."""
    if len(bare) != 2 or {*bare} == {"true", "false"}:
        # A spreadsheet writes TRUE for a tick that other rows have as 1.
        return None
    ranks = rank_words(bare)
    if ranks is None:
        return None
    low, high = sorted(bare, key=lambda word: ranks[word])
    return low, high


def _by_words(options: Sequence[str]) -> Levels | None:
    ranks = rank_words(options)
    if ranks is None:
        return _by_two_languages(options)
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


def _by_two_languages(options: Sequence[str]) -> Levels | None:
    """Return the levels of a scale around a middle whose words stand in two languages each."""
    for ranks, middle in known_words().sided:
        own = {
            option: ranks[word] - middle for option in options if (word := spoken(option)) in ranks
        }
        others = around_middle({option: spoken(option) for option in options if option not in own})
        if len(own) < FEWEST_SIDED or others is None:
            continue
        levels: list[tuple[str, ...]] = []
        for side in (-1, 0, 1):
            two = [
                sorted(
                    (option for option in its if np.sign(its[option]) == side), key=its.__getitem__
                )
                for its in (own, others)
            ]
            if side == 0:
                levels += [tuple(two[0] + two[1])] if two[0] + two[1] else []
            elif len(two[0]) == len(two[1]):
                levels += [*zip(*two, strict=True)]
            else:
                break
        else:
            labels = tuple(level[0] for level in levels)
            return Levels(tuple(range(1, len(levels) + 1)), tuple(levels), labels, "words")
    return None


def are_levels(options: Sequence[str]) -> bool:
    """Return whether words or numbers are the levels of one scale."""
    if len(options) > _MOST_OPTIONS:
        return False
    return order_options([normalize_label(option) for option in options]) is not None
