"""Answers, checked against the options that the structure of the survey declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, join_words
from likertkit.instrument._labels import normalize_label
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from likertkit.io._cells import Cells
    from likertkit.io._question import Question
    from likertkit.io.files._sheet import Log
    from likertkit.io.structures._facts import Code, Facts

_MOST_SHOWN = 6


@attrs.frozen
class Options:
    """The options of a question, as its structure and its answers give them.

    Attributes
    ----------
    codes : sequence of code
        The code of each option; empty where the structure declares none.
    labels : sequence of str
        The options.
    missing : sequence of str
        Those of them that are declared as missing.
    wordings : tuple of tuple of str
        Other wordings of each; empty where there are none.
    """

    codes: Sequence[Code]
    labels: Sequence[str]
    missing: Sequence[str]
    wordings: tuple[tuple[str, ...], ...] = ()


def options_of(facts: Facts, its: Cells, answers: Sequence[str]) -> Options:
    """Return the options of a question.

    A code that is declared as missing and has no label is an option where somebody has it.
    Without labels, the options are the *answers*.
    """
    if not facts.options:
        missing = [text for text in answers if facts.is_missing(_as_code(text))]
        return Options((), answers, missing)
    codes = [code for code, _ in facts.options]
    labels = [label or str(code) for code, label in facts.options]
    wordings = [*facts.wordings] or [()] * len(codes)
    known = {normalize_label(str(code)) for code in codes}
    for text in its.texts:
        code = _as_code(text)
        if text not in known and facts.is_missing(code):
            codes.append(code)
            labels.append(text)
            wordings.append(())
    missing = [label for code, label in zip(codes, labels, strict=True) if facts.is_missing(code)]
    squeezed = _squeezed(labels)
    known |= {normalize_label(word) for words in (labels, *wordings) for word in words}
    for value, _ in its.counts:
        text = as_text(value)
        place = squeezed.get(_squeeze(text))
        if place is not None and normalize_label(text) not in known:
            # "completely disagree1" where a line break was lost.
            wordings[place] = (*wordings[place], text)
            known.add(normalize_label(text))
    return Options(codes, labels, missing, tuple(wordings) if any(wordings) else ())


def _squeeze(text: str) -> str:
    return "".join(normalize_label(text).split())


def _squeezed(labels: Sequence[str]) -> dict[str, int]:
    """Return the place of each label without white space, where no other label is the same."""
    words = [_squeeze(label) for label in labels]
    return {text: place for place, text in enumerate(words) if words.count(text) == 1}


def _as_code(text: str) -> Code:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else text


def say_unknown_answers(answers: Iterable[tuple[Question, Cells]], log: Log) -> None:
    """Say which answers the structure does not have, and which it spells otherwise."""
    unknown: dict[str, list[tuple[str, int]]] = defaultdict(list)
    spelled: Counter[tuple[str, str]] = Counter()
    for question, its in answers:
        labels = [*question.options, *map(str, question.codes)]
        exact = {*labels}
        known = {normalize_label(label): label for label in reversed(labels)}
        squeezed = _squeezed(question.options)
        others = {normalize_label(word) for words in question.wordings for word in words}
        for value, times in its.counts:
            text = as_text(value)
            label = known.get(normalize_label(text))
            place = squeezed.get(_squeeze(text))
            if label is None and place is not None:
                label = question.options[place]
            if label is None and normalize_label(text) not in others:
                unknown[text].append((question.item, times))
            elif label is not None and text.strip() not in exact and isinstance(value, str):
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


def _by_size(
    unknown: Mapping[str, list[tuple[str, int]]],
) -> list[tuple[str, list[tuple[str, int]]]]:
    return sorted(unknown.items(), key=lambda pair: -sum(n for _, n in pair[1]))


def _say_unknown(text: str, places: list[tuple[str, int]]) -> str:
    n = sum(times for _, times in places)
    first = places[0][0]
    where = first if len(places) == 1 else f"{len(places)} columns, {first} first"
    return f"{text[:60]!r} ({counted(n, 'answer')} in {where})"
