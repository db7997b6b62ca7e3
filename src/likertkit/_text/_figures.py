"""Numbers as text, and texts that are alike."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNDEFINED = "–"
PVALUE = "p"
"""The form of a p-value, in place of a format specification."""
PERCENTAGE = "%"
"""The form of a proportion that prints as a percentage; its decimals follow from the base."""

_PVALUE_DECIMALS = 3
_USUAL_LEVEL = 0.05
# From so many answers on, a percentage without a decimal hides more than one answer.
_MANY = 100
_SAME = 1e-9


def snake_case(label: str) -> str:
    """Return a label as a column name: lower case, words joined by underscores.

    Apostrophes vanish, so that "Don't know" is ``dont_know``; letters of any alphabet stay.
    """
    text = unicodedata.normalize("NFKC", label).casefold()
    text = re.sub(r"['’`´]", "", text)  # noqa: RUF001 - both apostrophes occur in exports
    return re.sub(r"[\W_]+", "_", text).strip("_") or "unnamed"


def _without_negative_zero(text: str) -> str:
    """Return "0.00" for "-0.00", which a rounded negative would print as."""
    return text[1:] if text.startswith("-") and not text.strip("-0.% ") else text


def _rounded_half_up(value: float, decimals: int, *, percent: bool = False) -> Decimal:
    """Return a number, or 100 times it, with halves rounded away from 0 as papers print them."""
    # The shortest decimal of a share such as 0.285 is its exact value; the float lies below it.
    exact = Decimal(repr(float(value))).scaleb(2 if percent else 0)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _rounded_percentage(share: float, decimals: int) -> str:
    return f"{_rounded_half_up(share, decimals, percent=True):f}"


def format_figure(value: object, form: str = ".2f") -> str:
    """Return one figure for people: an undefined one is a dash, never a zero."""
    if value is None:
        return UNDEFINED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _format_float(value, form)
    if isinstance(value, tuple):
        return ", ".join(format_figure(inner, form) for inner in value) or UNDEFINED
    # A day is read as its midnight, and prints as a day.
    return str(value).removesuffix(" 00:00:00") if isinstance(value, datetime) else str(value)


def _format_float(value: float, form: str) -> str:
    if math.isnan(value):
        return UNDEFINED
    if form.startswith(PVALUE):
        return format_pvalue(value, decimals=int(form.removeprefix(PVALUE) or _PVALUE_DECIMALS))
    if form.endswith(PERCENTAGE):
        return format_percentage(value, int(form.strip(".%") or 0))
    return _without_negative_zero(format(value, form))


def percentage_decimals(base: object) -> int:
    """Return how many decimals a percentage of so many answers prints with: one from 100 on."""
    return int(isinstance(base, int | float) and base >= _MANY)


def format_pvalue(
    value: float, level: float = _USUAL_LEVEL, *, decimals: int = _PVALUE_DECIMALS
) -> str:
    """Return a p-value as papers print it: ".016", "< .001".

    It has the decimals that are asked for, or as many more as show on which side of the
    significance level it lies.
    """
    if math.isnan(value):
        return UNDEFINED
    # "< .1" would not say on which side of .05 a p-value lies.
    while 0 < level < 10**-decimals:
        decimals += 1
    least = Decimal(1).scaleb(-decimals)
    if value < least:
        return f"< {least:f}".replace("0.", ".", 1)
    apart = abs(value - level) > _SAME
    while apart and (float(_rounded_half_up(value, decimals)) < level) != (value < level):
        decimals += 1
    return f"{_rounded_half_up(value, decimals):f}".removeprefix("0")


def format_percentage(share: float, decimals: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage, with a space before the sign."""
    if math.isnan(share):
        return UNDEFINED
    if math.isinf(share):
        return f"{share} %"
    return f"{_without_negative_zero(_rounded_percentage(share, decimals))} %"


def format_level(level: float) -> str:
    """Return a confidence level as a percentage, with all the decimals that it has."""
    # 2 * 0.975 - 1 is 0.95 but for its last bit.
    return f"{round(100 * level, 10):.12g} %"


def counted(number: int, thing: str) -> str:
    """Return a number of things: "1 row", "2 rows"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Return words as an English list: "a", "a and b", "a, b and c"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def spelled_alike(
    values: Iterable[object], *, spaces_count: bool = True
) -> tuple[tuple[str, ...], ...]:
    """Return the texts among some values that differ in case, spacing or form alone, set by set.

    Two words are not one word, unless spaces do not count: "AB 12" and "ab12" are one code.
    """
    spellings: dict[str, dict[str, None]] = {}
    for value in values:
        if isinstance(value, str):
            plain = _plain(value)
            key = plain if spaces_count else plain.replace(" ", "")
            spellings.setdefault(key, {})[value] = None
    return tuple(tuple(texts) for texts in spellings.values() if len(texts) > 1)


def _plain(text: str) -> str:
    """Return a text without case, surplus white space and invisible marks."""
    text = unicodedata.normalize("NFKC", text).casefold()
    visible = (char for char in text if char.isspace() or unicodedata.category(char) != "Cf")
    return " ".join("".join(visible).split())
