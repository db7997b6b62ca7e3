"""Files that survey tools export, read into exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import as_names, as_path, check_choice, read_bytes
from likertkit._text import counted, join_words
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._columns import name_columns, read_columns
from likertkit.io._delimited import read_delimited
from likertkit.io._export import Export, Question, log_table, question_table
from likertkit.io._fold import Field, fold_options
from likertkit.io._headings import find_headings, repeated
from likertkit.io._kinds import kind_of, profile
from likertkit.io._order import order_options
from likertkit.io._sheet import Log, as_text, is_blank
from likertkit.io._tools import ROW_REASONS, RowReason, Tool
from likertkit.io._workbook import read_workbook
from likertkit.io.packages._export import export_package
from likertkit.io.packages._read import package_of

if TYPE_CHECKING:
    import os
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from likertkit.io._columns import Column
    from likertkit.io._headings import Headings
    from likertkit.io._sheet import Cell, Sheet

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MOST_NAMED = 3


def read(
    path: str | os.PathLike[str],
    *,
    tool: Tool | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    set_aside: RowReason | Iterable[RowReason] = ROW_REASONS,
) -> Export:
    """Read a file that a survey tool exported."""
    if tool is not None:
        check_choice(tool, "tool", Tool)
    reasons = as_names(set_aside, "set_aside")
    for reason in reasons:
        check_choice(reason, "set_aside", RowReason)
    file = as_path(path)
    data = read_bytes(file)
    if not data.strip(b"\0 \r\n\t"):
        raise FileFormatError(
            f"{file.name} is empty; expected a row of headings and a row for each respondent.",
            "check that the export finished.",
        )
    log = Log()
    package = package_of(data)
    if package is not None:
        return export_package(
            data,
            package,
            log,
            name=file.name,
            tool=tool,
            encoding=encoding,
            set_aside=frozenset(reasons),
        )
    if data.startswith(_WORKBOOKS):
        cells = read_workbook(data, log, sheet=sheet)
    else:
        cells = read_delimited(data, log, encoding=encoding, separator=separator)
    return _export(cells, tool, frozenset(reasons), log, file.name)


def _export(
    sheet: Sheet, tool: Tool | None, reasons: frozenset[str], log: Log, name: str
) -> Export:
    headings = find_headings(sheet, tool, log)
    columns = read_columns(headings)
    if twice := repeated([column.heading for column in columns]):
        shown = [
            f"{heading[:40]!r} ({n} times)" for heading, n in list(twice.items())[:_MOST_NAMED]
        ]
        log.say("headings", f"{len(twice)} stand more than once: {join_words(shown)}")
    rows, _lines, aside = _sort_rows(sheet, headings, columns, reasons, log)
    fields = [Field(column, [row[column.place] for row in rows]) for column in columns]
    fields = [
        field
        for field in fields
        if field.column.heading or any(cell is not None for cell in field.cells)
    ]
    fields = fold_options(fields, _are_levels, log)
    names = name_columns([field.column for field in fields])
    return _made(fields, names, headings, aside, log, name)


def _are_levels(options: Sequence[str]) -> bool:
    """Return whether words or numbers are the levels of one scale."""
    return order_options([normalize_label(option) for option in options]) is not None


def _sort_rows(
    sheet: Sheet,
    headings: Headings,
    columns: Sequence[Column],
    reasons: frozenset[str],
    log: Log,
) -> tuple[list[list[Cell]], list[int], list[tuple[int, str, list[Cell]]]]:
    """Return the respondents' rows, where each stands, and the rows that are no respondent's."""
    width = len(columns)
    judges = [
        (column.place, rule)
        for rule in headings.dialect.rules
        if rule.reason in reasons
        for column in columns
        if rule.heading
        in {
            normalize_label(column.code),
            normalize_label(column.heading),
            normalize_label(column.stem),
        }
    ]
    rows: list[list[Cell]] = []
    lines: list[int] = []
    aside: list[tuple[int, str, list[Cell]]] = []
    n_blank = n_short = n_long = 0
    body = zip(sheet.rows[headings.start :], sheet.lines[headings.start :], strict=True)
    for row, line in body:
        cells: list[Cell] = [None if is_blank(cell) else cell for cell in row]
        if all(cell is None for cell in cells):
            n_blank += 1
            continue
        if len(cells) > width:
            n_long += any(cell is not None for cell in cells[width:])
            del cells[width:]
        elif len(cells) < width:
            n_short += 1
            cells += [None] * (width - len(cells))
        reason = next(
            (
                rule.reason
                for place, rule in judges
                if normalize_label(as_text(cells[place])) in rule.values
            ),
            "",
        )
        if reason:
            aside.append((line, reason, cells))
        else:
            rows.append(cells)
            lines.append(line)
    if n_long:
        raise FileFormatError(
            f"{counted(n_long, 'row')} of the file have more cells than there are headings.",
            "name the separator, as in separator='semicolon', or put text that holds the "
            "separator into quotes.",
        )
    if n_blank:
        log.say("blank rows", f"{counted(n_blank, 'row')} without any answer left out")
    if n_short:
        log.say("short rows", f"{counted(n_short, 'row')} end early; the cells behind are blank")
    for reason in dict.fromkeys(reason for _, reason, _ in aside):
        n = sum(its == reason for _, its, _ in aside)
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    log.say("respondents", f"{counted(len(rows), 'row')}")
    return rows, lines, aside


def _made(
    fields: Sequence[Field],
    names: Sequence[str],
    headings: Headings,
    aside: Sequence[tuple[int, str, list[Cell]]],
    log: Log,
    name: str,
) -> Export:
    import pandas as pd

    siblings: dict[str, int] = {}
    for field in fields:
        siblings[field.column.stem] = siblings.get(field.column.stem, 0) + 1
    questions = []
    for field, item in zip(fields, names, strict=True):
        column = field.column
        its = profile(field.cells)
        folded = bool(field.options)
        kind = "choice" if folded else kind_of(column, its, siblings[column.stem])
        options = tuple(field.options) if folded else _options(its.values)
        questions.append(
            Question(
                item=item,
                text=column.stem,
                part=column.part,
                kind=kind,
                n=its.n,
                n_blank=its.n_blank,
                n_options=len(its.values),
                options=options if kind in {"choice", "select-all"} else (),
                heading=column.heading,
            )
        )
    for kind, what in _KINDS_SAID.items():
        its_kind = [question.item for question in questions if question.kind == kind]
        if its_kind:
            log.say(what, f"{counted(len(its_kind), 'column')}: {_first(its_kind)}")
    frame = pd.DataFrame(
        {
            item: pd.Series(field.cells, dtype=object)
            for field, item in zip(fields, names, strict=True)
        }
    )
    set_aside = pd.DataFrame(
        {
            "row": [line for line, _, _ in aside],
            "reason": [reason for _, reason, _ in aside],
            **{
                item: pd.Series([cells[field.column.place] for *_, cells in aside], dtype=object)
                for field, item in zip(fields, names, strict=True)
            },
        }
    )
    return Export(
        name,
        headings.dialect.tool,
        frame,
        question_table(tuple(questions), name),
        set_aside,
        log_table(tuple(log.decisions), name),
    )


_KINDS_SAID = {
    "choice": "questions with options",
    "select-all": "select all that apply",
    "number": "numbers",
    "text": "open text",
    "date": "dates",
    "metadata": "the tool's own columns",
    "empty": "columns without any answer",
}


def _first(names: Sequence[str]) -> str:
    rest = len(names) - 6
    return ", ".join(names[:6]) + (f" and {rest} more" if rest > 0 else "")


def _options(values: Counter[Cell]) -> tuple[str, ...]:
    return tuple(as_text(value) for value, _ in values.most_common())
