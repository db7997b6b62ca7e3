"""Text files: cells between separators."""

from __future__ import annotations

import csv
import io
from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from likertkit._text import Progress, counted, join_words
from likertkit.errors import ArgumentError, FileFormatError
from likertkit.io._encoding import find_encoding, mend_line_ends
from likertkit.io._sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.io._sheet import Cell, Log

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_NAMES = {sign: name for name, sign in SEPARATORS.items()}
_LOOKED_AT = 100
_SAMPLE = 1 << 18
_BETWEEN_REPORTS = 1 << 14


class _Layout(NamedTuple):
    """How well a separator cuts the first rows into columns."""

    alike: float
    width: int
    n_alike: int
    n_rows: int


def read_delimited(
    data: bytes, log: Log, *, encoding: str | None = None, separator: str | None = None
) -> Sheet:
    """Return the cells of a text file.

    Raises
    ------
    FileFormatError
        If the file is not text, is empty, or quotes a cell wrongly.
    ArgumentError
        If the encoding or the separator cannot be one.
    """
    used = find_encoding(data, encoding, log)
    data = mend_line_ends(data, used, log)
    sign = _find_separator(data, used, separator, log)
    rows: list[list[Cell]] = []
    lines = array("q")
    # Answers repeat: each text is held once.
    held: dict[str, str] = {}
    with Progress("reading the file") as progress:
        for line, row in _rows(data, used, sign):
            rows.append([held.setdefault(cell, cell) for cell in row])
            lines.append(line)
            if len(rows) % _BETWEEN_REPORTS == 0:
                progress.say(counted(len(rows), "row"))
    if not rows:
        raise FileFormatError(
            "the file is empty; expected a line of headings and a row for each respondent.",
            "check that the export finished.",
        )
    return Sheet(rows, lines, "text")


def _open(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _rows(data: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line at which each row begins, and its cells; lines without any cell are none."""
    reader = csv.reader(_open(data, encoding), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise FileFormatError(
                f"the row that begins in line {line} is quoted wrongly: {error}.",
                "write a quotation mark inside a quoted cell twice, or name the separator, as in "
                "separator='tab'.",
            ) from None
        if row is None:
            return
        if row:
            yield line, row
        line = reader.line_num + 1


def _find_separator(data: bytes, encoding: str, separator: str | None, log: Log) -> str:
    if separator is not None:
        sign = SEPARATORS.get(separator, separator)
        if not isinstance(sign, str) or len(sign) != 1 or sign in '"\r\n':
            raise ArgumentError(
                f"separator={separator!r} is not a single character.",
                f"write a character, or one of {join_words(list(SEPARATORS), 'or')}.",
            )
        log.say("separator", f"{_NAMES.get(sign, sign)}, as given")
        return sign
    sample = data[:_SAMPLE].decode(encoding, errors="ignore")
    found = {sign: _layout(sample, sign) for sign in SEPARATORS.values()}
    best = max(found, key=lambda sign: found[sign][:2])
    its = found[best]
    if its.width < 2:
        log.say("separator", "none: the file has a single column")
        return ","
    log.say(
        "separator",
        f"{_NAMES[best]}: {its.n_alike} of the first {its.n_rows} rows have {its.width} cells",
    )
    return best


def _layout(sample: str, separator: str) -> _Layout:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(row):
                widths.append(len(row))
            if len(widths) > _LOOKED_AT:
                break
    except csv.Error:
        return _Layout(0, 0, 0, len(widths))
    if len(widths) > 1 and len(sample) >= _SAMPLE - 4:
        # The last row may be cut off.
        widths.pop()
    many = [width for width in widths if width > 1]
    if not many:
        return _Layout(0, 1, 0, len(widths))
    width, n_alike = max(Counter(many).items(), key=lambda pair: (pair[1], pair[0]))
    return _Layout(n_alike / len(widths), width, n_alike, len(widths))
