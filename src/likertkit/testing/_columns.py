"""Columns of a sheet: what their cells mean, and the ways in which they write it."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.instrument import LikertScale

Role = Literal["respondent", "condition", "stratum", "cluster", "weight", "by"]
# What a column may be in pandas; other engines have the nearest type.
Kind = Literal[
    "int8", "int64", "float64", "float32", "Int8", "Int64", "decimal", "object", "text", "string",
    "category",
]  # fmt: skip
Meaning = int | str | None
"""A level by its code, a nonsubstantive answer by its label, or None for blank."""


@attrs.frozen(kw_only=True)
class AnswerColumn:
    """One column of answers.

    Attributes
    ----------
    name : str
        The column's name.
    kind : str
        The type of the column.
    meant : tuple
        What each cell means: a level by its code, a nonsubstantive answer by its label, None
        for blank.
    cells : tuple
        What each cell holds.
    unused : tuple of str
        Categories that no cell has, where the column is one of categories.
    """

    name: str
    kind: Kind
    meant: tuple[Meaning, ...]
    cells: tuple[object, ...]
    unused: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class KeyColumn:
    """One column that says who answered, in which group or with which weight.

    Attributes
    ----------
    name : str
        The column's name.
    role : str
        What it says.
    cells : tuple
        What each cell holds: numbers, texts or truth values, and None.
    categorical : bool
        Whether pandas holds it as categories.
    """

    name: str
    role: Role
    cells: tuple[object, ...]
    categorical: bool = False


Written = tuple[Meaning, object]
"""What an answer means, and how it is written."""

_NUMBERS: tuple[Kind, ...] = ("int64", "float64", "Int64", "decimal", "float32", "int8", "Int8")
_TEXTS: tuple[Kind, ...] = ("object", "text", "string", "category")
_BYTE = range(-128, 128)
_FULL_WIDTH = str.maketrans(
    "0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
)


def kinds(scale: LikertScale) -> tuple[Kind, ...]:
    """Return the kinds of columns that can hold a scale's codes."""
    known = (*scale.codes, *(c for codes in scale.nonsubstantive.values() for c in codes))
    small = all(code in _BYTE for code in known)
    return (*(_NUMBERS if small else _NUMBERS[:-2]), *_TEXTS)


def written(scale: LikertScale, kind: Kind, *, in_words: bool) -> list[Written]:
    """Return the answers that a column may hold and every way to write them, plain ones first.

    A column of text writes levels that have labels either *in_words* or as numbers, since
    likertkit refuses a column that mixes the two.
    """
    if kind in {"int8", "int64"}:
        return list(_codes(scale))
    if kind in _NUMBERS:
        make = Decimal if kind == "decimal" else int
        return [*((meant, make(code)) for meant, code in _codes(scale)), (None, None)]
    choices = [
        *_texts(scale, in_words=in_words),
        *((None, blank) for blank in ("", " \xa0", "\ufeff")),
    ]
    if kind == "object":
        choices += _objects(scale, in_words=in_words)
    return [*choices, (None, None)]


def _codes(scale: LikertScale) -> Iterator[tuple[Meaning, int]]:
    for code in scale.codes:
        yield code, code
    for label, codes in scale.nonsubstantive.items():
        for code in codes:
            yield label, code


def _texts(scale: LikertScale, *, in_words: bool) -> Iterator[Written]:
    wordings = scale.wordings
    for code in scale.codes:
        if not in_words or code not in wordings:
            yield from ((code, text) for text in _number_texts(code))
        for wording in wordings.get(code, ()):
            if in_words:
                yield from ((code, text) for text in _word_texts(wording))
            yield from ((code, text) for text in _anchored_texts(wording, code))
    for label, codes in scale.nonsubstantive.items():
        yield from ((label, text) for text in _word_texts(label))
        for code in codes:
            yield from ((label, text) for text in _number_texts(code))
            yield from ((label, text) for text in _anchored_texts(label, code))


def _number_texts(code: int) -> tuple[str, ...]:
    minus = str(code).replace("-", "\u2212")
    return str(code), f"{code}.0", f" {code}\xa0", minus.translate(_FULL_WIDTH), f"\ufeff{code}"


def _word_texts(label: str) -> Iterator[str]:
    yield label
    if label.isascii():
        # Beyond ASCII, a change of case is more than case folding ignores.
        yield label.upper()
        yield label.lower()
    yield f"\ufeff{label}\xa0"
    yield label.replace(" ", " \xa0 ")
    yield f"{label[:-1]}\u200b{label[-1]}"


def _anchored_texts(label: str, code: int) -> tuple[str, ...]:
    # Digits and brackets in a label could belong to the number beside it.
    if not all(character.isalpha() or character == " " for character in label):
        return ()
    return (
        f"{code}: {label}",
        f"{code} - {label}",
        f"({code}) {label}",
        f"{label} [{code}]",
        f"{code} {label}",
    )


def _objects(scale: LikertScale, *, in_words: bool) -> Iterator[Written]:
    """Yield what only a column of Python objects can hold."""
    import pandas as pd

    for meant, code in _codes(scale):
        if not in_words or meant not in scale.labels:
            for number in (code, float(code), Decimal(code), np.int64(code), Fraction(code)):
                yield meant, number
    yield from (
        (None, blank) for blank in (math.nan, Decimal("nan"), pd.NA, pd.NaT, np.float32("nan"))
    )
