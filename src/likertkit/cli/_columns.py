"""Finds the columns that names, headings and patterns on the command line stand for."""

from __future__ import annotations

import csv
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from likertkit._text import counted, join_words
from likertkit.cli._messages import say_note
from likertkit.errors import ArgumentError, UnknownItemError
from likertkit.instrument._labels import normalize_label
from likertkit.instrument._patterns import match_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from likertkit.io import Export, Question

_MOST_COLUMNS = 12
_MOST_QUESTIONS = 30
_MOST_OPTIONS = 12
_LONGEST = 60
ITEM = "{item}"
# Kinds of questions whose answers are on no scale; text of so few answers may be labels.
_NO_SCALE = frozenset(("select-all", "date", "metadata"))
_MOST_LABELS = 15


def split_names(value: str) -> tuple[str, ...]:
    """Return the names in a list with commas; a name with a comma stands in quotes."""
    try:
        rows = list(csv.reader([value], skipinitialspace=True))
    except csv.Error:
        return (value,)
    return tuple(name.strip() for row in rows for name in row if name.strip())


class Columns:
    """The columns of an export, by their names and by what the file calls them.

    Parameters
    ----------
    export : Export
        The file.
    """

    def __init__(self, export: Export) -> None:
        """Gather what the columns are called."""
        self.export = export
        self.questions = {question.item: question for question in export.questions}
        self.names = tuple(self.questions)
        self._by_heading: dict[str, list[str]] = {}
        for question in export.questions:
            spellings = (question.item, question.heading, question.text, question.part)
            for spelling in dict.fromkeys(map(normalize_label, spellings)):
                if spelling:
                    self._by_heading.setdefault(spelling, []).append(question.item)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the columns with this name, else those with this heading or question."""
        if text in self.names:
            return (text,)
        return tuple(self._by_heading.get(normalize_label(text), ()))

    def one(self, text: str, option: str) -> str:
        """Return the column that an option names.

        Raises
        ------
        ArgumentError
            If no column, or more than one, has this name, heading or question.
        """
        found = self.find(text)
        if len(found) > 1:
            raise ArgumentError(
                f"{option}: {text!r} heads {counted(len(found), 'column')} of "
                f"{self.export.name}: {', '.join(found[:_MOST_COLUMNS])}.",
                "name one of them.",
            )
        if not found:
            raise self.unknown(text, option)
        return found[0]

    def several(self, values: Iterable[str], option: str) -> tuple[str, ...]:
        """Return the columns that several options name, each of them a column or a list."""
        names = [
            self.one(text, option)
            for value in values
            for text in ([value] if self.find(value) else split_names(value))
        ]
        return tuple(dict.fromkeys(names))

    def match(
        self, values: Iterable[str], option: str, used: Collection[str | None] = ()
    ) -> tuple[str, ...]:
        """Return the columns that names, headings and patterns stand for, each of them once.

        A pattern leaves out what is on no scale, and the columns that are *used* otherwise.

        Raises
        ------
        ArgumentError
            If there is no column for one of them.
        """
        names: dict[str, None] = {}
        for value in values:
            for text in [value] if self.find(value) else split_names(value):
                names |= dict.fromkeys(self.find(text) or self._patterned(text, option, used))
        return tuple(names)

    def _patterned(
        self, pattern: str, option: str, used: Collection[str | None]
    ) -> tuple[str, ...]:
        """Return the columns of a pattern that can hold answers on a scale; note the others."""
        try:
            matched = match_names(pattern, self.names, option, "column")
        except UnknownItemError as error:
            raise self.unknown(str(error.item), option) from None
        others = {
            name: "named by another option" if name in used else question.kind
            for name in matched
            for question in [self.questions[name]]
            if name in used or not _may_be_on_a_scale(question)
        }
        if others:
            shown = [f"{name} ({why})" for name, why in [*others.items()][:_MOST_COLUMNS]]
            rest = len(others) - len(shown)
            say_note(
                f"{option} {pattern}: left out, unless named by itself: "
                f"{join_words([*shown, *([f'{rest} more'] if rest else [])])}."
            )
        return tuple(name for name in matched if name not in others)

    def unknown(self, text: str, option: str) -> ArgumentError:
        """Return the error that the file has no such column."""
        return ArgumentError(
            f"{option}: {self.export.name} has no column {text!r}; its columns are "
            f"{join_words(_first(self.names))}.",
            f"{self._nearest(text)}`likertkit read {self.export.name}` lists the columns with "
            "their questions.",
        )

    def _nearest(self, text: str) -> str:
        near = get_close_matches(text[:_LONGEST], self.names, 3)
        return f"perhaps {join_words([*map(repr, near)], 'or')}; " if near else ""

    def wide(self, template: str) -> dict[str, str]:
        """Return the column of each item that a text such as pre_{item} stands for.

        The text may be like the names of the columns or like their headings in the file.
        """
        before, *behind = map(re.escape, template.split(ITEM))
        form = re.compile(f"{before}(?P<item>.+){'(?P=item)'.join(behind)}", re.DOTALL)
        for spellings in (
            {name: name for name in self.names},
            {question.heading: question.item for question in self.questions.values()},
        ):
            found = {
                match["item"]: column
                for spelling, column in spellings.items()
                if (match := form.fullmatch(spelling))
            }
            if found:
                return found
        return {}

    def no_items(self) -> ArgumentError:
        """Return the error that no items are named, with the questions that could be named."""
        asked = [
            question
            for question in self.questions.values()
            if question.kind != "empty" and _may_be_on_a_scale(question)
        ]
        lines = [f"- {line}" for line in describe_questions(asked)[:_MOST_QUESTIONS]]
        if len(asked) > len(lines):
            lines.append(f"- and {len(asked) - len(lines)} more")
        first = asked[0].item if asked else "q1"
        of_file = f"Questions in {self.export.name}:{'' if asked else ' none.'}"
        return ArgumentError(
            "\n".join([f"no items are named. {of_file}", *lines]),
            f"name items, for example --items {first!r} or --items 'q1..q6'; `likertkit read "
            f"{self.export.name} --draft items.toml` proposes an instrument for all of them.",
        )


def _may_be_on_a_scale(question: Question) -> bool:
    few = question.kind == "choice" or question.n_options <= _MOST_LABELS
    return question.kind not in _NO_SCALE and few


def describe_questions(questions: Iterable[Question]) -> list[str]:
    """Return a line for each question: its name, kind, number of answers, text and options.

    What a question shares with the one before, as the rows of a grid do, is not repeated.
    """
    lines = []
    last: Question | None = None
    for question in questions:
        stem, part = question.text, question.part
        if last is not None and part and stem == last.text:
            stem = "…"
        text = f"{stem} {part}" if stem == "…" else " – ".join(one for one in (stem, part) if one)
        text = f": {text}" if text and text != question.item else ""
        options = f" [{_some(question)}]" if question.options else ""
        if last is not None and {*question.options} <= {*last.options}:
            options = " [the same options]" if options and stem != "…" else ""
        lines.append(f"{question.item} ({question.kind}, n = {question.n}){text}{options}")
        last = question
    return lines


def _some(question: Question) -> str:
    """Return the first options of a question, each with its code where the file declares it."""
    codes = [f"{code} = " for code in question.codes] or [""] * len(question.options)
    shown = [
        f"{code}{_shorten(option)!r}"
        for code, option in zip(codes, question.options[:_MOST_OPTIONS], strict=False)
    ]
    rest = len(question.options) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def match_items(
    values: Iterable[str], known: Sequence[str], option: str, columns: Columns | None = None
) -> tuple[str, ...]:
    """Return the items that names and patterns stand for, each of them once.

    With *columns*, headings and questions of the file stand for items too.

    Raises
    ------
    ArgumentError
        If there is no item for one of them.
    """

    def find(text: str) -> tuple[str, ...]:
        if text in known or columns is None:
            return (text,) if text in known else ()
        return tuple(name for name in columns.find(text) if name in known)

    names: dict[str, None] = {}
    for value in values:
        for text in [value] if find(value) else split_names(value):
            try:
                names |= dict.fromkeys(find(text) or match_names(text, known, option))
            except UnknownItemError as error:
                raise ArgumentError(
                    f"{option}: there is no item {error.item!r}; the items are "
                    f"{join_words(_first(known))}.",
                    "write the name of an item letter for letter, or a pattern such as 'q1..q6'.",
                ) from None
    return tuple(names)


def _first(names: Sequence[str]) -> list[str]:
    """Return the first of some names, and how many more there are."""
    rest = len(names) - _MOST_COLUMNS
    return [*map(repr, names[:_MOST_COLUMNS]), *([f"{rest} more"] if rest > 0 else [])]


def check_asked(
    items: Iterable[str], found: Mapping[str, str], template: str, columns: Columns
) -> dict[str, str]:
    """Return the column of each item under one condition.

    Raises
    ------
    ArgumentError
        If the file has no column for one of them.
    """
    for item in items:
        if item not in found:
            raise columns.unknown(template.replace(ITEM, item), "--wide")
    return {item: found[item] for item in items}
