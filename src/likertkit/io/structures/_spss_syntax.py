"""SPSS syntax that labels variables and values, read as text and never run."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import attrs

from likertkit.errors import FileFormatError
from likertkit.io._columns import plain_text
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._sheet import Log
from likertkit.io.structures._facts import Facts, read_code, split_row
from likertkit.io.structures._tokens import Token, not_closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.io._kinds import QuestionKind
    from likertkit.io.structures._facts import Code, Option

# SPSS takes the first three letters of each word of a command.
_COMMANDS = re.compile(
    r"""[ \t]*(?:
    (?P<labels>var[a-z]*[ \t]+lab[a-z]*)
    |(?P<level>var[a-z]*[ \t]+lev[a-z]*)
    |(?P<values>(?:add[ \t]+)?val[a-z]*[ \t]+lab[a-z]*)
    |(?P<missing>mis[a-z]*[ \t]+val[a-z]*)
    |(?P<rename>ren[a-z]*[ \t]+var[a-z]*)
    |(?P<list>data[ \t]+list)
    |(?P<get>get[ \t]+data)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LABELLED = re.compile(
    rb"^[ \t]*(?:var[a-z]*|(?:add[ \t]+)?val[a-z]*)[ \t]+lab[a-z]*\b", re.IGNORECASE | re.MULTILINE
)
_START = 1 << 18
# A string takes all that is left where it is not closed, so that no sign is looked at twice.  The
# backslash before a quotation mark is LimeSurvey's; it ends the string where the command ends.
_TOKEN = re.compile(
    r"""(?P<end>\.(?=[ \t]*(?:[\r\n]|\Z))|(?:\r\n?+|\n)(?=[ \t]*(?:[\r\n]|\Z)))
    |(?P<space>[ \t\r\n,]++)
    |(?P<comment>/\*[^\r\n]*+)
    |"(?P<double>(?:[^"\\]|""|\\"(?![ \t]*[./\r\n])|\\)*+)(?P<double_end>"|\Z)
    |'(?P<single>(?:[^'\\]|''|\\'(?![ \t]*[./\r\n])|\\)*+)(?P<single_end>'|\Z)
    |(?P<number>[+-]?\d++(?:\.\d++)?(?![\w@\#$]|\.[\w@\#$]))
    |(?P<name>[^\W\d][\w@\#$]*+(?:\.[\w@\#$]++)*+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")
_FORMAT = re.compile(r"[A-Z]+\d+(?:\.\d+)?", re.IGNORECASE)
_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "DATETIME", "TIME", "DTIME", "YMDHMS")
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,6})", re.DOTALL)
_MOST_VARIABLES = 20_000
# A list such as "a TO z" is short, and names many variables: what all lists name together.
_MOST_NAMED = 2_000_000
_LOWEST, _HIGHEST = frozenset({"lowest", "lo"}), frozenset({"highest", "hi"})
_TICKED = frozenset({0, 1})


@attrs.define
class _Variable:
    """What the syntax says of a variable."""

    name: str
    label: str = ""
    format: str = ""
    is_scale: bool = False
    options: dict[Code, str] = attrs.field(factory=dict)
    missing: list[Code | tuple[float, float]] = attrs.field(factory=list)


class _Dictionary:
    """The variables in the order in which the syntax names them, whatever the case."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.variables: dict[str, _Variable] = {}
        self.order: list[str] = []
        self.places: dict[str, int] = {}
        self.n_named = 0

    def take(self, name: str) -> _Variable:
        """Return a variable, a new one where the name is new.

        Raises
        ------
        FileFormatError
            If the syntax names more variables than a survey has.
        """
        key = name.casefold()
        self.n_named += 1
        if key not in self.variables:
            self.places[key] = len(self.order)
            self.order.append(key)
            self.variables[key] = _Variable(name)
        if len(self.order) > _MOST_VARIABLES or self.n_named > _MOST_NAMED:
            raise FileFormatError(
                f"{self.file} names more variables than a survey has.",
                "check that it is the syntax of this survey.",
            )
        return self.variables[key]

    def between(self, first: str, last: str) -> list[_Variable]:
        """Return the variables that ``first TO last`` names."""
        start, end = self.places.get(first.casefold()), self.places.get(last.casefold())
        if start is None or end is None:
            return [self.take(name) for name in _numbered(first, last)]
        return [self.take(key) for key in self.order[start : end + 1]]


def _numbered(first: str, last: str) -> list[str]:
    """Return item1, item2, item3 for item1 and item3; else the two."""
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if one and other and one["stem"].casefold() == other["stem"].casefold():
        start, end = int(one["number"]), int(other["number"])
        if start <= end < start + _MOST_VARIABLES:
            width = len(one["number"]) if one["number"].startswith("0") else 0
            return [f"{one['stem']}{number:0{width}d}" for number in range(start, end + 1)]
    return [first, last]


def is_spss_syntax(data: bytes) -> bool:
    """Return whether a file is SPSS syntax that labels variables or values."""
    return bool(_LABELLED.search(data[:_START].replace(b"\0", b"").replace(b"\r", b"\n")))


def read_spss_syntax(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    """Yield the columns that SPSS syntax labels.

    Raises
    ------
    FileFormatError
        If a quotation mark is not closed.
    """
    text = as_utf8(data, None, Log()).decode()
    found = _Dictionary(name)
    renamed: list[tuple[str, str]] = []
    for command, tokens in _commands(text, name):
        if command == "labels":
            _take_labels(tokens, found)
        elif command == "values":
            _take_values(tokens, found)
        elif command == "missing":
            _take_missing(tokens, found)
        elif command == "level":
            _take_levels(tokens, found)
        elif command == "rename":
            renamed += _renamed(tokens)
        else:
            _take_list(tokens, found, has_formats=command == "get")
    names = {old.casefold(): new for old, new in renamed}
    for key, variable in found.variables.items():
        variable.name = names.get(key, variable.name)
        yield variable.name, _facts(variable)


def _commands(text: str, name: str) -> Iterator[tuple[str, list[Token]]]:
    """Yield the commands that describe variables: their kind and their tokens."""
    place = 0
    while place < len(text):
        found = _COMMANDS.match(text, place)
        if found is None:
            end = _LINE_END.search(text, place)
            place = end.end() if end else len(text)
            continue
        tokens: list[Token] = []
        place = found.end()
        for its in _TOKEN.finditer(text, place):
            place = its.end()
            kind = its.lastgroup or ""
            if kind == "end":
                break
            if kind in {"double_end", "single_end"}:
                tokens.append(_string(its, kind, text, name))
            elif kind not in {"space", "comment"}:
                tokens.append(Token(kind, its[0]))
        yield found.lastgroup or "", _joined(tokens)


def _string(found: re.Match[str], kind: str, text: str, name: str) -> Token:
    if not found[kind]:
        raise not_closed(text, found.start(), name, "export the syntax again.")
    mark = found[kind]
    words = found[kind.removesuffix("_end")].replace(mark * 2, mark)
    return Token("string", words.replace('\\"', '"').replace("\\'", "'"))


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with strings that a plus sign joins made one."""
    pieces: list[list[str]] = []
    made: list[Token] = []
    plus = False
    for token in tokens:
        if token.kind == "sign" and token.text == "+":
            plus = True
            continue
        if plus and token.kind == "string" and made and made[-1].kind == "string":
            pieces[-1].append(token.text)
        else:
            made.append(token)
            pieces.append([token.text])
        plus = False
    return [Token(token.kind, "".join(its)) for token, its in zip(made, pieces, strict=True)]


def _variables(names: Sequence[str], found: _Dictionary) -> list[_Variable]:
    """Return the variables of a list such as ``a b to e``."""
    made: list[_Variable] = []
    j = 0
    while j < len(names):
        if j + 2 < len(names) and names[j + 1].casefold() == "to":
            made += found.between(names[j], names[j + 2])
            j += 3
        elif names[j].casefold() == "all" and len(names) == 1:
            made += [found.take(key) for key in [*found.order]]
            j += 1
        else:
            made.append(found.take(names[j]))
            j += 1
    return made


def _take_labels(tokens: Sequence[Token], found: _Dictionary) -> None:
    names: list[str] = []
    for token in tokens:
        if token.kind == "name":
            names.append(token.text)
        elif token.kind == "string":
            for variable in _variables(names, found):
                variable.label = token.text
            names = []


def _take_values(tokens: Sequence[Token], found: _Dictionary) -> None:
    """Take pairs of a code and a label; a code that is a word stands beside its label."""
    names: list[str] = []
    code: str | None = None
    pairs: list[tuple[str, str]] = []
    for j, token in enumerate(tokens):
        behind = tokens[j + 1] if j + 1 < len(tokens) else Token("", "")
        if token.kind == "sign" and token.text == "/":
            _label(names, pairs, found)
            names, pairs, code = [], [], None
        elif code is not None and token.kind == "string":
            pairs.append((code, token.text))
            code = None
        elif token.kind in {"number", "string"} or (
            token.kind == "name" and names and behind.kind == "string"
        ):
            code = token.text
        elif token.kind == "name":
            if pairs:
                # The slash between two lists is missing.
                _label(names, pairs, found)
                names, pairs, code = [], [], None
            names.append(token.text)
    _label(names, pairs, found)


def _label(names: Sequence[str], pairs: Sequence[tuple[str, str]], found: _Dictionary) -> None:
    if not pairs:
        return
    for variable in _variables(names, found):
        variable.options |= {_code(code): label for code, label in pairs}


def _code(text: str) -> Code:
    """Return a code as a whole number where it is one: 1.0 and +1 too."""
    number = re.fullmatch(r"\+?(-?\d{1,9})(?:\.0+)?", text)
    return read_code(number[1]) if number and not text.startswith("0") else read_code(text)


def _take_missing(tokens: Sequence[Token], found: _Dictionary) -> None:
    names: list[str] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.kind == "sign" and token.text == "(":
            inside = []
        elif token.kind == "sign" and token.text == ")" and inside is not None:
            for variable in _variables(names, found):
                variable.missing = _values(inside)
            names, inside = [], None
        elif inside is not None:
            inside.append(token)
        elif token.kind == "name":
            names.append(token.text)


def _take_levels(tokens: Sequence[Token], found: _Dictionary) -> None:
    """Take levels of measurement: ``a b (SCALE)``."""
    names: list[str] = []
    depth = 0
    for token in tokens:
        if token.kind == "sign":
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind == "name" and not depth:
            names.append(token.text)
        elif token.kind == "name":
            for variable in _variables(names, found):
                variable.is_scale = token.word == "scale"
            names = []


def _values(tokens: Sequence[Token]) -> list[Code | tuple[float, float]]:
    """Return values and ranges such as ``-9, 97 thru highest``."""
    made: list[Code | tuple[float, float]] = []
    j = 0
    while j < len(tokens):
        if j + 2 < len(tokens) and tokens[j + 1].word in {"thru", "through"}:
            made.append((_bound(tokens[j]), _bound(tokens[j + 2])))
            j += 3
        else:
            made.append(_code(tokens[j].text))
            j += 1
    return made


def _bound(token: Token) -> float:
    if token.word in _LOWEST:
        return -math.inf
    return float(token.text) if token.kind == "number" else math.inf


def _renamed(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return the old and the new name of each variable: ``(a b = c d)`` or ``a = c``."""
    pairs: list[tuple[str, str]] = []
    old: list[str] = []
    new: list[str] | None = None
    for token in [*tokens, Token("sign", "/")]:
        if token.kind == "name":
            (old if new is None else new).append(token.text)
        elif token.text == "=":
            new = []
        elif token.text in {"(", ")", "/"}:
            pairs += zip(old, new or [], strict=False)
            old, new = [], None
    return pairs


def _take_list(tokens: Sequence[Token], found: _Dictionary, *, has_formats: bool) -> None:
    """Take the order of the variables of a data file, and their formats.

    The formats of DATA LIST stand in brackets; those of GET DATA follow the names.
    """
    depth = 0
    begun = False
    last: _Variable | None = None
    for j, token in enumerate(tokens):
        if token.kind == "sign":
            depth += (token.text == "(") - (token.text == ")")
            begun = begun or (token.text == "/" and not has_formats)
        elif has_formats and token.word == "variables":
            begun = tokens[j + 1 : j + 2] == [Token("sign", "=")]
        elif not begun or token.kind != "name":
            continue
        elif depth or (has_formats and last is not None and _FORMAT.fullmatch(token.text)):
            if last is not None:
                last.format = token.text.upper()
            last = None
        else:
            last = found.take(token.text)


def _facts(variable: _Variable) -> Facts:
    text, part = split_row(variable.label, variable.name)
    options: tuple[Option, ...] = tuple(
        (code, plain_text(label)) for code, label in variable.options.items()
    )
    kind: QuestionKind | None = "choice" if options else None
    if variable.options.keys() == _TICKED:
        # A box that is ticked or not, or a question of yes or no: the answers tell.
        kind = None
    elif not options and variable.format.rstrip("0123456789.") in _DATES:
        kind = "date"
    elif not options and variable.is_scale:
        kind = "number"
    return Facts(text, part, kind, options, missing=tuple(variable.missing))
