"""Writing for SPSS."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit._checks import as_path, write_bytes
from likertkit._text import counted, join_words
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    LikertkitWarning,
    MissingExtraError,
)
from likertkit.io._export import Export
from likertkit.io.packages._from_export import columns_of_export
from likertkit.io.packages._from_responses import columns_of_responses
from likertkit.io.packages._names import cut_bytes, spss_names
from likertkit.responses import Responses

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import pandas as pd

    from likertkit.io.packages._written import WrittenColumn

_ENDINGS = (".sav", ".zsav")
# In bytes: what SPSS keeps of a question, of a value's label and of an answer.
_LONGEST_LABEL = 256
_LONGEST_VALUE_LABEL = 120
_LONGEST_TEXT = 32_767
_MOST_NAMED = 6


def write_spss(data: Responses | Export, path: str | os.PathLike[str]) -> None:
    """Write answers as an SPSS file, with the questions, the labels and what is missing.

    Parameters
    ----------
    data : Responses or Export
        The answers. Those of responses become the codes of their scales, whose labels stand with
        them; each reason why an answer is missing is a user-missing value of its own, and a blank
        is system-missing. The other columns of the frame are written as they are. An export that
        was read from an SPSS file is written as it declares its variables.
    path : str or path
        The file; it ends in ``.sav``, or in ``.zsav``, which is compressed.

    Raises
    ------
    MissingExtraError
        If pyreadstat is not installed.
    ArgumentError
        If the path has another ending, an engine holds the rows, or there are more missing codes
        than SPSS can declare.
    ArgumentTypeError
        If *data* are neither responses nor an export.
    FileAccessError
        If the file cannot be written.

    Warns
    -----
    LikertkitWarning
        If SPSS does not take a name or the length of a text, if a reason had no code and was given
        one (the next below the scale and below 0), or if something cannot be written, such as sets
        of multiple responses.

    Notes
    -----
    Names have at most 64 bytes there, questions 256, labels of values 120 and answers 32,767.
    Codes are written as answered, whatever the view of the scores.  Text that begins with a sign
    such as ``=`` is no formula in SPSS.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd, tempfile, pathlib
    >>> scale = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Refused": 97})
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale, text="The text is clear.")])
    >>> answers = lk.Responses(pd.DataFrame({"clear": ["Agree", "Refused", None]}), trial)
    >>> path = pathlib.Path(tempfile.mkdtemp(), "trial.sav")
    >>> lk.write_spss(answers, path)
    >>> export = lk.read(path)
    >>> export.frame["clear"].tolist()
    [4, 97, None]
    >>> export.questions["clear"].text, export.questions["clear"].missing
    ('The text is clear.', ('Refused',))
    """
    file = as_path(path)
    if file.suffix.lower() not in _ENDINGS:
        raise ArgumentError(
            f"path={str(path)!r} does not end like an SPSS file.",
            "write a path that ends in .sav, or in .zsav for a compressed file.",
        )
    if isinstance(data, Responses):
        columns, said = columns_of_responses(data)
    elif isinstance(data, Export):
        columns, said = columns_of_export(data)
    else:
        raise ArgumentTypeError(
            f"data of type {type(data).__name__} are neither Responses nor an Export.",
            "bind the frame first: lk.Responses(frame, instrument).",
        )
    content, more = _content(columns, compress=file.suffix.lower() == ".zsav")
    for sentence in (*said, *more):
        warnings.warn(f"{file.name}: {sentence}.", LikertkitWarning, stacklevel=2)
    write_bytes(file, content)


def _content(columns: Sequence[WrittenColumn], *, compress: bool) -> tuple[bytes, list[str]]:
    """Return the bytes of the file, and what must be said of names and lengths."""
    try:
        import pyreadstat
    except ImportError as error:
        raise MissingExtraError("Writing an SPSS file", "pyreadstat", "io") from error
    write: Any = pyreadstat.write_sav
    names = spss_names(column.name for column in columns)
    said = _said_of_names(names)
    short = _Shortened()
    by_name = {names[column.name]: column for column in columns}
    frame = _frame(by_name, short)
    labels = {
        name: {
            value if isinstance(value, str) else float(value): short.cut(
                label, _LONGEST_VALUE_LABEL
            )
            for value, label in column.labels.items()
        }
        for name, column in by_name.items()
        if column.labels
    }
    questions = {
        name: short.cut(column.label, _LONGEST_LABEL)
        for name, column in by_name.items()
        if column.label
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.sav")
        try:
            write(
                frame,
                str(path),
                compress=compress,
                column_labels=questions,
                variable_value_labels=labels,
                missing_ranges={
                    name: [{"lo": low, "hi": high} for low, high in column.missing]
                    for name, column in by_name.items()
                    if column.missing
                },
                variable_measure={name: column.measure for name, column in by_name.items()},
                variable_format={
                    name: column.format for name, column in by_name.items() if column.format
                },
            )
        except Exception as error:
            raise ArgumentError(
                f"SPSS cannot hold these data: {str(error).rstrip('.')}.",
                "write fewer columns, or report what could not be written.",
            ) from error
        content = path.read_bytes()
    return content, [*said, *short.sentences()]


class _Shortened:
    """Texts that are cut to the length that SPSS takes, and how many were."""

    def __init__(self) -> None:
        self.n = 0
        self.first = ""

    def cut(self, text: str, most: int) -> str:
        """Return a text as SPSS takes it."""
        cut = cut_bytes(text, most)
        if cut != text:
            self.n += 1
            self.first = self.first or text
        return cut

    def sentences(self) -> list[str]:
        """Return what must be said."""
        if not self.n:
            return []
        return [f"{counted(self.n, 'text')} cut to what SPSS takes, the first: {self.first[:40]!r}"]


def _frame(columns: dict[str, WrittenColumn], short: _Shortened) -> pd.DataFrame:
    import pandas as pd

    made: dict[str, pd.Series[Any]] = {}
    for name, column in columns.items():
        if column.is_text:
            texts = [short.cut(str(text or ""), _LONGEST_TEXT) for text in column.cells]
            made[name] = pd.Series(texts, dtype="string")
        else:
            numbers = [np.nan if value is None else value for value in column.cells]
            made[name] = pd.Series(numbers, dtype=np.float64)
    return pd.DataFrame(made)


def _said_of_names(names: dict[str, str]) -> list[str]:
    changed = [(old, new) for old, new in names.items() if old != new]
    if not changed:
        return []
    shown = [f"{old!r} is {new}" for old, new in changed[:_MOST_NAMED]]
    rest = len(changed) - len(shown)
    shown += [f"{rest} more"] if rest else []
    return [
        f"SPSS does not take the names of {counted(len(changed), 'column')}: {join_words(shown)}"
    ]
