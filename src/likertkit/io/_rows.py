"""Which rows of a file are respondents' answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._sheet import as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io._columns import Column
    from likertkit.io._headings import Headings
    from likertkit.io._sheet import Cell, Log, Sheet
    from likertkit.io._tools import Rule


class SetAside(NamedTuple):
    """A row that is no respondent's answers."""

    line: int
    reason: str
    cells: list[Cell]


def sort_rows(
    sheet: Sheet, headings: Headings, columns: Sequence[Column], reasons: frozenset[str], log: Log
) -> tuple[list[list[Cell]], list[SetAside]]:
    """Return the respondents' rows, a blank cell as None, and the rows that are set aside.

    Raises
    ------
    FileFormatError
        If a row has more cells than there are headings.
    """
    width = len(columns)
    rules = [
        (column.place, rule)
        for rule in headings.dialect.rules
        if rule.reason in reasons
        for column in columns
        if rule.heading in map(normalize_label, (column.code, column.stem, column.heading))
    ]
    rows: list[list[Cell]] = []
    aside: list[SetAside] = []
    n_blank = n_short = 0
    too_long: list[int] = []
    body = zip(sheet.rows[headings.start :], sheet.lines[headings.start :], strict=True)
    for row, line in body:
        cells: list[Cell] = [None if is_blank(cell) else cell for cell in row]
        if all(cell is None for cell in cells):
            n_blank += 1
            continue
        if any(cell is not None for cell in cells[width:]):
            too_long.append(line)
        n_short += len(cells) < width
        cells = [*cells[:width], *[None] * (width - len(cells))]
        reason = _reason(cells, rules)
        if reason:
            aside.append(SetAside(line, reason, cells))
        else:
            rows.append(cells)
    _check_lengths(too_long, width, sheet.kind)
    if aside and not rows:
        log.say("rows set aside", f"none: every row is a {aside[0].reason}, and all are kept")
        rows, aside = [row.cells for row in aside], []
    if n_blank:
        log.say("blank rows", f"{counted(n_blank, 'row')} without any answer left out")
    if n_short:
        log.say("short rows", f"{counted(n_short, 'row')} end early; the cells behind are blank")
    for reason in dict.fromkeys(row.reason for row in aside):
        n = sum(row.reason == reason for row in aside)
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    log.say("respondents", counted(len(rows), "row"))
    return rows, aside


def _reason(cells: Sequence[Cell], rules: Sequence[tuple[int, Rule]]) -> str:
    """Return why a row is no respondent's answers; empty where it is."""
    for place, rule in rules:
        if normalize_label(as_text(cells[place])) in rule.values:
            return rule.reason
    return ""


def _check_lengths(too_long: Sequence[int], width: int, kind: str) -> None:
    if too_long:
        where = "line" if kind == "text" else "row"
        raise FileFormatError(
            f"there are {counted(width, 'heading')}, but {counted(len(too_long), 'row')} have more "
            f"cells, the first at {where} {too_long[0]}.",
            "put text that holds the separator into quotes, or name the separator, as in "
            "separator='semicolon'.",
        )
