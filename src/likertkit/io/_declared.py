"""The scale of a question whose options the file declares, and answers that are reasons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from likertkit.errors import DefinitionError, LikertkitError
from likertkit.instrument import LikertScale
from likertkit.instrument._labels import is_reason, normalize_label, read_anchored
from likertkit.io._order import MOST_LEVELS, order_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.io._order import Levels
    from likertkit.io._question import Question

FEWEST_LEVELS = 3
# "I don't know / NA", "Unfamiliar (N/A)", "Not applicable to me".
_REASON_FORM = re.compile(
    r"""n/?a\b.*|.*\(n/?a\)|.*\ /\ n/?a|-{2,}|\.[a-z]?|\{question_not_shown\}
    |(i\ )?(do\ not|don't|can\ ?not|can't)\ (know|remember|say|recall|answer)\b.*
    |(i\ am\ |i'm\ )?(not\ sure|unsure)\b.*|prefer\ not\ .*|not\ applicable.*
    |(i\ )?(do\ not|don't)\ (want|wish)\ to\ (answer|say)\b.*|no\ (answer|opinion|response)\b.*
    |ns\ ?/\ ?n[cr]|nsp|consent_revoked|data_expired""",
    re.VERBOSE,
)
_WHOLE = re.compile(r"-?[1-9]\d{0,3}|0")
_Option = tuple[int | str, str]
_Wordings = dict[int | str, tuple[str, ...]]


def is_reason_text(text: str) -> bool:
    """Return whether a normalised answer tells why there is none, beside a number too."""
    anchored = read_anchored(text)
    words = anchored.words if anchored is not None and anchored.certain else text
    return any(is_reason(its) or bool(_REASON_FORM.fullmatch(its)) for its in (text, words))


def declared_scale(question: Question, cells: Sequence[object] = ()) -> LikertScale | str:
    """Return the scale of a question whose options the file declares, or why there is not one.

    Answers that are reasons, and that the file does not declare, as LimeSurvey's "N/A" for a
    question that was not shown, are added to the reasons.
    """
    declared = {normalize_label(label) for label in question.missing}
    codes_of = _plain_codes(question.codes)
    options = list(zip(codes_of, question.options, strict=True))
    others = dict(zip(codes_of, question.wordings, strict=True)) if question.wordings else {}
    reasons = [
        (code, label)
        for code, label in options
        if normalize_label(label) in declared
        or any(is_reason_text(normalize_label(text)) for text in (label, *others.get(code, ())))
    ]
    levels = [pair for pair in options if pair not in reasons]
    if all(isinstance(code, int) for code, _ in levels):
        levels.sort(key=lambda pair: int(pair[0]))
    if len(levels) < FEWEST_LEVELS:
        return too_few(len(levels))
    glued = _glued(levels)
    levels = [(code, glued.get(code, label)) for code, label in levels]
    others |= {code: (f"{label}{code}", *others.get(code, ())) for code, label in glued.items()}
    order, is_upward = _order_of(levels, others)
    if order is None and not _are_ends(levels):
        return "the order of the options is not known"
    numbers: Sequence[int] = ()
    if order is not None and order.by != "words":
        levels, numbers = levels if is_upward else levels[::-1], order.codes
    reasons += _undeclared(question, cells)
    # Two languages may use one word for different levels; the first language decides then.
    for wordings in (others, {}):
        try:
            return _scale_of(levels, reasons, numbers, wordings)
        except DefinitionError:
            continue
    return "its labels are other numbers than its codes"


def _glued(levels: Sequence[_Option]) -> dict[int | str, str]:
    """Return labels without the code that lost markup left at their end.

    "completely disagree1" is the label of 1 where the next labels are 2, 3 and so on.
    """
    words = {code: label.removesuffix(str(code)) for code, label in levels}
    ends = {code: text for code, text in words.items() if text and text != dict(levels)[code]}
    bare = [code for code, text in words.items() if not text]
    are_ends = bare and len(ends) + len(bare) == len(levels)
    return ends if are_ends and all(text[-1].isalpha() for text in ends.values()) else {}


def _order_of(levels: Sequence[_Option], others: _Wordings) -> tuple[Levels | None, bool]:
    """Return the levels in order, by the first language whose words have an order.

    The second value is whether the levels stand from the lowest to the highest.
    """
    texts = [(label, *others.get(code, ())) for code, label in levels]
    for words in zip(*([normalize_label(text) for text in its] for its in texts), strict=False):
        order = order_options(words)
        known = [] if order is None else [option for its in order.options for option in its]
        if order is not None and [*words] in (known, known[::-1]):
            return order, [*words] == known
    return None, True


def _are_ends(levels: Sequence[_Option]) -> bool:
    """Return whether numbers without labels stand between two labelled ends."""
    codes = [code for code, _ in levels if isinstance(code, int)]
    bare = [label == str(code) for code, label in levels]
    near = len(codes) == len(levels) and codes[-1] - codes[0] < MOST_LEVELS
    return near and any(bare) and not (bare[0] or bare[-1])


def _undeclared(question: Question, cells: Sequence[object]) -> list[_Option]:
    """Return the answers that are reasons and that are not among the declared options."""
    both = (*question.options, *map(str, question.codes))
    declared = {normalize_label(text) for text in both}
    texts = {normalize_label(cell): cell for cell in cells if isinstance(cell, str)}
    return [
        (cell, cell)
        for text, cell in texts.items()
        if text not in declared and is_reason_text(text)
    ]


def _plain_codes(codes: Sequence[int | str]) -> Sequence[int | str]:
    """Return codes as numbers where all are whole numbers in text, as a text column holds them."""
    plain = [code for code in codes if isinstance(code, str) and _WHOLE.fullmatch(code)]
    return [int(code) for code in plain] if len(plain) == len(codes) else codes


def _scale_of(
    levels: Sequence[_Option],
    reasons: Sequence[_Option],
    numbers: Sequence[int],
    others: _Wordings,
) -> LikertScale:
    """Return the scale of options; *numbers* are those in the labels, if they tell the order."""
    if all(isinstance(code, int) for code, _ in levels):
        codes = [int(code) for code, _ in levels]
        if any(label == str(code) for code, label in levels):
            # Where the ends alone have labels, a level that nobody chose has none either.
            codes = [*range(codes[0], codes[-1] + 1)]
        labels = {
            int(code): (label, *others.get(code, ()))
            for code, label in levels
            if label != str(code)
        }
        # An extended missing value of Stata is no number: its label stands in the frame.
        named: dict[str, list[int]] = {}
        for code, label in reasons:
            # Several codes may have one label, such as 98 and 99 "Missing".
            named.setdefault(label, []).extend([code] if isinstance(code, int) else [])
        for code, label in reasons:
            named |= {text: [] for text in _further(label, others.get(code, ()), named)}
        return LikertScale(
            codes,
            labels,
            nonsubstantive={label: tuple(its) or None for label, its in named.items()},
        )
    # Answers may be written as codes or as labels; each text is a reason once.
    texts = {
        normalize_label(text): (text, None)
        for code, label in reasons
        for text in (str(code), label, *others.get(code, ()))
    }
    both = [(label, *others.get(code, ()), str(code)) for code, label in levels]
    return LikertScale(
        numbers or range(1, len(levels) + 1),
        dict(zip(numbers or range(1, len(levels) + 1), both, strict=True)),
        nonsubstantive=texts.values(),
    )


def _further(label: str, wordings: Sequence[str], known: Iterable[str]) -> list[str]:
    """Return the wordings of a reason that are texts of their own."""
    taken = {normalize_label(label), *map(normalize_label, known)}
    return [text for text in wordings if normalize_label(text) not in taken]


def fits(scale: LikertScale, cells: Sequence[object]) -> bool:
    """Return whether every answer is a level or a reason of a scale."""
    try:
        scale.encode(cells)
    except LikertkitError:
        return False
    return True


def too_few(n: int) -> str:
    return "two options only" if n == 2 else "one option only"
