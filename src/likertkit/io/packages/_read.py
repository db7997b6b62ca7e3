"""Files of SPSS and Stata, by pyreadstat."""

from __future__ import annotations

import codecs
import contextlib
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.errors import ArgumentError, FileFormatError, MissingExtraError
from likertkit.io.packages._log import say_declared, say_file, say_utf8
from likertkit.io.packages._sav import read_layout
from likertkit.io.packages._variable import (
    PackageFile,
    Variable,
    as_plain,
    read_column,
    sort_codes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.io.files._sheet import Log
    from likertkit.io.packages._dates import Package
    from likertkit.io.packages._sav import Layout
    from likertkit.io.packages._variable import Code

_SPSS = (b"$FL2", b"$FL3")
_STATA = b"<stata_dta>"
_STATA_13 = b"<stata_dta><header><release>117<"
_OLD_STATA = range(102, 116)
# What a survey never reaches: a file that does is made to fill the memory. A compressed file of
# a real survey has about ten values a byte, at the most.
_MOST_VALUES = 50_000_000
_MOST_PER_BYTE = 40
# Where a file does not say how many rows it has, pyreadstat makes room for so many.
_ROOM = 100_000
_MOST_ROOM = 400_000_000
# In this order, where the text is not what the file declares; every byte is a letter of the last.
_FALLBACKS = ("utf-8", "cp1252", "iso-8859-1")
_ICONV = {"mac-roman": "MACINTOSH", "utf-8-sig": "UTF-8", "cp1252": "WINDOWS-1252"}
_MEASURES = {"nominal", "ordinal", "scale"}


def package_of(data: bytes) -> Package | None:
    """Return whose file the bytes begin like, None if neither SPSS's nor Stata's."""
    if data.startswith(_SPSS):
        return "spss"
    old = len(data) > 3 and data[0] in _OLD_STATA and data[1] in {1, 2} and data[2:4] == b"\1\0"
    return "stata" if old or data.startswith(_STATA) else None


def read_package(data: bytes, package: Package, log: Log, encoding: str | None) -> PackageFile:
    """Return what a file of SPSS or Stata holds.

    Raises
    ------
    MissingExtraError
        If pyreadstat is not installed.
    FileFormatError
        If the file is damaged, or declares more values than its bytes can hold.
    ArgumentError
        If Python knows no such encoding.
    """
    try:
        import pyreadstat
    except ImportError as error:
        raise MissingExtraError("Reading an SPSS or Stata file", "pyreadstat", "io") from error
    layout = read_layout(data) if package == "spss" else None
    reader = pyreadstat.read_sav if package == "spss" else pyreadstat.read_dta
    with tempfile.TemporaryDirectory() as folder:
        # A copy whose name any system can open, and which is what was checked.
        file = Path(folder, "file")
        file.write_bytes(data)
        attempt = _Attempt(reader, str(file), package, len(data), layout)
        raw, meta, used = _try_encodings(attempt, encoding)
    n_rows = len(next(iter(raw.values()), ()))
    columns = tuple(
        read_column(
            _variable(meta, name),
            raw[name],
            meta.missing_user_values.get(name, ()) if package == "stata" else (),
            package,
        )
        for name in meta.column_names
    )
    if encoding is None:
        used += say_utf8(columns, _declared_codec(meta, data))
    say_file(log, package, n_rows, meta, used)
    made = PackageFile(
        package, n_rows, columns, getattr(meta, "mr_sets", None) or {}, _weight(layout, meta)
    )
    say_declared(log, made)
    return made


@attrs.frozen
class _Attempt:
    """The file and what is called with it."""

    reader: Any
    path: str
    package: Package
    size: int
    layout: Layout | None

    def read(self, encoding: str | None) -> tuple[Mapping[str, list[Any]], Any]:
        """Return the columns and what is declared of them, read in an encoding.

        Raises
        ------
        UnicodeError
            If the text is not in this encoding.
        FileFormatError
            If the file is damaged.
        """
        if self.layout is not None and not self.layout.can_be_read(encoding):
            raise UnicodeError
        spelled = None if encoding is None else _ICONV.get(encoding, encoding)
        _, meta = self._call(encoding=spelled, metadataonly=True)
        limit = self._row_limit(meta)
        raw, meta = self._call(
            encoding=spelled,
            row_limit=limit,
            user_missing=True,
            output_format="dict",
            disable_datetime_conversion=True,
        )
        names = meta.column_names
        if not all(names) or list(raw) != names:
            raise self.damaged("has variables without a name of their own")
        if len(next(iter(raw.values()), ())) >= limit:
            raise self.damaged("expands to more values than a survey has")
        return raw, meta

    def _call(self, **options: object) -> tuple[Mapping[str, list[Any]], Any]:
        try:
            with warnings.catch_warnings():
                # Of names that stand twice, for which an error is raised.
                warnings.simplefilter("ignore")
                return self.reader(self.path, **options)  # type: ignore[no-any-return]
        except UnicodeError:
            raise
        except Exception as error:
            if "invalid byte sequence" in str(error):
                raise UnicodeError from error
            raise self.damaged(f"cannot be read: {error}") from error

    def _row_limit(self, meta: Any) -> int:
        """Return one row more than the file can have; raise if it declares more."""
        width: int = max(1, meta.number_columns)
        n_rows: int | None = meta.number_rows
        # A value of Stata takes a byte at least.
        most = self.size if self.layout is None else max(_MOST_VALUES, self.size * _MOST_PER_BYTE)
        if n_rows is None:
            if width * _ROOM > _MOST_ROOM:
                raise self.damaged(
                    f"has {width:,} variables and does not say how many rows there are"
                )
        elif n_rows * width > most:
            raise self.damaged(
                f"declares {n_rows:,} rows of {width:,} variables, which its "
                f"{self.size:,} bytes cannot hold"
            )
        return (most // width if n_rows is None else n_rows) + 1

    def damaged(self, what: str) -> FileFormatError:
        """Return the error that says what is wrong with the file."""
        title = "SPSS" if self.package == "spss" else "Stata"
        return FileFormatError(
            f"the {title} file {what.rstrip('.')}.",
            f"open it in {title} and save it again, or export the answers as CSV.",
        )


def _try_encodings(
    attempt: _Attempt, encoding: str | None
) -> tuple[Mapping[str, list[Any]], Any, str]:
    """Return what the file holds, and how its text was read."""
    if encoding is not None:
        name = _check_encoding(encoding)
        try:
            return *attempt.read(name), name
        except UnicodeError:
            raise FileFormatError(
                f"the text of the file cannot be read as {encoding}.",
                "leave `encoding=` out, or name the encoding in which the file was written.",
            ) from None
    with contextlib.suppress(UnicodeError):
        raw, meta = attempt.read(None)
        return raw, meta, str(meta.file_encoding or "as Stata declares it")
    for name in _FALLBACKS:
        with contextlib.suppress(UnicodeError):
            why = (
                f"{name}, because the text is not in the encoding that the file declares; if "
                f"letters look wrong, name the encoding, as in encoding='cp1250'"
            )
            return *attempt.read(name), why
    raise attempt.damaged("has text in no encoding that is known")


def _declared_codec(meta: Any, data: bytes) -> str:
    """Return the encoding that a file declares, as Python names it; empty for UTF-8."""
    name = meta.file_encoding or ""
    if data[0] in _OLD_STATA or data.startswith(_STATA_13):
        # They say nothing; Stata itself wrote Windows-1252.
        name = "cp1252"
    with contextlib.suppress(LookupError, ValueError):
        codec = codecs.lookup(name).name
        return "" if codec == "utf-8" else codec
    return ""


def _check_encoding(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    # Of a name with a null character: a ValueError; of what is no text: a TypeError.
    except (LookupError, ValueError, TypeError):
        raise ArgumentError(
            f"encoding={encoding!r} is not a text encoding that Python knows.",
            "try 'utf-8' or 'cp1252'.",
        ) from None


def _variable(meta: Any, name: str) -> Variable:
    """Return what is declared of a variable."""
    is_text = meta.readstat_variable_types[name].startswith("string")
    labels: dict[Code, str] = {}
    for value, label in meta.variable_value_labels.get(name, {}).items():
        if is_text or not isinstance(value, str):
            plain = value if is_text else as_plain(value)
            if plain is not None:
                labels[plain] = label
        else:
            labels[f".{value}"] = label
    ranges: Sequence[Mapping[str, Any]] = meta.missing_ranges.get(name, ())
    measure = meta.variable_measure.get(name)
    return Variable(
        name=name,
        label=meta.column_names_to_labels[name] or "",
        labels=tuple((value, labels[value]) for value in _in_order(labels, is_text=is_text)),
        missing=tuple(
            (low, high)
            for low, high in ((_end(found["lo"]), _end(found["hi"])) for found in ranges)
            if low is not None and high is not None
        ),
        measure=measure if measure in _MEASURES else "unknown",
        format=meta.original_variable_types[name] or "",
        is_text=is_text,
    )


def _end(value: Code) -> Code | None:
    return value if isinstance(value, str) else as_plain(value)


def _in_order(labels: Mapping[Code, str], *, is_text: bool) -> Sequence[Code]:
    return list(labels) if is_text else sort_codes(labels)


def _weight(layout: Layout | None, meta: Any) -> str:
    """Return the name of the variable that weights the cases of an SPSS file.

    The parts of a very long text count as variables in the file, and not behind pyreadstat: so
    the place tells the name where there are none, and else the dictionary does.
    """
    if layout is None or layout.weight not in layout.starts:
        return ""
    names: list[str] = meta.column_names
    if len(layout.starts) == len(names):
        return names[layout.starts.index(layout.weight)]
    name = layout.weight_name.decode("utf-8", "replace").casefold()
    return next((known for known in names if known.casefold() == name), "")
