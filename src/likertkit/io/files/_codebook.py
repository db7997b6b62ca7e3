"""Tables that describe variables: codebooks, whose rows are questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from likertkit.errors import FileFormatError
from likertkit.instrument._labels import normalize_label
from likertkit.io.files._sheet import as_text, is_blank

if TYPE_CHECKING:
    from likertkit.io.files._sheet import Sheet

_MOST_ROWS = 300
_NAMES = frozenset(
    ("variable", "variable name", "variable names", "varname", "var name", "var", "field name",
     "variable / field name", "column", "column name", "column_name", "question id",
     "question code", "question number", "item code", "name", "variablenname", "nom de variable")
)  # fmt: skip
_TEXTS = frozenset(
    ("label", "variable label", "description", "question", "question text", "text", "field label",
     "definition", "meaning", "wording", "beschreibung", "frage", "item text", "full question")
)  # fmt: skip
_KINDS = frozenset(
    ("type", "values", "value labels", "value", "levels", "coding", "codes", "scale", "measure",
     "measurement level", "data type", "field type", "options", "response options", "answers",
     "choices", "format", "width", "decimals", "missing", "missing values", "role", "label",
     "notes", "units", "unit", "range", "allowed values")
)  # fmt: skip
_CODE = re.compile(r"[A-Za-z][\w.\[\]]*")


def refuse_codebook(sheet: Sheet) -> None:
    """Raise where a table lists variables and what they mean.

    Its first column has names that differ, and its headings say that a label stands beside each.

    Raises
    ------
    FileFormatError
        If it does.
    """
    rows = [[("" if is_blank(cell) else as_text(cell)).strip() for cell in row]
            for row in sheet.rows[:_MOST_ROWS]]  # fmt: skip
    head, *body = [row for row in rows if any(row)] or [[]]
    heads = [normalize_label(cell) for cell in head]
    if not heads or heads[0] not in _NAMES:
        return
    others = {*heads[1:]} - {""}
    n_known = len(others & (_TEXTS | _KINDS))
    # A person has a name too.
    fewest = len(others) if heads[0] == "name" else max(2, len(others) / 2)
    if not others & _TEXTS or n_known < fewest:
        return
    names = [row[0] for row in body if row[0]]
    if len({*names}) < 2 or not all(map(_CODE.fullmatch, names)):
        return
    raise FileFormatError(
        f"the file is a codebook: its rows are variables, such as {names[0]!r}, and its headings "
        f"are {', '.join(map(repr, head[:4]))}.",
        "read the file with the answers; the codebook helps to write the instrument.",
    )
