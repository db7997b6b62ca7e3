"""The dictionary of an SPSS file, checked before a library in C reads it."""

from __future__ import annotations

import codecs
import struct
from typing import TYPE_CHECKING

import attrs

from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER = 176
_LAYOUTS = (2, 3)
_TEXT_FORMAT = 1
_MOST_MISSING = 3
_CHARSET, _CHARSET_NAME, _LONG_NAMES = 3, 20, 13
_CHARSET_FIELDS = 8
_DOCUMENT_LINE = 80
# Code pages of SPSS that have no name of the form "cp1252".
_CODE_PAGES = {2: "cp1252", 3: "cp1252", 28591: "iso-8859-1", 28605: "iso-8859-15"}


@attrs.frozen
class Layout:
    """What must be known of an SPSS file before it is read.

    Attributes
    ----------
    starts : tuple of int
        The place of each variable among the elements of a case, from 1.
    weight : int
        The place of the weight; 0 without.
    weight_name : bytes
        The name of the variable at that place; empty without.
    text_values : tuple of bytes
        The values of value labels that are read as text.
    encodings : tuple of str
        The encodings that the file declares; empty text for an encoding that Python does not know.
    """

    starts: tuple[int, ...]
    weight: int
    weight_name: bytes
    text_values: tuple[bytes, ...]
    encodings: tuple[str, ...]

    def can_be_read(self, encoding: str | None) -> bool:
        """Return whether all labelled texts are text in an encoding, else in those declared.

        ReadStat goes on without a text where its bytes cannot be converted, and pyreadstat then
        reads from address 0.
        """
        names = self.encodings if encoding is None else (encoding,)
        return all(
            value.isascii() or (bool(names) and all(_decodes(value, name) for name in names))
            for value in self.text_values
        )


def _decodes(value: bytes, encoding: str) -> bool:
    try:
        value.rstrip(b" ").decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    # Of a name with a null character: a ValueError.
    except (LookupError, ValueError):
        return ""


@attrs.define
class _Walk:
    """The dictionary's bytes and the place that has been reached."""

    data: bytes
    order: str
    place: int = _HEADER

    def numbers(self, n: int) -> tuple[int, ...]:
        """Return the next whole numbers of four bytes."""
        numbers = struct.unpack_from(f"{self.order}{n}i", self.data, self.place)
        self.place += 4 * n
        return numbers

    def number(self) -> int:
        """Return the next whole number."""
        return self.numbers(1)[0]

    def size(self) -> int:
        """Return the next whole number, which cannot be negative."""
        return self.number() & 0xFFFFFFFF

    def take(self, n: int) -> bytes:
        """Return the next bytes."""
        if self.place + n > len(self.data):
            raise struct.error
        taken = self.data[self.place : self.place + n]
        self.place += n
        return taken


def read_layout(data: bytes) -> Layout:
    """Return what must be known of an SPSS file before it is read.

    Raises
    ------
    FileFormatError
        If the dictionary ends too early or is not a dictionary.
    """
    try:
        order = _byte_order(data)
        (weight,) = struct.unpack_from(f"{order}i", data, 76)
        return _walk(_Walk(data, order), weight)
    except struct.error:
        raise _damaged("ends in the middle of its dictionary") from None


def _byte_order(data: bytes) -> str:
    for order in "<>":
        if struct.unpack_from(f"{order}i", data, 64)[0] in _LAYOUTS:
            return order
    raise _damaged("has a header that no SPSS file has")


def _damaged(what: str) -> FileFormatError:
    return FileFormatError(
        f"the SPSS file {what}.", "export or download it again: it is damaged or cut short."
    )


def _walk(walk: _Walk, weight: int) -> Layout:
    is_text: dict[int, bool] = {}
    names: dict[int, bytes] = {}
    long_names: dict[bytes, bytes] = {}
    element = 0
    text_values: list[bytes] = []
    encodings: list[str] = []
    while (record := walk.number()) != 999:
        if record == 2:
            element += 1
            variable = _variable(walk)
            if variable is not None:
                names[element], is_text[element] = variable
        elif record == 3:
            values, elements = _labels(walk)
            types = {is_text[place] for place in elements if place in is_text}
            if not types and not all(value.isascii() for value in values):
                # They would be read as text, which numbers are not.
                raise _damaged("has value labels of a variable that is not there")
            if True in types:
                text_values += values
        elif record == 6:
            walk.take(_DOCUMENT_LINE * walk.size())
        elif record == 7:
            kind, content = _extension(walk)
            encodings += _encodings(kind, content, walk.order)
            if kind == _LONG_NAMES:
                pairs = (pair.partition(b"=") for pair in content.split(b"\t"))
                long_names |= {short: name.rstrip(b"\0") for short, _, name in pairs}
        else:
            raise _damaged(f"has a record of type {record} in its dictionary")
    name = names.get(weight, b"")
    return Layout(
        tuple(is_text),
        weight,
        long_names.get(name, name),
        tuple(text_values),
        tuple(encodings),
    )


def _variable(walk: _Walk) -> tuple[bytes, bool] | None:
    """Return the short name of a variable and whether it is text; None for a text's rest."""
    width, labelled, n_missing, printed, written = walk.numbers(5)
    name = walk.take(8).rstrip(b" ")
    if width < 0:
        return None
    if labelled:
        walk.take(-(-walk.size() // 4) * 4)
    if abs(n_missing) > _MOST_MISSING:
        raise _damaged("declares more missing values of a variable than SPSS knows")
    walk.take(8 * abs(n_missing))
    is_text = width > 0 or any(form >> 16 & 0xFF == _TEXT_FORMAT for form in (printed, written))
    return name, is_text


def _labels(walk: _Walk) -> tuple[list[bytes], Iterable[int]]:
    """Return labelled values and the elements that they are for."""
    values = []
    for _ in range(walk.size()):
        values.append(walk.take(8))
        (length,) = walk.take(1)
        walk.take((length + 8) // 8 * 8 - 1)
    if walk.number() != 4:
        raise _damaged("has value labels without a variable")
    n = walk.size()
    if walk.place + 4 * n > len(walk.data):
        raise struct.error
    return values, walk.numbers(n)


def _extension(walk: _Walk) -> tuple[int, bytes]:
    """Return the kind of an extension and what it holds."""
    kind, size, count = walk.size(), walk.size(), walk.size()
    return kind, walk.take(size * count)


def _encodings(kind: int, content: bytes, order: str) -> list[str]:
    """Return the encoding that an extension declares, if it does."""
    if kind == _CHARSET and len(content) == 4 * _CHARSET_FIELDS:
        code = struct.unpack(f"{order}{_CHARSET_FIELDS}i", content)[-1]
        return [_known(_CODE_PAGES.get(code, "utf-8" if code == 65001 else f"cp{code}"))]
    if kind == _CHARSET_NAME:
        return [_known(content.decode("ascii", "replace").strip("\0 "))]
    return []
