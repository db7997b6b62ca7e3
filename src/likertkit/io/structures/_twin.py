"""A second export of the same answers: codes beside labels."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import counted, join_words
from likertkit.instrument._labels import normalize_label
from likertkit.io._cells import Cells
from likertkit.io._export import log_table
from likertkit.io._question import question_table
from likertkit.io._tools import known
from likertkit.io.files._coding import code_cells
from likertkit.io.files._sheet import Log, as_text
from likertkit.io.structures._pairs import MOST_PLACES, Pairs, codes_of_pairs, which_holds_codes
from likertkit.io.structures._rows import Answers, match_questions, match_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.io._export import Export
    from likertkit.io._kinds import QuestionKind
    from likertkit.io._question import Question
    from likertkit.io.structures._rows import MatchedRows

_MOST_SHOWN = 6
_ABOUT = "twin"


def with_twin(export: Export, twin: Export) -> Export:
    """Return an export with the codes that a second export of the same answers tells.

    Raises
    ------
    FileFormatError
        If it cannot be told which rows of the two files belong together.
    """
    log = Log(list(export.log.rows))
    first, second = (
        Answers(its.name, _respondent(its.tool), its.frame, its.questions.rows)
        for its in (export, twin)
    )
    questions = tuple(_take_twin(first, second, log))
    return attrs.evolve(
        export,
        questions=question_table(questions, export.name),
        log=log_table(tuple(log.decisions), export.name),
    )


def _respondent(tool: str) -> tuple[str, ...]:
    """Return the headings that tell respondents apart in exports of a tool."""
    return next((its.respondent for its in known().dialects if its.tool == tool), ())


def _take_twin(answers: Answers, twin: Answers, log: Log) -> list[Question]:
    """Return the questions with the codes that a second export of the same answers tells."""
    columns = match_questions(answers, twin, log)
    rows = match_rows(answers, twin, columns, log)
    theirs = {question.item: question for question in twin.questions}
    pairs: dict[str, Pairs] = {}
    for question in answers.questions:
        other = theirs.get(columns.get(question.item, ""))
        if other is not None and _is_closed({question.kind, other.kind}):
            pairs[question.item] = _pairs(answers, twin, (question.item, other.item), rows)
    side = which_holds_codes(pairs.values())
    made: list[Question] = []
    n_conflicts = 0
    for question in answers.questions:
        its = question
        if other := theirs.get(columns.get(question.item, "")):
            its = _with_text(its, other)
        if question.item in pairs:
            its, conflicts = _coded(its, other, pairs[question.item], side, log)
            _say_conflicts(its.item, conflicts, log)
            n_conflicts += bool(conflicts)
        made.append(its)
    coded = [question.item for question in made if question.codes]
    log.say(_ABOUT, f"codes for {counted(len(coded), 'question')}{_listed(coded)}")
    if rows.in_order and n_conflicts > len(pairs) / 2:
        log.say(_ABOUT, "most questions contradict each other: the rows may be in another order")
    _say_blanks(pairs, answers.name, twin.name, log)
    return made


def _is_closed(kinds: set[QuestionKind]) -> bool:
    """Return whether a question that two files take for these kinds may have options."""
    return "choice" in kinds and kinds.isdisjoint({"select-all", "metadata", "empty"})


def _listed(items: Sequence[str]) -> str:
    rest = len(items) - _MOST_SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    return f": {', '.join(items[:_MOST_SHOWN])}{more}" if items else ""


def _pairs(answers: Answers, twin: Answers, items: tuple[str, str], rows: MatchedRows) -> Pairs:
    """Return what stands in both files in a column, row by row."""
    mine, theirs = (
        Cells.from_coded(code_cells(its.frame[item].tolist()))
        for its, item in zip((answers, twin), items, strict=True)
    )
    first, second = mine.places[rows.first], theirs.places[rows.second]
    texts = [[as_text(value).strip() for value in its.values] for its in (mine, theirs)]
    alone = (
        _count(texts[0], first[(first >= 0) & (second < 0)]),
        _count(texts[1], second[(second >= 0) & (first < 0)]),
    )
    both = np.flatnonzero((first >= 0) & (second >= 0))
    keys = first[both] * len(texts[1]) + second[both]
    order = np.argsort(keys, kind="stable")
    different, starts, numbers = np.unique(keys[order], return_index=True, return_counts=True)
    counts: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], list[str]] = {}
    for key, start, n in zip(different.tolist(), starts.tolist(), numbers.tolist(), strict=True):
        pair = texts[0][key // len(texts[1])], texts[1][key % len(texts[1])]
        counts[pair] += n
        some: list[int] = both[order[start : start + min(n, MOST_PLACES)]].tolist()
        where.setdefault(pair, []).extend(rows.names[j] for j in some)
    return Pairs(counts, where, alone)


def _count(texts: Sequence[str], places: NDArray[np.intp]) -> Counter[str]:
    """Return how often each text stands at some places."""
    counts: Counter[str] = Counter()
    for text, n in zip(texts, np.bincount(places, minlength=len(texts)).tolist(), strict=True):
        counts[text] += n
    return +counts


def _with_text(question: Question, other: Question) -> Question:
    """Return a question with the text of the other file where its own file has none."""
    if question.text or not other.text:
        return question
    return attrs.evolve(question, text=other.text, part=other.part or question.part)


def _coded(
    question: Question, other: Question | None, pairs: Pairs, side: int | None, log: Log
) -> tuple[Question, Sequence[str]]:
    """Return a question with its codes, and where the two files contradict each other."""
    if other is not None and other.codes:
        if conflicts := _undeclared(other, pairs):
            return question, conflicts
        codes, options, missing = other.codes, other.options, other.missing
        return attrs.evolve(question, options=options, codes=codes, missing=missing), ()
    found = codes_of_pairs(pairs, side)
    if found.no_direction:
        log.say(_ABOUT, f"{question.item} gets no codes: neither file holds codes there")
    if not found.options:
        return question, found.conflicts
    if found.gaps:
        shown = join_words([*map(str, found.gaps)])
        log.say(_ABOUT, f"{question.item}: nobody has {shown}, so that its label is not known")
    if found.unseen:
        shown = join_words([f"{code} {label!r}" for code, label in found.unseen])
        log.say(_ABOUT, f"{question.item}: nobody has {shown}, known from the other labels")
    if found.missing:
        shown = join_words([*map(str, found.missing)])
        log.say(_ABOUT, f"{question.item}: {shown} always stands beside a blank: no answer")
    missing = tuple(map(str, found.missing))
    coded = attrs.evolve(
        question,
        kind="choice",
        codes=(*(code for code, _ in found.options), *found.missing),
        options=(*(label for _, label in found.options), *missing),
        missing=missing,
    )
    return coded, ()


def _undeclared(other: Question, pairs: Pairs) -> list[str]:
    """Return the pairs that the labels of a file of SPSS or Stata contradict, a clause each."""
    labels = {
        str(code): normalize_label(label)
        for code, label in zip(other.codes, other.options, strict=True)
    }
    return [
        f"{mine!r} stands beside {theirs} ({counted(n, 'row')}: {pairs.where[mine, theirs][0]})"
        for (mine, theirs), n in pairs.counts.items()
        if normalize_label(mine) not in {normalize_label(theirs), labels.get(theirs)}
    ]


def _say_conflicts(item: str, conflicts: Sequence[str], log: Log) -> None:
    if conflicts:
        said = "; ".join(conflicts[:_MOST_SHOWN])
        rest = len(conflicts) - _MOST_SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        log.say(_ABOUT, f"{item} gets no codes: {said}{more}")


def _say_blanks(pairs: dict[str, Pairs], name: str, other: str, log: Log) -> None:
    some = [
        f"{item} ({counted(its.n_one_only, 'row')})"
        for item, its in pairs.items()
        if its.n_one_only
    ]
    if some:
        log.say(
            _ABOUT, f"{counted(len(some), 'question')} answered in {name} or {other} only"
            f"{_listed(some)}"
        )  # fmt: skip
