"""The scale of a question whose options the file declares, and answers that are reasons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from likertkit.errors import DefinitionError, LikertkitError
from likertkit.instrument import LikertScale
from likertkit.instrument._labels import is_reason, normalize_label
from likertkit.io._order import order_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io._question import Question

FEWEST_LEVELS = 3
# "I don't know / NA", "Unfamiliar (N/A)", "Not applicable to me".
_REASON_FORM = re.compile(
    r"""n/?a\b.*|.*\(n/?a\)|.*\ /\ n/?a|-{2,}|\.[a-z]?|\{question_not_shown\}
    |(i\ )?(do\ not|don't|can\ ?not|can't)\ (know|remember|say|recall|answer)\b.*
    |(i\ am\ |i'm\ )?(not\ sure|unsure)\b.*|prefer\ not\ .*|not\ applicable.*
    |(i\ )?(do\ not|don't)\ (want|wish)\ to\ (answer|say)\b.*|no\ (answer|opinion|response)\b.*""",
    re.VERBOSE,
)
_WHOLE = re.compile(r"-?[1-9]\d{0,3}|0")
_Option = tuple[int | str, str]


def is_reason_text(text: str) -> bool:
    return is_reason(text) or bool(_REASON_FORM.fullmatch(text))


def declared_scale(question: Question) -> LikertScale | str:
    """Return the scale of a question whose options the file declares, or why there is not one."""
    declared = {normalize_label(label) for label in question.missing}
    options = list(zip(_plain_codes(question.codes), question.options, strict=True))
    reasons = [
        pair
        for pair in options
        if normalize_label(pair[1]) in declared or is_reason_text(normalize_label(pair[1]))
    ]
    levels = [pair for pair in options if pair not in reasons]
    if all(isinstance(code, int) for code, _ in levels):
        levels.sort(key=lambda pair: int(pair[0]))
    words = [normalize_label(label) for _, label in levels]
    if len(levels) < FEWEST_LEVELS:
        return too_few(len(levels))
    order = order_options(words)
    known = [] if order is None else [option for its in order.options for option in its]
    if words not in (known, known[::-1]):
        return "the order of the options is not known"
    numbers: Sequence[int] = ()
    if order is not None and order.by != "words":
        levels, numbers = levels if words == known else levels[::-1], order.codes
    try:
        return _scale_of(levels, reasons, numbers)
    except DefinitionError:
        return "its labels are other numbers than its codes"


def _plain_codes(codes: Sequence[int | str]) -> Sequence[int | str]:
    """Return codes as numbers where all are whole numbers in text, as a text column holds them."""
    plain = [code for code in codes if isinstance(code, str) and _WHOLE.fullmatch(code)]
    return [int(code) for code in plain] if len(plain) == len(codes) else codes


def _scale_of(
    levels: Sequence[_Option], reasons: Sequence[_Option], numbers: Sequence[int]
) -> LikertScale:
    """Return the scale of options; *numbers* are those in the labels, if they tell the order."""
    if all(isinstance(code, int) for code, _ in levels):
        codes = [int(code) for code, _ in levels]
        if any(label == str(code) for code, label in levels):
            # Where the ends alone have labels, a level that nobody chose has none either.
            codes = [*range(codes[0], codes[-1] + 1)]
        labels = {int(code): label for code, label in levels if label != str(code)}
        # An extended missing value of Stata is no number: its label stands in the frame.
        named: dict[str, list[int]] = {}
        for code, label in reasons:
            # Several codes may have one label, such as 98 and 99 "Missing".
            named.setdefault(label, []).extend([code] if isinstance(code, int) else [])
        return LikertScale(
            codes,
            labels,
            nonsubstantive={label: tuple(its) or None for label, its in named.items()},
        )
    # Answers may be written as codes or as labels; each text is a reason once.
    texts = {normalize_label(text): (text, None) for pair in reasons for text in map(str, pair)}
    both = [(label, str(code)) for code, label in levels]
    return LikertScale(
        numbers or range(1, len(levels) + 1),
        dict(zip(numbers or range(1, len(levels) + 1), both, strict=True)),
        nonsubstantive=texts.values(),
    )


def fits(scale: LikertScale, cells: Sequence[object]) -> bool:
    """Return whether every answer is a level or a reason of a scale."""
    try:
        scale.encode(cells)
    except LikertkitError:
        return False
    return True


def too_few(n: int) -> str:
    return "two options only" if n == 2 else "one option only"
