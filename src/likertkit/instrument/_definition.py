"""What a scale may be: conversion and checks of its codes, labels and nonsubstantive answers."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import SupportsIndex

import numpy as np

from likertkit._checks import holds_values
from likertkit.errors import ArgumentTypeError, DefinitionError
from likertkit.instrument._labels import normalize_label, read_number

__all__ = [
    "CodeLabels",
    "Nonsubstantive",
    "Wordings",
    "as_code",
    "as_codes",
    "as_labels",
    "as_nonsubstantive",
    "as_wordings",
    "check_definition",
]

Wordings = str | Sequence[str]
CodeLabels = Mapping[int, Wordings] | Iterable[tuple[int, Wordings]]
Nonsubstantive = (
    Mapping[str, int | Iterable[int] | None] | Iterable[tuple[str, int | Iterable[int] | None]]
)

# Beyond this a double skips whole numbers, so that a code would not come back as it was.
_LARGEST_CODE = 2**53 - 1
_FEWEST_CODES = 2
_MOST_SHOWN = 12
# A tally counts these apart under these names; see `LikertScale.reasons`.
_RESERVED_REASONS = ("blank", "absent")


def as_code(value: object, name: str) -> int:
    """Return a whole number of any type as an int."""
    if isinstance(value, float | np.floating) and value.is_integer():
        # Readers of SPSS and Stata files hand out whole codes as floats.
        value = int(value)
    try:
        code = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        code = None
    if code is None or isinstance(value, bool | np.bool_):
        raise ArgumentTypeError(
            f"{name} has {value!r} as a code; expected a whole number.",
            "write codes as ints, as in codes=(1, 2, 3, 4, 5); or make the scale from labels "
            "alone with LikertScale.from_labels.",
        )
    if abs(code) > _LARGEST_CODE:
        raise DefinitionError(
            f"{name} has the code {code}; expected codes from -{_LARGEST_CODE} to {_LARGEST_CODE}.",
            "recode the answers to smaller whole numbers first.",
        )
    return code


def _as_text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ArgumentTypeError(
            f"{name} has {value!r} as a label; expected text.",
            f"write labels as text, for example {name}={_EXAMPLES[name]}.",
        )
    if not normalize_label(value):
        raise DefinitionError(
            f"{name} has the label {value!r}, which shows nothing.",
            "leave the label out: a blank answer needs no label.",
        )
    return str(value)


_EXAMPLES = {
    "labels": "{1: 'Never', 5: ('Always', 'Siempre')}",
    "nonsubstantive": "{'Refused': 97, \"Don't know\": None}",
}


def _listed(value: object) -> list[object] | None:
    """Return what *value* holds, or None for a text or a single thing."""
    return list(value) if holds_values(value) and not isinstance(value, str | bytes) else None


def _as_pairs(value: object, name: str) -> list[tuple[object, object]]:
    listed = _listed(value.items() if isinstance(value, Mapping) else value)
    if listed is not None:
        pairs = [pair for pair in listed if isinstance(pair, tuple) and len(pair) == 2]
        if len(pairs) == len(listed):
            return [(pair[0], pair[1]) for pair in pairs]
    raise ArgumentTypeError(
        f"{name}={value!r} is not a mapping.",
        f"write {name}={_EXAMPLES[name]}; LikertScale.from_labels() takes a list of labels.",
    )


def _check_sorted(codes: list[int]) -> None:
    """Raise for codes that go up and down, as where a neutral answer was coded last."""
    ascending = sorted(codes)
    if codes in (ascending, ascending[::-1]):
        return
    recoding = dict(zip(codes, ascending, strict=True))
    shown = f"{{{codes[0]}: {ascending[0]}, ...}}" if len(codes) > _MOST_SHOWN else repr(recoding)
    raise DefinitionError(
        f"codes={tuple(codes)} are not in ascending order; the order of the codes is the order of "
        f"the levels.",
        f"if the levels are meant in this order, recode the column first, for example with "
        f"frame['q'].map({shown}), and use the new codes in the scale; if not, sort the codes.",
    )


def as_codes(value: Iterable[SupportsIndex]) -> tuple[int, ...]:
    """Return codes as distinct ints in ascending order."""
    if isinstance(value, str | bytes | Mapping) or not holds_values(value):
        raise ArgumentTypeError(
            f"codes={value!r} is not a sequence of codes.",
            "write codes=(1, 2, 3, 4, 5), or codes=range(0, 11).",
        )
    codes = [as_code(code, "codes") for code in value]
    if len(codes) < _FEWEST_CODES:
        raise DefinitionError(
            f"codes={tuple(codes)} has too few levels; expected at least {_FEWEST_CODES}.",
            "declare every level that a respondent could choose, also levels that no respondent "
            "chose.",
        )
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise DefinitionError(
            f"codes={tuple(codes)} has the code {twice} more than once.",
            "give each level a different code.",
        )
    # A descending list names the same levels from the other end; a set has no order at all.
    if not isinstance(value, set | frozenset):
        _check_sorted(codes)
    return tuple(sorted(codes))


def as_wordings(value: object) -> tuple[str, ...]:
    """Return one wording of a level or several as a tuple, the one that is printed first."""
    # A set has no order that could say which wording is the first.
    wordings = list(value) if isinstance(value, list | tuple) else [value]
    if not wordings:
        raise DefinitionError(
            "labels has a level without a wording; expected at least one wording.",
            "leave the level out of `labels=`, or give it a label.",
        )
    return tuple(_as_text(wording, "labels") for wording in wordings)


def as_labels(value: CodeLabels) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return labels as pairs of code and wordings in ascending order of the codes."""
    pairs = [
        (as_code(code, "labels"), as_wordings(wordings))
        for code, wordings in _as_pairs(value, "labels")
    ]
    if len(dict(pairs)) != len(pairs):
        raise DefinitionError(
            f"labels={pairs!r} names a code more than once.",
            "give each code one label, or several wordings in a tuple, for example "
            "{1: ('Never', 'Nunca')}.",
        )
    return tuple(sorted(pairs))


def as_nonsubstantive(value: Nonsubstantive) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return nonsubstantive answers as pairs of label and codes in the order declared."""
    reasons = []
    for label, codes in _as_pairs(value, "nonsubstantive"):
        text = _as_text(label, "nonsubstantive")
        many = [] if codes is None else _listed(codes)
        many = [codes] if many is None else many
        reasons.append((text, tuple(as_code(code, "nonsubstantive") for code in many)))
    return tuple(reasons)


def _check_own_number(label: str, codes: tuple[int, ...]) -> None:
    number = read_number(normalize_label(label))
    if number is not None and number not in codes:
        whose = " or ".join(map(str, codes)) or "no code"
        raise DefinitionError(
            f"the label {label!r} is a number, but it labels {whose}; a label that is a number "
            f"must equal its code.",
            "use the number as the code, or write the label in words.",
        )


def _check_distinct_labels(labels: Iterable[tuple[object, str]]) -> None:
    """Raise if two texts with different meanings cannot be distinguished."""
    taken: dict[str, tuple[object, str]] = {}
    for meaning, label in labels:
        other, its_label = taken.setdefault(normalize_label(label), (meaning, label))
        if other != meaning:
            raise DefinitionError(
                f"the labels {its_label!r} and {label!r} count as the same label: case, spacing "
                f"and invisible characters are ignored.",
                "give each level and each nonsubstantive answer a different label.",
            )


def check_definition(
    codes: tuple[int, ...],
    labels: tuple[tuple[int, tuple[str, ...]], ...],
    nonsubstantive: tuple[tuple[str, tuple[int, ...]], ...],
) -> None:
    """Raise DefinitionError where the parts of a scale contradict one another."""
    wordings = [(code, wording) for code, its_wordings in labels for wording in its_wordings]
    for code, label in wordings:
        if code not in codes:
            raise DefinitionError(
                f"the label {label!r} has the code {code}, which is not one of the codes "
                f"{', '.join(map(str, codes))}.",
                "add the code to `codes=`, or, if it means no answer, declare it in "
                "`nonsubstantive=`.",
            )
        _check_own_number(label, (code,))
    reasons = [((place,), label) for place, (label, _) in enumerate(nonsubstantive)]
    _check_distinct_labels([*wordings, *reasons])
    owners: dict[int, str] = {}
    for label, its_codes in nonsubstantive:
        if normalize_label(label) in _RESERVED_REASONS:
            raise DefinitionError(
                f"nonsubstantive={{{label!r}: ...}} uses a word that is reserved for cells "
                f"without an answer; the reserved words are {', '.join(_RESERVED_REASONS)}.",
                "choose another word, for example nonsubstantive={'Left empty': -1}.",
            )
        _check_own_number(label, its_codes)
        for code in its_codes:
            if code in codes:
                raise DefinitionError(
                    f"the code {code} is a level of the scale and also the code of {label!r}.",
                    "if it means no answer, leave it out of `codes=`.",
                )
            if codes[0] + codes[-1] - code in codes:
                raise DefinitionError(
                    f"the code {code} of {label!r} becomes a level of the scale when the scale is "
                    f"reversed.",
                    "give it a code outside the range of the scale, for example -1 or 99.",
                )
            if code in owners:
                raise DefinitionError(
                    f"the code {code} is used for both {owners[code]!r} and {label!r}.",
                    "give each nonsubstantive answer different codes.",
                )
            owners[code] = label
