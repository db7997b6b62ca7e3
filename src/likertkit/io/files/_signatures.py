"""What a file is, by its first bytes: files that hold no answers which can be read."""

from __future__ import annotations

import attrs

from likertkit.errors import FileFormatError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXPORT_AGAIN = (
    "export the answers of each respondent from the survey tool, as CSV, XLSX or SPSS (.sav)."
)
_PANDAS = "read it by pandas.{}, and give the frame to lk.Responses."
_SAV = (
    "open it in SPSS and save it as .sav; or read it by pyreadstat.{}, and give the frame to "
    "lk.Responses."
)
_UNPACK = "unpack it, and read the file with the answers."
_IN_R = "in R, write the answers as CSV by write.csv(), or as .sav by haven::write_sav()."
_SAS_MAGIC = bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c"


@attrs.frozen
class Signature:
    """How a kind of file begins.

    Attributes
    ----------
    what : str
        What such a file is.
    hint : str
        What to do with it.
    marks : tuple of (int, bytes)
        Bytes that stand at these places, all of them.
    binary : bool
        Whether a zero byte near the start is part of the proof, where text could begin so too.
    """

    what: str
    hint: str
    marks: tuple[tuple[int, bytes], ...]
    binary: bool = False


def _begins(what: str, hint: str, *starts: bytes, binary: bool = False) -> tuple[Signature, ...]:
    return tuple(Signature(what, hint, ((0, start),), binary) for start in starts)


SIGNATURES: tuple[Signature, ...] = (
    *_begins("a PDF document", EXPORT_AGAIN, b"%PDF-", b"\xef\xbb\xbf%PDF-"),
    *_begins("a document in PostScript", EXPORT_AGAIN, b"%!PS"),
    *_begins("a document in Rich Text Format (RTF)", EXPORT_AGAIN, b"{\\rtf"),
    *_begins("a picture (PNG)", EXPORT_AGAIN, b"\x89PNG\r\n\x1a\n"),
    *_begins("a picture (JPEG)", EXPORT_AGAIN, b"\xff\xd8\xff"),
    *_begins("a picture (GIF)", EXPORT_AGAIN, b"GIF87a", b"GIF89a"),
    *_begins("a picture (TIFF)", EXPORT_AGAIN, b"II*\0", b"MM\0*"),
    *_begins("a picture (BMP)", EXPORT_AGAIN, b"BM", binary=True),
    Signature("a picture (WebP)", EXPORT_AGAIN, ((0, b"RIFF"), (8, b"WEBP"))),
    Signature("a sound (WAV)", EXPORT_AGAIN, ((0, b"RIFF"), (8, b"WAVE"))),
    Signature("a picture (HEIC)", EXPORT_AGAIN, ((4, b"ftyphei"),)),
    Signature("a picture (AVIF)", EXPORT_AGAIN, ((4, b"ftypavif"),)),
    Signature("a film or a sound (MPEG-4)", EXPORT_AGAIN, ((4, b"ftyp"),), binary=True),
    *_begins("a sound (MP3)", EXPORT_AGAIN, b"ID3", binary=True),
    *_begins("a sound (Ogg)", EXPORT_AGAIN, b"OggS", binary=True),
    *_begins("an Apache Parquet file", _PANDAS.format("read_parquet"), b"PAR1"),
    *_begins("a Feather (Arrow) file", _PANDAS.format("read_feather"), b"ARROW1\0", b"FEA1"),
    *_begins("an Apache ORC file", _PANDAS.format("read_orc"), b"ORC", binary=True),
    *_begins("an HDF5 file", _PANDAS.format("read_hdf"), b"\x89HDF\r\n\x1a\n"),
    *_begins(
        "a pickle of Python, which is never opened because it can run code",
        "where it comes from, write the answers as CSV.",
        *(bytes([128, protocol]) for protocol in range(2, 6)),
    ),
    *_begins("an array of NumPy (.npy)", "load it by numpy.load, and make a frame.", b"\x93NUMPY"),
    Signature("a data set of SAS (.sas7bdat)", _PANDAS.format("read_sas"), ((0, _SAS_MAGIC),)),
    *_begins(
        "a transport file of SAS (.xpt)",
        _PANDAS.format("read_sas"),
        b"HEADER RECORD*******LIB",
    ),
    Signature(
        "a portable file of SPSS (.por)", _SAV.format("read_por"), ((0, b"ASCII SPSS PORT FILE"),)
    ),
    *_begins(
        "a file of SPSS that is encrypted", "in SPSS, save it without a password.", b"ENCRYPTED"
    ),
    *_begins("data of R (.RData)", _IN_R, b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n"),
    *_begins("an object of R (.rds)", _IN_R, b"X\n\0\0\0\2", b"X\n\0\0\0\3", b"A\n2\n", b"A\n3\n"),
    *_begins("a database of SQLite", _PANDAS.format("read_sql"), b"SQLite format 3\0"),
    *_begins(
        "a database of Microsoft Access",
        "in Access, export the table with the answers as XLSX or CSV.",
        b"\0\1\0\0Standard Jet DB",
        b"\0\1\0\0Standard ACE DB",
    ),
    *_begins(
        "a MATLAB file", "in MATLAB, write the table by writetable() as CSV.", b"MATLAB 5.0 MAT"
    ),
    *_begins("an archive (7-Zip)", _UNPACK, b"7z\xbc\xaf\x27\x1c"),
    *_begins("an archive (RAR)", _UNPACK, b"Rar!\x1a\x07"),
    *_begins("compressed by bzip2", _UNPACK, *(b"BZh%d1AY&SY" % level for level in range(1, 10))),
    *_begins("compressed by xz", _UNPACK, b"\xfd7zXZ\0"),
    *_begins("compressed by Zstandard", _UNPACK, b"\x28\xb5\x2f\xfd"),
    Signature("an archive (tar)", _UNPACK, ((257, b"ustar"),)),
    *_begins("a program", EXPORT_AGAIN, b"\x7fELF", b"MZ\x90\0", b"#!/"),
    *_begins("a calendar or an address card", EXPORT_AGAIN, b"BEGIN:VCAL", b"BEGIN:VCARD"),
    *_begins("a data table of JMP", "in JMP, export it as CSV.", b"\xff\xff\0\0\7\0\0\0"),
    *_begins("a key or a certificate", EXPORT_AGAIN, b"-----BEGIN "),
)
# A compound file of Microsoft holds streams with names in UTF-16.
_STREAMS = (
    ("Workbook", "", ""),
    ("Book", "", ""),
    (
        "EncryptedPackage",
        "a document of Microsoft Office that is protected by a password",
        "open it in its program, and save it without a password.",
    ),
    ("WordDocument", "a document of Word (.doc)", EXPORT_AGAIN),
    ("PowerPoint Document", "a presentation of PowerPoint (.ppt)", EXPORT_AGAIN),
    ("__properties_version1.0", "an e-mail of Outlook (.msg)", "save what is attached to it."),
)


def refuse_signature(data: bytes) -> None:
    """Raise where the first bytes prove that a file is something else than a table of answers.

    Raises
    ------
    FileFormatError
        If they do; it says what the file is.
    """
    binary = b"\0" in data[:512]
    for its in SIGNATURES:
        if its.binary and not binary:
            continue
        if all(data.startswith(mark, place) for place, mark in its.marks):
            raise not_read(its.what, its.hint)
    if b"SPSS PORT FILE" in data[:300] and data[:40].isascii():
        raise not_read("a portable file of SPSS (.por)", _SAV.format("read_por"))
    if data.startswith(OLE):
        for stream, what, hint in _STREAMS:
            if stream.encode("utf-16-le") in data:
                if what:
                    raise not_read(what, hint)
                return
        raise not_read(
            "a compound file of Microsoft (OLE) in which no workbook is found", EXPORT_AGAIN
        )


def not_read(what: str, hint: str) -> FileFormatError:
    """Return the error that says what a file is."""
    return FileFormatError(
        f"the file is {what}, which lk.read does not read; it reads tables of answers: text such "
        f"as CSV, workbooks, and files of SPSS (.sav) and Stata (.dta).",
        hint,
    )
