"""Many tables of results in one file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from likertkit._checks import as_path, write_bytes
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results import Table
from likertkit.results.documents._printed import plain_line
from likertkit.results.documents._xlsx import Index, Sheet, workbook
from likertkit.tables.methods._references import package_version

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

_ENDINGS = (".xlsx",)
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# Excel keeps these for itself.
_TAKEN: tuple[str, ...] = ("index", "history")


def report(
    results: Table[Any] | Iterable[Table[Any]] | Mapping[str, Table[Any]],
    path: str | os.PathLike[str],
    *,
    title: str = "",
) -> None:
    r"""Write tables of results into one Excel workbook, a sheet each.

    Parameters
    ----------
    results : Table, iterable of Table, or mapping of str to Table
        The tables; the keys of a mapping name the sheets.
    path : path-like
        The file, which ends in ``.xlsx``; an existing file is replaced.
    title : str, optional
        What stands above the index.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If there is no table, something else is among the tables, or the path has another ending.
    MissingExtraError
        If XlsxWriter is not installed: it is in the extra ``office``.
    FileAccessError
        If the file cannot be written.

    Notes
    -----
    The first sheet is an index: each table with its number of rows and its notes, and a link to its
    sheet.  A name of a sheet has at most 31 characters and none of ``[ ] : * ? / \``: other names
    are changed, and the index has them whole.

    Examples
    --------
    >>> import likertkit as lk, pathlib, tempfile
    >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial)
    >>> path = pathlib.Path(tempfile.mkdtemp(), "trial.xlsx")
    >>> lk.report({"Means": lk.means(tally), "Answers": lk.frequencies(tally)}, path)
    >>> path.stat().st_size > 0
    True
    """
    file = as_path(path)
    if file.suffix.lower() not in _ENDINGS:
        raise ArgumentError(
            f"path={str(path)!r} does not end like a report.",
            f"write a path that ends in {' or '.join(_ENDINGS)}.",
        )
    if not isinstance(title, str):
        raise ArgumentTypeError(
            f"title={title!r} is not a text.", "pass `title` as a text, such as 'The trial'."
        )
    named = _named(results)
    names = sheet_names([name for name, _ in named])
    sheets = [
        Sheet(name, table._printed())  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - a form of its own
        for name, (_, table) in zip(names, named, strict=True)
    ]
    index = Index(
        title or "Results",
        ("table", "title", "rows", "notes"),
        tuple((name, table.title, len(table), " ".join(table.notes)) for name, table in named),
        tuple(names),
        (f"Made with likertkit {package_version('likertkit')}".strip() + ".",),
    )
    write_bytes(file, workbook(sheets, index))


def _named(results: object) -> list[tuple[str, Table[Any]]]:
    """Return the tables, each with its name."""
    if isinstance(results, Table):
        named: list[tuple[object, object]] = [(results.title, results)]
    elif isinstance(results, Mapping):
        named = list(results.items())
    elif isinstance(results, Iterable) and not isinstance(results, str | bytes):
        named = [(getattr(table, "title", ""), table) for table in results]
    else:
        raise ArgumentTypeError(
            f"results of type {type(results).__name__} are not tables.",
            "pass a table, a list of tables, or a dict from name to table.",
        )
    if not named:
        raise ArgumentError("results has no table.", "pass at least one table.")
    found = []
    for name, table in named:
        if not isinstance(name, str) or not isinstance(table, Table):
            wrong = name if not isinstance(name, str) else table
            raise ArgumentTypeError(
                f"results has a {type(wrong).__name__}; expected a name (text) with a Table.",
                "pass what lk.means() and the other functions return.",
            )
        found.append((name, table))
    return found


def sheet_names(names: Sequence[str]) -> list[str]:
    """Return names that a workbook takes, no two alike."""
    made: list[str] = []
    taken: set[str] = set(_TAKEN)
    for name in names:
        valid = " ".join(_NOT_IN_NAMES.sub(" ", plain_line(name)).split()).strip("' ")
        base = valid or "Table"
        free, number = _cut(base, _LONGEST_NAME), 1
        while free.casefold() in taken:
            number += 1
            ending = f" {number}"
            free = _cut(base, _LONGEST_NAME - len(ending)) + ending
        taken.add(free.casefold())
        made.append(free)
    return made


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many units of UTF-16."""
    units = text.encode("utf-16-le")[: 2 * most]
    return units.decode("utf-16-le", "ignore").strip("' ")
