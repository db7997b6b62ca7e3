"""Which columns and which rows of two exports of the same answers belong together."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io.files._sheet import as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.io._question import Question
    from likertkit.io.files._sheet import Log

_MOST_SHOWN = 6
_ABOUT = "twin"
_ID = re.compile(
    r"(?:(?:internal|participant|record|respondent|response|study|subject|user|case)[ _]?)?id"
    r"|respondent|participant|case|token|serial"
)


@attrs.frozen(eq=False)
class Answers:
    """The answers of a file.

    Attributes
    ----------
    name : str
        The file's name.
    respondent : sequence of str
        The headings that tell respondents apart in exports of its tool, the best first.
    frame : pandas.DataFrame
        A row for each respondent.
    questions : sequence of Question
        Its columns.
    """

    name: str
    respondent: Sequence[str]
    frame: pd.DataFrame
    questions: Sequence[Question]


@attrs.frozen(eq=False)
class MatchedRows:
    """Rows that belong together.

    Attributes
    ----------
    first, second : array of int
        Their places in the two files.
    names : sequence of str
        What names each respondent.
    in_order : bool
        Whether they were matched by their order alone.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    names: Sequence[str]
    in_order: bool = False


def match_questions(answers: Answers, twin: Answers, log: Log) -> dict[str, str]:
    """Return the column of the second file for each column of the first file."""
    ways: tuple[Callable[[Question], object], ...] = (_heading, _code, _text)
    found: dict[str, str] = {}
    for way in ways:
        mine = _once(
            [question for question in answers.questions if question.item not in found], way
        )
        used = {*found.values()}
        theirs = _once([question for question in twin.questions if question.item not in used], way)
        found |= {item: theirs[key] for key, item in mine.items() if key in theirs}
    n_mine, n_theirs = len(answers.questions), len(twin.questions)
    if len(found) < n_mine / 2 and n_mine == n_theirs:
        log.say(
            _ABOUT,
            f"the headings of {twin.name} are other headings; the {n_mine} columns are matched in "
            f"their order",
        )
        return {
            mine.item: its.item for mine, its in zip(answers.questions, twin.questions, strict=True)
        }
    used = {*found.values()}
    for where, names in (
        (answers.name, [one.item for one in answers.questions if one.item not in found]),
        (twin.name, [one.item for one in twin.questions if one.item not in used]),
    ):
        if names:
            rest = len(names) - _MOST_SHOWN
            more = f" and {rest} more" if rest > 0 else ""
            shown = ", ".join(names[:_MOST_SHOWN])
            log.say(_ABOUT, f"{counted(len(names), 'column')} in {where} only: {shown}{more}")
    return found


def _once(questions: Sequence[Question], way: Callable[[Question], object]) -> dict[object, str]:
    """Return the questions that are alone in what a way of looking at them gives."""
    keys = [way(question) for question in questions]
    n_of = Counter(keys)
    return {
        key: question.item
        for key, question in zip(keys, questions, strict=True)
        if key is not None and n_of[key] == 1
    }


def _heading(question: Question) -> object:
    return normalize_label(question.heading) or None


def _code(question: Question) -> object:
    """Return the item's name where it stands in the heading, so that it is the tool's code."""
    item, heading = question.item, question.heading
    return item.casefold() if heading.casefold().startswith(item.casefold()) else None


def _text(question: Question) -> object:
    key = normalize_label(question.text), normalize_label(question.part)
    return key if key[0] else None


def match_rows(
    answers: Answers, twin: Answers, columns: Mapping[str, str], log: Log
) -> MatchedRows:
    """Return the rows that belong together, by the respondent's id, else by their order.

    Raises
    ------
    FileFormatError
        If there is no id in both files, and the numbers of rows differ.
    """
    for item in _ids(answers):
        if item not in columns:
            continue
        mine, theirs = _places(answers, item), _places(twin, columns[item])
        both = [name for name in mine if name in theirs]
        if not both:
            continue
        n_mine, n_theirs = len(answers.frame) - len(both), len(twin.frame) - len(both)
        only = ""
        if n_mine or n_theirs:
            only = f"; {n_mine} in {answers.name} only, {n_theirs} in {twin.name} only"
        log.say(_ABOUT, f"{counted(len(both), 'row')} matched with {twin.name} by {item}{only}")
        first, second = (
            np.array([places[name] for name in both], dtype=np.intp) for places in (mine, theirs)
        )
        return MatchedRows(first, second, both)
    n_mine, n_theirs = len(answers.frame), len(twin.frame)
    if n_mine != n_theirs:
        raise FileFormatError(
            f"{answers.name} has {counted(n_mine, 'row')} and {twin.name} has {n_theirs}, and no "
            f"column with the respondent's id stands in both, so that it is not known which rows "
            f"belong together.",
            "export both files from the same answers, with the respondent's id.",
        )
    log.say(_ABOUT, f"{counted(n_mine, 'row')} matched with {twin.name} by their order")
    places = np.arange(n_mine, dtype=np.intp)
    return MatchedRows(places, places, [f"row {j + 1}" for j in range(n_mine)], in_order=True)


def _ids(answers: Answers) -> list[str]:
    """Return the columns that may hold the respondent's id, the tool's own first."""
    named = [
        (question.item, words)
        for question in answers.questions
        for words in {normalize_label(question.item), normalize_label(question.text)}
    ]
    first = [item for heading in answers.respondent for item, words in named if words == heading]
    return [*dict.fromkeys([*first, *(item for item, words in named if _ID.fullmatch(words))])]


def _places(answers: Answers, item: str) -> dict[str, int]:
    """Return the place of each respondent; nothing where an id is blank or stands twice."""
    cells = answers.frame[item].tolist()
    names = [as_text(cell).strip() for cell in cells]
    if any(map(is_blank, cells)) or len({*names}) < len(names):
        return {}
    return {name: j for j, name in enumerate(names)}
