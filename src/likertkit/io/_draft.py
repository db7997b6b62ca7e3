"""An instrument that is proposed for an export, with what a person must look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, join_words
from likertkit.errors import FileFormatError
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.instrument._patterns import WHICH_END, WHICH_NEGATIVE
from likertkit.io._declared import FEWEST_LEVELS, declared_scale, fits, too_few
from likertkit.io._order import order_options
from likertkit.io._scales import (
    MOST_SHOWN,
    Answers,
    Group,
    Mark,
    are_bare_numbers,
    find_rankings,
    grid_of,
    group_scale,
    order_of,
    question_text,
    say_marks,
    say_reasons,
)
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from likertkit.io._question import Question


@attrs.define
class _Draft:
    """What is proposed so far.

    Attributes
    ----------
    groups : list of Group
        Questions whose options are known from the answers.
    declared : dict of scale to list of str
        Questions whose options the file declares.
    waiting : list of Answers
        Questions whose own answers show no order: those of their grid may.
    left : list of (str, str)
        The questions that are left out, and why.
    """

    groups: list[Group] = attrs.field(factory=list)
    declared: dict[LikertScale, list[str]] = attrs.field(factory=dict)
    waiting: list[Answers] = attrs.field(factory=list)
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
        answers = Answers.from_question(question, cells)
        if order_options(sorted(answers.levels)) is None:
            answers = answers.without_reason_codes()
        if not _join(self.groups, answers):
            self.waiting.append(answers)

    def scales(self, marks: list[Mark]) -> dict[str, LikertScale]:
        """Return the scale of each item, and add what must be looked at."""
        for answers in self.waiting:
            if not _join(self.groups, answers):
                self.left.append((answers.question.item, _why_not(answers)))
        scales: dict[str, LikertScale] = {}
        for scale, names in self.declared.items():
            scales |= dict.fromkeys(names, scale)
            if 0 < len(scale.labels) < scale.n_levels:
                labels = join_words([repr(label) for label in scale.labels.values()])
                text = (
                    f"the codes gave the order of the levels, of which some have labels: {labels}."
                )
                marks.append(Mark(names, text))
            if scale.nonsubstantive:
                marks.append(Mark(names, say_reasons(tuple(scale.nonsubstantive))))
        for group in self.groups:
            made = group_scale(group, marks)
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
            "`.questions` shows the options, and `.left_out()` says why each question is left out.",
        )
    items = [
        Item(question.item, scales[question.item], text=question_text(question))
        for question in questions
        if question.item in scales
    ]
    return Instrument(name, items, to_review=[*say_marks(marks), WHICH_END, WHICH_NEGATIVE])


def list_left_out(frame: pd.DataFrame, questions: Sequence[Question]) -> list[str]:
    """Return a sentence for each reason for which a draft leaves questions out."""
    _, _, left = _find_scales(frame, questions)
    return _say_left_out(left)


def _find_scales(
    frame: pd.DataFrame, questions: Sequence[Question]
) -> tuple[dict[str, LikertScale], list[Mark], list[tuple[str, str]]]:
    """Return the scale of each item, what must be looked at, and what is left out and why."""
    draft = _Draft()
    ranked = find_rankings(frame, questions)
    for question in questions:
        if question.item in ranked:
            draft.left.append((question.item, "a ranking: no two rows have the same answer"))
        else:
            draft.take(question, frame[question.item].tolist())
    marks: list[Mark] = []
    scales = draft.scales(marks)
    return scales, marks, draft.left


def _why_not(answers: Answers) -> str:
    if len(answers.levels) < FEWEST_LEVELS:
        return too_few(len(answers.levels))
    if are_bare_numbers(answers.levels):
        return "numbers that are not the steps of one scale"
    return "the order of the options is not known"


def _join(groups: list[Group], answers: Answers) -> bool:
    """Put a question to the group of its grid, to one that shares its options, or to a new one."""
    grid = grid_of(answers.question)
    several = len(answers.levels) > 1
    for group in groups:
        same_grid = bool(answers.question.part) and grid in group.grids
        nested = several and (group.levels <= answers.levels or answers.levels <= group.levels)
        if not (same_grid or nested):
            continue
        joined = group.levels | answers.levels
        order = order_options(sorted(joined)) if same_grid or not are_bare_numbers(joined) else None
        if order is not None:
            group.answers.append(answers)
            group.grids.add(grid)
            group.levels, group.order = joined, order
            return True
    order = order_of(answers)
    if order is not None:
        groups.append(Group([answers], answers.levels, order, {grid}))
    return order is not None


def _say_left_out(left: Sequence[tuple[str, str]]) -> list[str]:
    """Return a sentence for each reason for which questions are left out of a draft."""
    reasons: dict[str, list[str]] = {}
    for item, why in left:
        reasons.setdefault(why, []).append(item)
    return [
        f"{counted(len(items), 'question')} left out ({why}): {', '.join(items[:MOST_SHOWN])}"
        + (f" and {len(items) - MOST_SHOWN} more" if len(items) > MOST_SHOWN else "")
        for why, items in reasons.items()
    ]
