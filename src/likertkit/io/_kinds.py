"""What kind of question a column holds, by its headings and its answers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Literal

from likertkit.instrument._labels import normalize_label, read_number
from likertkit.io._cells import is_date_cell
from likertkit.io._order import are_levels, is_step
from likertkit.io._tools import UNTICKED, known
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from likertkit.io._cells import Cells
    from likertkit.io._columns import Column

QuestionKind = Literal["choice", "select-all", "number", "text", "date", "metadata", "empty"]

_MOST_OPTIONS = 15
_FEW_OPTIONS = 7
_LONG_ANSWER = 120
_MOST_CODES = 11
# So many numbers are options although they are no steps of a scale: 1, 2, 7 and 9.
_FEW_CODES = 4
# So many people do not by chance answer 1, 2, 3, ...
_FEWEST_ROWS = 6
_LARGEST_CODE = 100
_TICKS = frozenset({"1", "x", "checked", "selected", "true", "yes", "ja", "oui", "sí", "si", "y"})
# Of the options in lists, so many stand in several lists.
_MOST_RECUR = 0.6
_NO_NUMBER = frozenset({"na", "n/a", "#n/a", "nan", "null", "."})
_JOINED = re.compile(r"\s*;\s*|,\s+|\s*\n\s*")
# Microsoft Forms ends each list of options so, and no answer else.
_LIST_END = ";"


def kind_of(column: Column, its: Cells, n_siblings: int) -> QuestionKind:
    """Return the kind of question that a column holds.

    *n_siblings* is the number of columns under the same question.
    """
    if _is_metadata(column, its):
        return "metadata"
    if not its.n:
        return "empty"
    if column.is_open:
        return "text"
    if n_siblings > 1 and _is_tick(column, its.texts):
        return "select-all"
    if its.texts.keys() == {normalize_label(column.stem or column.code)}:
        # A heading that is its own only answer is an option.
        return "select-all"
    return _kind_of_answers(its)


def _is_metadata(column: Column, its: Cells) -> bool:
    name = normalize_label(column.stem or column.code)
    common = not column.part and (name in known().common or name in known().weights)
    return column.metadata or common or (bool(its.n) and _is_index(column, its))


def _kind_of_answers(its: Cells) -> QuestionKind:
    """Return the kind of question that different answers belong to."""
    texts = its.texts
    # R writes NA, and a spreadsheet #N/A, for a number that is missing.
    if all(read_number(text) is not None or text in _NO_NUMBER for text in texts) and (
        numbers := [number for text in texts if (number := read_number(text)) is not None]
    ):
        whole = [number for number in numbers if number == int(number)]
        few = len(numbers) <= _MOST_CODES and max(whole, default=0) <= _LARGEST_CODE
        steps = len(numbers) <= _FEW_CODES or are_levels([str(k) for k in whole if is_step(k)])
        return "choice" if len(whole) == len(numbers) and few and steps else "number"
    dates = sum(times for value, times in its.counts if is_date_cell(value))
    if dates > its.n / 2:
        return "date"
    few = len(texts) <= _MOST_OPTIONS
    if all(text.endswith(_LIST_END) for text in texts) or (few and _are_lists(its)):
        return "select-all"
    if are_levels(list(texts)) or _is_choice(texts, its.n):
        return "choice"
    return "select-all" if _is_joined(texts, its.n) else "text"


def _is_index(column: Column, its: Cells) -> bool:
    """Return whether a column numbers the rows; under a heading, it counts from 0 or 1."""
    if len(its.counts) != its.n:
        return False
    # One by one: the first text of many ends it.
    numbers = (read_number(normalize_label(as_text(value))) for value in its.values)
    if not column.heading:
        return all(number is not None for number in numbers)
    first = next(numbers, None)
    if its.n < _FEWEST_ROWS or first is None or first not in {0, 1}:
        return False
    return all(number == wanted for number, wanted in zip(numbers, count(int(first) + 1)))


def _is_tick(column: Column, texts: dict[str, int]) -> bool:
    """Return whether a column tells no more than whether its option was chosen."""
    chosen = {text for text in texts if text not in UNTICKED}
    if not chosen:
        return True
    if len(chosen) > 1:
        return False
    (text,) = chosen
    option = normalize_label(column.part)
    return text in _TICKS or (bool(option) and (text == option or option.endswith(text)))


def _is_choice(texts: dict[str, int], n: int) -> bool:
    n_options = len(texts)
    if n_options > _MOST_OPTIONS or max(map(len, texts)) > _LONG_ANSWER * 2:
        return False
    if n_options == n:
        return False
    mean = sum(len(text) * times for text, times in texts.items()) / n
    if n_options <= _FEW_OPTIONS and mean <= _LONG_ANSWER:
        return True
    return n_options <= n / 3


def _are_lists(its: Cells) -> bool:
    """Return whether lists are made of a few options, each of which stands in several answers."""
    if sum(_may_be_joined(as_text(value)) for value, _ in its.counts) <= 1:
        return False
    parts = {
        tuple(filter(None, map(normalize_label, _JOINED.split(as_text(value)))))
        for value, _ in its.counts
    }
    n_lists = sum(len(pieces) > 1 for pieces in parts)
    times = Counter(piece for pieces in parts for piece in {*pieces})
    return n_lists > 1 and sum(n > 1 for n in times.values()) > _MOST_RECUR * len(times)


def _may_be_joined(text: str) -> bool:
    """Return whether a text has one of the signs between the parts of a list."""
    return ";" in text or "," in text or "\n" in text


def _is_joined(texts: dict[str, int], n: int) -> bool:
    """Return whether the answers are lists of a few options that recur."""
    n_lists = sum(times for text, times in texts.items() if _may_be_joined(text))
    if n_lists < n / 10 or not n_lists:
        return False
    pieces: Counter[str] = Counter()
    n_lists = 0
    for text, times in texts.items():
        parts = [part for part in _JOINED.split(text) if part]
        n_lists += times * (len(parts) > 1)
        for part in parts:
            pieces[part] += times
    if n_lists < n / 10 or not n_lists:
        return False
    recurring = sum(times for times in pieces.values() if times > 1)
    return recurring > 0.7 * sum(pieces.values()) and len(pieces) <= max(40, n / 4)
