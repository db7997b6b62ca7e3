"""Which encoding the bytes of a text file are in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from likertkit.errors import ArgumentError, FileFormatError

if TYPE_CHECKING:
    from likertkit.io._sheet import Log

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
_SAMPLE = 1 << 16
# A file of text in UTF-16 has a zero in every second byte of Western letters.
_MANY_ZEROS = 0.3
_LINE_ENDS = (("CR CR LF", b"\r\r\n"), ("CR LF", b"\r\n"), ("LF", b"\n"), ("CR", b"\r"))
_LETTER_INSIDE = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
_TYPED_SIGNS = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u20ac\xa0\xb0\xa3\u2022\xa7")


def find_encoding(data: bytes, encoding: str | None, log: Log) -> str:
    """Return the encoding of a file's bytes, found or given.

    Raises
    ------
    FileFormatError
        If the bytes are no text in the encoding that was found or given.
    ArgumentError
        If Python knows no such encoding.
    """
    if encoding is not None:
        return _check_encoding(data, encoding, log)
    for mark, known in _MARKS:
        if data.startswith(mark):
            return _check_encoding(data, known, log)
    sample = data[:_SAMPLE]
    for known, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = sample[start::2].count(0)
        if zeros > _MANY_ZEROS * max(1, len(sample) // 2) and sample[1 - start :: 2].count(0) == 0:
            return _check_encoding(data, known, log)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = _western(data[max(0, error.start - _SAMPLE) : error.start + _SAMPLE])
        if found is None or b"\0" in data:
            raise FileFormatError(
                "the file is not text: its bytes are neither UTF-8 nor a Western encoding.",
                "export the answers again as CSV in UTF-8, or name the encoding, as in "
                "encoding='cp1251'.",
            ) from None
        log.say(
            "encoding",
            f"{_WORDS[found]}, because the bytes are not UTF-8; if letters look wrong, name the "
            f"encoding, as in encoding='cp1250'",
        )
        return found
    log.say("encoding", _WORDS["utf-8"])
    return "utf-8"


def _check_encoding(data: bytes, encoding: str, log: Log) -> str:
    try:
        codecs.lookup(encoding)
        if not isinstance(data.decode(encoding), str):
            raise LookupError(encoding)
    except LookupError:
        raise ArgumentError(
            f"encoding={encoding!r} is not a text encoding that Python knows.",
            "try 'utf-8', 'cp1252' or 'utf-16'.",
        ) from None
    except (UnicodeError, ValueError):
        raise FileFormatError(
            f"the file cannot be read as {_WORDS.get(encoding, encoding)}.",
            "leave `encoding=` out, or name the encoding in which the file was written.",
        ) from None
    log.say("encoding", _WORDS.get(encoding, encoding))
    return encoding


def _western(sample: bytes) -> str | None:
    """Return the Western encoding in which the bytes look most like words; None if in none."""
    scores = {}
    for candidate in ("cp1252", "mac-roman"):
        try:
            text = sample.decode(candidate)
        except UnicodeDecodeError:
            continue
        scores[candidate] = _plausibility(text)
    return max(scores, key=lambda name: scores[name]) if scores else None


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


def mend_line_ends(data: bytes, encoding: str, log: Log) -> bytes:
    """Return the bytes with one kind of line end, where lines end in CR CR LF; say what was found."""
    if encoding.startswith(("utf-16", "utf-32")):
        return data
    sample = data[: 1 << 20]
    for name, end in _LINE_ENDS:
        if end in sample:
            log.say("line ends", name)
            return data.replace(end, b"\r\n") if name == "CR CR LF" else data
    return data
