"""What an SPSS or Stata file declares, and what it fails to: sentences for the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from likertkit._text import counted, join_words
from likertkit.instrument._labels import is_reason, normalize_label
from likertkit.io.files._sheet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.io.files._sheet import Log
    from likertkit.io.packages._dates import Package
    from likertkit.io.packages._variable import Code, PackageFile, ReadColumn

_TITLES = {"spss": "SPSS", "stata": "Stata"}
_MOST_NAMED = 6
_MOST_LETTERS = 24
_USUAL_CODES = frozenset(
    {7, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, -1, -7, -8, -9, -97, -98, -99}
)


def say_file(log: Log, package: Package, n_rows: int, meta: Any, encoding: str) -> None:
    """Say what the file is and what its makers wrote about it."""
    said = [_TITLES[package], counted(n_rows, "row"), counted(meta.number_columns, "variable")]
    if meta.file_label:
        said.append(repr(meta.file_label))
    log.say("file", ", ".join(said))
    log.say("encoding", encoding)
    if meta.notes:
        log.say("notes", " / ".join(note.strip() for note in meta.notes))


def say_utf8(columns: Sequence[ReadColumn], codec: str) -> str:
    """Return what must be said if text looks like UTF-8 and was read as another encoding."""
    texts = {text for column in columns for text in _texts(column) if not text.isascii()}
    if not codec or not texts:
        return ""
    try:
        read = {text: text.encode(codec).decode() for text in sorted(texts)}
    except UnicodeError:
        return ""
    text, other = next(iter(read.items()))
    return (
        f"; its text looks like UTF-8 ({text[:_MOST_LETTERS]!r} would be "
        f"{other[:_MOST_LETTERS]!r}): try encoding='utf-8'"
    )


def _texts(column: ReadColumn) -> Iterable[str]:
    variable = column.variable
    yield from (variable.name, variable.label, *(label for _, label in variable.labels))
    if variable.is_text:
        yield from {code for code in column.codes if isinstance(code, str)}


def say_declared(log: Log, file: PackageFile) -> None:
    """Say what the file declares, and which codes look as if it should have declared more."""
    columns = file.columns
    for about, names in (
        ("variable labels", [column for column in columns if column.variable.label]),
        ("value labels", [column for column in columns if column.variable.labels]),
        ("dates", [column for column in columns if column.is_date]),
    ):
        if names:
            log.say(about, f"{counted(len(names), 'column')}: {_names(names)}")
    _say_missing(log, columns)
    _say_undeclared(log, columns)
    for name, its in file.sets.items():
        label = f" {its['label']!r}" if its["label"] else ""
        log.say("multiple responses", f"{name}{label}: {join_words(its['variable_list'])}")
    if file.weight:
        log.say("weight", f"the file weights its cases by {file.weight!r}: weight={file.weight!r}")


def _names(columns: Iterable[ReadColumn]) -> str:
    names = [column.variable.name for column in columns]
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _say_missing(log: Log, columns: Sequence[ReadColumn]) -> None:
    """Say which values are declared as missing, where, and how many answers they are."""
    groups: dict[str, list[ReadColumn]] = {}
    for column in columns:
        declared = [_shown_range(column, low, high) for low, high in column.variable.missing]
        if not column.variable.is_text:
            tags = sorted({value for value in column.counts if isinstance(value, str)})
            declared += [_shown(column, tag) for tag in tags]
        if declared:
            groups.setdefault(join_words(declared), []).append(column)
    for declared_values, its in groups.items():
        n = sum(
            times
            for column in its
            for value, times in column.counts.items()
            if value is not None and column.variable.is_missing(value)
        )
        log.say(
            "declared missing",
            f"{declared_values} in {counted(len(its), 'column')} ({_names(its)}): "
            f"{counted(n, 'cell')}, kept as they are",
        )


def _shown(column: ReadColumn, value: Code) -> str:
    label = dict(column.variable.labels).get(value, "")
    text = repr(value) if column.variable.is_text else as_text(value)
    return f"{text} {label!r}" if label else text


def _shown_range(column: ReadColumn, low: Code, high: Code) -> str:
    return _shown(column, low) if low == high else f"{as_text(low)} to {as_text(high)}"


def _say_undeclared(log: Log, columns: Sequence[ReadColumn]) -> None:
    """Say which labelled codes look like no answer and are not declared as missing."""
    declared: dict[str, set[str]] = {}
    for column in columns:
        for value, label in column.variable.labels:
            if column.variable.is_missing(value):
                declared.setdefault(normalize_label(label), set()).add(column.variable.name)
    found: dict[tuple[str, bool], list[ReadColumn]] = {}
    cells: Counter[tuple[str, bool]] = Counter()
    for column in columns:
        for value, label in column.variable.labels:
            text = normalize_label(label)
            elsewhere = bool(declared.get(text, set()) - {column.variable.name})
            if not column.variable.is_missing(value) and (
                elsewhere or is_reason(text) or _stands_apart(column, value)
            ):
                key = (_shown(column, value), elsewhere)
                found.setdefault(key, []).append(column)
                cells[key] += column.counts[value]
    for key, its in found.items():
        shown, elsewhere = key
        log.say(
            "not declared missing",
            f"{shown} in {counted(len(its), 'column')} ({_names(its)}): "
            f"{counted(cells[key], 'cell')}; it is counted as an answer"
            f"{', though other columns declare it as missing' if elsewhere else ''}",
        )


def _stands_apart(column: ReadColumn, value: Code) -> bool:
    """Return whether a code is among the usual ones for no answer, away from the other codes."""
    if isinstance(value, str) or value not in _USUAL_CODES:
        return False
    codes = {code for code, _ in column.variable.labels if not isinstance(code, str)}
    others = codes - _USUAL_CODES
    if len(others) < 2:
        return False
    low, high = min(others), max(others)
    # From 2 to the power of 53 on, a double and 1 more is the same double.
    while high < high + 1 and high + 1 in codes:
        high += 1
    return value > high or value < min(low, 0)
