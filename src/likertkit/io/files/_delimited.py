"""Text files: the cells between separators."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, FileFormatError
from likertkit.io.files._coding import code_texts
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._loose import is_parted_by_space, refuse_loose_text
from likertkit.io.files._shapes import refuse_shape
from likertkit.io.files._sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from likertkit._text import Progress
    from likertkit.io.files._sheet import Cell, Coded, Log

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_NAMES = {sign: name for name, sign in SEPARATORS.items()}
_FIRST_ROWS = 300
_PIECE = 1 << 22
_LOOKED_AT = 100
_SAMPLE = 1 << 18
_VV_PROOF = (b"{question_not_shown}", b"{newline}", b"{lbrace}")
_VV_MARKS = {
    "{newline}": "\n",
    "{cr}": "\r",
    "{tab}": "\t",
    "{quote}": '"',
    "{lbrace}": "{",
}
# Excel's first line; a quotation mark may stand around it.
_EXCEL_SEPARATOR = re.compile(rb"\"?sep=(?P<sign>[,;|\t:^~])(?P=sign)*\"?(?=[\r\n])", re.IGNORECASE)
_BLANK_BEGINS = (b"\n ", b"\n\t", b"\r ", b"\r\t")
_BLANKS = re.compile(rb"[\r\n][ \t]+(?=[\r\n]|\Z)")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


class _Layout(NamedTuple):
    """How well a separator cuts the first rows into columns."""

    alike: float
    width: int
    n_alike: int
    n_rows: int


class _Row(NamedTuple):
    """A row of the file: the lines at which it begins and ends, from 1, and its cells."""

    first: int
    last: int
    cells: list[str]


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
    data = as_utf8(data, encoding, log)
    refuse_shape(data)
    data, separator = _read_separator(data, separator, log)
    vv = separator is None and _is_vv(data)
    quoted = not vv
    if vv:
        log.say("format", "LimeSurvey's VV: tabs, no quotation marks, texts above codes")
    sign = "\t" if vv else _find_separator(data, separator, log)
    first = list(islice(_rows(data, sign, quoted=quoted), _FIRST_ROWS))
    if len(first) < 1 + vv:
        raise FileFormatError(
            "the file is too short; expected a line of headings and a row for each respondent.",
            "check that the export finished.",
        )
    rows: list[list[Cell]] = [[*row.cells] for row in first]

    def columns(start: int, width: int, progress: Progress) -> list[Coded]:
        n_lines = first[start - 1].last
        frame = _read_body(data, sign, n_lines, width, quoted=quoted, progress=progress)
        if vv:
            frame = frame.map(_vv_text, na_action="ignore")
        return [code_texts(frame[place]) for place in range(width)]

    def places(start: int) -> Iterator[tuple[int, int]]:
        blank = _blank_lines(data, sign)
        for row in islice(_rows(data, sign, quoted=quoted), start, None):
            if row.first not in blank:
                yield row.first, len(row.cells)

    if vv:
        # Codes first, as in other exports with two rows of headings.
        rows[:2] = [[_vv_text(cell) for cell in row] for row in (first[1].cells, first[0].cells)]

    def n_separators(start: int) -> int:
        return _count(data, sign, quoted=quoted) - sum(len(row.cells) - 1 for row in first[:start])

    lines = [row.first for row in first]
    return Sheet(rows, lines, "vv" if vv else "text", columns, places, n_separators=n_separators)


def _count(data: bytes, separator: str, *, quoted: bool) -> int:
    """Return how many separators stand outside quotation marks, without reading the rows."""
    if not quoted or b'"' not in data:
        return data.count(separator.encode())
    n, odd = 0, 0
    for begin in range(0, len(data), _PIECE):
        signs = np.frombuffer(data[begin : begin + _PIECE], dtype=np.uint8)
        # Of marks so far, only whether they are odd: the sum may run over.
        marks = np.cumsum(signs == ord('"'), dtype=np.uint8) + np.uint8(odd)
        n += int(np.count_nonzero((signs == ord(separator)) & (marks % 2 == 0)))
        odd = int(marks[-1]) % 2
    return n


def _read_separator(data: bytes, separator: str | None, log: Log) -> tuple[bytes, str | None]:
    """Return the bytes without Excel's first line, and the separator that it names."""
    excel = _EXCEL_SEPARATOR.match(data)
    if not excel:
        return data, separator
    log.say("lines above the headings", f"Excel's {excel[0].decode()!r} names the separator")
    # The line stays, blank, so that the lines below keep their numbers.
    return data[excel.end() :], separator or excel["sign"].decode()


def _is_vv(data: bytes) -> bool:
    """Return whether a file is LimeSurvey's VV export, by the marks that only it writes."""
    first = data[: data.find(b"\n")]
    return first.count(b"\t") > 1 and any(mark in data for mark in _VV_PROOF)


def _vv_text(cell: str) -> str:
    for mark, sign in _VV_MARKS.items():
        cell = cell.replace(mark, sign)
    return cell


def _rows(data: bytes, separator: str, *, quoted: bool = True) -> Iterator[_Row]:
    """Yield the rows that have a cell.

    Raises
    ------
    FileFormatError
        If a cell is quoted wrongly.
    """
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
    reader = csv.reader(text, delimiter=separator, strict=True, quoting=_quoting(quoted=quoted))
    begun = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if str(error) == "unexpected end of data":
                raise FileFormatError(
                    f"the file ends inside a cell that is in quotation marks; its row begins in "
                    f"line {begun}.",
                    "export or download it again: the end is missing; or write the quotation mark "
                    "that closes the cell.",
                ) from None
            raise FileFormatError(
                f"the row that begins in line {begun} is quoted wrongly: {error}.",
                "write a quotation mark inside a quoted cell twice, or name the separator, as in "
                "separator='tab'.",
            ) from None
        if cells is None:
            return
        if cells:
            yield _Row(begun, reader.line_num, cells)
        begun = reader.line_num + 1


def _blank_lines(data: bytes, separator: str) -> frozenset[int]:
    """Return the lines, from 1, that hold blanks alone: pandas passes over them."""
    # Most files have none such; two bytes are found faster than a pattern.
    if not any(pair in data for pair in _BLANK_BEGINS) or not _BLANKS.search(data):
        return frozenset()
    blanks = b" \t".replace(separator.encode(), b"")
    return frozenset(
        number for number, line in enumerate(data.splitlines(), 1) if not line.strip(blanks)
    )


def _quoting(*, quoted: bool) -> Literal[0, 3]:
    return csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE


class _Watched(io.BytesIO):
    """The bytes of a file, which say how many of them have been read."""

    def __init__(self, data: bytes, progress: Progress) -> None:
        super().__init__(data)
        self._progress = progress
        self._size = len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self._progress.say(f"{self.tell() / self._size:.0%} of the text")
        return super().read(size)


def _read_body(
    data: bytes, separator: str, n_lines: int, width: int, *, quoted: bool, progress: Progress
) -> pd.DataFrame:
    """Return the rows below the first lines.

    Raises
    ------
    FileFormatError
        If a row is quoted wrongly or has more cells than there are headings.
    """
    import pandas as pd

    if quoted and not _is_quoted_plainly(data, separator):
        # pandas passes over text behind a closing quotation mark; a cell would change in silence.
        for _ in _rows(data, separator):
            pass
    place = 0
    for line in islice(_LINE.finditer(data), n_lines):
        place = line.end()
    rest = _Watched(data, progress)
    rest.seek(place)
    try:
        return pd.read_csv(
            rest,
            sep=separator,
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_values=[""],
            quoting=_quoting(quoted=quoted),
            encoding="utf-8",
        )
    except pd.errors.ParserError as error:
        _check_lengths(_rows(data, separator, quoted=quoted), n_lines, width)
        raise FileFormatError(
            f"the rows cannot be told apart: {error}.",
            "name the separator, as in separator='semicolon'.",
        ) from error


def _is_quoted_plainly(data: bytes, separator: str) -> bool:
    """Return whether every quotation mark opens a cell, closes a cell, or stands twice.

    In an even place, a mark opens a cell or is the second of two; in an odd place, it closes a
    cell or is the first of two.
    """
    signs = np.frombuffer(data, dtype=np.uint8)
    marks = np.flatnonzero(signs == ord('"'))
    if len(marks) % 2:
        return False
    around = np.isin(np.arange(256), [*b'\r\n"', ord(separator)])
    before, behind = marks[::2] - 1, marks[1::2] + 1
    before, behind = before[before >= 0], behind[behind < len(signs)]
    return bool(around[signs[before]].all() and around[signs[behind]].all())


def _check_lengths(rows: Iterable[_Row], n_lines: int, width: int) -> None:
    """Raise with the rows that have more cells than there are headings."""
    too_long = [row for row in rows if row.first > n_lines and len(row.cells) > width]
    if too_long:
        raise FileFormatError(
            f"the headings are {counted(width, 'cell')} wide, but {counted(len(too_long), 'row')} "
            f"{'holds' if len(too_long) == 1 else 'hold'} more, the first in line "
            f"{too_long[0].first}.",
            "put text that holds the separator into quotes, or name the separator, as in "
            "separator='semicolon'.",
        )


def _find_separator(data: bytes, separator: str | None, log: Log) -> str:
    if separator is not None:
        sign = SEPARATORS.get(separator, separator) if isinstance(separator, str) else ""
        if len(sign) != 1 or sign in '"\r\n' or not sign.isascii():
            raise ArgumentError(
                f"separator={separator!r} is not a single character.",
                f"write a character, or one of {join_words(list(SEPARATORS), 'or')}.",
            )
        log.say("separator", f"{_NAMES.get(sign, sign)}, as given")
        return sign
    sample = data[:_SAMPLE].decode("utf-8", errors="ignore")
    found = {sign: _layout(sample, sign) for sign in SEPARATORS.values()}
    best = max(found, key=lambda sign: found[sign][:2])
    its = found[best]
    lines = sample.splitlines()[:_LOOKED_AT]
    if its.width < 2 and is_parted_by_space(lines):
        log.say("separator", "space: every row has as many cells")
        return " "
    refuse_loose_text(lines, alike=its.alike, width=its.width)
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
    if 1 < len(widths) <= _LOOKED_AT and len(sample) >= _SAMPLE - 4:
        # The last row may be cut off.
        widths.pop()
    several = [width for width in widths if width > 1]
    if not several:
        return _Layout(0, 1, 0, len(widths))
    width, n_alike = max(Counter(several).items(), key=lambda pair: (pair[1], pair[0]))
    return _Layout(n_alike / len(widths), width, n_alike, len(widths))
