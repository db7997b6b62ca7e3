"""Archives: which workbook or document a ZIP file is, and the files that it packs."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from likertkit.errors import FileFormatError
from likertkit.io.files._expansion import (
    AGAIN,
    check_sizes,
    most_bytes,
    open_zip,
    read_part,
    too_large,
)
from likertkit.io.files._signatures import EXPORT_AGAIN, not_read

if TYPE_CHECKING:
    import zipfile

ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP = b"\x1f\x8b\x08"
_UNPACK = "unpack it, and read the file with the answers."
_WORKBOOK = re.compile(r"xl[/\\].*|content\.xml", re.IGNORECASE)
# Names of parts that prove what a file is, although it is a ZIP file.
_PARTS = (
    (r"word[/\\]document\.xml", "a document of Word (.docx)", EXPORT_AGAIN),
    (r"ppt[/\\]presentation\.xml", "a presentation of PowerPoint (.pptx)", EXPORT_AGAIN),
    (
        r"(.*/)?index(\.zip|/.*\.iwa)",
        "a document of Apple's Numbers, Pages or Keynote",
        "in Numbers, write the table by File > Export To > Excel or CSV.",
    ),
    (
        r"outputviewer\d+.*\.xml",
        "output of SPSS (.spv), which holds tables of results",
        "in SPSS, save the data themselves as .sav.",
    ),
    (r"xdata\.json", "a file of jamovi (.omv)", "in jamovi, export the data as .sav or CSV."),
    (
        r"internal\.sqlite|data\.bin",
        "a file of JASP (.jasp)",
        "in JASP, export the data as CSV.",
    ),
    (r".*\.npy", "an archive of NumPy (.npz)", "load it by numpy.load, and make a frame."),
    (
        r".*\.lsr",
        "an archive of a LimeSurvey survey (.lsa)",
        "in LimeSurvey, export the responses as CSV.",
    ),
)
_TYPES = (
    ("application/epub+zip", "an e-book (EPUB)"),
    ("application/vnd.oasis.opendocument.text", "a document of OpenDocument (.odt)"),
    ("application/vnd.oasis.opendocument.presentation", "a presentation of OpenDocument (.odp)"),
    ("application/vnd.oasis.opendocument.graphics", "a drawing of OpenDocument (.odg)"),
)
_LONGEST_TYPE = 100


class Member(NamedTuple):
    """A file in an archive: its name, and what it holds."""

    name: str
    content: bytes


def is_archive(data: bytes) -> bool:
    """Return whether a file is a ZIP file that is no workbook.

    Raises
    ------
    FileFormatError
        If it is damaged, or a document that holds no table of answers.
    """
    if not data.startswith((ZIP, _EMPTY_ZIP)):
        return False
    parts, mimetype = _parts(data)
    names = [part.filename for part in parts]
    for name, what in _TYPES:
        if mimetype.startswith(name):
            raise not_read(what, EXPORT_AGAIN)
    if any(_WORKBOOK.fullmatch(name) for name in names):
        return False
    for form, what, hint in _PARTS:
        if any(re.fullmatch(form, name, re.IGNORECASE) for name in names):
            raise not_read(what, hint)
    return True


def _parts(data: bytes) -> tuple[list[zipfile.ZipInfo], str]:
    """Return the parts of a ZIP file, and the type that its first part names."""
    what = "the file begins like a ZIP file, as workbooks do, but is damaged"
    with open_zip(data, what, AGAIN) as archive:
        parts = archive.infolist()
        first = [part for part in parts[:1] if part.filename == "mimetype"]
        small = [part for part in first if part.file_size < _LONGEST_TYPE]
        return parts, "".join(read_part(data, part).decode("latin-1") for part in small)


def unpack(data: bytes) -> list[Member]:
    """Return the files of an archive, without folders and what a system hides among them.

    Raises
    ------
    FileFormatError
        If they need a password, are damaged, or expand beyond what an export needs.
    """
    members = []
    with open_zip(data, "the ZIP archive cannot be unpacked", _UNPACK) as archive:
        parts = [part for part in archive.infolist() if not _is_hidden(part)]
        check_sizes(parts, len(data))
        for part in parts:
            if part.flag_bits & 1:
                raise FileFormatError(
                    "the file is a ZIP archive that is protected by a password.", _UNPACK
                )
            members.append(Member(part.filename, read_part(data, part)))
    return members


def _is_hidden(part: zipfile.ZipInfo) -> bool:
    names = part.filename.replace("\\", "/").split("/")
    return "__MACOSX" in names or names[-1][:1] in {"", ".", "~"}


def is_gzip(data: bytes) -> bool:
    """Return whether a file is compressed by gzip."""
    return data.startswith(_GZIP)


def gunzip(data: bytes) -> bytes:
    """Return what a file holds that is compressed by gzip.

    Raises
    ------
    FileFormatError
        If it is damaged, or expands beyond what an export needs.
    """
    content = bytearray()
    most = most_bytes(len(data))
    rest = data
    while rest.startswith(_GZIP):
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            content += inflate.decompress(rest, most - len(content) + 1)
        except zlib.error as error:
            raise _damaged(str(error)) from error
        if len(content) > most:
            raise too_large(len(data), f"more than {most:,} bytes")
        if not inflate.eof:
            raise _damaged("it ends too early")
        rest = inflate.unused_data.lstrip(b"\0")
    return bytes(content)


def _damaged(why: str) -> FileFormatError:
    return FileFormatError(f"the file is compressed by gzip but is damaged: {why}.", AGAIN)
