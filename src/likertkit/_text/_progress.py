"""A line that says how far a long run has come."""

from __future__ import annotations

import sys
import time
from typing import Self

_PATIENCE = 2.0
_EVERY = 0.2


class Progress:
    """Writes one line to standard error and renews it, once a run has lasted two seconds.

    It writes where people look: in a terminal or a notebook.  Anything else, such as a log, stays
    as it is.  Where it is used with ``with``, no line stays behind, whatever ends the run.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._begun = self._last = time.monotonic()
        self._shown = 0

    def __enter__(self) -> Self:
        """Begin a run."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away, after an error or an interruption too."""
        self.end()

    def say(self, how_far: str) -> None:
        """Renew the line, unless the run is short or the line is fresh."""
        now = time.monotonic()
        if now - self._begun < _PATIENCE or (self._shown and now - self._last < _EVERY):
            return
        if not _watched():
            return
        self._last = now
        line = f"{self.what}: {how_far}"
        sys.stderr.write("\r" + line.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(line)

    def end(self) -> None:
        """Take the line away again, if there is one."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0


def _watched() -> bool:
    """Return whether somebody watches standard error: a terminal, or a notebook's cell."""
    return sys.stderr.isatty() or type(sys.stderr).__module__.startswith("ipykernel")
