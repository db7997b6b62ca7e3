"""Text files: their encoding and their line ends."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from likertkit.errors import ArgumentError, FileFormatError

if TYPE_CHECKING:
    from likertkit.io.files._sheet import Log

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORDS = {
    "utf-8-sig": "UTF-8 (with a byte order mark)",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
}
_BYTES_SAMPLE = 1 << 16
_LINE_END_SAMPLE = 1 << 20
# A file of text in UTF-16 has a zero in every second byte of Western letters, separators and line
# ends; few in text of the Far East, where a letter may hold the zero itself.
_MANY_ZEROS = 0.02
_MORE_ZEROS = 3
_NO_TEXT = frozenset({"Cc", "Cn", "Co"})
_LINE_ENDS = (("CR CR LF", b"\r\r\n"), ("CR LF", b"\r\n"), ("LF", b"\n"), ("CR", b"\r"))
_LETTER_INSIDE = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
_TYPED_SIGNS = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u20ac\xa0\xb0\xa3\u2022\xa7")


def as_utf8(data: bytes, encoding: str | None, log: Log) -> bytes:
    """Return the bytes of a text file in UTF-8, without a mark, its lines ending in one way.

    Raises
    ------
    FileFormatError
        If the bytes are not text in the encoding that was found or given.
    ArgumentError
        If Python knows no such encoding.
    """
    used = _find_encoding(data) if encoding is None else encoding
    data = _recode(data, used)
    western = used in {"cp1252", "mac-roman"} and encoding is None
    doubt = (
        ", because the bytes are not UTF-8; if letters look wrong, name the encoding, as in "
        "encoding='cp1250'"
    )
    log.say("encoding", f"{_WORDS.get(used, used)}{doubt if western else ''}")
    if b"\0" in data:
        raise FileFormatError(
            "the file is not text: it holds zero bytes.",
            "export the answers again as CSV, or save the workbook as .xlsx.",
        )
    return _mend_line_ends(data, log)


def _find_encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if encoding := _utf_16(data[:_BYTES_SAMPLE]):
        return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(data[max(0, error.start - _BYTES_SAMPLE) : error.start + _BYTES_SAMPLE])
    return "utf-8"


def _utf_16(sample: bytes) -> str:
    """Return which of the UTF-16 encodings without a mark the bytes are in; empty for neither."""
    n_first, n_second = sample[::2].count(0), sample[1::2].count(0)
    fewer, more = sorted((n_first, n_second))
    if more <= _MANY_ZEROS * len(sample) / 2 or more < _MORE_ZEROS * fewer:
        return ""
    encoding = "utf-16-be" if n_first == more else "utf-16-le"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""
    signs = {*text}
    ends = {"\t", "\n", "\r"}
    plain = _NO_TEXT.isdisjoint(map(unicodedata.category, signs - ends))
    return encoding if plain and signs & ends else ""


def _recode(data: bytes, encoding: str) -> bytes:
    """Return in UTF-8 what the bytes say in an encoding."""
    try:
        text = data.decode(encoding)
        return data if encoding == "utf-8" else text.encode("utf-8")
    except (LookupError, TypeError):
        raise ArgumentError(
            f"encoding={encoding!r} is not a text encoding that Python knows.",
            "try 'utf-8', 'cp1252' or 'utf-16'.",
        ) from None
    except ValueError:
        raise FileFormatError(
            f"the file cannot be read as {_WORDS.get(encoding, encoding)}.",
            "leave `encoding=` out, or name the encoding in which the file was written.",
        ) from None


def _western(sample: bytes) -> str:
    """Return the Western encoding in which the bytes look most like words.

    Mac Roman has a sign for every byte, so that one of the two always reads them.
    """
    scores = {}
    for candidate in ("cp1252", "mac-roman"):
        try:
            text = sample.decode(candidate)
        except UnicodeDecodeError:
            continue
        scores[candidate] = _plausibility(text)
    return max(scores, key=lambda name: scores[name])


def _plausibility(text: str) -> int:
    """Return how many more signs above ASCII are likely in words than are unlikely there."""
    score = 0
    inside = {match.start() for match in _LETTER_INSIDE.finditer(text)}
    for place, sign in enumerate(text):
        if sign.isascii():
            continue
        if sign in _TYPED_SIGNS or unicodedata.category(sign) == "Ll":
            score += 1
        elif place in inside or unicodedata.category(sign) != "Lu":
            # A capital inside a word, or a currency sign, is the wrong encoding's doing.
            score -= 1
    return score


def _mend_line_ends(data: bytes, log: Log) -> bytes:
    """Return the bytes with CR LF where lines end in CR CR LF; say what was found."""
    sample = data[:_LINE_END_SAMPLE]
    for name, end in _LINE_ENDS:
        if end in sample:
            log.say("line ends", name)
            return data.replace(end, b"\r\n") if name == "CR CR LF" else data
    return data
