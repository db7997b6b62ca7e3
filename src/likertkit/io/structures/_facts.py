"""What a file of structure says of a column of answers, its codes and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from likertkit.io._columns import plain_text

if TYPE_CHECKING:
    from likertkit.io._kinds import QuestionKind

Code = int | str
Option = tuple[Code, str]
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")


@attrs.frozen
class Facts:
    """What a file of structure says of a column.

    Attributes
    ----------
    text : str
        The question.
    part : str
        The row or the option beside it.
    kind : str or None
        What its answers are; None where the answers must tell.
    options : tuple of (code, str)
        The codes and labels of the options, in the order of the questionnaire.
    wordings : tuple of tuple of str
        Other wordings of each option, such as in another language; empty where there are none.
    missing : tuple of code or (float, float)
        The codes, and the ranges of codes, that are declared as missing.
    is_optional : bool
        Whether the tool writes the column in some of its exports only.
    """

    text: str
    part: str
    kind: QuestionKind | None
    options: tuple[Option, ...] = ()
    wordings: tuple[tuple[str, ...], ...] = ()
    missing: tuple[Code | tuple[float, float], ...] = ()
    is_optional: bool = False

    def is_missing(self, code: Code) -> bool:
        """Return whether a code is declared as missing."""
        return any(
            isinstance(code, int) and its[0] <= code <= its[1]
            if isinstance(its, tuple)
            else its == code
            for its in self.missing
        )


def read_code(text: str) -> Code:
    """Return a code as a whole number where it is written as such."""
    return int(text) if _WHOLE.fullmatch(text) else text


def split_row(label: str, name: str) -> tuple[str, str]:
    """Return the question and the row that ``[row] question`` names.

    So LimeSurvey's syntax files have it.  A row may hold brackets itself.  The *name* of a column
    of a row has an underscore.
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
