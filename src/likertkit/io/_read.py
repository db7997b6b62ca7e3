"""Files that survey tools export, read into exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_names, as_path, check_choice, read_bytes
from likertkit._text import Progress, counted, join_words
from likertkit.errors import ArgumentError, FileFormatError
from likertkit.io._assemble import assemble, sort_rows
from likertkit.io._cells import Cells
from likertkit.io._columns import read_columns
from likertkit.io._headings import find_headings, repeated
from likertkit.io._tools import ROW_REASONS, RowReason, Tool
from likertkit.io.files._archive import ZIP, Member, gunzip, is_archive, is_gzip, unpack
from likertkit.io.files._delimited import read_delimited
from likertkit.io.files._shapes import refuse_markup
from likertkit.io.files._sheet import Log
from likertkit.io.files._signatures import OLE, not_read, refuse_signature
from likertkit.io.files._workbook import read_workbook
from likertkit.io.packages._export import TITLES, export_package
from likertkit.io.packages._read import package_of
from likertkit.io.structures._structure import open_description, refuse_structure
from likertkit.io.structures._twin import with_twin

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from likertkit.io._export import Export
    from likertkit.io.files._sheet import Sheet

_WORKBOOKS = (ZIP, OLE)
_MOST_NAMED = 3
_MOST_MEMBERS = 20
_UNPACK = "unpack it, and read each file of answers; lk.Responses.concat puts several together."
_START = 1 << 12


def read(
    path: str | os.PathLike[str],
    *,
    tool: Tool | None = None,
    structure: str | os.PathLike[str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    set_aside: RowReason | Iterable[RowReason] = ROW_REASONS,
) -> Export:
    r"""Read a file that a survey tool exported.

    Nothing is guessed in silence: the answers stay as they stand in the file, and every decision
    (encoding, separator, headings, rows and columns that are no answers) is in the export's `log`.

    Parameters
    ----------
    path : str or path-like
        A file of answers: CSV, TSV, XLSX, XLSB, XLS, ODS, or one of SPSS (``.sav``, ``.zsav``)
        or Stata (``.dta``); or a ZIP archive, or a file compressed by gzip, with one of these.
    tool : str, optional
        The tool that wrote it; found from the headings by default, and the log says how.
    structure : str or path-like, optional
        The file that describes the survey: LimeSurvey's ``.lss``, queXML or R syntax, SPSS
        syntax, Qualtrics' ``.qsf``, or REDCap's data dictionary; or a second export of the same
        answers, with codes in place of labels or labels in place of codes.  It gives texts of
        questions and options, and their codes.
    sheet : str, optional
        The sheet of a workbook; the first sheet with answers by default.
    encoding : str, optional
        The encoding of a text file, or of one of SPSS or Stata that declares the wrong one; found
        from its bytes by default.
    separator : str, optional
        What separates the cells of a text file: ``comma``, ``semicolon``, ``tab``, ``pipe`` or a
        character; found from the rows by default.
    set_aside : {'preview', 'test', 'unfinished'} or iterable of them, optional
        Rows that are kept apart, in `rows_set_aside`, as no respondent's answers.

    Returns
    -------
    Export
        The answers, the questions, and how they were found.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    FileFormatError
        If the file holds no answers, or is damaged; it says what the file is.  An archive with
        several files of answers is not read either.
    ArgumentError
        If an option has no effect on a file of this kind, or cannot be what it should be.
    MissingExtraError
        If a workbook or a structure is read without the extra ``io``.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import likertkit as lk
    >>> path = pathlib.Path(tempfile.mkdtemp(), "course.csv")
    >>> _ = path.write_text(
    ...     "Timestamp,The course was [clear],The course was [tiring]\n"
    ...     "2026/03/01 10:00,Agree,Disagree\n2026/03/01 10:05,Strongly agree,Agree\n"
    ...     "2026/03/01 10:09,Agree,Neither agree nor disagree\n"
    ... )
    >>> export = lk.read(path)
    >>> export.tool, export.questions["q1_2"].part
    ('google-forms', 'tiring')
    """
    file = as_path(path)
    return read_content(
        file.name,
        read_bytes(file),
        tool=tool,
        structure=structure,
        sheet=sheet,
        encoding=encoding,
        separator=separator,
        set_aside=set_aside,
    )


def read_content(
    name: str,
    data: bytes,
    *,
    tool: Tool | None,
    structure: str | os.PathLike[str] | None,
    sheet: str | None,
    encoding: str | None,
    separator: str | None,
    set_aside: RowReason | Iterable[RowReason],
) -> Export:
    """Read the bytes of a file, wherever they come from, as :func:`read` does."""
    if tool is not None:
        check_choice(tool, "tool", Tool)
    reasons = as_names(set_aside, "set_aside")
    for reason in reasons:
        check_choice(reason, "set_aside", RowReason)
    asked = _Asked(tool, structure, sheet, encoding, separator, frozenset(reasons))
    return _read(data, name, asked, Log())


@attrs.frozen
class _Asked:
    """What the user says of a file."""

    tool: Tool | None
    structure: str | os.PathLike[str] | None
    sheet: str | None
    encoding: str | None
    separator: str | None
    set_aside: frozenset[str]


def _read(data: bytes, name: str, asked: _Asked, log: Log, *, packed: bool = False) -> Export:
    """Return the export that some bytes make; *packed* in an archive or not."""
    if not data[:_START].strip(b"\0 \r\n\t") and not data.strip(b"\0 \r\n\t"):
        raise FileFormatError(
            f"{name} is empty; expected a row of headings and a row for each respondent.",
            "check that the export finished.",
        )
    refuse_signature(data)
    if is_gzip(data) and not packed:
        log.say("archive", "compressed by gzip")
        return _read(gunzip(data), name.removesuffix(".gz"), asked, log, packed=True)
    if is_archive(data):
        if packed:
            raise not_read("an archive inside an archive", "unpack it, and read the answers.")
        return _read_archive(unpack(data), name, asked)
    package = package_of(data)
    if package is not None:
        _refuse_void(
            f"one of {TITLES[package]}",
            structure=asked.structure,
            sheet=asked.sheet,
            separator=asked.separator,
        )
        return export_package(
            data,
            package,
            log,
            name=name,
            tool=asked.tool,
            encoding=asked.encoding,
            set_aside=asked.set_aside,
        )
    description = open_description(asked.structure)
    refuse_markup(data)
    refuse_structure(data, name)
    if data.startswith(_WORKBOOKS):
        _refuse_void("a workbook", encoding=asked.encoding, separator=asked.separator)
        sheet_cells = read_workbook(data, log, sheet=asked.sheet)
    else:
        _refuse_void("text", sheet=asked.sheet)
        sheet_cells = read_delimited(data, log, encoding=asked.encoding, separator=asked.separator)
    headings = find_headings(sheet_cells, asked.tool, log)
    columns, facts = description.describe(read_columns(headings), log)
    if twice := repeated([column.heading for column in columns]):
        some = list(twice.items())[:_MOST_NAMED]
        shown = [f"{heading[:40]!r} ({n} times)" for heading, n in some]
        log.say("headings", f"{len(twice)} stand more than once: {join_words(shown)}")
    cells = _cells(sheet_cells, headings.start, len(columns), name)
    rows = sort_rows(cells, headings, columns, asked.set_aside, log, sheet=sheet_cells)
    export = assemble(cells, rows, columns, headings, facts=facts, log=log, name=name)
    if not description.is_twin:
        return export
    alone = _Asked(asked.tool, None, None, None, None, asked.set_aside)
    try:
        twin = _read(description.data, description.name, alone, Log())
    except FileFormatError as error:
        raise FileFormatError(
            f"{description.name} neither describes a survey nor holds answers: {error.message}",
            "name a structure of the survey, or a second export of the same answers; or leave "
            "`structure=` out.",
        ) from error
    return with_twin(export, twin)


def _cells(sheet: Sheet, start: int, n_columns: int, name: str) -> list[Cells]:
    """Return the columns below the headings, and say meanwhile how far they are."""
    with Progress(f"Reading {name}") as progress:
        coded = sheet.columns(start, n_columns, progress)
        cells = []
        for number, column in enumerate(coded, 1):
            progress.say(f"column {number:,} of {n_columns:,}")
            cells.append(Cells.from_coded(column))
    return cells


def _refuse_void(file: str, **options: object) -> None:
    """Raise for options that have no effect on a file of this kind."""
    for name, value in options.items():
        if value is not None:
            raise ArgumentError(
                f"{name}={value!r} has no effect: the file is {file}.", f"leave `{name}=` out."
            )


def _read_archive(members: Sequence[Member], name: str, asked: _Asked) -> Export:
    """Return the export of the file of answers in an archive.

    Raises
    ------
    FileFormatError
        If no file of the archive holds answers, or several do.
    """
    if len(members) > _MOST_MEMBERS:
        raise FileFormatError(f"the file is a ZIP archive of {len(members):,} files.", _UNPACK)
    found: dict[str, Export] = {}
    errors: dict[str, ArgumentError | FileFormatError] = {}
    others = len(members) - 1
    more = f"; {counted(others, 'other file')} not read" if others else ""
    for member in members:
        log = Log()
        log.say("archive", f"{member.name!r}{more}")
        try:
            found[member.name] = _read(member.content, name, asked, log, packed=True)
        except (ArgumentError, FileFormatError) as error:
            errors[member.name] = error
    if len(found) == 1:
        return next(iter(found.values()))
    if not found and len(errors) == 1:
        ((only, why),) = errors.items()
        message = f"the file is a ZIP archive with the file {only!r}, and {why.message}"
        raise type(why)(message, why.hint) from why
    if found:
        holds = f"several files of answers: {join_words([*map(repr, found)])}"
    else:
        holds = "no file of answers" + (
            f": it holds {join_words([*map(repr, errors)])}" if errors else ""
        )
    raise FileFormatError(f"the file is a ZIP archive that holds {holds}.", _UNPACK)
