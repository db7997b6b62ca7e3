"""The export that is made of an SPSS or Stata file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._cells import Cells
from likertkit.io._columns import Column, cut_stems
from likertkit.io._export import Export, log_table
from likertkit.io._kinds import kind_of
from likertkit.io._question import Question, question_table
from likertkit.io._tools import known
from likertkit.io.files._coding import code_cells
from likertkit.io.packages._read import read_package
from likertkit.io.packages._variable import sort_codes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from likertkit.io._kinds import QuestionKind
    from likertkit.io._tools import Dialect, RowReason, Tool
    from likertkit.io.files._sheet import Log
    from likertkit.io.packages._dates import Package
    from likertkit.io.packages._variable import Code, PackageFile, ReadColumn

TITLES = {"spss": "SPSS", "stata": "Stata"}


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
        If the file is damaged, of the other program, or has no variables.
    """
    if tool in TITLES and tool != package:
        raise FileFormatError(
            f"{name} is a file of {TITLES[package]}, and tool={tool!r} was given.",
            f"write tool={package!r}, or leave `tool=` out.",
        )
    file = read_package(data, package, log, encoding)
    if not file.columns:
        raise FileFormatError(
            f"{name} is a file of {TITLES[package]} that has no variables.",
            "check that the export finished.",
        )
    dialect = _dialect(file, tool)
    reasons = _row_reasons(file, dialect, set_aside)
    for reason in dict.fromkeys(reasons.values()):
        n = sum(its == reason for its in reasons.values())
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    rows = [row for row in range(file.n_rows) if row not in reasons]
    columns = [_only(column, rows) for column in file.columns] if reasons else file.columns
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
    """Return the rows that are not answers of a respondent, and why."""
    reasons: dict[int, RowReason] = {}
    for rule in () if dialect is None else dialect.rules:
        for column in file.columns:
            if rule.reason not in set_aside:
                continue
            if normalize_label(column.variable.name) != rule.heading:
                continue
            telling = {
                value
                for value in column.counts
                if value is not None
                and any(
                    normalize_label(text) in rule.values  # noqa: PD011 - a rule is not a frame
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
    places = []
    for place, variable in enumerate(column.variable for column in columns):
        stem = stems.get(variable.name.casefold())
        places.append(
            Column(
                place,
                heading=variable.name,
                code=variable.name,
                stem=stem or variable.label,
                part=variable.label if stem else "",
                metadata=dialect is not None and dialect.adds(normalize_label(variable.name)),
            )
        )
    # A label has room for the question and the row of a grid, as a heading has.
    return tuple(
        _question(column, place, ticked=place.code.casefold() in stems)
        for column, place in zip(columns, cut_stems(places), strict=True)
    )


def _question(column: ReadColumn, place: Column, *, ticked: bool) -> Question:
    """Return the question behind a variable.

    *ticked* says whether it belongs to a set of options of which respondents tick several.
    """
    variable = column.variable
    counts: Counter[Code] = Counter(
        {code: n for code, n in column.counts.items() if code is not None}
    )
    n_blank = column.counts[None]
    kind = _kind(column, counts, metadata=place.metadata)
    if ticked and kind not in {"empty", "metadata"}:
        kind = "select-all"
    options = _options(column, counts, kind)
    declares = bool(variable.labels or variable.missing)
    return Question(
        item=variable.name,
        text=place.stem,
        part=place.part,
        kind=kind,
        n=counts.total(),
        n_blank=n_blank,
        n_options=len(counts),
        options=tuple(column.option(value) for value in options),
        codes=tuple(map(_code, options)) if declares else (),
        missing=tuple(column.option(value) for value in options if variable.is_missing(value)),
        heading=variable.name,
    )


def _code(value: Code) -> int | str:
    return value if isinstance(value, int) else str(value)


def _kind(column: ReadColumn, counts: Counter[Code], *, metadata: bool) -> QuestionKind:
    variable = column.variable
    if metadata or not counts:
        return "metadata" if metadata else "empty"
    if column.is_date:
        return "date"
    labelled = {value for value, _ in variable.labels}
    answers = {value for value in counts if not variable.is_missing(value)}
    declared = {value for value in labelled if not variable.is_missing(value)}
    if not answers or (declared and answers <= declared):
        return "choice"
    valid = code_cells([value for value in column.codes if value in answers])
    place = Column(0, variable.name, variable.name, "", "", metadata=False)
    return kind_of(place, Cells.from_coded(valid), 1)


def _options(column: ReadColumn, counts: Counter[Code], kind: QuestionKind) -> list[Code]:
    """Return the values of a question with options; of a number the labelled ones."""
    variable = column.variable
    labelled = [value for value, _ in variable.labels]
    if kind in {"choice", "select-all"}:
        others = [value for value, _ in counts.most_common() if value not in labelled]
    elif kind == "number":
        others = [value for value in counts if value not in labelled and variable.is_missing(value)]
    else:
        return []
    return [*labelled, *others] if variable.is_text else sort_codes([*labelled, *others])
