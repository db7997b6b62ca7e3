"""Questions that share a scale, and the scale that is proposed for them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from likertkit._text import join_words
from likertkit.instrument import LikertScale
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._declared import FEWEST_LEVELS, is_reason_text
from likertkit.io._heading_labels import ends_in, labels_in
from likertkit.io._order import Levels, is_step, order_options
from likertkit.io._words import rank_words, spoken, whole_scale
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from likertkit.io._question import Question

MOST_SHOWN = 6
_FEWEST_ROWS = 3
# So many respondents do not by chance give every row another answer.
_FEWEST_RESPONDENTS = 8
_MOST_READ = 2_000
_MOST_ROWS = 50_000
_NEARLY_ALL = 0.95


@attrs.frozen
class Answers:
    """The different answers of a question, taken apart."""

    question: Question
    spellings: Mapping[str, Counter[str]]
    levels: frozenset[str]
    reasons: tuple[str, ...]

    @classmethod
    def from_question(cls, question: Question, cells: Iterable[object]) -> Answers:
        spellings: dict[str, Counter[str]] = {}
        # As text: True and 1 are equal in Python, and two answers here.
        for text, times in Counter(as_text(cell) for cell in cells if cell is not None).items():
            spellings.setdefault(normalize_label(text), Counter())[text] += times
        declared = {normalize_label(label) for label in question.missing}
        for option in question.options:
            spellings.setdefault(normalize_label(option), Counter())[option] += 0
        reasons = tuple(text for text in spellings if text in declared or is_reason_text(text))
        return cls(question, spellings, frozenset(spellings) - {*reasons}, reasons)

    def without_reason_codes(self) -> Answers:
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
class Group:
    """Questions that share a scale."""

    answers: list[Answers]
    levels: frozenset[str]
    order: Levels
    grids: set[str] = attrs.field(factory=set)


@attrs.frozen
class Mark:
    """What a person must look at.

    Attributes
    ----------
    items : list of str
        The items that it is about.
    text : str
        The sentence.
    """

    items: list[str]
    text: str


def say_marks(marks: Iterable[Mark]) -> list[str]:
    """Return the sentences, those that are alike of several items as one."""
    items: dict[str, list[str]] = {}
    for mark in marks:
        items.setdefault(mark.text, []).extend(mark.items)
    return [f"{_some_of(its)}: {text}" for text, its in items.items()]


def _some_of(items: Sequence[str]) -> str:
    rest = len(items) - MOST_SHOWN
    return join_words([*items[:MOST_SHOWN], *([f"{rest} more"] if rest > 0 else [])])


def say_reasons(reasons: Sequence[str]) -> str:
    """Return that answers are taken as no answer."""
    verb = "is" if len(reasons) == 1 else "are"
    return f"{join_words([*map(repr, reasons)])} {verb} taken as no answer to the question."


def question_text(question: Question) -> str:
    return " – ".join(part for part in (question.text, question.part) if part)


# The codes of the rows of a grid: A1[SQ1], q14_1.
_ROW = re.compile(r"\[|_\d+$")


def grid_of(question: Question) -> str:
    """Return what the rows of a grid have in common; without texts, the code: A1 of A1[SQ1]."""
    return question.text or _ROW.split(question.item, maxsplit=1)[0]


def order_of(answers: Answers) -> Levels | None:
    """Return the order of the answers to a question, by themselves or by what the question says."""
    order = order_options(sorted(answers.levels))
    if order is not None or not answers.levels or not are_bare_numbers(answers.levels):
        return order
    options = {
        int(number): text
        for text in answers.levels
        if (number := read_number(text)) is not None and number == int(number)
    }
    text = question_text(answers.question)
    if len(options) < len(answers.levels) or not (
        labels_in(text, options) or ends_in(text, options)
    ):
        return None
    codes = tuple(sorted(options))
    return Levels(codes, tuple((options[code],) for code in codes), ("",) * len(codes), "numbers")


def are_bare_numbers(levels: Iterable[str]) -> bool:
    return all(read_number(level) is not None for level in levels)


def group_scale(group: Group, marks: list[Mark]) -> LikertScale | None:
    """Return the scale of a group and add what must be looked at; None for two levels only."""
    order = group.order
    items = [answers.question.item for answers in group.answers]
    scale = _complete(order, _spelling(group))
    if order.by == "numbers" and not scale.labels:
        scale = _from_heading(group, scale)
    if len(scale.codes) < FEWEST_LEVELS:
        return None
    reasons = _reasons(group, scale.codes)
    if told := _say_order(order, scale):
        marks.append(Mark(items, told))
    if scale.unseen:
        unseen = [repr(label) for label in scale.unseen]
        marks.append(Mark(items, f"nobody chose {join_words(unseen)}."))
    if reasons:
        marks.append(Mark(items, say_reasons(tuple(reasons))))
    if drift := _drift(group):
        marks.append(Mark(items, f"{drift} are read as one answer each."))
    return LikertScale(scale.codes, scale.labels, nonsubstantive=reasons)


@attrs.frozen
class _Proposal:
    """The codes and labels of a scale.

    Attributes
    ----------
    codes : tuple of int
        All codes.
    labels : dict of int to str or tuple of str
        The labels, several wordings where people answered in several languages.
    unseen : list of str
        The levels that nobody chose.
    by_heading : bool
        Whether the labels, or the ends, stand in the text of the question.
    """

    codes: tuple[int, ...]
    labels: dict[int, str | tuple[str, ...]]
    unseen: list[str]
    by_heading: bool = False


def _say_order(order: Levels, scale: _Proposal) -> str:
    """Return what told the order, as a sentence for a person who looks at it; empty for none."""
    first, last = scale.codes[0], scale.codes[-1]
    labels = [text if isinstance(text, str) else " = ".join(text) for text in scale.labels.values()]
    shown = ", ".join(labels)
    words = [normalize_label(label) for label in labels]
    named = [f"{code} {text!r}" for code, text in scale.labels.items()]
    unordered = len(words) > 2 and rank_words(words) is None
    hint = "; leave the question out if these are names of groups."
    if order.by == "words":
        return f"the words gave the order of the levels: {shown}."
    if order.by == "ends":
        ends = f"{scale.labels[first]!r} was taken as {first} and {scale.labels[last]!r} as {last}"
        return f"{ends}, the ends beside the numbers."
    if scale.by_heading and labels:
        told = f"the labels were taken from the question: {', '.join(named)}"
        return f"{told}{hint if unordered else '.'}"
    if not labels:
        known = "as the question says" if scale.by_heading else "and no text says where it ends"
        steps = f"bare numbers were taken as the steps of a scale from {first} to {last}, {known}"
        return f"{steps}{hint}"
    return f"the numbers gave the order of the levels: {shown}{hint}" if unordered else ""


def _from_heading(group: Group, scale: _Proposal) -> _Proposal:
    """Return a scale of bare numbers with what the text of its question says of it."""
    text = question_text(group.answers[0].question)
    seen = group.order.codes
    labels: dict[int, str | tuple[str, ...]] = {**labels_in(text, seen)}
    ends = (min(labels), max(labels)) if labels else ends_in(text, seen)
    if ends is None:
        return scale
    codes = tuple(range(ends[0], ends[1] + 1))
    unseen = [str(code) for code in codes if code not in seen]
    return _Proposal(codes, labels, unseen, by_heading=True)


def _spelling(group: Group) -> dict[str, str]:
    """Return the most frequent spelling of each answer."""
    counts: dict[str, Counter[str]] = {}
    for answers in group.answers:
        for text, spellings in answers.spellings.items():
            counts.setdefault(text, Counter()).update(spellings)
    return {text: its.most_common(1)[0][0].strip() for text, its in counts.items()}


def _drift(group: Group) -> str:
    counts: dict[str, set[str]] = {}
    for answers in group.answers:
        for text, spellings in answers.spellings.items():
            counts.setdefault(text, set()).update(one.strip() for one in spellings)
    several = [sorted(its) for its in counts.values() if len(its) > 1]
    return ", ".join(" and ".join(map(repr, its)) for its in several[:MOST_SHOWN])


def _complete(order: Levels, spelling: Mapping[str, str]) -> _Proposal:
    """Return the labels and codes of the levels, those that nobody chose too."""
    if order.by != "words":
        low, high = min(order.codes), max(order.codes)
        bare = not any(order.labels)
        low = 1 if low in {1, 2} or (bare and low > 0) else low
        codes = tuple(range(low, high + 1))
        labels: dict[int, str | tuple[str, ...]] = {
            code: _words_of(words, options, spelling)
            for code, words, options in zip(order.codes, order.labels, order.options, strict=True)
            if words
        }
        unseen = [str(code) for code in codes if code not in order.codes]
        return _Proposal(codes, labels, unseen)
    if any(len(options) > 1 for options in order.options):
        both = [tuple(spelling[option] for option in options) for options in order.options]
        return _Proposal(order.codes, dict(zip(order.codes, both, strict=True)), [])
    seen = {spoken(options[0]): options[0] for options in order.options}
    full = whole_scale(frozenset(seen.values())) or tuple(seen.values())
    in_words = [(spoken(normalize_label(label)), label) for label in full]
    texts = [spelling[seen[words]] if words in seen else label for words, label in in_words]
    unseen = [label for words, label in in_words if words not in seen]
    codes = tuple(range(1, len(full) + 1))
    return _Proposal(codes, dict(zip(codes, texts, strict=True)), unseen)


def _words_of(words: str, options: Sequence[str], spelling: Mapping[str, str]) -> str:
    """Return the words of an anchored level as they are spelled in the file."""
    whole = spelling[options[0]]
    place = normalize_label(whole).find(words)
    found = re.search(re.escape(words).replace(r"\ ", r"\s+"), whole, re.IGNORECASE)
    return found.group() if found and place >= 0 else words


def _reasons(group: Group, codes: Sequence[int]) -> dict[str, int | None]:
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


def find_rankings(frame: pd.DataFrame, questions: Sequence[Question]) -> frozenset[str]:
    """Return the items of grids in which nearly everybody gives every row another answer.

    As many answers as rows are then possible: with more of them, people may differ by chance.
    """
    choices = [
        question
        for question in questions
        if question.kind == "choice" and (question.part or not question.text)
    ]
    found: set[str] = set()
    for _, rows in groupby(choices, key=grid_of):
        items = [question.item for question in rows]
        if len(items) >= _FEWEST_ROWS and _is_ranking(frame[items]):
            found.update(items)
    return frozenset(found)


def _is_ranking(answers: pd.DataFrame) -> bool:
    complete = answers.head(_MOST_ROWS).dropna().head(_MOST_READ).astype(str).to_numpy().tolist()
    values = {cell for row in complete for cell in row}
    if len(complete) < _FEWEST_RESPONDENTS or len(values) > answers.shape[1]:
        return False
    apart = sum(len({*row}) == len(row) for row in complete)
    return apart >= _NEARLY_ALL * len(complete)
