"""Opens the files of answers that a command names, and standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import click

from likertkit._checks import read_bytes
from likertkit.io._read import read_content
from likertkit.io._tools import ROW_REASONS, RowReason, Tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.io import Export

STANDARD_INPUT = "standard input"
NO_ROWS = "none"
TOOLS = get_args(Tool)
ROWS_SET_ASIDE = (*ROW_REASONS, NO_ROWS)
# Decisions of the reader without which some answers would count, or count otherwise.
_TOUCHING = frozenset(
    (
        "rows set aside",
        "blank rows",
        "short rows",
        "lines above the headings",
        "lines below the answers",
        "to look at",
        "answers that the structure does not have",
        "layout",
        "not declared missing",
        "weight",
    )
)
_PATH = click.Path(exists=True, dir_okay=False, allow_dash=True)


@attrs.frozen
class AnswerFile:
    """A file of answers.

    Attributes
    ----------
    path : Path or None
        Where it is; None for standard input.
    condition : str
        The condition under which its answers were given, where several files are conditions.
    """

    path: Path | None
    condition: str


def answer_file(value: str) -> AnswerFile:
    """Return the file of an argument.

    The argument is a path, "-" for standard input, or either behind the name of a condition, as
    in pre=a.csv.
    """
    condition, sign, name = value.partition("=")
    if not sign or not condition.strip() or _exists(value):
        name, condition = value, ""
    path = os.fsdecode(_PATH.convert(name, None, None))
    if path == "-":
        return AnswerFile(None, condition or STANDARD_INPUT)
    return AnswerFile(Path(path), condition or Path(path).stem)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    # The system takes no name of any length.
    except (OSError, ValueError):
        return False


@attrs.frozen(kw_only=True)
class Reading:
    """The options that say how files are read, as for :func:`likertkit.read`.

    Attributes
    ----------
    tool, structure, sheet, encoding, separator : optional
        As there.
    set_aside : tuple of str
        The rows that are kept apart; ``none`` for no rows, empty for all that the tool marks.
    """

    tool: Tool | None
    structure: Path | None
    sheet: str | None
    encoding: str | None
    separator: str | None
    set_aside: tuple[str, ...]


def open_files(files: Sequence[AnswerFile], reading: Reading) -> list[Export]:
    """Return what the files hold.

    Raises
    ------
    UsageError
        If standard input is named twice, or rows to set aside contradict each other.
    LikertkitError
        As :func:`likertkit.read` raises.
    """
    if sum(file.path is None for file in files) > 1:
        raise click.UsageError("standard input (-) can be read once only.")
    chosen: Any = tuple(dict.fromkeys(reading.set_aside)) or get_args(RowReason)
    if NO_ROWS in chosen:
        if len(chosen) > 1:
            raise click.UsageError("--set-aside none contradicts the other --set-aside.")
        chosen = ()
    options = attrs.asdict(reading) | {"set_aside": chosen}
    return [read_content(*_content(file), **options) for file in files]


def _content(file: AnswerFile) -> tuple[str, bytes]:
    if file.path is None:
        return STANDARD_INPUT, sys.stdin.buffer.read()
    return file.path.name, read_bytes(file.path)


def decisions_to_know(export: Export) -> list[str]:
    """Return the decisions of the log that touch the answers, a line each."""
    return [
        f"{export.name}, {decision.about}: {decision.decision}"
        for decision in export.log
        if decision.about in _TOUCHING
        or (decision.about == "encoding" and "because" in decision.decision)
        or (decision.about == "sheet" and "not read" in decision.decision)
    ]
