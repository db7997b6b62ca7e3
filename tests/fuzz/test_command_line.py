"""Files and options that nobody expects: an answer, or one message and an exit code of its own."""

from __future__ import annotations

import contextlib
import io
import random
import re
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.fuzz.odd_values import ODD

import likertkit as lk
from likertkit import bias
from likertkit.cli import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED = 20_260_101
GOOD = "who,when,grade,w,q1,q2\n" + "".join(
    f"{row % 6},{'before' if row < 6 else 'after'},{'ab'[row % 2]},{1 + row % 2},"
    f"{row % 5 + 1},{(row * 3) % 5 + 1}\n"
    for row in range(12)
)
TABLES: dict[str, bytes] = {
    "empty": b"",
    "a mark alone": b"\xef\xbb\xbf",
    "spaces": b"   \n  \n",
    "a header": b"who,when,q1,q2\n",
    "no end of line": b"q1\n1",
    "only line ends": b"\r\n\r\n\r\r\n\n",
    "carriage returns": GOOD.replace("\n", "\r").encode(),
    "odd line ends": GOOD.replace("\n", "\r\r\n").encode(),
    "null bytes": GOOD.replace(",", "\x00,").encode(),
    "all bytes": bytes(range(256)) * 20,
    "utf-16": GOOD.encode("utf-16"),
    "utf-16 without a mark": GOOD.encode("utf-16-le"),
    "half a utf-16": GOOD.encode("utf-16")[:-1],
    "utf-32": GOOD.encode("utf-32"),
    "broken utf-8": GOOD.encode() + b"\xff\xfe\n",
    "a quotation mark in the header": b'"who,when,q1,q2\n' + b"1,before,1,1\n" * 20_000,
    "a quotation mark in a row": GOOD.encode() + b'"1,before,a,1,1,1\n',
    "a cell of 200,000 characters": GOOD.encode() + b"x" * 200_000 + b",before,a,1,1,1\n",
    "short rows": GOOD.encode() + b"1,2\n",
    "long rows": GOOD.encode() + b"1" + b",2" * 50 + b"\n",
    "like names": b"q1,q1,q2\n1,2,3\n",
    "no names": b",,\n1,2,3\n",
    "500 columns": ",".join(f"q{k}" for k in range(500)).encode() + b"\n",
    "numbers of 5,000 digits": b"who,when,q1,q2\n1,before," + b"9" * 5_000 + b",1\n",
    "surrogates": GOOD.encode("utf-8").replace(b"before", b"\xed\xa0\x80"),
    "escapes": GOOD.replace("before", "\x1b[2J\x1b]0;x\x07").encode(),
    "formulas": GOOD.replace("before", "=1+1").encode(),
    "a zip": b"PK\x03\x04" + bytes(range(256)),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "good": GOOD.encode(),
}
RESPONDENTS = ("--respondent", "who", "--condition", "when")
SCALE = ["--scale", "agreement-5", "--items", "q1,q2"]
COMMANDS: dict[str, list[str]] = {
    "read": [],
    "describe": SCALE,
    "compare": [*SCALE, *RESPONDENTS, "--first", "before", "--second", "after"],
    "summarize": [*SCALE, *RESPONDENTS, "--first", "before", "--second", "after"],
}
WORDS = [
    *("", " ", "q1", "q9", "*", "q1,q1", ",", "agreement-5", "agreement-99", "5", "-1", "nan"),
    *("low", "before", "who", "=", "N/A=", "N/A=1", "N/A=9=9", "=9", "\x1b[31m", "é", "'"),
    *("9" * 5_000, "x" * 10_000, "utf-8", "utf-16", "punycode", "idna", "base64", "undefined"),
    *("unicode_escape", "utf-7", "comma", "tab", ";", "\n", "--", "-", "/", ".", "nowhere.toml"),
    *("q1..q2", "q2..q1", '"', "=Never", "1=Never", "1=a,999999999=b", "a=q{item}", "={item}"),
]


def outcome(*arguments: str, given: bytes = b"") -> str:
    """Return what a command did that it should not do, or nothing."""
    result = CliRunner().invoke(command, list(arguments), input=given, color=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return f"{' '.join(arguments)[:80]}: {result.exception!r:.150}"
    if result.exit_code not in {0, 2}:
        return f"{' '.join(arguments)[:80]}: exit code {result.exit_code}"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.output):
        return f"{' '.join(arguments)[:80]}: wrote what controls a terminal"
    if result.exit_code and not result.stderr.strip():
        return f"{' '.join(arguments)[:80]}: exit code {result.exit_code} without a word"
    return ""


@pytest.mark.parametrize("name", list(COMMANDS))
def test_odd_files(name: str, tmp_path: Path) -> None:
    """Of any bytes."""
    wrong = []
    for kind, content in TABLES.items():
        file = tmp_path / "survey.csv"
        file.write_bytes(content)
        if found := outcome(name, str(file), *COMMANDS[name]):
            wrong.append(f"{kind}: {found}")
        # All commands read alike.
        if name == "read" and (found := outcome(name, "-", *COMMANDS[name], given=content)):
            wrong.append(f"{kind} as standard input: {found}")
    assert not wrong, "\n".join(wrong)


def options_of(name: str) -> list[str]:
    """Return the options of a command that take a word."""
    return [
        option.opts[0]
        for option in command.commands[name].params
        if option.param_type_name == "option" and not getattr(option, "is_flag", False)
    ]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_odd_options(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option in turn, and a few at a time."""
    file = tmp_path / "survey.csv"
    file.write_bytes(TABLES["good"])
    monkeypatch.chdir(tmp_path)
    right = [name, str(file), *COMMANDS[name]]
    assert not outcome(*right)
    options = options_of(name)
    if name in {"compare", "summarize"}:
        # The others are those of `describe`.
        options = [option for option in options if option not in options_of("describe")]
    drawn = random.Random(SEED)  # noqa: S311 - no secret
    cases = [[option, word] for option in options for word in WORDS]
    cases += [
        [part for option in drawn.sample(options, 3) for part in (option, drawn.choice(WORDS))]
        for _ in range(30)
    ]
    wrong = [found for case in cases if (found := outcome(*right, *case))]
    assert not wrong, "\n".join(wrong)


DEEP = 100_000
DOCUMENTS: dict[str, bytes] = {
    "empty": b"",
    "not text": bytes(range(256)),
    "a list": b"[]",
    "deep lists in JSON": b"[" * DEEP,
    "deep tables in JSON": b'{"a":' * DEEP,
    "deep lists in TOML": b"a = " + b"[" * DEEP,
    "dotted keys in TOML": b".".join([b"a"] * 5_000) + b" = 1",
    "null": b"null",
    "a number": b"1e999",
    "5,000 digits": b"invited = " + b"9" * 5_000,
    "5,000 digits in JSON": b'{"version": ' + b"9" * 5_000 + b"}",
    "code of 5,000 digits": (
        b'format = "likertkit-instrument"\nversion = 1\nname = "i"\n[scales.s]\ncodes = [1, 2]\n'
        b"[scales.s.labels]\n" + b"9" * 5_000 + b' = "a"\n[[items]]\nname = "q"\nscale = "s"\n'
    ),
    "wrong types": b'conditions = 1\ncohorts = "x"\nlimitations = 1\ninvited = "many"\n',
    "a date": b"invited = 2026-01-01\n",
    "infinite": b"invited = inf\n",
}


@pytest.mark.parametrize("ending", [".toml", ".json", ".txt", ""])
@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_odd_documents(kind: str, ending: str, tmp_path: Path) -> None:
    """Instruments and designs in files."""
    file = tmp_path / f"file{ending}"
    file.write_bytes(DOCUMENTS[kind])
    readers: list[Callable[[Path], object]] = [lk.Instrument.load, bias.load_design]
    for read in readers:
        with contextlib.suppress(lk.LikertkitError):
            read(file)


@pytest.mark.parametrize("columns", ["0", "-1", "1", "7", "x", "999999999999"])
def test_odd_widths(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a terminal that does not know its own."""
    monkeypatch.setenv("COLUMNS", columns)
    result = CliRunner().invoke(command, ["scales"])
    assert result.exit_code == 0
    assert "agreement-5" in result.stdout


def test_odd_text_is_printed_where_the_console_cannot_draw_it() -> None:
    """What an ASCII console shows instead is a question mark."""
    odd = [value for make in ODD.values() if isinstance(value := make(), str)]
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    scale = lk.LikertScale()
    before = sys.stdout
    sys.stdout = console
    try:
        for text in odd:
            with contextlib.suppress(lk.LikertkitError):
                one = lk.Instrument("one", [lk.Item(text, scale)])
                print(lk.means(lk.Tally.from_counts({text: {1: 1, 2: 1}}, one)))  # noqa: T201
    finally:
        sys.stdout = before
