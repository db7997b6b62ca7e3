"""Writing for SPSS."""

from __future__ import annotations

import re
import tempfile
import unicodedata
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
from likertkit.instrument._score_item import refuse_scores
from likertkit.io._export import Export
from likertkit.io.packages._columns import columns_of_export, columns_of_responses
from likertkit.responses import Responses

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from likertkit.io.packages._columns import WrittenColumn

_ENDINGS = (".sav", ".zsav")
# In bytes: what SPSS keeps of a question, of a value's label and of an answer.
_LONGEST_LABEL = 256
_LONGEST_VALUE_LABEL = 120
_LONGEST_TEXT = 32_767
_MOST_NAMED = 6
# What a name in SPSS may be.
_LONGEST_NAME = 64
_RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
_SIGNS = frozenset("._$#@")
_UNDERLINES = re.compile(r"_{2,}")


def write_spss(data: Responses | Export, path: str | os.PathLike[str]) -> None:
    """Write answers as an SPSS file, with the questions, the labels and what is missing.

    Parameters
    ----------
    data : Responses or Export
        The answers. Those of responses become the codes of their scales, whose labels stand with
        them; each reason why an answer is missing is a user-missing value of its own, and a blank
        is system-missing. The other columns of the frame are written as they are. Of responses
        that are narrowed by ``where`` the rows of the domain are written. An export that
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
        one (the next below the scale and below 0), or if something is not written: sets of
        multiple responses, rows that are set aside or outside a domain, which column weights the
        cases, weights that were made, and the reversal of a view.

    Notes
    -----
    Names have at most 64 bytes there, questions 256, labels of values 120 and answers 32,767.
    Codes are written as answered, whatever the view of the scores.  Whole numbers beyond 2 to the
    power of 53, such as long numbers of respondents, are written as text, digit for digit.  Text
    that begins with a sign such as ``=`` is not a formula in SPSS.

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
        refuse_scores(
            data.instrument,
            "write_spss()",
            "write the responses; `scores.to_frame()` has the scores for other libraries.",
        )
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


def cut_bytes(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many bytes, no character cut in two."""
    # A null character ends a text in SPSS, and half of a surrogate pair cannot be written.
    plain = text.replace("\0", "").encode("utf-8", "replace")
    return plain[:most].decode("utf-8", "ignore")


def spss_names(names: Iterable[str]) -> dict[str, str]:
    """Return the name in SPSS of each column: its own, where SPSS takes it.

    A name has at most 64 bytes, begins with a letter, goes on with letters, digits and the signs
    ``._$#@``, does not end with a point and is not a reserved word. Upper and lower case count
    as the same.
    """
    wanted = {name: _valid(name) for name in names}
    # A name that may stay is not moved for a name that was made.
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name, valid in wanted.items():
        if name == valid and name.casefold() not in taken:
            given[name] = name
            taken.add(name.casefold())
    for name, valid in wanted.items():
        if name not in given:
            given[name] = _free(valid, taken)
            taken.add(given[name].casefold())
    return {name: given[name] for name in wanted}


def _valid(name: str) -> str:
    signs = "".join(sign if _may_stand(sign) else "_" for sign in name)
    if signs != name:
        signs = _UNDERLINES.sub("_", signs)
    if not signs[:1].isalpha():
        signs = f"v{signs}"
    signs = cut_bytes(signs, _LONGEST_NAME).rstrip(".")
    return f"{signs}_" if signs.casefold() in _RESERVED else signs


def _may_stand(sign: str) -> bool:
    return sign in _SIGNS or sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc"}


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken: with a number behind it, if need be."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        ending = f"_{number}"
        free = cut_bytes(name, _LONGEST_NAME - len(ending)) + ending
    return free
