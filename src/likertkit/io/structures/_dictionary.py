"""REDCap's data dictionary."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io._columns import plain_text
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._sheet import Log
from likertkit.io.structures._facts import Facts, read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.io._kinds import QuestionKind
    from likertkit.io.structures._facts import Option

_HEADINGS = ("variable / field name", "field type", "field label")
# The headings that the API writes, and those that the website writes.
_OF_API = {
    "field_name": "variable / field name",
    "section_header": "section header",
    "field_type": "field type",
    "field_label": "field label",
    "select_choices_or_calculations": "choices, calculations, or slider labels",
    "text_validation_type_or_show_slider_number": "text validation type or show slider number",
    "matrix_group_name": "matrix group name",
}
_CHOICES = "choices, calculations, or slider labels"
_VALIDATION = "text validation type or show slider number"
_SEPARATORS = ",;\t"
_HEAD = 1 << 11
_BETWEEN = re.compile(r"\||\\n|\n")
_NO_CODE_SIGN = re.compile(r"[^a-z0-9_]")
_KINDS: dict[str, QuestionKind] = {
    "radio": "choice",
    "dropdown": "choice",
    "checkbox": "select-all",
    "text": "text",
    "notes": "text",
    "yesno": "choice",
    "truefalse": "choice",
    "slider": "number",
    "calc": "number",
}
_FIXED: dict[str, tuple[Option, ...]] = {
    "yesno": ((1, "Yes"), (0, "No")),
    "truefalse": ((1, "True"), (0, "False")),
}
# Fields that are shown and hold no answer.
_SHOWN = frozenset({"descriptive"})


def is_dictionary(data: bytes) -> bool:
    """Return whether the first line of a file has the headings of a dictionary."""
    head = re.split(r"[\r\n]", _start(data).lstrip("\ufeff"), maxsplit=1)[0].casefold()
    return all(heading in head for heading in _HEADINGS) or all(
        heading in head for heading, meant in _OF_API.items() if meant in _HEADINGS
    )


def _start(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data[:_HEAD].decode(encoding, errors="ignore")
    return data[:_HEAD].decode("utf-8", errors="ignore")


def read_dictionary(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a dictionary's fields.

    Raises
    ------
    FileFormatError
        If a cell is quoted wrongly.
    """
    text = as_utf8(data, None, Log()).decode()
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise FileFormatError(
            f"{name} is quoted wrongly: {error}.", "export the data dictionary again."
        ) from error
    head = [_OF_API.get(heading, heading) for heading in map(normalize_label, rows[0])]
    fields = [dict(zip(head, row, strict=False)) for row in rows[1:]]
    stems: dict[str, str] = {}
    for field in fields:
        if grid := field.get("matrix group name", "").strip():
            stems.setdefault(grid, plain_text(field.get("section header", "")))
    for field in fields:
        code = field.get(_HEADINGS[0], "").strip()
        if code and field.get("field type", "") not in _SHOWN:
            yield from _read_field(field, code, stems)


def _read_field(
    field: dict[str, str], code: str, stems: dict[str, str]
) -> Iterator[tuple[str, Facts]]:
    kind = field.get("field type", "")
    words = plain_text(field.get("field label", ""))
    choices = _choices(field.get(_CHOICES, "")) if kind not in {"calc", "slider"} else ()
    if kind == "checkbox":
        for option, label in choices:
            # A column's name has small letters, digits and underscores only: -1 is written _1.
            suffix = _NO_CODE_SIGN.sub("_", str(option).lower())
            yield f"{code}___{suffix}", Facts(words, label, "select-all")
        return
    stem = stems.get(field.get("matrix group name", "").strip(), "")
    its_kind = _KINDS.get(kind)
    if kind == "text":
        its_kind = _kind_of_text(field.get(_VALIDATION, "").strip().casefold())
    text, part = (stem, words) if stem else (words, "")
    yield code, Facts(text, part, its_kind, _FIXED.get(kind, choices))


def _kind_of_text(validation: str) -> QuestionKind:
    """Return what a box of text holds, by the check that the form does on it."""
    if validation.startswith(("integer", "number")):
        return "number"
    return "date" if validation.startswith(("date", "time")) else "text"


def _choices(text: str) -> tuple[Option, ...]:
    """Return the options that are written as ``1, Never | 2, Sometimes, or less``."""
    found = []
    for piece in _BETWEEN.split(text):
        code, comma, label = piece.partition(",")
        if comma and code.strip():
            found.append((read_code(code.strip()), plain_text(label)))
    return tuple(found)
