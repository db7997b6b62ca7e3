"""Reads a CSV file as the text that it is."""

from __future__ import annotations

import contextlib
import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import join_words
from likertkit.errors import ArgumentError, FileFormatError

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_MOST_NAMED = 3


@attrs.frozen
class Cells:
    """The columns of a CSV file, every cell as text; an empty one is None.

    Attributes
    ----------
    name : str
        The file's name.
    columns : dict of str to list
        The cells of each column, by its name in the header.
    encoding : str
        How the bytes were read.
    """

    name: str
    columns: dict[str, list[str | None]]
    encoding: str


def _decode(data: bytes, encoding: str | None, name: str) -> tuple[str, str]:
    """Return the text and the encoding that gave it."""
    if encoding is None:
        marked = [known for mark, known in _BYTE_ORDER_MARKS.items() if data.startswith(mark)]
        # Excel writes the Western code page of Windows wherever it does not write UTF-8.
        candidates = [*marked, "utf-8", "cp1252"]
    else:
        candidates = [encoding]
    for candidate in candidates:
        try:
            return data.decode(candidate).removeprefix("\ufeff"), candidate
        except UnicodeDecodeError:
            continue
        except (LookupError, UnicodeError):
            raise ArgumentError(
                f"encoding={candidate!r} is not an encoding that Python knows.",
                "try utf-8, cp1252 or utf-16.",
            ) from None
    raise FileFormatError(
        f"{name} cannot be read as {join_words(candidates, 'or')}.",
        "name the encoding of the file, for example --encoding cp1250.",
    )


def _find_delimiter(text: str) -> str:
    """Return the delimiter that the header has most of, outside quotes."""
    first = io.StringIO(text, newline="")
    counts = {}
    for delimiter in _DELIMITERS.values():
        first.seek(0)
        # Where the rows are read, an error names a quotation mark that nobody closed.
        with contextlib.suppress(csv.Error):
            counts[delimiter] = len(next(csv.reader(first, delimiter=delimiter), []))
    return max(_DELIMITERS.values(), key=lambda delimiter: counts.get(delimiter, 0))


def _read_rows(text: str, delimiter: str, name: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows below it."""
    reader = csv.reader(
        io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=delimiter, strict=True
    )
    try:
        header = next(reader, [])
        # In a file of several columns an empty line holds nothing; in a file of one it is a blank.
        body = [row or [""] for row in reader if row or len(header) == 1]
    except csv.Error as error:
        raise FileFormatError(
            f"{name} breaks off or is quoted wrongly at line {reader.line_num}: {error}.",
            "write a quotation mark inside a quoted cell twice.",
        ) from None
    if not header:
        raise FileFormatError(
            f"{name} is empty; expected a header and a row for each respondent.",
            "check that the export finished.",
        )
    return header, body


def _check_header(header: list[str], name: str) -> None:
    repeated = [column for column, n in Counter(header).items() if n > 1]
    if repeated:
        columns = "1 column" if len(repeated) == 1 else f"{len(repeated)} columns"
        raise FileFormatError(
            f"{name} names {columns} more than once: "
            f"{', '.join(map(repr, repeated[:_MOST_NAMED]))}.",
            "give each column a different name in the first line.",
        )


def _check_lengths(rows: list[list[str]], n_columns: int, name: str) -> None:
    wrong = [(j, len(row)) for j, row in enumerate(rows) if len(row) != n_columns]
    if wrong:
        shown = ", ".join(f"row {j} has {n}" for j, n in wrong[:_MOST_NAMED])
        rows_have = "1 row has" if len(wrong) == 1 else f"{len(wrong)} rows have"
        raise FileFormatError(
            f"{name} has {n_columns} columns, but {rows_have} another number of cells (rows are "
            f"counted from 0, below the header): {shown}.",
            "put text that holds the delimiter into quotes, or name another --delimiter.",
        )


def read_csv(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Cells:
    """Read a CSV file as text, without guessing what its cells mean.

    Raises
    ------
    FileFormatError
        If the bytes are not text, the file is empty, a column's name repeats, or a row has
        another number of cells than the header.
    ArgumentError
        If Python knows no such encoding, or the delimiter is not one character.
    """
    text, used = _decode(path.read_bytes(), encoding, path.name)
    if delimiter is None:
        sign = _find_delimiter(text)
    else:
        sign = _DELIMITERS.get(delimiter, delimiter)
        if len(sign) != 1 or sign in '"\r\n':
            raise ArgumentError(
                f"delimiter={delimiter!r} is not a single character.",
                f"write one character, or {join_words(list(_DELIMITERS), 'or')}.",
            )
    header, body = _read_rows(text, sign, path.name)
    _check_header(header, path.name)
    _check_lengths(body, len(header), path.name)
    columns = {column: [row[j] or None for row in body] for j, column in enumerate(header)}
    return Cells(path.name, columns, used)
