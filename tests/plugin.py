"""What holds for every run of pytest: examples are tests, and a skip can be a failure.

It is a plugin, named in pyproject.toml, and no conftest file: pytest asks only the conftest files
above a file, and examples lie in the README, in docs and in src.
"""

from __future__ import annotations

import doctest
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sybil import Document, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sybil import Example, Region


ROOT = Path(__file__).parents[1]

# The first example also pays for imports, and a busy machine for everything; the conftest of the
# tests has profiles of its own.
settings.register_profile(
    "documentation",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("documentation")


class InstalledDocument(PythonDocStringDocument):
    """The docstrings of a source file, run against the package that is installed."""

    def __init__(self, text: str, path: str) -> None:
        # Past the parent, which would import the file from the tree.
        Document.__init__(self, text, path)


def parse_docstring(docstring: Document) -> Iterable[Region]:
    """Find the examples of one docstring; they share names with no other docstring."""
    names: dict[str, Any] = {}
    for region in DocTestParser(doctest.ELLIPSIS)(docstring):
        evaluate = region.evaluator

        def run(example: Example, evaluate: Any = evaluate) -> str | None:
            example.namespace = names
            return evaluate(example)

        region.evaluator = run
        yield region


pytest_collect_file = SybilCollection(
    [
        Sybil(
            parsers=[PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)],
            path=str(ROOT),
            patterns=["README.md"],
        ),
        Sybil(
            parsers=[PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)],
            path=str(ROOT / "docs"),
            patterns=["*.md"],
        ),
        Sybil(
            parsers=[parse_docstring],
            path=str(ROOT / "src"),
            patterns=["*.py"],
            document_types={".py": InstalledDocument},
        ),
    ]
).pytest()


def _skips(config: pytest.Config) -> list[pytest.TestReport | pytest.CollectReport]:
    """Return what was skipped, where a skip is not allowed."""
    if not os.environ.get("LIKERTKIT_NO_SKIPS"):
        return []
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.stats.get("skipped", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that skipped something where LIKERTKIT_NO_SKIPS is set."""
    if exitstatus == pytest.ExitCode.OK and _skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which skips failed the run."""
    if skips := _skips(config):
        terminalreporter.section("skipped, but LIKERTKIT_NO_SKIPS is set: a failure", red=True)
        for report in skips:
            terminalreporter.line(f"{report.nodeid}: {report.longreprtext}")


def pytest_runtest_teardown() -> None:
    """Close the figures of a test or an example; pyplot warns of many open ones."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
