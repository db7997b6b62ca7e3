"""LimeSurvey's R syntax: the labels in it, read as text and never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from likertkit.io._columns import plain_text
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._sheet import Log
from likertkit.io.structures._facts import Facts, read_code, split_row
from likertkit.io.structures._tokens import Token, not_closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.io._kinds import QuestionKind
    from likertkit.io.structures._facts import Option

_SIGN = re.compile(rb"attributes\s*\(\s*[\w.]+\s*\)\s*\$\s*variable\.labels\s*\[")
_START = 1 << 16
# A string takes all that is left where it is not closed, so that no sign is looked at twice.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f]++)
    |(?P<comment>\#[^\r\n]*+)
    |"(?P<double>(?:[^"\\]|\\.)*+)(?P<double_end>"|\\?\Z)
    |'(?P<single>(?:[^'\\]|\\.)*+)(?P<single_end>'|\\?\Z)
    |(?P<number>-?\d++(?:\.\d++)?L?)
    |(?P<name>[^\W\d][\w.]*+)
    |(?P<sign><-|.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u\{?(?P<u>[0-9a-fA-F]{1,8})\}?|x(?P<x>[0-9a-fA-F]{1,2})|(?P<sign>.))", re.DOTALL
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "0": ""}
_TYPE = re.compile(r"#\s*LimeSurvey Field type:\s*(?P<type>[A-Z]+)")
_LAST_SIGN = 0x10FFFF
_TICKED = frozenset({0, 1})


@attrs.define
class _Column:
    """What the syntax says of a column."""

    name: str = ""
    type: str = ""
    label: str = ""
    codes: Sequence[str] = ()
    labels: Sequence[str] = ()


def is_r_syntax(data: bytes) -> bool:
    """Return whether a file is R syntax that labels columns."""
    return bool(_SIGN.search(data[:_START].replace(b"\0", b"")))


def read_r_syntax(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    """Yield the columns that R syntax labels.

    Raises
    ------
    FileFormatError
        If a quotation mark is not closed.
    """
    text = as_utf8(data, None, Log()).decode()
    columns: dict[int, _Column] = {}
    tokens = [*_tokens(text, name)]
    its_type = ""
    for place, token in enumerate(tokens):
        if token.kind == "comment":
            found = _TYPE.match(token.text)
            its_type = found["type"] if found else its_type
        elif token.text == "<-" and token.kind == "sign":
            target = [one.shown for one in tokens[max(0, place - 9) : place]]
            number = _number(tokens[max(0, place - 2) : max(0, place - 1)])
            if number is not None:
                column = columns.setdefault(number, _Column())
                _assign(column, target, tokens, place + 1)
                column.type = column.type or its_type
                its_type = ""
    for _, column in sorted(columns.items()):
        yield column.name, _facts(column)


def _tokens(text: str, name: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind in {"double_end", "single_end"}:
            if found[kind] not in {'"', "'"}:
                raise not_closed(text, found.start(), name, "export the R syntax again.")
            yield Token("string", _ESCAPE.sub(_unescape, found[kind.removesuffix("_end")]))
        elif kind != "space":
            yield Token(kind, found[0])


def _unescape(found: re.Match[str]) -> str:
    number = found["u"] or found["x"]
    if number:
        code = int(number, 16)
        return chr(code) if code <= _LAST_SIGN else ""
    return _SIGNS.get(found["sign"], found["sign"])


def _number(tokens: Sequence[Token]) -> int | None:
    """Return the number of the column that stands before the closing bracket of a target."""
    for token in tokens:
        if token.kind == "number" and token.text.isdecimal() and len(token.text) < 6:
            return int(token.text)
    return None


def _assign(column: _Column, target: Sequence[str], tokens: Sequence[Token], place: int) -> None:
    """Take what is assigned to a part of the data frame: names, labels or a factor."""
    value = tokens[place] if place < len(tokens) else Token("", "")
    if value.kind == "string" and "variable.labels" in target:
        column.label = value.text
    elif value.kind == "string" and "names" in target:
        column.name = value.text
    elif value.text == "factor" and value.kind == "name":
        column.codes = _vector(tokens, place, "levels")
        column.labels = _vector(tokens, place, "labels")


def _vector(tokens: Sequence[Token], place: int, name: str) -> list[str]:
    """Return the values of an argument ``name=c(...)`` of the call that begins at a place."""
    values: list[str] = []
    inside = False
    for j in range(place, len(tokens)):
        token = tokens[j]
        if token.kind == "sign" and token.text == "<-":
            break
        if token.kind == "name" and token.text == name:
            inside = [one.shown for one in tokens[j + 1 : j + 4]] == ["=", "c", "("]
        elif inside and token.kind in {"string", "number"}:
            values.append(token.text)
        elif inside and token.kind == "sign" and token.text == ")":
            break
    return values


def _facts(column: _Column) -> Facts:
    options: tuple[Option, ...] = ()
    if len(column.codes) == len(column.labels):
        pairs = zip(column.codes, column.labels, strict=True)
        options = tuple(
            (read_code(code.removesuffix("L")), plain_text(label)) for code, label in pairs
        )
    text, part = split_row(column.label, column.name)
    kind: QuestionKind | None = "choice" if options else None
    if {code for code, _ in options} == _TICKED:
        # A box that is ticked or not, or a question of yes or no: the answers tell.
        kind = None
    elif not options and column.type.startswith(("DATE", "SDATE")):
        kind = "date"
    elif not options and column.type == "F":
        kind = "number"
    return Facts(text, part, kind, options)
