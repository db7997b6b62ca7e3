"""What holds for every module of the package, whatever is in it."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import pkgutil
import re
import subprocess
import sys
import tokenize
from collections import Counter
from importlib import resources
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING

import pytest

import likertkit
from likertkit.results._record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(likertkit.__file__).parent
FILES = {str(path.relative_to(PACKAGE.parent)): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = sorted(m.name for m in pkgutil.walk_packages([str(PACKAGE)], "likertkit."))
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
# The command line needs an extra, and is no room to call functions of.
PUBLIC_ROOMS = sorted(
    {name.split(".")[1] for name in MODULES if re.fullmatch(r"likertkit\.[a-z]+", name)} - {"cli"}
)
MOST_LINES = 400
MOST_FILES = 8
MOST_FILES_OF_A_ROOM = 20
# Turns that a reader whose first language is not English has to decipher, as patterns.
BANNED_TURNS = [
    r"\bunless told\b",
    r"\bto be had\b",
    r"\b(is|are|was|were) had\b",
    r"\b(is|are) none of (its|the|these|them|theirs|test)\b",
    r"\bnone of its words\b",
    # "weighting is no Weighting": it is not a Weighting; "there is no spread" is plain.
    r"(?<![Tt]here )\b(is|are) no (Item|Responses|Weighting|mapping|number|text|value|code)\b",
    r"(?<![Tt]here )\b(is|are) no (answer|column|count|field|frame|table|tables|label|word)\b",
    r"truth values are no\b",
    r"\b(is|are) none either\b",
    r"\bsuch a one\b",
    r"\b[Bb]y luck\b",
    r"\bhangs? on\b(?! to)",
    r"\bwould have to have\b",
    r"(?<!no )(?<!or )\bless (before|after|the|that of|those|strata|1)\b(?! than)",
    r"\bstands? below\b",
    r"\bnone but\b",
    r"\bwere it\b",
    r"\bwere there\b",
    r"\btells? of\b",
    r"\bthat is told of\b",
    r"\bof one's own\b",
    r"\bso as to\b",
    r"\bsave for\b",
    r"\bthereof\b",
    r"\bhand out every row\b",
    r"\btake respondents as drawn\b",
    r"\bas the data do\b",
    r"\bout yourself\b",
]
NOT_AT_IMPORT = [
    "click",
    "dask",
    "defusedxml",
    "docx",
    "duckdb",
    "hypothesis",
    "matplotlib",
    "narwhals",
    "pandas",
    "polars",
    "pyarrow",
    "pyreadstat",
    "pyspark",
    "python_calamine",
    "rich",
    "scipy",
    "xlsxwriter",
]


def reachable(module: ModuleType, path: str) -> Iterator[tuple[str, object]]:
    """Yield what a user reaches from a public module, with its dotted name."""
    for name in module.__all__:
        found = getattr(module, name, None)
        if isinstance(found, ModuleType):
            yield from reachable(found, f"{path}.{name}")
        else:
            yield f"{path}.{name}", found


PUBLIC = {
    **dict(reachable(likertkit, "likertkit")),
    **dict(reachable(importlib.import_module("likertkit.testing"), "likertkit.testing")),
}
# Errors are left out: likertkit makes them, a user only reads them.
DOCUMENTED = {
    name: found
    for name, found in PUBLIC.items()
    if inspect.isroutine(found) or (inspect.isclass(found) and not issubclass(found, BaseException))
}

# The example of a function shows what it returns.
MADE_FOR_THE_USER = {
    name
    for name, found in DOCUMENTED.items()
    if inspect.isclass(found) and issubclass(found, Record) and name.count(".") > 1
}


def python(code: str) -> object:
    """Run code in an interpreter that has imported nothing yet; return the JSON it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def sections(docstring: str) -> dict[str, str]:
    """Split a numpydoc docstring into its sections; the summary's name is empty."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", f"\n{docstring}", flags=re.MULTILINE)
    return dict(zip(["", *parts[1::2]], parts[::2], strict=True))


def described(section: str) -> set[str]:
    """Return the names that a section of parameters or attributes describes."""
    heads = re.findall(r"^([*\w][*\w, ]*?)(?: :.*)?$", section, flags=re.MULTILINE)
    return {name.strip(" *") for head in heads for name in head.split(",")}


@pytest.mark.parametrize("name", ["likertkit", *MODULES])
def test_all_is_sorted_and_bound(name):
    """`__all__` is in order (constants, classes, functions) and names what is there, once."""
    module = importlib.import_module(name)
    names = list(getattr(module, "__all__", ()))
    assert names == sorted(set(names), key=lambda one: (not one.isupper(), one))
    assert [one for one in names if not hasattr(module, one)] == []


def test_front_door_lists_what_it_has():
    """`dir()` and a star import know every public name."""
    code = """
import json
from likertkit import *
star = list(globals())
import likertkit
print(json.dumps([n for n in likertkit.__all__ if n not in star or n not in dir(likertkit)]))
"""
    assert python(code) == []


def test_public_rooms_are_attributes_from_the_start():
    """Whoever imports the package alone finds them, and `dir()` tells them."""
    rooms = PUBLIC_ROOMS
    code = f"""
import json, likertkit
known = dir(likertkit)
print(json.dumps([n for n in {rooms} if n not in known or not hasattr(likertkit, n)]))
"""
    assert "estimate" in rooms
    assert python(code) == []


def test_public_rooms_export_what_the_reference_describes():
    """What serves other rooms is imported from its own file, so that no user meets it."""
    pages = " ".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))
    rooms = [importlib.import_module(f"likertkit.{room}") for room in PUBLIC_ROOMS]
    unknown = [
        f"{room.__name__}.{name}"
        for room in rooms
        for name in room.__all__
        if callable(getattr(room, name)) and isinstance(getattr(room, name), type | FunctionType)
        if not re.search(
            rf"auto\w+:: likertkit\.(\w+\.)?{name}\n|automodule:: {room.__name__}\n", pages
        )
    ]
    assert unknown == []


def test_a_name_is_one_object():
    """A public name is the same object on first and on later access, whatever was imported."""
    code = f"""
import importlib, json, likertkit
first = {{name: getattr(likertkit, name) for name in likertkit.__all__}}
for name in {MODULES}:
    importlib.import_module(name)
print(json.dumps([n for n, found in first.items() if getattr(likertkit, n) is not found]))
"""
    assert python(code) == []


def test_import_is_light():
    """The front door loads no data frames, no SciPy and no extra."""
    code = f"""
import json, sys, likertkit
print(json.dumps([name for name in {NOT_AT_IMPORT} if name in sys.modules]))
"""
    assert python(code) == []


def test_types_are_shipped():
    """The installed package tells type checkers that it is typed."""
    assert resources.files("likertkit").joinpath("py.typed").is_file()


def test_the_top_holds_no_other_file(root: Path):
    """What a test or an example wrote into the checkout is not committed by mistake."""
    files = {path.name for path in root.iterdir() if path.is_file() and path.name[0] != "."}
    assert files == {"CHANGELOG.md", "LICENSE", "README.md", "noxfile.py", "pyproject.toml"}


def test_every_folder_is_a_package():
    """No folder of modules lacks its `__init__.py`, which would hide it from the rules."""
    folders = {path.parent for path in FILES.values()}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("name", FILES)
def test_file_is_short(name):
    """A file is one topic, and one topic fits in 400 lines."""
    assert len(FILES[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


NO_CODE = {
    getattr(tokenize, name)
    for name in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
}


def code_lines(text: str) -> int:
    """Return how many lines hold code: no blank lines, comments and docstrings."""
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            held -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(held)


def test_files_are_few():
    """At most eight for every thousand lines of code, and at most twenty in a room."""
    lines = sum(code_lines(path.read_text(encoding="utf-8")) for path in FILES.values())
    assert len(FILES) <= MOST_FILES * lines / 1000
    rooms = Counter(path.parent for path in FILES.values())
    assert {room.name: n for room, n in rooms.items() if n > MOST_FILES_OF_A_ROOM} == {}


def imported(name: str) -> set[str]:
    """Return the modules that a module imports, for types only and inside functions too."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    file = path.with_suffix(".py")
    tree = ast.parse((file if file.is_file() else path / "__init__.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in MODULES else node.module)
    return found & set(MODULES) - {name}


def test_no_file_is_in_a_circle():
    """Whoever reads a file can read what it imports first."""
    left = {name: imported(name) for name in MODULES}
    while True:
        ready = {name for name, needs in left.items() if not needs & left.keys()}
        if not ready:
            break
        left = {name: needs for name, needs in left.items() if name not in ready}
    assert sorted(left) == []


@pytest.mark.parametrize("name", FILES)
def test_file_does_not_assert(name):
    """An assert checks nothing under ``python -O``."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_plain(name):
    """No error, note or docstring has a turn of the list."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    texts = [
        " ".join(node.value.split())
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert turns_in(texts) == []


def turns_in(texts):
    """Return each banned turn that a text has, with what stands around it."""
    found = [(text, re.search(turn, text)) for text in texts for turn in BANNED_TURNS]
    return [text[max(0, m.start() - 30) : m.end() + 30] for text, m in found if m]


def test_pages_are_plain(root):
    """Nor has the README, or a page of the documentation."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    wrong = {
        path.name: turns
        for path in pages
        if "_build" not in path.parts
        and (turns := turns_in([" ".join(path.read_text("utf-8").split())]))
    }
    assert wrong == {}


def test_the_map_of_the_tests_is_complete(root):
    """It names every folder of unit tests, and every test file beside them."""
    tests = root / "tests"
    text = (tests / "README.md").read_text("utf-8")
    table = text.partition("## Which tests")[2].partition("\n## ")[0]
    words = set(re.findall(r"[\w.]+", table))
    folders = {path.name for path in (tests / "unit").iterdir() if any(path.glob("test_*.py"))}
    files = [
        path
        for part in ("unit", "properties", "oracles", "fuzz", "simulations")
        for path in (tests / part).glob("test_*.py")
    ]
    names = {path.stem.removeprefix("test_") for path in files}
    missing = sorted((folders | names) - words)
    assert missing == [], "name them in the table of tests/README.md"


def test_the_tests_are_a_package_that_no_other_hides(root):
    """Some installed packages ship a folder of tests at the top."""
    import tests

    assert Path(tests.__file__) == root / "tests" / "__init__.py"


def test_no_module_bears_a_functions_name():
    """Importing such a module would put it in the function's place."""
    assert [name for name in MODULES if callable(PUBLIC.get(name))] == []


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstring_describes_every_parameter(name):
    """Whatever can be passed is described, by the class or by one that it extends."""
    found = DOCUMENTED[name]
    told: set[str] = set()
    for one in getattr(found, "__mro__", (found,)):
        parts = sections(inspect.cleandoc(one.__doc__ or ""))
        told |= described(parts.get("Parameters", "")) | described(parts.get("Attributes", ""))
    assert set(inspect.signature(found).parameters) - told == set()


@pytest.mark.parametrize("name", [name for name in DOCUMENTED if name not in MADE_FOR_THE_USER])
def test_docstring_has_an_example(name):
    """Whatever a user calls is shown at work; the documentation's tests run it."""
    assert ">>> " in sections(inspect.cleandoc(DOCUMENTED[name].__doc__ or "")).get("Examples", "")
