"""Runs the ``console`` blocks of the pages, each page in a folder of its own, 80 columns wide."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.parsers.myst import CodeBlockParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

_FOLDER = pytest.StashKey[str]()


def run_console(example: Example) -> str | None:
    """Write the file that ``$ cat FILE`` shows, or run a command and compare what it prints."""
    lines = str(example.parsed).rstrip("\n").split("\n")
    command = lines.pop(0).removeprefix("$ ")
    while command.endswith("\\"):
        command = command[:-1] + lines.pop(0)
    program, *words = shlex.split(command)
    shown = "\n".join(lines)
    if program == "cat":
        file = Path(words[0])
        if not file.exists():
            file.write_text(f"{shown}\n", encoding="utf-8")
        found = file.read_text(encoding="utf-8").rstrip("\n")
    else:
        done = subprocess.run(  # noqa: S603 - the command stands in a page of ours
            [sys.executable, "-m", program, *words], capture_output=True, text=True, check=False
        )
        found = f"{done.stdout}{done.stderr}".rstrip("\n")
    return None if found == shown else f"$ {command}\nexpected:\n{shown}\nfound:\n{found}"


pytest_collect_file = Sybil(
    parsers=[CodeBlockParser("console", run_console)], patterns=["*.md"]
).pytest()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Run an example in its page's folder, without colour, in a terminal of 80 columns."""
    page = item.parent or item
    if _FOLDER not in page.stash:
        page.stash[_FOLDER] = tempfile.mkdtemp(prefix=f"{item.path.stem}-")
        item.config.add_cleanup(lambda: shutil.rmtree(page.stash[_FOLDER]))
    home = os.fspath(Path.cwd())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        patch.setenv("NO_COLOR", "1")
        # An example may read its own page.
        item.example.namespace["__file__"] = os.fspath(item.path)  # type: ignore[attr-defined]
        os.chdir(page.stash[_FOLDER])
        try:
            return (yield)
        finally:
            os.chdir(home)
