"""Answers, checked against the options that the structure of the survey declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from likertkit._text import counted, join_words
from likertkit.instrument._labels import normalize_label
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from likertkit.io._cells import Cells
    from likertkit.io._question import Question
    from likertkit.io.files._sheet import Cell, Log
    from likertkit.io.structures._facts import Code, Facts

_MOST_SHOWN = 6


def options_of(
    facts: Facts, its: Cells, answers: Sequence[str]
) -> tuple[Sequence[Code], Sequence[str], Sequence[str]]:
    """Return the codes, the labels, and the labels that are declared as missing.

    A code that is declared as missing and has no label is an option where somebody has it.
    Without labels, the options are the *answers*.
    """
    if not facts.options:
        return (), answers, [text for text in answers if facts.is_missing(_as_code(text))]
    codes = [code for code, _ in facts.options]
    labels = [label or str(code) for code, label in facts.options]
    known = {normalize_label(str(code)) for code in codes}
    for text in its.texts:
        code = _as_code(text)
        if text not in known and facts.is_missing(code):
            codes.append(code)
            labels.append(text)
    missing = [label for code, label in zip(codes, labels, strict=True) if facts.is_missing(code)]
    return codes, labels, missing


def _as_code(text: str) -> Code:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else text


def say_unknown_answers(answers: Iterable[tuple[Question, Cells, Facts]], log: Log) -> None:
    """Say which answers the structure does not have, and which it spells otherwise."""
    unknown: dict[str, list[tuple[str, int]]] = defaultdict(list)
    spelled: Counter[tuple[str, str]] = Counter()
    for question, its, facts in answers:
        labels = [*question.options, *map(str, question.codes)]
        labels += [word for words in facts.wordings for word in words]
        known = {normalize_label(label): label for label in reversed(labels)}
        exact = {*labels}
        for value, times in its.counts:
            text = as_text(value)
            label = known.get(normalize_label(text))
            if label is None:
                unknown[text].append((question.item, times))
            elif text.strip() not in exact and _is_text(value):
                spelled[text.strip(), label] += times
    if unknown:
        said = [_say_unknown(text, places) for text, places in _by_size(unknown)[:_MOST_SHOWN]]
        rest = len(unknown) - len(said)
        more = f" and {rest} more" if rest > 0 else ""
        log.say("answers that the structure does not have", f"{'; '.join(said)}{more}")
    if spelled:
        pairs = [
            f"{text!r} ({counted(n, 'answer')}) for {label!r}"
            for (text, label), n in spelled.most_common(_MOST_SHOWN)
        ]
        rest = len(spelled) - len(pairs)
        more = f" and {rest} more" if rest > 0 else ""
        log.say("answers that the structure spells otherwise", f"{join_words(pairs)}{more}")


def _is_text(value: Cell) -> bool:
    return isinstance(value, str)


def _by_size(
    unknown: Mapping[str, list[tuple[str, int]]],
) -> list[tuple[str, list[tuple[str, int]]]]:
    return sorted(unknown.items(), key=lambda pair: -sum(n for _, n in pair[1]))


def _say_unknown(text: str, places: list[tuple[str, int]]) -> str:
    n = sum(times for _, times in places)
    first = places[0][0]
    where = first if len(places) == 1 else f"{len(places)} columns, {first} first"
    return f"{text[:60]!r} ({counted(n, 'answer')} in {where})"
