"""The export that is made of an SPSS or Stata file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._export import Export, log_table, question_table
from likertkit.io._tools import known
from likertkit.io.packages._questions import make_question
from likertkit.io.packages._read import read_package

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from likertkit.io._export import Question
    from likertkit.io._sheet import Log
    from likertkit.io._tools import Dialect, RowReason, Tool
    from likertkit.io.packages._columns import PackageFile, ReadColumn
    from likertkit.io.packages._dates import Package

_TITLES = {"spss": "SPSS", "stata": "Stata"}


def export_package(
    data: bytes,
    package: Package,
    log: Log,
    *,
    name: str,
    tool: Tool | None,
    encoding: str | None,
    set_aside: Collection[str],
) -> Export:
    """Return what a file of SPSS or Stata holds as an export.

    Parameters
    ----------
    data : bytes
        The file.
    package : {'spss', 'stata'}
        Whose file it is.
    log : Log
        The decisions taken so far; more are added.
    name : str
        The file's name.
    tool : str or None
        The survey tool that made the file, where it is known.
    encoding : str or None
        The encoding of its text, where that is not the one that the file declares.
    set_aside : collection of str
        The reasons for which rows are set aside.

    Raises
    ------
    FileFormatError
        If the file is damaged, or of the other program.
    """
    if tool in _TITLES and tool != package:
        raise FileFormatError(
            f"{name} is a file of {_TITLES[package]}, and tool={tool!r} was given.",
            f"write tool={package!r}, or leave `tool=` out.",
        )
    file = read_package(data, package, log, encoding)
    dialect = _dialect(file, tool)
    reasons = _row_reasons(file, dialect, set_aside)
    for reason in dict.fromkeys(reasons.values()):
        n = sum(its == reason for its in reasons.values())
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    rows = [row for row in range(file.n_rows) if row not in reasons]
    columns = [_only(column, rows) for column in file.columns]
    return Export(
        name,
        package,
        _frame(columns, len(rows)),
        question_table(_questions(columns, file, dialect), name),
        _rows_set_aside(file.columns, reasons),
        log_table(tuple(log.decisions), name),
        {column.variable.name: column.variable for column in file.columns},
    )


def _dialect(file: PackageFile, tool: Tool | None) -> Dialect | None:
    """Return the survey tool whose own columns are in the file, if they prove one."""
    if tool is not None:
        return known().dialect(tool)
    names = [normalize_label(column.variable.name) for column in file.columns]
    for dialect in known().dialects:
        if dialect.least is not None and sum(map(dialect.adds, names)) >= dialect.least:
            return dialect
    return None


def _row_reasons(
    file: PackageFile, dialect: Dialect | None, set_aside: Collection[str]
) -> dict[int, RowReason]:
    """Return the rows that are no respondent's, and why."""
    reasons: dict[int, RowReason] = {}
    for rule in () if dialect is None else dialect.rules:
        for column in file.columns:
            if rule.reason not in set_aside:
                continue
            if normalize_label(column.variable.name) != rule.heading:
                continue
            telling = {
                value
                for value in column.codes
                if value is not None
                and any(
                    normalize_label(text) in rule.values  # noqa: PD011 - a rule is no frame
                    for text in (column.option(value), str(value))
                )
            }
            for row, value in enumerate(column.codes):
                if value in telling:
                    reasons.setdefault(row, rule.reason)
    return dict(sorted(reasons.items()))


def _only(column: ReadColumn, rows: Sequence[int]) -> ReadColumn:
    return attrs.evolve(
        column,
        codes=[column.codes[row] for row in rows],
        cells=[column.cells[row] for row in rows],
    )


def _frame(columns: Sequence[ReadColumn], n_rows: int) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {column.variable.name: pd.Series(column.cells, dtype=object) for column in columns},
        index=range(n_rows),
    )


def _rows_set_aside(
    columns: Sequence[ReadColumn], reasons: Mapping[int, RowReason]
) -> pd.DataFrame:
    import pandas as pd

    said = {"row": [row + 1 for row in reasons], "reason": list(reasons.values())}
    cells = _frame([_only(column, list(reasons)) for column in columns], len(reasons))
    return pd.concat([pd.DataFrame(said), cells], axis="columns")


def _questions(
    columns: Sequence[ReadColumn], file: PackageFile, dialect: Dialect | None
) -> tuple[Question, ...]:
    """Return the question behind each variable; options that are ticked under their question."""
    stems = {
        name.casefold(): its["label"]
        for its in file.sets.values()
        if its["is_dichotomy"]
        for name in its["variable_list"]
    }
    questions = []
    for column in columns:
        name, label = column.variable.name, column.variable.label
        stem = stems.get(name.casefold())
        questions.append(
            make_question(
                column,
                metadata=dialect is not None and dialect.adds(normalize_label(name)),
                ticked=stem is not None,
                stem=stem or label,
                part=label if stem else "",
            )
        )
    return tuple(questions)
