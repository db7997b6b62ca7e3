"""Labels of LimeSurvey's syntax files, which put the row of a grid before the question."""

from __future__ import annotations

from likertkit.io._columns import plain_text


def split_row(label: str, name: str) -> tuple[str, str]:
    """Return the question and the row that ``[row] question`` names.

    A row may hold brackets itself.  The *name* of a column of a row has an underscore.
    """
    label = plain_text(label)
    if not label.startswith("[") or "_" not in name:
        return label, ""
    depth = 0
    for place, sign in enumerate(label):
        depth += (sign == "[") - (sign == "]")
        if depth == 0:
            text = label[place + 1 :].strip()
            return (text, label[1:place].strip()) if text else (label, "")
    return label, ""
