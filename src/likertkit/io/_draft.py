"""An instrument that is proposed for an export, with what a person must look at."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, join_words
from likertkit.errors import FileFormatError
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._declared import FEWEST_LEVELS, declared_scale, fits, is_reason_text, too_few
from likertkit.io._order import Levels, is_step, order_options, whole_scale
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from likertkit.io._question import Question

_MOST_SHOWN = 6
_DIRECTION = (
    "No file says which end of a scale is the positive end, and which items are worded negatively."
)


@attrs.frozen
class _Answers:
    """The different answers of a question, taken apart."""

    question: Question
    spellings: Mapping[str, Counter[str]]
    levels: frozenset[str]
    reasons: tuple[str, ...]

    @classmethod
    def from_question(cls, question: Question, cells: Iterable[object]) -> _Answers:
        spellings: dict[str, Counter[str]] = {}
        # As text: True and 1 are equal in Python, and two answers here.
        for text, times in Counter(as_text(cell) for cell in cells if cell is not None).items():
            spellings.setdefault(normalize_label(text), Counter())[text] += times
        declared = {normalize_label(label) for label in question.missing}
        for option in question.options:
            spellings.setdefault(normalize_label(option), Counter())[option] += 0
        reasons = tuple(text for text in spellings if text in declared or is_reason_text(text))
        return cls(question, spellings, frozenset(spellings) - {*reasons}, reasons)

    def without_reason_codes(self) -> _Answers:
        """Return the answers with numbers that usually stand for reasons among the reasons."""
        codes = tuple(
            text
            for text in self.levels
            if (number := read_number(text)) is not None and not is_step(number)
        )
        return attrs.evolve(
            self, levels=self.levels - {*codes}, reasons=(*self.reasons, *sorted(codes))
        )


@attrs.define
class _Group:
    """Questions that share a scale."""

    answers: list[_Answers]
    levels: frozenset[str]
    order: Levels


@attrs.define
class _Draft:
    """What is proposed so far.

    Attributes
    ----------
    groups : list of _Group
        Questions whose options are known from the answers.
    declared : dict of scale to list of str
        Questions whose options the file declares.
    waiting : list of _Answers
        Questions whose own answers show no order: those of their grid may.
    left : list of (str, str)
        The questions that are left out, and why.
    """

    groups: list[_Group] = attrs.field(factory=list)
    declared: dict[LikertScale, list[str]] = attrs.field(factory=dict)
    waiting: list[_Answers] = attrs.field(factory=list)
    left: list[tuple[str, str]] = attrs.field(factory=list)

    def take(self, question: Question, cells: Iterable[object]) -> None:
        """Find the scale of a question, or say why there is none."""
        if question.kind != "choice":
            self.left.append((question.item, question.kind))
        elif question.codes:
            self._take_declared(question, [cell for cell in cells if cell is not None])
        else:
            self._take_answers(question, cells)

    def _take_declared(self, question: Question, cells: Sequence[object]) -> None:
        scale = declared_scale(question, cells)
        if not isinstance(scale, str) and fits(scale, cells):
            self.declared.setdefault(scale, []).append(question.item)
        elif {str(code) for code in question.codes}.isdisjoint(map(as_text, cells)):
            # Labels, and spelled otherwise than in the structure: the answers must tell.
            self._take_answers(attrs.evolve(question, options=(), codes=(), wordings=()), cells)
        else:
            why = scale if isinstance(scale, str) else "answers that the structure does not have"
            self.left.append((question.item, why))

    def _take_answers(self, question: Question, cells: Iterable[object]) -> None:
        answers = _Answers.from_question(question, cells)
        if order_options(sorted(answers.levels)) is None:
            answers = answers.without_reason_codes()
        if not _join(self.groups, answers):
            self.waiting.append(answers)

    def scales(self, marks: list[str]) -> dict[str, LikertScale]:
        """Return the scale of each item, and add what must be looked at."""
        for answers in self.waiting:
            if not _join(self.groups, answers):
                self.left.append((answers.question.item, _why_not(answers)))
        scales: dict[str, LikertScale] = {}
        for scale, names in self.declared.items():
            scales |= dict.fromkeys(names, scale)
            if scale.nonsubstantive:
                marks.append(_say_reasons(_some(names), tuple(scale.nonsubstantive)))
        for group in self.groups:
            made = _scale(group, marks)
            for answers in group.answers:
                if made is None:
                    self.left.append((answers.question.item, too_few(2)))
                else:
                    scales[answers.question.item] = made
        return scales


def draft_instrument(frame: pd.DataFrame, questions: Sequence[Question], name: str) -> Instrument:
    """Return the instrument that is proposed.

    Raises
    ------
    FileFormatError
        If no question has options whose order is known.
    """
    scales, marks, _ = _find_scales(frame, questions)
    if not scales:
        raise FileFormatError(
            f"no question of {name} has options whose order is known.",
            "write the instrument yourself: lk.Instrument('name', [lk.Item('column', scale)]); "
            "`.questions` shows the options.",
        )
    items = [
        Item(question.item, scales[question.item], text=_text(question))
        for question in questions
        if question.item in scales
    ]
    return Instrument(name, items, to_review=[*marks, _DIRECTION])


def list_left_out(frame: pd.DataFrame, questions: Sequence[Question]) -> list[str]:
    """Return a sentence for each reason for which a draft leaves questions out."""
    _, _, left = _find_scales(frame, questions)
    return _say_left_out(left)


def _find_scales(
    frame: pd.DataFrame, questions: Sequence[Question]
) -> tuple[dict[str, LikertScale], list[str], list[tuple[str, str]]]:
    """Return the scale of each item, what must be looked at, and what is left out and why."""
    draft = _Draft()
    for question in questions:
        draft.take(question, frame[question.item].tolist())
    marks: list[str] = []
    scales = draft.scales(marks)
    return scales, marks, draft.left


def _some(items: Sequence[str]) -> str:
    rest = len(items) - _MOST_SHOWN
    return join_words([*items[:_MOST_SHOWN], *([f"{rest} more"] if rest > 0 else [])])


def _say_reasons(shown: str, reasons: Sequence[str]) -> str:
    verb = "is" if len(reasons) == 1 else "are"
    return (
        f"{shown}: {join_words([*map(repr, reasons)])} {verb} taken as no answer to the question."
    )


def _text(question: Question) -> str:
    return " – ".join(part for part in (question.text, question.part) if part)


def _why_not(answers: _Answers) -> str:
    if len(answers.levels) < FEWEST_LEVELS:
        return too_few(len(answers.levels))
    return "the order of the options is not known"


def _join(groups: list[_Group], answers: _Answers) -> bool:
    """Put a question to the group of its grid, to one that shares its options, or to a new one."""
    for group in groups:
        joined = group.levels | answers.levels
        first = group.answers[0].question
        same_grid = bool(answers.question.part) and _grid(first) == _grid(answers.question)
        nested = joined in {group.levels, answers.levels} and not _are_bare_numbers(joined)
        order = order_options(sorted(joined)) if same_grid or nested else None
        if order is not None:
            group.answers.append(answers)
            group.levels, group.order = joined, order
            return True
    order = order_options(sorted(answers.levels))
    if order is not None:
        groups.append(_Group([answers], answers.levels, order))
    return order is not None


def _grid(question: Question) -> str:
    """Return what the rows of a grid have in common; without texts, the code: A1 of A1[SQ1]."""
    return question.text or question.item.partition("[")[0]


def _are_bare_numbers(levels: Iterable[str]) -> bool:
    return all(read_number(level) is not None for level in levels)


def _scale(group: _Group, marks: list[str]) -> LikertScale | None:
    """Return the scale of a group and add what must be looked at; None for two levels only."""
    order = group.order
    items = [answers.question.item for answers in group.answers]
    shown = _some(items)
    labels, codes, unseen = _complete(order, _spelling(group))
    if len(codes) < FEWEST_LEVELS:
        return None
    reasons = _reasons(group, codes)
    if order.by == "words":
        marks.append(
            f"{shown}: the words gave the order of the levels: {', '.join(labels.values())}."
        )
    if order.by == "ends":
        marks.append(
            f"{shown}: {labels[codes[0]]!r} was taken as {codes[0]} and {labels[codes[-1]]!r} as "
            f"{codes[-1]}, the ends beside the numbers."
        )
    if unseen:
        marks.append(f"{shown}: nobody chose {join_words([repr(label) for label in unseen])}.")
    if reasons:
        marks.append(_say_reasons(shown, tuple(reasons)))
    if drift := _drift(group):
        marks.append(f"{shown}: {drift} are read as one answer each.")
    return LikertScale(codes, labels, nonsubstantive=reasons)


def _spelling(group: _Group) -> dict[str, str]:
    """Return the most frequent spelling of each answer."""
    counts: dict[str, Counter[str]] = {}
    for answers in group.answers:
        for text, spellings in answers.spellings.items():
            counts.setdefault(text, Counter()).update(spellings)
    return {text: its.most_common(1)[0][0].strip() for text, its in counts.items()}


def _drift(group: _Group) -> str:
    counts: dict[str, set[str]] = {}
    for answers in group.answers:
        for text, spellings in answers.spellings.items():
            counts.setdefault(text, set()).update(one.strip() for one in spellings)
    several = [sorted(its) for its in counts.values() if len(its) > 1]
    return ", ".join(" and ".join(map(repr, its)) for its in several[:_MOST_SHOWN])


def _complete(
    order: Levels, spelling: Mapping[str, str]
) -> tuple[dict[int, str], tuple[int, ...], list[str]]:
    """Return the labels and codes of the levels, those that nobody chose too."""
    if order.by != "words":
        low, high = min(order.codes), max(order.codes)
        low = 1 if low in {1, 2} else low
        codes = tuple(range(low, high + 1))
        labels = {
            code: _words_of(words, options, spelling)
            for code, words, options in zip(order.codes, order.labels, order.options, strict=True)
            if words
        }
        return labels, codes, [str(code) for code in codes if code not in order.codes]
    seen = [options[0] for options in order.options]
    full = whole_scale(frozenset(seen)) or tuple(seen)
    labels = {
        code: spelling.get(normalize_label(label), label) for code, label in enumerate(full, 1)
    }
    unseen = [label for label in full if normalize_label(label) not in seen]
    return labels, tuple(labels), unseen


def _words_of(words: str, options: Sequence[str], spelling: Mapping[str, str]) -> str:
    """Return the words of an anchored level as they are spelled in the file."""
    whole = spelling[options[0]]
    place = normalize_label(whole).find(words)
    found = re.search(re.escape(words).replace(r"\ ", r"\s+"), whole, re.IGNORECASE)
    return found.group() if found and place >= 0 else words


def _reasons(group: _Group, codes: Sequence[int]) -> dict[str, int | None]:
    """Return the answers that do not answer the question, with their codes."""
    spelling = _spelling(group)
    reasons: dict[str, int | None] = {}
    for answers in group.answers:
        for text in answers.reasons:
            number = read_number(text)
            if number is None:
                reasons[spelling[text]] = None
            elif int(number) not in codes:
                reasons[f"code {int(number)}"] = int(number)
    return reasons


def _say_left_out(left: Sequence[tuple[str, str]]) -> list[str]:
    """Return a sentence for each reason for which questions are left out of a draft."""
    reasons: dict[str, list[str]] = {}
    for item, why in left:
        reasons.setdefault(why, []).append(item)
    return [
        f"{counted(len(items), 'question')} left out ({why}): {', '.join(items[:_MOST_SHOWN])}"
        + (f" and {len(items) - _MOST_SHOWN} more" if len(items) > _MOST_SHOWN else "")
        for why, items in reasons.items()
    ]
