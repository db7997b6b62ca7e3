"""Errors, warnings and notes, in the words of the command line."""

from __future__ import annotations

import contextlib
import re
import shlex
import warnings
from typing import TYPE_CHECKING

import click

from likertkit._text import one_line
from likertkit.errors import (
    LabelConflictError,
    LikertkitError,
    LikertkitWarning,
    OffScaleError,
    UnknownLabelError,
)

if TYPE_CHECKING:
    from collections.abc import Generator

# An argument of the library → the option that gives it.
_OPTIONS = {
    name: name.replace("_", "-")
    for name in (
        *("by", "condition", "encoding", "first", "instrument", "invited", "items", "labels"),
        *("negative", "nonsubstantive", "positive", "respondent", "second", "separator"),
        *("set_aside", "sheet", "structure", "test", "tool", "view", "weight"),
    )
} | {"stratum": "cohort", "columns": "wide"}
_NAMES = "|".join(_OPTIONS)
_VALUE = r"""'[^'\n]*'|"[^"\n]*"|\[[^\]\n]*\]|\{[^}\n]*\}|\.\.\.|-?\w+"""
_ARGUMENT = re.compile(
    rf"`(?P<bare>{_NAMES})=?`"
    rf"|(?<![\w'\"])(?P<tick>`)?(?P<name>{_NAMES})=(?P<value>{_VALUE})?(?(tick)`?)"
)
_CALL = re.compile(r"lk\.read\((?P<path>'[^'\n]*'), (?P<rest>[^()\n]*)\)")
_ANSWER_HINT = (
    "--labels CODE=LABEL gives a level another wording, --labels with all labels makes a scale of "
    "its own, and --nonsubstantive LABEL or LABEL=CODE declares an answer that counts as missing; "
    "an --instrument file has `labels` and `nonsubstantive` for the same."
)


def as_options(text: str) -> str:
    """Return a message of the library with the options of the command line for its arguments."""
    text = text.replace(" (see rows_set_aside)", "")
    text = _CALL.sub(lambda call: f"`likertkit read {call['path'][1:-1]} {call['rest']}`", text)
    return _ARGUMENT.sub(_as_option, text)


def _as_option(match: re.Match[str]) -> str:
    option = f"--{_OPTIONS[match['bare'] or match['name']]}"
    value = match["value"]
    if not value:
        return option
    quoted = value[0] in "'\"" and value[-1] == value[0]
    return f"{option} {shlex.quote(value[1:-1]) if quoted else value}"


def as_lines(text: str) -> str:
    """Return lines of which nothing controls the terminal, whatever names they hold."""
    return "\n".join(map(one_line, text.split("\n")))


def say_note(text: str, before: str = "Note: ") -> None:
    """Write a note, of which nothing controls the terminal, beside the output."""
    click.echo(f"{before}{one_line(text)}", err=True)


def say_error(error: Exception) -> None:
    """Write what is wrong, and one hint that fits the command line."""
    text = str(error)
    if isinstance(error, LikertkitError):
        text = as_options(error.problem())
        hint = as_options(error.remedy())
        if isinstance(error, OffScaleError | UnknownLabelError | LabelConflictError):
            conflict = isinstance(error, LabelConflictError)
            hint = f"{hint} {_ANSWER_HINT}" if conflict else _ANSWER_HINT
        text = f"{text}\nHint: {hint}" if hint else text
    click.echo(as_lines(f"Error: {text}"), err=True)


@contextlib.contextmanager
def warnings_as_notes() -> Generator[None]:
    """Write warnings as notes, each once, without a place in the source."""
    said: set[str] = set()

    def say(message: Warning | str, *_: object, **__: object) -> None:
        text = as_options(str(message))
        if text not in said:
            said.add(text)
            first, *rest = text.split("\n")
            say_note(first)
            for line in rest:
                say_note(line, "")

    with warnings.catch_warnings():
        warnings.simplefilter("always", LikertkitWarning)
        warnings.showwarning = say
        yield
