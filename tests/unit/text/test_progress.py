"""The line that says how far a long run has come."""

from __future__ import annotations

import io
import sys

import pytest

from likertkit._text import Progress


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        """Return that it is a terminal."""
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that is set by hand."""
    now = [0.0]
    monkeypatch.setattr("likertkit._text._progress.time.monotonic", lambda: now[0])
    return now


def test_a_long_run_is_told_and_taken_away(clock, monkeypatch) -> None:
    """After two seconds, five times a second at most, and nothing is left behind."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress("Raking")
    progress.say("step 1")
    assert sys.stderr.getvalue() == ""
    clock[0] = 2.5
    progress.say("step 10")
    assert sys.stderr.getvalue() == "\rRaking: step 10"
    clock[0] = 2.6
    progress.say("step 11")
    assert "11" not in sys.stderr.getvalue()
    clock[0] = 2.8
    progress.say("step 2")
    assert sys.stderr.getvalue().endswith("\rRaking: step 2 ")
    progress.end()
    assert sys.stderr.getvalue().endswith("\r" + " " * 14 + "\r")
    progress.end()


def test_nobody_watches_a_log(clock, monkeypatch) -> None:
    """A file gets no such lines; a notebook's cell does."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    progress = Progress("Raking")
    clock[0] = 9.0
    progress.say("step 1")
    progress.end()
    assert sys.stderr.getvalue() == ""
    cell = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})()
    monkeypatch.setattr(sys, "stderr", cell)
    progress.say("step 2")
    assert cell.getvalue() == "\rRaking: step 2"


def test_an_interrupted_run_leaves_no_line(clock, monkeypatch) -> None:
    """Whoever presses Ctrl-C finds the prompt where it belongs."""
    monkeypatch.setattr(sys, "stderr", Terminal())

    def run() -> None:
        with Progress("Raking") as progress:
            clock[0] = 9.0
            progress.say("step 1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert sys.stderr.getvalue() == "\rRaking: step 1\r" + " " * 14 + "\r"
