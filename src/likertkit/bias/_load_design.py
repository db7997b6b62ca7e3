"""A study design read from a file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import attrs

from likertkit._checks import as_path, read_bytes
from likertkit.bias._study_design import StudyDesign
from likertkit.bias.design._conditions import Cohort, Condition
from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    import os

_TABLES = (("conditions", Condition), ("cohorts", Cohort))


def load_design(path: str | os.PathLike[str]) -> StudyDesign:
    """Read a study design from a TOML file.

    Parameters
    ----------
    path : str or path
        The file: the fields of :class:`StudyDesign` as keys, with a table for each of
        ``[[conditions]]`` and ``[[cohorts]]``, whose keys are the fields of :class:`Condition`
        and :class:`Cohort`.

    Returns
    -------
    StudyDesign
        The design.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    FileFormatError
        If the file is not TOML, or a key is not a field.
    DefinitionError, ArgumentError, ArgumentTypeError
        If the design contradicts itself.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from likertkit.bias import load_design
    >>> text = '''
    ... invited = 57
    ... responded = 51
    ... [[conditions]]
    ... name = "virtual"
    ... period = "2020-03/2020-08"
    ... [[cohorts]]
    ... name = "ST"
    ... size = 57
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "design.toml")
    ...     _ = file.write_text(text, encoding="utf-8")
    ...     load_design(file).response_rate.exact
    Fraction(17, 19)
    """
    file = as_path(path)
    name = file.name
    content = read_bytes(file)
    try:
        read: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    # A number of thousands of digits is a plain ValueError, as errors of TOML and UTF-8 are too.
    except (ValueError, RecursionError) as error:
        raise FileFormatError(
            f"{name} cannot be read as TOML: {error}.", "write each key as `invited = 57`."
        ) from None
    fields = {field.name for field in attrs.fields(StudyDesign)}
    _check_keys(read, fields, name)
    for key, kind in _TABLES:
        if key in read:
            read[key] = tuple(
                _record(table, kind, f"{name}, [[{key}]]") for table in _list(read[key], key)
            )
    if "conditions" not in read:
        raise FileFormatError(
            f"{name} has no [[conditions]] table; expected at least one.",
            'for a survey without a comparison, write one [[conditions]] table: name = "survey".',
        )
    return StudyDesign(**read)


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise FileFormatError(
            f"{key} is {value!r}; expected tables.", f"start each table with a line [[{key}]]."
        )
    return value


def _record(given: object, kind: type[Any], where: str) -> Any:
    fields = {field.name for field in attrs.fields(kind)}
    if not isinstance(given, dict):
        raise FileFormatError(
            f"{where} contains {given!r}; expected a table of keys.", 'begin with name = "…".'
        )
    _check_keys(given, fields, where)
    missing = [name for name in ("name", "size") if name in fields and name not in given]
    if missing:
        raise FileFormatError(
            f"{where} lacks {', '.join(missing)}.",
            "each table needs a name, and each cohort needs its size.",
        )
    return kind(**given)


def _check_keys(given: dict[str, Any], fields: set[str], where: str) -> None:
    unknown = [key for key in given if key not in fields]
    if unknown:
        raise FileFormatError(
            f"{where} has the key {', '.join(map(repr, unknown))}; expected one of "
            f"{', '.join(sorted(fields))}.",
            "use the field names of the Python classes.",
        )
